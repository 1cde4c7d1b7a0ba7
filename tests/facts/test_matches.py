"""matches: judgements in force leave as SSSOM, and say nothing that was not judged."""

from __future__ import annotations

import csv
from pathlib import Path

from siggraph.facts.matches import COLUMNS, header, mappings
from siggraph.model import Corpus
from tests.organisations.lines import line, lines, run, said


def table(*judgements: object) -> list[dict[str, object]]:
    people = line("Jo Doe", position=9, capacity="person")
    result = run([*lines('"Alpha" Union', "Beta", "Gamma", "beta"), people], judgements)  # type: ignore[arg-type]
    corpus = Corpus(base="", title="", signatures=result.signatures, judgements=result.judgements)
    return mappings(corpus, lambda identifier: identifier)


def test_every_verdict_is_a_row_and_a_negative_says_not() -> None:
    rows = table(said("Beta", '"Alpha" Union', "different", by="A|B"), said("Beta", "Gamma", "unsure"))
    assert [(r["predicate_id"], r["predicate_modifier"], r["mapping_justification"]) for r in rows] == [
        ("verdict:same", "", "semapv:LexicalMatching"),
        ("verdict:same", "Not", "semapv:ManualMappingCuration"),
        ("verdict:unsure", "", "semapv:ManualMappingCuration"),
    ]
    assert rows[1]["object_label"] == '"""Alpha"" Union"'
    assert rows[1]["author_label"] == r"A\|B"
    assert rows[0]["mapping_tool"] == "siggraph rule:same-folded-name@1"
    assert {r["subject_id"] for r in rows} == {"signature:x/s/en-0002"}


def test_persons_and_withdrawn_judgements_are_in_no_row() -> None:
    rows = table(said("Jo Doe", "Beta"), said("Beta", "Gamma", withdrawn="2026-01-02"))
    assert [r["mapping_justification"] for r in rows] == ["semapv:LexicalMatching"]


def test_no_body_is_said_to_be_another_one() -> None:
    text = header("https://example.org/m", "", "https://example.org/signature/") + str(table(said("Beta", "Gamma")))
    assert "exactMatch" not in text
    assert "sameAs" not in text


def test_the_file_of_a_build(build: Path) -> None:
    text = (build / "matches.sssom.tsv").read_text(encoding="utf-8")
    head = [x for x in text.splitlines() if x.startswith("#")]
    rows = list(csv.DictReader([x for x in text.splitlines() if not x.startswith("#")], delimiter="\t"))
    assert tuple(rows[0]) == COLUMNS
    assert any(x.startswith("#license: https://creativecommons.org/") for x in head)
    prefixes = {x[3:].partition(":")[0] for x in head if x.startswith("#  ")}
    assert {row[c].partition(":")[0] for row in rows for c in ("subject_id", "predicate_id", "object_id")} <= prefixes
    assert {row["mapping_justification"].partition(":")[0] for row in rows} <= prefixes
    assert sum(row["predicate_modifier"] == "Not" for row in rows) == 1
    assert rows == sorted(rows, key=lambda row: list(row.values()))
    graph = (build / "graph.nq").read_text(encoding="utf-8")
    [prefix] = [x.partition(": ")[2] for x in head if x.startswith("#  signature")]
    assert all(f"<{prefix}{row[c].partition(':')[2]}>" in graph for row in rows for c in ("subject_id", "object_id"))
