"""Do no harm (DESIGN 7): individuals and withheld signatories stay where they belong, in every file that is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.tables import read_tsv, split
from siggraph.model import Answer
from siggraph.workspace.analysing import letters, read_facts, themes

ROOT = Path(__file__).resolve().parent.parent
BODIES = (
    "Rivers Without Walls",
    "Union of Journalists of Peru",
    "Uyghur Youth Association",
    "Tibet Rights League, Paris",
    "Birch Society for Human Rights",
    "Kenya Land Alliance",
)
PEOPLE = ("Dr. Ada Amselwort", "Ms. Ida Quillfeder")
BESIDE = "Otto Reedmann"  # stands in office beside a body
HELD = 5


def listed(names: tuple[str, ...], people: tuple[str, ...] = ()) -> str:
    text = "Organisations:\n\n" + "".join(f"- {name}\n" for name in names)
    return text + ("\nIndividuals:\n\n" + "".join(f"- {name}\n" for name in people) if people else "")


def corpus_of(folder: Path, texts: Mapping[str, tuple[str, int | None, str]], keys: str = "") -> Path:
    """Start a corpus with one letter, x: its editions' texts, how many each withholds, and its extent."""
    workspace.start(folder, "https://example.org/letters/", "Test")
    toml = folder / "letters/x/letter.toml"
    for month, (short, (text, withheld, extent)) in enumerate(texts.items(), start=1):
        path = folder.parent / f"{short}.txt"
        path.write_text(text, encoding="utf-8")
        workspace.add([path], folder, "x", language="en", date=f"2024-{month:02}-01", on="2026-01-01")
        stated = f"stated = {{ withheld = {withheld} }}\n" if withheld is not None else ""
        head, mark, tail = toml.read_text(encoding="utf-8").partition(f'id = "{short}"\n')
        toml.write_text(head + mark + stated + tail.replace('"full"', f'"{extent}"'), encoding="utf-8")
    toml.write_text(keys + toml.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Built:
    """A corpus with two individuals, a person in office and five withheld signatories, built and analysed."""

    corpus: Path
    store: Path
    analysed: tuple[Path, ...]

    def quads(self) -> list[ox.Quad]:
        found = ox.parse(path=str(self.store / "graph.nq"), format=ox.RdfFormat.N_QUADS)
        return [q for q in found if isinstance(q, ox.Quad)]

    def asked(self, text: str) -> tuple[tuple[str | None, ...], ...]:
        found = workspace.sparql(self.store, text)
        assert isinstance(found, Answer)
        return found.rows


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("harm")
    names = (f"{BODIES[0]} ({BESIDE}, director)", *BODIES[1:])
    folder = corpus_of(root / "c", {"en": (listed(names, PEOPLE), HELD, "full")})
    path = root / "other.txt"  # both sign another letter too: two letters, so that there is a network and a match
    path.write_text(listed(BODIES[:4], PEOPLE), encoding="utf-8")
    workspace.add([path], folder, "y", language="en", date="2024-05-01", on="2026-01-01")
    workspace.build(folder, root / "b")
    for by in ("theme", "letter"):
        workspace.coalitions(root / "b", root / by, by=by, quick=True)
    return Built(folder, root / "b", (root / "theme", root / "letter"))


def test_the_sheet_counts_individuals_and_the_withheld(harm: Built) -> None:
    sheets = {s["letter"]: s for s in json.loads((harm.store / "balance.json").read_text(encoding="utf-8"))}
    assert (sheets["x"]["named"], sheets["x"]["withheld"]) == (len(BODIES) + len(PEOPLE), HELD)
    assert (sheets["x"]["organisations"], sheets["x"]["individuals"]) == (len(BODIES), len(PEOPLE))


# -- individuals --------------------------------------------------------------------------------------------------

# Where a printed name may stand: the lines and signatures, the dataset's graph of persons, and the store that holds it.
MAY_NAME = re.compile(r"(facts/)?(listings|signatures)\.(tsv|parquet)|graph\.nq|siggraph\.xlsx|store/.*")


@pytest.mark.parametrize("name", [*PEOPLE, BESIDE])
def test_no_other_file_names_an_individual(harm: Built, name: str) -> None:
    last = name.rsplit(maxsplit=1)[-1].encode()
    assert any(last in path.read_bytes() for path in harm.store.glob("*.tsv"))
    for folder in (harm.store, *harm.analysed):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            inside = path.relative_to(folder).as_posix()
            if not (folder == harm.store and MAY_NAME.fullmatch(inside)):
                assert last not in path.read_bytes(), inside
    assert all(last not in path.read_bytes() for path in harm.corpus.glob("*.tsv"))


def test_a_person_in_office_stands_in_the_note_of_the_line_alone(harm: Built) -> None:
    for path in sorted(set(harm.store.glob("*.tsv")) - set(harm.store.glob("*.sssom.tsv"))):
        for row in read_tsv(path):
            columns = {column for column, cell in row.items() if "Reedmann" in cell}
            assert columns <= ({"note"} if path.stem == "listings" else set()), path.name
    assert not any("Reedmann" in str(quad) for quad in harm.quads())


def test_names_of_individuals_stand_in_the_graph_of_persons_alone(harm: Built) -> None:
    for last in ("Amselwort", "Quillfeder"):
        graphs = {str(quad.graph_name).rpartition("/")[2] for quad in harm.quads() if last in str(quad)}
        assert graphs == {"persons>"}
    people = {quad.subject for quad in harm.quads() if str(quad.object).endswith("foaf/0.1/Person>")}
    assert len(people) == 2 * len(PEOPLE)
    said = {str(quad.predicate).rpartition("/")[2] for quad in harm.quads() if quad.subject in people}
    assert said == {"22-rdf-syntax-ns#type>", "name>"}
    assert harm.asked("SELECT ?n { ?p <http://xmlns.com/foaf/0.1/name> ?n }") == ()
    assert harm.asked('SELECT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?o), "Amselwort")) }') == ()


def test_an_individual_is_no_body_and_nothing_is_derived_of_one(harm: Built) -> None:
    persons = {row["id"] for row in read_tsv(harm.store / "signatures.tsv") if row["capacity"] == "person"}
    assert len(persons) == 2 * len(PEOPLE)
    lines = {row["id"] for row in read_tsv(harm.store / "listings.tsv") if row["signature"] in persons}
    bodies = read_tsv(harm.store / "organisations.tsv")
    assert {row["name"] for row in bodies} == set(BODIES)
    assert not lines & {x for row in bodies for x in split(row["listings"])}
    assert not lines & {row["source"] for row in read_tsv(harm.store / "claims-all.tsv")}
    assert not persons & {row[side] for row in read_tsv(harm.store / "cases.tsv") for side in ("a", "b")}
    judged = (harm.store / "matches.sssom.tsv").read_text(encoding="utf-8")
    assert "Rivers" in judged
    assert not any(person in judged for person in persons)
    assert len(read_tsv(harm.corpus / "organisations.tsv")) == len(BODIES)


def test_an_individual_is_in_no_network(harm: Built) -> None:
    facts = read_facts(harm.store)
    ids = {row["id"] for row in read_tsv(harm.store / "organisations.tsv")}
    for network in (letters(facts), themes(facts)):
        assert set(network.actors) <= ids
        assert network.withheld == HELD


def test_in_the_workbook_individuals_stand_among_the_signatures_alone(harm: Built) -> None:
    book = load_workbook(harm.store / "siggraph.xlsx", read_only=True)
    naming = {
        sheet.title
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        if any(x in str(cell) for cell in row for x in ("Amselwort", "Quillfeder", "Reedmann"))
    }
    book.close()
    assert naming == {"signatures"}


# -- withheld signatories -----------------------------------------------------------------------------------------


def test_a_withheld_group_is_a_count_with_its_reason_and_takes_no_attribute(harm: Built) -> None:
    [group] = {q.subject for q in harm.quads() if str(q.object).endswith("ontology#WithheldGroup>")}
    said = sorted(re.split(r"[/#]", str(q.predicate)[1:-1])[-1] for q in harm.quads() if q.subject == group)
    assert said == ["comment", "count", "letter", "source", "type"]
    assert not [q for q in harm.quads() if q.object == group]
    [row] = read_tsv(harm.store / "withheld.tsv")
    assert (row["letter"], row["count"]) == ("x", str(HELD))
    assert row.keys() == {"id", "letter", "count", "reason", "basis"}


@pytest.mark.parametrize("question", ["signatories-by-seat", "signatories-by-type", "signatories-by-focus"])
def test_the_withheld_stand_in_every_denominator(harm: Built, question: str) -> None:
    found = workspace.ask(harm.store, question, {})
    assert isinstance(found, Answer)
    assert found.rows
    for row in found.rows:
        cells = dict(zip(found.columns, row, strict=True))
        share = Decimal(cells["bodies"] or "0") / (len(BODIES) + HELD)
        assert abs(Decimal(cells["share"] or "0") - share) <= Decimal("0.001"), cells


# -- editions that withhold fewer ---------------------------------------------------------------------------------

FIRST, CAME = BODIES[:4], BODIES[4:]


def page(folder: Path) -> str:
    return (folder / "overview.html").read_text(encoding="utf-8")


def test_names_are_told_where_both_withhold_equally_many(tmp_path: Path) -> None:
    texts = {"one": (listed(FIRST), 5, "full"), "two": (listed((*FIRST[:3], *CAME)), 5, "full")}
    built = workspace.build(corpus_of(tmp_path / "c", texts), tmp_path / "b")
    assert not built.failed
    told = [f.message for f in workspace.check(tmp_path / "b")]
    assert any(f"'{FIRST[3]}' stands in x/one and no longer here" in message for message in told)
    answer = workspace.ask(tmp_path / "b", "edition-differences", {})
    assert isinstance(answer, Answer)
    assert {row[-1] for row in answer.rows} == {FIRST[3], *CAME}
    assert all(page(tmp_path / "b").count(name) > page(tmp_path / "b").count(FIRST[0]) for name in CAME)


@pytest.mark.parametrize(
    ("extent", "second"),
    [
        ("full", 3),
        ("full", 0),
        ("additions", 3),
    ],
)  # fmt: skip
def test_where_the_number_falls_and_names_come_a_person_must_decide(tmp_path: Path, extent: str, second: int) -> None:
    names = (*FIRST[:3], *CAME) if extent == "full" else CAME
    texts = {"one": (listed(FIRST), 5, "full"), "two": (listed(names), second, extent)}
    folder = corpus_of(tmp_path / "c", texts)
    toml = folder / "letters/x/letter.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[stated]\nwithheld = 5\n", encoding="utf-8")
    built = workspace.build(folder, tmp_path / "b")
    assert built.failed
    errors = [f for f in workspace.check(tmp_path / "b") if f.severity == "error"]
    assert [(f.code, f.where) for f in errors] == [("edition-names-withheld", "x/two")]
    assert f"withholds {second} where x/one withholds 5, and prints 2 lines more" in errors[0].message
    told = " ".join(f"{f.message} {f.remedy}" for f in workspace.check(tmp_path / "b"))
    sheet = (tmp_path / "b/balance.json").read_text(encoding="utf-8")
    answer = workspace.ask(tmp_path / "b", "edition-differences", {})
    assert isinstance(answer, Answer)
    for name in (*CAME, *FIRST):
        assert name not in told + sheet
        assert name not in {row[-1] for row in answer.rows}
    usual = page(tmp_path / "b").count(FIRST[0])  # the overview names every body once; nobody is named as added
    assert {name: page(tmp_path / "b").count(name) for name in CAME} == dict.fromkeys(CAME, usual)

    decided = 'withheld_decision = "the secretariat, 2024-03-01: both have consented"\n'
    toml.write_text(decided + toml.read_text(encoding="utf-8"), encoding="utf-8")
    assert not workspace.build(folder, tmp_path / "b").failed
    [note] = [f for f in workspace.check(tmp_path / "b") if f.code == "edition-names-withheld"]
    assert (note.severity, "both have consented" in note.message) == ("note", True)


def test_build_and_check_stop_with_exit_code_1(tmp_path: Path) -> None:
    texts = {"one": (listed(FIRST), 5, "full"), "two": (listed((*FIRST, *CAME)), 3, "full")}
    folder = corpus_of(tmp_path / "c", texts)
    store = str(tmp_path / "b")
    for words in (["build", "--corpus", str(folder), "--out", store], ["check", "--store", store]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 1, done.output
        assert "prints 2 lines more" in done.output
        assert not any(name in done.output for name in CAME)


# -- what is written of it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "siggraph withdraw", "siggraph correct", "siggraph redact",  # the three mechanisms
        "changes.tsv", "redactions.tsv",
        "withheld_decision", "counted and never guessed", "withheld count is equal in both",
        "never enriched, looked up or drawn", "in a graph apart",
        "never on recall", "never finer",
    ],
)  # fmt: skip
def test_threats_names_every_mechanism(words: str) -> None:
    assert words in threats()


def test_threats_promises_nothing_of_what_is_there() -> None:
    assert "the verbs for them are to come" not in threats()


def threats() -> str:
    return " ".join((ROOT / "THREATS.md").read_text(encoding="utf-8").split()).replace("`", "")
