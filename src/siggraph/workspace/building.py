"""Building: a corpus becomes a build folder with tables, Parquet, graph, store and overview."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from siggraph import __version__
from siggraph.io.resources import resource
from siggraph.io.tables import tsv
from siggraph.model import Balance, Corpus, Finding, StatedCounts
from siggraph.workspace.analysing import theme_picture, themes
from siggraph.workspace.common import Facts, Step, labels_of, quiet, read_tables

if TYPE_CHECKING:
    from siggraph.io.corpus import CorpusSource
    from siggraph.io.staging import Staging


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the corpus, its facts, the files that were written, and remarks for people."""

    corpus: Corpus
    facts: Facts
    files: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.corpus.findings)


def build(folder: Path, out: Path, step: Step = quiet) -> Built:
    """Take a corpus through the whole line and write a build folder (CONTRACT, "What `build` writes").

    Everything is made aside first; a killed or failed build leaves the last good one as it was.

    Raises
    ------
    InputError, UsageError
        The corpus cannot be read, the folder cannot be written.
    """
    from siggraph.graph.store import load, pointer, sweep
    from siggraph.io.corpus import read_corpus
    from siggraph.io.staging import staging

    step("reading the corpus")
    source = read_corpus(folder)
    corpus = run_line(source, step, remember=True)
    facts = facts_of(corpus)
    with staging(out) as stage:
        step("writing the tables")
        _write_facts(stage, facts)
        stage.write("matches.sssom.tsv", matches(source, corpus))
        stage.write("balance.json", json.dumps(balance_sheet(corpus.balances), ensure_ascii=False, indent=2) + "\n")
        step("building the graph")
        graph = stage.write("graph.nq", dataset(source, corpus, facts))
        step("loading the store")
        generation = load(graph, out / "store")
        stage.write(f"store/{pointer(out / 'store').name}", generation + "\n")
        step("drawing the overview")
        remarks = _write_pages(stage, corpus, facts)
        files = stage.commit()
        sweep(out / "store", generation)
    return Built(corpus, facts, files, tuple(remarks))


def run_line(source: CorpusSource, step: Step = quiet, *, remember: bool = False) -> Corpus:
    """Take a corpus through the line and write nothing; with `remember`, keep what was computed beside the corpus."""
    from siggraph import pipeline
    from siggraph.workspace.remembering import known

    letters = [
        (letter, [pipeline.Printed(p.edition, p.document, p.corrections) for p in printings])
        for letter, printings in source.letters
    ]
    taken = pipeline.Source(
        base=source.base,
        title=source.title,
        letters=letters,
        registered=source.registered,
        judgements=source.judgements,
        claims=source.claims,
        changes=source.changes,
        findings=source.findings,
    )
    if not remember:
        return pipeline.run(taken, read_tables(), step)
    with known(source.folder) as before:
        return pipeline.run(taken, read_tables(), step, before)


def facts_of(corpus: Corpus) -> Facts:
    """Return the rows of every table."""
    from siggraph.facts.tables import tabulate

    return tabulate(corpus, {i: finding_id(finding) for i, finding in enumerate(corpus.findings)})


def finding_id(finding: Finding) -> str:
    """Return the identifier of a finding: a digest of its rule, its place and its message."""
    text = f"{finding.code}\n{finding.where}\n{finding.message}"
    return f"f-{sha256(text.encode()).hexdigest()[:10]}"


def _write_facts(stage: Staging, facts: Facts) -> None:
    from siggraph.facts.engine import write_parquet
    from siggraph.facts.tables import TABLES

    for table in TABLES:
        text = stage.write(f"{table.name}.tsv", tsv(table.header, facts[table.name]))
        write_parquet(text, stage.path(f"facts/{table.name}.parquet"), table)


def dataset(source: CorpusSource, corpus: Corpus, facts: Facts) -> str:
    """Return the RDF dataset of a corpus as sorted N-Quads."""
    from siggraph.graph.build import Builder, nquads
    from siggraph.graph.store import turtle_lines

    titles = {letter.id: letter.title for letter in corpus.letters}
    names: dict[str, dict[str, str]] = {}
    for row in read_tables()["place_names"]:
        names.setdefault(row["code"], {})[row["language"]] = row["name"]
    meta = {
        "dcterms:title": source.title,
        "dcterms:publisher": source.publisher,
        "dcterms:license": _licence(source.licence),
        "dcterms:conformsTo": "https://w3id.org/siggraph/ontology",
        "dcterms:hasVersion": __version__,
    }
    remarks = {
        x.id: "the date is recalled: no edition prints it" for x in corpus.letters if x.date_method == "recalled"
    }
    builder = Builder(source.base, facts, titles, names, remarks)
    schemes = turtle_lines([resource("ontology") / "schemes.ttl"])
    return nquads([*schemes, *builder.quads(corpus.judgements, meta)])


def matches(source: CorpusSource, corpus: Corpus) -> str:
    """Return the judgements in force as SSSOM mappings: a header, then a table."""
    from siggraph.facts.matches import COLUMNS, header, mappings
    from siggraph.graph.terms import Names

    names = Names(source.base)
    prefix = names.of("signature", "")[1:-1]
    rows = mappings(corpus, lambda identifier: names.of("signature", identifier)[1 + len(prefix) : -1])
    return header(f"{names.base}matches.sssom.tsv", _licence(source.licence), prefix) + tsv(COLUMNS, rows)


def _licence(code: str) -> str:
    known = {
        "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    return known.get(code, code)


def balance_sheet(balances: Sequence[Balance]) -> list[dict[str, object]]:
    """Return balance.json: one object a letter, sorted by date, then id (CONTRACT)."""
    return [
        {
            "letter": b.letter,
            **_stated(b.stated),
            "named": b.named,
            "withheld": b.withheld,
            "unresolved": b.unresolved,
            "repeated": b.repeated,
            "organisations": b.organisations,
            "individuals": b.individuals,
            "editions": {e: {"listings": n, **_stated(stated)} for e, (n, stated) in b.editions.items()},
            "closes": b.closes,
            "notes": list(b.notes),
        }
        for b in sorted(balances, key=lambda b: (b.date, b.letter))
    ]


def _stated(counts: StatedCounts) -> dict[str, int | None]:
    return {"stated_total": counts.total, "stated_named": counts.named, "stated_withheld": counts.withheld}


def _write_pages(stage: Staging, corpus: Corpus, facts: Facts) -> list[str]:
    """Write overview.html and siggraph.xlsx; say in one remark each what a missing extra leaves out."""
    from siggraph.pages.overview import Overview, render

    remarks = []
    pictures = find_spec("matplotlib") is not None
    if not pictures:
        remarks.append("tables stand in place of pictures (pip install 'siggraph[plots]')")
    view = Overview(
        title=corpus.title,
        balances=corpus.balances,
        letters=corpus.letters,
        editions=corpus.editions,
        listings=corpus.listings,
        alignments=corpus.alignments,
        signatures=corpus.signatures,
        organisations=corpus.organisations,
        profiles=corpus.profiles,
        claims=corpus.claims,
        cases=corpus.cases,
        findings=corpus.findings,
        labels=labels_of(),
        theme_map=theme_picture(themes(facts)),
        next_steps=next_steps(Path()),  # as typed in the folder of the page: the page names no folder
    )
    stage.write("overview.html", render(view, pictures=pictures))
    if find_spec("openpyxl") is None:
        remarks.append("siggraph.xlsx is left out (pip install 'siggraph[documents]')")
    else:
        from siggraph.io.spreadsheet import workbook

        stage.write("siggraph.xlsx", workbook(sheets(facts)))
    return remarks


def sheets(facts: Facts) -> dict[str, tuple[Sequence[str], Sequence[Mapping[str, object]]]]:
    """Return the sheets of siggraph.xlsx: letters, bodies, signatures, bodies against letters, open cases."""
    from siggraph.facts.tables import TABLES

    header = {table.name: table.header for table in TABLES}
    signed: dict[object, set[object]] = {}
    for row in facts["signatures"]:
        if row["organisation"] and row["status"] != "withdrawn":
            signed.setdefault(row["organisation"], set()).add(row["letter"])
    letters = [str(row["id"]) for row in facts["letters"]]
    matrix = [
        {"body": row["name"], "body id": row["id"], **dict.fromkeys(map(str, signed.get(row["id"], ())), "x")}
        for row in facts["organisations"]
    ]
    return {
        "letters": (header["letters"], facts["letters"]),
        "bodies": (header["organisations"], facts["organisations"]),
        "signatures": (header["signatures"], facts["signatures"]),
        "matrix": (("body", "body id", *letters), matrix),
        "cases": case_rows(facts),
    }


def case_rows(facts: Facts) -> tuple[tuple[str, ...], list[Mapping[str, object]]]:
    """Return the open cases as a flat table for people, most telling first: its columns and its rows.

    ``verdict``, ``why`` and ``by`` are blank: `siggraph judge --from` reads them back. ``a`` and ``b`` are the names by
    which a judgement is kept, ``a_forms`` and ``b_forms`` all printed forms of the two bodies.
    """
    columns = ("id", "verdict", "why", "by", "a", "a_letter", "a_forms", "b", "b_letter", "b_forms", "score", "reasons",
               "gain")  # fmt: skip
    signatures = {row["id"]: row for row in facts["signatures"]}
    forms = {row["id"]: row["names"] for row in facts["organisations"]}
    rows: list[Mapping[str, object]] = []
    for case in sorted(facts["cases"], key=lambda row: (-float(str(row["gain"])), str(row["id"]))):
        sides: dict[str, object] = {}
        for side in ("a", "b"):
            signature = signatures[case[side]]
            names = cast("Sequence[str]", signature["names_as_printed"])
            sides |= {side: names[0], f"{side}_letter": signature["letter"],
                      f"{side}_forms": forms[signature["organisation"]]}  # fmt: skip
        rows.append({**dict.fromkeys(columns, ""), **{c: case[c] for c in ("id", "score", "reasons", "gain")}, **sides})
    return columns, rows


def next_steps(out: Path) -> tuple[tuple[str, str], ...]:
    """Return the commands that the demo and the overview name next, each with what it shows."""
    store = "" if out == Path("build") else f" --store {shlex.quote(str(out))}"
    query = "'SELECT ?name { ?body sig:concern ?place ; skos:prefLabel ?name } LIMIT 5'"
    return (
        (f"siggraph ask signatories-by-seat{store}", "where the signatories sit; siggraph ask lists all questions"),
        (f"siggraph sparql {query}{store}", "any SPARQL query; the prefixes are known"),
        (f"siggraph coalitions --by theme{store} --out coalitions", "themes, and whether groups stand out"),
    )
