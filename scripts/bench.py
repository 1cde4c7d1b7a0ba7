"""Speed, side by side in one run, printed as ratios: writing quads, loading them, asking them.

Run it as ``make bench`` or ``python -m scripts.bench``. The machine may be busy: read the ratios, not the seconds.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.term import Node

from scripts import bench_reading
from siggraph import workspace
from siggraph.graph.query import answer, bindings, run
from siggraph.graph.store import open_store, union_lines
from siggraph.io.corpus import read_corpus
from siggraph.io.resources import resource
from siggraph.workspace.building import dataset, facts_of, run_line

Triple = tuple[Node, Node, Node]


def cpu(act: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU seconds of several runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    return best


def filled(triples: list[Triple]) -> Graph:
    """Return an rdflib graph made by adding one triple after the other."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def main() -> None:
    """Print one line a comparison."""
    source = read_corpus(resource("data"))
    corpus = run_line(source)
    facts = facts_of(corpus)
    with TemporaryDirectory() as folder:
        out = Path(folder)
        workspace.build(resource("data"), out)
        text = dataset(source, corpus, facts)
        triples = list(Graph().parse(data="\n".join(union_lines(out / "graph.nq")), format="nt"))
        ours = cpu(lambda: dataset(source, corpus, facts))
        theirs = cpu(lambda: filled(triples))
        print(f"{text.count(chr(10))} quads")
        print(f"facts to escaped, sorted N-Quads: {ours:.3f} s; rdflib Graph.add: {theirs:.3f} s; {theirs / ours:.1f}x")
        line = cpu(lambda: run_line(source), times=2)
        print(f"the line itself, parse to enrich: {line:.3f} s for {len(corpus.signatures)} signatures")
        loading = cpu(lambda: ox.Store().bulk_load(text, format=ox.RdfFormat.N_QUADS))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            slow = Dataset()
            reading = cpu(lambda: slow.parse(data=text, format="nquads"), times=1)
        print(f"load: pyoxigraph {loading:.3f} s; rdflib {reading:.3f} s; {reading / loading:.1f}x")
        store = open_store(out)
        for name, question in workspace.questions().items():
            bound = bindings(question, {})
            print(f"{name}: {1000 * cpu(lambda q=question, b=bound: answer(run(store, q.text, b))):.1f} ms")  # type: ignore[misc]
    bench_reading.main()


if __name__ == "__main__":
    main()
