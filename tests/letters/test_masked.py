"""Masked names: a line that was redacted stays a line of its list, and the editions of a letter stay matched by it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import plain
from siggraph.io.documents import document_of
from siggraph.letters.masked import comparable, is_of_person, is_wholly_masked, masked_again, standing_in
from siggraph.letters.parse import parse
from siggraph.letters.reconcile import reconcile
from siggraph.letters.words import Wordlists
from siggraph.model import Edition, Letter, Listing
from siggraph.names import MASK

NAMES = ("Amber Society for Human Rights", "Bureau of Free Writers", "CADAL", "Dawn Association (DA)",
         "Ember Union of Workers", "Foundation for Rivers", "Global Peace Network", "Hill Institute")  # fmt: skip
LAYOUTS = {
    "bullets": "Signatories:\n\n" + "".join(f"- {name}\n" for name in NAMES),
    "numbers": "Signed by\n\n" + "".join(f"{n}. {name}\n" for n, name in enumerate(NAMES, start=1)),
    "lines": "Dear all,\n\nwe ask you to act.\n\nSignatories\n\n" + "".join(f"{name}\n" for name in NAMES),
    "bare lines": "".join(f"{name}\n" for name in NAMES),
    "sentence": f"Signed by: {', '.join(NAMES[:-1])} and {NAMES[-1]}.\n",
    "table": "No.,Organisation,Country\n" + "".join(f"{n},{name},Peru\n" for n, name in enumerate(NAMES, start=1)),
    "places": "Signatories\n\n" + "".join(f"- {name}, Peru\n" for name in NAMES),
    "html": "<h2>Signatories</h2><ul>" + "".join(f"<li>{name}</li>" for name in NAMES) + "</ul>",
}


@pytest.mark.parametrize("masked", [(0,), (2,), (3,), (7,), (1, 4), (5, 6, 7)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_masked_line_stays_a_line(layout: str, masked: Sequence[int], words: Wordlists) -> None:
    text = LAYOUTS[layout]
    after = text
    for i in masked:
        after = after.replace(NAMES[i], MASK * len(NAMES[i]))
    was, now = (parse(document_of(t.encode(), "a.txt", "a"), words, edition="x/a").listings for t in (text, after))
    assert [(x.id, x.position, x.heading, x.country, x.begin, x.end) for x in now] == [
        (x.id, x.position, x.heading, x.country, x.begin, x.end) for x in was
    ]
    expected = [x.name for x in was]
    for i in masked:
        expected[i] = expected[i].replace(NAMES[i], MASK * len(NAMES[i]))
    assert [x.name for x in now] == expected
    assert {x.kind for x in now} == {"organisation"}


def test_a_person_is_told_by_the_spaces_that_are_left(words: Wordlists) -> None:
    text = f"Signatories:\n\n- Amber Society\n- {MASK * 4} {MASK * 6}\n- {MASK * 9}\n- Dawn Association\n"
    kinds = [x.kind for x in parse(plain(text), words).listings]
    assert kinds == ["organisation", "individual", "organisation", "organisation"]


@pytest.mark.property
@given(st.text(st.sampled_from(f"aB1 ,.\n-台{MASK}"), max_size=40))
def test_standing_in_keeps_length_and_is_undone(text: str) -> None:
    shown = standing_in(text)
    assert len(shown) == len(text)
    assert MASK not in shown
    assert masked_again(shown) == text


def test_what_is_left_of_a_name() -> None:
    assert (is_wholly_masked(f"{MASK} ({MASK})"), is_wholly_masked(f"{MASK} A"), is_wholly_masked("A")) == (
        True,
        False,
        False,
    )
    assert is_of_person(standing_in(f"{MASK} {MASK}"))
    assert comparable(f"A {MASK * 3}") == comparable(f"A {MASK * 9}") != comparable("A B")


def matched(*editions: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the signatures of editions that print these names, each as ``<edition><position>`` of its listings."""
    letter = Letter("x", {}, "", "", "", "none", (), (), (), Edition("", "", "", "", "", "", "").stated)
    pairs = []
    for short, names in zip("abcd", editions, strict=False):
        edition = Edition(f"x/{short}", "x", "", "", "", "full", "")
        rows = [
            Listing(f"{short}{n}", "x", edition.id, n, name, "organisation", "", "", "", 0, 1, 1)
            for n, name in enumerate(names, start=1)
        ]
        pairs.append((edition, rows))
    return [signature.listings for signature in reconcile(letter, pairs).signatures]


def test_masks_of_any_length_are_matched_by_their_neighbours() -> None:
    assert matched(["A", MASK * 5, "B", MASK * 7], ["A", MASK * 9, "B", MASK * 5]) == [
        ("a1", "b1"), ("a2", "b2"), ("a3", "b3"), ("a4", "b4")
    ]  # fmt: skip


def test_masks_elsewhere_are_matched_by_their_length_or_not_at_all() -> None:
    assert matched(["A", MASK * 5, "B"], [MASK * 5, "A", "B"]) == [("a1", "b2"), ("a2", "b1"), ("a3", "b3")]
    assert len(matched(["A", MASK * 5, "B"], [MASK * 6, "A", "B"])) == 4


def test_what_is_left_beside_a_mask_matches_no_other_body() -> None:
    assert len(matched([f"{MASK * 5} France", "B"], ["France", "B"])) == 3
    assert len(matched([f"Coalition ({MASK * 5}, A)", "B"], [f"Coalition ({MASK * 8}; A)", "B"])) == 2
