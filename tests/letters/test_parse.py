"""parse: the lists of the first letter, and any list of names in the layouts that are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import plain
from siggraph.io.corpus import read_reference
from siggraph.io.documents import read_document
from siggraph.io.resources import resource
from siggraph.letters.parse import parse
from siggraph.letters.words import Wordlists
from siggraph.model import StatedCounts
from siggraph.names import clean

WORDS = Wordlists.from_tables(read_reference(resource("data") / "reference"))
LETTER = resource("data") / "letters" / "2020-china-mechanism"

NAMES = st.text(st.sampled_from("abcdefgh ABCDEFGH éñü 人權協會 Комитет مرصد の会 -'()&"), min_size=3, max_size=60).map(
    lambda s: clean(f"X{s}Y")
)


@pytest.mark.parametrize(("edition", "count", "layout"), [("zh", 281, "numbered"), ("fr", 262, "dash")])
def test_the_packaged_block_and_the_full_text_have_the_same_list(
    shared: Path, edition: str, count: int, layout: str
) -> None:
    block = parse(read_document(LETTER / f"{edition}.txt"), WORDS)
    full = parse(read_document(shared / "seeds" / f"letter-{edition}.txt"), WORDS)
    assert [x.name for x in block.listings] == [x.name for x in full.listings]
    assert len(block.listings) == count
    assert block.stated == full.stated == StatedCounts(321, 282 if edition == "fr" else None, 39)
    assert [line.split(":")[0] for line in block.layouts] == [layout]
    assert not block.findings


def test_the_block_is_printed_as_in_the_published_text(shared: Path) -> None:
    for edition in ("zh", "fr"):
        block = read_document(LETTER / f"{edition}.txt").text
        full = read_document(shared / "seeds" / f"letter-{edition}.txt").text
        before, _, after = block.partition("[…]")
        assert full.startswith(before)
        assert full.endswith(after.partition("\n")[2].lstrip("\n"))


def test_the_three_wrapped_names_are_joined() -> None:
    names = {x.position: x.name for x in parse(read_document(LETTER / "zh.txt"), WORDS).listings}
    assert names[163] == "Miloon Kothari individually as an independent expert and former UN Special Rapporteur"
    assert names[164] == "MINBYUN - Lawyers for a Democratic Society International Solidarity Committee"
    assert names[265] == "Yayasan Lembaga Bantuan Hukum Indonesia (YLBHI) / Indonesia Legal Aid Foundation"
    assert names[83] == "Federation for a Democratic China 民主中国陣線"


def test_individuals_are_told_from_organisations() -> None:
    listings = parse(read_document(LETTER / "fr.txt"), WORDS).listings
    people = [x for x in listings if x.kind == "individual"]
    assert [x.name.split(" individually")[0] for x in people] == ["Miloon Kothari", "Ms. Enakshi Ganguly"]


@pytest.mark.property
@given(
    st.lists(NAMES, min_size=3, max_size=12),
    st.sampled_from(
        ["{n}. {name}", "- {n}. {name}", "- {name}", "• {name}", "* {name}", "({n}) {name}", "{n}、{name}"]
    ),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.booleans(),
)
def test_any_list_comes_back_with_its_spans(names: list[str], form: str, ending: str, framed: bool) -> None:
    lines = [form.format(n=i, name=name) for i, name in enumerate(names, start=1)]
    text = ending.join(lines)
    if framed:
        text = f"Dear Secretary-General,{ending}{ending}we write to you.{ending}{ending}{text}{ending}{ending}The end."
    reading = parse(plain(text), WORDS)
    assert [x.name for x in reading.listings] == names
    assert [x.position for x in reading.listings] == list(range(1, len(names) + 1))
    for listing in reading.listings:
        assert text[listing.begin : listing.end] == listing.name
        assert listing.name in text.splitlines()[listing.line - 1]


def test_prose_has_no_list() -> None:
    reading = parse(plain("We write to you.\n\n1. A demand.\n\nSincerely,\nThe undersigned\n"), WORDS)
    assert reading.listings == ()
    assert [f.code for f in reading.findings] == ["no-list-found"]
    assert reading.findings[0].remedy


def test_a_list_of_demands_is_no_list_of_names() -> None:
    demand = "We ask the Council to act at once. It must not wait. The time has come."
    text = "\n".join(f"{i}. {demand}" for i in range(1, 6)) + "\n\nSignatories:\n- Alpha\n- Beta\n- Gamma\n"
    reading = parse(plain(text), WORDS)
    assert [(x.name, x.heading) for x in reading.listings] == [
        ("Alpha", "Signatories"), ("Beta", "Signatories"), ("Gamma", "Signatories"),
    ]  # fmt: skip


def test_front_matter_is_no_list_of_names() -> None:
    text = (
        "---\ntags:\n- tag: brasília\n- tag: news\n- tag: luta\n---\n\n- 2015/04/x.md\n- 2015/05/y.md\n- 2015/06/z.md\n"
    )
    assert parse(plain(text), WORDS).listings == ()


def test_two_lists_under_headings_that_both_begin_with_one() -> None:
    text = "Organisations:\n1. Alpha\n2. Beta\n3. Gamma\n\nIndividuals:\n1. Jo Doe\n2. Al Roe\n3. Bo Poe\n"
    reading = parse(plain(text), WORDS, letter="x", edition="x/en")
    assert [x.kind for x in reading.listings] == ["organisation"] * 3 + ["individual"] * 3
    assert [x.position for x in reading.listings] == [1, 2, 3, 4, 5, 6]
    assert len({x.id for x in reading.listings}) == 6


def test_counts_that_disagree_are_a_finding() -> None:
    text = "- Alpha\n- Beta\n- Gamma\n\nSigned by 321 organisations.\nSigned by 320 organisations.\n"
    reading = parse(plain(text), WORDS)
    assert reading.stated.total is None
    assert [f.code for f in reading.findings] == ["stated-counts-disagree"]


def test_a_number_inside_a_name_is_no_stated_count() -> None:
    text = "- The 42 signatories Alliance\n- Beta\n- Gamma\n"
    assert WORDS.counts.read(text)  # outside of a list it would be one
    assert parse(plain(text), WORDS).stated == StatedCounts()


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("日本ウイグル協会", "ja"),
        ("台灣客社", "zh-Hant"),
        ("Сахаровский Центр", "ru"),
        ("Coalition Togolaise des Défenseurs des Droits Humains (CTDDH)", "fr"),
        ("Taiwan Kenkyu Rondan 台湾研究フォーラム", ""),
        ("CADAL", ""),
    ],
)
def test_the_language_is_told_only_where_it_shows(name: str, language: str) -> None:
    [listing, *_] = parse(plain(f"- {name}\n- Beta\n- Gamma\n"), WORDS).listings
    assert listing.language == language
