"""How a name is written: white space, glyphs, folding, scripts, acronyms; standard library alone.

Three foldings, from faithful to bold; each is idempotent and each is coarser than the one before:

- `clean`: white space only; what siggraph prints as "the name";
- `unify_glyphs`: dashes, apostrophes, quotation marks and compatibility forms (NFKC) become one glyph each;
- `fold`: case, diacritics and punctuation are gone as well: the key under which names are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MASK = "\u2588"  # FULL BLOCK: what stands, at equal length, in the place of a name that was redacted
_SPACE = re.compile(r"\s+")
# A line that wraps inside Han or Kana carries no space.
_HAN_WRAP = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])[^\S\n]*\n\s*(?=[\u3040-\u30ff\u3400-\u9fff])")
_JOINERS = "\u200c\u200d"  # Persian and Indic scripts are written with them
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe58\ufe63"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
_GLYPHS = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_QUOTES, '"')}
)
# Marks that carry a letter's identity; dropping them makes other words: Kana voicing, and the breve of Cyrillic й.
_VOICING = frozenset("\u3099\u309a")
_BREVE = "\u0306"
_ACRONYM_LENGTHS = range(2, 9)
_EXPANSION = re.compile(
    r"^(?P<head>[^()（）\[\]]+?)\s*[(（\[](?P<inside>[^()（）\[\]]+)[)）\]]\s*(?P<tail>[^()（）\[\]]*)$"
)


def clean(text: str) -> str:
    r"""Return the name as printed, less layout: runs of white space become one space, control characters go.

    >>> clean("  Indonesia Legal Aid\n Foundation ")
    'Indonesia Legal Aid Foundation'
    >>> clean("台灣民間支援\n香港協會")
    '台灣民間支援香港協會'
    """
    text = _HAN_WRAP.sub("", text)
    kept = "".join(c for c in text if c in _JOINERS or c.isspace() or not unicodedata.category(c).startswith("C"))
    return _SPACE.sub(" ", kept).strip()


def is_masked(name: str) -> bool:
    """Tell whether a name, or a part of it, was redacted: it tells nobody apart and is never matched.

    >>> is_masked(MASK * 7), is_masked(f"Coalition ({MASK * 4}, April)"), is_masked("April")
    (True, True, False)
    """
    return MASK in name


def unify_glyphs(text: str) -> str:
    """Return `text` with one glyph for every dash, apostrophe and quotation mark, in NFKC.

    >>> unify_glyphs("Centro de Justicia y Paz – Cepaz") == unify_glyphs("Centro de Justicia y Paz - Cepaz")
    True
    """
    previous = ""
    while previous != text:  # NFKC may bring forth a glyph to unify (a spacing acute becomes space and mark)
        previous = text
        text = clean(unicodedata.normalize("NFKC", text.translate(_GLYPHS)))
    return text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the comparison key: no case, no diacritics, no punctuation, single spaces.

    A name without any letter or digit folds to its unified glyphs, so that it still equals itself alone.

    >>> fold("T'ruah: The Rabbinic Call"), fold("Truah: The Rabbinic Call")
    ('truah the rabbinic call', 'truah the rabbinic call')
    >>> fold("ACAT-Belgium") == fold("ACAT Belgium")
    True
    >>> fold("Комитет «Гражданское содействие»")
    'комитет гражданское содействие'
    """
    folded = unify_glyphs(text)
    previous = ""
    while previous != folded:
        previous = folded
        folded = _fold_once(folded)
    return folded or unify_glyphs(text).casefold()


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters: list[str] = []
    for char in decomposed:
        category = unicodedata.category(char)
        if category == "Cf" or (category == "Mn" and not _is_kept(char, letters)):
            continue
        if category[0] in "LNM":
            letters.append(char)
        elif char != "'":  # an apostrophe joins what it stands between, all other punctuation parts it
            letters.append(" ")
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", "".join(letters))).strip()


def _is_kept(mark: str, before: list[str]) -> bool:
    return mark in _VOICING or (mark == _BREVE and bool(before) and script_of(before[-1]) == "Cyrl")


def squash(text: str) -> str:
    """Return `fold` without its spaces: letters and digits alone.

    >>> squash("NY4HK ( New Yorkers )") == squash("NY4HK (New Yorkers)")
    True
    """
    previous, squashed = "", fold(text)
    while previous != squashed:  # a mark may meet a letter that a space kept apart
        previous, squashed = squashed, fold(squashed.replace(" ", "")).replace(" ", "")
    return squashed or fold(text)


def split_expansion(name: str) -> tuple[str, str]:
    """Part a name into its head and what stands in its one pair of parentheses; blank where there is none.

    >>> split_expansion("ACAT-France (action des chrétiens pour l'abolition de la torture)")
    ('ACAT-France', "action des chrétiens pour l'abolition de la torture")
    >>> split_expansion("Amnesty International")
    ('Amnesty International', '')
    """
    match = _EXPANSION.match(name)
    if match is None or match["tail"].strip(" ."):
        return name, ""
    return match["head"].strip(), match["inside"].strip()


def initials(name: str) -> str:
    """Return the first letters of the words, in capitals.

    >>> initials("Human Rights in China")
    'HRIC'
    """
    return "".join(word[0] for word in fold(name).split()).upper()


def is_acronym(name: str) -> bool:
    """Tell whether the whole name is one short run of capitals and digits (2 to 8, at least two capitals).

    >>> is_acronym("HRIC"), is_acronym("RUDM"), is_acronym("Viet Tan"), is_acronym("CADAL.")
    (True, True, False, True)
    """
    bare = name.strip().rstrip(".").replace(".", "")
    capitals = sum(c.isupper() for c in bare)
    return len(bare) in _ACRONYM_LENGTHS and bare.isalnum() and bare.upper() == bare and capitals > 1


_SCRIPT_PREFIXES = (
    ("LATIN", "Latn"),
    ("CJK", "Hani"),
    ("HIRAGANA", "Kana"),
    ("KATAKANA", "Kana"),
    ("HANGUL", "Hang"),
    ("CYRILLIC", "Cyrl"),
    ("ARABIC", "Arab"),
    ("GREEK", "Grek"),
    ("HEBREW", "Hebr"),
    ("THAI", "Thai"),
    ("DEVANAGARI", "Deva"),
    ("TIBETAN", "Tibt"),
    ("MONGOLIAN", "Mong"),
    ("GEORGIAN", "Geor"),
    ("ARMENIAN", "Armn"),
    ("ETHIOPIC", "Ethi"),
)


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the ISO 15924 code of a letter's script; blank for digits, punctuation and marks.

    >>> script_of("é"), script_of("台"), script_of("の"), script_of("7")
    ('Latn', 'Hani', 'Kana', '')
    """
    if not unicodedata.category(char).startswith("L") or char == "ー":
        return ""
    name = unicodedata.name(char, "")
    return next((code for prefix, code in _SCRIPT_PREFIXES if name.startswith(prefix)), "Zzzz")


def scripts(name: str) -> tuple[str, ...]:
    """Return the scripts of a name in order of first appearance.

    >>> scripts("Taiwan Kenkyu Rondan 台湾研究フォーラム")
    ('Latn', 'Hani', 'Kana')
    """
    return tuple(dict.fromkeys(code for code in map(script_of, name) if code))


def script_runs(name: str) -> tuple[str, ...]:
    """Part a name where its script changes between words; Han and Kana count as one script.

    >>> script_runs("Federation for a Democratic China 民主中国陣線")
    ('Federation for a Democratic China', '民主中国陣線')
    >>> script_runs("【台灣民間支援香港協會】 Taiwanese Civil Aid to HKers")
    ('台灣民間支援香港協會', 'Taiwanese Civil Aid to HKers')
    """
    runs: list[tuple[str, str]] = []
    for char in name:
        code = {"Kana": "Hani"}.get(script_of(char), script_of(char))
        if runs and (not code or not runs[-1][0] or code == runs[-1][0]):
            runs[-1] = (runs[-1][0] or code, runs[-1][1] + char)
        else:
            runs.append((code, char))
    parts = (text.strip(" \t,;:/|·-[](){}【】（）「」") for _, text in runs)
    return tuple(part for part in parts if part)


def locate(raw: str, begin: int, end: int) -> tuple[int, int]:
    r"""Map a span of ``clean(raw)`` back to `raw`, where lines may wrap and spaces may run.

    Returns the half-open span in `raw`; raises ValueError if the span is not inside the cleaned name.

    >>> raw = "Special\n  Rapporteur"
    >>> begin, end = locate(raw, 8, 18)
    >>> raw[begin:end]
    'Rapporteur'
    """
    name = clean(raw)
    if not 0 <= begin < end <= len(name):
        raise ValueError(f"span {begin}-{end} is not inside {name!r}")
    at: list[int] = []  # at[i] is where character i of the cleaned name stands in raw
    cursor = 0
    for char in name:
        while char != raw[cursor] and not (char == " " and raw[cursor].isspace()):
            cursor += 1
        at.append(cursor)
        cursor += 1
    return at[begin], at[end - 1] + 1


def phrase_pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern: longest first, any case, at word boundaries where the script has words.

    >>> bool(phrase_pattern(["as an independent expert", "Ms."]).search("Ms. Doe as an independent expert"))
    True
    >>> bool(phrase_pattern(["union"]).search("Reunification")), bool(phrase_pattern(["協会"]).search("日本協会"))
    (False, True)
    """
    parts = []
    for phrase in sorted(dict.fromkeys(phrases), key=lambda p: (-len(p), p)):
        spaced = not {"Hani", "Kana", "Thai"} & set(scripts(phrase))
        before = r"(?<!\w)" if spaced and phrase[:1].isalnum() else ""
        after = r"(?!\w)" if spaced and phrase[-1:].isalnum() else ""
        parts.append(f"{before}{re.escape(phrase)}{after}")
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
