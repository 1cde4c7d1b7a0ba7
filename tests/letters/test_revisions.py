"""revisions: additions, removals and renames between full editions; absence is not withdrawal."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.letters.reconcile import Reconciled, reconcile
from siggraph.letters.revisions import revision_findings, revisions
from siggraph.model import Edition, Letter, Listing, StatedCounts

LETTER = Letter("x", {"en": "X"}, "2020-01-01", "printed", "", "for", (), (), ("en",), StatedCounts())
ROWS = list[tuple[Edition, list[Listing]]]
FIRST = ("Alpha Union", "Beta League", "Gamma Watch", "Delta Forum")


def edition(
    short: str,
    names: tuple[str, ...],
    date: str = "",
    *,
    extent: str = "full",
    language: str = "en",
    withheld: int | None = None,
) -> tuple[Edition, list[Listing]]:
    """Return an edition; a name may end in ``@XX``, its printed country."""
    listings = []
    for i, told in enumerate(names, start=1):
        name, _, country = told.partition("@")
        listings.append(
            Listing(f"x/{short}/{i:04d}", "x", f"x/{short}", i, name, "organisation", country, "", "", 10 * i,
                    10 * i + 1, i)
        )  # fmt: skip
    stated = StatedCounts(withheld=withheld)
    return Edition(f"x/{short}", "x", language, date, "", extent, "", stated=stated), listings


def renamed(editions: ROWS) -> set[tuple[str, str]]:
    names = {x.id: x.name for _, listings in editions for x in listings}
    return {(names[a.a], names[a.b]) for a in reconcile(LETTER, editions).alignments if a.method == "rename"}


def real(shared: Path, slug: str) -> ROWS:
    """Return the editions of a real letter, as they were labelled by hand."""
    found = []
    for folder in sorted((shared / "letters").glob(f"{slug}-ed*")):
        with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        short, _, date = folder.name.removeprefix(f"{slug}-").partition("-")
        found.append(edition(short, tuple(f"{row['name']}@{row['country']}" for row in rows), date))
    return found


@pytest.fixture(scope="module")
def letters() -> Path:
    """Return the folder with real letters; a user's machine may lack it."""
    folder = Path(os.environ.get("SIGGRAPH_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("SIGGRAPH_SHARED must name the folder with the real letters")
        pytest.skip("set SIGGRAPH_SHARED to the folder with the real letters to run this test")
    return folder


def test_three_revisions_of_a_growing_list(letters: Path) -> None:
    editions = real(letters, "mul-kao")
    result = reconcile(LETTER, editions)
    assert [len(listings) for _, listings in editions] == [20, 50, 71]
    assert len(result.signatures) == 71
    found = revisions(LETTER, editions, result.signatures)
    assert [(r.kept, r.additions, r.removals) for r in found] == [(20, 30, 0), (50, 21, 0)]
    assert set(found[0].renamed) >= {
        ("App Fair Project", "The App Fair Project"),
        ("Rossman Group", "Rossmann Group"),
        ("Digital Rights Foundation", "The Digital Rights Foundation"),
        ("Chaos Computer Club", "The Chaos Computer Club (CCC)"),
        ("Electronic Frontier Foundation", "The Electronic Frontier Foundation (EFF)"),
        ("Tor Project", "The Tor Project"),
    }
    assert revision_findings(LETTER, editions, result.signatures) == ()
    assert {s.first_seen for s in result.signatures} == {"x/ed1", "x/ed2", "x/ed3"}


def test_a_list_that_grew_and_lost_four_names(letters: Path) -> None:
    editions = real(letters, "pt-rotulagem")
    result = reconcile(LETTER, editions)
    [step] = revisions(LETTER, editions, result.signatures)
    assert ("Conselho de Segurança Alimentar de Sorocaba - CONSEA Sorocaba",
            "CONSEA Sorocaba, Conselho de Segurança Alimentar de Sorocaba") in step.renamed  # fmt: skip
    # Movimento de mulheres camponesas was printed twice, and is printed once: it is not absent.
    assert len(step.removed) == 4
    assert "Movimento Urbano de Agroecologia - MUDA-SP" in step.removed
    assert {s.status for s in result.signatures} == {"stands"}


@pytest.mark.parametrize(
    ("left", "came"),
    [
        ("App Project", "The App Project"),
        ("The Chaos Club (CC)", "Chaos Club"),
        ("Chaos Club", "The Chaos Club (CCC)"),
        ("EFF", "Electronic Frontier Foundation"),
        ("Campaign for Democracy in the North", "CDN"),
        ("Liga Norte, Federação", "Federação Liga Norte"),
        ("Quadrature du Net", "La Quadrature du Net"),
        ("Movimento dos Atingidos - MAB", "Os Movimento dos Atingidos"),
    ],
)
@pytest.mark.parametrize("dates", [("2020-01-01", "2020-02-01"), ("", "")])
def test_sure_renames_need_no_neighbour(left: str, came: str, dates: tuple[str, str]) -> None:
    before = edition("a", ("Alpha Union", left, "Beta League"), dates[0])
    after = edition("b", ("Zeta", "Beta League", "Alpha Union", came), dates[1])
    assert renamed([before, after]) == {(left, came)}
    assert len(reconcile(LETTER, [before, after]).signatures) == 4


@pytest.mark.parametrize(
    ("left", "came"), [("Rossman Group", "Rossmann Group"), ("Vivaldi@NO", "Vivaldi Technologies AS@NO")]
)
def test_other_renames_need_dates_and_a_neighbour(left: str, came: str) -> None:
    names = {(left.partition("@")[0], came.partition("@")[0])}
    before, after = ("Alpha Union", left, "Beta League"), ("Alpha Union", "Psi", came, "Beta League")
    moved = ("Alpha Union", "Beta League", "Psi", came)
    assert renamed([edition("a", before, "2020-01"), edition("b", after, "2020-02")]) == names
    assert renamed([edition("a", before), edition("b", after)]) == set()
    apart = [edition("a", (*before, "Omega"), "2020-01"), edition("b", (came, "Omega", *moved[:3]), "2020-02")]
    assert renamed(apart) == set()


@pytest.mark.parametrize(
    ("left", "came"),
    [
        ("Digital Rights Foundation", "Digital Rights Watch"),
        ("Free Tibet", "Students for a Free Tibet"),
        ("ACAT (France)", "ACAT (Benin)"),
        ("Families, Group 1", "Families, Group 2"),
        ("Friends of Iran", "Friends of Iraq"),
        ("FIDH", "FIDU"),
        ("Amnesty International@GB", "Amnesty International France@FR"),
        ("Amnesty International", "Amnesty International France"),
        ("Rossman Group@US", "Rossmann Group@DE"),
        ("Human Rights Watch of the Northern Lands", "Human Rights Match of the Northern Lanes"),
        ("HR", "Human Rights"),
    ],
)
def test_names_that_are_no_renames(left: str, came: str) -> None:
    before = edition("a", ("Alpha Union", left, "Beta League"), "2020-01-01")
    after = edition("b", ("Alpha Union", came, "Beta League"), "2020-02-01")
    assert renamed([before, after]) == set()


def test_a_name_that_fits_two_is_left_to_a_person() -> None:
    before = edition("a", ("Alpha", "Chaos Club"), "2020-01-01")
    after = edition("b", ("Alpha", "The Chaos Club (CC)", "The Chaos Club (North)"), "2020-02-01")
    assert renamed([before, edition("b", ("Alpha", "The Chaos Club (CC)"), "2020-02-01")])
    assert renamed([before, after]) == set()


@pytest.mark.parametrize("other", [{"extent": "extract"}, {"extent": "additions"}, {"language": "fr"}])
def test_only_full_editions_of_one_language_rename(other: dict[str, str]) -> None:
    before = edition("a", (*FIRST, "App Project"), "2020-01-01")
    after = edition("b", (*FIRST, "The App Project"), "2020-02-01", **other)  # type: ignore[arg-type]
    assert renamed([before, after]) == set()


def test_reordering_is_no_revision() -> None:
    before, after = edition("a", FIRST, "2020-01-01"), edition("b", FIRST[::-1], "2020-02-01")
    signatures = reconcile(LETTER, [before, after]).signatures
    [step] = revisions(LETTER, [before, after], signatures)
    assert (step.kept, step.added, step.removed, step.renamed) == (4, (), (), ())


def test_absence_is_a_finding_about_the_edition_and_no_withdrawal() -> None:
    editions = [edition("a", FIRST, "2020-01-01"), edition("b", (*FIRST[1:], "Omega"), "2020-02-01")]
    signatures = reconcile(LETTER, editions).signatures
    [finding] = revision_findings(LETTER, editions, signatures)
    assert (finding.severity, finding.code, finding.where) == ("warning", "signature-absent", "x/b")
    assert "'Alpha Union'" in finding.message
    assert {s.status for s in signatures} == {"stands"}


@pytest.mark.parametrize(
    ("before", "after", "told"), [(3, 3, True), (3, 2, False), (None, 2, False), (None, None, True)]
)
def test_names_are_told_only_where_equally_many_are_withheld(
    before: int | None,
    after: int | None,
    told: bool,
) -> None:
    editions = [
        edition("a", FIRST, "2020-01-01", withheld=before),
        edition("b", (*FIRST[1:], "Omega"), "2020-02-01", withheld=after),
    ]
    signatures = reconcile(LETTER, editions).signatures
    [step] = revisions(LETTER, editions, signatures)
    assert (step.additions, step.removals) == (1, 1)
    assert (step.added, step.removed) == ((("Omega",), ("Alpha Union",)) if told else ((), ()))
    [finding] = revision_findings(LETTER, editions, signatures)
    assert ("Alpha Union" in finding.message) is told


def test_individuals_are_counted_and_not_named() -> None:
    before, listings = edition("a", (*FIRST, "Ada Alpha", "Bea Beta"), "2020-01-01")
    people = [replace(x, kind="individual") if x.position > 4 else x for x in listings]
    editions = [(before, people), edition("b", (*FIRST, "Cleo Gamma"), "2020-02-01")]
    [step] = revisions(LETTER, editions, reconcile(LETTER, editions).signatures)
    assert (step.removals, step.removed, step.added) == (2, (), ("Cleo Gamma",))
    [finding] = revision_findings(LETTER, editions, reconcile(LETTER, editions).signatures)
    assert "2 no longer stand here" in finding.message
    assert "Ada" not in finding.message


def test_an_unknown_language_counts_with_the_only_known_one() -> None:
    editions = [edition("a", FIRST, "2020-01-01", language=""), edition("b", (*FIRST, "Omega"), "2020-02-01")]
    assert len(revisions(LETTER, editions, reconcile(LETTER, editions).signatures)) == 1
    editions.append(edition("c", FIRST, "2020-03-01", language="fr"))
    assert revisions(LETTER, editions, reconcile(LETTER, editions).signatures) == ()


def test_extracts_and_additions_miss_nobody() -> None:
    editions = [
        edition("a", FIRST, "2020-01-01"),
        edition("b", FIRST[:1], "2020-01-02", extent="extract"),
        edition("c", ("Omega", "Beta League"), "2020-01-03", extent="additions"),
    ]
    signatures = reconcile(LETTER, editions).signatures
    [step] = revisions(LETTER, editions, signatures)
    assert (step.before, step.after, step.added, step.removals) == ("x/b", "x/c", ("Omega",), 0)
    assert revision_findings(LETTER, editions, signatures) == ()


def test_first_seen_is_the_earliest_date_else_the_first_in_order() -> None:
    late, early = edition("a", FIRST, "2020-02-01"), edition("b", FIRST[:2], "2020-01-01")
    seen = {s.names[0]: s.first_seen for s in reconcile(LETTER, [late, early]).signatures}
    assert seen == {"Alpha Union": "x/b", "Beta League": "x/b", "Gamma Watch": "x/a", "Delta Forum": "x/a"}
    undated = edition("b", FIRST[:2])
    assert {s.first_seen for s in reconcile(LETTER, [late, undated]).signatures} == {"x/a"}


WORDS = st.sampled_from(
    [
        "Alpha Union",
        "The Alpha Union",
        "Alpha Union (AU)",
        "Beta",
        "beta",
        "Gamma Watch",
        "Gamma Wattch",
        "GWL",
        "Gamma",
    ]
)


@pytest.mark.property
@given(
    st.lists(st.tuples(st.lists(WORDS, max_size=6), st.sampled_from(["full", "extract"])), max_size=3),
    st.booleans(),
)
def test_every_listing_stands_once_whatever_the_order(lists: list[tuple[list[str], str]], dated: bool) -> None:
    editions = [
        edition(f"e{i}", tuple(names), f"2020-0{i + 1}-01" if dated else "", extent=extent)
        for i, (names, extent) in enumerate(lists)
    ]
    for order in permutations(editions):
        result: Reconciled = reconcile(LETTER, list(order))
        held = Counter(listing for s in result.signatures for listing in s.listings)
        assert held == Counter(x.id for _, listings in editions for x in listings)
        for signature in result.signatures:
            printed = [listing.rsplit("/", 1)[0] for listing in signature.listings]
            assert len(set(printed)) == len(printed)
        for step in revisions(LETTER, list(order), result.signatures):
            assert (len(step.added), len(step.removed)) == (step.additions, step.removals)
