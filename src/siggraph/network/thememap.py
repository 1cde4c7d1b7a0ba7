"""A map of the themes for the page: positions that never change, and the pairs that share actors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siggraph.network.pairs import compare_pairs
from siggraph.network.project import FloatArray, TwoMode
from siggraph.network.rounding import figure

_STEPS = 200
_PLACES = 3


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Nodes (id, label, actors, x, y), x and y from -1 to 1, and edges (a, b, shared, lift, q), sorted."""

    nodes: tuple[tuple[str, str, int, float, float], ...]
    edges: tuple[tuple[str, str, int, float, float], ...]


def theme_map(two_mode: TwoMode, seed: int) -> ThemeMap:
    """Place the themes near those with which they share more actors than chance gives.

    Every pair with two actors in common is an edge, with its lift and its q-value (upper tail, over all pairs).

    Parameters
    ----------
    two_mode
        Actors and themes.
    seed
        Of the start of the layout.
    """
    pairs = compare_pairs(two_mode.matrix.T.tocsr())
    kept = np.flatnonzero(pairs.shared > 1)
    lift = pairs.shared[kept] / pairs.expected[kept]
    weight = np.zeros((len(two_mode.events), len(two_mode.events)))
    weight[pairs.a[kept], pairs.b[kept]] = lift
    places = spring(weight + weight.T, np.random.default_rng(seed))
    ids = two_mode.events
    nodes = tuple(
        (event, two_mode.event_labels[i], int(two_mode.sizes[i]), _rounded(places[i, 0]), _rounded(places[i, 1]))
        for i, event in enumerate(ids)
    )
    edges = tuple(
        (
            ids[int(pairs.a[k])],
            ids[int(pairs.b[k])],
            int(pairs.shared[k]),
            figure(float(x)) or 0.0,
            figure(float(pairs.q_more[k])) or 0.0,
        )
        for k, x in zip(kept.tolist(), lift.tolist(), strict=True)
    )
    return ThemeMap(nodes, edges)


def _rounded(x: float) -> float:
    return round(float(x), _PLACES) + 0.0  # no negative zero


def spring(weight: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Lay out a weighted graph by springs (Fruchterman and Reingold 1991); x and y within -1 and 1.

    Written with sums, products and square roots alone, which every machine rounds alike; networkx's own layout goes
    through routines that do not, and a layout is where small differences grow.

    Parameters
    ----------
    weight
        n x n, symmetric, zero diagonal.
    rng
        Source of the start.
    """
    n = len(weight)
    places: FloatArray = rng.random((n, 2)) * 2.0 - 1.0
    if n <= 1:
        return places * 0.0
    rest = (1.0 / n) ** 0.5
    pull = weight / weight.max() if weight.any() else weight
    for step in range(_STEPS):
        away = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.sqrt((away * away).sum(axis=2)), 0.01)
        force = rest * rest / (distance * distance) - pull * distance / rest
        move = (away * force[:, :, None]).sum(axis=1) - places * 0.1  # a little gravity keeps loose themes on the page
        length = np.maximum(np.sqrt((move * move).sum(axis=1)), 1e-9)
        heat = 0.2 * (1.0 - step / _STEPS)
        places = places + move * (np.minimum(length, heat) / length)[:, None]
    places = places - (places.max(axis=0) + places.min(axis=0)) / 2.0
    scaled: FloatArray = places / max(float(np.abs(places).max()), 1e-9)
    return scaled
