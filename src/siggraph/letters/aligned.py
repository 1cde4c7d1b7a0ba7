"""Lists that are tables in all but name: columns parted by tabs or wide gaps, and blocks of a few lines a signatory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from siggraph.letters.flow import Flow
from siggraph.letters.grids import Grid, above, region_of
from siggraph.letters.regions import Region
from siggraph.letters.rows import Row
from siggraph.letters.words import Wordlists

_GAP = re.compile(r"\t+|[ \u00a0]{3,}|\u3000{2,}")
_GAPPED, _FEWEST = 0.6, 3
_BLOCK_SIZES = range(2, 5)
_ALIKE = 0.7  # share of blocks of one size
_NAMED, _OTHER = 0.4, 0.25  # shares with words of organisations: in the line that names them, and at most in the others


def aligned_regions(
    text: str, rows: Sequence[Row], words: Wordlists, headings: Sequence[tuple[int, str, str]]
) -> list[Region]:
    """Return the lists that are set in columns without being tables, and those of blocks of lines."""
    found: list[Region] = []
    for group in _groups(rows):
        grid = _gapped(text, group)
        if grid is not None:
            region = _placed(grid, words, headings, "table")
            if region is not None:
                region.factor = max(1.2, len(group) / len(region.entries))
                found.append(region)
    for run in _runs(rows):
        found.extend(_blocks(run, words, headings))
    return found


def _placed(grid: Grid, words: Wordlists, headings: Sequence[tuple[int, str, str]], layout: str) -> Region | None:
    heading, role = above(grid.begin, headings)
    return region_of(grid, words, heading, role, layout)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        if row.block.kind != "line" or (group and row.block.group != group[-1].block.group):
            if group:
                yield group
            group = []
        if row.block.kind == "line":
            group.append(row)
    if group:
        yield group


def _gapped(text: str, group: Sequence[Row]) -> Grid | None:
    """Return the lines of a paragraph as a table where most hold a tab or a wide gap."""
    if len(group) < _FEWEST:
        return None
    lines: list[dict[int, list[Flow]]] = []
    gapped = 0
    for row in group:
        begin, end = row.flow.span
        cells: dict[int, list[Flow]] = {}
        at = begin
        for match in [*_GAP.finditer(text, begin, end), None]:
            stop = match.start() if match is not None else end
            flow = Flow.of(text, [(at, stop)])
            if flow:
                cells[len(cells)] = [flow]
            at = match.end() if match is not None else end
        gapped += len(cells) > 1
        lines.append(cells)
    if gapped < _GAPPED * len(group):
        return None
    return Grid(tuple(lines), {}, records=False, begin=group[0].flow.span[0])


def _runs(rows: Sequence[Row]) -> Iterator[list[list[Row]]]:
    """Yield runs of neighbouring paragraphs of a few unmarked lines each."""
    run: list[list[Row]] = []
    for group in _groups(rows):
        usable = len(group) in _BLOCK_SIZES and all(
            row.role not in {"prose", "end"} and row.mark is None for row in group
        )
        if usable:
            run.append(group)
        else:
            if len(run) >= _FEWEST:
                yield run
            run = []
    if len(run) >= _FEWEST:
        yield run


def _blocks(
    run: Sequence[Sequence[Row]], words: Wordlists, headings: Sequence[tuple[int, str, str]]
) -> Iterator[Region]:
    """Read each block as one signatory where one of its lines names organisations and the others do not."""
    (size, count), *_ = Counter(len(group) for group in run).most_common(1)
    if count < _ALIKE * len(run):
        return
    shares = [_share([group[i].text for group in run if len(group) == size], words) for i in range(size)]
    best = max(range(size), key=lambda i: (shares[i], -i))
    others = [share for i, share in enumerate(shares) if i != best]
    if shares[best] < _NAMED or max(others) > _OTHER:
        return
    lines: list[Mapping[int, Sequence[Flow]]] = [
        {i: [row.flow] for i, row in enumerate(group)} for group in run if len(group) == size
    ]
    head = {best: "organisation"}
    for i in range(size):
        if i != best:
            texts = [group[i].text for group in run if len(group) == size]
            place = sum(map(words.is_place, texts)) > len(texts) / 2
            head[i] = "country" if place else "person" if i < best else "note"
    region = _placed(Grid(tuple(lines), head, records=False, begin=run[0][0].flow.span[0]), words, headings, "blocks")
    if region is not None:
        region.factor = float(size)
        yield region


def _share(texts: Sequence[str], words: Wordlists) -> float:
    return sum(words.organisation.strength(text) >= 0.5 for text in texts) / max(1, len(texts))  # noqa: PLR2004
