"""What the names of a body say of it: seat, concern, type, focus and scope as claims with their evidence.

Strengths come from the rows of data/reference and are estimates, not yet calibrated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from siggraph.model import Claim, Listing, Organisation
from siggraph.names import clean, is_masked, phrase_pattern
from siggraph.organisations.clues import Reading, Reads
from siggraph.organisations.combine import finish, profile
from siggraph.organisations.grammar import Grammar
from siggraph.organisations.lexicon import Found, Lexicon, strongest
from siggraph.organisations.phrases import PhraseBook, Token, tokenize
from siggraph.organisations.places import Gazetteer, PlaceMention, is_country

__all__ = ["LegalForm", "Reference", "enrich", "enrich_name", "kind_of", "profile"]

Tables = Mapping[str, Sequence[Mapping[str, str]]]

_HONORIFIC = "honorific"
_LONGEST_PERSON = 5
_LEGAL_SEAT = 0.75
_SURE_SCOPE = 0.75
_PRINTED = 0.97
_HEADING = 0.9
_NATIONAL = 0.6
_DIASPORA = 0.75
_SOLIDARITY = 0.66
_STRONGER = 0.85
_WORLD = ("international", "world", "global")

_PROPOSED = 0.45  # confidence of a relation that two names suggest


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A row of legal_forms.tsv: what a legal form says of country and type; either may be blank."""

    form: str
    country: str
    type: str
    strength: float


@dataclass(frozen=True)
class Reference:
    """The compiled tables of data/reference; `versions` is the data version that stands in each claim's rule."""

    gazetteer: Gazetteer
    grammar: Grammar
    types: Lexicon
    focuses: Lexicon
    legal: PhraseBook[LegalForm]
    persons: re.Pattern[str]
    honorifics: re.Pattern[str]
    versions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: Tables) -> Reference:
        """Compile the tables, keyed by the stems of their files; a missing table is empty.

        An optional table ``versions`` (table, version) gives data versions; without it they are 1.
        """
        get = tables.get
        persons = get("person_words", ())
        legal = (
            (r["form"], LegalForm(r["form"], r["country"], r["type"], float(r["strength"])), _capitals(r["form"]))
            for r in get("legal_forms", ())
        )
        return cls(
            Gazetteer.from_rows(get("places", ()), get("place_stop", ())),
            Grammar.from_rows(get("grammar", ())),
            Lexicon.from_rows(get("type_words", ())),
            Lexicon.from_rows(get("focus_words", ())),
            PhraseBook(legal),
            phrase_pattern([row["form"] for row in persons if row["note"] != _HONORIFIC]),
            phrase_pattern([row["form"] for row in persons if row["note"] == _HONORIFIC]),
            {row["table"]: row["version"] for row in get("versions", ())},
        )

    def rule(self, name: str, table: str) -> str:
        """Return the identifier of a rule with its data version, such as ``seat.alone@1``."""
        return f"{name}@{self.versions.get(table, '1')}"


def _capitals(form: str) -> str:
    return "upper" if form.isupper() and form.isalpha() and len(form) > 1 else ""


def kind_of(name: str, reference: Reference) -> str:
    """Tell whether a printed name is an organisation, an individual or unclear (nothing to read).

    A person is told by a marker ("as an independent expert") or by an honorific before a short name that holds no
    word of an organisation.
    """
    name = clean(name)
    if not any(char.isalpha() for char in name):
        return "unclear"
    if reference.persons.search(name):
        return "individual"
    tokens = tokenize(name)
    title = reference.honorifics.match(name)
    if title is None or not 1 < len(tokens) <= _LONGEST_PERSON or name.isupper():
        return "organisation"
    rest = name[title.end() :].split()
    titled = all(not word[0].islower() for word in rest)
    spoken = reference.types.find(tokens) or reference.gazetteer.find(name, tokens)
    return "individual" if titled and rest and not spoken else "organisation"


def enrich_name(name: str, reference: Reference) -> tuple[Claim, ...]:
    """Return what a name alone says; spans are in the cleaned name, `about` and `source` stay blank.

    An unknown seat is a claim too: status abstained, its note unknown, several or international. The name of a
    person gives one claim, a seat that does not apply.
    """
    name = clean(name)
    if kind_of(name, reference) == "individual":
        return (
            Claim(
                "",
                "seat",
                "",
                None,
                "rule",
                status="not_applicable",
                rule=reference.rule("seat.person", "person_words"),
            ),
        )
    return tuple(_Name(name, reference).claims())


class _Name:
    """One name under reading."""

    def __init__(self, name: str, reference: Reference) -> None:
        self.name = name
        self.reference = reference
        self.tokens: tuple[Token, ...] = tokenize(name)
        mentions = reference.gazetteer.find(name, self.tokens)
        self.reads: Reads = reference.grammar.read(name, self.tokens, mentions)
        self.words = _without_acronyms(name, self.tokens)
        self.hits = reference.grammar.triggers(self.tokens)
        self.scopes = self._scopes()
        self.legal = self._legal()

    def claims(self) -> Iterator[Claim]:
        """All claims of the name: seat, concern, type, focus, scope."""
        seats = list(self.seats())
        yield from seats or [self.no_seat()]
        yield from self.concerns({claim.value for claim in seats})
        yield from self.types({claim.value for claim in seats})
        for found in self.reference.focuses.find(self.words):
            yield self.found("focus", found, self.reference.rule("focus.word", "focus_words"))
        yield from self.scope({claim.value for claim in seats})

    def claim(self, field_name: str, value: str, confidence: float, rule: str, begin: int, end: int) -> Claim:
        """Make a claim by rule from a span of the name."""
        return Claim(
            "",
            field_name,
            value,
            round(confidence, 4),
            "rule",
            rule=rule,
            begin=begin,
            end=end,
            quote=self.name[begin:end],
        )

    def found(self, field_name: str, found: Found, rule: str) -> Claim:
        """Make a claim from a keyword."""
        return self.claim(field_name, found.code, found.strength, rule, found.begin, found.end)

    # -- seat and concern ---------------------------------------------------------------------------------------

    def _legal(self) -> list[tuple[LegalForm, int, int]]:
        hits = self.reference.legal.find(self.tokens)
        return [(v, self.tokens[h.first].begin, self.tokens[h.last - 1].end) for h in hits for v in h.values]

    def seats(self) -> Iterator[Claim]:
        """Give the seat by its strongest reading, and by a legal form that agrees or stands alone."""
        reading = self.reads.seat
        legal = [(f, b, e) for f, b, e in self.legal if f.country and f.strength >= _LEGAL_SEAT]
        best = max((f.strength for f, _, _ in legal), default=0.0)
        said = reading.mention.seat if reading else ""
        if reading and (reading.strength >= best or said in {f.country for f, _, _ in legal}):
            rule = self.reference.rule(f"seat.{reading.rule}", "grammar")
            mention = reading.mention
            yield self.claim("seat", said, reading.strength, rule, mention.begin, mention.end)
            legal = [(f, b, e) for f, b, e in legal if f.country == said]
        if len({f.country for f, _, _ in legal}) == 1:
            form, begin, end = max(legal, key=lambda item: item[0].strength)
            rule = self.reference.rule("seat.legal-form", "legal_forms")
            yield self.claim("seat", form.country, form.strength, rule, begin, end)

    def no_seat(self) -> Claim:
        """Say that the name gives no seat, and why."""
        why = self.reads.why
        sure = any(f.code == "international" and f.strength >= _SURE_SCOPE for f in self.scopes)
        if why == "unknown" and sure and not self.reads.readings:
            why = "international"
        rule = self.reference.rule("seat.none", "grammar")
        return Claim("", "seat", "", None, "rule", status="abstained", rule=rule, note=why)

    def concerns(self, seats: set[str]) -> Iterator[Claim]:
        """Give the places and peoples that the body is about, each code once."""
        given: set[str] = set()
        for reading in self.reads.concerns:
            rule = self.reference.rule(f"concern.{reading.rule}", "grammar")
            mention = reading.mention
            for code in _concern_codes(mention):
                own = code in seats and reading.rule not in {"concern-before", "concern-after"}
                if code not in given and not own:
                    given.add(code)
                    yield self.claim("concern", code, reading.strength, rule, mention.begin, mention.end)

    # -- type and scope -----------------------------------------------------------------------------------------

    def types(self, seats: set[str]) -> Iterator[Claim]:
        """Give the type: its strongest word, or what seat and concern together say."""
        about = any(reading.mention.kind != "region" for reading in self.reads.concerns)
        words = self.reference.types.find(self.words)
        found = strongest([word for word in words if about or word.code != "solidarity_group"])
        derived = self.derived_type(seats)
        if derived and (found is None or found.strength < _STRONGER):
            kind, strength, reading = derived
            rule = self.reference.rule(f"type.{kind.split('_')[0]}", "grammar")
            yield self.claim("type", kind, strength, rule, reading.mention.begin, reading.mention.end)
        elif found:
            yield self.found("type", found, self.reference.rule("type.word", "type_words"))
        elif legal := [item for item in self.legal if item[0].type]:
            form, begin, end = legal[0]
            yield self.claim(
                "type", form.type, form.strength, self.reference.rule("type.legal-form", "legal_forms"), begin, end
            )

    def derived_type(self, seats: set[str]) -> tuple[str, float, Reading] | None:
        """Read a community in a people with a word such as association, a solidarity group in a concern elsewhere."""
        readings = [r for r in self.reads.concerns if r.mention.kind != "region" and r.rule != "pair"]
        away = [r for r in readings if not r.mention.seat or r.mention.seat not in seats]
        spoken_for = any(hit.values[0].role == "concern-before" for hit in self.hits)
        community = any(trigger.role == "community" for hit in self.hits for trigger in hit.values)
        for reading in away:
            people = reading.mention.kind == "people" or reading.mention.form != "name" or not reading.mention.seat
            if community and not spoken_for and people and reading.rule in {"homeland", "diaspora", "exile", "first"}:
                return "diaspora_or_community_group", _DIASPORA, reading
        return ("solidarity_group", _SOLIDARITY, away[0]) if away and seats else None

    def _scopes(self) -> list[Found]:
        found = []
        for hit in self.hits:
            begin, end = self.tokens[hit.first].begin, self.tokens[hit.last - 1].end
            found += [
                Found(trigger.role.removeprefix("scope-"), trigger.strength, trigger.form, begin, end)
                for trigger in hit.values
                if trigger.role.startswith("scope-")
            ]
        return found

    def scope(self, seats: set[str]) -> Iterator[Claim]:
        """How far the body reaches, by its words, a region, or the kind of its seat."""
        rule = self.reference.rule("scope.word", "grammar")
        regions = [r for r in self.reads.concerns if r.mention.kind == "region"]
        if regions and not seats:
            mention = regions[0].mention
            yield self.claim(
                "scope",
                "regional",
                regions[0].strength,
                self.reference.rule("scope.region", "places"),
                mention.begin,
                mention.end,
            )
        elif word := strongest(self.scopes):
            yield self.found("scope", word, rule)
        elif seats and (seat := self.reads.seat) is not None and seat.mention.first < seat.mention.last:
            mention = seat.mention
            value = "local" if mention.kind == "city" else "national"
            yield self.claim(
                "scope", value, _NATIONAL, self.reference.rule("scope.seat", "grammar"), mention.begin, mention.end
            )


def _without_acronyms(name: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out what stands in brackets as one word in capitals: LEGAL and FIND are acronyms there, not words."""
    return tuple(
        token
        for token in tokens
        if not (
            token.begin > 0
            and token.text.isupper()
            and name[token.begin - 1] in "([（"
            and name[token.end : token.end + 1] in {")", "]", "）"}
        )
    )


def _concern_codes(mention: PlaceMention) -> tuple[str, ...]:
    """Codes of a place as a concern: its country for a city or province, its own for homelands and peoples."""
    if mention.kind in {"city", "subdivision"} and mention.seat:
        return (mention.seat,)
    return mention.codes


def _printed_place(text: str, confidence: float, rule: str, reference: Reference) -> Iterator[Claim]:
    """Read a place printed beside a name or above it: a country, a code, or a word such as International."""
    text = clean(text).strip(" :.-–—()[]（）")
    if not text:
        return
    mention = reference.gazetteer.whole(text)
    code = text if is_country(text) else mention.seat if mention and not mention.choices else ""
    base = Claim("", "seat", "", None, "printed", rule=reference.rule(rule, "places"), quote=text)
    if code:
        yield replace(base, value=code, confidence=confidence)
    elif mention and mention.kind == "region":
        yield replace(base, status="abstained", note="international")
        yield replace(base, property="scope", value="regional", confidence=confidence)
    elif text.casefold().startswith(_WORLD):
        yield replace(base, status="abstained", note="international")
        yield replace(base, property="scope", value="international", confidence=confidence)


def _listing_claims(
    listing: Listing, reference: Reference, known: MutableMapping[str, tuple[Claim, ...]]
) -> Iterator[Claim]:
    """All claims of one printed line."""
    if listing.name not in known:
        known[listing.name] = enrich_name(listing.name, reference)
    for claim in known[listing.name]:
        yield replace(claim, source=listing.id)
    printed = [*_printed_place(listing.country, _PRINTED, "seat.printed-country", reference)]
    printed = printed or [*_printed_place(listing.heading, _HEADING, "seat.printed-heading", reference)]
    for claim in printed:
        yield replace(claim, source=listing.id)


def enrich(
    organisation: Organisation,
    listings: Sequence[Listing],
    curated: Sequence[Claim],
    reference: Reference,
    known: MutableMapping[str, tuple[Claim, ...]] | None = None,
) -> tuple[Claim, ...]:
    """Return every claim about one body: of all its printed forms, printed places, and curated rows; ranks and ids set.

    Parameters
    ----------
    organisation
        The body; its `listings` say which of the lines are its own.
    listings
        Lines of any body; others are passed over.
    curated
        Curated claims of any body; their `about` says whose they are. They beat rules, which stay beside them.
    reference
        The compiled tables.
    known
        What names alone said before (`enrich_name`), by name; new ones are added.

    Returns
    -------
    tuple of Claim
        Sorted by property, value and id; no duplicates; at most one preferred value of a property that has one.
    """
    if all(is_masked(name) and not any(map(str.isalnum, name)) for name in organisation.names):  # it was redacted
        return ()
    own = set(organisation.listings)
    claims: list[Claim] = []
    for listing in sorted((line for line in listings if line.id in own), key=lambda line: line.id):
        claims += _listing_claims(listing, reference, {} if known is None else known)
    if not claims:
        claims += enrich_name(organisation.name, reference)
    mine: Iterable[Claim] = (claim for claim in curated if claim.about == organisation.id)
    return finish(organisation.id, (*claims, *mine))


def part_of(part: str, whole: str) -> Claim:
    """Return the proposal that one body is a part of another, whose name is the same less a place or a unit.

    It is held below an even chance, so that it stands among the claims and not among the best values until a person
    or a source says so.
    """
    return Claim(part, "part_of", whole, _PROPOSED, "rule", rule="part_of.same-name-and-more@1")
