"""A letter that is added is all that is computed anew, and the build equals one from nothing, byte for byte."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from siggraph import pipeline, workspace
from siggraph.io.corpus import read_corpus
from siggraph.io.memory import Memory
from siggraph.workspace.building import run_line
from siggraph.workspace.common import read_tables
from siggraph.workspace.remembering import known

NAMES = (
    "Lantern Street Legal Aid", "Rivers Without Walls", "Committee for Fair Winters (CFW)", "Northern Lakes Alliance",
    "Zebra House Peru", "Vereinigung Stille Wasser e.V.", "Ligue des rivières libres", "冬天公平委員會", "CFW",
    "Comité por Inviernos Justos", "Rivers Without Wals", "Zebra House Togo", "Комитет честной зимы",
)  # fmt: skip
ON = "2026-11-25"


def write(folder: Path, number: int) -> Path:
    listed = [NAMES[(number * 3 + i) % len(NAMES)] for i in range(6)]
    lines = "\n".join(f"{i}. {name}" for i, name in enumerate(listed, start=1))
    path = folder / f"letter{number}.txt"
    asks = "We, the undersigned organisations, ask for rivers."
    path.write_text(f"Letter {number}\n\n{asks}\n\nSignatories:\n\n{lines}\n", encoding="utf-8")
    return path


def corpus(folder: Path, letters: range) -> Path:
    workspace.start(folder / "corpus", "https://example.org/x/", "Rivers")
    for number in letters:
        add(folder, number)
    return folder / "corpus"


def add(folder: Path, number: int) -> None:
    workspace.add([write(folder, number)], folder / "corpus", f"letter-{number}", date=f"2024-01-{number + 1:02}",
                  language="en", on=ON)  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "store" not in path.parts and not path.name.startswith(".")
    }


def test_a_build_with_a_memory_equals_one_from_nothing(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(5))
    workspace.build(folder, tmp_path / "with")
    add(tmp_path, 5)
    workspace.build(folder, tmp_path / "with")
    (folder / ".cache" / "memory.sqlite").unlink()
    workspace.build(folder, tmp_path / "without")
    assert content(tmp_path / "with") == content(tmp_path / "without")


def test_only_what_is_new_is_computed(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(4))
    workspace.build(folder, tmp_path / "b")
    with known(folder) as before:
        pipeline.run(_source(folder), read_tables(), known=before)
        assert _computed(before) == (0, 0, 0, 0)
    path = write(tmp_path, 9)
    path.write_text(path.read_text(encoding="utf-8").replace(NAMES[1], "Quiet Harbour Trust"), encoding="utf-8")
    workspace.add([path], folder, "letter-new", date="2024-02-01", language="en", on=ON)
    (folder / ".cache" / "memory.sqlite").unlink()
    workspace.build(folder, tmp_path / "b")
    (folder / "letters" / "letter-new" / "letter.toml").rename(tmp_path / "aside.toml")
    workspace.build(folder, tmp_path / "b")
    (tmp_path / "aside.toml").rename(folder / "letters" / "letter-new" / "letter.toml")
    with known(folder) as before:
        pipeline.run(_source(folder), read_tables(), known=before)
        readings, blocks, comparisons, claims = _computed(before)
    assert readings == 1
    assert blocks <= 6
    assert claims <= 6
    everything = pipeline.Known()
    pipeline.run(_source(folder), read_tables(), known=everything)
    assert comparisons < len(everything.comparisons)


def test_what_has_left_the_corpus_is_forgotten_to_the_byte(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(2))
    path = tmp_path / "more.txt"
    path.write_text("Signatories:\n\n1. Quiet Harbour Trust\n2. Rivers Without Walls\n", encoding="utf-8")
    workspace.add([path], folder, "more", on=ON)
    memory = folder / ".cache" / "memory.sqlite"
    assert b"Quiet Harbour Trust" in memory.read_bytes()
    for file in (folder / "letters" / "more").iterdir():
        file.unlink()
    (folder / "letters" / "more").rmdir()
    workspace.build(folder, tmp_path / "b")
    assert b"Quiet Harbour" not in memory.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_a_damaged_memory_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    folder = corpus(tmp_path, range(2))
    workspace.build(folder, tmp_path / "a")
    (folder / ".cache" / "memory.sqlite").write_bytes(damage)
    workspace.build(folder, tmp_path / "b")
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_a_damaged_answer_is_computed_again(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(2))
    workspace.build(folder, tmp_path / "a")
    with sqlite3.connect(folder / ".cache" / "memory.sqlite") as file:
        file.execute("UPDATE comparisons SET value = '[1'")
        file.execute("UPDATE claims SET value = '[{\"no\": 1}]'")
    workspace.build(folder, tmp_path / "b")
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_another_version_forgets_everything(tmp_path: Path) -> None:
    for version in ("1", "1", "2"):
        memory = Memory(tmp_path, version)
        table = memory.table("numbers", int, int)
        there = "x" in table
        table["x"] = 1
        memory.close()
    assert not there


def test_two_at_once(tmp_path: Path) -> None:
    first = Memory(tmp_path, "1")
    one = first.table("numbers", int, int)
    one["x"] = 1
    second = Memory(tmp_path, "1")
    other = second.table("numbers", int, int)
    other["y"] = 2
    first.close()
    second.close()
    third = Memory(tmp_path, "1").table("numbers", int, int)
    assert {key: third[key] for key in ("x", "y") if key in third} in ({"x": 1}, {"y": 2}, {"x": 1, "y": 2})


def test_a_read_only_folder_has_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    memory = Memory(tmp_path / "file" / "below", "1")
    table = memory.table("numbers", int, int)
    table["x"] = 1
    memory.close()
    assert table["x"] == 1


def test_the_packaged_corpus_is_left_alone(build: Path) -> None:
    from siggraph.io.resources import resource  # noqa: PLC0415 - one test needs it

    assert build.is_dir()
    assert not (resource("data") / ".cache").exists()


def _source(folder: Path) -> pipeline.Source:
    source = read_corpus(folder)
    letters = [(x, [pipeline.Printed(p.edition, p.document, p.corrections) for p in y]) for x, y in source.letters]
    return pipeline.Source(source.base, source.title, letters, source.registered, source.judgements, source.claims,
                           source.changes, source.findings)  # fmt: skip


def _computed(before: pipeline.Known) -> tuple[int, ...]:
    tables = (before.readings, before.blocks, before.comparisons, before.claims)
    return tuple(getattr(table, "computed") for table in tables)  # noqa: B009 - a plain dict has none, and must not come here


def test_run_line_without_a_memory(tmp_path: Path) -> None:
    folder = corpus(tmp_path, range(2))
    assert run_line(read_corpus(folder)) == run_line(read_corpus(folder), remember=True)
