"""DOCX: the body of a WordprocessingML document as it reads with all its changes accepted, then its notes.

The package is walked here, not by python-docx: that opens the archive and its XML by itself, without bounds, and knows
neither changes nor text boxes nor the numbers of lists. Left out: headers and footers of the page, comments, hidden
text, charts and diagrams, documents embedded in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siggraph.io.documents.composed import Composer, Paragraph, Part, Piece, Table, TableCell, compose, set_out
from siggraph.io.documents.container import Container, Element, open_container
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.properties import core_properties
from siggraph.io.documents.wordruns import RunText, branch, name_of
from siggraph.io.documents.wordstyles import (
    LEVELS,
    Numbering,
    Styles,
    child,
    children,
    is_on,
    value,
    whole,
)

# Elements that stand between a body, cell or box and its paragraphs.
_AROUND = frozenset(
    {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "mc:AlternateContent", "mc:Choice",
     "mc:Fallback"}
)  # fmt: skip
_COLUMNS = 16_384  # that a table may skip; Word has 63
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


def read_docx(content: bytes, where: str) -> Parts:
    """Read a DOCX document; see the caption of this module for what is left out.

    Raises
    ------
    InputError
        No DOCX, damaged, under a password, or beyond the bounds of `siggraph.io.documents.container`.
    """
    container = open_container(content, where)
    main = container.part_of_kind("", "officeDocument", "word/document.xml")
    body = child(container.xml(main or "word/document.xml"), "body")
    styles = Styles(_optional(container, main, "styles"))
    reader = _Reader(styles, Numbering(_optional(container, main, "numbering"), styles))
    composer = Composer(where)
    if body is not None:
        compose(reader.story(body), composer)
    for kind, name in _NOTES:
        notes = _optional(container, main, kind)
        for note in children(notes, name) if notes is not None else ():
            if value(note, "type") in {None, "normal"}:
                composer.part()
                compose(reader.story(note), composer)
    return composer.parts(core_properties(container), reader.remarks())


def _optional(container: Container, main: str, kind: str) -> Element | None:
    name = container.part_of_kind(main, kind, f"word/{kind}.xml")
    return container.xml(name) if name else None


class _Reader:
    """Walks stories (bodies, cells, boxes, notes) in reading order; counts lists and notes what it leaves out."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._boxes: list[Element] = []
        self._carried = ""  # text of paragraphs whose end was deleted
        self._changes = self._hidden = self._foreign = False

    def remarks(self) -> list[str]:
        """Return what the reading left out."""
        told = (
            (self._changes, "tracked changes were read as accepted: deleted text is left out"),
            (self._hidden, "hidden text was left out"),
            (self._foreign, "a document embedded in the document was not read"),
        )
        return [text for seen, text in told if seen]

    def story(self, container: Element) -> Iterator[Piece]:
        """Yield what a body or note holds; boxes follow the paragraph they hang on, inner tables the outer one."""
        stack: list[Iterator[Element | Piece]] = [self._blocks(container)]
        while stack:
            item = next(stack[-1], None)
            if item is None:
                stack.pop()
            elif isinstance(item, (Paragraph, Table, Part)):
                yield item
            elif name_of(item) == "w:p":
                paragraph = self.paragraph(item)
                if paragraph is not None:
                    yield paragraph
                stack.extend(self._boxed())
            else:
                stack.append(self._table(item))
        if self._carried:
            yield Paragraph(self._carried.split("\n"))
            self._carried = ""

    def _boxed(self) -> list[Iterator[Element | Piece]]:
        """Return the text boxes that were met, the last first, as they go on a stack."""
        boxes, self._boxes = self._boxes, []
        return [self._apart(self._blocks(box)) for box in reversed(boxes)]

    @staticmethod
    def _apart(inner: Iterable[Element | Piece]) -> Iterator[Element | Piece]:
        yield Part()
        yield from inner
        yield Part()

    def _blocks(self, container: Element) -> Iterator[Element]:
        """Yield the paragraphs and tables of a container."""
        stack: list[Iterator[Element]] = [iter(container)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = name_of(element)
            if name in {"w:p", "w:tbl"}:
                yield element
            elif name == "mc:AlternateContent":
                stack.append(branch(element))
            elif name in _AROUND:
                stack.append(iter(element))
            elif name == "w:altChunk":
                self._foreign = True
            elif name in {"w:del", "w:moveFrom"}:
                self._changes = True

    # -- tables -------------------------------------------------------------------------------------------------------

    def _table(self, table: Element) -> Iterator[Element | Piece]:
        """Yield a table as its cells, or as the text that it sets in columns; then what was nested in it."""
        cells: list[TableCell] = []
        inner: list[list[Iterator[Element | Piece]]] = []  # for each cell the boxes and tables in it
        row = 0
        for line in self._inside(table, "w:tr"):
            properties = child(line, "trPr")
            if child(properties, "del") is not None:
                self._changes = True
                continue
            head = is_on(child(properties, "tblHeader"))
            column = _span(child(properties, "gridBefore"), 0)
            for cell in self._inside(line, "w:tc"):
                about = child(cell, "tcPr")
                merge = child(about, "vMerge")
                gone = child(about, "cellDel") is not None
                if not gone and (merge is None or value(merge) == "restart"):
                    paragraphs, nested = self._cell(cell)
                    inner.append(nested)
                    cells.append(TableCell(row, column, head, paragraphs))
                column = min(column + _span(child(about, "gridSpan"), 1), _COLUMNS)
            row += 1
        yield from set_out(cells, inner)

    def _inside(self, container: Element, wanted: str) -> Iterator[Element]:
        """Yield the rows of a table or the cells of a row, from inside content controls too."""
        stack: list[Iterator[Element]] = [iter(container)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = name_of(element)
            if name == wanted:
                yield element
            elif name == "mc:AlternateContent":
                stack.append(branch(element))
            elif name in _AROUND:
                stack.append(iter(element))

    def _cell(self, cell: Element) -> tuple[list[Paragraph], list[Iterator[Element | Piece]]]:
        paragraphs: list[Paragraph] = []
        inner: list[Iterator[Element | Piece]] = []
        for block in self._blocks(cell):
            if name_of(block) == "w:tbl":
                inner.append(iter([block]))
                continue
            paragraph = self.paragraph(block)
            if paragraph is not None:
                paragraphs.append(paragraph)
            inner += reversed(self._boxed())
        if self._carried:
            paragraphs.append(Paragraph(self._carried.split("\n")))
            self._carried = ""
        return paragraphs, inner

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def paragraph(self, element: Element) -> Paragraph | None:
        """Return a paragraph; None where its end was deleted, so that it runs on into the next, or if it is hidden."""
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle")) or self._styles.default
        look = self._styles.look(style)
        runs = RunText(element, self._styles, hidden=look.hidden)
        self._boxes += runs.boxes
        self._changes |= runs.changed
        self._hidden |= runs.hid
        text = self._carried + runs.text
        self._carried = ""
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._changes = True
            self._carried = text
            return None
        if runs.hid and not text.strip() and not runs.pictures:
            return None
        paragraph = Paragraph(text.split("\n"), pictures=runs.pictures)
        outline = whole(value(child(properties, "outlineLvl")))
        heading = look.heading if outline is None else (outline + 1 if 0 <= outline < LEVELS else 0)
        listed = child(properties, "numPr")
        number = value(child(listed, "numId")) or look.list
        if number and number != "0":
            depth = whole(value(child(listed, "ilvl")))
            depth = look.depth if depth is None else depth
            depth = self._numbering.depth_of(number, look.list_style or style) if depth is None else depth
            depth = max(0, min(depth, LEVELS - 1))
            paragraph.label, paragraph.starts = self._numbering.step(number, depth)
            paragraph.kind, paragraph.level, paragraph.series = "item", depth + 1, number
        if heading:
            paragraph.kind, paragraph.level, paragraph.label = "heading", min(heading, 6), ""
        return paragraph


def _span(element: Element | None, default: int) -> int:
    count = whole(value(element))
    return default if count is None else max(default, min(count, _COLUMNS))
