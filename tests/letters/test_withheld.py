"""Withheld signatories: where fewer are withheld and names appear, a person decides; counts are told, names never."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.letters.balance import withheld_findings
from siggraph.letters.reconcile import reconcile
from siggraph.letters.revisions import revision_findings, revisions
from siggraph.model import Edition, Finding, Letter, Listing, StatedCounts

LETTER = Letter("x", {"en": "X"}, "2020-01-01", "printed", "", "for", (), (), ("en",), StatedCounts())
NAMES = ("Alpha Union", "Beta League", "Gamma Watch", "Delta Forum", "Epsilon Trust", "Zeta Circle", "Eta Workers")
ROWS = list[tuple[Edition, list[Listing]]]


def edition(
    short: str, names: tuple[str, ...], withheld: int | None, extent: str = "full"
) -> tuple[Edition, list[Listing]]:
    listings = [
        Listing(f"x/{short}/{i:04d}", "x", f"x/{short}", i, name, "organisation", "", "", "", 10 * i, 10 * i + 1, i)
        for i, name in enumerate(names, start=1)
    ]
    return Edition(f"x/{short}", "x", "en", "", "", extent, "", stated=StatedCounts(withheld=withheld)), listings


def found(editions: ROWS, letter: Letter = LETTER) -> tuple[Finding, ...]:
    return withheld_findings(letter, editions, reconcile(letter, editions).signatures)


def test_names_that_come_where_fewer_are_withheld_stop_for_a_person() -> None:
    [finding] = found([edition("one", NAMES[:4], 5), edition("two", NAMES[:6], 3)])
    assert (finding.severity, finding.code, finding.where) == ("error", "edition-names-withheld", "x/two")
    assert "withholds 3 where x/one withholds 5, and prints 2 lines more" in finding.message
    assert "withheld_decision" in finding.remedy


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((NAMES[:4], 5), (NAMES[:6], 5)),  # as many as before
        ((NAMES[:4], 5), (NAMES[:6], 7)),  # more
        ((NAMES[:4], 5), (NAMES[:4], 3)),  # fewer, and nobody came
        ((NAMES[:4], 5), (NAMES[:2], 3)),
        ((NAMES[:4], 0), (NAMES[:6], None)),  # nobody was withheld
        ((NAMES[:4], None), (NAMES[:6], None)),
    ],
)
def test_there_is_nothing_to_decide_where_none_may_be_one_who_was_withheld(
    one: tuple[tuple[str, ...], int | None], two: tuple[tuple[str, ...], int | None]
) -> None:
    assert found([edition("one", *one), edition("two", *two)]) == ()


def test_a_number_that_is_not_stated_is_not_taken_for_the_same() -> None:
    editions = [edition("one", NAMES[:4], 5), edition("two", NAMES[:6], None)]
    [finding] = found(editions)
    assert (finding.severity, finding.where) == ("warning", "x/two")
    assert "does not say how many" in finding.message
    [step] = revisions(LETTER, editions, reconcile(LETTER, editions).signatures)
    assert (step.named, step.added, step.additions) == (False, (), 2)


def test_a_decision_is_a_note_that_is_told() -> None:
    letter = replace(LETTER, withheld_decision="the secretariat, 2020-02-01: all six have consented")
    [finding] = found([edition("one", NAMES[:4], 5), edition("two", NAMES[:6], 3)], letter)
    assert (finding.severity, finding.code) == ("note", "edition-names-withheld")
    assert letter.withheld_decision in finding.message


@pytest.mark.parametrize("extent", ["full", "additions", "extract"])
def test_every_extent_is_looked_at(extent: str) -> None:
    assert len(found([edition("one", NAMES[:4], 5), edition("two", NAMES[3:6], 3, extent)])) == 1


def test_every_order_of_the_editions_says_the_same() -> None:
    editions = [edition("a", NAMES[:4], 5), edition("b", NAMES[:6], 3), edition("c", NAMES[2:], 0)]
    told = {frozenset(found(list(order))) for order in permutations(editions)}
    assert len(told) == 1
    assert sorted(f.where for f in next(iter(told))) == ["x/b", "x/c", "x/c"]


@st.composite
def sheets(draw: st.DrawFn) -> ROWS:
    texts = st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple)
    counts = st.one_of(st.none(), st.integers(0, 3))
    extents = st.sampled_from(("full", "additions", "extract"))
    return [edition(str(i), draw(texts), draw(counts), draw(extents)) for i in range(draw(st.integers(1, 4)))]


@pytest.mark.property
@given(sheets())
def test_an_error_is_exactly_where_the_number_falls_and_a_line_comes(editions: ROWS) -> None:
    signatures = reconcile(LETTER, editions).signatures
    line = {x: s.id for s in signatures for x in s.listings}
    expected = [
        edition.id
        for edition, listings in editions
        for other, others in editions
        if edition.stated.withheld is not None and (other.stated.withheld or 0) > edition.stated.withheld
        and {line[x.id] for x in listings} - {line[x.id] for x in others}
    ]  # fmt: skip
    told = withheld_findings(LETTER, editions, signatures)
    assert [f.where for f in told if f.severity == "error"] == expected
    assert not any(name in f.message + f.remedy for f in told for name in NAMES)


@pytest.mark.property
@given(sheets())
def test_names_are_told_only_where_both_withhold_equally_many(editions: ROWS) -> None:
    signatures = reconcile(LETTER, editions).signatures
    withheld = {edition.id: edition.stated.withheld for edition, _ in editions}
    for step in revisions(LETTER, editions, signatures):
        if withheld[step.before] != withheld[step.after]:
            assert not step.named
            assert (step.added, step.removed, step.renamed) == ((), (), ())
    for finding in revision_findings(LETTER, editions, signatures):
        if any(name in finding.message for name in NAMES):
            assert [e for e in withheld if f" {e} " in finding.message and withheld[e] == withheld[finding.where]]
