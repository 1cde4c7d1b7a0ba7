"""Finding listed phrases in a name: one tokeniser and one trie for places, grammar and keywords.

A name is cut into tokens once; every table of phrases then reads the same tokens. Scripts with spaces give words,
scripts without give one token a character (Han, Kana, Hangul, Thai ...), so that a phrase is a run of tokens in
either. A form may begin or end in ``*``: any run of letters of the same word may stand there (``indones*``,
``*verein``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

# Scripts written without spaces between words, and Hangul, whose words run together with particles and one another.
_SINGLE = (
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\U00020000-\U0002ffff"
)
# Marks that belong to the letter before them, which \w leaves out: combining marks, Hebrew and Arabic points, Indic.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
_TOKEN = re.compile(rf"[{_SINGLE}]|(?:(?![_{_SINGLE}])[\w{_MARKS}])+|\*")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_SHORTEST_HUMP = 3
# Points and accents that folding drops; those kept part letters (Kana voicing, the breve of Cyrillic short i).
_DROPPED = {
    point: None
    for first, last in ((0x300, 0x370), (0x483, 0x48A), (0x591, 0x5C8), (0x610, 0x61B), (0x64B, 0x660), (0x6D6, 0x6EE))
    for point in range(first, last)
    if point != 0x306 and unicodedata.category(chr(point)) == "Mn"  # noqa: PLR2004 - COMBINING BREVE
} | {0x670: None}
_HANGUL = range(0xAC00, 0xD7B0)
_KATAKANA = range(0x30A1, 0x3100)
_ARABIC = range(0x0600, 0x0700)
_CLITICS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ك", "ف")
_SHORTEST_ARABIC = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one character of a script without spaces.

    ``begin``/``end`` is the half-open span in the name, ``key`` the folded text, ``keys`` all keys under which the
    token may be looked up (an Arabic word also without its article and particles), ``kind`` is word, hangul,
    katakana or single.
    """

    begin: int
    end: int
    text: str
    key: str
    keys: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found: tokens ``first`` to ``last`` (exclusive) and the values listed for it, in table order."""

    first: int
    last: int
    values: tuple[T, ...]


def _token_key(text: str) -> str:
    """Fold one token as `siggraph.names.fold` would, many times faster: it holds no space or punctuation."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text.casefold()).translate(_DROPPED))


def _arabic_keys(key: str) -> tuple[str, ...]:
    keys = [key]
    for clitic in _CLITICS:
        rest = key[len(clitic) :]
        if key.startswith(clitic) and len(rest) >= _SHORTEST_ARABIC:
            keys.append(rest)
            if clitic != "ال" and clitic.endswith("ل") and len(clitic) > 1:
                keys.append("ال" + rest)
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=65536)
def _keys(text: str) -> tuple[str, ...]:
    key = _token_key(text)
    return _arabic_keys(key) if ord(text[0]) in _ARABIC else (key,)


def _kind(text: str) -> str:
    if len(text) > 1:
        return "word"
    point = ord(text)
    if point in _HANGUL:
        return "hangul"
    if point in _KATAKANA:
        return "katakana"
    return "single" if re.match(f"[{_SINGLE}]", text) else "word"


def _pieces(begin: int, text: str) -> Iterator[tuple[int, str]]:
    """Part a word at its humps (``AfricanDefenders``), where both sides are long enough to be words."""
    cut = 0
    for hump in _HUMP.finditer(text):
        at = hump.start()
        if at - cut >= _SHORTEST_HUMP and len(text) - at >= _SHORTEST_HUMP:
            yield begin + cut, text[cut:at]
            cut = at
    yield begin + cut, text[cut:]


def tokenize(name: str) -> tuple[Token, ...]:
    """Cut a cleaned name into tokens; spans are code points of `name`.

    >>> [t.key for t in tokenize("AfricanDefenders (Côte d'Ivoire)")]
    ['african', 'defenders', 'cote', 'd', 'ivoire']
    >>> [t.text for t in tokenize("NPO法人")]
    ['NPO', '法', '人']
    >>> tokenize("بالمغرب")[0].keys
    ('بالمغرب', 'مغرب', 'المغرب')
    """
    tokens = []
    for found in _TOKEN.finditer(name):
        if found.group() == "*":
            continue
        for begin, text in _pieces(found.start(), found.group()):
            keys = _keys(text)
            tokens.append(Token(begin, begin + len(text), text, keys[0], keys, _kind(text)))
    return tuple(tokens)


def _texts(form: str) -> list[str]:
    """Return the texts of the tokens of a form, as `tokenize` cuts them."""
    texts: list[str] = []
    for text in _TOKEN.findall(form):
        if text != "*":
            texts.extend(piece for _, piece in _pieces(0, text)) if _HUMP.search(text) else texts.append(text)
    return texts


class _Node(Generic[T]):
    """A place in the trie: what may follow, and what ends here (value, condition, exact words)."""

    __slots__ = ("ends", "exact", "stems", "tails")

    def __init__(self) -> None:
        self.exact: dict[str, _Node[T]] = {}
        self.stems: dict[str, _Node[T]] = {}
        self.tails: dict[str, _Node[T]] = {}
        self.ends: list[tuple[T, str, tuple[str, ...]]] = []


def _allowed(condition: str, words: tuple[str, ...], found: Sequence[Token]) -> bool:
    """Tell whether the printed words meet a row's condition: any case, capitals, a capital, or letter by letter."""
    if condition == "upper":
        return all(token.text == token.text.upper() for token in found)
    if condition == "capital":
        return not found[0].text[0].islower()
    if condition == "exact":
        return all(
            unicodedata.normalize("NFC", token.text).casefold() == word
            for token, word in zip(found, words, strict=True)
        )
    return True


class PhraseBook(Generic[T]):
    """Phrases with values; `find` gives the longest ones from left to right, none overlapping.

    Parameters
    ----------
    rows
        (form, value, condition): condition is blank, ``upper`` (capitals only), ``capital`` (not in lower case) or
        ``exact`` (diacritics count, as in Vietnamese, where they part words).

    >>> book = PhraseBook([("human rights", "rights", ""), ("human rights defenders", "defenders", ""),
    ...                    ("*verein", "club", "")])
    >>> [hit.values for hit in book.find(tokenize("Human Rights Defenders e.V., ein Förderverein"))]
    [('defenders',), ('club',)]
    """

    def __init__(self, rows: Iterable[tuple[str, T, str]]) -> None:
        self._root: _Node[T] = _Node()
        self.size = 0
        for form, value, condition in rows:
            self._add(form, value, condition)

    def _add(self, form: str, value: T, condition: str) -> None:
        texts = _texts(form)
        if not texts:
            return
        head, tail, last = form[0] == "*", form[-1] == "*", len(texts) - 1
        node = self._root
        for index, text in enumerate(texts):
            table = node.exact
            if tail and index == last:
                table = node.stems
            elif head and index == 0:
                table = node.tails
            key = _token_key(text)
            child = table.get(key)
            if child is None:
                child = table[key] = _Node()
            node = child
        words = tuple(unicodedata.normalize("NFC", t).casefold() for t in texts) if condition == "exact" else ()
        node.ends.append((value, condition, words))
        self.size += 1

    def find(self, tokens: Sequence[Token], *, word_starts: bool = False) -> list[Hit[T]]:
        """Return the longest phrases; with `word_starts` a Hangul phrase must open a written word.

        A phrase in Katakana must be a whole run of Katakana, as the reader would see it.
        """
        hits: list[Hit[T]] = []
        at = 0
        while at < len(tokens):
            hit = None if word_starts and _inside_hangul(tokens, at, hits) else self._longest(tokens, at)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return hits

    def _longest(self, tokens: Sequence[Token], first: int) -> Hit[T] | None:
        best: Hit[T] | None = None
        stack: list[tuple[_Node[T], int]] = [(self._root, first)]
        while stack:
            node, at = stack.pop()
            if node.ends and (best is None or at > best.last) and _whole_katakana(tokens, first, at):
                found = tokens[first:at]
                values = tuple(v for v, condition, words in node.ends if _allowed(condition, words, found))
                if values:
                    best = Hit(first, at, values)
            if at < len(tokens):
                stack.extend((child, at + 1) for child in _children(node, tokens[at]))
        return best


def _children(node: _Node[T], token: Token) -> Iterator[_Node[T]]:
    """Give what follows `token`, the least specific first: the stack reads the exact word before the longest stem."""
    for keys in reversed(token.keys):
        for size in range(2, len(keys) + 1):
            if node.tails and (child := node.tails.get(keys[-size:])):
                yield child
        for size in range(2, len(keys) + 1):
            if node.stems and (child := node.stems.get(keys[:size])):
                yield child
        if child := node.exact.get(keys):
            yield child


def _inside_hangul(tokens: Sequence[Token], at: int, hits: Sequence[Hit[T]]) -> bool:
    if tokens[at].kind != "hangul" or at == 0 or (hits and hits[-1].last == at):
        return False
    return tokens[at - 1].kind == "hangul" and tokens[at - 1].end == tokens[at].begin


def _whole_katakana(tokens: Sequence[Token], first: int, last: int) -> bool:
    for inner, outer in ((first, first - 1), (last - 1, last)):
        if 0 <= outer < len(tokens) and tokens[inner].kind == tokens[outer].kind == "katakana":
            touching = tokens[inner].end == tokens[outer].begin or tokens[outer].end == tokens[inner].begin
            if touching and "・" not in (tokens[inner].text, tokens[outer].text):
                return False
    return True
