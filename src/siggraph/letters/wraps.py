"""Wraps: which lines of a list continue the line before them, decided by the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from siggraph.letters.masked import begins_masked, ends_masked, is_stand_in
from siggraph.letters.nameness import depths
from siggraph.letters.words import Wordlists
from siggraph.names import fold

_FULL, _WIDE = 0.9, 60  # share of the width at which a line is full; at less width a long name may just be long
_NEARLY_FULL = 0.85  # the same where the order of the list speaks for a wrap as well
_SORTED, _ENOUGH = 0.85, 8  # share of neighbours in order, and how many lines, that make a sorted list
_SHORT = 4  # words of a remainder
_NEAR = 3  # lines within which a name may have been sorted a little wrong
_LINKS = ("-", "–", "—", "/", "&", "+", "(", "（")


def continues(lines: Sequence[str], words: Wordlists) -> list[bool]:
    """Tell, for each line of a list without marks, whether it continues the one before.

    Signs, any of which is enough: a bracket that stands open; a line that ends with a word or mark that cannot end a
    name; one that begins with a small word that cannot begin a name; a line that breaks the order of a sorted list,
    and would not have fitted on the line before; a short remainder behind a line that fills the width of the list.

    Returns one flag a line, in their order; the first is never set.
    """
    found = [False] * len(lines)
    if len(lines) < 2:  # noqa: PLR2004 - nothing can continue
        return found
    sizes = [len(line) for line in lines if not is_stand_in(line)] or [len(line) for line in lines]
    width = max(sizes)  # a mask is as long as the name in the file, escapes included
    usual = min(width, sorted(sizes)[-max(1, len(sizes) // 20)])  # one line that runs on is no width
    full = sum(size >= _FULL * width for size in sizes)
    keys = [fold(line) for line in lines]
    for i in range(1, len(keys)):
        if begins_masked(lines[i]):  # it stood in order, or out of it: nobody knows
            keys[i] = keys[i - 1]
    small = sum(line[:1].islower() for line in lines) / len(lines)
    commas = sum(line.endswith((",", ";", "、", "，")) for line in lines) / len(lines)
    open_since = 0
    for i in range(1, len(lines)):
        before, line = lines[i - 1], lines[i]
        if not found[i - 1]:
            open_since = i - 1
        whole = " ".join(lines[open_since:i])
        reach = len(before) + 1 + len(line.split(" ", 1)[0])
        if begins_masked(line):
            found[i] = _open_bracket(whole, line) or (_cannot_end(before, words, commas) and not ends_masked(before))
            continue
        tight = reach > _FULL * width
        found[i] = (
            _open_bracket(whole, line)
            or _cannot_end(before, words, commas)
            or _cannot_begin(line, words, small)
            or (reach > _NEARLY_FULL * usual and _breaks_order(keys, i))
            or (
                width >= _WIDE
                and full > 1
                and len(before) >= _FULL * width
                and tight
                and len(line.split()) <= _SHORT
                and not before.endswith((")", "）"))
                and words.organisation.strength(line.split(" ", 1)[0]) == 0
                and (not _in_order(keys, i) or " " not in line)
            )
            or (width >= _WIDE and full > 1 and len(before) >= _FULL * width and line[:1].islower())
        )
    return found


def _open_bracket(whole: str, line: str) -> bool:
    opened = depths(whole) is None and whole.count("(") + whole.count("（") > whole.count(")") + whole.count("）")
    return opened and (")" in line or "）" in line)


def _cannot_end(line: str, words: Wordlists, commas: float) -> bool:
    last = line.rsplit(" ", 1)[-1]
    if line.endswith(_LINKS):
        return True
    if line.endswith((",", "，", "、")) and commas < 0.3:  # noqa: PLR2004 - commas do not end the lines of this list
        return True
    return " " in line and last.islower() and last in words.functional


def _cannot_begin(line: str, words: Wordlists, small: float) -> bool:
    first = line.split(" ", 1)[0].casefold()
    if line[:1] in ")）]」":
        return True
    return line[:1].islower() and first in words.functional and small < 0.3 and " " in line  # noqa: PLR2004


def _is_sorted(keys: Sequence[str]) -> bool:
    steps = sum(a <= b for a, b in pairwise(keys))
    return len(keys) >= _ENOUGH - 1 and steps >= _SORTED * (len(keys) - 1)


def _in_order(keys: Sequence[str], i: int) -> bool:
    """Whether line i stands in order among lines that are in order: then it is a name of its own."""
    around = keys[max(0, i - _ENOUGH) : i + 1 + _ENOUGH]
    return _is_sorted(around) and keys[i - 1] <= keys[i]


def _breaks_order(keys: Sequence[str], i: int) -> bool:
    """Whether line i stands far out of order while the lines around it are in order.

    A line that only changed places with a neighbour is a name that somebody sorted a little wrong.
    """
    before, line = keys[i - 1], keys[i]
    near = keys[i + 1 : i + 1 + _NEAR]
    behind = near[0] if near else "\uffff"
    if not before <= behind or before <= line <= behind:
        return False
    around = [*keys[max(0, i - _ENOUGH) : i], *keys[i + 1 : i + 1 + _ENOUGH]]
    first = line.split(" ", 1)[0]
    if not _is_sorted(around) or first in {before.split(" ", 1)[0], behind.split(" ", 1)[0]}:
        return False
    far_up = all(line > key for key in near) if near else False
    far_down = all(line < key for key in keys[max(0, i - _NEAR) : i])
    return far_up or far_down
