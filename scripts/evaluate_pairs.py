"""How well `compare` tells bodies apart: precision, recall, F1 of "same", hard negatives, calibration, by group.

The labelled pairs of tests/organisations/pairs are facts about real bodies, one file a group of scripts. Half of them,
by digest, serve to fit the weights (scripts/fit_match.py); figures are told for each half apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from siggraph.io.tables import read_tsv
from siggraph.names import clean
from siggraph.organisations.enrich import Reference
from siggraph.organisations.match import Comparison, Features, MatchWords, compare, features, places_in
from siggraph.workspace.common import read_tables

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "organisations" / "pairs"
FITTED, HELD = "fitted", "held out"
_BINS = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two printed names, whether they are one body, what makes the pair hard, its group, and which half it is in."""

    a: str
    b: str
    label: str
    kind: str
    group: str
    part: str


def labelled(folder: Path = PAIRS) -> list[Pair]:
    """Return the pairs of every group."""
    return [
        Pair(row["a"], row["b"], row["label"], row["kind"], path.stem, half(row["a"], row["b"]))
        for path in sorted(folder.glob("*.tsv"))
        for row in read_tsv(path, ("a", "b", "label", "kind"))
    ]


def half(a: str, b: str) -> str:
    """Return the half that a pair belongs to, whichever name stands first."""
    digest = sha256("\n".join(sorted((a, b))).encode()).digest()
    return FITTED if digest[0] % 2 else HELD


def reader() -> Callable[[str], Features]:
    """Return a function from a printed name to its features, with a memory."""
    tables = read_tables()
    words, gazetteer = MatchWords.from_tables(tables), Reference.from_tables(tables).gazetteer
    known: dict[str, Features] = {}

    def read(name: str) -> Features:
        name = clean(name)
        if name not in known:
            known[name] = features(name, places_in(name, gazetteer), words)
        return known[name]

    return read


def verdicts(pairs: Iterable[Pair]) -> list[tuple[Pair, Comparison]]:
    """Compare every pair, as `siggraph compare` does."""
    read = reader()
    return [(pair, compare(read(pair.a), read(pair.b))) for pair in pairs]


def line(told: Sequence[tuple[Pair, Comparison]]) -> str:
    """Return precision, recall and F1 of "same", what became of the negatives, and how well calibrated the score is."""
    said = [pair for pair, found in told if found.verdict == "same"]
    same = sum(pair.label == "same" for pair, _ in told)
    right = sum(pair.label == "same" for pair in said)
    apart = [found for pair, found in told if pair.label == "different"]
    kept = sum(found.verdict == "different" for found in apart)
    precision = right / len(said) if said else 1.0
    recall = right / same if same else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return (
        f"same P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({right}/{len(said)}, of {same}); "
        f"different {kept}/{len(apart)} = {kept / max(1, len(apart)):.2f}, wrongly same {len(said) - right}; "
        f"Brier {brier(told):.3f}, calibration error {calibration(told):.3f}"
    )


def brier(told: Sequence[tuple[Pair, Comparison]]) -> float:
    """Return the mean squared error of the score."""
    return sum((found.score - (pair.label == "same")) ** 2 for pair, found in told) / max(1, len(told))


def calibration(told: Sequence[tuple[Pair, Comparison]]) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for pair, found in told:
        bins[min(_BINS - 1, int(found.score * _BINS))].append((found.score, pair.label == "same"))
    gaps = (abs(sum(score - label for score, label in chosen)) for chosen in bins if chosen)
    return sum(gaps) / max(1, len(told))


def report() -> None:
    """Print the figures: all pairs of a half, and group by group."""
    told = verdicts(labelled())
    for part in (HELD, FITTED):
        chosen = [(pair, found) for pair, found in told if pair.part == part]
        print(f"compare, {part} half of {PAIRS.name} ({len(chosen)} pairs):")
        print(f"  all: {line(chosen)}")
        for group in sorted({pair.group for pair, _ in chosen}):
            print(f"  {group}: {line([(pair, found) for pair, found in chosen if pair.group == group])}")


if __name__ == "__main__":
    report()
