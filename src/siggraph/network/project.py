"""The two-mode graph of who stands with what, and its weighted projections."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from siggraph.errors import InputError, UsageError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# scipy's sparse arrays are generic in the stubs alone, not when the program runs.
Sparse = Any

WEIGHTS = ("count", "newman", "jaccard", "cosine")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known of an actor; blank means none. ``label`` blank: the identifier serves."""

    label: str = ""
    kind: str = ""
    seat: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TwoMode:
    """Actors and events, and which actor stands with which event.

    Parameters
    ----------
    actors, labels, seat, type, kind
        One entry an actor, sorted by identifier.
    events, event_labels
        One entry an event, sorted by identifier.
    matrix
        scipy CSR array, actors x events, int64, every stored value 1, indices sorted.
    confidence
        Probability that each incidence is right, in the order of ``matrix.indices``; ``None``: all are sure.
    withheld
        Signatories that are counted and not named: in no network, but in the denominator of every share.
    """

    actors: tuple[str, ...]
    labels: tuple[str, ...]
    events: tuple[str, ...]
    event_labels: tuple[str, ...]
    matrix: Sparse
    seat: tuple[str, ...]
    type: tuple[str, ...]
    kind: tuple[str, ...]
    confidence: FloatArray | None = None
    withheld: int = 0

    @classmethod
    def from_edges(
        cls,
        rows: Iterable[tuple[str, str, float | None]],
        actors: Mapping[str, Attributes] | None = None,
        event_labels: Mapping[str, str] | None = None,
        withheld: int = 0,
    ) -> TwoMode:
        """Build the graph from (actor, event, confidence) rows; repeated rows count once, with the best confidence.

        Every key of `actors` is kept, with no event if need be; an actor of `rows` that is not a key has no attributes.
        A confidence of ``None`` is 1.

        Raises
        ------
        InputError
            A blank identifier, or a confidence that is not above 0 and at most 1.

        Examples
        --------
        >>> graph = TwoMode.from_edges([("b", "x", None), ("a", "x", None), ("a", "x", None)], {"c": Attributes()})
        >>> graph.actors, graph.matrix.sum(axis=1).tolist()
        (('a', 'b', 'c'), [1, 1, 0])
        """
        known = dict(actors or {})
        titles = event_labels or {}
        edges: dict[tuple[str, str], float] = {}
        for actor, event, value in rows:
            sure = 1.0 if value is None else float(value)
            if not actor or not event:
                raise InputError(f"a row without an identifier: {actor!r}, {event!r}")
            if not 0.0 < sure <= 1.0:
                raise InputError(f"confidence {sure} of {actor!r}, {event!r} is not above 0 and at most 1")
            edges[actor, event] = max(sure, edges.get((actor, event), 0.0))
        ids = tuple(sorted(set(known) | {actor for actor, _ in edges}))
        events = tuple(sorted({event for _, event in edges}))
        told = [known.get(i, Attributes()) for i in ids]
        matrix, confidence = _incidence(edges, ids, events)
        return cls(
            actors=ids,
            labels=tuple(a.label or i for i, a in zip(ids, told, strict=True)),
            events=events,
            event_labels=tuple(titles.get(e) or e for e in events),
            matrix=matrix,
            seat=tuple(a.seat for a in told),
            type=tuple(a.type for a in told),
            kind=tuple(a.kind for a in told),
            confidence=None if bool(np.all(confidence == 1.0)) else confidence,
            withheld=withheld,
        )

    @property
    def degrees(self) -> IntArray:
        """How many events each actor stands with, shape (actors,)."""
        degrees: IntArray = np.diff(self.matrix.indptr).astype(np.int64)
        return degrees

    @property
    def sizes(self) -> IntArray:
        """How many actors stand with each event, shape (events,)."""
        return np.bincount(self.matrix.indices, minlength=len(self.events)).astype(np.int64)

    def dense(self) -> BoolArray:
        """Return the incidence as booleans, shape (actors, events)."""
        full = np.zeros((len(self.actors), len(self.events)), dtype=np.bool_)
        full[np.repeat(np.arange(len(self.actors)), self.degrees), self.matrix.indices] = True
        return full

    def edges(self) -> list[tuple[int, int, float]]:
        """Return (actor index, event index, confidence), sorted."""
        sure = np.ones(self.matrix.nnz) if self.confidence is None else self.confidence
        rows = np.repeat(np.arange(len(self.actors)), self.degrees)
        return list(zip(rows.tolist(), self.matrix.indices.tolist(), sure.tolist(), strict=True))

    def digest(self) -> str:
        """Return the SHA-256 of everything that the analysis reads, in one canonical order, in hexadecimal."""
        sha = hashlib.sha256()

        def put(*row: object) -> None:
            sha.update(json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")

        for actor in zip(self.actors, self.labels, self.kind, self.seat, self.type, strict=True):
            put("actor", *actor)
        for event in zip(self.events, self.event_labels, strict=True):
            put("event", *event)
        for a, e, sure in self.edges():
            put("edge", self.actors[a], self.events[e], f"{sure:.6g}")
        put("withheld", self.withheld)
        return sha.hexdigest()


def _incidence(
    edges: Mapping[tuple[str, str], float], actors: tuple[str, ...], events: tuple[str, ...]
) -> tuple[Sparse, FloatArray]:
    row_of = {a: i for i, a in enumerate(actors)}
    column_of = {e: i for i, e in enumerate(events)}
    order = sorted((row_of[a], column_of[e], sure) for (a, e), sure in edges.items())
    indices = np.array([c for _, c, _ in order], dtype=np.int64)
    counts = np.bincount(np.array([r for r, _, _ in order], dtype=np.int64), minlength=len(actors))
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    data = np.ones(len(order), dtype=np.int64)
    matrix = sparse.csr_array((data, indices, indptr), shape=(len(actors), len(events)))
    return matrix, np.array([sure for _, _, sure in order], dtype=np.float64)


def shared_events(matrix: Sparse) -> tuple[IntArray, IntArray, IntArray]:
    """Return the pairs of rows with a column in common: a, b (a < b, sorted by a then b) and how many they share.

    Memory grows with the number of such pairs: fit for up to about 20,000 rows.
    """
    product = sparse.triu(matrix @ matrix.T, k=1).tocsr()
    product.sort_indices()
    pairs = product.tocoo()
    return pairs.row.astype(np.int64), pairs.col.astype(np.int64), pairs.data.astype(np.int64)


def project(two_mode: TwoMode, weight: str = "count") -> Sparse:
    """Return the weighted projection on the actors, a symmetric CSR array with an empty diagonal.

    Parameters
    ----------
    two_mode
        The graph.
    weight
        ``count``: events in common; ``newman``: each event of s actors adds 1/(s-1) (Newman 2001); ``jaccard``:
        common events by the events of either; ``cosine``: common events by the geometric mean of the degrees.

    Raises
    ------
    UsageError
        Another weight.

    Examples
    --------
    >>> rows = [("a", "x", None), ("b", "x", None), ("c", "x", None), ("a", "y", None), ("b", "y", None)]
    >>> graph = TwoMode.from_edges(rows)
    >>> [float(project(graph, weight)[0, 1]) for weight in ("count", "newman", "jaccard")]
    [2.0, 1.5, 1.0]
    """
    if weight not in WEIGHTS:
        raise UsageError(f"unknown weight {weight!r}", remedy=f"one of {', '.join(WEIGHTS)}")
    matrix, degrees = two_mode.matrix, two_mode.degrees.astype(np.float64)
    a, b, shared = shared_events(matrix)
    if weight == "newman":
        # The product has the pattern of the counts, less pairs that meet in no event; so it is read at the same places.
        share = 1.0 / np.maximum(two_mode.sizes - 1, 1).astype(np.float64)
        scaled = sparse.csr_array((share[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
        product = sparse.triu(scaled @ matrix.T.astype(np.float64), k=1).tocsr()
        product.sort_indices()
        values = product.data
    elif weight == "jaccard":
        values = shared / (degrees[a] + degrees[b] - shared)
    elif weight == "cosine":
        values = shared / np.sqrt(degrees[a] * degrees[b])
    else:
        values = shared.astype(np.float64)
    n = len(two_mode.actors)
    upper = sparse.csr_array((values, (a, b)), shape=(n, n))
    both = (upper + upper.T).tocsr()
    both.sort_indices()
    return both
