"""The facts: TSV and Parquet hold the same values, whatever the text; SQL over them reads nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.facts.engine import open_facts, write_parquet
from siggraph.facts.tables import Column, Table
from siggraph.io.tables import tsv

TABLE = Table(
    "t",
    (
        Column("id", "text", False, ""),
        Column("names", "text", True, ""),
        Column("n", "integer", False, ""),
        Column("p", "decimal", True, ""),
    ),
    "a row",
)
TEXTS = st.text(st.sampled_from("ab|\\'\"#,;=+-@ é台👩\u202e<>&"), min_size=1, max_size=8).filter(
    lambda s: s.strip() == s
)


@pytest.mark.property
@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=4), st.none() | st.integers(0, 9), st.lists(
    st.integers(0, 100).map(lambda n: n / 100), max_size=3)), min_size=1, max_size=4))  # fmt: skip
def test_values_come_back_typed(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str], int | None, list[float]]]
) -> None:
    folder = tmp_path_factory.mktemp("fa'cts")
    records = [dict(zip(TABLE.header, row, strict=True)) for row in rows]
    (folder / "t.tsv").write_text(tsv(TABLE.header, records), encoding="utf-8", newline="")
    write_parquet(folder / "t.tsv", folder / "t.parquet", TABLE)
    path = str(folder / "t.parquet").replace("'", "''")
    back = duckdb.connect().execute(f"FROM read_parquet('{path}')").fetchall()
    assert back == rows


def test_sql_over_the_facts_reads_nothing_else(build: Path) -> None:
    with open_facts(build / "facts") as connection:
        assert connection.execute("SELECT count(*) FROM organisations").fetchall() == [(278,)]
        with pytest.raises(duckdb.Error):
            connection.execute(f"FROM read_csv('{build / 'listings.tsv'}')")
