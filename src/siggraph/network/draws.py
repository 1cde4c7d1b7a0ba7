"""Random graphs beside the data: draws with the same margins, and resamples of the events."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from siggraph.network.project import BoolArray, FloatArray

_BURN_IN = 20
_TRADES = 5
_LEFT_OUT = 5  # one event in so many


def curveball(incidence: BoolArray, count: int, rng: np.random.Generator) -> Iterator[BoolArray]:
    """Yield `count` random graphs in which every actor and every event keeps its degree (Strona et al. 2014).

    Two rows of the smaller side trade at random what only one of them has. The draws are one chain: 20 trades a row
    before the first, 5 a row between one and the next.

    Parameters
    ----------
    incidence
        Actors x events.
    count
        How many draws.
    rng
        Source of chance.
    """
    flipped = incidence.shape[0] <= incidence.shape[1]
    rows = incidence.copy() if flipped else np.ascontiguousarray(incidence.T)
    for i in range(count):
        if rows.shape[0] > 1:
            _trade(rows, (_TRADES if i else _BURN_IN) * rows.shape[0], rng)
        yield rows.copy() if flipped else np.ascontiguousarray(rows.T)


def _trade(rows: BoolArray, trades: int, rng: np.random.Generator) -> None:
    first = rng.integers(0, rows.shape[0], trades)
    second = (first + rng.integers(1, rows.shape[0], trades)) % rows.shape[0]
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        pool = np.flatnonzero(rows[a] ^ rows[b])
        if len(pool) == 0:
            continue
        keep = int(np.count_nonzero(rows[a, pool]))
        mixed = rng.permutation(pool)
        rows[a, mixed[:keep]] = True
        rows[a, mixed[keep:]] = False
        rows[b, mixed[:keep]] = False
        rows[b, mixed[keep:]] = True


def resample(incidence: BoolArray, confidence: FloatArray | None, rng: np.random.Generator) -> BoolArray:
    """Leave out a fifth of the events at random; each incidence that is left holds with its own confidence.

    Subsets are one of the schemes of Hennig (2007). Draws with replacement do worse here: an event drawn twice is a
    pair of events with exactly the same actors, which pulls a group of its own together.

    Parameters
    ----------
    incidence
        Actors x events.
    confidence
        Actors x events, 0 to 1; ``None``: every incidence is sure.
    rng
        Source of chance.
    """
    events = incidence.shape[1]
    kept = np.sort(rng.permutation(events)[: events - events // _LEFT_OUT])
    held = incidence if confidence is None else incidence & (rng.random(incidence.shape) < confidence)
    return np.ascontiguousarray(held[:, kept])
