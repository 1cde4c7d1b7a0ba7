"""siggraph.xlsx: every table as a sheet, every cell text, the same bytes for the same rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from siggraph.io.tables import cell_of

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a ZIP can tell: a workbook must not tell the day
_LONGEST = 32_767  # characters that a cell may hold


def workbook(sheets: Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, object]]]]) -> bytes:
    """Write sheets: name to header and rows. Cells are strings, so that no text becomes a formula or a number."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _EPOCH.replace(tzinfo=None)
    for name, (header, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        head = []
        for label in header:
            cell = WriteOnlyCell(sheet, label)
            cell.font = Font(bold=True)
            head.append(cell)
        sheet.append(head)
        for row in rows:
            cells = []
            for column in header:
                text = ILLEGAL_CHARACTERS_RE.sub("", cell_of(row.get(column)))  # XML cannot hold them
                cell = WriteOnlyCell(sheet, text[:_LONGEST])
                cell.data_type = "s"
                cell.number_format = "@"  # text stays text when it is edited
                cells.append(cell)
            sheet.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw.getvalue())


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
