r"""Tables as siggraph reads and writes them: TSV without quoting; and files that appear whole or not at all.

The form (CONTRACT): UTF-8 without BOM, line feeds, one header row, tabs; columns that hold several values join them
with ``|`` and write ``\\`` and ``|`` inside a value as ``\\\\`` and ``\\|``.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import mkstemp

from siggraph.errors import InputError

Row = dict[str, str]
_UNSAFE = re.compile(r"[\t\r\n]")


def read_tsv(path: Path, columns: Sequence[str] = ()) -> list[Row]:
    """Read a table; blank lines are skipped.

    Parameters
    ----------
    path
        The file.
    columns
        Columns that must be there; none means any header is taken.

    Raises
    ------
    InputError
        With file and line: no UTF-8, a missing column, a row with too many or too few cells.
    """
    lines = read_text(path).removeprefix("\ufeff").removesuffix("\n").split("\n")
    header = lines[0].rstrip("\r").split("\t")
    missing = [column for column in columns if column not in header]
    if missing:
        raise InputError(f"missing column {', '.join(missing)}", where=f"{path}:1", remedy="see data/README.md")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.rstrip("\r").split("\t")
        if cells == [""] and len(header) > 1:
            continue  # in a table of one column a blank line is a row with a blank cell
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} cells where the header has {len(header)}",
                where=f"{path}:{number}",
                remedy="one tab between two cells, none inside one",
            )
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def read_csv(path: Path, columns: Sequence[str] = ()) -> list[Row]:
    """Read a CSV table, as `read_tsv` reads a TSV one; see `csv_lines`."""
    return [row for _, row in csv_lines(path, columns)]


def csv_lines(path: Path, columns: Sequence[str] = ()) -> list[tuple[int, Row]]:
    """Read a CSV table (RFC 4180, with or without BOM): each row with the line it ends on.

    White space around a cell goes, a missing cell is blank; a blank line is a row in a table of one column alone.

    Raises
    ------
    InputError
        With file and line: no UTF-8, no CSV, a missing column, more cells than the header has.
    """
    text = io.StringIO(read_text(path).removeprefix("\ufeff"), newline="")
    reader = csv.reader(text, skipinitialspace=True, strict=True)
    rows: list[tuple[int, Row]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise InputError(
                f"missing column {', '.join(missing)}", where=f"{path}:1", remedy=f"header: {','.join(columns)}"
            )
        for cells in reader:
            told = [cell.strip() for cell in cells]
            if any(told[len(header) :]):
                what = f"{len(told)} cells where the header has {len(header)}"
                raise InputError(what, where=f"{path}:{reader.line_num}", remedy="quote a cell that holds a comma")
            if told or len(header) == 1:
                told += [""] * (len(header) - len(told))
                rows.append((reader.line_num, dict(zip(header, told, strict=False))))
    except csv.Error as error:
        where = f"{path}:{reader.line_num}"
        raise InputError(f"no CSV: {error}", where=where, remedy="check the quotes and commas here") from error
    return rows


def read_text(path: Path) -> str:
    """Read a UTF-8 file as it is, line breaks included; raises InputError with the place of the first bad byte."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8", where=f"{path}:{line}", remedy="save the file as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error


def join(values: Iterable[str]) -> str:
    r"""Join the values of one cell.

    >>> join(["A|B", "C"])
    'A\\|B|C'
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def split(cell: str) -> list[str]:
    r"""Part a cell into its values; the inverse of `join`.

    >>> split("A\\|B|C"), split("")
    (['A|B', 'C'], [])
    """
    values, current, escaped = [], "", False
    for char in cell:
        if escaped or char not in "\\|":
            current, escaped = current + char, False
        elif char == "\\":
            escaped = True
        else:
            values.append(current)
            current = ""
    return [*values, current] if cell else []


def cell_of(value: object) -> str:
    """Write one value as a cell: none is blank, a probability has at most four digits, a sequence is joined.

    >>> cell_of(None), cell_of(0.97), cell_of(("a", "b")), cell_of(True), cell_of(3)
    ('', '0.97', 'a|b', 'true', '3')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (tuple, list)):
        return join(cell_of(part) for part in value)
    return _UNSAFE.sub(" ", str(value))


def number(value: float) -> str:
    """Write a number with a point and at most four digits behind it.

    >>> number(0.5), number(1.0), number(0.12345)
    ('0.5', '1', '0.1235')
    """
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def tsv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a table as text."""
    lines = ["\t".join(columns)]
    lines.extend("\t".join(cell_of(row.get(column)) for column in columns) for row in rows)
    return "\n".join(lines) + "\n"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all: aside, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(path)
        sync_folder(path.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system can (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
