"""Kind words: the tables by which persons, their offices, and bodies are told apart, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from siggraph.names import fold, phrase_pattern, script_of, scripts

__all__ = [
    "CAPACITY",
    "HONORIFIC",
    "LONGEST_PHRASE",
    "LONGEST_SIGN",
    "OFFICES",
    "OPENING",
    "SURE",
    "KindWords",
    "Token",
    "cjk",
    "dense",
    "tokens_of",
]

Row = Mapping[str, str]
Key = tuple[str, ...]

OPENING = '"“«„‘'  # quotation marks that belong to the name that follows
HONORIFIC = "honorific"
CAPACITY = "says that a person signs"
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u200c])*")
LONGEST_PHRASE = 6  # words of a phrase
LONGEST_SIGN = 12  # characters of a word in a script without spaces
_UNSPACED = frozenset({"Hani", "Kana", "Hang", "Thai"})
_CJK = frozenset({"Hani", "Kana", "Hang"})
_TYPE_STRENGTH = 0.6
_HEAD_WORD = 0.8
_LEGAL_FORM = 0.8
_SHORT_FORM = 4  # a legal form as short as this counts in its own capitals alone, and last
_INITIALS = 2  # letters of a form that may as well be a given name
SURE = 0.5
_UNIVERSITY = "research_or_academic"
OFFICES = frozenset({"office", "office or body", "profession"})
# Languages that put what an office is of, or what kind of office it is, before the office: policy director.
_OFFICE_LAST = frozenset({"en", "de", "nl", "sv", "da", "nb", "fi", "tr", "hu"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its folded key, whether a full stop follows it, whether it begins with a capital, its span."""

    key: str
    dotted: bool
    capital: bool
    begin: int
    end: int


def tokens_of(text: str, begin: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Return the words of a stretch of text; hyphens and apostrophes part words.

    >>> [token.key for token in tokens_of("Vice-Présidente d'ATTAC")]
    ['vice', 'presidente', 'd', 'attac']
    """
    stop = len(text) if end is None else end
    return tuple(
        Token(
            fold(match[0]),
            text[match.end() : match.end() + 1] == ".",
            match[0][0].isupper(),
            match.start(),
            match.end(),
        )
        for match in _TOKEN.finditer(text, begin, stop)
    )


def _key(form: str) -> Key:
    return tuple(token.key + "." * token.dotted for token in tokens_of(form))


def dense(text: str) -> bool:
    """Tell whether a text begins in a script without spaces between words (Han, Kana, Thai) or in Hangul.

    >>> dense("한국Y연대"), dense("ATTAC日本"), dense("Chair of 香港黎明")
    (True, True, False)
    """
    return not text.isascii() and any(script_of(char) in _UNSPACED for char in text.split(maxsplit=1)[0])


def cjk(text: str) -> bool:
    """Tell whether every letter is Han, Kana or Hangul.

    >>> cjk("山田 太郎"), cjk("ACT台湾"), cjk("7")
    (True, False, False)
    """
    found = {script_of(char) for char in text} - {""}
    return bool(found) and found <= _CJK


class _Phrases:
    """Words and phrases with what they mean, found at a place among the words of a text."""

    def __init__(self) -> None:
        self.notes: dict[Key, frozenset[str]] = {}

    def add(self, form: str, note: str) -> None:
        key = _key(form)
        if key:
            self.notes[key] = self.notes.get(key, frozenset()) | {note}

    def at(self, tokens: Sequence[Token], i: int, wanted: frozenset[str]) -> tuple[int, frozenset[str]]:
        """Return the length in words of the longest phrase that begins at i and means one of `wanted`; 0 if none."""
        for size in range(min(LONGEST_PHRASE, len(tokens) - i), 0, -1):
            span = tokens[i : i + size]
            for key in (tuple(t.key + "." * t.dotted for t in span), tuple(t.key for t in span)):
                found = self.notes.get(key, frozenset()) & wanted
                if found:
                    return size, found
        return 0, frozenset()


@dataclass(frozen=True, slots=True)
class KindWords:
    """The compiled tables by which persons, offices and bodies are told apart.

    Attributes
    ----------
    phrases
        office_words and person_words of scripts with spaces between words.
    endings
        Ends of compounds that name an office (German -vorsitzende), and what they mean.
    signs
        Words of offices in scripts without spaces; form to meaning.
    capacity
        Finds what says that a person signs, such as "in a personal capacity".
    bodies, body_ends, body_signs
        Words that say organisation, with a strength from 0 to 1: phrases, ends of compounds, signs.
    common
        Function words and common nouns that no personal name holds.
    places
        Names of countries and regions, folded, where the tables have them.
    universities
        Words of the type "research or academic", folded.
    """

    phrases: _Phrases = field(repr=False)
    endings: Mapping[str, str]
    signs: Mapping[str, str]
    capacity: re.Pattern[str] = field(repr=False)
    bodies: Mapping[Key, float]
    body_ends: Mapping[str, float]
    body_signs: Mapping[str, float]
    forms: Mapping[Key, str]
    common: frozenset[str]
    places: frozenset[str]
    universities: frozenset[Key]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Row]]) -> KindWords:
        """Compile office_words, person_words, organisation_words, head_, type_ and generic_words, legal_forms.

        A missing table is empty.
        """
        persons, offices = tables.get("person_words", ()), tables.get("office_words", ())
        phrases = _Phrases()
        endings: dict[str, str] = {}
        signs: dict[str, str] = {}
        for row in (*persons, *offices):
            form, note = row["form"], row["note"]
            if form.startswith("-"):
                endings[fold(form[1:])] = note
            elif set(scripts(form)) & _UNSPACED:
                signs.setdefault(form, note)
            elif note != CAPACITY:
                phrases.add(form, note)
                if note in OFFICES and row["language"] in _OFFICE_LAST:
                    phrases.add(form, "last")
        types = [row for row in tables.get("type_words", ()) if row["code"] != "!"]
        bodies, ends, body_signs = _bodies(_body_rows(tables, types, phrases))
        return cls(
            phrases=phrases,
            endings=endings,
            signs=signs,
            capacity=phrase_pattern([row["form"] for row in persons if row["note"] == CAPACITY]),
            bodies=bodies,
            body_ends=ends,
            body_signs=body_signs,
            forms={_bare(row["form"]): row["form"] for row in tables.get("legal_forms", ()) if _bare(row["form"])},
            common=frozenset(fold(row["form"]) for row in tables.get("generic_words", ())),
            places=frozenset(fold(row["name"]) for row in tables.get("place_names", ())),
            universities=frozenset(_bare(row["form"]) for row in types if row["code"] == _UNIVERSITY),
        )

    def strength(self, text: str, tokens: Sequence[Token]) -> float:
        """Return how strongly a stretch of words says that it names a body, from 0 to 1."""
        keys = [token.key for token in tokens]
        # So short a form is a word of organisations in capitals alone: BO, not the given name Bo.
        short = {i for i, token in enumerate(tokens) if token.end - token.begin <= _INITIALS}
        lower = {i for i in short if not text[tokens[i].begin : tokens[i].end].isupper()}
        runs = ((i, key) for i, key in _runs(keys) if len(key) > 1 or i not in lower)
        best = max((self.bodies.get(key, 0.0) for i, key in runs), default=0.0)
        for key in keys:
            if not key.isascii() or len(key) > _SHORT_FORM:
                best = max(best, max((self.body_ends.get(key[i:], 0.0) for i in range(1, len(key))), default=0.0))
        if tokens and best < _LEGAL_FORM and self._has_form(text, tokens, keys):
            best = _LEGAL_FORM
        if tokens and not text.isascii():
            best = max(best, self.sign_strength(text[tokens[0].begin : tokens[-1].end]))
        return best

    def _has_form(self, text: str, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
        for i, key in _runs(keys):
            form = self.forms.get(key)
            if form is not None:
                last = i + len(key) == len(keys)
                printed = text[tokens[i].begin : tokens[i + len(key) - 1].end].rstrip(".")
                if len(form) > _SHORT_FORM or (last and printed == form.rstrip(".") and i > 0):
                    return True
        return False

    def sign_strength(self, text: str) -> float:
        """Return the strength of the words of a script without spaces; a word of one character counts at the end."""
        best = 0.0
        for i in range(len(text)):
            for size in range(1, min(LONGEST_SIGN, len(text) - i) + 1):
                if size > 1 or i + size == len(text):
                    best = max(best, self.body_signs.get(text[i : i + size], 0.0))
        return best

    def is_university(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the words name a university or an institute."""
        return any(key in self.universities for _, key in _runs([token.key for token in tokens]))

    def ending(self, key: str) -> str:
        """Return what the end of a compound means; blank if nothing."""
        for i in range(2, len(key)):
            if key[i:] in self.endings:
                return self.endings[key[i:]]
        return ""


def _runs(keys: Sequence[str]) -> Iterator[tuple[int, Key]]:
    for size in range(1, LONGEST_PHRASE + 1):
        for i in range(len(keys) - size + 1):
            yield i, tuple(keys[i : i + size])


def _bare(form: str) -> Key:
    return tuple(token.key for token in tokens_of(form))


def _body_rows(
    tables: Mapping[str, Sequence[Row]], types: Iterable[Row], phrases: _Phrases
) -> Iterator[tuple[str, float]]:
    """Rows of words for bodies; a word for persons among them (lawyer, student) says nothing."""
    persons = frozenset({"office", "profession", "title", HONORIFIC})
    own = {r["form"] for r in tables.get("office_words", ()) if r["note"] in persons}
    rows = [(row["form"], float(row["strength"])) for row in types if float(row["strength"]) >= _TYPE_STRENGTH]
    rows += [(row["form"], _HEAD_WORD) for row in tables.get("head_words", ())]
    for form, strength in rows:
        tokens = tokens_of(form)
        if form not in own and (phrases.at(tokens, 0, persons)[0] < len(tokens) or not tokens):
            yield form, strength
    for row in tables.get("organisation_words", ()):
        yield row["form"], float(row["strength"])


def _bodies(rows: Iterable[tuple[str, float]]) -> tuple[dict[Key, float], dict[str, float], dict[str, float]]:
    phrases: dict[Key, float] = {}
    ends: dict[str, float] = {}
    signs: dict[str, float] = {}
    for form, strength in rows:
        if form.startswith("-"):
            ends[fold(form[1:])] = strength
        elif set(scripts(form)) & _UNSPACED:
            signs[form] = max(strength, signs.get(form, 0.0))
        else:
            phrases[_bare(form)] = max(strength, phrases.get(_bare(form), 0.0))
    return phrases, ends, signs
