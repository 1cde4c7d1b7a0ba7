"""The verbs withdraw and correct at the shell: one line and an exit code, and no byte changed by a wrong use."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.corpus import read_corpus
from siggraph.io.resources import resource
from siggraph.io.tables import read_tsv
from siggraph.workspace.building import run_line

DAY = "2026-03-05"
DATED = ("--date", DAY, "--source", "letter of the board")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changes") / "c"
    workspace.start(folder, "https://example.org/letters/", "Test")
    names = ("Rivers Without Walls", "Union of Journalists of Peru", "Uyghur Youth Association", "ACAT Togo")
    (folder.parent / "en.txt").write_text("".join(f"- {name}\n" for name in (*names, names[3])), encoding="utf-8")
    workspace.add([folder.parent / "en.txt"], folder, "x", language="en", on="2026-01-01")
    return folder


@pytest.fixture(scope="module")
def claims(started: Path) -> dict[str, str]:
    """Return a claim of each property, and `none`: one that abstains."""
    found = run_line(read_corpus(started)).claims
    return {c.property: c.id for c in found if c.value} | {"none": next(c.id for c in found if not c.value)}


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return shutil.copytree(started, tmp_path / "c")


def run(*words: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=environment)


def bytes_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".siggraph"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_withdrawal_by_name_and_what_the_build_makes_of_it(corpus: Path, tmp_path: Path) -> None:
    done = run("withdraw", "Rivers Without Walls", *DATED, "--why", "left", "--corpus", corpus)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"'Rivers Without Walls' has withdrawn from x ({DAY}); the printed line stays" in done.stderr
    [row] = read_tsv(corpus / "changes.tsv")
    assert (row["kind"], row["about"], row["on"], row["reason"], row["source"]) == (
        "withdrawal", "x/s/en-0001", DAY, "left", "letter of the board"
    )  # fmt: skip
    built = run("build", "--corpus", corpus, "--out", tmp_path / "b", "--quiet")
    assert built.exit_code == 0, built.stderr
    status = {row["id"]: row["status"] for row in read_tsv(tmp_path / "b/signatures.tsv")}
    assert (status["x/s/en-0001"], status["x/s/en-0002"]) == ("withdrawn", "stands")
    assert run("check", "--store", tmp_path / "b").exit_code == 0


def test_a_correction_with_a_value_and_one_without(corpus: Path, claims: dict[str, str], tmp_path: Path) -> None:
    words = (
        "--value",
        "CL",
        "--source",
        "https://example.org/minutes",
        "--quote",
        "in Santiago",
        "--confidence",
        "0.9",
    )
    done = run("correct", claims["seat"], "--why", "moved", *words, "--corpus", corpus, SIGGRAPH_CURATOR="Ada")
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    assert "is deprecated; now CL (editorial)" in done.stderr
    right = read_tsv(corpus / "claims.tsv")[-1]
    assert (right["value"], right["by"], right["confidence"], right["quote"]) == ("CL", "Ada", "0.9", "in Santiago")
    assert abs(dt.date.fromisoformat(right["on"]) - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(days=1)
    done = run("correct", claims["focus"], "--why", "no", "--corpus", corpus, "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert [row["kind"] for row in read_tsv(corpus / "changes.tsv")] == ["correction", "correction"]
    assert run("build", "--corpus", corpus, "--out", tmp_path / "b", "--quiet").exit_code == 0
    checked = run("check", "--store", tmp_path / "b")
    assert (checked.exit_code, "error:" in checked.output) == (0, False), checked.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x/s/en-9999", *DATED), "no signature"),
        (("Nobody", *DATED), "a printed name will do"),
        (("ACAT Togo", *DATED), "2 signatures print 'ACAT Togo': x/s/en-0004, x/s/en-0005"),
        (("x/s/en-0001", "--date", "5 March", "--source", "s"), "'5 March' is no date"),
        (("x/s/en-0001", "--date", "2026-13-01", "--source", "s"), "is no date"),
        (("x/s/en-0001", "--date", DAY, "--source", ""), "needs its source"),
        (("x/s/en-0001", "--date", DAY), "--source"),
        (("x/s/en-0001", "--source", "s"), "--date"),
        ((), "SIGNATURE"),
    ],
)
def test_a_wrong_withdrawal_is_exit_code_2(corpus: Path, words: tuple[str, ...], says: str) -> None:
    before = bytes_of(corpus)
    done = run("withdraw", *words, "--corpus", corpus)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert bytes_of(corpus) == before


def test_a_withdrawal_twice_is_exit_code_2(corpus: Path) -> None:
    assert run("withdraw", "x/s/en-0001", *DATED, "--corpus", corpus).exit_code == 0
    before = bytes_of(corpus)
    done = run("withdraw", "x/s/en-0001", *DATED, "--corpus", corpus)
    assert done.exit_code == 2
    assert "withdrawn already" in done.stderr
    assert bytes_of(corpus) == before


@pytest.mark.parametrize(
    ("field", "words", "says"),
    [
        ("", ("--why", "x"), "no claim 'c-no'"),
        ("seat", (), "--why"),
        ("seat", ("--why", " "), "needs its reason"),
        ("none", ("--why", "x"), "says nothing that could be wrong"),
        ("seat", ("--why", "x", "--value", "CL"), "needs its source"),
        ("seat", ("--why", "x", "--value", "Chile", "--source", "s"), "is no seat"),
        ("seat", ("--why", "x", "--value", "CL", "--method", "rule"), "rule"),
        ("seat", ("--why", "x", "--value", "CL", "--confidence", "nan", "--source", "s"), "confidence"),
        ("seat", ("--why", "x", "--value", "CL", "--confidence", "7", "--source", "s"), "confidence"),
        ("focus", ("--why", "x", "--value", "health", "--method", "recalled"), "may not rest on"),
        ("concern", ("--why", "x", "--value", "CN-XZ", "--method", "recalled", "--source", "s"), "may not rest on"),
    ],
)
def test_a_wrong_correction_is_exit_code_2(
    corpus: Path, claims: dict[str, str], field: str, words: tuple[str, ...], says: str
) -> None:
    before = bytes_of(corpus)
    done = run("correct", claims.get(field, "c-no"), *words, "--corpus", corpus)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert bytes_of(corpus) == before


@pytest.mark.parametrize("words", [("withdraw", "x", *DATED), ("correct", "c-1", "--why", "x")])
def test_the_packaged_corpus_and_no_corpus_are_exit_code_2(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, "--corpus", resource("data"))
    assert done.exit_code == 2
    assert "siggraph init" in done.stderr
    done = run(*words, "--corpus", tmp_path / "nowhere")
    assert done.exit_code == 2
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("verb", ["withdraw", "correct"])
def test_help_has_an_example(verb: str) -> None:
    done = run(verb, "--help")
    assert done.exit_code == 0
    assert f"Example: siggraph {verb}" in done.stdout
