"""cases: pairs of bodies that may be one, for a person to decide; those first whose answer changes most.

The gain of an answer is doubt times change:

- doubt is ``4 p (1 - p)``: 1 for an even chance, 0 for what is sure either way (a parabola beside entropy's arch);
- change is ``c / (c + 1)``, with ``c = s + r + k``: s signatures change hands (those of the smaller body), r letters
  are then signed twice by one body, k pairs of letters are then co-signed by it. One line against another of the same
  letter has ``c = 2``; large bodies come near to 1.

A pair that nobody has looked at has at least 0.01; one that somebody has judged unsure has a hundredth of its gain, and
so stands behind all of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence

from siggraph.model import Case, Signature
from siggraph.organisations.candidates import candidates
from siggraph.organisations.clusters import Groups
from siggraph.organisations.judgements import is_redacted
from siggraph.organisations.match import DIFFERENT, Comparison, Features, compare
from siggraph.organisations.registry import digest

_LEAST = 0.01  # the gain of a pair that nobody has looked at
_LOOKED_AT = 0.01  # what is left of the gain of a pair that somebody was unsure about


def case_id(a: str, b: str) -> str:
    """Return the identifier of the case about two signatures, the first ones of two bodies."""
    return f"q-{digest(a, b)}"


def gain(score: float, a: Sequence[str], b: Sequence[str], *, doubted: bool = False) -> float:
    """Return how much an answer is expected to change, from 0 to 1, with four digits.

    Parameters
    ----------
    score
        Probability that the two bodies are one.
    a, b
        The letters of each body, one entry a signature.
    doubted
        Whether a person has judged the pair unsure.

    >>> gain(0.5, ["x"], ["x"]), gain(0.5, ["x", "y"], ["z", "z"]), gain(0.5, ["x"], ["x"], doubted=True)
    (0.6667, 0.8, 0.0067)
    """
    left, right = set(a), set(b)
    change = min(len(a), len(b)) + len(left & right) + len(left - right) * len(right - left)
    found = 4 * score * (1 - score) * change / (change + 1)
    return round(min(found, 0.99) * _LOOKED_AT if doubted else max(found, _LEAST), 4)


def open_cases(
    bodies: Sequence[Signature], groups: Groups, features: Mapping[str, Features], compared: Compared | None = None
) -> tuple[Case, ...]:
    """Return what a person should decide, see `survey`."""
    return survey(bodies, groups, features, compared)[0]


def survey(
    bodies: Sequence[Signature], groups: Groups, features: Mapping[str, Features], compared: Compared | None = None
) -> tuple[tuple[Case, ...], tuple[tuple[str, str], ...]]:
    """Return pairs of bodies that may be one and are not judged different, and pairs that may be part and whole.

    Parameters
    ----------
    bodies
        The signatures of organisations, in printed order.
    groups
        Their groups, with what people have judged.
    features
        `match.features` of every printed name.
    compared
        What was compared of the same names before, to be used again and added to.

    Returns
    -------
    tuple of Case
        What a person should decide: one a pair of bodies, named by the first signature of each, with the likeliest
        reading of their names; most telling first. Redacted lines are in none.
    tuple of (str, str)
        The first signatures of two bodies whose names differ by a place or a unit alone: the part, then the whole.
    """
    compared = Compared(features) if compared is None else compared
    members = groups.members()
    number = {signature.id: i for i, signature in enumerate(bodies)}
    best: dict[tuple[int, int], Comparison] = {}
    parts: set[tuple[str, str]] = set()
    for a, b in candidates([s for s in bodies if not is_redacted(s)], compared.features, compared.blocks):
        roots = groups.find(number[a.id]), groups.find(number[b.id])
        if roots[0] == roots[1]:
            continue
        first, second = sorted(roots, key=lambda root: members[root][0])
        found = compared.likeliest(a, b)
        if found.part:
            pair = (roots[0], roots[1]) if found.part == "a" else (roots[1], roots[0])
            parts.add((bodies[members[pair[0]][0]].id, bodies[members[pair[1]][0]].id))
        if (first, second) not in best or _rank(found) > _rank(best[first, second]):
            best[first, second] = found
    cases = []
    for (first, second), found in best.items():
        if found.verdict == DIFFERENT or groups.barred(first, second) is not None:
            continue
        cases.append(_case([bodies[i] for i in members[first]], [bodies[i] for i in members[second]], found,
                           doubted=groups.doubted(first, second)))  # fmt: skip
    return tuple(sorted(cases, key=lambda case: (-case.gain, case.id))), tuple(sorted(parts))


def _case(a: Sequence[Signature], b: Sequence[Signature], found: Comparison, *, doubted: bool) -> Case:
    letters = [s.letter for s in a], [s.letter for s in b]
    return Case(
        id=case_id(a[0].id, b[0].id),
        kind="repetition" if set(letters[0]) & set(letters[1]) else "identity",
        a=a[0].id,
        b=b[0].id,
        score=found.score,
        reasons=found.reasons,
        gain=gain(found.score, *letters, doubted=doubted),
    )


def _rank(found: Comparison) -> tuple[float, tuple[str, ...]]:
    return found.score, found.reasons


class Compared:
    """Compares the printed names of signatures; the same two names once.

    Parameters
    ----------
    features
        `match.features` of every printed name.
    known
        Comparisons that were made before, by whether in one letter and the two names (`key`); new ones are added.
    blocks
        The blocks of names that were found before (`candidates`); new ones are added.
    """

    def __init__(
        self,
        features: Mapping[str, Features],
        known: MutableMapping[str, Comparison] | None = None,
        blocks: MutableMapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        self.features = features
        self.blocks = {} if blocks is None else blocks
        self._known = {} if known is None else known

    def likeliest(self, a: Signature, b: Signature) -> Comparison:
        """Return the comparison of their two names that are likeliest the same."""
        return max(self._all(a, b), key=_rank)

    def _all(self, a: Signature, b: Signature) -> Iterable[Comparison]:
        near = a.letter == b.letter
        for x in a.names:
            for y in b.names:
                key = f"{near:d}\t{x}\t{y}"  # no printed name holds a tab
                if key not in self._known:
                    self._known[key] = compare(self.features[x], self.features[y], same_letter=near)
                yield self._known[key]
