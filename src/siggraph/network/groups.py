"""Groups on the two-mode graph itself: Barber modularity, a search that is exact in its sums, and agreement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siggraph.network.project import BoolArray, FloatArray, IntArray

_SWEEPS = 50
_PAIR = 2  # groups that the table of pulls holds at least: one and the empty one


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """A group for each actor and each event (-1: it has no partner), numbered from 0, and its modularity."""

    actors: IntArray
    events: IntArray
    modularity: float

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(max(self.actors.max(initial=-1), self.events.max(initial=-1))) + 1


def barber_modularity(incidence: BoolArray, actors: IntArray, events: IntArray) -> float:
    """Return the bipartite modularity of Barber (2007) at resolution 1.

    The share of incidences inside groups, less what the degrees would give by chance; computed in whole numbers and
    divided once. A graph without incidences has 0.

    >>> block = np.array([[1, 0], [0, 1]], dtype=np.bool_)
    >>> barber_modularity(block, np.array([0, 1]), np.array([0, 1]))
    0.5
    """
    m = int(incidence.sum())
    if m == 0:
        return 0.0
    inside = int(incidence[actors[:, None] == events[None, :]].sum())
    width = int(max(actors.max(initial=-1), events.max(initial=-1))) + 1
    k = np.zeros(width + 1, dtype=np.int64)
    d = np.zeros(width + 1, dtype=np.int64)
    np.add.at(k, actors, incidence.sum(axis=1))
    np.add.at(d, events, incidence.sum(axis=0))
    return (m * inside - int((k[:width] * d[:width]).sum())) / (m * m)


def search(incidence: BoolArray, rng: np.random.Generator, starts: int) -> Partition:
    """Return the best partition from so many random starts; of equals the first."""
    return max((optimise(incidence, rng) for _ in range(starts)), key=lambda found: found.modularity)


def optimise(incidence: BoolArray, rng: np.random.Generator) -> Partition:
    """Look for the partition of greatest Barber modularity from one random start.

    The search moves over the groups of the smaller side alone; the other side always follows with its best answer, as
    in BRIM (Barber 2007), so that a step is judged after everyone has reacted to it. Steps: a move of one node to any
    group or to a new one, and mergers of two groups (the aggregation of Louvain's method). Rows that are alike are
    one row with a weight. All gains are whole numbers (modularity times the square of the number of incidences),
    which floats hold exactly below 2^53: the result is the same on every machine.

    Parameters
    ----------
    incidence
        Actors x events.
    rng
        Source of chance: the start and the order of the moves.
    """
    flipped = incidence.shape[1] > incidence.shape[0]
    table = incidence.T if flipped else incidence
    rows = np.flatnonzero(table.any(axis=1))
    columns = np.flatnonzero(table.any(axis=0))
    one = np.full(table.shape[0], -1, dtype=np.int64)
    two = np.full(table.shape[1], -1, dtype=np.int64)
    if len(rows):
        state = _Search(table[np.ix_(rows, columns)], rng)
        state.run()
        one[rows], two[columns] = state.labels()
    actors, events = (two, one) if flipped else (one, two)
    return Partition(actors, events, barber_modularity(incidence, actors, events))


class _Search:
    """One search: `home` holds the group of each column; `pull` what each kind of row gains in each group."""

    def __init__(self, table: BoolArray, rng: np.random.Generator) -> None:
        self.rng = rng
        packed = np.packbits(table, axis=1)
        _, first, self.kind, weight = np.unique(
            packed, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        self.kind = self.kind.reshape(-1)
        m = float(table.sum())
        degree = table.sum(axis=0).astype(np.float64)
        kinds = table[first].astype(np.float64)
        reach = kinds.sum(axis=1)
        # Modularity matrix times m, columns x kinds of rows, each kind counted as often as it occurs.
        self.force = np.ascontiguousarray(((m * kinds - reach[:, None] * degree[None, :]) * weight[:, None]).T)
        self.members = [np.flatnonzero(column) for column in table[first].T]
        start = int(rng.integers(2, max(3, min(table.shape[1], 24) + 1)))
        self.home: IntArray = rng.integers(0, start, size=(table.shape[1],)).astype(np.int64)
        self.pull = np.zeros((0, 0))
        self._gather()

    def run(self) -> None:
        """Alternate moves and mergers until neither helps."""
        for _ in range(_SWEEPS):
            self._follow()
            moved = self._sweep()
            merged = self._merge()
            if not moved and not merged:
                return

    def labels(self) -> tuple[IntArray, IntArray]:
        """Return the groups of the rows and the columns, numbered from 0 in order of appearance over the columns."""
        best = self.pull.argmax(axis=0)
        both = np.concatenate([self.home, best[self.kind]])
        _, first, back = np.unique(both, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first, kind="stable")] = np.arange(len(first))
        named = rank[back]
        return named[len(self.home) :], named[: len(self.home)]

    def _gather(self) -> None:
        """Close the gaps in the numbers of the groups and sum the pull of each; the last group is an empty one."""
        self.home = np.unique(self.home, return_inverse=True)[1].astype(np.int64)
        width = int(self.home.max()) + 2
        belongs = np.zeros((width, len(self.home)))
        belongs[self.home, np.arange(len(self.home))] = 1.0
        self.pull = belongs @ self.force

    def _follow(self) -> None:
        """Let both sides answer each other until they agree (BRIM)."""
        for _ in range(_SWEEPS):
            best = self.pull.argmax(axis=0)
            belongs = np.zeros((self.pull.shape[1], self.pull.shape[0]))
            belongs[np.arange(len(best)), best] = 1.0
            gain = self.force @ belongs
            here = gain[np.arange(len(self.home)), self.home]
            answer = np.where(gain.max(axis=1) > here, gain.argmax(axis=1), self.home)
            if np.array_equal(answer, self.home):
                return
            self.home = answer
            self._gather()

    def _sweep(self) -> bool:
        """Offer each column, in random order, every group; return whether any moved."""
        changed = False
        for j in self.rng.permutation(len(self.home)).tolist():
            old = int(self.home[j])
            new = self._best_home(j, old)
            if new == old:
                continue
            changed = True
            self.home[j] = new
            if new == self.pull.shape[0] - 1 or not np.any(self.home == old):
                self._gather()
        return changed

    def _best_home(self, j: int, old: int) -> int:
        """Move column j to where the sum of all rows' best pulls is greatest; stay where nothing is better."""
        pull, force, members = self.pull, self.force[j], self.members[j]
        pull[old] -= force
        best = pull.argmax(axis=0)
        each = np.arange(len(best))
        top = pull[best, each]
        pull[best, each] = -np.inf
        second = pull.max(axis=0)
        pull[best, each] = top
        # A row that j repels loses where j joins its best group, down to its second best at most.
        loss = np.where(force < 0, np.maximum(second - top, force), 0.0)
        total = np.bincount(best, weights=loss, minlength=pull.shape[0])
        total += np.maximum(pull[:, members] + np.maximum(force[members], 0.0) - top[members], 0.0).sum(axis=1)
        new = int(total.argmax())
        if total[new] <= total[old]:
            new = old
        pull[new] += force
        return new

    def _merge(self) -> bool:
        """Merge pairs of groups while the best merger helps; return whether any did."""
        changed = False
        while self.pull.shape[0] > _PAIR:
            best = self.pull.argmax(axis=0)
            belongs = np.zeros((self.pull.shape[1], self.pull.shape[0]))
            belongs[np.arange(len(best)), best] = 1.0
            gain = self.pull @ belongs
            gain = gain + gain.T
            np.fill_diagonal(gain, -np.inf)
            gain[-1, :] = gain[:, -1] = -np.inf
            a, b = divmod(int(gain.argmax()), gain.shape[1])
            if gain[a, b] <= 0:
                return changed
            changed = True
            self.home[self.home == b] = a
            self._gather()
        return changed


def adjusted_rand(a: IntArray, b: IntArray) -> float:
    """Return the adjusted Rand index of two labellings (Hubert and Arabie 1985): 1 for the same, 0 for chance.

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    n = len(a)
    _, x = np.unique(a, return_inverse=True)
    _, y = np.unique(b, return_inverse=True)
    _, cells = np.unique(x * (n + 1) + y, return_counts=True)
    joint = _pairs(cells)
    rows, columns, whole = _pairs(np.bincount(x)), _pairs(np.bincount(y)), n * (n - 1) // 2
    # (joint - chance) / (mean - chance), all times 2 * whole: whole numbers up to the division.
    below = whole * (rows + columns) - 2 * rows * columns
    return 1.0 if below == 0 else (2 * whole * joint - 2 * rows * columns) / below


def _pairs(sizes: IntArray) -> int:
    return sum(s * (s - 1) // 2 for s in sizes.tolist())


def agreement(labellings: list[IntArray]) -> float:
    """Return the median adjusted Rand index over all pairs of labellings; 1 for fewer than two."""
    scores = [adjusted_rand(a, b) for i, a in enumerate(labellings) for b in labellings[i + 1 :]]
    return float(np.median(np.array(scores, dtype=np.float64))) if scores else 1.0


def coassignment_weights(base: IntArray, runs: list[IntArray], groups: int) -> FloatArray:
    """Return how strongly each actor goes with each group, rows summing to 1 (or to 0 where it never took part).

    The weight of an actor in a group is the mean, over the runs, of the share of the group's other members with which
    the run put it together; then the weights of an actor are divided by their sum.

    Parameters
    ----------
    base
        Group of each actor, -1 for none.
    runs
        Labellings of the same actors, -1 where an actor took no part.
    groups
        How many groups `base` has.
    """
    n = len(base)
    total = np.zeros((n, groups))
    for labels in runs:
        present = np.flatnonzero((labels >= 0) & (base >= 0))
        here = np.flatnonzero(labels >= 0)
        table = np.zeros((int(labels.max(initial=0)) + 1, groups))
        np.add.at(table, (labels[present], base[present]), 1.0)
        own = np.zeros((n, groups))
        own[present, base[present]] = 1.0
        among = np.maximum(table.sum(axis=0)[None, :] - own[here], 1.0)
        total[here] += (table[labels[here]] - own[here]) / among
    whole = total.sum(axis=1, keepdims=True)
    weights: FloatArray = np.divide(total, whole, out=np.zeros_like(total), where=whole > 0)
    return weights
