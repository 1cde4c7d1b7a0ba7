"""Attacks on the acts that keep people from harm: killed at any step, names in other notations, other builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.corpus import read_corpus
from siggraph.names import MASK
from siggraph.workspace.building import run_line
from siggraph.workspace.common import han_variants
from siggraph.workspace.redaction_commit import end_what_was_killed, lay_aside
from siggraph.workspace.redaction_plan import Plan
from tests.office_files import docx_paragraphs

ON = "2026-01-02"
NAME = "Zelená Hora Watch"
OTHERS = ("Alpine Rights Association", "Borough Union of Workers", "Council of Free Writers", "Delta Foundation")
# Runs siggraph, and kills itself before the n-th file that is moved into place or removed.
KILLED = """
import os, signal, sys
from siggraph.cli import main
steps = [int(sys.argv.pop(1))]
def stopping(act):
    def stopped(*given, **named):
        steps[0] -= 1
        if steps[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **named)
    return stopped
for name in ("replace", "rename", "unlink", "remove"):
    setattr(os, name, stopping(getattr(os, name)))
main()
"""


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGGRAPH_REDACTION_KEY_FILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def listed(*names: str) -> str:
    return "Signatories:\n\n" + "".join(f"- {name}\n" for name in names)


def corpus_of(tmp_path: Path, letters: str, text: str) -> Path:
    """Start a corpus: every letter has the list as a text, and as a DOCX, which a redaction replaces."""
    folder = tmp_path / "corpus"
    workspace.start(folder, "https://example.org/letters/", "Test")
    (tmp_path / "en.txt").write_text(text, encoding="utf-8")
    (tmp_path / "fr.docx").write_bytes(docx_paragraphs(["Signatories:", *OTHERS, NAME], None))
    for letter in letters:
        workspace.add([tmp_path / "en.txt", tmp_path / "fr.docx"], folder, letter, title=NAME, date="2024-05-01", on=ON)
    return folder


def redact(corpus: Path, name: str, build: Path, *options: str) -> Result:
    arguments = ["redact", name, "--corpus", str(corpus), "--store", str(build), "--yes", *options]
    return CliRunner().invoke(main, arguments)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a corpus that say something; hashes, remembered answers and locks are passed over."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if path.name != "redactions.tsv" and not any(part.startswith(".") for part in Path(name).parts)
    }


def holding(*folders: Path) -> list[str]:
    needles = [form.encode() for form in (NAME, unicodedata.normalize("NFD", NAME), "Zelen\\u00e1 Hora Watch")]
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path.name for path in paths if any(needle in path.read_bytes() for needle in needles)]


@pytest.mark.slow
def test_a_killed_redaction_is_ended_by_the_same_command(tmp_path: Path) -> None:
    first = corpus_of(tmp_path, "xy", listed(*OTHERS, NAME))
    build = tmp_path / "build"
    workspace.build(first, build)
    corpora, good = tmp_path / "saved", tmp_path / "good"
    shutil.copytree(first, corpora)
    shutil.copytree(first, good)
    assert redact(good, NAME, tmp_path / "none").exit_code == 0
    wanted = files_of(good)
    assert "letters/x/fr.html" in wanted
    program = tmp_path / "killed.py"
    program.write_text(KILLED, encoding="utf-8")
    killed = 0
    for number in (12, 14, 16, 18, 20, 22, 24, 30, 60):
        shutil.rmtree(first)
        shutil.copytree(corpora, first)
        if number in {12, 60}:
            shutil.rmtree(build)
            workspace.build(first, build)
        done = subprocess.run(
            [sys.executable, str(program), str(number), "redact", NAME, "--corpus", str(first), "--store", str(build)],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, env=dict(os.environ),
        )  # fmt: skip
        killed += done.returncode < 0
        again = redact(first, NAME, build)
        whole = done.returncode == 0 and "stands nowhere" in again.output
        assert again.exit_code == 0 or whole, (number, again.output)
        assert holding(first, build) == [], number
        assert files_of(first) == wanted, number
    assert killed >= 7


def test_a_plan_that_was_laid_aside_is_not_done_over_what_somebody_wrote_since(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("before\n", encoding="utf-8")
    (tmp_path / "b.docx").write_text("before\n", encoding="utf-8")
    plan = Plan(files={"a.tsv": b"masked\n"}, removed={"b.docx"})
    lay_aside(tmp_path, plan)
    assert not end_what_was_killed(tmp_path)  # killed while it was laid aside: nothing has happened
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tsv", "b.docx"]
    for text, after in (("before\n", "masked\n"), ("another\n", "another\n")):
        (tmp_path / "a.tsv").write_text("before\n", encoding="utf-8")
        (tmp_path / "b.docx").write_text("before\n", encoding="utf-8")
        lay_aside(tmp_path, plan)
        (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
        (tmp_path / ".siggraph-redaction-new").rename(tmp_path / ".siggraph-redaction")
        assert end_what_was_killed(tmp_path)
        assert (tmp_path / "a.tsv").read_text(encoding="utf-8") == after
        assert (tmp_path / "b.docx").exists() == (after != "masked\n")
        assert not list(tmp_path.glob(".siggraph-*"))


@pytest.mark.slow
def test_a_second_redaction_cleans_a_build_that_was_not_named(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, "x", listed(*OTHERS, NAME))
    other = tmp_path / "other"
    workspace.build(corpus, other)
    assert redact(corpus, NAME, tmp_path / "none").exit_code == 0
    assert holding(other)
    before = files_of(corpus)
    done = redact(corpus, NAME, other)
    assert done.exit_code == 0, done.output
    assert holding(other) == []
    assert files_of(corpus) == before
    assert redact(corpus, "Ember Guild of Readers", other).exit_code == 1


@pytest.mark.parametrize(
    "written",
    [
        "ZELENA\u0301 HORA WATCH", "Zelen&#000000225; Hora Watch", "Zelen&amp;aacute; Hora Watch",
        "Zele\u3164ná Hora Watch",
        "Zelen%25C3%25A1%2520Hora%2520Watch", "Zele\\\\u006e\\\\u00e1 Hora Watch",
    ],
)  # fmt: skip
def test_a_recorded_name_does_not_come_back_in_another_notation(tmp_path: Path, written: str) -> None:
    folder = tmp_path / "corpus"
    workspace.start(folder, "https://example.org/letters/", "Test")
    assert redact(folder, NAME, tmp_path / "none", "--ahead").exit_code == 0
    (tmp_path / "en.txt").write_text(listed(*OTHERS, written), encoding="utf-8")
    workspace.add([tmp_path / "en.txt"], folder, "x", date="2024-05-01", language="en", on=ON)
    text = (folder / "letters/x/en.txt").read_text(encoding="utf-8")
    assert text == listed(*OTHERS, MASK * len(written))


@pytest.mark.parametrize("times", [1, 2])
def test_a_name_over_two_listings_is_masked_in_both(tmp_path: Path, times: int) -> None:
    broken = NAME.replace(" Watch", "\nWatch")
    corpus = corpus_of(tmp_path, "x", listed(*OTHERS, NAME) + f"\nThanks to {broken}\n" * times)
    before = [listing.id for listing in run_line(read_corpus(corpus)).listings]
    done = redact(corpus, NAME, tmp_path / "none")
    assert done.exit_code == 0, done.output
    assert not any(b"Watch" in content or "Zelená".encode() in content for content in files_of(corpus).values())
    assert [listing.id for listing in run_line(read_corpus(corpus)).listings] == before


@pytest.mark.slow
def test_words_of_a_longer_name_that_is_kept_are_no_error(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    workspace.start(corpus, "https://example.org/letters/", "Test")
    (tmp_path / "en.txt").write_text(listed(*OTHERS, "Watch", "Watch Germany", NAME), encoding="utf-8")
    workspace.add([tmp_path / "en.txt"], corpus, "x", date="2024-05-01", language="en", on=ON)
    workspace.build(corpus, tmp_path / "build")
    done = redact(corpus, "Watch", tmp_path / "build", "--own-lines")
    assert done.exit_code == 0, done.output
    assert "error" not in done.output
    assert NAME in (corpus / "letters/x/en.txt").read_text(encoding="utf-8")


def test_a_short_key_of_a_corpus_with_redactions_is_not_to_be_deleted(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, "x", listed(*OTHERS, NAME))
    assert redact(corpus, NAME, tmp_path / "none").exit_code == 0
    (tmp_path / "config" / "siggraph" / "redaction.key").write_text("ab", encoding="ascii")
    refused = redact(corpus, OTHERS[0], tmp_path / "none")
    assert refused.exit_code == 2
    assert "delete" not in refused.output


def test_variants_of_letters_lead_to_one_form() -> None:
    found = han_variants()
    assert {"聯", "联", "ı", "ی"} <= found.keys()
    assert found["聯"] == found["联"]
    assert not [form for form, one in found.items() if len(form) != 1 or len(one) != 1]
    assert not [form for form, one in found.items() if found.get(one, one) != one]
