"""Asking: the catalogue of questions, any SPARQL query, the checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import UsageError
from siggraph.io.resources import resource
from siggraph.io.tables import read_text, read_tsv
from siggraph.model import Answer, Finding, Question
from siggraph.workspace.common import Step, quiet

if TYPE_CHECKING:
    from siggraph.graph.query import Result
    from siggraph.graph.store import Store


def questions() -> dict[str, Question]:
    """Return the packaged catalogue of questions by name."""
    from siggraph.graph.query import catalogue

    return catalogue(_queries("questions"))


def _queries(folder: str) -> dict[str, str]:
    """Return the texts of a folder of packaged queries by name."""
    return {path.stem: read_text(path) for path in (resource("queries") / folder).glob("*.rq")}


def ask(build_folder: Path, name: str, values: Mapping[str, str], form: str = "table") -> Answer | bytes:
    """Answer one question of the catalogue; an Answer for ``table``, bytes for a standard format."""
    from siggraph.graph.query import bindings, find, refuse_unknown_codes, run
    from siggraph.graph.store import open_store

    question = find(questions(), name)
    bound = bindings(question, values)
    store = open_store(build_folder)
    refuse_unknown_codes(store, bound)
    return _form(store, run(store, question.text, bound), form)


def sparql(build_folder: Path, text: str, form: str = "table") -> Answer | bytes:
    """Answer any read-only SPARQL query.

    Raises UsageError for an update, a syntax error, or a query that would ask another server.
    """
    from siggraph.graph.guard import guarded
    from siggraph.graph.query import run
    from siggraph.graph.store import open_store

    query = guarded(text)
    store = open_store(build_folder)
    return _form(store, run(store, query), form)


def _form(store: Store, result: Result, form: str) -> Answer | bytes:
    from siggraph.graph.query import answer, base_of, compact, serialised

    return compact(answer(result), base_of(store)) if form == "table" else serialised(result, form)


def check(build_folder: Path, step: Step = quiet) -> list[Finding]:
    """Return every finding about a build: those of the line, the rules, the shapes."""
    from siggraph.graph.check import shape_findings
    from siggraph.graph.query import catalogue, offenders
    from siggraph.graph.store import open_store, union_lines

    store = open_store(build_folder)
    for name in ("graph.nq", "findings.tsv"):
        if not (build_folder / name).is_file():
            raise UsageError(f"'{build_folder}' has no {name}", remedy=f"siggraph build --out '{build_folder}'")
    rows = read_tsv(build_folder / "findings.tsv", ("severity", "code", "where", "message", "remedy"))
    found = [Finding(r["severity"], r["code"], r["where"], r["message"], r["remedy"]) for r in rows]
    step("rules")
    found.extend(offenders(store, catalogue(_queries("rules"))))
    step("shapes")
    found.extend(shape_findings(union_lines(build_folder / "graph.nq"), read_text(resource("ontology") / "shapes.ttl")))
    return found
