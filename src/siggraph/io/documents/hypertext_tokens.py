"""Tokens of hypertext: tags, comments and character references of HTML, with their places, in linear time.

The standard library's parser reports lines and columns, reads some unclosed marks again and again, and gives up the
place of an attribute's value; so the tokens are cut here, after the tokenizer of the HTML standard (WHATWG, 13.2.5).
Where the standard would drop the rest of a file for a mark that is never closed, the mark alone is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.entities import html5
from typing import NamedTuple

from siggraph.document import FILL
from siggraph.io.documents.canvas import padded

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG = re.compile(
    r"""</?([a-zA-Z][^\s/>]*+)
    (?:[\s/]++
      |(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+
    )*+>""",
    re.VERBOSE,
)
_NAIVE_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*+)[^>]*+>")
_PATIENCE = 16  # tags that may turn out unclosed before quotes are no longer heeded
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>=[^\s/>=]*+|[^\s/>=]++)
    (?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+)))?+""",
    re.VERBOSE,
)
_ATTRIBUTES = 200  # of one tag that are looked at
_NAME = re.compile(r"</?[^\s/>]+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_FILLED = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]")
# What stands in these is not shown, or not shown as text.
RAW = frozenset(
    {
        *("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"),
        *("noscript", "template", "svg", "xml"),
    }
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_TO_THE_END = frozenset({"script", "style"})  # where these are not closed, nothing that follows is text


class Token(NamedTuple):
    """A piece of a hypertext: ``kind`` is text, open, close, drop (a comment, a script) or title (its content)."""

    kind: str
    begin: int
    end: int
    name: str = ""


def filled(mark: str) -> str:
    r"""Return what a mark becomes in the text: as many fillers; line breaks stay.

    >>> filled("<br\n />") == FILL * 3 + "\n" + FILL * 3
    True
    """
    return _FILLED.sub(FILL, mark)


def unescaped(text: str) -> str:
    """Return a text with its character references resolved, at equal length.

    >>> unescaped("Terre &amp; Humanisme &lt3") == "Terre &⁠⁠⁠⁠ Humanisme <⁠⁠3", unescaped("AT&T")
    (True, 'AT&T')
    """
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def _resolved(match: re.Match[str]) -> str:
    reference = match.group()
    if reference[1] == "#":
        return padded(unescape(reference), len(reference))
    for end in range(len(reference), 2, -1):
        if reference[1:end] in html5:
            return padded(html5[reference[1:end]], end) + reference[end:]
    return reference


def attributes(text: str, token: Token) -> Mapping[str, tuple[int, int]]:
    """Return the attributes of a tag and where their values stand in the text, without quotes.

    >>> text = '<img src=a.png alt="Bits of Freedom">'
    >>> {k: text[b:e] for k, (b, e) in attributes(text, Token("open", 0, len(text), "img")).items()}
    {'src': 'a.png', 'alt': 'Bits of Freedom'}
    """
    found: dict[str, tuple[int, int]] = {}
    name = _NAME.match(text, token.begin, token.end)
    cursor = token.begin if name is None else name.end()
    for _ in range(_ATTRIBUTES):
        match = _ATTRIBUTE.match(text, cursor, token.end - 1)
        if match is None:
            break
        value = next((g for g in ("double", "single", "bare") if match[g] is not None), "")
        found.setdefault(match["name"].lower(), match.span(value) if value else (match.end(), match.end()))
        cursor = match.end()
    return found


def tokens(text: str, begin: int, end: int) -> Iterator[Token]:
    """Cut a part of a text into tokens; they follow each other without gaps and cover the part.

    >>> [(t.kind, t.name) for t in tokens("<p>a < b<!-- c --></p>", 0, 22)]
    [('open', 'p'), ('text', ''), ('drop', ''), ('close', 'p')]
    """
    scanner = _Scanner(text, begin, end)
    cursor = begin
    while cursor < end:
        opening = _OPENING.search(text, cursor, scanner.last + 1) if cursor <= scanner.last else None
        if opening is None:
            yield Token("text", cursor, end)
            return
        if opening.start() > cursor:
            yield Token("text", cursor, opening.start())
        for token in scanner.mark(opening.start()):
            yield token
            cursor = token.end


class _Scanner:
    """Cuts one mark at a time, and remembers what it need not look for again."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        self.text, self.end = text, end
        self.last = text.rfind(">", begin, end)
        self.last_comment = text.rfind("-->", begin, end)
        self.patience = _PATIENCE
        self.unclosed: set[str] = set()  # raw elements that do not end any more

    def mark(self, at: int) -> Iterator[Token]:
        """Yield the tokens of the mark at a ``<`` that has a ``>`` after it."""
        text = self.text
        if text.startswith("<!--", at):
            closed = at + 2 <= self.last_comment
            yield Token("drop", at, text.index("-->", at + 2) + 3 if closed else min(at + 4, self.end))
            return
        match = _TAG.match(text, at, self.end) if self.patience else _NAIVE_TAG.match(text, at, self.end)
        if match is None:
            match = _NAIVE_TAG.match(text, at, self.end)
            self.patience -= match is not None
        if match is None:
            yield Token("drop", at, text.index(">", at) + 1)
            return
        name = match[1].lower()
        closing = text[at + 1] == "/"
        token = Token("close" if closing else "open", at, match.end(), name)
        yield token
        if not closing and name in RAW:
            yield from self._raw(token)

    def _raw(self, token: Token) -> Iterator[Token]:
        """Yield what stands in an element that is not read."""
        if token.name in self.unclosed or (token.name in {"svg", "xml"} and self.text[token.end - 2] == "/"):
            return
        close = _RAW_END[token.name].search(self.text, token.end, self.end)
        if close is None:
            self.unclosed.add(token.name)
        stop = close.start() if close else self.end if token.name in _TO_THE_END else token.end
        if stop > token.end:
            yield Token("title" if token.name == "title" else "drop", token.end, stop)
