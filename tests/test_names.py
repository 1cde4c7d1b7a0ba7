"""Names: the foldings are idempotent, ever coarser, and lose no name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siggraph import names

pytestmark = pytest.mark.property

WRITTEN = st.text(
    st.sampled_from(
        "aZé ñßİıſ台灣国 の ガ が ウィ 한국 Йй ё Ελς مرصد  -–—'’\"“”()【】.,;:*&/@0123\n\t\u00ad\u3099\u0306\u0301ﬁ①𝔸´`"
    ),
    max_size=24,
)


@given(WRITTEN | st.text(max_size=20))
@example("ﬁ´")
@example("İ")
@example("й")
def test_foldings_are_idempotent_and_ever_coarser(name: str) -> None:
    clean, glyphs, fold, squash = (f(name) for f in (names.clean, names.unify_glyphs, names.fold, names.squash))
    assert names.clean(clean) == clean
    assert names.unify_glyphs(glyphs) == glyphs
    assert names.fold(fold) == fold
    assert names.squash(squash) == squash
    assert names.unify_glyphs(clean) == glyphs
    assert names.fold(glyphs) == fold
    assert names.squash(fold) == squash


@given(WRITTEN)
def test_a_name_that_says_something_never_folds_to_nothing(name: str) -> None:
    if any(unicodedata.category(c)[0] not in "CZM" for c in names.unify_glyphs(name)):
        assert names.fold(name)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("日本ウイグル協会", "日本ウイグル協会連合"),
        ("Group 1", "Group 2"),
        ("ガザ支援", "カザ支援"),
        ("Мой дом", "Мои дом"),
        ("ACAT Belgium", "ACAT Germany"),
    ],
)
def test_other_names_stay_other(a: str, b: str) -> None:
    assert names.fold(a) != names.fold(b)
    assert names.squash(a) != names.squash(b)


@given(st.lists(st.sampled_from(["Special", "Rapporteur", "of", "協会", "Ναι"]), min_size=1, max_size=6), st.data())
def test_a_span_of_the_name_is_found_again_where_lines_wrap(parts: list[str], data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", " \n  ", "\t"]), min_size=len(parts), max_size=len(parts)))
    raw = "".join(part + gap for part, gap in zip(parts, gaps, strict=True)).strip()
    name = names.clean(raw)
    begin = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(begin + 1, len(name)))
    low, high = names.locate(raw, begin, end)
    assert names.clean(raw[low:high]) == names.clean(name[begin:end])


def test_a_span_outside_the_name_is_refused() -> None:
    with pytest.raises(ValueError, match="not inside"):
        names.locate("abc", 2, 9)


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("香港黎明, Dawn of Hong Kong, 香港の夜明け", ("香港黎明", "Dawn of Hong Kong", "香港の夜明け")),
        ("チベット問題を考える会 Japan Committee for Tibet", ("チベット問題を考える会", "Japan Committee for Tibet")),
        ("Stand with HK@JPN", ("Stand with HK@JPN",)),
    ],
)
def test_names_in_two_scripts_are_parted(name: str, runs: tuple[str, ...]) -> None:
    assert names.script_runs(name) == runs
