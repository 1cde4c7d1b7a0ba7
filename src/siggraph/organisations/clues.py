"""The clues of grammar.tsv, compiled: trigger words, positions, exile shares, homes of scripts and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from siggraph.names import script_of
from siggraph.organisations.phrases import Hit, PhraseBook, Token
from siggraph.organisations.places import PlaceMention

_HOME = "home:"
_LATIN = 0x24F  # the last letter of Latin Extended-B: Latin letters are looked up one by one, scripts as such


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of grammar.tsv: role, strength from 0 to 1, and its form as the rule's name."""

    role: str
    strength: float
    form: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The role of one place in one name.

    ``role`` is seat, concern or none; ``rule`` what decided it (``after-comma``, ``second`` ...); ``strength`` the
    stated probability that the role is right.
    """

    mention: PlaceMention
    role: str
    rule: str
    strength: float


@dataclass(frozen=True, slots=True)
class Reads:
    """All places of a name with their roles, and why there is no seat (unknown, several) where there is none."""

    readings: tuple[Reading, ...]
    why: str = "unknown"

    @property
    def seat(self) -> Reading | None:
        """The reading that gives the seat, the strongest one."""
        seats = [r for r in self.readings if r.role == "seat"]
        return max(seats, key=lambda r: r.strength) if seats else None

    @property
    def concerns(self) -> tuple[Reading, ...]:
        """The readings that give a concern, in the order of the name."""
        return tuple(r for r in self.readings if r.role == "concern")


@dataclass(frozen=True)
class Clues:
    """The compiled rows of grammar.tsv."""

    book: PhraseBook[Trigger]
    positions: Mapping[str, float] = field(default_factory=dict)
    exile: Mapping[str, float] = field(default_factory=dict)
    homes: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """Compile the table: strengths of positions, exile shares of places, homes of scripts, trigger words."""
        positions: dict[str, float] = {}
        exile: dict[str, float] = {}
        homes: dict[str, tuple[str, float]] = {}
        words: list[tuple[str, Trigger, str]] = []
        for row in rows:
            strength = float(row["strength"])
            if row["role"] == "position":
                positions[row["form"]] = strength
            elif row["role"] == "exile":
                exile[row["form"]] = strength
            elif row["role"].startswith(_HOME) and _is_letter(row["form"]):
                homes[row["form"]] = (row["role"].removeprefix(_HOME), strength)
            else:
                exact = row["language"] == "vi" or (row["role"].startswith(_HOME) and "*" not in row["form"])
                condition = "exact" if exact else ""
                words.append((row["form"], Trigger(row["role"], strength, row["form"]), condition))
        return cls(PhraseBook(words), positions, exile, homes)

    def home(self, name: str, tokens: Sequence[Token], hits: Sequence[Hit[Trigger]]) -> Reading | None:
        """Read the country that the script, a letter or a word of a language gives away; the strongest one.

        The reading has a place mention of its own, on the letter or word that spoke.
        """
        spans: dict[tuple[float, str], tuple[int, int]] = {}
        for index, char in enumerate(name):
            found = self.homes.get(char.lower()) or (self.homes.get(script_of(char)) if ord(char) > _LATIN else None)
            if found:
                spans.setdefault((found[1], found[0]), (index, index + 1))
        for hit in hits:
            for trigger in hit.values:
                if trigger.role.startswith(_HOME):
                    country = trigger.role.removeprefix(_HOME)
                    spans.setdefault((trigger.strength, country), (tokens[hit.first].begin, tokens[hit.last - 1].end))
        if not spans:
            return None
        strength, country = max(spans)
        begin, end = spans[strength, country]
        mention = PlaceMention(begin, end, name[begin:end], country, "country", "adjective", country)
        return Reading(mention, "seat", "language", strength)

    def triggers(self, tokens: Sequence[Token]) -> list[Hit[Trigger]]:
        """Return the trigger words of a name, the longest ones, from left to right."""
        return self.book.find(tokens)


def _is_letter(form: str) -> bool:
    """Tell whether a home row names a letter or a script (``Kana``) and no word."""
    return len(form) == 1 or (len(form) == len("Kana") and form.istitle() and form.isascii())
