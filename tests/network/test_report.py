"""The analysis as a whole: the contract's columns and keys, what is blank and why, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from functools import lru_cache

import numpy as np
import pytest

from siggraph.errors import InputError, UsageError
from siggraph.network import Analysis, Attributes, TwoMode, analyse
from tests.network.graphs import blocks, planted, southern_women, two_mode

COLUMNS = {
    "actors.csv": "id, label, kind, seat, type, degree, blocs, coalition, membership, certainty, second_coalition, "
    "second_membership, participation, constraint, effective_size, coreness, betweenness, coordinator, gatekeeper, "
    "liaison, itinerant",
    "coalitions.csv": "coalition, label, size, certainty, stability, themes_over, themes_under, seats_over, "
    "types_over, events_key",
    "ties.csv": "a, b, shared, expected, lift, p, q, sign",
    "themes.csv": "theme, label, actors, share, expected, lift, q, coalition",
    "theme_ties.csv": "a, b, shared, expected, lift, p, q",
    "mixing.csv": "attribute, a, b, observed, expected, lift, p, q",
}
KEYS = (
    "actors, events, signatures, groups, verdict, pair_power, modularity, seed_agreement, null_z, stability, "
    "ties_tested, ties_more, ties_fewer, alpha, seed, versions, input_sha256"
)


def _attributes(count: int) -> dict[str, Attributes]:
    rng = np.random.default_rng(4)
    seats, types = ("FR", "DE", "US", ""), ("ngo", "trade_union", "")
    return {
        f"a{i:04d}": Attributes(f"Body {i}", "organisation", seats[rng.integers(4)], types[rng.integers(3)])
        for i in range(count)
    }


@lru_cache(maxsize=8)
def _graph(kind: str) -> TwoMode:
    if kind == "planted":
        table, _ = planted(200, 30, 800, 4, 0.8, 2)
    elif kind == "chance":
        table, _ = planted(200, 30, 700, 4, 0.0, 1)
    else:
        table = np.vstack([blocks(14, 24, 0.92, 0.03, 1), np.zeros((1, 48), dtype=np.bool_)])
    return two_mode(table, _attributes(len(table)))


@lru_cache(maxsize=8)
def _analysis(kind: str) -> Analysis:
    return analyse(_graph(kind), seed=7, quick=True, by="theme")


@pytest.mark.parametrize("kind", ["planted", "chance", "blocks"])
def test_tables_and_summary_are_those_of_the_contract(kind: str) -> None:
    done = _analysis(kind)
    assert set(done.tables) == {*COLUMNS, "gephi_nodes.csv", "gephi_edges.csv"}
    for name, columns in COLUMNS.items():
        assert done.tables[name].columns == tuple(columns.split(", ")), name
    assert done.tables["gephi_nodes.csv"].columns[:2] == ("Id", "Label")
    assert done.tables["gephi_edges.csv"].columns[:4] == ("Source", "Target", "Type", "Weight")
    assert tuple(done.summary) == tuple(KEYS.split(", "))
    for name, table in done.tables.items():
        for row in table.rows:
            assert len(row) == len(table.columns), name
            for cell in row:
                assert cell is None or type(cell) in {str, int, float}, name
                assert not isinstance(cell, float) or math.isfinite(cell), name
    json.dumps(dict(done.summary), allow_nan=False)
    assert done.summary["ties_tested"] == math.comb(len(_graph(kind).actors), 2)
    assert isinstance(done.summary["modularity"], float)


def test_coalitions_are_told_in_full() -> None:
    done, graph = _analysis("planted"), _graph("planted")
    assert done.summary["verdict"] == "coalitions"
    table, actors = done.tables["coalitions.csv"], done.tables["actors.csv"]
    assert len(table.rows) == done.summary["groups"]
    assert table.column("coalition") == tuple(range(1, len(table.rows) + 1))
    coalition = actors.column("coalition")
    assert table.column("size") == tuple(coalition.count(g) for g in table.column("coalition"))
    assert list(table.column("size")) == sorted((int(str(s)) for s in table.column("size")), reverse=True)
    assert any(table.column("themes_over"))
    assert set(done.tables["themes.csv"].column("coalition")) <= {None, *table.column("coalition")}
    for row in actors.rows:
        weights = [row[8], row[11]]
        assert all(w is None or (isinstance(w, float) and 0 <= w <= 1) for w in weights)
        assert row[10] != row[7] or row[7] is None
    assert "blocs of shared themes" in done.methods
    assert graph.digest() in done.methods


def test_without_coalitions_the_columns_are_blank_and_the_other_tables_stand() -> None:
    done = _analysis("chance")
    assert done.summary["verdict"] == "none"
    assert done.summary["groups"] == 0
    assert done.tables["coalitions.csv"].rows == ()
    actors = done.tables["actors.csv"]
    for name in ("coalition", "membership", "certainty", "second_coalition", "second_membership", "participation"):
        assert set(actors.column(name)) == {None}
    assert set(done.tables["themes.csv"].column("coalition")) == {None}
    assert set(done.tables["themes.csv"].column("lift")) == {None}
    assert None not in actors.column("betweenness")
    assert {"theme_seat", "theme_type"} <= set(done.tables["mixing.csv"].column("attribute"))
    assert done.tables["theme_ties.csv"].rows
    assert any("no blocs of shared themes" in sentence for sentence in done.words)


def test_guards_that_were_not_reached_are_null() -> None:
    few = analyse(two_mode(np.random.default_rng(1).random((40, 3)) < 0.5), seed=1, quick=True, by="theme")
    assert few.summary["verdict"] == "no_power"
    assert [few.summary[k] for k in ("seed_agreement", "null_z", "stability")] == [None, None, None]
    assert few.summary["modularity"] is not None
    assert any("could not show" in sentence for sentence in few.words)


def test_significant_ties_both_ways() -> None:
    done = _analysis("blocks")
    ties = done.tables["ties.csv"]
    more = [row for row in ties.rows if row[7] == 1]
    fewer = [row for row in ties.rows if row[7] == -1]
    assert (len(more), len(fewer)) == (done.summary["ties_more"], done.summary["ties_fewer"])
    assert len(more) > 50
    assert len(fewer) > 20
    assert any(row[2] == 0 for row in fewer)
    assert list(ties.rows) == sorted(ties.rows, key=lambda row: (str(row[0]), str(row[1])))
    for row in ties.rows:
        assert isinstance(row[4], float)
        assert isinstance(row[6], float)
        assert (row[4] > 1) == (row[7] == 1)
        assert row[6] <= 0.05
    assert {"seat", "type"} <= set(done.tables["mixing.csv"].column("attribute"))
    edges = {(row[0], row[1]) for row in done.tables["gephi_edges.csv"].rows}
    assert edges == {(row[0], row[1]) for row in more}
    assert isinstance(done.summary["pair_power"], int)
    assert done.summary["pair_power"] >= len(more)


PROBABILITIES = {"share", "p", "q", "certainty", "stability", "membership", "second_membership"}


@pytest.mark.parametrize("kind", ["planted", "chance", "blocks"])
def test_probabilities_have_four_digits_and_other_figures_six(kind: str) -> None:
    seen = set()
    for table in _analysis(kind).tables.values():
        for column in table.columns:
            for cell in table.column(column):
                if isinstance(cell, float) and column in PROBABILITIES:
                    assert 0 <= cell <= 1
                    assert round(cell, 4) == cell
                    seen.add(cell)
                elif isinstance(cell, float):
                    assert float(f"{cell:.6g}") == cell
    assert len(seen) > 10
    assert "rounded to four digits" in _analysis(kind).methods


def test_what_is_significant_is_decided_before_rounding() -> None:
    two = [("t1", i) for i in range(40)] + [("t2", i) for i in range(40, 80)]
    seats = {f"a{i:02d}": Attributes("", "", "FR" if i < 40 else "DE", "") for i in range(80)}
    graph = TwoMode.from_edges([(f"a{i:02d}", theme, None) for theme, i in two], seats)
    q = 2 / math.comb(80, 40)  # all four cells are as sure as this, which is written 0
    strict = analyse(graph, seed=1, quick=True, by="theme", alpha=q / 2)
    loose = analyse(graph, seed=1, quick=True, by="theme", alpha=q * 2)
    assert set(strict.tables["mixing.csv"].column("q")) == {0.0}
    assert "No theme is tied to a seat beyond chance." in strict.words
    assert any("t1 with FR (40 against 20.0)" in sentence for sentence in loose.words)


def test_remarks_close_the_findings_and_stand_in_the_methods() -> None:
    graph = TwoMode.from_edges([(f"a{i}", f"t{i % 3}", None) for i in range(8)])
    done = analyse(graph, seed=1, quick=True, by="theme", remarks=["One row was left out."])
    assert done.words[-1] == "One row was left out."
    limits = next(part for part in done.methods.split("\n\n") if part.startswith("What the data could not show"))
    assert limits.endswith("One row was left out.")


def test_projection_is_cut_where_it_is_said_to_be() -> None:
    done, graph = _analysis("chance"), _graph("chance")
    weights = [int(str(w)) for w in done.tables["gephi_edges.csv"].column("Weight")]
    least = min(weights)
    assert f"at least {least} themes" in done.drawn
    assert len(weights) <= 5 * len(graph.actors)
    table = graph.dense().astype(int)
    shared = np.triu(table @ table.T, 1)
    assert len(weights) == int((shared >= least).sum())
    assert int((shared >= least - 1).sum()) > 5 * len(graph.actors)


def test_withheld_signatories_are_in_the_denominator_alone() -> None:
    rows = [(f"a{i}", f"t{i % 3}", None) for i in range(8)]
    named, whole = TwoMode.from_edges(rows), TwoMode.from_edges(rows, withheld=2)
    first = analyse(named, seed=1, quick=True, by="theme")
    second = analyse(whole, seed=1, quick=True, by="theme")
    assert first.tables["themes.csv"].column("share") == (0.375, 0.375, 0.25)
    assert second.tables["themes.csv"].column("share") == (0.3, 0.3, 0.2)
    assert first.tables["actors.csv"] == second.tables["actors.csv"]
    assert "2 further signatories are counted" in second.methods


def test_themes_beside_letters_serve_the_profiles() -> None:
    table = blocks(14, 10, 0.9, 0.05, 1)
    letters = two_mode(table)
    themes = TwoMode.from_edges(
        [(actor, "labour" if i < 14 else "climate", None) for i, actor in enumerate(letters.actors) if i % 7],
        event_labels={"labour": "Labour rights", "climate": "Climate"},
    )
    done = analyse(letters, seed=1, quick=True, by="letter", event_word="letter", themes=themes)
    assert done.summary["verdict"] == "coalitions"
    assert set(done.tables["coalitions.csv"].column("themes_over")) == {"labour", "climate"}
    assert set(done.tables["coalitions.csv"].column("label")) == {"Labour rights", "Climate"}
    assert done.tables["themes.csv"].column("theme") == ("climate", "labour")
    assert {done.tables["actors.csv"].rows[0][6], done.tables["actors.csv"].rows[1][6]} == {0, 1}
    assert "own labels" not in done.methods


def test_one_letter_by_letter_is_refused_with_a_way_out() -> None:
    graph = TwoMode.from_edges([(f"a{i}", "letter", None) for i in range(9)])
    with pytest.raises(UsageError, match="--by theme"):
        analyse(graph, seed=1, by="letter")
    assert analyse(graph, seed=1, by="theme").summary["verdict"] == "no_power"


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"seed": 1, "alpha": 0.0}, {"seed": 1, "alpha": 1.0}])
def test_wrong_parameters_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        analyse(_graph("chance"), by="theme", **wrong)  # type: ignore[arg-type]


def test_nobody_is_an_error_and_nothing_is_not() -> None:
    with pytest.raises(InputError):
        analyse(TwoMode.from_edges([]), seed=1, by="theme")
    alone = analyse(TwoMode.from_edges([], {"a": Attributes(), "b": Attributes()}), seed=1, by="theme")
    assert alone.summary["verdict"] == "no_power"
    assert alone.summary["ties_tested"] == 1
    assert len(alone.tables["actors.csv"].rows) == 2


def test_southern_women() -> None:
    done = analyse(two_mode(southern_women()), seed=1, quick=True, by="event", event_word="event")
    assert done.summary["groups"] == 4
    assert round(float(str(done.summary["modularity"])), 5) == 0.34554
    assert (done.summary["ties_more"], done.summary["ties_fewer"]) == (0, 0)


SCRIPT = """
import hashlib
from siggraph.network import Attributes, TwoMode, analyse, export_files, theme_map
rows = [(f"a{i}", f"t{(i * i + 3 * j) % 9}", 0.5 + (i % 5) / 10) for i in range(40) for j in range(1 + i % 3)]
seats = {f"a{i}": Attributes(f"Body {i}", "organisation", "FR" if i % 3 else "DE", "ngo") for i in range(42)}
graph = TwoMode.from_edges(set(rows), seats)
done = analyse(graph, seed=3, quick=True, by="theme")
text = repr((done.tables, done.summary, done.methods, done.words, export_files(graph, done), theme_map(graph, 3)))
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_same_bytes_whatever_the_hash_seed_and_the_threads() -> None:
    seen = set()
    for hash_seed, threads, zone in (("0", "1", "UTC"), ("12345", "2", "Asia/Taipei")):
        told = {"PYTHONHASHSEED": hash_seed, "OPENBLAS_NUM_THREADS": threads, "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**os.environ, **told}, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout)
    assert len(seen) == 1
    assert len(seen.pop().strip()) == len(hashlib.sha256().hexdigest())
