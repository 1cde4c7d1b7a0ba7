"""HTML: mark-up is blanked at equal length, and its lists, tables, headings and forced lines become blocks.

What a page hides (tabs, accordions, ``display: none``) is read like what it shows, for lists of signatories are often
folded away; scripts, styles, comments and the head are not. The marks need not be closed or well nested.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from siggraph.document import FILL
from siggraph.io.documents.hypertext_blocks import Draft, blocks_of, is_name_of_picture, without_echoes
from siggraph.io.documents.hypertext_stack import Stack
from siggraph.io.documents.hypertext_tokens import Token, attributes, filled, tokens, unescaped
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import trimmed
from siggraph.names import clean

_SECTIONS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "div", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "main", "nav", "search", "section", "summary"),
    }
)
_PARTS = frozenset(
    {
        *(
            "button",
            "caption",
            "dd",
            "dir",
            "dl",
            "dt",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "legend",
            "li",
            "menu",
        ),
        *("ol", "optgroup", "option", "p", "pre", "select", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
BLOCKS = _SECTIONS | _PARTS
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_IN_HEAD = frozenset({"head", "html", "title", "meta", "link", "base", "script", "style", "noscript", "template"})
_LINE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]{1,4})[\])]?(?:,\s*\d{1,3})*")
_LINK_NOTE = re.compile(r"[\[(](?:\d{1,3}|[*†‡§¶]{1,4}|[a-z])[\])]|[↩↑⏎]\ufe0e?")
_LONGEST_NOTE, _WIDEST_NOTE = 12, 400  # pieces and characters of the mark of a note, its tags included
_META = {
    "author": "author", "article:author": "author", "dc.creator": "author", "date": "date", "dc.date": "date",
    "article:published_time": "date", "datepublished": "date", "og:title": "og:title",
    "content-language": "language",
}  # fmt: skip


def read_html(text: str, begin: int = 0, end: int | None = None) -> Parts:
    """Return the blocks of a hypertext, or of the part of a text that is one; all else is blanked.

    Parameters
    ----------
    text
        The file, decoded.
    begin, end
        The part to read.

    Returns
    -------
    Parts
        Its text is as long as ``text``. The lines of a paragraph, the items of a list with those nested in it, the
        cells of a table and pictures in a row share a group; ``meta`` has title, date, language and author.

    >>> page = "<h2>Signed</h2><ol><li>Terre &amp; <b>Humanisme</b><li><img alt='April'></ol>"
    >>> parts = read_html(page)
    >>> [(b.kind, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks]
    [('heading', '', 'Signed'), ('item', '1', 'Terre & Humanisme'), ('logo', '2', 'April')]
    """
    end = len(text) if end is None else end
    reader = _Reader(text)
    for token in tokens(text, begin, end):
        reader.take(token)
    reader.part()
    pieces = [filled(text[:begin]), *reader.pieces, filled(text[end:])]
    blanked = "".join(pieces)
    shown = [
        (unescaped(text[d.begin : d.end]) if d.kind == "logo" else blanked[d.begin : d.end]) for d in reader.drafts
    ]
    kept = tuple(without_echoes(reader.drafts, shown))
    for draft in kept:
        if draft.kind == "logo":
            at, alt = draft.begin - reader.starts[draft.piece], unescaped(text[draft.begin : draft.end])
            piece = pieces[draft.piece + 1]
            pieces[draft.piece + 1] = piece[:at] + alt + piece[at + len(alt) :]
    composed = "".join(pieces)
    return Parts(composed, blocks_of(composed, kept), meta=reader.told())


@dataclass(slots=True)
class _Line:
    """The line that is being read."""

    begin: int = 0
    end: int = 0
    seen: bool = False
    loose: bool = False  # text stands outside of links
    links: list[tuple[int, str, int, int]] = field(default_factory=list)  # serial, target, span
    pictures: list[tuple[int, int, int]] = field(default_factory=list)  # piece, span of the alternative text


@dataclass(slots=True)
class _Mark:
    """Where a sup or a link began: at which piece, on which line, and how the line was."""

    piece: int
    line: _Line
    was: _Line
    links: int


class _Reader:
    """Takes tokens in, and keeps what they become: pieces of the output and drafts of blocks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.drafts: list[Draft] = []
        self.meta: dict[str, str] = {}
        self.stack = Stack()
        self.links = 0
        self.line = _Line()
        self.parts = 0
        self.parted = True
        self.in_head = False
        self.heading = 0
        self.heading_started = False
        self.link: tuple[int, str] | None = None
        self.marks: dict[str, _Mark] = {}

    def told(self) -> dict[str, str]:
        """Return what the head tells of the document."""
        told = {"title": self.meta.get("title") or self.meta.get("og:title", "")}
        told |= {key: self.meta.get(key, "") for key in ("date", "language", "author")}
        return {key: value for key, value in told.items() if value}

    def take(self, token: Token) -> None:
        """Read one token."""
        raw = self.text[token.begin : token.end]
        shown = unescaped(raw) if token.kind == "text" and not self.in_head else filled(raw)
        self.pieces.append(shown)
        self.starts.append(token.begin)
        if token.kind == "open":
            self._opens(token)
        elif token.kind == "close":
            self._closes(token.name)
        elif token.kind == "title":
            self._note("title", unescaped(raw))
        elif token.kind == "text" and not self.in_head:
            self._text(token, shown)

    # -- lines ----------------------------------------------------------------------------------------------------

    def _text(self, token: Token, shown: str) -> None:
        if self.stack.top.pre:
            cursor = 0
            for stop in _LINE.finditer(shown):
                self._add(token.begin + cursor, shown[cursor : stop.start()])
                self._forced()
                cursor = stop.end()
            self._add(token.begin + cursor, shown[cursor:])
        else:
            self._add(token.begin, shown)

    def _add(self, begin: int, shown: str) -> None:
        first, last = trimmed(shown, 0, len(shown))
        if first == last:
            return
        line = self.line
        if not line.seen:
            line.seen, line.begin = True, begin + first
        line.end = begin + last
        self.heading_started = True
        if self.link is None:
            line.loose = True
        elif line.links and line.links[-1][0] == self.link[0]:
            line.links[-1] = (*line.links[-1][:3], line.end)
        else:
            line.links.append((*self.link, begin + first, line.end))

    def _forced(self) -> None:
        """End a line; the end of an empty line ends a paragraph."""
        if not self.flush():
            self.parted = True

    def part(self) -> None:
        """End a line and its paragraph."""
        self.flush()
        self.parted = True

    def flush(self) -> bool:
        """Draft the line that was read; return whether there was anything on it."""
        line, self.line = self.line, _Line()
        if line.seen:
            for begin, end in _pieces_of(line) if not self.heading else [(line.begin, line.end)]:
                self._draft("line", begin, end)
        elif line.pictures:
            for piece, begin, end in line.pictures:
                self._draft("logo", begin, end, piece)
        return line.seen or bool(line.pictures)

    def _draft(self, kind: str, begin: int, end: int, piece: int = 0) -> None:
        self.parts += self.parted
        self.parted = False
        top = self.stack.top
        item, label, level = top.item, "", top.level
        first = item is not None and item.tag != "dd" and not item.started
        if kind == "line" and self.heading:
            kind, level = "heading", self.heading
        elif first and item is not None:
            kind, label = ("item" if kind == "line" else kind), item.label
        if item is not None and kind != "logo":
            item.started = True
        self.drafts.append(Draft(kind, begin, end, self.parts, level, label, top.list, top.cell, top.container, piece))

    # -- marks ----------------------------------------------------------------------------------------------------

    def _opens(self, token: Token) -> None:
        name = token.name
        self.in_head = name == "head" or (self.in_head and name in _IN_HEAD)
        if name in {"meta", "html"}:
            self._tells(token)
        elif name == "br":
            self._forced()
        elif name == "img":
            self._picture(token)
        elif name in {"sup", "a"}:
            was = replace(self.line, links=self.line.links[-1:])
            self.marks[name] = _Mark(len(self.pieces), self.line, was, len(self.line.links))
            if name == "a":
                self.links += 1
                self.link = (self.links, self._values(token).get("href", ""))
        elif name in BLOCKS:
            self.part()
            if self.heading_started or name in _HEADINGS:
                self.heading, self.heading_started = _HEADINGS.get(name, 0), False
            simple = token.end - token.begin == len(name) + 2  # no attributes
            self.stack.opens(name, *(() if simple else (self._getter(token),)))

    def _closes(self, name: str) -> None:
        if name == "head":
            self.in_head = False
        elif name in {"sup", "a"}:
            self._closes_mark(name)
        elif name == "br":
            self._forced()
        elif name in BLOCKS:
            self.part()
            self.stack.closes(name)
            if name in _HEADINGS or self.heading_started:
                self.heading, self.heading_started = 0, False

    def _closes_mark(self, name: str) -> None:
        """Blank what stood in a sup or a link where it is the mark of a note and no part of the text."""
        mark = self.marks.pop(name, None)
        is_note = _NOTE if name == "sup" or self.link is None or not self.link[1].startswith("#") else _LINK_NOTE
        if name == "a":
            link, self.link = self.link, None
            if link is None or not link[1].startswith("#"):
                return
        if mark is None or len(self.pieces) - mark.piece > _LONGEST_NOTE:
            return
        inside = "".join(self.pieces[mark.piece :])
        if len(inside) <= _WIDEST_NOTE and is_note.fullmatch(clean(inside)):
            self.pieces[mark.piece :] = [filled(piece) for piece in self.pieces[mark.piece :]]
            if mark.line is self.line:
                mark.was.links = [*self.line.links[: max(0, mark.links - 1)], *mark.was.links]
                self.line = mark.was

    def _picture(self, token: Token) -> None:
        found = attributes(self.text, token)
        begin, end = found.get("alt", (0, 0))
        hidden = self._values(token)
        decorative = hidden.get("aria-hidden") == "true" or hidden.get("role") in {"presentation", "none"}
        if not decorative and is_name_of_picture(unescaped(self.text[begin:end])):
            self.line.pictures.append((len(self.pieces) - 1, begin, end))

    # -- attributes -----------------------------------------------------------------------------------------------

    def _values(self, token: Token) -> dict[str, str]:
        found = attributes(self.text, token)
        return {name: unescaped(self.text[b:e]).replace(FILL, "").strip() for name, (b, e) in found.items()}

    def _getter(self, token: Token) -> Callable[[str], str]:
        values: dict[str, str] = {}

        def value(name: str) -> str:
            if not values:
                values.update({"": "", **self._values(token)})
            return values.get(name, "")

        return value

    def _tells(self, token: Token) -> None:
        """Note what a tag of the head tells."""
        values = self._values(token)
        if token.name == "html":
            self._note("language", values.get("lang") or values.get("xml:lang", ""))
            return
        keys = (values.get(name, "").lower() for name in ("name", "property", "http-equiv", "itemprop"))
        for key in keys:
            if key in _META:
                self._note(_META[key], values.get("content", ""))

    def _note(self, key: str, value: str) -> None:
        if value := clean(value):
            self.meta.setdefault(key, value)


def _pieces_of(line: _Line) -> list[tuple[int, int]]:
    """Return the span of a line, or those of its links where it has nothing else: a menu, or names side by side."""
    targets = [target for _, target, _, _ in line.links]
    if line.loose or len(targets) == 1 or any(a == b for a, b in pairwise(targets)):
        return [(line.begin, line.end)]
    return [(begin, end) for _, _, begin, end in line.links]
