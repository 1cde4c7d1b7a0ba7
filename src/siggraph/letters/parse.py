"""parse: a document becomes its listings, with the exact span of each, and its stated counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from siggraph.document import Block, Corrections, Document
from siggraph.letters.aligned import aligned_regions
from siggraph.letters.choose import choose
from siggraph.letters.correct import correct
from siggraph.letters.counts import StatedCount, agreed
from siggraph.letters.entries import listings_of
from siggraph.letters.flow import Flow
from siggraph.letters.grids import grid_regions
from siggraph.letters.lines import line_regions
from siggraph.letters.masked import listing_masked_again, masked_again, standing_in
from siggraph.letters.paragraphs import paragraph_regions
from siggraph.letters.regions import Region
from siggraph.letters.rows import rows_of
from siggraph.letters.words import Wordlists
from siggraph.model import Finding, Listing, StatedCounts
from siggraph.names import is_masked

NONE = Corrections()
_LAYOUTS = {  # what an editor calls a layout, and the layouts that it covers
    "bulleted": {"bulleted", "dash", "dot", "star", "lettered", "logos"},
    "lines": {"lines", "blocks"},
}
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What `parse` read in one document.

    ``layouts`` names the lists that were taken, each with its number of entries, its score and the reason; ``counts``
    are the stated counts with their spans, ``stated`` the same by role; ``doubts`` are for people.
    """

    listings: tuple[Listing, ...]
    stated: StatedCounts
    counts: tuple[StatedCount, ...]
    layouts: tuple[str, ...]
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...] = ()


def parse(
    document: Document,
    words: Wordlists,
    *,
    letter: str = "",
    edition: str = "",
    where: str = "",
    corrections: Corrections = NONE,
) -> Reading:
    """Read the signatories of a document.

    Parameters
    ----------
    document
        As read; spans are in the code points of its text. Without blocks, its lines are taken.
    words
        The reference tables.
    letter, edition
        Identifiers for the listings; an edition's is ``<letter>/<edition>``.
    where
        The file's name, for findings.
    corrections
        What an editor says of this reading.

    Returns
    -------
    Reading
        Listings in document order; no list found is a finding of severity error, never a guess.
    """
    text, printed = standing_in(document.text), document.text
    document = replace(document, text=text)
    blocks = _within(document.blocks or tuple(_lines(text)), text, corrections)
    rows = rows_of(document, blocks, words)
    headings = [(row.flow.span[0], row.text, row.role) for row in rows if row.role not in {"name", "junk"}]
    candidates = [
        *line_regions(rows, words),
        *paragraph_regions(rows, words),
        *grid_regions(document, blocks, words, headings),
        *aligned_regions(text, rows, words, headings),
    ]
    candidates = list(_as_told(candidates, corrections))
    size = sum(len(row.text) for row in rows) + sum(b.end - b.begin for b in blocks if b.kind in {"cell", "field"})
    chosen = choose(candidates, words, size)
    listings, told = listings_of(chosen, text, words, letter, edition)
    counts = _counts(blocks, text, listings, words)
    if is_masked(printed):
        listings = tuple(listing_masked_again(listing) for listing in listings)
    listings, unused = correct(listings, printed, corrections, where)
    stated, torn = agreed(counts)
    return Reading(
        listings,
        stated,
        counts,
        tuple(masked_again(why) for why in (*(_told(region) for region in chosen), *told)),
        (*_findings(listings, torn, where), *unused),
        _doubts(chosen, listings, stated),
    )


def _as_told(candidates: Iterable[Region], corrections: Corrections) -> Iterable[Region]:
    """Keep to what an editor says: the layout, and that there is a list in the lines that are left."""
    wanted = _LAYOUTS.get(corrections.layout, {corrections.layout})
    for region in candidates:
        if corrections.layout and region.layout not in wanted:
            continue
        region.cued = region.cued or bool(corrections.layout or corrections.first or corrections.last)
        yield region


def _told(region: Region) -> str:
    return f"{region.layout}: {len(region.entries)} entries, score {region.score:.1f}, {region.why}"


def _findings(listings: Sequence[Listing], torn: Iterable[str], where: str) -> Iterable[Finding]:
    for role in torn:
        yield Finding(
            "warning",
            "stated-counts-disagree",
            where,
            f"the text states two numbers for '{role}'",
            "state the right one in letter.toml",
        )
    if not listings:
        yield Finding(
            "error",
            "no-list-found",
            where,
            "no list of signatories was found in this document",
            "put a line such as 'Signatories:' above the list, or name its lines in letter.toml (range)",
        )


def _doubts(chosen: Sequence[Region], listings: Sequence[Listing], stated: StatedCounts) -> tuple[str, ...]:
    found: list[str] = []
    if any(region.partial for region in chosen):
        found.append("only some of the signatories are named, in a sentence")
    expected = stated.named if stated.named is not None else stated.total
    withheld = (stated.withheld or 0) if stated.named is None else 0
    if expected is not None and listings and expected - withheld != len(listings):
        found.append(f"{expected - withheld} stated, {len(listings)} read")
    unclear = sum(listing.kind == "unclear" for listing in listings)
    if unclear:
        found.append(f"{unclear} of unclear kind")
    return tuple(found)


def _lines(text: str) -> Iterable[Block]:
    group = 0
    for match in _LINE.finditer(text):
        bare = match[1].strip()
        if not bare:
            group += 1
            continue
        begin = match.start() + match[1].index(bare)
        yield Block("line", begin, begin + len(bare), group)


def _within(blocks: Sequence[Block], text: str, corrections: Corrections) -> list[Block]:
    if not corrections.first and not corrections.last:
        return list(blocks)
    first, last = corrections.first or 1, corrections.last or text.count("\n") + 1
    starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    return [b for b in blocks if first <= bisect_right(starts, b.begin) <= last]


def _counts(
    blocks: Sequence[Block], text: str, listings: Sequence[Listing], words: Wordlists
) -> tuple[StatedCount, ...]:
    """Read the stated counts paragraph by paragraph, the names left out: a number inside a name is no stated count."""
    spans = sorted((listing.begin, listing.end) for listing in listings)
    begins = [begin for begin, _ in spans]
    found: list[StatedCount] = []
    for flow in _paragraphs(blocks, text):
        shown = "".join(
            " " if _inside(at, spans, begins) else char for char, at in zip(flow.text, flow.at, strict=True)
        )
        for count in words.counts.read(shown):
            begin, end = flow[count.begin : count.end].span
            found.append(StatedCount(count.role, count.value, begin, end, count.phrase))
    return tuple(sorted(found, key=lambda count: (count.begin, count.role)))


def _inside(at: int, spans: Sequence[tuple[int, int]], begins: Sequence[int]) -> bool:
    i = bisect_right(begins, at) - 1
    return i >= 0 and at < spans[i][1]


def _paragraphs(blocks: Sequence[Block], text: str) -> Iterable[Flow]:
    group: list[tuple[int, int]] = []
    last = -1
    for block in blocks:
        if group and block.group != last:
            yield Flow.of(text, group)
            group = []
        group.append((block.begin, block.end))
        last = block.group
    if group:
        yield Flow.of(text, group)
