"""Which pairs share more events, or fewer, than chance gives them; and which pairs could ever have shown it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siggraph.network.chance import Bicm, benjamini_hochberg, fit_bicm, poisson_binomial
from siggraph.network.project import FloatArray, IntArray, Sparse, shared_events

_CELLS = 4_000_000  # numbers held at once while tails are convolved: 32 MB


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every pair of rows that shares a column, and what chance says of it.

    Parameters
    ----------
    a, b, shared
        The pair (a < b, sorted) and how many columns it shares, from 1 up.
    expected, p_more, p_fewer
        Mean and one-sided tails under the null model: P(X >= shared) and P(X <= shared).
    q_more, q_fewer
        q-values over **all** n(n-1)/2 pairs, each side by itself.
    fewer_a, fewer_b, fewer_expected, fewer_p, fewer_q
        The pairs that share nothing although chance gives them enough to make that significant.
    tested
        n(n-1)/2.
    power
        How many pairs could pass if they shared all they can, the other pairs being as they are.
    residual
        Of the fit.
    """

    a: IntArray
    b: IntArray
    shared: IntArray
    expected: FloatArray
    p_more: FloatArray
    p_fewer: FloatArray
    q_more: FloatArray
    q_fewer: FloatArray
    fewer_a: IntArray
    fewer_b: IntArray
    fewer_expected: FloatArray
    fewer_p: FloatArray
    fewer_q: FloatArray
    tested: int
    power: int
    residual: float


@dataclass(frozen=True, slots=True, eq=False)
class _Tails:
    """Tails a pair of degree classes: ``of[x, y]`` is the row of the tables, which have a column a shared count."""

    of: IntArray
    first: IntArray
    second: IntArray
    expected: FloatArray
    upper: FloatArray
    lower: FloatArray
    pairs: IntArray


def compare_pairs(matrix: Sparse, *, alpha: float = 0.05, least: int = 2) -> Pairs:
    """Test every pair of rows of a two-mode matrix against the bipartite configuration model.

    All pairs of one pair of degree classes with the same shared count have the same p, so that tails are computed and
    ranked a class and not a pair; no n x n table is made.

    Parameters
    ----------
    matrix
        CSR, rows x columns, ones.
    alpha
        False discovery rate that `power` and the list of empty pairs refer to.
    least
        Shared columns that a tie takes, for `power`.
    """
    n = matrix.shape[0]
    rows = np.diff(matrix.indptr).astype(np.int64)
    columns = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
    model = fit_bicm(rows, columns)
    tails = _tails(model)
    a, b, shared = shared_events(matrix)
    group = tails.of[model.row_class[a], model.row_class[b]]
    width = tails.upper.shape[1]
    tested = n * (n - 1) // 2
    keys, back, counts = np.unique(group * width + shared, return_inverse=True, return_counts=True)
    met = np.bincount(group, minlength=len(tails.pairs))
    p_more = tails.upper.ravel()[keys]
    q_more = benjamini_hochberg(p_more, counts, tested)
    none = tails.pairs - met  # pairs of each class that share nothing
    p_all = np.concatenate([tails.lower.ravel()[keys], tails.lower[:, 0]])
    q_all = benjamini_hochberg(p_all, np.concatenate([counts, none]), max(tested, 1))
    q_none = q_all[len(keys) :]
    empty_a, empty_b = _empty_pairs(model, tails, np.flatnonzero((q_none <= alpha) & (none > 0)), a, b)
    empty = tails.of[model.row_class[empty_a], model.row_class[empty_b]]
    return Pairs(
        a=a,
        b=b,
        shared=shared,
        expected=tails.expected[group],
        p_more=p_more[back],
        p_fewer=p_all[back],
        q_more=q_more[back],
        q_fewer=q_all[back],
        fewer_a=empty_a,
        fewer_b=empty_b,
        fewer_expected=tails.expected[empty],
        fewer_p=tails.lower[empty, 0],
        fewer_q=q_none[empty],
        tested=tested,
        power=_power(model, tails, p_more, counts, tested, alpha, least),
        residual=model.residual,
    )


def _tails(model: Bicm) -> _Tails:
    classes = len(model.row_degrees)
    first, second = np.triu_indices(classes)
    of = np.zeros((classes, classes), dtype=np.int64)
    of[first, second] = of[second, first] = np.arange(len(first))
    width = _widest(model)
    upper = np.empty((len(first), width + 1))
    lower = np.empty_like(upper)
    expected = np.empty(len(first))
    block = max(1, _CELLS // (width + 1 + len(model.column_degrees)))
    for at in range(0, len(first), block):
        to = slice(at, at + block)
        chances = model.probability[first[to]] * model.probability[second[to]]
        expected[to] = (chances * model.column_counts[None, :]).sum(axis=1)
        upper[to], lower[to] = poisson_binomial(chances, model.column_counts, width)
    size = model.row_counts
    pairs = np.where(first == second, size[first] * (size[first] - 1) // 2, size[first] * size[second])
    return _Tails(of, first, second, expected, upper, lower, pairs.astype(np.int64))


def _widest(model: Bicm) -> int:
    """Return the most that any two rows can share: the second largest degree."""
    degrees, counts = model.row_degrees, model.row_counts
    if len(degrees) == 0:
        return 0
    return int(degrees[-1] if counts[-1] > 1 or len(degrees) == 1 else degrees[-2])


def _power(model: Bicm, tails: _Tails, p: FloatArray, counts: IntArray, tested: int, alpha: float, least: int) -> int:
    """Count the pairs that would be accepted with the largest overlap their degrees allow, all others unchanged."""
    if tested == 0:
        return 0
    order = np.argsort(p, kind="stable")
    ranks = np.cumsum(counts[order])
    # One more find joins those already below the line: the line for k finds is alpha k / m.
    reachable = np.flatnonzero(p[order] <= alpha * (ranks + 1) / tested)
    rank = 1 + (int(ranks[reachable[-1]]) if len(reachable) else 0)
    most = np.minimum(model.row_degrees[tails.first], model.row_degrees[tails.second])
    most = np.minimum(most, tails.upper.shape[1] - 1)
    smallest = tails.upper[np.arange(len(most)), most]
    return int(tails.pairs[(most >= least) & (smallest <= alpha * rank / tested)].sum())


def _empty_pairs(model: Bicm, tails: _Tails, groups: IntArray, a: IntArray, b: IntArray) -> tuple[IntArray, IntArray]:
    """List the pairs of the given pairs of classes that are not among (a, b)."""
    n = len(model.row_class)
    met = np.sort(a * n + b)
    found: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    for g in groups.tolist():
        left = np.flatnonzero(model.row_class == tails.first[g])
        right = np.flatnonzero(model.row_class == tails.second[g])
        x, y = np.repeat(left, len(right)), np.tile(right, len(left))
        key = np.unique(np.minimum(x, y)[x != y] * n + np.maximum(x, y)[x != y])
        at = np.searchsorted(met, key)
        known = np.zeros(len(key), dtype=np.bool_)
        inside = at < len(met)
        known[inside] = met[at[inside]] == key[inside]
        found.append(key[~known])
    keys = np.sort(np.concatenate(found))
    return keys // n, keys % n
