"""Synthetic letters: every layout in sixteen languages, and the same list through every format."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.documents import document_of
from siggraph.io.resources import resource
from siggraph.letters.parse import Reading, parse
from siggraph.letters.words import Wordlists
from siggraph.names import clean, squash
from tests import office_files
from tests.letters.synthetic import LAYOUTS, Made, frames, in_formats, in_layouts, names

WORDS = Wordlists.from_tables(read_reference(resource("data") / "reference"))


def read(content: bytes, file: str) -> Reading:
    return parse(document_of(content, file, file), WORDS)


def f1(made: list[Made]) -> float:
    hits = found = gold = 0
    for one in made:
        listings = read(one.content, one.file).listings
        wanted = Counter((squash(name), squash(country)) for name, country, _ in one.gold)
        told = Counter((squash(x.name), squash(x.country)) for x in listings)
        hits += (wanted & told).total()
        found += told.total()
        gold += wanted.total()
    return 2 * hits / (found + gold)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_is_read_in_every_language(layout: str) -> None:
    made = [one for one in in_layouts() if one.layout == layout]
    assert made
    assert f1(made) >= 0.97


FORMATS = sorted({one.layout for one in in_formats()})


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_format_is_read_in_every_language(form: str) -> None:
    assert f1([one for one in in_formats() if one.layout == form]) == 1.0


def test_spans_lead_to_the_place_in_the_file() -> None:
    for one in in_formats():
        document = document_of(one.content, one.file, one.file)
        assert document.verbatim, one.name
        assert len(document.text) == len(one.content.decode())
        for listing in parse(document, WORDS).listings:
            assert clean(document.text[listing.begin : listing.end]) == listing.name
            assert one.content.decode().count("\n", 0, listing.begin) + 1 == listing.line


def packed(form: str, listed: list[str]) -> tuple[bytes, str]:
    """Put a list into a document of an office program, under a heading."""
    cue = "Signatories"
    if form == "docx-list":
        return office_files.docx_paragraphs([cue + ":", *(f"• {name}" for name in listed)]), "l.docx"
    if form == "docx-table":
        return office_files.docx_table([["Organisation", "Country"], *([name, "Kenya"] for name in listed)]), "l.docx"
    if form == "odt-list":
        return office_files.odt(office_files.odt_p(cue + ":") + office_files.odt_list(listed)), "l.odt"
    if form == "odt-table":
        rows = [["Organisation", "Country"], *([name, "Kenya"] for name in listed)]
        return office_files.odt(office_files.odt_table(rows)), "l.odt"
    rows = [["Organisation", "Country"], *([name, "Kenya"] for name in listed)]
    return office_files.xlsx({"list": rows}), "l.xlsx"


LISTS = st.sampled_from(sorted(frames())).flatmap(
    lambda language: st.lists(st.sampled_from(names(language)), min_size=5, max_size=10, unique=True)
)


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(LISTS, st.sampled_from(["docx-list", "docx-table", "odt-list", "odt-table", "xlsx"]))
def test_the_same_list_through_every_office_format_gives_the_same_names(listed: list[str], form: str) -> None:
    content, file = packed(form, listed)
    assert [x.name for x in read(content, file).listings] == [clean(name) for name in listed]
