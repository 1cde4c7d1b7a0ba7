"""The store: what is damaged is named, and repaired by the next build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siggraph import workspace
from siggraph.errors import UsageError
from siggraph.graph.store import open_store


@pytest.fixture
def copy(build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(build, tmp_path / "copy"))


@pytest.mark.parametrize("content", [b"", b"..", b"/etc", b"../../x/store", b"\xff\xfe", b"0123456789abcdef"])
def test_a_pointer_that_names_no_generation(copy: Path, content: bytes) -> None:
    (copy / "store" / "current").write_bytes(content)
    with pytest.raises(UsageError, match="is damaged"):
        open_store(copy)


def test_a_damaged_generation_is_made_again(copy: Path) -> None:
    generation = copy / "store" / (copy / "store" / "current").read_text(encoding="utf-8").strip()
    for path in generation.iterdir():
        path.unlink()
    with pytest.raises(UsageError, match="is damaged"):
        workspace.ask(copy, "balance", {})
    workspace.build(workspace.corpus_folder(None), copy)
    assert workspace.ask(copy, "balance", {}) is not None


def test_check_names_a_missing_graph(copy: Path) -> None:
    (copy / "graph.nq").unlink()
    with pytest.raises(UsageError, match="has no graph"):
        workspace.check(copy)
