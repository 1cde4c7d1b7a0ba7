"""The map of themes: near what belongs together, inside the page, always the same."""

from __future__ import annotations

import numpy as np

from siggraph.network import TwoMode, theme_map
from siggraph.network.project import FloatArray
from siggraph.network.thememap import spring
from tests.network.graphs import planted, two_mode


def test_cliques_stand_apart() -> None:
    weight: FloatArray = np.kron(np.eye(2), np.ones((6, 6))).astype(np.float64)
    np.fill_diagonal(weight, 0.0)
    places = spring(weight, np.random.default_rng(1))
    distance = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    assert distance[:6, :6].max() < distance[:6, 6:].min()
    assert np.abs(places).max() <= 1.0


def test_edges_are_the_pairs_with_two_actors_in_common() -> None:
    table, _ = planted(150, 20, 500, 3, 0.7, 1)
    drawn = theme_map(two_mode(table), 1)
    shared = table.T.astype(int) @ table.astype(int)
    assert {(a, b): s for a, b, s, _, _ in drawn.edges} == {
        (f"e{i:03d}", f"e{j:03d}"): int(shared[i, j]) for i in range(20) for j in range(i + 1, 20) if shared[i, j] > 1
    }
    assert [n[2] for n in drawn.nodes] == table.sum(axis=0).tolist()
    assert len({(n[3], n[4]) for n in drawn.nodes}) == len(drawn.nodes)
    assert all(-1 <= v <= 1 and v == round(v, 3) for n in drawn.nodes for v in n[3:])
    assert drawn == theme_map(two_mode(table), 1)
    assert drawn != theme_map(two_mode(table), 2)


def test_small_maps() -> None:
    assert theme_map(TwoMode.from_edges([]), 1).nodes == ()
    assert theme_map(TwoMode.from_edges([("a", "t", None)]), 1).nodes == (("t", "t", 1, 0.0, 0.0),)
    two = theme_map(TwoMode.from_edges([("a", "t", None), ("b", "u", None)]), 1)
    assert len({n[3:] for n in two.nodes}) == 2
