"""Drafts of blocks, as the marks of a hypertext set them, and how they become blocks once the whole is known.

Only the end of a table tells whether it is one or a way to lay out a page, and only the end of an item whether a
picture in it stands for a name or beside it; so places are noted first and judged after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from siggraph.document import Block
from siggraph.io.documents.plain import trimmed
from siggraph.names import clean

_LONG_CELL, _TALL_CELL = 1500, 12  # characters and lines beyond which a cell holds a page and not a value
_LARGEST_SPAN, _TRACKED = 1000, 64  # columns that one cell may take; columns whose rowspans are heeded
_FILE = re.compile(
    r".*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif|ico|pdf)|(?:img|dsc|image|photo|screenshot|untitled)?[-_ \d]*"
    r"|[^\s_]*_\S*",  # words that are joined with underscores are what a file is called
    re.IGNORECASE | re.DOTALL,
)
_NO_NAME = re.compile(
    r"(?:the |our )?(?:site |header |footer )?(?:logos?|icons?|images?|photos?|pictures?|banner|avatar|spacer)"
    r"|.*\blogos(?: of .*)?",
    re.IGNORECASE | re.DOTALL,
)
_OF = r"(?:\s+(?:of|de|del|do|da|di|du|der|des|von|van)\b)?"
_LOGO = re.compile(
    rf"(?:the\s+)?logo(?:type|tipo|typ)?{_OF}[\s:–-]+(.+)|(.+?)[\s:–-]+logo(?:type|tipo|typ)?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_ALT = 300  # what is longer describes a picture
_Key = tuple[str, object]


@dataclass(slots=True, eq=False)
class Table:
    """A table while it is read: where its next cell stands, and what speaks for a layout."""

    parent: Table | None = None
    row: int = -1
    column: int = 0
    nested: bool = False  # another table with text stands in a cell
    in_head: bool = False
    taken: dict[int, int] = field(default_factory=dict)  # column -> last row that a cell from above takes

    def next_row(self) -> None:
        """Begin a row."""
        self.row += 1
        self.column = 0

    def place(self, colspan: int, rowspan: int) -> int:
        """Return the column of the next cell of the row.

        >>> table = Table()
        >>> table.next_row()
        >>> table.place(1, 2), table.place(2, 1), table.place(1, 1)
        (0, 1, 3)
        >>> table.next_row()
        >>> table.place(1, 1)
        1
        """
        while self.column in self.taken and self.taken[self.column] >= self.row:
            self.column += 1
        column = self.column
        self.column += min(max(colspan, 1), _LARGEST_SPAN)
        if rowspan > 1:
            for c in range(column, min(self.column, _TRACKED)):
                self.taken[c] = self.row + rowspan - 1
        return column


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table: where it stands."""

    table: Table
    row: int
    column: int
    head: bool
    by_header: bool  # marked as a header of its own, not by standing in the head


@dataclass(slots=True)
class Draft:
    """A block to be: its kind were it in no table, its list, its cell, and what a logo may share with text."""

    kind: str
    begin: int
    end: int
    part: int  # counts paragraphs
    level: int = 0
    label: str = ""
    list: int = 0
    cell: Cell | None = None
    container: int = 0
    piece: int = 0  # of the output that holds the tag of a logo


def is_name_of_picture(alt: str) -> bool:
    """Tell whether the alternative text of a picture can be a name: no file, and not only the word logo.

    >>> [is_name_of_picture(alt) for alt in ("Bits of Freedom", "oleo_050714.jpg", "Logo", " ", "IMG_2040", "EDRi.org")]
    [True, False, False, False, False, True]
    """
    alt = clean(alt) if len(alt) <= _LONGEST_ALT else ""
    return bool(alt) and not _FILE.fullmatch(alt) and not _NO_NAME.fullmatch(alt)


def without_echoes(drafts: Sequence[Draft], shown: Sequence[str]) -> Iterator[Draft]:
    """Yield the drafts less the logos that stand beside text: in an item, cell or figure, or next to their own name."""
    written = {d.container for d in drafts if d.kind != "logo"}
    texts = [clean(text).casefold() for text in shown]
    for i, draft in enumerate(drafts):
        if draft.kind == "logo":
            near = {texts[j] for j in (i - 1, i + 1) if 0 <= j < len(drafts) and drafts[j].kind != "logo"}
            if (draft.container and draft.container in written) or texts[i] in near:
                continue
        yield draft


def blocks_of(text: str, drafts: Iterable[Draft]) -> tuple[Block, ...]:
    """Return the blocks of the drafts, in their groups; ``text`` is blanked, logos shown."""
    kept = [d for d in drafts if _trim(text, d)]
    data = set(_data_tables(kept))
    heads = _heads(kept)
    blocks: list[Block] = []
    group = -1
    before: _Key = ("", 0)
    for draft in kept:
        cell = draft.cell if draft.cell is not None and draft.cell.table in data else None
        key = _key(draft, cell, before)
        group += key != before
        before = key
        block = Block(draft.kind, draft.begin, draft.end, group, draft.level, label=draft.label)
        if cell is not None:
            kind = "logo" if draft.kind == "logo" else "cell"
            head = "head" if cell in heads and kind == "cell" else ""
            block = replace(block, kind=kind, level=0, row=cell.row, column=cell.column, label=head)
        blocks.append(block)
    return tuple(without_the_word(text, blocks))


def _trim(text: str, draft: Draft) -> bool:
    draft.begin, draft.end = trimmed(text, draft.begin, draft.end)
    return draft.begin < draft.end


def _key(draft: Draft, cell: Cell | None, before: _Key) -> _Key:
    """Return what a draft shares with those of its group."""
    if cell is not None:
        return "table", cell.table
    if draft.list:
        return "list", draft.list
    if draft.kind == "logo":
        return before if before[0] == "logos" else ("logos", draft.part)
    return "part", draft.part


def _data_tables(drafts: Sequence[Draft]) -> Iterator[Table]:
    """Yield the tables that hold values in rows and columns, and not paragraphs of a page."""
    tables: dict[Table, dict[tuple[int, int], list[Draft]]] = {}
    for draft in drafts:
        if draft.cell is not None:
            cells = tables.setdefault(draft.cell.table, defaultdict(list))
            cells[draft.cell.row, draft.cell.column].append(draft)
    for table in tables:
        outer = table.parent
        while outer is not None and not outer.nested:
            outer.nested = True
            outer = outer.parent
    for table, cells in tables.items():
        rows, columns = ({place[i] for place in cells} for i in (0, 1))
        if table.nested or len(rows) == 1 or len(columns) == 1:
            continue
        if not any(_is_page(inside) for inside in cells.values()):
            yield table


def _is_page(cell: Sequence[Draft]) -> bool:
    size = sum(d.end - d.begin for d in cell)
    return len(cell) > _TALL_CELL or size > _LONG_CELL or (len(cell) > 1 and any(d.kind == "heading" for d in cell))


def _heads(drafts: Sequence[Draft]) -> set[Cell]:
    """Return the cells that are headers of columns: a header beside values is the name of its row."""
    cells = [d.cell for d in drafts if d.cell is not None]
    values = {(c.table, c.row) for c in cells if not c.by_header}
    return {c for c in cells if c.head or (c.by_header and (c.table, c.row) not in values)}


def without_the_word(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, and logos without the word logo where all of their group carry it.

    >>> text = "EDRi logo"
    >>> [text[b.begin : b.end] for b in without_the_word(text, [Block("logo", 0, 9, 0)])]
    ['EDRi']
    """
    matches = {i: _LOGO.fullmatch(text, b.begin, b.end) for i, b in enumerate(blocks) if b.kind == "logo"}
    plain = {blocks[i].group for i, match in matches.items() if match is None}
    for i, block in enumerate(blocks):
        match = matches.get(i)
        if match is None or block.group in plain:
            yield block
        else:
            begin, end = match.span(match.lastindex or 0)
            yield replace(block, begin=begin, end=end)
