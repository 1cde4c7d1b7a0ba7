"""Remembering: what the line has computed of a corpus stays beside it, and only what is new is computed again.

A memory never changes an answer: each is a pure function of its key, of the code and of the reference tables, and a
digest of these two is the memory's version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import siggraph
from siggraph.io.memory import Memory
from siggraph.io.resources import resource
from siggraph.workspace.common import is_packaged

if TYPE_CHECKING:
    from siggraph.letters.parse import Reading
    from siggraph.model import Claim
    from siggraph.organisations.match import Comparison
    from siggraph.pipeline import Known


@contextmanager
def known(folder: Path) -> Iterator[Known]:
    """Open what is known of a corpus; it is written when the block ends, also where it fails.

    The packaged corpus is read-only and has no memory.
    """
    from siggraph.pipeline import Known

    if is_packaged(folder):
        yield Known()
        return
    memory = Memory(folder / ".cache", version())
    try:
        yield Known(
            readings=memory.table("readings", asdict, _reading),
            blocks=memory.table("blocks", list, tuple),
            comparisons=memory.table("comparisons", _plain, _comparison),
            claims=memory.table("claims", lambda claims: [asdict(claim) for claim in claims], _claims),
        )
    finally:
        memory.close()


@cache
def version() -> str:
    """Return a digest of the program and of the reference tables: what answers depend on beside their input."""
    made = sha256()
    own = Path(siggraph.__file__).parent
    for folder, pattern in ((own, "*.py"), (resource("data") / "reference", "*.tsv")):
        for path in sorted(folder.rglob(pattern), key=lambda path: path.relative_to(folder).as_posix()):
            made.update(path.relative_to(folder).as_posix().encode() + b"\n" + path.read_bytes())
    return made.hexdigest()


def _plain(found: Comparison) -> list[Any]:
    return [found.verdict, found.score, found.reasons, found.part]


def _comparison(told: list[Any]) -> Comparison:
    from siggraph.organisations.match import Comparison

    return Comparison(told[0], told[1], tuple(told[2]), told[3])


def _claims(told: list[dict[str, Any]]) -> tuple[Claim, ...]:
    from siggraph.model import Claim

    return tuple(Claim(**claim) for claim in told)


def _reading(told: dict[str, Any]) -> Reading:
    from siggraph.letters.counts import StatedCount
    from siggraph.letters.parse import Reading
    from siggraph.model import Finding, Listing, StatedCounts

    return Reading(
        listings=tuple(Listing(**listing) for listing in told["listings"]),
        stated=StatedCounts(**told["stated"]),
        counts=tuple(StatedCount(**count) for count in told["counts"]),
        layouts=tuple(told["layouts"]),
        findings=tuple(Finding(**finding) for finding in told["findings"]),
        doubts=tuple(told["doubts"]),
    )
