"""The guard: whatever the disguise, no query reaches another server; a real listener counts the visits."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph import workspace
from siggraph.errors import SiggraphError, UsageError
from siggraph.graph.guard import guarded

DISGUISES = (
    "SELECT * { SERVICE <H/a> { ?s ?p ?o } }",
    "SELECT * { service silent <H/a> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<H/a>{?s ?p ?o} }",
    "PREFIX ex: <H/> SELECT * { SERVICEex:d {?s ?p ?o} }",
    "SELECT * { ?s ?p 1SERVICE<H/one>{?s ?p ?o} } LIMIT 1",
    "SELECT * { #\rSERVICE<H/b>{?s ?p ?o}\n}",
    "SELECT * { OPTIONAL { ?s ?p 'x\\u0027 }} # ' } SERVICE<H/c>{?s ?p ?o} }",
    "SELECT ?s { ?s ?p ?o # x\r} GROUP BY ?s HAVING EXISTS { SERVICE <H/hav> {?a ?b ?c} }",
    "SELECT * { { SELECT * { SERVICE ?x { ?s ?p ?o } } } VALUES ?x { <H/v> } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <H/e> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <H/u> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c FILTER(?a<'x>') SERVICE<H/q>{?s ?p ?o} } #'",
    "SELECT * { ?a ?b ?c FILTER(1<2#>'''\n) SERVICE <H/h> {?s ?p ?o} } #'''",
    "PREFIX p:<H/'> SELECT * { ?a ?b ?c FILTER(?a<'x>') SERVICE<H/r>{?s ?p ?o} } #'",
    "PREFIX x: <H/> SELECT * { ?a ?b x:a\\' SERVICE <H/k> {?s ?p ?o} } #'",
    "SELECT * { ?a ?b ?c FILTER(1<2)SERVICE?g#>\n{?s ?p ?o} VALUES ?g { <H/w> } }",
    "SELECT * FROM <H/from> { ?s ?p ?o }",
    "SELECT * FROM NAMED <H/named> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <H/load>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <H/i> { ?s ?p ?o } }",
)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on loopback and keep the first line of whatever is sent."""
    visits: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                visits.append(connection.recv(200))
                connection.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], visits
    server.close()


@pytest.mark.parametrize("query", DISGUISES)
def test_no_query_reaches_another_server(build: Path, listener: tuple[int, list[bytes]], query: str) -> None:
    port, visits = listener
    before = len(visits)
    with suppress(SiggraphError):  # refused, or no query at all: what counts is that nobody was visited
        workspace.sparql(build, query.replace("H/", f"http://127.0.0.1:{port}/"))
    assert visits[before:] == []


def test_the_listener_would_have_heard(build: Path, listener: tuple[int, list[bytes]]) -> None:
    from siggraph.graph.query import run  # noqa: PLC0415 - the control: pyoxigraph without the guard does reach out
    from siggraph.graph.store import open_store  # noqa: PLC0415 - likewise

    port, visits = listener
    with pytest.raises(OSError, match="500"):
        list(run(open_store(build), f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/control> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert any(b"/control" in visit for visit in visits)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { FILTER(" + "!" * 20000 + "true) }",
        "SELECT (1" + "+1" * 20000 + " AS ?x) {}",
        "SELECT * { " + "OPTIONAL {?s ?p ?o} " * 3000 + " }",
        "SELECT * { 'open }",
    ],
)
def test_what_would_crash_the_engine_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        guarded(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s ?p """a "quoted" SERVICE""" } # SERVICE',
        "SELECT * { ?s <https://example.org/services#a> ?o FILTER(?o < 3 && ?o > 1) }",
        "PREFIX ex: <http://example.org/> SELECT ?x { ?x ex:p 'it\\'s' }",
    ],
)  # fmt: skip
def test_honest_queries_pass_at_equal_length(query: str) -> None:
    assert len(guarded(query)) == len(query)


def test_every_question_and_rule_passes() -> None:
    for question in workspace.questions().values():
        assert guarded(question.text)


@pytest.mark.property
@given(
    st.lists(
        st.sampled_from(
            ["'", '"', "\\", "#", "<", ">", "\r", "\n", " ", "{", "}", "?x", "1", "SERVICE", "a:b", "service"]
        )
    )
)
def test_the_word_stands_only_where_a_string_may_hold_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        kept = guarded(text)
    except UsageError:
        return
    assert len(kept) == len(text)
    if "service" in kept.lower():  # then it stands between two quotation marks of one kind
        at = kept.lower().index("service")
        assert {"'", '"'} & set(kept[:at]) & set(kept[at:])
