"""The words behind `match`: concepts across languages, small words, legal forms, what a word tells, how it is typed.

All of it is tables of the reference folder, compiled once; no word stands in the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from siggraph.names import fold, script_of, squash
from siggraph.organisations.hangul import compose
from siggraph.organisations.phrases import PhraseBook

Row = Mapping[str, str]
HEAD, UNIT, SCOPE = "head", "unit", "scope"  # a concept of any other role tells what a body is about
_UNKNOWN_WORD = 1.0  # weight of a word that no table knows: likely a name of its own
_SHORT_WORD = 0.6  # the same, where it is too short to be much of a sign
_LETTER = 0.2  # a lone letter
_SHORT = 3
_PART = 4  # letters: the shortest part of a compound
_LINKS = ("", "s", "n", "en", "es", "e", "er")  # what joins the parts of a Germanic compound
_SHORTEST_COMPOUND = 9
_TYPED = 4  # letters: a shorter word may be typed by chance


@dataclass(frozen=True, slots=True)
class Concept:
    """What words of many languages mean: its role in a name, how much it tells (0 to 1), the families it belongs to.

    Two concepts of one family are near: translators render one by the other ("aid", "assistance", "support").
    """

    key: str
    role: str
    weight: float
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MatchWords:
    """Compiled tables.

    ``book`` finds concepts, legal forms and small words in tokens; a value is ``("concept", keys)``, ``("form", ())``
    or ``("small", ())``; ``languages`` tells whose word a folded form is. ``known`` are single words that the tables
    know, by which a word typed on the wrong keyboard is recognised. ``weights`` are the fitted weights of `match`.
    """

    concepts: Mapping[str, Concept]
    book: PhraseBook[tuple[str, tuple[str, ...]]]
    languages: Mapping[str, frozenset[str]]
    words: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    variants: Mapping[int, str]
    lookalikes: Mapping[int, str]
    keyboards: tuple[Mapping[int, str], ...]
    weights: Mapping[str, float]
    _retype: Callable[[str], str] = field(repr=False, compare=False, default=lambda word: word)
    _parts: Callable[[str], tuple[str, ...]] = field(repr=False, compare=False, default=lambda _: ())

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Row]]) -> MatchWords:
        """Compile concepts, translations, small_words, legal_forms, *_variants, lookalikes, keyboards, match_weights.

        The tables organisation_words, type_words and focus_words only add to the words that are known.
        """
        letters = {row["form"]: row["folded"] for row in tables["letter_variants"]}
        variants = {ord(row["form"]): letters.get(row["folded"], row["folded"]) for row in tables["han_variants"]}
        variants.update({ord(form): folded for form, folded in letters.items()})
        concepts = {
            row["concept"]: Concept(
                f"={row['concept']}", row["role"], float(row["weight"]), frozenset(filter(None, row["near"].split("|")))
            )
            for row in tables["concepts"]
        }
        small = frozenset(fold(row["form"]) for row in tables["small_words"])
        words = _meanings(tables["translations"], variants, small)
        entries: list[tuple[str, tuple[str, tuple[str, ...]], str]] = [
            (form, ("concept", keys), "") for form, keys in words.items()
        ]
        entries.extend((row["form"].translate(variants), ("form", ()), "") for row in tables["legal_forms"])
        entries.extend((row["form"].translate(variants), ("small", ()), "") for row in tables["small_words"])
        listed = [row["form"] for name in ("organisation_words", "type_words", "focus_words") for row in tables[name]]
        known = {fold(form.translate(variants)) for form in listed if "*" not in form} | words.keys()
        known = {word for word in known if " " not in word and len(word) >= _TYPED}
        keyboards = _keyboards(tables["keyboards"])
        return cls(
            concepts=concepts,
            book=PhraseBook(entries),
            languages=_languages((*tables["translations"], *tables["small_words"]), variants),
            words=words,
            known=frozenset(known),
            variants=variants,
            lookalikes={ord(row["form"]): row["latin"] for row in tables["lookalikes"]},
            keyboards=keyboards,
            weights={row["feature"]: float(row["weight"]) for row in tables["match_weights"]},
            _retype=_retyper(frozenset(known), keyboards, variants),
            _parts=_splitter(words),
        )

    def unify(self, name: str) -> str:
        """Return the name with one form for each letter that has several, of the same length, code point by code point.

        Han characters take their simplified form, Arabic and Hebrew letters their plain one; a word typed on the
        wrong keyboard is typed again.
        """
        return " ".join(map(self._retype, name.translate(self.variants).split(" ")))

    def typed(self, name: str, key: str) -> bool:
        """Tell whether a name is another's letters (`names.squash`), typed on another keyboard."""
        if not len(key) >= _TYPED // 2 or not name.isascii():
            return False
        return key in self.retyped(name)

    def retyped(self, name: str) -> tuple[str, ...]:
        """Return the letters of a name, typed on each of the other keyboards, each letter in its one form."""
        typed = (compose(name.translate(keyboard)).translate(self.variants) for keyboard in self.keyboards)
        return tuple(dict.fromkeys(squash(text).translate(self.variants) for text in typed))

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the concepts of a folded compound word, all of whose parts are known; empty for any other."""
        return self._parts(word) if len(word) >= _SHORTEST_COMPOUND else ()


def _meanings(rows: Sequence[Row], variants: Mapping[int, str], small: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return what each form means: where languages differ, what most of them mean; a small word means nothing."""
    votes: dict[str, Counter[str]] = {}
    for row in rows:
        form = fold(row["form"].translate(variants))
        if form not in small:
            votes.setdefault(form, Counter())[row["concept"]] += 1
    return {
        form: tuple(min(told, key=lambda concept: (-told[concept], concept)).split("+")) for form, told in votes.items()
    }


def _languages(rows: Sequence[Row], variants: Mapping[int, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(fold(row["form"].translate(variants)), set()).add(row["language"].partition("-")[0])
    return {form: frozenset(languages) for form, languages in found.items()}


def weight_of(word: str) -> float:
    """Return how much a word tells that stands in no table."""
    if len(word) == 1 and word.isascii():
        return _LETTER
    return _SHORT_WORD if len(word) <= _SHORT and word.isascii() else _UNKNOWN_WORD


def _keyboards(rows: Sequence[Row]) -> tuple[Mapping[int, str], ...]:
    """Return, for each layout, what each key would have typed on it, and the other way round for letters."""
    layouts: dict[str, dict[int, str]] = {}
    for row in rows:
        layouts.setdefault(row["layout"], {})[ord(row["key"])] = row["char"]
    there = [layout for _, layout in sorted(layouts.items())]
    back = [{ord(char): chr(key) for key, char in layout.items() if script_of(char)} for layout in there]
    return (*there, *back)


def _retyper(
    known: frozenset[str], keyboards: Sequence[Mapping[int, str]], variants: Mapping[int, str]
) -> Callable[[str], str]:
    """Return a function that types a word again that was typed on the wrong keyboard, and only such a word."""

    @lru_cache(maxsize=65536)
    def retype(word: str) -> str:
        if len(word) < _TYPED or fold(word) in known:
            return word
        for keyboard in keyboards:
            other = compose(word.translate(keyboard)).translate(variants)
            if other != word and len(other) == len(word) and fold(other) in known:
                return other
        return word

    return retype


def _splitter(words: Mapping[str, tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """Return a function that parts a compound into known words, the fewest it can; with a memory of its own."""
    listed = {word: keys for word, keys in words.items() if " " not in word and len(word) >= _PART}

    @lru_cache(maxsize=65536)
    def parts(word: str) -> tuple[str, ...]:
        best: dict[int, tuple[str, ...]] = {0: ()}
        for begin in range(len(word)):
            if begin not in best:
                continue
            for end in range(begin + _PART, len(word) + 1):
                keys = listed.get(word[begin:end])
                if keys is None:
                    continue
                made = (*best[begin], *keys)
                for link in _LINKS:
                    stop = end + len(link)
                    if word.startswith(link, end) and (stop not in best or len(made) < len(best[stop])):
                        best[stop] = made
        found = best.get(len(word), ())
        return found if len(found) > 1 else ()

    return parts
