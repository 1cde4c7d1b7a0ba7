"""Graphs for the tests: planted groups, pure chance, and Southern Women."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np

from siggraph.network.project import Attributes, BoolArray, FloatArray, IntArray, TwoMode


def two_mode(incidence: BoolArray, attributes: Mapping[str, Attributes] | None = None) -> TwoMode:
    """Build a graph with actors a0000.. and events e000.. from a table."""
    rows = [(f"a{i:04d}", f"e{j:03d}", None) for i, j in np.argwhere(incidence).tolist()]
    actors = {f"a{i:04d}": Attributes() for i in range(len(incidence))}
    return TwoMode.from_edges(rows, {**actors, **(attributes or {})})


def planted(
    actors: int, events: int, incidences: int, groups: int, share: float, seed: int
) -> tuple[BoolArray, IntArray]:
    """Return a table with planted groups and the group of each actor.

    Propensities are heavy-tailed, sizes of events log-normal; `share` of each event's seats go to actors of its own
    group, the rest to anyone. Actors without events are dropped.
    """
    rng = np.random.default_rng(seed)
    weight = 1.0 / rng.random(actors) ** (1 / 1.6)
    weight = np.minimum(weight, np.quantile(weight, 0.9995))
    of_actor, of_event = rng.integers(0, groups, actors), rng.integers(0, groups, events)
    size = np.exp(rng.normal(0.0, 0.9, events))
    seats = np.clip(size / size.sum() * incidences * 1.15, 5, 0.15 * actors).astype(int)
    table = np.zeros((actors, events), dtype=np.bool_)
    for e in range(events):
        own = int(rng.binomial(seats[e], share))
        inside = np.where(of_actor == of_event[e], weight, 0.0)
        if own and inside.any():
            table[rng.choice(actors, own, p=inside / inside.sum()), e] = True
        table[rng.choice(actors, seats[e] - own, p=weight / weight.sum()), e] = True
    seen = table.any(axis=1)
    return table[seen], of_actor[seen].astype(np.int64)


def blocks(actors: int, events: int, inside: float, outside: float, seed: int) -> BoolArray:
    """Draw two equal blocks, with `actors` and `events` in each, dense inside and thin outside."""
    chances = np.kron(np.array([[inside, outside], [outside, inside]]), np.ones((actors, events)))
    return draw_from(chances, seed)


def draw_from(chances: FloatArray, seed: int) -> BoolArray:
    """Draw a table whose cells are independent with the given chances."""
    return np.random.default_rng(seed).random(chances.shape) < chances


def southern_women() -> BoolArray:
    """Return the 18 women x 14 events of Davis, Gardner and Gardner (1941)."""
    graph = nx.davis_southern_women_graph()
    women = [n for n, data in graph.nodes(data=True) if data["bipartite"] == 0]
    events = [n for n, data in graph.nodes(data=True) if data["bipartite"] == 1]
    return np.array([[graph.has_edge(w, e) for e in events] for w in women], dtype=np.bool_)
