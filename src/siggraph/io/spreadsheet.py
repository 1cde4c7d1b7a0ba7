"""Workbooks: every cell text, the same bytes for the same rows; and back, as a person has edited them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from siggraph.errors import InputError
from siggraph.io.tables import Row, cell_of

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a ZIP can tell: a workbook must not tell the day
_LONGEST = 32_767  # characters that a cell may hold
_ROWS, _COLUMNS = 1_048_576, 16_384  # that a sheet may have, its header included
_WIDEST = 60  # characters of a column as it opens
_MEASURED = 200  # rows that tell how wide a column opens
_UNPACKED = 400 * 2**20  # bytes: a workbook that unpacks to more is none of ours


def workbook(sheets: Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, object]]]]) -> bytes:
    """Write sheets: name to header and rows. Cells are strings, so that no text becomes a formula or a number.

    What no sheet can hold is cut, and its last row says so: the tables beside it have everything.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _EPOCH.replace(tzinfo=None)
    for name, (header, given) in sheets.items():
        columns, rows = header[:_COLUMNS], [[_text(row.get(column)) for column in header[:_COLUMNS]] for row in given]
        if len(rows) >= _ROWS:
            left = len(rows) - (_ROWS - 2)
            rows[_ROWS - 2 :] = [[f"{left} more rows: see the tables beside this file"]]
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for i, label in enumerate(columns):
            longest = max((len(row[i]) for row in rows[:_MEASURED] if i < len(row)), default=0)
            sheet.column_dimensions[get_column_letter(i + 1)].width = min(_WIDEST, max(len(label), longest) + 2)
        head = [WriteOnlyCell(sheet, label) for label in columns]
        for cell in head:
            cell.font = Font(bold=True)
            _as_text(cell)
        sheet.append(head)
        for row in rows:
            cells = [WriteOnlyCell(sheet, text) for text in row]
            for cell in cells:
                _as_text(cell)
            sheet.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw.getvalue())


def _text(value: object) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", cell_of(value))[:_LONGEST]  # XML cannot hold them


def _as_text(cell: Cell) -> None:
    cell.data_type = "s"
    cell.number_format = "@"  # text stays text when it is edited


def read_workbook(path: Path) -> dict[str, list[tuple[int, Row]]]:
    """Read a workbook back: by sheet, each row with its number, its cells by the names of the first row.

    Cells become text: a day becomes ISO 8601, a whole number has no point, a formula is what it last came to. Empty
    rows are skipped; cells without a name above them too.

    Raises
    ------
    InputError
        No such file, no workbook, or one that unpacks beyond measure.
    """
    try:
        _guard(path)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return {sheet.title: _rows(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:  # a damaged workbook fails in many ways
        reason = getattr(error, "strerror", None) or "it is no workbook (.xlsx), or a damaged one"
        raise InputError(reason, where=str(path), remedy="save it as .xlsx and try again") from error


def _guard(path: Path) -> None:
    """Refuse a workbook that unpacks beyond measure, or that declares entities of its own."""
    with zipfile.ZipFile(path) as parts:
        infos = parts.infolist()
        size = sum(info.file_size for info in infos)
        heads = [parts.open(info).read(1024) for info in infos if info.filename.endswith((".xml", ".rels"))]
    if size > _UNPACKED:
        raise InputError(f"it unpacks to more than {_UNPACKED // 2**20} MB", where=str(path), remedy="save it anew")
    if any(b"<!DOCTYPE" in head for head in heads):
        raise InputError("it declares a document type", where=str(path), remedy="save it anew in a spreadsheet program")


def _rows(cells: Iterable[Sequence[object]]) -> list[tuple[int, Row]]:
    header: list[str] | None = None
    rows: list[tuple[int, Row]] = []
    for number, values in enumerate(cells, start=1):
        told = [_told(value) for value in values]
        if header is None:
            header = [label.strip().casefold() for label in told]
        elif any(told):
            rows.append((number, {label: text for label, text in zip(header, told, strict=False) if label}))
    return rows


def _told(value: object) -> str:
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _timeless(content: bytes) -> bytes:
    """Write the ZIP again with fixed times: openpyxl stamps its parts, and the modification, with the clock.

    Stored, not deflated: two builds of zlib may pack the same text into other bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info.filename)
            if info.filename == "docProps/core.xml":
                part = _without_modified(part)
            entry = zipfile.ZipInfo(info.filename, _EPOCH.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            target.writestr(entry, part)
    return out.getvalue()


def _without_modified(core: bytes) -> bytes:
    begin, end = core.find(b"<dcterms:modified"), core.find(b"</dcterms:modified>")
    return core if begin < 0 else core[:begin] + core[end + len(b"</dcterms:modified>") :]
