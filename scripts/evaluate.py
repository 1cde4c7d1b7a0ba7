"""Measured quality on labelled lists that are not part of the project; printed, never tuned to.

Run it as ``make eval`` or ``python -m scripts.evaluate``; SIGGRAPH_SHARED names the folder with the labelled lists.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from siggraph import workspace
from siggraph.errors import SiggraphError
from siggraph.io.documents import read_document
from siggraph.io.tables import Row, read_tsv
from siggraph.letters.parse import Wordlists, parse
from siggraph.names import fold
from siggraph.organisations.combine import profile
from siggraph.organisations.enrich import Reference, enrich_name
from siggraph.workspace.common import read_tables

ROOT = Path(__file__).resolve().parent.parent


def share(part: int, whole: int) -> str:
    """Write a share with its counts."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def parsing(folder: Path, words: Wordlists) -> None:
    """Print, for each labelled letter, how many of its names were found, and how many were found that are none."""
    print("parse: letter, recall, precision")
    found_all = gold_all = hits_all = 0
    for meta in sorted(folder.glob("*/meta.json")):
        told = json.loads(meta.read_text(encoding="utf-8"))
        gold = {fold(row["name"]) for row in read_tsv(meta.parent / "gold.tsv")}
        try:
            text = read_document(meta.parent / told["source_file"]).text
            found = {fold(listing.name) for listing in parse(text, words).listings}
        except SiggraphError as error:
            print(f"  {meta.parent.name}: {error}")
            found = set()
        hits = len(found & gold)
        found_all, gold_all, hits_all = found_all + len(found), gold_all + len(gold), hits_all + hits
        print(f"  {meta.parent.name}: {share(hits, len(gold))}  {share(hits, len(found))}")
    print(f"  all: {share(hits_all, gold_all)}  {share(hits_all, found_all)}")


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
    """Print the verdicts of `compare` against the labels."""
    rows: Sequence[Row] = read_tsv(path)
    label = next(c for c in ("label", "verdict", "same", "gold") if c in rows[0])
    told = workspace.compare_names([(row["nameA"], row["nameB"]) for row in rows])
    table: dict[tuple[str, str], int] = {}
    for row, answer in zip(rows, told, strict=True):
        key = (row[label], str(answer["verdict"]))
        table[key] = table.get(key, 0) + 1
    print("compare: label, verdict, pairs")
    for key, count in sorted(table.items()):
        print(f"  {key[0]}  {key[1]}  {count}")


def main() -> None:
    """Print every figure; without the lists say how to get them."""
    shared = Path(os.environ.get("SIGGRAPH_SHARED", ROOT.parent / "shared"))
    if not shared.is_dir():
        sys.exit("set SIGGRAPH_SHARED to the folder with the labelled lists")
    tables = read_tables()
    parsing(shared / "letters", Wordlists.from_tables(tables))
    reference = Reference.from_tables(tables)
    print("enrich, seat:")
    for path in sorted((shared / "names").glob("*.tsv")):
        rows = read_tsv(path)
        country = next((c for c in ("country", "seat", "country_code", "iso2") if c in rows[0]), "")
        if country:
            seats(path.stem, [(row["name"], row[country]) for row in rows if row[country]], reference)
    pairs(shared / "letters" / "pairs.tsv")


if __name__ == "__main__":
    main()
