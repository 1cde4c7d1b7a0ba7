"""Hand-kept tables as a verb writes them: rows are appended, a cell is filled; all that stands keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from siggraph.io.corpus import TABLES
from siggraph.io.tables import Row, cell_of, read_text, read_tsv, tsv, write_whole
from siggraph.model import Registered

_BOM = "\ufeff"


def numbered_rows(path: Path, columns: Sequence[str] = ()) -> list[tuple[int, Row]]:
    """Return the rows of a TSV table with the numbers of their lines; none where there is no file."""
    if not path.exists():
        return []
    lines = read_text(path).removeprefix(_BOM).split("\n")
    numbers = [number for number, line in enumerate(lines, start=1) if number > 1 and line.rstrip("\r")]
    return list(zip(numbers, read_tsv(path, columns), strict=True))


def revise(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]] = (),
    cells: Mapping[int, Mapping[str, str]] | None = None,
) -> None:
    """Append rows to a table and set cells of lines that stand; the file is replaced whole, or not touched at all.

    Parameters
    ----------
    path
        The table; it is started where missing.
    columns
        Its columns, for a table that is started. One that stands keeps its own order.
    rows
        New rows, by column.
    cells
        By the number of a line (from 1), the cells that change, by column.
    """
    before = read_text(path) if path.exists() else tsv(columns, [])
    lines = before.split("\n")
    header = lines[0].removeprefix(_BOM).rstrip("\r").split("\t")
    for number, changed in (cells or {}).items():
        line = lines[number - 1]
        ending = "\r" if line.endswith("\r") else ""
        told = line.removesuffix("\r").split("\t")
        for column, text in changed.items():
            told[header.index(column)] = cell_of(text)
        lines[number - 1] = "\t".join(told) + ending
    added = tsv(header, rows).partition("\n")[2]
    after = "\n".join(lines)
    if added and not after.endswith("\n"):
        after += "\n"
    if after + added != before or not path.exists():
        write_whole(path, after + added)


def write_registry(folder: Path, before: Sequence[Registered], after: Sequence[Registered]) -> None:
    """Bring organisations.tsv from one state to the next: mergers are set or cleared in place, new rows appended."""
    path, columns = folder / "organisations.tsv", TABLES["organisations"]
    stood = {row.id: row for row in before}
    moved = {row.id: row.merged_into for row in after if row.id in stood and row != stood[row.id]}
    cells = {
        number: {"merged_into": moved[row["id"]]} for number, row in numbered_rows(path, columns) if row["id"] in moved
    }
    new = [{column: getattr(row, column) for column in columns} for row in after if row.id not in stood]
    revise(path, columns, new, cells)
