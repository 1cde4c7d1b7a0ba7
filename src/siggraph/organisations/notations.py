"""Notations: the characters of a text as a reader would see them, each with its place: entities, escapes, mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

Span = tuple[int, int]
WALL_MARK = "\x00"  # a name never goes on behind it
NEW_LINE = "\x01"  # a line break of mark-up
# Characters that are not seen (Default_Ignorable_Code_Point, UAX 44), and the stroke that lengthens an Arabic word.
EMPTY = (
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q",
     "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr")
)  # fmt: skip
_MARKS = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u20d0-\u20ff\u3099\u309a]"
_JAMO = "[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"  # a Korean syllable, decomposed
_ATOM = re.compile(
    rf"(?P<plain>[A-Za-z0-9]+(?!{_MARKS}))"
    r"|(?P<tag></?[A-Za-z!][^<>]{0,4000}>|-->)"
    r"|(?P<entity>&(?:\#[0-9]{1,12}|\#[xX][0-9A-Fa-f]{1,12}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|(?P<escape>\\{1,8}(?:u[dD][89abAB][0-9a-fA-F]{2}\\{1,8}u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
    r"|u\{[0-9a-fA-F]{1,6}\})|\\[nrt\"\\/]|%u[0-9a-fA-F]{4})"
    r"|(?P<bytes>(?:%(?:25){0,4}[0-9A-Fa-f]{2})+|(?:=[0-9A-F]{2})+|(?:\\x[0-9a-fA-F]{2})+)"
    rf"|(?P<char>(?:{_JAMO}|.){_MARKS}*)",
    re.DOTALL,
)
_TWICE = re.compile(r"&(?:amp;){1,4}(?:\#[0-9]{1,12}|\#[xX][0-9A-Fa-f]{1,12}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BYTE = re.compile(r"%(?:25){0,4}([0-9A-Fa-f]{2})|=([0-9A-F]{2})|\\x([0-9a-fA-F]{2})")
_MOST_CHARS = 2  # that one entity stands for


def atoms(text: str, first: int, last: int, tags: list[Span], later: list[Span]) -> Iterator[tuple[str, int, int]]:
    """Yield the characters of a part of a text, decoded, each with its combining marks and its span.

    Parameters
    ----------
    text
        The text.
    first, last
        The part of it.
    tags
        The spans of mark-up are added to it; mark-up within a line is a blank character.
    later
        The spans of attributes and comments are added to it: they stand for themselves.
    """
    cursor = first
    while cursor < last and (match := _ATOM.match(text, cursor, last)):
        begin, cursor, kind = match.start(), match.end(), match.lastgroup
        if kind == "plain":
            for at in range(begin, cursor):
                yield text[at], at, at + 1
        elif kind == "tag":
            tags.append((begin, cursor))
            later.extend(_values(text, begin, cursor))
            yield _of_tag(match[0]), begin, cursor
        elif kind == "char":
            yield match[0], begin, cursor
        elif kind == "bytes":
            yield from _from_bytes(match[0], begin)
        elif kind == "escape":
            yield _unescaped(match[0]), begin, cursor
        else:
            twice = _TWICE.match(text, begin, last)
            raw = twice[0] if twice and len(_twice(twice[0])) <= _MOST_CHARS else match[0]
            cursor = begin + len(raw)
            yield from _from_entity(raw, begin)


def _of_tag(tag: str) -> str:
    """Return what mark-up is to a name around it: nothing, a line break, a wall."""
    if tag.startswith("<!--"):
        return ""
    name = _TAG_NAME.match(tag)
    told = name[1].casefold() if name is not None else ""
    return NEW_LINE if told == "br" else "" if told in _INLINE else WALL_MARK


def _values(text: str, begin: int, end: int) -> Iterator[Span]:
    """Yield the spans of the values of a tag's attributes, and of the inside of a comment that holds no tag."""
    if text.startswith("<!--", begin):
        yield begin + 4, end - 1
        return
    for match in _VALUE.finditer(text, begin, end):
        group = next(i for i in (1, 2, 3) if match[i] is not None)
        if match[group]:
            yield match.span(group)


def _twice(raw: str) -> str:
    """Return what an entity of an entity stands for."""
    previous = ""
    while previous != raw:
        previous, raw = raw, unescape(raw)
    return raw


def _from_entity(raw: str, begin: int) -> Iterator[tuple[str, int, int]]:
    char = _twice(raw)
    if char != raw:
        yield char, begin, begin + len(raw)
        return
    yield "&", begin, begin + 1
    yield from ((c, begin + i, begin + i + 1) for i, c in enumerate(raw) if i and c.isalnum())


def _unescaped(raw: str) -> str:
    told = raw.lstrip("\\%")
    units = [int(unit, 16) for unit in re.findall(r"[0-9a-fA-F]{2,8}", told[1:])] if told[:1] in {"u", "U"} else []
    if len(units) > 1:
        return chr(0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00))
    if units:
        return chr(units[0]) if units[0] < 0x110000 else "\ufffd"  # noqa: PLR2004 - the last code point
    return raw[1] if raw[1] in '"\\/' else " "


def _from_bytes(raw: str, begin: int) -> Iterator[tuple[str, int, int]]:
    """Yield the characters of bytes written in hexadecimal; of quoted-printable ones only where they are UTF-8."""
    units = list(_BYTE.finditer(raw))
    found = bytes.fromhex("".join(match[match.lastindex or 1] for match in units))
    try:
        text = found.decode()
    except UnicodeDecodeError:
        text = "" if raw[0] == "=" else found.decode("latin-1")
    if raw[0] == "=" and text.isascii():  # an equals sign before a word in capitals
        yield from ((c, begin + i, begin + i + 1) for i, c in enumerate(raw) if c.isalnum())
        return
    wide = len(text) == len(found)  # one byte a character
    at = 0
    for char in text:
        size = 1 if wide else len(char.encode())
        yield char, begin + units[at].start(), begin + units[at + size - 1].end()
        at += size
