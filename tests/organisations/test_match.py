"""match: one answer from either side; look-alikes, chapters and bare acronyms are never merged unasked."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from siggraph.names import is_acronym, squash
from siggraph.organisations.match import DIFFERENT, SAME, UNSURE, Comparison, Mentions, compare, features, signs
from tests.organisations.test_features import WORDS, names, read

_KNOWN = frozenset(WORDS.weights)


def ask(a: str, b: str, *, same_letter: bool = False) -> Comparison:
    """Compare two names as those of two letters, places included."""
    return compare(read(a), read(b), same_letter=same_letter)


_MIRRORED = {"a": "b", "b": "a", "": ""}


# --- what holds of any two names --------------------------------------------------------------------------------


@pytest.mark.property
@given(names, names)
def test_bounded_with_reasons_and_known_signs(a: str, b: str) -> None:
    found = ask(a, b)
    assert 0 <= found.score <= 1
    assert found.verdict in {SAME, DIFFERENT, UNSURE}
    assert found.reasons
    assert all(found.reasons)
    assert found.relation in {"", "part_of"}
    if squash(a) and squash(b):
        told, _ = signs(read(a), read(b))
        assert told.keys() <= _KNOWN
        assert all(0 < value <= 2 for value in told.values()), told


@pytest.mark.property
@given(names, names, st.booleans())
def test_symmetric(a: str, b: str, same_letter: bool) -> None:
    forth, back = ask(a, b, same_letter=same_letter), ask(b, a, same_letter=same_letter)
    assert (forth.verdict, forth.score, forth.part) == (back.verdict, back.score, _MIRRORED[back.part])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("香港撒瑪利亞防止自殺會", "撒瑪利亞會"),
        ("日教組", "日本教職員組合"),
        ("Jusos", "JUSO Schweiz"),
    ],
)  # fmt: skip
def test_symmetric_where_an_acronym_names_a_place(a: str, b: str) -> None:
    forth, back = ask(a, b), ask(b, a)
    assert (forth.verdict, forth.score, forth.part) == (back.verdict, back.score, _MIRRORED[back.part])


@pytest.mark.parametrize(("a", "b"), [("", "HRIC"), ("", ""), ("!?", "")])
def test_a_blank_name_is_no_answer(a: str, b: str) -> None:
    found = ask(a, b)
    assert (found.verdict, found.score) == (UNSURE, 0.0)


@pytest.mark.parametrize(
    ("a", "b"), [("Reporters Without Borders", "Репортёры без границ"), ("Human Rights Watch", "人权观察")]
)
def test_no_other_order_is_claimed_where_there_is_none(a: str, b: str) -> None:
    assert "the same words in another order" not in ask(a, b).reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Amnesty International", "Amnesty International France"),
        ("Chaos Computer Club Aachen", "Chaos Computer Club Berlin"),
    ],
)
def test_no_reason_ends_before_it_names_a_word(a: str, b: str) -> None:
    assert not [reason for reason in ask(a, b).reasons if reason.endswith(": ")]


@pytest.mark.parametrize(("a", "b"), [("Women for Peace", "Women for Place"), ("Unite the Union", "Unite")])
def test_nothing_in_common_is_not_said_of_names_with_a_word_in_common(a: str, b: str) -> None:
    assert "nothing in common but common words" not in ask(a, b).reasons


# --- what must not be merged ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ACAT", "RSF", "HRIC", "CPJ", "MSF", "FIDH", "РПЦ"])
def test_a_bare_acronym_is_one_body_in_one_letter_and_a_question_across(name: str) -> None:
    assert ask(name, name, same_letter=True).verdict == SAME
    assert ask(name, name).verdict == UNSURE
    assert ask(name, name.capitalize() if not is_acronym(name) else f"{name}.").verdict == UNSURE


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("ACAT", "АСАТ"),  # Cyrillic throughout
        ("PEH", "РЕН"),
        ("Human Rights Watch", "Нuman Rights Watch"),  # one Cyrillic letter
        ("Amnesty International", "Аmnеsty Intеrnаtiоnаl"),
        ("OXE", "ΟΧΕ"),  # Greek
    ],
)
@pytest.mark.parametrize("same_letter", [True, False])
def test_letters_of_another_script_that_look_alike_are_a_question(latin: str, other: str, same_letter: bool) -> None:
    found = ask(latin, other, same_letter=same_letter)
    assert found.verdict == UNSURE
    assert "look" in found.reasons[0]


@pytest.mark.parametrize(
    ("parent", "chapter"),
    [
        ("Amnesty International", "Amnesty International France"),
        ("Students for a Free Tibet", "Students for a Free Tibet India"),
        ("Friends of the Earth", "Friends of the Earth Malta"),
        ("Chaos Computer Club", "Chaos Computer Club Aachen"),
        ("ACAT", "ACAT-France"),
        ("ACAT", "ACAT Germany"),
    ],
)
def test_a_chapter_is_not_its_parent(parent: str, chapter: str) -> None:
    found = ask(parent, chapter)
    assert (found.verdict, found.part, found.relation) == (DIFFERENT, "b", "part_of")
    assert ask(chapter, parent).part == "a"


@pytest.mark.parametrize(
    ("parent", "chapter"),
    [("Transparency International", "Transparency International Kenya")],
)  # fmt: skip
def test_a_chapter_is_at_least_a_question_with_a_relation(parent: str, chapter: str) -> None:
    found = ask(parent, chapter)
    assert found.verdict != SAME
    assert found.relation == "part_of"


@pytest.mark.parametrize(
    ("acronym", "chapter"),
    [
        ("MSF", "Médecins Sans Frontières Belgique"),
        ("HRW", "Human Rights Watch Japan"),
        ("ISHR", "International Society for Human Rights, Munich"),
    ],
)
def test_an_acronym_is_not_a_chapter_of_the_body(acronym: str, chapter: str) -> None:
    assert ask(acronym, chapter).verdict != SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Amnesty International Belgium", "Amnesty International France"),
        ("Amnesty International UK", "Amnesty International USA"),
        ("Students for a Free Tibet Canada", "Students for a Free Tibet India"),
        ("Transparency International Kenya", "Transparency International Uganda"),
        ("Chaos Computer Club Aachen", "Chaos Computer Club Berlin"),
        ("ACAT-France", "ACAT-Belgique"),
        ("Amnesty International France", "国際アムネスティ日本"),
    ],
)  # fmt: skip
def test_two_chapters_are_two_bodies(a: str, b: str) -> None:
    found = ask(a, b)
    assert (found.verdict, found.relation) == (DIFFERENT, "")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Radio 1", "Radio 2"),
        ("Local 12", "Local 21"),
        ("Lycée 1 Paris", "Lycée 2 Paris"),
        ("第一高校", "第二高校"),
        ("UNISON Branch 12", "UNISON"),
    ],
)
def test_other_numbers_are_other_bodies(a: str, b: str) -> None:
    found = ask(a, b)
    assert found.verdict == DIFFERENT
    assert any("number" in reason for reason in found.reasons)


_LONG_NUMBERED = [
    ("Teamsters Local 25", "Teamsters Local 52"),
    ("CGT Section 12", "CGT Section 13"),
    ("IG Metall Bezirk 3", "IG Metall Bezirk 4"),
    ("서울 제1지부", "서울 제2지부"),
]


@pytest.mark.parametrize(("a", "b"), _LONG_NUMBERED)
def test_other_numbers_are_never_one_body(a: str, b: str) -> None:
    found = ask(a, b)
    assert found.verdict != SAME
    assert found.reasons[0] == "different numbers"


@pytest.mark.parametrize(("a", "b"), _LONG_NUMBERED)
def test_a_number_is_no_typing_error(a: str, b: str) -> None:
    assert ask(a, b).verdict == DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [("EFF", "EFE"), ("EFF", "EFA"), ("CPJ", "CPI"), ("HRW", "HRV"), ("HRIC", "HRIQ"), ("UGTT", "UGT"), ("MSF", "MFS")],
)
@pytest.mark.parametrize("same_letter", [True, False])
def test_a_short_acronym_allows_no_typing_error(a: str, b: str, same_letter: bool) -> None:
    assert ask(a, b, same_letter=same_letter).verdict == DIFFERENT


@pytest.mark.property
@given(st.text("ABCDEFGHILMNOPRSTUVW", min_size=2, max_size=5), st.data())
def test_one_letter_makes_another_acronym(acronym: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(acronym) - 1))
    other = acronym[:at] + data.draw(st.sampled_from("ABCDEFGHILMNOPRSTUVW")) + acronym[at + 1 :]
    assume(other != acronym)
    assert ask(acronym, other).verdict != SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Amnesty International", "Human Rights Watch"),
        ("Médecins du Monde", "Médecins Sans Frontières"),
        ("Human Rights Association", "Human Rights Foundation"),
        ("National Union of Journalists", "International Union of Journalists"),
        ("Oxfam Novib", "Oxfam America"),
        ("European Network", "European Union"),
        (
            "International Committee of the Red Cross",
            "International Federation of Red Cross and Red Crescent Societies",
        ),
        ("Amnesty International Youth", "Amnesty International"),
        ("Zimbabwe Lawyers for Human Rights", "Lawyers for Human Rights"),
        ("Agir ensemble pour les droits de l'Homme", "Mouvement Lao pour les Droits de l'Homme"),
    ],
)
def test_names_of_other_bodies(a: str, b: str) -> None:
    assert ask(a, b).verdict == DIFFERENT


# --- what is one body -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("HRW", "Human Rights Watch"),
        ("HRIC", "Human Rights in China"),
        ("CPJ", "Committee to Protect Journalists"),
        ("JED", "Journalistes en danger"),
        ("FIDH", "Fédération internationale pour les droits humains"),
        ("MSF", "Médecins Sans Frontières"),
        ("NED", "National Endowment for Democracy"),
        ("NUJ", "National Union of Journalists"),
        ("EFF", "Electronic Frontier Foundation"),
        ("ANSOL", "ANSOL - Associação Nacional para o Software Livre"),
    ],
)
def test_an_acronym_of_every_word(acronym: str, name: str) -> None:
    assert ask(acronym, name).verdict == SAME


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("HRC", "Human Rights Watch"),
        ("NUJ", "International Union of Journalists"),
        ("EFF", "European Climate Foundation"),
        ("MSF", "Médecins du Monde"),
        ("UCV", "Centro para la Paz y los Derechos Humanos Universidad Central de Venezuela"),
    ],
)
def test_an_acronym_that_the_words_do_not_make_is_not_the_name(acronym: str, name: str) -> None:
    assert ask(acronym, name).verdict != SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Médecins Sans Frontières", "Doctors Without Borders"),
        ("Médecins Sans Frontières", "Врачи без границ"),
        ("Doctors Without Borders", "国境なき医師団"),
        ("Doctors Without Borders", "無國界醫生"),
        ("Reporters Without Borders", "Репортёры без границ"),
        ("Reporters Without Borders", "Reporters sans frontières"),
        ("Human Rights Watch", "人权观察"),
        ("World Uyghur Congress", "世界维吾尔代表大会"),
        ("World Uyghur Congress", "Всемирный уйгурский конгресс"),
        ("Taiwan Association for Human Rights", "台灣人權促進會"),
        ("Uyghur Human Rights Project", "维吾尔人权项目"),
        ("Japan Uyghur Association", "日本ウイグル協会"),
    ],
)
def test_a_translation_word_by_word(a: str, b: str) -> None:
    found = ask(a, b)
    assert found.verdict == SAME
    assert found.relation == ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Greenpeace Germany", "Greenpeace Deutschland"),
        ("Amnesty International Germany", "Amnesty International Deutschland"),
    ],
)
def test_a_country_in_two_languages(a: str, b: str) -> None:
    assert ask(a, b).verdict == SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Greenpeace", "Гринпис"),
        ("Memorial", "Мемориал"),
        ("Наш світ", "Nash Svit"),
        ("Соціальний рух", "Sotsialnyi Rukh"),
        ("Kanoon-e Nevisandegan-e Iran", "کانون نویسندگان ایران"),
    ],
)
def test_a_name_of_the_same_sound_is_no_other_body(a: str, b: str) -> None:
    assert ask(a, b).verdict != DIFFERENT


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Electronic Frontier Foundation", "Electronic Frontier Fundation"),
        ("Electronic Frontier Foundation", "Electronic Fronteir Foundation"),
        ("Committee to Protect Journalists", "Comittee to Protect Journalists"),
        ("International Campaign for Tibet", "International Campain for Tibet"),
        ("Human Rights Center Memorial", "Human Rights Centre Memorial"),
        ("International Union of Students", "International Union of Studens"),
    ],
)
def test_a_typing_error_in_a_long_name(right: str, wrong: str) -> None:
    found = ask(right, wrong)
    assert found.verdict == SAME
    assert any("typing error" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("right", "wrong"), [("公民監督國會聯盟", "公民監督國會聨盟"), ("台灣人權促進會", "台灣人權促迸會")]
)  # fmt: skip
def test_a_wrong_character_leaves_a_question_at_least(right: str, wrong: str) -> None:
    found = ask(right, wrong)
    assert found.verdict != DIFFERENT
    assert "the same characters but one" in found.reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Voice of Iraq", "Voice of Iran"),
        ("Human Rights Iran Centre", "Human Rights Iraq Centre"),
        ("Niger Human Rights Network", "Nigeria Human Rights Network"),
        ("Austria Human Rights League", "Australia Human Rights League"),
        ("Association of Women Workers", "Association of Women Writers"),
        ("Northern Students Union", "Southern Students Union"),
        ("Pro-Choice Alliance", "Pro-Life Alliance"),
    ],
)
def test_another_word_is_no_typing_error(a: str, b: str) -> None:
    assert ask(a, b).verdict == DIFFERENT


@pytest.mark.parametrize(
    ("with_form", "without"),
    [
        ("Greenpeace e.V.", "Greenpeace"),
        ("FIDH (International Federation for Human Rights)", "International Federation for Human Rights"),
        ("Human Rights in China (HRIC)", "Human Rights in China"),
        ("ANSOL - Associação Nacional para o Software Livre", "Associação Nacional para o Software Livre"),
    ],
)
def test_a_legal_form_or_an_acronym_beside_the_name_says_nothing(with_form: str, without: str) -> None:
    assert ask(with_form, without).verdict == SAME


# --- places are arguments ---------------------------------------------------------------------------------------


def _placed(a: str, b: str, places: tuple[Mentions, Mentions] = ((), ())) -> Comparison:
    return compare(features(a, places[0], WORDS), features(b, places[1], WORDS))


def test_places_that_differ_speak_against() -> None:
    near = _placed("Zebra House", "The Zebra Group")
    far = _placed("Zebra House Peru", "Zebra House Togo", ([(12, 16, "PE")], [(12, 16, "TG")]))
    assert far.score < near.score
    assert far.verdict == DIFFERENT
    assert "different places" in far.reasons


def test_a_town_is_less_than_a_country_of_its_own() -> None:
    towns = _placed("Zebra House Lima", "Zebra House Cusco", ([(12, 16, "PE/lima")], [(12, 17, "PE/cusco")]))
    assert towns.verdict == DIFFERENT
    assert any("place" in reason or "town" in reason for reason in towns.reasons)
