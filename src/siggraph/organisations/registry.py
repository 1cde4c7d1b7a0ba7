"""Identifiers: opaque, minted by a curator's act from where a body was first listed, never from its name."""

from __future__ import annotations

from collections.abc import Sequence
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


def registrations(
    organisations: Sequence[Organisation], registered: Sequence[Registered], on: str
) -> tuple[Registered, ...]:
    """Return the rows that give every provisional body an identifier, in the order of their anchors.

    Parameters
    ----------
    organisations
        As `resolve` made them.
    registered
        The rows that stand.
    on
        The date of the act, ISO 8601.
    """
    known = {row.anchor for row in registered}
    new = [body for body in organisations if not known & set(body.listings)]
    rows = (Registered(mint(body.listings[0]), body.name, body.listings[0], on) for body in new)
    return tuple(sorted(rows, key=lambda row: row.anchor))
