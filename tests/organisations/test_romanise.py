"""romanise: ASCII keys for any script; two spellings of one sound have one skeleton."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.organisations.romanise import romanise, skeleton
from tests.organisations.test_features import names

_ROMAN = re.compile(r"([a-z0-9]+( [a-z0-9]+)*)?")


@pytest.mark.property
@given(st.one_of(names, st.text(max_size=30)))
def test_lower_case_ascii_words_and_twice_is_once(text: str) -> None:
    found = romanise(text)
    assert _ROMAN.fullmatch(found)
    assert romanise(found) == found


@pytest.mark.property
@given(st.one_of(names, st.text(max_size=30)))
def test_a_skeleton_has_no_vowel_but_the_first_and_no_space(text: str) -> None:
    found = skeleton(text)
    assert re.fullmatch(r"a?[b-df-gk-np-tvxyz0-9]*", found), found
    assert skeleton(text.upper()) == skeleton(text.upper().lower())


@pytest.mark.parametrize(
    ("text", "roman"),
    [
        ("Мемориал", "memorial"),
        ("人權", "renquan"),
        ("人权", "renquan"),
        ("Việt Tân", "viet tan"),
        ("Łódź", "lodz"),
        ("ピース", "pisu"),
        ("한국", "hangug"),
        ("«ОВД-Инфо»", "ovd info"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_romanise(text: str, roman: str) -> None:
    assert romanise(text) == roman


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мемориал", "Memorial"),
        ("ميزان", "Mezan"),
        ("Хельсинки", "Helsinki"),
        ("Навальный", "Navalny"),
        ("Чернобыль", "Chernobyl"),
        ("שמש", "Shemesh"),
        ("Qatar", "Katar"),
        ("Αθήνα", "Athina"),
    ],
)
def test_one_sound_in_two_scripts(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Мемориал", "Amnesty"), ("ميزان", "Shams"), ("Tibet", "Taipei"), ("Iran", "Irak"), ("Asia", "Sia")],
)
def test_other_sounds(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
