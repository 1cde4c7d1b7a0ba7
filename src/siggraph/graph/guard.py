"""The guard: a query from outside reads this store; it asks no other server and does not crash the engine.

pyoxigraph follows SERVICE and has no switch against it, and its parser recurses. A second parser is no guard, because
two parsers that disagree hide one thing from each other. So the text is only cut into strings, IRIs, comments and the
rest, by the lexical rules of SPARQL 1.1 (section 19.8), and what could be cut in two ways is refused.
"""

from __future__ import annotations

import re

from siggraph.errors import UsageError

_DEEPEST = 100  # brackets in brackets; the engine's parser crashes at some thousands
_LONGEST = 4_000  # characters besides strings, IRIs and comments; longer chains of operators crash it as well

_PART = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''
               | \"""(?:"{0,2}(?:[^"\\]|\\.))*\"""
               | '(?:[^'\\\r\n]|\\.)*'
               | "(?:[^"\\\r\n]|\\.)*")
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<open>[({\[])
    | (?P<close>[)}\]])
    | (?P<code>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HTTP = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def guarded(text: str) -> str:
    r"""Return the query without its comments, at equal length, so that places in error messages still fit.

    Raises
    ------
    UsageError
        The word SERVICE outside strings; a bracket too deep; a text too long; or a text that two lexers could cut
        differently: a backslash outside strings, an IRI with an apostrophe, a relative IRI with a number sign.

    Examples
    --------
    >>> guarded("SELECT * { ?s ?p 'SERVICE' } # SERVICE")
    "SELECT * { ?s ?p 'SERVICE' }          "
    >>> guarded("SELECT * { SERVICESILENT<http://x.example/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    siggraph.errors.UsageError: SERVICE is refused: siggraph asks no other server (query that server itself)
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError("the query is no Unicode text", remedy="write it in UTF-8")
    kept: list[str] = []
    code: list[str] = []
    depth = 0
    for part in _PART.finditer(text):
        kind, piece = part.lastgroup, part.group()
        if kind == "comment":
            kept.append(" " * len(piece))
            code.append(" ")
            continue
        kept.append(piece)
        if kind == "string":
            code.append("\0")
        elif kind == "iri":
            code.append(_iri(piece))
        else:
            depth += {"open": 1, "close": -1}.get(kind or "", 0)
            if depth > _DEEPEST:
                raise UsageError(f"more than {_DEEPEST} brackets in brackets", remedy="take the query apart")
            code.append(piece)
    _judge("".join(code))
    return "".join(kept)


def _iri(piece: str) -> str:
    """Return what an IRI contributes to the code: nothing where it can be nothing else, itself where ``<`` may be less.

    ``?a<?b&&?c>?d`` reads as an IRI and as a comparison. A scheme with two slashes cannot be an expression.
    """
    if "'" in piece or ("#" in piece and not _HTTP.match(piece)):
        raise UsageError(f"{piece} can be read in two ways", remedy="write the IRI in full, %27 for an apostrophe")
    return "<>" if _HTTP.match(piece) else piece


def _judge(code: str) -> None:
    if "service" in code.lower():
        raise UsageError("SERVICE is refused: siggraph asks no other server", remedy="query that server itself")
    if "\\" in code:
        raise UsageError("a backslash outside strings can be read in two ways", remedy="write the IRI in full")
    if "'" in code or '"' in code:
        raise UsageError("a string that does not end", remedy="close it with the quotation mark that opened it")
    if len(code) > _LONGEST:
        raise UsageError(f"longer than {_LONGEST} characters besides strings and IRIs", remedy="take the query apart")
