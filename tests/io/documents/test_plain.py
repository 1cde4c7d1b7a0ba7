"""Plain text: lines, paragraphs and pages as they stand; nothing is taken away."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.documents.plain import read_plain
from siggraph.names import clean

TEXTS = st.text(st.sampled_from("ab 1.-\t\n\r\f\u2028\u00a0\u3000é台ع"), max_size=80)


@pytest.mark.property
@given(TEXTS)
def test_the_text_stays_and_every_visible_character_stands_in_one_block(text: str) -> None:
    parts = read_plain(text)
    assert parts.text == text
    assert clean("".join(text[b.begin : b.end] for b in parts.blocks)).replace(" ", "") == clean(text).replace(" ", "")
    spans = [(b.begin, b.end) for b in parts.blocks]
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.property
@given(TEXTS)
def test_blocks_are_trimmed_lines_without_a_break_inside(text: str) -> None:
    for block in read_plain(text).blocks:
        line = text[block.begin : block.end]
        assert line == line.strip()
        assert not set(line) & {"\n", "\r", "\f"}
        assert block.kind == "line"


def test_all_line_ends_end_lines_and_blank_lines_part_paragraphs() -> None:
    text = "a\r\nb\rc\n \t\nd\r\n\r\n\r\ne"
    assert [(text[b.begin : b.end], b.group) for b in read_plain(text).blocks] == [
        ("a", 0), ("b", 0), ("c", 0), ("d", 1), ("e", 2),
    ]  # fmt: skip


def test_form_feeds_turn_pages_and_without_them_there_are_none() -> None:
    text = "a\n\fb\fc"
    assert [(text[b.begin : b.end], b.page) for b in read_plain(text).blocks] == [("a", 1), ("b", 2), ("c", 3)]
    assert {b.page for b in read_plain("a\nb").blocks} == {0}


def test_markers_stay_in_the_line() -> None:
    text = "  - 1) Bits of Freedom  "
    (block,) = read_plain(text).blocks
    assert text[block.begin : block.end] == "- 1) Bits of Freedom"
