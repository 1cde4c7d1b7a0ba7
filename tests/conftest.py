"""What the tests share: reference tables, one build of the packaged corpus, the real material beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from siggraph import workspace
from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.letters.words import Wordlists

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "fuzz", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile(os.environ.get("SIGGRAPH_HYPOTHESIS", "ci"))


@pytest.fixture(scope="session")
def tables() -> dict[str, list[dict[str, str]]]:
    """Return the packaged reference tables."""
    return read_reference(resource("data") / "reference")


@pytest.fixture(scope="session")
def words(tables: dict[str, list[dict[str, str]]]) -> Wordlists:
    """Return what `parse` reads with."""
    return Wordlists.from_tables(tables)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, workspace.Built]:
    """Build the packaged corpus once: its folder and what was returned."""
    out = tmp_path_factory.mktemp("build")
    return out, workspace.build(resource("data"), out)


@pytest.fixture(scope="session")
def build(built: tuple[Path, workspace.Built]) -> Path:
    """Return the folder of one build of the packaged corpus."""
    return built[0]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real letters and labelled names; a user's machine may lack it, CI may not."""
    folder = Path(os.environ.get("SIGGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("SIGGRAPH_SHARED must name the folder with the real letters")
        pytest.skip("set SIGGRAPH_SHARED to the folder with the real letters to run this test")
    return folder
