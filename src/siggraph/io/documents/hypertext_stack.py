"""The elements of a hypertext that are open: lists, items, tables, cells; ends that are missing are implied."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from siggraph.io.documents.hypertext_blocks import Cell, Table

LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
ITEMS = frozenset({"li", "dt", "dd"})
CELLS = frozenset({"td", "th"})
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_OTHERS = frozenset({"caption", "pre", "figure"})
_FENCES = frozenset({"table", *CELLS})  # what closes inside of these closes nothing outside
_DEEPEST = 100  # open elements that are kept; beyond, marks part lines and no more
_NUMBER = re.compile(r"\s*(-?\d{1,9})")


@dataclass(slots=True)
class Open:
    """An open element, and what it hands down to those inside; the outermost has no tag."""

    tag: str
    serial: int = 0
    level: int = 0  # lists around it, without those outside of its cell
    list: int = 0  # the outermost of them, 0: none
    nearest: Open | None = None  # the innermost of them
    item: Open | None = None  # the li, dt or dd around it, inside of the innermost list
    table: Table | None = None
    cell: Cell | None = None
    container: int = 0  # an item, cell or figure: a picture in it stands beside its text
    pre: bool = False
    label: str = ""
    started: bool = False  # an item of which a line was read
    implied: bool = False
    number: int | None = None  # the next one of an ordered list


class Stack:
    """The open elements, told of each tag that opens or closes.

    >>> stack = Stack()
    >>> for tag in ("ol", "li", "li", "ul", "li"):
    ...     stack.opens(tag)
    >>> stack.top.level, [e.label for e in stack.elements if e.tag == "li"]
    (2, ['2', ''])
    """

    def __init__(self) -> None:
        self.elements = [Open("")]
        self.serial = 0

    @property
    def top(self) -> Open:
        """The innermost open element."""
        return self.elements[-1]

    def opens(self, tag: str, value: Callable[[str], str] = lambda _: "") -> None:
        """Take a tag that opens; ``value`` gives the value of its attributes, blank for those it lacks."""
        if self.top.implied and tag not in ITEMS:
            self.elements.pop()
        if tag in SECTIONS:
            self._close({"tr"}, {"table"})
            if self.top.table is not None:
                self.top.table.in_head = tag == "thead"
        elif tag == "tr":
            self._close({"tr"}, {"table"})
            self._opens_row()
        elif tag in CELLS:
            self._opens_cell(tag, value)
        elif tag in ITEMS:
            self._opens_item(tag, value)
        elif tag in LISTS:
            start = _whole(value("start"), 1) if tag == "ol" else None
            self._opens_list(tag, start)
        elif tag == "table" or tag in _OTHERS:
            self._opens_other(tag)

    def closes(self, tag: str) -> None:
        """Take a tag that closes."""
        if tag in SECTIONS:
            self._close({"tr"}, {"table"})
            if self.top.table is not None:
                self.top.table.in_head = False
        elif tag in ITEMS:
            self._close({tag}, {*LISTS, *_FENCES})
        elif tag in CELLS or tag == "tr":
            self._close({tag}, {"table"})
        elif tag == "table":
            self._close({tag}, frozenset())
        elif tag in LISTS or tag in _OTHERS:
            self._close({tag}, _FENCES)

    def _close(self, tags: set[str] | frozenset[str], fences: set[str] | frozenset[str]) -> None:
        """Close the innermost of these elements, and what is open inside of it, unless a fence stands before it."""
        for i in range(len(self.elements) - 1, 0, -1):
            if self.elements[i].tag in tags:
                del self.elements[i:]
                return
            if self.elements[i].tag in fences:
                return

    def _push(self, tag: str) -> Open:
        """Open an element; too deep, it is not kept."""
        self.serial += 1
        pushed = replace(self.top, tag=tag, serial=self.serial, label="", started=False, implied=False, number=None)
        if len(self.elements) < _DEEPEST:
            self.elements.append(pushed)
        return pushed

    def _opens_other(self, tag: str) -> None:
        outer = self.top.cell
        pushed = self._push(tag)
        pushed.pre |= tag == "pre"
        if tag == "table":
            pushed.table = Table(None if outer is None else outer.table)
        elif tag == "figure":
            pushed.container = pushed.container or pushed.serial

    def _opens_list(self, tag: str, start: int | None) -> None:
        pushed = self._push(tag)
        pushed.number = start
        pushed.level += 1
        pushed.list = pushed.list or pushed.serial
        pushed.nearest, pushed.item = pushed, None

    def _opens_item(self, tag: str, value: Callable[[str], str]) -> None:
        self._close({"li"} if tag == "li" else {"dt", "dd"}, {*LISTS, *_FENCES})
        if self.top.nearest is None:
            self._opens_list("ul" if tag == "li" else "dl", None)
            self.top.implied = True
        pushed = self._push(tag)
        pushed.item, pushed.container = pushed, pushed.serial
        around = pushed.nearest
        if around is not None and around.number is not None and tag == "li":
            number = _whole(value("value"), around.number)
            pushed.label, around.number = str(number), number + 1

    def _opens_row(self) -> None:
        if self.top.table is not None:
            self._push("tr")
            self.top.table.next_row()

    def _opens_cell(self, tag: str, value: Callable[[str], str]) -> None:
        self._close({*CELLS, "caption"}, {"tr", "table"})
        table = self.top.table
        if table is None:
            return
        if self.top.tag == "table" or table.row < 0:
            self._opens_row()
        column = table.place(_whole(value("colspan"), 1), _whole(value("rowspan"), 1))
        pushed = self._push(tag)
        pushed.cell = Cell(table, table.row, column, table.in_head, tag == "th")
        pushed.level, pushed.list, pushed.nearest, pushed.item = 0, 0, None, None
        pushed.container = pushed.serial


def _whole(value: str, otherwise: int) -> int:
    match = _NUMBER.match(value)
    return otherwise if match is None else int(match[1])
