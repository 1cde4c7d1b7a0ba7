"""Places named in a name: countries, subdivisions, cities, regions, peoples; the only user of pycountry.

What a place means for its body, seat or concern, is not decided here: see `grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pycountry

from siggraph.organisations.phrases import Hit, PhraseBook, Token, tokenize

KINDS = ("country", "subdivision", "city", "region", "people")
FORMS = ("name", "demonym", "adjective")
STOP_RULES = ("never", "capital", "upper", "exact", "context", "trap")
_KOSOVO = "XK"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_REGION = re.compile(r"\d{3}")
# UN M49 groupings that we use: the world, its regions, and the few groups that CLDR adds; no single country.
_REGIONS = re.compile("00[12359]|01[134-9]|02[19]|03[0459]|05[347]|06[12]|14[235]|15[0145]|202|419")
_MARKED = frozenset({"vi", "hi"})
_CONDITIONS = ("upper", "exact", "capital")
_RANK = {"country": 0, "people": 1, "subdivision": 2, "region": 3, "city": 4}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer: what one printed form may stand for.

    ``code`` is alpha-2 (XK for Kosovo), ISO 3166-2, M49 digits or a slug of a people; ``also`` further codes;
    ``seat`` the alpha-2 code that the place implies as a seat, blank for regions, peoples and homelands; ``weak``
    marks a form that is often another word, to be read as a place only beside a clear mark.
    """

    code: str
    kind: str
    form: str
    seat: str
    also: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as printed in a name: the half-open span, its text, what it stands for.

    ``first``/``last`` is the span in tokens (exclusive); ``choices`` are the other places of the same form, where it
    has several; `code` and `seat` are then those of the likeliest and no seat should rest on them alone.
    """

    begin: int
    end: int
    text: str
    code: str
    kind: str
    form: str
    seat: str = ""
    also: tuple[str, ...] = ()
    weak: bool = False
    first: int = 0
    last: int = 0
    choices: tuple[Place, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes of the place: its own and what it adds (a people its homeland's code and its slug)."""
        return (self.code, *self.also)


@lru_cache(maxsize=4096)
def is_country(code: str) -> bool:
    """Tell whether `code` may be a seat: ISO 3166-1 alpha-2, or XK for Kosovo.

    >>> is_country("TW"), is_country("XK"), is_country("UK"), is_country("CN-XZ")
    (True, True, False, False)
    """
    two = len(code) == len(_KOSOVO) and code.isascii() and code.isupper()
    return code == _KOSOVO or (two and pycountry.countries.get(alpha_2=code) is not None)


@lru_cache(maxsize=8192)
def is_place_code(code: str) -> bool:
    """Tell whether `code` may be a concern: alpha-2 or XK, ISO 3166-2, M49 digits of a region, slug of a people.

    >>> [is_place_code(code) for code in ("HK", "CN-XZ", "142", "rohingya", "CN-54", "Tibet", "")]
    [True, True, True, True, False, False, False]
    """
    if _REGION.fullmatch(code):
        return bool(_REGIONS.fullmatch(code))
    if "-" in code:
        return pycountry.subdivisions.get(code=code) is not None  # type: ignore[no-untyped-call]
    return is_country(code) or bool(_SLUG.fullmatch(code))


class Gazetteer:
    """Printed forms of places, compiled once.

    >>> rows = [{"form": "Tibet", "code": "CN-XZ", "kind": "subdivision", "form_kind": "name", "seat": ""},
    ...         {"form": "Australia", "code": "AU", "kind": "country", "form_kind": "name", "seat": "AU"}]
    >>> [(m.text, m.code, m.seat) for m in Gazetteer.from_rows(rows).find("Australia Tibet Council")]
    [('Australia', 'AU', 'AU'), ('Tibet', 'CN-XZ', '')]
    """

    def __init__(self, book: PhraseBook[Place | None]) -> None:
        self._book = book

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]], stops: Iterable[Mapping[str, str]] = ()) -> Gazetteer:
        """Compile the rows of places.tsv, less or tamed by the rows of place_stop.tsv.

        Stop rules: ``never`` drops a form, ``capital``, ``upper`` and ``exact`` ask for such spelling, ``context``
        for a clear mark beside it, ``trap`` is a longer phrase that hides the place inside it.
        """
        rules: dict[str, set[str]] = {}
        traps: list[str] = []
        for stop in stops:
            if stop["rule"] == "trap":
                traps.append(stop["form"])
            else:
                rules.setdefault(stop["form"].casefold(), set()).add(stop["rule"])
        entries: list[tuple[str, Place | None, str]] = [(form, None, "") for form in traps]
        for row in rows:
            form = row["form"]
            rule = rules.get(form.casefold(), ())
            if "never" in rule:
                continue
            condition = next((c for c in _CONDITIONS if c in rule), "")
            if not condition and row.get("language", "") in _MARKED:
                condition = "exact"  # marks part words that folding would make one
            entries.append((form, _place(row, weak="context" in rule), condition))
        return cls(PhraseBook(entries))

    def find(self, name: str, tokens: Sequence[Token] | None = None) -> tuple[PlaceMention, ...]:
        """Return the places of a cleaned name from left to right, the longest forms, none overlapping."""
        tokens = tokenize(name) if tokens is None else tokens
        hits = self._book.find(tokens, word_starts=True)
        mentions = (_mention(name, tokens, hit) for hit in hits)
        found = tuple(mention for mention in mentions if mention is not None)
        return _settle(found) if any(mention.choices for mention in found) else found

    def whole(self, text: str) -> PlaceMention | None:
        """Return the one place that `text` names and nothing else, articles apart; ``None`` otherwise."""
        tokens = tokenize(text)
        found = self.find(text, tokens)
        if len(found) != 1:
            return None
        rest = [t.key for t in (*tokens[: found[0].first], *tokens[found[0].last :])]
        return found[0] if all(key in _ARTICLES for key in rest) else None


_ARTICLES = frozenset({"the", "la", "le", "les", "el", "los", "die", "der", "republic", "of"})


def _place(row: Mapping[str, str], *, weak: bool) -> Place:
    code, *also = row["code"].split("|")
    return Place(code, row["kind"], row["form_kind"], row["seat"], tuple(also), weak)


def _mention(name: str, tokens: Sequence[Token], hit: Hit[Place | None]) -> PlaceMention | None:
    """Turn a hit into a mention; a trap among the values hides the place."""
    places = [place for place in hit.values if place is not None]
    if len(places) != len(hit.values):
        return None
    begin, end = tokens[hit.first].begin, tokens[hit.last - 1].end
    text = name[begin:end]
    if "." in text and name[begin - 1 : begin] == ".":
        return None  # the U.S of O.N.L.U.S
    if text.isupper() and len(text) <= _SHORT_CAPITALS and name.isupper() and len(tokens) > _FEW:
        return None  # in a name all in capitals, US and IT are words as well
    places.sort(key=lambda place: _RANK.get(place.kind, len(_RANK)))
    best = places[0]
    others = tuple(p for p in places[1:] if (p.seat or p.code) != (best.seat or best.code))
    return PlaceMention(
        begin, end, text, best.code, best.kind, best.form, best.seat, best.also, best.weak, hit.first, hit.last, others
    )


_SHORT_CAPITALS = 3
_FEW = 2


def _settle(found: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """Let a clear place choose among the readings of an unclear one ("Victoria, Australia")."""
    clear = {mention.seat for mention in found if not mention.choices and mention.seat}
    settled = []
    for mention in found:
        readings = (_reading(mention), *mention.choices)
        fitting = [reading for reading in readings if reading.seat in clear]
        if mention.choices and len({reading.seat for reading in fitting}) == 1:
            best = fitting[0]
            settled.append(
                replace(
                    mention, code=best.code, kind=best.kind, form=best.form, seat=best.seat, also=best.also, choices=()
                )
            )
        else:
            settled.append(mention)
    return tuple(settled)


def _reading(mention: PlaceMention) -> Place:
    return Place(mention.code, mention.kind, mention.form, mention.seat, mention.also, mention.weak)
