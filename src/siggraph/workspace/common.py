"""What every desk needs: where the corpus is, the reference tables, the labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from siggraph.io.resources import resource

Step = Callable[[str], None]
Facts = Mapping[str, Sequence[Mapping[str, object]]]


def quiet(_: str) -> None:
    """Say nothing; the default for steps and remarks."""


def corpus_folder(given: Path | None) -> Path:
    """Return the corpus that a verb is about: the one given, else ``./corpus``, else the packaged one."""
    if given is not None:
        return given
    here = Path("corpus")
    return here if (here / "corpus.toml").is_file() else resource("data")


def is_packaged(folder: Path) -> bool:
    """Tell whether a folder is the packaged corpus."""
    return folder.resolve() == resource("data").resolve()


@cache
def read_tables() -> dict[str, list[dict[str, str]]]:
    """Return the packaged reference tables by name."""
    from siggraph.io.corpus import read_reference

    return read_reference(resource("data") / "reference")


@cache
def han_variants() -> dict[str, str]:
    """Return the variants of letters and Han characters, each with the one form for all; empty without tables."""
    tables = read_tables()
    letters = {row["form"]: row["folded"] for row in tables.get("letter_variants", ())}
    # What one table folds to, the other one may fold on.
    return letters | {row["form"]: letters.get(row["folded"], row["folded"]) for row in tables.get("han_variants", ())}


@cache
def labels_of() -> dict[str, str]:
    """Return English labels of every concept and place, by ``scheme/code``."""
    from siggraph.graph.store import scheme_labels

    labels = scheme_labels(resource("ontology") / "schemes.ttl", "en")
    labels.update({f"place/{r['code']}": r["name"] for r in read_tables()["place_names"] if r["language"] == "en"})
    return labels
