"""How well letters are read: precision, recall and F1 of names, kinds and countries, per letter, layout and format."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.letters.synthetic import all_letters

from siggraph.errors import SiggraphError
from siggraph.io.documents import document_of, read_document
from siggraph.io.tables import Row, read_tsv
from siggraph.letters.parse import parse
from siggraph.letters.words import Wordlists
from siggraph.model import Listing
from siggraph.names import squash

_KINDS = {"org": "organisation"}


@dataclass(slots=True)
class Score:
    """Counts of one letter or of many: names found, labelled, and both; of those both, kinds and countries right."""

    found: int = 0
    gold: int = 0
    hits: int = 0
    kinds: int = 0
    countries: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another."""
        self.found += other.found
        self.gold += other.gold
        self.hits += other.hits
        self.kinds += other.kinds
        self.countries += other.countries

    @property
    def f1(self) -> float:
        """F1 of names; 1 where nothing was to be found and nothing was."""
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else 1.0

    def line(self, name: str) -> str:
        """Write the score in one line."""
        precision = self.hits / self.found if self.found else 1.0
        recall = self.hits / self.gold if self.gold else 1.0
        right = f"kind {self.kinds / self.hits:.3f}  country {self.countries / self.hits:.3f}" if self.hits else ""
        return f"  {name:<34} P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  ({self.hits}/{self.gold})  {right}"


def score(listings: Sequence[Listing], gold: Sequence[Row]) -> Score:
    """Compare what was read with the labels: each label meets one listing of the same letters and digits."""
    left: dict[str, list[Row]] = {}
    for row in gold:
        left.setdefault(squash(row["name"]), []).append(row)
    result = Score(found=len(listings), gold=len(gold))
    for listing in listings:
        rows = left.get(squash(listing.name))
        if not rows:
            result.extra.append(listing.name)
            continue
        row = rows.pop(0)
        result.hits += 1
        result.kinds += _KINDS.get(row["kind"], row["kind"]) == listing.kind
        result.countries += squash(row["country"]) == squash(listing.country) if row["country"] else True
    result.missed = [row["name"] for rows in left.values() for row in rows]
    return result


def read(path: Path, words: Wordlists) -> tuple[Sequence[Listing], str]:
    """Return the listings of a file and what its reader chose; nothing where it cannot be read."""
    try:
        reading = parse(read_document(path), words, where=path.name)
    except SiggraphError as error:
        return (), str(error)
    return reading.listings, "; ".join(reading.layouts)


def letters(folder: Path) -> Iterable[tuple[Path, Path, str]]:
    """Yield each labelled letter: its file, its labels, its layout."""
    for meta in sorted(folder.glob("*/meta.json")):
        told = json.loads(meta.read_text(encoding="utf-8"))
        file = told.get("source_file") or next(p.name for p in sorted(meta.parent.glob("source.*")))
        yield meta.parent / file, meta.parent / "gold.tsv", str(told.get("layout", ""))


def report(folder: Path, words: Wordlists, title: str, *, misses: bool = True) -> Score:
    """Print the scores of a folder of labelled letters, per letter, per layout as read, and in total."""
    total, by_layout, by_format = Score(), {}, {}
    print(f"parse, {title}:")
    for path, labels, _ in letters(folder):
        listings, told = read(path, words)
        one = score(listings, read_tsv(labels))
        total.add(one)
        by_layout.setdefault(told.split(":")[0] or "none", Score()).add(one)
        by_format.setdefault(path.suffix, Score()).add(one)
        print(one.line(path.parent.name))
        if misses and one.f1 < 1:
            for mark, names in (("missed", one.missed), ("extra", one.extra)):
                for name, count in list(Counter(names).items())[:6]:
                    print(f"      {mark}: {name[:110]}" + (f" (x{count})" if count > 1 else ""))
            print(f"      {told[:200]}")
    for name, group in (("layout", by_layout), ("format", by_format)):
        for key, one in sorted(group.items()):
            print(one.line(f"{name} {key}"))
    print(total.line("all"))
    return total


def synthetic(words: Wordlists) -> None:
    """Print the scores of the project's own synthetic letters, per layout and format."""
    groups: dict[str, Score] = {}
    bad: list[str] = []
    total = Score()
    for made in all_letters():
        reading = parse(document_of(made.content, made.file, made.file), words)
        gold = [{"name": n, "country": c, "kind": k} for n, c, k in made.gold]
        one = score(reading.listings, gold)
        groups.setdefault(made.layout, Score()).add(one)
        total.add(one)
        if one.f1 < 1:
            bad.append(f"      {made.name}: F1 {one.f1:.2f} missed {one.missed[:2]} extra {one.extra[:2]}")
    print("parse, synthetic letters, per layout and format:")
    for key, one in groups.items():
        print(one.line(key))
    print(total.line("all synthetic"))
    print("\n".join(bad))
