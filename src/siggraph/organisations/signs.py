"""signs: what speaks for and against two names being one body, each sign by name and from 0 to 1.

The signs of words come in two kinds, ``one.`` and ``two.``: in one language a word that only one name has is a word
more; in two it may be a translation that the tables do not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

from siggraph.names import script_of
from siggraph.organisations.acronyms import made_of
from siggraph.organisations.features import Features
from siggraph.organisations.match_words import HEAD, SCOPE, UNIT
from siggraph.organisations.pairing import Pairing, alike, pair
from siggraph.organisations.romanise import skeleton
from siggraph.organisations.views import Atom, View, tells

_LONG_NAME = 12  # letters: in a shorter name one letter may make another body
_LETTERS_AN_EDIT = 12
_LONG_ACRONYM = 4
_STEM = 3  # letters by which forms of one word in one language begin
_OF_MANY_LANGUAGES = frozenset({"Latn", "Cyrl", "Arab"})
_CHARACTERS = frozenset({"Hani", "Kana", "Hang"})
_FEW_CHARACTERS, _MANY_CHARACTERS = 4, 6
_SHORTEST_SLIP = 3  # letters of an acronym beside equal words that may be misprinted
_EQUAL_SOUND = 0.9
_CONSONANTS = 4
_PLACE_SIGN = "@"  # a place, in the order of print
_PLACE = 0.7  # weight of a place that the other does not name
_OWN = 1.0  # weight of a word that no table knows
_LIKELY = 0.8  # how surely two words must be one
MOST = 0.85  # likeness from which on two names are the same but for what stands beside


def signs(a: Features, b: Features) -> tuple[dict[str, float], Pairing]:
    """Return the signs for and against two names being one body, by name, each from 0 to 1, and the best pairing.

    Where one of the two is an acronym and no more, the words of the other say nothing but through the acronym.
    """
    best = max((pair(x, y) for x in a.views for y in b.views), key=_closeness)
    short, explained = _of_acronyms(a, b, best)
    if a.bare or b.bare or short.get("acronym_made"):
        found = {"acronym_alone": 1.0, **short}
    else:
        tongue = "one" if _one_tongue(a, b, best) else "two"
        found = {f"{tongue}.{name}": value for name, value in {"always": 1.0, **_of_words(a, b, best)}.items()}
        found.update(short)
        found.update(_of_asides(a, b, best, tongue))
        found["other_script"] = float(not set(a.scripts) & set(b.scripts))
        if found["other_script"]:
            found["sound"] = _sound(best.first, best.second)
            found["sound_equal"] = float(found["sound"] > _EQUAL_SOUND)
    places = _of_places(a, b, explained)
    found.update(places)
    if "acronym_alone" in found and a.bare != b.bare:
        one, other = (a, b) if a.bare else (b, a)
        found["acronym_with_place"] = float(bool(set(one.codes) - set(other.codes)))
        found["acronym_of_a_chapter"] = float(not explained and bool(set(other.codes) - set(one.codes)))
    if places and "places_same" not in places and (best.likeness >= MOST or short.get("acronym_printed")):
        found["chapter"] = 1.0
    if a.numbers != b.numbers:
        found["numbers_conflict" if a.numbers and b.numbers else "number_extra"] = 1.0
    return {name: value for name, value in found.items() if value}, best


def _one_tongue(a: Features, b: Features, best: Pairing) -> bool:
    """Whether two names are likely in one language: then a word that only one has is no translation's fault."""
    shared = set(a.scripts) & set(b.scripts)
    if not shared:
        return False
    if not shared & _OF_MANY_LANGUAGES:
        return True
    if a.languages and b.languages:
        return bool(a.languages & b.languages)
    return any(x.text[:_STEM] == y.text[:_STEM] for x, y in best.both)


def _of_asides(a: Features, b: Features, best: Pairing, tongue: str) -> dict[str, float]:
    """Tell what names print beside the views that were compared: a tagline, a place, a unit."""
    beside = [_beside_view(a, best.first, b), _beside_view(b, best.second, a)]
    weights = sorted(min(2.0, sum(atom.weight for atom in side)) for side in beside)
    own = any(_is_own(x) and _is_own(y) for x, y in best.both)
    names = [[atom for atom in side if _is_own(atom)] for side in beside]
    apart = all(names) and not any(alike(x, y) for x in names[0] for y in names[1])
    views = [(a, best.first, b), (b, best.second, a)]
    placed = any(of.whole.placed and not view.placed and set(of.codes) - set(x.codes) for of, view, x in views)
    return {
        "aside_of_own_name" if own else "aside": weights[1] - weights[0],
        "aside_with_place": float(placed),
        "asides_conflict": weights[0] if tongue == "one" else float(apart),
        "own_name_aside": float(not own and any(names)),
    }


def _beside_view(of: Features, chosen: View, other: Features) -> tuple[Atom, ...]:
    """Return what a name prints beside the view that was compared, and neither view nor other says."""
    said = {atom.key for atom in (*chosen.atoms, *other.whole.atoms)}
    return tuple(atom for atom in of.whole.atoms if atom.key not in said)


def _is_own(atom: Atom) -> bool:
    """Whether a word is in no table: likely a name of its own."""
    return not atom.key.startswith("=") and atom.weight >= _OWN


def _closeness(found: Pairing) -> tuple[float, float, list[str]]:
    """Rank pairings; the letters decide between equals, so that the order of the two names does not."""
    return found.likeness, -found.left, sorted((found.first.key, found.second.key))


def _of_words(a: Features, b: Features, best: Pairing) -> dict[str, float]:
    found = {
        "alike": best.likeness,
        "equal_words": float(best.likeness == 1.0 and not best.loose),
        "generic": float(
            best.left == 0 and not any(_is_own(x) for x, _ in best.both) and not set(a.codes) & set(b.codes)
        ),
        "rendered": float(best.weakest < _LIKELY),
        "reordered": float(best.likeness == 1.0 and not best.loose and _reordered(best.first.order, best.second.order)),
        "equal_loosely": float(best.likeness == 1.0 and _LIKELY <= best.weakest < 1),
        "shared": min(1.0, best.shared / 3),
        "little_shared": max(0.0, 1.0 - best.shared),
        "nothing_shared": float(not best.shared),
        "loose": min(1.0, best.loose / 2),
    }
    sides = (_unexplained(best.rest_a, best.second), _unexplained(best.rest_b, best.first))
    if not all(atom.key.startswith("=") for side in sides for atom in side) or not best.left:
        slip = _slip(best.first, best.second) if a.numbers == b.numbers else ""
        if slip:  # what is left over on either side is the misprinted word
            return {**found, slip: 1.0}
    one_sided = not (best.rest_a and best.rest_b)
    if best.left and all(atom.role == HEAD for side in sides for atom in side):
        plain = one_sided and not best.loose and a.codes == b.codes and _whole(a, b, best)
        own = plain and any(_is_own(x) and _is_own(y) for x, y in best.both)
        found["own_name_and_kind" if own else "only_kind"] = 1.0
    extra = [_PLACE * bool(set(x.codes) - set(y.codes)) for x, y in ((a, b), (b, a))]
    totals = sorted(min(2.0, sum(atom.weight for atom in side) + more) for side, more in zip(sides, extra, strict=True))
    found["left_both"], found["left_one"] = totals[0], totals[1] - totals[0]
    for name, chosen in _KINDS.items():
        weights = sorted(min(1.0, sum([atom.weight for atom in side if chosen(atom)])) for side in sides)
        found[f"{name}_both"], found[f"{name}_one"] = weights[0], weights[1] - weights[0]
    return found


_KINDS: Mapping[str, Callable[[Atom], bool]] = {
    "word": lambda atom: tells(atom) and not atom.key.startswith("="),
    "topic": lambda atom: tells(atom) and atom.key.startswith("="),
    "head": lambda atom: atom.role == HEAD,
    "unit": lambda atom: atom.role == UNIT,
    "scope": lambda atom: atom.role == SCOPE,
}


def _reordered(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two views say the same in another order; a place that one alone names changes none."""
    if a.count(_PLACE_SIGN) != b.count(_PLACE_SIGN):
        a, b = ([key for key in side if key != _PLACE_SIGN] for side in (a, b))
    return list(a) != list(b)


def _whole(a: Features, b: Features, best: Pairing) -> bool:
    """Whether nothing stands beside the views that were compared."""
    return not (_beside_view(a, best.first, b) or _beside_view(b, best.second, a))


def _unexplained(rest: Sequence[Atom], other: View) -> tuple[Atom, ...]:
    """Return what is left over, less an acronym of the other's words that stands among them."""
    return tuple(atom for atom in rest if not (len(atom.text) >= _SHORTEST_SLIP and made_of(atom.text, other) == 1.0))


def _sound(a: View, b: View) -> float:
    """Return how alike two views are in sound where they are written otherwise, 0 (half or less) to 1."""
    left, right = skeleton(a.core), skeleton(b.core)
    if a.core == b.core or min(len(left), len(right)) < _CONSONANTS:
        return 0.0
    return max(0.0, 2 * OSA.normalized_similarity(left, right) - 1)


def _slip(a: View, b: View) -> str:
    """Return the sign that two views differ by a slip in print, wherever it stands; blank where they do not.

    One edit in twelve letters; one in all where characters are syllables or words, of which six must be there, or four
    where that is a weaker sign.
    """
    if a.key == b.key:
        return ""
    length = min(len(a.key), len(b.key))
    if script_of(a.key[:1] or " ") in _CHARACTERS:
        near = length >= _FEW_CHARACTERS and OSA.distance(a.key, b.key, score_cutoff=1) <= 1
        return ("nearly_equal_characters" if length >= _MANY_CHARACTERS else "nearly_equal_few") if near else ""
    most = max(1, length // _LETTERS_AN_EDIT)
    return "nearly_equal" if length >= _LONG_NAME and OSA.distance(a.key, b.key, score_cutoff=most) <= most else ""


def _of_places(a: Features, b: Features, explained: str) -> dict[str, float]:
    """Compare places; where an acronym's letters stand for those of the full name (`explained`), they are no more."""
    left, right = set(a.codes), set(b.codes)
    if explained:
        left, right = (left & right, right) if explained == "a" else (left, left & right)
        if left == right:
            return {}
    if left == right:
        return {"places_same": float(bool(left))}
    if not left or not right:
        return {"place_extra": 1.0}
    if left <= right or right <= left:
        return {"places_more": 1.0}
    lands = [{place.partition("/")[0] for place in side} for side in (left, right)]
    if lands[0] == lands[1]:
        return {"towns_conflict" if all("/" in place for place in left ^ right) else "places_more": 1.0}
    return {"places_conflict": 1.0}


def _of_acronyms(a: Features, b: Features, best: Pairing) -> tuple[dict[str, float], str]:
    """Acronyms that both print, that one prints and the other's words make, that conflict.

    The second value tells whose places stand in the letters of the other's acronym: ``a``, ``b`` or none.
    """
    left, right = set(a.acronyms), set(b.acronyms)
    if left & right:
        return _of_common(a, b, left & right, best), ""
    forth, back = _made(a, b), _made(b, a)
    made = max(forth, back, key=lambda found: found[:2])
    if made[0]:
        found = {"acronym_made": made[0], "acronym_of_all_words": float(made[0] == 1.0), "acronym_made_long": made[1]}
        return found, ("b" if made is forth else "a") if made[2] else ""
    if a.bare or b.bare:
        return {_beside(a, b): 1.0}, ""
    slips = any(OSA.distance(x, y) == 1 for x in left for y in right if len(x) >= _SHORTEST_SLIP)
    return ({"acronyms_conflict": 1.0} if left and right and not slips else {}), ""


def _of_common(a: Features, b: Features, common: AbstractSet[str], best: Pairing) -> dict[str, float]:
    long = float(max(map(len, common)) >= _LONG_ACRONYM)
    if a.bare and b.bare:
        return {"acronym_both_bare": 1.0, "acronym_both_bare_long": long}
    if not (a.bare or b.bare):
        return {"acronym_shared": 1.0, "acronym_shared_words_apart": 1.0 - best.likeness}
    full = b if a.bare else a
    explained = max((made_of(acronym, view) for acronym in common for view in full.views), default=0.0)
    return {"acronym_printed": 1.0, "acronym_printed_explained": explained, "acronym_printed_long": long}


def _beside(a: Features, b: Features) -> str:
    """Return how an acronym that the other does not explain stands to it: among its words, or nowhere."""
    sides = [(x, y) for x, y in ((a, b), (b, a)) if x.bare]
    if not any(acronym in view.words for x, y in sides for acronym in x.acronyms for view in y.views):
        return "acronym_unexplained"
    rest = [atom for x, y in sides for atom in y.whole.atoms if atom.text not in x.acronyms]
    return "acronym_and_kind" if all(atom.role == HEAD for atom in rest) else "acronym_inside"


def _made(short: Features, full: Features) -> tuple[float, float, bool]:
    """Return how well the acronym that one name is was made of the other's words, that value again if it is long.

    The third value says whether its letters stand for places too.
    """
    candidates = short.acronyms if short.bare else (short.label.casefold(),) if short.label else ()
    if not candidates and len(short.key) <= _FEW_CHARACTERS + 1 and script_of(short.key[0]) in _CHARACTERS:
        candidates = (short.key,)  # a short name in characters may be a pick of the long one's
    best = (0.0, 0.0, False)
    for acronym in candidates:
        for view in full.views:
            value = 0.0 if acronym in view.words else made_of(acronym, view)
            places = [word for word in view.content if word not in view.home]
            letters = bool(places) and all(word[0] in acronym for word in places)
            letters = letters and acronym != "".join(word[0] for word in view.home)
            best = max(best, (value, value * (len(acronym) >= _LONG_ACRONYM), letters and bool(value)))
    return best
