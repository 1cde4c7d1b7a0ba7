"""correct: an editor's skip, split, merge and rename, whatever the reading was; spans stay in the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL, Corrections
from siggraph.letters.correct import correct
from siggraph.model import Listing
from siggraph.names import clean

NAMES = ("Alpha Union", "Beta League", "Gamma Watch", "Delta and Epsilon")


def read(*names: str, form: str = "- {name}\n", start: int = 1) -> tuple[str, list[Listing]]:
    """Return a text with a name a line, and its listings."""
    text, listings = "Signed by\n\n", []
    for i, name in enumerate(names, start=start):
        line = form.format(i=i, name=name)
        begin = len(text) + line.index(name)
        listings.append(
            Listing(f"x/en/{i:04d}", "x", "x/en", i, clean(name), "organisation", "", "", "", begin, begin + len(name),
                    text.count("\n") + 1)
        )  # fmt: skip
        text += line
    return text, listings


def names_of(listings: tuple[Listing, ...]) -> list[str]:
    return [listing.name for listing in listings]


def test_without_corrections_nothing_changes() -> None:
    text, listings = read(*NAMES)
    assert correct(listings, text, Corrections(layout="lines", first=3), "x/en") == (tuple(listings), ())


def test_skip_takes_a_line_out_however_it_is_spaced() -> None:
    text, listings = read(*NAMES)
    made, findings = correct(listings, text, Corrections(skip=("beta-LEAGUE",)), "x/en")
    assert names_of(made) == ["Alpha Union", "Gamma Watch", "Delta and Epsilon"]
    assert [x.position for x in made] == [1, 2, 3]
    assert [x.id for x in made] == ["x/en/0001", "x/en/0002", "x/en/0003"]
    assert findings == ()


def test_printed_numbers_stay() -> None:
    text, listings = read(*NAMES, form="{i}. {name}\n")
    made, _ = correct(listings, text, Corrections(skip=("Beta League",)), "x/en")
    assert [x.position for x in made] == [1, 3, 4]
    made, _ = correct(listings, text, Corrections(split=(("Beta League", ("Beta", "League")),)), "x/en")
    assert [(x.position, x.name) for x in made] == [
        (1, "Alpha Union"), (2, "Beta"), (5, "League"), (3, "Gamma Watch"), (4, "Delta and Epsilon"),
    ]  # fmt: skip
    text, listings = read(*NAMES, form="{i}. {name}\n", start=7)
    made, _ = correct(listings, text, Corrections(skip=("Beta League",)), "x/en")
    assert [x.position for x in made] == [7, 9, 10]


def test_split_finds_the_parts_in_the_document() -> None:
    text, listings = read(f"Delta{FILL}\n  Union and ÉPSILON", "Zeta")
    said = Corrections(split=(("Delta Union and Épsilon", ("Delta Union", "Épsilon")),))
    made, findings = correct(listings, text, said, "x/en")
    assert names_of(made) == ["Delta Union", "Épsilon", "Zeta"]
    assert [clean(text[x.begin : x.end]) for x in made] == ["Delta Union", "ÉPSILON", "Zeta"]
    assert [x.line for x in made] == [3, 4, 5]
    assert findings == ()


def test_a_part_that_is_not_printed_has_the_span_of_the_whole() -> None:
    text, listings = read("Delta & friends")
    made, _ = correct(listings, text, Corrections(split=(("Delta & friends", ("Delta", "Friends of Delta")),)), "x/en")
    assert [text[x.begin : x.end] for x in made] == ["Delta", "Delta & friends"]


@pytest.mark.parametrize(
    ("text", "pieces", "name"),
    [
        ("Smith, Jones and Co", ("Smith", "Jones and Co"), "Smith, Jones and Co"),
        ("Movement of Farm\nWorkers", ("Movement of Farm", "Workers"), "Movement of Farm Workers"),
        ("- Movement of Farm\n- Workers", ("Movement of Farm", "Workers"), "Movement of Farm Workers"),
        ("1. Movement of Farm 2. Workers", ("Movement of Farm", "Workers"), "Movement of Farm Workers"),
        ("台灣民間\n協會", ("台灣民間", "協會"), "台灣民間協會"),
        (f"Alpha{FILL * 4}Union", ("Alpha", "Union"), "Alpha Union"),
    ],
)
def test_merge_joins_what_a_layout_tore(text: str, pieces: tuple[str, ...], name: str) -> None:
    listings = [
        Listing("", "", "", i, piece, "organisation", "", "", "", text.index(piece), text.index(piece) + len(piece), 1)
        for i, piece in enumerate(pieces, start=1)
    ]
    [made], findings = correct(listings, text, Corrections(merge=(pieces,)), "x/en")
    assert made.name == name
    assert (made.begin, made.end) == (listings[0].begin, listings[-1].end)
    assert findings == ()


def test_names_that_are_not_neighbours_are_not_merged() -> None:
    text, listings = read(*NAMES)
    made, [finding] = correct(listings, text, Corrections(merge=(("Alpha Union", "Gamma Watch"),)), "x/en")
    assert list(made) == listings
    assert (finding.severity, finding.code, finding.where) == ("warning", "correction-unused", "x/en: reading.merge")


def test_rename_keeps_the_span_and_says_what_was_read() -> None:
    text, listings = read(*NAMES)
    exchange = (("Alpha Union", "Beta League"), ("Beta League", "Alpha Union"))
    made, _ = correct(listings, text, Corrections(rename=exchange), "x/en")
    assert names_of(made) == ["Beta League", "Alpha Union", "Gamma Watch", "Delta and Epsilon"]
    assert made[0].note == "read as: Alpha Union"
    assert text[made[0].begin : made[0].end] == "Alpha Union"


def test_rename_and_skip_reach_what_split_and_merge_made() -> None:
    text, listings = read(*NAMES)
    said = Corrections(
        skip=("Epsilon",),
        split=(("Delta and Epsilon", ("Delta", "Epsilon")),),
        merge=(("Alpha Union", "Beta League"),),
        rename=(("Alpha Union Beta League", "A & B"), ("Delta", "The Delta")),
    )
    made, findings = correct(listings, text, said, "x/en")
    assert names_of(made) == ["A & B", "Gamma Watch", "The Delta"]
    assert findings == ()


def test_every_correction_that_fits_nothing_is_named() -> None:
    text, listings = read(*NAMES)
    said = Corrections(
        skip=("Omega",), split=(("Psi", ("P", "si")),), merge=(("Chi", "Phi"),), rename=(("Tau", "Ypsilon"),)
    )
    made, findings = correct(listings, text, said, "x/en")
    assert list(made) == listings
    assert [f.where for f in findings] == [f"x/en: reading.{kind}" for kind in ("merge", "split", "skip", "rename")]
    assert all(f.remedy for f in findings)


WORDS = st.sampled_from(["Alpha", "Beta", "Alpha Beta", "Gamma (G)", "台灣", "Beta, Gamma", "ΑΣ Straße"])


@pytest.mark.property
@given(
    st.lists(WORDS, max_size=6),
    st.lists(WORDS, max_size=3),
    st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple)), max_size=3),
    st.lists(st.lists(WORDS, min_size=2, max_size=3).map(tuple), max_size=3),
    st.lists(st.tuples(WORDS, WORDS), max_size=3),
    st.sampled_from(["- {name}\n", "{i}. {name}\n", "{name}; "]),
)
def test_whatever_is_said_positions_and_spans_hold(
    names: list[str],
    skip: list[str],
    split: list[tuple[str, tuple[str, ...]]],
    merge: list[tuple[str, ...]],
    rename: list[tuple[str, str]],
    form: str,
) -> None:
    text, listings = read(*names, form=form)
    said = Corrections(skip=tuple(skip), split=tuple(split), merge=tuple(merge), rename=tuple(rename))
    made, _ = correct(listings, text, said, "x/en")
    assert len({x.position for x in made}) == len(made)
    assert len({x.id for x in made}) == len(made)
    assert all(0 <= x.begin < x.end <= len(text) and x.name == clean(x.name) for x in made)
    assert [x.begin for x in made] == sorted(x.begin for x in made) or split
