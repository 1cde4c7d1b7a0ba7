"""match: do two printed names mean the same body? Signs that are shown, a probability, "unsure" as an answer.

Two names are compared view by view (`features`): words are paired by meaning, by a typing error, an ending or a sound
in another script; what is left over on either side, places, numbers and units speak against. Each sign has a weight
in data/reference/match_weights.tsv, fitted by scripts/fit_match.py on labelled pairs (logistic regression) or held to
an editor's guess, so that the score estimates the probability of "same"; `make eval` tells how well. A merge needs more
than that: see `resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from siggraph.organisations.features import Features, Mentions, features, places_in
from siggraph.organisations.match_words import UNIT, MatchWords
from siggraph.organisations.pairing import Pairing
from siggraph.organisations.signs import signs
from siggraph.organisations.views import tells

__all__ = [
    "DIFFERENT",
    "SAME",
    "UNSURE",
    "Comparison",
    "Features",
    "MatchWords",
    "Mentions",
    "compare",
    "features",
    "places_in",
    "signs",
]

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
AT_LEAST, AT_MOST = 0.9, 0.35  # the probability of "same" from which on, and up to which, the answer is no question
_CERTAIN, _NEVER = 0.99, 0.01
_MOVES = 0.2  # log-odds: a sign that moves less is not told


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer for two names: verdict, probability of "same", the signs that spoke.

    ``part`` is ``a`` or ``b`` where that name is the other with a place or a unit more, so that its body may be a part
    of the other; blank otherwise.
    """

    verdict: str
    score: float
    reasons: tuple[str, ...]
    part: str = ""

    @property
    def relation(self) -> str:
        """The relation that is proposed: part_of, or blank."""
        return "part_of" if self.part else ""


def compare(a: Features, b: Features, *, same_letter: bool = True) -> Comparison:
    """Compare two names.

    Parameters
    ----------
    a, b
        Their features, made with the same tables.
    same_letter
        Whether both stand in one letter: there the same bare acronym is the same body, across letters it may be two.
    """
    if not a.key or not b.key:
        return Comparison(UNSURE, 0.0, ("a name is blank",))
    if a.key == b.key:
        if same_letter or not (a.bare and b.bare) or a.codes:
            return Comparison(SAME, _CERTAIN, ("the same letters and digits",))
        return Comparison(UNSURE, 0.7, ("the same acronym in two letters",))
    if a.looks == b.looks:
        return Comparison(UNSURE, 0.5, ("the same look in letters of another script",))
    if not set(a.scripts) & set(b.scripts) and (a.words.typed(a.name, b.key) or a.words.typed(b.name, a.key)):
        return Comparison(SAME, 0.95, ("the same keys on another keyboard",))
    found, best = signs(a, b)
    score = 1 / (1 + exp(-sum(a.words.weights.get(name, 0.0) * value for name, value in found.items())))
    score = round(min(max(score, _NEVER), _CERTAIN), 2)
    verdict = SAME if score >= AT_LEAST else DIFFERENT if score <= AT_MOST else UNSURE
    part = _part(a, b, found, best) if verdict != SAME else ""
    reasons = _reasons(found, best, a.words.weights)
    if part:
        child, parent = (a, b) if part == "a" else (b, a)
        reasons = (*reasons, f"'{child.name}' may be a part of '{parent.name}'")
    return Comparison(verdict, score, reasons, part)


def _reasons(found: Mapping[str, float], best: Pairing, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Put the signs that weigh most into words, the weightiest first."""
    moved: dict[str, float] = {}
    for name, value in found.items():
        if (short := name.partition(".")[2] or name) in _WORDS:
            moved[short] = weights.get(name, 0.0) * value
    bare = {name for name, text in _WORDS.items() if "{rest}" in text and not best.rest}
    told = sorted(
        (name for name, by in moved.items() if abs(by) >= _MOVES and name not in bare),
        key=lambda name: (-abs(moved[name]), name),
    )
    words = [_WORDS[name].format(common=best.common, rest=best.rest) for name in told[:4]]
    return tuple(dict.fromkeys(words)) or ("nothing in common but common words",)


_WORDS = {
    "alike": "in common: {common}",
    "equal_words": "word for word the same meaning",
    "left_both": "each says what the other does not: {rest}",
    "left_one": "one says more: {rest}",
    "chapter": "the same name but for the place",
    "own_name_and_kind": "the same name, and its kind of body: {rest}",
    "equal_loosely": "every word has its like: {common}",
    "only_kind": "the same but for the kind of body: {rest}",
    "nothing_shared": "no word in common",
    "loose": "words alike but for letters: {common}",
    "nearly_equal_characters": "the same characters but one",
    "nearly_equal_few": "the same characters but one",
    "sound": "alike in sound",
    "generic": "the same meaning, of common words alone",
    "aside_of_own_name": "one prints more beside the name",
    "own_name_aside": "the name of its own that one prints was not compared",
    "aside_with_place": "one prints a place beside it",
    "aside": "one prints more beside it",
    "asides_conflict": "what they print beside it differs",
    "nearly_equal": "the same letters but for a typing error",
    "word_both": "each has a word that the other lacks: {rest}",
    "word_one": "one has a word more: {rest}",
    "topic_both": "each speaks of what the other does not: {rest}",
    "topic_one": "one speaks of more: {rest}",
    "head_both": "another kind of body: {rest}",
    "head_one": "one says what kind of body it is: {rest}",
    "unit_both": "units of two kinds: {rest}",
    "unit_one": "one is a unit: {rest}",
    "scope_both": "another reach: {rest}",
    "scope_one": "one names its reach: {rest}",
    "places_same": "the same places",
    "places_conflict": "different places",
    "towns_conflict": "different towns",
    "places_more": "one names a place more",
    "place_extra": "one names a place",
    "numbers_conflict": "different numbers",
    "number_extra": "one has a number",
    "acronym_shared": "the same acronym",
    "acronym_shared_words_apart": "the same acronym, but other words",
    "acronym_both_bare": "the same acronym, and no more",
    "acronym_printed": "the other prints the acronym",
    "acronym_printed_explained": "the acronym that it prints is made of its words",
    "acronym_with_place": "the acronym stands beside a place that the other does not name",
    "sound_equal": "the same in sound",
    "rendered": "words that translators render by one another, no more",
    "reordered": "the same words in another order",
    "acronym_and_kind": "one is the acronym with its kind of body",
    "acronym_of_a_chapter": "the full name says a place that its acronym does not",
    "acronym_inside": "the acronym is a word of the other",
    "acronym_made": "the acronym is made of the other's first letters",
    "acronym_of_all_words": "it is made of the first letters of every word",
    "acronyms_conflict": "two acronyms",
    "acronym_unexplained": "the acronym is not made of the other's words",
    "other_script": "two scripts",
    "little_shared": "little in common",
}


def _part(a: Features, b: Features, found: Mapping[str, float], best: Pairing) -> str:
    """Return which name looks like a part of the other: the same words, and a place or a unit more."""
    against = ("numbers_conflict", "acronyms_conflict", "asides_conflict", "generic")
    if best.loose or any(found.get(name) for name in against) or not any(tells(atom) for atom, _ in best.both):
        return ""
    if any(atom.role != UNIT for atom in (*best.rest_a, *best.rest_b)):
        return ""
    for side, one, other, rest in (("a", a, b, best.rest_a), ("b", b, a, best.rest_b)):
        unit = any(atom.role == UNIT for atom in rest)
        if set(one.codes) > set(other.codes) and not set(other.codes) - set(one.codes) and not unit:
            return side
        if unit and set(one.codes) >= set(other.codes):
            return side
    return ""
