"""How a page writes things."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from siggraph.model import Claim, Profile
from siggraph.pages import style


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_nought_or_all_only_if_it_is(part: int, whole: int) -> None:
    part = min(part, whole)
    text = style.percent(part, whole)
    assert (text == "0.0%") == (part == 0)
    assert (text == "100.0%") == (part == whole)


@given(st.text(max_size=40))
def test_visible_text_hides_nothing_and_is_a_fixed_point(text: str) -> None:
    shown = style.visible(text)
    assert style.visible(shown) == shown
    assert not any(
        unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in shown
    )
    shown.encode()


@given(st.text(max_size=30), st.integers(2, 12))
def test_a_shortened_text_fits(text: str, cells: int) -> None:
    assert style.width(style.shorten(text, cells)) <= max(cells, 1)


@given(st.text(max_size=30))
def test_links_have_nothing_to_break_out_with(text: str) -> None:
    for address in (text, "https://" + text):
        assert style.link(address) in {"", address}
        assert not set("\"'<> \n\u202e\\") & set(style.link(address)) - {"'"}


def test_the_best_claim_gives_the_method() -> None:
    claims = [
        Claim("o", "seat", "TW", 0.9, "recalled"),
        Claim("o", "seat", "TW", 0.4, "editorial", rank="preferred"),
        Claim("o", "seat", "TW", 0.99, "printed", rank="deprecated"),
        Claim("o", "type", "", None, "rule", status="abstained"),
    ]
    for order in (claims, claims[::-1]):
        assert style.claim_methods(order) == {("o", "seat", "TW"): "editorial"}


def test_values_are_listed_once_with_their_confidence() -> None:
    profile = Profile(focus=("a", "b", "a"), focus_confidence=(0.5, 0.25))
    assert style.values("o", profile, "focus", {}) == [("a", 0.5, ""), ("b", 0.25, "")]
    assert style.values("o", profile, "type", {}) == []


def test_a_method_without_a_record_is_shown_as_such() -> None:
    table = style.how_we_know({("seat", ""): 3, ("seat", "recalled"): 1})
    assert table["how_columns"][-3:] == [("No record", True), ("All", True), ("Recalled share", True)]
    assert table["how"][0][1][-3:] == ("3", "4", "25.0%")


@given(st.lists(st.text("abc '", min_size=1, max_size=8), max_size=4), st.text("abc '", max_size=20))
def test_masked_text_holds_no_name_as_words(people: list[str], text: str) -> None:
    names = style.Names({}, people)
    left = f" {names.mask(text).replace(style.Names.HIDDEN, '|')} "
    for person in people:
        assert not person.split() or f" {' '.join(person.split())} " not in left
