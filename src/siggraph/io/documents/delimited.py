"""Tables with delimiters (CSV, TSV and their kin), read with the place of every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from siggraph.document import FILL, Block
from siggraph.io.documents.canvas import Canvas
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import trimmed

_CELL_LINES = 200  # a quoted cell with more lines than that is a quote that nobody closed
_HEADER_WIDTH = 60  # code points: no header is longer
_LINE_END = re.compile("\r\n|\r|\n")
_DATA = re.compile(r"https?://|www\.|\S+@\S+\.\S|^[\W\d]*$")
# Beginnings of words that head columns, folded to lower case; the finder's own, larger list decides on roles.
_HEADS = re.compile(
    r"^\W*(?:nam|nom\b|nome|name|nazw|organi|group|entid|entit|instit|associa|colect|collecti|ngo\b|ong\b|countr|pa[ií]s"
    r"|pays|land\b|staat|ort\b|cit|ciudad|ville|stadt|state\b|region|región|web|url|link|site|e-?mail|mail|date|fecha"
    r"|datum|title|titre|position|cargo|role|type|kind|categor|sign|firm|first|last|surname|person|contact|address"
    r"|n[°ºo]\.?$|nr\.?$|no\.?$|#$|id$|num|order|comment|note|acronym|sigl|language|lang\b"
    r"|назван|наимен|орган|стран|город|имя|сайт|名|團|团|組|组|機|机|国|國|地|序|番|編|编|단체|이름|국가|나라|번호"
    r"|اسم|الاسم|منظم|المنظم|دول|الدول|بلد|البلد|ชื่อ|ประเทศ|องค์กร)",
    re.IGNORECASE,
)


class Cell(NamedTuple):
    """A cell as it stands in the text: its span with quotes, the same without, and whether it was quoted."""

    begin: int
    end: int
    inner_begin: int
    inner_end: int
    quoted: bool

    def value(self, text: str) -> str:
        """Return what the cell says, doubled quotes undone."""
        inner = text[self.inner_begin : self.inner_end]
        return inner.replace('""', '"') if self.quoted else inner


def scan(text: str, delimiter: str) -> Iterator[list[Cell]]:
    r"""Yield the rows of a table as lists of cells, blank lines as empty lists (RFC 4180; ``\r`` and ``\n`` also end).

    A quote that does not open a whole cell, or is never closed, is a plain character.

    >>> text = 'Name,Country\n"Said ""Yes"", Inc.",FR\n'
    >>> [[cell.value(text) for cell in row] for row in scan(text, ",")]
    [['Name', 'Country'], ['Said "Yes", Inc.', 'FR']]
    """
    stop = re.compile(f"{re.escape(delimiter)}|\r\n|\r|\n")
    row: list[Cell] = []
    cursor, size = 0, len(text)
    begun = False  # whether the row has a delimiter before the cursor
    while cursor < size or begun:
        cell = _quoted(text, cursor, delimiter) if text.startswith('"', cursor) else None
        if cell is None:
            found = stop.search(text, cursor)
            end = size if found is None else found.start()
            cell = Cell(cursor, end, cursor, end, quoted=False)
        if begun or cell.end > cell.begin or text.startswith(delimiter, cell.end):
            row.append(cell)
        begun = text.startswith(delimiter, cell.end)
        cursor = cell.end + 1
        if not begun:
            cursor += text.startswith("\r\n", cell.end)
            yield row
            row = []


def _quoted(text: str, begin: int, delimiter: str) -> Cell | None:
    """Return the quoted cell that begins here; None where the quote opens none."""
    cursor, lines = begin + 1, 0
    while True:
        close = text.find('"', cursor)
        if close < 0:
            return None
        lines += text.count("\n", cursor, close)
        if lines > _CELL_LINES:
            return None
        if not text.startswith('"', close + 1):
            break
        cursor = close + 2
    end = close + 1
    while text.startswith(" ", end) and delimiter != " ":
        end += 1
    if end < len(text) and text[end] not in "\r\n" and not text.startswith(delimiter, end):
        return None
    return Cell(begin, end, begin + 1, close, quoted=True)


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a row read like the heads of columns: short, distinct, no data, most of them known.

    >>> is_header(["Organisation", "Country"]), is_header(["Amnesty International", "London"])
    (True, False)
    """
    told = [" ".join(cell.split()).casefold() for cell in cells]
    filled = [cell for cell in told if cell]
    if not filled or len(set(filled)) < len(filled) or any(len(c) > _HEADER_WIDTH for c in filled):
        return False
    if any(_DATA.search(c) and not _HEADS.match(c) for c in filled):
        return False
    return sum(bool(_HEADS.match(c)) for c in filled) * 2 >= len(filled)


def read_delimited(text: str, delimiter: str) -> Parts:
    r"""Return the cells of a table as blocks of kind ``cell``; delimiters and quotes are blanked at equal length.

    Lines that begin with ``#`` above the table are passed over; lines without any delimiter above it are lines. A cell
    that holds several lines is several blocks, unless the line goes on in small letters (a wrap).

    >>> parts = read_delimited('name,country\n"Bits, of Freedom",NL\n', ",")
    >>> [(b.row, b.column, b.label, parts.text[b.begin : b.end]) for b in parts.blocks]
    [(0, 0, 'head', 'name'), (0, 1, 'head', 'country'), (1, 0, '', 'Bits, of Freedom'), (1, 1, '', 'NL')]
    """
    rows = [row for row in scan(text, delimiter) if row]
    above = _above(text, rows)
    canvas = Canvas(text)
    blocks: list[Block] = []
    for number, row in enumerate(rows[:above]):
        first, last = trimmed(text, row[0].inner_begin, row[-1].inner_end)
        if first < last and not text.startswith("#", first):
            canvas.keep(first, last)
            blocks.append(Block("line", first, last, number))
    table = rows[above:]
    head = len(table) > 1 and is_header([cell.value(text) for cell in table[0]])
    for number, row in enumerate(table):
        label = "head" if head and number == 0 else ""
        for column, cell in enumerate(row):
            inner = text[cell.inner_begin : cell.inner_end]
            shown = inner.replace('""', f'"{FILL}') if cell.quoted else inner
            canvas.keep(cell.inner_begin, cell.inner_end, shown)
            for first, last in _lines(text, cell):
                blocks.append(Block("cell", first, last, above, row=number, column=column, label=label))
    return Parts(canvas.text, tuple(blocks))


def _above(text: str, rows: Sequence[Sequence[Cell]]) -> int:
    """Count the rows above the table: remarks, and lines that have no columns where the table has some."""
    wide = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows):
        remark = text.startswith("#", trimmed(text, row[0].begin, row[0].end)[0]) and not row[0].quoted
        if not (remark and not is_header([c.value(text) for c in row])) and (len(row) > 1 or wide == 1):
            return number
    return 0


def _lines(text: str, cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield the spans of a cell's lines, wrapped lines being one."""
    spans: list[tuple[int, int]] = []
    cursor = cell.inner_begin
    for stop in (*_LINE_END.finditer(text, cell.inner_begin, cell.inner_end), None):
        first, last = trimmed(text, cursor, cell.inner_end if stop is None else stop.start())
        cursor = cell.inner_end if stop is None else stop.end()
        if first == last:
            continue
        if spans and _wraps(text[slice(*spans[-1])], text[first]):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    yield from spans


def _wraps(before: str, after: str) -> bool:
    opened = before.count("(") > before.count(")") or before.count("（") > before.count("）")
    return after.islower() or opened
