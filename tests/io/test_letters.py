"""Corrections in letter.toml: read as they stand, and refused with file and key where they cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from siggraph.document import Corrections
from siggraph.errors import InputError
from siggraph.io.letters import read_letter

HEAD = '[title]\nen = "A"\n\n[[editions]]\nid = "en"\nfile = "en.txt"\n'


def toml(folder: Path, reading: str) -> Path:
    place = folder / "a"
    place.mkdir()
    (place / "en.txt").write_text("1. Alpha Union\n2. Beta League\n3. Gamma Watch\n", encoding="utf-8")
    path = place / "letter.toml"
    path.write_text(HEAD + reading + "\n", encoding="utf-8")
    return path


def test_every_correction_is_read(tmp_path: Path) -> None:
    path = toml(
        tmp_path,
        """
[editions.reading]
layout = "lines"
range = [1, 80]
skip = ["Page 2"]
merge = [["first half", "second half"]]
split = [{ name = "A and B", into = ["A", "B"] }]

[editions.reading.rename]
"As read" = "As it should read"
""",
    )
    _, [printing] = read_letter(path)
    assert printing.corrections == Corrections(
        layout="lines",
        first=1,
        last=80,
        skip=("Page 2",),
        split=(("A and B", ("A", "B")),),
        merge=(("first half", "second half"),),
        rename=(("As read", "As it should read"),),
    )


def test_they_may_stand_on_one_line_or_nowhere(tmp_path: Path) -> None:
    _, [printing] = read_letter(toml(tmp_path, 'reading = { range = [5, 0], rename = { "A" = "B" } }'))
    assert printing.corrections == Corrections(first=5, rename=(("A", "B"),))
    (tmp_path / "b").mkdir()
    _, [printing] = read_letter(toml(tmp_path / "b", ""))
    assert printing.corrections == Corrections()


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        ("5", "'reading' is 5"),
        ('{ layuot = "lines" }', "'layuot' is no key"),
        ('{ layout = "odd" }', "'layout' is 'odd'"),
        ("{ layout = 5 }", "'layout' is 5"),
        ("{ range = 5 }", "'range' is 5"),
        ("{ range = [5] }", "'range' is a list"),
        ('{ range = ["1", 2] }', "'range' is a list"),
        ("{ range = [true, 2] }", "'range' is a list"),
        ("{ range = [-1, 2] }", "'range' is a list"),
        ("{ range = [9, 3] }", "'range' begins at line 9 and ends at 3"),
        ('{ skip = "Page 2" }', "'skip' is 'Page 2'"),
        ('{ skip = [""] }', "'skip' holds ''"),
        ("{ merge = 5 }", "'merge' is 5"),
        ('{ merge = ["A", "B"] }', "'merge' is a list"),
        ('{ merge = [["A"]] }', "'merge' holds a run"),
        ('{ merge = [["A", 5]] }', "'merge' holds a run"),
        ('{ split = "A" }', "'split' is 'A'"),
        ('{ split = [{ into = ["A", "B"] }] }', "split 1: 'name' is missing"),
        ('{ split = [{ name = "A and B", into = ["A"] }] }', "split 1: 'into' names fewer"),
        ('{ split = [{ name = "A and B" }] }', "split 1: 'into' names fewer"),
        ("{ rename = [] }", "'rename' is a list"),
        ('{ rename = { "A" = "" } }', "'A' is missing"),
        ('{ rename = { "A" = 5 } }', "'A' is 5"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_key(tmp_path: Path, reading: str, told: str) -> None:
    path = toml(tmp_path, f"reading = {reading}")
    with pytest.raises(InputError) as raised:
        read_letter(path)
    assert raised.value.where == str(path)
    assert "edition 1: " in raised.value.what
    assert told in raised.value.what
    assert raised.value.remedy
