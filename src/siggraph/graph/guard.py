"""The guard: a query from outside may read this store and ask no other server."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from siggraph.errors import UsageError
from siggraph.graph.terms import PREFIXES


def refuse_outward(text: str) -> None:
    """Refuse a query with SERVICE, wherever it stands; pyoxigraph would follow it and has no switch against it.

    rdflib's parser reads the query, so strings, comments, subqueries and escapes hide and fake nothing. What it
    cannot read is refused as well: nobody has vouched for it.

    Raises UsageError.

    >>> refuse_outward("SELECT * { ?s ?p 'SERVICE <http://x.example/> {}' }")
    >>> refuse_outward("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    siggraph.errors.UsageError: SERVICE is refused: siggraph asks no other server (query that server itself)
    """
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    try:
        pending: list[object] = [parseQuery(prologue + text)]
    except Exception as error:  # rdflib raises several kinds
        raise UsageError(f"this query cannot be read: {error}", remedy="see queries/questions for examples") from error
    while pending:
        node = pending.pop()
        if isinstance(node, CompValue):
            if node.name == "ServiceGraphPattern":
                raise UsageError("SERVICE is refused: siggraph asks no other server", remedy="query that server itself")
            pending.extend(node.values())
        elif isinstance(node, Iterable) and not isinstance(node, str):
            pending.extend(node)
