"""coalitions.nq: the run of an analysis as an activity, and the coalitions it found; never organisations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from siggraph.graph.terms import Names, integer, iri, literal


def coalition_quads(
    base: str,
    *,
    by: str,
    summary: Mapping[str, object],
    words: Sequence[str],
    labels: Mapping[str, str],
    members: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    """Yield the quads of one analysis, all in the graph of coalitions.

    Parameters
    ----------
    base
        The corpus's base IRI.
    by
        What the events were: theme, letter or event.
    summary
        report.json; its input digest and seed name the run.
    words
        The findings in plain language.
    labels
        Labels of the coalitions by identifier.
    members
        Organisations by coalition; none where the verdict is none or no_power.
    """
    names = Names(base)
    graph = names.graph("coalitions")
    run = names.of("analysis", f"{by}/{str(summary['input_sha256'])[:12]}-{summary['seed']}")

    def quad(s: str, p: str, o: str) -> str:
        return f"{s} {iri(p)} {o} {graph} ."

    yield quad(run, "rdf:type", iri("prov:Activity"))
    yield quad(run, "dcterms:title", literal(f"coalition analysis by {by}: {summary['verdict']}", "en"))
    yield quad(run, "schema:sha256", literal(str(summary["input_sha256"])))
    for line in words:
        yield quad(run, "rdfs:comment", literal(line, "en"))
    for identifier, label in sorted(labels.items()):
        s = names.of("coalition", f"{by}/{str(summary['input_sha256'])[:12]}-{summary['seed']}/{identifier}")
        yield quad(s, "rdf:type", iri("sig:Coalition"))
        yield quad(s, "skos:prefLabel", literal(label, "en"))
        yield quad(s, "prov:wasGeneratedBy", run)
        yield quad(s, "schema:numberOfItems", integer(len(members.get(identifier, ()))))
        for member in sorted(members.get(identifier, ())):
            yield quad(s, "prov:hadMember", names.of("organisation", member))
