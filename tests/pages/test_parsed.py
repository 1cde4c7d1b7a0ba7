"""The page of `parse --show`: exact spans, white space kept, hostile text harmless."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from siggraph.document import plain
from siggraph.model import Listing
from siggraph.pages import parsed
from siggraph.pages.style import visible
from tests.pages.reading import check_structure


def _listing(text: str, begin: int, end: int, position: int, kind: str = "organisation") -> Listing:
    return Listing(f"x{position}", "L", "L/a", position, text[begin:end], kind, "", "", "", begin, end, 1)


def test_each_span_is_marked_and_numbered() -> None:
    text = "We:\n 1.  Friends\n     of Rain\n 2. Jo Roe <x@example.org>\n"
    spans = [(text.index("Friends"), text.index("Rain") + 4), (text.index("Jo"), text.index(" <"))]
    listings = [_listing(text, *spans[1], 2, "individual"), _listing(text, *spans[0], 1)]
    page = check_structure(parsed.render(plain(text, "a & b.txt"), listings))
    assert page.marks[3:] == ["Friends\n     of Rain", "Jo Roe"]  # after the three of the key
    marks = [m for m in page.tags("mark") if "data-n" in m]
    assert [(m["data-n"], m["class"]) for m in marks] == [("1", "organisation"), ("2", "individual")]
    assert text in "".join(page.text)
    assert "2 lines were read as signatories: 1 organisation, 1 individual." in page.words


def test_spans_without_a_place_are_told_not_drawn() -> None:
    text = "Friends of Rain"
    listings = [_listing(text, 0, 7, 1), _listing(text, 3, 9, 2), _listing(text, 10, 99, 3), _listing(text, 12, 12, 4)]
    page = check_structure(parsed.render(plain(text, "a.txt"), listings))
    assert page.marks[3:] == ["Friends"]
    assert "3 lines have no place of their own" in page.words


TEXTS = st.text(st.sampled_from("ab <>&\"'\n\u202e{}%台]!-"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62)), max_size=6))
def test_the_text_survives_whatever_it_holds(text: str, spans: list[tuple[int, int]]) -> None:
    listings = [_listing(text, begin, end, n) for n, (begin, end) in enumerate(spans)]
    page = check_structure(parsed.render(plain(text, text), listings))
    assert visible(text) in "".join(page.text)
    possible = {visible(text[begin:end]) for begin, end in spans if 0 <= begin < end <= len(text)}
    assert set(page.marks[3:]) <= possible
    assert bool(page.marks[3:]) == bool(possible)
