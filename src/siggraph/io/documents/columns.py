"""Where words stand tells how they are read: words make rows, rows make bands, bands have columns or are tables.

A band is a run of rows with the same empty vertical strips and text on both sides of each; lines that cross a strip
(titles, paragraphs over the full width) end it. Columns are read one after the other, from the side at which the script
begins. Where rows answer each other across the strips, the band is a table: see `is_table`. In doubt columns win.

Not done: columns that are set around a picture, columns within one that are not columns of their whole band.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from siggraph.io.documents.glyphs import SAME_BASE, Line, Word
from siggraph.io.documents.grids import DASHES, MARK, Stretch, is_table, reads_across, to_table

_GUTTER, _SURE_GUTTER = 0.85, 1.8  # of the font size: narrowest strip, with many rows and with few
_MANY, _FEWEST = 5, 2  # lines on each side of a strip
_BREAK = 1.5  # of the usual pitch: a gap that parts
_DEPTH = 3
_MOST_ROWS, _PATIENCE = 2000, 60  # rows of a page; rows after which no further column comes
_HAIR = 0.01  # points
_HANGS, _SAME_STEP = 2.5, 0.1  # of the font size: a mark before its word


def to_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of each base line, from top to bottom and from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.left, w.text)):
        if rows and word.base - rows[-1][0].base <= SAME_BASE * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: (w.left, w.right, w.text)) for row in rows]


def read_page(words: Sequence[Word], width: float, writing: str = "ltr", like: Stretch | None = None) -> list[Stretch]:
    """Return the stretches of a page in reading order.

    Places count from the side on which the writing begins: words of a page in ``rtl`` come mirrored (`mirrored`).
    ``width`` is the page's; ``like`` is the stretch that ended the page before: its columns may go on.

    >>> names = ["Alpha Union", "Beta Fund", "Gamma Trust", "Delta Watch", "Eta Law", "Zeta Aid"]
    >>> places = [(50.0 + 250 * (i % 2), 100.0 + 12 * (i // 2)) for i in range(6)]
    >>> words = [Word(name, x, x + 100, y, 10.0) for name, (x, y) in zip(names, places)]
    >>> [line.text for stretch in read_page(words, 595.0) for line in stretch.lines]
    ['Alpha Union', 'Gamma Trust', 'Eta Law', 'Beta Fund', 'Delta Watch', 'Zeta Aid']
    """
    if not words:
        return []
    return _Reader(width, writing, like or Stretch(())).read(list(words), _DEPTH)


class _Reader:
    """Reads one page: its width, its writing, and the stretch that it may go on with."""

    def __init__(self, width: float, writing: str, like: Stretch) -> None:
        self.width, self.writing, self.like = width, writing, like

    def read(self, words: list[Word], depth: int) -> list[Stretch]:
        """Return the stretches of a region."""
        rows = to_rows(words)
        if depth == 0 or len(rows) > _MOST_ROWS:
            return [self._lines(rows)]
        found: list[Stretch] = []
        plain: list[list[Word]] = []
        em = median(word.size for word in words)
        frees = _frees(rows, em)
        outer = min(word.left for word in words), max(word.right for word in words)
        at = 0
        while at < len(rows):
            end, strips = _band(rows, frees, at, outer, em)
            carried = False
            if at == 0 and depth == _DEPTH:
                longer, same = _carried(rows, frees, self.like.starts, em)
                carried = bool(same) and longer > (end if strips else 0)
                end, strips = (longer, same) if carried else (end, strips)
            if not strips:
                plain.append(rows[at])
                at += 1
                continue
            begin = at
            end = _cut(rows, begin, end, strips[0])
            at = end
            if not carried and not _sides(rows[begin:end], strips[0]):
                plain.extend(rows[begin:end])
                continue
            if plain:
                found.append(self._lines(plain))
                plain = []
            found.extend(self._columns(rows[begin:end], strips, depth))
        if plain:
            found.append(self._lines(plain))
        return found

    def _lines(self, rows: Sequence[Sequence[Word]]) -> Stretch:
        return Stretch(tuple(Line(tuple(row), self.writing) for row in rows))

    def _columns(self, rows: Sequence[Sequence[Word]], strips: list[tuple[float, float]], depth: int) -> list[Stretch]:
        parts: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
        steps = [_step(row, i) for row in rows for i in range(len(row)) if _hangs(row, i) and _is_nearer(row, i)]
        for row in rows:
            for i, word in enumerate(row):
                of_next = _hangs(row, i) and (
                    _is_nearer(row, i) or any(abs(_step(row, i) - step) < _SAME_STEP * word.size for step in steps)
                )
                at = (row[i + 1] if of_next else word).left
                parts[sum(at >= end - _HAIR for _, end in strips)].append(word)
        parts = [part for part in parts if part]  # marks may all have gone to the next column
        if len(parts) == 1:
            return [self._lines(rows)]
        columns = [[Line(tuple(row), self.writing) for row in to_rows(part)] for part in parts]
        starts = tuple(min(line.left for line in column) for column in columns)
        if is_table(columns, self.width, self.like.starts if self.like.places else ()):
            return [to_table(columns, starts)]
        if (across := reads_across(columns)) is not None:
            return [Stretch(across, len(parts), (), starts)]
        inner = [stretch for part in parts for stretch in self.read(part, depth - 1)]
        if any(stretch.places or stretch.columns > 1 for stretch in inner):
            return inner
        breaks: set[int] = set()
        lines: list[Line] = []
        for part in inner:
            breaks.add(len(lines))
            lines.extend(part.lines)
        return [Stretch(tuple(lines), len(parts), (), starts, frozenset(breaks))]


def _hangs(row: Sequence[Word], at: int) -> bool:
    """Tell whether a word may be the mark of the word behind it; a dash close behind a word is none."""
    if at + 1 == len(row) or not MARK.match(row[at].text) or _step(row, at) >= _HANGS * row[at].size:
        return False
    return at == 0 or row[at].text not in DASHES or row[at].left - row[at - 1].right >= _GUTTER * row[at].size


def _is_nearer(row: Sequence[Word], at: int) -> bool:
    """Tell whether a mark is a bullet, or nearer to the word behind it than to the one before."""
    return at == 0 or row[at].left - row[at - 1].right > _step(row, at) or not row[at].text[-1].isascii()


def _step(row: Sequence[Word], at: int) -> float:
    return row[at + 1].left - row[at].right


def _frees(rows: Sequence[Sequence[Word]], em: float) -> list[list[tuple[float, float]]]:
    """Return for each row where it is empty.

    What follows the mark of an item belongs to it; a mark in the row may hang in the strip between two columns.
    """
    left = min(row[0].left for row in rows)
    right = max(word.right for row in rows for word in row)
    found = []
    for row in rows:
        free = [(left - em, row[1 if _hangs(row, 0) else 0].left)]
        reach = row[0].right
        for i, word in enumerate(row[1:], start=1):
            marked = _hangs(row, i - 1)
            if _hangs(row, i) and not marked:
                continue
            if word.left - reach >= _GUTTER * em and not (marked and i == 1):
                free.append((reach, word.left))
            reach = max(reach, word.right)
        free.append((reach, right + em))
        found.append([(a, b) for a, b in free if b - a >= _GUTTER * em])
    return found


def _band(
    rows: Sequence[Sequence[Word]],
    frees: Sequence[list[tuple[float, float]]],
    at: int,
    outer: tuple[float, float],
    em: float,
) -> tuple[int, list[tuple[float, float]]]:
    """Return where the band that begins at a row ends, and its strips; no strips where none begins here."""
    common = frees[at]
    best: tuple[int, list[tuple[float, float]]] = (at + 1, [])
    for end in range(at + 1, len(rows) + 1):
        strips = [strip for strip in common if outer[0] < strip[0] and strip[1] < outer[1]]
        if end - at <= _PATIENCE:
            strips = [strip for strip in strips if _sides(rows[at:end], strip) and _wide(rows[at:end], strip, em)]
        else:  # what has stood for so long stands, as long as it is empty
            strips = [(a, b) for a, b in strips if any(c <= a and b <= d for c, d in best[1])]
        if strips and len(strips) >= len(best[1]):
            best = (end, strips)
        elif best[1]:  # a strip that grew narrow may prove itself by more rows, as long as it is empty
            if sum(any(c <= a and b <= d for c, d in best[1]) for a, b in common) < len(best[1]):
                break
        elif end - at > _PATIENCE:
            break
        if end == len(rows):
            break
        common = _common(common, frees[end], _GUTTER * em)
        if not common:
            break
    return best


def _carried(
    rows: Sequence[Sequence[Word]], frees: Sequence[list[tuple[float, float]]], starts: Sequence[float], em: float
) -> tuple[int, list[tuple[float, float]]]:
    """Return where the columns of the page before end on this one, and their strips; one row shows that they go on."""
    best: tuple[int, list[tuple[float, float]]] = (1, [])
    common = frees[0]
    for end in range(1, len(rows) + 1):
        strips = [
            (a, b)
            for a, b in common
            if any(-_GUTTER * em <= b - start <= _HANGS * em for start in starts[1:])  # a mark may hang before it
            and any(row[0].left < a and row[-1].right > b for row in rows[:end])
        ]
        if not strips or len(strips) < len(best[1]) or end > _PATIENCE:
            break
        best = (end, strips)
        if end < len(rows):
            common = _common(common, frees[end], _GUTTER * em)
    return best


def _common(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [(a, b) for a, b in both if b - a >= least]


def _sides(rows: Sequence[Sequence[Word]], strip: tuple[float, float]) -> bool:
    """Tell whether text stands on both sides of a strip, at the same height."""
    middle = (strip[0] + strip[1]) / 2
    left = [row[0].base for row in rows if row[0].left < middle and not _only_marks(row, middle)]
    right = [row[0].base for row in rows if row[-1].right > middle]
    if min(len(left), len(right)) < _FEWEST:
        return False
    top, bottom = max(left[0], right[0]), min(left[-1], right[-1])
    return any(sum(top <= base <= bottom for base in side) >= _FEWEST for side in (left, right))


def _only_marks(row: Sequence[Word], middle: float) -> bool:
    return all(MARK.match(word.text) for word in row if word.left < middle)


def _wide(rows: Sequence[Sequence[Word]], strip: tuple[float, float], em: float) -> bool:
    middle = (strip[0] + strip[1]) / 2
    least = min(sum(row[0].left < middle for row in rows), sum(row[-1].right > middle for row in rows))
    return strip[1] - strip[0] >= (_GUTTER if least >= _MANY else _SURE_GUTTER) * em


def _cut(rows: Sequence[Sequence[Word]], begin: int, end: int, strip: tuple[float, float]) -> int:
    """Return where a band ends early: before a line on one side alone behind a white stripe over all columns.

    Such a line is a title of what follows, or the end of the text before.
    """
    pitches = [b[0].base - a[0].base for a, b in pairwise(rows[begin:end])]
    usual = median(pitches) if pitches else 0.0
    middle = (strip[0] + strip[1]) / 2
    for i in range(begin + 1, end):
        alone = rows[i][-1].right < middle or rows[i][0].left > middle
        gap = rows[i][0].base - rows[i - 1][0].base
        if alone and gap > _BREAK * max(usual, rows[i][0].size):
            return i
        if not alone and i - 1 == begin and gap > _BREAK * max(usual, rows[i][0].size):
            before = rows[begin]
            if before[-1].right < middle or before[0].left > middle:
                return i
    return end
