"""The catalogue: each answer equals independent SQL over the tables, a golden file, and rdflib's own evaluation."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from rdflib import Dataset, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Identifier
from rdflib.util import from_n3

from siggraph import workspace
from siggraph.facts.engine import query
from siggraph.graph.query import answer, base_of, bindings, compact, run
from siggraph.graph.store import open_store
from siggraph.io.tables import cell_of
from siggraph.model import Answer

GOLDEN = Path(__file__).parent / "golden" / "questions"
QUESTIONS = workspace.questions()
Rows = Counter[tuple[tuple[str, str], ...]]


def plain(value: object) -> str:
    """Write a cell so that two engines agree: numbers by value, none as blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return cell_of(float(text)) if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", text) else text


def rows_of(table: Answer, columns: set[str]) -> Rows:
    return Counter(
        tuple(sorted((c, plain(v)) for c, v in zip(table.columns, row, strict=True) if c in columns))
        for row in table.rows
    )


# Each question is asked with its defaults; these with other values as well.
CALLS: list[tuple[str, dict[str, str]]] = [
    *((name, {}) for name in QUESTIONS),
    ("evidence-of-value", {"name": "HRIC"}),
    ("evidence-of-value", {"name": "Amnesty International"}),
    ("evidence-of-value", {"name": "日本ウイグル協会"}),
    ("organisations-of-country", {"country": "US"}),
    ("organisations-of-country", {"country": "JP"}),
]


def ask(build: Path, name: str, values: Mapping[str, str] | None = None, *, union: bool = False) -> Answer:
    store = open_store(build)
    question = QUESTIONS[name]
    return compact(answer(run(store, question.text, bindings(question, values or {}), union=union)), base_of(store))


@pytest.mark.parametrize(("name", "values"), CALLS)
def test_equal_to_independent_sql_over_the_tables(build: Path, name: str, values: dict[str, str]) -> None:
    text = (GOLDEN / f"{name}.sql").read_text(encoding="utf-8")
    parameters = {p.name: values.get(p.name, p.default) for p in QUESTIONS[name].parameters}
    columns, rows = query(build / "facts", text, parameters)
    sql = Answer(columns, tuple(rows))  # type: ignore[arg-type]  # plain() writes numbers as texts
    sparql = ask(build, name, values)
    assert set(columns) <= set(sparql.columns)
    assert rows_of(sparql, set(columns)) == rows_of(sql, set(columns))
    assert sql.rows


@pytest.mark.parametrize("name", QUESTIONS)
def test_equal_to_the_golden_answer(build: Path, name: str) -> None:
    table = ask(build, name)
    text = "\n".join("\t".join(plain(cell) for cell in row) for row in (table.columns, *table.rows)) + "\n"
    assert text == (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8"), "python -m scripts.golden writes it again"


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_where_the_default_graph_is_the_union(build: Path, name: str) -> None:
    assert ask(build, name, union=True) == ask(build, name)


@pytest.fixture(scope="module")
def dataset(build: Path) -> Dataset:
    loaded = Dataset()
    with warnings.catch_warnings():  # rdflib's own parser of N-Quads uses what rdflib deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        loaded.parse(build / "graph.nq", format="nquads")
    return loaded


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # inside rdflib
def test_equal_in_rdflib(build: Path, dataset: Dataset, name: str) -> None:
    question = QUESTIONS[name]
    bound = {v.value: dataset_term(t) for v, t in bindings(question, {}).items()}
    result = dataset.query(prepareQuery(question.text), initBindings=bound)
    names = [str(v) for v in result.vars or ()]
    table = Answer(tuple(names), tuple(tuple(None if c is None else str(c) for c in row) for row in result))  # type: ignore[union-attr]
    ours = ask(build, name)
    assert rows_of(compact(table, base_of(open_store(build))), set(names)) == rows_of(ours, set(names))
    assert set(names) == set(ours.columns)


def dataset_term(term: object) -> Identifier:
    """Turn a term of the store into one of rdflib."""
    found = from_n3(str(term))
    assert isinstance(found, Identifier)
    return found


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_header_tells_what_the_columns_are(build: Path, name: str) -> None:
    question = QUESTIONS[name]
    assert set(question.title) >= {"en", "fr", "zh"}
    assert question.counts
    assert tuple(column for column, _ in question.columns) == ask(build, name).columns
    assert all(Variable(p.name) and p.default and p.means for p in question.parameters)


def test_there_are_the_ten_questions_of_the_first_release() -> None:
    assert set(QUESTIONS) >= {
        "signatories-by-seat", "signatories-by-type", "signatories-by-focus", "organisations-of-country",
        "concern-from-abroad", "edition-differences", "repeated-signatures", "balance", "evidence-of-value",
        "theme-pairs",
    }  # fmt: skip
