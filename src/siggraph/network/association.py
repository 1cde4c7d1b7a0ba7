"""Tests on groups of actors, which pool counts and so have the power that single pairs lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siggraph.network.chance import benjamini_hochberg, hypergeometric
from siggraph.network.project import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a column and a value fall on one actor, and what chance says.

    ``p`` is two-sided (twice the smaller exact tail, at most 1); ``q`` is over all cells of the same table.
    """

    column: int
    value: str
    observed: int
    expected: float
    lift: float
    p: float
    q: float


def associate(table: BoolArray, values: Sequence[str]) -> tuple[Cell, ...]:
    """Test every column of a table of actors against every value of an attribute.

    The null: the value falls on the actors at random, with its own count; the overlap is hypergeometric. The population
    are the actors that have a value and at least one column: who is not known is not counted as a no.

    Parameters
    ----------
    table
        Actors x columns.
    values
        One value an actor, blank for none.

    Examples
    --------
    >>> table = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=np.bool_)
    >>> cell = associate(table, ["FR", "FR", "DE", "DE"])[1]
    >>> (cell.column, cell.value, cell.observed, cell.expected, round(cell.p, 4))
    (0, 'FR', 2, 1.0, 0.3333)
    """
    known = np.flatnonzero(np.array([bool(v) for v in values], dtype=np.bool_) & table.any(axis=1))
    if len(known) == 0:
        return ()
    names, code = np.unique(np.array(values, dtype=object)[known].astype(str), return_inverse=True)
    population = len(known)
    marked = np.bincount(code)
    drawn = table[known].sum(axis=0)
    joint = np.zeros((len(names), table.shape[1]), dtype=np.int64)
    np.add.at(joint, code, table[known].astype(np.int64))
    found: list[tuple[int, int, int, float]] = []
    for column in range(table.shape[1]):
        for value in range(len(names)):
            hits = int(joint[value, column])
            tails = hypergeometric(hits, int(drawn[column]), int(marked[value]), population)
            found.append((column, value, hits, min(1.0, 2.0 * min(tails))))
    q = benjamini_hochberg(np.array([p for *_, p in found]))
    cells = []
    for (column, value, hits, p), rate in zip(found, q.tolist(), strict=True):
        expected = int(drawn[column]) * int(marked[value]) / population
        lift = hits / expected if expected else float("nan")
        cells.append(Cell(column, str(names[value]), hits, expected, lift, p, rate))
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class Mix:
    """How many ties join two values of an attribute, against shuffled values."""

    a: str
    b: str
    observed: int
    expected: float
    lift: float
    p: float
    q: float


def mix(a: IntArray, b: IntArray, values: Sequence[str], rounds: int, rng: np.random.Generator) -> tuple[Mix, ...]:
    """Count the ties between values, and compare with the same ties after the values are shuffled among their ends.

    Parameters
    ----------
    a, b
        Ends of the ties, indices of actors.
    values
        One value an actor; ties with an end that has none are left out.
    rounds
        How many shuffles; the smallest p is 2 / (rounds + 1).
    rng
        Source of chance.
    """
    has = np.array([bool(v) for v in values], dtype=np.bool_)
    use = has[a] & has[b]
    ends = np.unique(np.concatenate([a[use], b[use]]))
    if len(ends) == 0:
        return ()
    names, code = np.unique(np.array([values[i] for i in ends.tolist()]), return_inverse=True)
    left, right = np.searchsorted(ends, a[use]), np.searchsorted(ends, b[use])
    width = len(names)
    observed = _count(code[left], code[right], width)
    shuffled = np.zeros((rounds, width * width), dtype=np.int64)
    for i in range(rounds):
        mixed = rng.permutation(code)
        shuffled[i] = _count(mixed[left], mixed[right], width)
    more = (1 + (shuffled >= observed).sum(axis=0)) / (rounds + 1)
    fewer = (1 + (shuffled <= observed).sum(axis=0)) / (rounds + 1)
    p: FloatArray = np.minimum(1.0, 2.0 * np.minimum(more, fewer))
    mean = shuffled.mean(axis=0)
    cells = [x * width + y for x in range(width) for y in range(x, width) if mean[x * width + y] > 0]
    q = benjamini_hochberg(p[cells])
    return tuple(
        Mix(
            a=str(names[c // width]),
            b=str(names[c % width]),
            observed=int(observed[c]),
            expected=float(mean[c]),
            lift=float(observed[c] / mean[c]),
            p=float(p[c]),
            q=rate,
        )
        for c, rate in zip(cells, q.tolist(), strict=True)
    )


def _count(x: IntArray, y: IntArray, width: int) -> IntArray:
    return np.bincount(np.minimum(x, y) * width + np.maximum(x, y), minlength=width * width).astype(np.int64)
