"""build: facts become the RDF dataset, as sorted N-Quads lines; the single door to every store.

The default graph holds letters, editions, listings, signatures, organisations (the best layer) and the schemes. Named
graphs by role hold claims, matches (judgements, open cases), persons and meta. Nothing in them shares a pattern
with the default graph, so that simple questions get the same answer where a store shows the union of all graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

from siggraph.graph.terms import SCHEME, Names, concept, decimal, integer, iri, literal
from siggraph.model import Judgement

Record = Mapping[str, object]
A = iri("rdf:type")
_PLACES = iri(f"{SCHEME}place")


def nquads(lines: Iterable[str]) -> str:
    """Return the dataset as text: each quad once, sorted by code point, so that equal datasets are equal bytes."""
    return "".join(f"{line}\n" for line in sorted(set(lines)))


class Builder:
    """Writes the quads of one corpus.

    Parameters
    ----------
    base
        The corpus's base IRI.
    facts
        Rows by table name, as `facts.tables.tabulate` gives them.
    titles
        Titles of each letter by language tag.
    place_names
        Labels of places: by code, then by language.
    remarks
        What is to be known of a letter, such as that its date is recalled; by letter.
    """

    def __init__(
        self,
        base: str,
        facts: Mapping[str, Sequence[Record]],
        titles: Mapping[str, Mapping[str, str]],
        place_names: Mapping[str, Mapping[str, str]],
        remarks: Mapping[str, str],
    ) -> None:
        self.names = Names(base)
        self.facts = facts
        self.titles = titles
        self.place_names = place_names
        self.remarks = remarks
        self._places: set[str] = set()
        self._language = {(row["signature"], row["name"]): str(row["language"]) for row in facts["listings"]}
        self._lines = {row["id"] for row in facts["listings"]}
        self._persons = {row["id"] for row in facts["signatures"] if row["capacity"] == "person"}

    def quads(self, judgements: Sequence[Judgement], meta: Mapping[str, str]) -> Iterator[str]:
        """Yield every line of the dataset, unsorted; schemes are added by the caller."""
        yield from self._letters()
        yield from self._editions()
        yield from self._listings()
        yield from self._signatures()
        yield from self._organisations()
        yield from self._claims()
        yield from self._judgements(judgements)
        yield from self._cases()
        yield from self._meta(meta)
        yield from self._used_places()

    # -- the default graph ------------------------------------------------------------------------------------------

    def _letters(self) -> Iterator[str]:
        for row in self.facts["letters"]:
            s = self.names.of("letter", _text(row, "id"))
            yield _quad(s, A, iri("sig:Letter"))
            for language, title in self.titles.get(_text(row, "id"), {}).items():
                yield _quad(s, iri("dcterms:title"), literal(title, language))
            yield from _dated(s, row["date"])
            yield from _optional(s, "rdfs:comment", self.remarks.get(_text(row, "id"), ""))
            yield from _optional(s, "dcterms:subject", row["issue"])
            yield _quad(s, iri("sig:position"), concept("position", _text(row, "position")))
            for code in _many(row, "targets"):
                yield _quad(s, iri("sig:target"), self._place(code))
            for addressee in _many(row, "addressees"):
                yield _quad(s, iri("schema:recipient"), literal(addressee))
            for language in _many(row, "languages"):
                yield _quad(s, iri("dcterms:language"), literal(language))
        for row in self.facts["stated"]:
            s = self.names.of("letter" if row["id"] == row["letter"] else "edition", _text(row, "id"))
            for column, term in _STATED.items():
                yield from _optional(s, term, row[column], "xsd:integer")
        for row in self.facts["withheld"]:
            s = self.names.of("withheld", _text(row, "id"))
            yield _quad(s, A, iri("sig:WithheldGroup"))
            yield _quad(s, iri("sig:letter"), self.names.of("letter", _text(row, "letter")))
            yield _quad(s, iri("sig:count"), integer(int(str(row["count"]))))
            yield from _optional(s, "rdfs:comment", row["reason"])
            for edition in _many(row, "basis"):
                yield _quad(s, iri("dcterms:source"), self.names.of("edition", edition))

    def _editions(self) -> Iterator[str]:
        for row in self.facts["editions"]:
            s = self.names.of("edition", _text(row, "id"))
            yield _quad(s, A, iri("sig:Edition"))
            yield _quad(s, iri("schema:exampleOfWork"), self.names.of("letter", _text(row, "letter")))
            yield from _optional(s, "dcterms:language", row["language"])
            yield from _dated(s, row["date"])
            if row["source"]:
                yield _quad(s, iri("dcterms:source"), self.names.of("source", _text(row, "source")))
            yield _quad(s, iri("sig:extent"), concept("extent", _text(row, "extent")))
            yield _quad(s, iri("schema:sha256"), literal(_text(row, "sha256")))

    def _listings(self) -> Iterator[str]:
        for row in self.facts["listings"]:
            s = self.names.of("listing", _text(row, "id"))
            yield _quad(s, A, iri("sig:Listing"))
            yield _quad(s, iri("dcterms:isPartOf"), self.names.of("edition", _text(row, "edition")))
            yield _quad(s, iri("schema:position"), integer(int(str(row["position"]))))
            yield _quad(s, iri("dcterms:type"), concept("kind", _text(row, "kind")))
            yield _quad(s, iri("sig:begin"), integer(int(str(row["begin"]))))
            yield _quad(s, iri("sig:end"), integer(int(str(row["end"]))))
            yield from _optional(s, "schema:articleSection", row["heading"])
            if row["signature"] not in self._persons:  # a person's name stands in the graph of persons alone
                yield _quad(s, iri("sig:printedName"), literal(_text(row, "name"), _text(row, "language")))
        for row in self.facts["alignments"]:
            a, b = (self.names.of("listing", _text(row, side)) for side in ("a", "b"))
            yield _quad(a, iri("sig:sameLineAs"), b)
            link = self.names.of("alignment", _text(row, "id"))
            graph = self.names.graph("matches")
            yield _quad(link, iri("sssom:subject_id"), a, graph)
            yield _quad(link, iri("sssom:object_id"), b, graph)
            yield _quad(link, iri("sig:method"), concept("alignment", _text(row, "method")), graph)
            yield _quad(link, iri("rdfs:comment"), literal(_text(row, "reason")), graph)

    def _signatures(self) -> Iterator[str]:
        persons = self.names.graph("persons")
        for row in self.facts["signatures"]:
            identifier = _text(row, "id")
            s = self.names.of("signature", identifier)
            letter = self.names.of("letter", _text(row, "letter"))
            yield _quad(s, A, iri("sig:Signature"))
            yield _quad(s, iri("sig:letter"), letter)
            yield _quad(s, iri("sig:capacity"), concept("capacity", _text(row, "capacity")))
            yield _quad(s, iri("sig:status"), concept("status", _text(row, "status")))
            for listing in _many(row, "listings"):
                yield _quad(s, iri("sig:hasListing"), self.names.of("listing", listing))
            if row["repeats"]:
                yield _quad(s, iri("sig:repeats"), self.names.of("signature", _text(row, "repeats")))
            if row["organisation"]:
                body = self.names.of("organisation", _text(row, "organisation"))
                yield _quad(s, iri("sig:signatory"), body)
                if row["status"] == "stands":
                    yield _quad(body, iri("sig:signed"), letter)
            else:
                person = self.names.of("person", identifier)
                yield _quad(person, A, iri("foaf:Person"), persons)
                yield _quad(s, iri("sig:signatory"), person, persons)
                for name in _many(row, "names_as_printed"):
                    yield _quad(person, iri("foaf:name"), literal(name), persons)

        there = {row["id"]: row for row in self.facts["signatures"]}
        for row in self.facts["changes"]:
            if row["kind"] == "withdrawal" and row["about"] in there:  # a correction stands on its claim
                s = self.names.of("signature", _text(row, "about"))
                yield from _dated(s, row["on"], "schema:endDate")
                graph = "" if there[row["about"]]["organisation"] else persons  # the words may name the person
                yield from _optional(s, "rdfs:comment", row["reason"], graph=graph)
                yield from _optional(s, "dcterms:provenance", row["source"], graph=graph)

    def _organisations(self) -> Iterator[str]:
        for row in self.facts["organisations"]:
            s = self.names.of("organisation", _text(row, "id"))
            yield _quad(s, A, iri("org:Organization"))
            yield _quad(s, iri("dcterms:type"), concept("kind", _text(row, "kind")))
            name = _text(row, "name")
            yield _quad(s, iri("skos:prefLabel"), self._label(row, name))
            for other in dict.fromkeys([*_many(row, "names"), *_many(row, "acronyms")]):
                if other != name:
                    yield _quad(s, iri("skos:altLabel"), self._label(row, other))
            yield from self._best(s, row)

    def _best(self, s: str, row: Record) -> Iterator[str]:
        """Yield the best layer: one plain triple a value."""
        yield _quad(s, iri("sig:seatStatus"), concept("seat_status", _text(row, "seat_status")))
        yield _quad(s, iri("sig:scope"), concept("scope", _text(row, "scope")))
        if row["seat"]:
            yield _quad(s, iri("sig:seat"), self._place(_text(row, "seat")))
        if row["type"]:
            yield _quad(s, iri("sig:type"), concept("type", _text(row, "type")))
        for code in _many(row, "concern"):
            yield _quad(s, iri("sig:concern"), self._place(code))
        for code in _many(row, "focus"):
            yield _quad(s, iri("sig:focus"), concept("focus", code))
        for parent in _many(row, "part_of"):
            yield _quad(s, iri("org:subOrganizationOf"), self.names.of("organisation", parent))
        if row["website"]:
            yield _quad(s, iri("schema:url"), iri(_text(row, "website")))
        for identifier in _many(row, "identifiers"):
            yield _quad(s, iri("dcterms:identifier"), literal(identifier))

    def _label(self, row: Record, name: str) -> str:
        languages = {self._language.get((signature, name), "") for signature in _many(row, "signatures")}
        return literal(name, min(languages - {""}, default=""))

    # -- the named graphs -------------------------------------------------------------------------------------------

    def _claims(self) -> Iterator[str]:
        graph = self.names.graph("claims")
        for row in self.facts["claims-all"]:
            s = self.names.of("claim", _text(row, "id"))
            yield _quad(s, A, iri("sig:Claim"), graph)
            yield _quad(s, iri("sig:about"), self.names.of("organisation", _text(row, "about")), graph)
            yield _quad(s, iri("sig:property"), iri(_PROPERTY.get(_text(row, "property"), "")), graph)
            for scheme in ("method", "rank", "status"):
                yield _quad(s, iri(f"sig:{scheme}"), concept(scheme, _text(row, scheme)), graph)
            yield from self._value(s, row, graph)
            if row["confidence"] is not None:
                yield _quad(s, iri("sig:confidence"), decimal(cast("float", row["confidence"])), graph)
            yield from _optional(s, "sig:rule", row["rule"], graph=graph)
            if row["source"]:
                yield _quad(s, iri("prov:wasDerivedFrom"), self._source(_text(row, "source")), graph)
            yield from _optional(s, "sig:begin", row["begin"], "xsd:integer", graph)
            yield from _optional(s, "sig:end", row["end"], "xsd:integer", graph)
            yield from _optional(s, "schema:text", row["quote"], graph=graph)
            yield from _optional(s, "rdfs:comment", row["note"], graph=graph)

    def _source(self, source: str) -> str:
        """Return the IRI of a listing, of an address as it is, or of a row of sources.tsv or changes.tsv."""
        if source.startswith(("http://", "https://")):
            return iri(source)
        return self.names.of("listing" if source in self._lines else "source", source)

    def _value(self, s: str, row: Record, graph: str) -> Iterator[str]:
        name, value = _text(row, "property"), _text(row, "value")
        if not value:
            return
        if name in {"seat", "concern"}:
            yield _quad(s, iri("sig:value"), self._place(value), graph)
        elif name in {"type", "focus", "scope"}:
            yield _quad(s, iri("sig:value"), concept(name, value), graph)
        elif name in {"part_of", "member_of", "succeeds"}:
            yield _quad(s, iri("sig:value"), self.names.of("organisation", value), graph)
        elif name == "website":
            yield _quad(s, iri("sig:value"), iri(value), graph)
        else:
            yield _quad(s, iri("sig:literal"), literal(value), graph)

    def _judgements(self, judgements: Sequence[Judgement]) -> Iterator[str]:
        graph = self.names.graph("matches")
        for judgement in judgements:
            key = f"{judgement.subject_letter}/{judgement.object_letter}/{judgement.on}"
            labels = f"{judgement.subject_label}\n{judgement.object_label}\n{judgement.verdict}"
            s = self.names.of("judgement", _digest(key, labels))
            yield _quad(s, A, iri("sig:Judgement"), graph)
            yield _quad(s, iri("sssom:subject_label"), literal(judgement.subject_label), graph)
            yield _quad(s, iri("sssom:object_label"), literal(judgement.object_label), graph)
            yield _quad(s, iri("sig:verdict"), concept("verdict", judgement.verdict), graph)
            yield _quad(s, iri("sig:method"), concept("method", judgement.method.partition(":")[0]), graph)
            yield from _optional(s, "sssom:author_label", judgement.by, graph=graph)
            yield from _optional(s, "pav:authoredOn", judgement.on, "xsd:date", graph)
            yield from _optional(s, "rdfs:comment", judgement.reason, graph=graph)

    def _cases(self) -> Iterator[str]:
        graph = self.names.graph("matches")
        for row in self.facts["cases"]:
            s = self.names.of("case", _text(row, "id"))
            yield _quad(s, A, iri("sig:Case"), graph)
            yield _quad(s, iri("sssom:subject_id"), self.names.of("signature", _text(row, "a")), graph)
            yield _quad(s, iri("sssom:object_id"), self.names.of("signature", _text(row, "b")), graph)
            yield _quad(s, iri("sssom:similarity_score"), decimal(cast("float", row["score"])), graph)
            for reason in _many(row, "reasons"):
                yield _quad(s, iri("rdfs:comment"), literal(reason), graph)

    def _meta(self, meta: Mapping[str, str]) -> Iterator[str]:
        graph = self.names.graph("meta")
        s = iri(self.names.base)
        yield _quad(s, A, iri("void:Dataset"), graph)
        for term, value in sorted(meta.items()):
            if value:
                link = value.startswith(("http://", "https://"))
                yield _quad(s, iri(term), iri(value) if link else literal(value), graph)

    # -- places -----------------------------------------------------------------------------------------------------

    def _place(self, code: str) -> str:
        self._places.add(code)
        return concept("place", code)

    def _used_places(self) -> Iterator[str]:
        """Yield a concept for every place that was used, and for the country of every subdivision."""
        codes = self._places | {code[:2] for code in self._places if code[2:3] == "-"}
        for code in sorted(codes):
            s = concept("place", code)
            yield _quad(s, A, iri("skos:Concept"))
            yield _quad(s, iri("skos:inScheme"), _PLACES)
            yield _quad(s, iri("skos:notation"), literal(code))
            for language, name in sorted(self.place_names.get(code, {"en": code}).items()):
                yield _quad(s, iri("skos:prefLabel"), literal(name, language))
            if code[2:3] == "-":
                yield _quad(s, iri("skos:broader"), concept("place", code[:2]))


_STATED = {
    "stated_total": "sig:statedTotal",
    "stated_named": "sig:statedNamed",
    "stated_withheld": "sig:statedWithheld",
    "unresolved": "sig:unresolved",
}
_PROPERTY = {
    "seat": "sig:seat",
    "concern": "sig:concern",
    "type": "sig:type",
    "focus": "sig:focus",
    "scope": "sig:scope",
    "part_of": "org:subOrganizationOf",
    "member_of": "org:memberOf",
    "succeeds": "dcterms:replaces",
    "website": "schema:url",
    "identifier": "dcterms:identifier",
    "acronym": "skos:altLabel",
    "name": "skos:altLabel",
}


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _quad(s: str, p: str, o: str, graph: str = "") -> str:
    return f"{s} {p} {o} {graph} ." if graph else f"{s} {p} {o} ."


def _optional(s: str, term: str, value: object, datatype: str = "", graph: str = "") -> Iterator[str]:
    if value not in {None, ""}:
        yield _quad(s, iri(term), literal(str(value), datatype=datatype), graph)


def _dated(s: str, value: object, term: str = "dcterms:issued") -> Iterator[str]:
    """Yield a date as exact as it is known: a day, a month or a year."""
    kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth"}
    yield from _optional(s, term, value, kinds.get(len(str(value)), "xsd:date"))


def _text(row: Record, column: str) -> str:
    return str(row[column])


def _many(row: Record, column: str) -> Sequence[str]:
    return cast("Sequence[str]", cast("Any", row[column]))
