"""A million printed names of 200,000 made-up bodies: candidates and scores, on two cores, beside a plain baseline.

Printed: pairs compared against the quadratic number, how many true pairs are among the candidates, seconds, peak
memory, and the ratio to blocked rapidfuzz (names in blocks of their first five letters, token_set_ratio) in the same
run. Run: ``python -m scripts.bench_match [--names 1000000]``.
"""

from __future__ import annotations

import argparse
import random
import resource as limits
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from siggraph.io.tables import Row
from siggraph.names import fold
from siggraph.organisations.candidates import block_keys, pairs_of
from siggraph.organisations.enrich import Reference
from siggraph.organisations.match import Features, MatchWords, compare, features, places_in
from siggraph.workspace.common import read_tables

_FORMS = 5
_CHUNK = 20_000
_SYLLABLES = "ba ko ri tel mun sar vi ne lo pra dun ge ash mo tir el ka zu fen ol hy ste".split()  # noqa: SIM905 - reads better


def made_up(bodies: int, seed: int) -> Iterator[tuple[int, str]]:
    """Yield (body, printed name): five forms of each body."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    tables = read_tables()
    words = [row["form"].capitalize() for row in tables["translations"] if row["language"] in {"en", "fr", "es", "pl"}]
    lands = [row["name"] for row in tables["place_names"] if row["language"] == "en"]
    for body in range(bodies):
        own = "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))).capitalize()
        name = [*draw.sample(words, draw.randint(1, 3)), own]
        draw.shuffle(name)
        land = [draw.choice(lands)] if draw.random() < 0.4 else []  # noqa: PLR2004 - not every body names its place
        for _ in range(_FORMS):
            yield body, _form(name, land, draw)


def _form(name: Sequence[str], land: Sequence[str], draw: random.Random) -> str:
    text = " ".join([*name, *land])
    at = draw.randrange(1, len(text) - 1)
    forms = (
        text,
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at + 1 :],
        f"The {text}",
        f"{text} ({''.join(word[0] for word in (*name, *land)).upper()})",
        text.upper(),
        f"{' '.join(name)} - {land[0]}" if land else f"{text}, Inc.",
    )
    return draw.choice(forms)


_NAMES: list[str] = []


@lru_cache(maxsize=1)
def _reader() -> tuple[MatchWords, Reference]:
    tables: dict[str, list[Row]] = read_tables()
    return MatchWords.from_tables(tables), Reference.from_tables(tables)


@lru_cache(maxsize=120_000)
def _features(at: int) -> Features:
    words, reference = _reader()
    return features(_NAMES[at], places_in(_NAMES[at], reference.gazetteer), words)


def _blocks(begin: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys: list[int] = []
    owners: list[int] = []
    for at in range(begin, min(begin + _CHUNK, len(_NAMES))):
        before = len(keys)
        keys.extend(block_keys(_features.__wrapped__(at)))
        owners.extend([at] * (len(keys) - before))
    return np.array(keys, dtype=np.int64), np.array(owners, dtype=np.int64)


def _scores(chunk: NDArray[np.int64]) -> Counter[str]:
    return Counter(compare(_features(i), _features(j), same_letter=False).verdict for i, j in chunk.tolist())


def baseline(sample: Sequence[str]) -> tuple[int, float]:
    """Return pairs and seconds of plain blocking and token_set_ratio over a sample."""
    began = time.process_time()
    blocks: dict[str, list[str]] = {}
    for name in sample:
        blocks.setdefault(fold(name)[:5], []).append(name)
    count = 0
    for block in blocks.values():
        for i, name in enumerate(block):
            for other in block[i + 1 :]:
                fuzz.token_set_ratio(name, other)
                count += 1
    return count, time.process_time() - began


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    listed = sorted(made_up(wanted.names // _FORMS, 0), key=lambda row: (fold(row[1]), row))
    owners = np.array([body for body, _ in listed])
    _NAMES.extend(name for _, name in listed)
    _reader()
    began = time.perf_counter()
    with get_context("fork").Pool(wanted.processes) as pool:
        parts = list(pool.imap(_blocks, range(0, len(_NAMES), _CHUNK)))
        keys, holders = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        del parts
        blocked = time.perf_counter() - began
        found = pairs_of(keys, holders)
        print(f"{len(_NAMES)} names, {len(keys)} keys in {blocked:.0f} s; {len(found)} pairs")
        del keys, holders
        size = max(1, len(found) // 400)
        told: Counter[str] = Counter()
        for part in pool.imap_unordered(_scores, (found[i : i + size] for i in range(0, len(found), size))):
            told.update(part)
    seconds = time.perf_counter() - began
    every = len(_NAMES) * (len(_NAMES) - 1) // 2
    true = wanted.names // _FORMS * (_FORMS * (_FORMS - 1) // 2)
    caught = int((owners[found[:, 0]] == owners[found[:, 1]]).sum())
    print(f"  scored {len(found)} of {every} pairs ({len(found) / every:.2e}); verdicts {dict(sorted(told.items()))}")
    print(f"  true pairs among the candidates: {caught} of {true} ({caught / true:.3f})")
    peak = (limits.getrusage(limits.RUSAGE_SELF).ru_maxrss + limits.getrusage(limits.RUSAGE_CHILDREN).ru_maxrss) / 2**20
    print(f"  {seconds:.0f} s on {wanted.processes} processes; peak memory {peak:.2f} GB (parent and largest child)")
    sample = list(islice(_NAMES, 0, None, max(1, len(_NAMES) // 50_000)))
    count, spent = baseline(sample)
    print(
        f"  blocked rapidfuzz over {len(sample)} of them: {count} pairs, {spent / max(1, count) * 1e6:.2f} us a pair; "
        f"ours {seconds * wanted.processes / max(1, len(found)) * 1e6:.0f} us a pair, features and blocks included"
    )


if __name__ == "__main__":
    main()
