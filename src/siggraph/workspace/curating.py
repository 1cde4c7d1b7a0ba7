"""Curating: a corpus is started, letters are put into it, bodies get their identifiers; acts of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from siggraph.errors import InputError, UsageError
from siggraph.io.corpus import FORMAT, TABLES, read_corpus
from siggraph.io.documents import read_document
from siggraph.io.resources import resource
from siggraph.io.tables import read_text, tsv, write_whole
from siggraph.workspace.building import run_line

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


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
        There is a corpus already, or the base is none.
    """
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc or not base.endswith(("/", "#")):
        raise UsageError(f"'{base}' is no base", remedy="such as https://example.org/letters/, ending in / or #")
    if (folder / "corpus.toml").exists():
        raise UsageError(f"there is a corpus in '{folder}' already", remedy="siggraph add puts letters into it")
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
) -> tuple[str, ...]:
    """Put editions into a corpus, a new letter or a known one, and register the bodies that they bring.

    Parameters
    ----------
    files
        Documents; each becomes an edition named by its stem.
    folder
        The corpus.
    letter
        Identifier of the letter: a-z, 0-9, dot, dash.
    title, date, language
        Of the letter where it is new; `language` (BCP 47) of these editions.
    on
        Today's date, ISO 8601: when the identifiers are minted.

    Returns
    -------
    tuple of str
        Remarks for people: what was read and registered.

    Raises
    ------
    UsageError
        The corpus is the packaged one, or the letter's identifier or an edition's name cannot be used.
    InputError
        A file cannot be read, or holds no list; nothing is written then.
    """
    writable(folder)
    if not _SLUG.fullmatch(letter):
        raise UsageError(f"'{letter}' is no identifier", remedy="use a-z, 0-9, dot and dash")
    if date and not _DATE.fullmatch(date):
        raise UsageError(f"'{date}' is no date", remedy="such as 2020-09-09")
    where = folder / "letters" / letter
    toml = where / "letter.toml"
    before = read_text(toml) if toml.exists() else _letter(title or letter, date)
    entries = [_edition(path, before, language) for path in files]
    counts = _count_listings(files)
    for path in files:
        write_whole(where / path.name, path.read_bytes())
    write_whole(toml, before.rstrip("\n") + "\n" + "".join(entries))
    minted = register(folder, on)
    return (*counts, f"{minted} bodies registered in organisations.tsv")


def writable(folder: Path) -> None:
    """Refuse to change the packaged corpus; raises UsageError that names `siggraph init`."""
    if folder.resolve() == resource("data").resolve():
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


def _count_listings(files: Sequence[Path]) -> list[str]:
    from siggraph.letters.parse import Wordlists, parse
    from siggraph.workspace.common import read_tables

    words = Wordlists.from_tables(read_tables())
    remarks = []
    for path in files:
        reading = parse(read_document(path).text, words, where=str(path))
        for finding in reading.findings:
            if finding.severity == "error":
                raise InputError(finding.message, where=finding.where, remedy=finding.remedy)
        remarks.append(f"{path.name}: {len(reading.listings)} listings ({'; '.join(reading.layouts)})")
    return remarks


def _letter(title: str, date: str) -> str:
    dated = f"date = {_toml(date)}\n" if date else ""
    return (
        "# What is known of this letter; see data/README.md for every key.\n"
        f'{dated}date_method = "editorial"\nissue = ""\nposition = "none"\ntargets = []\naddressees = []\n\n'
        f"[title]\nund = {_toml(title)}\n"
    )


def _edition(path: Path, toml: str, language: str) -> str:
    short = path.stem.casefold().replace(" ", "-")
    if not _SLUG.fullmatch(short):
        raise UsageError(f"the file name '{path.name}' cannot name an edition", remedy="use a-z, 0-9, dot and dash")
    if f"file = {_toml(path.name)}\n" in toml:
        raise UsageError(f"the letter has an edition '{path.name}' already", remedy="rename the file")
    return (
        f"\n[[editions]]\nid = {_toml(short)}\nfile = {_toml(path.name)}\nlanguage = {_toml(language)}\n"
        'extent = "full"\nsource = ""\n'
    )


def _toml(text: str) -> str:
    """Write a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
