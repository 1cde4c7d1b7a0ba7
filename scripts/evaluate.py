"""Measured quality on labelled lists that are not part of the project; printed, never tuned to.

Last come the labelled pairs of names that are part of it (scripts/evaluate_pairs.py), half by half.
Run it as ``make eval`` or ``python -m scripts.evaluate``; SIGGRAPH_SHARED names the folder with the labelled lists.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts import evaluate_pairs
from scripts.evaluate_parse import report, synthetic
from siggraph import workspace
from siggraph.io.tables import Row, read_tsv
from siggraph.letters.words import Wordlists
from siggraph.organisations.combine import profile
from siggraph.organisations.enrich import Reference, enrich_name
from siggraph.organisations.match import Comparison
from siggraph.workspace.common import read_tables

ROOT = Path(__file__).resolve().parent.parent


def share(part: int, whole: int) -> str:
    """Write a share with its counts."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def seats(name: str, rows: Iterable[tuple[str, str]], reference: Reference) -> None:
    """Print precision of the seats that are given, and how many names are given one."""
    given = right = total = 0
    for printed, country in rows:
        total += 1
        seat = profile(enrich_name(printed, reference)).seat
        given += bool(seat)
        right += bool(seat) and seat == country
    print(f"  {name}: precision {share(right, given)}, coverage {share(given, total)}")


def pairs(path: Path) -> None:
    """Print the verdicts of `compare` against the labels, and what they are worth."""
    rows: Sequence[Row] = read_tsv(path)
    label = next(c for c in ("label", "verdict", "same", "gold") if c in rows[0])
    answers = workspace.compare_names([(row["nameA"], row["nameB"]) for row in rows])
    table: dict[tuple[str, str], int] = {}
    told: list[tuple[evaluate_pairs.Pair, Comparison]] = []
    for row, answer in zip(rows, answers, strict=True):
        verdict = str(answer["verdict"])
        table[row[label], verdict] = table.get((row[label], verdict), 0) + 1
        pair = evaluate_pairs.Pair(row["nameA"], row["nameB"], row[label], "", path.stem, "")
        told.append((pair, Comparison(verdict, float(str(answer["score"])), ())))
    print("compare, the shared pairs: label, verdict, pairs")
    for key, count in sorted(table.items()):
        print(f"  {key[0]}  {key[1]}  {count}")
    print(f"  {evaluate_pairs.line(told)}")


def main() -> None:
    """Print every figure; without the lists those of our own pairs, and how to get the others."""
    shared = Path(os.environ.get("SIGGRAPH_SHARED", ROOT.parent / "shared"))
    if not shared.is_dir():
        evaluate_pairs.report()
        sys.exit("for the other figures set SIGGRAPH_SHARED to the folder with the labelled lists")
    tables = read_tables()
    words = Wordlists.from_tables(tables)
    report(shared / "letters", words, "the shared letters")
    synthetic(words)
    reference = Reference.from_tables(tables)
    print("enrich, seat:")
    for path in sorted((shared / "names").glob("*.tsv")):
        rows = read_tsv(path)
        country = next((c for c in ("country", "seat", "country_code", "iso2") if c in rows[0]), "")
        if country:
            seats(path.stem, [(row["name"], row[country]) for row in rows if row[country]], reference)
    pairs(shared / "letters" / "pairs.tsv")
    evaluate_pairs.report()


if __name__ == "__main__":
    main()
