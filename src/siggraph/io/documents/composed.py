"""Composing: paragraphs and tables of office documents become text, one block a line, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from siggraph.document import Block
from siggraph.errors import InputError
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import trimmed
from siggraph.names import clean

BLOCKS = 1_000_000  # of one document
CHARACTERS = 64 * 2**20  # of the composed text
BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SEEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_COLUMN_LINES = 3  # lines of a cell from which on it is a column of text rather than a value
_HEADED = 2  # rows of a table that sets headings over columns of text


def shows(text: str) -> bool:
    """Tell whether anything of a text is to be seen; a long text is looked at only as far as needed.

    >>> shows(" \u200b\ufeff"), shows("\u200f台灣客社")
    (False, True)
    """
    match = _SEEN.search(text)
    return match is not None and bool(clean(match.group()) or clean(text))


class Composer:
    """Collects blocks, one a line; ``part`` ends a group, which leaves a blank line in the text."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._length = 0
        self._group = -1
        self._parted = True

    def part(self) -> None:
        """Let the next block begin a group."""
        self._parted = True

    def add(
        self, kind: str, text: str, *, level: int = 0, place: tuple[int, int] = (0, 0), label: str = "", page: int = 0
    ) -> None:
        """Add a line as a block, trimmed; one that shows nothing is left out."""
        begin, end = trimmed(text, 0, len(text))
        if begin == end or not shows(text):
            return
        gap = "" if not self._blocks else "\n\n" if self._parted else "\n"
        self._group += self._parted
        self._parted = False
        first = self._length + len(gap)
        self._length = first + end - begin
        if self._length > CHARACTERS or len(self._blocks) >= BLOCKS:
            what = f"the document is too large: {BLOCKS} lines and {CHARACTERS >> 20} million characters are read"
            raise InputError(what, where=self._where, remedy="give the part that holds the list")
        self._text += [gap, text[begin:end]]
        row, column = place
        self._blocks.append(Block(kind, first, self._length, self._group, level, row, column, label, page))

    def parts(self, meta: Mapping[str, str], remarks: Sequence[str]) -> Parts:
        """Return what was collected."""
        return Parts("".join(self._text), tuple(self._blocks), verbatim=False, meta=meta, remarks=tuple(remarks))


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its lines (blank ones too), what it is, and the alternative texts of its pictures.

    ``kind`` is line, heading or item, with ``level`` and ``label`` as in `Block`; ``series`` tells the lists of a
    document apart, and ``starts`` whether the number of an item is the first of its list; ``beside`` is a line that
    stands below the first paragraph of an item.
    """

    lines: list[str]
    kind: str = "line"
    level: int = 0
    label: str = ""
    series: str = ""
    starts: bool = False
    beside: bool = False
    pictures: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """The lines that show anything."""
        return [line for line in self.lines if shows(line)]


@dataclass(slots=True)
class TableCell:
    """A cell with its paragraphs; one that others were merged into stands at its first row and column."""

    row: int
    column: int
    head: bool
    paragraphs: list[Paragraph]

    @property
    def lines(self) -> list[str]:
        """The lines of its text; the number of a numbered paragraph without text is the text of a column of numbers."""
        found: list[str] = []
        for paragraph in self.paragraphs:
            found += paragraph.shown or ([paragraph.label] if paragraph.label else [])
        return found


@dataclass(slots=True)
class Table:
    """A table, as its cells in reading order."""

    cells: Sequence[TableCell]


class Part:
    """The end of a group, where neither text nor kind tell it."""


Piece = Paragraph | Table | Part
T = TypeVar("T")  # how a reader writes what it has not read yet


def as_columns(cells: Sequence[TableCell]) -> list[TableCell] | None:
    """Return the cells in reading order where a table but sets text in columns or boxes; None where it is a table.

    That is a table with one column that holds text; with one row that has a cell of three lines or more; and with two
    rows, where the cells of the second are such columns and those of the first stand over them; and one of pictures.

    >>> names, word = Paragraph(["April", "CADTM", "WWF"]), Paragraph(["Signed"])
    >>> [cell.column for cell in as_columns([TableCell(0, 0, False, [word]), TableCell(0, 1, False, [names])]) or []]
    [0, 1]
    """
    lines = {(cell.row, cell.column): len(cell.lines) for cell in cells}
    used = {place: count for place, count in lines.items() if count}
    rows, columns = sorted({row for row, _ in used}), {column for _, column in used}
    if len(columns) < 2:  # noqa: PLR2004 - a table has columns
        return list(cells)
    long = [row for (row, _), count in used.items() if count >= _COLUMN_LINES]
    headed = len(rows) == _HEADED and len(long) > 1 and rows[0] not in long
    if not long or not (len(rows) == 1 or headed):
        return None
    return sorted(cells, key=lambda cell: (cell.column, cell.row))


def set_out(cells: Sequence[TableCell], inner: Sequence[Sequence[Iterable[T]]]) -> Iterator[Piece | T]:
    """Yield a table and then what was nested in its cells; or text in columns, each cell with what was nested in it.

    Parameters
    ----------
    inner
        For each cell, the flows of the boxes and tables in it.
    """
    columns = as_columns(cells)
    if columns is None:
        yield Table(cells)
    numbers = {id(cell): number for number, cell in enumerate(cells)}
    last = 0
    for cell in cells if columns is None else columns:
        if columns is not None:
            if cell.lines and cell.column != last:
                yield Part()
                last = cell.column
            yield from cell.paragraphs
        for nested in inner[numbers[id(cell)]]:
            yield from nested


def compose(flow: Iterable[Piece], composer: Composer) -> None:
    """Set paragraphs and tables: groups end at blank lines, headings, tables and where a list begins or ends."""
    last, series, blank = "", "", False
    for piece in flow:
        if isinstance(piece, Part):
            composer.part()
            last, blank = "", False
            continue
        if isinstance(piece, Table):
            _set_table(piece.cells, composer)
            last, blank = "table", False
            continue
        if not piece.shown:
            for text in piece.pictures:
                if last != "logo" and shows(text):
                    composer.part()
                    last = "logo"
                composer.add("logo", text)
            blank = True
            continue
        if piece.beside and last == "item":
            _set_lines(piece, composer)
            continue
        other = piece.kind == "item" and piece.series != series and (blank or (piece.starts and piece.label != ""))
        if piece.kind != last or piece.kind == "heading" or other or (blank and piece.kind == "line"):
            composer.part()
        _set_lines(piece, composer)
        last, blank = piece.kind, not shows(piece.lines[-1])
        series = piece.series if piece.kind == "item" else series


def _set_lines(paragraph: Paragraph, composer: Composer) -> None:
    kind, label = paragraph.kind, paragraph.label
    blank, inside = False, kind == "item" or paragraph.beside
    for line in paragraph.lines:
        if not shows(line):
            blank = kind == "line" and not inside
            continue
        if blank:
            composer.part()
        composer.add(kind, line, level=paragraph.level, label=label)
        blank, label = False, ""
        if kind == "item":  # what stands below the first line of an item is beside the name
            kind = "line"


def _set_table(cells: Sequence[TableCell], composer: Composer) -> None:
    composer.part()
    for cell in cells:
        for line in cell.lines:
            composer.add("cell", line, place=(cell.row, cell.column), label="head" if cell.head else "")
    composer.part()
