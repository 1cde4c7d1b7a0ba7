"""The analyst's door: a folder of documents becomes a sheet; the sheet, mended, becomes letters of a corpus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from siggraph.document import Corrections
from siggraph.errors import InputError
from siggraph.io.corpus import read_corpus
from siggraph.io.fields import LANGUAGE, SLUG, is_date
from siggraph.io.letter_text import new_letter
from siggraph.io.letters import LAYOUTS
from siggraph.io.staging import locked
from siggraph.io.tables import Row
from siggraph.model import Finding
from siggraph.workspace.common import Step, quiet
from siggraph.workspace.curating import Added, letter_toml, register, writable
from siggraph.workspace.editions import Incoming, content_of, digest, put, slug
from siggraph.workspace.lettersheet import (
    EXTENTS,
    LETTERS,
    Checked,
    LetterSheet,
    Rows,
    edits,
    read_sheet,
    span_of,
    spreadsheets,
    write_sheet,
)
from siggraph.workspace.surveying import Look, Task, looks, propose

_BY_HAND = ("title", "date", "language", "edition", "extent", "layout", "lines")  # what a person may have written
_EDITS = ("name", "keep", "split", "joins previous")
_SAVE_AFTER = 60.0  # seconds of reading that a killed run may lose, at least
_REMEDY = {
    "letter": "use a-z, 0-9, dot and dash",
    "edition": "use a-z, 0-9, dot and dash",
    "date": "such as 2020-09-09",
    "language": "BCP 47, such as en or zh-Hans",
    "extent": f"one of {', '.join(EXTENTS)}",
    "layout": f"one of {', '.join(LAYOUTS)}",
}


# -- a folder becomes a sheet -------------------------------------------------------------------------------------


def survey(folder: Path, out: Path, *, jobs: int = 1, again: bool = False, step: Step = quiet) -> Added:
    """Read every document of a folder and write what was read as a sheet to edit.

    A document whose bytes the sheet knows is not read again, and what a person has written into the sheet stays. A
    run that was killed goes on where it last wrote.

    Parameters
    ----------
    folder
        Walked with its sub-folders; hidden files, lock files of office programs and links that lead out are left
        alone.
    out
        The sheet, letters.xlsx; written whole or not at all.
    jobs
        How many documents are read at once, each in a process of its own.
    again
        Read documents anew that the sheet knows: after a person has named a layout or lines, say.
    step
        Told of every document.

    Raises
    ------
    InputError
        There is a file in the place of the sheet that is none.
    MissingExtraError
        The library for workbooks is not installed.
    """
    spreadsheets()
    old = read_sheet(out) if out.exists() else LetterSheet()
    rows = {row["file"]: row for _, row in old.letters}
    names = {file: [row for _, row in found] for file, found in old.names.items()}
    files = dict(_documents(folder, out))
    checked = Checked(f"{out.name}, sheet letters")
    numbers = {row["file"]: number for number, row in old.letters}
    tasks: list[Task] = []
    for file, path in files.items():
        row = rows.get(file)
        if again or row is None or not row.get("sha256") or row["sha256"] != _digest(path):
            corrections = _reading(row, numbers.get(file, 0), checked) if row else Corrections()
            tasks.append((str(path), file, corrections))
    findings = list(checked.findings)
    fresh: set[str] = set()
    saved = time.monotonic()
    try:
        for number, look in enumerate(looks(tasks, jobs), start=1):
            if _take(look, rows, names, findings):
                fresh.add(look.file)
            told = look.doubts[0] if look.failed else f"{len(look.names)} names"
            step(f"{number}/{len(tasks)} {look.file}: {told}")
            if look.failed:
                findings.append(Finding("error", "unreadable", look.file, look.doubts[0], ""))
            if time.monotonic() - saved > _SAVE_AFTER + 10 * len(rows) / 1000:
                _save(out, rows, names, fresh)
                saved = time.monotonic()
    finally:
        _save(out, rows, names, fresh)
    known = len(files) - len(tasks)
    remarks = [f"{len(tasks)} documents read, {known} known from {out}"] if known else [f"{len(tasks)} documents read"]
    if not files:
        findings.append(
            Finding("warning", "no-documents", str(folder), "no document stands in it", "name another folder")
        )
    return Added(tuple(remarks), tuple(findings))


def _documents(folder: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Yield the documents of a folder by name, each as the sheet names it: seen from where the sheet stands."""
    inside = folder.resolve()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if name.startswith((".", "~$")) or path.resolve() == out.resolve() or not path.is_file():
                continue
            if path.resolve().is_relative_to(inside):
                yield _seen(path, out.parent), path


def _seen(path: Path, from_folder: Path) -> str:
    here = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are named
    with suppress(ValueError):  # another drive
        return Path(os.path.relpath(here, Path(os.path.abspath(from_folder)))).as_posix()  # noqa: PTH100 - likewise
    return here.as_posix()


def _digest(path: Path) -> str:
    try:
        return digest(content_of(path))
    except InputError:
        return ""


def _reading(row: Row, number: int, checked: Checked) -> Corrections:
    """Return what a row of the sheet letters says of the reading."""
    first, last = span_of(checked, number, row)
    layout = checked.cell(number, row, "layout", LAYOUTS.__contains__, _REMEDY["layout"])
    return Corrections(layout=layout if layout in LAYOUTS else "", first=first, last=last)


def _take(look: Look, rows: dict[str, Row], names: dict[str, list[Row]], findings: list[Finding]) -> bool:
    """Put a look into the rows, where what a person wrote stays; returns whether a letter may be proposed for it."""
    old = rows.get(look.file, {})
    doubts = "; ".join(look.doubts)
    if look.failed and names.get(look.file):  # it was read once: what was made of that is not thrown away
        rows[look.file] = {**old, "doubts": doubts}
        return False
    row = dict.fromkeys(LETTERS, "")
    row.update(file=look.file, title=look.title, date=look.date, language=look.language, doubts=doubts)
    row.update(extent="full", sha256=look.sha256)
    row["names found"] = "" if look.failed else str(len(look.names))
    row.update({column: old[column] for column in _BY_HAND if old.get(column)})
    row["letter"] = old.get("letter", "")
    edited: dict[str, list[Row]] = {}
    for before in names.get(look.file, ()):
        edited.setdefault(before["as read"], []).append(before)
    made = []
    for name in look.names:
        same = edited.get(name["as read"])
        before = same.pop(0) if same else {}
        made.append({**name, **{column: before[column] for column in _EDITS if column in before}})
    findings.extend(
        Finding("warning", "edit-lost", look.file, f"'{read}' was edited and is no longer read", "edit the sheet anew")
        for read, left in edited.items()
        for before in left
        if _edited(before)
    )
    rows[look.file], names[look.file] = row, made
    # Where names were found and no letter stands, a person has left the document out.
    return bool(made) and (not old or old.get("names found", "") in {"", "0"})


def _edited(row: Row) -> bool:
    """Whether a person has changed a row of the sheet names."""
    said = row.get("split", "") or row.get("joins previous", "")
    return bool(said) or row.get("name", "") != row["as read"] or row.get("keep", "yes") not in {"", "yes"}


def _save(out: Path, rows: Mapping[str, Row], names: Mapping[str, Sequence[Row]], fresh: AbstractSet[str]) -> None:
    """Write the sheet, with letters proposed for what was read for the first time."""
    listed = [{column: row.get(column, "") for column in LETTERS} for _, row in sorted(rows.items())]
    propose(listed, {file: [row.get("as read", "") for row in found] for file, found in names.items()}, fresh)
    write_sheet(out, listed, (row for file in sorted(rows) for row in names.get(file, ())))


# -- a sheet becomes letters --------------------------------------------------------------------------------------


def take(sheet: Path, folder: Path, *, on: str, step: Step = quiet) -> Added:
    """Put the documents of a sheet into a corpus, with the corrections that follow from its edits.

    Documents that the corpus has already keep their file and get the corrections of the sheet. A row without a letter
    is left out. One bad row stops no other.

    Parameters
    ----------
    sheet
        As `survey` wrote it and a person has mended it; the files stand where it says.
    folder
        The corpus; locked meanwhile.
    on
        Today's date, ISO 8601: when the identifiers are minted.

    Raises
    ------
    UsageError
        The corpus is the packaged one, or there is none.
    InputError
        The sheet or the corpus cannot be read.
    """
    writable(folder)
    found = read_sheet(sheet)
    findings = list(read_corpus(folder).findings)
    letters, left, bad = _incoming(found, sheet)
    findings.extend(bad)
    remarks = [f"{left} rows have no letter and are left out"] if left else []
    with locked(folder):
        for letter, (head, incoming) in letters.items():
            step(f"{letter}: {len(incoming)} documents")
            try:
                before = letter_toml(folder / "letters" / letter / "letter.toml") or head
            except InputError as error:
                findings.append(Finding("error", "letter-unreadable", error.where, error.what, error.remedy))
                continue
            done = put(folder, letter, incoming, before)
            remarks.extend(f"{letter}: {remark}" for remark in done.remarks)
            findings.extend(done.findings)
        remarks.append(f"{register(folder, on)} bodies registered in organisations.tsv")
    return Added(tuple(remarks), tuple(findings))


def _incoming(found: LetterSheet, sheet: Path) -> tuple[dict[str, tuple[str, list[Incoming]]], int, list[Finding]]:
    """Return, by letter, the head of its letter.toml and its documents; how many rows have none; the findings."""
    letters: dict[str, list[tuple[Row, Incoming]]] = {}
    findings: list[Finding] = []
    left = 0
    for number, row in found.letters:
        if not row["letter"].strip():
            left += 1
            continue
        letter = row["letter"].strip()
        checked = Checked(f"{sheet.name}, sheet letters")
        item = _document(row, number, checked, sheet, found.names.get(row["file"], []))
        shorts = {other.short for _, other in letters.get(letter, ())}
        if item is not None and item.short in shorts:
            checked.error(number, "edition", f"'{letter}' has an edition '{item.short}' above", "give it another name")
        findings.extend(checked.findings)
        if item is not None and not any(finding.severity == "error" for finding in checked.findings):
            letters.setdefault(letter, []).append((row, item))
    return {letter: (_head(rows), [item for _, item in rows]) for letter, rows in letters.items()}, left, findings


def _head(rows: Sequence[tuple[Row, Incoming]]) -> str:
    """Return the head of a new letter.toml: a title for each language, the earliest date."""
    titles: dict[str, str] = {}
    for row, item in rows:
        if row.get("title", "").strip():
            titles.setdefault(item.language or "und", " ".join(row["title"].split()))
    dates = sorted(item.date for _, item in rows if item.date)
    return new_letter(titles or {"und": rows[0][0]["letter"].strip()}, dates[0] if dates else "")


def _document(row: Row, number: int, checked: Checked, sheet: Path, names: Rows) -> Incoming | None:
    """Return one row of the sheet letters as a document on its way in; None where its file cannot be read."""
    tests: dict[str, Callable[[str], object]] = {
        "letter": SLUG.fullmatch,
        "edition": SLUG.fullmatch,
        "date": is_date,
        "language": LANGUAGE.fullmatch,
        "extent": EXTENTS.__contains__,
    }
    cells = {column: checked.cell(number, row, column, test, _REMEDY[column]) for column, test in tests.items()}
    reading = _reading(row, number, checked)
    rows = Checked(f"{sheet.name}, sheet names")
    said = edits(names, rows)
    checked.findings.extend(rows.findings)
    path = sheet.parent / row["file"]
    try:
        content = content_of(path)
    except InputError as error:
        checked.error(number, "file", f"'{row['file']}': {error.what}", "put it there, or the sheet where it was")
        return None
    if row.get("sha256") not in {None, "", digest(content)}:
        what = "the file has changed since it was read; the edits hold for names that it still prints"
        checked.warn(number, "file", what, "siggraph import FOLDER reads it again and keeps the edits")
    short = cells["edition"] or slug(path.stem) or "edition"
    ending = path.suffix.casefold() if path.suffix[1:].isalnum() and path.suffix.isascii() else ""
    return Incoming(
        where=row["file"],
        short=short,
        file=f"{short}{'.txt' if ending == '.toml' else ending}",
        content=content,
        language=cells["language"],
        date=cells["date"],
        extent=cells["extent"] or "full",
        corrections=replace(said, layout=reading.layout, first=reading.first, last=reading.last),
    )
