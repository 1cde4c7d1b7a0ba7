"""Hostile names through the whole line: each comes out where it belongs, as text, and breaks nothing."""

from __future__ import annotations

import html
import io
from pathlib import Path

import openpyxl
import pytest

from siggraph import workspace
from siggraph.facts.engine import query
from siggraph.graph.query import answer, run
from siggraph.graph.store import open_store
from siggraph.io.tables import read_tsv, split
from siggraph.names import clean

NAMES = (
    "<script>alert(1)</script> Union",
    '"><img src=x onerror=alert(1)> League',
    "=HYPERLINK(1) Group",
    "+cmd|' /C calc'!A0 Bund",
    "Back\\slash | Pipe Society",
    "'; DROP TABLE organisations; -- Trust",
    '} INSERT DATA { <a:a> <a:b> "c" } Forum',
    "]]> & &amp; </style> Network",
    "right\u202eto left Alliance",
    "Zalgo ̶̛̗t̷e̶x̸t Association",
    "emoji 👩‍👩‍👧 Families",
    "NEL\u0085and\u2028separators Council",
    "../../etc/passwd Foundation",
    "http://[broken Centre",
    "%ZZ percent Committee",
    "https://example.org/#a#b Watch",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    letter = folder / "letter.txt"
    letter.write_text("\n".join(f"{i}. {name}" for i, name in enumerate(NAMES, start=1)) + "\n", encoding="utf-8")
    workspace.start(folder / "c", "https://example.org/x/", "<b>Corpus</b>")
    workspace.add([letter], folder / "c", "l", title='</title><script>"', language="en", on="2026-01-01")
    built = workspace.build(folder / "c", folder / "out")
    assert not built.failed
    return folder / "out"


def printed() -> list[str]:
    return [clean(name) for name in NAMES]


def test_in_the_tables_and_in_parquet(out: Path) -> None:
    rows = read_tsv(out / "listings.tsv")
    assert [row["name"] for row in rows] == printed()
    _, typed = query(out / "facts", "SELECT name FROM listings ORDER BY position")
    assert [row[0] for row in typed] == printed()
    names = {name for row in read_tsv(out / "organisations.tsv") for name in split(row["names"])}
    assert names == set(printed())


def test_in_the_graph(out: Path) -> None:
    store = open_store(out)
    found = answer(run(store, "SELECT ?l { ?o a org:Organization ; skos:prefLabel ?l }")).rows
    assert {row[0] for row in found} == set(printed())
    assert [f for f in workspace.check(out) if f.severity == "error"] == []


def test_as_a_parameter(out: Path) -> None:
    for name in printed():
        found = workspace.ask(out, "evidence-of-value", {"name": name})
        assert not isinstance(found, bytes)
        assert found.rows, name


def test_on_the_page(out: Path) -> None:
    page = (out / "overview.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "onerror=alert(1)>" not in page
    assert html.escape("<script>alert(1)</script>", quote=False) in page
    assert "\u202e" not in page


def test_in_the_workbook(out: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO((out / "siggraph.xlsx").read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_in_the_analysis(out: Path, tmp_path: Path) -> None:
    workspace.coalitions(out, tmp_path / "c", quick=True)
    assert "<script" not in (tmp_path / "c" / "report.html").read_text(encoding="utf-8")
