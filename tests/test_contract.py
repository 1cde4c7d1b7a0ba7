"""The contract: files, columns, counts of the first letter, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from siggraph import workspace
from siggraph.facts.engine import query
from siggraph.facts.tables import TABLES
from siggraph.io.tables import read_tsv, split

# Copied from the contract by hand; `*` marks several values.
COLUMNS = {
    "letters": "id, title, date, issue, position, targets*, addressees*, languages*, stated_total, stated_named, "
    "stated_withheld, signatures, bodies",
    "editions": "id, letter, language, date, source, extent, sha256, listings",
    "listings": "id, letter, edition, position, name, kind, country, heading, language, begin, end, line, signature, "
    "note",
    "signatures": "id, letter, organisation, capacity, status, repeats, first_seen, listings*, names_as_printed*",
    "organisations": "id, name, kind, names*, acronyms*, seat, seat_status, seat_confidence, concern*, "
    "concern_confidence*, type, type_confidence, focus*, focus_confidence*, scope, part_of*, website, identifiers*, "
    "methods*, signatures*, listings*",
    "claims-all": "id, about, property, value, confidence, method, rank, status, rule, source, begin, end, quote, "
    "since, until, note",
    "cases": "id, kind, a, b, score, reasons*, gain",
    "findings": "id, severity, code, where, message, remedy",
}
LETTER = "2020-china-mechanism"


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_those_of_the_contract(build: Path, name: str) -> None:
    expected = [column.strip() for column in COLUMNS[name].split(",")]
    header = (build / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[0].split("\t")
    assert header == [column.rstrip("*") for column in expected]
    [table] = [table for table in TABLES if table.name == name]
    assert [f"{c.name}{'*' if c.many else ''}" for c in table.columns] == expected


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_are_sorted_plain_and_equal_to_their_parquet_twins(build: Path, table: object) -> None:
    [known] = [t for t in TABLES if t is table]
    path = build / f"{known.name}.tsv"
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = read_tsv(path)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    columns, typed = query(build / "facts", f'SELECT * FROM "{known.name.removesuffix("-all")}"')  # noqa: S608 - our name
    assert list(columns) == list(known.header)
    assert len(typed) == len(rows)
    for row, cells in zip(rows, typed, strict=True):
        for column, cell in zip(known.columns, cells, strict=True):
            told = row[column.name]
            if column.many:
                assert isinstance(cell, list)
                assert [float(v) for v in split(told)] == cell if column.kind == "decimal" else split(told) == cell
            elif cell is None:
                assert told == ""
            else:
                assert float(told) == cell if column.kind != "text" else told == cell


def test_balance_json_of_the_first_letter(build: Path) -> None:
    sheet = json.loads((build / "balance.json").read_text(encoding="utf-8"))
    assert sheet == [
        {
            "letter": LETTER,
            "stated_total": 321,
            "stated_named": 282,
            "stated_withheld": 39,
            "named": 282,
            "withheld": 39,
            "unresolved": 0,
            "repeated": 2,
            "organisations": 278,
            "individuals": 2,
            "editions": {
                f"{LETTER}/zh": {"listings": 281, "stated_total": 321, "stated_named": None, "stated_withheld": 39},
                f"{LETTER}/fr": {"listings": 262, "stated_total": 321, "stated_named": 282, "stated_withheld": 39},
            },
            "closes": True,
            "notes": [f"edition {LETTER}/fr says that it names 282 and prints 262"],
        }
    ]
    assert list(sheet[0]) == [
        "letter", "stated_total", "stated_named", "stated_withheld", "named", "withheld", "unresolved", "repeated",
        "organisations", "individuals", "editions", "closes", "notes",
    ]  # fmt: skip


def test_the_two_repetitions_of_the_first_letter(build: Path) -> None:
    rows = {row["id"]: row for row in read_tsv(build / "signatures.tsv")}
    repeated = {
        (row["names_as_printed"], rows[row["repeats"]]["names_as_printed"])
        for row in rows.values()
        if row["status"] == "repeated"
    }
    assert repeated == {("Human Rights in China", "HRIC"), ("日本ウイグル協会", "Japan Uyghur Association")}


def test_individuals_stand_in_signatures_and_listings_alone(build: Path) -> None:
    people = [row for row in read_tsv(build / "signatures.tsv") if row["capacity"] == "person"]
    assert len(people) == 2
    assert all(row["organisation"] == "" for row in people)
    for name in ("Kothari", "Ganguly"):
        for path in ("organisations.tsv", "claims-all.tsv", "cases.tsv", "findings.tsv", "overview.html"):
            assert name not in (build / path).read_text(encoding="utf-8")
        lines = [x for x in (build / "graph.nq").read_text(encoding="utf-8").splitlines() if name in x]
        assert lines
        assert all("/graph/persons>" in x for x in lines)


def test_every_span_is_the_text_it_says(build: Path) -> None:
    folder = Path(workspace.corpus_folder(None)) / "letters"
    texts = {
        row["id"]: (folder / row["letter"] / f"{row['id'].split('/')[1]}.txt").read_bytes().decode()
        for row in read_tsv(build / "editions.tsv")
    }
    listings = {row["id"]: row for row in read_tsv(build / "listings.tsv")}
    for row in listings.values():
        raw = texts[row["edition"]][int(row["begin"]) : int(row["end"])]
        assert " ".join(raw.split()) == row["name"]
        assert texts[row["edition"]].splitlines()[int(row["line"]) - 1].find(row["name"].split()[0]) >= 0
    located = [row for row in read_tsv(build / "claims-all.tsv") if row["begin"] and row["source"] in listings]
    assert len(located) > 100
    for row in located:
        raw = texts[listings[row["source"]]["edition"]][int(row["begin"]) : int(row["end"])]
        assert " ".join(raw.split()) == row["quote"]


def test_every_value_has_a_method_and_a_confidence(build: Path) -> None:
    for row in read_tsv(build / "claims-all.tsv"):
        assert row["method"] in {"printed", "rule", "registry", "lookup", "editorial", "recalled"}
        assert row["rank"] in {"preferred", "normal", "deprecated"}
        if row["status"] == "asserted":
            assert row["value"]
            assert 0 <= float(row["confidence"]) <= 1
        else:
            assert row["value"] == row["confidence"] == ""
    for row in read_tsv(build / "organisations.tsv"):
        assert bool(row["seat"]) == bool(row["seat_confidence"]) == (row["seat_status"] == "known")
        assert len(split(row["concern"])) == len(split(row["concern_confidence"]))
        assert len(split(row["focus"])) == len(split(row["focus_confidence"]))
        assert row["name"] in split(row["names"])


def test_no_sensitive_topic_rests_on_what_is_merely_recalled(build: Path) -> None:
    for row in read_tsv(build / "claims-all.tsv"):
        assert not (row["method"] == "recalled" and row["property"] in {"focus", "concern"}), row


def test_no_identifier_is_provisional_in_the_packaged_corpus(build: Path) -> None:
    assert all(row["id"].startswith("o-") for row in read_tsv(build / "organisations.tsv"))


def test_the_packaged_corpus_has_no_errors_and_no_warnings(build: Path) -> None:
    assert [f for f in workspace.check(build) if f.severity != "note"] == []
