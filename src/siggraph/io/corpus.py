"""A corpus folder as values: corpus.toml, the letters with their editions, and the hand-kept tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from siggraph.errors import InputError, UsageError
from siggraph.io.fields import LANGUAGE, PLACE, iri_fault, is_date, read_toml, shown
from siggraph.io.letters import Printing, read_letter, read_letters
from siggraph.io.tables import Row, read_text, read_tsv
from siggraph.model import Change, Claim, Finding, Judgement, Letter, Registered

__all__ = [
    "FORMAT",
    "PROPERTIES",
    "SENSITIVE",
    "TABLES",
    "CorpusSource",
    "Printing",
    "read_corpus",
    "read_letter",
    "read_reference",
]

FORMAT = 1
_VERDICTS = ("same", "different", "unsure")
_METHODS = ("printed", "rule", "registry", "lookup", "editorial", "recalled")
_CHANGES = ("withdrawal", "correction")
_RANKS = ("preferred", "normal", "deprecated")
# Topics that can endanger people: whose cause a body takes up, and what it works on. They never rest on what is
# merely recalled, with no source read (DESIGN 3 and 7): only the name itself or a cited source may say so.
SENSITIVE = ("concern", "focus")
_KEYED = ("organisations", "claims", "changes", "sources")  # tables whose rows have an identifier of their own
_ONE_PREFERRED = ("seat", "type", "scope")
_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_PROBABILITY = re.compile(r"(0|1)(\.[0-9]+)?|\.[0-9]+")
# What the value of a property must look like, and how to say so; None: any text.
PROPERTIES: Mapping[str, tuple[re.Pattern[str], str] | None] = {
    "seat": (re.compile(r"[A-Z]{2}"), "two capital letters (ISO 3166-1 alpha-2), such as TW"),
    "concern": (PLACE, "a code such as CN, CN-XZ, 030 or rohingya"),
    "type": (_CODE, "one code of the scheme type"),
    "focus": (_CODE, "one code of the scheme focus"),
    "scope": (re.compile("local|national|regional|international|unknown"),
              "local, national, regional, international or unknown"),
    "part_of": None,
    "member_of": None,
    "succeeds": None,
    "website": None,  # an IRI: `iri_fault` says what is wrong with it
    "identifier": None,
    "acronym": None,
    "name": None,
}  # fmt: skip
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
class CorpusSource:
    """Everything that stands in a corpus folder, read and checked; ``letters`` are sorted by date, then id.

    ``findings`` name the letters that could not be read, one each; the places are relative to ``folder``.
    """

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
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_corpus(folder: Path) -> CorpusSource:
    """Read a corpus folder; a letter that cannot be read becomes a finding and stops no other.

    Raises
    ------
    UsageError
        No corpus there, or one of a later format.
    InputError
        corpus.toml or a table cannot be used, with file and line or key; or there are letters and none can be read.
    """
    toml = folder / "corpus.toml"
    if not toml.is_file():
        raise UsageError(f"no corpus in '{folder}'", remedy="siggraph init DIR starts one; --corpus DIR names one")
    config = read_toml(toml)
    version = config.count("format")
    if version not in {None, FORMAT}:
        raise UsageError(f"corpus format {version}; this siggraph reads {FORMAT}", remedy="update siggraph")
    base, title = config.base("base"), config.text("title")
    publisher, contact, licence = (config.text(key, "") for key in ("publisher", "contact", "licence"))
    languages = config.texts("languages", '["en"]', LANGUAGE) or ("en",)
    tables = {name: list(_table(folder / f"{name}.tsv", columns)) for name, columns in TABLES.items()}
    twice = [finding for name in _KEYED for finding in _without_doubles(tables[name])]
    registered = _registered(tables["organisations"])
    judgements = tuple(_judgement(place, row) for place, row in tables["judgements"])
    claims = _claims(tables["claims"], registered)
    letters, findings = read_letters(folder)
    return CorpusSource(
        folder=folder,
        base=base,
        title=title,
        publisher=publisher,
        contact=contact,
        licence=licence,
        languages=languages,
        letters=letters,
        registered=registered,
        judgements=judgements,
        claims=claims,
        sources=tuple(row for _, row in tables["sources"]),
        changes=_changes(tables["changes"]),
        findings=(*findings, *twice),
    )


def read_reference(folder: Path) -> dict[str, list[Row]]:
    """Return every table of a folder ``reference`` by its file's stem."""
    return {path.stem: read_tsv(path) for path in sorted(folder.glob("*.tsv"))}


# -- tables -------------------------------------------------------------------------------------------------------


def _table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a table that may be missing, each with its place, ``file:line``."""
    if not path.exists():
        return
    rows = read_tsv(path, columns)
    lines = read_text(path).removeprefix("\ufeff").split("\n")
    numbers = [number for number, line in enumerate(lines, start=1) if number > 1 and line.rstrip("\r")]
    for number, row in zip(numbers, rows, strict=True):
        yield f"{path}:{number}", row


def _without_doubles(rows: list[tuple[str, Row]]) -> Iterator[Finding]:
    """Take out rows that stand twice, word for word, as they do where two curators' files were merged; tell of each."""
    seen: dict[tuple[str, ...], str] = {}
    kept = []
    for place, row in rows:
        first = seen.setdefault(tuple(row.values()), place)
        if first is place:
            kept.append((place, row))
        else:
            line = first.rpartition(":")[2]
            yield Finding("note", "row-twice", place, f"the row stands in line {line} already", "delete one of the two")
    rows[:] = kept


def _own_id(place: str, row: Row, seen: dict[str, str]) -> None:
    """Refuse a blank identifier and one that a row before has; remembers it."""
    if not row["id"].strip():
        raise InputError("'id' is blank", where=place, remedy="every row has an identifier of its own")
    if row["id"] in seen:
        first = seen[row["id"]].rpartition(":")[2]
        raise InputError(
            f"the id {shown(row['id'])} stands in line {first} already",
            where=place,
            remedy="give each row its own, or delete one of the two",
        )
    seen[row["id"]] = place


def _one_of(place: str, row: Row, column: str, allowed: Sequence[str]) -> None:
    if row[column] not in allowed:
        raise InputError(f"'{column}' is {shown(row[column])}", where=place, remedy=f"one of {', '.join(allowed)}")


def _filled(place: str, row: Row, columns: Sequence[str], remedy: str) -> None:
    for column in columns:
        if not row[column].strip():
            raise InputError(f"'{column}' is blank", where=place, remedy=remedy)


def _registered(rows: Sequence[tuple[str, Row]]) -> tuple[Registered, ...]:
    """Check organisations.tsv: identifiers and anchors of their own, and mergers that lead to a body."""
    places: dict[str, str] = {}
    anchors: dict[str, str] = {}
    for place, row in rows:
        _own_id(place, row, places)
        anchor = row["anchor"]
        if anchor and anchor in anchors:
            raise InputError(
                f"the anchor {shown(anchor)} is that of {anchors[anchor]} already",
                where=place,
                remedy="one listing anchors one body: delete the row that is wrong",
            )
        anchors[anchor] = row["id"]
    merged = {row["id"]: row["merged_into"] for _, row in rows if row["merged_into"]}
    for place, row in rows:
        target = row["merged_into"]
        if target and target not in places:
            raise InputError(
                f"'merged_into' is {shown(target)}, which is no id of this table",
                where=place,
                remedy="write the id of the body that stays",
            )
        if target and not _stays(row["id"], merged):
            what = "names the row itself" if target == row["id"] else f"leads in a circle: {row['id']}, {target} ..."
            raise InputError(f"'merged_into' {what}", where=place, remedy="leave it blank for the body that stays")
    return tuple(Registered(**{column: row[column] for column in TABLES["organisations"]}) for _, row in rows)


def _stays(body: str, merged: Mapping[str, str]) -> str:
    """Return the body into which another was merged in the end; blank where the mergers go in a circle."""
    seen = set()
    while body in merged:
        if body in seen:
            return ""
        seen.add(body)
        body = merged[body]
    return body


def _judgement(place: str, row: Row) -> Judgement:
    _one_of(place, row, "verdict", _VERDICTS)
    _filled(place, row, ("subject_label", "object_label"), "write the name as the letter prints it")
    return Judgement(**{column: row[column] for column in TABLES["judgements"]})


def _changes(rows: Sequence[tuple[str, Row]]) -> tuple[Change, ...]:
    """Check changes.tsv: withdrawals and corrections, each dated, about something, for a reason."""
    seen: dict[str, str] = {}
    for place, row in rows:
        _own_id(place, row, seen)
        _one_of(place, row, "kind", _CHANGES)
        _filled(place, row, ("about",), "write the id of the signature or claim")
        _filled(place, row, ("reason",), "say why: it is shown to everybody")
        if not is_date(row["on"]):
            raise InputError(f"'on' is {shown(row['on'])}", where=place, remedy="such as 2026-03-05")
    return tuple(Change(**{column: row[column] for column in TABLES["changes"]}) for _, row in rows)


def _claims(rows: Sequence[tuple[str, Row]], registered: Sequence[Registered]) -> tuple[Claim, ...]:
    """Check claims.tsv row by row, and that no body has two best values of what has one."""
    merged = {row.id: row.merged_into for row in registered if row.merged_into}
    places: dict[str, str] = {}
    best: dict[tuple[str, str], tuple[str, str]] = {}
    claims = []
    for place, row in rows:
        _own_id(place, row, places)
        claim = _claim(place, row)
        claims.append(claim)
        if claim.rank == "preferred" and claim.property in _ONE_PREFERRED:
            value, line = best.setdefault(
                (_stays(claim.about, merged), claim.property), (claim.value, place.rpartition(":")[2])
            )
            if value != claim.value:
                raise InputError(
                    f"{claim.about} has a preferred {claim.property} in line {line} already, {shown(value)}",
                    where=place,
                    remedy="let one stay preferred, and make the other normal or deprecated",
                )
    return tuple(claims)


def _claim(place: str, row: Row) -> Claim:
    _filled(place, row, ("about",), "write the id of the body, from organisations.tsv")
    _one_of(place, row, "property", tuple(PROPERTIES))
    _one_of(place, row, "method", _METHODS)
    rank = row["rank"] or "preferred"
    _one_of(place, {"rank": rank}, "rank", _RANKS)
    _value(place, row["property"], row["value"])
    if row["method"] == "recalled" and row["property"] in SENSITIVE:
        raise InputError(
            f"a {row['property']} that is merely recalled: sensitive topics never rest on that",
            where=place,
            remedy="name a source that was read and its method, or delete the row",
        )
    _filled(place, row, ("confidence",), "every value needs its probability of being right, from 0 to 1")
    if not _PROBABILITY.fullmatch(row["confidence"]) or float(row["confidence"]) > 1:
        raise InputError(
            f"'confidence' is {shown(row['confidence'])}",
            where=place,
            remedy="a number from 0 to 1, with a point, such as 0.95",
        )
    return Claim(
        id=row["id"],
        about=row["about"],
        property=row["property"],
        value=row["value"],
        confidence=float(row["confidence"]),
        method=row["method"],
        rank=rank,
        source=row["source"],
        quote=row["quote"],
        note=row["note"],
    )


def check_value(name: str, value: str) -> str:
    """Return how the value of a property must look where this one does not; blank where it does.

    >>> check_value("seat", "TW"), check_value("seat", "Taiwan")
    ('', 'two capital letters (ISO 3166-1 alpha-2), such as TW')
    """
    form = PROPERTIES[name]
    if form is not None and not form[0].fullmatch(value):
        return form[1]
    if name == "website" and iri_fault(value):
        return f"{iri_fault(value)}; such as https://example.org/"
    return ""


def _value(place: str, name: str, value: str) -> None:
    """Refuse a value that cannot be one of this property."""
    if not value.strip():
        raise InputError("'value' is blank", where=place, remedy="write the value, or delete the row: none is better")
    if fault := check_value(name, value):
        raise InputError(f"the {name} is {shown(value)}", where=place, remedy=fault)
