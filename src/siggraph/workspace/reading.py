"""Reading: documents to listings, names to claims and comparisons; nothing is written but answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import SiggraphError
from siggraph.io.tables import cell_of, read_csv, read_text, read_tsv, tsv, write_whole
from siggraph.model import Claim, Finding, Organisation, Profile
from siggraph.names import clean, squash
from siggraph.workspace.building import run_line
from siggraph.workspace.common import corpus_folder, read_tables

if TYPE_CHECKING:
    from siggraph.organisations.enrich import Reference

PARSED = ("file", "n", "name", "kind", "country", "heading", "language", "line", "begin", "end", "note")
ENRICHED = (
    "name",
    "seat",
    "seat_status",
    "seat_confidence",
    "concern",
    "concern_confidence",
    "type",
    "type_confidence",
    "focus",
    "focus_confidence",
    "scope",
    "kind",
    "evidence",
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The listings of one or more documents as text, and what went wrong; a bad file stops no other."""

    text: str
    findings: tuple[Finding, ...]


def parse_files(files: Sequence[Path], form: str = "tsv", show: Path | None = None) -> Parsed:
    """Read documents and return their listings.

    Parameters
    ----------
    files
        Documents of any format that `read_document` knows.
    form
        ``tsv`` or ``json``.
    show
        Where to write the (last) document as HTML with its list highlighted.
    """
    from siggraph.io.documents import read_document
    from siggraph.letters.parse import parse
    from siggraph.letters.words import Wordlists
    from siggraph.pages.parsed import render

    words = Wordlists.from_tables(read_tables())
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    for path in files:
        try:
            document = read_document(path)
        except SiggraphError as error:
            findings.append(Finding("error", "unreadable", error.where, error.what, error.remedy))
            continue
        reading = parse(document, words, where=str(path))
        findings.extend(reading.findings)
        findings.extend(
            Finding("note", "doubt", str(path), doubt, "look at it with siggraph parse --show")
            for doubt in (*document.remarks, *reading.doubts)
        )
        rows.extend(
            {"file": document.name, "n": x.position, **{c: getattr(x, c) for c in PARSED[2:]}} for x in reading.listings
        )
        if show is not None:
            write_whole(show, render(document, reading.listings, reading.layouts))
    text = _json(rows, PARSED) if form == "json" else tsv(PARSED, rows)
    return Parsed(text, tuple(findings))


def enrich_file(file: Path, form: str = "tsv", corpus: Path | None = None, *, curated: bool = False) -> str:
    """Return what the names of a list say: one row a row, in its order, duplicates kept.

    Parameters
    ----------
    file
        ``.txt`` with one name a line and no header, or ``.tsv`` / ``.csv`` with a column ``name``.
    form
        ``tsv`` or ``json``.
    corpus, curated
        Use the curated rows of this corpus for names that it prints.
    """
    from siggraph.organisations.combine import profile
    from siggraph.organisations.enrich import Reference, kind_of

    reference = Reference.from_tables(read_tables())
    known = _curated(corpus_folder(corpus)) if curated else {}
    rows: list[dict[str, object]] = []
    for name in names_of(file):
        claims = _claims(name, reference, known.get(squash(name), ()))
        best = profile(claims)
        rows.append(
            {
                "name": name,
                **{column: getattr(best, column) for column in ENRICHED[1:11]},
                "kind": kind_of(name, reference) if name else "unclear",
                "evidence": tuple(_evidence(claim) for claim in claims if claim.status == "asserted"),
            }
        )
    return _json(rows, ENRICHED) if form == "json" else tsv(ENRICHED, rows)


def _claims(name: str, reference: Reference, curated: Sequence[Claim]) -> tuple[Claim, ...]:
    from siggraph.organisations.enrich import enrich, enrich_name

    if not curated:
        return enrich_name(name, reference)
    body = Organisation("", name, "organisation", (name,), (), ())
    return enrich(body, (), [replace(claim, about="") for claim in curated], reference)


def _curated(folder: Path) -> Mapping[str, Sequence[Claim]]:
    """Return the curated claims of a corpus by the squashed printed names of the bodies they are about."""
    from siggraph.io.corpus import read_corpus

    source = read_corpus(folder)
    claims: dict[str, list[Claim]] = {}
    for claim in source.claims:
        claims.setdefault(claim.about, []).append(claim)
    bodies = run_line(source).organisations
    return {squash(name): claims[body.id] for body in bodies if body.id in claims for name in body.names}


def _evidence(claim: Claim) -> str:
    value = f"{claim.property}={claim.value}"
    span = f" '{claim.quote}' {claim.begin}-{claim.end}" if claim.begin >= 0 else ""
    return f"{value} {claim.rule or claim.method}{span}"


def explain(name: str) -> str:
    """Return every claim about one name with its evidence, as lines for people."""
    from siggraph.organisations.combine import profile
    from siggraph.organisations.enrich import Reference, enrich_name

    name = clean(name)
    claims = enrich_name(name, Reference.from_tables(read_tables()))
    best: Profile = profile(claims)
    lines = [name]
    lines.extend(
        f"  {column}: {cell_of(getattr(best, column)) or '-'}"
        for column in ("seat", "seat_status", "concern", "type", "focus", "scope")
    )
    for claim in claims:
        sure = "" if claim.confidence is None else f"  {cell_of(claim.confidence)}"
        fired = f"  because of '{claim.quote}' ({claim.begin}-{claim.end})" if claim.begin >= 0 else ""
        said = claim.value or f"{claim.status} ({claim.note})"
        lines.append(f"  - {claim.property} {said}{sure}  {claim.rank}  {claim.rule or claim.method}{fired}")
    return "\n".join(lines) + "\n"


def names_of(file: Path) -> list[str]:
    """Return the names of a list, cleaned; a blank line is a row with a blank name.

    Raises InputError for a table without a column ``name``.
    """
    suffix = file.suffix.casefold()
    if suffix in {".tsv", ".csv"}:
        rows = read_tsv(file, ("name",)) if suffix == ".tsv" else read_csv(file, ("name",))
        return [clean(row["name"]) for row in rows]
    text = read_text(file).removeprefix("\ufeff")
    lines = text.split("\n")  # nothing else ends a line: a vertical tab is a character of the name
    return [clean(line) for line in (lines[:-1] if lines[-1] == "" else lines)]


COMPARED = ("a", "b", "verdict", "score", "reasons")


def compare_names(pairs: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """Compare pairs of names: one row a pair, in their order, with verdict, score and reasons."""
    from siggraph.organisations.enrich import Reference
    from siggraph.organisations.features import Namebook
    from siggraph.organisations.match import MatchWords, compare

    tables = read_tables()
    words, gazetteer = MatchWords.from_tables(tables), Reference.from_tables(tables).gazetteer
    book = Namebook((clean(name) for pair in pairs for name in pair), words, gazetteer)
    rows: list[dict[str, object]] = []
    for pair in pairs:
        found = compare(book[clean(pair[0])], book[clean(pair[1])])
        rows.append(dict(zip(COMPARED, (*pair, found.verdict, found.score, found.reasons), strict=True)))
    return rows


def compare_file(file: Path) -> str:
    """Compare the pairs of a table with the columns ``a`` and ``b``; returns the answer as a table."""
    rows = read_csv(file, ("a", "b")) if file.suffix.casefold() == ".csv" else read_tsv(file, ("a", "b"))
    pairs = [(row["a"], row["b"]) for row in rows]
    return tsv(COMPARED, compare_names(pairs))


def _json(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    kept = [{column: row.get(column) for column in columns} for row in rows]
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
