"""Tails: places that close (nearly) every line of a list in the same way, and what else stands beside names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from siggraph.letters.regions import Entry
from siggraph.letters.words import Wordlists

_TAILS = (
    ("in parentheses", re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\s*$")),
    ("in brackets", re.compile(r"\s*\[([^\[\]]{2,40})\]\s*$")),
    ("after a dash", re.compile(r"\s+[-–—]\s+((?:(?!\s[-–—]\s)[^–—]){2,40})$|\s*[–—]\s*([^-–—]{2,40})$")),
    ("after a comma", re.compile(r"\s*[,，]\s*([^,，]{2,40})$")),
    ("after a bar", re.compile(r"\s*[|/]\s+([^|/]{2,40})$")),
    ("after a colon", re.compile(r"\s*[:：]\s*([^:：]{2,40})$")),
)
_HEADS = (
    ("before a colon", re.compile(r"^([^:：]{2,40})\s*[:：]\s*(?=\S)")),
    ("in brackets before it", re.compile(r"^\[([^\[\]]{2,40})\]\s*(?=\S)")),
)
_NEARLY_EVERY, _KNOWN, _FEWEST = 0.88, 0.7, 3
_MEMBERS = re.compile(r"[(（]([^()（）]*[,;、，；][^()（）]*[,;、，；][^()（）]*)[)）]")


def without_places(entries: Sequence[Entry], words: Wordlists) -> tuple[list[Entry], str]:
    """Cut a place that closes (nearly) every line in the same way, and say how it stood; else return them as they are.

    A form must close 88 % of the lines, and 70 % of what it holds must be places that the tables know: acronyms and
    glosses in parentheses stay in the name.
    """
    for how, pattern in (*_TAILS, *_HEADS):
        matches = [pattern.search(entry.flow.text) for entry in entries]
        found = [next(g for g in m.groups() if g) for m in matches if m is not None]
        if len(found) < max(_FEWEST, _NEARLY_EVERY * len(entries)):
            continue
        if sum(_is_place(text, words) for text in found) < _KNOWN * len(found):
            continue
        cut = []
        for entry, match in zip(entries, matches, strict=True):
            if match is None:
                cut.append(entry)
                continue
            place = next(g for g in match.groups() if g).strip()
            flow = entry.flow[match.end() :] if match.start() == 0 else entry.flow[: match.start()]
            cut.append(replace(entry, flow=flow, country=entry.country or place) if flow else entry)
        return cut, f"a place {how} closes nearly every line"
    return list(entries), ""


def _is_place(text: str, words: Wordlists) -> bool:
    if words.is_place(text):
        return True
    parts = [part for part in re.split(r"\s*[/,&]\s*|\s+(?:and|y|et|e|und)\s+", text) if part]
    return len(parts) > 1 and all(words.is_place(part) for part in parts)


def members(name: str) -> str:
    """Return the members that a coalition prints in parentheses, or blank.

    >>> members("Coalition for X (Org A, Org B, Org C)")
    'members: Org A, Org B, Org C'
    """
    match = _MEMBERS.search(name)
    return f"members: {match[1].strip()}" if match is not None else ""
