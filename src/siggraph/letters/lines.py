"""Lists of one name a line: numbered, bulleted, set as a list by the format, or plain lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from siggraph.letters.flow import Flow
from siggraph.letters.regions import Entry, Region
from siggraph.letters.rows import Row
from siggraph.letters.sections import Section, bare
from siggraph.letters.words import Wordlists
from siggraph.letters.wraps import continues

_FEWEST_MARKED = 2
_BLOCK = 3  # lines that stand together without blank lines between
_DENSE = 0.45  # share of marked rows between the first and the last that makes a marked list
_FULL_LINE, _SHORTEST_FULL_LINE = 0.6, 50
_PARTED = re.compile(r"[;；、،؛]\s*\S|[,，]$")  # what parts names in a paragraph, and seldom stands in one


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a list with what it stands under."""

    row: Row
    heading: str
    role: str
    cued: bool


def sections(rows: Sequence[Row]) -> Iterator[list[Placed]]:
    """Part the rows into stretches that could each hold one list, with their headings."""
    current: list[Placed] = []
    section = Section()
    for row in rows:
        if row.role == "name":
            current.append(Placed(row, section.heading, section.role, bool(section.role)))
            section.listed += 1
            continue
        if row.role == "place" and current and row.mark is None:  # it may be the country of the name above
            current.append(Placed(row, section.heading, section.role, bool(section.role)))
        if section.see(row) and current:
            yield current
            current = []
    if current:
        yield current


def line_regions(rows: Sequence[Row], words: Wordlists) -> list[Region]:
    """Return every list of one name a line."""
    found: list[Region] = []
    for section in sections(rows):
        for chunk in _chunks(section):
            found.extend(_regions(chunk, words))
    return found


def _chunks(section: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Part a stretch where the format sets it otherwise: items of a list, pictures, plain lines."""
    chunk: list[Placed] = []
    for placed in section:
        block = placed.row.block
        if chunk:
            last = chunk[-1].row.block
            same = block.kind == last.kind or (block.kind == "line" and block.group == last.group)
            if not same:
                yield chunk
                chunk = []
        chunk.append(placed)
    if chunk:
        yield chunk


def _regions(chunk: Sequence[Placed], words: Wordlists) -> Iterator[Region]:
    kind = chunk[0].row.block.kind
    if kind in {"item", "logo"}:
        yield _of_items(chunk, words)
        return
    at = 0
    for begin, end in _marked(chunk):
        yield from _lines_of(chunk[at:begin], words)
        yield from _of_marks(chunk[begin:end], words)
        at = end
    yield from _lines_of(chunk[at:], words)


def _lines_of(chunk: Sequence[Placed], words: Wordlists) -> Iterator[Region]:
    """Part plain lines where single lines stand before or behind a block of them: titles, places, dates."""
    sizes = Counter(p.row.block.group for p in chunk if p.row.role == "name")
    solid = max(sizes.values(), default=0) >= _BLOCK
    blocks = [
        i
        for i, p in enumerate(chunk)
        if solid and (sizes[p.row.block.group] >= _BLOCK or p.heading != chunk[0].heading)
    ]
    cuts = [0, blocks[0], blocks[-1] + 1, len(chunk)] if blocks else [0, len(chunk)]
    for begin, end in pairwise(cuts):
        if begin < end:
            yield _of_lines(chunk[begin:end], words)


def _marked(chunk: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which lines of one family of marks are dense enough to be a marked list."""
    families = dict.fromkeys(p.row.mark.family for p in chunk if p.row.mark is not None)
    taken = 0
    best = max(
        families, key=lambda f: sum(p.row.mark is not None and p.row.mark.family == f for p in chunk), default=""
    )
    places = [i for i, p in enumerate(chunk) if p.row.mark is not None and p.row.mark.family == best]
    run: list[int] = []
    for i in places:
        if run and i - run[-1] > 3:  # noqa: PLR2004 - an item of more than three lines is none
            if len(run) >= _FEWEST_MARKED and _ascends(chunk, run):
                yield run[0], run[-1] + 1
                taken = run[-1] + 1
            run = []
        run.append(i)
    if len(run) >= _FEWEST_MARKED and len(run) >= _DENSE * (run[-1] - run[0] + 1) and _ascends(chunk, run):
        end = run[-1] + 1
        if end < len(chunk) and _wraps(chunk[run[-1]].row, chunk[end].row, 0):
            end += 1
        yield max(run[0], taken), end


def _ascends(chunk: Sequence[Placed], run: Sequence[int]) -> bool:
    numbers = [number for number in (chunk[i].row.number for i in run) if number is not None]
    if len(numbers) < len(run):
        return True
    steps = [a < b for a, b in pairwise(numbers)]
    return sum(steps) >= 0.8 * len(steps)


def _of_marks(chunk: Sequence[Placed], words: Wordlists) -> Iterator[Region]:
    """Read a list whose lines are marked; what is not marked continues a line, or is a heading or a country."""
    family = next(p.row.mark.family for p in chunk if p.row.mark is not None)
    widest = max(len(p.row.text) for p in chunk)
    entries: list[Entry] = []
    heading, previous, first = chunk[0].heading, chunk[0].row, chunk[0]
    last_number, countries = 0, _alternating(chunk)
    for placed in chunk:
        row = placed.row
        if row.mark is not None and row.mark.family == family:
            if row.number is not None and row.number <= last_number and entries:
                yield _region(family, entries, first, words, marked=True)
                entries, first = [], placed
            last_number = row.number or 0
            if placed.heading != first.heading or heading == first.heading:
                heading = placed.heading
            entries.append(Entry(row.body, row.number, heading, role=placed.role))
        elif entries and countries and row.role == "place":
            entries[-1] = _with_country(entries[-1], row.text)
        elif entries and row.role != "place" and _continues(previous, row, widest, words):
            last = entries[-1]
            entries[-1] = Entry(Flow.join([last.flow, row.flow]), last.number, last.heading, role=last.role)
        else:
            heading = bare(row.text)
        previous = row
    if entries:
        yield _region(family, entries, first, words, marked=True)


def _with_country(entry: Entry, country: str) -> Entry:
    return Entry(entry.flow, entry.number, entry.heading, country, role=entry.role)


def _wraps(before: Row, row: Row, widest: int) -> bool:
    return (
        row.mark is None
        and row.block.group == before.block.group
        and len(before.text) >= max(_SHORTEST_FULL_LINE, int(_FULL_LINE * widest))
    )


def _continues(before: Row, row: Row, widest: int, words: Wordlists) -> bool:
    """Whether a line without a mark continues the marked one before it: it hangs, or that one is full or unfinished."""
    if row.block.group != before.block.group:
        return False
    hangs = row.indent > before.indent
    return hangs or _wraps(before, row, widest) or continues([before.text, row.text], words)[1]


def _of_items(chunk: Sequence[Placed], words: Wordlists) -> Region:
    """Read a list as the format sets it: one entry an item; whatever stands below its first line is beside the name."""
    entries: list[Entry] = []
    items = [p.row for p in chunk if p.row.block.kind in {"item", "logo"}]
    marked = sum(row.mark is not None for row in items) > len(items) / 2  # else 350.org is a name of its own
    for placed in chunk:
        row = placed.row
        if row.block.kind in {"item", "logo"}:
            own = row.mark is not None and not marked
            flow = row.flow if own else row.body
            entries.append(Entry(flow, None if own else row.number, placed.heading, role=placed.role))
        elif entries and row.role == "place":
            entries[-1] = _with_country(entries[-1], row.text)
    kind = chunk[0].row.block.kind
    layout = "logos" if kind == "logo" else "bulleted" if entries[0].number is None else "numbered"
    return _region(layout, entries, chunk[0], words)


def _of_lines(chunk: Sequence[Placed], words: Wordlists) -> Region:
    """Plain lines, one name each; a line that continues another is joined to it."""
    countries = _alternating(chunk)
    named = [p for p in chunk if not countries or p.row.role != "place"]
    named = [p for p in named if countries or p.row.role != "place"]
    joins = continues([p.row.text for p in named], words)
    entries: list[Entry] = []
    after = {id(a): b.row.text for a, b in pairwise(chunk) if b.row.role == "place"}
    for placed, joined in zip(named, joins, strict=True):
        same = bool(entries) and entries[-1].heading == placed.heading
        country = after.get(id(placed), "") if countries else ""
        if joined and same:
            last = entries[-1]
            entries[-1] = Entry(Flow.join([last.flow, placed.row.flow]), None, last.heading, country, role=last.role)
        else:
            entries.append(Entry(placed.row.flow, None, placed.heading, country, role=placed.role))
    region = _region("lines", entries, chunk[0], words)
    region.doubt = sum(bool(_PARTED.search(entry.flow.text)) for entry in entries) / max(1, len(entries))
    return region


def _alternating(chunk: Sequence[Placed]) -> bool:
    """Whether (nearly) every name is followed by a line that is a place."""
    names = sum(p.row.role == "name" for p in chunk)
    pairs = sum(a.row.role == "name" and b.row.role == "place" for a, b in pairwise(chunk))
    return names > 1 and pairs >= 0.8 * names


def _region(layout: str, entries: list[Entry], first: Placed, words: Wordlists, *, marked: bool = False) -> Region:
    begin = entries[0].flow.span[0] if entries else 0
    end = entries[-1].flow.span[1] if entries else 0
    return Region(
        layout, list(entries), begin, end, first.heading, first.role, first.cued, sure=layout == "logos", marked=marked
    ).weigh(words)
