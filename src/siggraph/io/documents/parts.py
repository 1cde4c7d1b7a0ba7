"""What every reader gives: the text, its blocks, and what the format tells of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from siggraph.document import Block


@dataclass(frozen=True, slots=True)
class Parts:
    """A read document before it has a name: see `siggraph.document.Document` for each field."""

    text: str
    blocks: tuple[Block, ...]
    verbatim: bool = True
    meta: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
