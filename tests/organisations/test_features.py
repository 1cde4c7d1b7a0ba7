"""features: how a printed name is read; a name is itself however it is written; no hash seed changes a reading."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scripts.evaluate_pairs import reader

from siggraph.names import clean, squash
from siggraph.organisations.features import Features, Mentions, features
from siggraph.organisations.match import SAME, UNSURE, compare

# Real bodies as they print their names, one script or several to a name.
NAMES = (
    "Médecins Sans Frontières", "Türkiye İnsan Hakları Vakfı", "Công đoàn Tự do", "Helsińska Fundacja Praw Człowieka",
    "Straße für alle e.V.", "ANSOL - Associação Nacional para o Software Livre", "Free Tibet (NZ)", "S.O.S. Racisme",
    "台灣人權促進會", "香港基督徒學會", "公民監督國會聯盟", "国境なき医師団", "ピースボート", "メコン・ウォッチ",
    "건강사회를 위한 약사회", "녹색연합", "Международное общество «Мемориал»", "Екодія", "ОВД-Инфо",
    "المنظمة المغربية لحقوق الإنسان", "نواة", "בצלם", "רופאים לזכויות אדם", "สมาคมสิทธิเสรีภาพของประชาชน",
    "मज़दूर किसान शक्ति संगठन", "Ένωση για τα Δικαιώματα του Ανθρώπου", "საქართველოს ახალგაზრდა იურისტთა ასოციაცია",
    "Taiwan Kenkyu Rondan 台湾研究フォーラム", "NPO法人 アジア", "ACAT-Belgium", "HRIC", "CGT Section 12",
)  # fmt: skip
_LETTERS = (
    "aAbeEiosSzZéÉñßıİøØłđçÆœ"  # Latin
    "台臺湾灣国國權权会會聯联の"  # Han
    "アあガがヴーブ한국연대"  # Kana, Hangul
    "абвАйЙёґії"  # Cyrillic
    "اأإةهىيکكאבםמןנกขาิक्षमा"  # Arabic, Hebrew, Thai, Devanagari
    "αΑωΩςσάΆ"  # Greek
)
_MARKS = " -–—.,;:'’\"«»()（）[]|/・&!0129١"
made_up = st.text(st.sampled_from(_LETTERS + _MARKS), max_size=24).map(clean)
names = st.one_of(
    st.sampled_from(NAMES), made_up, st.tuples(st.sampled_from(NAMES), made_up).map(" ".join).map(clean)
)  # fmt: skip

# Prints what is read of the names and what comes of comparing them, for a run under another hash seed.
_READ_ALOUD = """
from dataclasses import fields
from scripts.evaluate_pairs import reader
from siggraph.organisations.candidates import block_keys
from siggraph.organisations.match import compare
from tests.organisations.test_features import NAMES
read = reader()
for a in map(read, NAMES):
    for field in fields(a):
        value = getattr(a, field.name)
        print("" if field.name == "words" else sorted(value) if isinstance(value, frozenset) else
              [(v.words, v.key, [x.key for x in v.atoms]) for v in value] if field.name == "views" else value)
    print(list(block_keys(a)))
    print([compare(a, read(b)) for b in NAMES])
"""


@cache
def _reader() -> object:
    return reader()


def read(name: str) -> Features:
    """Return the features of a name by the packaged tables, places included."""
    reading = _reader()
    assert callable(reading)
    found = reading(name)
    assert isinstance(found, Features)
    return found


WORDS = read("x").words


@pytest.mark.property
@given(names)
def test_unify_keeps_the_length_and_twice_is_once(name: str) -> None:
    once = WORDS.unify(name)
    assert len(once) == len(name)
    assert WORDS.unify(once) == once


@pytest.mark.property
@given(names)
def test_reading_what_was_unified_changes_nothing(name: str) -> None:
    first, again = features(name, (), WORDS), features(WORDS.unify(name), (), WORDS)
    assert replace(again, name=first.name, scripts=first.scripts, looks=first.looks) == first


@pytest.mark.property
@given(names)
def test_reading_twice_is_the_same_and_every_part_is_folded(name: str) -> None:
    found = features(name, (), WORDS)
    assert features(name, (), WORDS) == found
    assert found.key == squash(WORDS.unify(name))
    assert found.views
    assert found.whole == found.views[0]
    for acronym in found.acronyms:
        assert acronym == acronym.casefold()
    for view in found.views:
        assert list(view.atoms) == sorted(view.atoms, key=lambda atom: (atom.key, atom.text))
        assert all(0 < atom.weight <= 1 for atom in view.atoms)


def test_no_hash_seed_changes_a_reading_or_an_answer() -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _READ_ALOUD],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "4242")
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(first.splitlines()) > len(NAMES)
    assert first == second


@pytest.mark.parametrize(
    ("name", "acronyms", "bare"),
    [
        ("HRIC", ("hric",), True),
        ("H.R.I.C.", ("hric",), True),
        ("ACAT-France", ("acat",), True),  # a place beside it
        ("ANSOL - Associação Nacional para o Software Livre", ("ansol",), False),
        ("Human Rights in China (HRIC)", ("hric",), False),
        ("National Union of Rail, Maritime and Transport Workers (RMT)", ("rmt",), False),
        ("Human Rights in China", (), False),
        ("HUMAN RIGHTS IN CHINA", (), False),  # all in capitals: none of the words is an acronym
        ("Amnesty", (), False),
        ("台灣人權促進會", (), False),
    ],
)
def test_acronyms(name: str, acronyms: tuple[str, ...], bare: bool) -> None:
    found = read(name)
    assert (found.acronyms, found.bare) == (acronyms, bare)


def test_an_acronym_in_small_letters_is_made_of_the_words() -> None:
    assert read("Asociația pentru Tehnologie și Internet - ApTI").acronyms == ("apti",)


def test_an_acronym_in_small_letters_may_leave_out_a_word() -> None:
    assert read("Centro de Justicia y Paz - Cepaz").acronyms == ("cepaz",)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("CGT Section 12", ("12",)),
        ("CGT Section 012", ("12",)),
        ("Article 19", ("19",)),
        ("Bezirk IV", ("4",)),
        ("台北市第一高校", ("第一",)),
        ("Local 7, District 12", ("12", "7")),
        ("Amnesty International", ()),
        ("VIVID", ()),
    ],
)
def test_numbers(name: str, numbers: tuple[str, ...]) -> None:
    assert read(name).numbers == numbers


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Free Tibet (NZ)", "NZ"),
        ("Amnesty International France", "FR"),
        ("Amnesty International Deutschland", "DE"),
        ("Chaos Computer Club Aachen", "DE/aachen"),
        ("Японская ассоциация", "JP"),
        ("日本ウイグル協会", "JP"),
    ],
)
def test_places_are_read_in_any_language(name: str, codes: str) -> None:
    assert codes in read(name).codes


def _keys(of: Features) -> list[set[str]]:
    return [{atom.key for atom in view.atoms} for view in of.views]


@pytest.mark.parametrize(
    ("name", "inside", "views"),
    [
        ("Médecins Sans Frontières / Ärzte ohne Grenzen", {"=doctor", "=border"}, 3),
        ("Memorial (Human Rights Centre)", {"=human", "=right"}, 3),
        ("Coalition (one, two, three)", {"=coalition"}, 1),  # a list of members is no other name
        ("Taiwan Association for Human Rights 台灣人權促進會", {"=human", "=right"}, 3),
    ],
)
def test_views(name: str, inside: set[str], views: int) -> None:
    found = _keys(read(name))
    assert len(found) == views, found
    assert any(inside <= keys for keys in found), found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Greenpeace e.V.", "Greenpeace"),  # the legal form says nothing
        ("Human Rights Network", "Netzwerk Menschenrechte"),
        ("The Rights of the Child", "Rights of Child"),  # nor do small words
        ("Flüchtlingsrat", "Rat für Flüchtlinge"),  # a compound is its parts
        ("Rete per i diritti umani", "Human Rights Network"),
        ("国境なき医師団", "Врачи без границ"),
    ],
)
def test_other_words_and_the_same_meaning(one: str, other: str) -> None:
    assert _keys(read(one))[0] == _keys(read(other))[0]


def test_mentions_say_which_words_are_places() -> None:
    mentions: Mentions = [(0, 5, "JP")]
    found = features("Japan Uyghur Association", mentions, WORDS)
    assert found.codes == ("JP",)
    assert "japan" not in {atom.text for atom in found.whole.atoms}
    assert "uyghur" in {atom.text for atom in found.whole.atoms}


def languages(texts: Sequence[str]) -> list[list[str]]:
    return [sorted(read(text).languages) for text in texts]


def test_languages_are_those_of_most_words() -> None:
    german, russian, blank = languages(["Netzwerk für Menschenrechte", "Центр защиты прав человека", "Xyzzy"])
    assert german == ["de"]
    assert "ru" in russian
    assert not blank


REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


def column(table: str, *columns: str) -> list[tuple[str, ...]]:
    with (REFERENCE / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [tuple(row[name] for name in columns) for row in rows]


SIMPLER = {ord(form): folded for form, folded in column("han_variants", "form", "folded")}
# Of each class one other form that no font or dictionary takes for another character.
FULLER = {ord(folded): chr(form) for form, folded in sorted(SIMPLER.items(), reverse=True)}


# --- a name is itself -------------------------------------------------------------------------------------------


@pytest.mark.property
@given(names)
def test_a_name_matches_itself_in_every_script(name: str) -> None:
    found = compare(read(name), read(name))
    assert found.verdict == (SAME if squash(name) else UNSURE)
    assert found.reasons


@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_matches_itself_across_letters(name: str) -> None:
    assert compare(read(name), read(name), same_letter=False).verdict == (
        UNSURE if read(name).bare and not read(name).codes else SAME
    )


_WRITTEN: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "dashes": lambda name: name.replace("-", "\u2013"),
    "no dashes": lambda name: name.replace("-", " "),
    "quotes": lambda name: f"\u201c{name}\u201d",
    "guillemets": lambda name: name.translate({ord("\u00ab"): '"', ord("\u00bb"): '"'}),
    "apostrophes": lambda name: name.replace("'", "\u2019"),
    "spaces": lambda name: f"  {name} ".replace(" ", " \u00a0 "),
    "no spaces": lambda name: name.replace(" ", ""),
    "full stop": lambda name: f"{name}.",
    "wide": lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
    "NFKC": lambda name: unicodedata.normalize("NFKC", name),
    "NFC": lambda name: unicodedata.normalize("NFC", name),
    "NFD": lambda name: unicodedata.normalize("NFD", name),
    "no diacritics": lambda name: "".join(
        c for c in unicodedata.normalize("NFD", name) if not "\u0300" <= c <= "\u0345" or c == "\u0306"
    ),
    "simplified": lambda name: name.translate(SIMPLER),
    "traditional": lambda name: name.translate(FULLER),
}


@pytest.mark.parametrize("written", sorted(_WRITTEN))
@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_is_itself_however_it_is_written(written: str, name: str) -> None:
    assert compare(read(name), read(_WRITTEN[written](name))).verdict == SAME


# Upper case that is not undone by lower case is a matter of language (dotless i), and a word typed on the wrong
# keyboard is read as a word: neither happens by these.
_SAFE = sorted(set(_WRITTEN) - {"upper case", "title case", "lower case", "no spaces", "no dashes", "no diacritics"})


@pytest.mark.property
@given(made_up, st.lists(st.sampled_from(_SAFE), min_size=1, max_size=4))
def test_any_text_is_itself_however_it_is_written(name: str, ways: list[str]) -> None:
    other = name
    for way in ways:
        other = clean(_WRITTEN[way](other))
    assume(squash(name).isalnum())
    assume("ヴ" not in name)  # see below
    assert compare(read(name), read(other)).verdict == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヴェトナムの会", unicodedata.normalize("NFD", "ヴェトナムの会")),
        ("ヴェトナムの会", "ｳﾞｪﾄﾅﾑの会"),
        ("龍應台文化基金會", "\u2fd3應台文化基金會"),
        ("國會聯盟", "國會\uf997盟"),
    ],
)
def test_a_variant_in_another_form_of_unicode(one: str, other: str) -> None:
    assert compare(read(one), read(other)).verdict == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("台灣人權促進會", "台湾人权促进会"),  # traditional and simplified Chinese
        ("國境なき醫師團", "国境なき医師団"),  # Japanese forms of before 1946
        ("ＡＣＡＴ－Ｂｅｌｇｉｕｍ", "ACAT-Belgium"),
        ("ﾋﾟｰｽﾎﾞｰﾄ", "ピースボート"),
        ("المنظمة المغربية لحقوق الإنسان", "المنظمه المغربيه لحقوق الانسان"),
        ("سازمان حقوق بشر ایران", "سازمان حقوق بشر ايران"),  # Persian and Arabic yeh
        ("Türkiye İnsan Hakları Vakfı", "TURKIYE INSAN HAKLARI VAKFI"),
        ("Łódź", "Lodz"),
        ("Straße", "STRASSE"),
        ("Rødt", "Rodt"),
        ("Репортёры", "Репортеры"),
        ("T'ruah", "Truah"),
    ],
)  # fmt: skip
def test_letters_that_are_one(one: str, other: str) -> None:
    assert compare(read(one), read(other)).verdict == SAME
