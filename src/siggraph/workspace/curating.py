"""Curating: a corpus is started, letters are put into it, bodies get their identifiers; acts of a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from siggraph.errors import SiggraphError, UsageError
from siggraph.io.corpus import FORMAT, TABLES, read_corpus
from siggraph.io.documents import read_document
from siggraph.io.fields import SLUG, base_fault, is_date
from siggraph.io.resources import resource
from siggraph.io.staging import locked
from siggraph.io.tables import read_text, tsv, write_whole
from siggraph.model import Finding
from siggraph.workspace.building import run_line
from siggraph.workspace.common import read_tables


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did: remarks for people, and a finding for every file that could not be used."""

    remarks: tuple[str, ...]
    findings: tuple[Finding, ...]


def start(folder: Path, base: str, title: str) -> None:
    """Start a corpus: corpus.toml and empty tables.

    Parameters
    ----------
    folder
        Where; it may exist and be empty.
    base
        Absolute http(s) IRI under which its resources will live, ending in ``/`` or ``#``.
    title
        What the corpus is called.

    Raises
    ------
    UsageError
        There is a corpus already or a part of one, or the base is none.
    """
    if fault := base_fault(base):
        raise UsageError(
            f"'{base}' is no base: {fault}", remedy="such as https://example.org/letters/, ending in / or #"
        )
    if (folder / "corpus.toml").exists():
        raise UsageError(f"there is a corpus in '{folder}' already", remedy="siggraph add puts letters into it")
    kept = [name for name in (*(f"{table}.tsv" for table in TABLES), "letters") if (folder / name).exists()]
    if kept:
        raise UsageError(f"'{folder}' holds {', '.join(kept)}", remedy="start the corpus in another folder")
    for name, columns in TABLES.items():
        write_whole(folder / f"{name}.tsv", tsv(columns, []))
    lines = (
        "# What this corpus is, where its resources live, who answers for it.",
        f"format = {FORMAT}",
        f"base = {_toml(base)}",
        f"title = {_toml(title)}",
        'publisher = ""',
        'contact = ""',
        'licence = "CC-BY-4.0"',
        'profile = "cautious"',
        'languages = ["en"]',
    )
    write_whole(folder / "corpus.toml", "\n".join(lines) + "\n")  # last: it makes the folder a corpus


def add(
    files: Sequence[Path], folder: Path, letter: str, *, title: str = "", date: str = "", language: str = "", on: str
) -> Added:
    """Put editions into a corpus, a new letter or a known one, and register the bodies that they bring.

    Parameters
    ----------
    files
        Documents; each becomes an edition named after its stem. One that cannot be read, or holds no list, is named
        in the findings and stops no other.
    folder
        The corpus; locked meanwhile.
    letter
        Identifier of the letter: a-z, 0-9, dot, dash.
    title, date, language
        Of the letter where it is new; `language` (BCP 47) of these editions.
    on
        Today's date, ISO 8601: when the identifiers are minted.

    Raises
    ------
    UsageError
        The corpus is the packaged one, the letter's identifier or date is none, or two editions would share a name.
    InputError
        The corpus cannot be read as it stands; nothing is written then.
    """
    writable(folder)
    if not SLUG.fullmatch(letter):
        raise UsageError(f"'{letter}' is no identifier", remedy="use a-z, 0-9, dot and dash")
    if date and not is_date(date):
        raise UsageError(f"'{date}' is no date", remedy="such as 2020-09-09")
    findings = list(read_corpus(folder).findings)
    where = folder / "letters" / letter
    toml = where / "letter.toml"
    with locked(folder):
        known = toml.exists()
        before = read_text(toml) if known else _letter(title or letter, date, language)
        names = _edition_names(files, before)
        remarks, unreadable = _readable(files)
        findings.extend(unreadable)
        good = [path for path in files if path in remarks]
        if good:
            for path in good:
                write_whole(where / names[path][1], path.read_bytes())
            entries = [_edition(*names[path], language) for path in good]
            write_whole(toml, before.rstrip("\n") + "\n" + "".join(entries))
        told = [*remarks.values(), f"{register(folder, on)} bodies registered in organisations.tsv"]
    if known and (title or date):
        told.append(f"'{letter}' was known: its title and date stay as letter.toml has them")
    return Added(tuple(told), tuple(findings))


def _edition_names(files: Sequence[Path], toml: str) -> dict[Path, tuple[str, str]]:
    """Return the identifier and the file name of each edition; raises UsageError where two would be the same."""
    names: dict[Path, tuple[str, str]] = {}
    for path in files:
        plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().casefold()
        short = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._") or "edition"
        file = f"{short}{path.suffix.casefold()}"
        taken = f"id = {_toml(short)}\n" in toml or f"file = {_toml(file)}\n" in toml or file == "letter.toml"
        if taken or short in {other for other, _ in names.values()}:
            raise UsageError(f"the letter has an edition '{short}' already", remedy=f"rename '{path.name}'")
        names[path] = (short, file)
    return names


def is_packaged(folder: Path) -> bool:
    """Tell whether a folder is the packaged corpus."""
    return folder.resolve() == resource("data").resolve()


def writable(folder: Path) -> None:
    """Refuse to change the packaged corpus; raises UsageError that names `siggraph init`."""
    if is_packaged(folder):
        raise UsageError("the packaged corpus is read-only", remedy="siggraph init DIR starts one of your own")


def register(folder: Path, on: str) -> int:
    """Append a row to organisations.tsv for every body that has no identifier yet; returns how many.

    The row's anchor is where the body is first listed; its identifier is a digest of the anchor, never of the name.
    """
    from siggraph.organisations.registry import registrations

    source = read_corpus(folder)
    rows = registrations(run_line(source).organisations, source.registered, on)
    path = folder / "organisations.tsv"
    before = read_text(path) if path.exists() else tsv(TABLES["organisations"], [])
    added = tsv(TABLES["organisations"], [{c: getattr(row, c) for c in TABLES["organisations"]} for row in rows])
    write_whole(path, before.rstrip("\n") + "\n" + added.partition("\n")[2])
    return len(rows)


def _readable(files: Sequence[Path]) -> tuple[dict[Path, str], list[Finding]]:
    """Return a remark on each file that holds a list, and a finding on each that does not."""
    from siggraph.letters.parse import Wordlists, parse

    words = Wordlists.from_tables(read_tables())
    remarks: dict[Path, str] = {}
    findings: list[Finding] = []
    for path in files:
        try:
            reading = parse(read_document(path).text, words, where=str(path))
        except SiggraphError as error:
            findings.append(Finding("error", "unreadable", error.where, error.what, error.remedy))
            continue
        errors = [finding for finding in reading.findings if finding.severity == "error"]
        findings.extend(errors)
        if not errors:
            remarks[path] = f"{path.name}: {len(reading.listings)} listings ({'; '.join(reading.layouts)})"
    return remarks, findings


def _letter(title: str, date: str, language: str) -> str:
    dated = f"date = {_toml(date)}\n" if date else ""
    return (
        "# What is known of this letter; see data/README.md for every key.\n"
        f'{dated}date_method = "editorial"\nissue = ""\nposition = "none"\ntargets = []\naddressees = []\n\n'
        f"[title]\n{_toml(language or 'und')} = {_toml(title)}\n"
    )


def _edition(short: str, file: str, language: str) -> str:
    return (
        f"\n[[editions]]\nid = {_toml(short)}\nfile = {_toml(file)}\nlanguage = {_toml(language)}\n"
        'extent = "full"\nsource = ""\n'
    )


def _toml(text: str) -> str:
    """Write a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
