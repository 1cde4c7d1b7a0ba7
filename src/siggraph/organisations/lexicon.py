"""Type and focus of a body from the words of its name; the words are rows that people can review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siggraph.organisations.phrases import PhraseBook, Token

TRAP = "!"
_EXACT_LANGUAGES = frozenset({"vi"})


@dataclass(frozen=True, slots=True)
class Keyword:
    """A row of a lexicon: the codes that its form speaks for, and how strongly (0 to 1); no codes in a trap."""

    form: str
    codes: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Found:
    """A code that a phrase of the name speaks for; ``begin``/``end`` is the span in the name."""

    code: str
    strength: float
    form: str
    begin: int
    end: int


class Lexicon:
    """Phrases for codes, the longest first: "human rights defenders" beats "human rights"; traps beat what they hold.

    >>> rows = [{"form": "peace", "language": "en", "code": "peace_and_conflict", "strength": "0.9"},
    ...         {"form": "peace corps", "language": "en", "code": "!", "strength": "0"}]
    >>> lexicon = Lexicon.from_rows(rows)
    >>> from siggraph.organisations.phrases import tokenize
    >>> [found.code for found in lexicon.find(tokenize("Peace Network"))], lexicon.find(tokenize("Peace Corps"))
    (['peace_and_conflict'], ())
    """

    def __init__(self, book: PhraseBook[Keyword]) -> None:
        self._book = book

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Lexicon:
        """Compile the rows; a form in capitals is found in capitals only, a Vietnamese one letter by letter."""
        return cls(PhraseBook((row["form"], _keyword(row), _condition(row)) for row in rows))

    def find(self, tokens: Sequence[Token]) -> tuple[Found, ...]:
        """Return the codes of a name, one for a code: its strongest phrase; in the order of the name."""
        best: dict[str, Found] = {}
        for hit in self._book.find(tokens):
            for keyword in hit.values:
                for code in keyword.codes:
                    begin, end = tokens[hit.first].begin, tokens[hit.last - 1].end
                    found = Found(code, keyword.strength, keyword.form, begin, end)
                    if code not in best or best[code].strength < found.strength:
                        best[code] = found
        return tuple(best.values())


def strongest(found: Sequence[Found]) -> Found | None:
    """Return the strongest code; among equals the later word, which in most languages is nearer to the head.

    >>> strongest([Found("ngo", 0.7, "centre", 0, 6), Found("network_or_coalition", 0.85, "network", 7, 14)]).code
    'network_or_coalition'
    """
    return max(found, key=lambda f: (f.strength, f.begin, f.code), default=None)


def _keyword(row: Mapping[str, str]) -> Keyword:
    codes = () if row["code"].startswith(TRAP) else tuple(row["code"].split("|"))
    return Keyword(row["form"], codes, float(row["strength"] or 0))


def _condition(row: Mapping[str, str]) -> str:
    form = row["form"]
    if row["language"] in _EXACT_LANGUAGES:
        return "exact"
    return "upper" if form.isupper() and len(form) > 1 else ""
