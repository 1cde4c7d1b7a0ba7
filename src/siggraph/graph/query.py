"""ask: the catalogue of questions, parameters bound as terms, any read-only SPARQL, answers in every format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from siggraph.errors import InputError, UsageError
from siggraph.graph.terms import PREFIXES, SCHEME
from siggraph.model import Answer, Finding, Parameter, Question

_HEADER = re.compile(r"^#\s?(?P<key>[a-z]+)(?:@(?P<language>[A-Za-z-]+))?:\s*(?P<value>.*)$")
_SELECT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMATS = {"turtle": ox.RdfFormat.TURTLE, "xml": ox.RdfFormat.RDF_XML, "json": ox.RdfFormat.JSON_LD}
Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


def catalogue(texts: Mapping[str, str]) -> dict[str, Question]:
    """Read question files by name (text by name in, question by name out); a header of comment lines tells each."""
    return {name: read_question(name, text) for name, text in sorted(texts.items())}


def read_question(name: str, text: str) -> Question:
    r"""Read one question file.

    The header is made of lines ``# key: value``: ``title`` (also ``title@fr``), ``parameter`` (name, type, default,
    meaning, parted by ``|``), ``column`` (name and meaning, parted by ``|``), ``counts``, and any other remark.

    >>> question = read_question("x", "# title: All of them\n# parameter: country | place | HK | the seat\nSELECT 1")
    >>> question.heading, question.parameters[0].default
    ('All of them', 'HK')
    """
    titles: dict[str, str] = {}
    remarks: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _HEADER.match(line)
        if match is None:
            break
        key, value = match["key"], match["value"].strip()
        parts = [part.strip() for part in value.split("|")]
        if key == "title":
            titles[match["language"] or "en"] = value
        elif key == "parameter":
            if len(parts) != 4:  # noqa: PLR2004 - name, type, default, meaning
                raise InputError(f"parameter '{value}'", where=f"{name}.rq", remedy="name | type | default | meaning")
            parameters.append(Parameter(*parts))
        elif key == "column":
            columns.append((parts[0], parts[-1]))
        else:
            remarks[key] = value
    counts = remarks.pop("counts", "")
    return Question(name, titles, text, tuple(parameters), tuple(columns), counts, remarks)


def find(questions: Mapping[str, Question], name: str) -> Question:
    """Return a question by name; raises UsageError that names the nearest ones."""
    if name in questions:
        return questions[name]
    near = [other for other in questions if set(name.split("-")) & set(other.split("-"))] or list(questions)
    raise UsageError(f"no question '{name}'", remedy=f"try {', '.join(near[:5])}; siggraph ask lists them all")


def bindings(question: Question, values: Mapping[str, str]) -> dict[ox.Variable, ox.NamedNode | ox.Literal]:
    """Bind the parameters of a question as terms, never as text.

    The store substitutes a variable where a SELECT projects it, so a question projects its parameters.

    Raises UsageError for a name that the question does not have, or a number that is none.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in values:
        if name not in known:
            has = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise UsageError(f"question '{question.name}' has no parameter '{name}'", remedy=has)
    return {ox.Variable(p.name): _term(p, values.get(p.name, p.default)) for p in question.parameters}


def _term(parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    if parameter.kind == "text":
        return ox.Literal(value)
    if parameter.kind == "integer":
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise UsageError(f"{parameter.name}={value} is no whole number")
        return ox.Literal(int(value))
    if parameter.kind == "iri":
        return _named(value)
    # A code of one of our schemes: percent-encoding is not needed, what is no code is refused.
    if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        raise UsageError(f"{parameter.name}={value} is no code", remedy="such as HK, CN-XZ, 150, ngo")
    return ox.NamedNode(f"{SCHEME}{parameter.kind}/{value}")


def refuse_unknown_codes(store: ox.Store, bound: Mapping[ox.Variable, ox.NamedNode | ox.Literal]) -> None:
    """Refuse a code that stands nowhere in the graph: "no rows" would be taken for an answer.

    Raises UsageError that names the code that was meant, by its label or in other letters, where there is one.
    """
    for variable, term in bound.items():
        if isinstance(term, ox.Literal) or not term.value.startswith(SCHEME):
            continue
        if next(store.quads_for_pattern(term, None, None), None) is None:
            scheme, _, code = term.value.removeprefix(SCHEME).partition("/")
            meant = _meant(store, scheme, code)
            remedy = f"did you mean {variable.value}={meant}?" if meant else f"no {scheme} of this graph has that code"
            raise UsageError(f"{variable.value}={code} is no code of this graph", remedy=remedy)


def _meant(store: ox.Store, scheme: str, wanted: str) -> str:
    labels = [ox.NamedNode(f"{PREFIXES['skos']}{name}") for name in ("notation", "prefLabel")]
    for label in labels:
        for quad in store.quads_for_pattern(None, label, None, ox.DefaultGraph()):
            subject, told = quad.subject, quad.object
            near = isinstance(told, ox.Literal) and told.value.casefold() == wanted.casefold()
            if near and isinstance(subject, ox.NamedNode) and subject.value.startswith(f"{SCHEME}{scheme}/"):
                return subject.value.rsplit("/", 1)[1]
    return ""


def _named(value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise UsageError(f"'{value}' is no IRI") from error


def run(
    store: ox.Store,
    text: str,
    values: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
    *,
    union: bool = False,
) -> Result:
    """Run one read-only query; our prefixes need not be declared.

    A query that is not ours goes through `guard.guarded` first: pyoxigraph itself follows SERVICE.

    Raises
    ------
    UsageError
        What is no SPARQL 1.1 query (an update is none), with the place.
    InputError
        The store could not answer: it is damaged.
    """
    try:
        return store.query(
            text,
            prefixes=PREFIXES,
            substitutions=dict(values) if values else None,
            use_default_graph_as_union=union,
        )
    except SyntaxError as error:
        raise UsageError(f"not a SPARQL query: {error}", remedy="see queries/questions for examples") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"the store could not answer: {error}", remedy="build again") from error


def compact(table: Answer, base: str = "") -> Answer:
    """Shorten the IRIs of an answer for people: our own to their path, those of known vocabularies to a prefix.

    >>> compact(Answer(("x",), (("https://w3id.org/siggraph/scheme/type/ngo",), ("http://www.w3.org/ns/org#a",)))).rows
    (('type/ngo',), ('org:a',))
    """
    known = [(SCHEME, ""), *((iri, f"{prefix}:") for prefix, iri in PREFIXES.items()), *([(base, "")] if base else [])]

    def short(cell: str | None) -> str | None:
        if cell is None or "://" not in cell:
            return cell
        return next((f"{to}{cell.removeprefix(iri)}" for iri, to in known if cell.startswith(iri)), cell)

    shortened = Answer(table.columns, tuple(tuple(map(short, row)) for row in table.rows))
    for row, before in zip(shortened.rows, table.rows, strict=True):
        for cell, whole in zip(row, before, strict=True):
            if cell != whole and whole and whole.startswith((SCHEME, base or SCHEME)):
                return replace(shortened, remark=f"{cell} stands for <{whole}>")
    return shortened


def base_of(store: ox.Store) -> str:
    """Return the base IRI of the corpus that a store holds; blank where it names none."""
    found = answer(run(store, "SELECT ?d { GRAPH ?g { ?d a void:Dataset } } ORDER BY ?d LIMIT 1")).rows
    return found[0][0] or "" if found else ""


def answer(result: Result) -> Answer:
    """Turn a result into a table of texts: IRIs and literals by their value, triples as three columns."""
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), (("true" if result else "false",),))
    if isinstance(result, ox.QueryTriples):
        return Answer(("subject", "predicate", "object"), tuple(tuple(_shown(t) for t in triple) for triple in result))
    names = tuple(variable.value for variable in result.variables)
    return Answer(names, tuple(tuple(_shown(solution[name]) for name in names) for solution in result))


def _shown(term: object) -> str | None:
    if term is None:
        return None
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


def serialised(result: Result, form: str) -> bytes:
    """Write a result in a standard format.

    Raises UsageError where the kind of query has no such format.
    """
    if isinstance(result, ox.QueryTriples):
        if form not in _GRAPH_FORMATS:
            raise UsageError(f"a CONSTRUCT has no format {form}", remedy=f"one of {', '.join(_GRAPH_FORMATS)}")
        return result.serialize(format=_GRAPH_FORMATS[form]) or b""
    if form not in _SELECT_FORMATS:
        raise UsageError(f"a SELECT has no format {form}", remedy=f"one of {', '.join(_SELECT_FORMATS)}")
    if isinstance(result, ox.QueryBoolean) and form == "csv":
        return b"answer\r\n" + (b"true" if result else b"false") + b"\r\n"
    return result.serialize(format=_SELECT_FORMATS[form]) or b""


def offenders(store: ox.Store, rules: Mapping[str, Question]) -> Sequence[Finding]:
    """Run every rule; each row of its answer (``where``, ``message``) is a finding."""
    found = []
    for name, rule in sorted(rules.items()):
        table = answer(run(store, rule.text))
        for row in sorted(table.rows, key=lambda cells: tuple(cell or "" for cell in cells)):
            cells = dict(zip(table.columns, row, strict=True))
            severity = rule.remarks.get("severity", "error")
            message = cells.get("message") or rule.heading
            found.append(Finding(severity, name, cells.get("where") or "", message, rule.remarks.get("remedy", "")))
    return found
