"""choose: of all candidates, the lists of signatories; with the reason for each, or none."""

from __future__ import annotations

from collections.abc import Sequence

from siggraph.letters.regions import Region, organisations_share
from siggraph.letters.words import Wordlists
from siggraph.names import split_expansion, squash

_MEAN_CUED, _MEAN_BARE = 0.4, 0.5
_FEWEST_CUED, _FEWEST_BARE = 2, 3
_LONG_LIST, _MEAN_LONG = 8, 0.55  # of marked lines under a heading that says nothing
_FEWEST_LINES = 5  # of plain lines with few words of organisations
_WORDED_ITEMS = 0.5
_WORDED = 0.2  # share of entries with a word of organisations that a list needs which nothing announces
_AGAIN, _TELLING = 0.3, 4  # share of names that makes a repetition; letters that tell one name from another
_WHOLE = 0.7  # share of a document's characters that such a list may stand for instead


def choose(regions: Sequence[Region], words: Wordlists, size: int) -> list[Region]:
    """Return the regions that are lists of signatories, in document order; empty where there is none.

    Parameters
    ----------
    regions
        All candidates; they may overlap, where one stretch can be read in several ways.
    size
        Characters of the document that can be read.
    """
    candidates = [r for r in regions if _could_be(r, words, size)]
    if not candidates:
        return []
    best = max(candidates, key=lambda r: (r.score, -r.begin))
    best.why = "; ".join(filter(None, (best.why, f"under '{best.heading}'" if best.cued else "the best list of names")))
    taken = [best]
    for region in sorted(candidates, key=lambda r: (-r.score, r.begin)):
        if region is best or region.partial or any(_overlap(region, other) for other in taken):
            continue
        why = "" if _repeats(region, taken) else _belongs(region, best, taken)
        if why:
            region.why = "; ".join(filter(None, (region.why, why)))
            taken.append(region)
    return sorted(taken, key=lambda r: r.begin)


def _could_be(region: Region, words: Wordlists, size: int) -> bool:
    """Whether a candidate may be a list of signatories at all; what nothing announces must speak for itself."""
    count = len(region.entries)
    if region.cued or region.sure:
        return count >= (_FEWEST_CUED if region.cued else _FEWEST_BARE) and region.mean >= _MEAN_CUED
    if count < _FEWEST_BARE or region.mean < (_MEAN_CUED if region.marked else _MEAN_BARE):
        return False
    worded = organisations_share(region.entries, words)
    if region.layout == "bulleted":  # menus are lists as well
        return worded >= _WORDED_ITEMS
    long = region.marked and count >= _LONG_LIST and region.mean >= _MEAN_LONG
    named = worded >= _WORDED and (count >= _FEWEST_LINES or worded >= _WORDED_ITEMS)
    whole = sum(len(entry.flow.text) for entry in region.entries) >= _WHOLE * size
    return long or named or whole or (region.marked and not region.heading)


def _repeats(region: Region, taken: Sequence[Region]) -> bool:
    """Whether a list names again what stands in another: a sentence about the letter, a list in another language."""
    known = {squash(entry.flow.text) for other in taken for entry in other.entries}
    names = [squash(split_expansion(entry.flow.text)[0]) for entry in region.entries]
    again = sum(
        name in known
        or any(name.startswith(k) or k.startswith(name) for k in known if min(len(k), len(name)) >= _TELLING)
        for name in names
    )
    return again >= _AGAIN * len(names)


def _overlap(a: Region, b: Region) -> bool:
    return a.begin < b.end and b.begin < a.end


def _belongs(region: Region, best: Region, taken: Sequence[Region]) -> str:
    """Return why a further list belongs to the best one, or blank."""
    aside = region.layout == "paragraph" != best.layout and len(region.entries) < _FEWEST_LINES
    if aside and region.heading in {other.heading for other in taken}:
        return ""  # a footnote or an address below the list
    if region.cued and (best.cued or region.role in {"organisations", "individuals"}):
        return f"under '{region.heading}'"
    if region.layout != best.layout:
        return ""
    if region.heading and best.heading and not best.cued and region.mean >= _MEAN_BARE:
        return f"set like it, under '{region.heading}'"
    numbers = [entry.number for entry in region.entries]
    for other in taken:
        last = other.entries[-1].number
        if numbers[0] is not None and last is not None and numbers[0] == last + 1:
            return "continues the numbers"
    return ""
