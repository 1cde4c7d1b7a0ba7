"""Numerals: numbers in figures of any script and in words, found in a text and evaluated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from siggraph.names import scripts

# Marks of a word that ``\w`` does not match: accents, points of Hebrew and Arabic, vowels of Hindi and Thai.
MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
TONAL = frozenset({"vi"})  # there a mark tells one number from another (mười, mươi)
UNSPACED = frozenset({"Hani", "Kana", "Thai", "Hang"})
LARGEST = 10_000_000  # no letter has more signatories; longer runs of digits are telephone numbers

_THOUSANDS = ".,' \u066c"
_FIGURES = (
    rf"(?<![a-zß-ɏͰ-ԯ\d])(?<!\d[.,:/'-])(?<![$€£¥§#№])"
    rf"(?!0\d)(?:\d{{1,3}}(?P<sep>[{_THOUSANDS}])\d{{3}}(?:(?P=sep)\d{{3}}){{0,2}}|\d{{1,8}})"
    rf"(?!\d|[.,:/'-]\d|\s?%|[a-zß-ɏͰ-ԯ]|[万萬億亿만억])"
)
_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}])+")
_JOIN = re.compile(r"[ \t\r\n]{0,3}(?:-[ \t\r\n]{0,3})?")  # between two number words; levelled, so one dash
_LONGEST_WORD = 64  # code points; the longest numbers below a million have about as many
_LARGEST_MEMO = 1 << 16  # words
_LONGEST_RUN = 12  # parts that are tried together
_FLOORS = {"unit": 1, "teen": 1, "article": 1, "ten": 10, "vigesimal": 10, "score": 20, "hundreds": 100}
_TENS = frozenset({"ten", "vigesimal", "score"})
_JOINERS = frozenset({"joiner", "prefix", "zero"})
_ROLES = _JOINERS | _FLOORS.keys() | {"scale", "plus"}
_DROPPED = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u064b-\u065f\u0591-\u05bd]")
_GLYPHS = {
    **dict.fromkeys("‘’ʼ`´′", "'"),
    **dict.fromkeys("‐‑‒–—−־", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
    **dict.fromkeys("يى", "ی"),
    **dict(zip("كłøđς", "کlodσ", strict=True)),
}


def composed(text: str) -> tuple[str, Sequence[int] | None]:
    r"""Return the text composed (NFC), without what a reader does not see, and where each character stood.

    Returns
    -------
    tuple
        The text, and the offset of each of its characters in `text`; ``None`` where nothing changed.

    >>> composed("signe\u0301\u00ade")
    ('signée', [0, 1, 2, 3, 4, 7])
    """
    if not _DROPPED.search(text) and unicodedata.is_normalized("NFC", text):
        return text, None
    chars: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        if _DROPPED.match(char):
            continue
        joins = chars and (unicodedata.combining(char) or "\u1161" <= char <= "\u11c2")
        if joins and len(both := unicodedata.normalize("NFC", chars[-1] + char)) == 1:
            chars[-1] = both
            continue
        for piece in unicodedata.normalize("NFC", char):
            chars.append(piece)
            places.append(i)
    return "".join(chars), places


class _Levels(dict[int, int]):
    """A memo of `level`, filled as characters are met."""

    def __init__(self, *, tones: bool) -> None:
        super().__init__()
        self.tones = tones

    def __missing__(self, code: int) -> int:
        self[code] = found = _level(chr(code), tones=self.tones)
        return found


def _level(char: str, *, tones: bool) -> int:
    if "\ue000" <= char <= "\uf8ff":
        return 0xFFFD  # private characters mark numbers, see counts.py
    char = _GLYPHS.get(char, char)
    plain = unicodedata.normalize("NFKC", char)
    low = (plain if len(plain) == 1 else char).lower()[0]
    parts = unicodedata.normalize("NFD", low)
    spoken = low < "\u0700" or "\u1e00" <= low < "\u2000"  # Latin, Greek, Cyrillic, Arabic
    if not tones and spoken and all(unicodedata.category(mark) == "Mn" for mark in parts[1:]):
        low = parts[0]
    return ord(_GLYPHS.get(low, low))


_PLAIN, _TONED = _Levels(tones=False), _Levels(tones=True)


def level(text: str, *, tones: bool = False) -> str:
    """Return a text of equal length in lower case, one glyph for each dash, apostrophe, space and width, no accents.

    Parameters
    ----------
    text
        Any text.
    tones
        Whether accents stay (Vietnamese).

    >>> level("Quarante‐Quatre Associations signées（４２）")
    'quarante-quatre associations signees(42)'
    """
    return text.translate(_TONED if tones else _PLAIN)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its half-open span in code points, its value, and whether it stands in figures."""

    begin: int
    end: int
    value: int
    figures: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a number: its value and its role, one of those of the table number_words."""

    value: int
    role: str


_Word = tuple[int, int, tuple[Part, ...]]  # begin, end and parts of a written word
_HUNDREDS = frozenset({Part(100, "scale"), Part(1000, "scale"), Part(10_000, "scale")})


def evaluate(parts: Sequence[Part]) -> int | None:
    """Return what a sequence of number words amounts to; ``None`` where it is no number.

    A stack holds what was said, each with its floor: what follows must be smaller than the floor, or be a scale, which
    takes all that is smaller than itself as its factor. Between unit and ten a joiner turns the order round.

    >>> evaluate([Part(2, "unit"), Part(100, "scale"), Part(80, "ten"), Part(2, "unit")])
    282
    >>> evaluate([Part(4, "unit"), Part(0, "joiner"), Part(40, "ten")])
    44
    >>> evaluate([Part(2, "unit"), Part(3, "unit")]) is None
    True
    """
    values = list(_steps(parts))
    return values[-1] if values and len(values) == len(parts) else None


def _steps(parts: Iterable[Part]) -> Iterator[int | None]:
    """Yield the value after each part (``None`` behind a joiner or an article); stop where no number can go on."""
    stack: list[tuple[int, int]] = []
    before = ""
    for part in parts:
        if part.role in _JOINERS:
            if before in _JOINERS or before in {"", "article"}:
                return
            before = part.role
            yield None
            continue
        if before == "article" and part.role != "scale":
            return
        if not _push(stack, part, before):
            return
        before = part.role
        yield None if part.role == "article" else sum(value for value, _ in stack)


def _push(stack: list[tuple[int, int]], part: Part, before: str) -> bool:
    """Put one part on the stack; false where it does not fit."""
    value = part.value
    if part.role == "scale":
        factor = 0
        while stack and stack[-1][0] < value:
            factor += stack.pop()[0]
        value, floor = (factor or 1) * value, value
    elif part.role == "plus" and before == "unit":  # dua belas, kolmetoista: a unit and ten
        value, floor = stack.pop()[0] + value, 1
    elif part.role == "vigesimal" and before == "unit" and stack[-1][0] == 4:  # noqa: PLR2004 - quatre-vingts
        stack.pop()
        value, floor = 80, 20
    elif part.role in _TENS and before in _JOINERS and stack[-1][0] < 10:  # noqa: PLR2004 - vierundvierzig
        value, floor = stack.pop()[0] + value, 1
    else:
        floor = value if value >= 1000 else _FLOORS.get(part.role, 0)  # noqa: PLR2004 - seribu
    if not floor or (stack and stack[-1][1] <= (floor if part.role == "scale" else value)):
        return False
    stack.append((value, floor))
    return True


def _positional(parts: Sequence[Part]) -> int | None:
    """Digits in words beside one another, as 三〇; without a zero 三五 is three or five, and no number."""
    if parts[0].role == "zero" or all(part.role == "unit" for part in parts):
        return None
    return int("".join(str(part.value) for part in parts))


class _Lexicon:
    """The number words of one language."""

    def __init__(self, rows: Iterable[tuple[str, Part]], *, tones: bool) -> None:
        self.tones = tones
        self.forms: dict[str, Part] = {}
        self.prefixes: list[str] = []
        for form, part in rows:
            key = level(composed(form)[0], tones=tones)
            if part.role == "prefix":
                self.prefixes.append(key)
            else:
                self.forms.setdefault(key, part)
        self.longest = max((len(form) for form in self.forms), default=0)
        numbers = [form for form, part in self.forms.items() if part.role not in {"joiner", "zero"}]
        self.unspaced = bool(numbers) and all(set(scripts(form)) <= UNSPACED for form in numbers)
        self.zero = "零" in self.forms
        self.heads = {form[:2] for form in self.forms} | {prefix[:1] for prefix in self.prefixes}

    @cached_property
    def run(self) -> re.Pattern[str]:
        """A run of forms in a script without spaces; in Hangul it begins a word and a counter follows."""
        forms = "|".join(re.escape(form) for form in sorted(self.forms, key=lambda form: (-len(form), form)))
        if any("가" <= char <= "힣" for form in self.forms for char in form):
            return re.compile(rf"(?<![가-힣\d])(?>(?:{forms})+) ?(?=[개곳여명인])")
        return re.compile(rf"(?<![\d])(?>(?:{forms})+)")

    def parts(self, word: str) -> tuple[Part, ...]:
        """Return the parts of one written word, longest first; empty where a rest is left."""
        whole = self.forms.get(word)
        if whole is not None:
            return (whole,)
        for prefix in self.prefixes:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and rest in self.forms:
                return (Part(0, "prefix"), self.forms[rest])
        if len(word) > _LONGEST_WORD or (word[:2] not in self.heads and word[:1] not in self.heads):
            return ()
        return self._split(word)

    def _split(self, word: str) -> tuple[Part, ...]:
        sizes = range(1, min(self.longest, len(word)) + 1)
        if not any(word[-k:] in self.forms for k in sizes) or not any(word[:k] in self.forms for k in sizes):
            return ()
        ends: list[tuple[Part, ...] | None] = [None] * len(word) + [()]
        for i in range(len(word) - 1, -1, -1):
            for size in range(min(self.longest, len(word) - i), 0, -1):
                rest, part = ends[i + size], self.forms.get(word[i : i + size])
                if part is not None and rest is not None:
                    ends[i] = (part, *rest)
                    break
        return ends[0] or ()

    def value(self, parts: Sequence[Part]) -> int | None:
        """Return the value of a run in a script without spaces; blank for 一百二, which is 120 or 102."""
        if len(parts) > 1 and all(part.role in {"unit", "zero"} for part in parts):
            return _positional(parts)
        cut = self.zero and len(parts) > 1 and parts[-1].role == "unit" and parts[-2] in _HUNDREDS
        return None if cut else evaluate(parts)


@dataclass(frozen=True)
class NumberWords:
    """The table number_words, compiled: numbers in words of each of its languages, and in figures of any script.

    >>> rows = [
    ...     {"form": "quarante", "language": "fr", "value": "40", "role": "ten"},
    ...     {"form": "quatre", "language": "fr", "value": "4", "role": "unit"},
    ... ]
    >>> numbers = NumberWords.from_table(rows)
    >>> numbers.value("Quarante-quatre"), numbers.value("1 234"), numbers.value("١٢٣"), numbers.value("quatre quarante")
    (44, 1234, 123, None)
    """

    lexicons: Mapping[str, _Lexicon]

    @classmethod
    def from_table(cls, rows: Sequence[Mapping[str, str]]) -> NumberWords:
        """Compile the rows: form, language, value, role.

        Raises
        ------
        ValueError
            Where a role is unknown or a value is no whole number.
        """
        by_language: dict[str, list[tuple[str, Part]]] = {}
        for row in rows:
            if row["role"] not in _ROLES:
                raise ValueError(f"number_words: unknown role {row['role']!r} of {row['form']!r}")
            part = Part(int(row["value"]), row["role"])
            by_language.setdefault(row["language"], []).append((row["form"], part))
        return cls({tag: _Lexicon(found, tones=tag in TONAL) for tag, found in sorted(by_language.items())})

    @cached_property
    def _figures(self) -> re.Pattern[str]:
        return re.compile(_FIGURES)

    @cached_property
    def pattern(self) -> str:
        """Source of a regular expression, without named groups, for a number in a text that went through `level`.

        It is wider than `value`: it also matches some sequences of number words that are no number.
        """
        runs = []
        for lexicon in self.lexicons.values():
            parts = _alternatives(form for form, part in lexicon.forms.items() if part.role != "joiner")
            joiners = _alternatives([form for form, part in lexicon.forms.items() if part.role == "joiner"])
            prefixes = _alternatives(lexicon.prefixes)
            if lexicon.unspaced:
                runs.append(rf"(?>(?:{parts}){{1,{_LONGEST_RUN}}}+)")
            else:
                between = rf"(?:[ -]?(?:{joiners}))?[ -]?(?:{prefixes})?"
                runs.append(rf"(?<!\w)(?:{parts})(?:{between}(?:{parts})){{0,{_LONGEST_RUN - 3}}}(?!\w)")
        figures = rf"(?<![^\W_])(?:\d{{1,3}}(?:[{_THOUSANDS}]\d{{3}}){{1,2}}(?!\d)|\d{{1,8}}(?!\d))"
        return "|".join(("(?:" + figures, *runs)) + ")"

    def value(self, text: str) -> int | None:
        """Return the value of a text that is a number and nothing else; ``None`` where it is none, or two."""
        whole = text.strip()
        found = {number.value for number in self.figures(level(whole)) if number.end - number.begin == len(whole)}
        for numbers in self.words(level(whole), level(whole, tones=True)).values():
            found |= {number.value for number in numbers if number.end - number.begin == len(whole)}
        return next(iter(found)) if len(found) == 1 else None

    def figures(self, text: str) -> tuple[Number, ...]:
        """Return the numbers in figures of a levelled text; years, dates, ordinals and percentages are the caller's."""
        found = []
        for match in self._figures.finditer(text):
            digits = "".join(char for char in match.group() if char.isdecimal())
            found.append(Number(match.start(), match.end(), int(digits), figures=True))
        return tuple(found)

    def words(self, text: str, toned: str) -> dict[str, tuple[Number, ...]]:
        """Return the numbers in words by language, in time that grows with the length of the text.

        Parameters
        ----------
        text, toned
            The same text levelled without and with accents.
        """
        found: dict[str, tuple[Number, ...]] = {}
        for tones, shown in ((False, text), (True, toned)):
            found.update(self._spaced(shown, tones=tones))
            if not shown.isascii():
                for tag, lexicon in self.lexicons.items():
                    if lexicon.unspaced and lexicon.tones == tones and (numbers := tuple(_unspaced(shown, lexicon))):
                        found[tag] = numbers
        return found

    def _spaced(self, text: str, *, tones: bool) -> dict[str, tuple[Number, ...]]:
        found: dict[str, list[Number]] = {}
        runs: dict[str, list[_Word]] = {}
        for match in _WORD.finditer(text):
            for tag, parts in self._readings(match.group(), tones=tones):
                run = runs.setdefault(tag, [])
                if run and _JOIN.fullmatch(text, run[-1][1], match.start()) is None:
                    found.setdefault(tag, []).extend(_cut(run))
                    run.clear()
                run.append((match.start(), match.end(), parts))
        for tag, run in runs.items():
            found.setdefault(tag, []).extend(_cut(run))
        return {tag: tuple(numbers) for tag, numbers in sorted(found.items()) if numbers}

    @cached_property
    def _memo(self) -> dict[tuple[str, bool], tuple[tuple[str, tuple[Part, ...]], ...]]:
        return {}

    def _readings(self, word: str, *, tones: bool) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """Return what a word is in each language that has it; words come again and again, so it is kept."""
        known = self._memo.get((word, tones))
        if known is None:
            known = tuple(
                (tag, parts)
                for tag, lexicon in self.lexicons.items()
                if lexicon.tones == tones and not lexicon.unspaced and (parts := lexicon.parts(word))
            )
            if len(self._memo) >= _LARGEST_MEMO:
                self._memo.clear()
            self._memo[word, tones] = known
        return known


def _unspaced(text: str, lexicon: _Lexicon) -> Iterator[Number]:
    for match in lexicon.run.finditer(text):
        word = match.group().rstrip()
        value = lexicon.value(lexicon.parts(word)) if len(word) <= _LONGEST_WORD else None
        if value is not None and 0 < value < LARGEST:
            yield Number(match.start(), match.start() + len(word), value, figures=False)


def _cut(run: Sequence[_Word]) -> Iterator[Number]:
    """Cut a run of number words into numbers, each as long as it goes."""
    i = 0
    while i < len(run):
        words = run[i : i + _LONGEST_RUN]
        parts = [part for _, _, found in words for part in found]
        if parts[0].role == "prefix":  # 'and' before the first word is not of the number
            parts = parts[1:]
        values = list(_steps(parts))
        taken, at = 0, -1 if words[0][2][0].role == "prefix" else 0
        best: Number | None = None
        for begin, (_, end, found) in enumerate(words):
            at += len(found)
            if at > len(values):
                break
            value = values[at - 1]
            if value is not None and 0 < value < LARGEST:
                best, taken = Number(run[i][0], end, value, figures=False), begin + 1
        if best is not None:
            yield best
        i += taken or 1


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) or r"(?!)"
