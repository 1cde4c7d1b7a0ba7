"""Nameness: how much a stretch of text looks like the printed name of a signatory, from its form alone."""

from __future__ import annotations

import re

from siggraph.letters.masked import is_stand_in
from siggraph.letters.words import Wordlists
from siggraph.names import is_acronym, script_of

_SENTENCE = re.compile(  # no stop of an abbreviation: U.S., Ms., Inc.
    r"(?<![A-Z])(?<!\b[A-Za-z]\.[A-Za-z])(?<!\b\w\w)(?<!\b\w)(?<!\b[A-Z]\w\w)[.!?]"
    r"(?:[\"”»')\]]*)\s+(?=[\"“«(]?[A-ZÀ-ÝА-Я¿¡])|[。！？](?=.)"
)
_ENDS_SENTENCE = re.compile(r"[.!?。！？][\"”»')\]]*$")
_ABBREVIATION = re.compile(r"(?:\b\w{1,4}|\b\w\.\w{1,3}|etc|Inc|Ltd|Corp|Assoc|Intl)\.$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?://|www\.\S+\.\w|\S+@\S+\.\w{2,}|^\S+/\S*\.\w{2,4}\b|^[a-z_]+: \S|^[\W\d_]+$"
    r"|^\(?\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
)
_DATE = re.compile(
    r"^\W*(?:\w+\.?,?\s+)?\d{1,2}(?:st|nd|rd|th|º|er)?\.?\s+(?:de\s+|of\s+)?\w{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\W*$"
)
_CJK_DATE = re.compile(r"^\D{0,4}(?:19|20)\d\d\s*[年년]")
_PARENTHESIS = re.compile(r"[(（\[]([^()（）\[\]]{2,12})[)）\]]\s*$|\s[-–—]\s*(\S{2,10})$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONG, _TOO_LONG, _ENDLESS = 90, 140, 230  # code points; half of that in scripts that need fewer characters
_MASKED = 0.8  # of a name that was redacted: it was a name
_MANY_WORDS = 6
_SMALL_SHARE = 0.7  # of lower-case words, above which a stretch reads like a sentence
_DENSE = frozenset({"Hani", "Kana", "Hang"})


def nameness(text: str, words: Wordlists) -> float:
    """Return how much a text looks like a printed name, from 0 to 1; 0.5 is a text of which nothing is known.

    Signs for it: words of organisations, an acronym behind it, a capital or a script without capitals at its head.
    Signs against it: length, sentences, mostly small words, addresses, dates, brackets that do not close.
    """
    if is_stand_in(text):
        return _MASKED
    if not text or _NO_NAME.search(text) or _DATE.match(text) or _CJK_DATE.match(text):
        return 0.0
    size = len(text) * (2 if script_of(next((c for c in text if c.isalpha()), "a")) in _DENSE else 1)
    if size > _ENDLESS:
        return 0.0
    score = 0.45 + 0.35 * words.organisation.strength(text)
    acronym = _PARENTHESIS.search(text)
    if acronym is not None and is_acronym((acronym[1] or acronym[2]).strip("./")):
        score += 0.15
    first = next((c for c in text if c.isalnum()), "")
    score += 0.1 if first.isupper() or not first.islower() else -0.1
    score -= 0.15 * (size > _LONG) + 0.25 * (size > _TOO_LONG)
    if _SENTENCE.search(text):
        score -= 0.5
    if ends_sentence(text):
        score -= 0.25
    if not balanced(text):
        score -= 0.25
    if reads_like_a_sentence(text):
        score -= 0.3
    return min(1.0, max(0.0, score))


def reads_like_a_sentence(text: str) -> bool:
    """Tell whether most of many words begin small, as in a sentence and seldom in a name."""
    found = _WORD.findall(text)
    cased = [word for word in found if word[0].isupper() or word[0].islower()]
    small = sum(word[0].islower() for word in cased)
    return len(cased) >= _MANY_WORDS and small > _SMALL_SHARE * len(cased)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a stop that is none of an abbreviation."""
    return bool(_ENDS_SENTENCE.search(text)) and not _ABBREVIATION.search(text)


def sentences(text: str) -> int:
    """Count the sentences that end inside a text."""
    return len(_SENTENCE.findall(text))


def balanced(text: str) -> bool:
    """Tell whether every bracket and quotation mark that opens also closes."""
    return depths(text) is not None


def depths(text: str) -> list[int] | None:
    """Return, for each character, how many brackets or quotations it stands in; None where they do not close.

    >>> depths("a (b) c"), depths("a (b c")
    ([0, 0, 1, 1, 1, 0, 0], None)
    """
    openers, closers = "([（「『【«", ")]）」』】»"
    if "„" in text:  # German and its neighbours: what closes there opens elsewhere
        openers, closers = openers + "„", closers + "“”"
    else:
        openers, closers = openers + "“", closers + "”"
    found, depth, inside = [], 0, False
    straight = text.count('"') % 2 == 0
    for char in text:
        if char in openers:
            depth += 1
        found.append(depth + inside)
        if char in closers:
            depth -= 1
            if depth < 0:
                return None
        elif char == '"':
            inside = not inside
    return found if depth == 0 and straight else None
