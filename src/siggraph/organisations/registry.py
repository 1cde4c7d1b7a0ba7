"""Identifiers: opaque, minted by a curator's act from where a body was first listed, never from its name.

An identifier that was released never goes away. Where bodies become one, the one registered first stays and the others
lead to it; where they part again, each has its own back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from siggraph.model import Organisation, Registered


def digest(*parts: str, length: int = 10) -> str:
    """Return the first `length` hex digits of the SHA-256 of `parts`, each closed by a line feed (UTF-8)."""
    return sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()[:length]


def mint(anchor: str) -> str:
    """Return the identifier of the body first listed at `anchor` (``<letter>/<edition>/<position>``).

    >>> mint("2020-china-mechanism/zh/0117")
    'o-6379e890f2'
    """
    return f"o-{digest(anchor)}"


def provisional(anchor: str) -> str:
    """Return the identifier of a body that no curator has registered yet; a release refuses it."""
    return f"p-{digest(anchor)}"


def by_seniority(listings: Iterable[str], anchors: Mapping[str, Registered]) -> tuple[Registered, ...]:
    """Return the rows that are anchored in a body, the one whose identifier it bears first.

    That is the one minted first, of several on one day the one listed first; a row that is merged into another one of
    the same body comes behind those that are not.

    Parameters
    ----------
    listings
        Of the body, in order.
    anchors
        The rows of organisations.tsv by anchor.
    """
    rows = [anchors[listing] for listing in listings if listing in anchors]
    own = {row.id for row in rows}
    return tuple(sorted(rows, key=lambda row: (row.merged_into in own, row.minted)))


def updates(organisations: Sequence[Organisation], registered: Sequence[Registered], on: str) -> tuple[Registered, ...]:
    """Return organisations.tsv as it should read for these bodies.

    Parameters
    ----------
    organisations
        As `resolve` made them.
    registered
        The rows that stand.
    on
        The date of the act, ISO 8601.

    Returns
    -------
    tuple of Registered
        Every row that stood, in its place: of several in one body all lead to the first by `by_seniority`, and a row
        that leads into a body which is another one is cleared. Rows whose anchor is not printed any more stay as they
        are. Then a new row for each body that has none, in the order of their anchors.
    """
    anchors = {row.anchor: row for row in registered}
    leads: dict[str, str] = {}
    new = []
    for body in organisations:
        rows = by_seniority(body.listings, anchors)
        leads.update({row.id: "" if row is rows[0] else rows[0].id for row in rows})
        if not rows:
            new.append(Registered(mint(body.listings[0]), body.name, body.listings[0], on))
    kept = (replace(row, merged_into=leads.get(row.id, row.merged_into)) for row in registered)
    return (*kept, *sorted(new, key=lambda row: row.anchor))
