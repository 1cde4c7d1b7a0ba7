r"""Masking: where a name stands in a text, however it is written there, and the text without it, at equal length.

A text is read as a stream of folded letters, each of which knows its place: entities, percent-encoding and escapes are
decoded, mark-up within a line is passed over, case, diacritics, width, spaces and punctuation are gone, and variants of
Han characters are one. A name is searched for in that stream, at the ends of words where its script parts words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from siggraph.names import MASK, is_acronym, script_of, squash, unify_glyphs
from siggraph.organisations.notations import EMPTY, NEW_LINE, WALL_MARK, Span, atoms

# What stands before a letter: nothing, a hyphenation, a gap in a name, marks that seldom stand in one, an end of it.
NONE, BREAK, GAP, STOP, WALL = range(5)
Han = Mapping[str, str]
_DENSE = frozenset({"Hani", "Kana", "Hang", "Thai", "Tibt"})  # scripts that set no space between words, or seldom do
_LOOSE = 12  # letters of a name from which a gap may stand inside its words, as in a bad conversion
_WIDEST = 12  # code points of a gap on one line, decoded, white space counted once
_LINE = "\n\r\x0b\x0c\x85\u2028\u2029"
_STOPS = re.compile(r"[\t|;<>={}]|\"\s*[,:\]}]|[\[,:{]\s*\"")
_HYPHENATED = re.compile(r"\A[-\u2010\u00ad][ \t]*(?:\r\n|[\n\r])[ \t]*(?:[>#]+[ \t]*)?\Z")
_WRAPPED = re.compile(r"\s*[>#]*\s*")  # what a line begins with in a quotation or a remark
_IGNORED = re.compile(f"{EMPTY}+")  # they part nothing


@dataclass(slots=True)
class View:
    """A text as a stream of folded letters.

    ``letters`` are the folded letters and digits; ``chars`` the character that each comes from, decoded, blank where
    the letter before it comes from the same; ``begin`` and ``end`` the span in the text of that character; ``before``
    what stands before each: NONE, BREAK, GAP, STOP or WALL; ``tags`` the spans of mark-up, which no mask covers.
    """

    text: str
    letters: str = ""
    chars: list[str] = field(default_factory=list)
    begin: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    tags: list[Span] = field(default_factory=list)

    def starts(self, at: int) -> bool:
        """Whether a word may begin at a letter."""
        return at == 0 or self.before[at] > NONE or is_dense(self.letters[at]) or is_dense(self.letters[at - 1])

    def ends(self, at: int) -> bool:
        """Whether a word may end before a letter."""
        return at >= len(self.letters) or self.starts(at)

    def shown(self, first: int, last: int) -> str:
        """Return the characters from one letter to another, decoded, without what stands between them."""
        return "".join(self.chars[first : last + 1])


@lru_cache(maxsize=4096)
def is_dense(letter: str) -> bool:
    """Tell whether a letter is of a script that sets no space between words, or seldom does."""
    return script_of(letter) in _DENSE


@lru_cache(maxsize=65536)
def _folded(char: str) -> str:
    """Return the letters and digits of one character with its marks, folded; blank for all else."""
    if _IGNORED.match(char) or not any(c.isalnum() for c in unicodedata.normalize("NFKC", char)):
        return ""
    return "".join(c for c in squash(char) if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"})


def view(text: str, han: Han) -> View:
    r"""Return a text as a stream of folded letters; `han` maps variants of letters to one form.

    >>> view("Amn<b>&eacute;</b>sty%20%C3%89tat \\u00e9 T'ruah", {}).letters
    'amnestyetatetruah'
    """
    made = View(text)
    letters: list[str] = []
    later: list[Span] = [(0, len(text))]
    while later:
        gap = [WALL_MARK]  # what is put off stands for itself
        for char, begin, end in atoms(text, *later.pop(0), made.tags, later):
            folded = (char.casefold() if char.isalnum() else "") if char.isascii() else _folded(char)
            if not folded:
                gap.append(char)
                continue
            what = _gap("".join(gap)) if gap else NONE
            for at, letter in enumerate(folded):
                letters.append(han.get(letter, letter))
                made.chars.append("" if at else char)
                made.begin.append(begin)
                made.end.append(end)
                made.before.append(what if at == 0 else NONE)
            gap.clear()
    made.letters = "".join(letters)
    return made


@lru_cache(maxsize=16384)
def _gap(shown: str) -> int:
    """Tell what a stretch without letters, decoded, means between two letters."""
    if WALL_MARK in shown:
        return WALL
    bare = "".join(c for c in _IGNORED.sub("", shown) if unicodedata.category(c)[0] != "M")
    if not bare or _HYPHENATED.match(bare) or _HYPHENATED.match(shown):
        return BREAK if bare else NONE
    if NEW_LINE in bare:
        return GAP if not bare.replace(NEW_LINE, "", 1).strip() else WALL
    lines = bare.replace("\r\n", "\n")
    breaks = sum(c in _LINE for c in lines)
    if breaks:
        return GAP if breaks == 1 and _WRAPPED.fullmatch(lines) else WALL
    if _STOPS.search(bare) or len(" ".join(bare.split())) > _WIDEST:
        return STOP
    return BREAK if bare == "." else GAP


def key_of(name: str, han: Han) -> str:
    """Return the key under which a name is searched for: its folded letters, without spaces.

    >>> key_of("Médecins Sans Frontières", {}), key_of("台灣客社", {"灣": "湾", "台": "台"})
    ('medecinssansfrontieres', '台湾客社')
    """
    return view(name, han).letters


# -- what is searched for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """A name to search for: its key, the letters before which it has a gap, and what surrounds its letters.

    ``stops`` are the letters before which it has marks that seldom stand in a name, such as a semicolon.

    ``capitals``, where not blank, must stand in the text just so: the name is an acronym, and a word in small letters
    is none.
    """

    key: str
    gaps: frozenset[int]
    capitals: str = ""
    lead: str = ""
    trail: str = ""
    stops: frozenset[int] = frozenset()


def target(name: str, han: Han) -> Target:
    """Return a name as what is searched for; its key is blank where it has no letter."""
    seen = view(name, han)
    gaps = frozenset(at for at, what in enumerate(seen.before) if what > NONE and at)
    capitals = alone(name) if is_acronym(name) else ""
    if not seen.letters:
        return Target("", gaps)
    stops = frozenset(at for at, what in enumerate(seen.before) if what == STOP and at)
    return Target(seen.letters, gaps, capitals, name[: seen.begin[0]].strip(), name[seen.end[-1] :].strip(), stops)


def alone(text: str) -> str:
    """Return the letters and digits of a text as they are written, in one width.

    >>> alone("A.C.A.T."), alone("ＡＣＡＴ")
    ('ACAT', 'ACAT')
    """
    return "".join(c for c in unify_glyphs(text) if c.isalnum())


def found(seen: View, targets: Iterable[Target], kept: Sequence[Target] = ()) -> list[Span]:
    """Return where names stand in a text, as ascending spans that do not overlap.

    Parameters
    ----------
    seen
        The text.
    targets
        What is searched for.
    kept
        Longer names, inside of which nothing is found.
    """
    safe = _merged(span for one in kept for span in _places(seen, one))
    spans = (span for one in targets for span in _places(seen, one))
    return _merged(span for span in spans if not any(b <= span[0] and span[1] <= e for b, e in safe))


def _places(seen: View, one: Target) -> Iterator[Span]:
    size = len(one.key)
    at = seen.letters.find(one.key) if one.key else -1
    while at >= 0:
        if seen.starts(at) and seen.ends(at + size) and _is_whole(seen, one, at):
            yield _with_edges(seen.text, seen.begin[at], seen.end[at + size - 1], one)
        at = seen.letters.find(one.key, at + 1)


_BRACKETS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("«", "»"), ("“", "”"), ("「", "」"))


def _with_edges(text: str, begin: int, end: int, one: Target) -> Span:
    """Return a span with the punctuation that belongs to the name at its ends, and with what closes a bracket in it."""
    before, behind = text[max(0, begin - _WIDEST) : begin], text[end : end + _WIDEST]
    if one.lead and before.rstrip(" ").endswith(one.lead):
        begin -= len(before) - before.rindex(one.lead)
    if one.trail and behind.lstrip(" ").startswith(one.trail):
        return begin, end + behind.index(one.trail) + len(one.trail)
    for opening, closing in _BRACKETS:
        inside = text[begin:end]
        if inside.count(opening) > inside.count(closing) and behind.lstrip(" ").startswith(closing):
            return begin, end + behind.index(closing) + 1
    return begin, end


def pieces(seen: View, key: str, begin: int, end: int) -> list[Span]:
    """Return where the letters of a name stand within a span that holds other things as well, such as other cells.

    An empty list where they do not all stand there, in their order.
    """
    places = [at for at, where in enumerate(seen.begin) if begin <= where < end]
    letters = "".join(seen.letters[at] for at in places)
    spans: list[Span] = []
    cursor, rest = 0, key
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in letters[cursor:]), 0)
        if not size:
            return []
        at = letters.index(rest[:size], cursor)
        spans.append((seen.begin[places[at]], seen.end[places[at + size - 1]]))
        cursor, rest = at + size, rest[size:]
    return _merged(spans)


def _is_whole(seen: View, one: Target, at: int) -> bool:
    """Whether the letters from one on are the name, in one line and with gaps where the name may have them."""
    size = len(one.key)
    for i in range(1, size):
        what = seen.before[at + i]
        if what == WALL or (what == STOP and i not in one.stops):
            return False
        loose = size >= _LOOSE or is_dense(one.key[i]) or is_dense(one.key[i - 1])
        if what == GAP and i not in one.gaps and not loose:
            return False
    if not one.capitals:
        return True
    return alone(seen.shown(at, at + size - 1)) == one.capitals


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


# -- masks ---------------------------------------------------------------------------------------------------------


def masked(
    text: str, spans: Sequence[Span], tags: Sequence[Span] = (), *, spaces: bool = True, lines: bool = False
) -> str:
    """Return a text of equal length with the mask in the place of some spans.

    Parameters
    ----------
    text
        The text.
    spans
        What is masked, ascending.
    tags
        Spans of mark-up, which stays.
    spaces
        Whether the spaces inside of a span are masked too, so that the number of words is not told.
    lines
        Whether line breaks are masked too; else they stay, and lines keep their numbers.

    >>> masked("by Terre des hommes, April", [(3, 19)]) == "by " + MASK * 16 + ", April"
    True
    """
    pieces, cursor = [], 0
    standing = sorted(tags)
    for begin, end in spans:
        pieces.append(text[cursor:begin])
        at = max(0, bisect_right(standing, (begin, 0)) - 1)
        free: list[Span] = []
        for first, last in standing[at:]:
            if first >= end:
                break
            if first >= begin and last <= end:
                free.append((first, last))
        inside = begin
        for first, last in (*free, (end, end)):
            pieces.append(_blocked(text[inside:first], spaces=spaces, lines=lines))
            pieces.append(text[first:last])
            inside = last
        cursor = end
    pieces.append(text[cursor:])
    return "".join(pieces)


def _blocked(text: str, *, spaces: bool, lines: bool) -> str:
    return "".join(
        c if (c in _LINE and not lines) or (c.isspace() and c not in _LINE and not spaces) else MASK for c in text
    )
