"""Item parts: a printed item of a list cut at commas, dashes, colons, brackets, "on behalf of", each part read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from siggraph.letters.kind_words import OPENING, SURE, KindWords, cjk, dense, tokens_of
from siggraph.letters.offices import Part, read

__all__ = ["BRACKETS", "PERSONS", "SPOKEN_OFFICES", "Span", "parts_of"]

Span = tuple[int, int]

PERSONS = frozenset({"name", "titled"})  # labels of parts
SPOKEN_OFFICES = frozenset({"office", "office of"})
_LONGEST_ITEM = 400  # code points; a longer item is prose and is not taken apart
_MOST_PARTS = 14
_COMMAS = ",，、،;；"
_LONG_DASHES = "–—―‒－"
_COLONS = ":："
BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "〔": "〕"}
_QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", '"': '"'}
_ENDING = re.compile(r"[(（][\w/]{1,4}[)）]")  # director(a), Empregados(as)
_SHORTEST_NAME = 3  # characters of a full name in Han


def parts_of(text: str, words: KindWords) -> tuple[Part, ...]:
    """Cut an item at commas, dashes, colons, brackets and "on behalf of", and label each part."""
    if len(text) > _LONGEST_ITEM:
        return ()
    parts: list[Part] = []
    for begin, end, before, group in _stretches(text):
        for b, e, sep in _cut(text, begin, end, words):
            named = bool(parts) and parts[-1].label in PERSONS
            part = read(text, (b, e), words, named=named, first=not parts)
            parts.append(replace(part, before=sep or before, group=group))
    return tuple(parts) if len(parts) <= _MOST_PARTS else ()


def _stretches(text: str) -> Iterator[tuple[int, int, str, int]]:
    """Stretches between separators, stripped: begin, end, the separator before, the number of its brackets."""
    closing = _pairs(text)
    start, before, group, groups, skip, leave = 0, "", 0, 0, -1, -1
    for i, char in enumerate(text):
        if i <= skip:
            continue
        if i == leave:
            yield from _strip(text, start, i, before, group)
            start, before, group, leave = i + 1, ")", 0, -1
            continue
        if i in closing and char in BRACKETS and leave < 0:
            if not _ENDING.match(text, i) or not text[i - 1 : i].isalpha() or dense(text[i - 1 : i]):
                yield from _strip(text, start, i, before, group)
                groups += 1
                start, before, group, leave = i + 1, "(", groups, closing[i]
            else:
                skip = closing[i]
            continue
        if i in closing:
            skip = closing[i]
            continue
        sep = _separator(text, i)
        if sep:
            yield from _strip(text, start, i, before, group)
            start, before = i + 1, sep
    yield from _strip(text, start, len(text), before, group)


def _pairs(text: str) -> dict[int, int]:
    """Where each outer pair of brackets or quotation marks closes, by where it opens."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, char in enumerate(text):
        if stack and char == {**_QUOTES, **BRACKETS}[text[stack[-1]]]:
            found[stack.pop()] = i
        elif char in BRACKETS or char in _QUOTES:
            stack.append(i)
    return found


def _separator(text: str, i: int) -> str:
    char, left, right = text[i], text[i - 1 : i], text[i + 1 : i + 2]
    if char in _COMMAS:
        return "" if char == "," and left.isdigit() and right.isdigit() else ","
    if char in _LONG_DASHES:
        return "-" if left == " " or right == " " else ""
    if char == "-":
        return "-" if left in {" ", "-"} and right in {" ", "-"} else ""
    if char in _COLONS:
        return ":" if char == "：" or right == " " else ""
    if char in "|／•·":
        return "-" if char == "／" or (left == " " and right == " ") else ""
    return "-" if char == "/" and left == " " and right == " " else ""


def _strip(text: str, begin: int, end: int, before: str, group: int) -> Iterator[tuple[int, int, str, int]]:
    while begin < end and (text[begin].isspace() or text[begin] in ".*_"):
        begin += 1
    while begin < end and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    if begin < end and any(char.isalnum() for char in text[begin:end]):
        yield begin, end, before, group


def _cut(text: str, begin: int, end: int, words: KindWords) -> Iterator[tuple[int, int, str]]:
    """Cut a stretch at "on behalf of" or "represented by", or around an office in a script without spaces."""
    if dense(text[begin:end]):
        yield from _cut_dense(text, begin, end, words)
        return
    tokens = tokens_of(text, begin, end)
    for i in range(len(tokens)):
        size, notes = words.phrases.at(tokens, i, frozenset({"behalf", "through"}))
        if not size or i + size == len(tokens):
            continue
        sep = min(notes)
        if i:
            left = read(text, (begin, tokens[i - 1].end), words, named=True, first=False)
            if sep == "behalf" and left.label not in PERSONS | SPOKEN_OFFICES:
                continue
            yield begin, tokens[i - 1].end, ""
        size -= size > 1 and tokens[i + size - 1].capital  # "on behalf of The Meadow Trust"
        at = tokens[i + size].begin
        yield (at - 1 if text[at - 1] in OPENING else at), end, sep
        return
    yield begin, end, ""


def _cut_dense(text: str, begin: int, end: int, words: KindWords) -> Iterator[tuple[int, int, str]]:
    """Cut around offices: 民間団体X 代表 山田太郎, 台灣人權促進會會長王小明."""
    chunks = [(m.start() + begin, m.end() + begin) for m in re.finditer(r"\S+", text[begin:end])]
    cuts: set[int] = set()
    inside = False
    for k, (b, e) in enumerate(chunks):
        marks = _office_marks(text, b, e, words, first=k == 0)
        inside = inside or any(mark not in {b, e} for mark in marks)
        cuts.update(marks)
    if inside and len(chunks) > 1:
        cuts.update(_name_ahead(text, chunks, words))
    edges = sorted({begin, end, *cuts})
    for k, (b, e) in enumerate(pairwise(edges)):
        ahead = len(text[b:e]) - len(text[b:e].lstrip())
        behind = len(text[b:e]) - len(text[b:e].rstrip())
        if b + ahead < e - behind:
            yield b + ahead, e - behind, " " if k else ""


def _office_marks(text: str, begin: int, end: int, words: KindWords, *, first: bool) -> set[int]:
    chunk = text[begin:end]
    offices = {"office", "profession"}
    if words.signs.get(chunk) in offices:
        return {begin, end}
    for size in range(len(chunk) - 1, 0, -1):  # at the end
        if words.signs.get(chunk[-size:]) in offices:
            rest = chunk[:-size]
            if words.signs.get(rest) == "modifier":
                return {begin, end}
            if words.sign_strength(rest) >= SURE:
                return {end - size, end}
    for i in range(len(chunk) - 2):  # at the beginning, or inside after a word of a body
        for size in range(min(12, len(chunk) - i - 1), 1, -1):
            note = words.signs.get(chunk[i : i + size], "")
            if note not in offices:
                continue
            tail = chunk[i + size :]
            thai = not cjk(chunk[:1]) and not i
            named = len(tail) in range(2, 5) and cjk(tail) and words.sign_strength(tail) < SURE
            if thai or (named and (not first if not i else note == "office" and _ends_body(chunk[:i], words))):
                return {begin + i, begin + i + size}
    return set()


def _ends_body(text: str, words: KindWords) -> bool:
    return any(words.body_signs.get(text[-size:], 0.0) >= SURE for size in range(1, min(12, len(text)) + 1))


def _name_ahead(text: str, chunks: Sequence[Span], words: KindWords) -> set[int]:
    """Return the end of a name of a person before a body and an office: 山田 太郎 X協会代表."""
    for count in (2, 1):
        if len(chunks) > count:
            b, e = chunks[0][0], chunks[count - 1][1]
            part = read(text, (b, e), words, named=False, first=True)
            long_enough = len(text[b:e].replace(" ", "")) >= _SHORTEST_NAME
            short = all(last - start <= _SHORTEST_NAME for start, last in chunks[:count]) or count == 1
            if part.label == "name" and long_enough and short:
                return {e}
    return set()
