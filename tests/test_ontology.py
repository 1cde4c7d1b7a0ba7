"""The ontology, its schemes, shapes, context and rules: complete, and in agreement with one another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

HOUSE = Path(__file__).resolve().parent.parent
ONTOLOGY = HOUSE / "ontology"
RULES = sorted((HOUSE / "queries" / "rules").glob("*.rq"))
GOLDEN = HOUSE / "tests" / "golden" / "ontology"
SIG = Namespace("https://w3id.org/siggraph/ontology#")
SCHEME = "https://w3id.org/siggraph/scheme/"
EX = Namespace("https://example.org/id/")
IRI = URIRef(str(SIG).rstrip("#"))
STANDARDS: tuple[type[DefinedNamespace], ...] = (ORG, PROV, FOAF, DCTERMS, SKOS, SDO)
ALL_LANGUAGES = {"ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh-Hans", "zh-Hant"}
# rdflib's own JSON-LD parser still calls what rdflib has deprecated.
RDFLIB_WARNS_ITSELF = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

TYPE = """ngo, network_or_coalition, diaspora_or_community_group, solidarity_group, trade_union,
    professional_association, faith_based, research_or_academic, think_tank, media_or_publisher, political_party,
    foundation_or_donor, youth_or_student_group, company, public_body, other"""
FOCUS = """general_human_rights, torture_and_detention, enforced_disappearance, death_penalty,
    freedom_of_expression_and_press, digital_rights, religious_freedom, lgbtqi_rights, women_rights, children_rights,
    disability_rights, racial_justice, indigenous_and_minority_rights, refugees_and_migrants, labour_rights,
    business_and_human_rights, trade_and_economic_justice, consumer_protection, environment_and_land,
    climate_and_energy, food_and_agriculture, animal_welfare, rule_of_law_and_justice,
    transparency_and_anti_corruption, democracy_and_elections, peace_and_conflict, genocide_and_atrocity_prevention,
    development_and_poverty, human_rights_defenders, education_and_culture, knowledge_and_open_source, health, youth,
    self_determination, other"""
CODES = {
    "type": TYPE,
    "focus": FOCUS,
    "scope": "local, national, regional, international, unknown",
    "seat_status": "known, unknown, international, several, withheld, not_applicable",
    "method": "printed, rule, registry, lookup, editorial, recalled",
    "rank": "preferred, normal, deprecated",
    "status": "asserted, abstained, not_applicable, stands, repeated, withdrawn",
    "capacity": "organisation, person",
    "position": "for, against, none",
    "extent": "full, additions, extract",
    "kind": "organisation, individual, unclear",
    "verdict": "same, different, unsure",
    "alignment": "equal, glyph, spacing, expansion, typo, rename",
}
CLASSES = "Letter Edition Listing Signature WithheldGroup Claim Judgement Case Coalition Tie"
PROPERTIES = """seat seatStatus concern type focus scope signed position target statedTotal statedNamed statedWithheld
    unresolved extent printedName begin end letter signatory hasListing capacity status repeats count about property
    value literal confidence method rank rule verdict sameLineAs"""


@cache
def turtle(name: str) -> Graph:
    return Graph().parse(ONTOLOGY / name)


@cache
def sample() -> Graph:
    """Return the union of the sample's graphs."""
    quads = ox.parse(path=str(GOLDEN / "sample.trig"), format=ox.RdfFormat.TRIG)
    return Graph().parse(data="\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads), format="nt")


def terms_of(text: str) -> set[str]:
    return {word.strip() for word in re.split(r"[,\s]+", text) if word.strip()}


def defined(kind: URIRef) -> set[URIRef]:
    return {s for s in turtle("siggraph.ttl").subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(SIG)}


def own_terms() -> set[URIRef]:
    return defined(OWL.Class) | defined(OWL.ObjectProperty) | defined(OWL.DatatypeProperty)


def iris(graph: Graph) -> set[URIRef]:
    return {node for triple in graph for node in triple if isinstance(node, URIRef)}


def concepts(scheme: str) -> set[URIRef]:
    return {
        s
        for s in turtle("schemes.ttl").subjects(SKOS.inScheme, URIRef(SCHEME + scheme))
        if isinstance(s, URIRef) and "/top-" not in s
    }


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, predicate) if isinstance(o, Literal))


# The ontology


def test_the_budget_is_kept() -> None:
    assert {str(c).removeprefix(SIG) for c in defined(OWL.Class)} == terms_of(CLASSES)
    properties = defined(OWL.ObjectProperty) | defined(OWL.DatatypeProperty)
    assert {str(p).removeprefix(SIG) for p in properties} == terms_of(PROPERTIES)
    assert len(defined(OWL.Class)) <= 10
    assert len(properties) <= 35
    assert not defined(OWL.ObjectProperty) & defined(OWL.DatatypeProperty)


def test_every_term_is_documented_in_three_languages() -> None:
    graph = turtle("siggraph.ttl")
    status = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
    for term in own_terms():
        assert languages(graph, term, RDFS.label) == ["en", "fr", "zh"], term
        assert languages(graph, term, SKOS.definition) == ["en", "fr", "zh"], term
        assert languages(graph, term, SKOS.example) == ["en"], term
        assert languages(graph, term, SKOS.scopeNote) == ["en"], term
        assert graph.value(term, RDFS.isDefinedBy) == IRI
        assert str(graph.value(term, status)) == "testing"
    labels = [graph.objects(t, RDFS.label) for t in own_terms()]
    texts = [str(o) for group in labels for o in group if isinstance(o, Literal) and o.language == "en"]
    assert len(texts) == len(set(texts)), "two terms with one label"


def test_the_ontology_says_what_it_is() -> None:
    graph = turtle("siggraph.ttl")
    assert (IRI, RDF.type, OWL.Ontology) in graph
    assert graph.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{graph.value(IRI, OWL.versionInfo)}")
    assert str(graph.value(IRI, DCTERMS.created)) == "2026-11-25"
    assert graph.value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/publicdomain/zero/1.0/")


def test_every_property_that_is_used_is_declared() -> None:
    """OWL 2 DL wants every property and class of an axiom declared, annotations included."""
    builtin = (str(RDF), str(RDFS), str(OWL))
    for name in ("siggraph.ttl", "alignments.ttl"):
        graph = turtle(name)
        declared = set(turtle("siggraph.ttl").subjects(RDF.type)) | set(graph.subjects(RDF.type))
        used = {p for p in graph.predicates() if not str(p).startswith(builtin)}
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith):
            used |= {o for o in graph.objects(None, relation) if "XMLSchema" not in str(o)} - {RDFS.Literal}
        assert not used - declared, name


# The schemes


def test_the_codes_are_those_of_the_design() -> None:
    graph = turtle("schemes.ttl")
    for scheme, codes in CODES.items():
        assert {str(graph.value(c, SKOS.notation)) for c in concepts(scheme)} == terms_of(codes), scheme
    assert len(terms_of(TYPE)) == 16
    assert len(terms_of(FOCUS)) == 35
    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {URIRef(SCHEME + s) for s in [*CODES, "place"]}


def test_every_concept_is_labelled_defined_and_placed() -> None:
    graph = turtle("schemes.ttl")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert isinstance(concept, URIRef)
        scheme, _, code = concept.removeprefix(SCHEME).partition("/")
        promised = ALL_LANGUAGES if scheme in {"type", "focus"} else {"en", "fr", "zh-Hans"}
        assert languages(graph, concept, SKOS.prefLabel) == sorted(promised), concept
        assert languages(graph, concept, SKOS.definition) == ["en"], concept
        assert list(graph.objects(concept, SKOS.notation)) == [Literal(code)]
        assert list(graph.objects(concept, SKOS.inScheme)) == [URIRef(SCHEME + scheme)]
        above = list(graph.objects(concept, SKOS.broader))
        if (concept, SKOS.topConceptOf, URIRef(SCHEME + scheme)) in graph:
            assert not above
            assert (URIRef(SCHEME + scheme), SKOS.hasTopConcept, concept) in graph
        else:
            assert len(above) == 1
            assert (above[0], SKOS.topConceptOf, URIRef(SCHEME + scheme)) in graph


def test_no_two_concepts_of_a_scheme_share_a_label() -> None:
    graph = turtle("schemes.ttl")
    for scheme in CODES:
        labels = [o for c in concepts(scheme) for o in graph.objects(c, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), scheme


def test_scope_notes_say_which_code_wins_and_name_codes_that_exist() -> None:
    graph = turtle("schemes.ttl")
    known = set().union(*(terms_of(codes) for codes in CODES.values()))
    for concept in concepts("type") | concepts("focus"):
        note = str(graph.value(concept, SKOS.scopeNote))
        assert set(re.findall(r"[a-z]+(?:_[a-z]+)+", note)) <= known, concept


def test_unreviewed_labels_are_marked() -> None:
    for scheme in ("type", "focus"):
        notes = " ".join(map(str, turtle("schemes.ttl").objects(URIRef(SCHEME + scheme), SKOS.editorialNote)))
        assert "machine-made" in notes
        assert terms_of(notes) >= ALL_LANGUAGES - {"en", "fr", "zh-Hans", "zh-Hant"}


def test_outward_mappings_are_few_and_never_exact() -> None:
    graph = turtle("schemes.ttl")
    assert not list(graph.subject_objects(SKOS.exactMatch))
    mapped = [str(o) for p in (SKOS.closeMatch, SKOS.broadMatch) for o in graph.objects(None, p)]
    assert len(mapped) == 9
    assert all(re.fullmatch(r"http://metadata\.un\.org/sdg/(1[0-7]|[1-9])", target) for target in mapped)


# Agreement of the files


def rule_terms() -> Iterator[URIRef]:
    for path in RULES:
        text = path.read_text(encoding="utf-8")
        prefixes = dict(re.findall(r"PREFIX (\w+): <(\S+)>", text))
        body = "\n".join(line for line in text.splitlines() if not line.startswith(("#", "PREFIX")))
        for prefix, name in re.findall(r"(?<![\w\"])(\w+):(\w+)", re.sub(r"\"[^\"]*\"", '""', body)):
            yield URIRef(prefixes[prefix] + name)


def context_terms() -> Iterator[URIRef]:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for value in context.values():
        name = str(value["@id"] if isinstance(value, dict) else value)
        prefix, _, local = name.partition(":")
        if not name.startswith("@") and local and not local.startswith("//"):
            yield URIRef(str(context[prefix]) + local)


def used_in(source: str) -> set[URIRef]:
    if source == "context":
        return set(context_terms())
    if source == "rules":
        return set(rule_terms())
    return iris(sample() if source == "sample" else turtle(source))


@pytest.mark.parametrize("source", ["shapes.ttl", "alignments.ttl", "context", "rules", "sample"])
def test_no_file_uses_a_term_that_is_not_defined(source: str) -> None:
    used = used_in(source)
    ours = {term for term in used if term.startswith(SIG)}
    assert ours
    assert ours <= own_terms()
    coded = {t for t in used if t.startswith(SCHEME) and "/place/" not in t and t != URIRef(SCHEME)}
    assert coded <= set(turtle("schemes.ttl").subjects(RDF.type))
    for namespace in STANDARDS:
        names = {str(t).removeprefix(str(namespace)) for t in used if t.startswith(str(namespace))} - {""}
        assert all(URIRef(str(namespace) + name) in namespace for name in names), (source, names)


@RDFLIB_WARNS_ITSELF
def test_the_context_covers_the_ontology_and_reads_as_meant() -> None:
    assert own_terms() <= set(context_terms())
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    record = {"id": str(EX.a), "type": "Organization", "seat": SCHEME + "place/US", "prefLabel": "A"}
    graph = Graph().parse(data=json.dumps({"@context": context, **record}), format="json-ld")
    assert set(graph) == {
        (EX.a, RDF.type, ORG.Organization),
        (EX.a, SIG.seat, URIRef(SCHEME + "place/US")),
        (EX.a, SKOS.prefLabel, Literal("A")),
    }


# What a reasoner would add


def closure(graph: Graph) -> Graph:
    """Types under subClassOf, subPropertyOf, domain, range and symmetry (the rules rdfs2, 3, 5, 7, 9, 11)."""
    out = Graph() + graph
    size = -1
    while size != len(out):
        size = len(out)
        for s, p, o in list(out):
            for wider in out.objects(p, RDFS.subPropertyOf):
                out.add((s, wider, o))
            if (p, RDF.type, OWL.SymmetricProperty) in graph:
                out.add((o, p, s))
            for kind in out.objects(p, RDFS.domain):
                out.add((s, RDF.type, kind))
            for kind in () if isinstance(o, Literal) else out.objects(p, RDFS.range):
                out.add((o, RDF.type, kind))
            for kind in out.objects(o, RDFS.subClassOf) if p == RDF.type else ():
                out.add((s, RDF.type, kind))
    return out


def closed_sample() -> Graph:
    standards = Graph().parse(GOLDEN / "standards.ttl")
    return closure(sample() + standards + turtle("siggraph.ttl") + turtle("alignments.ttl"))


EXPECTED = {
    "letter": "sig:Letter openwemi:Work openwemi:Endeavor schema:CreativeWork",
    "letter-zh": "sig:Edition openwemi:Manifestation openwemi:Endeavor schema:CreativeWork prov:Entity",
    "zh-1": "sig:Listing prov:Entity",
    "sig-1": "sig:Signature prov:Entity",
    "withheld": "sig:WithheldGroup foaf:Agent",
    "c": "org:Organization foaf:Organization foaf:Agent",
    "a": "org:Organization foaf:Organization foaf:Agent prov:Entity",  # prov:Entity, as member of a coalition
    "person-1": "foaf:Person foaf:Agent",
    "claim-1": "sig:Claim prov:Entity",
    "judgement-1": "sig:Judgement prov:Entity",
    "case-1": "sig:Case prov:Entity",
    "coalition-1": "sig:Coalition prov:Collection prov:Entity",
    "run-1": "prov:Activity",
}


def test_no_instance_gets_an_unexpected_type() -> None:
    graph = closed_sample()
    for prefix, iri in [("sig", str(SIG)), ("openwemi", "https://ns.dublincore.org/openwemi/"), ("schema", str(SDO))]:
        graph.bind(prefix, iri, override=True, replace=True)
    for name, types in EXPECTED.items():
        assert {graph.qname(str(t)) for t in graph.objects(EX[name], RDF.type)} == set(types.split()), name
    places = [t for p in graph.objects(None, SIG.concern) for t in graph.objects(p, RDF.type)]
    assert set(places) == {SKOS.Concept}


def test_no_instance_has_two_disjoint_types() -> None:
    graph = closed_sample()
    disjoint = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    disjoint |= {frozenset((a, b)) for a in defined(OWL.Class) for b in defined(OWL.Class) if a != b}
    for subject in set(graph.subjects(RDF.type)):
        types = set(graph.objects(subject, RDF.type))
        assert not {p for p in disjoint if p <= types}, subject


def test_the_closure_would_see_a_clash() -> None:
    graph = closure(closed_sample() + Graph().add((EX["coalition-1"], ORG.subOrganizationOf, EX.a)))
    assert {SIG.Coalition, ORG.Organization} <= set(graph.objects(EX["coalition-1"], RDF.type))


def test_every_file_begins_with_its_caption() -> None:
    for path in [*ONTOLOGY.glob("*.ttl"), *RULES]:
        assert path.read_text(encoding="utf-8").startswith("# ")
