"""Forty PDFs as published, one and two columns, five languages: from a folder to the workbook and the Gephi files."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from siggraph.io.tables import read_csv, read_tsv
from tests import printing
from tests.letters.synthetic import frames, names
from tests.test_cli import run

LANGUAGES = ("en", "fr", "de", "ru", "el")
COUNT = 40


def published(folder: Path) -> dict[str, tuple[str, ...]]:
    """Print forty letters; returns the names of each by its file's name."""
    folder.mkdir()
    printed: dict[str, tuple[str, ...]] = {}
    for i in range(COUNT):
        language = LANGUAGES[i % len(LANGUAGES)]
        all_names = [name for name in names(language) if len(name) < 34]  # wider ones would cross the gutter
        begin = i // len(LANGUAGES) % 3
        listed = all_names[begin : begin + 8]
        columns = [50.0] if i % 2 else [50.0, 310.0]
        marks = [printing.Mark(50, 60, frames()[language]["prose"][:70])]
        marks += [printing.Mark(50, 110, frames()[language]["cue"] + ":")]
        marks += [mark for column in printing.in_columns(listed, columns) for mark in column]
        file = f"letter-{i:02d}-{language}.pdf"
        (folder / file).write_bytes(printing.placed([marks], title=f"Letter {i} of {language}"))
        printed[file] = tuple(listed)
    return printed


def test_from_a_folder_to_the_workbook_and_the_network(tmp_path: Path) -> None:
    printed = published(tmp_path / "published")
    sheet, corpus, out = tmp_path / "letters.xlsx", tmp_path / "corpus", tmp_path / "build"
    assert run("import", tmp_path / "published", "--out", sheet, "--jobs", "2").exit_code == 0

    book = load_workbook(sheet)
    rows = list(book["names"].iter_rows(min_row=2))
    header = [cell.value for cell in book["names"][1]]
    file, name, keep = header.index("file"), header.index("name"), header.index("keep")
    read = {f: tuple(row[name].value for row in rows if Path(str(row[file].value)).name == f) for f in printed}
    exact = sum(read[f] == printed[f] for f in printed)
    assert exact >= COUNT - 1, {f: (read[f], printed[f]) for f in printed if read[f] != printed[f]}

    first = rows[0]
    before, dropped = first[name].value, rows[1][name].value
    first[name].value = f"{before} (mended)"
    rows[1][keep].value = "no"
    letters = list(book["letters"].iter_rows(min_row=2))
    columns = [cell.value for cell in book["letters"][1]]
    for i, row in enumerate(letters):  # each is a letter of its own
        row[columns.index("letter")].value = f"letter-{i:02d}"
    book.save(sheet)

    assert run("init", corpus, "--base", "https://example.org/letters/").exit_code == 0
    result = run("import", sheet, "--corpus", corpus)
    assert result.exit_code == 0, result.stderr
    assert run("build", "--corpus", corpus, "--out", out).exit_code == 0
    bodies = [row["name"] for row in read_tsv(out / "organisations.tsv")]
    first_letter = [row["name"] for row in read_tsv(out / "listings.tsv") if row["letter"] == "letter-00"]
    assert f"{before} (mended)" in first_letter
    assert dropped not in first_letter
    assert len(bodies) == len(set(bodies))

    book = load_workbook(out / "siggraph.xlsx")
    assert {"letters", "bodies", "signatures", "matrix", "cases"} <= set(book.sheetnames)
    assert book["letters"].max_row == COUNT + 1
    texts = {type(cell.value) for row in book["matrix"].iter_rows() for cell in row if cell.value is not None}
    assert texts == {str}

    network = tmp_path / "network"
    assert run("coalitions", "--by", "letter", "--quick", "--store", out, "--out", network).exit_code == 0
    nodes = read_csv(network / "gephi_nodes.csv")
    assert len(nodes) >= len(bodies) * 0.9
    assert (network / "gephi_edges.csv").exists()


def test_printing_is_repeatable(tmp_path: Path) -> None:
    published(tmp_path / "a")
    published(tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


pytestmark = pytest.mark.slow
