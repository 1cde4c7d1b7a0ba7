"""Lines as they were set become blocks: furniture off, headings, groups, items that hang, words parted at line ends.

Not done: footnotes are lines like others; lines centred over several rows are not joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from siggraph.document import Block
from siggraph.io.documents.columns import to_rows
from siggraph.io.documents.glyphs import Line, Word
from siggraph.io.documents.grids import MARK, Stretch

_MARGIN = 0.12  # of the page's height: where headers and footers stand
_SAME_HEIGHT = 3.0  # points
_MOST = 0.5  # of the pages
_BIG = 1.15  # times the size of the running text: a heading
_LONGEST_HEADING, _LONGEST_ITEM = 150, 4000
_BREAK, _CLOSE = 1.35, 1.5
_INDENT = 0.5  # of the font size
_FULL = 0.6
_NUMBER = r"[-–—|\s]*\d{1,4}(?:\s*[/|]\s*\d{1,4})?[-–—|\s]*"
_WORD = r"(?:page|seite|p[áa]gina|pag|pág|p|s|str|стр|страница|σελίδα|sida|side|strona|第|쪽|صفحة|עמוד)\.?"
_OF = r"(?:of|von|sur|de|di|из|z|από|van|av|共|من|מתוך|/)"
_PAGE_NUMBER = re.compile(
    rf"^(?:{_NUMBER}|[-–—|\s]*{_WORD}\s*\d{{1,4}}\s*[页頁]?(?:\s*[/,]?\s*{_OF}\s*\d{{1,4}}\s*[页頁]?)?[-–—|\s]*)$",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_MARKED = re.compile(r"^\W?\d{1,4}[.)\]、]\S")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff65]")
_ENDS = tuple(".:!?。：！？؟")


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page, and how it is written."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    writing: str = "ltr"


@dataclass(slots=True)
class Piece:
    """A block in the making: its text, the lines that it was set in, and its place."""

    text: str
    lines: list[Line]
    page: int
    kind: str = "line"
    level: int = 0
    place: tuple[int, int] = (0, 0)
    label: str = ""
    fresh: bool = False  # whether a group begins here
    at_top: bool = False  # whether it is the first of a column or page


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Return the pages less headers, footers and page numbers.

    What stands at the same height of most pages, digits apart, is furniture where it is near the edge; so is a bare
    page number that is the first or last line. A table's repeated header stays on its first page.
    """
    rows = [to_rows(page.words) for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for page, lines in zip(pages, rows, strict=True):
        templates = {(_template(row), round(row[0].base / _SAME_HEIGHT)) for row in _edges(lines, page.height)}
        near = {(text, height + step) for text, height in templates for step in (-1, 0, 1)}
        seen.update(near)
    least = max(2, _MOST * len(pages))
    kept, headed = [], False
    for page, lines in zip(pages, rows, strict=True):
        edges = {id(row) for row in _edges(lines, page.height)}
        words: list[Word] = []
        for i, row in enumerate(lines):
            if id(row) in edges:
                if i in {0, len(lines) - 1} and len(lines) > 1 and _PAGE_NUMBER.match(_spaced(row)):
                    continue
                if seen[_template(row), round(row[0].base / _SAME_HEIGHT)] >= least:
                    header = i + 1 < len(lines) and _heads(row, lines[i + 1])
                    if headed or not header:
                        continue
                    headed = True
            words.extend(row)
        kept.append(replace(page, words=tuple(words)))
    return kept


def _spaced(row: Sequence[Word]) -> str:
    return " ".join(word.text for word in row)


def _template(row: Sequence[Word]) -> str:
    return re.sub(r"\d+", "#", _spaced(row))


def _edges(rows: Sequence[list[Word]], height: float) -> list[list[Word]]:
    return [row for row in rows if not _MARGIN * height < row[0].base < (1 - _MARGIN) * height]


def _heads(row: Sequence[Word], below: Sequence[Word]) -> bool:
    """Tell whether a row is the header of a table: two words or more stand over the beginnings of cells below."""
    starts = [b.left for a, b in pairwise(row) if b.left - a.right > 1.5 * b.size]
    return bool(starts) and all(any(abs(word.left - start) < 2 for word in below) for start in starts)  # noqa: PLR2004 - points


def to_blocks(pages: Sequence[tuple[Page, Sequence[Stretch]]]) -> tuple[str, tuple[Block, ...]]:
    """Return the composed text and its blocks: one block a line, a blank line between groups."""
    pieces = list(_pieces(pages))
    _mark_headings(pieces)
    pieces = _joined(pieces)
    return _compose(pieces)


def _pieces(pages: Sequence[tuple[Page, Sequence[Stretch]]]) -> Iterator[Piece]:
    rows, head = 0, ""
    starts: tuple[float, ...] = ()
    for page, stretches in pages:
        for s, stretch in enumerate(stretches):
            if not stretch.places:
                yield from _lines(stretch, page, top=s == 0)
                starts = ()
                continue
            goes_on = s == 0 and _alike(starts, stretch.starts)
            first = [line for line, (row, _) in zip(stretch.lines, stretch.places, strict=True) if row == 0]
            title = "|".join(line.text for line in first)
            repeated = goes_on and title == head
            bold = all(line.bold for line in first) and not all(line.bold for line in stretch.lines)
            if not goes_on:
                rows, head = 0, title
            shift = rows - repeated
            for line, (row, column) in zip(stretch.lines, stretch.places, strict=True):
                if repeated and row == 0:
                    continue
                label = "head" if row == 0 and bold and not goes_on else ""
                place = (row + shift, column)
                yield Piece(
                    _plain(line.text), [line], page.number, "cell", 0, place, label, place == (0, 0) and not goes_on
                )
            rows = shift + max(row for row, _ in stretch.places) + 1
            starts = stretch.starts


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) > 0 and all(abs(a - b) < 10 for a, b in zip(one, other, strict=True))  # noqa: PLR2004 - points


def _lines(stretch: Stretch, page: Page, *, top: bool) -> Iterator[Piece]:
    """Yield the lines of columns; a group begins behind a gap that is larger than the usual."""
    lines = stretch.lines
    pitches = [b.base - a.base for a, b in pairwise(lines) if b.base > a.base]
    usual = median(pitches) if pitches else 0.0
    for i, line in enumerate(lines):
        at_top = i in stretch.breaks or (i > 0 and line.base < lines[i - 1].base) or (i == 0 and top)
        last = lines[i - 1] if i else None
        gap = line.base - last.base if last and not at_top else 0.0
        fresh = (last is None and not at_top) or (gap > _BREAK * min(max(usual, line.size), 2 * line.size))
        yield Piece(_plain(line.text), [line], page.number, fresh=fresh, at_top=at_top)


def _plain(text: str) -> str:
    """Drop soft hyphens inside of a line; one at its end still says that the word goes on."""
    return text[:-1].replace("\u00ad", "") + text[-1:]


def _mark_headings(pieces: Sequence[Piece]) -> None:
    """Mark what is larger than the running text, or bold and alone, as headings; levels follow the sizes."""
    weights: Counter[float] = Counter()
    bold = 0
    for piece in pieces:
        weights[round(piece.lines[0].size, 1)] += len(piece.text)
        bold += len(piece.text) * piece.lines[0].bold
    if not weights:
        return
    body = max(weights, key=lambda size: (weights[size], -size))
    bolds = bold > 0.4 * weights.total()
    sizes: set[float] = set()
    for i, piece in enumerate(pieces):
        line = piece.lines[0]
        if piece.kind != "line" or len(piece.text) > _LONGEST_HEADING:
            continue
        if line.size > _BIG * body:
            piece.kind = "heading"
            sizes.add(round(line.size))
        elif line.bold and not bolds and line.size > 0.9 * body and _alone(pieces, i):
            piece.kind, piece.level = "heading", -1
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}
    for piece in pieces:
        if piece.kind == "heading":
            last = len(ranks) + 1
            piece.level = min(6, last if piece.level else ranks.get(round(piece.lines[0].size), last))


def _alone(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a bold line is one of at most two, so that it is no list in bold."""
    begin = end = at
    while begin > 0 and pieces[begin - 1].lines[0].bold and at - begin < 3:  # noqa: PLR2004
        begin -= 1
    while end + 1 < len(pieces) and pieces[end + 1].lines[0].bold and end - at < 3:  # noqa: PLR2004
        end += 1
    return end - begin < 2  # noqa: PLR2004


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join lines of one item that hangs, words parted at the end of a line, and headings of two lines."""
    words = Counter(word.casefold() for piece in pieces for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", piece.text))
    hanging = _hanging(pieces)
    joined: list[Piece] = []
    for i, piece in enumerate(pieces):
        last = joined[-1] if joined else None
        if last is None or not _may_join(last, piece):
            joined.append(piece)
        elif (parted := _unparted(last.text, piece.text, words)) is not None:
            last.text = parted
            last.lines.append(piece.lines[0])
        elif i in hanging or _heading_goes_on(last, piece):
            unspaced = _UNSPACED.match(last.text[-1]) and _UNSPACED.match(piece.text[0])
            last.text += ("" if unspaced else " ") + piece.text
            last.lines.append(piece.lines[0])
        else:
            joined.append(piece)
    for piece in joined:
        piece.text = piece.text.replace("\u00ad", "")
    return [piece for piece in joined if piece.text.strip()]


def _may_join(last: Piece, piece: Piece) -> bool:
    if len(last.text) > _LONGEST_ITEM or piece.fresh or last.kind != piece.kind or last.place != piece.place:
        return False
    return abs(last.lines[-1].size - piece.lines[0].size) < 0.1 * piece.lines[0].size


def _unparted(before: str, after: str, words: Counter[str]) -> str | None:
    """Return two lines as one where a word was parted at the end of the first, else None.

    The hyphen stays before a capital, and in a compound that the document also writes with it inside of a line.
    """
    if not _HYPHEN.search(before) or not after[0].isalpha():
        return None
    stem = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*(?=.$)", before)
    tail = re.match(r"[^\W\d_]+", after)
    if before[-1] == "\u00ad":
        return before[:-1] + after
    if stem is None or tail is None or not after[0].islower():
        return before + after
    with_hyphen = words[f"{stem[0]}-{tail[0]}".casefold()]
    without = words[f"{stem[0]}{tail[0]}".casefold()]
    return (before if with_hyphen > without else before[:-1]) + after


def _heading_goes_on(last: Piece, piece: Piece) -> bool:
    """Tell whether a heading takes two lines: one style, close, the first full or the second begins small."""
    if piece.kind != "heading" or piece.at_top or last.lines[-1].bold != piece.lines[0].bold:
        return False
    one, other = last.lines[-1], piece.lines[0]
    close = 0 < other.base - one.base < _CLOSE * one.size
    return close and (piece.text[0].islower() or one.right - one.left > other.right - other.left)


def _mark(line: Line) -> str:
    """Return the kind of mark that a line begins with: the sign itself, # for numbers and letters, blank for none."""
    words = line.text.split()
    if len(words) > 1 and MARK.match(words[0]):
        return words[0] if len(words[0]) == 1 and not words[0].isalnum() else "#"
    return "#" if _MARKED.match(line.text) else ""


def _hanging(pieces: Sequence[Piece]) -> set[int]:
    """Return the lines that are set in under a mark, or under a full first line, in a list whose items hang."""
    found: set[int] = set()
    begin = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or pieces[i].kind != "line" or pieces[i].at_top or pieces[i - 1].kind != "line":
            runs_on = begin > 0 and pieces[begin].at_top and pieces[begin - 1].kind == "line"
            carried = runs_on and (begin - 1 in found or bool(_mark(pieces[begin - 1].lines[0])))
            found.update(_hanging_run(pieces, begin, i, carried=carried))
            begin = i
    return found


def _hanging_run(pieces: Sequence[Piece], begin: int, end: int, *, carried: bool) -> set[int]:
    """Return the lines of one column that hang; ``carried``: the column before ended inside of a marked item."""
    found: set[int] = set()
    marks = (piece.lines[0].left for piece in pieces[begin:end] if _mark(piece.lines[0]))
    open_at = next(marks, None) if carried else None
    family = ""
    for i in range(begin, end):
        line = pieces[i].lines[0]
        deeper = open_at is not None and line.left - open_at >= _INDENT * line.size
        if (mark := _mark(line)) and not (deeper and family and mark != family):  # a dash may begin a wrapped line
            open_at, family = line.left, mark
        elif pieces[i].fresh or not deeper:
            open_at = None
        else:
            found.add(i)
    run = [piece.lines[0] for piece in pieces[begin:end]]
    if found or any(map(_mark, run)) or len(run) < 3:  # noqa: PLR2004 - two lines show no habit
        return found
    left, widest = min(line.left for line in run), max(line.right - line.left for line in run)
    deep = [i for i, line in enumerate(run) if line.left - left > _INDENT * line.size]
    if not deep or 2 * len(deep) > len(run) or 0 in deep:
        return set()
    hangs = all(
        run[i].left - left < 4 * run[i].size  # no line in the middle, no date at the right
        and (i - 1 in deep or run[i - 1].right - run[i - 1].left > _FULL * widest)
        and not pieces[begin + i].fresh
        for i in deep
    )
    return {begin + i for i in deep} if hangs else set()


def _compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    text, blocks = "", []
    parts: list[str] = []
    length, group = 0, -1
    last: Piece | None = None
    for piece in pieces:
        apart = last is None or piece.kind != last.kind or piece.fresh or (piece.at_top and not _runs_over(last, piece))
        if apart:
            group += 1
        gap = "" if last is None else "\n\n" if apart else "\n"
        begin = length + len(gap)
        parts += [gap, piece.text]
        length = begin + len(piece.text)
        row, column = piece.place
        blocks.append(Block(piece.kind, begin, length, group, piece.level, row, column, piece.label, piece.page))
        last = piece
    text = "".join(parts)
    return text, tuple(blocks)


def _runs_over(last: Piece, piece: Piece) -> bool:
    """Tell whether a paragraph or list goes on at the top of the next column or page."""
    one, other = last.lines[-1], piece.lines[0]
    return abs(one.size - other.size) < 0.1 * one.size and not last.text.endswith(_ENDS)
