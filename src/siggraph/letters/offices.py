"""Offices: one part of a printed item read as a person, an office, what it is an office of, or a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from siggraph.letters.kind_words import (
    HONORIFIC,
    LONGEST_PHRASE,
    LONGEST_SIGN,
    OFFICES,
    OPENING,
    SURE,
    KindWords,
    Token,
    dense,
    tokens_of,
)
from siggraph.names import fold, script_of

__all__ = ["Part", "read"]

_TITLES = frozenset({HONORIFIC, "title", "weak title"})
_AROUND = frozenset({"modifier", "degree"})
_BEFORE = _AROUND | {"article"}
_LINKS = frozenset({"link", "link to a body"})
_NAME_WORDS = range(2, 6)
_NAME_LETTERS = 40
_LOOSE = 0.3  # a word this strong is no part of a personal name
_HAN_NAME = range(2, 5)
_KANA_NAME = range(3, 11)
_HANGUL_NAME = range(2, 5)
_QUALIFIERS = 4  # words before an office that say what kind of office it is
_TRAILERS = 3  # words after an office that do so
_LONGEST_OFFICE = 8  # characters of an office in such a script
_ACRONYM = range(3, 13)  # letters
_LETTER_CASE = frozenset({"Latn", "Cyrl", "Grek", "Armn"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an item and what it is.

    Attributes
    ----------
    begin, end
        Its span in the item, without brackets.
    before
        The separator before it: blank, a comma, a dash, an opening bracket, a colon, a space, `behalf`, `through`.
    group
        Number of the pair of brackets that it stands in; 0 outside.
    label
        `titled` (a person by honorific, degree or office before the name), `name` (the shape of a personal name),
        `office`, `office of` (an office and what it is an office of), `body` (words of an organisation), `acronym`,
        `other`.
    head
        Whether the office is one within a body (director), not a profession.
    strength
        How strongly its words say organisation, 0 to 1; for `office of` what the office is of.
    of_begin, of_end
        Span of what the office is of; -1 without.
    linked
        Whether a word such as "of" stands between the two.
    university
        Whether it names a university or an institute.
    """

    begin: int
    end: int
    before: str
    group: int
    label: str
    head: bool = False
    strength: float = 0.0
    of_begin: int = -1
    of_end: int = -1
    linked: bool = False
    university: bool = False


@dataclass(frozen=True, slots=True)
class _Office:
    """An office found in a part: its words end at `end`; what follows begins at `rest` (the link left out)."""

    end: int
    rest: int
    head: bool
    linked: str  # note of the link; blank without one


def read(text: str, span: tuple[int, int], words: KindWords, *, named: bool, first: bool) -> Part:
    """Return the part at `span` with its label; `named`: the part before it has the shape of a person's name."""
    begin, end = span
    tokens = tokens_of(text, begin, end)
    strength = words.strength(text, tokens)
    plain = Part(begin, end, "", 0, "other", strength=strength, university=words.is_university(tokens))
    if not tokens or dense(text[begin:end]):
        return _read_dense(text, plain, words, first=first) if tokens else plain
    after = _phrase_run(tokens, 0, words, _TITLES)
    if after == len(tokens):
        return _labelled(plain, "office")
    titles = [words.phrases.at(tokens, i, _TITLES)[1] for i in range(after)]
    strong = any(notes and "weak title" not in notes for notes in titles)
    if after and strength < SURE and _is_name(text, tokens[after:], end, words, shortest=1):
        two = len(tokens) - after > 1
        return _labelled(plain, "titled" if strong and (two or not first) else "name" if two else "other")
    office = _office(tokens, 0, words)
    if not named and text[begin:end].isupper() and _is_acronym(text[begin:end] + "_"):
        # VP and MP are offices after a name alone; so short an acronym is no body either
        return _labelled(plain, "acronym" if _is_acronym(text[begin:end]) else "other")
    if office is not None:
        return _with_office(text, plain, tokens, office, words, named=named, first=first)
    return _without_office(text, plain, tokens, words, first=first)


def _labelled(
    part: Part, label: str, *, head: bool = False, of: tuple[int, int, float] | None = None, linked: bool = False
) -> Part:
    begin, end, strength = of or (-1, -1, part.strength)
    return replace(part, label=label, head=head, strength=strength, of_begin=begin, of_end=end, linked=linked)


def _phrase_run(tokens: Sequence[Token], i: int, words: KindWords, notes: frozenset[str]) -> int:
    while i < len(tokens):
        size, _ = words.phrases.at(tokens, i, notes)
        if not size:
            break
        i += size
    return i


def _office_at(tokens: Sequence[Token], i: int, words: KindWords) -> tuple[int, bool]:
    """Return the length of the office at i, and whether it is one within a body."""
    size, notes = words.phrases.at(tokens, i, OFFICES)
    if size:
        return size, notes == {"office"}
    note = words.ending(tokens[i].key) if i < len(tokens) else ""
    return (1, note == "office") if note else (0, False)


def _office(tokens: Sequence[Token], i: int, words: KindWords) -> _Office | None:
    """Read (modifiers) office (modifiers) (and office) (link), from word i."""
    head, end = False, i
    while True:
        start = _phrase_run(tokens, end, words, _BEFORE)
        size, within = _office_at(tokens, start, words)
        if not size:  # a word may be both: "associate director", "associate"
            start = end
            size, within = _office_at(tokens, start, words)
        if not size:
            break
        head = head or within
        end = _phrase_run(tokens, start + size, words, _AROUND)
        joint, _ = words.phrases.at(tokens, end, frozenset({"and"}))
        following = _phrase_run(tokens, end + joint, words, _BEFORE)
        if not joint or not _office_at(tokens, min(following, len(tokens)), words)[0]:
            break
        end += joint
    if end == i:
        return None
    rest, linked = end, ""
    while rest < len(tokens):
        size, notes = words.phrases.at(tokens, rest, _LINKS)
        size -= size > 0 and (size > 1 or linked != "") and tokens[rest + size - 1].capital  # "of The Meadow Trust"
        if not size:
            break
        rest, linked = rest + size, linked or min(notes, key=len, default="")
    return _Office(end, rest, head, linked)


def _with_office(
    text: str, part: Part, tokens: Sequence[Token], office: _Office, words: KindWords, *, named: bool, first: bool
) -> Part:
    """Label a part that begins with an office by what follows the office."""
    rest = tokens[office.rest :]
    initial = bool(rest) and rest[0].capital and len(rest[0].key) == 1  # "E" of "E Foundation" is no "and"
    if rest and not initial and words.phrases.at(rest, 0, frozenset({"and"}))[0]:
        return _labelled(part, "body" if part.strength >= SURE else "other")
    if rest:
        rest = _past_field(text, rest, office, words)
    if not rest:
        return _labelled(part, "office", head=office.head)
    rest = _before_second_office(rest, words)
    end = part.end if rest[-1] == tokens[-1] else rest[-1].end
    strength = words.strength(text, rest)
    if strength < SURE and _is_acronym(text[rest[0].begin : rest[-1].end]):
        strength = SURE
    of = (_widen(text, part.begin, rest[0].begin), end, strength)
    printed = text[part.begin : part.end]
    if (strength >= SURE and (office.head or not first)) or office.linked:
        return _labelled(part, "office of", head=office.head, of=of, linked=bool(office.linked))
    if not named and _is_name(text, rest, end, words):
        return _labelled(
            part, "titled" if office.head or not (first or printed.isupper()) else "name", head=office.head
        )
    if named and text[rest[0].begin].isupper() and office.head:
        return _labelled(part, "office of", head=True, of=of)
    label = "office" if len(rest) <= _TRAILERS and not first else "other"
    return _labelled(part, "body" if part.strength >= SURE else label, head=office.head)


def _past_field(text: str, rest: Sequence[Token], office: _Office, words: KindWords) -> Sequence[Token]:
    """Leave out the field of an office, "of law" in "professor of law at X"; empty if nothing else follows."""
    size, _ = words.phrases.at(rest, 0, frozenset({"field"}))
    if not size:
        return rest
    at, linked = size, False
    while at < len(rest):
        length, notes = words.phrases.at(rest, at, _LINKS)
        if not length:
            break
        at, linked = at + length, linked or "link to a body" in notes
    body = rest[at:]
    if not body or at == size:
        return body if at == len(rest) else () if words.strength(text, rest) < SURE else rest
    inside = linked or office.head or words.is_university(body) or _is_acronym(text[body[0].begin : body[-1].end])
    return body if inside else ()


def _before_second_office(rest: Sequence[Token], words: KindWords) -> Sequence[Token]:
    """Leave out a second office with its body: "of X and director of Y"."""
    for i in range(1, len(rest) - 1):
        size, _ = words.phrases.at(rest, i, frozenset({"and"}))
        start = _phrase_run(rest, i + size, words, _BEFORE) if size else len(rest)
        if start < len(rest) and words.phrases.at(rest, start, OFFICES)[0]:
            return rest[:i]
    return rest


def _widen(text: str, begin: int, at: int) -> int:
    """Take an opening quotation mark before a name into it."""
    return at - 1 if at > begin and text[at - 1] in OPENING else at


def _without_office(text: str, part: Part, tokens: Sequence[Token], words: KindWords, *, first: bool) -> Part:
    """Label a part that does not begin with an office: it may end with one, or with a degree."""
    last = None if first else _office_last(text, part, tokens, words)
    if last is not None:
        return last
    degree = frozenset({"degree"})
    start = next((i for i in range(len(tokens)) if _phrase_run(tokens, i, words, degree) == len(tokens)), -1)
    if start == 0:
        return _labelled(part, "office")
    if part.strength >= SURE:
        label = "body"
    elif start > 0 and _is_name(text, tokens[:start], tokens[start - 1].end, words):
        label = "titled"
    elif _are_names(text, part, tokens, words):
        label = "name"
    else:
        label = "acronym" if _is_acronym(text[part.begin : part.end]) else "other"
    return _labelled(part, label)


def _office_last(text: str, part: Part, tokens: Sequence[Token], words: KindWords) -> Part | None:
    """Read a part that ends with an office: Policy Director, X Derneği Başkanı."""
    count = len(tokens)
    wanted = frozenset({"last"})
    ends = any(
        words.phrases.at(tokens, i, wanted)[0] == count - i for i in range(max(1, count - LONGEST_PHRASE), count)
    )
    if not ends and not words.ending(tokens[-1].key):
        return None
    for i in range(1, count):
        found = _office(tokens, i, words)
        if found is None or found.end < count or words.phrases.at(tokens, i - 1, _LINKS)[0] == 1:
            continue
        strength = words.strength(text, tokens[:i])
        if strength >= SURE or _is_acronym(text[tokens[0].begin : tokens[i - 1].end]):
            of = (part.begin, tokens[i - 1].end, max(strength, SURE))
            return _labelled(part, "office of", head=found.head, of=of)
        return _labelled(part, "office", head=found.head) if i <= _QUALIFIERS else None
    return None


def _is_acronym(text: str) -> bool:
    bare = text.strip("\"“”«»'. ")
    letters = [char for char in bare if char.isalpha()]
    return len(bare) in _ACRONYM and " " not in bare and sum(c.isupper() for c in letters) > 0.6 * max(1, len(letters))


def _are_names(text: str, part: Part, tokens: Sequence[Token], words: KindWords) -> bool:
    """Tell whether the part is one name, or two with "and" between."""
    if _is_name(text, tokens, part.end, words):
        return True
    for i in range(1, len(tokens) - 1):
        size, _ = words.phrases.at(tokens, i, frozenset({"and"}))
        sign = "&" in text[tokens[i - 1].end : tokens[i].begin]
        if size or sign:
            left, right = tokens[:i], tokens[i + size :]
            one = _is_name(text, left, left[-1].end, words, shortest=1)
            return one and bool(right) and _is_name(text, right, part.end, words)
    return False


def _is_name(text: str, tokens: Sequence[Token], end: int, words: KindWords, shortest: int = 2) -> bool:
    """Tell whether the words have the shape of one person's name: capitalised words, initials, particles."""
    if not tokens or words.strength(text, tokens) >= _LOOSE:
        return False
    printed = text[tokens[0].begin : end].strip(" .,*")
    chunks = printed.split()
    if not len(chunks) <= max(_NAME_WORDS) + 1 or len(printed) > _NAME_LETTERS or any(c.isdigit() for c in printed):
        return False
    if any(char in '&/:;@#"“”«»!?+|_' for char in printed) or fold(printed) in words.places:
        return False
    cased = script_of(printed[0]) in _LETTER_CASE
    full = 0
    for i, chunk in enumerate(chunks):
        bare = chunk.strip(".,()’'")
        particle = words.phrases.at(tokens_of(bare), 0, frozenset({"particle"}))[0] > 0
        if particle and (not cased or bare[:1].islower()):
            continue
        if fold(bare) in words.common and not (len(bare) == 1 and bare.isupper()):  # an initial
            return False
        if cased and not (bare[:1].isupper() or (i and bare[1:2].isupper())):
            return False
        full += len(bare) > 1 or chunk.endswith(".") or len(chunks) > 1
    return shortest <= full < max(_NAME_WORDS) + 1 and any(len(chunk.strip(".")) > 1 for chunk in chunks)


def _read_dense(text: str, part: Part, words: KindWords, *, first: bool) -> Part:
    """Read a part in Han, Kana, Hangul or Thai."""
    printed = text[part.begin : part.end]
    note = words.signs.get(printed, "")
    if note in OFFICES or note == "degree":
        return _labelled(part, "office", head=note != "profession")
    after = next((size for size in range(4, 0, -1) if words.signs.get(printed[-size:]) == "after"), 0)
    if part.strength < SURE and after and len(printed) > after + 1:
        return _labelled(part, "titled")
    found = _thai_office(part, printed, words) if script_of(printed[0]) == "Thai" else None
    if found is None and not first:
        found = _dense_office(part, printed, words)
    if found is not None:
        return found
    label = "name" if _is_dense_name(printed) else "other"
    return _labelled(part, "body" if part.strength >= SURE else label)


def _thai_office(part: Part, printed: str, words: KindWords) -> Part | None:
    """Read a part that begins with a title or an office: นางสาวสมหญิง ใจดี."""
    for size in range(min(2 * LONGEST_SIGN, len(printed) - 1), 0, -1):
        note = words.signs.get(printed[:size], "")
        if note in {HONORIFIC, *OFFICES} and part.strength < SURE:
            return _labelled(part, "titled" if note == HONORIFIC else "office", head=note == "office")
    return None


def _dense_office(part: Part, printed: str, words: KindWords) -> Part | None:
    """Read a part that ends with an office: 東京西大学教授."""
    for size in range(min(LONGEST_SIGN, len(printed) - 1), 0, -1):
        note = words.signs.get(printed[-size:], "")
        if note not in OFFICES:
            continue
        rest = printed[:-size].rstrip()
        strength = words.sign_strength(rest)
        if strength >= SURE:
            of = (part.begin, part.begin + len(rest), strength)
            return _labelled(part, "office of", head=note != "profession", of=of)
        if len(printed) <= _LONGEST_OFFICE:
            return _labelled(part, "office", head=note != "profession")
    return None


def _is_dense_name(printed: str) -> bool:
    """Tell whether a text has the shape of a name in Han, Kana or Hangul: two to four signs, one space at most."""
    bare = re.sub(r"[ ・·]", "", printed)
    kinds = {script_of(char) for char in bare}
    if printed.count(" ") > 1 or "" in kinds:
        return False
    if kinds == {"Hang"}:
        return len(bare) in _HANGUL_NAME and " " not in printed
    if kinds == {"Hani"}:
        return len(bare) in _HAN_NAME or (" " in printed and len(bare) in range(3, 7))
    return kinds <= {"Hani", "Kana"} and len(bare) in _KANA_NAME and ("Hani" in kinds or "・" in printed)
