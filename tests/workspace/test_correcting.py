"""Corrections on disk: what was said stays with its reason and no longer counts; the right value needs its source."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from siggraph import workspace
from siggraph.errors import UsageError
from tests.workspace.small_corpus import (
    BASE,
    DAY,
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
)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return start(tmp_path_factory.mktemp("changing") / "c")


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return shutil.copytree(started, tmp_path / "c")


def test_a_rules_value_is_deprecated_and_the_right_one_counts(corpus: Path, tmp_path: Path) -> None:
    old = read(corpus)
    wrong = claim(old, PERU, "seat")
    right = workspace.Value("CL", source="board-2019", quote="moved to Santiago", confidence=0.9)
    correct(corpus, wrong, right, "moved in 2019")
    new = read(corpus)
    about = body(new, PERU)
    assert (old.profiles[about].seat, new.profiles[about].seat) == ("PE", "CL")
    assert new.profiles[about].seat_confidence == 0.9
    said = {c.value: c for c in new.claims if (c.about, c.property, c.method) == (about, "seat", "editorial")}
    assert (said["CL"].rank, said["CL"].source, said["CL"].quote) == ("preferred", "board-2019", "moved to Santiago")
    [first] = [c for c in new.claims if c.id == wrong]
    assert (first.value, first.rank, first.quote) == ("PE", "deprecated", "Peru")  # said, by whom, and no longer so
    [change] = new.changes
    assert (change.kind, change.about, change.reason, change.on) == ("correction", wrong, "moved in 2019", DAY)
    assert (said["PE"].source, said["PE"].note) == (change.id, "moved in 2019")
    workspace.build(corpus, tmp_path / "b")
    assert [f for f in workspace.check(tmp_path / "b") if f.severity != "note"] == []
    assert workspace.sparql(tmp_path / "b", f"ASK {{ <{BASE}organisation/{about}> sig:seat ?s . "
                            "?s skos:notation 'CL' }")  # fmt: skip


def test_an_address_is_a_source_and_no_listing(corpus: Path, tmp_path: Path) -> None:
    correct(corpus, claim(read(corpus), PERU, "seat"), replace(GOOD, source="https://example.org/about/us"))
    workspace.build(corpus, tmp_path / "b")
    assert "/listing/https" not in (tmp_path / "b/graph.nq").read_text(encoding="utf-8")


def test_a_value_is_deprecated_and_none_takes_its_place(corpus: Path) -> None:
    old = read(corpus)
    for name, field in ((YOUTH, "concern"), (RIVERS, "focus"), (TOGO, "type"), (PERU, "seat")):
        correct(corpus, claim(old, name, field))
    new = read(corpus)
    profiles = {name: new.profiles[body(new, name)] for name in (YOUTH, RIVERS, TOGO, PERU)}
    assert (profiles[YOUTH].concern, profiles[RIVERS].focus, profiles[TOGO].type) == ((), (), "")
    assert (profiles[PERU].seat, profiles[PERU].seat_status) == ("", "unknown")
    assert profiles[YOUTH].focus == ("youth",)  # only what was corrected
    assert new.findings == old.findings


def test_a_curated_row_loses_its_rank_and_keeps_its_words(corpus: Path) -> None:
    about = body(read(corpus), RIVERS)
    with (corpus / "claims.tsv").open("a", encoding="utf-8") as file:
        file.write(f"k-1\t{about}\tseat\tFR\t0.9\teditorial\t\tboard-2019\tin Paris\tBob\t2025-01-01\ttheir page\n")
        file.write(f"k-2\t{about}\twebsite\thttps://example.org/\t0.9\teditorial\t\tboard-2019\t\tBob\t2025-01-01\t\n")
    assert read(corpus).profiles[about].seat == "FR"
    correct(corpus, "k-1", workspace.Value("BE", source="board-2019"), "it has moved")
    correct(corpus, "k-2", why="not theirs")
    first, second, third = rows(corpus, "claims")
    assert (first["value"], first["quote"], first["by"], first["on"]) == ("FR", "in Paris", "Bob", "2025-01-01")
    assert (first["rank"], first["note"]) == ("deprecated", "their page; it has moved")
    assert (second["rank"], second["note"]) == ("deprecated", "not theirs")
    assert (third["value"], third["rank"], third["by"], third["on"]) == ("BE", "preferred", "Ada", DAY)
    new = read(corpus)
    assert (new.profiles[about].seat, new.profiles[about].website) == ("BE", "")
    assert [(c.kind, c.about) for c in new.changes] == [("correction", "k-1"), ("correction", "k-2")]
    assert "change-not-applied" not in {f.code for f in new.findings}


def test_a_recalled_value_needs_no_source_unless_it_is_sensitive(corpus: Path) -> None:
    old = read(corpus)
    correct(corpus, claim(old, PERU, "seat"), workspace.Value("CL", "recalled"))
    new = read(corpus)
    assert new.profiles[body(new, PERU)].seat == "CL"
    assert "recalled" in new.profiles[body(new, PERU)].methods
    before = files_of(corpus)
    for name, field, value in ((YOUTH, "concern", "CN-XZ"), (RIVERS, "focus", "health")):
        with pytest.raises(UsageError, match=f"a {field} may not rest on what is merely recalled"):
            correct(corpus, claim(old, name, field), workspace.Value(value, "recalled", source="board-2019"))
    assert files_of(corpus) == before


GOOD = workspace.Value("CL", source="board-2019")


@pytest.mark.parametrize(
    ("name", "field", "value", "says"),
    [
        (PERU, "seat", replace(GOOD, source=" "), "editorial needs its source"),
        (PERU, "seat", replace(GOOD, value="PE"), "the new value is the old one"),
        (PERU, "seat", replace(GOOD, value="Chile"), "'Chile' is no seat.*two capital letters"),
        (PERU, "seat", replace(GOOD, value="UK"), "'UK' is no seat.*no such code"),
        (PERU, "seat", replace(GOOD, value=" "), "is no seat"),
        (PERU, "seat", replace(GOOD, confidence=1.5), "confidence"),
        (PERU, "seat", replace(GOOD, confidence=float("nan")), "confidence"),
        (PERU, "seat", replace(GOOD, method="rule"), "one of printed, registry"),
        (TOGO, "type", replace(GOOD, value="charity"), "'charity' is no type.*no such code"),
        (RIVERS, "focus", replace(GOOD, value="rivers"), "'rivers' is no focus"),
        (YOUTH, "concern", replace(GOOD, value="ZZ-11"), "'ZZ-11' is no concern"),
        (TOGO, "scope", replace(GOOD, value="planetary"), "'planetary' is no scope"),
    ],
)
def test_a_value_that_cannot_be_changes_no_byte(
    corpus: Path, name: str, field: str, value: workspace.Value, says: str
) -> None:
    before = files_of(corpus)
    with pytest.raises(UsageError, match=says):
        correct(corpus, claim(read(corpus), name, field), value)
    assert files_of(corpus) == before


def test_a_correction_that_cannot_be_changes_no_byte(corpus: Path) -> None:
    old = read(corpus)
    abstained = next(c.id for c in old.claims if c.status == "abstained")
    before = files_of(corpus)
    for identifier, why, on, says in (
        ("c-nothing", "x", DAY, "no claim 'c-nothing'"),
        (claim(old, PERU, "seat"), " ", DAY, "needs its reason"),
        (claim(old, PERU, "seat"), "x", "soon", "is no date"),
        (abstained, "x", DAY, "says nothing that could be wrong"),
    ):
        with pytest.raises(UsageError, match=says):
            workspace.correct(corpus, identifier, on=on, by="Ada", why=why)
    assert files_of(corpus) == before


def test_nothing_is_corrected_twice_and_a_struck_value_does_not_come_back_unseen(corpus: Path) -> None:
    wrong = claim(read(corpus), PERU, "seat")
    correct(corpus, wrong, GOOD)
    before = files_of(corpus)
    with pytest.raises(UsageError, match="deprecated already"):
        correct(corpus, wrong)
    new = next(c.id for c in read(corpus).claims if c.property == "seat" and c.value == "CL")
    with pytest.raises(UsageError, match=r"the seat PE is deprecated.*clear that rank"):
        correct(corpus, new, replace(GOOD, value="PE"))
    assert files_of(corpus) == before


def test_the_source_of_a_correction_without_a_new_value_is_kept(corpus: Path) -> None:
    workspace.correct(corpus, claim(read(corpus), PERU, "seat"), on=DAY, by="Ada", why="x", source="board-2019")
    assert [row["source"] for row in rows(corpus, "changes")] == ["board-2019"]
