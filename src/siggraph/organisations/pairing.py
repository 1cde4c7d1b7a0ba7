"""pairing: the words of two views side by side: equal in meaning, alike but for letters, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from siggraph.names import script_of
from siggraph.organisations.romanise import skeleton
from siggraph.organisations.views import Atom, View

_SHORTEST = 5  # letters: a shorter word has no typing error that is not another word
_LONG = 9  # letters: from here on two edits
_STEM = 4  # letters that an inflected word keeps
_SOUND = 3  # consonants that two scripts must share
_ENDING, _TYPO, _HEARD, _PARTLY, _NEAR = 0.9, 0.85, 0.8, 0.6, 0.6
_SHOWN = 5  # words named in a reason


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two views, word by word.

    ``shared`` is the weight in common (0 up), ``loose`` that part of it which is only alike, ``weakest`` how surely the
    least sure two of the words are one, ``left`` the weight that is left over on both sides, ``likeness`` = shared /
    (shared + left) the weighted Jaccard index.
    """

    first: View
    second: View
    shared: float
    loose: float
    both: tuple[tuple[Atom, Atom], ...]
    rest_a: tuple[Atom, ...]
    rest_b: tuple[Atom, ...]
    weakest: float

    @property
    def left(self) -> float:
        """The weight left over on both sides."""
        return sum(atom.weight for atom in (*self.rest_a, *self.rest_b))

    @property
    def likeness(self) -> float:
        """The weighted Jaccard index of the two views, 0 to 1."""
        whole = self.shared + self.left
        return self.shared / whole if whole else 0.0

    @property
    def common(self) -> str:
        """The words in common, for people."""
        return ", ".join(x.text if x.text == y.text else f"{x.text}/{y.text}" for x, y in self.both[:_SHOWN])

    @property
    def rest(self) -> str:
        """The words left over, for people."""
        sides = (", ".join(atom.text for atom in side[:_SHOWN]) for side in (self.rest_a, self.rest_b))
        return " | ".join(side for side in sides if side)


def pair(a: View, b: View) -> Pairing:
    """Pair the words of two views: first those that are equal, then each with the likest that is left."""
    both: list[tuple[Atom, Atom]] = []
    shared, loose, weakest = 0.0, 0.0, 1.0
    rest_a: list[Atom] = []
    free = list(b.atoms)
    for atom in a.atoms:
        found = next((i for i, other in enumerate(free) if other.key == atom.key), None)
        if found is None:
            rest_a.append(atom)
        else:
            other = free.pop(found)
            both.append((atom, other))
            shared += max(atom.weight, other.weight)
    ranked = sorted(
        ((alike(x, y), i, j) for i, x in enumerate(rest_a) for j, y in enumerate(free)),
        key=lambda r: (-r[0], r[1], r[2]),
    )
    gone_a: set[int] = set()
    gone_b: set[int] = set()
    for share, i, j in ranked:
        if share <= 0:
            break
        if i in gone_a or j in gone_b:
            continue
        gone_a.add(i)
        gone_b.add(j)
        weight = share * (rest_a[i].weight + free[j].weight) / 2
        shared, loose, weakest = shared + weight, loose + weight, min(weakest, share)
        both.append((rest_a[i], free[j]))
    left_a = tuple(atom for i, atom in enumerate(rest_a) if i not in gone_a)
    left_b = tuple(atom for j, atom in enumerate(free) if j not in gone_b)
    return Pairing(a, b, shared, loose, tuple(both), left_a, left_b, weakest)


def alike(a: Atom, b: Atom) -> float:
    """Return how surely two unequal words are one, 0 to 1."""
    known = a.key.startswith("="), b.key.startswith("=")
    if all(known):
        return _NEAR if a.near & b.near else 0.0
    return _alike(*sorted((a.text, b.text)))


@lru_cache(maxsize=262144)
def _alike(a: str, b: str) -> float:
    if a == b or _plain(a) == _plain(b):
        return _ENDING
    scripts = script_of(a[0]), script_of(b[0])
    if scripts[0] != scripts[1]:
        return _by_sound(a, b)
    return _by_characters(a, b) if scripts[0] in {"Hani", "Kana", "Hang"} else _by_letters(a, b)


def _by_characters(a: str, b: str) -> float:
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and short in long:
        return _PARTLY * len(short) / len(long) + 0.2
    return _TYPO * (OSA.distance(a, b) == 1 and len(long) > _SOUND)


def _by_letters(a: str, b: str) -> float:
    shorter = min(len(a), len(b))
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), shorter)
    if same >= _STEM and same >= 0.65 * max(len(a), len(b)):
        return _ENDING
    edits = 2 if shorter >= _LONG else 1
    if shorter >= _SHORTEST and OSA.distance(a, b, score_cutoff=edits) <= edits:
        return _TYPO
    return 0.0


def _plain(word: str) -> str:
    """Return a word with ae, oe and ue as the letters that they stand for where there are no umlauts."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _by_sound(a: str, b: str) -> float:
    """Compare words of two scripts by their consonants."""
    left, right = skeleton(a), skeleton(b)
    if min(len(left), len(right)) < _SOUND:
        return 0.0
    if left == right or left.removeprefix("l") == right or right.removeprefix("l") == left:
        return _HEARD
    near = min(len(left), len(right)) > _SOUND and OSA.distance(left, right, score_cutoff=1) <= 1
    return _PARTLY if near else 0.0
