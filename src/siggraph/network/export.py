"""The network as GEXF 1.3 and GraphML, by writers of our own: no clock, no blanks written as values, no lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx

from siggraph.network.project import TwoMode
from siggraph.network.report import Analysis
from siggraph.network.tables import Table, Value

# Not allowed in XML 1.0 in any form, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "http://gexf.net/1.3"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {str: "string", int: "integer", float: "double"}
_GRAPHML_TYPES = {str: "string", int: "long", float: "double"}


def export_files(two_mode: TwoMode, analysis: Analysis) -> dict[str, str]:
    """Return file name to text: network.gexf, network.graphml, twomode.gexf.

    Examples
    --------
    >>> from siggraph.network.report import analyse
    >>> graph = TwoMode.from_edges([(a, e, None) for a in "abc" for e in "xy"])
    >>> sorted(export_files(graph, analyse(graph, seed=1, by="theme", quick=True)))
    ['network.gexf', 'network.graphml', 'twomode.gexf']
    """
    network, both = network_graph(analysis), two_mode_graph(two_mode, analysis)
    return {
        "network.gexf": gexf(network, analysis.drawn),
        "network.graphml": graphml(network),
        "twomode.gexf": gexf(both, "Actors and events, and which actor stands with which event."),
    }


def network_graph(analysis: Analysis) -> nx.Graph[str]:
    """Return the drawn network as a networkx graph; attributes are the columns of the Gephi tables, less the blanks.

    Identifiers lose the characters that XML cannot hold; two that become one are told apart by ``~2``, ``~3``...
    """
    graph: nx.Graph[str] = nx.Graph()
    nodes, edges = analysis.tables["gephi_nodes.csv"], analysis.tables["gephi_edges.csv"]
    ids = [str(row[0]) for row in nodes.rows]
    names = dict(zip(ids, _written(ids), strict=True))
    for row in nodes.rows:
        graph.add_node(names[str(row[0])], **_attributes(nodes, row, skip=("Id",)))
    for row in edges.rows:
        graph.add_edge(
            names[str(row[0])], names[str(row[1])], **_attributes(edges, row, skip=("Source", "Target", "Type"))
        )
    return graph


def two_mode_graph(two_mode: TwoMode, analysis: Analysis) -> nx.Graph[str]:
    """Return the two-mode graph as a networkx graph; ``mode`` is actor or event.

    An event whose identifier is also an actor's goes by ``event:`` and its identifier. Identifiers are written as in
    `network_graph`.
    """
    graph: nx.Graph[str] = nx.Graph()
    actors = analysis.tables["actors.csv"]
    known = dict(zip(two_mode.actors, _written(two_mode.actors), strict=True))
    for row in actors.rows:
        graph.add_node(known[str(row[0])], mode="actor", **_attributes(actors, row, skip=("id",)))
    themes = analysis.tables["themes.csv"]
    told = {str(row[0]): _attributes(themes, row, skip=("theme", "label")) for row in themes.rows}
    taken = {*known, *known.values()}
    names = _written([f"event:{event}" if event in taken else event for event in two_mode.events], taken)
    for name, event, label, size in zip(
        names, two_mode.events, two_mode.event_labels, two_mode.sizes.tolist(), strict=True
    ):
        graph.add_node(name, mode="event", **{**told.get(event, {}), "label": _clean(label), "actors": int(size)})
    for a, e, confidence in two_mode.edges():
        graph.add_edge(known[two_mode.actors[a]], names[e], weight=1, confidence=float(f"{confidence:.6g}"))
    return graph


def _attributes(table: Table, row: tuple[Value, ...], skip: tuple[str, ...]) -> dict[str, Any]:
    """Return the cells of a row by column, without the blank ones; Label and Weight in lower case, as formats ask."""
    named = {"Label": "label", "Weight": "weight"}
    cells = zip(table.columns, row, strict=True)
    return {
        named.get(column, column): _clean(value) if isinstance(value, str) else value
        for column, value in cells
        if column not in skip and value is not None and value != ""
    }


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _written(identifiers: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    r"""Return identifiers as XML can hold them: without the characters that it forbids, and each once.

    Those that can stand as they are do; a counter goes behind the others where their form is used already.

    >>> _written(["a\x00", "a", "a\x01", "\x01"])
    ['a~2', 'a', 'a~3', '~2']
    """
    used = {"", *taken}
    free = {i for i in identifiers if i == _clean(i)} - used
    used |= free
    written = []
    for identifier in identifiers:
        name, count = _clean(identifier), 1
        while identifier not in free and name in used:
            count += 1
            name = f"{_clean(identifier)}~{count}"
        free.discard(identifier)
        used.add(name)
        written.append(name)
    return written


def gexf(graph: nx.Graph[Any], description: str) -> str:
    """Write a graph in GEXF 1.3; ``label`` and ``weight`` take the format's own places.

    Attributes are texts, integers or floats; one that some nodes lack is left out there.
    """
    root = ET.Element("gexf", {"xmlns": _GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "siggraph"
    ET.SubElement(meta, "description").text = _clean(description)
    body = ET.SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "static"})
    nodes, edges = _nodes(graph), _edges(graph)
    of_nodes = _declare(body, "node", [data for _, data in nodes], "label")
    of_edges = _declare(body, "edge", [data for *_, data in edges], "weight")
    inside = ET.SubElement(body, "nodes")
    for node, data in nodes:
        element = ET.SubElement(inside, "node", {"id": str(node), "label": str(data.get("label", node))})
        _values(element, data, of_nodes)
    inside = ET.SubElement(body, "edges")
    for number, (a, b, data) in enumerate(edges):
        told = {"id": str(number), "source": str(a), "target": str(b)}
        element = ET.SubElement(inside, "edge", {**told, "weight": str(data.get("weight", 1))})
        _values(element, data, of_edges)
    return _text(root)


def _nodes(graph: nx.Graph[Any]) -> list[tuple[Hashable, Mapping[str, Any]]]:
    return list(graph.nodes(data=True))


def _edges(graph: nx.Graph[Any]) -> list[tuple[Hashable, Hashable, Mapping[str, Any]]]:
    return list(graph.edges(data=True))


def _kinds(rows: list[Mapping[str, Any]], own: str) -> dict[str, type]:
    """Return attribute to Python type, in order of first appearance; integers beside floats are floats."""
    kinds: dict[str, type] = {}
    for row in rows:
        for key, value in row.items():
            if key == own:
                continue
            kind = type(value)
            if kinds.setdefault(key, kind) is not kind:
                kinds[key] = float if {kinds[key], kind} == {int, float} else str
    return kinds


def _declare(body: ET.Element, kind: str, rows: list[Mapping[str, Any]], own: str) -> dict[str, str]:
    kinds = _kinds(rows, own)
    names = {key: str(i) for i, key in enumerate(kinds)}
    if kinds:
        holder = ET.SubElement(body, "attributes", {"class": kind, "mode": "static"})
        for key, python in kinds.items():
            ET.SubElement(holder, "attribute", {"id": names[key], "title": key, "type": _TYPES[python]})
    return names


def _values(element: ET.Element, data: Mapping[str, Any], names: Mapping[str, str]) -> None:
    told = [(names[key], value) for key, value in data.items() if key in names]
    if told:
        holder = ET.SubElement(element, "attvalues")
        for name, value in told:
            ET.SubElement(holder, "attvalue", {"for": name, "value": str(value)})


def graphml(graph: nx.Graph[Any]) -> str:
    """Write a graph in GraphML, every attribute as typed data."""
    root = ET.Element("graphml", {"xmlns": _GRAPHML})
    nodes, edges = _nodes(graph), _edges(graph)
    keys: dict[tuple[str, str], str] = {}
    for kind, rows in (("node", [data for _, data in nodes]), ("edge", [data for *_, data in edges])):
        for key, python in _kinds(rows, "").items():
            keys[kind, key] = f"d{len(keys)}"
            told = {"id": keys[kind, key], "for": kind, "attr.name": key, "attr.type": _GRAPHML_TYPES[python]}
            ET.SubElement(root, "key", told)
    body = ET.SubElement(root, "graph", {"edgedefault": "undirected"})
    for node, data in nodes:
        element = ET.SubElement(body, "node", {"id": str(node)})
        for key, value in data.items():
            ET.SubElement(element, "data", {"key": keys["node", key]}).text = str(value)
    for a, b, data in edges:
        element = ET.SubElement(body, "edge", {"source": str(a), "target": str(b)})
        for key, value in data.items():
            ET.SubElement(element, "data", {"key": keys["edge", key]}).text = str(value)
    return _text(root)


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
