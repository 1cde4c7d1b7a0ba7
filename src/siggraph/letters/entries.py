"""Entries to listings: what is layout is cut, places and persons go to their columns; the span stays exact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from siggraph.letters.flow import Flow
from siggraph.letters.kinds import signers
from siggraph.letters.language import language_of
from siggraph.letters.regions import Entry, Region
from siggraph.letters.separators import closed
from siggraph.letters.tails import members, without_places
from siggraph.letters.words import Wordlists
from siggraph.model import Listing

_FOOTNOTE = re.compile(r"\s*(?:[*†‡§¹²³⁴-⁹]+|\[\d{1,3}\]|\(\d{1,2}\))\s*$")
_SEPARATOR = re.compile(r"[\s,;，；、،؛|]+$")
_LEADING = re.compile(r"^[\s,;，；、،؛|•·\-–—]+(?=\S)")
_LAST_LINK = re.compile(r"[,;，；]\s+(\S{1,4})$")
_STOPPED = 0.6  # share of lines with a full stop behind them that makes it a mark of the layout


def tidied(region: Region, words: Wordlists) -> list[Entry]:
    """Cut from the entries of one list what belongs to its layout: separators, full stops, footnote marks, closings."""
    flows = [_tidy(entry.flow, words) for entry in region.entries]
    stopped = sum(_is_stopped(flow.text) for flow in flows) >= _STOPPED * len(flows)
    ended = [bool(_SEPARATOR.search(entry.flow.text)) for entry in region.entries[:-1]]
    by_separator = bool(ended) and sum(ended) >= _STOPPED * len(ended)
    if stopped:
        flows = [flow[: len(flow.text) - 1] if _is_stopped(flow.text) else flow for flow in flows]
    elif by_separator and flows and _is_stopped(flows[-1].text):
        flows[-1] = flows[-1][: len(flows[-1].text) - 1]
    if flows:
        flows[-1] = _tidy(closed(flows[-1], words), words)
    return [
        replace(entry, flow=flow) for entry, flow in zip(region.entries, flows, strict=True) if _readable(flow.text)
    ]


def _readable(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _is_stopped(text: str) -> bool:
    """Whether a full stop behind a name is none of an abbreviation."""
    if not text.endswith((".", "。")) or text.endswith(".."):
        return False
    last = text[:-1].rsplit(" ", 1)[-1]
    return text.endswith("。") or ("." not in last and len(last) > 3)  # noqa: PLR2004 - Inc., Ltd., e.V.


def _tidy(flow: Flow, words: Wordlists) -> Flow:
    head = _LEADING.match(flow.text)
    if head is not None:
        flow = flow[head.end() :]
    for _ in range(3):
        before = flow.text
        link = _LAST_LINK.search(flow.text)
        if link is not None and link[1].casefold() in words.conjunctions.get("word", ()):
            flow = flow[: link.start()]
        for pattern in (_SEPARATOR, _FOOTNOTE):
            match = pattern.search(flow.text)
            if match is not None and match.start() > 0:
                flow = flow[: match.start()]
        if flow.text == before:
            break
    return flow


def listings_of(
    regions: Sequence[Region], text: str, words: Wordlists, letter: str, edition: str
) -> tuple[tuple[Listing, ...], list[str]]:
    """Return the listings of the chosen regions, in document order, and what was decided on the way."""
    entries: list[Entry] = []
    told: list[str] = []
    for layout in dict.fromkeys(region.layout for region in regions):
        of_layout = [entry for region in regions if region.layout == layout for entry in tidied(region, words)]
        cut, why = without_places(of_layout, words)
        if why:
            told.append(f"{layout}: {why}")
        entries.extend(cut)
    entries.sort(key=lambda entry: entry.flow.span)
    items = [(entry.flow.text, "" if entry.role == "sign" else entry.role) for entry in entries]
    found = signers(items, words.kinds)
    printed = [entry.number for entry in entries]
    # Two lists that each begin with 1 would share positions: then the running number counts.
    own = None not in printed and len(set(printed)) == len(printed)
    listings = []
    for running, (entry, signer) in enumerate(zip(entries, found, strict=True), start=1):
        position = entry.number if own and entry.number is not None else running
        name = entry.flow[signer.begin : signer.end]
        begin, end = name.span
        country = entry.country or (entry.heading if words.is_country(entry.heading) else "")
        notes = (entry.note, signer.note, members(name.text))
        listings.append(
            Listing(
                id=f"{edition}/{position:04d}" if edition else "",
                letter=letter,
                edition=edition,
                position=position,
                name=name.text,
                kind=entry.kind or signer.kind,
                country=country,
                heading=entry.heading,
                language=language_of(name.text, words),
                begin=begin,
                end=end,
                line=text.count("\n", 0, begin) + 1,
                note="; ".join(filter(None, notes)),
            )
        )
    return tuple(listings), told
