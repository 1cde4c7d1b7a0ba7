"""reconcile: the editions of the first letter line by line, and the rules that must hold for any letter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.corpus import read_letter, read_reference
from siggraph.io.resources import resource
from siggraph.letters.balance import balance
from siggraph.letters.parse import parse
from siggraph.letters.reconcile import Reconciled, reconcile
from siggraph.letters.words import Wordlists
from siggraph.model import Edition, Letter, Listing, StatedCounts

LETTER = Letter("x", {"en": "X"}, "2020-01-01", "printed", "", "for", (), (), ("en",), StatedCounts())


def edition(short: str, names: list[str]) -> tuple[Edition, list[Listing]]:
    listings = [
        Listing(f"x/{short}/{i:04d}", "x", f"x/{short}", i, name, "organisation", "", "", "", 0, 1, i)
        for i, name in enumerate(names, start=1)
    ]
    return Edition(f"x/{short}", "x", "en", "", "", "full", ""), listings


@cache
def first_letter() -> tuple[Letter, list[tuple[Edition, tuple[Listing, ...]]]]:
    words = Wordlists.from_tables(read_reference(resource("data") / "reference"))
    letter, printings = read_letter(resource("data") / "letters" / "2020-china-mechanism" / "letter.toml")
    pairs = []
    for printing in printings:
        reading = parse(printing.document, words, letter=letter.id, edition=printing.edition.id)
        pairs.append((replace(printing.edition, stated=reading.stated), reading.listings))
    return letter, pairs


def test_the_first_letter_line_by_line() -> None:
    letter, pairs = first_letter()
    result = reconcile(letter, pairs)
    assert len(result.signatures) == 282
    assert Counter(a.method for a in result.alignments) == {
        "equal": 243, "glyph": 10, "spacing": 5, "expansion": 2, "typo": 1,
    }  # fmt: skip
    only = {short: [s.names[0] for s in result.signatures if [x.split("/")[1] for x in s.listings] == [short]]
            for short in ("zh", "fr")}  # fmt: skip
    assert only["fr"] == ["World Organisation Against Torture (OMCT)"]
    assert len(only["zh"]) == 20
    assert (
        sum(name.split(" (")[0].split("-")[0].upper() == name.split(" (")[0].split("-")[0] for name in only["zh"]) == 20
    )


def test_the_union_reads_like_the_list() -> None:
    letter, pairs = first_letter()
    names = [s.names[0] for s in reconcile(letter, pairs).signatures]
    at = names.index("World Organisation Against Torture (OMCT)")
    assert names[at - 1 : at + 2] == [
        "World Federalist Movement/Institute for Global Policy",
        "World Organisation Against Torture (OMCT)",
        "World Uyghur Congress",
    ]


def test_the_order_of_editions_changes_no_group() -> None:
    letter, pairs = first_letter()

    def groups(result: Reconciled) -> set[frozenset[str]]:
        return {frozenset(s.listings) for s in result.signatures}

    assert groups(reconcile(letter, pairs)) == groups(reconcile(letter, pairs[::-1]))


def test_dropping_an_edition_never_adds_a_signatory() -> None:
    letter, pairs = first_letter()
    whole = {listing for s in reconcile(letter, pairs).signatures for listing in s.listings}
    for kept in pairs:
        alone = reconcile(letter, [kept])
        assert {listing for s in alone.signatures for listing in s.listings} < whole
        assert len(alone.signatures) <= 282


def test_the_sheet_of_the_first_letter() -> None:
    letter, pairs = first_letter()
    signatures = reconcile(letter, pairs).signatures
    sums = balance(replace(letter, stated=StatedCounts(321, 282, 39)), [(e, len(x)) for e, x in pairs], signatures)
    assert sums.closes
    assert (sums.named, sums.withheld, sums.unresolved, sums.individuals) == (282, 39, 0, 2)
    assert sums.notes == ("edition 2020-china-mechanism/fr says that it names 282 and prints 262",)
    worse = balance(replace(letter, stated=StatedCounts(322, 282, 39)), [], signatures)
    assert not worse.closes


@pytest.mark.parametrize(
    ("a", "b", "method"),
    [
        ("Justicia y Paz - Cepaz", "Justicia y Paz – Cepaz", "glyph"),
        ("T'ruah: The Rabbinic Call", "Truah: The Rabbinic Call", "spacing"),
        ("ACAT-France (action des chrétiens)", "ACAT-France", "expansion"),
        ("Human Rights. Defenders Network", "Human Rights. Defenderss Network", "typo"),
    ],
)
def test_variants_of_one_line(a: str, b: str, method: str) -> None:
    result = reconcile(LETTER, [edition("en", ["Alpha", a, "Omega"]), edition("fr", ["Alpha", b, "Omega"])])
    assert len(result.signatures) == 3
    assert [x.method for x in result.alignments] == ["equal", method, "equal"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Association of Families, Group 1", "Association of Families, Group 2"),  # a digit makes another body
        ("FIDH", "FIDU"),  # an acronym has no typing errors
        ("ACAT (France)", "ACAT (Benin)"),  # what stands in the parentheses tells them apart
        ("Human Rights Watch of the Northern Lands", "Human Rights Match of the Northern Lanes"),  # two edits
    ],
)
def test_other_lines_stay_other(a: str, b: str) -> None:
    result = reconcile(LETTER, [edition("en", ["Alpha", a, "Omega"]), edition("fr", ["Alpha", b, "Omega"])])
    assert len(result.signatures) == 4


def test_a_typing_error_needs_the_same_neighbours() -> None:
    right = ["Alpha", "Beta", "Human Rights Defenders Network", "Omega"]
    moved = ["Alpha", "Human Rights Defenderss Network", "Beta", "Omega"]
    assert len(reconcile(LETTER, [edition("en", right), edition("fr", moved)]).signatures) == 5


def test_a_line_printed_twice_stays_two() -> None:
    result = reconcile(LETTER, [edition("en", ["Alpha", "Beta", "Alpha"]), edition("fr", ["Alpha", "Alpha", "Beta"])])
    assert sorted(s.names[0] for s in result.signatures) == ["Alpha", "Alpha", "Beta"]
    assert all(len(s.listings) == 2 for s in result.signatures)


@pytest.mark.property
@given(
    st.lists(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta Ltd", "delta ltd."]), max_size=6), max_size=4)
)
def test_every_listing_stands_in_exactly_one_signature(lists: list[list[str]]) -> None:
    editions = [edition(f"e{i}", names) for i, names in enumerate(lists)]
    result = reconcile(LETTER, editions)
    held = [listing for s in result.signatures for listing in s.listings]
    assert sorted(held) == sorted(x.id for _, listings in editions for x in listings)
    for signature in result.signatures:
        printed = [listing.rsplit("/", 1)[0] for listing in signature.listings]
        assert len(set(printed)) == len(printed)
    assert len(result.signatures) >= max((len(names) for names in lists), default=0)
