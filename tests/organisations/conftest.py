"""The reference tables, read once from data/reference with the csv module."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from siggraph.organisations.enrich import Reference

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = ("places", "place_stop", "grammar", "type_words", "focus_words", "legal_forms", "person_words")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="session")
def tables() -> dict[str, list[dict[str, str]]]:
    return {stem: read_rows(ROOT / "data" / "reference" / f"{stem}.tsv") for stem in TABLES}


@pytest.fixture(scope="session")
def reference(tables: dict[str, list[dict[str, str]]]) -> Reference:
    return Reference.from_tables(tables)


@pytest.fixture(scope="session")
def gold() -> list[dict[str, str]]:
    return read_rows(Path(__file__).parent / "gold_names.tsv")
