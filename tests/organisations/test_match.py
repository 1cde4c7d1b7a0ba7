"""match: what two names have in common, in words, and never a merge on a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.names import squash
from siggraph.organisations.match import Comparison, MatchWords, Mentions, compare, features

WORDS = MatchWords.from_tables(read_reference(resource("data") / "reference"))


def ask(a: str, b: str, *, same_letter: bool = True, places: tuple[Mentions, Mentions] = ((), ())) -> Comparison:
    return compare(features(a, places[0], WORDS), features(b, places[1], WORDS), same_letter=same_letter)


@pytest.mark.parametrize(
    ("a", "b", "verdict", "sign"),
    [
        ("ACAT-Belgium", "ACAT Belgium", "same", "letters and digits"),
        ("HRIC", "Human Rights in China", "unsure", "every word"),
        ("ISHR", "International Society for Human Rights, Munich", "unsure", "some words"),
        ('LGBT movement "REVERS"', "Ghjtrn для трансгендерных людей и их близких T*Revers", "unsure", "revers"),
        ("UCV", "Centro para la Paz y los Derechos Humanos Universidad Central de Venezuela", "unsure", "unit"),
        ("Amnesty International", "Human Rights Watch", "different", "common words"),
        ("Agir ensemble pour les droits de l'Homme", "Mouvement Lao pour les Droits de l'Homme", "different", "common"),
    ],
)  # fmt: skip
def test_verdict_and_reason(a: str, b: str, verdict: str, sign: str) -> None:
    found = ask(a, b)
    assert found.verdict == verdict
    assert any(sign in reason for reason in found.reasons), found


def test_a_translation_word_by_word() -> None:
    english = [(0, 5, "JP"), (6, 12, "CN-XJ")]
    japanese = [(0, 2, "JP"), (2, 6, "CN-XJ")]
    same = ask("Japan Uyghur Association", "日本ウイグル協会", places=(english, japanese))
    assert (same.verdict, same.score) == ("unsure", 0.8)
    other = ask("Japan Uyghur Union", "日本ウイグル協会", places=(english, japanese))
    assert other.verdict == "different"


def test_places_that_differ_speak_against() -> None:
    near = ask("Zebra House", "The Zebra Group", places=((), ()))
    far = ask("Zebra House Peru", "Zebra House Togo", places=([(12, 16, "PE")], [(12, 16, "TG")]))
    assert far.score < near.score
    assert "different places" in far.reasons


@pytest.mark.property
@given(
    st.text(st.sampled_from("abc ABC 台灣會 ()-.&1"), max_size=20),
    st.text(st.sampled_from("abc ABC 台灣會 ()-.&1"), max_size=20),
)
def test_symmetric_bounded_and_reflexive(a: str, b: str) -> None:
    forth, back = ask(a, b), ask(b, a)
    assert (forth.verdict, forth.score) == (back.verdict, back.score)
    assert 0 <= forth.score <= 1
    assert forth.reasons
    assert ask(a, a).verdict == ("same" if squash(a) else "unsure")
