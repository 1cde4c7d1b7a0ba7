"""match_words, hangul: letters with one form, words of many languages, names typed on the wrong keyboard."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.names import fold, scripts, squash
from siggraph.organisations.hangul import compose
from siggraph.organisations.match import SAME, compare
from siggraph.organisations.match_words import MatchWords, weight_of
from siggraph.organisations.phrases import tokenize
from tests.organisations.test_features import WORDS, names, read

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


# --- Hangul -----------------------------------------------------------------------------------------------------

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "\u0020ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# What takes two keys on the two-set keyboard of South Korea.
_TWO_KEYS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip


def taken_apart(text: str) -> str:
    """Return the letters that are typed for syllables, by the arithmetic of Unicode, chapter 3.12."""
    typed: list[str] = []
    for char in text:
        code = ord(char) - 0xAC00
        if 0 <= code < 19 * 21 * 28:
            letters = (_LEADS[code // (21 * 28)], _VOWELS[code // 28 % 21], _TAILS[code % 28].strip())
            typed.extend(_TWO_KEYS.get(letter, letter) for letter in letters)
        else:
            typed.append(char)
    return "".join(typed)


syllables = st.integers(0xAC00, 0xD7A3).map(chr)


def test_the_tables_of_this_test_are_those_of_unicode() -> None:
    assert len(_VOWELS) == 21
    assert len(_TAILS) == 28
    assert taken_apart("한글") == "ㅎㅏㄴㄱㅡㄹ"
    assert unicodedata.name("뷁") == "HANGUL SYLLABLE BWELG"
    assert taken_apart("뷁") == "ㅂㅜㅔㄹㄱ"


@pytest.mark.property
@given(st.text(syllables, max_size=8))
def test_letters_typed_one_by_one_are_the_syllables(text: str) -> None:
    assert compose(taken_apart(text)) == text


def test_every_syllable_by_itself() -> None:
    assert all(compose(taken_apart(chr(code))) == chr(code) for code in range(0xAC00, 0xD7A4))


@pytest.mark.property
@given(st.text(st.one_of(syllables, st.sampled_from("ㄱㄲㄳㄴㅎㅏㅗㅘㅣ abc한")), max_size=12))
def test_composing_twice_is_composing_once_and_never_longer(text: str) -> None:
    once = compose(text)
    assert compose(once) == once or any("ㄱ" <= char <= "ㅣ" for char in once)
    assert len(once) <= len(text)


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("ㅎㅏㄴㄱㅕㄹㅔ", "한겨레"),
        ("ㄱㅏㅂㅅㅣ", "갑시"),  # the tail's second letter opens the next syllable
        ("ㄱㅏㅂㅅ", "값"),
        ("ㄷㅏㄹㄱ", "닭"),
        ("ㅇㅘㅇ", "왕"),  # a vowel of two letters typed as one
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("ㅏㄴ", "ㅏㄴ"),
        ("ㄱ", "ㄱ"),
        ("abc 한", "abc 한"),
        ("", ""),
    ],
)
def test_compose(typed: str, made: str) -> None:
    assert compose(typed) == made


# --- keyboards --------------------------------------------------------------------------------------------------


def layouts() -> Mapping[str, Mapping[str, str]]:
    """Return, for each layout, the Latin key by the letter that it types."""
    found: dict[str, dict[str, str]] = {}
    with (REFERENCE / "keyboards.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["layout"], {})[row["char"]] = row["key"]
    return found


LAYOUTS = layouts()


def typed_as_latin(name: str, layout: str) -> str:
    """Return what appears where a name is typed with the Latin layout switched on."""
    letters = taken_apart(name) if layout == "ko" else name
    return "".join(" " if letter == " " else LAYOUTS[layout][letter] for letter in letters)


_BY_KEYS = {"the same keys on another keyboard", "the same letters and digits"}
KNOWN = [
    ("ru", "Проект"), ("ru", "Мемориал"), ("ru", "комитет"), ("ru", "Центр"), ("ru", "Медуза"), ("ru", "Голос"),
    ("uk", "спілка"), ("uk", "громадянських"), ("uk", "Екодія"), ("uk", "Рух"), ("uk", "Детектор медіа"),
    ("el", "ομοσπονδια"), ("el", "ελλαδα"), ("el", "δικαιωματα"),
    ("he", "זכויות"), ("he", "עמותה"), ("he", "בצלמ"),
    ("ar", "حقوق"), ("ar", "المركز"), ("ar", "مهارات"), ("ar", "عنب بلدي"),
    ("ko", "한겨레"), ("ko", "인권연대"), ("ko", "녹색연합"), ("ko", "환경운동연합"), ("ko", "정의당"),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "name"), KNOWN)
def test_a_name_typed_on_the_wrong_keyboard_is_recognised(layout: str, name: str) -> None:
    typed = typed_as_latin(name, layout)
    assert typed.isascii()
    assert typed != name
    for found in (compare(read(typed), read(name)), compare(read(name), read(typed))):
        assert found.verdict == SAME
        assert found.reasons[0] in _BY_KEYS


_SCRIPTS = {"ru": "Cyrl", "uk": "Cyrl", "el": "Grek", "he": "Hebr", "ar": "Arab", "ko": "Hang"}


@pytest.mark.parametrize("layout", sorted(_SCRIPTS))
def test_almost_every_known_word_typed_on_the_wrong_keyboard_is_recognised(layout: str) -> None:
    """All words of the tables that the layout can type; a few are a word of another language by the same keys."""
    words = [
        word
        for word in sorted(WORDS.known)
        if scripts(word) == (_SCRIPTS[layout],) and set(taken_apart(word)) <= LAYOUTS[layout].keys()
    ]
    typed = {word: typed_as_latin(word, layout) for word in words}
    assert len(words) > 100
    assert all(len(WORDS.unify(keys)) == len(keys) for keys in typed.values())
    lost = [
        word
        for word, keys in typed.items()
        if squash(WORDS.unify(keys)) != squash(word) and not (layout == "ko" and WORDS.typed(keys, squash(word)))
    ]
    assert len(lost) <= 0.02 * len(words), lost


def test_the_dead_key_of_a_greek_accent_is_passed_over() -> None:
    assert compare(read("k;entro"), read("κέντρο")).reasons[0] in _BY_KEYS


@pytest.mark.parametrize(
    ("layout", "name"), [("ar", "منظمة"), ("ar", "نواة"), ("ar", "جمعية"), ("he", "ארגון"), ("he", "שלום")]
)
def test_a_word_with_a_letter_of_several_forms_typed_on_the_wrong_keyboard(layout: str, name: str) -> None:
    assert compare(read(typed_as_latin(name, layout)), read(name)).verdict == SAME


@pytest.mark.parametrize(("typed", "name"), [("Cyx;h", "Ψυχή"), ("ENVSH", "ΕΝΩΣΗ")])
def test_greek_capitals_typed_on_the_wrong_keyboard(typed: str, name: str) -> None:
    assert compare(read(typed), read(name)).reasons[0] in _BY_KEYS


@pytest.mark.parametrize(
    ("name", "unified"),
    [
        ("Ghjtrn", "Проект"),
        ("LGBT Ghjtrn", "LGBT Проект"),
        ("Zoom Project", "Zoom Project"),
        ("Проект", "Проект"),
        ("台灣人權", "台湾人权"),
        ("سازمانی", "سازماني"),
        ("ארגון", "ארגונ"),
        ("Łódź", "Lódź"),
    ],
)
def test_unify(name: str, unified: str) -> None:
    assert WORDS.unify(name) == unified


@pytest.mark.parametrize(
    "name", ["Human Rights Watch", "Amnesty International", "Greenpeace", "ACAT", "Memorial", "WWF"]
)
def test_no_word_of_latin_letters_is_taken_for_another_keyboard(name: str) -> None:
    assert WORDS.unify(name) == name


@pytest.mark.property
@given(names, names)
def test_typed_is_no_accident(a: str, b: str) -> None:
    """Only a name of ASCII keys can have been typed for another, and what it gives has the other's letters."""
    if WORDS.typed(a, squash(b)):
        assert a.isascii()
        assert any(squash(compose(a.translate(keys))) == squash(b) for keys in WORDS.keyboards)


# --- words ------------------------------------------------------------------------------------------------------


def meaning(name: str) -> list[str]:
    hits = WORDS.book.find(tokenize(WORDS.unify(name)))
    return [key for hit in hits for kind, keys in hit.values if kind == "concept" for key in keys]


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("human rights", ["human", "right"]),
        ("droits humains", ["right", "human"]),
        ("人权", ["human", "right"]),
        ("人權", ["human", "right"]),
        ("права человека", ["right", "human"]),
        ("حقوق الإنسان", ["right", "human"]),
        ("인권", ["human", "right"]),
        ("the of and", []),
        ("xyzzy", []),
    ],
)
def test_meaning(name: str, concepts: list[str]) -> None:
    assert sorted(meaning(name)) == sorted(concepts)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("menschenrechte", 0),  # listed as it stands: no need to part it
        ("fluchtlingsrat", 2),
        ("friedensnetzwerk", 2),
        ("rat", 0),  # too short for a compound
        ("xyzzyxyzzyxyzzy", 0),
        ("fluchtlingsxyzzy", 0),  # every part must be known
    ],
)
def test_parts_of_a_compound(word: str, parts: int) -> None:
    found = WORDS.parts(word)
    assert len(found) == parts or (parts == 0 and word in WORDS.words), found
    assert all(key in WORDS.concepts for key in found)


_SMALL: dict[str, list[dict[str, str]]] = {
    "concepts": [
        {"concept": "right", "role": "topic", "weight": "0.7", "near": "law|justice"},
        {"concept": "link", "role": "head", "weight": "0.3", "near": ""},
    ],
    "translations": [
        {"form": "rechte", "language": "de", "concept": "right"},
        {"form": "lenk", "language": "xx", "concept": "right"},
        {"form": "lenk", "language": "yy", "concept": "link"},
        {"form": "lenk", "language": "zz", "concept": "link"},
        {"form": "the", "language": "en", "concept": "link"},
        {"form": "rechtelenk", "language": "de", "concept": "right+link"},
    ],
    "small_words": [{"form": "The", "language": "en"}],
    "legal_forms": [{"form": "GmbH"}],
    "letter_variants": [{"form": "ł", "folded": "l"}, {"form": "乙", "folded": "丙"}],
    "han_variants": [{"form": "甲", "folded": "乙"}],
    "lookalikes": [{"form": "А", "latin": "A"}],
    "keyboards": [{"layout": "xx", "key": "q", "char": "й"}],
    "match_weights": [{"feature": "sound", "weight": "1.5"}],
    "organisation_words": [{"form": "йййй"}, {"form": "й*"}],
    "type_words": [],
    "focus_words": [],
}


def test_from_small_tables() -> None:
    words = MatchWords.from_tables(_SMALL)
    assert words.words["lenk"] == ("link",)  # what most languages say
    assert "the" not in words.words  # a small word means nothing
    assert words.words["rechtelenk"] == ("right", "link")
    assert words.concepts["right"].near == {"law", "justice"}
    assert words.unify("甲乙ł") == "丙丙l"  # a variant of a variant
    assert words.unify("qqqq") == "йййй"
    assert words.unify("qqq") == "qqq"  # too short to be no accident
    assert words.weights == {"sound": 1.5}
    assert words.languages["lenk"] == {"xx", "yy", "zz"}


@pytest.mark.parametrize(("word", "weight"), [("a", 0.2), ("abc", 0.6), ("abcd", 1.0), ("会", 1.0), ("人权", 1.0)])
def test_the_weight_of_an_unknown_word(word: str, weight: float) -> None:
    assert weight_of(word) == weight
    assert fold(word) == word
