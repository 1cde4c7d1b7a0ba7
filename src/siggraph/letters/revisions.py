"""revisions: what one full edition of a letter adds, drops and renames against the one before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from siggraph.model import Edition, Finding, Letter, Listing, Signature
from siggraph.names import fold, initials, is_acronym, split_expansion, squash

_ALIKE = 85.0  # rapidfuzz ratio of two names from which one may be a misspelling of the other
_LONG_WORD = 6  # letters: in a shorter word one letter makes another word (Iran, Iraq)
_FEW = 3  # letters of an acronym, words of a name: fewer tell too little
_ARTICLES = frozenset(("the", "la", "le", "les", "el", "los", "las", "der", "die", "das", "os"))
_TAIL = re.compile(r"^(?P<head>.+?)\s*[-–—,:]\s*(?P<inside>\S+)$")

Editions = Sequence[tuple[Edition, Sequence[Listing]]]


@dataclass(frozen=True, slots=True)
class Rename:
    """A listing that left and one that came in its stead, and the sign that they are one signatory."""

    before: Listing
    after: Listing
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The step from one edition to a later one of the same language.

    ``added`` and ``removed`` are names as printed, in the order of their edition, and ``renamed`` pairs of them.
    Individuals are counted and not named. Nobody is where the two editions do not withhold equally many (DESIGN 7):
    then ``named`` is false and only the counts tell. Nobody is removed by an edition that only adds.
    """

    letter: str
    before: str
    after: str
    kept: int
    additions: int
    removals: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    named: bool = True


def steps(editions: Sequence[Edition]) -> tuple[tuple[Edition, Edition], ...]:
    """Return the pairs of consecutive full editions of each language, by date where all have one, else by order.

    An edition whose language is not known counts with the others where these have one language.
    """
    languages = dict.fromkeys(edition.language for edition in editions)
    known = [language for language in languages if language]
    found: list[tuple[Edition, Edition]] = []
    for language in known or [""]:
        whole = {language, ""} if len(known) <= 1 else {language}
        found.extend(pairwise(in_time([e for e in editions if e.language in whole and e.extent == "full"])))
    return tuple(found)


def in_time(editions: Sequence[Edition]) -> list[Edition]:
    """Return editions by date, or as they stand where one has none: its place in the order is all that is known."""
    return sorted(editions, key=lambda edition: edition.date) if all(e.date for e in editions) else list(editions)


def renames(
    before: Sequence[Listing], after: Sequence[Listing], same: Mapping[str, str], *, dated: bool
) -> tuple[Rename, ...]:
    """Pair listings that left with listings that came, where the names are alike; nobody stands in two pairs.

    The signs, from the surest: the same name less an article and an acronym behind it; the same words in another
    order; an acronym and the name that it is made of; one word misspelt, or one name continued, where the same
    signatory stands before or behind both. The last two are not taken between editions whose order in time is not
    known by date. Names that fit several others are left to a person.

    Parameters
    ----------
    before, after
        All listings of two consecutive full editions, in printed order.
    same
        By identifier, the listings of `after` that were matched with one of `before`: its identifier.
    dated
        Whether both editions have a date.
    """
    known = dict(same)
    found: list[Rename] = []
    for sign in _SIGNS if dated else _SIGNS[:_SURE]:
        gone = set(known.values())
        left = [listing for listing in before if listing.id not in gone]
        came = [listing for listing in after if listing.id not in known]
        around = _around(before, dict.fromkeys(gone)) | _around(after, known) if sign.near else {}
        pairs = _pairs(left, came, sign, around)
        found.extend(pairs)
        known.update((pair.after.id, pair.before.id) for pair in pairs)
    return tuple(found)


def _pairs(
    left: Sequence[Listing], came: Sequence[Listing], sign: _Sign, around: Mapping[str, Sequence[str]]
) -> list[Rename]:
    """Return the pairs that fit, each of whose sides fits no other."""
    by_key: dict[str, list[Listing]] = {}
    for listing in left:
        for key in _keys(listing, sign, around):
            by_key.setdefault(key, []).append(listing)
    fits: dict[tuple[str, str], tuple[Listing, Listing]] = {}
    for listing in came:
        for key in _keys(listing, sign, around):
            for other in by_key.get(key, ()):
                if (other.id, listing.id) not in fits and _may_be_one(other, listing) and sign.alike(other, listing):
                    fits[other.id, listing.id] = (other, listing)
    often = Counter(listing_id for pair in fits for listing_id in pair)
    return [Rename(a, b, sign.reason) for a, b in fits.values() if often[a.id] == often[b.id] == 1]


def _keys(listing: Listing, sign: _Sign, around: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Yield the keys of a listing: those of the sign, for a near one each with a neighbour."""
    for key in sorted(set(sign.keys(listing))):
        yield from (f"{neighbour}\n{key}" for neighbour in around[listing.id]) if sign.near else (key,)


def _may_be_one(a: Listing, b: Listing) -> bool:
    """Whether nothing printed tells two listings apart: their kinds, their places, the digits in their names."""
    kinds = {a.kind, b.kind}
    places = {fold(place) for place in (a.country, b.country) if place}
    digits = [[c for c in fold(x.name) if c.isdigit()] for x in (a, b)]
    return len(kinds - {"unclear"}) <= 1 and len(places) <= 1 and digits[0] == digits[1]


def _around(listings: Sequence[Listing], known: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Return, by listing, which known signatories stand next before and next behind it, as keys."""
    keys: dict[str, list[str]] = {listing.id: [] for listing in listings}
    for name, order in (("before", listings), ("behind", listings[::-1])):
        last = ""
        for listing in order:
            if last:
                keys[listing.id].append(f"{name} {last}")
            if listing.id in known:
                last = known[listing.id] or listing.id
    return keys


# -- signs --------------------------------------------------------------------------------------------------------


def same_but_article(a: str, b: str) -> bool:
    """Whether two names are the same less an article before them and an acronym or expansion behind.

    >>> same_but_article("Chaos Computer Club", "The Chaos Computer Club (CCC)")
    True
    >>> same_but_article("ACAT (France)", "ACAT (Benin)"), same_but_article("Free Tibet", "Students for a Free Tibet")
    (False, False)
    """
    (head, inside), (other, outside) = _parts(a), _parts(b)
    torn = bool(inside and outside) and squash(inside) != squash(outside)
    return not torn and _bare(head) == _bare(other)


def same_words(a: str, b: str) -> bool:
    """Whether two names of three words or more have the same words in another order.

    >>> same_words("ASA Paraíba, Articulação no Semiárido", "Articulação no Semiárido - ASA Paraíba")
    True
    """
    words = sorted(fold(a).split())
    return len(words) >= _FEW and words == sorted(fold(b).split())


def acronym_of(a: str, b: str) -> bool:
    """Whether one name is the acronym that the other's words make, with or without its small words.

    >>> acronym_of("EFF", "Electronic Frontier Foundation"), acronym_of("CfD", "Electronic Frontier Foundation")
    (True, False)
    """
    return is_acronym(a) != is_acronym(b) and bool(_acronyms(a) & _acronyms(b))


def misspelt(a: str, b: str) -> bool:
    """Whether two names are one edit apart (optimal string alignment), in a long word, and alike as a whole.

    >>> misspelt("Rossman Group", "Rossmann Group"), misspelt("Digital Rights Foundation", "Digital Rights Watch")
    (True, False)
    >>> misspelt("Friends of Iran", "Friends of Iraq")
    False
    """
    left, right = fold(a).split(), fold(b).split()
    if len(left) != len(right) or is_acronym(a) or is_acronym(b) or fuzz.ratio(squash(a), squash(b)) < _ALIKE:
        return False
    other = [(x, y) for x, y in zip(left, right, strict=True) if x != y]
    return len(other) == 1 and all(max(len(x), len(y)) >= _LONG_WORD and OSA.distance(x, y) == 1 for x, y in other)


def one_edit_keys(text: str) -> set[str]:
    """Return keys of which two texts share one where they are at most one edit apart: the text, each letter left out.

    The scheme is that of symmetric deletion; two texts that share a key may be two edits apart.

    >>> bool(one_edit_keys("rossman") & one_edit_keys("rossmann")), bool(one_edit_keys("abcd") & one_edit_keys("abdc"))
    (True, True)
    """
    return {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}


def _continued(a: Listing, b: Listing) -> bool:
    """Whether one name begins with the other, and the same place is printed beside both."""
    short, long = sorted((_key(a.name), _key(b.name)), key=len)
    return bool(a.country and b.country) and len(short) >= _LONG_WORD and long.startswith(f"{short} ")


def _parts(name: str) -> tuple[str, str]:
    """Part a name into its head and the acronym or expansion behind it."""
    head, inside = split_expansion(name)
    if inside:
        return head, inside
    match = _TAIL.match(name)
    return (match["head"], match["inside"]) if match and is_acronym(match["inside"]) else (name, "")


def _bare(head: str) -> str:
    first, _, rest = fold(head).partition(" ")
    return rest if rest and first in _ARTICLES else fold(head)


def _key(name: str) -> str:
    """Return the key of a name less an article before it and an acronym behind."""
    return _bare(_parts(name)[0])


def _acronyms(name: str) -> set[str]:
    """Return the acronym that a name is, or those that its words make."""
    if is_acronym(name):
        return {squash(name)} if len(squash(name)) >= _FEW else set()
    capitals = " ".join(word for word in re.findall(r"\w+", name) if word[0].isupper())
    return {squash(initials(name)), squash(initials(capitals))}


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign that two listings are one signatory; pairs that share no key are not looked at.

    For one that is ``near``, they must also share the signatory next before them, or next behind.
    """

    alike: Callable[[Listing, Listing], bool]
    keys: Callable[[Listing], Iterable[str]]
    reason: str
    near: bool = False


_SIGNS = (
    _Sign(lambda a, b: same_but_article(a.name, b.name), lambda x: (_key(x.name),),
          "the same name less an article or an acronym"),
    _Sign(lambda a, b: same_words(a.name, b.name), lambda x: (" ".join(sorted(fold(x.name).split())),),
          "the same words in another order"),
    _Sign(lambda a, b: acronym_of(a.name, b.name), lambda x: _acronyms(x.name),
          "an acronym and the name that it is made of"),
    _Sign(lambda a, b: misspelt(a.name, b.name), lambda x: one_edit_keys(squash(x.name)),
          "one letter apart, beside the same signatory", near=True),
    _Sign(_continued, lambda x: (f"{fold(x.country)}\n{_key(x.name).partition(' ')[0]}",),
          "one name continues the other, in the same place and beside the same signatory", near=True),
)  # fmt: skip
_SURE = 3  # the signs that need no date

# -- what is told -------------------------------------------------------------------------------------------------


def revisions(letter: Letter, editions: Editions, signatures: Sequence[Signature]) -> tuple[Revision, ...]:
    """Tell additions, removals and renames between the editions of a letter, apart from reordering.

    Parameters
    ----------
    letter
        The letter.
    editions
        In the order of letter.toml, with what they state and their listings.
    signatures
        As `reconcile` made them: what it linked is no removal.

    Returns
    -------
    tuple of Revision
        One for every two consecutive full editions of a language, and one for every edition that only adds, against
        all editions before it. Extracts say nothing of who is not in them.
    """
    printed = {edition.id: {x.id: x for x in listings} for edition, listings in editions}
    withheld = {edition.id: edition.stated.withheld for edition, _ in editions}
    order = [edition for edition, _ in editions]
    found = []
    for before, after in steps(order):
        found.append(_revision(letter, [before.id], after, signatures, printed, withheld))
    for i, (edition, _) in enumerate(editions):
        earlier = [other.id for other in order[:i]]
        if edition.extent == "additions" and earlier:
            found.append(_revision(letter, earlier, edition, signatures, printed, withheld))
    return tuple(found)


def _revision(
    letter: Letter,
    before: Sequence[str],
    after: Edition,
    signatures: Sequence[Signature],
    printed: Mapping[str, Mapping[str, Listing]],
    withheld: Mapping[str, int | None],
) -> Revision:
    old = {listing_id: x for edition in before for listing_id, x in printed[edition].items()}
    new = printed[after.id]
    added: list[Listing] = []
    removed: list[Listing] = []
    renamed = []
    kept = 0
    names_before, names_after = ({_key(x.name) for x in rows.values()} for rows in (old, new))
    for signature in signatures:
        was = [old[x] for x in signature.listings if x in old]
        now = [new[x] for x in signature.listings if x in new]
        if was and now:
            kept += 1
            if squash(was[-1].name) != squash(now[0].name) and signature.capacity != "person":
                renamed.append((was[-1].name, now[0].name))
        elif was and after.extent == "full" and _key(was[0].name) not in names_after:
            removed.append(was[0])
        elif now and _key(now[0].name) not in names_before:
            added.append(now[0])  # a name that is merely printed once more, or once less, is none of the two
    counts = (kept, len(added), len(removed))
    silent = withheld[after.id] is None and (letter.stated.withheld or any(withheld.values()))
    if silent or withheld[before[-1]] != withheld[after.id]:
        return Revision(letter.id, before[-1], after.id, *counts, named=False)
    people = {x for signature in signatures if signature.capacity == "person" for x in signature.listings}
    names = [
        tuple(x.name for x in sorted(rows, key=lambda x: x.begin) if x.id not in people) for rows in (added, removed)
    ]
    return Revision(letter.id, before[-1], after.id, *counts, names[0], names[1], tuple(renamed))


def revision_findings(letter: Letter, editions: Editions, signatures: Sequence[Signature]) -> tuple[Finding, ...]:
    """Return a warning for every name that a later edition no longer prints; its signature stands all the same.

    Where the two editions withhold different numbers, one warning tells the counts alone.
    """
    found: list[Finding] = []
    remedy = "look for another form of the name, or for a reason; the signature stands"
    for step in revisions(letter, editions, signatures):
        gone = [f"'{name}' stands in {step.before} and no longer here" for name in dict.fromkeys(step.removed)]
        people = step.removals - len(step.removed)
        if step.named and people:
            gone.append(f"of the individuals in {step.before}, {people} no longer stand here")
        if not step.named and step.removals:
            gone.append(
                f"against {step.before}: {step.additions} came, {step.removals} are absent; the two withhold different "
                "numbers, so no name is told"
            )
        found.extend(
            Finding("warning", "signature-absent", step.after, f"{what}; absence is not withdrawal", remedy)
            for what in gone
        )
    return tuple(found)
