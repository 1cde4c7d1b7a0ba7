r"""Inline Markdown: emphasis, links, code, pictures, escapes and references, blanked at equal length in linear time.

After CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and its footnotes, strike-through and attributes as Pandoc
has them; where the standard would leave ``**`` for text because of the spaces around it, it is taken as meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from string import punctuation

from siggraph.document import FILL
from siggraph.io.documents.hypertext import BLOCKS
from siggraph.io.documents.hypertext_blocks import is_name_of_picture
from siggraph.io.documents.hypertext_tokens import Token, attributes, unescaped

_SPECIAL = re.compile(r"\\(?:[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\n]|\Z)|`+|\*+|_+|~~|!\[|[\[\]<]|\{[{%:#.]")
_N = r"(?:[^\s()\\]|\\.)"
_NESTED = rf"\((?:{_N}|\((?:{_N}|\({_N}*+\))*+\))*+\)"
_TARGET = re.compile(
    rf"""\(\s*+(?:<[^<>\n]*+>|(?:{_N}|{_NESTED})*+)(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
    r"|\((?:https?:|www\.|mailto:|/)[^()\n]{0,500}\)"
)
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_ATTRIBUTES = re.compile(r"\{(?:[:#.][^{}\n]{0,300}|%[^%\n]{0,300}%|\{[^{}\n]{0,300}\})\}")
_LINK_ATTRIBUTES = re.compile(r"\{[^{}\n]{0,300}\}")
_SPAN = re.compile(r"\{[#.][^{}\n]{0,300}\}")
_AUTOLINK = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+|[^\s<>@]{1,99}@[^\s<>@]{1,99})>")
_TAG = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9-]*+)
    (?:\s++[a-zA-Z_:][\w.:-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?>""",
    re.VERBOSE,
)
_NOTE = re.compile(r"<sup>\s{0,9}[\[(]?(?:\d{1,3}|[*†‡§¶]{1,4})[\])]?\s{0,9}</sup>", re.IGNORECASE)
_LONGEST_LABEL = 999
_DOUBLE = 2


@dataclass(slots=True)
class Inline:
    """A paragraph as it is seen: ``shown`` is as long as its source.

    ``breaks`` are where tags end a line, ``hard`` the line breaks that are meant as such, ``pictures`` the alternative
    texts that can be names: their place and what they show.
    """

    shown: str
    breaks: list[int] = field(default_factory=list)
    hard: list[int] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)


def label_of(text: str) -> str:
    """Return the label of a reference as it is compared.

    >>> label_of("Open  Rights Group")
    'open rights group'
    """
    return " ".join(text.split()).casefold()


def inline(source: str, references: AbstractSet[str] = frozenset()) -> Inline:
    r"""Read the inline mark-up of a paragraph; its lines are parted by a line feed.

    >>> inline("**[Bits of Freedom](https://bof.nl)**, `NL`").shown.replace("\u2060", "")
    'Bits of Freedom, NL'
    >>> inline("snake_case, 2\\* &amp; <http://a.org>[^1]").shown.replace("\u2060", "")
    'snake_case, 2* & http://a.org'
    """
    if not _SPECIAL.search(source):
        return Inline(unescaped(source), hard=_hard_breaks(source))
    return _Inliner(source, references).read()


def _hard_breaks(source: str) -> list[int]:
    return [m.end() - 1 for m in re.finditer(r"  \n|\\\n", source)] if "\n" in source else []


class _Inliner:
    """Goes through a paragraph once, with stacks of what may yet be closed."""

    def __init__(self, source: str, references: AbstractSet[str]) -> None:
        self.source, self.references = source, references
        self.out = list(source)
        self.brackets: list[tuple[int, bool]] = []  # where a link or a picture may begin
        self.openers: dict[str, list[list[int]]] = {"*": [], "_": [], "~": []}
        self.images: list[tuple[int, int, int, int]] = []  # span, span of the alternative text
        self.tags: list[tuple[int, str]] = []  # pictures in HTML
        self.result = Inline("", hard=_hard_breaks(source))
        self.last_comment = source.rfind("-->")
        self.ticks: dict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", source):
            self.ticks[run.end() - run.start()].append(run.start())

    def read(self) -> Inline:
        cursor = 0
        while match := _SPECIAL.search(self.source, cursor):
            cursor = self._take(match)
        for begin, length, printed in self.openers["*"]:
            if printed >= _DOUBLE:
                self._fill(begin, begin + length)
        for begin, end, alt, alt_end in self.images:
            shown = unescaped("".join(self.out[alt:alt_end]))
            if is_name_of_picture(shown) and "\n" not in shown:
                self.result.pictures.append((alt, shown))
            self._fill(begin, end)
        self.result.breaks = [at for at in self.result.breaks if not self._is_in_image(at)]
        self.result.pictures += [tag for tag in self.tags if not self._is_in_image(tag[0])]
        self.result.pictures.sort()
        self.result.shown = unescaped("".join(self.out))
        return self.result

    def _is_in_image(self, at: int) -> bool:
        """Tell whether a tag stands in the alternative text of a picture; pictures ascend and do not overlap."""
        before = bisect_right(self.images, at, key=lambda image: image[0]) - 1
        return before >= 0 and at < self.images[before][1]

    def _fill(self, begin: int, end: int) -> None:
        for i in range(begin, end):
            if self.out[i] not in "\n\r\x0b\x0c\x85\u2028\u2029":
                self.out[i] = FILL

    def _take(self, match: re.Match[str]) -> int:
        """Read one mark; return where to go on."""
        mark, begin, end = match.group(), match.start(), match.end()
        first = mark[0]
        if first == "\\":
            self._fill(begin, begin + 1)
        elif first == "`":
            return self._code(begin, end)
        elif first in "*_~":
            self._emphasis(first, begin, end)
        elif first == "<":
            return self._angle(begin)
        elif first == "{":
            found = _ATTRIBUTES.match(self.source, begin)
            if found is not None:
                self._fill(*found.span())
                return found.end()
            return begin + 1
        elif first == "]":
            return self._closes(begin)
        else:
            self.brackets.append((begin, first == "!"))
        return end

    def _code(self, begin: int, end: int) -> int:
        runs = self.ticks[end - begin]
        at = bisect_right(runs, begin)
        if at == len(runs):
            return end
        stop = runs[at]
        self._fill(begin, end)
        self._fill(stop, stop + end - begin)
        return stop + end - begin

    def _emphasis(self, char: str, begin: int, end: int) -> None:
        """Pair a run of delimiters with those before it that may open, the innermost first."""
        before = self.source[begin - 1] if begin else " "
        after = self.source[end] if end < len(self.source) else " "
        left = not after.isspace() and (after not in punctuation or before.isspace() or before in punctuation)
        right = not before.isspace() and (before not in punctuation or after.isspace() or after in punctuation)
        opens = left and (char != "_" or not right or before in punctuation)
        closes = right and (char != "_" or not left or after in punctuation)
        stack = self.openers[char]
        cursor = begin
        while closes and stack and cursor < end:
            used = min(stack[-1][1], end - cursor)
            start, length, _ = stack[-1]
            self._fill(start + length - used, start + length)
            self._fill(cursor, cursor + used)
            cursor += used
            stack[-1][1] -= used
            if stack[-1][1] == 0:
                stack.pop()
        if cursor < end and opens:
            stack.append([cursor, end - cursor, end - begin])
        elif char == "*" and end - begin >= _DOUBLE:
            self._fill(cursor, end)

    def _angle(self, begin: int) -> int:
        source = self.source
        if source.startswith("<!--", begin) and begin + 2 <= self.last_comment:
            end = source.index("-->", begin + 2) + 3
            self._fill(begin, end)
            return end
        link = _AUTOLINK.match(source, begin)
        if link is not None:
            self._fill(begin, begin + 1)
            self._fill(link.end() - 1, link.end())
            return link.end()
        tag = _NOTE.match(source, begin) or _TAG.match(source, begin)
        if tag is None:
            return begin + 1
        self._fill(*tag.span())
        name = (tag[1] or "").lower() if tag.re is _TAG else ""
        if name == "br" or name in BLOCKS:
            self.result.breaks.append(begin)
        elif name == "img":
            alt, stop = attributes(source, Token("open", begin, tag.end(), "img")).get("alt", (0, 0))
            if is_name_of_picture(shown := unescaped(source[alt:stop])) and "\n" not in shown:
                self.tags.append((alt, shown))
        return tag.end()

    def _closes(self, at: int) -> int:
        """Make a link, a picture or the mark of a note of a bracket that closes, or leave it."""
        if not self.brackets:
            return at + 1
        begin, picture = self.brackets.pop()
        inner = begin + 1 + picture
        end = self._end_of_link(inner, at)
        if end == 0:
            return at + 1
        attributes_of_link = _LINK_ATTRIBUTES.match(self.source, end)
        end = end if attributes_of_link is None else attributes_of_link.end()
        if picture:
            while self.images and self.images[-1][0] > begin:
                self.images.pop()
            self.images.append((begin, end, inner, at))
        else:
            self._fill(begin, inner)
            self._fill(at, end)
        return end

    def _end_of_link(self, begin: int, at: int) -> int:
        """Return where the link ends whose text is this span; 0 where it is none. A note's mark is blanked."""
        target = _TARGET.match(self.source, at + 1)
        if target is not None:
            return target.end()
        if _SPAN.match(self.source, at + 1):
            return at + 1
        text = self.source[begin:at] if at - begin <= _LONGEST_LABEL else ""
        if re.fullmatch(r"\^[^\s\[\]^]{1,60}", text):
            self._fill(begin, at)
            return at + 1
        if not self.references:
            return 0
        label = _LABEL.match(self.source, at + 1)
        if label is not None and label_of(label[1] or text) in self.references:
            return label.end()
        return at + 1 if text and label_of(text) in self.references else 0
