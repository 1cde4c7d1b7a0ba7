"""resolve: signatures of the same body become one organisation, by sure rules and by people's judgements.

Nothing is overwritten: organisations follow from the judgements that stand. Strike one and the group falls apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from siggraph.model import Case, Finding, Judgement, Organisation, Registered, Signature
from siggraph.names import is_acronym
from siggraph.organisations.cases import Compared, survey
from siggraph.organisations.clusters import Clustering, cluster
from siggraph.organisations.match import Features
from siggraph.organisations.registry import by_seniority, provisional


@dataclass(frozen=True, slots=True)
class Resolved:
    """The bodies, the signatures with their bodies, the judgements in force (rules included), cases, findings.

    ``parts`` are pairs of bodies by identifier: the first may be a part of the second.
    """

    organisations: tuple[Organisation, ...]
    signatures: tuple[Signature, ...]
    judgements: tuple[Judgement, ...]
    cases: tuple[Case, ...]
    parts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def resolve(
    signatures: Sequence[Signature],
    judgements: Sequence[Judgement],
    registered: Sequence[Registered],
    features: Mapping[str, Features],
    compared: Compared | None = None,
) -> Resolved:
    """Group the signatures of organisations into bodies.

    Parameters
    ----------
    signatures
        Of all letters: letters by date, lines in printed order; the first of a body stands, later ones on the same
        letter are repeated.
    judgements
        The corpus's judgements, in any order; withdrawn ones do not count.
    registered
        The corpus's organisations.tsv, in any order.
    features
        `match.features` of every printed name.
    compared
        What was compared of the same names before.

    Returns
    -------
    Resolved
        Identifiers come from the registry by anchor, else they are provisional. Persons keep a blank organisation.
    """
    bodies, clustering = group(signatures, judgements)
    organisations, findings = named(bodies, clustering, registered)
    owner = {signature: organisation.id for organisation in organisations for signature in organisation.signatures}
    cases, parts = survey(bodies, clustering.groups, features, compared)
    return Resolved(
        organisations=organisations,
        signatures=_with_status(signatures, owner),
        judgements=clustering.judgements,
        cases=cases,
        parts=tuple((owner[part], owner[whole]) for part, whole in parts),
        findings=(*clustering.findings, *findings),
    )


def group(signatures: Sequence[Signature], judgements: Sequence[Judgement]) -> tuple[list[Signature], Clustering]:
    """Return the signatures of organisations and how the judgements group them: the first step of `resolve`."""
    bodies = [s for s in signatures if s.capacity == "organisation"]
    persons = [name for s in signatures if s.capacity == "person" for name in s.names]
    return bodies, cluster(bodies, judgements, persons)


def named(
    bodies: Sequence[Signature], clustering: Clustering, registered: Sequence[Registered]
) -> tuple[tuple[Organisation, ...], tuple[Finding, ...]]:
    """Return the organisations with their identifiers, and where organisations.tsv is behind: the second step."""
    rows = _Rows(registered)
    found = [_organisation([bodies[i] for i in members], rows) for members in clustering.groups.members().values()]
    organisations = sorted((organisation for organisation, _ in found), key=lambda organisation: organisation.id)
    return tuple(organisations), tuple(finding for _, findings in found for finding in findings)


class _Rows:
    """organisations.tsv by anchor and by identifier."""

    def __init__(self, registered: Sequence[Registered]) -> None:
        self.anchors = {row.anchor: row for row in registered}
        self._ids = {row.id: row for row in registered}

    def leads_to(self, row: Registered) -> str:
        """Follow the mergers of a row to the identifier that stays; the corpus's reader has refused circles."""
        found = row.id
        for _ in range(len(self._ids)):
            following = self._ids[found].merged_into if found in self._ids else ""
            if not following:
                break
            found = following
        return found


def _organisation(group: Sequence[Signature], rows: _Rows) -> tuple[Organisation, list[Finding]]:
    listings = tuple(listing for signature in group for listing in signature.listings)
    names = tuple(dict.fromkeys(name for signature in group for name in signature.names))
    own = by_seniority(listings, rows.anchors)
    chosen = own[0].name if own else ""
    kinds = {signature.kind for signature in group}
    organisation = Organisation(
        id=own[0].id if own else provisional(listings[0]),
        name=chosen if chosen in names else _display(names),
        kind="organisation" if "organisation" in kinds else "unclear",
        names=names,
        signatures=tuple(signature.id for signature in group),
        listings=listings,
    )
    return organisation, list(_registry_findings(own, rows))


def _registry_findings(own: Sequence[Registered], rows: _Rows) -> Iterable[Finding]:
    """Say where organisations.tsv and the judgements differ: the build goes by the judgements, and writes neither."""
    where, remedy = "organisations.tsv", "siggraph judge and siggraph add bring merged_into up to date"
    ids = {row.id for row in own}
    for row in own:
        if row.merged_into and rows.leads_to(row) not in ids:
            yield Finding("warning", "merge-not-judged", where,
                          f"{row.id} is merged into {row.merged_into}, and no judgement makes the two one body",
                          f"judge the two names same, or clear merged_into; {remedy}")  # fmt: skip
    live = [row.id for row in own if not row.merged_into]
    if len(live) > 1:
        yield Finding("warning", "merge-not-registered", where, f"{', '.join(live)} are one body now",
                      f"write {own[0].id} into merged_into of the others; {remedy}")  # fmt: skip


def _display(names: Sequence[str]) -> str:
    """Return the form to show: the first printed one that is no bare acronym, else the first."""
    return next((name for name in names if not is_acronym(name)), names[0])


def _with_status(signatures: Sequence[Signature], owner: Mapping[str, str]) -> tuple[Signature, ...]:
    first: dict[tuple[str, str], str] = {}
    done = []
    for signature in signatures:
        organisation = owner.get(signature.id, "")
        one = (signature.letter, organisation or signature.id)
        # Who has withdrawn one of two signatures stands by the other.
        standing = signature.id if signature.status == "withdrawn" else first.setdefault(one, signature.id)
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
