"""check: the SHACL shapes over a dataset; offenders become findings."""

from __future__ import annotations

from collections.abc import Iterable

from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import RDF, SH

from siggraph.model import Finding

_SEVERITY = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "note"}


def shape_findings(triples: Iterable[str], shapes: str) -> list[Finding]:
    """Validate a dataset against SHACL shapes, without inference, over the union of its graphs.

    Parameters
    ----------
    triples
        The dataset as N-Triples lines, the union of its graphs (`store.union_lines`).
    shapes
        The text of the shapes, Turtle.

    Returns
    -------
    list of Finding
        One a violated constraint and node, sorted by node and message.
    """
    union = Graph().parse(data="\n".join(triples), format="nt")
    _, report, _ = validate(
        union, shacl_graph=Graph().parse(data=shapes, format="turtle"), inference="none", advanced=True
    )
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = _SEVERITY.get(report.value(result, SH.resultSeverity), "error")
        where = str(report.value(result, SH.focusNode))
        path = report.value(result, SH.resultPath)
        message = str(report.value(result, SH.resultMessage))
        found.append(Finding(severity, "shape", where, f"{message}{f' ({path})' if path else ''}", "see shapes.ttl"))
    return sorted(found, key=lambda finding: (finding.where, finding.message))
