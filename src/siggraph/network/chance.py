"""What chance alone would give: the null model of two-mode graphs, exact tails, and the control of false finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siggraph.network.project import BoolArray, FloatArray, IntArray

_TOLERANCE = 1e-11
_ROUNDS = 20000


@dataclass(frozen=True, slots=True, eq=False)
class Bicm:
    """The bipartite configuration model, one unknown a degree class.

    Parameters
    ----------
    row_class, column_class
        Class of each row and column.
    row_degrees, column_degrees
        Degree of each class, rising.
    probability
        Chance of an incidence, row classes x column classes.
    residual
        Largest difference between a degree and its expectation, by the degree (at least 1).
    """

    row_class: IntArray
    column_class: IntArray
    row_degrees: IntArray
    column_degrees: IntArray
    probability: FloatArray
    residual: float

    @property
    def column_counts(self) -> IntArray:
        """How many columns each column class has."""
        return np.bincount(self.column_class, minlength=len(self.column_degrees)).astype(np.int64)

    @property
    def row_counts(self) -> IntArray:
        """How many rows each row class has."""
        return np.bincount(self.row_class, minlength=len(self.row_degrees)).astype(np.int64)


def fit_bicm(row_degrees: IntArray, column_degrees: IntArray) -> Bicm:
    """Fit the bipartite configuration model (Saracco et al. 2017) to two degree sequences.

    The graph of greatest entropy with these degrees on average: an incidence has the chance xy / (1 + xy). Rows of one
    degree share their x, so that only classes are solved for (Vallarano et al. 2021). Rows and columns that are empty
    or full leave nothing to chance and are taken out first.

    Examples
    --------
    >>> model = fit_bicm(np.array([1, 1, 2]), np.array([2, 1, 1]))
    >>> model.probability.shape, model.residual < 1e-9
    ((2, 2), True)
    """
    r_deg, r_class, r_count = np.unique(row_degrees, return_inverse=True, return_counts=True)
    c_deg, c_class, c_count = np.unique(column_degrees, return_inverse=True, return_counts=True)
    p, rows, columns, r_left, c_left = _peel(r_deg, r_count, c_deg, c_count)
    if rows.any() and columns.any():
        p[np.ix_(rows, columns)] = _solve(
            r_left[rows].astype(np.float64),
            r_count[rows].astype(np.float64),
            c_left[columns].astype(np.float64),
            c_count[columns].astype(np.float64),
        )
    off_r = np.abs((p * c_count[None, :]).sum(axis=1) - r_deg) / np.maximum(r_deg, 1)
    off_c = np.abs((p * r_count[:, None]).sum(axis=0) - c_deg) / np.maximum(c_deg, 1)
    residual = float(max(off_r.max(initial=0.0), off_c.max(initial=0.0)))
    return Bicm(r_class.astype(np.int64), c_class.astype(np.int64), r_deg, c_deg, p, residual)


def _peel(
    r_deg: IntArray, r_count: IntArray, c_deg: IntArray, c_count: IntArray
) -> tuple[FloatArray, BoolArray, BoolArray, IntArray, IntArray]:
    """Fix the empty and the full classes, again and again; return p, what is left to solve, and the degrees left."""
    p = np.zeros((len(r_deg), len(c_deg)))
    rows, columns = np.ones(len(r_deg), dtype=np.bool_), np.ones(len(c_deg), dtype=np.bool_)
    r_left, c_left = r_deg.astype(np.int64), c_deg.astype(np.int64)
    while True:
        full_rows = rows & (r_left == c_count[columns].sum()) & (r_left > 0)
        p[np.ix_(full_rows, columns)] = 1.0
        c_left[columns] -= r_count[full_rows].sum()
        gone_rows = full_rows | (rows & (r_left == 0))
        rows = rows & ~gone_rows
        full_columns = columns & (c_left == r_count[rows].sum()) & (c_left > 0)
        p[np.ix_(rows, full_columns)] = 1.0
        r_left[rows] -= c_count[full_columns].sum()
        gone_columns = full_columns | (columns & (c_left == 0))
        columns = columns & ~gone_columns
        if not gone_rows.any() and not gone_columns.any():
            return p, rows, columns, r_left, c_left


def _solve(k: FloatArray, k_count: FloatArray, d: FloatArray, d_count: FloatArray) -> FloatArray:
    """Solve the classes by turns of one-dimensional Newton steps in logarithms; plain sums keep it the same anywhere.

    Parameters: degrees and multiplicities of the row classes, then of the column classes. Returns the probabilities.
    """
    edges = float((k * k_count).sum())
    x, y = k / np.sqrt(edges), d / np.sqrt(edges)
    for _ in range(_ROUNDS):
        x = _newton(x, y, k, d_count)
        y = _newton(y, x, d, k_count)
        p = x[:, None] * y[None, :]
        p /= 1.0 + p
        off = np.abs((p * d_count[None, :]).sum(axis=1) / k - 1.0).max()
        if off < _TOLERANCE:
            break
    return p


def _newton(x: FloatArray, y: FloatArray, degree: FloatArray, count: FloatArray) -> FloatArray:
    p = x[:, None] * y[None, :]
    p /= 1.0 + p
    reached = (p * count[None, :]).sum(axis=1)
    slope = (p * (1.0 - p) * count[None, :]).sum(axis=1)
    step = np.clip((degree - reached) / np.maximum(slope, 1e-300), -0.9, 4.0)
    # x (1 + step) is the Newton step in log x to first order, needs no exp, and stays positive.
    moved: FloatArray = x * (1.0 + step)
    return moved


def poisson_binomial(chances: FloatArray, counts: IntArray, width: int) -> tuple[FloatArray, FloatArray]:
    """Return the exact tails of sums of independent trials, by direct convolution.

    All terms are positive, so that even the smallest tail is right to about the number of trials times 1e-16. (The
    discrete Fourier form of Hong 2013 loses everything below 1e-15, a normal tail far earlier.) Values from `width` on
    are gathered in one cell.

    Parameters
    ----------
    chances
        Chance of success, sums x classes of trials, 0 to 1.
    counts
        How many trials each class has.
    width
        The largest value wanted.

    Returns
    -------
    upper, lower
        P(X >= s) and P(X <= s) for s = 0 .. `width`, sums x (width + 1); the last lower entry is 1.

    Examples
    --------
    >>> upper, lower = poisson_binomial(np.array([[0.5]]), np.array([2]), 2)
    >>> upper.tolist(), lower.tolist()
    ([[1.0, 0.75, 0.25]], [[0.25, 0.75, 1.0]])
    """
    pmf = np.zeros((chances.shape[0], width + 1))
    pmf[:, 0] = 1.0
    for c, count in enumerate(counts.tolist()):
        q = chances[:, c : c + 1]
        if not q.any():
            continue
        for _ in range(count if width else 0):
            moved = pmf[:, :-1] * q
            pmf[:, :-1] *= 1.0 - q
            pmf[:, 1:] += moved
    upper = np.minimum(np.cumsum(pmf[:, ::-1], axis=1)[:, ::-1], 1.0)
    lower = np.minimum(np.cumsum(pmf, axis=1), 1.0)
    upper[:, 0] = 1.0
    lower[:, -1] = 1.0
    return upper, lower


def benjamini_hochberg(p: FloatArray, counts: IntArray | None = None, total: int | None = None) -> FloatArray:
    """Return the q-values of Benjamini and Hochberg (1995).

    Parameters
    ----------
    p
        p-values.
    counts
        How many tests have each of them; once each by default.
    total
        How many tests were made, those not in `p` (whose p is taken as 1) included; by default the sum of the counts.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.5])).round(3).tolist()
    [0.03, 0.06, 0.5]
    """
    if len(p) == 0:
        return np.zeros(0)
    each = np.ones(len(p), dtype=np.int64) if counts is None else counts
    m = int(each.sum()) if total is None else total
    order = np.argsort(p, kind="stable")
    ranked = p[order] * m / np.maximum(np.cumsum(each[order]), 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q


def hypergeometric(hits: int, drawn: int, marked: int, population: int) -> tuple[float, float]:
    """Return P(X >= hits) and P(X <= hits) where `drawn` of `population` are taken, `marked` of which are marked.

    The mass is built by its own ratios from the mode outwards, then divided by its sum.

    >>> upper, lower = hypergeometric(2, 2, 2, 4)
    >>> round(upper, 6), lower
    (0.166667, 1.0)
    """
    low, high = max(0, drawn + marked - population), min(drawn, marked)
    mode = min(max((drawn + 1) * (marked + 1) // (population + 2), low), high)
    mass = [0.0] * (high - low + 1)
    mass[mode - low] = 1.0
    for k in range(mode, high):
        up = (marked - k) * (drawn - k) / ((k + 1) * (population - marked - drawn + k + 1))
        mass[k + 1 - low] = mass[k - low] * up
    for k in range(mode, low, -1):
        down = k * (population - marked - drawn + k) / ((marked - k + 1) * (drawn - k + 1))
        mass[k - 1 - low] = mass[k - low] * down
    whole = sum(sorted(mass))
    at = min(max(hits, low), high + 1) - low
    upper = 1.0 if hits <= low else sum(reversed(mass[at:])) / whole
    below = 1.0 if hits >= high else sum(mass[: max(hits - low + 1, 0)]) / whole
    return min(upper, 1.0), min(below, 1.0)
