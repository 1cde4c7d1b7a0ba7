"""The documents hold: README examples run as written, the dictionary is what the code declares, nothing leaks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.dictionary import BEGIN, END, README, dictionary

from siggraph.io.tables import read_tsv

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "THREATS.md", "NOTICE", "data/README.md")
]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.slow
def test_the_readme_word_by_word(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    _make, _pip, researchers, analysts, publishers, folders = blocks("sh")
    [snippet] = blocks("python")

    def run(*words: str) -> str:
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    told = run("sh", "-ec", researchers)
    for found in ("(closes)", "organisations-of-country", "Judicial Reform Foundation", "Save Tibet", "278"):
        assert found in told
    told = run("sh", "-ec", analysts)
    assert (tmp_path / "coalitions" / "report.html").is_file()
    assert "# Methods" in told
    assert run(sys.executable, "-c", snippet).startswith("Non-governmental organisation 109 ")
    told = run("sh", "-ec", publishers)
    assert "named 3 + withheld 0 + unresolved 0  (no total is stated)" in told
    assert "0 errors, 0 warnings" in told
    run("sh", "-ec", f"cd my-letters\n{folders}")
    assert (tmp_path / "my-letters" / "corpus" / "letters" / "letter" / "letter.toml").is_file()
    assert (tmp_path / "my-letters" / "letter.html").is_file()


def test_the_dictionary_is_what_the_code_declares() -> None:
    stands = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert stands.strip() == dictionary().strip(), "python -m scripts.dictionary writes it again"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / target).exists(), target
    for target in re.findall(r"`((?:src|data|queries|tests|ontology|scripts|requirements)/[\w./-]+)`", text):
        assert list(ROOT.glob(target)) or "NAME" in target, target


def test_every_make_target_that_a_document_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        assert set(re.findall(r"`make ([a-z]+)`", document.read_text(encoding="utf-8"))) <= targets


def test_every_script_that_the_makefile_calls_is_there() -> None:
    for script in re.findall(r"scripts/\w+\.py", (ROOT / "Makefile").read_text(encoding="utf-8")):
        assert (ROOT / script).is_file(), script


def test_sources_are_named() -> None:
    sources = {row["id"] for row in read_tsv(ROOT / "data" / "sources.tsv")}
    for row in read_tsv(ROOT / "data" / "claims.tsv"):
        assert row["source"] in sources or (row["method"] == "recalled" and not row["source"]), row["id"]
    for toml in ROOT.glob("data/letters/*/letter.toml"):
        assert set(re.findall(r'^source = "(.*)"', toml.read_text(encoding="utf-8"), re.MULTILINE)) <= sources


def test_no_download_address_and_no_path_of_a_machine_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    files = [ROOT / name for name in listed if name]
    if not files:
        pytest.skip("not a checkout: there is no git to list the committed files")
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        assert not re.search(r"https?://\S+\.(whl|tgz|tar\.gz|deb)\b", text), path
        assert str(ROOT) not in text, path
    assert all("://" not in p.read_text(encoding="utf-8") for p in ROOT.glob("requirements/*.txt"))
