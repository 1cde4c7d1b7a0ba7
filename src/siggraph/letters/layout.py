"""Lines and layouts: where in a document a list stands, and how its items are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from siggraph.names import phrase_pattern

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# A wrap follows a line that is nearly full; what follows a short line is a line of its own.
_FULL_LINE = 0.6
_SHORTEST_FULL_LINE = 50  # characters: texts that wrap at less are columns, and no columns are read here
_GAP = 2  # blank lines that may part two items of one list: page breaks of the published text


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: its number from 1, and its span in the text without the line break."""

    number: int
    begin: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Marker:
    """One way to mark an item; layouts of one family may follow one another in one list."""

    layout: str
    family: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its printed number or ``None``, its lines, the span of its text without the mark."""

    number: int | None
    begin: int
    end: int
    line: int


@dataclass(slots=True)
class Run:
    """Items of one family that follow one another, and the text that stands right above them."""

    family: str
    items: list[Item] = field(default_factory=list)
    heading: str = ""
    last_line: int = 0

    @property
    def first_number(self) -> int | None:
        """The printed number of the first item."""
        return self.items[0].number if self.items else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which lists are found; built from the tables list_markers and list_words."""

    markers: tuple[Marker, ...]
    headings: Mapping[str, str]
    closing: re.Pattern[str]

    @classmethod
    def from_tables(cls, markers: Sequence[Mapping[str, str]], words: Sequence[Mapping[str, str]]) -> Vocabulary:
        """Compile the rows; the order of `markers` is the order in which they are tried."""
        return cls(
            tuple(Marker(row["layout"], row["family"], re.compile(row["pattern"])) for row in markers),
            {row["form"].casefold(): row["role"] for row in words if row["role"] != "closing"},
            phrase_pattern([row["form"] for row in words if row["role"] == "closing"]),
        )


def lines_of(text: str) -> list[Line]:
    r"""Part a text into its physical lines; ``\n``, ``\r\n`` and ``\r`` end one.

    >>> [(line.number, line.text) for line in lines_of("a\r\nb\n")]
    [(1, 'a'), (2, 'b')]
    """
    found = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        if match.end() > match.start():
            bare = match.group().rstrip("\r\n")
            found.append(Line(number, match.start(), match.start() + len(bare), bare))
    return found


def find_runs(lines: Sequence[Line], vocabulary: Vocabulary, ends_list: re.Pattern[str]) -> list[Run]:
    """Return every run of marked items, in document order.

    Parameters
    ----------
    lines
        All lines of the document.
    vocabulary
        Markers, headings, closing formulas.
    ends_list
        A line that matches is never a part of an item: count footnotes.
    """
    marked = [_mark(line, vocabulary.markers) for line in lines]
    widest: dict[str, int] = {}
    for line, mark in zip(lines, marked, strict=True):
        if mark is not None:
            widest[mark[0].family] = max(widest.get(mark[0].family, 0), len(line.text))
    runs: list[Run] = []
    run: Run | None = None
    heading, previous, gap = "", "", 0
    for line, mark in zip(lines, marked, strict=True):
        if line.blank:
            gap += 1
            continue
        if ends_list.search(line.text) and (mark is None or (run is not None and mark[0].family != run.family)):
            run, heading = None, ""
        elif mark is not None:
            marker, match = mark
            if run is None or not _continues(run, marker, match, gap):
                run = Run(marker.family, heading=_heading(heading, vocabulary))
                runs.append(run)
            run.items.append(_item(line, marker, match))
            heading, previous = "", line.text
        elif run is not None and not gap and len(previous) >= max(_SHORTEST_FULL_LINE, _FULL_LINE * widest[run.family]):
            last = run.items[-1]
            run.items[-1] = Item(last.number, last.begin, line.begin + len(line.text.rstrip()), last.line)
            previous = line.text
        else:
            run, heading = None, line.text.strip()
        gap = 0
    return runs


def _mark(line: Line, markers: Iterable[Marker]) -> tuple[Marker, re.Match[str]] | None:
    for marker in markers:
        match = marker.pattern.match(line.text)
        if match is not None:
            return marker, match
    return None


def _item(line: Line, marker: Marker, match: re.Match[str]) -> Item:
    number = int(match["n"]) if "n" in marker.pattern.groupindex else None
    begin, end = match.span("name")
    end = begin + len(line.text[begin:end].rstrip())
    return Item(number, line.begin + begin, line.begin + end, line.number)


def _continues(run: Run, marker: Marker, match: re.Match[str], gap: int) -> bool:
    if marker.family != run.family or gap > _GAP:
        return False
    last = run.items[-1].number
    return last is None or "n" not in marker.pattern.groupindex or int(match["n"]) > last


def _heading(line: str, vocabulary: Vocabulary) -> str:
    """Return the line as a heading, or blank: a heading ends with a colon, is a known word, and closes no letter."""
    bare = line.strip("#*_ \t").rstrip(" :：")
    if not bare or vocabulary.closing.fullmatch(bare.rstrip(" ,.，。")):
        return ""
    known = bare.casefold() in vocabulary.headings
    return bare if known or line.rstrip("*_ ").endswith((":", "：")) else ""
