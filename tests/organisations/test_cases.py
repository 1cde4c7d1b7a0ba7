"""cases: one a pair of bodies, the most telling first, and nobody is asked twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.model import Judgement, Signature
from siggraph.names import MASK
from siggraph.organisations.candidates import candidates
from siggraph.organisations.cases import case_id, gain
from siggraph.organisations.match import compare, features
from tests.organisations.lines import WORDS, judged, lines, printed, run, said


def test_a_case_is_between_bodies_not_lines() -> None:
    names = [*lines("HRIC", "Human Rights in China"), *lines("Human Rights in China", letter="y")]
    [case] = run(names).cases
    assert (case.a, case.b, case.kind) == ("x/s/en-0001", "x/s/en-0002", "repetition")
    assert case.id == case_id("x/s/en-0001", "x/s/en-0002")
    assert case.reasons


def test_a_body_of_another_letter_is_an_identity() -> None:
    [case] = run([*lines("HRIC"), *lines("HRIC", letter="y")]).cases
    assert case.kind == "identity"


def test_a_negative_closes_a_case_and_unsure_moves_it_to_the_end() -> None:
    names = lines("HRIC", "Human Rights in China", "ACAT Togo", "ACAT Togo (Action des chretiens)")
    before = run(names).cases
    assert {(c.a, c.b) for c in before} >= {("x/s/en-0001", "x/s/en-0002")}
    assert len(before) > 1
    closed = run(names, [said("HRIC", "Human Rights in China", "different")]).cases
    assert len(closed) == len(before) - 1
    doubted = run(names, [said("HRIC", "Human Rights in China", "unsure")]).cases
    assert {c.id for c in doubted} == {c.id for c in before}
    assert (doubted[-1].a, doubted[-1].b) == ("x/s/en-0001", "x/s/en-0002")
    assert doubted[-1].gain < doubted[-2].gain


def test_a_judgement_in_one_letter_leaves_the_same_names_of_another_open() -> None:
    names = [*lines("HRIC", "Human Rights in China"), *lines("HRIC", letter="y")]
    cases = run(names, [said("HRIC", "Human Rights in China", "different", letters=("x", "x"))]).cases
    assert ("x/s/en-0002", "y/s/en-0001") in {(c.a, c.b) for c in cases}
    assert ("x/s/en-0001", "x/s/en-0002") not in {(c.a, c.b) for c in cases}


def test_a_redacted_line_is_no_case() -> None:
    hidden = f"Human Rights in China {MASK * 4}"
    assert run(lines("HRIC", hidden)).cases == ()


def test_the_gain_is_that_of_the_formula() -> None:
    assert gain(0.5, ["x"], ["x"]) == 0.6667  # 1 line moves, 1 letter is signed twice: 2/3
    assert gain(0.5, ["x"], ["y"]) == 0.6667  # 1 line moves, 1 pair of letters is co-signed
    assert gain(0.9, ["x", "y"], ["x", "z", "w"]) == round(0.36 * (2 + 1 + 2) / 6, 4)
    assert gain(1.0, ["x"], ["y"]) == 0.01


@pytest.mark.property
@given(st.floats(0, 1), st.lists(st.sampled_from("abcd"), min_size=1, max_size=9),
       st.lists(st.sampled_from("abcdef"), min_size=1, max_size=9), st.floats(0, 1))  # fmt: skip
def test_what_somebody_looked_at_never_comes_before_what_nobody_did(
    score: float, a: list[str], b: list[str], other: float
) -> None:
    fresh, looked_at = gain(other, ["x"], ["x"]), gain(score, a, b, doubted=True)
    assert 0 <= looked_at < fresh <= 1
    assert gain(score, a, b) == gain(score, b, a)
    assert gain(score, a, b) <= gain(score, [*a, "new"], [*b, "newer"])


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=5))
def test_every_case_is_a_pair_of_bodies_that_nobody_has_parted(
    signatures: list[Signature], judgements: list[Judgement]
) -> None:
    result = run(signatures, judgements)
    firsts = {o.signatures[0]: o.id for o in result.organisations}
    pairs = [frozenset((firsts[c.a], firsts[c.b])) for c in result.cases]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert [c.gain for c in result.cases] == sorted((c.gain for c in result.cases), reverse=True)
    owner = {s: o for o in result.organisations for s in o.signatures}
    seen = {name: features(name, (), WORDS) for s in signatures for name in s.names}
    for case in result.cases:
        one, two = owner[case.a].signatures, owner[case.b].signatures
        readings = [
            compare(seen[x], seen[y], same_letter=a.letter == b.letter).score
            for a, b in candidates(signatures, seen)
            if (a.id in one and b.id in two) or (a.id in two and b.id in one)
            for x in a.names
            for y in b.names
        ]
        assert case.score == max(readings)
        again = run(signatures, [*judgements, said_of(case.a, case.b, signatures)])
        assert case.id not in {c.id for c in again.cases}


def said_of(a: str, b: str, signatures: list[Signature]) -> Judgement:
    [one], [two] = ([s for s in signatures if s.id == side] for side in (a, b))
    return said(one.names[0], two.names[0], "different", letters=(one.letter, two.letter))


def test_of_several_readings_of_two_bodies_the_likeliest_counts() -> None:
    names = lines("HRIC", "Save Tibet", "Human Rights in China", "Save Tibet Austria")
    apart = {(c.a[-1], c.b[-1]): c.score for c in run(names).cases}
    assert apart["1", "3"] > apart.get(("2", "4"), 0)
    [case] = run(names, [said("HRIC", "Save Tibet"), said("Human Rights in China", "Save Tibet Austria")]).cases
    assert case.score == apart["1", "3"]
