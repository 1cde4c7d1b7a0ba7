"""ODT: the text of an OpenDocument as it reads with all its changes accepted, then its notes; flat ODT as well.

Left out: headers and footers of the page, deleted text, comments, hidden text, charts and other objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from siggraph.errors import InputError
from siggraph.io.documents.composed import BLOCKS, Composer, Paragraph, Part, Piece, Table, TableCell, compose, set_out
from siggraph.io.documents.container import Element, open_container, parse_xml
from siggraph.io.documents.openstyles import DEEPEST, DRAW, OFFICE, SVG, TABLE, TEXT, Run, Runs, Styles, whole
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.properties import properties_of

_MANIFEST = "META-INF/manifest.xml"
_SPACES = re.compile(r"[ \t\r\n]+")
_SHY = {0xAD: None}
_BLOCKS = {f"{TEXT}p", f"{TEXT}h", f"{TABLE}table"}
# Elements whose content is no text of the document.
_SILENT = frozenset(
    {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}ruby-text", f"{TEXT}number",
     f"{TEXT}note-citation", f"{TEXT}hidden-paragraph", f"{OFFICE}event-listeners", f"{DRAW}object", f"{TEXT}script",
     f"{OFFICE}binary-data", f"{SVG}title", f"{SVG}desc", f"{TEXT}table-of-content-source"}
)  # fmt: skip
_SOURCE = re.compile(r"-(?:index|content|bibliography)-source$|^bibliography-source$")
_COLUMNS, _ROWS, _SPACE_COUNT = 16_384, 1_048_576, 1_000
_SIGNS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_LOCKED = "it is locked by a password"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list: where it is, and the paragraphs that it has so far."""

    run: Run
    style: str
    depth: int
    counted: bool
    start: int | None
    paragraphs: list[Paragraph]


@dataclass(frozen=True, slots=True)
class _Todo:
    """A paragraph, table or box that waits to be read, with the item that it stands in."""

    element: Element
    item: _Item | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a container on the way to its blocks."""

    children: Iterator[Element]
    run: Run | None = None
    style: str = ""
    depth: int = 0
    item: _Item | None = None


def read_odt(content: bytes, where: str) -> Parts:
    """Read an ODT document, packed or flat (FODT).

    Raises
    ------
    InputError
        No ODT, damaged, under a password, or beyond the bounds of `siggraph.io.documents.container`.
    """
    if content.startswith(b"PK"):
        container = open_container(content, where)
        if _MANIFEST in container and b"encryption-data" in container.read(_MANIFEST):
            raise InputError(_LOCKED, where=where, remedy="save it without a password")
        roots = [container.xml(name) for name in ("content.xml", "styles.xml", "meta.xml") if name in container]
        if "content.xml" not in container:
            container.read("content.xml")  # says that it is missing
    else:
        roots = [parse_xml(content, "the document", where)]
    reader = _Reader(Styles(roots), where)
    composer = Composer(where)
    body = roots[0].find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        remedy = "save it as ODT, DOCX or PDF"
        raise InputError("it holds no text document", where=where, remedy=remedy)
    compose(reader.story(body), composer)
    for note in reader.notes:  # grows while notes are read
        composer.part()
        compose(reader.story(note), composer)
    found = [element for root in roots for meta in root.iterchildren(f"{OFFICE}meta") for element in meta]
    return composer.parts(properties_of(found), reader.remarks())


def _is_silent(element: Element) -> bool:
    return element.tag in _SILENT or (element.tag.startswith(TEXT) and bool(_SOURCE.search(element.tag)))


def _is_box(element: Element) -> bool:
    """Tell whether a drawing has text of its own."""
    return element.tag.startswith(DRAW) and any(c.tag in _BLOCKS or c.tag == f"{TEXT}list" for c in element)


class _Reader:
    """Walks bodies, cells, boxes and notes in reading order; counts lists and notes what it leaves out."""

    def __init__(self, styles: Styles, where: str) -> None:
        self.notes: list[Element] = []
        self._styles = styles
        self._where = where
        self._runs = Runs()
        self._boxes: list[Element] = []
        self._cells = 0
        self._changes = self._hidden = False

    def remarks(self) -> list[str]:
        """Return what the reading left out."""
        told = (
            (self._changes, "tracked changes were read as accepted: deleted text is left out"),
            (self._hidden, "hidden text was left out"),
        )
        return [text for seen, text in told if seen]

    def story(self, container: Element) -> Iterator[Piece]:
        """Yield what a body or note holds; boxes follow the paragraph they hang on, inner tables the outer one."""
        stack: list[Iterator[_Todo | Piece]] = [self._blocks(container)]
        while stack:
            item = next(stack[-1], None)
            if item is None:
                stack.pop()
            elif isinstance(item, (Paragraph, Table, Part)):
                yield item
            elif item.element.tag == f"{TABLE}table":
                stack.append(self._table(item.element))
            elif item.element.tag in _BLOCKS:
                yield from self._paragraphs(item)
                stack.extend(reversed(self._boxed()))
            else:
                stack.append(_apart(self._blocks(item.element)))

    def _boxed(self) -> list[Iterator[_Todo | Piece]]:
        boxes, self._boxes = self._boxes, []
        return [_apart(self._blocks(box)) for box in boxes]

    def _blocks(self, container: Element) -> Iterator[_Todo]:
        """Yield the paragraphs, tables and boxes of a container, those in lists with their items."""
        stack = [_Around(iter(container))]
        while stack:
            around = stack[-1]
            element = next(around.children, None)
            if element is None:
                stack.pop()
                continue
            tag = element.tag
            inner = replace(around, children=iter(element))
            if tag in _BLOCKS:
                yield _Todo(element, around.item)
            elif tag == f"{TEXT}list":
                run = around.run if around.run is not None else self._runs.open(element)
                style = element.get(f"{TEXT}style-name") or around.style or run.style
                stack.append(replace(inner, run=run, style=style, depth=min(around.depth + 1, DEEPEST), item=None))
            elif tag in {f"{TEXT}list-item", f"{TEXT}list-header"} and around.run is not None:
                stack.append(replace(inner, item=self._item(element, around, around.run)))
            elif _is_silent(element):
                self._changes |= tag == f"{TEXT}tracked-changes" and element.find(f".//{TEXT}deletion") is not None
            elif element.get(f"{TEXT}display") == "none":
                self._hidden = True
            elif _is_box(element):
                yield _Todo(element)
            else:
                stack.append(inner)

    @staticmethod
    def _item(element: Element, around: _Around, run: Run) -> _Item:
        start = element.get(f"{TEXT}start-value")
        return _Item(
            run=run,
            style=element.get(f"{TEXT}style-override") or around.style,
            depth=around.depth,
            counted=element.tag == f"{TEXT}list-item",
            start=None if start is None else whole(start, 1, 10**9),
            paragraphs=[],
        )

    # -- tables -------------------------------------------------------------------------------------------------------

    def _table(self, table: Element) -> Iterator[_Todo | Piece]:
        """Yield a table as its cells, or as the text that it sets in columns; then what was nested in it."""
        cells: list[TableCell] = []
        inner: list[list[Iterator[_Todo | Piece]]] = []
        row = 0
        for line, head in _rows(table):
            times = whole(line.get(f"{TABLE}number-rows-repeated"), 1, _ROWS)
            found, nested = self._row(line, row, head=head)
            cells += found
            inner += nested
            shown = [cell for cell in found if cell.lines]
            self._count(len(shown) * (times - 1))
            for step in range(1, times if shown else 0):
                cells += [replace(cell, row=row + step) for cell in shown]
                inner += [[] for _ in shown]
            row = min(row + times, _ROWS)
        yield from set_out(cells, inner)

    def _row(
        self, line: Element, row: int, *, head: bool
    ) -> tuple[list[TableCell], list[list[Iterator[_Todo | Piece]]]]:
        cells: list[TableCell] = []
        inner: list[list[Iterator[_Todo | Piece]]] = []
        column = 0
        for element in line.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            times = whole(element.get(f"{TABLE}number-columns-repeated"), 1, _COLUMNS)
            if element.tag == f"{TABLE}table-cell":
                paragraphs, nested = self._cell(element)
                cell = TableCell(row, column, head, paragraphs)
                copies = times if cell.lines else 1
                self._count(copies)
                cells += [cell, *(replace(cell, column=column + step) for step in range(1, copies))]
                inner += [nested, *([] for _ in range(1, copies))]
            column = min(column + times, _COLUMNS)
        return cells, inner

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > BLOCKS:
            what = f"its tables have more than {BLOCKS} cells"
            raise InputError(what, where=self._where, remedy="give the part that holds the list")

    def _cell(self, cell: Element) -> tuple[list[Paragraph], list[Iterator[_Todo | Piece]]]:
        paragraphs: list[Paragraph] = []
        inner: list[Iterator[_Todo | Piece]] = []
        for todo in self._blocks(cell):
            if todo.element.tag in {f"{TEXT}p", f"{TEXT}h"}:
                paragraphs += self._paragraphs(todo)
                inner += self._boxed()
            else:
                inner.append(iter([todo]))
        return paragraphs, inner

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraphs(self, todo: _Todo) -> Iterator[Paragraph]:
        """Yield the paragraph of an element, unless it is hidden."""
        element, item = todo.element, todo.item
        look = self._styles.look("paragraph", element.get(f"{TEXT}style-name", ""))
        if look.hidden:
            self._hidden = True
            return
        text, pictures = self._text(element)
        paragraph = Paragraph(text.split("\n"), pictures=pictures)
        heading = whole(element.get(f"{TEXT}outline-level"), 1, 6) if element.tag == f"{TEXT}h" else look.heading
        if item is not None and not item.paragraphs:
            if item.counted:
                style = item.style or look.list
                paragraph.label, paragraph.starts = item.run.step(self._styles, style, item.depth, item.start)
            paragraph.kind, paragraph.level, paragraph.series = "item", item.depth, item.run.name
        elif item is not None:
            paragraph.beside = True
        if heading:
            paragraph.kind, paragraph.level, paragraph.label, paragraph.beside = "heading", heading, "", False
        if item is not None:
            item.paragraphs.append(paragraph)
        yield paragraph

    def _text(self, paragraph: Element) -> tuple[str, list[str]]:
        """Return the text of a paragraph with its white space collapsed, and the alternative texts of its pictures."""
        out: list[str] = []
        pictures: list[str] = []
        stack: list[Element | str] = []
        _push(stack, paragraph)
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                plain = _SPACES.sub(" ", element).translate(_SHY)
                out.append(plain.removeprefix(" ") if not out or out[-1].endswith((" ", "\n")) else plain)
                continue
            tag = element.tag
            if tag in _SIGNS:
                times = whole(element.get(f"{TEXT}c"), 1, _SPACE_COUNT) if tag == f"{TEXT}s" else 1
                out.append(_SIGNS[tag] * times)
            elif tag == f"{TEXT}note":
                self.notes += element.iterchildren(f"{TEXT}note-body")
            elif not _is_silent(element) and not self._is_hidden(element):
                if _is_box(element):
                    self._boxes.append(element)
                    continue
                pictures += _alternative(element)
                _push(stack, element)
        return "".join(out), pictures

    def _is_hidden(self, element: Element) -> bool:
        hidden = element.tag == f"{TEXT}hidden-text" and element.get(f"{TEXT}is-hidden") == "true"
        if element.tag == f"{TEXT}span":
            hidden = self._styles.look("text", element.get(f"{TEXT}style-name", "")).hidden
        self._hidden |= hidden
        return hidden


def _apart(inner: Iterable[_Todo | Piece]) -> Iterator[_Todo | Piece]:
    yield Part()
    yield from inner
    yield Part()


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the rows of a table and whether each is a header."""
    stack = [(iter(table), False)]
    while stack:
        children, head = stack[-1]
        element = next(children, None)
        if element is None:
            stack.pop()
        elif element.tag == f"{TABLE}table-row":
            yield element, head
        elif element.tag in {f"{TABLE}table-rows", f"{TABLE}table-row-group", f"{TABLE}table-header-rows"}:
            stack.append((iter(element), head or element.tag == f"{TABLE}table-header-rows"))


def _push(stack: list[Element | str], element: Element) -> None:
    """Put the content of an element on a stack, its first piece on top."""
    for inner in reversed(element):
        if inner.tail:
            stack.append(inner.tail)
        stack.append(inner)
    if element.text:
        stack.append(element.text)


def _alternative(frame: Element) -> list[str]:
    """Return the alternative text of a frame that holds a picture."""
    if frame.tag != f"{DRAW}frame" or frame.find(f"{DRAW}text-box") is not None:
        return []
    for tag in (f"{SVG}desc", f"{SVG}title"):
        told = " ".join((frame.findtext(tag) or "").split())
        if told:
            return [told]
    return []
