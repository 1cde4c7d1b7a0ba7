"""Identifiers: opaque, minted by a curator's act from where a body was first listed, never from its name."""

from __future__ import annotations

from hashlib import sha256


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
