"""candidates: the pairs of names that are worth comparing, found by what they share, never all against all.

Each name stands in some blocks: its letters, its words by meaning, its words less one (a word left out or misspelt),
its rare words by sound, its acronym and the acronyms that its words make. Two names that share a block are compared.
A block that more names share than `LARGEST` is no sign and is passed over; so the cost grows with the names, not with
their square (Christen 2012, Data Matching, chapter 4).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from hashlib import blake2b
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from siggraph.model import Signature
from siggraph.organisations.features import Features
from siggraph.organisations.romanise import skeleton
from siggraph.organisations.views import Atom, View, tells

LARGEST = 30  # names in a block; what more of them share tells none apart
_MANY = 7  # words of a view up to which one may be left out
_BEST = 3  # words of a view that tell most: any two of them make a block
_RARE = 4  # letters of a word that is a sign by itself
_CONSONANTS = 4
_TAILS = (3, 4, 5)  # words at the end of a name that may be the name of its unit
_INITIALS = range(2, 9)
_BEGINNINGS = (2, 3)
_PICKED = 4  # characters of a short name in Han, Kana or Hangul
_HAN = 0x3040  # from here on: Kana, Han, Hangul


def candidates(
    bodies: Sequence[Signature],
    features: Mapping[str, Features],
    known: MutableMapping[str, tuple[int, ...]] | None = None,
) -> Iterator[tuple[Signature, Signature]]:
    """Yield pairs of signatures that share a block, each once, in the order of `bodies`.

    `known` are the blocks of names that were found before; new ones are added to it.
    """
    known = {} if known is None else known
    blocks = [{key for name in signature.names for key in _blocks(name, features, known)} for signature in bodies]
    for i, j in pairs(blocks).tolist():
        yield bodies[i], bodies[j]


def _blocks(
    name: str, features: Mapping[str, Features], known: MutableMapping[str, tuple[int, ...]]
) -> tuple[int, ...]:
    if name not in known:
        known[name] = tuple(block_keys(features[name]))
    return known[name]


def block_keys(of: Features) -> Iterator[int]:
    """Yield the blocks of a name, as 64-bit digests (the same on any machine)."""
    for key in dict.fromkeys(_keys(of)):
        yield int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _keys(of: Features) -> Iterator[str]:
    yield f"key {of.key}"
    yield f"key {of.looks}"
    places = "+".join(of.codes)
    for acronym in (*of.acronyms, *((of.label.casefold(),) if of.label else ())):
        yield f"acronym {acronym}"
        yield f"acronym {acronym} {places}"
        yield from (f"begins {acronym[:size]}" for size in _BEGINNINGS if len(acronym) >= size)
    if len(of.key) <= _PICKED and of.key and ord(of.key[0]) >= _HAN:
        yield f"picked {of.key[0]}{of.key[-1]}"  # a short name may be a pick of a long one's characters
    if of.name.isascii() and not any(atom.key.startswith("=") for atom in of.whole.atoms):
        yield from (f"key {key}" for key in of.words.retyped(of.name))
    for view in of.views:
        yield f"key {view.key}"
        yield f"key {view.core}"
        yield from (f"acronym {made}" for made in _initials(view))
        yield from _beginnings(view)
        yield from _word_keys(view, places)


def _word_keys(view: View, places: str) -> Iterator[str]:
    bag = [atom.key for atom in view.atoms]
    yield f"bag {places} {'|'.join(bag)}"
    telling = [atom for atom in view.atoms if tells(atom)]
    if len(telling) != len(bag) and telling:
        yield f"telling {places} {'|'.join(atom.key for atom in telling)}"
    if len(bag) > 1:
        yield f"bag {'|'.join(bag)}"
        if len(bag) <= _MANY:
            yield from (f"less {'|'.join(bag[:i] + bag[i + 1 :])}" for i in range(len(bag)))
        yield f"less {'|'.join(bag)}"  # the whole of one is the other less one
    yield from (f"word {atom.key}" for atom in telling if _is_rare(atom))
    for text in (view.core, *(atom.text for atom in telling)):
        sound = skeleton(text)
        if len(sound) >= _CONSONANTS:
            yield f"sound {sound}"
    best = sorted(telling, key=lambda atom: (-atom.weight, -len(atom.text), atom.key))[:_BEST]
    yield from (f"two {x}|{y}" for x, y in combinations(sorted({atom.key for atom in best}), 2))


def _is_rare(atom: Atom) -> bool:
    return not atom.key.startswith("=") and (len(atom.text) >= _RARE or not atom.text.isascii())


def _beginnings(view: View) -> Iterator[str]:
    """Yield how an acronym may begin that is loosely made of the words: blocks of small corpora."""
    for words in (view.words, view.content, view.home):
        if len(words) > 1:
            yield from (f"begins {''.join(word[0] for word in words[:size])}" for size in _BEGINNINGS)
            yield f"begins {words[0][:2]}"
    if len(view.core) > _PICKED and ord(view.core[0]) >= _HAN:
        yield from (
            f"picked {first}{last}" for first in dict.fromkeys((view.core[0], view.key[0])) for last in view.core[-2:]
        )


def _initials(view: View) -> Iterator[str]:
    """Yield the first letters of the words, and of the last few, with and without the small words."""
    for words in (view.words, view.content):
        for some in (words, *(words[-count:] for count in _TAILS if len(words) > count)):
            if len(some) in _INITIALS:
                yield "".join(word[0] for word in some)


def pairs(blocks: Iterable[Iterable[int]]) -> NDArray[np.int64]:
    """Return the pairs of positions that share a block, each once, sorted.

    Parameters
    ----------
    blocks
        For each position its block keys.

    Returns
    -------
    ndarray of shape (n, 2)
        Positions ``i < j``.

    >>> pairs([{1, 2}, {2}, {3}, {1, 3}]).tolist()
    [[0, 1], [0, 3], [2, 3]]
    """
    found, owners = array("q"), array("q")  # a list of integers would take four times the memory
    for position, keys in enumerate(blocks):
        before = len(found)
        found.extend(keys)
        owners.extend([position] * (len(found) - before))
    return pairs_of(np.frombuffer(found, dtype=np.int64), np.frombuffer(owners, dtype=np.int64))


def pairs_of(keys: NDArray[np.int64], owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the pairs of owners that share a key, as `pairs` does, from two columns of equal length."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    made: list[NDArray[np.int64]] = []
    for size in range(2, LARGEST + 1):
        chosen = starts[sizes == size]
        if len(chosen):
            left, right = np.triu_indices(size, 1)
            first, second = owners[chosen[:, None] + left], owners[chosen[:, None] + right]
            made.append(np.unique((first.ravel() << 32) | second.ravel()))
    packed = np.unique(np.concatenate(made)) if made else np.zeros(0, dtype=np.int64)
    both: NDArray[np.int64] = np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)
    return both
