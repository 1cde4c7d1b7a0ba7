"""The stop sign: says yes where groups were planted, no where there are none, and why."""

from __future__ import annotations

import numpy as np
import pytest

from siggraph.network.groups import adjusted_rand
from siggraph.network.project import TwoMode
from siggraph.network.verdict import LEAST_STABILITY, LEAST_Z, QUICK, judge
from tests.network.graphs import blocks, planted, southern_women, two_mode


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_pass_and_are_the_planted_ones(seed: int) -> None:
    table, truth = planted(280, 50, 1500, 5, 0.7, seed)
    seen = judge(two_mode(table), seed=seed, effort=QUICK)
    assert seen.verdict == "coalitions"
    busy = (table.sum(axis=1) >= 4) & (seen.actors >= 0)
    assert busy.sum() > 80
    assert adjusted_rand(seen.actors[busy], truth[busy]) > 0.7
    assert seen.null_z is not None
    assert seen.null_z > LEAST_Z
    assert seen.stability is not None
    assert seen.stability >= LEAST_STABILITY


@pytest.mark.parametrize("seed", range(6))
def test_no_signal_gives_no_coalition(seed: int) -> None:
    table, _ = planted(200, 30, 700, 4, 0.0, seed)
    seen = judge(two_mode(table), seed=seed, effort=QUICK)
    assert seen.verdict == "none"
    assert seen.groups == 0
    assert (seen.actors == -1).all()
    assert seen.found > 1  # the search hands groups back all the same
    assert seen.modularity > 0.2
    assert seen.seed_agreement is not None
    assert (seen.null_z is None) == (seen.seed_agreement < 0.6)


def test_searches_that_agree_are_not_enough() -> None:
    table, _ = planted(120, 25, 400, 4, 0.0, 0)
    seen = judge(two_mode(table), seed=0, effort=QUICK)
    assert seen.seed_agreement is not None
    assert seen.seed_agreement >= 0.6
    assert seen.null_z is not None
    assert seen.null_z <= LEAST_Z
    assert seen.draws == 100  # a doubtful z is looked at again
    assert seen.verdict == "none"
    assert seen.stability is None


def test_southern_women_show_their_groups() -> None:
    seen = judge(two_mode(southern_women()), seed=1, effort=QUICK)
    assert seen.verdict == "coalitions"
    assert round(seen.modularity, 5) == 0.34554


def test_too_few_events_have_no_power() -> None:
    seen = judge(two_mode(np.random.default_rng(1).random((40, 3)) < 0.5), seed=1)
    assert seen.verdict == "no_power"
    assert "3 events" in seen.reason
    assert (seen.seed_agreement, seen.null_z, seen.stability) == (None, None, None)


def test_actors_with_one_event_have_no_power() -> None:
    table = np.zeros((60, 6), dtype=np.bool_)
    table[np.arange(60), np.arange(60) % 6] = True
    table[:4, 0] = True
    seen = judge(two_mode(table), seed=1)
    assert seen.verdict == "no_power"
    assert "of 60 actors" in seen.reason
    assert seen.modularity > 0.5  # as tidy as can be, and nothing to conclude


def test_no_edge_at_all() -> None:
    empty = TwoMode.from_edges([], {})
    assert judge(two_mode(np.zeros((3, 0), dtype=np.bool_)), seed=1).verdict == "no_power"
    assert judge(empty, seed=1).modularity == 0.0


def test_full_table_leaves_nothing_to_chance() -> None:
    seen = judge(two_mode(np.ones((12, 6), dtype=np.bool_)), seed=1, effort=QUICK)
    assert seen.verdict == "none"
    assert seen.null_z is None


def test_clear_blocks_are_certain_and_numbered_by_size() -> None:
    table = blocks(12, 8, 1.0, 0.0, 1)
    table = np.vstack([table, table[-3:]])
    seen = judge(two_mode(table), seed=1, effort=QUICK)
    assert seen.verdict == "coalitions"
    assert seen.actors.tolist() == [1] * 12 + [0] * 15
    assert seen.events.tolist() == [1] * 8 + [0] * 8
    assert seen.certainty is not None
    assert (seen.certainty == 1.0).all()
    assert seen.membership is not None
    assert seen.membership.max(axis=1).tolist() == [1.0] * 27


def test_doubtful_incidences_weaken_the_groups() -> None:
    table = blocks(12, 8, 0.8, 0.05, 1)
    sure = two_mode(table)
    rows = [(f"a{i:04d}", f"e{j:03d}", 0.35) for i, j in np.argwhere(table).tolist()]
    doubtful = TwoMode.from_edges(rows)
    strong, weak = judge(sure, seed=1, effort=QUICK), judge(doubtful, seed=1, effort=QUICK)
    assert strong.stability is not None
    assert weak.stability is not None
    assert weak.stability < strong.stability
    assert weak.null_z == strong.null_z
