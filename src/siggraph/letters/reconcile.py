"""reconcile: listings of one letter's editions that are the same line become one signature.

Matching goes from the surest sign to the boldest, each edition against the union of those before it:

1. equal - the same characters, white space apart;
2. glyph - other dashes, apostrophes, quotation marks, or compatibility forms;
3. spacing - the same letters and digits, other spaces or punctuation;
4. expansion - one edition leaves out what the other prints in parentheses after the name;
5. typo - one edit apart in a long name, and both neighbours in the two lists are the same lines;
6. rename - in two consecutive full editions of one language, one left and one came with a name alike (`revisions`).

No name is matched twice; what stays unmatched is a signature of its own. Lines printed twice in one edition stay two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from siggraph.letters.masked import comparable, is_wholly_masked
from siggraph.letters.revisions import in_time, one_edit_keys, renames, steps
from siggraph.model import Alignment, Edition, Letter, Listing, Signature
from siggraph.names import fold, is_acronym, is_masked, split_expansion, squash, unify_glyphs

_LONG_NAME = 20  # code points: in a shorter name one letter may make another body


@dataclass(slots=True)
class _Row:
    """One line of the union list while it grows: its listings, one an edition at most."""

    listings: list[Listing] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(listing.name for listing in self.listings))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The union list of a letter: its signatures in printed order, and how their listings were matched."""

    signatures: tuple[Signature, ...]
    alignments: tuple[Alignment, ...]


def reconcile(letter: Letter, editions: Sequence[tuple[Edition, Sequence[Listing]]]) -> Reconciled:
    """Match the listings of a letter's editions.

    Parameters
    ----------
    letter
        The letter.
    editions
        Its editions in the order of letter.toml, each with its listings in document order. The order decides which
        listing names a signature's identifier, so new editions go to the end.

    Returns
    -------
    Reconciled
        One signature a line of the union list. Identifiers are ``<letter>/s/<edition>-<position>`` of the first
        listing.
    """
    union: list[_Row] = []
    alignments: list[Alignment] = []
    order = [edition for edition, _ in editions]
    for number, (edition, listings) in enumerate(editions):
        matched = _match(union, listings)
        for neighbour, before in _consecutive(edition, editions[:number], order):
            matched.update(_renames(union, listings, matched, before, dated=bool(edition.date and neighbour.date)))
        at = 0
        for listing in listings:
            found = matched.get(listing.id)
            if found is None:
                union.insert(at, _Row([listing]))  # behind its predecessor, so that the union reads like the list
                at += 1
                continue
            row, method, partner, reason = found
            row.listings.append(listing)
            alignments.append(Alignment(letter.id, partner.id, listing.id, method, reason))
            at = _place(union, row, at) + 1
    return Reconciled(tuple(_signature(letter, row, order) for row in union), tuple(alignments))


def _consecutive(
    edition: Edition, seen: Sequence[tuple[Edition, Sequence[Listing]]], order: Sequence[Edition]
) -> Iterable[tuple[Edition, Sequence[Listing]]]:
    """Return the editions already matched that stand next before or behind this one in time."""
    beside = {x.id for pair in steps(order) if edition in pair for x in pair} - {edition.id}
    return [pair for pair in seen if pair[0].id in beside]


def _place(union: Sequence[_Row], row: _Row, hint: int) -> int:
    """Return where `row` stands; the lists run mostly in step, so look at `hint` first."""
    if hint < len(union) and union[hint] is row:
        return hint
    return next(i for i, candidate in enumerate(union) if candidate is row)


_Match = tuple[_Row, str, Listing, str]


def _match(union: Sequence[_Row], listings: Sequence[Listing]) -> dict[str, _Match]:
    """Return, by listing, the row it belongs to, the method, the listing it agrees with, and why."""
    matched: dict[str, _Match] = {}
    taken: set[int] = set()
    for method, keys, reason in _SURE:
        free: dict[str, list[tuple[_Row, Listing]]] = {}
        for row in union:
            if id(row) not in taken:
                for listing in row.listings:
                    for key in _keys(listing.name, keys):
                        free.setdefault(key, []).append((row, listing))
        for listing in listings:
            if listing.id in matched:
                continue
            candidates = [
                (row, partner)
                for key in _keys(listing.name, keys)
                for row, partner in free.get(key, ())
                if id(row) not in taken and (method != "expansion" or _leaves_out(partner.name, listing.name))
            ]
            if candidates:
                row, partner = candidates[0]  # of lines printed twice, the first meets the first
                matched[listing.id] = (row, method, partner, reason)
                taken.add(id(row))
    matched.update(_typos(union, listings, matched, taken))
    matched.update(_by_place(union, listings, matched, taken))
    return matched


def _keys(name: str, keys: Callable[[str], Iterable[str]]) -> Iterable[str]:
    """Return the keys of a name; a name of which nothing is left after a redaction has none."""
    return () if is_wholly_masked(name) else keys(comparable(name))


def _by_place(
    union: Sequence[_Row], listings: Sequence[Listing], matched: Mapping[str, _Match], taken: set[int]
) -> dict[str, _Match]:
    """Match names that were redacted where the same lines stand around them, in their order; else by their length."""
    rows = [matched[x.id][0] if x.id in matched else None for x in listings]
    place = {id(row): i for i, row in enumerate(union)}
    behind, before = _nearest(rows[::-1])[::-1], _nearest(rows)
    stretches: dict[tuple[int, int], list[Listing]] = {}
    for x, row, up, down in zip(listings, rows, before, behind, strict=True):
        if row is None and is_wholly_masked(x.name):
            low, high = place[id(up)] if up is not None else -1, place[id(down)] if down is not None else len(union)
            stretches.setdefault((low, high), []).append(x)
    found: dict[str, _Match] = {}
    for (low, high), masked in stretches.items():
        free = [row for row in union[low + 1 : max(low + 1, high)] if _is_free(row, taken)]
        if len(free) == len(masked):
            for x, row in zip(masked, free, strict=True):
                found[x.id] = (row, "equal", row.listings[0], "both redacted, between the same neighbours")
                taken.add(id(row))
    for x in (x for masked in stretches.values() for x in masked if x.id not in found):
        row = next((r for r in union if _is_free(r, taken) and x.name in r.names()), None)
        if row is not None:
            found[x.id] = (row, "equal", row.listings[0], "both redacted, of the same length")
            taken.add(id(row))
    return found


def _is_free(row: _Row, taken: set[int]) -> bool:
    return id(row) not in taken and all(is_wholly_masked(listing.name) for listing in row.listings)


def _leaves_out(a: str, b: str) -> bool:
    """Whether exactly one of two names carries an expansion in parentheses."""
    return bool(split_expansion(a)[1]) != bool(split_expansion(b)[1])


def _heads(name: str) -> Iterable[str]:
    return (fold(split_expansion(name)[0]),)


_SURE: tuple[tuple[str, Callable[[str], Iterable[str]], str], ...] = (
    ("equal", lambda name: (name,), "the same characters"),
    ("glyph", lambda name: (unify_glyphs(name),), "another dash, apostrophe or quotation mark"),
    ("spacing", lambda name: (squash(name),), "other spaces, case, accents or punctuation"),
    ("expansion", _heads, "an expansion in parentheses is left out"),
)


def _typos(
    union: Sequence[_Row], listings: Sequence[Listing], matched: Mapping[str, _Match], taken: set[int]
) -> dict[str, _Match]:
    """Match what is left by one edit, where the lines before and behind agree."""
    rows = [matched[x.id][0] if x.id in matched else None for x in listings]
    open_ones = [i for i, x in enumerate(listings) if rows[i] is None and _is_long(x.name)]
    if not open_ones:
        return {}
    place = {id(row): i for i, row in enumerate(union)}
    behind, before = _nearest(rows[::-1])[::-1], _nearest(rows)
    free: dict[str, list[tuple[int, Listing]]] = {}
    for i, row in enumerate(union):
        if id(row) not in taken:
            for partner in row.listings:
                for key in one_edit_keys(squash(partner.name)):
                    free.setdefault(key, []).append((i, partner))
    found: dict[str, _Match] = {}
    for i in open_ones:
        low = place[id(before[i])] if before[i] is not None else -1
        high = place[id(behind[i])] if behind[i] is not None else len(union)
        name = listings[i].name
        near = {(at, x.id): x for key in one_edit_keys(squash(name)) for at, x in free.get(key, ()) if low < at < high}
        for (at, _), partner in sorted(near.items()):
            if id(union[at]) not in taken and _one_edit(partner.name, name):
                reason = "one typing error, between the same neighbours"
                found[listings[i].id] = (union[at], "typo", partner, reason)
                taken.add(id(union[at]))
                break
    return found


def _is_long(name: str) -> bool:
    return len(name) >= _LONG_NAME and not is_acronym(name)


def _nearest(rows: Sequence[_Row | None]) -> list[_Row | None]:
    """Return, for each place, the last row that is known before it."""
    last: _Row | None = None
    found: list[_Row | None] = []
    for row in rows:
        found.append(last)
        last = row if row is not None else last
    return found


def _one_edit(a: str, b: str) -> bool:
    """Whether two long names are one edit apart that touches no digit (optimal string alignment).

    >>> _one_edit("Southern Africa Human Rights. Defenders Network", "Southern Africa Human Rights. Defenderss Network")
    True
    >>> _one_edit("Association of the Families, Group 1", "Association of the Families, Group 2")
    False
    """
    left, right = squash(a), squash(b)
    digits = [c for c in left if c.isdigit()], [c for c in right if c.isdigit()]
    return min(len(left), len(right)) >= _LONG_NAME - 4 and digits[0] == digits[1] and OSA.distance(left, right) == 1


def _renames(
    union: Sequence[_Row],
    listings: Sequence[Listing],
    matched: Mapping[str, _Match],
    before: Sequence[Listing],
    *,
    dated: bool,
) -> dict[str, _Match]:
    """Match what left a consecutive edition with what came in this one."""
    rows = {listing.id: row for row in union for listing in row.listings}
    taken = {id(row) for row, *_ in matched.values()}
    there = {id(rows[listing.id]): listing.id for listing in before}
    same = {x: there[id(row)] for x, (row, *_) in matched.items() if id(row) in there}
    free = [x for x in listings if (x.id not in matched or x.id in same) and not is_masked(x.name)]
    held = [x for x in before if id(rows[x.id]) not in taken or x.id in same.values()]
    held = [x for x in held if not is_masked(x.name)]
    return {
        pair.after.id: (rows[pair.before.id], "rename", pair.before, pair.reason)
        for pair in renames(held, free, same, dated=dated)
    }


def _signature(letter: Letter, row: _Row, order: Sequence[Edition]) -> Signature:
    first = row.listings[0]
    printed = {listing.edition for listing in row.listings}
    kinds = {listing.kind for listing in row.listings}
    kind = "individual" if "individual" in kinds else "organisation" if "organisation" in kinds else "unclear"
    short = first.edition.removeprefix(f"{letter.id}/")
    return Signature(
        id=f"{letter.id}/s/{short}-{first.position:04d}",
        letter=letter.id,
        listings=tuple(listing.id for listing in row.listings),
        names=row.names(),
        kind=kind,
        capacity="person" if kind == "individual" else "organisation",
        first_seen=next((e.id for e in in_time([e for e in order if e.id in printed])), first.edition),
    )
