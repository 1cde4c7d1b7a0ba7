"""Tails against exact fractions, the null model against its definition, false finds on pure chance."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siggraph.network.chance import benjamini_hochberg, fit_bicm, hypergeometric, poisson_binomial
from siggraph.network.pairs import compare_pairs
from tests.network.graphs import blocks, draw_from, planted, southern_women, two_mode


@lru_cache(maxsize=4096)
def _exact(chances: tuple[float, ...]) -> list[Fraction]:
    pmf = [Fraction(1)]
    for c in map(Fraction, chances):
        longer = [x * (1 - c) for x in pmf] + [Fraction(0)]
        for s, x in enumerate(pmf):
            longer[s + 1] += x * c
        pmf = longer
    return pmf


@pytest.mark.parametrize(
    ("low", "high", "trials"), [(1e-4, 5e-3, 60), (1e-3, 0.05, 60), (0.05, 0.4, 80), (0.4, 0.95, 80)]
)
def test_tails_are_exact_far_below_the_smallest_that_matters(low: float, high: float, trials: int) -> None:
    chances = np.random.default_rng(7).uniform(low, high, trials)
    pmf = _exact(tuple(chances.tolist()))
    upper, lower = poisson_binomial(chances[None, :], np.ones(trials, dtype=np.int64), trials)
    seen = 0
    for s in range(trials + 1):
        for ours, exact in ((upper[0, s], sum(pmf[s:])), (lower[0, s], sum(pmf[: s + 1]))):
            if exact > Fraction(1, 10**200):
                seen += exact < Fraction(1, 10**8)
                assert abs(Fraction(float(ours)) / exact - 1) < Fraction(1, 10**12)
    assert seen > 20  # the range that the test is about was met


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7), st.integers(1, 7))
def test_tails_gathered_at_a_width_are_those_of_the_whole(chances: list[float], width: int) -> None:
    pmf = _exact(tuple(chances))
    upper, lower = poisson_binomial(np.array([chances]), np.ones(len(chances), dtype=np.int64), width)
    for s in range(min(width, len(chances)) + 1):
        assert math.isclose(float(upper[0, s]), float(sum(pmf[s:])), rel_tol=1e-12, abs_tol=1e-300)
        if s < width:
            assert math.isclose(float(lower[0, s]), float(sum(pmf[: s + 1])), rel_tol=1e-12, abs_tol=1e-300)


def test_classes_of_trials_are_trials() -> None:
    chances = np.array([[0.1, 0.3]])
    grouped = poisson_binomial(chances, np.array([3, 2]), 5)
    single = poisson_binomial(np.repeat(chances, [3, 2], axis=1), np.ones(5, dtype=np.int64), 5)
    assert np.array_equal(grouped[0], single[0])
    assert np.array_equal(grouped[1], single[1])


@pytest.mark.parametrize("table", [southern_women(), planted(300, 40, 900, 4, 0.5, 3)[0]], ids=["women", "planted"])
def test_null_model_reproduces_every_degree(table: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    model = fit_bicm(table.sum(axis=1), table.sum(axis=0))
    p = model.probability[np.ix_(model.row_class, model.column_class)]
    assert np.allclose(p.sum(axis=1), table.sum(axis=1), rtol=1e-9)
    assert np.allclose(p.sum(axis=0), table.sum(axis=0), rtol=1e-9)
    assert model.residual < 1e-9


def test_null_model_is_the_ensemble_of_greatest_entropy() -> None:
    # All 2 x 3 tables, weighted by exp(-theta degrees) with the fitted x and y: cell means must be the probabilities,
    # and any two tables with equal margins equally likely.
    rows, columns = np.array([2, 1]), np.array([2, 0.5, 0.5])
    model = fit_bicm(np.array([2, 1]), np.array([1, 1, 1]))
    p = model.probability[np.ix_(model.row_class, model.column_class)]
    odds = p / (1 - p)
    cells = [(i, j) for i in range(2) for j in range(3)]
    weight_of: dict[tuple[int, ...], list[float]] = {}
    mean, whole = np.zeros((2, 3)), 0.0
    for size in range(7):
        for chosen in combinations(cells, size):
            table = np.zeros((2, 3))
            for i, j in chosen:
                table[i, j] = 1
            weight = float(np.prod([odds[i, j] for i, j in chosen])) if chosen else 1.0
            mean, whole = mean + weight * table, whole + weight
            margins = (*table.sum(axis=1).astype(int).tolist(), *table.sum(axis=0).astype(int).tolist())
            weight_of.setdefault(margins, []).append(weight)
    assert np.allclose(mean / whole, p, rtol=1e-9)
    assert np.allclose((mean / whole).sum(axis=1), rows)
    assert columns.sum() == rows.sum()
    assert all(np.allclose(w, w[0], rtol=1e-9) for w in weight_of.values())


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=7))
def test_null_model_keeps_impossible_and_certain_cells(rows: list[list[bool]]) -> None:
    table = np.array(rows, dtype=np.bool_)
    model = fit_bicm(table.sum(axis=1), table.sum(axis=0))
    p = model.probability[np.ix_(model.row_class, model.column_class)]
    assert (p[table.sum(axis=1) == 0] == 0).all()
    assert (p[table.sum(axis=1) == 4] == 1).all()
    assert (p[:, table.sum(axis=0) == 0] == 0).all()
    assert (p[:, table.sum(axis=0) == len(rows)] == 1).all()
    assert ((p >= 0) & (p <= 1)).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.integers(0, 5))
def test_q_values_are_those_of_the_slow_definition(p: list[float], unseen: int) -> None:
    m = len(p) + unseen
    q = benjamini_hochberg(np.array(p), total=m)
    ranked = sorted(p)
    for i, x in enumerate(p):
        # The smallest rate at which x is rejected: over every line that lies at or above x.
        slow = min(min(1.0, t * m / (k + 1)) for k, t in enumerate(ranked) if t >= x)
        assert math.isclose(q[i], slow, rel_tol=1e-12, abs_tol=1e-300)


def test_q_values_of_repeated_tests_are_those_of_the_long_list() -> None:
    p, counts = np.array([0.2, 0.001, 0.04, 0.9]), np.array([3, 2, 5, 0])
    long = benjamini_hochberg(np.repeat(p, counts), total=40)
    assert np.array_equal(benjamini_hochberg(p, counts, 40)[:3], long[[0, 3, 5]])


@settings(max_examples=200)
@given(st.data())
def test_hypergeometric_tails_are_those_of_counting(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 60))
    drawn, marked = data.draw(st.integers(0, population)), data.draw(st.integers(0, population))
    hits = data.draw(st.integers(max(0, drawn + marked - population), min(drawn, marked)))
    ways = {k: math.comb(marked, k) * math.comb(population - marked, drawn - k) for k in range(drawn + 1)}
    whole = math.comb(population, drawn)
    upper, lower = hypergeometric(hits, drawn, marked, population)
    assert math.isclose(upper, sum(w for k, w in ways.items() if k >= hits) / whole, rel_tol=1e-11)
    assert math.isclose(lower, sum(w for k, w in ways.items() if k <= hits) / whole, rel_tol=1e-11)


def test_pure_chance_gives_no_ties() -> None:
    # Tables drawn from the null model itself: every tie is false. (The normal tail finds about a thousand a table.)
    base, _ = planted(700, 120, 3600, 1, 0.0, 5)
    model = fit_bicm(base.sum(axis=1), base.sum(axis=0))
    chances = model.probability[np.ix_(model.row_class, model.column_class)]
    false = [_ties(draw_from(chances, seed)) for seed in range(6)]
    assert sum(count > 0 for count in false) <= 1
    assert sum(false) <= 3


def _ties(table: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    pairs = compare_pairs(two_mode(table).matrix)
    return int(((pairs.q_more <= 0.05) & (pairs.shared > 1)).sum() + (pairs.q_fewer <= 0.05).sum() + len(pairs.fewer_a))


def test_southern_women_have_no_significant_tie() -> None:
    pairs = compare_pairs(two_mode(southern_women()).matrix)
    assert pairs.tested == 153
    assert _ties(southern_women()) == 0


@pytest.mark.parametrize(
    ("table", "ties"),
    [(planted(40, 25, 220, 2, 0.9, 2)[0], False), (blocks(10, 26, 0.9, 0.03, 1), True)],
    ids=["shy", "clear"],
)
def test_pairs_against_the_long_way_round(table: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], ties: bool) -> None:
    """Every pair by itself: fractions for the tails, a sort for the q-values, one replacement a pair for the power."""
    pairs = compare_pairs(two_mode(table).matrix, alpha=0.05)
    model = fit_bicm(table.sum(axis=1), table.sum(axis=0))
    p = model.probability[np.ix_(model.row_class, model.column_class)]
    n = len(table)
    every = list(combinations(range(n), 2))
    more, fewer, best = [], [], []
    for a, b in every:
        pmf = [float(x) for x in _exact(tuple((p[a] * p[b]).tolist()))]
        shared, most = int((table[a] & table[b]).sum()), int(min(table[a].sum(), table[b].sum()))
        more.append(sum(pmf[shared:]))
        fewer.append(sum(pmf[: shared + 1]))
        best.append(sum(pmf[most:]) if most > 1 else 1.0)
    q_more, q_fewer = benjamini_hochberg(np.array(more)), benjamini_hochberg(np.array(fewer))
    at = {pair: k for k, pair in enumerate(every)}
    for k, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        assert math.isclose(pairs.p_more[k], more[at[a, b]], rel_tol=1e-9)
        assert math.isclose(pairs.p_fewer[k], fewer[at[a, b]], rel_tol=1e-9)
        assert math.isclose(pairs.q_more[k], q_more[at[a, b]], rel_tol=1e-9)
        assert math.isclose(pairs.q_fewer[k], q_fewer[at[a, b]], rel_tol=1e-9)
    empty = [e for e in every if q_fewer[at[e]] <= 0.05 and not (table[e[0]] & table[e[1]]).any()]
    assert list(zip(pairs.fewer_a.tolist(), pairs.fewer_b.tolist(), strict=True)) == empty
    power = 0
    for k in range(len(every)):
        changed = list(more)
        changed[k] = best[k]
        power += bool(benjamini_hochberg(np.array(changed))[k] <= 0.05)
    assert pairs.power == power
    assert (_ties(table) > 0) == ties
    assert bool(empty) == ties
    assert power >= int(((pairs.q_more <= 0.05) & (pairs.shared > 1)).sum())


def test_too_little_to_tie_anyone() -> None:
    assert compare_pairs(two_mode(np.eye(6, dtype=np.bool_)).matrix).power == 0
    assert compare_pairs(two_mode(np.ones((1, 3), dtype=np.bool_)).matrix).tested == 0
    everyone = compare_pairs(two_mode(np.ones((5, 4), dtype=np.bool_)).matrix)
    assert (everyone.p_more == 1).all()
    assert everyone.power == 0


@pytest.mark.parametrize("seed", range(12))
def test_power_is_that_of_replacing_one_pair_at_a_time(seed: int) -> None:
    table = blocks(7, 9, 0.8, 0.1, seed)
    alpha = 0.3
    model = fit_bicm(table.sum(axis=1), table.sum(axis=0))
    p = model.probability[np.ix_(model.row_class, model.column_class)]
    seen, best = [], []
    for a, b in combinations(range(len(table)), 2):
        upper, _ = poisson_binomial((p[a] * p[b])[None, :], np.ones(18, dtype=np.int64), 18)
        most = int(min(table[a].sum(), table[b].sum()))
        seen.append(upper[0, int((table[a] & table[b]).sum())])
        best.append(upper[0, most] if most > 1 else 1.0)
    power = 0
    for k, smallest in enumerate(best):
        changed = np.array(seen)
        changed[k] = smallest
        power += bool(benjamini_hochberg(changed)[k] <= alpha)
    assert compare_pairs(two_mode(table).matrix, alpha=alpha).power == power


def test_one_shared_event_is_never_enough() -> None:
    # Two actors with one rare event each: sharing it would be surprising, and is still no tie.
    table = np.zeros((4, 202), dtype=np.bool_)
    table[0, 0] = table[1, 0] = True
    table[2, 1:110] = table[3, 90:202] = True
    pairs = compare_pairs(two_mode(table).matrix, alpha=0.2)
    assert pairs.q_more[0] <= 0.2
    assert pairs.power <= 1  # the two busy actors at most
