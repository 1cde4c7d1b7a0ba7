"""From many claims to one picture: duplicates gone, ranks and identifiers set, the best layer drawn as a Profile."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from siggraph.model import Claim, Profile
from siggraph.organisations.registry import digest

# Whose word goes first. What a letter prints beside a name beats what is merely recalled; anything beats a rule.
AUTHORITY = {"editorial": 0, "registry": 1, "lookup": 1, "printed": 2, "recalled": 3, "rule": 4}
SINGLE = ("seat", "type", "scope", "website")
_OWN_WORDS = ("concern.concern-before", "concern.concern-after")
_HIGHEST = 0.99
_LOWEST = 0.01
_ECHO = 0.5  # further rules read the same name: their word counts half
_EVEN = 0.5


def logit(probability: float) -> float:
    """Return the log-odds of a probability, kept within 0.01 and 0.99."""
    probability = min(max(probability, _LOWEST), _HIGHEST)
    return math.log(probability / (1 - probability))


def combined(confidences: Iterable[float]) -> float:
    """Combine the strengths of several rules for one value: the strongest whole, the others by half.

    >>> combined([0.9]), combined([0.9, 0.9]), combined([])
    (0.9, 0.9643, 0.0)
    """
    odds = sorted((logit(c) for c in confidences), reverse=True)
    if not odds:
        return 0.0
    total = odds[0] + _ECHO * sum(max(o, 0.0) for o in odds[1:])
    return round(min(1 / (1 + math.exp(-total)), _HIGHEST), 4)


def _identify(about: str, claim: Claim) -> Claim:
    """Set the body and the identifier of a claim; a curated identifier stays."""
    key = (about, claim.property, claim.value, claim.method, claim.rule, claim.source, str(claim.begin), str(claim.end))
    return replace(claim, about=about, id=claim.id or f"c-{digest(*key)}")


def _support(claims: Sequence[Claim]) -> float:
    """Combine the claims of one value: each rule counts once, however often the name is printed."""
    best: dict[tuple[str, str], float] = {}
    for claim in claims:
        key = (claim.method, claim.rule)
        best[key] = max(best.get(key, 0.0), claim.confidence if claim.confidence is not None else _EVEN)
    return combined(best.values())


def _group(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.value, []).append(claim)
    return groups


def finish(about: str, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Set identifiers and ranks of all claims about one body, drop duplicates, sort.

    A value that a curator has deprecated is deprecated for every rule as well. Of a property with one value, the
    claims of the best value in the best tier of authority are preferred; the others stay normal.
    """
    known: dict[str, Claim] = {}
    for claim in claims:
        identified = _identify(about, claim)
        known.setdefault(identified.id, identified)
    struck = {(c.property, c.value) for c in known.values() if c.rank == "deprecated"}
    ranked: list[Claim] = []
    by_property: dict[str, list[Claim]] = {}
    for claim in known.values():
        by_property.setdefault(claim.property, []).append(
            replace(claim, rank="deprecated" if (claim.property, claim.value) in struck else "normal")
        )
    for name, group in by_property.items():
        ranked += _rank_single(group) if name in SINGLE else _rank_many(group)
    seat = next((c.value for c in ranked if c.property == "seat" and c.rank == "preferred"), "")
    ranked = [_own_country(claim, seat) for claim in ranked]
    return tuple(sorted(ranked, key=lambda c: (c.property, c.value, c.id)))


def _rank_single(group: Sequence[Claim]) -> list[Claim]:
    """Prefer one value: the best tier of authority first, an assertion before an abstention, then support."""
    live = [claim for claim in group if claim.rank != "deprecated"]
    if not live:
        return list(group)

    def weight(claims: Sequence[Claim]) -> tuple[int, bool, float, str]:
        tier = min(AUTHORITY.get(c.method, len(AUTHORITY)) for c in claims)
        first = [c for c in claims if AUTHORITY.get(c.method, len(AUTHORITY)) == tier]
        return (-tier, first[0].status == "asserted", _support(claims), claims[0].value)

    best = max(_group(live).values(), key=weight)
    tier = -weight(best)[0]
    chosen = {c.id for c in best if AUTHORITY.get(c.method, len(AUTHORITY)) == tier}
    return [replace(claim, rank="preferred") if claim.id in chosen else claim for claim in group]


def _rank_many(group: Sequence[Claim]) -> list[Claim]:
    """Prefer every value that is likelier than not."""
    live = [claim for claim in group if claim.rank != "deprecated" and claim.status == "asserted"]
    good = {value for value, claims in _group(live).items() if _support(claims) >= _EVEN}
    return [replace(c, rank="preferred") if c.rank != "deprecated" and c.value in good else c for c in group]


def _own_country(claim: Claim, seat: str) -> Claim:
    """Take the seat's own country out of the preferred concerns, unless a word of concern stands beside it."""
    said = claim.method != "rule" or claim.rule.startswith(_OWN_WORDS)
    if claim.property == "concern" and claim.value == seat and claim.rank == "preferred" and not said:
        return replace(claim, rank="normal")
    return claim


def profile(claims: Sequence[Claim]) -> Profile:
    """Draw the best value of each field from the claims of one body.

    Claims without ranks, as `enrich_name` gives them, are ranked first. A confidence combines the claims of the
    preferred value in log-odds; where a curated claim is preferred, its own stated one stands.
    """
    if not any(claim.rank == "preferred" for claim in claims):
        claims = finish("", claims)
    best = [claim for claim in claims if claim.rank == "preferred"]
    seat, seat_confidence = _one(best, claims, "seat")
    kind, kind_confidence = _one(best, claims, "type")
    scope, _ = _one(best, claims, "scope")
    concern = _many(best, claims, "concern")
    focus = _many(best, claims, "focus")
    return Profile(
        seat=seat,
        seat_status=_seat_status(seat, best),
        seat_confidence=seat_confidence,
        concern=tuple(concern),
        concern_confidence=tuple(concern.values()),
        type=kind,
        type_confidence=kind_confidence,
        focus=tuple(focus),
        focus_confidence=tuple(focus.values()),
        scope=scope or "unknown",
        part_of=_values(best, "part_of"),
        acronyms=_values(best, "acronym"),
        website=next(iter(_values(best, "website")), ""),
        identifiers=_values(best, "identifier"),
        methods=tuple(sorted({claim.method for claim in best if claim.status == "asserted"})),
    )


def _seat_status(seat: str, best: Sequence[Claim]) -> str:
    if seat:
        return "known"
    claims = [claim for claim in best if claim.property == "seat"]
    if any(claim.status == "not_applicable" for claim in claims):
        return "not_applicable"
    notes = {claim.note for claim in claims}
    return next((why for why in ("withheld", "international", "several") if why in notes), "unknown")


def _confidence(value: str, best: Sequence[Claim], claims: Sequence[Claim], name: str) -> float:
    stated = [c for c in best if c.property == name and c.value == value and c.method != "rule"]
    if stated:
        return max(c.confidence if c.confidence is not None else _EVEN for c in stated)
    return _support([c for c in claims if c.property == name and c.value == value and c.rank != "deprecated"])


def _one(best: Sequence[Claim], claims: Sequence[Claim], name: str) -> tuple[str, float | None]:
    value = next((c.value for c in best if c.property == name and c.status == "asserted"), "")
    return (value, _confidence(value, best, claims, name)) if value else ("", None)


def _many(best: Sequence[Claim], claims: Sequence[Claim], name: str) -> dict[str, float]:
    values = sorted({c.value for c in best if c.property == name and c.status == "asserted"})
    return {value: _confidence(value, best, claims, name) for value in values}


def _values(best: Sequence[Claim], name: str) -> tuple[str, ...]:
    return tuple(sorted({c.value for c in best if c.property == name and c.status == "asserted" and c.value}))
