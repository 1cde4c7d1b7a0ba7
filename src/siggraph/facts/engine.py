"""The engine of the facts: DuckDB turns TSV into typed Parquet, and answers SQL over it; its only user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from siggraph.facts.tables import TABLES, Column, Table

_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE"}


def write_parquet(tsv: Path, parquet: Path, table: Table) -> None:
    """Write the typed twin of one TSV file: blanks become NULL, columns of several values become lists.

    The same rows and the same DuckDB give the same bytes: one thread, insertion order kept.
    """
    with _connect() as connection:
        columns = ", ".join(f"{_typed(column)} AS {_quoted(column.name)}" for column in table.columns)
        names = "{" + ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in table.header) + "}"
        source = (
            f"read_csv({_literal(str(tsv))}, delim='\t', quote='', escape='', header=true, auto_detect=false, "
            f"max_line_size=16777216, columns={names}, new_line='\\n')"
        )
        connection.sql(f"SELECT {columns} FROM {source}").write_parquet(str(parquet), compression="zstd")  # noqa: S608 - names and paths are quoted


def _typed(column: Column) -> str:
    cell = _quoted(column.name)
    if not column.many:
        return f"CAST({cell} AS {_TYPES[column.kind]})"
    # Escapes become control characters, which no value holds (names.clean), while the cell is parted.
    masked = f"replace(replace({cell}, '\\\\', chr(1)), '\\|', chr(2))"
    parts = f"list_transform(str_split({masked}, '|'), lambda x: replace(replace(x, chr(2), '|'), chr(1), '\\'))"
    return f"CAST(coalesce({parts}, []) AS {_TYPES[column.kind]}[])"


@contextmanager
def open_facts(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the Parquet files of a build as views named like the tables (``claims-all`` as ``claims``).

    Outside access is switched off once the views are loaded: SQL can read these tables and nothing else.
    """
    with _connect() as connection:
        for table in TABLES:
            name = _quoted(table.name.removesuffix("-all"))
            path = _literal(str(folder / f"{table.name}.parquet"))
            connection.execute(f"CREATE TABLE {name} AS FROM read_parquet({path})")
        connection.execute("SET enable_external_access=false")
        yield connection


def query(
    folder: Path, sql: str, parameters: Mapping[str, object] | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Run one SQL query over the facts of a build, ``$name`` for a parameter; returns columns and rows."""
    with open_facts(folder) as connection:
        cursor = connection.execute(sql, dict(parameters or {}))
        return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()


def values_of(parquet: Path) -> str:
    """Return every value of a Parquet file as text, one row a line: to look for what must not be in it."""
    with _connect() as connection:
        rows = connection.execute("SELECT * FROM read_parquet(?)", [str(parquet)]).fetchall()
    return "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)


@contextmanager
def _connect() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        yield connection
    finally:
        connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
