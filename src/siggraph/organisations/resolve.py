"""resolve: signatures of the same body become one organisation, by sure rules and by people's judgements.

Nothing is overwritten: organisations follow from the judgements that stand. Strike one and the group falls apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from siggraph.model import Case, Finding, Judgement, Organisation, Registered, Signature
from siggraph.names import fold, is_acronym, squash
from siggraph.organisations.match import DIFFERENT, SAME, UNSURE, Features, compare
from siggraph.organisations.registry import digest, provisional

_RULE = "rule:same-folded-name@1"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The bodies, the signatures with their bodies, the judgements in force (rules included), cases, findings."""

    organisations: tuple[Organisation, ...]
    signatures: tuple[Signature, ...]
    judgements: tuple[Judgement, ...]
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]


class _Groups:
    """Union-find over signature identifiers; the earliest signature leads its group."""

    def __init__(self, members: Sequence[str]) -> None:
        self._order = {member: i for i, member in enumerate(members)}
        self._parent = {member: member for member in members}

    def find(self, member: str) -> str:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def union(self, a: str, b: str) -> None:
        first, second = sorted((self.find(a), self.find(b)), key=self._order.__getitem__)
        self._parent[second] = first


def resolve(
    signatures: Sequence[Signature],
    judgements: Sequence[Judgement],
    registered: Sequence[Registered],
    features: Mapping[str, Features],
) -> Resolved:
    """Group the signatures of organisations into bodies.

    Parameters
    ----------
    signatures
        Of all letters: letters by date, lines in printed order; the first of a body stands, later ones on the same
        letter are repeated.
    judgements
        The corpus's judgements, in the order in which they were made; withdrawn ones do not count.
    registered
        The corpus's organisations.tsv.
    features
        `match.features` of every printed name.

    Returns
    -------
    Resolved
        Identifiers come from the registry by anchor, else they are provisional. Persons keep a blank organisation.
    """
    bodies = [s for s in signatures if s.capacity == "organisation"]
    groups = _Groups([s.id for s in bodies])
    by_rule = tuple(_same_by_rule(bodies))
    persons = frozenset(fold(name) for s in signatures if s.capacity == "person" for name in s.names)
    made, findings = _apply(bodies, [*judgements, *by_rule], groups, persons)
    members: dict[str, list[Signature]] = {}
    for signature in bodies:
        members.setdefault(groups.find(signature.id), []).append(signature)
    registry = {row.anchor: row for row in registered}
    organisations, owner = [], {}
    for group in members.values():
        organisation, found = _organisation(group, registry)
        organisations.append(organisation)
        findings.extend(found)
        owner.update({s.id: organisation.id for s in group})
    resolved = _with_status(signatures, owner)
    cases = tuple(_cases(bodies, groups, judgements, features))
    ordered = tuple(sorted(organisations, key=lambda organisation: organisation.id))
    return Resolved(ordered, resolved, made, cases, tuple(findings))


def _same_by_rule(bodies: Sequence[Signature]) -> Iterable[Judgement]:
    """Say "same" for names of the same letters and digits; a bare acronym only inside one letter."""
    seen: dict[tuple[str, str], Signature] = {}
    for signature in bodies:
        for name in signature.names:
            scope = signature.letter if is_acronym(name) else ""
            first = seen.setdefault((scope, squash(name)), signature)
            if first is not signature:
                label = next(x for x in first.names if squash(x) == squash(name))
                yield Judgement(
                    label, first.letter, name, signature.letter, SAME, _RULE, "siggraph", "", "the same folded name"
                )


def _apply(
    bodies: Sequence[Signature], judgements: Sequence[Judgement], groups: _Groups, persons: frozenset[str]
) -> tuple[tuple[Judgement, ...], list[Finding]]:
    """Apply judgements in order: negatives are kept, and stop what the rule would merge."""
    index = _by_label(bodies)
    findings: list[Finding] = []
    standing = [j for j in judgements if not j.withdrawn]
    barred: list[tuple[str, str, Judgement]] = []
    made: list[Judgement] = []
    for judgement in sorted(standing, key=lambda j: j.verdict != DIFFERENT):  # stable: negatives first
        left = index.get((judgement.subject_letter, fold(judgement.subject_label)), [])
        right = index.get((judgement.object_letter, fold(judgement.object_label)), [])
        if not left or not right:
            if {fold(judgement.subject_label), fold(judgement.object_label)} & persons:
                continue  # a person is never matched, and never named in a finding
            findings.append(
                _not_printed(judgement, missing=judgement.object_label if left else judgement.subject_label)
            )
            continue
        if judgement.verdict == DIFFERENT:
            barred.extend((a, b, judgement) for a in left for b in right)
        elif judgement.verdict == SAME and not (judgement.method == _RULE and _crosses(left, right, barred, groups)):
            for other in [*left, *right]:
                groups.union(left[0], other)
        made.append(judgement)
    for a, b, judgement in barred:
        if a != b and groups.find(a) == groups.find(b):
            findings.append(_contradiction(judgement))
    return tuple(made), list(dict.fromkeys(findings))


def _by_label(bodies: Sequence[Signature]) -> dict[tuple[str, str], list[str]]:
    """Return signatures by letter (blank for any) and folded name."""
    index: dict[tuple[str, str], list[str]] = {}
    for signature in bodies:
        for name in signature.names:
            for letter in (signature.letter, ""):
                index.setdefault((letter, fold(name)), []).append(signature.id)
    return index


def _crosses(
    left: Sequence[str], right: Sequence[str], barred: Sequence[tuple[str, str, Judgement]], groups: _Groups
) -> bool:
    """Whether joining the two sides would join a pair that a person has judged different."""
    joined = {groups.find(x) for x in (*left, *right)}
    return any(a != b and {groups.find(a), groups.find(b)} <= joined for a, b, _ in barred)


def _not_printed(judgement: Judgement, missing: str) -> Finding:
    return Finding(
        "warning",
        "judgement-not-applied",
        "judgements.tsv",
        f"the judgement of {judgement.on} on '{judgement.subject_label}' and '{judgement.object_label}' "
        f"names '{missing}', which no letter prints",
        "withdraw the judgement or correct the name",
    )


def _contradiction(judgement: Judgement) -> Finding:
    return Finding(
        "error",
        "judgements-contradict",
        "judgements.tsv",
        f"'{judgement.subject_label}' and '{judgement.object_label}' are judged different, "
        "and other judgements make them one",
        "withdraw one of the judgements",
    )


def _organisation(group: Sequence[Signature], registry: Mapping[str, Registered]) -> tuple[Organisation, list[Finding]]:
    listings = tuple(listing for signature in group for listing in signature.listings)
    rows = [registry[listing] for listing in listings if listing in registry]
    live = [row for row in rows if not row.merged_into]
    findings = []
    if rows and not live:  # merged by hand, and no judgement says so (any more): the body has its own identifier again
        live = rows[:1]
        findings.append(
            Finding("warning", "merge-not-judged", "organisations.tsv",
                    f"{rows[0].id} is merged into {rows[0].merged_into}, and no judgement makes the two one body",
                    "judge the two names same, or clear merged_into")
        )  # fmt: skip
    if len(live) > 1:
        findings.append(
            Finding("warning", "merge-not-registered", "organisations.tsv",
                    f"{', '.join(row.id for row in live)} are one body now",
                    f"write {live[0].id} into merged_into of the others")
        )  # fmt: skip
    names = tuple(dict.fromkeys(name for signature in group for name in signature.names))
    chosen = live[0].name if live else ""
    kinds = {signature.kind for signature in group}
    organisation = Organisation(
        id=live[0].id if live else provisional(listings[0]),
        name=chosen if chosen in names else _display(names),
        kind="organisation" if "organisation" in kinds else "unclear",
        names=names,
        signatures=tuple(signature.id for signature in group),
        listings=listings,
    )
    return organisation, findings


def _display(names: Sequence[str]) -> str:
    """Return the form to show: the first printed one that is no bare acronym, else the first."""
    return next((name for name in names if not is_acronym(name)), names[0])


def _with_status(signatures: Sequence[Signature], owner: Mapping[str, str]) -> tuple[Signature, ...]:
    first: dict[tuple[str, str], str] = {}
    done = []
    for signature in signatures:
        organisation = owner.get(signature.id, "")
        standing = first.setdefault((signature.letter, organisation or signature.id), signature.id)
        repeated = standing != signature.id
        done.append(
            replace(
                signature,
                organisation=organisation,
                status="repeated" if repeated else signature.status,
                repeats=standing if repeated else "",
            )
        )
    return tuple(done)


def _cases(
    bodies: Sequence[Signature], groups: _Groups, judgements: Sequence[Judgement], features: Mapping[str, Features]
) -> Iterable[Case]:
    """Return what a person should decide: pairs that may be one body and that nobody has judged, likeliest first."""
    judged = {
        frozenset((fold(j.subject_label), fold(j.object_label)))
        for j in judgements
        if not j.withdrawn and j.verdict != UNSURE
    }
    found: dict[tuple[str, str], Case] = {}
    for a, b in _candidates(bodies, features):
        if groups.find(a.id) == groups.find(b.id):
            continue
        pairs = [(x, y) for x in a.names for y in b.names]
        if any(frozenset((fold(x), fold(y))) in judged for x, y in pairs):
            continue
        best = max((compare(features[x], features[y], same_letter=a.letter == b.letter) for x, y in pairs),
                   key=lambda c: (c.score, c.reasons))  # fmt: skip
        if best.verdict == DIFFERENT:
            continue
        kind = "repetition" if a.letter == b.letter else "identity"
        gain = round(min(best.score, 1 - best.score) * 2, 4)  # how unsure: an even chance teaches most
        case = Case(f"q-{digest(a.id, b.id)}", kind, a.id, b.id, best.score, best.reasons, gain)
        found[(a.id, b.id)] = case
    return sorted(found.values(), key=lambda case: (-case.gain, case.id))


def _candidates(bodies: Sequence[Signature], features: Mapping[str, Features]) -> Iterable[tuple[Signature, Signature]]:
    """Yield pairs that share a block: a folded name, an acronym or initials, a rare word, or all their places."""
    blocks: dict[str, list[int]] = {}
    for i, signature in enumerate(bodies):
        keys: set[str] = set()
        for name in signature.names:
            feature = features[name]
            keys |= {f"key:{feature.key}"} | {f"rare:{x}" for x in feature.rare if not x.startswith("~")}
            keys |= {f"acronym:{x}" for x in feature.acronyms | feature.initials}
            keys |= {f"acronym:{x}" for x in _tails(name)}
            if feature.codes and feature.heads:
                keys.add(f"places:{'+'.join(sorted(feature.codes))}/{'+'.join(sorted(feature.heads))}")
        for key in keys:
            blocks.setdefault(key, []).append(i)
    pairs = {
        (i, j)
        for members in blocks.values()
        if len(members) <= _LARGEST_BLOCK
        for n, i in enumerate(members)
        for j in members[n + 1 :]
    }
    for i, j in sorted(pairs):
        yield bodies[i], bodies[j]


_LARGEST_BLOCK = 50  # a word that more names share is no sign


def _tails(name: str) -> Iterable[str]:
    """Return the initials of the last three to five words, with and without small words: units of a body."""
    tokens = fold(name).split()
    for kept in (tokens, [token for token in tokens if len(token) > 3]):  # noqa: PLR2004 - small words
        for count in (3, 4, 5):
            if len(kept) > count:
                yield "".join(token[0] for token in kept[-count:])
