"""Repeatable to the byte: whatever the hash seed, the locale, the time zone and the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from siggraph.graph.store import open_store


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file but the store's own: RocksDB writes its identity and the time into them."""
    files = [p for p in folder.rglob("*") if p.is_file() and not ("store" in p.parts and p.name != "current")]
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files}


def run(out: Path, seed: str, locale: str, zone: str, *verb: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
    environment.pop("PYTHONUTF8", None)
    subprocess.run([sys.executable, "-m", "siggraph", *verb, "--out", str(out), "--quiet"], env=environment, check=True,
                   capture_output=True)  # fmt: skip
    return digests(out)


@pytest.mark.slow
def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    one = run(tmp_path / "one" / "out", "0", "C", "UTC", "build")
    two = run(tmp_path / "two" / "out", "4711", "C.UTF-8", "Asia/Kolkata", "build")
    assert one == two
    assert len(one) > 20
    stores = [set(open_store(tmp_path / n / "out").quads_for_pattern(None, None, None)) for n in ("one", "two")]
    assert stores[0] == stores[1]


@pytest.mark.slow
def test_two_analyses_are_byte_identical(build: Path, tmp_path: Path) -> None:
    verb = ("coalitions", "--quick", "--seed", "7", "--store", str(build))
    one = run(tmp_path / "one", "0", "C", "UTC", *verb)
    assert one == run(tmp_path / "two", "4711", "C.UTF-8", "Asia/Kolkata", *verb)
    assert len(one) > 14
