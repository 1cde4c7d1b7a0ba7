"""The tables of an analysis, column by column as the contract has them.

Probabilities (shares, p, q, certainty, stability, membership) have four digits behind the point, other figures six
significant ones. Whatever is decided or sorted by them is decided before they are rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from siggraph.network.association import Cell, Mix, associate
from siggraph.network.pairs import Pairs
from siggraph.network.project import BoolArray, IntArray, TwoMode
from siggraph.network.roles import Roles, participation
from siggraph.network.rounding import figure, probability
from siggraph.network.verdict import Verdict

Value = str | int | float | None
_KEY_EVENTS = 5
_LABEL_PARTS = 3
_EDGES_AN_ACTOR = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; ``None`` is a blank."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, name: str) -> tuple[Value, ...]:
        """Return one column.

        >>> Table(("a", "b"), ((1, 2), (3, 4))).column("b")
        (2, 4)
        """
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What the rooms of the wing found, before it is written down.

    ``themes`` is the two-mode graph of actors and themes: the graph itself when it is drawn by theme. ``theme_seat``
    and ``theme_type`` are all pairs of a theme and a seat or type, columns as in ``themes.events``.
    """

    graph: TwoMode
    themes: TwoMode
    pairs: Pairs
    theme_pairs: Pairs
    verdict: Verdict
    roles: Roles | None
    theme_seat: tuple[Cell, ...]
    theme_type: tuple[Cell, ...]
    seat_mix: tuple[Mix, ...]
    type_mix: tuple[Mix, ...]
    alpha: float

    @property
    def more(self) -> IntArray:
        """Positions in `pairs` of the ties above chance; two shared events at least."""
        return np.flatnonzero((self.pairs.q_more <= self.alpha) & (self.pairs.shared > 1))

    @property
    def fewer(self) -> IntArray:
        """Positions in `pairs` of the pairs that share something, and less than chance gives."""
        return np.flatnonzero(self.pairs.q_fewer <= self.alpha)


_BELONGING = ("coalition", "membership", "certainty", "second_coalition", "second_membership")
_ROLES = (
    "constraint",
    "effective_size",
    "coreness",
    "betweenness",
    "coordinator",
    "gatekeeper",
    "liaison",
    "itinerant",
)
ACTORS = ("id", "label", "kind", "seat", "type", "degree", "blocs", *_BELONGING, "participation", *_ROLES)
_PROFILE = ("themes_over", "themes_under", "seats_over", "types_over", "events_key")
COALITIONS = ("coalition", "label", "size", "certainty", "stability", *_PROFILE)


def actors_table(parts: Parts) -> Table:
    """Build actors.csv: every actor of the input, in the order of identifiers."""
    graph, verdict, roles = parts.graph, parts.verdict, parts.roles
    blocs = dict(zip(parts.themes.actors, parts.themes.degrees.tolist(), strict=True))
    spread = participation(graph.matrix, verdict.events) if verdict.groups else None
    rows: list[tuple[Value, ...]] = []
    for i, actor in enumerate(graph.actors):
        attributes: list[Value] = [actor, graph.labels[i], graph.kind[i], graph.seat[i], graph.type[i]]
        counts: list[Value] = [int(graph.degrees[i]), blocs.get(actor, 0)]
        crossing = figure(float(spread[i])) if spread is not None else None
        rows.append((*attributes, *counts, *_belonging(verdict, i), crossing, *_roles_row(roles, i)))
    return Table(ACTORS, tuple(rows))


def _belonging(verdict: Verdict, i: int) -> list[Value]:
    """Return coalition, membership, certainty, second coalition and its membership of actor i."""
    own = int(verdict.actors[i])
    if own < 0 or verdict.membership is None or verdict.certainty is None:
        return [None] * len(_BELONGING)
    weights = verdict.membership[i].copy()
    first = probability(float(weights[own]))
    weights[own] = -1.0
    other = int(weights.argmax())
    second = probability(float(weights[other]))
    certainty = probability(float(verdict.certainty[i]))
    return [own + 1, first, certainty, other + 1 if second else None, second or None]


def _roles_row(roles: Roles | None, i: int) -> list[Value]:
    if roles is None:
        return [None] * len(_ROLES)
    measured: list[Value] = [
        figure(float(roles.constraint[i])),
        figure(float(roles.effective_size[i])),
        int(roles.coreness[i]),
        figure(float(roles.betweenness[i])),
    ]
    counts = (roles.coordinator[i], roles.gatekeeper[i], roles.liaison[i], roles.itinerant[i])
    return measured + [int(c) if c >= 0 else None for c in counts]


def coalitions_table(parts: Parts) -> Table:
    """Build coalitions.csv; no rows unless the verdict is coalitions.

    Over and under: themes, seats and types that are commoner or rarer in the coalition than chance gives (q at most
    alpha), by identifier, the strongest first; the label names the first three themes.
    events_key: identifiers of the events of the coalition's own, the best attended first.
    """
    graph, verdict = parts.graph, parts.verdict
    if not verdict.groups or verdict.certainty is None:
        return Table(COALITIONS, ())
    named = tuple(str(c + 1) if c >= 0 else "" for c in verdict.actors.tolist())
    themes = associate(aligned(parts.graph, parts.themes), named)
    seats, types = associate(*_one_hot(graph.seat, named)), associate(*_one_hot(graph.type, named))
    called = dict(zip(parts.themes.events, parts.themes.event_labels, strict=True))
    seat_names, type_names = sorted(set(graph.seat) - {""}), sorted(set(graph.type) - {""})
    rows: list[tuple[Value, ...]] = []
    for g in range(verdict.groups):
        inside = verdict.actors == g
        keys = _key_events(graph, verdict, g)
        over = _strong(themes, g, parts.themes.events, parts.alpha, over=True)
        words = [called[theme] for theme in over] or [graph.event_labels[e] for e in keys]
        rows.append(
            (
                g + 1,
                " + ".join(words[:_LABEL_PARTS]),
                int(inside.sum()),
                probability(float(np.nanmean(verdict.certainty[inside]))),
                probability(verdict.coalition_stability[g]),
                _joined(over),
                _joined(_strong(themes, g, parts.themes.events, parts.alpha, over=False)),
                _joined(_strong(seats, g, seat_names, parts.alpha, over=True)),
                _joined(_strong(types, g, type_names, parts.alpha, over=True)),
                _joined([graph.events[e] for e in keys[:_KEY_EVENTS]]),
            )
        )
    return Table(COALITIONS, tuple(rows))


def aligned(graph: TwoMode, themes: TwoMode) -> BoolArray:
    """Return the incidence of the themes with one row an actor of the graph."""
    dense = np.zeros((len(graph.actors), len(themes.events)), dtype=np.bool_)
    row_of = {actor: i for i, actor in enumerate(themes.actors)}
    found = [(i, row_of[a]) for i, a in enumerate(graph.actors) if a in row_of]
    if found:
        here, there = (np.array(side) for side in zip(*found, strict=True))
        dense[here] = themes.dense()[there]
    return dense


def _one_hot(values: Sequence[str], named: Sequence[str]) -> tuple[BoolArray, Sequence[str]]:
    names = sorted(set(values) - {""})
    return np.array([[v == name for name in names] for v in values], dtype=np.bool_).reshape(len(values), -1), named


def _key_events(graph: TwoMode, verdict: Verdict, g: int) -> list[int]:
    inside = (verdict.actors == g).astype(np.int64)
    attended = graph.matrix.T @ inside
    return sorted(np.flatnonzero(verdict.events == g).tolist(), key=lambda e: (-int(attended[e]), e))


def _strong(cells: Iterable[Cell], g: int, names: Sequence[str], alpha: float, *, over: bool) -> list[str]:
    chosen = [c for c in cells if c.value == str(g + 1) and c.q <= alpha and (c.observed > c.expected) == over]
    chosen.sort(key=lambda c: (figure(c.p) or 0.0, c.column))
    return [names[c.column] for c in chosen]


def _joined(values: Sequence[str]) -> str:
    r"""Join several values by ``|``, after the contract: ``\`` and ``|`` inside a value are escaped."""
    return "|".join(v.replace("\\", "\\\\").replace("|", "\\|") for v in values)


def ties_table(parts: Parts) -> Table:
    """Build ties.csv: the significant pairs; p is the exact tail of the side that ``sign`` names."""
    pairs, ids = parts.pairs, parts.graph.actors
    rows: list[tuple[int, int, int, float, float, float, int]] = []
    for k in parts.more.tolist():
        p, q = float(pairs.p_more[k]), float(pairs.q_more[k])
        rows.append((int(pairs.a[k]), int(pairs.b[k]), int(pairs.shared[k]), float(pairs.expected[k]), p, q, 1))
    for k in parts.fewer.tolist():
        p, q = float(pairs.p_fewer[k]), float(pairs.q_fewer[k])
        rows.append((int(pairs.a[k]), int(pairs.b[k]), int(pairs.shared[k]), float(pairs.expected[k]), p, q, -1))
    for k in range(len(pairs.fewer_a)):
        p, q = float(pairs.fewer_p[k]), float(pairs.fewer_q[k])
        rows.append((int(pairs.fewer_a[k]), int(pairs.fewer_b[k]), 0, float(pairs.fewer_expected[k]), p, q, -1))
    return Table(
        ("a", "b", "shared", "expected", "lift", "p", "q", "sign"),
        tuple(
            (ids[a], ids[b], s, figure(e), _lift(s, e), probability(p), probability(q), sign)
            for a, b, s, e, p, q, sign in sorted(rows)
        ),
    )


def _lift(shared: int, expected: float) -> float | None:
    return figure(shared / expected) if expected > 0 else None


def themes_table(parts: Parts) -> Table:
    """Build themes.csv.

    share: actors with the theme by all actors, the withheld ones in the denominator. Where the graph is drawn by theme
    and there are coalitions: the coalition to which the partition gives the theme, how many of its members chance would
    give the theme (expected), how many times as many have it (lift), and q over all pairs of a theme and a coalition.
    Else: the coalition where the theme is commonest against chance, the same figures. Blank without coalitions.
    """
    themes, verdict = parts.themes, parts.verdict
    whole = len(parts.graph.actors) + parts.graph.withheld
    named = tuple(str(c + 1) if c >= 0 else "" for c in verdict.actors.tolist())
    cells: dict[int, list[Cell]] = {}
    for cell in associate(aligned(parts.graph, parts.themes), named):
        cells.setdefault(cell.column, []).append(cell)
    rows: list[tuple[Value, ...]] = []
    for t, theme in enumerate(themes.events):
        size = int(themes.sizes[t])
        best = _home(cells.get(t, []), verdict, t if themes is parts.graph else -1)
        told: list[Value] = [None] * 4
        if best is not None:
            told = [figure(best.expected), figure(best.lift), probability(best.q), int(best.value)]
        rows.append((theme, themes.event_labels[t], size, probability(size / whole), *told))
    return Table(("theme", "label", "actors", "share", "expected", "lift", "q", "coalition"), tuple(rows))


def _home(cells: Sequence[Cell], verdict: Verdict, event: int) -> Cell | None:
    if event >= 0:
        own = str(int(verdict.events[event]) + 1)
        return next((c for c in cells if c.value == own), None)
    above = [c for c in cells if c.observed > c.expected]
    return min(above, key=lambda c: (figure(c.p) or 0.0, int(c.value)), default=None)


def theme_ties_table(parts: Parts) -> Table:
    """Build theme_ties.csv: every pair of themes with two actors in common; p is the upper tail, q over all pairs."""
    pairs, ids = parts.theme_pairs, parts.themes.events
    rows: list[tuple[Value, ...]] = []
    for k in np.flatnonzero(pairs.shared > 1).tolist():
        s, e = int(pairs.shared[k]), float(pairs.expected[k])
        p, q = probability(float(pairs.p_more[k])), probability(float(pairs.q_more[k]))
        rows.append((ids[int(pairs.a[k])], ids[int(pairs.b[k])], s, figure(e), _lift(s, e), p, q))
    return Table(("a", "b", "shared", "expected", "lift", "p", "q"), tuple(rows))


def mixing_table(parts: Parts) -> Table:
    """Build mixing.csv.

    theme_seat, theme_type: a theme and a value, two-sided exact hypergeometric p, q over all cells of the table, of
    which those observed at least once or significant are listed. seat, type: the ends of ties above chance, if any,
    against shuffled values.
    """
    rows: list[tuple[Value, ...]] = []
    for name, cells in (("theme_seat", parts.theme_seat), ("theme_type", parts.theme_type)):
        rows.extend(
            (
                name,
                parts.themes.events[c.column],
                c.value,
                c.observed,
                figure(c.expected),
                figure(c.lift),
                probability(c.p),
                probability(c.q),
            )
            for c in cells
            if c.observed or c.q <= parts.alpha
        )
    for name, mixes in (("seat", parts.seat_mix), ("type", parts.type_mix)):
        rows.extend(
            (name, m.a, m.b, m.observed, figure(m.expected), figure(m.lift), probability(m.p), probability(m.q))
            for m in mixes
        )
    return Table(("attribute", "a", "b", "observed", "expected", "lift", "p", "q"), tuple(rows))


def drawn_pairs(parts: Parts) -> tuple[IntArray, int]:
    """Return the positions in `pairs` of the network to draw, and the least weight (0: it is the backbone).

    The backbone, if any tie is above chance. Else the pairs that share at least as many events as it takes to keep at
    most five edges an actor with events.
    """
    if len(parts.more):
        return parts.more, 0
    room = _EDGES_AN_ACTOR * int((parts.graph.degrees > 0).sum())
    least = 1
    while int((parts.pairs.shared >= least).sum()) > room:
        least += 1
    return np.flatnonzero(parts.pairs.shared >= least), least


def gephi_nodes_table(actors: Table) -> Table:
    """Build gephi_nodes.csv: actors.csv with the two headings that Gephi asks for."""
    return Table(("Id", "Label", *actors.columns[2:]), actors.rows)


def gephi_edges_table(parts: Parts) -> Table:
    """Build gephi_edges.csv: the network to draw; Weight is the number of shared events."""
    pairs, ids = parts.pairs, parts.graph.actors
    rows: list[tuple[Value, ...]] = []
    for k in drawn_pairs(parts)[0].tolist():
        s, e = int(pairs.shared[k]), float(pairs.expected[k])
        p, q = probability(float(pairs.p_more[k])), probability(float(pairs.q_more[k]))
        rows.append((ids[int(pairs.a[k])], ids[int(pairs.b[k])], "Undirected", s, figure(e), _lift(s, e), p, q))
    return Table(("Source", "Target", "Type", "Weight", "expected", "lift", "p", "q"), tuple(rows))
