"""The dataset: default graph and named graphs by role, persons apart, no blank nodes, nothing invented."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from siggraph import workspace
from siggraph.graph.query import answer, run
from siggraph.graph.store import open_store
from siggraph.io.tables import read_tsv, split


@pytest.fixture(scope="module")
def quads(build: Path) -> list[ox.Quad]:
    return [q for q in ox.parse(path=str(build / "graph.nq"), format=ox.RdfFormat.N_QUADS) if isinstance(q, ox.Quad)]


def one(build: Path, text: str) -> str | None:
    [[cell]] = answer(run(open_store(build), text)).rows
    return cell


def test_the_file_is_sorted_and_the_store_holds_it(build: Path, quads: list[ox.Quad]) -> None:
    lines = (build / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert set(open_store(build).quads_for_pattern(None, None, None)) == set(quads)
    assert len(quads) == len(lines)


def test_there_are_no_blank_nodes_and_no_owl_same_as(quads: list[ox.Quad]) -> None:
    for quad in quads:
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert "owl#sameAs" not in str(quad.predicate)


def test_named_graphs_go_by_role(quads: list[ox.Quad]) -> None:
    graphs = {quad.graph_name.value.rsplit("/", 1)[1] for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert graphs == {"claims", "matches", "persons", "meta"}


def test_simple_triples_for_simple_questions(build: Path) -> None:
    assert one(build, "SELECT (COUNT(?o) AS ?n) { ?o a org:Organization }") == "278"
    assert one(build, "SELECT (COUNT(*) AS ?n) { ?o sig:signed ?l }") == "278"
    assert one(build, "SELECT (COUNT(?l) AS ?n) { ?o a org:Organization ; skos:prefLabel ?l }") == "278"
    assert one(build, "SELECT (COUNT(?s) AS ?n) { ?s a sig:Signature }") == "282"
    assert one(build, "SELECT (COUNT(?s) AS ?n) { ?s a sig:Listing }") == str(281 + 262)
    assert one(build, "SELECT ?n { ?g a sig:WithheldGroup ; sig:count ?n }") == "39"


def test_persons_stand_in_their_own_graph_with_their_name_alone(quads: list[ox.Quad]) -> None:
    people = {q.subject for q in quads if str(q.object).endswith("foaf/0.1/Person>")}
    assert len(people) == 2
    about = [q for q in quads if q.subject in people or q.object in people]
    assert {str(q.graph_name).rsplit("/", 1)[1] for q in about} == {"persons>"}
    assert {str(q.predicate).rsplit("/", 1)[1].rsplit("#", 1)[-1] for q in about} == {"type>", "name>", "signatory>"}


def test_the_best_layer_equals_the_table(build: Path) -> None:
    rows = answer(
        run(open_store(build), "SELECT ?o ?c { ?o sig:seat/skos:notation ?c ; a org:Organization } ORDER BY ?o")
    ).rows
    told = {str(iri).rsplit("/", 1)[1]: code for iri, code in rows}
    table = read_tsv(build / "organisations.tsv")
    assert told == {row["id"]: row["seat"] for row in table if row["seat"]}
    topics = answer(run(open_store(build), "SELECT (COUNT(*) AS ?n) { ?o sig:focus ?f }")).rows
    assert topics == ((str(sum(len(split(row["focus"])) for row in table)),),)


def test_display_names_are_the_common_ones(build: Path) -> None:
    place = "<https://w3id.org/siggraph/scheme/place/{}>"
    for code, name in (("TW", "Taiwan"), ("HK", "Hong Kong")):
        label = f'SELECT ?l {{ {place.format(code)} skos:prefLabel ?l FILTER(LANG(?l) = "en") }}'
        assert one(build, label) == name


def test_a_store_can_be_open_several_times_and_while_the_next_is_built(build: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    workspace.build(workspace.corpus_folder(None), out)
    first, second = open_store(out), open_store(out)
    workspace.build(workspace.corpus_folder(None), out)
    assert len(first) == len(second) == len(open_store(out))
    assert build.is_dir()
