"""Trees of records: mappings, sequences and scalars with their places, whatever notation they were written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

DEPTH = 64  # levels of nesting; a letter needs five
VALUES = 1_000_000  # scalars and containers of one document


class TreeError(Exception):
    """The text is not in the notation, or beyond its bounds; ``offset`` is where."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.what = what
        self.offset = offset


class Scalar(NamedTuple):
    """A scalar: its span, its span without marks, and how it is written (json, plain, single, double, block, none)."""

    begin: int
    end: int
    inner_begin: int
    inner_end: int
    kind: str

    def value(self, text: str) -> str:
        """Return the inside as it is written."""
        return text[self.inner_begin : self.inner_end]


@dataclass(slots=True)
class Node:
    """A node: a mapping with pairs, a sequence with items, or a scalar."""

    kind: str
    begin: int
    end: int = 0
    scalar: Scalar | None = None
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The nodes directly below."""
        return [child for _, child in self.pairs] if self.kind == "mapping" else self.items


class Builder:
    """Builds a tree from events, bounded in depth and size."""

    def __init__(self) -> None:
        self._open: list[Node] = []
        self._keys: list[Scalar | None] = []
        self._done: list[Node] = []
        self._count = 0

    @property
    def depth(self) -> int:
        """How many containers are open."""
        return len(self._open)

    @property
    def in_mapping(self) -> bool:
        """Whether the innermost open container is a mapping."""
        return bool(self._open) and self._open[-1].kind == "mapping"

    @property
    def closing(self) -> str:
        """The bracket that closes the innermost open container."""
        return "}" if self.in_mapping else "]"

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is a key."""
        return self.in_mapping and self._keys[-1] is None

    def key(self, key: Scalar) -> None:
        """Take the key of the next value."""
        self._keys[-1] = key

    def open(self, kind: str, begin: int) -> None:
        """Open a container."""
        if len(self._open) >= DEPTH:
            raise TreeError(f"nested deeper than {DEPTH} levels", begin)
        node = Node(kind, begin)
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def close(self, end: int) -> None:
        """Close the innermost container."""
        self._open.pop().end = end
        self._keys.pop()

    def scalar(self, scalar: Scalar) -> None:
        """Take a scalar: the key or the value that comes next."""
        self._add(Node("scalar", scalar.begin, scalar.end, scalar))

    def take(self) -> Node:
        """Return the tree that was built, and begin anew."""
        return self._done.pop()

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > VALUES:
            raise TreeError(f"more than {VALUES} values", node.begin)
        if not self._open:
            self._done.append(node)
        elif self._open[-1].kind == "mapping":
            key = self._keys[-1]
            self._keys[-1] = None
            self._open[-1].pairs.append((key or Scalar(node.begin, node.begin, node.begin, node.begin, "none"), node))
        else:
            self._open[-1].items.append(node)
