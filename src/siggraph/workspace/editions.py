"""Editions into a letter: documents are read, copied beside letter.toml, and named there with their corrections."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.document import Corrections, Document
from siggraph.errors import InputError, SiggraphError, UsageError
from siggraph.io.documents import LARGEST, document_of
from siggraph.io.fields import is_file_name
from siggraph.io.letter_text import new_edition, with_reading
from siggraph.io.tables import write_whole
from siggraph.model import Finding
from siggraph.workspace.common import han_variants, read_tables
from siggraph.workspace.redaction_editions import masked_edition
from siggraph.workspace.redaction_keys import guard_of
from siggraph.workspace.redaction_texts import Masker, masked_toml

if TYPE_CHECKING:
    from siggraph.letters.parse import Reading
    from siggraph.letters.words import Wordlists


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document on its way into a letter: its bytes, and what is known of it.

    ``where`` is what findings call it; ``short`` and ``file`` are the edition's identifier and file in the corpus.
    """

    where: str
    short: str
    file: str
    content: bytes
    language: str = ""
    date: str = ""
    extent: str = "full"
    source: str = ""
    corrections: Corrections = field(default_factory=Corrections)


@dataclass(frozen=True, slots=True)
class Put:
    """What became of incoming documents: those that stand in the letter now, remarks and findings.

    ``masked`` is how often redacted names were masked on the way.
    """

    taken: tuple[Incoming, ...] = ()
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    masked: int = 0


def put(folder: Path, letter: str, incoming: Sequence[Incoming], before: str) -> Put:
    """Write documents that hold a list into a letter; an edition that it has already gets new corrections alone.

    Parameters
    ----------
    folder
        The corpus, locked by the caller.
    letter
        Identifier of the letter.
    incoming
        The documents, each with an identifier of its own.
    before
        The letter.toml as it stands, or the head of a new one.

    Raises
    ------
    UsageError
        Names were redacted from this corpus and the key to recognise them is not there, or the letter's identifier
        holds one; nothing is written then.
    """
    where = folder / "letters" / letter
    taken, remarks = [], []
    findings: list[Finding] = []
    masker = masker_of(folder, letter)
    toml = before
    if masker is not None:
        toml = before = masked_toml(before, masker, f"{letter}/letter.toml")
        incoming, unread = _without_names(incoming, letter, masker)
        findings.extend(unread)
    known = {str(edition.get("id")): edition for edition in tomllib.loads(before).get("editions", [])}
    for item in incoming:
        reading, bad = read_list(item.content, item.file, item.where, item.corrections)
        findings.extend(bad)
        if reading is None:
            continue
        if item.short not in known:
            write_whole(where / item.file, item.content)
            toml = toml.rstrip("\n") + "\n" + _block(item)
        else:
            made = _again(where, toml, item, known[item.short])
            if isinstance(made, Finding):
                findings.append(made)
                continue
            toml = made
        taken.append(item)
        told = item.file if masker is not None and masker.holds(item.where) else Path(item.where).name
        remarks.append(f"{told}: {len(reading.listings)} listings ({'; '.join(reading.layouts)})")
    if taken:
        write_whole(where / "letter.toml", toml)  # last: it names files that are there
    count = masker.count if masker is not None else 0
    if count:
        remarks.append(f"redacted names were masked {count} times; they enter nothing")
    return Put(tuple(taken), tuple(remarks), tuple(findings), count)


def masker_of(folder: Path, letter: str) -> Masker | None:
    """Return what masks redacted names on their way into a letter; None where none was redacted.

    Raises UsageError where the key to recognise them is not there, or the letter's identifier holds one.
    """
    guard = guard_of(folder, letter)
    if guard is None:
        return None
    masker = Masker(guard.spans, han_variants())
    if masker.holds(letter):
        raise UsageError("the letter's identifier holds a redacted name", remedy="choose another one")
    return masker


def _without_names(incoming: Sequence[Incoming], letter: str, masker: Masker) -> tuple[list[Incoming], list[Finding]]:
    """Return incoming documents with redacted names masked, in their text, their names and their corrections."""
    made: list[Incoming] = []
    findings: list[Finding] = []
    for item in incoming:
        if masker.holds(item.short) or masker.holds(item.file):
            taken = {other.short for other in (*incoming, *made)}
            short = free("edition", taken.__contains__)
            source = f"{letter}-{short}" if item.source else ""
            item = replace(item, short=short, file=f"{short}{Path(item.file).suffix}", source=source)  # noqa: PLW2901 - the item itself, renamed
        try:
            found = masked_edition(
                item.content, item.file, masker, item.corrections, f"{letter}/{item.short}", strict=False
            )
        except SiggraphError as error:
            findings.append(Finding("error", "unreadable", error.where, error.what, error.remedy))
            continue
        if found is not None:
            item = replace(item, content=found.content, file=found.file, corrections=found.corrections)  # noqa: PLW2901 - likewise
        made.append(item)
    return made, findings


def _block(item: Incoming) -> str:
    return new_edition(
        item.short,
        item.file,
        language=item.language,
        date=item.date,
        extent=item.extent,
        source=item.source,
        corrections=item.corrections,
    )


def _again(where: Path, toml: str, item: Incoming, edition: dict[str, object]) -> str | Finding:
    """Return letter.toml with the corrections of an edition that stands there; its file stays as it is."""
    path = where / str(edition.get("file"))
    same = is_file_name(path.name) and path.is_file() and path.read_bytes() == item.content
    made = with_reading(toml, item.short, item.corrections) if same else None
    if made is not None:
        return made
    what = "the edition cannot be given its corrections" if same else "the letter has another edition of this name"
    remedy = "write them into letter.toml by hand" if same else "give this one another name in the column edition"
    return Finding("error", "edition-known", f"{where.name}/{item.short}", f"{what} ({item.where})", remedy)


def read_list(
    content: bytes, name: str, where: str, corrections: Corrections
) -> tuple[Reading | None, tuple[Finding, ...]]:
    """Read a document and its list; no reading where there is none, with the findings that say why."""
    try:
        _, reading = look(document_of(content, name, where), where, corrections)
    except SiggraphError as error:
        return None, (Finding("error", "unreadable", error.where or where, error.what, error.remedy),)
    errors = tuple(finding for finding in reading.findings if finding.severity == "error")
    unused = tuple(finding for finding in reading.findings if finding.code == "correction-unused")
    return (None if errors else reading), (*errors, *unused)


def look(document: Document, where: str, corrections: Corrections) -> tuple[Document, Reading]:
    """Read the list of a document with the packaged words."""
    from siggraph.letters.parse import parse

    return document, parse(document, word_lists(), where=where, corrections=corrections)


@cache
def word_lists() -> Wordlists:
    """Return the packaged words to read with."""
    from siggraph.letters.words import Wordlists

    return Wordlists.from_tables(read_tables())


def content_of(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than are read; raises InputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the file") from error


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return sha256(content).hexdigest()


def slug(text: str) -> str:
    """Return a text as an identifier: a-z, 0-9, dot, dash; blank where no letter of it can be written so.

    >>> slug("Ünser Brief (2)"), slug("公開信")
    ('unser-brief-2', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")


def free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return a name that is not taken: the one wanted, else with a number behind it."""
    name, number = wanted, 1
    while is_taken(name):
        number += 1
        name = f"{wanted}-{number}"
    return name
