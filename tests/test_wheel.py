"""The wheel as a user gets it: built, installed into an empty environment, the demo run, one question asked."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str | Path, cwd: Path, stderr: bool = False) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + (done.stderr if stderr else "")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    [path] = out.glob("*.whl")
    return path


def test_the_wheel_carries_its_folders_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folders = {
        "ontology": ("schemes.ttl", "siggraph.ttl", "shapes.ttl"),
        "queries": ("questions/balance.rq", "rules/balance-not-closed.rq"),
        "data": ("corpus.toml", "letters/2020-china-mechanism/zh.txt", "reference/places.tsv"),
    }
    for needed in (f"{folder}/{file}" for folder, files in folders.items() for file in files):
        assert f"siggraph/_res/{needed}" in names
    assert "siggraph/py.typed" in names
    assert "siggraph/pages/templates/overview.html" in names
    assert all(name.startswith(("siggraph/", f"siggraph-{wheel.name.split('-')[1]}.dist-info/")) for name in names)
    licences = [name.rsplit("/", 1)[1] for name in names if "/licenses/" in name]
    assert {"LICENSE", "NOTICE", "CC-BY-4.0.txt", "CC0-1.0.txt"} <= set(licences)


@pytest.mark.slow
def test_demo_and_one_question_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "un dossier à moi 台灣"
    home.mkdir()
    venv.create(home / "env", with_pip=True)
    binaries = home / "env" / "bin"
    install = (binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, wheel, cwd=home)
    plain = run(binaries / "siggraph", "build", "--out", "plain", cwd=home, stderr=True)
    assert plain.count("note: ") == 2  # one remark for each extra that is missing, and all the rest is there
    assert not (home / "plain" / "siggraph.xlsx").exists()
    assert "<svg" not in (home / "plain" / "overview.html").read_text(encoding="utf-8")
    run(binaries / "siggraph", "coalitions", "--store", "plain", "--out", "groups", "--quick", cwd=home)
    run(binaries / "siggraph", "check", "--store", "plain", cwd=home)
    run(*install, f"{wheel}[all]", cwd=home)
    told = run(binaries / "siggraph", "demo", cwd=home)
    assert "stated 321 = named 282 + withheld 39 + unresolved 0  (closes)" in told
    commands = [line.strip() for line in told.splitlines() if line.startswith("  env/bin/siggraph ")]
    assert len(commands) == 3
    for command in commands:  # as a user would paste them
        run("sh", "-c", command, cwd=home)
    assert (home / "demo" / "overview.html").is_file()
    assert (home / "demo" / "siggraph.xlsx").is_file()
    answer = run(binaries / "siggraph", "ask", "balance", "--store", "demo", "--format", "csv", cwd=home)
    assert ",321,282,39,0,278,2,2,true" in answer
