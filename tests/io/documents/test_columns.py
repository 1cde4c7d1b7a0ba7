"""Columns: words on a grid come back in the order of reading, however they were drawn; tables are told from lists."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.documents.columns import read_page, to_rows
from siggraph.io.documents.glyphs import Line, Word, mirrored
from siggraph.io.documents.grids import Stretch

WIDTH = 595.0
EM = 10.0
TITLE = "A joint statement that runs over the full width of the page and of all columns"


def at(text: str, x: float, y: float) -> list[Word]:
    """Set a text: half an em a letter, a quarter a space."""
    words = []
    for part in text.split():
        words.append(Word(part, x, x + 5 * len(part), y, EM))
        x += 5 * len(part) + 2.5
    return words


def texts(stretches: list[Stretch]) -> list[str]:
    return [line.text for stretch in stretches for line in stretch.lines]


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[str], list[Word], int]:
    """Columns of lines under a title: the lines in their order, their words in any order, how many columns."""
    columns = draw(st.integers(1, 4))
    rows = draw(st.integers(6, 25))
    last = draw(st.integers(4, rows))
    step = (WIDTH - 100) / columns
    longest = int(step / 5) - 4
    name = st.text(st.sampled_from("abcdeé台"), min_size=1, max_size=8)
    slip = draw(st.sampled_from([0.0, 1.0, 6.5])) if columns == 2 else 0.0
    lines, words = [TITLE], at(TITLE, 50, 80)
    for column in range(columns):
        for row in range(last if column == columns - 1 else rows):
            text = " ".join(draw(st.lists(name, min_size=1, max_size=4)))[:longest].strip()
            lines.append(text)
            words += at(text, 50 + column * step, 110 + 13 * row + slip * column)
    return lines, draw(st.permutations(words)), columns


@pytest.mark.property
@given(grids())
def test_columns_come_back_in_the_order_of_reading(grid: tuple[list[str], list[Word], int]) -> None:
    lines, words, columns = grid
    read = read_page(words, WIDTH)
    if not any(stretch.places for stretch in read):  # few letters repeat often: a table may be seen in them
        assert texts(read) == lines
    assert max(stretch.columns for stretch in read) == columns


@pytest.mark.property
@given(grids())
def test_no_word_is_lost_or_doubled(grid: tuple[list[str], list[Word], int]) -> None:
    _, words, _ = grid
    read = read_page(words, WIDTH)
    assert sorted(word for stretch in read for line in stretch.lines for word in line.words) == sorted(words)


@pytest.mark.property
@given(
    st.lists(
        st.builds(
            Word,
            st.text(st.sampled_from("a1.)•-א"), min_size=1, max_size=4),
            st.floats(-50, 700),
            st.floats(-50, 900),
            st.floats(-50, 900),
            st.sampled_from([0.5, 8.0, 10.0, 30.0]),
        ),
        max_size=40,
    ),
    st.sampled_from(["ltr", "rtl", "drawn"]),
)
def test_words_in_any_disorder_are_all_read(words: list[Word], writing: str) -> None:
    read = read_page(words, WIDTH, writing)
    assert sorted(word for stretch in read for line in stretch.lines for word in line.words) == sorted(words)
    assert all(line.text for stretch in read for line in stretch.lines)


def test_right_to_left_columns_begin_at_the_right() -> None:
    names = ["אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה"]
    words = [word for i, name in enumerate(names) for word in at(name, 400 if i < 4 else 100, 100 + 13 * (i % 4))]
    read = read_page(mirrored(words, WIDTH), WIDTH, "rtl")
    assert texts(read) == names


def test_numbers_that_rise_across_are_read_across() -> None:
    names = [f"{i + 1}. Union {chr(65 + i)}" for i in range(12)]
    words = [word for i, name in enumerate(names) for word in at(name, 50 + 250 * (i % 2), 100 + 13 * (i // 2))]
    assert texts(read_page(words, WIDTH)) == names


def test_marks_are_no_column() -> None:
    words = [
        word
        for i in range(9)
        for word in (*at(f"{i + 1}.", 50, 100 + 13 * i), *at("Union of Writers", 90, 100 + 13 * i))
    ]
    assert texts(read_page(words, WIDTH)) == [f"{i + 1}. Union of Writers" for i in range(9)]


def test_a_title_on_one_side_parts_two_lists() -> None:
    first = [word for i in range(10) for word in at(f"Union {i}", 50 + 250 * (i // 5), 100 + 13 * (i % 5))]
    title = at("Individuals", 50, 200)
    second = [word for i in range(10) for word in at(f"Person {i}", 50 + 250 * (i // 5), 226 + 13 * (i % 5))]
    expected = [f"Union {i}" for i in range(10)] + ["Individuals"] + [f"Person {i}" for i in range(10)]
    assert texts(read_page(first + title + second, WIDTH)) == expected


def test_a_name_and_its_country_are_a_row() -> None:
    names = [f"{a} for {b}" for a, b in product(["Alliance", "Centre", "Network"], ["Water", "Refugees", "Elections"])]
    countries = ["France", "Kenya", "Peru"]
    words = [
        word
        for i, name in enumerate(names)
        for word in (*at(name, 50, 100 + 15 * i), *at(countries[i % 3], 260, 100 + 15 * i))
    ]
    (table,) = read_page(words, WIDTH)
    assert [(place, line.text) for place, line in zip(table.places, table.lines, strict=True)] == [
        ((i, column), text) for i, name in enumerate(names) for column, text in enumerate([name, countries[i % 3]])
    ]


def test_lines_of_a_cell_stay_in_their_row() -> None:
    cells = [
        (["A name that is long and goes", "on in a second line"], "Peru"),
        (["Union"], "Peru"),
        (["Trust"], "Mali"),
    ]
    words, y = [], 100.0
    for lines, country in cells * 3:
        words += at(country, 260, y + 6 * (len(lines) - 1))  # in the middle of its row
        for line in lines:
            words += at(line, 50, y)
            y += 12
        y += 6
    (table,) = read_page(words, WIDTH)
    rows = [place[0] for place in table.places]
    assert max(rows) == 8
    assert [line.text for line, row in zip(table.lines, rows, strict=True) if row == 3] == [
        "A name that is long and goes",
        "on in a second line",
        "Peru",
    ]


def test_an_alphabet_that_runs_on_is_a_list() -> None:
    names = sorted(f"{a} {b}" for a, b in product(["Aid", "Bond", "Care", "Dawn", "Echo"], ["East", "Gulf", "West"]))
    names += ["Zoo"] * 3  # repeated and short, as countries would be
    words = [word for i, name in enumerate(names) for word in at(name, 50 + 200 * (i // 9), 100 + 13 * (i % 9))]
    assert texts(read_page(words, WIDTH)) == names


def test_columns_go_on_over_the_page_with_one_line_each() -> None:
    names = [f"Union of {letter}" for letter in "ABCDEFGHIJ"]
    words = [word for i, name in enumerate(names) for word in at(name, 50 + 250 * (i // 5), 100 + 13 * (i % 5))]
    (before,) = read_page(words, WIDTH)
    last = [*at("Last of the left", 50, 60), *at("Last of all", 300, 60)]
    assert texts(read_page(last, WIDTH)) == ["Last of the left\tLast of all"]
    assert texts(read_page(last, WIDTH, like=before)) == ["Last of the left", "Last of all"]


def test_rows_are_by_base_line() -> None:
    rows = to_rows([*at("lower", 50, 112), *at("b", 90, 101), *at("a", 50, 100)])
    assert [[word.text for word in row] for row in rows] == [["a", "b"], ["lower"]]


def test_a_wide_gap_is_a_tab() -> None:
    assert Line((*at("Union", 50, 100), *at("Peru", 300, 100))).text == "Union\tPeru"
