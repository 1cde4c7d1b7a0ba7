"""The places of actors in the projection: Burt, cores, betweenness, brokerage between groups, participation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siggraph.network.project import BoolArray, FloatArray, IntArray, Sparse, TwoMode, project

LIMIT = 4000  # actors with events; above it the n x n tables of this room no longer fit


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """One entry an actor; NaN or -1 where a measure does not apply.

    Parameters
    ----------
    constraint, effective_size
        Burt (1992), on the Newman-weighted projection; NaN for an actor without a partner.
    coreness
        Largest k of the k-cores of the projection that hold the actor.
    betweenness
        Share of shortest paths, 0 to 1, on the unweighted projection.
    coordinator, gatekeeper, liaison, itinerant
        Gould and Fernandez (1989) on undirected ties: pairs of partners that meet through the actor alone, that is
        are no partners themselves; -1 for an actor whose grouping is blank.
    """

    constraint: FloatArray
    effective_size: FloatArray
    coreness: IntArray
    betweenness: FloatArray
    coordinator: IntArray
    gatekeeper: IntArray
    liaison: IntArray
    itinerant: IntArray


def find_roles(two_mode: TwoMode, grouping: tuple[str, ...]) -> Roles | None:
    """Measure every actor; ``None`` if there are too many actors with events (more than `LIMIT`).

    Parameters
    ----------
    two_mode
        The graph.
    grouping
        Group of each actor for the brokerage roles, its seat for example; blank: not known, no part in brokerage.
    """
    active = np.flatnonzero(two_mode.degrees > 0)
    n = len(two_mode.actors)
    if len(active) > LIMIT:
        return None
    weights: FloatArray = project(two_mode, "newman")[active][:, active].toarray()
    ties = weights > 0
    constraint, effective = np.full(n, np.nan), np.full(n, np.nan)
    constraint[active], effective[active] = burt(weights)
    between = np.zeros(n)
    between[active] = betweenness(ties)
    core = np.zeros(n, dtype=np.int64)
    core[active] = coreness(ties)
    counts = np.full((4, n), -1, dtype=np.int64)
    known = np.flatnonzero(np.array([bool(grouping[i]) for i in active], dtype=np.bool_))
    groups = [grouping[i] for i in active[known].tolist()]
    counts[:, active[known]] = brokerage(ties[np.ix_(known, known)], groups)
    alone = np.array([bool(g) for g in grouping], dtype=np.bool_) & (two_mode.degrees == 0)
    counts[:, alone] = 0
    return Roles(constraint, effective, core, between, counts[0], counts[1], counts[2], counts[3])


def burt(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return constraint and effective size (Burt 1992) of a symmetric weighted graph; NaN for a node without ties.

    With p the share of a node's weight on a tie, the constraint on i is the sum over its partners j of
    (p_ij + sum_q p_iq p_qj)^2; the effective size is the sum over its partners j of 1 - sum_q p_iq m_jq, where m is
    the weight by the largest of j.

    Parameters
    ----------
    weights
        n x n, symmetric, zero diagonal.
    """
    total = weights.sum(axis=1)
    if len(total) == 0:
        return total, total
    p = weights / np.where(total > 0, total, 1.0)[:, None]
    largest = weights.max(axis=1)
    m = weights / np.where(largest > 0, largest, 1.0)[:, None]
    ties = weights > 0
    constraint = (np.where(ties, p + p @ p, 0.0) ** 2).sum(axis=1)
    effective = np.where(ties, 1.0 - p @ m.T, 0.0).sum(axis=1)
    lonely = total == 0
    constraint[lonely] = effective[lonely] = np.nan
    return constraint, effective


def coreness(ties: BoolArray) -> IntArray:
    """Return the core number of each node (Seidman 1983), by taking out all nodes that fall short, in rounds."""
    left = np.ones(len(ties), dtype=np.bool_)
    degree: IntArray = ties.sum(axis=1).astype(np.int64)
    core = np.zeros(len(ties), dtype=np.int64)
    k = 0
    while left.any():
        k = max(k, int(degree[left].min()))
        out = left & (degree <= k)
        core[out] = k
        left &= ~out
        degree -= ties[:, out].sum(axis=1)
    return core


def betweenness(ties: BoolArray) -> FloatArray:
    """Return the betweenness of each node, divided by the number of pairs of the others (Brandes 2001).

    All sources are searched at once, level by level, by matrix products.
    """
    n = len(ties)
    if n <= 2:  # noqa: PLR2004 - nobody stands between two
        return np.zeros(n)
    step = ties.astype(np.float64)
    paths = np.eye(n)
    seen = np.eye(n, dtype=np.bool_)
    levels, front = [np.eye(n, dtype=np.bool_)], np.eye(n)
    while True:
        reached = front @ step
        fresh = (reached > 0) & ~seen
        if not fresh.any():
            break
        front = np.where(fresh, reached, 0.0)
        paths += front
        seen |= fresh
        levels.append(fresh)
    reliance = np.zeros((n, n))
    for depth in range(len(levels) - 1, 0, -1):
        handed = np.where(levels[depth], (1.0 + reliance) / np.where(paths > 0, paths, 1.0), 0.0) @ step
        reliance += np.where(levels[depth - 1], handed * paths, 0.0)
    np.fill_diagonal(reliance, 0.0)
    result: FloatArray = reliance.sum(axis=0) / ((n - 1) * (n - 2))
    return result


def brokerage(ties: BoolArray, groups: list[str]) -> IntArray:
    """Return coordinator, gatekeeper, liaison and itinerant counts (Gould and Fernandez 1989), shape (4, nodes).

    A broker stands between two nodes that have no tie. Coordinator: all three of one group; gatekeeper: the broker is
    of the group of one of the two, who differ (in undirected ties the same as representative); itinerant: the two
    are of one group, the broker of another; liaison: three groups.
    """
    n = len(groups)
    if n == 0:
        return np.zeros((4, 0), dtype=np.int64)
    _, code = np.unique(np.array(groups), return_inverse=True)
    same = code[:, None] == code[None, :]
    apart = ~ties
    np.fill_diagonal(apart, False)
    all_ties, open_pairs = ties.astype(np.float64), apart.astype(np.float64)
    inside = np.where(same, all_ties, 0.0)
    outside = all_ties - inside
    # diag(X U Y'): for each broker, the open pairs (a, c) with a tie of kind X to a and of kind Y to c.
    coordinator = ((inside @ open_pairs) * inside).sum(axis=1) / 2
    gatekeeper = ((inside @ open_pairs) * outside).sum(axis=1)
    twins = ((outside @ np.where(same, open_pairs, 0.0)) * outside).sum(axis=1) / 2
    strangers = ((outside @ np.where(same, 0.0, open_pairs)) * outside).sum(axis=1) / 2
    counts: IntArray = np.rint(np.stack([coordinator, gatekeeper, strangers, twins])).astype(np.int64)
    return counts


def participation(matrix: Sparse, event_groups: IntArray) -> FloatArray:
    """Return the participation coefficient of each row (Guimera and Amaral 2005): 1 - sum over groups of share^2.

    0: all events of the actor are of one group; near 1: evenly spread. Events of group -1 count as a group each.
    NaN for an actor without events.
    """
    groups = event_groups.copy()
    loose = np.flatnonzero(groups < 0)
    groups[loose] = int(groups.max(initial=-1)) + 1 + np.arange(len(loose))
    degree = np.diff(matrix.indptr).astype(np.float64)
    table = np.zeros((matrix.shape[0], int(groups.max(initial=-1)) + 1))
    np.add.at(table, (np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), groups[matrix.indices]), 1.0)
    squares = (table**2).sum(axis=1)
    result = np.full(matrix.shape[0], np.nan)
    result[degree > 0] = 1.0 - squares[degree > 0] / degree[degree > 0] ** 2
    return result
