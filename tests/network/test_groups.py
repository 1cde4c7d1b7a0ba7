"""The search against brute force and against graphs whose groups are known; agreement; random draws."""

from __future__ import annotations

from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from siggraph.network.draws import curveball, resample
from siggraph.network.groups import (
    _Search,
    adjusted_rand,
    agreement,
    barber_modularity,
    coassignment_weights,
    optimise,
    search,
)
from siggraph.network.project import BoolArray, IntArray
from tests.network.graphs import blocks, planted, southern_women

TABLES = npst.arrays(np.bool_, npst.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=5))


def _slow_modularity(table: BoolArray, actors: IntArray, events: IntArray) -> float:
    m = int(table.sum())
    total = 0.0
    for i, j in product(range(table.shape[0]), range(table.shape[1])):
        if actors[i] == events[j]:
            total += int(table[i, j]) - int(table[i].sum()) * int(table[:, j].sum()) / m
    return total / m


@given(TABLES, st.data())
def test_modularity_is_the_sum_of_the_paper(table: BoolArray, data: st.DataObject) -> None:
    rows, columns = table.shape
    actors = np.array(data.draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)))
    events = np.array(data.draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns)))
    wanted = _slow_modularity(table, actors, events) if table.any() else 0.0
    assert barber_modularity(table, actors, events) == pytest.approx(wanted, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(npst.arrays(np.bool_, npst.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=4)), st.integers(0, 99))
def test_search_finds_the_best_partition_of_all(table: BoolArray, seed: int) -> None:
    found = search(table, np.random.default_rng(seed), 5)
    best = 0.0
    for events in product(range(table.shape[1]), repeat=table.shape[1]):
        # Given the groups of the events, each actor's best answer stands by itself.
        m = max(int(table.sum()), 1)
        pull = [[0.0] * (table.shape[1] + 1) for _ in table]
        for i, j in product(range(table.shape[0]), range(table.shape[1])):
            pull[i][events[j]] += int(table[i, j]) - int(table[i].sum()) * int(table[:, j].sum()) / m
        best = max(best, sum(max(row) for row in pull) / m)
    assert found.modularity == pytest.approx(best, abs=1e-12)
    assert found.modularity == barber_modularity(table, found.actors, found.events)


def test_southern_women_reach_the_known_optimum() -> None:
    runs = [optimise(southern_women(), np.random.default_rng(seed)) for seed in range(20)]
    best = max(runs, key=lambda run: run.modularity)
    assert round(best.modularity, 5) == 0.34554
    assert best.groups == 4
    assert sum(run.modularity == best.modularity for run in runs) >= 10


def test_mergers_alone_bring_split_groups_together() -> None:
    state = _Search(blocks(5, 4, 1.0, 0.0, 1), np.random.default_rng(0))
    state.home = np.arange(8)
    state._gather()
    assert state._merge()
    actors, events = state.labels()
    assert events.tolist() == [0] * 4 + [1] * 4
    assert actors.tolist() == [0] * 5 + [1] * 5
    assert not state._merge()


@pytest.mark.parametrize("flip", [False, True])
def test_planted_groups_are_recovered(flip: bool) -> None:
    table, truth = planted(700, 100, 3800, 6, 0.7, 1)
    found = optimise(table.T if flip else table, np.random.default_rng(3))
    groups = found.events if flip else found.actors
    busy = table.sum(axis=1) >= 5
    assert adjusted_rand(groups[busy], truth[busy]) > 0.85


def test_actors_without_events_have_no_group() -> None:
    table = np.zeros((4, 3), dtype=np.bool_)
    table[0, 0] = table[1, 1] = True
    found = optimise(table, np.random.default_rng(0))
    assert found.actors.tolist()[2:] == [-1, -1]
    assert found.events.tolist()[2] == -1
    assert found.modularity == 0.5
    nothing = optimise(np.zeros((2, 2), dtype=np.bool_), np.random.default_rng(0))
    assert (nothing.groups, nothing.modularity) == (0, 0.0)


def test_modularity_is_that_of_networkx_up_to_the_null_model() -> None:
    # networkx takes the one-mode null; the two agree on the share of edges inside, which is what is compared.
    table = southern_women()
    found = optimise(table, np.random.default_rng(1))
    graph: nx.Graph[str] = nx.Graph([(f"a{i}", f"e{j}") for i, j in np.argwhere(table).tolist()])
    sides: list[set[str]] = [
        {f"a{i}" for i in np.flatnonzero(found.actors == g)} | {f"e{j}" for j in np.flatnonzero(found.events == g)}
        for g in range(found.groups)
    ]
    coverage, _ = nx.community.partition_quality(graph, sides)
    by_chance = (
        sum(table[found.actors == g].sum() * table[:, found.events == g].sum() for g in range(found.groups))
        / int(table.sum()) ** 2
    )
    assert found.modularity == pytest.approx(coverage - by_chance, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_adjusted_rand_is_that_of_counting_pairs(labels: list[tuple[int, int]]) -> None:
    a, b = np.array(labels).T
    together = [(a[i] == a[j], b[i] == b[j]) for i, j in combinations(range(len(labels)), 2)]
    joint, left, right = (sum(x and y for x, y in together), sum(x for x, _ in together), sum(y for _, y in together))
    chance, mean = left * right / len(together), (left + right) / 2
    wanted = 1.0 if mean == chance else (joint - chance) / (mean - chance)
    assert adjusted_rand(a, b) == pytest.approx(wanted, abs=1e-12)
    assert adjusted_rand(a, a) == 1.0


def test_agreement_is_the_median_of_the_pairs() -> None:
    a, b = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert agreement([a, a, b]) == adjusted_rand(a, b)
    assert agreement([a, a, a, b]) == pytest.approx((1.0 + adjusted_rand(a, b)) / 2)
    assert agreement([a]) == 1.0


def test_weights_of_membership_by_hand() -> None:
    base = np.array([0, 0, 0, 1, 1, -1])
    runs = [np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, -1])]
    weights = coassignment_weights(base, runs, 2)
    # Actor 2: with both partners in the first run and neither in the second; with group 1 never, then wholly.
    assert weights[2].tolist() == [0.5, 0.5]
    # Actor 0: shares 1 and 1/2 with its own group, none with the other.
    assert weights[0].tolist() == [1.0, 0.0]
    assert weights[5].tolist() == [0.0, 1.0]


@settings(max_examples=40)
@given(npst.arrays(np.bool_, npst.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8)), st.integers(0, 9))
def test_draws_keep_both_margins(table: BoolArray, seed: int) -> None:
    before = table.copy()
    for draw in curveball(table, 3, np.random.default_rng(seed)):
        assert np.array_equal(draw.sum(axis=0), table.sum(axis=0))
        assert np.array_equal(draw.sum(axis=1), table.sum(axis=1))
    assert np.array_equal(table, before)


def test_draws_are_uniform() -> None:
    # Margins (2, 1, 1) x (2, 1, 1) have five tables: each should come up a fifth of the time.
    table = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=np.bool_)
    counts: dict[bytes, int] = {}
    for draw in curveball(table, 4000, np.random.default_rng(1)):
        counts[draw.tobytes()] = counts.get(draw.tobytes(), 0) + 1
    assert len(counts) == 5
    # Neighbouring draws of a chain are not independent, hence the room.
    assert all(650 < count < 950 for count in counts.values())


def test_resample_leaves_out_a_fifth_and_thins_by_confidence() -> None:
    table = np.ones((2000, 10), dtype=np.bool_)
    rng = np.random.default_rng(2)
    assert resample(table, None, rng).shape == (2000, 8)
    thin = resample(table, np.full(table.shape, 0.25), rng)
    assert abs(thin.mean() - 0.25) < 0.02
