"""balance: what a letter states of its signatories against what its editions name; the sheet must close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from siggraph.model import Balance, Edition, Finding, Letter, Listing, Signature, StatedCounts


def withheld_of(letter: Letter, editions: Sequence[Edition]) -> int:
    """Return how many signatories a letter withholds; 0 where neither it nor its editions state a number."""
    stated = [edition.stated.withheld for edition in editions if edition.stated.withheld is not None]
    return letter.stated.withheld if letter.stated.withheld is not None else max(stated, default=0)


def balance(letter: Letter, editions: Sequence[tuple[Edition, int]], signatures: Sequence[Signature]) -> Balance:
    """Close the sheet of one letter: stated total = named + withheld + unresolved.

    Parameters
    ----------
    letter
        The letter, with what it states as a whole.
    editions
        Its editions, each with its number of listings.
    signatures
        Its signatures after `resolve`.
    """
    withheld = withheld_of(letter, [edition for edition, _ in editions])
    named = len(signatures)
    individuals = sum(s.capacity == "person" and s.status != "repeated" for s in signatures)
    # Bodies, not the status "repeated": where one of two signatures of a body is withdrawn, the sheet stays as it was.
    organisations = len({s.organisation or s.id for s in signatures if s.capacity != "person"})
    closes = letter.stated.total is None or letter.stated.total == named + withheld + letter.unresolved
    notes = [letter.unresolved_reason] if letter.unresolved else []
    notes.extend(_edition_notes(editions))
    return Balance(
        letter=letter.id,
        date=letter.date,
        stated=letter.stated,
        named=named,
        withheld=withheld,
        unresolved=letter.unresolved,
        repeated=named - organisations - individuals,
        organisations=organisations,
        individuals=individuals,
        editions={edition.id: (listings, edition.stated) for edition, listings in editions},
        closes=closes,
        notes=tuple(notes),
    )


def _edition_notes(editions: Sequence[tuple[Edition, int]]) -> Iterable[str]:
    for edition, listings in editions:
        if edition.stated.named is not None and edition.stated.named != listings:
            yield f"edition {edition.id} says that it names {edition.stated.named} and prints {listings}"


def combine(stated: Sequence[StatedCounts]) -> tuple[StatedCounts, tuple[str, ...]]:
    """Return what a letter states as a whole, and the roles on which its editions disagree (``None`` there).

    >>> combine([StatedCounts(321, None, 39), StatedCounts(321, 282, 39)])
    (StatedCounts(total=321, named=282, withheld=39), ())
    """
    values: dict[str, int | None] = {}
    torn = []
    for role in ("total", "named", "withheld"):
        found = {getattr(counts, role) for counts in stated} - {None}
        values[role] = next(iter(found)) if len(found) == 1 else None
        if len(found) > 1:
            torn.append(role)
    return StatedCounts(values["total"], values["named"], values["withheld"]), tuple(torn)


def withheld_findings(
    letter: Letter, editions: Sequence[tuple[Edition, Sequence[Listing]]], signatures: Sequence[Signature]
) -> tuple[Finding, ...]:
    """Return an error for every edition that withholds fewer than another and prints lines that the other does not.

    The names that came may be those that were withheld. A person must decide whether they may be shown as added;
    letter.toml keeps the decision, and the error becomes a note. An edition that does not say how many it withholds
    is a warning beside one that withholds some. No name is told.
    """
    lines = {x: frozenset(signature.listings) for signature in signatures for x in signature.listings}
    found: list[Finding] = []
    for edition, listings in editions:
        few = edition.stated.withheld
        for other, others in editions:
            many = other.stated.withheld
            if not many or (few is not None and few >= many):
                continue
            there = {x.id for x in others}
            came = sum(not lines.get(x.id, frozenset()) & there for x in listings)
            if came:
                own = f"it withholds {few}" if few is not None else "it does not say how many it withholds"
                what = f"{own} where {other.id} withholds {many}, and prints {came} lines more"
                found.append(_names_came(letter, "warning" if few is None else "error", edition.id, what))
    return tuple(found)


def _names_came(letter: Letter, severity: str, where: str, what: str) -> Finding:
    if letter.withheld_decision:
        return Finding("note", "edition-names-withheld", where, f"{what}; decided: {letter.withheld_decision}", "")
    remedy = (
        "they may be those who were withheld: let a person decide whether they may be shown, and write the decision "
        "into letter.toml: withheld_decision"
    )
    return Finding(severity, "edition-names-withheld", where, what, remedy)
