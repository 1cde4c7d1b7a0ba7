"""Stated counts: what a letter itself says of the number of its signatories, in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from siggraph.letters.numerals import LARGEST, MARKS, TONAL, Number, NumberWords, composed, level
from siggraph.model import StatedCounts

# What a number can mean, the surest first: a number that two phrases claim goes to the earlier one. `none` is a veto.
ROLES = ("none", "withheld", "named", "more", "about", "others", "total")
_OPEN = frozenset({"more", "about", "others"})
_ANY_LANGUAGE = "*"
# Where a text has none of these words of a language, the phrases of language * that ask for one are not tried.
_GUARDS = frozenset({"org", "signer", "person"})

_NUMBER, _REST = "\ue000", "\ue001"  # one number, in as many characters as it has
_LETTER = rf"[\w{MARKS}'-]"
_BUILT_IN = {
    "n": rf"(?P<n>{_NUMBER}{_REST}*+)",
    "m": rf"(?P<m>{_NUMBER}{_REST}*+)",
    "num": rf"{_NUMBER}{_REST}*+",
    "b": r"(?<!\w)",
    "e": rf"(?![\w{MARKS}])",
    "word": rf"[^\W\d_]{_LETTER}{{0,40}}",
}
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_NAMED_GROUP = "(?P<n>"
_ESCAPE = re.compile(r"(\\.)")
# A space of a phrase is any white space, bounded: a page of spaces must not cost its square.
_SPACES = ((r"\s+", " "), (r"\s*", r"\s{0,9}"), (" ", r"\s{1,9}"))
_BEFORE, _BEHIND = 160, 400  # code points of a phrase before and behind its number, at most
_ADDED = frozenset({"others", "withheld"})  # 'and' before them is of the phrase, not of the last name
_CONJUNCTION = 12  # code points of the longest 'and', with white space
_LABEL = re.compile(r"[.)、]\s")
_LINE_START = re.compile(r"(?:\A|\n)[ \t(*-]{0,3}\Z")
_YEARS = range(1900, 2100)
_FEWEST = {"withheld": 1, "others": 1, "named": 1}  # else two: 'signed by an organisation' counts nothing


@dataclass(frozen=True, slots=True)
class StatedCount:
    """One number that the text states: its role (see `ROLES`), its value, the phrase and its half-open span.

    ``total``, ``named`` and ``withheld`` are exact. ``more`` is a lower bound ('more than 60 organisations'), ``about``
    an estimate ('some 80'), ``others`` comes on top of the names beside it ('and 30 other organisations').
    """

    role: str
    value: int
    begin: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a count stands, with the methods of a match: what the finder asks of a line."""

    count: StatedCount

    def start(self) -> int:
        """Return the offset of the phrase."""
        return self.count.begin

    def end(self) -> int:
        """Return the offset behind the phrase."""
        return self.count.end

    def span(self) -> tuple[int, int]:
        """Return both offsets."""
        return self.count.begin, self.count.end

    def group(self) -> str:
        """Return the phrase."""
        return self.count.phrase


@dataclass(frozen=True, slots=True)
class AnyCount:
    """Finds any phrase that counts signatories, as a compiled pattern would."""

    phrases: CountPhrases

    def search(self, text: str) -> Found | None:
        """Return the first one, if any."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[Found]:
        """Yield each in document order."""
        return (Found(count) for count in self.phrases.read(text))


@dataclass(frozen=True, slots=True)
class _Phrase:
    role: str
    source: str
    guarded: bool  # not tried where the text has none of the guards
    plain: bool  # written with its own group (?P<n>...), over the text as it stands


class _Language:
    """The phrases of one language, compiled when a text first calls for them."""

    def __init__(self, tag: str, phrases: Sequence[_Phrase], words: Mapping[str, str]) -> None:
        self.tag = tag
        self.phrases = tuple(phrase for phrase in phrases if not phrase.plain)
        self.plain = tuple(phrase for phrase in phrases if phrase.plain)
        self.free = not all(phrase.guarded for phrase in self.phrases)
        self.words = words
        self.script = _script(words.get("org", ""))

    @cached_property
    def guard(self) -> re.Pattern[str]:
        """Any of the words without one of which a guarded phrase needs no trial."""
        names = sorted(_GUARDS & self.words.keys())
        return re.compile("|".join(_expand(f"{{{name}}}", self.words, self.tag) for name in names) or r"(?!)")

    @cached_property
    def patterns(self) -> tuple[tuple[_Phrase, re.Pattern[str]], ...]:
        """Each phrase with its pattern."""
        return tuple((phrase, _compiled(phrase.source, self.words, self.tag)) for phrase in self.phrases)

    @cached_property
    def plain_patterns(self) -> tuple[tuple[_Phrase, re.Pattern[str]], ...]:
        """Each phrase that is written for the text as it stands."""
        return tuple((phrase, re.compile(phrase.source, re.IGNORECASE)) for phrase in self.plain)

    @cached_property
    def conjunction(self) -> re.Pattern[str] | None:
        """The word for 'and' at the end of a text."""
        return _compiled(r"{b}{and}\s*\Z", self.words, self.tag) if "and" in self.words else None

    def matches(self, masked: str, windows: Sequence[tuple[int, int]]) -> Iterator[tuple[_Phrase, re.Match[str]]]:
        """Yield every match, within windows of a text whose numbers are masked, of each phrase whose words occur."""
        for window in windows:
            present = self.guard.search(masked, *window) is not None
            if not present and not self.free:
                continue
            for phrase, pattern in self.patterns:
                if present or not phrase.guarded:
                    yield from ((phrase, match) for match in pattern.finditer(masked, *window))


@dataclass(frozen=True)
class CountPhrases:
    """The tables count_phrases and number_words, compiled."""

    languages: tuple[_Language, ...]
    numbers: NumberWords

    @classmethod
    def from_tables(cls, rows: Sequence[Mapping[str, str]], words: Sequence[Mapping[str, str]]) -> CountPhrases:
        r"""Compile the rows.

        Parameters
        ----------
        rows
            Of count_phrases. A row whose role is one of `ROLES` is a phrase. Its pattern holds ``{n}`` for the number
            (``{m}`` for one to add, ``{num}`` for one that does not count), or a group ``(?P<n>...)`` for figures.
            Any other role is a word of the language, put where ``{role}`` stands. Language ``*`` is every language
            that has the words which the phrase needs. Patterns see lower case without accents (Vietnamese keeps
            them), every dash as ``-``; a space is any white space.
        words
            Of number_words.

        Raises
        ------
        ValueError
            Where a phrase has no number, or a placeholder has no word in its language.
        """
        vocabulary: dict[str, dict[str, str]] = {}
        for row in rows:
            if row["role"] not in ROLES:
                vocabulary.setdefault(row.get("language", ""), {})[row["role"]] = row["pattern"]
        phrases: dict[str, list[_Phrase]] = {tag: [] for tag in vocabulary}
        for row in rows:
            if row["role"] not in ROLES:
                continue
            source = row["pattern"]
            plain = _NAMED_GROUP in source
            if not plain and "{n}" not in source:
                raise ValueError(f"count_phrases: no number in {source!r}")
            asked = frozenset(_PLACEHOLDER.findall(source)) - _BUILT_IN.keys()
            language = row.get("language", "")
            for tag in [language] if language != _ANY_LANGUAGE else list(vocabulary):
                if missing := sorted(_asked(asked, vocabulary.get(tag, {})) - vocabulary.get(tag, {}).keys()):
                    if language == _ANY_LANGUAGE:
                        continue
                    raise ValueError(f"count_phrases: {tag} has no word for {missing[0]!r}, in {source!r}")
                guarded = language == _ANY_LANGUAGE and bool(asked & _GUARDS)
                phrases.setdefault(tag, []).append(_Phrase(row["role"], source, guarded, plain))
        languages = (_Language(tag, found, vocabulary.get(tag, {})) for tag, found in sorted(phrases.items()) if found)
        return cls(tuple(languages), NumberWords.from_table(words))

    @classmethod
    def from_table(cls, rows: Sequence[Mapping[str, str]]) -> CountPhrases:
        """Compile the rows for numbers in figures alone."""
        return cls.from_tables(rows, ())

    @property
    def any(self) -> AnyCount:
        """What finds a place where any phrase stands: a line with one is a count, not a name."""
        return AnyCount(self)

    def read(self, text: str) -> tuple[StatedCount, ...]:
        """Return every stated count, in document order; one number has one role.

        >>> rows = [{"role": "withheld", "pattern": "{n} organizations chose to remain anonymous"}]
        >>> [found] = CountPhrases.from_table(rows).read("But 39 organizations chose to remain anonymous.")
        >>> found.role, found.value, found.phrase
        ('withheld', 39, '39 organizations chose to remain anonymous')
        """
        raw, places = composed(text)
        claims: dict[int, tuple[int, int, str, int, int, int]] = {}
        for role, value, at, begin, end in self._claims(raw):
            rank = ROLES.index(role)
            claim = (rank, begin - end, role, value, begin, end)
            if at not in claims or claim < claims[at]:
                claims[at] = claim
        found = []
        for _, _, role, value, begin, end in claims.values():
            if role != "none":
                first, last = (begin, end) if places is None else (places[begin], places[end - 1] + 1)
                found.append(StatedCount(role, value, first, last, text[first:last]))
        return tuple(sorted(found, key=lambda count: (count.begin, count.end, count.role)))

    def _claims(self, raw: str) -> Iterator[tuple[str, int, int, int, int]]:
        """Yield role, value, offset of the number, begin and end of each match that may count."""
        for language in self.languages:
            for phrase, pattern in language.plain_patterns:
                for match in pattern.finditer(raw):
                    yield phrase.role, int(match["n"]), match.start("n"), match.start(), match.end()
        plain, toned = level(raw), level(raw, tones=True)
        figures = [number for number in self.numbers.figures(plain) if not _is_year_or_label(number, plain)]
        words = self.numbers.words(plain, toned)
        around = _windows(figures, len(raw))
        alone = {tones: _masked(toned if tones else plain, figures) for tones in (False, True)} if figures else {}
        for language in self.languages:
            spoken = words.get(language.tag, ())
            if not (figures or spoken) or (language.script and not language.script.search(plain)):
                continue
            tones = language.tag in TONAL
            numbers = (*figures, *spoken)
            masked = _masked(toned if tones else plain, numbers) if spoken else alone[tones]
            values = {number.begin: number for number in reversed(numbers)}
            for phrase, match in language.matches(
                masked, _windows([*figures, *(x for x in spoken if x.value > 1)], len(raw)) if spoken else around
            ):
                value = _value(phrase.role, match, values)
                if value is not None:
                    begin = match.start()
                    if phrase.role in _ADDED and language.conjunction is not None:
                        before = language.conjunction.search(masked[max(0, begin - _CONJUNCTION) : begin])
                        begin -= len(before.group()) if before else 0
                    yield phrase.role, value, match.start("n"), begin, match.end()


def _windows(numbers: Iterable[Number], size: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text that lie around numbers; they do not overlap, so that each is read once."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers, key=lambda number: number.begin):
        begin, end = max(0, number.begin - _BEFORE), min(size, number.end + _BEHIND)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


def _is_year_or_label(number: Number, text: str) -> bool:
    """Tell whether figures are a year (a count of 2019 is too rare to be worth the errors) or number a line ('12.')."""
    if number.end - number.begin == len("2019") and number.value in _YEARS and number.value % 1000:
        return True
    return bool(_LABEL.match(text, number.end) and _LINE_START.search(text[max(0, number.begin - 4) : number.begin]))


def _value(role: str, match: re.Match[str], values: Mapping[int, Number]) -> int | None:
    """Return what a match counts; ``None`` where that is too small or too large to be a count."""
    value = values[match.start("n")].value + (values[match.start("m")].value if "m" in match.re.groupindex else 0)
    return value if role == "none" or _FEWEST.get(role, 2) <= value < LARGEST else None


def agreed(counts: Sequence[StatedCount]) -> tuple[StatedCounts, tuple[str, ...]]:
    """Return the exact counts by role, and the roles on which the text disagrees with itself (``None`` there).

    >>> agreed([StatedCount("total", 321, 0, 3, ""), StatedCount("total", 320, 9, 12, "")])
    (StatedCounts(total=None, named=None, withheld=None), ('total',))
    """
    values = {role: {count.value for count in counts if count.role == role} for role in ("total", "named", "withheld")}
    torn = tuple(role for role, found in values.items() if len(found) > 1)
    single = {role: next(iter(found)) if len(found) == 1 else None for role, found in values.items()}
    return StatedCounts(single["total"], single["named"], single["withheld"]), torn


def approximate(counts: Sequence[StatedCount]) -> tuple[StatedCount, ...]:
    """Return the counts that give no exact total: about, more, others.

    >>> [count.role for count in approximate([StatedCount("more", 60, 0, 9, ""), StatedCount("total", 67, 20, 22, "")])]
    ['more']
    """
    return tuple(count for count in counts if count.role in _OPEN)


def _script(word: str) -> re.Pattern[str] | None:
    """Return what finds a letter of the word's script; ``None`` for Latin, which every text may have."""
    if word[:1].isascii():
        return None
    block = ord(word[0]) & ~0xFF
    first, last = (0x2E80, 0x9FFF) if 0x2E80 <= block < 0xA000 else (block, block + 0xFF)  # noqa: PLR2004 - Han, Kana
    first, last = (0xAC00, 0xD7A3) if block >= 0xAC00 else (first, last)  # noqa: PLR2004 - Hangul
    return re.compile(f"[{chr(first)}-{chr(last)}]")


def _asked(names: Iterable[str], words: Mapping[str, str]) -> set[str]:
    """Return the placeholders that a phrase needs, those inside its words included."""
    found: set[str] = set()
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in _BUILT_IN:
            found.add(name)
            waiting += _PLACEHOLDER.findall(words.get(name, ""))
    return found - {"mod"} | ({"stop"} if "mod" in found else set())


def _expand(source: str, words: Mapping[str, str], tag: str, depth: int = 0) -> str:
    """Put words where placeholders stand; words may hold placeholders, three deep."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        if name == "mod":  # up to five words before the noun, as in '120 civil society organisations'
            return _expand(r"(?:(?!(?:{stop})(?![\w'-])){word},?\s+){0,5}?", words, tag, depth + 1)
        return f"(?:{_levelled(words[name], tag) if depth > 2 else _expand(words[name], words, tag, depth + 1)})"  # noqa: PLR2004 - three deep

    return _PLACEHOLDER.sub(word, _levelled(source, tag))


def _levelled(source: str, tag: str) -> str:
    """Level a pattern's letters; its escapes stay."""
    parts = _ESCAPE.split(source)
    return "".join(part if i % 2 else level(composed(part)[0], tones=tag in TONAL) for i, part in enumerate(parts))


def _compiled(source: str, words: Mapping[str, str], tag: str) -> re.Pattern[str]:
    whole = _expand(source, words, tag)
    for written, meant in _SPACES:
        whole = whole.replace(written, meant)
    return re.compile(whole, re.MULTILINE)


def _masked(text: str, numbers: Iterable[Number]) -> str:
    """Put one number sign, and a rest of equal length, where a number stands."""
    pieces: list[str] = []
    at = 0
    for number in sorted(numbers, key=lambda number: (number.begin, -number.end)):
        if number.begin >= at:
            pieces += (text[at : number.begin], _NUMBER, _REST * (number.end - number.begin - 1))
            at = number.end
    return "".join((*pieces, text[at:]))
