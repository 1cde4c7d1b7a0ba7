"""acronyms: made of the beginnings of words in their order, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.organisations.acronyms import made_of
from siggraph.organisations.views import View
from tests.organisations.test_features import read

_words = st.lists(st.text("abc", min_size=1, max_size=4), min_size=2, max_size=5)


def view(*words: str, small: tuple[str, ...] = ()) -> View:
    content = tuple(word for word in words if word not in small)
    return replace(read("x").whole, words=words, content=content, key="".join(words), core="".join(content))


def can_be_made(acronym: str, words: tuple[str, ...]) -> bool:
    """Tell by trying all ways whether letters are beginnings of words, up to four of each, in order."""
    if not acronym:
        return True
    return any(
        acronym.startswith(words[at][:take]) and can_be_made(acronym[take:], words[at + 1 :])
        for at in range(len(words))
        for take in range(1, min(4, len(words[at])) + 1)
    )


@pytest.mark.property
@given(_words)
def test_the_first_letters_of_every_word(words: list[str]) -> None:
    assert made_of("".join(word[0] for word in words), view(*words)) == 1.0


@pytest.mark.property
@given(st.text("abc", min_size=2, max_size=6), _words)
def test_only_what_can_be_made_is_and_never_out_of_bounds(acronym: str, words: list[str]) -> None:
    found = made_of(acronym, view(*words))
    assert 0 <= found <= 1
    if found:
        assert can_be_made(acronym, tuple(words))
    firsts = "".join(word[0] for word in words)
    assert (found == 1.0) == (acronym == firsts)


@pytest.mark.property
@given(_words, st.integers(0, 4))
def test_small_words_may_be_left_out_or_in(words: list[str], at: int) -> None:
    with_small = [*words[:at], "zu", *words[at:]]
    seen = view(*with_small, small=("zu",))
    assert made_of("".join(word[0] for word in words), seen) == 1.0
    assert made_of("".join(word[0] for word in with_small), seen) == 1.0


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("hrw", "Human Rights Watch"),
        ("hric", "Human Rights in China"),
        ("hrc", "Human Rights in China"),
        ("fidh", "Fédération internationale pour les droits humains"),
        ("ned", "National Endowment for Democracy"),
        ("cpj", "Committee to Protect Journalists"),
        ("рпц", "Русская православная церковь"),
    ],
)
def test_of_every_word(acronym: str, name: str) -> None:
    assert made_of(acronym, read(name).whole) == 1.0


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("apti", "Asociația pentru Tehnologie și Internet"),  # p: the small word
        ("ansol", "Associação Nacional para o Software Livre"),  # So, of one word
        ("aslef", "Associated Society of Locomotive Engineers and Firemen"),
        ("fetraf", "Federação dos Trabalhadores na Agricultura Familiar"),  # Fe, Tra, F: one word left out
        ("公督盟", "公民監督國會聯盟"),
        ("公督盟", "台灣公民監督國會聯盟"),  # the place before it aside
        ("전교조", "전국교직원노동조합"),
    ],
)
def test_of_some_letters_is_possible_but_less_sure(acronym: str, name: str) -> None:
    assert 0 < made_of(acronym, read(name).whole) <= 1


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("hrw", "Human Rights in China"),
        ("cpj", "Protect Journalists Committee"),  # another order
        ("rsf", "Reporters Without Borders"),
        ("n", "National"),  # one letter is none
        ("national", "National"),  # nor is one word
        ("abcdefghijklmn", "A B C D E F G H I J K L M N"),  # longer than an acronym
        ("民督盟", "公民監督國會聯盟"),  # the first character is another
        ("公民監督", "公民監督國會聯盟"),  # a beginning is no pick
        ("公督盟會國人", "公民監督國會聯盟"),  # too long
    ],
)
def test_not_made(acronym: str, name: str) -> None:
    assert made_of(acronym, read(name).whole) == 0.0


def test_a_word_left_out_costs_more_than_a_letter_lent() -> None:
    seen = view("human", "rights", "house")
    assert 1.0 > made_of("hurh", seen) > made_of("hr", seen) > 0
