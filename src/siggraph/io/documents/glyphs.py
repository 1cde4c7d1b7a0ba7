"""Glyphs become words: spaces and gaps, order of writing by script, glyphs that stand for other letters.

A page gives its glyphs in the order in which it draws them, or nearly so. Words are cut at spaces and at gaps. On pages
with Arabic, Hebrew or Indic letters that order is of little use (shaped glyphs come turned, doubled or moved), and the
glyphs are put in order by where they stand. A page whose Arabic or Hebrew was drawn letter by letter from the left,
without shaping, is told by its letters: those that only end words begin them, and the article stands at the end.

Not done: the full bidirectional algorithm (a number before a Latin word in an Arabic line may change sides), vertical
writing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

_JUMP = 0.35  # of the font size: a gap that parts words although no space was drawn
_LARGEST_TEXT = 40.0  # points: of an item in a list
_SPACE = 0.12  # the narrowest space that a guess is believed for
_NARROW_JUMP = 0.17  # the same on pages where spaces cannot be trusted; a space is 0.2 and more
SAME_BASE = 0.45  # of the font size: a raised footnote mark is still in its line
_BACK = 0.5  # of the font size: a jump backwards
_RAISED, _SMALL = 0.15, 0.85
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES = range(0xFB00, 0xFB07)
_FORMS = (range(0xFB50, 0xFDFC), range(0xFE70, 0xFEFD), range(0x2F00, 0x2FD6))  # Arabic forms, Kangxi radicals
# Radicals that are drawn as the whole character is, and that NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "母民西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_OPENING, _CLOSING = "([{«", ")]}»"
_FINAL_LETTERS, _ARTICLE = frozenset("ةىםןץףך"), "ال"
_SEPARATORS = frozenset(".,:/-–'’")
_NUMBER_MARK = re.compile(r"^\s*\w{1,3}\)(?=\s)")  # 12)
_WIDE_GAP = 3.0  # of the font size: kept as a tab
_INDIC = range(0x0900, 0x1100), range(0x1780, 0x1800)


class Glyph(NamedTuple):
    r"""A drawn glyph with the text it stands for: ``left``, ``right`` and ``base`` in points, from the top left corner.

    A space that the page draws has the text ``" "``, one that was guessed from a gap ``"\t"``, the end of a line
    ``"\n"``.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


class Word(NamedTuple):
    """A word where it stands; ``text`` is in the order in which it is read."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@lru_cache(maxsize=65536)
def plain(char: str) -> str:
    """Return the text that a glyph stands for: ligatures parted, presentation forms as letters, no control characters.

    >>> plain("\ufb01"), plain("\u00ad"), plain("\ufefc") == "لا", plain("\u2f08"), plain("²")
    ('fi', '', True, '人', '²')
    """
    code = ord(char)
    if code in _LIGATURES or any(code in block for block in _FORMS):
        return unicodedata.normalize("NFKC", char)
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co", "Cs"} or (category == "Cf" and char not in "\u200c\u200d"):
        return ""
    return char.translate(_RADICALS)


def to_words(glyphs: Sequence[Glyph]) -> tuple[list[Word], str]:
    """Return the words of a page and how it is written: ltr, rtl, or drawn (right-to-left letters laid from the left).

    >>> row = [Glyph(c, 10.0 + 5 * i, 15.0 + 5 * i, 80.0, 10.0) for i, c in enumerate("two words")]
    >>> words, writing = to_words(row)
    >>> [(w.text, w.left) for w in words], writing
    ([('two', 10.0), ('words', 30.0)], 'ltr')
    """
    text = _text(glyphs)
    if not any(needs_sorting(char) for char in set(text)):
        return [_word(run) for run in _drawn_runs(glyphs)], "ltr"
    rows = _sorted_rows(_with_marks(glyphs))
    words = [_word(run, rtl=is_rtl(_text(row)), turn=True) for row in rows for run in _runs(row)]
    if _turned(words):
        return [_word(run) for row in rows for run in _runs(row)], "drawn"
    return words, "rtl" if is_rtl(text) else "ltr"


def mirrored(words: Sequence[Word], width: float) -> list[Word]:
    """Return the words of a page with their places counted from its right side."""
    return [word._replace(left=width - word.right, right=width - word.left) for word in words]


def to_marks(shapes: Sequence[Glyph], words: Sequence[Word]) -> list[Word]:
    """Return small shapes as words where they stand before the first word of a line; ``base`` is a shape's middle.

    One shape alone is an ornament: bullets have company in their column.
    """
    lined = sorted(words, key=lambda word: word.base)
    bases = [word.base for word in lined]
    marks = []
    for shape in sorted(set(shapes)):
        at = bisect_left(bases, shape.base)
        near = lined[at : bisect_left(bases, shape.base + 0.6 * _LARGEST_TEXT, at)]
        row = [
            word for word in near if word.base - shape.base < 0.6 * word.size and word.size > shape.right - shape.left
        ]
        beside = [min(abs(word.left - shape.right), abs(shape.left - word.right)) for word in row]
        if row and min(beside) < 2 * max(word.size for word in row):
            word = row[beside.index(min(beside))]
            marks.append(Word(shape.text, shape.left, shape.right, word.base, word.size))
    company = Counter(round(mark.left) for mark in marks)
    return [mark for mark in marks if company[round(mark.left)] > 1]


def needs_sorting(char: str) -> bool:
    """Tell whether a letter belongs to a script whose glyphs do not come in the order of reading."""
    code = ord(char[0])
    return code > 0x590 and (any(code in block for block in _INDIC) or direction(char) == "R")  # noqa: PLR2004 - Hebrew


@lru_cache(maxsize=65536)
def direction(text: str) -> str:
    """Return R or L for text with letters of that direction, N for digits, blank for the rest.

    >>> direction("حقوق"), direction("FoE"), direction("25"), direction("-")
    ('R', 'L', 'N', '')
    """
    kinds = {unicodedata.bidirectional(char) for char in text}
    if kinds & {"R", "AL"}:
        return "R"
    if "L" in kinds:
        return "L"
    return "N" if kinds & {"EN", "AN"} else ""


def is_rtl(text: str) -> bool:
    """Tell whether a line is written from the right: by the majority of its letters."""
    kinds = [direction(char) for char in text]
    return kinds.count("R") > 0 and kinds.count("R") >= 0.4 * (kinds.count("R") + kinds.count("L"))


def order(texts: Sequence[str], *, rtl: bool) -> list[int]:
    """Return the order of reading of what stands side by side from left to right.

    >>> texts = ["باريس", "Japan", "FoE", "25", "منظمة"]
    >>> [texts[i] for i in order(["باريس", "FoE", "Japan", "25", "منظمة"], rtl=True)][0]
    'منظمة'
    """
    own, other = ("R", "L") if rtl else ("L", "R")
    kinds = [direction(text) for text in texts]
    if other not in kinds and not (rtl and "N" in kinds):
        return list(range(len(texts)))[:: -1 if rtl else 1]
    kinds = _resolved(texts, kinds, own, other)
    ranges: list[list[int]] = []
    for i, kind in enumerate(kinds):
        if ranges and kind != own and kinds[ranges[-1][-1]] == kind:
            ranges[-1].append(i)
        else:
            ranges.append([i])
    if rtl:
        return [i for run in reversed(ranges) for i in run]
    return [i for run in ranges for i in (reversed(run) if kinds[run[0]] == "R" else run)]


def _resolved(texts: Sequence[str], kinds: Sequence[str], own: str, other: str) -> list[str]:
    """Give digits and marks a direction: between two of the other direction they are of it, else of the line's own."""
    found = list(kinds)
    last = own
    for i, kind in enumerate(kinds):
        if kind == "N" and last == "L":
            found[i] = "L"
        last = found[i] if found[i] in {"L", "R"} else last
    after = [own] * len(found)
    for i in range(len(found) - 2, -1, -1):
        after[i] = found[i + 1] or after[i + 1]
    before = own
    for i, kind in enumerate(found):
        if not kind:
            joins = before == after[i] == other or (before == after[i] == "N" and texts[i] in _SEPARATORS)
            found[i] = before if joins else own
        before = found[i]
    return found


def mend_brackets(text: str) -> str:
    """Turn brackets that a right-to-left line mirrored once too often: the first opens, the next closes.

    >>> mend_brackets("منظمة )فرنسا) و(باريس(") == "منظمة (فرنسا) و(باريس)"
    True
    """
    if not any(c in text for c in _OPENING + _CLOSING) or not any(direction(c) == "R" for c in text):
        return text
    mark = _NUMBER_MARK.match(text)
    begin = mark.end() if mark else 0
    inside: set[int] = set()
    mended = [text[:begin]]
    for char in text[begin:]:
        kind = max(_OPENING.find(char), _CLOSING.find(char))
        if kind < 0:
            mended.append(char)
            continue
        mended.append((_CLOSING if kind in inside else _OPENING)[kind])
        inside ^= {kind}
    return "".join(mended)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def _word(run: Sequence[Glyph], *, rtl: bool = False, turn: bool = False) -> Word:
    """Join glyphs that stand side by side to a word; small raised digits in it become superscripts."""
    if turn:
        run = [run[i] for i in order([glyph.text for glyph in run], rtl=rtl)]
    size = max(glyph.size for glyph in run)
    base = max(glyph.base for glyph in run if glyph.size >= _SMALL * size)
    text = "".join(
        glyph.text.translate(_SUPERSCRIPT)
        if glyph.size < _SMALL * size and glyph.base < base - _RAISED * size
        else glyph.text
        for glyph in run
    )
    bold = 2 * sum(glyph.bold for glyph in run) > len(run)
    return Word(text, min(g.left for g in run), max(g.right for g in run), base, size, bold)


def _drawn_runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut glyphs in the order in which they are drawn; a guessed space or line end counts where there is room."""
    run: list[Glyph] = []
    guessed = False
    for glyph in glyphs:
        if glyph.text in {"\t", "\n"}:
            guessed = True
            continue
        last = run[-1] if run else glyph
        size = max(glyph.size, last.size)
        room = glyph.left - last.right >= (_SPACE if guessed else _JUMP) * size
        back = glyph.left < last.left - _BACK * size  # less than that: an accent over its letter
        apart = room or back or abs(glyph.base - last.base) > SAME_BASE * size
        if run and (apart or glyph.text.isspace()):
            yield run
            run = []
        guessed = False
        if not glyph.text.isspace():
            run.append(glyph)
    if run:
        yield run


def _with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Join marks to the letters that they follow, and drop the spaces that were guessed."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in {"\t", "\n"}:
            continue
        last = kept[-1] if kept else None
        mark = all(unicodedata.category(char).startswith("M") for char in glyph.text)
        if mark and last and abs(last.base - glyph.base) < glyph.size and not last.text.isspace():
            kept[-1] = last._replace(text=last.text + glyph.text, right=max(last.right, glyph.right))
        else:
            kept.append(glyph)
    return kept


def _sorted_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if rows and glyph.base - rows[-1][0].base <= SAME_BASE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda g: (g.left, g.right)) for row in rows]


def _runs(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in row:
        if run and (glyph.text == " " or glyph.left - max(g.right for g in run[-3:]) > _NARROW_JUMP * glyph.size):
            yield run
            run = []
        if glyph.text != " ":
            run.append(glyph)
    if run:
        yield run


def _turned(words: Sequence[Word]) -> bool:
    """Tell whether right-to-left words come out turned: the letters that only end words begin them."""
    right = [word.text for word in words if len(word.text) > 2 and direction(word.text) == "R"]  # noqa: PLR2004
    ends = sum((text[-1] in _FINAL_LETTERS) + text.startswith(_ARTICLE) for text in right)
    begins = sum((text[0] in _FINAL_LETTERS) + text.endswith(_ARTICLE[::-1]) for text in right)
    return begins > ends


@dataclass(frozen=True)
class Line:
    """Words on one base line, and how their page is written (ltr, rtl, drawn).

    They come from left to right, and mirrored where the page is written from the right (`mirrored`).
    """

    words: tuple[Word, ...]
    writing: str = "ltr"

    @cached_property
    def text(self) -> str:
        """The words in their order of reading; a wide gap is a tab."""
        texts = [word.text for word in (reversed(self.words) if self.writing == "rtl" else self.words)]
        if self.writing == "drawn":
            return mend_brackets(" ".join(texts))
        rtl = self.writing == "rtl" and is_rtl("".join(texts)) if any(map(direction, texts)) else self.writing == "rtl"
        at = order(texts, rtl=rtl)
        text = texts[at[0]]
        for a, b in pairwise(at):
            text += ("\t" if abs(a - b) == 1 and max(a, b) in self._tabs else " ") + texts[b]
        return mend_brackets(text)

    @cached_property
    def _tabs(self) -> frozenset[int]:
        """The words of the row, counted from the left of the page, that stand far behind the one before."""
        pairs = enumerate(pairwise(self.words), start=1)
        wide = [i for i, (a, b) in pairs if b.left - a.right > _WIDE_GAP * self.size]
        return frozenset(len(self.words) - i if self.writing == "rtl" else i for i in wide)

    @cached_property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        """Font size of most of its letters."""
        return _common_size(self.words)

    @cached_property
    def base(self) -> float:
        """Its base line."""
        return max(word.base for word in self.words if word.size >= 0.8 * self.size)

    @cached_property
    def bold(self) -> bool:
        """Whether all of its letters are bold."""
        return all(word.bold for word in self.words)


def _common_size(words: Sequence[Word]) -> float:
    weights: dict[float, int] = {}
    for word in words:
        value = round(word.size, 1)
        weights[value] = weights.get(value, 0) + len(word.text)
    return max(weights, key=lambda value: (weights[value], value))
