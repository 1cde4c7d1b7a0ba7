"""Records: JSON and YAML become fields with their places; the lists in the document decide what a record is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from siggraph.document import FILL, Block
from siggraph.io.documents import jsontext, yamltext
from siggraph.io.documents.canvas import Canvas
from siggraph.io.documents.delimited import is_header
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import trimmed
from siggraph.io.documents.tree import Node, Scalar

_META = {"title": "title", "date": "date", "language": "language", "lang": "language", "author": "author"}
_PROSE = 200  # code points: a value outside of any list that is longer is running text
_FULL = 2  # scalars that make an entry a record
_TAG = re.compile(r"[a-z0-9_-]*")
_WHOLE = 10  # how much longer a list must be to count before a list of full records (two scalars or more) around it
_FEW, _SOME = 3, 5  # entries from which on a mapping of mappings, or of scalars, is a list under its keys
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Place(NamedTuple):
    """A node of the tree in document order: which place holds it, and under which key."""

    node: Node
    parent: int
    key: Scalar | None


def read_json(text: str) -> Parts:
    """Return the values of a JSON document, or of JSON Lines, as blocks of kind ``field``.

    Every list is a group: its entries are rows, the path of keys to a value is its label (blank in a list of texts);
    a list of lists is a table of cells. Of lists inside one another the longest counts. The key of a list is a heading.

    Raises
    ------
    TreeError
        No JSON, or beyond the bounds; with the offset.

    >>> parts = read_json('{"signed": [{"name": "April", "in": {"country": "FR"}}]}')
    >>> [(b.kind, b.row, b.label, parts.text[b.begin : b.end]) for b in parts.blocks]
    [('heading', 0, '', 'signed'), ('field', 0, 'name', 'April'), ('field', 0, 'in.country', 'FR')]
    """
    return _Setting(text, jsontext.read_tree(text)).parts()


def read_yaml(text: str) -> Parts:
    r"""Return the values of a YAML document as `read_json` does; comments are blanked, aliases stand for nothing.

    Raises
    ------
    TreeError
        No YAML, or beyond the bounds; with the offset.

    >>> parts = read_yaml("- organization: 'L''eau'  # new\n  url: eau.example\n")
    >>> [(b.row, b.label, parts.text[b.begin : b.end].replace("\u2060", "")) for b in parts.blocks]
    [(0, 'organization', "L'eau"), (0, 'url', 'eau.example')]
    """
    return _Setting(text, yamltext.read_tree(text)).parts()


class _Setting:
    """Sets the tree of one document in blocks."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.canvas = Canvas(text)
        self.blocks: list[Block] = []
        self.meta: dict[str, str] = {}
        self.group = -1
        self.places = _places(root)
        self.lists = _lists(text, self.places)

    def parts(self) -> Parts:
        """Walk the tree in document order: lists as rows, what stands between them as fields of one record."""
        inside = len(self.places) * [False]
        outside = False  # whether the block before stands outside of any list
        for number, place in enumerate(self.places):
            inside[number] = place.parent >= 0 and (inside[place.parent] or place.parent in self.lists)
            if inside[number]:
                continue
            if number in self.lists:
                self._list(place)
                outside = False
            elif place.node.scalar is not None and not self._told(place, place.node.scalar):
                self.group += not outside
                outside = True
                self._outside(number, place, place.node.scalar)
        return Parts(self.canvas.text, tuple(self.blocks), meta=self.meta)

    def _told(self, place: Place, scalar: Scalar) -> bool:
        """Take what tells of the document itself: title, date, language, author at the top of a mapping."""
        name = _META.get(self._label(place.key).casefold(), "")
        if place.parent != 0 or not name or name in self.meta or scalar.kind == "none":
            return False
        value = " ".join(self._keep(scalar)[0].replace(FILL, "").split())
        if value:
            self.meta[name] = value
        return True

    def _outside(self, number: int, place: Place, scalar: Scalar) -> None:
        rendered, spans = self._keep(scalar)
        heading = self._heads_a_list(place)
        prose = len(spans) > 1 or len(rendered) > _PROSE
        for begin, end in spans:
            kind = "line" if prose else "heading" if heading else "field"
            label = self._path(number) if kind == "field" else ""
            self.blocks.append(Block(kind, begin, end, self.group, level=int(kind == "heading"), label=label))

    def _heads_a_list(self, place: Place) -> bool:
        """Tell whether a value stands beside a list in an entry of a list: the country above its names, say."""
        holder = self.places[place.parent] if place.parent >= 0 else None
        if holder is None or holder.parent < 0 or self.places[holder.parent].node.kind != "sequence":
            return False
        return any(child.kind == "sequence" and child.end > place.node.end for child in holder.node.children)

    def _list(self, place: Place) -> None:
        if place.key is not None and place.key.kind != "none" and not self._is_repeated(place):
            self.group += 1
            for begin, end in self._keep(place.key)[1]:
                self.blocks.append(Block("heading", begin, end, self.group, level=1))
        self.group += 1
        if place.node.kind == "mapping":
            named = any(self._label(key) == "name" for _, node in place.node.pairs for key, _ in node.pairs)
            for row, (key, node) in enumerate(place.node.pairs):
                for begin, end in self._keep(key)[1]:
                    self.blocks.append(Block("field", begin, end, self.group, row=row, label="" if named else "name"))
                self._entry(node, row, path="value" if node.kind == "scalar" else "")
        else:
            table = _is_table(place.node)
            for row, node in enumerate(place.node.items):
                self._entry(node, row, table=table, head=table and row == 0 and self._is_head(node))

    def _is_repeated(self, place: Place) -> bool:
        """Tell whether the key of a list stands in every entry of a list around it, and so heads nothing."""
        above = self.places[place.parent].parent if place.parent >= 0 else -1
        return above >= 0 and self.places[above].node.kind == "sequence"

    def _is_head(self, node: Node) -> bool:
        return is_header([item.scalar.value(self.text) if item.scalar is not None else "" for item in node.items])

    def _entry(self, root: Node, row: int, *, path: str = "", table: bool = False, head: bool = False) -> None:
        """Add one record: the scalars below a node, each with its path."""
        waiting: list[tuple[Node, str, int]] = [(root, path, 0)]
        while waiting:
            node, path, column = waiting.pop()
            if node.scalar is not None:
                for begin, end in self._keep(node.scalar)[1]:
                    if table:
                        block = Block("cell", begin, end, self.group, row=row, column=column, label="head" * head)
                    else:
                        block = Block("field", begin, end, self.group, row=row, label=path)
                    self.blocks.append(block)
            below = [(child, _joined(path, self._label(key)), 0) for key, child in node.pairs]
            below += [(child, path, index) for index, child in enumerate(node.items)]
            waiting += reversed(below)

    def _path(self, number: int) -> str:
        keys: list[str] = []
        while number >= 0:
            keys.append(self._label(self.places[number].key))
            number = self.places[number].parent
        return ".".join(key for key in reversed(keys) if key)

    def _label(self, key: Scalar | None) -> str:
        if key is None or key.kind == "none":
            return ""
        return " ".join(_shown(self.text, key)[0].replace(FILL, "").split())

    def _keep(self, scalar: Scalar) -> tuple[str, list[tuple[int, int]]]:
        """Keep a scalar on the canvas; return its text at equal length, and the spans of its lines that show any."""
        if scalar.kind == "none":
            return "", []
        rendered, breaks = _shown(self.text, scalar)
        self.canvas.keep(scalar.inner_begin, scalar.inner_end, rendered)
        ends = [scalar.inner_begin + at for at in breaks]
        if scalar.kind == "block":
            ends = [m.start() for m in _BREAK.finditer(self.text, scalar.inner_begin, scalar.inner_end)]
        spans: list[tuple[int, int]] = []
        cursor = scalar.inner_begin
        for end in (*ends, scalar.inner_end):
            first, last = trimmed(rendered, cursor - scalar.inner_begin, end - scalar.inner_begin)
            if first < last:
                spans.append((first + scalar.inner_begin, last + scalar.inner_begin))
            cursor = end
        return rendered, spans


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key else path or key


def _shown(text: str, scalar: Scalar) -> tuple[str, tuple[int, ...]]:
    if scalar.kind == "json":
        return jsontext.shown(scalar.value(text))
    return yamltext.shown(scalar.value(text), scalar.kind)


def _places(root: Node) -> list[Place]:
    """Return every node in document order."""
    places: list[Place] = []
    waiting = [Place(root, -1, None)]
    while waiting:
        place = waiting.pop()
        number = len(places)
        places.append(place)
        below = [Place(child, number, key) for key, child in place.node.pairs]
        below += [Place(child, number, None) for child in place.node.items]
        waiting += reversed(below)
    return places


def _lists(text: str, places: list[Place]) -> set[int]:
    """Choose the lists whose entries are records: the longest first, none inside or around another."""
    sizes = sorted((-_size(text, places, number), number) for number in range(len(places)))
    chosen: set[int] = set()
    around: set[int] = set()
    for size, number in sizes:
        above = list(_above(places, number))
        if size < 0 and number not in around and not chosen.intersection(above):
            chosen.add(number)
            around.update(above)
    return chosen


def _above(places: list[Place], number: int) -> Iterator[int]:
    while (number := places[number].parent) >= 0:
        yield number


def _size(text: str, places: list[Place], number: int) -> int:
    """Return how many records a node lists, full ones counting more; 0 for a node that is no list."""
    node = places[number].node
    if node.kind == "sequence":
        return _sequence_size(text, node)
    below = node.children
    if len(below) >= _FEW and all(child.kind == "mapping" for child in below):
        keys = [{key.value(text) for key, _ in child.pairs} for child in below]
        return len(below) if keys[0] and all(keys[0] & other for other in keys[1:]) else 0
    parent = places[number].parent
    if len(below) < _SOME or (parent >= 0 and places[parent].node.kind == "sequence"):
        return 0
    spaced = sum(" " in key.value(text) or not key.value(text).isascii() for key, _ in node.pairs)
    return len(below) if spaced * 2 >= len(below) and all(child.kind == "scalar" for child in below) else 0


def _sequence_size(text: str, node: Node) -> int:
    """Return the same for a sequence; tags count little, and so do entries that merely put a word above a list."""
    scalars = [sum(child.kind == "scalar" for child in item.children) for item in node.items]
    over_lists = sum(
        count < _FULL and any(child.kind == "sequence" for child in item.children)
        for count, item in zip(scalars, node.items, strict=True)
    )
    tags = all(item.scalar is not None and _TAG.fullmatch(item.scalar.value(text)) for item in node.items)
    if tags or over_lists * 2 > len(node.items):
        return min(len(node.items), 1)
    full = sum(count >= _FULL for count in scalars)
    return len(node.items) * (_WHOLE if full * 2 > len(node.items) else 1)


def _is_table(node: Node) -> bool:
    """Tell whether a sequence is a table: sequences of scalars, at least two in most."""
    rows = [item for item in node.items if item.kind == "sequence"]
    flat = all(child.kind == "scalar" for row in rows for child in row.items)
    return len(rows) == len(node.items) and flat and sum(len(row.items) > 1 for row in rows) * 2 > len(rows)
