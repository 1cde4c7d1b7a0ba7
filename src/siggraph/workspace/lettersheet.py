"""letters.xlsx: what was read in a folder of documents, as rows that a person mends in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.document import Corrections
from siggraph.errors import InputError, MissingExtraError
from siggraph.io.letters import LAYOUTS
from siggraph.io.tables import Row, split, write_whole
from siggraph.model import Finding
from siggraph.names import clean, squash

if TYPE_CHECKING:
    from types import ModuleType

LETTERS = ("file", "letter", "title", "date", "language", "names found", "doubts", "edition", "extent", "layout",
           "lines", "sha256")  # fmt: skip
NAMES = ("file", "n", "name", "kind", "country", "heading", "line", "keep", "split", "joins previous", "as read")
EXTENTS = ("full", "additions", "extract")
_ABOUT = (
    ("letters", "letter", "editions of one letter share it: a-z, 0-9, dot, dash; empty leaves the document out"),
    ("letters", "title, date, language", "of this edition; date as 2020-09-09, language as en or zh-Hans"),
    ("letters", "doubts", "what to look at; nothing is read from this column"),
    ("letters", "edition", "what this edition is called within its letter: a-z, 0-9, dot, dash"),
    ("letters", "extent", "full, additions (only who came later) or extract (only some)"),
    ("letters", "layout", f"how the list is set, where it was read wrongly: {', '.join(LAYOUTS)}"),
    ("letters", "lines", "where the list stands, as first and last line: 12-80"),
    ("names", "name", "write it as it should read"),
    ("names", "keep", "no: this is no signatory"),
    ("names", "split", "several signatories in one row: their names with | between them"),
    ("names", "joins previous", "yes: this row and the one above are one name"),
    ("names", "kind, country, heading, line", "to find one's way; edits here change nothing"),
    ("names", "as read", "leave it as it is: it says which name an edit is about"),
    ("", "afterwards", "siggraph import letters.xlsx --corpus DIR puts the letters into a corpus"),
)
_YES, _NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})
_LINES = re.compile(r"\s*(\d{1,9})\s*[-–—:]\s*(\d{1,9})\s*")
_PARTS = 2  # of a split, at least

Rows = list[tuple[int, Row]]


@dataclass(slots=True)
class LetterSheet:
    """The rows of a sheet with their numbers; names by file."""

    letters: Rows = field(default_factory=list)
    names: dict[str, Rows] = field(default_factory=dict)


def spreadsheets() -> ModuleType:
    """Return the room that reads and writes workbooks; raises MissingExtraError where its library is missing."""
    try:
        from siggraph.io import spreadsheet
    except ModuleNotFoundError as error:
        raise MissingExtraError("siggraph import", "documents") from error
    return spreadsheet


def read_sheet(path: Path) -> LetterSheet:
    """Read a letters.xlsx back.

    Raises
    ------
    InputError
        It is no workbook, or lacks a sheet or a column that is needed.
    """
    found = spreadsheets().read_workbook(path)
    sheets = {title.casefold(): rows for title, rows in found.items()}
    for title, needed in (("letters", ("file", "letter")), ("names", ("file", "name", "as read"))):
        remedy = "siggraph import FOLDER writes a sheet to edit"
        if title not in sheets:
            raise InputError(f"it has no sheet '{title}'", where=str(path), remedy=remedy)
        rows = sheets[title]
        missing = [column for column in needed if rows and column not in rows[0][1]]
        if missing:
            what = f"sheet {title}, row 1: no column '{missing[0]}'"
            raise InputError(what, where=str(path), remedy=remedy)
    names: dict[str, Rows] = {}
    for number, row in sheets["names"]:
        names.setdefault(row["file"], []).append((number, row))
    return LetterSheet(sheets["letters"], names)


def write_sheet(path: Path, letters: Iterable[Mapping[str, object]], names: Iterable[Mapping[str, object]]) -> None:
    """Write a letters.xlsx, whole or not at all."""
    about = [dict(zip(("sheet", "column", "means"), row, strict=True)) for row in _ABOUT]
    book = {"letters": (LETTERS, letters), "names": (NAMES, names), "about": (("sheet", "column", "means"), about)}
    write_whole(path, spreadsheets().workbook(book))


@dataclass(slots=True)
class Checked:
    """What a row says, and the findings about its cells; ``place`` begins each place, such as ``x.xlsx, sheet a``."""

    place: str
    findings: list[Finding] = field(default_factory=list)

    def error(self, row: int, column: str, what: str, remedy: str) -> None:
        """Note that a cell cannot be used."""
        self._note("error", "sheet-cell", row, column, what, remedy)

    def warn(self, row: int, column: str, what: str, remedy: str) -> None:
        """Note that a cell is not used."""
        self._note("warning", "sheet-edit-unused", row, column, what, remedy)

    def _note(self, severity: str, code: str, row: int, column: str, what: str, remedy: str) -> None:
        where = f"{self.place}, row {row}, column {column}"
        self.findings.append(Finding(severity, code, where, what, remedy))

    def cell(self, number: int, row: Row, column: str, right: Callable[[str], object], remedy: str) -> str:
        """Return a cell that may be blank, else must be right."""
        value = row.get(column, "").strip()
        if value and not right(value):
            self.error(number, column, f"'{value}' cannot be used", remedy)
        return value

    def flag(self, number: int, row: Row, column: str, *, default: bool) -> bool:
        """Return a cell that says yes or no."""
        value = row.get(column, "").strip().casefold()
        if value and value not in _YES | _NO:
            self.error(number, column, f"'{value}' is neither yes nor no", "write yes, no, or nothing")
        return default if not value or value not in _YES | _NO else value in _YES


def span_of(checked: Checked, number: int, row: Row) -> tuple[int, int]:
    """Return the first and the last line that a row names; zeros where it names none."""
    value = row.get("lines", "").strip()
    match = _LINES.fullmatch(value)
    if value and (match is None or int(match[1]) > int(match[2]) > 0):
        checked.error(number, "lines", f"'{value}' is no first and last line", "such as 12-80")
        return 0, 0
    return (int(match[1]), int(match[2])) if match else (0, 0)


def edits(rows: Rows, checked: Checked) -> Corrections:
    """Return the corrections that follow from the edited rows of one document."""
    said: dict[str, tuple[str, object, str]] = {}
    merges: list[tuple[str, ...]] = []
    torn: set[str] = set()
    for run in _runs(rows, checked):
        number = run[0][0]
        read = [clean(part["as read"]) for _, part in run]
        if len(run) > 1:
            merges.append(tuple(read))
        name = " ".join(read)
        decision = _decision(run, name, checked)
        key = squash(name)
        kind, value, _ = said.setdefault(key, (*decision, name))
        if (kind, value) != decision and key not in torn:
            torn.add(key)
            what = f"'{name}' stands more than once, and its rows say different things: none of it is done"
            checked.warn(number, "name", what, "edit all its rows alike; one body that signed twice is counted once")
    kept = [(kind, value, name) for key, (kind, value, name) in said.items() if key not in torn]
    return Corrections(
        skip=tuple(name for kind, _, name in kept if kind == "skip"),
        split=tuple((name, value) for kind, value, name in kept if kind == "split" and isinstance(value, tuple)),
        merge=tuple(dict.fromkeys(merges)),
        rename=tuple((name, str(value)) for kind, value, name in kept if kind == "rename"),
    )


def _runs(rows: Rows, checked: Checked) -> list[Rows]:
    """Return the rows of each name: one, or several where a row joins the one above."""
    runs: list[Rows] = []
    for number, row in rows:
        if not clean(row.get("as read", "")):
            if clean(row.get("name", "")):
                what = f"'{clean(row['name'])}' was not read in the document, and is not added"
                checked.warn(number, "as read", what, "names come from the document: see the columns layout and lines")
            continue
        if not checked.flag(number, row, "joins previous", default=False):
            runs.append([(number, row)])
        elif runs:
            runs[-1].append((number, row))
        else:
            checked.error(number, "joins previous", "no row of this document stands above", "leave the cell empty")
    return runs


def _decision(run: Rows, read: str, checked: Checked) -> tuple[str, object]:
    """Return what a person says of one name: kept, skip, split with its parts, rename with the name."""
    number, row = run[0]
    if not checked.flag(number, row, "keep", default=True):
        return "skip", ""
    told = next(((n, r["split"]) for n, r in run if r.get("split", "").strip()), None)
    if told is not None:
        parts = tuple(part for part in map(clean, split(told[1])) if part)
        if len(parts) < _PARTS:
            checked.error(told[0], "split", f"'{told[1]}' names fewer than two", "such as Alpha Union | Beta League")
        return ("split", parts) if len(parts) >= _PARTS else ("kept", "")
    if all(clean(part.get("name", "")) == clean(part["as read"]) for _, part in run):
        return "kept", ""
    name = _joined([clean(part.get("name", "")) for _, part in run])
    if not name:
        checked.error(number, "name", f"the name is empty; '{read}' was read", "keep = no takes a name out")
        return "kept", ""
    return "rename", name


def _joined(names: Sequence[str]) -> str:
    """Return the name that several cells make; where the first has all the others, it is the whole name."""
    whole = squash(names[0])
    if names[0] and all(squash(name) in whole for name in names[1:]):
        return names[0]
    return clean("\n".join(filter(None, names)))
