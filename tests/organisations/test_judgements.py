"""judgements: rows are told apart by what they say, and whatever is amiss is said in full."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.names import MASK
from siggraph.organisations.judgements import Printed, in_force, judgement_id
from tests.organisations.lines import judged, line, lines, run, said


def test_an_identifier_is_of_what_a_row_says_and_not_of_its_withdrawal() -> None:
    row = said("Alpha", "Beta")
    assert judgement_id(row) == judgement_id(replace(row, withdrawn="2026-02-01 wrong"))
    others = {judgement_id(replace(row, **{field: "other"})) for field in ("subject_letter", "by", "reason", "verdict")}
    assert len(others | {judgement_id(row)}) == 5


def test_a_row_that_stands_twice_is_a_note_and_counts_once() -> None:
    row = said("Alpha", "Beta")
    result = run(lines("Alpha", "Beta"), [row, row])
    assert [(f.severity, f.code) for f in result.findings] == [("note", "judgement-twice")]
    assert "2 times" in result.findings[0].message
    assert result.judgements == (row,)


def test_one_standing_and_one_withdrawn_are_no_double() -> None:
    row = said("Alpha", "Beta")
    assert in_force([row, replace(row, withdrawn="2026-02-01")]) == ((row,), [])


def test_two_people_who_agree_are_no_finding() -> None:
    assert (
        run(lines("Alpha", "Beta"), [said("Alpha", "Beta", by="one"), said("Alpha", "Beta", by="two")]).findings == ()
    )


def test_two_verdicts_on_one_pair_are_an_error_that_names_both_rows() -> None:
    rows = [
        said("Alpha", "Beta", by="one", on="2026-01-01"),
        said("Beta", "Alpha", "different", by="two", on="2026-03-04"),
    ]
    [found] = run(lines("Alpha", "Beta"), rows).findings
    assert (found.severity, found.code) == ("error", "judgements-contradict")
    for part in ("one, editorial, 2026-01-01", "two, editorial, 2026-03-04", "'Alpha' same 'Beta'"):
        assert part in found.message
    assert all(judgement_id(row) in found.remedy for row in rows)


def test_unsure_contradicts_nothing() -> None:
    rows = [said("Alpha", "Beta", "unsure"), said("Alpha", "Beta")]
    assert run(lines("Alpha", "Beta"), rows).findings == ()
    assert len(run(lines("Alpha", "Beta"), rows).organisations) == 1


def test_a_judgement_on_a_redacted_name_is_not_applied_and_nothing_is_said() -> None:
    hidden = MASK * 5
    result = run(lines(hidden, "Beta"), [said(hidden, "Beta"), said(hidden, "Beta")])
    assert result.findings == ()
    assert result.judgements == ()
    assert len(result.organisations) == 2


def test_two_names_of_one_line_cannot_be_parted() -> None:
    [found] = run([line("Alpha", "Alfa")], [said("Alpha", "Alfa", "different")]).findings
    assert found.code == "judgement-not-applied"
    assert "on one line" in found.message


def test_a_side_without_a_letter_is_every_line_that_prints_the_name() -> None:
    bodies = [*lines("Alpha", "Beta"), *lines("alpha", letter="y")]
    rows = [said("ALPHA", "Beta"), said("Alpha", "Beta", letters=("y", "y"))]
    printed = Printed(bodies, rows)
    assert printed.sides(rows[0]) == ([0, 2], [1])
    assert printed.sides(rows[1]) == ([2], [])


@pytest.mark.property
@given(st.lists(judged(), max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_says_nothing(both: tuple[list[object], list[object]]) -> None:
    assert in_force(both[0]) == in_force(both[1])  # type: ignore[arg-type] # rows of one strategy
