"""Editions into a letter: documents are read, copied beside letter.toml, and named there with their corrections."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.document import Corrections, Document
from siggraph.errors import InputError, SiggraphError
from siggraph.io.documents import LARGEST, document_of
from siggraph.io.fields import is_file_name
from siggraph.io.letter_text import new_edition, with_reading
from siggraph.io.tables import write_whole
from siggraph.model import Finding
from siggraph.workspace.common import read_tables

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
    """What became of incoming documents: those that stand in the letter now, remarks and findings."""

    taken: tuple[Incoming, ...] = ()
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


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
    """
    where = folder / "letters" / letter
    toml, taken, remarks = before, [], []
    findings: list[Finding] = []
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
        remarks.append(f"{Path(item.where).name}: {len(reading.listings)} listings ({'; '.join(reading.layouts)})")
    if taken:
        write_whole(where / "letter.toml", toml)  # last: it names files that are there
    return Put(tuple(taken), tuple(remarks), tuple(findings))


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
