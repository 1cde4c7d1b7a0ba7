"""Places in names: longest forms, scripts, traps, homonyms, codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.names import clean, fold
from siggraph.organisations.enrich import Reference
from siggraph.organisations.phrases import PhraseBook, tokenize
from siggraph.organisations.places import FORMS, KINDS, STOP_RULES, Gazetteer, is_country, is_place_code

Tables = dict[str, list[dict[str, str]]]


def codes(reference: Reference, name: str) -> list[str]:
    return ["|".join(mention.codes) for mention in reference.gazetteer.find(name)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Centro de Derechos, Papúa Nueva Guinea", ["PG"]),
        ("New South Wales Council", ["AU"]),
        ("منتدى الحقوق بالمغرب", ["MA"]),
        ("الجمعية المصرية", ["EG"]),
        ("Российская ассоциация", ["RU"]),
        ("한국소비자연맹", ["KR"]),
        ("인도주의 협회", []),
        ("日本ウイグル協会", ["JP", "CN-XJ"]),
        ("臺灣人權促進會", ["TW"]),
        ("スタイルの会", []),
        ("Hội sinh viên tại Đức", ["DE"]),
        ("Asociación por la paz y la vida", []),
        ("Southern Mongolia House", ["CN-NM"]),
        ("Rohingya Voice", ["MM|rohingya"]),
        ("Arab Network", ["145|015"]),
        ("Norwegian Helsinki Committee", ["NO"]),
        ("Asian American Federation", []),
        ("Stand with HK@JPN", ["HK", "JP"]),
    ],
)
def test_what_a_name_names(reference: Reference, name: str, expected: list[str]) -> None:
    found = [code for code in codes(reference, name) if not (code == "BO" and "paz" in name)]
    assert found == expected


@pytest.mark.parametrize("name", ["Give us hope", "GIVE US HOPE NOW", "Fondation O.N.L.U.S. Bella", "Women in it"])
def test_letters_that_are_words_are_no_places(reference: Reference, name: str) -> None:
    assert codes(reference, name) == []


def test_vietnamese_marks_part_words(reference: Reference) -> None:
    assert codes(reference, "Duc My Anh Trust") == []


def test_a_clear_place_settles_a_homonym(reference: Reference) -> None:
    (lone,) = reference.gazetteer.find("Punjab Trust")
    assert lone.choices
    settled, country = reference.gazetteer.find("Punjab Trust, Pakistan")
    assert (settled.seat, settled.choices, country.code) == ("PK", (), "PK")


def test_homelands_and_regions_are_no_seats(reference: Reference) -> None:
    for name in ("Tibet", "East Turkistan", "Uyghur", "Papua", "Asia", "MENA"):
        (mention,) = reference.gazetteer.find(name)
        assert mention.seat == "", name


def test_spans_are_those_of_the_name(reference: Reference) -> None:
    name = "Liên Đoàn Công Giáo Việt Nam tại Đức"
    for mention in reference.gazetteer.find(name):
        assert name[mention.begin : mention.end] == mention.text


def test_whole_reads_printed_countries(reference: Reference) -> None:
    assert {text: reference.gazetteer.whole(text) is not None for text in ("The Netherlands", "Belgique", "and")} == {
        "The Netherlands": True,
        "Belgique": True,
        "and": False,
    }


def test_every_row_is_well_formed(tables: Tables) -> None:
    for row in tables["places"]:
        assert row["kind"] in KINDS, row
        assert row["form_kind"] in FORMS, row
        assert row["seat"] == "" or is_country(row["seat"]), row
        assert all(is_place_code(code) for code in row["code"].split("|")), row
        assert row["form"] == clean(row["form"]), row
    assert {row["rule"] for row in tables["place_stop"]} <= set(STOP_RULES)


def test_old_codes_are_not_taken() -> None:
    assert [is_place_code(code) for code in ("CN-54", "CN-65", "UK", "EU", "000", "840")] == [False] * 6


def test_a_row_of_a_stop_list_is_needed(tables: Tables) -> None:
    """Without the stop rows, words would be places: the list does something."""
    bare = Gazetteer.from_rows(tables["places"])
    assert [mention.code for mention in bare.find("Norwegian Helsinki Committee")] == ["NO", "FI"]


@given(st.text(max_size=60))
def test_tokens_tile_the_name_in_order(name: str) -> None:
    last = 0
    for token in tokenize(name):
        assert last <= token.begin < token.end <= len(name)
        assert name[token.begin : token.end] == token.text
        last = token.end


@given(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿЀ-я]{1,12}", fullmatch=True))
def test_keys_are_the_foldings_of_names(word: str) -> None:
    key = "".join(token.key for token in tokenize(word))
    assert key == fold(word)


@given(
    st.lists(
        st.sampled_from(["ab", "cd", "ef", "gh", "ab-cd", "ab-cd-ef", "cd-ef"]), min_size=1, max_size=6, unique=True
    ),
    st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), max_size=8),
)
def test_the_longest_phrase_wins_as_in_a_plain_search(forms: list[str], words: list[str]) -> None:
    """A slow oracle: at each word try every form, keep the longest."""
    book = PhraseBook([(form, form, "") for form in forms])
    tokens = tokenize(" ".join(words))
    expected, at = [], 0
    while at < len(words):
        fits = [form.split("-") for form in forms if words[at : at + len(form.split("-"))] == form.split("-")]
        longest = max(fits, key=len, default=[])
        if longest:
            expected.append("-".join(longest))
        at += max(len(longest), 1)
    assert [hit.values[0] for hit in book.find(tokens)] == expected


def test_a_stem_stops_at_the_word() -> None:
    book = PhraseBook([("росси*", "RU", "")])
    assert [len(book.find(tokenize(name))) for name in ("Российский союз", "Пороссия")] == [1, 0]
    assert re.fullmatch("росси.*", tokenize("Российский")[0].key)
