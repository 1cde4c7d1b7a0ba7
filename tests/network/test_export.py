"""The written networks, read again by networkx, hold every node, edge and attribute."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from siggraph.network import Attributes, TwoMode, analyse, export_files
from siggraph.network.export import gexf, graphml, network_graph, two_mode_graph
from tests.network.graphs import blocks, planted, two_mode


def _cases() -> dict[str, TwoMode]:
    odd = 'A "B" <c> & d|e\tf \u2029 \ufffe\x07 中文'
    told = {"a0000": Attributes(odd, "organisation", "FR", "ngo"), "z": Attributes("", "", "", "")}
    return {
        "coalitions": two_mode(blocks(14, 24, 0.92, 0.03, 1), told),
        "none": two_mode(planted(60, 12, 140, 3, 0.0, 1)[0], told),
        "control characters": TwoMode.from_edges(
            [(a, e, None) for a in ("a", "a\x00", "\x01a", "a~2", "\x02") for e in ("x\x0b", "x", "a", "a\x1f")]
        ),
        "same identifiers": TwoMode.from_edges([("x", "x", 0.5), ("y", "x", None), ("y", "z", None)]),
        "events named alike": TwoMode.from_edges([("x", "x", None), ("x", "event:x", None), ("y", "x\x00", None)]),
        "empty": TwoMode.from_edges([], told),
    }


CASES = _cases()


def _same(ours: nx.Graph[str], read: nx.Graph[str], drop: set[str]) -> None:
    assert set(read.nodes) == set(ours.nodes)
    assert {frozenset(e) for e in read.edges} == {frozenset(e) for e in ours.edges}
    for node, data in ours.nodes(data=True):
        told: dict[str, Any] = {k: v for k, v in read.nodes[node].items() if k not in drop}
        assert told == data
        assert {k: type(v) for k, v in told.items() if k in data} == {k: type(v) for k, v in data.items()}
    for a, b, data in ours.edges(data=True):
        assert {k: v for k, v in read.edges[a, b].items() if k not in drop} == data


@pytest.mark.parametrize("case", CASES)
def test_round_trip_through_networkx(case: str) -> None:
    graph = CASES[case]
    done = analyse(graph, seed=1, quick=True, by="theme")
    files = export_files(graph, done)
    assert sorted(files) == ["network.gexf", "network.graphml", "twomode.gexf"]
    network, both = network_graph(done), two_mode_graph(graph, done)
    assert network.number_of_nodes() == len(graph.actors)
    assert set(network.nodes) >= {actor for actor in graph.actors if actor.isprintable()}
    assert both.number_of_edges() == graph.matrix.nnz
    assert both.number_of_nodes() == len(graph.actors) + len(graph.events)
    _same(network, nx.read_gexf(io.BytesIO(files["network.gexf"].encode())), {"id"})
    _same(both, nx.read_gexf(io.BytesIO(files["twomode.gexf"].encode())), {"id"})
    _same(network, nx.read_graphml(io.BytesIO(files["network.graphml"].encode())), set())


@pytest.mark.parametrize("case", CASES)
def test_nothing_of_the_known_faults(case: str) -> None:
    graph = CASES[case]
    for name, text in export_files(graph, analyse(graph, seed=1, quick=True, by="theme")).items():
        assert "None" not in text, name
        assert "lastmodified" not in text, name
        assert "nan" not in {v.lower() for e in ET.fromstring(text).iter() for v in e.attrib.values()}, name  # noqa: S314 - our own text
        assert 'version="1.3"' in text or name.endswith("graphml")


def test_attributes_of_mixed_types_are_floats_or_texts() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("a", x=1, y=2)
    graph.add_node("b", x=1.5, y="two")
    graph.add_edge("a", "b", weight=3)
    read = nx.read_gexf(io.BytesIO(gexf(graph, "mixed").encode()))
    assert (read.nodes["a"]["x"], read.nodes["b"]["y"], read.nodes["a"]["y"]) == (1.0, "two", "2")
    assert nx.read_graphml(io.BytesIO(graphml(graph).encode())).nodes["a"]["x"] == 1.0
