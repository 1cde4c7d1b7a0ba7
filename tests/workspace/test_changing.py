"""Withdrawals on disk: dated public rows; the build follows, what was printed stays, a killed act does no harm."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from siggraph import workspace
from siggraph.errors import SiggraphError, UsageError
from siggraph.io.corpus import read_corpus
from siggraph.io.resources import resource
from siggraph.network.project import TwoMode
from siggraph.workspace.analysing import letters, read_facts, themes
from siggraph.workspace.building import facts_of, sheets
from tests.workspace.small_corpus import (
    ASKED,
    BASE,
    DAY,
    LEAGUE,
    LISTS,
    PERSON,
    PERU,
    RIVERS,
    TOGO,
    YOUTH,
    body,
    claim,
    correct,
    files_of,
    read,
    rows,
    start,
    withdraw,
)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return start(tmp_path_factory.mktemp("changing") / "c")


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return shutil.copytree(started, tmp_path / "c")


# -- withdrawals ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Acts:
    """A build before four withdrawals, one after, and what was told on the way."""

    corpus: Path
    before: Path
    after: Path
    remarks: dict[str, tuple[str, ...]]

    def default_graph(self) -> set[tuple[str, str, str]]:
        quads = ox.parse(path=str(self.after / "graph.nq"), format=ox.RdfFormat.N_QUADS)
        return {
            (str(q.subject), str(q.predicate), str(q.object))
            for q in quads
            if isinstance(q, ox.Quad) and isinstance(q.graph_name, ox.DefaultGraph)
        }

    def values(self, resource_path: str, term: str) -> set[str]:
        """Return what the default graph says of a resource under a term's local name."""
        subject = f"<{BASE}{resource_path}>"
        return {o for s, p, o in self.default_graph() if s == subject and p.rstrip(">").endswith(f"{term}")}


@pytest.fixture(scope="module")
def acts(started: Path, tmp_path_factory: pytest.TempPathFactory) -> Acts:
    root = tmp_path_factory.mktemp("withdrawn")
    folder = shutil.copytree(started, root / "c")
    workspace.build(folder, root / "before")
    told = {
        "alone": withdraw(folder, "x/s/en-0005", "left the campaign"),  # Rivers, which signs y as well
        "one of two": withdraw(folder, "x/s/en-0001"),
        "by name": withdraw(folder, YOUTH.upper()),  # the only signature of this body
        "person": withdraw(folder, PERSON),
    }
    workspace.build(folder, root / "after")
    return Acts(folder, root / "before", root / "after", told)


def test_a_withdrawal_is_a_dated_row_with_its_reason_and_source(acts: Acts) -> None:
    assert [(r["kind"], r["about"], r["on"], r["source"]) for r in rows(acts.corpus, "changes")] == [
        ("withdrawal", about, DAY, ASKED) for about in ("x/s/en-0005", "x/s/en-0001", "x/s/en-0004", "x/s/en-0007")
    ]
    assert rows(acts.corpus, "changes")[0]["reason"] == "left the campaign"
    assert all(row["reason"] for row in rows(acts.corpus, "changes"))
    built = rows(acts.after, "changes")
    assert sorted(built, key=str) == sorted(rows(acts.corpus, "changes"), key=str)


def test_a_withdrawal_is_public_in_the_graph(acts: Acts) -> None:
    where = "signature/x/s/en-0005"
    assert acts.values(where, "endDate") == {f'"{DAY}"^^<http://www.w3.org/2001/XMLSchema#date>'}
    assert acts.values(where, "comment") == {'"left the campaign"'}
    assert acts.values(where, "provenance") == {f'"{ASKED}"'}
    assert {x.rpartition("/")[2] for x in acts.values(where, "status")} == {"withdrawn>"}
    assert acts.values("signature/y/s/en-0001", "endDate") == set()


def test_the_printed_lines_and_the_sheet_stay_as_they_were(acts: Acts) -> None:
    for name in ("listings.tsv", "editions.tsv", "letters.tsv", "balance.json", "alignments.tsv", "organisations.tsv"):
        assert (acts.after / name).read_bytes() == (acts.before / name).read_bytes(), name
    [sheet] = [s for s in json.loads((acts.after / "balance.json").read_text(encoding="utf-8")) if s["letter"] == "x"]
    assert sheet["organisations"] + sheet["individuals"] + sheet["repeated"] == sheet["named"] == 8
    assert (acts.corpus / "letters/x/en.txt").read_text(encoding="utf-8") == LISTS["x"]


def test_who_has_withdrawn_no_longer_signs_and_who_signs_twice_still_does(acts: Acts) -> None:
    status = {row["id"]: (row["status"], row["repeats"]) for row in rows(acts.after, "signatures")}
    assert {i for i, (what, _) in status.items() if what == "withdrawn"} == {
        "x/s/en-0001", "x/s/en-0004", "x/s/en-0005", "x/s/en-0007"
    }  # fmt: skip
    assert status["x/s/en-0006"] == ("stands", "")  # it repeated the first one before
    corpus = read(acts.corpus)
    signed = {x: {o.rpartition("/")[2] for o in acts.values(f"organisation/{body(corpus, x)}", "ontology#signed")}
              for x in (RIVERS, YOUTH, LEAGUE, TOGO)}  # fmt: skip
    assert signed == {RIVERS: {"y>"}, YOUTH: set(), LEAGUE: {"x>"}, TOGO: {"x>", "y>"}}


def test_the_network_over_letters_has_it_no_more(acts: Acts) -> None:
    corpus = read(acts.corpus)
    before, after = (letters(read_facts(folder)) for folder in (acts.before, acts.after))
    assert (body(corpus, RIVERS), "x") in edges(before)
    assert edges(before) - edges(after) == {(body(corpus, RIVERS), "x"), (body(corpus, YOUTH), "x")}
    matrix = {row["body"]: row for row in sheets(facts_of(corpus))["matrix"][1]}
    assert (matrix[RIVERS].get("x"), matrix[RIVERS].get("y"), matrix[LEAGUE].get("x")) == (None, "x", "x")


def test_the_network_over_themes_has_no_body_that_stands_nowhere(acts: Acts) -> None:
    corpus = read(acts.corpus)
    after = themes(read_facts(acts.after))
    assert body(corpus, YOUTH) not in {actor for actor, _ in edges(after)}
    assert body(corpus, RIVERS) in {actor for actor, _ in edges(after)}  # it stands on y


def edges(network: TwoMode) -> set[tuple[str, str]]:
    """Return the edges of a two-mode network by the identifiers of their ends."""
    matrix = network.matrix.tocoo()
    return {(network.actors[i], network.events[j]) for i, j in zip(matrix.row, matrix.col, strict=True)}


def test_a_build_with_changes_has_no_error(acts: Acts) -> None:
    assert [f for f in workspace.check(acts.after) if f.severity != "note"] == []


def test_what_is_told_names_no_individual_and_says_where_the_body_signs_again(acts: Acts) -> None:
    assert f"'{RIVERS}' has withdrawn from x ({DAY}); the printed line stays" in acts.remarks["alone"]
    assert any("once more: x/s/en-0006" in remark for remark in acts.remarks["one of two"])
    assert "Quill" not in " ".join(acts.remarks["person"])
    quads = (acts.after / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert all("/graph/persons>" in line for line in quads if "Quill" in line)


def test_a_reason_that_names_the_individual_is_refused(corpus: Path) -> None:
    before = files_of(corpus)
    for why, source in (("asked by dr jane  quill", ASKED), ("", "e-mail of Dr. Jane Quill, 5 March")):
        with pytest.raises(UsageError, match="names the individual"):
            workspace.withdraw(corpus, "x/s/en-0007", on=DAY, source=source, why=why)
    assert files_of(corpus) == before
    withdraw(corpus, "x/s/en-0005", why=f"{RIVERS} asked")  # a body may be named


@pytest.mark.parametrize(
    ("signature", "on", "source", "says"),
    [
        ("x/s/en-9999", DAY, ASKED, "no signature 'x/s/en-9999'"),
        ("Nobody of Nowhere", DAY, ASKED, "signatures.tsv of a build"),
        ("", DAY, ASKED, "no signature"),
        ("!", DAY, ASKED, "no signature"),
        (RIVERS, DAY, ASKED, "2 signatures print.*x/s/en-0005, y/s/en-0001.*name one"),
        (LEAGUE, DAY, ASKED, "2 signatures print"),
        ("x/s/en-0005", "yesterday", ASKED, "is no date"),
        ("x/s/en-0005", "2026-02-30", ASKED, "is no date"),
        ("x/s/en-0005", "", ASKED, "is no date"),
        ("x/s/en-0005", DAY, " ", "needs its source"),
        ("x/s/en-0005", "2023", ASKED, "before the letter, which is of 2024-01-01"),
    ],
)
def test_a_withdrawal_that_cannot_be_changes_no_byte(
    corpus: Path, signature: str, on: str, source: str, says: str
) -> None:
    before = files_of(corpus)
    with pytest.raises(UsageError, match=says):
        workspace.withdraw(corpus, signature, on=on, source=source)
    assert files_of(corpus) == before


def test_a_second_withdrawal_is_refused(corpus: Path) -> None:
    withdraw(corpus, "x/s/en-0005")
    before = files_of(corpus)
    with pytest.raises(UsageError, match="withdrawn already"):
        withdraw(corpus, "x/s/en-0005")
    assert files_of(corpus) == before


def test_no_corpus_and_the_packaged_one_are_refused(tmp_path: Path) -> None:
    packaged = resource("data")
    for act in (lambda f: withdraw(f, "x"), lambda f: correct(f, "c-1")):
        with pytest.raises(UsageError, match=r"read-only.*siggraph init"):
            act(packaged)
        with pytest.raises(UsageError, match="no corpus in"):
            act(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


# -- rows by hand, and killed writers -----------------------------------------------------------------------------


def test_changes_about_what_is_not_there_are_findings(corpus: Path) -> None:
    with (corpus / "changes.tsv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"x-{i}\t{DAY}\t{kind}\t{about}\twhy\t{ASKED}\n"
            for i, (kind, about) in enumerate(
                (("withdrawal", "x/s/en-9999"), ("correction", "c-none"), ("correction", "x/s/en-0005"),
                 ("withdrawal", "x/s/en-0005"))
            )
        )  # fmt: skip
    new = read(corpus)
    found = [f for f in new.findings if f.code == "change-not-applied"]
    assert {f.severity for f in found} == {"warning"}
    assert [("x/s/en-9999" in f.message, "c-none" in f.message, "x-2" in f.message) for f in found] == [
        (True, False, False), (False, True, False), (False, False, True)
    ]  # fmt: skip
    assert [s.id for s in new.signatures if s.status == "withdrawn"] == ["x/s/en-0005"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"x-1\t{DAY}\tremoval\tx/s/en-0005\twhy\ts", "kind"),
        (f"x-1\t{DAY}\twithdrawal\t\twhy\ts", "about"),
        (f"x-1\t{DAY}\twithdrawal\tx/s/en-0005\t\ts", "reason"),
        ("x-1\tsoon\twithdrawal\tx/s/en-0005\twhy\ts", "soon"),
        (f"\t{DAY}\twithdrawal\tx/s/en-0005\twhy\ts", "id"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(corpus: Path, row: str, says: str) -> None:
    with (corpus / "changes.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    with pytest.raises(SiggraphError, match=says) as caught:
        read_corpus(corpus)
    assert "changes.tsv:2" in str(caught.value)


def killed_before(table: str, arguments: Iterable[str]) -> int:
    """Run the program and have the system kill it in the moment before a table would be replaced."""
    program = (
        "import os, signal, sys\n"
        "from siggraph.cli import main\n"
        "def watch(event, found):\n"
        f"    if event == 'os.rename' and str(found[1]).endswith('/{table}'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(watch)\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
    return done.returncode


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(("verb", "table"), [("withdraw", "changes.tsv"), ("correct", "changes.tsv"),
                                             ("correct", "claims.tsv")])  # fmt: skip
def test_a_killed_write_leaves_the_table_whole_and_the_same_command_ends_it(
    corpus: Path, verb: str, table: str
) -> None:
    wrong = claim(read(corpus), PERU, "seat")
    options = {
        "withdraw": ["withdraw", "x/s/en-0005", "--date", DAY, "--source", ASKED],
        "correct": ["correct", wrong, "--why", "moved", "--value", "CL", "--source", "board-2019"],
    }[verb]
    before = (corpus / table).read_bytes()
    assert killed_before(table, [*options, "--corpus", str(corpus)]) == -9
    assert (corpus / table).read_bytes() == before
    assert "change-not-applied" not in {f.code for f in read(corpus).findings}
    assert killed_before("no such table", [*options, "--corpus", str(corpus)]) == 0
    new = read(corpus)
    assert len(new.changes) == 1
    if verb == "correct":
        assert new.profiles[body(new, PERU)].seat == "CL"
        assert [row["value"] for row in rows(corpus, "claims")] == ["PE", "CL"]
    else:
        assert rows(corpus, "changes")[0]["about"] == "x/s/en-0005"
