"""Spellings: the forms that a name may take, each found again by the search for the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.organisations.masking import found, key_of, target, view
from siggraph.organisations.romanise import romanise
from siggraph.organisations.spellings import parts, spellings, written

HAN = {"灣": "湾", "關": "关", "懷": "怀", "聯": "联"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Terre Des Hommes", {"terre des hommes", "TERRE DES HOMMES", "Terre-Des-Hommes", "TerreDesHommes"}),
        ("Médecins d'Été", {"Medecins d'Ete", "Médecins d’Été", "medecins-d'ete", "MÉDECINS D'ÉTÉ"}),
        ("台灣關懷聯盟", {"台湾关怀联盟", "台灣關懷聯盟"}),
        ("Мемориал", {"memorial", "МЕМОРИАЛ"}),
        ("ACAT", {"ACAT", "A.C.A.T", "ＡＣＡＴ"}),
    ],
)
def test_forms(name: str, wanted: set[str]) -> None:
    assert wanted <= set(spellings(name, HAN, romanise))


def test_an_acronym_is_not_written_in_small_letters() -> None:
    assert not {"acat", "Acat"} & set(spellings("ACAT", {}))


@pytest.mark.property
@given(st.text(st.sampled_from("aéBñжЙ台灣聯한 -'."), min_size=2, max_size=12))
def test_every_spelling_in_the_same_script_is_found_by_the_name(name: str) -> None:
    one = target(name, HAN)
    for spelling in spellings(name, HAN):
        if key_of(spelling, HAN) == one.key and one.key:
            assert found(view(spelling, HAN), [target(spelling, HAN)])
    assert name.strip() == "" or spellings(name, HAN)


def test_written_in_bytes() -> None:
    found_bytes = set(written("Été 台"))
    assert {
        "Été 台".encode(),
        "Été 台".encode("gb18030"),
        b"%C3%89t%C3%A9%20%E5%8F%B0",
        b"&#201;t&#233; &#21488;",
    } <= found_bytes
    assert rb"\u00c9t\u00e9 \u53f0" in found_bytes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Human Rights Without Borders (HRWB)", ("Human Rights Without Borders", "HRWB")),
        ("ACAT (Action des chrétiens pour l'abolition de la torture)",
         ("ACAT", "Action des chrétiens pour l'abolition de la torture")),
        ("Amber Society (France)", ()),
        ("Amber Society (UK)", ()),
        ("Coalition (Amber Society)", ()),
        ("Plain Name", ()),
    ],
)  # fmt: skip
def test_parts_that_stand_for_the_whole(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected
