"""Analysing: the two-mode network of a build, or of any table, and what it shows."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import InputError, UsageError
from siggraph.io.tables import Row, csv_lines, read_text, read_tsv, split, write_whole
from siggraph.workspace.common import Facts, Step, labels_of, quiet

if TYPE_CHECKING:
    from siggraph.network.project import Attributes, TwoMode
    from siggraph.network.report import Analysis
    from siggraph.pages.pictures import ThemeMap

# Themes that nearly every signatory of a human-rights letter has, or that say nothing: left out by default.
DERIVED_TYPES = ("type.solidarity", "type.diaspora")  # rules that read a type from seat and concern together
TOO_BROAD = frozenset({"general_human_rights", "other"})
_COLUMNS = {
    "organisations": ("id", "name", "kind", "seat", "type", "concern", "concern_confidence", "focus",
                      "focus_confidence"),
    "signatures": ("letter", "organisation", "status"),
    "letters": ("id", "title"),
    "withheld": ("count",),
    "claims-all": ("about", "property", "value", "method", "rank", "status", "rule"),
}  # fmt: skip


def themes(facts: Facts) -> TwoMode:
    """Return the two-mode network of organisations and themes.

    A theme is a place or people of concern, or a focus topic. Labels and confidences are those of the claims.
    """
    from siggraph.network.project import TwoMode

    labels = labels_of()
    edges: list[tuple[str, str, float | None]] = []
    standing = _standing(facts)
    for row in facts["organisations"]:
        if row["id"] not in standing:
            continue
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


def _standing(facts: Facts) -> frozenset[object]:
    """Return the bodies that stand on a letter: who has withdrawn every signature is in no network."""
    return frozenset(row["organisation"] for row in facts["signatures"] if row["status"] != "withdrawn")


def _actors(facts: Facts) -> dict[str, Attributes]:
    """Return the attributes of every body that stands; a type that was itself derived from a concern is left out.

    Set against the concerns that it was derived from, it would restate the rule and look like a finding.
    """
    from siggraph.network.project import Attributes

    derived = {
        str(claim["about"])
        for claim in facts["claims-all"]
        if claim["property"] == "type" and claim["rank"] == "preferred" and str(claim["rule"]).startswith(DERIVED_TYPES)
    }
    standing = _standing(facts)
    return {
        str(row["id"]): Attributes(
            str(row["name"]), str(row["kind"]), str(row["seat"]), "" if row["id"] in derived else str(row["type"])
        )
        for row in facts["organisations"]
        if row["id"] in standing
    }


def _withheld(facts: Facts) -> int:
    return sum(int(str(row["count"])) for row in facts["withheld"])


def _values(cell: object) -> Sequence[object]:
    return split(cell) if isinstance(cell, str) else list(cell) if isinstance(cell, (tuple, list)) else []


def read_facts(build: Path) -> Facts:
    """Return the tables of a build folder that an analysis needs.

    Raises
    ------
    UsageError
        There is no build.
    InputError
        A table that was edited by hand and does not hold together: with file, and line or identifier.
    """
    if not all((build / f"{name}.tsv").is_file() for name in _COLUMNS):
        raise UsageError(f"no build in '{build}'", remedy=f"siggraph build --out '{build}' makes one")
    facts = {name: read_tsv(build / f"{name}.tsv", columns) for name, columns in _COLUMNS.items()}
    remedy = f"siggraph build --out '{build}' makes the table anew"
    for row in facts["organisations"]:
        where = f"{build / 'organisations.tsv'}: {row['id']}"
        for field in ("concern", "focus"):
            values, sure = split(row[field]), split(row[f"{field}_confidence"])
            if len(values) != len(sure):
                what = f"{field} has {len(values)} values and {field}_confidence {len(sure)}"
                raise InputError(what, where=where, remedy=remedy)
            for cell in sure:
                number = _number(cell)
                if number is None or not 0.0 < number <= 1.0:
                    what = f"{field}_confidence {cell!r} is not above 0 and at most 1"
                    raise InputError(what, where=where, remedy=remedy)
    for row in facts["withheld"]:
        if not row["count"].isdecimal():
            what = f"the count {row['count']!r} is not a whole number"
            raise InputError(what, where=str(build / "withheld.tsv"), remedy=remedy)
    return facts


def _number(cell: str) -> float | None:
    """Return a cell as a finite number; None where it is none."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def recalled(facts: Facts) -> tuple[str, ...]:
    """Say how many of the values that the analysis uses rest on nothing but general knowledge.

    A value does where every claim for it that stands (asserted, not deprecated) is recalled. Nothing to say where
    there is none.
    """
    methods: dict[tuple[str, str, str], set[str]] = {}
    for claim in facts["claims-all"]:
        if claim["status"] == "asserted" and claim["rank"] != "deprecated":
            key = (str(claim["about"]), str(claim["property"]), str(claim["value"]))
            methods.setdefault(key, set()).add(str(claim["method"]))
    told: list[str] = []
    for noun, fields in (("seats", ("seat",)), ("types", ("type",)), ("themes", ("concern", "focus"))):
        used = [
            (str(row["id"]), field, str(value))
            for row in facts["organisations"]
            for field in fields
            for value in _used(row, field)
        ]
        count = sum(methods.get(key) == {"recalled"} for key in used)
        if count:
            verb = "" if told else " is recalled" if count == 1 else " are recalled"
            told.append(f"of {len(used)} known {noun} {count}{verb}")
    if not told:
        return ()
    return (f"O{', '.join(told)[1:]}: general knowledge, no source read.",)


def _used(row: Mapping[str, object], field: str) -> Sequence[object]:
    """Return the values of a field that an analysis uses; themes may be several, and not too broad."""
    if field in {"concern", "focus"}:
        return [value for value in _values(row[field]) if value not in TOO_BROAD]
    return [row[field]] if row[field] else []


def read_edges(edges: Path, actors: Path | None = None) -> tuple[TwoMode, tuple[str, ...]]:
    """Return any two-mode table as a network, and what a reader must know of how it was read.

    Rows that say against are left out, for to stand against something is not to stand together; their actors stay.

    Parameters
    ----------
    edges
        CSV with the header ``actor,event[,date][,sign]``; repeated rows count once. A sign is a number, ``+`` or
        ``for``, ``-`` or ``against``; blank is for.
    actors
        CSV with a column ``id`` (or ``actor``) and any of ``label``, ``kind``, ``seat``, ``type``.

    Raises
    ------
    InputError
        No CSV, no row, a column that is missing, a cell that is blank, a sign that is none; with file and line.
    """
    from siggraph.network.project import Attributes, TwoMode

    rows: list[tuple[str, str, float | None]] = []
    known: dict[str, Attributes] = {}
    against = 0
    for line, row in _csv(edges, ("actor", "event")):
        if not row["actor"] or not row["event"]:
            raise InputError("a blank actor or event", where=f"{edges}:{line}", remedy="fill it or drop the row")
        if _stands(row.get("sign", ""), f"{edges}:{line}"):
            rows.append((row["actor"], row["event"], None))
        else:
            known[row["actor"]] = Attributes()
            against += 1
    for line, row in _csv(actors, ()) if actors is not None else ():
        identifier = row.get("id") or row.get("actor") or ""
        if not identifier:
            raise InputError("a blank id", where=f"{actors}:{line}", remedy="give the table a column 'id'")
        known[identifier] = Attributes(*(row.get(c, "") for c in ("label", "kind", "seat", "type")))
    many = "rows with a negative sign are left out: they say against."
    one = "row with a negative sign is left out: it says against."
    remarks = (f"{against} {one if against == 1 else many}",) if against else ()
    return TwoMode.from_edges(rows, known), remarks


def _stands(sign: str, where: str) -> bool:
    """Tell whether a row says for, and not against."""
    word = sign.lower().replace("\u2212", "-")  # the minus of typesetters
    number = {"": 1.0, "+": 1.0, "for": 1.0, "-": -1.0, "against": -1.0}.get(word, _number(word))
    if not number:
        remedy = "above 0, '+', 'for' or blank; below 0, '-' or 'against'"
        raise InputError(f"the sign {sign!r} is neither positive nor negative", where=where, remedy=remedy)
    return number > 0


def _csv(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    rows = csv_lines(path, columns)
    if not rows:
        raise InputError("no row below the header", where=f"{path}:1", remedy="give the table its rows")
    return rows


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
        by, topics, title = "event", None, edges.name
        network, remarks = read_edges(edges, actors)
    else:
        facts = read_facts(build)
        topics, title = themes(facts), "Who stands together"
        network, remarks = topics if by == "theme" else letters(facts), recalled(facts)
    step("projection, chance, groups, roles")
    result = analyse(network, seed=seed, quick=quick, by=by, event_word=by, themes=topics, remarks=remarks)
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
    _remember(build, out)
    return result.words


OUTPUTS = ".siggraph-outputs"  # beside a build: the folders into which its names were written, one a line


def _remember(build: Path, out: Path) -> None:
    """Note beside a build where an analysis of it was written, so that a redaction finds the names there as well."""
    if not (build / "store").is_dir():
        return
    here = Path(os.path.abspath(out))  # noqa: PTH100 - links stay as they are named
    with suppress(ValueError):  # another drive
        here = Path(os.path.relpath(here, Path(os.path.abspath(build))))  # noqa: PTH100 - likewise
    known = outputs_of(build)
    if here.as_posix() not in known:
        write_whole(build / OUTPUTS, "".join(f"{line}\n" for line in (*known, here.as_posix())))


def outputs_of(build: Path) -> tuple[str, ...]:
    """Return the folders into which analyses of a build were written, relative to it where that was possible."""
    path = build / OUTPUTS
    return tuple(line for line in read_text(path).split("\n") if line) if path.is_file() else ()


def theme_picture(topics: TwoMode) -> ThemeMap:
    """Return the places and ties of the themes, as the pages draw them; the layout's seed is always the same."""
    from siggraph.network.thememap import theme_map
    from siggraph.pages.pictures import ThemeMap

    placed = theme_map(topics, seed=0)
    return ThemeMap(placed.nodes, placed.edges)


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
    """Write a table as RFC 4180 CSV; with a BOM for spreadsheets where asked. Numbers have a point and no exponent.

    Outside text stays as it is, formulas included: a standard CSV is not altered (README warns of it).
    """
    from siggraph.network.rounding import plain

    def written(cell: object) -> object:
        return "" if cell is None else plain(cell) if isinstance(cell, float) else cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return ("\ufeff" if bom else "") + text.getvalue()
