"""Masking: equal length, nothing else changes, twice is once; a name is found however it is written."""

from __future__ import annotations

import html
import json
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from siggraph.names import MASK
from siggraph.organisations.masking import Target, found, key_of, masked, target, view

HAN = {"灣": "湾", "關": "关", "懷": "怀", "聯": "联"}
NAME = "Médecins sans Détour"
_LETTERS = "abcéñşABCŁŽабвйЖابت台灣客社人聯한국กขα"
_texts = st.text(st.sampled_from(_LETTERS + " -'’.,;()\n\t<>&\"%\\"), max_size=60)
_names = st.text(st.sampled_from(_LETTERS + " -'.,()&;:|=\""), min_size=3, max_size=20)


def without(text: str, *names: str, kept: tuple[str, ...] = ()) -> str:
    seen = view(text, HAN)
    spans = found(seen, [target(name, HAN) for name in names], [target(name, HAN) for name in kept])
    return masked(text, spans, seen.tags)


@pytest.mark.property
@given(_texts, _names, _texts)
def test_masking_keeps_length_lines_and_all_else(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    once = without(text, name)
    assert len(once) == len(text)
    assert all(a in {b, MASK} for a, b in zip(once, text, strict=True))
    assert [c for c in once if c in "\n\r"] == [c for c in text if c in "\n\r"]
    assert without(once, name) == once


@pytest.mark.property
@given(_names, st.sampled_from(["- {}\n- April\n", "with {}, April", "(April, {})", "April\n{}\n"]))
def test_a_name_never_survives_its_own_masking(name: str, frame: str) -> None:
    assume(key_of(name, HAN))
    masked_text = without(frame.format(name), name)
    assert MASK in masked_text
    assert key_of(name, HAN) not in view(masked_text, HAN).letters or key_of(name, HAN) in "april with"


@pytest.mark.parametrize(
    "written",
    [
        NAME, NAME.upper(), NAME.lower(), unicodedata.normalize("NFD", NAME), "Medecins Sans Detour",
        "Médecins-sans-Détour",
        "MédecinsSansDétour", "Médecins  sans\u00a0Détour", "Médecins sans\n   Détour", "Médecins sans Dé-\ntour",
        "Me\u0301decins sans De\u0301tour", "M&eacute;decins sans D&#233;tour", "M&#xE9;decins&nbsp;sans Détour",
        quote(NAME), quote(NAME).lower(), json.dumps(NAME)[1:-1], "Mé<b>decins</b> <i>sans</i> Détour",
        "M=C3=A9decins sans D=C3=A9tour",
        "Ｍédecins sans Ｄétour", "Mé\u00addecins sans Dé\u200btour", html.escape(NAME), "Mé&#000100;ecins sans Détour",
        "M&amp;eacute;decins sans D&amp;#233;tour", quote(quote(NAME)), json.dumps(json.dumps(NAME))[3:-3],
        "M%u00E9decins sans Détour", "M\\xc3\\xa9decins sans Détour", "Médecins\u3164 sans D\u034fétour",
        "Médecins sans\n> Détour", "Médecins sans Dé\u00ad\ntour",
    ],
)  # fmt: skip
def test_every_notation_is_found(written: str) -> None:
    text = f"Signed: {written}, April"
    made = without(text, NAME)
    assert len(made) == len(text)
    rest = "".join(c for c in made if c not in f"{MASK}\n ")
    assert rest in {"Signed:,April", "Signed:<b></b><i></i>,April", "Signed:<b></b>,April"}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Občan", "Obc\u030can"), ("Občan", "OBC\u030cAN"), ("İlk Ses", "I\u0307lk Ses"),
        ("참여연대", unicodedata.normalize("NFD", "참여연대")),
        ("Amnesty", "Am\ufe0fne\u2066sty"), ("مركز", "مر\u0640كز"), ("हिन्दी", "हिन्दी"),
        ("CZQJ", "&#67;&#90;QJ"), ("CZQJ", "C\u200bZQ\u00adJ"), ("CZQJ", "%43%5A%51%4A"), ("CZQJ", "\\u0043ZQJ"),
    ],
)  # fmt: skip
def test_short_names_and_acronyms_are_found_however_they_are_written(name: str, written: str) -> None:
    assert without(f"von {written}, April", name) == f"von {MASK * len(written)}, April"


def test_a_break_of_mark_up_is_a_break_of_line_and_a_remark_is_nothing() -> None:
    assert without("Amber<br/>\nSociety<br><br>Amber<br><br>Society", "Amber Society") == (
        f"{MASK * 5}<br/>\n{MASK * 7}<br><br>Amber<br><br>Society"
    )
    assert without("Amber So<!-- x -->ciety", "Amber Society") == f"{MASK * 8}<!-- x -->{MASK * 5}"


def test_an_ampersand_before_a_word_is_no_entity() -> None:
    assert without("R&amp;Amber and &Amber &amp;amber; %25 C", "Amber") == (
        f"R&amp;{MASK * 5} and &{MASK * 5} &amp;{MASK * 5}; %25 C"
    )


@pytest.mark.parametrize(
    "text",
    ["Médecins sans Détours", "Médecins\n- sans Détour", "Médecins sans\n\nDétour", '"Médecins", "sans Détour"',
     "<li>Médecins</li><li>sans Détour</li>", "Télémédecins sans Détour"],
)  # fmt: skip
def test_what_is_another_name_stays(text: str) -> None:
    assert without(text, NAME) == text


def test_han_variants_are_one() -> None:
    assert without("由台灣關懷聯盟發起", "台湾关怀联盟") == f"由{MASK * 6}發起"


def test_an_acronym_is_a_whole_word_in_capitals() -> None:
    assert without("ACAT, acat, ACATS, ACAT-X, A.C.A.T.", "ACAT") == "████, acat, ACATS, ████-X, ███████."


def test_punctuation_of_the_name_goes_with_it() -> None:
    assert without("- Alpha (Beta Gamma)\n", "Alpha (Beta Gamma)") == f"- {MASK * 18}\n"


def test_attributes_and_comments_are_read_and_tags_stay() -> None:
    page = '<a title="Amber Society" href="x"><amber>y</amber></a><!-- Amber Society -->'
    made = without(page, "Amber Society")
    assert made == page.replace("Amber Society", MASK * 13)


def test_a_longer_name_is_kept_where_asked() -> None:
    text = "Amber Society; Amber Society France"
    assert without(text, "Amber Society", kept=("Amber Society France",)) == f"{MASK * 13}; Amber Society France"


def test_spaces_and_lines_may_stay_or_go() -> None:
    assert masked("Jane Roe", [(0, 8)], spaces=False) == f"{MASK * 4} {MASK * 3}"
    assert masked("Jane\nRoe", [(0, 8)]) == f"{MASK * 4}\n{MASK * 3}"
    assert masked("Jane\nRoe", [(0, 8)], lines=True) == MASK * 8


@pytest.mark.parametrize("name", ['Said "Yes", Inc.', "Rivers; Lakes | Seas", "A=B", "Rivers & Lakes", "A {B} C"])
def test_names_with_marks_of_notations(name: str) -> None:
    written = (name, html.escape(name), json.dumps(name)[1:-1], name.replace('"', '""'), quote(name))
    for text in written:
        assert set(without(text, name)) == {MASK}


def test_a_name_without_letters_is_no_target() -> None:
    assert target("—", HAN) == Target("", frozenset())
    assert found(view("— a", HAN), [target("—", HAN)]) == []


@pytest.mark.parametrize("run", ["\\\\", "&amp;", "&", "amp;", "%25", "<", "=41", "a\u0301", "\u1112\u1161"])
def test_a_long_run_of_marks_is_read_to_its_end(run: str) -> None:
    """A hundred thousand of them: what is read over and over again would take hours here."""
    assert without(f"&{run * 100_000} Amber Society", "Amber Society").endswith(f" {MASK * 13}")
