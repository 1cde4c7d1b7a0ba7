"""Readers and finder together on whatever comes: an answer or a clear error, spans inside the text, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siggraph.document import plain
from siggraph.errors import InputError
from siggraph.io.corpus import read_reference
from siggraph.io.documents import document_of
from siggraph.io.resources import resource
from siggraph.letters.parse import Reading, parse
from siggraph.letters.words import Wordlists
from tests import office_files
from tests.letters.synthetic import all_letters, names

WORDS = Wordlists.from_tables(read_reference(resource("data") / "reference"))
SEEDS = [made for i, made in enumerate(all_letters()) if i % 23 == 0]
PACKED = [
    ("l.docx", office_files.docx_table([["Organisation"], *([name] for name in names("en"))])),
    ("l.odt", office_files.odt(office_files.odt_list(names("ja")))),
    ("l.xlsx", office_files.xlsx({"a": [["Organisation"], *([name] for name in names("ru"))]})),
]
PIECES = st.sampled_from(
    ["\n", "\n\n", "\t", "   ", "- ", "1. ", "(2) ", "• ", ", ", "; ", "、", "، ", " and ", " و", "Signatories:",
     "FIRMAN", "聯署團體：", "Kenya", "(Kenya)", " – ", "[1]", "<p>", "</td>", "|", "#", "```", "\u202e", "\u0000",
     "\ud800", "\u2028", "Friends of Rain", "Dr. Jo Doe, Director", "等10個團體", "et al.", "(", '"', "“",
     "and 39 who wish to remain anonymous"]
)  # fmt: skip


def read(content: bytes, name: str) -> None:
    """Read a file: its listings must hold, or the refusal must say where and what to do."""
    try:
        document = document_of(content, name, name)
    except InputError as error:
        refused = error
    else:
        check(document.text, parse(document, WORDS))
        return
    assert refused.where
    assert refused.remedy


def check(text: str, reading: Reading) -> None:
    for listing in reading.listings:
        assert 0 <= listing.begin < listing.end <= len(text)
        assert listing.name
        assert listing.kind in {"organisation", "individual", "unclear"}
        assert listing.line == text.count("\n", 0, listing.begin) + 1
    assert bool(reading.listings) != any(f.code == "no-list-found" for f in reading.findings)


@pytest.mark.property
@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join))
def test_any_text_gives_listings_or_a_finding(text: str) -> None:
    check(text, parse(plain(text), WORDS))


@pytest.mark.property
@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.csv", "a.json", "a.yaml", "a.pdf"]))
def test_any_bytes_give_a_document_or_an_error(content: bytes, name: str) -> None:
    read(content, name)


@pytest.mark.property
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_letter_gives_listings_or_an_error(data: st.DataObject) -> None:
    made = data.draw(st.sampled_from([*((m.file, m.content) for m in SEEDS), *PACKED]))
    content = bytearray(made[1])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    read(bytes(content[: cut or None]), made[0])
