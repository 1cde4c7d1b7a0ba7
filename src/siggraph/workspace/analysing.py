"""Analysing: the two-mode network of a build, or of any table, and what it shows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import InputError, UsageError
from siggraph.io.tables import read_text, read_tsv, split
from siggraph.workspace.common import Facts, Step, labels_of, quiet

if TYPE_CHECKING:
    from siggraph.network.project import Attributes, TwoMode
    from siggraph.network.report import Analysis
    from siggraph.pages.pictures import ThemeMap

# Themes that nearly every signatory of a human-rights letter has, or that say nothing: left out by default.
TOO_BROAD = frozenset({"general_human_rights", "other"})


def themes(facts: Facts) -> TwoMode:
    """Return the two-mode network of organisations and themes.

    A theme is a place or people of concern, or a focus topic. Labels and confidences are those of the claims.
    """
    from siggraph.network.project import TwoMode

    labels = labels_of()
    edges: list[tuple[str, str, float | None]] = []
    for row in facts["organisations"]:
        for field, scheme in (("concern", "place"), ("focus", "focus")):
            sure = _values(row[f"{field}_confidence"])
            for value, confidence in zip(_values(row[field]), sure, strict=True):
                if value not in TOO_BROAD:
                    edges.append((str(row["id"]), f"{scheme}/{value}", float(str(confidence))))
    events = {event: labels.get(event, event.partition("/")[2]) for _, event, _ in edges}
    return TwoMode.from_edges(edges, _actors(facts), events, withheld=_withheld(facts))


def letters(facts: Facts) -> TwoMode:
    """Return the two-mode network of organisations and the letters that they signed."""
    from siggraph.network.project import TwoMode

    edges: list[tuple[str, str, float | None]] = [
        (str(row["organisation"]), str(row["letter"]), None)
        for row in facts["signatures"]
        if row["organisation"] and row["status"] != "withdrawn"
    ]
    titles = {str(row["id"]): str(row["title"]) for row in facts["letters"]}
    return TwoMode.from_edges(edges, _actors(facts), titles, withheld=_withheld(facts))


def _actors(facts: Facts) -> dict[str, Attributes]:
    from siggraph.network.project import Attributes

    return {
        str(row["id"]): Attributes(str(row["name"]), str(row["kind"]), str(row["seat"]), str(row["type"]))
        for row in facts["organisations"]
    }


def _withheld(facts: Facts) -> int:
    return sum(int(str(row["count"])) for row in facts["withheld"])


def _values(cell: object) -> Sequence[object]:
    return split(cell) if isinstance(cell, str) else list(cell) if isinstance(cell, (tuple, list)) else []


def read_facts(build: Path) -> Facts:
    """Return the tables of a build folder that an analysis needs.

    Raises UsageError where there is no build.
    """
    names = ("organisations", "signatures", "letters", "withheld")
    if not all((build / f"{name}.tsv").is_file() for name in names):
        raise UsageError(f"no build in '{build}'", remedy=f"siggraph build --out '{build}' makes one")
    return {name: read_tsv(build / f"{name}.tsv") for name in names}


def read_edges(edges: Path, actors: Path | None = None) -> TwoMode:
    """Return any two-mode table as a network.

    Parameters
    ----------
    edges
        CSV with the header ``actor,event[,date][,sign]``; repeated rows count once.
    actors
        CSV with a column ``id`` (or ``actor``) and any of ``label``, ``kind``, ``seat``, ``type``.

    Raises
    ------
    InputError
        A column is missing or a cell is blank; with file and line.
    """
    from siggraph.network.project import Attributes, TwoMode

    rows: list[tuple[str, str, float | None]] = []
    for line, row in _csv(edges, ("actor", "event")):
        if not row["actor"] or not row["event"]:
            raise InputError("a blank actor or event", where=f"{edges}:{line}", remedy="fill it or drop the row")
        rows.append((row["actor"], row["event"], None))
    known: dict[str, Attributes] = {}
    if actors is not None:
        for line, row in _csv(actors, ()):
            identifier = row.get("id") or row.get("actor") or ""
            if not identifier:
                raise InputError("a blank id", where=f"{actors}:{line}", remedy="give the table a column 'id'")
            known[identifier] = Attributes(*(row.get(c) or "" for c in ("label", "kind", "seat", "type")))
    return TwoMode.from_edges(rows, known)


def _csv(path: Path, columns: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"missing column {', '.join(missing)}", where=f"{path}:1", remedy="header: actor,event")
    return [(reader.line_num, row) for row in reader]


def coalitions(
    build: Path,
    out: Path,
    *,
    by: str = "theme",
    edges: Path | None = None,
    actors: Path | None = None,
    seed: int = 0,
    quick: bool = False,
    step: Step = quiet,
) -> tuple[str, ...]:
    """Analyse who stands together, and write the tables and the report (CONTRACT, `coalitions`).

    Returns the plain-language findings.

    Raises
    ------
    UsageError
        No build, or one letter alone: its signatories are a complete graph.
    InputError
        A table that cannot be read.
    """
    from siggraph.io.staging import staging
    from siggraph.network.export import export_files
    from siggraph.network.report import analyse

    step("reading the network")
    if edges is not None:
        by, network, topics, title = "event", read_edges(edges, actors), None, edges.name
    else:
        facts = read_facts(build)
        topics, title = themes(facts), "Who stands together"
        network = topics if by == "theme" else letters(facts)
    step("projection, chance, groups, roles")
    result = analyse(network, seed=seed, quick=quick, by=by, event_word=by, themes=topics)
    step("writing the report")
    with staging(out) as stage:
        for name, table in result.tables.items():
            stage.write(name, csv_text(table.columns, table.rows, bom=not name.startswith("gephi_")))
        for name, text in export_files(network, result).items():
            stage.write(name, text)
        stage.write("report.json", json.dumps(result.summary, ensure_ascii=False, indent=2) + "\n")
        stage.write("methods.md", result.methods)
        stage.write("report.html", _report(result, topics or network, by, title))
        stage.write("coalitions.nq", _quads(result, by, build if edges is None else None))
        stage.commit()
    return result.words


def theme_picture(topics: TwoMode) -> ThemeMap:
    """Return the places and ties of the themes, as the pages draw them; the layout's seed is always the same."""
    from siggraph.network.thememap import theme_map
    from siggraph.pages.pictures import ThemeMap

    placed = theme_map(topics, seed=0)
    edges = [(a, b, n, lift, q) for a, b, n, lift, q in placed.edges if lift is not None and q is not None]
    return ThemeMap(placed.nodes, edges)


def _report(result: Analysis, topics: TwoMode, by: str, title: str) -> str:
    from siggraph.pages.coalition_report import CoalitionReport, render

    tables = {name: (table.columns, table.rows) for name, table in result.tables.items()}
    drawn = theme_picture(topics)
    shown = CoalitionReport(
        title, tables, result.summary, result.words, result.methods, labels_of(), drawn, topics.withheld, by
    )
    return render(shown)


def _quads(result: Analysis, by: str, build: Path | None) -> str:
    """Return coalitions.nq; a table that is no corpus has no base of its own and gets a relative one's place."""
    from siggraph.graph.build import nquads
    from siggraph.graph.coalitions import coalition_quads
    from siggraph.graph.query import base_of
    from siggraph.graph.store import open_store

    base = base_of(open_store(build)) if build is not None else "urn:siggraph:table/"
    rows = [dict(zip(result.tables["coalitions.csv"].columns, row, strict=True))
            for row in result.tables["coalitions.csv"].rows]  # fmt: skip
    members: dict[str, list[str]] = {}
    actors = result.tables["actors.csv"]
    for identifier, coalition in zip(actors.column("id"), actors.column("coalition"), strict=True):
        if coalition not in {None, ""}:
            members.setdefault(str(coalition), []).append(str(identifier))
    labels = {str(row["coalition"]): str(row["label"]) for row in rows}
    found = coalition_quads(base, by=by, summary=result.summary, words=result.words, labels=labels, members=members)
    return nquads(found)


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]], *, bom: bool) -> str:
    """Write a table as RFC 4180 CSV; with a BOM for spreadsheets where asked.

    Outside text stays as it is, formulas included: a standard CSV is not altered (README warns of it).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return ("\ufeff" if bom else "") + text.getvalue()
