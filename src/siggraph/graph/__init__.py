"""The wing of the graph: N-Quads, store, queries, checks; the only users of rdflib and pyoxigraph."""
