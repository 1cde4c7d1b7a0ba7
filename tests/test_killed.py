"""A build that is killed, at any moment, leaves the last good one: it answers, and the next build repairs."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from siggraph import workspace
from siggraph.io.resources import resource


def killed_after(share: float, whole: float, corpus: Path, out: Path) -> bool:
    """Start a build and kill it after a share of the time that one takes; returns whether it was still running."""
    with subprocess.Popen(
        [sys.executable, "-m", "siggraph", "build", "--corpus", str(corpus), "--out", str(out), "--quiet"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            process.wait(timeout=share * whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
    return False


@pytest.mark.slow
def test_five_moments(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    shutil.copytree(resource("data"), corpus)
    began = time.monotonic()
    workspace.build(corpus, out)
    whole = time.monotonic() - began + 0.5  # the start of Python and of the libraries
    judgements = corpus / "judgements.tsv"
    good = judgements.read_text(encoding="utf-8")
    killed = 0
    for share in (0.2, 0.5, 0.7, 0.85, 0.95):
        judgements.write_text(good.splitlines()[0] + "\n", encoding="utf-8")  # another corpus: nothing is repeated
        killed += killed_after(share, whole, corpus, out)
        answer = workspace.ask(out, "balance", {})
        assert not isinstance(answer, bytes)
        [row] = answer.rows
        assert dict(zip(answer.columns, row, strict=True))["repeated"] in {"2", "0"}
        assert json.loads((out / "balance.json").read_text(encoding="utf-8"))[0]["named"] == 282
        judgements.write_text(good, encoding="utf-8")
        workspace.build(corpus, out)
        assert [f for f in workspace.check(out) if f.severity == "error"] == []
        assert not list(out.glob(".siggraph-aside-*"))
        assert len([p for p in (out / "store").iterdir() if p.is_dir()]) == 1
    assert killed >= 3
