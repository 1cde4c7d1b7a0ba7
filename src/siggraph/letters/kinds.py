"""Kinds: who an item of a signatory list is, a body, a person, or neither for sure; decided by the whole list.

A person who signs in office on a list of organisations gives way to the organisation; under a heading for people, or on
a list of people, the person is the name. Between the two mistakes, a body called a person is the worse one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from siggraph.letters.item_parts import PERSONS, SPOKEN_OFFICES, Span, parts_of
from siggraph.letters.kind_words import SURE, KindWords
from siggraph.letters.masked import is_of_person, is_stand_in
from siggraph.letters.offices import Part
from siggraph.letters.senses import SHORT_BODY, Sense, balanced, extent, office_text, sense_of, split_note

__all__ = ["KindWords", "Signer", "signers"]

_STRONG = 0.75
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,3}")
_FEW = 5  # items; a shorter list shows no pattern of bare names
_FEWEST = 3  # items that must agree on a pattern
_SPOKEN = 0.25  # share of items with an office or degree that makes a list one of people
_MOST = 0.7
_NEARLY_ALL = 0.9
_AROUND = 3  # neighbours on each side


@dataclass(frozen=True, slots=True)
class Signer:
    """Who an item is.

    Attributes
    ----------
    kind
        organisation, individual or unclear.
    begin, end
        Span of the name inside the item's text.
    note
        ``person: Jane Doe, Director`` beside an organisation; ``person: ...; office: ...; affiliation: ...`` for a
        person whose line says more than the name; else blank.
    """

    kind: str
    begin: int
    end: int
    note: str


def signers(items: Sequence[tuple[str, str]], words: KindWords) -> tuple[Signer, ...]:
    """Tell who each item of a list is.

    Parameters
    ----------
    items
        Clean text of each item, and the role of its heading: blank, ``organisations`` or ``individuals``.
    words
        The compiled tables.

    Returns
    -------
    tuple of Signer
        One for each item, in order.
    """
    found: list[Signer | None] = [None] * len(items)
    for role in sorted({role for _, role in items}):
        places = [i for i, item in enumerate(items) if item[1] == role]
        texts = [items[i][0] for i in places]
        parts = [() if is_stand_in(text) else parts_of(text, words) for text in texts]
        if role == "individuals":
            answers = [_person_line(text, line) for text, line in zip(texts, parts, strict=True)]
        else:
            answers = _List(texts, parts, words, headed=role == "organisations").answers()
        for i, answer in zip(places, answers, strict=True):
            found[i] = answer
    return tuple(answer for answer in found if answer is not None)


# -- an item under a heading for people -------------------------------------------------------------------------------


def _person_line(text: str, parts: Sequence[Part]) -> Signer:
    """Read a line under a heading for people: the name is the whole line, unless it is clearly a body."""
    if parts and _is_body_line(parts):
        return Signer("organisation", 0, len(text), "")
    return Signer("individual", 0, len(text), split_note(text, parts))


def _is_body_line(parts: Sequence[Part]) -> bool:
    if any(part.label in {"titled", "office"} or part.before == "behalf" for part in parts):
        return False
    first = parts[0]
    return first.label == "body" and first.strength >= _STRONG and first.end - first.begin > SHORT_BODY


# -- a list without a heading for people -------------------------------------------------------------------------------


class _List:
    """Items of one list, decided together."""

    def __init__(self, texts: Sequence[str], lines: Sequence[tuple[Part, ...]], words: KindWords, headed: bool) -> None:
        self.texts = texts
        self.lines = lines
        self.headed = headed
        self.capacity = [bool(words.capacity.search(text)) for text in texts]
        senses = [sense_of(line, body_first=False) for line in lines]
        votes = Counter(_side(sense) for sense in senses if sense)
        self.body_first = votes["first"] > votes["last"]
        self.senses = [sense_of(line, body_first=True) for line in lines] if self.body_first else senses
        self.pattern = self._pattern()
        self.people = not headed and self._is_of_people()
        self.bare = not headed and not self.people and self._is_of_bare_names()

    def answers(self) -> list[Signer]:
        """Return who each item is."""
        found = [self._answer(i) for i in range(len(self.texts))]
        if not self.headed and not self.people:
            found = self._smoothed(found)
        return found

    def _whole(self, i: int, kind: str, note: str = "") -> Signer:
        return Signer(kind, 0, len(self.texts[i]), note)

    def _answer(self, i: int) -> Signer:
        line, sense = self.lines[i], self.senses[i]
        if not line:
            return self._whole(i, "individual" if is_of_person(self.texts[i]) else "organisation")
        signs = self.capacity[i] and line[0].label != "body"
        if signs or (self.people and self._personal(i)):
            return self._whole(i, "individual", split_note(self.texts[i], line))
        if sense is None:
            sense = self._by_pattern(line)
        if sense is None:
            return self._whole(i, "unclear" if self.bare and _is_bare(line) else "organisation")
        if sense.body is not None:
            begin, end = balanced(self.texts[i], sense.body)
            return Signer("organisation", begin, end, self._note(i, sense, (begin, end)))
        if sense.personal and not (len(line) == 1 and self.texts[i].isupper()):
            return self._whole(i, "individual", split_note(self.texts[i], line))
        return self._whole(i, "organisation")

    def _note(self, i: int, sense: Sense, body: Span) -> str:
        """Say what of the item is the person's: all parts outside the name of the organisation."""
        text, said = self.texts[i], []
        for k in sorted({*sense.person, *sense.offices}):
            part = self.lines[i][k]
            if part.end <= body[0] or part.begin >= body[1]:
                said.append(text[part.begin : part.end])
            elif part.label == "office of":
                said.append(office_text(text, part, less_body=True))
        label = "person" if sense.personal else "office"
        return f"{label}: {', '.join(said)}" if any(said) else ""

    # -- patterns of the whole list

    def _pattern(self) -> str:
        """On which side the organisation stands in items whose own words do not say so: first, last, or blank."""
        sides = Counter(_side(sense) for sense in self.senses if sense and sense.personal)
        enough = max(_FEWEST, 0.3 * len(self.lines))
        if sides["last"] >= enough and sides["last"] > 3 * sides["first"]:
            return "last"
        if sides["first"] >= enough and sides["first"] > 3 * sides["last"]:
            return "first"
        return self._silent_pattern()

    def _silent_pattern(self) -> str:
        """Find a pattern of names and bodies without any office: nearly every item has it, or there is none."""
        pairs = [line for line in self.lines if len(line) > 1]
        if len(pairs) < max(_FEW, _NEARLY_ALL * len(self.lines)):
            return ""
        names = sum(line[0].label in PERSONS for line in pairs)
        bodies = sum(_is_body(line[-1]) for line in pairs)
        if names >= _NEARLY_ALL * len(pairs) and bodies >= 0.4 * len(pairs):
            return "last"
        names = sum(line[-1].label in PERSONS for line in pairs)
        bodies = sum(_is_body(line[0]) for line in pairs)
        tails = {text[line[-1].begin : line[-1].end] for text, line in zip(self.texts, self.lines, strict=True) if line}
        distinct = len(tails) >= _NEARLY_ALL * len(pairs)
        return "first" if names >= _NEARLY_ALL * len(pairs) and bodies >= 0.4 * len(pairs) and distinct else ""

    def _by_pattern(self, line: Sequence[Part]) -> Sense | None:
        if not self.pattern or len(line) < 2:  # noqa: PLR2004 - a person and a body are two parts
            return None
        last = len(line) - 1
        if self.pattern == "last" and line[0].label in PERSONS:
            begins = self._usual_begin(len(line))
            return Sense((0, *range(1, begins)), (), extent(line, begins, last), begins, personal=True)
        if self.pattern == "first" and line[last].label in PERSONS and line[0].label not in PERSONS - {"name"}:
            return Sense((last,), (), extent(line, 0, last - 1), 0, personal=True)
        return None

    def _usual_begin(self, count: int) -> int:
        """Part at which the organisation begins in items of as many parts that say so themselves."""
        usual = Counter(
            sense.begins
            for line, sense in zip(self.lines, self.senses, strict=True)
            if sense and sense.begins > 0 and len(line) == count
        )
        return min(usual, key=lambda at: (-usual[at], at)) if usual else 1

    # -- lists of people

    def _personal(self, i: int) -> bool:
        """Tell whether an item of a list of people begins with a person."""
        line = self.lines[i]
        return bool(line) and (line[0].label in PERSONS or (self.senses[i] or Sense()).personal or self._inverted(i))

    def _inverted(self, i: int) -> bool:
        """Tell whether an item is "Surname, First name" or "Surname, F."."""
        line = self.lines[i]
        words = [self.texts[i][part.begin : part.end] for part in line]
        return (
            len(line) in range(2, 4)
            and line[1].before == ","
            and all(word[:1].isupper() and not word.isupper() and " " not in word for word in words[:1])
        )

    def _is_of_people(self) -> bool:
        """Tell whether the list is one of people: most begin with a name, many say a profession, few an office."""
        count = len(self.lines)
        named = [i for i in range(count) if self.lines[i] and self.lines[i][0].label in PERSONS]
        initials = [i for i in range(count) if self._inverted(i) and self._has_initials(i)]
        if count >= _FEWEST and len(initials) >= _MOST * count:
            return True
        if count < _FEWEST or len(named) < _MOST * count:
            return False
        if sum(self._speaks(i) for i in named) < _SPOKEN * count:
            return False
        placed = sum(self._placed(i) for i in named)
        learned = sum(self._is_learned(self.lines[i]) for i in named)
        heads = sum(any(part.head for part in self.lines[i]) for i in named)
        return placed < 0.5 * count or 2 * learned > len(named) > 2 * heads

    def _is_learned(self, line: Sequence[Part]) -> bool:
        """Tell whether an item says a profession or a university, and no office within a body."""
        spoken = any(part.university or part.label in SPOKEN_OFFICES for part in line[1:])
        return spoken and not any(part.head for part in line)

    def _has_initials(self, i: int) -> bool:
        part = self.lines[i][1]
        return bool(_INITIALS.fullmatch(self.texts[i][part.begin : part.end] + "."))

    def _speaks(self, i: int) -> bool:
        """Tell whether an item says a profession, an office, a degree, or a university."""
        line = self.lines[i]
        return self.capacity[i] or any(part.label in {*SPOKEN_OFFICES, "titled"} or part.university for part in line)

    def _placed(self, i: int) -> bool:
        """Tell whether an item names a body, besides a university, for which the person could sign."""
        line, sense = self.lines[i], self.senses[i] or self._by_pattern(self.lines[i])
        return (sense is not None and sense.body is not None) or any(_is_body(part) for part in line[1:])

    def _is_of_bare_names(self) -> bool:
        """Tell whether the list is uniform: names of persons or of bodies, one cannot tell."""
        count = len(self.lines)
        bare = sum(_is_bare(line) for line in self.lines)
        spoken = any(_is_body(part) for line in self.lines for part in line)
        return count >= _FEW and bare >= _NEARLY_ALL * count and not spoken

    def _smoothed(self, found: Sequence[Signer]) -> list[Signer]:
        """Count a person's shape among persons as a person: in a mixed list they stand together."""
        alone = [signer.kind == "individual" for signer in found]
        personal = [sense is not None and sense.personal for sense in self.senses]
        better = list(found)
        for i, line in enumerate(self.lines):
            begin = max(0, min(i - _AROUND, len(found) - 2 * _AROUND - 1))
            near = [k for k in range(begin, min(len(found), begin + 2 * _AROUND + 1)) if k != i]
            among = sum(alone[k] for k in near) >= _AROUND and sum(alone[k] or personal[k] for k in near) > _AROUND
            if among and found[i].kind == "organisation" and line and line[0].label in PERSONS:
                better[i] = self._whole(i, "individual", split_note(self.texts[i], line))
        return better


def _side(sense: Sense) -> str:
    """On which side of the person the organisation stands: first, last, or blank."""
    if sense.body is None or not sense.sure or not sense.person:
        return ""
    return "last" if min(sense.person) < sense.begins else "first"


def _is_body(part: Part) -> bool:
    return part.label in {"body", "acronym"} or (part.label != "name" and part.strength >= SURE)


def _is_bare(line: Sequence[Part]) -> bool:
    return len(line) == 1 and line[0].label == "name"
