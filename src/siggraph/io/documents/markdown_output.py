"""What is read of a Markdown text: pieces that stay, and blocks whose groups are still what their members share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from siggraph.document import Block
from siggraph.io.documents.canvas import blank
from siggraph.io.documents.gridtables import Place
from siggraph.io.documents.hypertext import read_html
from siggraph.io.documents.hypertext_blocks import without_the_word
from siggraph.io.documents.markdown_inline import Inline, inline
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import trimmed

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a paragraph between two breaks: its span, whether a hard break comes before it, its pictures.

    ``parts`` where nothing stands between two tags that break: an empty line, as it were.
    """

    begin: int
    end: int
    hard: bool
    pictures: tuple[tuple[int, int], ...] = ()
    parts: bool = False


class Output:
    """Pieces of the text, in ascending order, and the blocks with what their group shares."""

    def __init__(self, source: str, references: frozenset[str]) -> None:
        self.source, self.references = source, references
        self._pieces: list[str] = []
        self._cursor = 0
        self._blocks: list[tuple[Key, Block]] = []

    def keep(self, begin: int, shown: str) -> None:
        """Show a text from an offset on; what stands before it is blanked."""
        self._pieces += (blank(self.source[self._cursor : begin]), shown)
        self._cursor = begin + len(shown)

    def add(self, key: Key, block: Block) -> None:
        """Add a block; logos in a row share a group where they stand in no list and no table."""
        if block.kind == "logo" and key[0] == "part" and self._blocks and self._blocks[-1][0][0] == "logos":
            key = self._blocks[-1][0]
        elif block.kind == "logo" and key[0] == "part":
            key = ("logos", *key[1:])
        self._blocks.append((key, block))

    def paragraph(self, lines: Sequence[tuple[int, int]]) -> Iterator[Chunk]:
        """Show the lines of a paragraph less their mark-up; yield what stands between breaks, blank parts too."""
        read = inline("\n".join(self.source[begin:end] for begin, end in lines), self.references)
        shown = _with_pictures(read) if read.pictures else read.shown
        at = 0  # of the line, in the joined paragraph
        hard = False
        breaks, pictures = sorted(read.breaks), read.pictures
        b = p = 0
        ends = set(read.hard)
        for begin, end in lines:
            stop = at + end - begin
            self.keep(begin, shown[at:stop])
            cursor = at
            while True:
                cut = breaks[b] if b < len(breaks) and breaks[b] < stop else stop
                inside = []
                while p < len(pictures) and pictures[p][0] < cut:
                    inside.append((pictures[p][0] - at + begin, pictures[p][0] - at + begin + len(pictures[p][1])))
                    p += 1
                first, last = trimmed(shown, cursor, cut)
                yield Chunk(first - at + begin, last - at + begin, hard, tuple(inside), first == last and cut < stop)
                hard = cut < stop
                cursor = cut
                if cut == stop:
                    break
                b += 1
            hard = stop in ends
            at = stop + 1

    # -- what paragraphs become -----------------------------------------------------------------------------------

    def heading(self, lines: Sequence[tuple[int, int]], number: int, level: int) -> None:
        """Add a heading."""
        for chunk in self.paragraph(lines):
            self.add(("part", number, 0), Block("heading", chunk.begin, chunk.end, 0, level))

    def lines(self, lines: Sequence[tuple[int, int]], number: int) -> int:
        """Add a paragraph line by line; return the number of its last part."""
        for chunk in self.paragraph(lines):
            number += chunk.parts
            self._add_chunk(chunk, ("part", number, 0), Block("line", chunk.begin, chunk.end, 0))
        return number

    def item(self, lines: Sequence[tuple[int, int]], number: int, level: int, label: str | None) -> None:
        """Add a paragraph of an item: its first, which has a label, is one block up to a hard break."""
        key: Key = ("list", number, 0)
        growing: Block | None = None
        hard = False
        for chunk in self.paragraph(lines):
            hard |= chunk.hard
            if chunk.begin == chunk.end:
                continue
            if growing is not None and not hard and not chunk.pictures:
                growing = replace(growing, end=chunk.end)
                continue
            if growing is not None:
                self.add(key, growing)
            growing, hard = None, False
            if label is not None and not chunk.pictures:
                growing = Block("item", chunk.begin, chunk.end, 0, level, label=label)
            else:
                self._add_chunk(chunk, key, Block("line", chunk.begin, chunk.end, 0, level, label=label or ""))
            label = None
        if growing is not None:
            self.add(key, growing)

    def cell(self, begin: int, end: int, place: Place, sort: str = "table") -> None:
        """Add a cell of a table, or a line of one."""
        for chunk in self.paragraph([(begin, end)]):
            label = "head" if place.head else ""
            block = Block("cell", chunk.begin, chunk.end, 0, row=place.row, column=place.column, label=label)
            self._add_chunk(chunk, (sort, place.table, 0), block)

    def verbatim(self, begin: int, end: int, number: int) -> None:
        """Add a line as it is."""
        self.keep(begin, self.source[begin:end])
        self.add(("part", number, 0), Block("line", begin, end, 0))

    def html(self, begin: int, end: int, number: int) -> None:
        """Add what a run of HTML holds."""
        parts = read_html(self.source[begin:end])
        self.keep(begin, parts.text)
        for block in parts.blocks:
            moved = replace(block, begin=block.begin + begin, end=block.end + begin)
            self.add(("html", number, block.group), moved)

    def _add_chunk(self, chunk: Chunk, key: Key, block: Block) -> None:
        if not chunk.pictures:
            self.add(key, block)
        label = "" if block.kind == "cell" else block.label
        for begin, end in chunk.pictures:
            self.add(key, replace(block, kind="logo", begin=begin, end=end, label=label))

    def parts(self, *, verbatim: bool, meta: dict[str, str]) -> Parts:
        """Return what was read, groups numbered."""
        text = "".join((*self._pieces, blank(self.source[self._cursor :])))
        return Parts(
            text, tuple(without_the_word(text, list(_numbered(text, self._blocks)))), verbatim=verbatim, meta=meta
        )


def _with_pictures(read: Inline) -> str:
    """Return the paragraph with the names of pictures shown on the lines that hold nothing else."""
    pieces: list[str] = []
    cursor = 0
    cuts = sorted({*read.breaks, *(i for i, c in enumerate(read.shown) if c == "\n"), len(read.shown)})
    kept: list[tuple[int, str]] = []
    p = begin = 0
    for cut in cuts:
        alone = trimmed(read.shown, begin, cut)
        while p < len(read.pictures) and read.pictures[p][0] < cut:
            at, alt = read.pictures[p]
            if alone[0] == alone[1]:
                kept.append((at, alt))
                pieces += (read.shown[cursor:at], alt)
                cursor = at + len(alt)
            p += 1
        begin = cut
    read.pictures = kept
    return "".join((*pieces, read.shown[cursor:]))


def _numbered(text: str, blocks: Iterable[tuple[Key, Block]]) -> Iterator[Block]:
    group = -1
    before: Key = ("", 0, 0)
    for key, block in blocks:
        begin, end = trimmed(text, block.begin, block.end)
        if begin == end:
            continue
        group += key != before
        before = key
        yield Block(block.kind, begin, end, group, block.level, block.row, block.column, block.label, block.page)
