"""Curating: a corpus is started, letters are put into it, bodies get their identifiers; acts of a person."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import InputError, UsageError
from siggraph.io.corpus import FORMAT, TABLES, read_corpus
from siggraph.io.fields import LANGUAGE, SLUG, base_fault, is_date, read_toml
from siggraph.io.letter_text import new_letter, quoted
from siggraph.io.staging import locked
from siggraph.io.tables import read_text, tsv, write_whole
from siggraph.model import Finding
from siggraph.workspace.building import run_line
from siggraph.workspace.common import Step, is_packaged, quiet
from siggraph.workspace.editions import Incoming, content_of, digest, free, masker_of, put, slug

if TYPE_CHECKING:
    from siggraph.io.web import Fetched


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
        f"base = {quoted(base)}",
        f"title = {quoted(title)}",
        'publisher = ""',
        'contact = ""',
        'licence = "CC-BY-4.0"',
        'profile = "cautious"',
        'languages = ["en"]',
    )
    write_whole(folder / ".gitattributes", "*.tsv merge=union\n")  # rows of two curators stand side by side
    write_whole(folder / ".gitignore", ".cache/\n.siggraph-lock\n")
    write_whole(folder / "corpus.toml", "\n".join(lines) + "\n")  # last: it makes the folder a corpus


def add(
    files: Sequence[Path],
    folder: Path,
    letter: str,
    *,
    title: str = "",
    date: str = "",
    language: str = "",
    on: str,
    fetched: Sequence[Fetched] = (),
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
    title
        Of the letter where it is new.
    date, language
        Of these editions (ISO 8601, BCP 47), and of the letter where it is new.
    on
        Today's date, ISO 8601: when the identifiers are minted.
    fetched
        Documents from the web; each becomes an edition too, and a row of sources.tsv. One whose bytes the letter
        has already is left out.

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
    if language and not LANGUAGE.fullmatch(language):
        raise UsageError(f"'{language}' is no language tag", remedy="BCP 47, such as en or zh-Hans")
    findings = list(read_corpus(folder).findings)
    where = folder / "letters" / letter
    toml = where / "letter.toml"
    with locked(folder):
        known = toml.exists()
        before = letter_toml(toml) or new_letter({language or "und": title or letter}, date)
        incoming, unread = _from_files(files, before, language, date)
        from_web, remarks = _from_web(fetched, where, before, [item.short for item in incoming], language, date)
        done = put(folder, letter, [*incoming, *from_web], before)
        _record_sources(folder, fetched, [item for item in done.taken if item.source], letter, title or letter)
        if done.masked:  # what was fetched is kept there as it came
            shutil.rmtree(folder / ".cache", ignore_errors=True)
        remarks.extend((*done.remarks, f"{register(folder, on)} bodies registered in organisations.tsv"))
    if known and (title or date):
        remarks.append(f"'{letter}' was known: its own title and date stay as letter.toml has them")
    return Added(tuple(remarks), (*findings, *unread, *done.findings))


def letter_toml(path: Path) -> str:
    """Return the text of a letter.toml, blank where there is none; raises InputError where it is no TOML."""
    if not path.exists():
        return ""
    read_toml(path)
    return read_text(path)


def _from_files(files: Sequence[Path], toml: str, language: str, date: str) -> tuple[list[Incoming], list[Finding]]:
    names = _edition_names(files, toml)
    incoming: list[Incoming] = []
    findings: list[Finding] = []
    for path in files:
        try:
            incoming.append(Incoming(str(path), *names[path], content_of(path), language, date))
        except InputError as error:
            findings.append(Finding("error", "unreadable", error.where, error.what, error.remedy))
    return incoming, findings


def _edition_names(files: Sequence[Path], toml: str) -> dict[Path, tuple[str, str]]:
    """Return the identifier and the file name of each edition; raises UsageError where two would be the same."""
    names: dict[Path, tuple[str, str]] = {}
    for path in files:
        short = slug(path.stem) or "edition"
        file = f"{short}{path.suffix.casefold()}"
        taken = f"id = {quoted(short)}\n" in toml or f"file = {quoted(file)}\n" in toml or file == "letter.toml"
        if taken or short in {other for other, _ in names.values()}:
            raise UsageError(f"the letter has an edition '{short}' already", remedy=f"rename '{path.name}'")
        names[path] = (short, file)
    return names


def _from_web(
    fetched: Sequence[Fetched], where: Path, toml: str, shorts: Sequence[str], language: str, date: str
) -> tuple[list[Incoming], list[str]]:
    """Return fetched documents as editions, and a remark on each that the letter has already, byte for byte."""
    from siggraph.io.web import file_name

    editions = tomllib.loads(toml).get("editions", [])
    ids = {str(edition.get("id")) for edition in editions} | set(shorts)
    files = {str(edition.get("file")) for edition in editions}
    known = {digest(content_of(path)): path.name for path in sorted(where.glob("*")) if path.name in files}
    incoming: list[Incoming] = []
    remarks: list[str] = []
    for found in fetched:
        if found.sha256 in known:
            remarks.append(f"{found.url}: the same as {known[found.sha256]}, byte for byte; nothing added")
            continue
        path = Path(file_name(found))
        ending = path.suffix.casefold()
        word = slug(path.stem) or "page"
        taken = word in ids or f"{word}{ending}" in files
        # The same address at another time is another edition: the day tells them apart.
        short = free(f"{word}-{found.fetched_on}" if taken else word, lambda name: name in ids)
        ids.add(short)
        known[found.sha256] = found.url
        source = f"{where.name}-{short}"
        incoming.append(Incoming(found.url, short, f"{short}{ending}", found.content, language, date, source=source))
    return incoming, remarks


def _record_sources(
    folder: Path, fetched: Sequence[Fetched], taken: Sequence[Incoming], letter: str, title: str
) -> None:
    """Append a row to sources.tsv for every edition from the web: where, when, and the digest of what was kept."""
    if not taken:
        return
    masker = masker_of(folder, letter)
    if masker is not None:
        title = masker.text(title)
    by_url = {found.url: found for found in fetched}
    path = folder / "sources.tsv"
    before = read_text(path) if path.exists() else tsv(TABLES["sources"], [])
    rows = []
    for item in taken:
        found = by_url[item.where]
        url = "" if masker is not None and masker.holds(found.url) else found.url
        note = f"sha256 {found.sha256}" if digest(item.content) == found.sha256 else ""
        rows.append({"id": item.source, "title": title, "url": url, "read_on": found.fetched_on, "note": note})
    write_whole(path, before.rstrip("\n") + "\n" + tsv(TABLES["sources"], rows).partition("\n")[2])


def fetch_all(
    urls: Sequence[str], folder: Path, on: str, *, allow_private: bool = False, step: Step = quiet
) -> tuple[tuple[Fetched, ...], tuple[Finding, ...]]:
    """Fetch documents for a corpus, whose folder keeps them under ``.cache``; one that fails stops no other."""
    from siggraph.io.web import Manners, fetch

    writable(folder)
    read_corpus(folder)  # no request for what could not be put anywhere
    masker_of(folder, "")  # nor for what could not be looked through
    manners = Manners(allow_private=allow_private)
    found: list[Fetched] = []
    findings: list[Finding] = []
    for url in dict.fromkeys(urls):
        step(f"asking {url}")
        try:
            kept = fetch(url, folder / ".cache", on=on, manners=manners)
            found.append(
                kept if kept.fetched_on == on else fetch(url, folder / ".cache", on=on, manners=manners, again=True)
            )
        except InputError as error:
            findings.append(Finding("error", "not-fetched", error.where, error.what, error.remedy))
    return tuple(found), tuple(findings)


def writable(folder: Path) -> None:
    """Refuse to change the packaged corpus; raises UsageError that names `siggraph init`."""
    if is_packaged(folder):
        raise UsageError("the packaged corpus is read-only", remedy="siggraph init DIR starts one of your own")


def register(folder: Path, on: str) -> int:
    """Bring organisations.tsv up to date with the bodies of a corpus; returns how many were registered.

    A new row's anchor is where the body is first listed; its identifier is a digest of the anchor, never of the name.
    Rows of bodies that are one now lead to the first of them; rows of bodies that are no longer one stand again.
    """
    from siggraph.organisations.registry import updates
    from siggraph.workspace.ledger import write_registry

    source = read_corpus(folder)
    rows = updates(run_line(source, remember=True).organisations, source.registered, on)
    write_registry(folder, source.registered, rows)
    return len(rows) - len(source.registered)
