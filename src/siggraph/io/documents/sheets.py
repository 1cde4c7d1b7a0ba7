"""XLSX: every table of every sheet as cells, from the values that the workbook stores; nothing is calculated.

The parts are read here as a stream of XML, within the bounds of `siggraph.io.documents.container`: openpyxl opens the
archive and its XML by itself, and tells of merged cells and hidden rows only when it loads a workbook whole. It knows
the formats of numbers and the calendars of spreadsheets, and is asked for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from siggraph.errors import InputError
from siggraph.io.documents.composed import BREAK, Composer
from siggraph.io.documents.container import Container, open_container
from siggraph.io.documents.delimited import is_header
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.properties import core_properties
from siggraph.io.documents.sheetparts import Cell, Sheet, area_of, formats_of, sheet_of, strings_of
from siggraph.names import clean

CELLS = 1_000_000  # with a value, of one workbook
_MERGES = 5_000_000  # rows that merged ranges may run through, all together
_SHEETS = 1_000
_IDS = (  # the attribute that refers to a sheet, in its transitional and its strict form
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WIDEST = 60  # code points of the head of a column
_LESS = "give the sheet that holds the list, saved as a workbook or CSV of its own"


@dataclass(slots=True)
class _Row:
    """A row that holds anything: its number in the sheet, and its cells from the left."""

    number: int
    cells: list[Cell]


@dataclass(slots=True)
class _Table:
    """Rows without a blank row between them."""

    rows: list[_Row] = field(default_factory=list)

    @property
    def columns(self) -> set[int]:
        """The columns that hold anything."""
        return {cell.column for row in self.rows for cell in row.cells}


def read_xlsx(content: bytes, where: str) -> Parts:
    """Read an XLSX workbook: ``page`` is the number of the sheet, blank rows part tables.

    Rows count from the first of their table, columns from the first of the sheet that holds anything. Where a sheet
    has one column, and where a table in a sheet of several has one cell, it is no table: its cells are lines. Merged
    cells hold their value once. The first row of a table is its head where a filter or table of the workbook begins
    there, or where it has a short text in every column and these are words of headers, or stand over a column of
    numbers; rows of one cell above it are lines.

    Raises
    ------
    InputError
        No XLSX, damaged, under a password, or beyond the bounds of this module and of
        `siggraph.io.documents.container`.
    """
    container = open_container(content, where)
    main = container.part_of_kind("", "officeDocument", "xl/workbook.xml")
    book = container.xml(main or "xl/workbook.xml")
    targets = container.relations(main)
    strings = strings_of(container, container.part_of_kind(main, "sharedStrings", "xl/sharedStrings.xml"))
    formats = formats_of(container, container.part_of_kind(main, "styles", "xl/styles.xml"), book)
    composer = Composer(where)
    remarks: list[str] = []
    held = 0
    entries = [sheet for group in book.iterchildren("{*}sheets") for sheet in group.iterchildren("{*}sheet")]
    for page, entry in enumerate(entries[:_SHEETS], 1):
        name = _target(next((t for key in _IDS if (t := entry.get(key))), ""), targets)
        if name not in container:
            continue  # a sheet that is a chart
        sheet = sheet_of(container, name, strings, formats, CELLS - held)
        held += len(sheet.cells)
        if sheet.overfull:
            raise InputError(f"more than {CELLS} cells", where=where, remedy=_LESS)
        remarks += _remarks(clean(entry.get("name", "")), entry.get("state", "visible"), sheet)
        heads = {*sheet.heads, *_table_heads(container, name)}
        _set_sheet(_unmerged(sheet, where), heads, page, composer)
    return composer.parts(core_properties(container), remarks)


def _target(identifier: str, targets: Mapping[str, tuple[str, str]]) -> str:
    kind, name = targets.get(identifier, ("", ""))
    return name if kind == "worksheet" else ""


def _remarks(title: str, state: str, sheet: Sheet) -> Iterator[str]:
    if sheet.cells and state != "visible":
        yield f"sheet {title!r} is hidden; it was read too"
    if sheet.hidden:
        yield f"sheet {title!r} has hidden rows or columns; they were read too"
    if sheet.unsaved:
        yield f"sheet {title!r} has formulas without a stored value, read as blank: {sheet.unsaved}"


def _table_heads(container: Container, sheet: str) -> Iterator[int]:
    """Yield the rows in which tables that the workbook names begin with a header."""
    for kind, name in container.relations(sheet).values():
        if kind == "table" and name in container:
            table = container.xml(name)
            area = area_of(table.get("ref", ""))
            if area is not None and table.get("headerRowCount", "1") != "0":
                yield area[0]


def _unmerged(sheet: Sheet, where: str) -> list[_Row]:
    """Return the rows that hold anything, without the cells that are covered by merged ones."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    spent = 0
    for area in sheet.merged:
        top, left, bottom, right = area
        spent += bottom - top + 1
        if spent > _MERGES:
            raise InputError("its merged cells run through too many rows", where=where, remedy=_LESS)
        for number in range(top, bottom + 1):
            row = rows.get(number, {})
            for column in [c for c in row if left <= c <= right and (number, c) != (top, left)]:
                del row[column]
    return [_Row(number, [rows[number][c] for c in sorted(rows[number])]) for number in sorted(rows) if rows[number]]


def _set_sheet(rows: Sequence[_Row], heads: set[int], page: int, composer: Composer) -> None:
    tables: list[_Table] = []
    for before, row in pairwise([None, *rows]):
        if before is None or (row is not None and row.number > before.number + 1):
            tables.append(_Table())
        if row is not None:
            tables[-1].rows.append(row)
    columns = {column for table in tables for column in table.columns}
    for table in tables:
        composer.part()
        if len(columns) == 1 or sum(len(row.cells) for row in table.rows) == 1:
            _set_lines(table.rows, page, composer)
            continue
        head = _head_of(table, heads)
        if head > 0:
            _set_lines(table.rows[:head], page, composer)
            composer.part()
        first = table.rows[max(head, 0)].number
        for row in table.rows[max(head, 0) :]:
            label = "head" if head >= 0 and row.number == first else ""
            for cell in row.cells:
                for line in BREAK.split(cell.text):
                    place = (row.number - first, cell.column - min(columns))
                    composer.add("cell", line, place=place, label=label, page=page)


def _set_lines(rows: Sequence[_Row], page: int, composer: Composer) -> None:
    for row in rows:
        for cell in row.cells:
            for line in BREAK.split(cell.text):
                composer.add("line", line, page=page)


def _head_of(table: _Table, heads: set[int]) -> int:
    """Return which row of a table is its head, below rows of one cell; -1 where it has none."""
    above = 0
    while above < len(table.rows) - 1 and len(table.rows[above].cells) == 1:
        above += 1
    head, body = table.rows[above], table.rows[above + 1 :]
    if not body or len(head.cells) == 1:
        return -1
    if head.number in heads:
        return above
    if any(not cell.is_text or len(cell.text) > _WIDEST for cell in head.cells):
        return -1
    if table.columns - {cell.column for cell in head.cells}:
        return -1
    if is_header([cell.text for cell in head.cells]):
        return above
    below: dict[int, list[bool]] = {}
    for row in body:
        for cell in row.cells:
            below.setdefault(cell.column, []).append(cell.is_text)
    numbers = any(len(kinds) > 2 and not any(kinds) for kinds in below.values())  # noqa: PLR2004 - two may be chance
    return above if numbers else -1
