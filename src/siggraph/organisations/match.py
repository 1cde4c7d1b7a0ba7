"""match: do two printed names mean the same body? Features that are shown, an honest score, and "unsure" as an answer.

Only one sign is sure enough to merge by itself: the same letters and digits, in a name that is no bare acronym.
Everything else is a suggestion for a person: initials, a rare word in common, a translation word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siggraph.names import fold, initials, is_acronym, script_runs, scripts, split_expansion, squash

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
_RARE = 5  # code points: shorter words coincide by chance
_JOINTS = re.compile(r"['’*/]")  # what joins two words in print: l'homme is two
_TRAILING_PLACE = re.compile(r"\s*(?:,|\s[-–—])\s*[^,]+$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer for two names: verdict, probability of "same", and the features that spoke."""

    verdict: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchWords:
    """The reference tables behind `compare`: words that tell no bodies apart, head nouns, and the names of places.

    ``places`` returns, for a name, the codes it mentions and their spans: the gazetteer's answer, passed in by the
    pipeline, so that this room needs no gazetteer of its own.
    """

    generic: frozenset[str]
    heads: Mapping[str, str]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> MatchWords:
        """Fold the tables generic_words and head_words."""
        return cls(
            frozenset(fold(row["form"]) for row in tables["generic_words"]),
            {fold(row["form"]): row["head"] for row in tables["head_words"]},
        )


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of one printed name.

    ``codes`` are the places and peoples that it mentions; ``rare`` its words that are no place, head noun or generic
    word; ``heads`` its head nouns by meaning; ``acronyms`` those printed; ``initials`` those that its words make.
    """

    name: str
    key: str
    codes: frozenset[str]
    heads: frozenset[str]
    rare: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    scripts: tuple[str, ...]


Mentions = Sequence[tuple[int, int, str]]  # begin, end, code


def features(name: str, mentions: Mentions, words: MatchWords) -> Features:
    """Return the features of a printed name; `mentions` are the places found in it (begin, end, code)."""
    rest = list(name)
    for begin, end, _ in mentions:
        rest[begin:end] = " " * (end - begin)
    heads, rare = _words("".join(rest), words)
    return Features(
        name=name,
        key=squash(name),
        codes=frozenset(code for _, _, code in mentions),
        heads=frozenset(heads),
        rare=frozenset(rare),
        acronyms=frozenset(_acronyms(name)),
        initials=frozenset(_initials(name, words)),
        scripts=scripts(name),
    )


def _words(text: str, words: MatchWords) -> tuple[set[str], set[str]]:
    heads: set[str] = set()
    rare: set[str] = set()
    for token in fold(_JOINTS.sub(" ", text)).split():
        if token in words.heads:
            heads.add(words.heads[token])
        elif {"Hani", "Kana"} & set(scripts(token)):
            tail = next((form for form in sorted(words.heads, key=len, reverse=True) if token.endswith(form)), "")
            if tail:
                heads.add(words.heads[tail])
                token = token.removesuffix(tail)  # noqa: PLW2901 - what is left of the word is the word
            if token:
                rare.add(token)
        elif token not in words.generic and (len(token) >= _RARE or token.isdigit()):
            rare.add(token)
        elif token not in words.generic:
            rare.add(f"~{token}")  # too short to be a sign, long enough to stand in the way of a translation
    return heads, rare


def _acronyms(name: str) -> Iterable[str]:
    """Return the acronyms that a name prints: itself, in parentheses, at its end."""
    head, inside = split_expansion(name)
    for part in (name, head, inside, *re.split(r"[\s()\[\]/,-]+", name)):
        if part and is_acronym(part):
            yield squash(part)


def _initials(name: str, words: MatchWords) -> Iterable[str]:
    """Return the acronyms that a name's words make, with and without its small words and its trailing place."""
    for run in script_runs(name):
        head, _ = split_expansion(run)
        for text in (head, _TRAILING_PLACE.sub("", head)):
            tokens = fold(text).split()
            if len(tokens) > 2:  # noqa: PLR2004 - two letters are no sign
                yield initials(text).casefold()
                content = [t for t in tokens if len(t) > 3 or t not in words.generic]  # noqa: PLR2004 - small words
                yield "".join(t[0] for t in content)


def compare(a: Features, b: Features, *, same_letter: bool = True) -> Comparison:
    """Compare two names.

    Parameters
    ----------
    a, b
        Their features.
    same_letter
        Whether both stand in one letter: there the same bare acronym is the same body, across letters it may be two.

    Returns
    -------
    Comparison
        ``same`` only on the sure sign; scores are expert estimates until they are calibrated on labelled pairs.
    """
    if not a.key or not b.key:
        return Comparison(UNSURE, 0.0, ("a name is blank",))
    if a.key == b.key:
        if same_letter or not is_acronym(a.name):
            return Comparison(SAME, 0.99, ("the same letters and digits",))
        return Comparison(UNSURE, 0.7, ("the same acronym in two letters",))
    found = [sign for sign in (_by_acronym(a, b), _by_translation(a, b), _by_rare_word(a, b)) if sign is not None]
    if not found:
        return Comparison(DIFFERENT, 0.02, ("nothing in common but common words",))
    score, reason = max(found)
    reasons = [reason]
    if a.codes and b.codes and not a.codes & b.codes:
        score, reasons = score * 0.4, [*reasons, "different places"]
    return Comparison(UNSURE if score >= 0.1 else DIFFERENT, round(score, 2), tuple(reasons))  # noqa: PLR2004 - nobody reviews one in ten


def _by_acronym(a: Features, b: Features) -> tuple[float, str] | None:
    for short, full in ((a, b), (b, a)):
        if not is_acronym(short.name):
            continue
        made = short.key in full.initials
        if made and short.key == initials(full.name).casefold():
            return 0.75, f"{short.name} is made of the first letters of every word of the other"
        if made:
            return 0.4, f"{short.name} is made of the first letters of some words of the other"
        if short.key in full.acronyms:
            return 0.6, f"the other prints the acronym {short.name}"
        if len(short.key) > 2 and _inside(short.key, full.name):  # noqa: PLR2004 - two letters are no sign
            return 0.2, f"{short.name} is made of first letters inside the other, which may be a unit of it"
    return None


def _inside(acronym: str, name: str) -> bool:
    """Whether an acronym is the first letters of the last words of a longer name, with or without small words."""
    tokens = fold(name).split()
    for kept in (tokens, [token for token in tokens if len(token) > 3]):  # noqa: PLR2004 - small words
        if "".join(token[0] for token in kept).endswith(acronym):
            return True
    return False


def _by_translation(a: Features, b: Features) -> tuple[float, str] | None:
    """Two scripts, the same places and peoples, the same head noun, and nothing else in either."""
    if set(a.scripts) & set(b.scripts) or not a.codes or a.codes != b.codes or a.rare or b.rare:
        return None
    if a.heads != b.heads or not a.heads:
        return None
    return 0.8, "a translation word by word: the same places and the same kind of body"


def _by_rare_word(a: Features, b: Features) -> tuple[float, str] | None:
    shared = set(a.scripts) & set(b.scripts)  # a word in another script is no word that the other lacks
    signs = tuple(
        {x for x in side.rare if not x.startswith("~") and (set(scripts(x)) & shared or x.isdigit())} for side in (a, b)
    )
    common = sorted(signs[0] & signs[1])
    if not common or not (signs[0] <= signs[1] or signs[1] <= signs[0]):
        return None
    share = len(common) / max(len(signs[0]), len(signs[1]))
    heads = 0.15 if a.heads and b.heads and not a.heads & b.heads else 0.0
    return max(0.1, 0.3 + 0.3 * share - heads), f"the rare word {', '.join(common)} in both"
