"""A corpus folder as values: corpus.toml, the letters with their editions, and the hand-kept tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from siggraph.errors import InputError, UsageError
from siggraph.io.documents import Document, read_document
from siggraph.io.tables import Row, read_text, read_tsv
from siggraph.model import Claim, Edition, Judgement, Letter, Registered, StatedCounts

FORMAT = 1
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_POSITIONS = ("for", "against", "none")
_EXTENTS = ("full", "additions", "extract")
TABLES: Mapping[str, tuple[str, ...]] = {
    "organisations": ("id", "name", "anchor", "minted", "merged_into"),
    "judgements": ("subject_label", "subject_letter", "object_label", "object_letter", "verdict", "method", "by", "on",
                   "reason", "withdrawn"),
    "claims": ("id", "about", "property", "value", "confidence", "method", "rank", "source", "quote", "by", "on",
               "note"),
    "sources": ("id", "title", "url", "licence", "read_on", "note"),
    "changes": ("id", "on", "kind", "about", "reason", "source"),
    "redactions": ("hash", "on"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printing:
    """An edition as letter.toml describes it, and its document."""

    edition: Edition
    document: Document


@dataclass(frozen=True, slots=True)
class CorpusSource:
    """Everything that stands in a corpus folder, read and checked; ``letters`` are sorted by date, then id."""

    folder: Path
    base: str
    title: str
    publisher: str
    contact: str
    licence: str
    languages: tuple[str, ...]
    letters: tuple[tuple[Letter, tuple[Printing, ...]], ...]
    registered: tuple[Registered, ...]
    judgements: tuple[Judgement, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Row, ...]


def read_corpus(folder: Path) -> CorpusSource:
    """Read a corpus folder.

    Raises
    ------
    UsageError
        No corpus there, or one of a later format.
    InputError
        A file of it cannot be used; with file and line.
    """
    toml = folder / "corpus.toml"
    if not toml.is_file():
        raise UsageError(f"no corpus in '{folder}'", remedy="siggraph init DIR starts one; --corpus DIR names one")
    config = _toml(toml)
    if config.get("format", FORMAT) != FORMAT:
        raise UsageError(f"corpus format {config['format']}; this siggraph reads {FORMAT}", remedy="update siggraph")
    tables = {name: _table(folder / f"{name}.tsv", columns) for name, columns in TABLES.items()}
    letters = [read_letter(path) for path in sorted(folder.glob("letters/*/letter.toml"))]
    return CorpusSource(
        folder=folder,
        base=_text(config, "base", toml),
        title=_text(config, "title", toml),
        publisher=str(config.get("publisher", "")),
        contact=str(config.get("contact", "")),
        licence=str(config.get("licence", "")),
        languages=tuple(config.get("languages", ["en"])),
        letters=tuple(sorted(letters, key=lambda pair: (pair[0].date, pair[0].id))),
        registered=tuple(Registered(**{c: row[c] for c in TABLES["organisations"]}) for row in tables["organisations"]),
        judgements=tuple(Judgement(**{c: row[c] for c in TABLES["judgements"]}) for row in tables["judgements"]),
        claims=tuple(_claim(row, folder / "claims.tsv", n) for n, row in enumerate(tables["claims"], start=2)),
        sources=tuple(tables["sources"]),
    )


def read_reference(folder: Path) -> dict[str, list[Row]]:
    """Return every table of a folder ``reference`` by its file's stem."""
    return {path.stem: read_tsv(path) for path in sorted(folder.glob("*.tsv"))}


def read_letter(toml: Path) -> tuple[Letter, tuple[Printing, ...]]:
    """Read one letter.toml with its editions; the letter's identifier is the name of its folder."""
    config = _toml(toml)
    letter = toml.parent.name
    if not _SLUG.fullmatch(letter):
        raise InputError(f"'{letter}' is no identifier", where=str(toml.parent), remedy="use a-z, 0-9, dot and dash")
    printings = tuple(_printing(entry, letter, toml) for entry in config.get("editions", []))
    if not printings:
        raise InputError("no [[editions]]", where=str(toml), remedy="name at least one edition with its file")
    position = str(config.get("position", "none"))
    if position not in _POSITIONS:
        raise InputError(f"position '{position}'", where=str(toml), remedy=f"one of {', '.join(_POSITIONS)}")
    titles = config.get("title", {})
    noun = Letter(
        id=letter,
        title=dict(sorted(titles.items())) if isinstance(titles, dict) else {"und": str(titles)},
        date=_date(config.get("date", "")),
        date_method=str(config.get("date_method", "printed")),
        issue=str(config.get("issue", "")),
        position=position,
        targets=tuple(config.get("targets", [])),
        addressees=tuple(config.get("addressees", [])),
        languages=tuple(dict.fromkeys(p.edition.language for p in printings if p.edition.language)),
        stated=_stated(config.get("stated", {})),
        unresolved=int(config.get("unresolved", 0)),
        unresolved_reason=str(config.get("unresolved_reason", "")),
        note=str(config.get("note", "")),
    )
    if noun.unresolved and not noun.unresolved_reason:
        raise InputError("unresolved without unresolved_reason", where=str(toml), remedy="write why they are missing")
    return noun, printings


def _printing(entry: Mapping[str, Any], letter: str, toml: Path) -> Printing:
    file, short = _text(entry, "file", toml), _text(entry, "id", toml)
    if not _SLUG.fullmatch(short) or Path(file).name != file:
        raise InputError(f"edition '{short}' with file '{file}'", where=str(toml), remedy="plain names, no folders")
    extent = str(entry.get("extent", "full"))
    if extent not in _EXTENTS:
        raise InputError(f"extent '{extent}'", where=str(toml), remedy=f"one of {', '.join(_EXTENTS)}")
    document = read_document(toml.parent / file)
    edition = Edition(
        id=f"{letter}/{short}",
        letter=letter,
        language=str(entry.get("language", "")),
        date=_date(entry.get("date", "")),
        source=str(entry.get("source", "")),
        extent=extent,
        sha256=document.sha256,
        published_sha256=str(entry.get("published_sha256", "")),
        stated=_stated(entry.get("stated", {})),
    )
    return Printing(edition, document)


def _stated(entry: Mapping[str, Any]) -> StatedCounts:
    return StatedCounts(entry.get("total"), entry.get("named"), entry.get("withheld"))


def _claim(row: Row, path: Path, line: int) -> Claim:
    try:
        confidence = float(row["confidence"]) if row["confidence"] else None
    except ValueError:
        confidence = -1.0
    if confidence is not None and not 0 <= confidence <= 1:
        raise InputError(f"confidence '{row['confidence']}'", where=f"{path}:{line}", remedy="a number from 0 to 1")
    return Claim(
        id=row["id"],
        about=row["about"],
        property=row["property"],
        value=row["value"],
        confidence=confidence,
        method=row["method"],
        rank=row["rank"] or "preferred",
        source=row["source"],
        quote=row["quote"],
        note=row["note"],
    )


def _table(path: Path, columns: Sequence[str]) -> list[Row]:
    return read_tsv(path, columns) if path.exists() else []


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", where=str(path), remedy="mend the line") from error


def _text(entry: Mapping[str, Any], key: str, path: Path) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise InputError(f"'{key}' is missing", where=str(path), remedy=f'{key} = "..."')
    return value


def _date(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
