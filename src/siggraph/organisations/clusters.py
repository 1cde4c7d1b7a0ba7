"""clusters: which signatures are of one body follows from the judgements that stand, and from nothing else.

In three steps, so that the order of the judgements plays no part:

1. whatever people have judged the same is joined;
2. whatever people have judged different is barred. Where step 1 has joined it, the judgements contradict each other:
   an error explains the chain, and the merge stands until a person withdraws one of its links;
3. the rule joins lines of the same folded name, in printed order, and never across a bar.

Bars are marks: a judgement "different" marks the lines of its two sides, and two groups with opposite marks stay two.
Marks grow with the lines, not with their pairs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siggraph.model import Finding, Judgement, Signature
from siggraph.names import fold, is_acronym, squash
from siggraph.organisations.judgements import (
    Printed,
    contradiction,
    in_force,
    is_redacted,
    not_printed,
    on_one_line,
    stopped,
)
from siggraph.organisations.match import DIFFERENT, SAME, UNSURE

RULE = "rule:same-folded-name@1"
_TRIES = 8  # groups of one folded name that a further line of that name is held against


class Marks:
    """Marks of groups: a judgement's number and the side; the larger set takes in the smaller one."""

    def __init__(self) -> None:
        self._of: dict[int, set[tuple[int, int]]] = {}

    def put(self, root: int, number: int, side: int) -> None:
        """Mark a group as being on one side (0 or 1) of a judgement."""
        self._of.setdefault(root, set()).add((number, side))

    def pour(self, source: int, target: int) -> None:
        """Give the marks of one group to another."""
        moved, kept = self._of.pop(source, None), self._of.get(target)
        if moved is None:
            return
        if kept is None or len(kept) < len(moved):
            moved, kept = kept or set(), moved
        kept |= moved
        self._of[target] = kept

    def between(self, a: int, b: int) -> int | None:
        """Return the lowest number of a judgement that has one group on each side."""
        few, many = sorted((self._of.get(a, ()), self._of.get(b, ())), key=len)
        return min((number for number, side in few if (number, 1 - side) in many), default=None)


class Groups:
    """Union-find over lines (0 .. count-1), with what is judged different or unsure between groups."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._size = [1] * count
        self._bars, self._doubts = Marks(), Marks()

    def find(self, line: int) -> int:
        """Return the root of a line's group."""
        while self._parent[line] != line:
            self._parent[line] = self._parent[self._parent[line]]
            line = self._parent[line]
        return line

    def union(self, a: int, b: int) -> None:
        """Join two groups."""
        small, large = sorted((self.find(a), self.find(b)), key=self._size.__getitem__)
        if small == large:
            return
        self._parent[small] = large
        self._size[large] += self._size[small]
        self._bars.pour(small, large)
        self._doubts.pour(small, large)

    def mark(self, number: int, verdict: str, sides: tuple[Sequence[int], Sequence[int]]) -> None:
        """Keep a judgement "different" or "unsure" between the groups of its sides."""
        marks = self._bars if verdict == DIFFERENT else self._doubts
        for side, lines in enumerate(sides):
            for line in lines:
                marks.put(self.find(line), number, side)

    def barred(self, a: int, b: int) -> int | None:
        """Return the number of a judgement that keeps two groups apart; none where they are one, or free to join."""
        a, b = self.find(a), self.find(b)
        return None if a == b else self._bars.between(a, b)

    def doubted(self, a: int, b: int) -> bool:
        """Whether somebody has looked at the two groups and was unsure."""
        return self._doubts.between(self.find(a), self.find(b)) is not None

    def members(self) -> dict[int, list[int]]:
        """Return the lines of each group by its root; groups in the order of their first lines."""
        found: dict[int, list[int]] = {}
        for line in range(len(self._parent)):
            found.setdefault(self.find(line), []).append(line)
        return found


@dataclass(frozen=True, slots=True)
class Clustering:
    """The groups of lines, the judgements in force (people's, then the rule's) and the findings."""

    groups: Groups
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Applied:
    """A judgement with the lines of its sides."""

    judgement: Judgement
    left: Sequence[int]
    right: Sequence[int]


def cluster(bodies: Sequence[Signature], judgements: Sequence[Judgement], persons: Iterable[str]) -> Clustering:
    """Group lines into bodies.

    Parameters
    ----------
    bodies
        The signatures of organisations: letters by date, lines in printed order.
    judgements
        People's, in any order.
    persons
        Printed names of individuals: no finding names one.

    Returns
    -------
    Clustering
        The same for every order of `judgements`.
    """
    standing, findings = in_force(judgements)
    printed, groups = Printed(bodies, standing), Groups(len(bodies))
    applied: list[_Applied] = []
    for judgement in standing:
        left, right = printed.sides(judgement)
        if left and right:
            applied.append(_Applied(judgement, left, right))
        elif found := not_printed(judgement, (left, right), lambda: frozenset(map(fold, persons))):
            findings.append(found)
    same = [row for row in applied if row.judgement.verdict == SAME]
    for row in same:
        for line in (*row.left, *row.right):
            groups.union(row.left[0], line)
    for number, row in enumerate(applied):
        if row.judgement.verdict in {DIFFERENT, UNSURE}:
            groups.mark(number, row.judgement.verdict, (row.left, row.right))
    findings.extend(_contradictions(applied, same, groups))
    made, refused = _by_rule(bodies, groups)
    findings.extend(_stops(bodies, applied, [*same, *made], refused))
    people = tuple(row.judgement for row in applied)
    return Clustering(groups, (*people, *(row.judgement for row in made)), tuple(findings))


# -- the rule -----------------------------------------------------------------------------------------------------


def _by_rule(
    bodies: Sequence[Signature], groups: Groups
) -> tuple[list[_Applied], dict[int, list[tuple[tuple[int, str], tuple[int, str]]]]]:
    """Join names of the same letters and digits, a bare acronym only inside one letter, and never across a bar.

    Returns what was joined, and by the judgement in the way what was not. A line that a bar keeps from the first line
    of its name is tried against the next one that stands alone.
    """
    firsts: dict[tuple[str, str], list[tuple[int, str]]] = {}
    made: list[_Applied] = []
    refused: dict[int, list[tuple[tuple[int, str], tuple[int, str]]]] = {}
    keys: dict[str, tuple[str, bool]] = {}
    for i, signature in enumerate(bodies):
        for name in () if is_redacted(signature) else signature.names:
            if name not in keys:
                keys[name] = (squash(name), is_acronym(name))
            key, short = keys[name]
            known = firsts.setdefault((signature.letter if short else "", key), [])
            for first, label in known[:_TRIES]:
                bar = groups.barred(first, i)
                if bar is None:
                    if first != i:
                        groups.union(first, i)
                        made.append(_Applied(_said(bodies, (first, label), (i, name)), (first,), (i,)))
                    break
                refused.setdefault(bar, []).append(((first, label), (i, name)))
            else:
                known.append((i, name))
    return made, refused


def _said(bodies: Sequence[Signature], a: tuple[int, str], b: tuple[int, str]) -> Judgement:
    (first, label), (other, name) = a, b
    return Judgement(
        label, bodies[first].letter, name, bodies[other].letter, SAME, RULE, "siggraph", "", "the same folded name"
    )


# -- chains -------------------------------------------------------------------------------------------------------


def _contradictions(applied: Sequence[_Applied], same: Sequence[_Applied], groups: Groups) -> Iterable[Finding]:
    """Yield an error for every judgement "different" whose sides people's own judgements have joined."""
    chains = _Chains(same)
    for row in applied:
        if row.judgement.verdict != DIFFERENT:
            continue
        by_root: dict[int, tuple[list[int], list[int]]] = {}
        for side, lines in enumerate((row.left, row.right)):
            for line in lines:
                by_root.setdefault(groups.find(line), ([], []))[side].append(line)
        for left, right in by_root.values():
            others = [(line, [x for x in right if x != line]) for line in left]
            start, targets = next(((line, found) for line, found in others[:2] if found), (-1, []))
            if targets:
                yield contradiction(row.judgement, chains.shortest([start], targets))
                break
            if left and right:
                yield on_one_line(row.judgement)
                break


def _stops(
    bodies: Sequence[Signature],
    applied: Sequence[_Applied],
    same: Sequence[_Applied],
    refused: Mapping[int, Sequence[tuple[tuple[int, str], tuple[int, str]]]],
) -> Iterable[Finding]:
    """Yield a warning where the rule was stopped by more than a judgement on the very two lines."""
    chains = _Chains(same)
    for number in sorted(refused):
        row = applied[number]
        sides = set(row.left), set(row.right)
        pairs = [
            (a, b)
            for a, b in refused[number]
            if not any(a[0] in sides[x] and b[0] in sides[1 - x] for x in (0, 1))
        ]  # fmt: skip
        if not pairs:
            continue
        a, b = pairs[0]
        # The group of either line holds a line of one side, and the other one of the other.
        chain = next(
            [*first, *reversed(second)]
            for x in (0, 1)
            if (first := chains.find([a[0]], sides[x])) is not None
            and (second := chains.find([b[0]], sides[1 - x])) is not None
        )
        yield stopped(row.judgement, chain, _said(bodies, a, b), len(pairs))


class _Chains:
    """Shortest chains of judgements "same" between lines; ties go to the judgement that sorts first."""

    def __init__(self, links: Sequence[_Applied]) -> None:
        self._links = links
        self._at: dict[int, list[int]] | None = None

    def shortest(self, starts: Iterable[int], targets: Iterable[int]) -> list[Judgement]:
        """Return the judgements of a shortest chain; there is one, or the lines would be in two groups."""
        return self.find(starts, targets) or []

    def find(self, starts: Iterable[int], targets: Iterable[int]) -> list[Judgement] | None:
        """Return the judgements of a shortest chain from a start to a target, none where there is no chain."""
        if self._at is None:
            self._at = {}
            for number, link in enumerate(self._links):
                for line in dict.fromkeys((*link.left, *link.right)):
                    self._at.setdefault(line, []).append(number)
        goals = frozenset(targets)
        came: dict[int, tuple[int, int] | None] = dict.fromkeys(sorted(starts))
        queue, used = deque(came), set[int]()
        while queue:
            line = queue.popleft()
            if line in goals:
                return self._back(came, line)
            for number in self._at.get(line, ()):
                if number not in used:
                    used.add(number)
                    for other in (*self._links[number].left, *self._links[number].right):
                        if other not in came:
                            came[other] = (line, number)
                            queue.append(other)
        return None

    def _back(self, came: Mapping[int, tuple[int, int] | None], line: int) -> list[Judgement]:
        chain = []
        step = came[line]
        while step is not None:
            line, number = step
            chain.append(self._links[number].judgement)
            step = came[line]
        return chain[::-1]
