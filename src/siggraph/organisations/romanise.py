"""romanise: Latin letters for any script, as a key to compare by and never to be shown; the only user of anyascii.

The library writes one letter after another: Chinese by its Mandarin reading, Arabic and Hebrew by consonants alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_SAME_SOUND = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ts", "c"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("w", "v"),
    ("b", "v"), ("p", "v"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouh']+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """Return `text` in lower-case ASCII letters and digits, words apart.

    >>> romanise("Мемориал"), romanise("人權"), romanise("Việt Tân")
    ('memorial', 'renquan', 'viet tan')
    """
    return _NOT_LETTER.sub(" ", anyascii(text).casefold()).strip()


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonants of a word by sound: what two ways of romanising it have in common.

    >>> skeleton("Мемориал") == skeleton("Memorial"), skeleton("ميزان") == skeleton("Mezan")
    (True, True)
    """
    text = romanise(word).replace(" ", "")
    for letters, sound in _SAME_SOUND:
        text = text.replace(letters, sound)
    first = text[:1] if text[:1] in "aeiou" else ""
    bare = _TWICE.sub(r"\1", _VOWELS.sub("", text))
    return (first and "a") + bare.replace("z", "s").replace("c", "k")
