"""The pages in a real browser: they show, they fit a phone, they ask for nothing and run nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars", "--enable-logging=stderr",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> str:
    found = os.environ.get("SIGGRAPH_CHROMIUM") or shutil.which("chromium")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; `make system` installs it")
        pytest.skip("no chromium here; `make system` installs it on Debian")
    return found


def run(chromium: str, profile: Path, page: Path, *words: str) -> tuple[str, str]:
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", *words, page.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("width", [1200, 390])
def test_the_overview_shows_and_breaks_no_policy(chromium: str, build: Path, tmp_path: Path, width: int) -> None:
    picture = tmp_path / "page.png"
    _, log = run(chromium, tmp_path / "profile", build / "overview.html", f"--screenshot={picture}",
                 f"--window-size={width},3000")  # fmt: skip
    assert picture.stat().st_size > 60_000  # a blank page of this size packs to a few kilobytes
    assert "Content Security Policy" not in log
    assert "Refused to" not in log


@pytest.mark.slow
def test_the_browser_reads_the_numbers_and_no_script_ran(chromium: str, build: Path, tmp_path: Path) -> None:
    page, _ = run(chromium, tmp_path / "profile", build / "overview.html", "--dump-dom")
    for number in ("321", "282", "278", "39"):
        assert number in page
    assert "<script" not in page
