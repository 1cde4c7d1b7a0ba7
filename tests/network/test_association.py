"""Group-level tests against scipy and against tables whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from siggraph.network.association import associate, mix
from siggraph.network.chance import benjamini_hochberg


def test_cells_are_those_of_the_hypergeometric_distribution() -> None:
    rng = np.random.default_rng(3)
    table = rng.random((90, 7)) < rng.uniform(0.05, 0.5, 7)
    values = [("", "DE", "FR", "US", "TW")[i] for i in rng.integers(0, 5, 90)]
    cells = associate(table, values)
    known = [i for i in range(90) if values[i] and table[i].any()]
    assert len(cells) == 28
    for cell in cells:
        marked = sum(values[i] == cell.value for i in known)
        drawn = int(table[known, cell.column].sum())
        law = stats.hypergeom(len(known), marked, drawn)
        assert cell.observed == sum(values[i] == cell.value and bool(table[i, cell.column]) for i in known)
        assert math.isclose(cell.expected, law.mean(), rel_tol=1e-12)
        two = 2 * min(law.sf(cell.observed - 1), law.cdf(cell.observed))
        assert math.isclose(cell.p, min(1.0, two), rel_tol=1e-9)
    wanted = benjamini_hochberg(np.array([cell.p for cell in cells]))
    assert [cell.q for cell in cells] == pytest.approx(wanted.tolist())


def test_nobody_with_a_value_gives_no_cells() -> None:
    assert associate(np.ones((3, 2), dtype=np.bool_), ["", "", ""]) == ()
    assert associate(np.zeros((3, 2), dtype=np.bool_), ["FR", "FR", "DE"]) == ()


def test_mixing_sees_homophily_and_its_absence() -> None:
    values = ["FR"] * 15 + ["DE"] * 15 + [""]
    pairs = [(i, j) for i in range(30) for j in range(i + 1, 30)]
    like = [(i, j) for i, j in pairs if values[i] == values[j]] + [(0, 30)]
    a, b = np.array(like).T
    found = {(m.a, m.b): m for m in mix(a, b, values, 199, np.random.default_rng(1))}
    assert set(found) == {("DE", "DE"), ("DE", "FR"), ("FR", "FR")}
    assert found["DE", "FR"].observed == 0
    assert found["DE", "FR"].q < 0.05
    assert found["DE", "DE"].lift > 1.5
    a, b = np.array(pairs).T
    assert all(m.p == 1.0 and m.lift == pytest.approx(1.0) for m in mix(a, b, values, 99, np.random.default_rng(1)))
    assert mix(np.array([0]), np.array([30]), values, 9, np.random.default_rng(1)) == ()
