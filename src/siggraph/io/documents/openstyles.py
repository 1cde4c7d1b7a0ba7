"""Styles and lists of OpenDocument (ODF 1.2, part 1, 16): what a paragraph is, whether a list counts, how far it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from siggraph.io.documents.container import Element

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE = (
    f"{{{_SPACE}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style")
)
SVG = f"{{{_SPACE}svg-compatible:1.0}}"
META = f"{{{_SPACE}meta:1.0}}"
DEEPEST = 10  # levels of a list
_HEADINGS = 6
_CHAIN = 50  # styles that build on each other
_TITLES = {"title": 1, "subtitle": 2}
_HEADING = re.compile(r"heading (\d)$")
_ESCAPED = re.compile(r"_([0-9a-f]{2})_")


def whole(text: str | None, default: int, most: int) -> int:
    """Return a number within 0 and `most`, the default for anything that is none.

    >>> whole("3", 1, 9), whole("3000000000", 1, 9), whole(None, 1, 9)
    (3, 9, 1)
    """
    if text is None or not re.fullmatch(r"[0-9]{1,18}", text):
        return default
    return min(int(text), most)


@dataclass(frozen=True, slots=True)
class Look:
    """What a style makes of a paragraph or a span: its level as a heading (0: none), its list, whether it is hidden."""

    heading: int = 0
    list: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list that counts in decimal digits, from where."""

    start: int


@dataclass(frozen=True, slots=True)
class _Style:
    """What one style says itself; None where it leaves that to its parent."""

    parent: str
    heading: int | None
    list: str | None
    hidden: bool | None

    @classmethod
    def of(cls, element: Element) -> _Style:
        outline = element.get(f"{STYLE}default-outline-level")
        heading = _named(element.get(f"{STYLE}display-name") or unescaped(element.get(f"{STYLE}name", "")))
        if heading is None and outline is not None:
            heading = whole(outline, 0, _HEADINGS)
        told = [e.get(f"{TEXT}display") for e in element.iterchildren(f"{STYLE}text-properties")]
        display = next((text for text in told if text is not None), None)
        return cls(
            parent=element.get(f"{STYLE}parent-style-name", ""),
            heading=heading,
            list=element.get(f"{STYLE}list-style-name"),
            hidden=None if display is None else display == "none",
        )


class Styles:
    """The automatic and common styles of a document; the automatic ones of its body go before all others."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        for root in roots:
            for group in root.iterchildren(f"{OFFICE}automatic-styles", f"{OFFICE}styles"):
                for style in group.iterchildren(f"{STYLE}style"):
                    key = (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", ""))
                    if key not in self._styles:
                        self._styles[key] = _Style.of(style)
                for style in group.iterchildren(f"{TEXT}list-style"):
                    self._lists.setdefault(style.get(f"{STYLE}name", ""), dict(_levels(style)))

    def look(self, family: str, name: str) -> Look:
        """Return what a style of a family (paragraph, text) makes of what it is put on."""
        key = (family, name)
        if key not in self._looks:
            chain = list(self._chain(family, name))
            heading = next((style.heading for style in chain if style.heading is not None), None)
            if not chain and family == "paragraph":
                heading = _named(unescaped(name))
            self._looks[key] = Look(
                heading=heading or 0,
                list=next((style.list for style in chain if style.list is not None), ""),
                hidden=next((style.hidden for style in chain if style.hidden is not None), False),
            )
        return self._looks[key]

    def level(self, style: str, depth: int) -> ListLevel | None:
        """Return how a list counts at a depth from 1; None where it has bullets, letters, or is not known."""
        return self._lists.get(style, {}).get(depth)

    def _chain(self, family: str, name: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen and len(seen) < _CHAIN:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].parent


def unescaped(name: str) -> str:
    """Return the name of a style as it is shown.

    >>> unescaped("Heading_20_1")
    'Heading 1'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


def _named(title: str) -> int | None:
    title = title.strip().lower()
    match = _HEADING.match(title)
    return min(int(match[1]), _HEADINGS) or None if match else _TITLES.get(title)


def _levels(style: Element) -> Iterator[tuple[int, ListLevel]]:
    for level in style.iterchildren(f"{TEXT}list-level-style-number"):
        if level.get(f"{STYLE}num-format", "") == "1":
            yield (
                whole(level.get(f"{TEXT}level"), 1, DEEPEST),
                ListLevel(whole(level.get(f"{TEXT}start-value"), 1, 10**9)),
            )


@dataclass(slots=True)
class Run:
    """How far a list has counted, level by level from 1; lists may go on with the run of another."""

    name: str
    style: str
    counts: list[int | None] = field(default_factory=lambda: [None] * (DEEPEST + 1))

    def step(self, styles: Styles, style: str, depth: int, start: int | None) -> tuple[str, bool]:
        """Count an item; return its number, blank where the list does not count, and whether its list starts here."""
        level = styles.level(style, depth)
        before = self.counts[depth]
        begin = start if start is not None else level.start if level is not None else 1
        self.counts[depth] = begin if before is None or start is not None else before + 1
        self.counts[depth + 1 :] = [None] * (DEEPEST - depth)
        starts = depth == 1 and (before is None or start is not None)
        return str(self.counts[depth]) if level is not None else "", starts


class Runs:
    """The lists of a document in the order in which they come, for lists that go on with one before them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Run] = {}
        self._by_style: dict[str, Run] = {}
        self._count = 0

    def open(self, element: Element) -> Run:
        """Return the run that a list of the first level counts with: its own, or that of the list it continues."""
        style = element.get(f"{TEXT}style-name", "")
        before = self._by_name.get(element.get(f"{TEXT}continue-list", ""))
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = self._by_style.get(style)
        self._count += 1
        run = before if before is not None else Run(str(self._count), style)
        name = element.get("{http://www.w3.org/XML/1998/namespace}id") or element.get(f"{TEXT}id")
        if name:
            self._by_name[name] = run
        self._by_style[style] = run
        return run
