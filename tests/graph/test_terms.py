"""Terms: whatever the text, what is written is what two other parsers read."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib import Literal as RdfLiteral

from siggraph.graph.terms import Names, concept, decimal, integer, iri, literal

pytestmark = pytest.mark.property
S, P = iri("https://example.org/s"), iri("https://example.org/p")
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    st.sampled_from("\\\"'<>{}|^`\n\r\t\x00\x07\x7f\u2028\u202e. @_:#台\U0001f600"), max_size=30
)


def read(line: str) -> ox.Quad:
    [quad] = list(ox.parse(line, format=ox.RdfFormat.N_QUADS))
    assert isinstance(quad, ox.Quad)
    return quad


@given(HOSTILE, st.sampled_from(["", "fr", "zh-Hans", "not a tag", "x" * 9, 'en"']))
@example("\\u0041", "")
def test_literals_come_back_in_two_parsers(value: str, language: str) -> None:
    line = f"{S} {P} {literal(value, language)} .\n"
    back = read(line).object
    assert isinstance(back, ox.Literal)
    assert back.value == value
    assert back.language == (language.lower() if re.fullmatch(r"fr|zh-Hans", language) else None)
    [seen] = Graph().parse(data=line, format="nt").objects()
    assert isinstance(seen, RdfLiteral)
    assert str(seen) == value


@given(HOSTILE)
def test_an_iri_is_never_broken_out_of(value: str) -> None:
    term = iri(f"https://example.org/{value}")
    quad = read(f"{S} {P} {term} .\n")
    assert isinstance(quad.object, ox.NamedNode)
    assert quad.object.value == term[1:-1]


@given(HOSTILE)
def test_identifiers_and_codes_become_iris(value: str) -> None:
    names = Names("https://example.org/c")
    for term in (names.of("organisation", value), concept("place", value)):
        assert isinstance(read(f"{S} {P} {term} .\n").object, ox.NamedNode)


@given(st.floats(0, 1))
def test_decimals_are_decimals(value: float) -> None:
    back = read(f"{S} {P} {decimal(value)} .\n").object
    assert isinstance(back, ox.Literal)
    assert abs(float(back.value) - value) <= 0.00005 + 1e-12
    assert "e" not in back.value.lower()


def test_integers() -> None:
    assert integer(-3) == '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'
