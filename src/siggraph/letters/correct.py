"""correct: what an editor says of a reading is applied to its listings, by printed name, at every reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from siggraph.document import FILL, Corrections
from siggraph.model import Finding, Listing
from siggraph.names import clean, locate, squash

_NUMBER_BEFORE = re.compile(rf"(?<!\d)(\d{{1,6}})[\s{FILL}.:)\]、．。º°-]*\Z")
_LOOK_BACK = 40  # code points before a name in which its number may stand
_REMEDY = "write the name as it is read now, or take the correction out"


def correct(
    listings: Sequence[Listing], text: str, corrections: Corrections, where: str
) -> tuple[tuple[Listing, ...], tuple[Finding, ...]]:
    """Apply an editor's merge, split, skip and rename, in this order, to the listings of one edition.

    Names are matched by their letters and digits alone (`names.squash`), and wherever they stand, so that a
    correction outlives another reading of the same document. Skip and rename also reach names that merge and split
    have made.

    Parameters
    ----------
    listings
        As read, in document order.
    text
        The text of the document: the spans of parts are looked up in it.
    corrections
        What the editor says; ``layout``, ``first`` and ``last`` are not looked at here.
    where
        The edition, for findings.

    Returns
    -------
    listings, findings
        Where positions were merely running they run anew; printed numbers stay, and parts go to free numbers behind
        them. A correction that fits no name is a warning of its own, ``correction-unused``.

    >>> first = Listing("x/en/0001", "x", "x/en", 1, "A and B", "organisation", "", "", "", 0, 7, 1)
    >>> parts, _ = correct([first], "A and B", Corrections(split=(("A and B", ("A", "B")),)), "x/en")
    >>> [(part.id, part.name, part.begin, part.end) for part in parts]
    [('x/en/0001', 'A', 0, 1), ('x/en/0002', 'B', 6, 7)]
    """
    if not (corrections.skip or corrections.split or corrections.merge or corrections.rename):
        return tuple(listings), ()
    unused: list[tuple[str, str]] = []
    made = list(listings)
    for run in corrections.merge:
        made = _used(made, _merge(made, run, text), unused, ("merge", " + ".join(run)))
    for name, parts in corrections.split:
        made = _used(made, _split(made, name, parts, text), unused, ("split", name))
    for name in corrections.skip:
        made = _used(made, [row for row in made if squash(row.name) != squash(name)], unused, ("skip", name))
    made = _rename(made, corrections.rename, unused)
    findings = tuple(
        Finding("warning", "correction-unused", f"{where}: reading.{kind}", f"no name is read as '{name}'", _REMEDY)
        for kind, name in unused
    )
    return _numbered(made, listings, text), findings


def _used(
    before: list[Listing], after: list[Listing], unused: list[tuple[str, str]], said: tuple[str, str]
) -> list[Listing]:
    """Return the listings after a correction, and remember one that changed nothing."""
    if after == before:
        unused.append(said)
    return after


def _merge(rows: Sequence[Listing], run: Sequence[str], text: str) -> list[Listing]:
    keys = [squash(name) for name in run]
    made: list[Listing] = []
    i = 0
    while i < len(rows):
        group = rows[i : i + len(keys)]
        if len(keys) > 1 and [squash(row.name) for row in group] == keys:
            made.append(_joined(group, text))
            i += len(keys)
        else:
            made.append(rows[i])
            i += 1
    return made


def _joined(group: Sequence[Listing], text: str) -> Listing:
    """Return several listings as one; what parts them on one line (a comma, a dash) stays in the name."""
    name = group[0].name
    for left, right in pairwise(group):
        gap = text[left.end : right.begin]
        between = clean(gap)
        inside = bool(between) and "\n" not in gap and "\r" not in gap and not any(c.isalnum() for c in between)
        name += (gap if inside else "\n") + right.name
    notes = dict.fromkeys(row.note for row in group if row.note)
    country = next((row.country for row in reversed(group) if row.country), "")
    end = max(row.end for row in group)
    return replace(group[0], name=clean(name), end=end, country=country, note="; ".join(notes))


def _split(rows: Sequence[Listing], name: str, parts: Sequence[str], text: str) -> list[Listing]:
    key = squash(name)
    made: list[Listing] = []
    for row in rows:
        made.extend(_parts(row, parts, text) if squash(row.name) == key else [row])
    return made


def _parts(row: Listing, parts: Sequence[str], text: str) -> list[Listing]:
    """Return one listing as several; a part that is not printed as written has the span of the whole."""
    raw = text[row.begin : row.end]
    shown = clean(raw).casefold()
    exact = len(shown) == len(clean(raw))  # a few letters change their number when their case is folded
    cursor = 0
    made = []
    for part in parts:
        wanted = clean(part)
        at = shown.find(wanted.casefold(), cursor) if exact and wanted else -1
        begin, end = row.begin, row.end
        if at >= 0:
            inner = locate(raw, at, at + len(wanted))
            begin, end = row.begin + inner[0], row.begin + inner[1]
            cursor = at + len(wanted)
        line = row.line + text.count("\n", row.begin, begin)
        made.append(replace(row, name=wanted, begin=begin, end=end, line=line))
    return made


def _rename(
    rows: Sequence[Listing], renames: Sequence[tuple[str, str]], unused: list[tuple[str, str]]
) -> list[Listing]:
    """Give names as they should read; all at once, so that two names can be exchanged."""
    wanted = {squash(old): new for old, new in renames}
    read = {squash(row.name) for row in rows}
    unused.extend(("rename", old) for old, _ in renames if squash(old) not in read)
    made = []
    for row in rows:
        name = clean(wanted.get(squash(row.name), row.name))
        note = "; ".join(filter(None, (row.note, f"read as: {row.name}")))
        made.append(row if name == row.name else replace(row, name=name, note=note))
    return made


def _numbered(rows: Sequence[Listing], before: Sequence[Listing], text: str) -> tuple[Listing, ...]:
    """Return the listings with positions, and identifiers made of them, of their own."""
    if _runs(before, text):
        return tuple(_at(row, position) for position, row in enumerate(rows, start=1))
    free = max((row.position for row in before), default=0)
    seen: set[int] = set()
    made = []
    for row in rows:
        position = row.position
        if position in seen:
            free += 1
            position = free
        seen.add(position)
        made.append(_at(row, position))
    return tuple(made)


def _at(row: Listing, position: int) -> Listing:
    return replace(row, position=position, id=f"{row.edition}/{position:04d}" if row.edition else "")


def _runs(rows: Sequence[Listing], text: str) -> bool:
    """Whether positions merely run: they count from 1, and the text does not print them before the names."""
    if [row.position for row in rows] != list(range(1, len(rows) + 1)):
        return False
    printed = 0
    for row in rows:
        match = _NUMBER_BEFORE.search(text[max(0, row.begin - _LOOK_BACK) : row.begin])
        printed += match is not None and int(match[1]) == row.position
    return 2 * printed < len(rows)
