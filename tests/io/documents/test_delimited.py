"""Tables with delimiters: cells as the csv module reads them, each in its place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL
from siggraph.io.documents.delimited import is_header, read_delimited, scan
from siggraph.io.documents.parts import Parts

CELLS = st.text(st.sampled_from('ab,;\t|" \n\ré台#'), max_size=8)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6)
DELIMITERS = st.sampled_from(",;\t|")


def cells(parts: Parts) -> list[tuple[int, int, str, str]]:
    return [(b.row, b.column, b.label, shown(parts, b.begin, b.end)) for b in parts.blocks if b.kind == "cell"]


def shown(parts: Parts, begin: int, end: int) -> str:
    return parts.text[begin:end].replace(FILL, "")


@pytest.mark.property
@given(TABLES, DELIMITERS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_cells_are_those_of_the_csv_module(rows: list[list[str]], delimiter: str, end: str, every: bool) -> None:
    out = io.StringIO(newline="")
    if every:
        csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    text = out.getvalue()
    expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert [[cell.value(text) for cell in row] for row in scan(text, delimiter)] == expected


@pytest.mark.property
@given(st.text(st.sampled_from('ab,;"" \n\r#é'), max_size=60), DELIMITERS)
def test_any_text_is_read_at_equal_length(text: str, delimiter: str) -> None:
    parts = read_delimited(text, delimiter)
    assert len(parts.text) == len(text)
    for before, after in zip(text, parts.text, strict=True):
        assert after in {before, FILL} if before not in "\n\r" else after == before
    assert all(0 <= b.begin < b.end <= len(text) for b in parts.blocks)


@pytest.mark.property
@given(st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_no_letter_is_lost_however_broken_the_quotes(text: str) -> None:
    parts = read_delimited(text, ",")
    told = "".join(shown(parts, b.begin, b.end) for b in parts.blocks)
    assert sorted(c for c in told if c in "ab") == sorted(c for c in text if c in "ab")


def test_doubled_quotes_become_one_and_a_filler() -> None:
    parts = read_delimited('name,country\n"Said ""Yes"", Inc.",FR\nApril,FR\n', ",")
    assert cells(parts)[2:4] == [(1, 0, "", 'Said "Yes", Inc.'), (1, 1, "", "FR")]
    assert f'Said "{FILL}Yes"{FILL}, Inc.' in parts.text


def test_a_quote_that_nobody_closes_is_a_character() -> None:
    parts = read_delimited('name,in\n"April,FR\nCADTM,BE\n', ",")
    assert cells(parts)[2:] == [(1, 0, "", '"April'), (1, 1, "", "FR"), (2, 0, "", "CADTM"), (2, 1, "", "BE")]


def test_lines_of_a_cell_are_blocks_of_their_own_unless_they_wrap() -> None:
    parts = read_delimited('name,in\n"Bits of\nfreedom",NL\n"April\nCADTM",FR\n"A (the\nB)",FR\n', ",")
    assert [c[3] for c in cells(parts) if c[1] == 0][1:] == ["Bits of\nfreedom", "April", "CADTM", "A (the\nB)"]
    assert [c[0] for c in cells(parts) if c[1] == 0] == [0, 1, 2, 2, 3]


def test_remarks_above_the_table_are_passed_over_and_titles_are_lines() -> None:
    parts = read_delimited("# made by hand, on paper\nOpen letter\n\nName,Country\nApril,FR\n", ",")
    assert [shown(parts, b.begin, b.end) for b in parts.blocks if b.kind == "line"] == ["Open letter"]
    assert cells(parts)[0] == (0, 0, "head", "Name")
    assert "hand" not in parts.text


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (["Organisation", "Country"], True),
        (["#", "Nom de l'organisation", "Pays"], True),
        (["團體名稱", "國家"], True),
        (["اسم المنظمة", "الدولة"], True),
        (["Amnesty International", "UK"], False),
        (["1", "Amnesty International", "UK"], False),
        (["Name", "Name"], False),
        (["", ""], False),
    ],
)
def test_headers(row: list[str], verdict: bool) -> None:
    assert is_header(row) is verdict
