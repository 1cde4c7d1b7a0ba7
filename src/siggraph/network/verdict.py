"""The stop sign: whether the data bear the word coalition, by guards from the cheapest to the dearest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from siggraph.network.draws import curveball, resample
from siggraph.network.groups import Partition, agreement, coassignment_weights, search
from siggraph.network.project import BoolArray, FloatArray, IntArray, TwoMode

# Measured on planted graphs (280 x 35 to 4,000 x 400): groups that are there pass, graphs without groups do not.
LEAST_AGREEMENT = 0.6
LEAST_Z = 3.0
LEAST_STABILITY = 0.6
# Below these no arrangement of the incidences could be told from another one with the same degrees.
LEAST_EVENTS = 4
LEAST_ACTORS = 6
LEAST_SHARE = 0.1
_LARGE = 100_000  # cells of the table; above it the search of one start is sure enough, and dear
LEAST_SIZE = 3  # a coalition of two is a tie

_SEEDS, _DRAWS, _SEARCH_DRAWS, _RESAMPLES = 1, 2, 3, 4  # streams of chance, apart for each purpose


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each guard looks; a search is the best of `starts` random starts (of one in a large graph).

    `enough` draws do where they leave no doubt, that is where z is below 1 or above 6.
    """

    seeds: int = 20
    draws: int = 100
    enough: int = 100
    resamples: int = 50
    starts: int = 3


FULL = Effort()
QUICK = Effort(enough=30, resamples=20)
_CLEAR = (1.0, 6.0)


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What the guards found.

    Parameters
    ----------
    verdict
        coalitions, none or no_power.
    reason
        Why, one sentence with its figures.
    modularity, found
        Of the best partition, and how many groups it had.
    actors, events
        Coalition of each actor and event, from 0, the largest first; -1 for none. All -1 without coalitions.
    seed_agreement, null_z, stability
        The three guards; ``None`` where a cheaper one had failed.
    modularity_mean, null_mean, null_spread
        Mean of the searches on the data; mean and standard deviation of the searches on the draws.
    draws
        How many random graphs were drawn.
    coalition_stability
        Mean Jaccard index of each coalition with its nearest group in the resamples.
    membership
        Actors x coalitions, from co-assignment in the resamples; rows sum to 1 or 0.
    certainty
        Share of the resamples in which the actor stands in the group nearest to its coalition; NaN without one.
    usable_events, usable_actors
        Events with two actors or more, actors with two events or more.
    """

    verdict: str
    reason: str
    modularity: float
    found: int
    actors: IntArray
    events: IntArray
    effort: Effort
    word: str
    usable_events: int
    usable_actors: int
    seed_agreement: float | None = None
    null_z: float | None = None
    stability: float | None = None
    modularity_mean: float | None = None
    null_mean: float | None = None
    null_spread: float | None = None
    draws: int = 0
    coalition_stability: tuple[float, ...] = ()
    membership: FloatArray | None = None
    certainty: FloatArray | None = None

    @property
    def groups(self) -> int:
        """How many coalitions there are; 0 unless the verdict is coalitions."""
        return int(self.actors.max(initial=-1)) + 1


def judge(two_mode: TwoMode, *, seed: int, effort: Effort = FULL, word: str = "event") -> Verdict:
    """Look for groups, and say whether they are more than the search makes of any data.

    The guards: power (events and actors enough); agreement of the searches from different starts; modularity against
    draws with the same degrees, each searched with the same effort as one search on the data; stability when a fifth
    of the events is left out. The first that fails ends it. `word` is the noun for an event in the reasons.
    """
    incidence = two_mode.dense()
    if incidence.size > _LARGE:
        effort = replace(effort, starts=1)
    runs = [search(incidence, np.random.default_rng([seed, _SEEDS, i]), effort.starts) for i in range(effort.seeds)]
    best = max(runs, key=lambda run: run.modularity)  # of equals the first
    seen = _unjudged(two_mode, best, effort, word)
    weak = _weakness(seen, two_mode)
    if weak:
        return replace(seen, verdict="no_power", reason=weak)
    repeated = two_mode.degrees > 1
    seen = replace(seen, seed_agreement=agreement([run.actors[repeated] for run in runs]))
    if (seen.seed_agreement or 0.0) < LEAST_AGREEMENT:
        return replace(
            seen,
            reason=f"{effort.seeds} searches from random starts do not find the same groups: "
            f"their median adjusted Rand index is {seen.seed_agreement:.2f}, and {LEAST_AGREEMENT} is asked",
        )
    seen = _against_chance(seen, incidence, runs, seed)
    if seen.null_z is None or seen.null_z <= LEAST_Z:
        z = "no spread at all to measure with" if seen.null_z is None else f"z = {seen.null_z:.1f}"
        return replace(
            seen,
            reason=f"random graphs in which everyone keeps their number of {seen.word}s fall into groups as well as "
            f"these data ({z}, and more than {LEAST_Z:.0f} is asked)",
        )
    return _resampled(seen, two_mode, incidence, best, seed)


def _unjudged(two_mode: TwoMode, best: Partition, effort: Effort, word: str) -> Verdict:
    return Verdict(
        verdict="none",
        reason="",
        modularity=best.modularity,
        found=best.groups,
        actors=np.full(len(two_mode.actors), -1, dtype=np.int64),
        events=np.full(len(two_mode.events), -1, dtype=np.int64),
        effort=effort,
        word=word,
        usable_events=int((two_mode.sizes > 1).sum()),
        usable_actors=int((two_mode.degrees > 1).sum()),
    )


def _weakness(seen: Verdict, two_mode: TwoMode) -> str:
    """Say why these data could not show a coalition whatever they held; blank if they could."""
    active = int((two_mode.degrees > 0).sum())
    if seen.usable_events < LEAST_EVENTS:
        return f"{seen.usable_events} {seen.word}s have two actors or more, and {LEAST_EVENTS} are the least"
    wanted = max(LEAST_ACTORS, int(np.ceil(LEAST_SHARE * active)))
    if seen.usable_actors < wanted:
        return (
            f"{seen.usable_actors} of {active} actors have two {seen.word}s or more, and {wanted} are the least: "
            f"who stands with one {seen.word} only cannot link two"
        )
    return ""


def _against_chance(seen: Verdict, incidence: BoolArray, runs: list[Partition], seed: int) -> Verdict:
    draws = curveball(incidence, seen.effort.draws, np.random.default_rng([seed, _DRAWS]))
    own = float(np.mean([run.modularity for run in runs]))
    null: list[float] = []
    z, mean, spread = None, 0.0, 0.0
    for i, draw in enumerate(draws):
        rng = np.random.default_rng([seed, _SEARCH_DRAWS, i])
        null.append(search(draw, rng, seen.effort.starts).modularity)
        if len(null) in {seen.effort.enough, seen.effort.draws}:
            mean, spread = float(np.mean(null)), float(np.std(null, ddof=1))
            z = (own - mean) / spread if spread > 0 else None
            if z is None or not _CLEAR[0] <= z <= _CLEAR[1]:
                break
    return replace(seen, null_z=z, modularity_mean=own, null_mean=mean, null_spread=spread, draws=len(null))


def _resampled(seen: Verdict, two_mode: TwoMode, incidence: BoolArray, best: Partition, seed: int) -> Verdict:
    """Resample the events and give the last word."""
    actors, events = _number(best)
    groups = int(actors.max(initial=-1)) + 1
    if groups <= 1:
        return replace(seen, reason=f"fewer than two groups have {LEAST_SIZE} actors or more")
    confidence = _confidence(two_mode)
    runs = []
    for i in range(seen.effort.resamples):
        rng = np.random.default_rng([seed, _RESAMPLES, i])
        runs.append(search(resample(incidence, confidence, rng), rng, seen.effort.starts).actors)
    scores, certainty = _faithfulness(actors, runs, groups)
    sizes = np.bincount(actors[actors >= 0], minlength=groups)
    stability = float((scores * sizes).sum() / sizes.sum())
    seen = replace(seen, stability=stability)
    if stability < LEAST_STABILITY:
        return replace(
            seen,
            reason=f"the groups do not last when a fifth of the {seen.word}s is left out: their mean Jaccard index "
            f"with the nearest group found then is {stability:.2f}, and {LEAST_STABILITY} is asked",
        )
    return replace(
        seen,
        verdict="coalitions",
        reason=f"{seen.effort.seeds} searches agree (median adjusted Rand index {seen.seed_agreement:.2f}), modularity "
        f"is above chance (z = {seen.null_z:.1f}), and the groups last when a fifth of the {seen.word}s is left out "
        f"(mean Jaccard index {stability:.2f})",
        actors=actors,
        events=events,
        coalition_stability=tuple(scores.tolist()),
        membership=coassignment_weights(actors, runs, groups),
        certainty=certainty,
    )


def _number(best: Partition) -> tuple[IntArray, IntArray]:
    """Give the groups that are large enough their numbers: the largest is 0, of equals the one with the first actor."""
    sizes = np.bincount(best.actors[best.actors >= 0], minlength=best.groups)
    first = [int(np.flatnonzero(best.actors == g)[0]) if sizes[g] else -1 for g in range(best.groups)]
    ranked = sorted((g for g in range(best.groups) if sizes[g] >= LEAST_SIZE), key=lambda g: (-sizes[g], first[g]))
    rank = np.full(best.groups + 1, -1, dtype=np.int64)  # the last entry answers for group -1
    rank[ranked] = np.arange(len(ranked))
    return rank[best.actors], rank[best.events]


def _faithfulness(base: IntArray, runs: list[IntArray], groups: int) -> tuple[FloatArray, FloatArray]:
    """Return each coalition's mean Jaccard index with its nearest group, and each actor's share of runs inside it.

    Actors that have no event left in a run are left out of it.
    """
    scores = np.zeros((len(runs), groups))
    stayed, took_part = np.zeros(len(base)), np.zeros(len(base))
    for r, labels in enumerate(runs):
        here = (labels >= 0) & (base >= 0)
        joint = np.zeros((int(labels.max(initial=0)) + 1, groups))
        np.add.at(joint, (labels[here], base[here]), 1.0)
        either = joint.sum(axis=1, keepdims=True) + joint.sum(axis=0, keepdims=True) - joint
        jaccard = joint / np.maximum(either, 1.0)
        scores[r] = jaccard.max(axis=0)
        took_part += here
        stayed[here] += labels[here] == jaccard.argmax(axis=0)[base[here]]
    certainty = np.full(len(base), np.nan)
    seen = took_part > 0
    certainty[seen] = stayed[seen] / took_part[seen]
    means: FloatArray = scores.mean(axis=0)
    return means, certainty


def _confidence(two_mode: TwoMode) -> FloatArray | None:
    if two_mode.confidence is None:
        return None
    full = np.zeros(two_mode.matrix.shape)
    full[np.repeat(np.arange(len(two_mode.actors)), two_mode.degrees), two_mode.matrix.indices] = two_mode.confidence
    return full
