"""registry: an identifier that was released never goes away, whatever is joined and parted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.model import Judgement, Registered, Signature
from siggraph.organisations.registry import mint, updates
from tests.organisations.lines import judged, lines, printed, run, said

DAY = "2026-03-01"


def row(letter: str, position: int, minted: str = "2026-01-01", merged_into: str = "") -> Registered:
    anchor = f"{letter}/en/{position:04d}"
    return Registered(mint(anchor), "", anchor, minted, merged_into)


def settled(
    signatures: list[Signature], judgements: list[Judgement], rows: tuple[Registered, ...] = ()
) -> tuple[Registered, ...]:
    return updates(run(signatures, judgements, rows).organisations, rows, DAY)


def test_new_bodies_get_rows_in_the_order_of_their_anchors() -> None:
    rows = settled(lines("Beta", "Alpha", "Gamma"), [])
    assert [(r.id, r.anchor, r.minted) for r in rows] == [
        (mint(f"x/en/000{i}"), f"x/en/000{i}", DAY) for i in (1, 2, 3)
    ]


def test_the_one_registered_first_stays_even_where_it_is_listed_later() -> None:
    rows = (row("x", 1, "2026-02-01"), row("x", 2, "2026-01-01"))
    told = settled(lines("Alpha", "Beta"), [said("Alpha", "Beta")], rows)
    assert [r.merged_into for r in told] == [rows[1].id, ""]
    merged = run(lines("Alpha", "Beta"), [said("Alpha", "Beta")], told)
    assert [o.id for o in merged.organisations] == [rows[1].id]
    assert merged.findings == ()


def test_a_body_that_is_split_off_gets_an_identifier_of_its_own_first_line() -> None:
    pair = [*lines("Viet Tan"), *lines("VIET-TAN", letter="y")]
    before = settled(pair, [])
    assert len(before) == 1
    after = settled(pair, [said("Viet Tan", "VIET-TAN", "different", letters=("x", "y"))], before)
    assert after[0] == before[0]
    assert [r.id for r in after[1:]] == [mint("y/en/0001")]


def test_what_was_merged_by_hand_and_is_one_body_stays_as_it_was() -> None:
    older, newer = row("x", 1, "2026-01-01"), row("x", 2, "2026-02-01")
    rows = (replace(older, merged_into=newer.id), newer)
    assert settled(lines("Alpha", "Beta"), [said("Alpha", "Beta")], rows) == rows


def test_a_row_whose_line_is_no_longer_printed_stays_as_it_is() -> None:
    gone = replace(row("old", 7), merged_into=row("old", 8).id)
    rows = (gone, row("old", 8))
    assert settled(lines("Alpha"), [], rows)[:2] == rows


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=5), judged())
def test_merge_and_unmerge_restore_every_row_and_every_body(
    signatures: list[Signature], judgements: list[Judgement], extra: Judgement
) -> None:
    rows = settled(signatures, judgements)
    before = run(signatures, judgements, rows)
    act = replace(extra, reason="one more", withdrawn="")
    after = settled(signatures, [*judgements, act], rows)
    assert {r.id for r in rows} <= {r.id for r in after}
    back = settled(signatures, [*judgements, replace(act, withdrawn="2026-03-02 wrong")], after)
    ids = {r.id for r in rows}
    assert tuple(r for r in back if r.id in ids) == rows
    assert all(r.merged_into for r in back if r.id not in ids)  # a split-off identifier leads back
    restored = run(signatures, [*judgements, replace(act, withdrawn="2026-03-02 wrong")], back)
    assert restored == before


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=5))
def test_updates_come_to_rest_and_leave_no_finding(signatures: list[Signature], judgements: list[Judgement]) -> None:
    rows = settled(signatures, judgements)
    assert settled(signatures, judgements, rows) == rows
    codes = {f.code for f in run(signatures, judgements, rows).findings}
    assert not codes & {"merge-not-registered", "merge-not-judged"}
    assert all(o.id.startswith("o-") for o in run(signatures, judgements, rows).organisations)


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=5), st.lists(judged(), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_body(
    signatures: list[Signature], first: list[Judgement], then: list[Judgement], random: object
) -> None:
    rows = settled(signatures, [*first, *then], settled(signatures, first))
    shuffled, judgements = list(rows), [*then, *first]
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis's own random
    random.shuffle(judgements)  # type: ignore[attr-defined] # likewise
    assert run(signatures, judgements, shuffled) == run(signatures, [*first, *then], rows)


def test_a_row_that_led_into_another_body_is_as_old_as_it_was() -> None:
    rows = (row("x", 1, "2026-01-01", row("x", 3).id), row("x", 2, "2026-01-02"), row("x", 3, "2025-01-01"))
    told = settled(lines("Alpha", "Beta", "Gamma"), [said("Alpha", "Beta")], rows)
    assert [r.merged_into for r in told] == ["", rows[0].id, ""]
