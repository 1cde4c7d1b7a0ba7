"""acronyms: whether letters are made of the beginnings of words, as HRIC, Cepaz, FETRAF and ApTI are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from siggraph.names import script_of
from siggraph.organisations.views import View

_LONGEST = 12  # letters: a longer word is no acronym
_SHORTEST = 2
_FEW = 4  # characters of a short name in Han, Kana or Hangul
_PICKED = 0.6
_CHARACTERS = frozenset({"Hani", "Kana", "Hang"})
_CHUNK = 4  # letters that one word may lend


def made_of(acronym: str, view: View) -> float:
    """Return how well an acronym is made of the words of a view, in order.

    Returns
    -------
    float
        1.0 where it is the first letters of every word, with or without the small ones; less where a word lends more
        than one letter or is left out; 0.0 where it is not made of them.

    >>> from siggraph.organisations.views import View
    >>> text = View((), ("human", "rights", "in", "china"), ("human", "rights", "china"), "", "", placed=True)
    >>> made_of("hric", text), made_of("hrc", text), made_of("hrw", text)
    (1.0, 1.0, 0.0)
    """
    if not _SHORTEST <= len(acronym) <= _LONGEST:
        return 0.0
    if script_of(acronym[0]) in _CHARACTERS:
        return max(_of_characters(acronym, view.key), _of_characters(acronym, view.core))
    if len(view.words) < _SHORTEST:
        return 0.0
    if acronym in {"".join(word[0] for word in words) for words in (view.words, view.content)}:
        return 1.0
    small = frozenset(view.words) - frozenset(view.content)
    return _made(acronym, view.words, small)


def _of_characters(short: str, long: str) -> float:
    """Return how well a short name is made of characters of a longer one, in order, the first being the first.

    >>> _of_characters("公督盟", "公民監督國會聯盟"), _of_characters("公督盟", "台灣公民監督國會聯盟")
    (0.6, 0.0)
    """
    if len(short) > _FEW or len(long) < 2 * len(short) - 1 or short[0] != long[0] or short in long:
        return 0.0
    rest = iter(long)
    return _PICKED * all(char in rest for char in short)


@lru_cache(maxsize=65536)
def _made(acronym: str, words: Sequence[str], small: frozenset[str]) -> float:
    """Search the cheapest way to make the acronym of word beginnings; each left-out word of content costs."""
    content = sum(word not in small for word in words)
    if not content:
        return 0.0
    best: dict[int, float] = {0: 0.0}  # letters used so far -> cost
    for word in words:
        step: dict[int, float] = {}
        for used, cost in best.items():
            skipped = cost + (0.0 if word in small else 1.0)
            if skipped < step.get(used, 99.0):
                step[used] = skipped
            for take in range(1, _CHUNK + 1):
                if acronym[used : used + take] != word[:take] or used + take > len(acronym):
                    break
                spent = cost + 0.15 * (take - 1)
                if spent < step.get(used + take, 99.0):
                    step[used + take] = spent
        best = step
    cost = best.get(len(acronym), 99.0)
    return max(0.0, round(0.9 - 1.2 * cost / content, 4)) if cost < content else 0.0
