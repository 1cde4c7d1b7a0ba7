"""views: a name as a set of words by meaning; the small nouns that `features`, `pairing` and `acronyms` share."""

from __future__ import annotations

from dataclasses import dataclass

from siggraph.organisations.match_words import HEAD, SCOPE, UNIT


@dataclass(frozen=True, slots=True)
class Atom:
    """A word by meaning: ``key`` is ``=concept`` or the folded word, ``text`` the folded word as printed.

    ``near`` are the families of its concept (`match_words.Concept`).
    """

    key: str
    text: str
    weight: float
    role: str
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """One way of naming the body.

    Its atoms, sorted by key; all its words, of which acronyms are made, and those of ``content``; its letters alone,
    with and without its places (``key``, ``core``); whether it names a place, its
    words of content without them (``home``), and what it says in the order of print, a place being ``@``.
    """

    atoms: tuple[Atom, ...]
    words: tuple[str, ...]
    content: tuple[str, ...]
    key: str
    core: str
    placed: bool
    home: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """How much it tells in all."""
        return sum(atom.weight for atom in self.atoms)


def tells(atom: Atom) -> bool:
    """Whether an atom says what the body is about, rather than what kind of body it is.

    >>> tells(Atom("=torture", "torture", 0.7, "topic")), tells(Atom("=network", "network", 0.3, "head"))
    (True, False)
    """
    return atom.role not in {HEAD, SCOPE, UNIT}
