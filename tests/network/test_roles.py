"""Roles against networkx, and brokerage against counting every triple."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from siggraph.network import roles
from siggraph.network.project import BoolArray, FloatArray, project
from siggraph.network.roles import betweenness, brokerage, burt, coreness, find_roles, participation
from tests.network.graphs import planted, southern_women, two_mode

TABLES = {
    "women": southern_women(),
    "planted": planted(70, 30, 150, 3, 0.6, 1)[0],
    "sparse": planted(60, 25, 60, 2, 0.2, 4)[0],
}


def _weighted(table: BoolArray) -> tuple[FloatArray, nx.Graph[int]]:
    weights: FloatArray = project(two_mode(table), "newman").toarray()
    return weights, nx.from_numpy_array(weights)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_burt_is_that_of_networkx(table: BoolArray) -> None:
    weights, graph = _weighted(table)
    constraint, effective = burt(weights)
    slow = nx.constraint(graph, weight="weight")
    # Without nodes, networkx 3.6 takes a shortcut that divides by the largest weight of the wrong end.
    size = nx.effective_size(graph, nodes=list(graph), weight="weight")
    assert np.allclose(constraint, [slow[i] for i in range(len(table))], rtol=1e-10, equal_nan=True)
    assert np.allclose(effective, [size[i] for i in range(len(table))], rtol=1e-10, equal_nan=True)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_cores_and_betweenness_are_those_of_networkx(table: BoolArray) -> None:
    weights, graph = _weighted(table)
    cores, between = nx.core_number(graph), nx.betweenness_centrality(graph)
    assert coreness(weights > 0).tolist() == [cores[i] for i in range(len(table))]
    assert np.allclose(betweenness(weights > 0), [between[i] for i in range(len(table))], atol=1e-12)


@pytest.mark.parametrize("kind", ["path", "cycle", "tree", "two parts"])
def test_betweenness_of_long_paths(kind: str) -> None:
    graph = {
        "path": nx.path_graph(17),
        "cycle": nx.cycle_graph(12),
        "tree": nx.balanced_tree(2, 4),
        "two parts": nx.disjoint_union(nx.path_graph(6), nx.complete_graph(5)),
    }[kind]
    ours = betweenness(nx.to_numpy_array(graph) > 0)
    assert np.allclose(ours, list(nx.betweenness_centrality(graph).values()), atol=1e-12)
    assert coreness(nx.to_numpy_array(graph) > 0).tolist() == list(nx.core_number(graph).values())


def test_brokerage_is_that_of_counting_every_triple() -> None:
    rng = np.random.default_rng(5)
    n = 25
    ties = np.triu(rng.random((n, n)) < 0.25, 1)
    ties |= ties.T
    groups = [str(g) for g in rng.integers(0, 4, n)]
    wanted = np.zeros((4, n), dtype=np.int64)
    for b in range(n):
        for a, c in combinations(np.flatnonzero(ties[b]).tolist(), 2):
            if ties[a, c]:
                continue
            of_a, of_b, of_c = groups[a], groups[b], groups[c]
            if of_a == of_b == of_c:
                wanted[0, b] += 1
            elif of_b in {of_a, of_c}:
                wanted[1, b] += 1
            elif of_a == of_c:
                wanted[3, b] += 1
            else:
                wanted[2, b] += 1
    assert (wanted.sum(axis=1) > 0).all()
    assert np.array_equal(brokerage(ties, groups), wanted)


def test_participation_by_hand() -> None:
    table = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=np.bool_)
    spread = participation(two_mode(table).matrix, np.array([0, 0, 1, -1]))
    assert spread[:3].tolist() == [0.0, 0.5, 1 - (4 + 1 + 1) / 16]
    assert np.isnan(spread[3])


def test_actors_apart_and_of_unknown_seat() -> None:
    table = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=np.bool_)
    graph = two_mode(np.vstack([table, np.zeros((1, 3), dtype=np.bool_)]))
    found = find_roles(graph, ("FR", "FR", "FR", "FR", "DE", ""))
    assert found is not None
    assert found.coordinator.tolist() == [0, 1, 0, 0, 0, -1]
    assert found.coreness.tolist() == [1, 1, 1, 0, 0, 0]
    assert np.isnan(found.constraint[3:]).all()
    unknown = find_roles(graph, ("FR", "", "FR", "FR", "DE", ""))
    assert unknown is not None
    assert unknown.coordinator.tolist() == [0, -1, 0, 0, 0, -1]


def test_too_many_actors_are_said_to_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "LIMIT", 5)
    assert find_roles(two_mode(southern_women()), ("",) * 18) is None
