"""The two-mode graph and its projections."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from siggraph.errors import InputError, UsageError
from siggraph.network.project import Attributes, TwoMode, project, shared_events
from tests.network.graphs import planted, southern_women, two_mode

EDGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"), st.none()), max_size=30)


@given(EDGES, st.randoms())
def test_order_and_repetition_of_rows_change_nothing(rows: list[tuple[str, str, None]], random: object) -> None:
    graph = TwoMode.from_edges(rows)
    again = rows + rows[: len(rows) // 2]
    random.shuffle(again)  # type: ignore[attr-defined]
    assert TwoMode.from_edges(again).digest() == graph.digest()
    assert graph.matrix.nnz == len(set(rows))


def test_every_actor_is_kept_and_sorted() -> None:
    graph = TwoMode.from_edges(
        [("b", "x", None)], {"z": Attributes("Zed", "organisation", "FR", "ngo"), "a": Attributes()}
    )
    assert graph.actors == ("a", "b", "z")
    assert graph.labels == ("a", "b", "Zed")
    assert graph.seat == ("", "", "FR")
    assert graph.degrees.tolist() == [0, 1, 0]


def test_confidence_of_repeated_rows_is_the_best_one() -> None:
    graph = TwoMode.from_edges([("a", "x", 0.4), ("a", "x", 0.7), ("b", "x", None)])
    assert graph.confidence is not None
    assert graph.confidence.tolist() == [0.7, 1.0]
    assert TwoMode.from_edges([("a", "x", 1.0)]).confidence is None


@pytest.mark.parametrize(
    "row", [("", "x", None), ("a", "", None), ("a", "x", 0.0), ("a", "x", 1.5), ("a", "x", float("nan"))]
)
def test_bad_rows_are_refused(row: tuple[str, str, float | None]) -> None:
    with pytest.raises(InputError):
        TwoMode.from_edges([row])


def test_digest_sees_every_input() -> None:
    rows: list[tuple[str, str, float | None]] = [("a", "x", None), ("b", "x", None)]
    variants = [
        TwoMode.from_edges(rows),
        TwoMode.from_edges(rows[:1]),
        TwoMode.from_edges([("a", "x", 0.5), rows[1]]),
        TwoMode.from_edges(rows, {"a": Attributes(seat="FR")}),
        TwoMode.from_edges(rows, {"a": Attributes(type="FR")}),
        TwoMode.from_edges(rows, {"c": Attributes()}),
        TwoMode.from_edges(rows, event_labels={"x": "X"}),
        TwoMode.from_edges(rows, withheld=3),
    ]
    assert len({graph.digest() for graph in variants}) == len(variants)


def _oracle(weight: str, graph: nx.Graph[str], women: tuple[str, ...]) -> nx.Graph[str]:
    if weight == "newman":
        return bipartite.collaboration_weighted_projected_graph(graph, women)
    if weight == "jaccard":
        return bipartite.overlap_weighted_projected_graph(graph, women, jaccard=True)
    return bipartite.weighted_projected_graph(graph, women)


@pytest.mark.parametrize("weight", ["count", "newman", "jaccard", "cosine"])
@pytest.mark.parametrize("table", [southern_women(), planted(60, 20, 150, 3, 0.5, 1)[0]], ids=["women", "planted"])
def test_projection_is_that_of_networkx(table: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], weight: str) -> None:
    graph = two_mode(table)
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph.actors)
    plain.add_edges_from((graph.actors[a], graph.events[e]) for a, e, _ in graph.edges())
    oracle = _oracle(weight, plain, graph.actors)
    wanted = nx.to_numpy_array(oracle, nodelist=list(graph.actors))
    if weight == "cosine":
        wanted /= np.sqrt(np.outer(graph.degrees, graph.degrees))
    assert np.allclose(project(graph, weight).toarray(), wanted, rtol=1e-12, atol=0)


def test_unknown_weight_is_refused() -> None:
    with pytest.raises(UsageError):
        project(two_mode(southern_women()), "hyperbolic")


def test_shared_events_are_sorted_pairs() -> None:
    table = southern_women()
    a, b, shared = shared_events(two_mode(table).matrix)
    assert [(x, y, s) for x, y, s in zip(a.tolist(), b.tolist(), shared.tolist(), strict=True)] == [
        (x, y, int((table[x] & table[y]).sum()))
        for x in range(18)
        for y in range(x + 1, 18)
        if (table[x] & table[y]).any()
    ]
