"""A small corpus for acts of change: bodies that sign twice, on two letters, and two individuals."""

from __future__ import annotations

from pathlib import Path

from siggraph import workspace
from siggraph.io.corpus import read_corpus
from siggraph.io.tables import read_tsv
from siggraph.model import Corpus
from siggraph.workspace.building import run_line

BASE, DAY = "https://example.org/letters/", "2026-03-05"
RIVERS, LEAGUE, PERU = "Rivers Without Walls", "Tibet Rights League, Paris", "Union of Journalists of Peru"
TOGO, YOUTH, PERSON = "Human Rights Watch Togo", "Uyghur Youth Association", "Dr. Jane Quill"
LISTS = {
    "x": f"Organisations:\n\n- {LEAGUE}\n- {TOGO}\n- {PERU}\n- {YOUTH}\n- {RIVERS}\n- {LEAGUE}\n\n"
         f"Individuals:\n\n- {PERSON}\n- Ms. Ada Amsel\n",
    "y": f"Organisations:\n\n- {RIVERS}\n- {TOGO}\n- {PERU}\n",
}  # fmt: skip
ASKED = "letter of the board"


def start(folder: Path) -> Path:
    """Start the corpus: two letters, all bodies registered, and a source."""
    workspace.start(folder, BASE, "Test")
    for letter, text in LISTS.items():
        path = folder.parent / "en.txt"
        path.write_text(text, encoding="utf-8")
        workspace.add([path], folder, letter, date="2024-01-01", language="en", on="2026-01-01")
    with (folder / "sources.tsv").open("a", encoding="utf-8") as file:
        file.write(f"board-2019\tMinutes of the board\thttps://example.org/minutes\t\t{DAY}\t\n")
    return folder


def read(folder: Path) -> Corpus:
    return run_line(read_corpus(folder))


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    return read_tsv(folder / f"{table}.tsv")


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".siggraph"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def body(corpus: Corpus, name: str) -> str:
    [found] = [x.id for x in corpus.organisations if x.name == name]
    return found


def claim(corpus: Corpus, name: str, field: str) -> str:
    """Return the first claim of a field that counts for a body."""
    about = body(corpus, name)
    return next(c.id for c in corpus.claims if (c.about, c.property) == (about, field) and c.value)


def withdraw(folder: Path, signature: str, why: str = "") -> tuple[str, ...]:
    return workspace.withdraw(folder, signature, on=DAY, source=ASKED, why=why)


def correct(folder: Path, identifier: str, value: workspace.Value | None = None, why: str = "misread") -> None:
    workspace.correct(folder, identifier, on=DAY, by="Ada", why=why, value=value)
