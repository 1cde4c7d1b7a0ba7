"""Words: the reference tables by which lists are found and read, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siggraph.letters.counts import CountPhrases
from siggraph.letters.kinds import KindWords
from siggraph.letters.masked import is_stand_in
from siggraph.names import fold, phrase_pattern, scripts

Row = Mapping[str, str]
# A word, with the vowel signs of Indic scripts, which are no letters; an elided article is cut off.
_TOKEN = re.compile(r"(?:[^\W_]|[\u0900-\u0dff])+(?:['’.](?:[^\W_]|[\u0900-\u0dff])+)*\.?")
_ELIDED = re.compile(r"\b\w{1,5}['’](?=\w{2})")
_ENUMERATED = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)]\s+")
_BRACKETED = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_TRAILING_COUNT = re.compile(r"[\s(（\[]*\d[\d.,]*[)）\]\s]*$")
_MASKED = 0.6  # strength of a name that was redacted
_FEW_WORDS = 5  # of a line that announces signatories by a word of signing alone: a title speaks of more
_REMEMBERED = 50_000  # texts whose strength is kept: each is asked for several times
_LONGEST_PHRASE = 4  # words of a phrase that says "organisation"
_LONGEST_HEADING, _LONGEST_CUE = 90, 60  # code points; a longer line is no heading, or none that only speaks of signing
_UNSPACED = {"Hani", "Kana", "Hang", "Thai"}


@dataclass(frozen=True, slots=True)
class Marker:
    """One way to mark an item; layouts of one family may follow one another in one list."""

    layout: str
    family: str
    pattern: re.Pattern[str]


class OrganisationWords:
    """How strongly a printed item says that it is an organisation, from 0 to 1."""

    def __init__(self, rows: Iterable[tuple[str, float]]) -> None:
        self.phrases: dict[str, float] = {}
        self.endings: dict[str, float] = {}
        self.signs: dict[str, float] = {}
        for form, strength in rows:
            bare = form.casefold().strip()
            if bare.startswith("-"):
                self.endings[bare[1:]] = strength
            elif set(scripts(bare)) & _UNSPACED:
                self.signs[bare] = strength
            else:
                key = " ".join(_TOKEN.findall(bare)).rstrip(".")
                self.phrases[key] = max(strength, self.phrases.get(key, 0.0))
        self._lengths = sorted({len(ending) for ending in self.endings})
        self._sizes = sorted({len(sign) for sign in self.signs})
        self._known: dict[str, float] = {}

    def strength(self, text: str) -> float:
        """Return the strongest word's strength; 0 where there is none."""
        if text not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[text] = self._strength(text)
        return self._known[text]

    def _strength(self, text: str) -> float:
        if is_stand_in(text):
            return _MASKED
        bare = _ELIDED.sub("", text.casefold())
        tokens = [token.rstrip(".") for token in _TOKEN.findall(bare)]
        best = 0.0
        for size in range(1, _LONGEST_PHRASE + 1):
            for i in range(len(tokens) - size + 1):
                best = max(best, self.phrases.get(" ".join(tokens[i : i + size]), 0.0))
        for token in tokens:
            for length in self._lengths:
                if length < len(token):
                    best = max(best, self.endings.get(token[-length:], 0.0))
        if self.signs and not bare.isascii():
            for i in range(len(bare)):
                for length in self._sizes:
                    best = max(best, self.signs.get(bare[i : i + length], 0.0))
        return best


@dataclass(frozen=True)
class Wordlists:
    """The reference tables that `parse` reads a document with."""

    markers: tuple[Marker, ...]
    headings: Mapping[str, str]
    stems: tuple[str, ...]
    phrases: Mapping[str, re.Pattern[str]]
    columns: Mapping[str, str]
    conjunctions: Mapping[str, tuple[str, ...]]
    functional: frozenset[str]
    forms: frozenset[str]
    organisation: OrganisationWords
    places: frozenset[str]
    countries: frozenset[str]
    counts: CountPhrases
    kinds: KindWords
    languages: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Row]]) -> Wordlists:
        """Compile the tables; data/README.md tells what each holds."""
        lists, marks = tables["list_words"], _by(tables["language_marks"], "language")
        roles = ("open", "anonymous", "intro")
        conjunctions = _by(tables["conjunctions"], "place")
        own = [row for row in tables["place_words"] if row["role"] != "city"]
        return cls(
            markers=tuple(
                Marker(row["layout"], row["family"], re.compile(row["pattern"])) for row in tables["list_markers"]
            ),
            headings={heading_key(row["form"]): row["role"] for row in lists if row["role"] in _HEADING_ROLES},
            stems=tuple(sorted({fold(row["form"]) for row in lists if row["role"] == "sign"})),
            phrases={role: phrase_pattern([row["form"] for row in lists if row["role"] == role]) for role in roles},
            columns={fold(row["form"]): row["role"] for row in tables["column_words"]},
            conjunctions={place: tuple(row["form"] for row in rows) for place, rows in conjunctions.items()},
            functional=frozenset(row["form"].casefold() for row in tables["generic_words"])
            | {row["form"].casefold() for row in conjunctions.get("word", ())},
            forms=frozenset(fold(row["form"]) for row in tables["legal_forms"]),
            organisation=OrganisationWords(
                (row["form"], float(row["strength"])) for row in tables["organisation_words"]
            ),
            places=frozenset(row["form"].casefold() for name in ("places", "places_own") for row in tables[name]),
            countries=frozenset(row["name"].casefold() for row in tables["place_names"])
            | {row["form"].casefold() for row in own}
            | {
                row["form"].casefold()
                for name in ("places", "places_own")
                for row in tables[name]
                if row["kind"] in {"country", "region"} and row["form_kind"] == "name"
            },
            counts=CountPhrases.from_tables(tables["count_phrases"], tables["number_words"]),
            kinds=KindWords.from_tables(tables),
            languages=tuple(
                (language, phrase_pattern([row["form"] for row in rows])) for language, rows in sorted(marks.items())
            ),
        )

    def is_country(self, text: str) -> bool:
        """Tell whether a text names a country, a region of the world, or says international."""
        bare = text.strip(" .:").casefold()
        return bare in self.countries or bare.removeprefix("the ") in self.countries

    def is_place(self, text: str) -> bool:
        """Tell whether a text names any place that the tables know, cities included."""
        return self.is_country(text) or text.strip(" .:").casefold() in self.places

    def heading_is_whole(self, text: str) -> bool:
        """Tell whether the whole text is a known heading."""
        return heading_key(text) in self.headings

    def role_of_heading(self, text: str) -> str:
        """Return what a heading says: organisations, individuals, sign, section, end, closing, place, or blank.

        A whole phrase of the table goes before a phrase inside the heading, and that before a mere stem of signing.
        """
        return _role(self, text)


_HEADING_ROLES = ("organisations", "individuals", "section", "closing", "end")


def heading_key(text: str) -> str:
    """Return the key by which a heading is looked up: folded, less a count in parentheses and what surrounds it.

    >>> heading_key("## Signatories (57):"), heading_key("**Organizaciones firmantes**")
    ('signatories', 'organizaciones firmantes')
    """
    return fold(_TRAILING_COUNT.sub("", _ENUMERATED.sub("", text.strip(" :：#*_-–—="))))


def _role(words: Wordlists, text: str) -> str:
    if not text or len(text) > _LONGEST_HEADING:
        return ""
    key = heading_key(text)
    for whole in (key, heading_key(_BRACKETED.sub("", text.strip(" :：*_")))):
        if whole in words.headings:
            return words.headings[whole]
    if words.is_country(text):
        return "place"
    if len(text) > (_LONGEST_CUE // 2 if set(scripts(text)) & _UNSPACED else _LONGEST_CUE):
        return ""
    signs = any(has_stem(key, stem) for stem in words.stems)
    found = set(_roles_inside(key.split(), words, single=signs))
    if len(found) == 1:
        return found.pop()
    return "sign" if found or (signs and len(key.split()) <= _FEW_WORDS) else ""


def _roles_inside(tokens: Sequence[str], words: Wordlists, *, single: bool) -> Iterable[str]:
    """Yield what phrases inside a heading say; one word alone counts at its head, or where it speaks of signing."""
    for size in range(min(5, len(tokens)), 0, -1):
        for i in range(len(tokens) - size + 1 if size > 1 or single else 1):
            role = words.headings.get(" ".join(tokens[i : i + size]), "")
            if role in {"organisations", "individuals"}:
                yield role


def has_stem(key: str, stem: str) -> bool:
    """Tell whether a folded text holds a stem: at the head of a word, where the script parts words."""
    if set(scripts(stem)) & (_UNSPACED | {"Arab", "Hebr"}):
        return stem in key
    return f" {stem}" in f" {key}"


def _by(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
