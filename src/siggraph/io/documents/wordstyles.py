"""Styles and numbering of WordprocessingML (ECMA-376, part 1, 17.7 and 17.9): what a paragraph is, and its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from siggraph.io.documents.container import Element

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LEVELS = 9  # of a list
_DEEPEST = 6  # level of a heading
_BODY_TEXT = 9  # the outline level of what is no heading
_CHAIN = 50  # styles that build on each other
_HEADING = re.compile(r"heading[ _]?([1-9])$", re.IGNORECASE)
_TITLES = {"title": 1, "subtitle": 2}
_OFF = {"0", "false", "off", "none"}


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute in the namespace of WordprocessingML, in its transitional or its strict form."""
    if element is None:
        return None
    return element.get(f"{{{TRANSITIONAL}}}{name}", element.get(f"{{{STRICT}}}{name}"))


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child at a path of names, in either form; None where there is none."""
    for name in path:
        if element is None:
            return None
        found = element.find(f"{{{TRANSITIONAL}}}{name}")
        element = found if found is not None else element.find(f"{{{STRICT}}}{name}")
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, in either form."""
    return element.iterchildren(f"{{{TRANSITIONAL}}}{name}", f"{{{STRICT}}}{name}")


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is there and not turned off."""
    return element is not None and (value(element) or "1").lower() not in _OFF


def whole(text: str | None) -> int | None:
    """Return a whole number of at most nine digits, None for anything else.

    >>> whole("12"), whole("-1"), whole("x"), whole(None)
    (12, -1, None, None)
    """
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style makes of a paragraph: its level as a heading (0: none), its list, and whether it is hidden."""

    heading: int = 0
    list: str = ""
    depth: int | None = None
    list_style: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What one style says itself; None where it leaves that to the style that it is based on."""

    base: str
    heading: int | None
    list: str | None
    depth: int | None
    hidden: bool | None

    @classmethod
    def of(cls, element: Element) -> _Style:
        outline = whole(value(child(element, "pPr", "outlineLvl")))
        heading = _named_heading((value(child(element, "name")) or "").strip())
        if outline is not None:
            heading = outline + 1 if 0 <= outline < _BODY_TEXT else 0
        listed, vanish = child(element, "pPr", "numPr"), child(element, "rPr", "vanish")
        return cls(
            base=value(child(element, "basedOn")) or "",
            heading=heading,
            list=value(child(listed, "numId")),
            depth=whole(value(child(listed, "ilvl"))),
            hidden=None if vanish is None else is_on(vanish),
        )


class Styles:
    """The styles of a document, resolved along what they are based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        for element in children(root, "style") if root is not None else ():
            name = value(element, "styleId") or ""
            if name not in self._styles:
                self._styles[name] = _Style.of(element)
            if value(element, "type") == "paragraph" and (value(element, "default") or "0").lower() not in _OFF:
                self.default = self.default or name

    def look(self, name: str) -> Look:
        """Return what the style of this identifier makes of a paragraph or run."""
        if name not in self._looks:
            self._looks[name] = self._resolved(name)
        return self._looks[name]

    def list_of(self, name: str) -> str:
        """Return the list that a numbering style points to."""
        return (self._styles[name].list or "") if name in self._styles else ""

    def _resolved(self, name: str) -> Look:
        chain = list(self._chain(name))
        listed = next(((own, style.list) for own, style in chain if style.list is not None), ("", ""))
        heading = next((style.heading for _, style in chain if style.heading is not None), None)
        if not chain:
            heading = _named_heading(name)
        return Look(
            heading=min(heading or 0, _DEEPEST),
            list=listed[1] or "",
            depth=next((style.depth for _, style in chain if style.depth is not None), None),
            list_style=listed[0],
            hidden=next((style.hidden for _, style in chain if style.hidden is not None), False),
        )

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        while name in self._styles and name not in seen and len(seen) < _CHAIN:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].base


def _named_heading(name: str) -> int | None:
    match = _HEADING.match(name)
    return int(match[1]) if match else _TITLES.get(name.lower())


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, whether it counts in decimal digits, when it starts again."""

    start: int = 1
    decimal: bool = False
    restarts: bool = True


@dataclass(frozen=True, slots=True)
class _Definition:
    """How the levels of lists count (abstractNum), the levels that it keeps for styles, and where else it stands."""

    levels: tuple[Level, ...]
    styles: dict[str, int]
    link: str

    @classmethod
    def of(cls, element: Element) -> _Definition:
        levels = [Level()] * LEVELS
        styles: dict[str, int] = {}
        for level in children(element, "lvl"):
            depth = whole(value(level, "ilvl")) or 0
            if 0 <= depth < LEVELS:
                levels[depth] = _level(level)
                styles.setdefault(value(child(level, "pStyle")) or "", depth)
        return cls(tuple(levels), styles, value(child(element, "numStyleLink")) or "")


@dataclass(frozen=True, slots=True)
class _List:
    """A list (num): its definition, and the levels and starts that it has of its own."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]

    @classmethod
    def of(cls, element: Element) -> _List:
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            depth = whole(value(override, "ilvl"))
            start, level = whole(value(child(override, "startOverride"))), child(override, "lvl")
            if depth is not None and start is not None:
                starts[depth] = start
            if depth is not None and level is not None:
                levels[depth] = _level(level)
        return cls(value(child(element, "abstractNumId")) or "", levels, starts)


class Numbering:
    """The lists of a document and how far they have counted.

    Lists that share a definition go on counting together, unless one says where it starts: then it starts there the
    first time it is used (17.9.8, 17.9.27).
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._definitions: dict[str, _Definition] = {}
        self._lists: dict[str, _List] = {}
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._definitions = {
                value(e, "abstractNumId") or "": _Definition.of(e) for e in children(root, "abstractNum")
            }
            self._lists = {value(e, "numId") or "": _List.of(e) for e in children(root, "num")}

    def depth_of(self, number: str, style: str) -> int:
        """Return the level that a list keeps for a style, from 0."""
        definition = self._definitions.get(self._definition(number))
        return definition.styles.get(style, 0) if definition is not None else 0

    def step(self, number: str, depth: int) -> tuple[str, bool]:
        """Count one item; return its number in decimal digits, blank where it has none, and whether its list starts."""
        name = self._definition(number)
        counts = self._counts.setdefault(name or f"list {number}", [None] * LEVELS)
        level = self._level(number, name, depth)
        override = self._lists[number].starts.get(depth) if number in self._lists else None
        before = counts[depth]
        starts = before is None
        if override is not None and (number, depth) not in self._begun:
            counts[depth], starts = override, True
        else:
            counts[depth] = level.start if before is None else before + 1
        self._begun.add((number, depth))
        for above in range(depth):
            if counts[above] is None:
                counts[above] = self._level(number, name, above).start
        for below in range(depth + 1, LEVELS):
            if self._level(number, name, below).restarts:
                counts[below] = None
        return str(counts[depth]) if level.decimal else "", starts and depth == 0

    def _definition(self, number: str) -> str:
        """Return the name of what a list is defined by; a definition may stand with a numbering style."""
        name = self._lists[number].definition if number in self._lists else ""
        link = self._definitions[name].link if name in self._definitions else ""
        linked = self._lists.get(self._styles.list_of(link)) if link else None
        return linked.definition if linked is not None and linked.definition in self._definitions else name

    def _level(self, number: str, definition: str, depth: int) -> Level:
        own = self._lists[number].levels.get(depth) if number in self._lists else None
        if own is not None:
            return own
        return self._definitions[definition].levels[depth] if definition in self._definitions else Level()


def _level(element: Element) -> Level:
    start = whole(value(child(element, "start")))
    form = value(child(element, "numFmt")) or "decimal"
    return Level(
        start=0 if start is None else start,
        decimal=form.startswith("decimal") or form == "numberInDash",
        restarts=value(child(element, "lvlRestart")) != "0",
    )
