"""The verbs of judging as a curator meets them: at the shell, in a pipe, and at a terminal."""

from __future__ import annotations

import json
import os
import select
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.resources import resource
from siggraph.io.tables import read_tsv


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judging") / "c"
    workspace.start(folder, "https://example.org/letters/", "Test")
    names = ("HRIC", "Human Rights in China", "ACAT Togo", "ACAT Togo (Action des chretiens)")
    (folder.parent / "en.txt").write_text("".join(f"- {name}\n" for name in names), encoding="utf-8")
    workspace.add([folder.parent / "en.txt"], folder, "x", language="en", on="2026-01-01")
    return folder


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return shutil.copytree(started, tmp_path / "c")


def run(*words: str | Path, stdin: str | None = None, **environment: str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin, env=environment)


def first(corpus: Path) -> str:
    return str(json.loads(run("cases", "--format", "json", "--corpus", corpus).stdout)[0]["id"])


def test_cases_show_both_names_letters_score_and_reasons(corpus: Path) -> None:
    shown = run("cases", "--corpus", corpus)
    assert shown.exit_code == 0
    for part in ("HRIC", "Human Rights in China", "a_letter", "score", "reasons"):
        assert part in shown.stdout
    assert "siggraph judge ID" in shown.stderr
    assert run("cases", "--corpus", corpus, "--quiet").stderr == ""
    assert run("cases", "--format", "tsv", "--limit", "1", "--corpus", corpus).stdout.count("\n") == 2


def test_an_answer_is_given_listed_and_taken_back(corpus: Path) -> None:
    case = first(corpus)
    done = run("judge", case, "same", "--why", "its acronym", "--corpus", corpus, SIGGRAPH_CURATOR="Ada")
    assert done.exit_code == 0, done.stderr
    assert "now" in done.stdout
    [row] = json.loads(run("cases", "--judged", "--format", "json", "--corpus", corpus).stdout)
    assert (row["by"], row["method"], row["reason"]) == ("Ada", "editorial", "its acronym")
    gone = run("judge", "--withdraw", row["id"], "--why", "not so", "--corpus", corpus)
    assert gone.exit_code == 0, gone.stderr
    assert first(corpus) == case
    assert read_tsv(corpus / "judgements.tsv")[0]["withdrawn"].endswith(" not so")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give ID"),
        (("q-no",), "give ID"),
        (("q-no", "same", "--interactive"), "give ID"),
        (("q-no", "perhaps"), "perhaps"),
        (("q-no", "same", "--why", "x"), "siggraph cases"),
        (("--withdraw", "j-no", "--why", "x"), "siggraph cases --judged"),
    ],
)
def test_wrong_use_is_exit_code_2(corpus: Path, words: tuple[str, ...], says: str) -> None:
    done = run("judge", *words, "--corpus", corpus)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    "words", [("q-no", "same", "--why", "x"), ("--interactive",), ("--withdraw", "j", "--why", "x")]
)
def test_the_packaged_corpus_is_read_only(words: tuple[str, ...]) -> None:
    done = run("judge", *words, "--corpus", resource("data"))
    assert done.exit_code == 2
    assert "siggraph init" in done.stderr


def test_a_table_with_a_bad_row_is_exit_code_1_and_the_rest_is_recorded(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.tsv"
    path.write_text(f"id\tverdict\n{first(corpus)}\tsame\nq-no\tsame\n", encoding="utf-8")
    done = run("judge", "--from", path, "--corpus", corpus)
    assert done.exit_code == 1
    assert "row 3: no open case 'q-no'" in done.stderr
    assert len(read_tsv(corpus / "judgements.tsv")) == 1


def test_a_review_in_a_pipe_reads_lines(corpus: Path) -> None:
    keys = "?\nd\nno relation\nb\ns\n\nz\nk\nq\n"
    done = run("judge", "--interactive", "--corpus", corpus, "--by", "me", stdin=keys)
    assert done.exit_code == 0, done.output
    told = [(row["verdict"], row["reason"], bool(row["withdrawn"])) for row in read_tsv(corpus / "judgements.tsv")]
    assert told[0] == ("different", "no relation", True)
    assert told[1][0] == "same"
    assert told[1][1].startswith("judged at sight of: ")
    assert not told[1][2]
    assert "1 answer;" in done.stdout


def test_a_review_ends_with_its_input(corpus: Path) -> None:
    done = run("judge", "--interactive", "--corpus", corpus, stdin="s\n")
    assert done.exit_code == 0
    assert len(read_tsv(corpus / "judgements.tsv")) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a matter of POSIX")
def test_a_review_at_a_terminal_takes_single_keys(corpus: Path) -> None:
    import pty  # noqa: PLC0415 - POSIX alone has it

    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - another process
        words = [sys.executable, "-m", "siggraph", "judge", "--interactive", "--corpus", str(corpus)]
        os.execv(words[0], words)  # noqa: S606 - the program as a user runs it
    said = b""
    # What is typed before the program listens is lost, so each key is pressed until what it calls for appears.
    for keys, calls_for in ((b"d", b"why?"), (b"two bodies\r", b"open cases: "), (b"q", b"1 answer;")):
        while calls_for not in said:
            ready, _, _ = select.select([terminal], [], [], 1.0)
            if ready:
                said += os.read(terminal, 4096)
            elif b"gain" in said:
                os.write(terminal, keys)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0, said.decode()
    [row] = read_tsv(corpus / "judgements.tsv")
    assert row["verdict"] == "different"
    assert row["reason"].endswith("two bodies")
