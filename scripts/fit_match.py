"""Fit data/reference/match_weights.tsv: how much each sign of `match` weighs, on labelled pairs of names.

Logistic regression with a ridge about an editor's guess (the column prior), so that a sign that few pairs show keeps a
sensible weight. Each weight is held to the sign that its meaning allows, and to the guess itself where the bench is no
fair sample (sign ``=``). The pairs are those of the half of tests/organisations/pairs that fall into it by digest; the
other half is for `make eval` alone. Names of different rows that share a block count as different, with less weight.
Run: ``.venv/bin/python -m scripts.fit_match`` from the top of the checkout.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from scripts.evaluate_pairs import FITTED, Pair, labelled, reader
from siggraph.io.tables import read_tsv, tsv
from siggraph.organisations.candidates import block_keys
from siggraph.organisations.candidates import pairs as block_pairs
from siggraph.organisations.signs import signs

TABLE = Path(__file__).resolve().parent.parent / "data" / "reference" / "match_weights.tsv"
_RIDGE = 0.5  # of the squared distance from the prior
_MINED = 4000  # pairs at most
_MINED_SHARE = 0.1  # of the weight of a labelled pair: nobody has looked at them
_BOUNDS = {"+": (0.0, None), "-": (None, 0.0), "": (None, None)}


def fit(
    pairs: Sequence[Pair], names: Sequence[str], allowed: Sequence[str], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weight of each sign."""
    features = reader()
    rows = np.zeros((len(pairs), len(names)))
    labels = np.array([pair.label == "same" for pair in pairs], dtype=float)
    at = {name: i for i, name in enumerate(names)}
    for i, pair in enumerate(pairs):
        for name, value in signs(features(pair.a), features(pair.b))[0].items():
            rows[i, at[name]] = value
    shares = np.array([_MINED_SHARE if pair.kind == "" else 1.0 for pair in pairs])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = rows @ weights
        chance = 1 / (1 + np.exp(-margin))
        told = np.logaddexp(0, margin) - labels * margin
        return float(shares @ told + _RIDGE / 2 * (weights - prior) @ (weights - prior)), (
            rows.T @ (shares * (chance - labels)) + _RIDGE * (weights - prior)
        )

    bounds = [(before, before) if sign == "=" else _BOUNDS[sign] for sign, before in zip(allowed, prior, strict=True)]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)


def mined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return pairs of bodies of different rows that share a block: what `match` is asked most, and says no to.

    Names that labelled pairs link, however far, are left out; so are those of equal letters.
    """
    features = reader()
    names = sorted({name for pair in pairs for name in (pair.a, pair.b)})
    at = {name: i for i, name in enumerate(names)}
    leader = list(range(len(names)))

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for pair in pairs:
        if pair.label == "same":
            leader[find(at[pair.a])] = find(at[pair.b])
    told = {frozenset((at[pair.a], at[pair.b])) for pair in pairs}
    found = [
        Pair(names[i], names[j], "different", "", "mined", FITTED)
        for i, j in block_pairs([set(block_keys(features(name))) for name in names]).tolist()
        if find(i) != find(j) and {i, j} not in told and features(names[i]).key != features(names[j]).key
    ]
    return sorted(found, key=lambda pair: sha256(f"{pair.a}\n{pair.b}".encode()).digest())[:_MINED]


def main() -> None:
    """Fit and write the table; signs that are new get a row."""
    before = read_tsv(TABLE, ("feature", "sign", "prior", "weight"))
    features = reader()
    pairs = [
        pair
        for pair in labelled()
        if pair.part == FITTED and features(pair.a).key != features(pair.b).key  # those need no weight
    ]
    pairs.extend(mined(pairs))
    weights = fit(
        pairs,
        [row["feature"] for row in before],
        [row["sign"] for row in before],
        np.array([float(row["prior"]) for row in before]),
    )
    rows = [{**row, "weight": f"{weight:.2f}"} for row, weight in zip(before, weights, strict=True)]
    TABLE.write_text(tsv(("feature", "sign", "prior", "weight", "means"), rows), encoding="utf-8")
    print(f"{TABLE.name}: {len(rows)} weights from {len(pairs)} pairs")


if __name__ == "__main__":
    main()
