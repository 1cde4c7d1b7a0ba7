r"""Grid tables as Pandoc writes them: the lines of a cell are unwrapped, one line of the cell a line of the text.

A name in a grid table is broken over lines that belong to other cells as well, so that no span of the file holds it:
the table is composed anew. A cell's wrapped lines are joined with a space, and without one inside the target of a link
or an address, which Pandoc breaks where the cell ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

_BORDER = re.compile(r" {0,3}\+(?:[-=:]+\+)+[ \t]*")
_LINE = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|$)")
_HARD = re.compile(r"(?<!\\)\\$")
_IN_TARGET = re.compile(r"(?:\]\([^\s()]*|<[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)$")
_IN_ADDRESS = re.compile(r"https?://\S*$")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+")
_TAIL = 400  # characters of a cell that are looked at to tell whether a link is open


class Place(NamedTuple):
    """Where a line of a cell stands: its table counted from 1, its row and column from 0."""

    table: int
    row: int
    column: int
    head: bool


def rewrite(text: str, begin: int = 0) -> tuple[str, Mapping[int, Place]]:
    r"""Return a text with its grid tables unwrapped, and the places of their lines by the offset of the line.

    >>> text, places = rewrite("+--------+----+\n| AK     | DE |\n| DATEN\\ |    |\n| NGO    |    |\n+--------+----+\n")
    >>> text, [(at, place.row, place.column) for at, place in places.items()]
    ('AK DATEN\nNGO\nDE\n', [(0, 0, 0), (9, 0, 0), (13, 0, 1)])
    """
    if not _BORDER.search(text, begin):
        return text, {}
    pieces = [text[:begin]]
    places: dict[int, Place] = {}
    length, tables = begin, 0
    block: list[str] = []
    for match in _LINE.finditer(text, begin):
        line = match.group()
        if (block and line.lstrip(" ")[:1] in {"|", "+"} and line) or _BORDER.fullmatch(line.rstrip("\r\n")):
            block.append(line)
            continue
        for piece, place in _unwrapped(block, tables + 1):
            if place is not None:
                tables = place.table
                places[length] = place
            pieces.append(piece)
            length += len(piece)
        block = []
        pieces.append(line)
        length += len(line)
    return "".join(pieces), places


def _unwrapped(block: list[str], table: int) -> Iterator[tuple[str, Place | None]]:
    """Yield the lines of a table, or the lines themselves where they are none."""
    borders = [i for i, line in enumerate(block) if _BORDER.fullmatch(line.rstrip("\r\n"))]
    if len(borders) < 2 or borders[1] == 1:  # noqa: PLR2004 - a row stands between two
        yield from ((line, None) for line in block)
        return
    edges = sorted({i for b in borders for i, c in enumerate(block[b].rstrip()) if c == "+"})
    header = next((i for i in borders[1:] if "=" in block[i]), 0)
    for row, (top, bottom) in enumerate(zip(borders, [*borders[1:], len(block)], strict=True)):
        columns: dict[int, list[tuple[str, bool]]] = {}
        for line in block[top + 1 : bottom]:
            for column, cell in _cells(line.rstrip(), edges):
                columns.setdefault(column, []).append(cell)
        for column in sorted(columns):
            for joined in _joined(columns[column]):
                yield joined + "\n", Place(table, row, column, top < header)


def _cells(line: str, edges: list[int]) -> Iterator[tuple[int, tuple[str, bool]]]:
    """Yield the cells of a line: column, text, and whether it fills the cell."""
    bars = [i for i, char in enumerate(line) if char == "|"]
    if len(bars) == len(edges):  # as many as there should be, wherever they stand
        cuts = list(enumerate(bars))
    else:
        at = _offsets(line)
        cuts = [(column, at[edge]) for column, edge in enumerate(edges) if edge in at and line[at[edge]] in "|+"]
    for (column, begin), (_, end) in pairwise([*cuts, (0, len(line))]):
        inside = line[begin + 1 : end].removesuffix("|")
        if not re.fullmatch(r"[-=:]+", inside):
            kept = inside.strip()
            yield column, (kept, bool(kept) and inside[-2:].strip() != "")


def _offsets(line: str) -> dict[int, int]:
    """Return where in a line its columns on the screen are; letters of East Asia take two."""
    if line.isascii():
        return {i: i for i in range(len(line))}
    at: dict[int, int] = {}
    column = 0
    for i, char in enumerate(line):
        at.setdefault(column, i)
        column += 2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char)
    return at


def _joined(lines: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Yield the lines of a cell as they are meant; a blank line ends a paragraph."""
    whole: list[str] = []
    tail = ""
    fresh, in_item = True, False  # a mark of a list begins an item at the start of a paragraph or after an item
    for line, full in lines:
        item = _ITEM.match(line) if fresh or in_item else None
        if item is not None or not line:
            if whole:
                yield "".join(whole)
            whole, tail = [], ""
            in_item = item is not None
        elif whole:
            glued = _IN_TARGET.search(tail) or (full and _IN_ADDRESS.search(tail))
            whole.append("" if glued else " ")
            tail += whole[-1]
        fresh = not line
        line_shown = line[item.end() if item is not None else 0 :]
        if line_shown:
            whole.append(_HARD.sub("", line_shown))
        tail = (tail + line_shown)[-_TAIL:]
        if _HARD.search(line):
            yield "".join(whole)
            whole, tail = [], ""
    if whole:
        yield "".join(whole)
