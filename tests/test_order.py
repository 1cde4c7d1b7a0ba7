"""What may not matter does not: the order of rows and letters; an edition less makes no signatory more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from siggraph import workspace
from siggraph.io.corpus import CorpusSource, read_corpus
from siggraph.io.resources import resource
from siggraph.workspace.building import dataset, facts_of, run_line
from tests.test_incremental import ON, corpus, write


def signed(source: CorpusSource) -> list[int]:
    made = run_line(source)
    return [len(made.signatures), len(made.organisations), sum(s.capacity == "person" for s in made.signatures)]


@pytest.mark.parametrize("dropped", [0, 1])
def test_an_edition_less_of_the_first_letter_adds_no_signatory(dropped: int) -> None:
    source = read_corpus(resource("data"))
    [(letter, printings)] = source.letters
    kept = tuple(printing for i, printing in enumerate(printings) if i != dropped)
    less = replace(source, letters=((letter, kept),), registered=())
    assert all(few <= many for few, many in zip(signed(less), signed(source), strict=True))


@pytest.mark.parametrize("dropped", [0, 1, 2])
def test_an_edition_less_of_three_adds_no_signatory(tmp_path: Path, dropped: int) -> None:
    folder = corpus(tmp_path, range(2))
    for number in (2, 4):
        path = write(tmp_path, number)
        workspace.add([path.rename(tmp_path / f"edition{number}.txt")], folder, "letter-0", language="en", on=ON)
    source = read_corpus(folder)
    letters = {letter.id: (letter, printings) for letter, printings in source.letters}
    letter, printings = letters["letter-0"]
    letters["letter-0"] = letter, tuple(printing for i, printing in enumerate(printings) if i != dropped)
    less = replace(source, letters=tuple(letters.values()))
    assert len(printings) == 3
    assert all(few <= many for few, many in zip(signed(less), signed(source), strict=True))


def test_the_order_of_judgements_and_registry_changes_no_byte() -> None:
    source = read_corpus(resource("data"))
    turned = replace(source, judgements=source.judgements[::-1], registered=source.registered[::-1],
                     claims=source.claims[::-1])  # fmt: skip
    made, again = run_line(source), run_line(turned)
    assert dataset(source, made, facts_of(made)) == dataset(turned, again, facts_of(again))


def test_the_order_in_which_letters_are_read_changes_no_byte(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(4))
    workspace.build(folder, tmp_path / "a")
    for path in sorted((folder / "letters").iterdir(), reverse=True):  # another order on the disk
        path.rename(tmp_path / path.name)
        (tmp_path / path.name).rename(path)
    workspace.build(folder, tmp_path / "b")
    for name in ("organisations.tsv", "signatures.tsv", "cases.tsv", "matches.sssom.tsv", "graph.nq"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
