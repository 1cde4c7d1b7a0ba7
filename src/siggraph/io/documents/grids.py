"""Grids: whether columns that stand side by side are those of a table, and what its rows are.

Not done: tables by their ruled lines, cells that span columns.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from siggraph.io.documents.glyphs import SAME_BASE, Line

_ALIGNED, _REPEATS, _SHORT, _SHORTER, _EVEN = 0.7, 0.7, 24, 0.6, 0.08
_ENOUGH, _FEWEST = 2, 2
_SAME_LINE = 0.25  # of the font size: cells of one row stand on one base line
MARK = re.compile(r"^(?:[(\[]?(?:\d{1,4}|[A-Za-z]|[ivxIVX]{1,5})[.)\]:]|[-–—•·●○▪■□◦‣⁃*✓➢]|\d{1,4}[、．])$")
DASHES = frozenset("-–—")
_LEADING_NUMBER = re.compile(r"^\W?(\d{1,4})(?!\d)")
_VALUE = re.compile(r"^(?:[\d\s.,:/%+()-]+|\S+@\S+|(?:https?://|www\.)\S+)$")


@dataclass(frozen=True)
class Stretch:
    """A part of a page in reading order: lines of one column after the other, or the cells of a table.

    ``places`` has the row and column of each line where it is a table and is empty elsewhere; ``columns`` counts the
    columns, ``starts`` says where they begin; ``breaks`` are the indices of lines that begin a column.
    """

    lines: tuple[Line, ...]
    columns: int = 1
    places: tuple[tuple[int, int], ...] = ()
    starts: tuple[float, ...] = ()
    breaks: frozenset[int] = frozenset()


def is_table(columns: Sequence[Sequence[Line]], width: float, like: Sequence[float] = ()) -> bool:
    """Tell whether columns are those of a table: their lines answer each other, and they differ in kind.

    For a table speak a bold first row, cells that repeat (countries), short cells beside long ones, numbers, columns of
    uneven width, and the same columns on the page before; for columns of a list speak even columns, marks in each
    column and an alphabet that runs on from column to column.
    """
    first, others = columns[0], columns[1:]
    if any(_aligned(column, columns) < _ALIGNED for column in others):
        return False
    if any(2 * sum(_is_marked(line) for line in column) > len(column) for column in others):
        return False
    starts = [min(line.left for line in column) for column in columns]
    if len(like) == len(starts) and all(abs(a - b) < first[0].size for a, b in zip(starts, like, strict=True)):
        return True
    score = -1 if _even(columns, width) else 1
    head = [column[0].bold for column in columns]
    score += 2 * (all(head) and not any(all(line.bold for line in column) for column in columns))
    score += max(_worth(first, column) for column in others)
    score += 2 * any(_share_of_values(column) for column in columns)
    if all(_runs_on(a, b) for a, b in pairwise(columns)):
        score -= 2
    return score >= _ENOUGH


def _aligned(column: Sequence[Line], columns: Sequence[Sequence[Line]]) -> float:
    """Return the share of lines that stand on a base line of another column, or in the middle of two."""
    bases = [[line.base for line in other] for other in columns if other is not column]
    others = sorted(base for other in bases for base in (*other, *((a + b) / 2 for a, b in pairwise(other))))
    answered = 0
    for line in column:
        at = bisect_left(others, line.base - _SAME_LINE * line.size)
        answered += at < len(others) and others[at] < line.base + _SAME_LINE * line.size
    return answered / max(1, len(column))


def _is_marked(line: Line) -> bool:
    return bool(MARK.match(line.text.split()[0] if line.text.split() else ""))


def _even(columns: Sequence[Sequence[Line]], width: float) -> bool:
    """Tell whether columns begin at even steps between equal margins."""
    edges = sorted(min(line.left for line in column) for column in columns)
    furthest = max(line.right for column in columns for line in column)
    span = max(furthest, width - edges[0]) - edges[0]
    return all(abs(edge - edges[0] - i * span / len(edges)) < _EVEN * span for i, edge in enumerate(edges))


def _worth(first: Sequence[Line], column: Sequence[Line]) -> int:
    texts = [line.text.casefold() for line in column]
    mean, mean_first = (sum(len(line.text) for line in c) / len(c) for c in (column, first))
    repeats = len(texts) > 3 and len(set(texts)) <= _REPEATS * len(texts)  # noqa: PLR2004 - of three, two may agree
    return 2 * repeats + (mean <= _SHORT and mean <= _SHORTER * mean_first)


def _share_of_values(column: Sequence[Line]) -> bool:
    return len(column) > _FEWEST and sum(bool(_VALUE.match(line.text)) for line in column) >= 0.8 * len(column)


def _runs_on(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Tell whether an alphabet runs on from one column to the next."""
    texts = [line.text.casefold() for line in (*one, *other)]
    rising = sum(a <= b for a, b in pairwise(texts))
    return len(texts) >= 2 * _FEWEST and rising >= 0.85 * (len(texts) - 1) and texts[len(one) - 1] <= texts[len(one)]


def reads_across(columns: Sequence[Sequence[Line]]) -> tuple[Line, ...] | None:
    """Return the lines row by row where their numbers rise in that order and not down the columns, else None."""
    numbers = [[_LEADING_NUMBER.match(line.text) for line in column] for column in columns]
    down = [int(match[1]) for column in numbers for match in column if match]
    if len(down) < sum(map(len, columns)) or all(a < b for a, b in pairwise(down)):
        return None
    cells = [(_row_of(line, columns), c, line) for c, column in enumerate(columns) for line in column]
    lines = tuple(cell[2] for cell in sorted(cells, key=lambda cell: cell[:2]))
    across = [int(match[1]) for line in lines if (match := _LEADING_NUMBER.match(line.text))]
    return lines if all(a < b for a, b in pairwise(across)) else None


def _row_of(line: Line, columns: Sequence[Sequence[Line]]) -> int:
    return sum(other.base < line.base - SAME_BASE * line.size for other in columns[0])


def to_table(columns: Sequence[Sequence[Line]], starts: tuple[float, ...]) -> Stretch:
    """Part the lines of a table into rows; a line that belongs to the cell above it keeps its row."""
    tops = _row_tops(columns)
    cells = []
    for c, column in enumerate(columns):
        for line in column:
            row = max(0, sum(top <= line.base + SAME_BASE * line.size for top in tops) - 1)
            cells.append((row, c, line.base, line))
    cells.sort(key=lambda cell: cell[:3])
    return Stretch(tuple(cell[3] for cell in cells), len(columns), tuple(cell[:2] for cell in cells), starts)


def _row_tops(columns: Sequence[Sequence[Line]]) -> list[float]:
    """Return the base line on which each row of a table begins.

    A line of the fullest column begins a row unless it is close under its neighbour and alone on its base line.
    """
    lead = max(columns, key=lambda column: (len(column), -columns.index(column)))
    others = [line.base for column in columns if column is not lead for line in column]
    gaps = [b.base - a.base for a, b in pairwise(lead)]
    close = min(gaps) * 1.06 if gaps else 0.0
    roomy = bool(gaps) and max(gaps) > 1.12 * min(gaps)
    widest = max(line.right - line.left for line in lead)
    tops: list[float] = []
    for i, line in enumerate(lead):
        alone = not any(abs(base - line.base) < _SAME_LINE * line.size for base in others)
        full = i > 0 and lead[i - 1].right - lead[i - 1].left > 0.7 * widest
        if i and alone and gaps[i - 1] <= close and (roomy or full):
            continue
        middled = alone and i + 1 < len(lead) and gaps[i] <= close
        near = [base for base in others if line.base < base < line.base + (gaps[i] if middled else 0)]
        tops.append(min([line.base, *near]))
    return tops
