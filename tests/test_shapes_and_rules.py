"""Shapes and rules: the sample conforms, and each change of the sample is found by just the checks that its row names.

`golden/ontology/changes.tsv` has one change a row: a name, a SPARQL update of `sample.trig`, the rules that then find
an offender, and the messages of the shapes that then fail. A change whose name begins with "harmless" breaks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import OWL, SH, Dataset, Graph

HOUSE = Path(__file__).resolve().parent.parent
ONTOLOGY = HOUSE / "ontology"
RULES = sorted((HOUSE / "queries" / "rules").glob("*.rq"))
GOLDEN = HOUSE / "tests" / "golden" / "ontology"
# rdflib's own parsers still call what its Dataset has deprecated.
RDFLIB_WARNS_ITSELF = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")


@cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@cache
def stage(update: str) -> ox.Store:
    """Return the sample after one change, as a store with named graphs."""
    trig = (GOLDEN / "sample.trig").read_text(encoding="utf-8")
    store = ox.Store()
    store.load(trig.encode(), format=ox.RdfFormat.TRIG)
    before = set(store)
    if update:
        prefixes = "".join(f"PREFIX {p}: <{i}>\n" for p, i in re.findall(r"@prefix (\S+): <(\S+)>", trig))
        store.update(f"{prefixes}PREFIX owl: <{OWL}>\n{update}")
        assert set(store) != before, "the change changes nothing"
    return store


def flat(store: ox.Store) -> Graph:
    """Return the union of the default graph and the named graphs."""
    triples = sorted({f"{q.subject} {q.predicate} {q.object} ." for q in store})
    return Graph().parse(data="\n".join(triples), format="nt")


@cache
def scheme_quads() -> list[ox.Quad]:
    store = ox.Store()
    store.load((ONTOLOGY / "schemes.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    return list(store)


def with_schemes(update: str) -> ox.Store:
    store = ox.Store()
    store.extend([*stage(update), *scheme_quads()])
    return store


def changes() -> Iterator[tuple[str, str, set[str], set[str]]]:
    lines = (GOLDEN / "changes.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        name, update, rules, messages = line.split("\t")
        yield name, update, set(filter(None, rules.split("|"))), set(filter(None, messages.split("|")))


CHANGES = [pytest.param(*row[1:], id=row[0]) for row in [("the sample", "", set[str](), set[str]()), *changes()]]


@pytest.mark.parametrize(("update", "rules", "messages"), CHANGES)
def test_shapes_find_just_this(update: str, rules: set[str], messages: set[str]) -> None:
    del rules
    _, report, _ = pyshacl.validate(flat(stage(update)), shacl_graph=shapes())
    assert {str(m) for m in report.objects(None, SH.resultMessage)} == messages


@pytest.mark.parametrize(("update", "rules", "messages"), CHANGES)
def test_rules_find_just_this_in_the_plain_graph_and_in_the_union(
    update: str, rules: set[str], messages: set[str]
) -> None:
    del messages
    store = with_schemes(update)
    for path in RULES:
        query = path.read_text(encoding="utf-8")
        plain, union = (rows(store, query, union=union) for union in (False, True))
        assert plain == union, path.stem
        assert bool(plain) == (path.stem in rules), path.stem
        assert all(where.startswith("<") and len(message) > 10 for where, message in plain)


def rows(store: ox.Store, query: str, *, union: bool) -> set[tuple[str, str]]:
    answer = store.query(query, use_default_graph_as_union=union)
    assert isinstance(answer, ox.QuerySolutions)
    assert [v.value for v in answer.variables] == ["where", "message"]
    return {(str(row["where"]), str(row["message"])) for row in answer}


@RDFLIB_WARNS_ITSELF
@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules_answer_alike_in_the_second_engine(path: Path) -> None:
    query = path.read_text(encoding="utf-8")
    update = next(update for _, update, rules, _ in changes() if path.stem in rules)
    store = with_schemes(update) if "scheme:" in query else stage(update)  # rdflib is slow: no more than is asked
    quads = ox.serialize(store, format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    for union in (False, True):
        data = Dataset(default_union=union)
        data.parse(data=quads, format="nquads")
        found = {(row[0].n3(), row[1].n3()) for row in data.query(query) if isinstance(row, tuple)}
        assert found == rows(store, query, union=union)


def test_every_shape_and_every_rule_is_broken_by_some_change() -> None:
    table = list(changes())
    assert {str(m) for m in shapes().objects(None, SH.message)} == set().union(*(row[3] for row in table))
    assert {path.stem for path in RULES} == set().union(*(row[2] for row in table))


def test_every_message_has_a_severity() -> None:
    graph = shapes()
    for shape in graph.subjects(SH.message):
        assert graph.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_rule_has_its_header(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(re.findall(r"# (\w+): (.+)", "\n".join(line for line in lines if line.startswith("#"))))
    assert list(head)[:3] == ["title", "severity", "remedy"]
    assert head["severity"] in {"error", "warning", "note"}
    assert head["remedy"].endswith(".")
    assert "SELECT DISTINCT ?where ?message WHERE {" in lines


def test_the_shapes_are_themselves_well_formed_and_the_schemes_conform() -> None:
    conforms, _, text = pyshacl.validate(Graph().parse(ONTOLOGY / "schemes.ttl"), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text
