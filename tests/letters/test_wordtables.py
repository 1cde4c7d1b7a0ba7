"""The word tables that lists are found with: their shape, their spelling, and words that must be there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pycountry
import pytest

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.letters.words import heading_key
from siggraph.names import clean, fold, scripts

Row = Mapping[str, str]

TABLES = read_reference(resource("data") / "reference")
LAST = {
    "list_words": "role",
    "column_words": "role",
    "conjunctions": "place",
    "place_words": "role",
    "organisation_words": "strength",
}
ROLES = {
    "list_words": "organisations individuals sign section closing open anonymous order end intro",
    "column_words": (
        "organisation name person first_name last_name affiliation office country city type link email number date "
        "description acronym note consent"
    ),
    "conjunctions": "word prefix suffix particle",
    "place_words": "international region several online place",
}
HEADINGS = {"organisations", "individuals", "section", "closing", "end"}
LANGUAGES = (
    "en fr es pt ca gl it ro de nl sv da nb fi pl cs sk hu hr sl sr bg ru uk el tr ar fa he ur hi bn id ms vi th ja ko "
    "eo"
)
WRITTEN_IN = {
    "Cyrl": "ru uk be bg mk sr mn",
    "Arab": "ar fa ur ckb ps",
    "Hebr": "he",
    "Grek": "el",
    "Geor": "ka",
    "Armn": "hy",
    "Thai": "th",
    "Deva": "hi ne mr",
    "Hang": "ko",
    "Tibt": "bo",
}
EAST_ASIA = {"Hani", "Kana", "Hang"}
WORD = re.compile(r"[^\W\d_]+")
NO_SCRIPT = str.maketrans("", "", "º々")  # letters by their category that belong to no script of names.py


def rows_of(table: str) -> Sequence[Row]:
    """Return a table's rows; a missing table fails here with its name."""
    return TABLES[table]


def tables_and_languages(table: str) -> set[str]:
    """Return the languages of a table, less scripts; zh stands for both ways of writing."""
    return {row["language"].split("-")[0] for row in rows_of(table)}


@pytest.mark.parametrize("table", sorted(LAST))
def test_a_table_has_three_columns_and_is_sorted_by_language_then_role_then_form(table: str) -> None:
    rows = rows_of(table)
    assert {tuple(row) for row in rows} == {("form", "language", LAST[table])}
    column = LAST[table] if table in ROLES else "form"  # a strength is no order that people look things up by
    keys = [(row["language"], row[column], row["form"]) for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize("table", sorted(ROLES))
def test_roles_are_of_the_closed_list_and_each_is_used(table: str) -> None:
    assert {row[LAST[table]] for row in rows_of(table)} == set(ROLES[table].split())


@pytest.mark.parametrize("table", sorted(LAST))
def test_no_form_stands_twice_for_one_language_and_role(table: str) -> None:
    seen = set()
    for row in rows_of(table):
        key = (row["form"].lower(), row["language"], row[LAST[table]] if table in ROLES else "")
        assert key not in seen
        seen.add(key)
        if row["language"] in {"zh-Hans", "zh-Hant"}:  # a form that both scripts share is one row, zh
            other = "zh-Hant" if row["language"] == "zh-Hans" else "zh-Hans"
            assert (key[0], other, key[2]) not in seen
            assert (key[0], "zh", key[2]) not in seen


@pytest.mark.parametrize("table", sorted(LAST))
def test_forms_are_clean_and_composed(table: str) -> None:
    for row in rows_of(table):
        form = row["form"]
        assert form
        assert form == clean(form) == unicodedata.normalize("NFC", form)
        assert not re.search(r"[;|\t]", form), form
        if table in {"list_words", "column_words", "conjunctions"}:
            assert form == form.lower(), form


@pytest.mark.parametrize("table", sorted(LAST))
def test_languages_are_bcp_47(table: str) -> None:
    for tag in {row["language"] for row in rows_of(table)}:
        language, _, script = tag.partition("-")
        known = pycountry.languages.get(**{f"alpha_{len(language)}": language})
        assert known is not None, tag
        assert language == getattr(known, "alpha_2", language), f"{tag}: the shorter code is the right one"
        assert not script or pycountry.scripts.get(alpha_4=script) is not None, tag


@pytest.mark.parametrize("table", sorted(LAST))
def test_no_word_mixes_scripts(table: str) -> None:
    """A Latin letter in a Cyrillic word looks right and never matches."""
    for row in rows_of(table):
        for word in WORD.findall(row["form"]):
            found = set(scripts(word.translate(NO_SCRIPT)))
            if found & EAST_ASIA:
                found -= EAST_ASIA | {"Latn"}
            assert len(found) <= 1, f"{row['form']} ({row['language']})"


@pytest.mark.parametrize("table", sorted(LAST))
def test_forms_are_written_in_the_script_of_their_language(table: str) -> None:
    script_of_language = {language: script for script, some in WRITTEN_IN.items() for language in some.split()}
    foreign = {"ja": {"Hani", "Kana", "Latn"}, "ko": {"Hang", "Hani", "Latn"}}
    for row in rows_of(table):
        language, _, script = row["language"].partition("-")
        if language in {"mul", "bn", "ta", "si", "km", "my", "lo"}:
            continue
        found = set(scripts(row["form"].translate(NO_SCRIPT)))
        if language == "zh":
            assert found == {"Hani"}, row
        elif language in foreign:
            assert found <= foreign[language], row
        elif script == "Latn" or language not in script_of_language:
            assert found <= {"Latn"}, row
        else:
            own = script_of_language[language]
            assert not found or own in found, row


@pytest.mark.parametrize("table", ["column_words", "list_words", "organisation_words", "place_words"])
def test_every_language_of_the_project_is_there(table: str) -> None:
    assert {*LANGUAGES.split(), "zh"} <= tables_and_languages(table)


def test_a_heading_says_one_thing_in_whatever_language() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("list_words"):
        if row["role"] in HEADINGS:
            found[heading_key(row["form"])].add(row["role"])
    assert {form: roles for form, roles in found.items() if len(roles) > 1} == {}
    assert "" not in found


def test_a_column_header_says_one_thing_in_whatever_language() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("column_words"):
        found[fold(row["form"])].add(row["role"])
    assert {form: roles for form, roles in found.items() if len(roles) > 1} == {}


def test_a_place_word_says_one_thing() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("place_words"):
        found[row["form"].casefold()].add(row["role"])
    assert {form: roles for form, roles in found.items() if len(roles) > 1} == {}


def test_strengths_are_probabilities_and_word_ends_are_long_enough_to_mean_something() -> None:
    for row in rows_of("organisation_words"):
        assert 0 < float(row["strength"]) <= 1
        assert row["strength"] == f"{float(row['strength']):g}"
        if row["form"].startswith("-"):
            assert re.fullmatch(r"-[^\W\d_]{3,}", row["form"]), row


def test_signs_are_never_so_short_that_they_stand_in_other_words() -> None:
    for row in rows_of("list_words"):
        if row["role"] == "sign" and set(scripts(row["form"])) <= {"Latn", "Cyrl", "Grek"}:
            assert len(row["form"]) > 3, row


@pytest.mark.parametrize(
    ("table", "form", "language", "role"),
    [
        ("list_words", "organizaciones firmantes", "es", "organisations"),
        ("list_words", "連署單位", "zh-Hant", "organisations"),
        ("list_words", "الموقعون", "ar", "organisations"),
        ("list_words", "в личном качестве", "ru", "individuals"),
        ("list_words", "陸續增加中", "zh-Hant", "open"),
        ("list_words", "等", "zh", "open"),
        ("list_words", "wish to remain anonymous", "en", "anonymous"),
        ("list_words", "pressekontakt", "de", "end"),
        ("list_words", "parmi lesquelles", "fr", "intro"),
        ("column_words", "단체명", "ko", "organisation"),
        ("column_words", "prénom", "fr", "first_name"),
        ("column_words", "länder", "de", "country"),
        ("conjunctions", "و", "ar", "prefix"),
        ("conjunctions", "과", "ko", "suffix"),
        ("conjunctions", "&", "mul", "word"),
        ("place_words", "EEUU", "es", "place"),
        ("place_words", "global", "en", "international"),
    ],
)
def test_words_that_letters_use(table: str, form: str, language: str, role: str) -> None:
    assert any((row["form"], row["language"], row[LAST[table]]) == (form, language, role) for row in rows_of(table)), (
        form
    )


@pytest.mark.parametrize("form", ["section", "art", "une", "bem", "sa", "by", "il"])
def test_no_everyday_word_of_another_language_says_organisation(form: str) -> None:
    assert not [row for row in rows_of("organisation_words") if row["form"].casefold() == form]
