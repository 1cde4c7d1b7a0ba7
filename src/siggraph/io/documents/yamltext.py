"""YAML with the place of every value: the events of PyYAML (YAML 1.1), never its constructors."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from siggraph.io.documents.canvas import padded
from siggraph.io.documents.tree import Builder, Node, Scalar, TreeError

SIZE = 2_000_000  # code points; the parser reads some 100,000 a second
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_DOUBLE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.)", re.DOTALL)
_SHORT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_PROPERTIES = re.compile(r"(?:[&!]\S*+(?:\s++|$)(?:#[^\n\r]*+\s*+)*+)++")  # anchors and tags before a value
_HEADER = re.compile(r"[|>][^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")


def shown(source: str, kind: str) -> tuple[str, tuple[int, ...]]:
    r"""Return the inside of a scalar at equal length, and where in it an escape breaks the line.

    >>> shown("l''eau", "single") == ("l'\u2060eau", ())
    True
    >>> shown(r"caf\xe9", "double") == ("café\u2060\u2060\u2060", ())
    True
    """
    if kind == "single":
        return source.replace("''", "'\u2060"), ()
    if kind != "double" or "\\" not in source:
        return source, ()
    pieces: list[str] = []
    breaks: list[int] = []
    cursor = 0
    for match in _DOUBLE.finditer(source):
        escape = match.group()
        if escape[1] in "\r\n\x85\u2028\u2029":  # the line goes on: its break stays, for lines are counted
            rendered = "\u2060" + escape[1:]
        else:
            hexadecimal, letter = escape[2:], escape[1]
            code = int(hexadecimal, base=16) if hexadecimal else ord(_SHORT.get(letter, letter))
            character = chr(code) if code < 0x110000 else "\ufffd"  # noqa: PLR2004 - where Unicode ends
            if character in "\n\r\x85\u2028\u2029":
                breaks.append(match.start())
            rendered = padded(character, len(escape))
        pieces += (source[cursor : match.start()], rendered)
        cursor = match.end()
    return "".join((*pieces, source[cursor:])), tuple(breaks)


def read_tree(text: str) -> Node:
    r"""Read a YAML document; several documents of one stream are a sequence. An alias stands for nothing.

    Raises
    ------
    TreeError
        No YAML, too long, nested too deep, or too many values; with the offset.

    >>> text = "- name: Bits of Freedom\n  country: NL\n"
    >>> [(key.value(text), node.scalar.value(text)) for key, node in read_tree(text).items[0].pairs]
    [('name', 'Bits of Freedom'), ('country', 'NL')]
    """
    if len(text) > SIZE:
        raise TreeError(f"{len(text)} characters of YAML; {SIZE} at most are read", 0)
    builder = Builder()
    roots: list[Node] = []
    for event in _events(text):
        if event.start_mark is None or event.end_mark is None:  # the parser sets both
            continue
        begin, end = _index(event.start_mark), _index(event.end_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if builder.awaits_key:
                raise TreeError("a key that is no scalar", begin)
            builder.open("mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence", begin)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            builder.close(end)
        elif isinstance(event, yaml.AliasEvent):
            _put(builder, Scalar(begin, end, begin, end, "none"))
        elif isinstance(event, yaml.ScalarEvent):
            _put(builder, _scalar(text, begin, end, event.style, event.value))
        elif isinstance(event, yaml.DocumentEndEvent):
            roots.append(builder.take())
    return roots[0] if len(roots) == 1 else Node("sequence", 0, len(text), items=roots)


def _index(mark: object) -> int:
    """Return where a mark of either parser stands; 0 for none."""
    return int(getattr(mark, "index", 0))


def _put(builder: Builder, scalar: Scalar) -> None:
    if builder.awaits_key:
        builder.key(scalar)
    else:
        builder.scalar(scalar)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TreeError(error.problem or error.context or "no YAML", _index(mark)) from error
    except yaml.reader.ReaderError as error:
        code = error.character if isinstance(error.character, int) else ord((str(error.character) or "?")[0])
        raise TreeError(f"the character U+{code:04X}", int(error.position)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise TreeError(str(error).partition("\n")[0], 0) from error


def _scalar(text: str, begin: int, end: int, style: str | None, value: str) -> Scalar:
    properties = _PROPERTIES.match(text, begin, end)
    begin = begin if properties is None else properties.end()
    if style in {"'", '"'}:
        return Scalar(begin, end, begin + 1, max(begin + 1, end - 1), "single" if style == "'" else "double")
    if style in {"|", ">"}:
        header = _HEADER.match(text, begin)
        inner = end if header is None else min(header.end(), end)
        return Scalar(begin, end, inner, end, "block" if style == "|" else "folded")
    kind = "none" if value in _NULLS else "plain"
    return Scalar(begin, end, begin, end, kind)
