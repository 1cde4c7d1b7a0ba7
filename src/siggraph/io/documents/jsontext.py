"""JSON with the place of every value (RFC 8259): a scanner without recursion, and strings at equal length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siggraph.io.documents.canvas import padded
from siggraph.io.documents.tree import Builder, Node, Scalar, TreeError

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+)"')
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)", re.ASCII)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.",
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def unescape(escape: str) -> str:
    r"""Return the character of one escape, or of a pair that makes one.

    >>> unescape(r"\u00e9"), unescape(r"\ud83d\ude00"), unescape(r"\n"), unescape(r"\"")
    ('é', '😀', '\n', '"')
    """
    if not escape.startswith("\\u"):
        return _SHORT.get(escape[1], escape[1])
    units = [int(unit, 16) for unit in escape.split("\\u")[1:]]
    if len(units) == 1:
        return chr(units[0])
    return chr(0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00))


def shown(source: str) -> tuple[str, tuple[int, ...]]:
    r"""Return the inside of a string at equal length, and where in it lines break.

    >>> shown(r"a\nb")
    ('a \u2060b', (1,))
    """
    if "\\" not in source:
        return source, ()
    pieces: list[str] = []
    breaks: list[int] = []
    cursor = 0
    for match in _ESCAPE.finditer(source):
        character = unescape(match.group())
        if character in "\n\r\u2028\u2029\x85":
            breaks.append(match.start())
        pieces += (source[cursor : match.start()], padded(character, match.end() - match.start()))
        cursor = match.end()
    return "".join((*pieces, source[cursor:])), tuple(breaks)


def _string(text: str, cursor: int) -> Scalar:
    match = _STRING.match(text, cursor)
    if match is None:
        raise TreeError("a string that is not closed, or holds a control or a wrong escape", cursor)
    return Scalar(cursor, match.end(), match.start(1), match.end(1), "json")


def _literal(text: str, cursor: int) -> Scalar:
    match = _LITERAL.match(text, cursor)
    if match is None:
        raise TreeError("no value where one should be", cursor)
    kind = "none" if match.group() == "null" else "plain"
    return Scalar(cursor, match.end(), cursor, match.end(), kind)


def read_value(text: str, cursor: int, builder: Builder) -> tuple[Node, int]:
    r"""Read one value, white space around it included; return it and where it ends.

    Raises
    ------
    TreeError
        No JSON, nested too deep, or too many values; with the offset.

    >>> node, end = read_value('{"a": [1, "b"]}', 0, Builder())
    >>> node.kind, [(key.value('{"a": [1, "b"]}'), child.kind) for key, child in node.pairs], end
    ('mapping', [('a', 'sequence')], 15)
    """
    state = "value"  # or: first (a key, an item or the end), key, after
    start = builder.depth
    while True:
        cursor = _skip(text, cursor)
        char = text[cursor : cursor + 1]
        if state == "after":
            cursor += 1
            if char == ",":
                state = "key" if builder.in_mapping else "value"
            elif char == builder.closing:
                builder.close(cursor)
            else:
                raise TreeError("no comma or closing bracket where one should be", cursor - 1)
        elif state == "first" and char == builder.closing:
            cursor += 1
            builder.close(cursor)
            state = "after"
        elif state == "key" or (state == "first" and builder.in_mapping):
            key = _string(text, cursor) if char == '"' else None
            colon = _skip(text, key.end) if key is not None else cursor
            if key is None or not text.startswith(":", colon):
                raise TreeError("no key and colon where they should be", cursor)
            builder.key(key)
            cursor, state = colon + 1, "value"
        elif char in {"{", "["} and char:
            builder.open("mapping" if char == "{" else "sequence", cursor)
            cursor, state = cursor + 1, "first"
        else:
            scalar = _string(text, cursor) if char == '"' else _literal(text, cursor)
            builder.scalar(scalar)
            cursor, state = scalar.end, "after"
        if state == "after" and builder.depth == start:
            return builder.take(), _skip(text, cursor)


def _skip(text: str, cursor: int) -> int:
    match = _SPACE.match(text, cursor)
    return cursor if match is None else match.end()


def read_tree(text: str) -> Node:
    r"""Read a JSON document, or JSON Lines (a sequence of objects or arrays, parted by white space).

    Raises
    ------
    TreeError
        No JSON; with the offset of the fault.

    >>> read_tree('{"name": "April"}\n{"name": "CADTM"}\n').kind
    'sequence'
    """
    builder = Builder()
    node, cursor = read_value(text, 0, builder)
    if cursor == len(text):
        return node
    nodes = [node, *_more(text, cursor, builder)]
    if any(n.kind == "scalar" for n in nodes):
        raise TreeError("text after the end of the value", cursor)
    return Node("sequence", 0, len(text), items=nodes)


def _more(text: str, cursor: int, builder: Builder) -> Iterator[Node]:
    while cursor < len(text):
        node, cursor = read_value(text, cursor, builder)
        yield node
