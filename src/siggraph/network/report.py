"""The analysis from end to end: tables, the summary, the paragraph for the paper, and the findings in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

import numpy as np

from siggraph.errors import InputError, UsageError
from siggraph.network import tables
from siggraph.network.association import Mix, associate, mix
from siggraph.network.methods import Told, methods_text, plain_words
from siggraph.network.pairs import Pairs, compare_pairs
from siggraph.network.project import TwoMode
from siggraph.network.roles import find_roles
from siggraph.network.rounding import figure, probability
from siggraph.network.tables import Parts, Table
from siggraph.network.verdict import FULL, QUICK, judge

_LIBRARIES = ("siggraph", "numpy", "scipy", "networkx")
_SHUFFLES, _QUICK_SHUFFLES = 999, 199
_SEAT_STREAM, _TYPE_STREAM = 11, 12


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result of `analyse`.

    Parameters
    ----------
    tables
        File name to table, all CSV files of the contract.
    summary
        report.json.
    methods
        methods.md.
    words
        Findings in plain sentences.
    drawn
        What the edges of the drawn network are, one sentence.
    """

    tables: Mapping[str, Table]
    summary: Mapping[str, object]
    methods: str
    words: tuple[str, ...]
    drawn: str


def analyse(
    two_mode: TwoMode,
    *,
    seed: int,
    by: str,
    quick: bool = False,
    alpha: float = 0.05,
    event_word: str = "theme",
    themes: TwoMode | None = None,
    versions: Mapping[str, str] | None = None,
    remarks: Sequence[str] = (),
) -> Analysis:
    """Analyse who stands with whom: ties beyond chance, coalitions if the data bear them, roles, mixing.

    Parameters
    ----------
    two_mode
        The graph.
    seed
        Non-negative; the same seed and input give the same bytes.
    by
        theme, letter, or another word for what the events are.
    quick
        Fewer draws and resamples.
    alpha
        False discovery rate, above 0 and below 1.
    event_word
        The noun for one event in texts.
    themes
        Graph of the same actors and their themes, where the events are something else: for the profiles. By default
        the events serve as themes.
    versions
        Of the libraries; read from the installation by default.
    remarks
        What else a reader must know of the input, a sentence each; they close the findings and stand in methods.md.

    Raises
    ------
    UsageError
        A negative seed, an alpha out of range, or letters of which only one has signatories.
    InputError
        No actor at all.
    """
    _refuse(two_mode, seed=seed, by=by, alpha=alpha)
    effort = QUICK if quick else FULL
    topics = two_mode if themes is None else themes
    pairs = compare_pairs(two_mode.matrix, alpha=alpha)
    grouping, grouped_by = _grouping(two_mode)
    more = np.flatnonzero((pairs.q_more <= alpha) & (pairs.shared > 1))
    shuffles = _QUICK_SHUFFLES if quick else _SHUFFLES
    table = tables.aligned(two_mode, topics)
    parts = Parts(
        graph=two_mode,
        themes=topics,
        pairs=pairs,
        theme_pairs=compare_pairs(topics.matrix.T.tocsr(), alpha=alpha),
        verdict=judge(two_mode, seed=seed, effort=effort, word=event_word),
        roles=find_roles(two_mode, grouping),
        theme_seat=associate(table, two_mode.seat),
        theme_type=associate(table, two_mode.type),
        seat_mix=_mixed(pairs, more, two_mode.seat, shuffles, (seed, _SEAT_STREAM)),
        type_mix=_mixed(pairs, more, two_mode.type, shuffles, (seed, _TYPE_STREAM)),
        alpha=alpha,
    )
    made = _tables(parts)
    summary = _summary(parts, seed, dict(versions or _installed()))
    drawn = _drawn(parts, event_word)
    told = Told(parts, made, summary, by, event_word, grouped_by, quick, shuffles, drawn, tuple(remarks))
    return Analysis(made, summary, methods_text(told), plain_words(told), drawn)


def _refuse(two_mode: TwoMode, *, seed: int, by: str, alpha: float) -> None:
    if seed < 0:
        raise UsageError(f"the seed is {seed}, and must not be negative")
    if not 0.0 < alpha < 1.0:
        raise UsageError(f"alpha is {alpha}, and must lie between 0 and 1")
    if not two_mode.actors:
        raise InputError("there is no actor to analyse")
    if by == "letter" and int((two_mode.sizes > 0).sum()) == 1:
        raise UsageError(
            f"the corpus has one letter with signatories; its {int((two_mode.degrees > 0).sum())} signatories all "
            "signed it, so that everyone is tied to everyone and no coalition can show",
            remedy="use --by theme, which joins organisations by what they work on, or add more letters",
        )


def _grouping(two_mode: TwoMode) -> tuple[tuple[str, ...], str]:
    """Return the groups for brokerage, and the name of the attribute: seat if any is known, else type."""
    if any(two_mode.seat):
        return two_mode.seat, "seat"
    return two_mode.type, "type" if any(two_mode.type) else ""


def _mixed(
    pairs: Pairs,
    more: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    values: tuple[str, ...],
    shuffles: int,
    stream: tuple[int, int],
) -> tuple[Mix, ...]:
    if len(more) == 0:
        return ()
    return mix(pairs.a[more], pairs.b[more], values, shuffles, np.random.default_rng(stream))


def _tables(parts: Parts) -> dict[str, Table]:
    actors = tables.actors_table(parts)
    return {
        "actors.csv": actors,
        "coalitions.csv": tables.coalitions_table(parts),
        "ties.csv": tables.ties_table(parts),
        "themes.csv": tables.themes_table(parts),
        "theme_ties.csv": tables.theme_ties_table(parts),
        "mixing.csv": tables.mixing_table(parts),
        "gephi_nodes.csv": tables.gephi_nodes_table(actors),
        "gephi_edges.csv": tables.gephi_edges_table(parts),
    }


def _summary(parts: Parts, seed: int, versions: dict[str, str]) -> dict[str, object]:
    """Return report.json, with the keys of the contract; a guard that was not reached is ``None``."""
    graph, verdict, pairs = parts.graph, parts.verdict, parts.pairs
    return {
        "actors": len(graph.actors),
        "events": len(graph.events),
        "signatures": int(graph.matrix.nnz),
        "groups": verdict.groups,
        "verdict": verdict.verdict,
        "pair_power": pairs.power,
        "modularity": figure(verdict.modularity),
        "seed_agreement": probability(verdict.seed_agreement),
        "null_z": figure(verdict.null_z),
        "stability": probability(verdict.stability),
        "ties_tested": pairs.tested,
        "ties_more": len(parts.more),
        "ties_fewer": len(parts.fewer) + len(pairs.fewer_a),
        "alpha": parts.alpha,
        "seed": seed,
        "versions": dict(sorted(versions.items())),
        "input_sha256": graph.digest(),
    }


def _installed() -> dict[str, str]:
    return {name: metadata.version(name) for name in _LIBRARIES}


def _drawn(parts: Parts, event_word: str) -> str:
    kept, least = tables.drawn_pairs(parts)
    if least == 0:
        return (
            f"The drawn network is the backbone: the {len(kept)} pairs that share more {event_word}s than chance gives "
            f"(false discovery rate {parts.alpha:g}, at least two shared)."
        )
    return (
        f"No pair shares more than chance gives, so that the drawn network is the weighted projection: the {len(kept)} "
        f"pairs with at least {least} {event_word}{'s' if least > 1 else ''} in common, the smallest number that keeps "
        "at most five edges an actor. Its edges are not significant."
    )
