"""The lines of a Markdown text: what begins a block, where a run of HTML ends, how a row of a table is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from siggraph.io.documents.hypertext import BLOCKS

_BREAK = re.compile("\r\n|[\n\r\x0b\f\x85\u2028\u2029]")
HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
RULE = re.compile(r"(?:\*[ \t]*+){3,}+$|(?:-[ \t]*+){3,}+$|(?:_[ \t]*+){3,}+$")
FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)")
TASK = re.compile(r"\[[ xX]\][ \t]+")
DEFINITION = re.compile(r"\[(?!\^)([^\[\]]{1,999})\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$")
NOTE = re.compile(r"\[\^[^\s\[\]]{1,60}\]:[ \t]*")
TERM = re.compile(r"[:~][ \t]+(?=\S)")
# Marks of what made the page: divisions of Pandoc, tags of Liquid and Hugo.
ASIDE = re.compile(r":{3,}.*$|\{%.*%\}\s*$|\{\{.*\}\}\s*$", re.DOTALL)
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITIONS = re.compile(r"^[ >\t]{0,12}\[(?!\^)([^\[\]\n]{1,999})\]:[ \t]*\S", re.MULTILINE)
_HTML = re.compile(r" {0,3}(?:</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)|<!--|<\?|<![A-Za-z])")
_RAW = re.compile(r" {0,3}<(?:(!--)|(script|style|pre|textarea)(?=[\s>]|$))", re.IGNORECASE)
_RAW_TAGS = frozenset({"script", "style", "textarea", "html", "head", "link", "meta", "title", "iframe", "noscript"})
_OPENS = re.compile(r"<(/?)(?:table|ul|ol|dl)\b", re.IGNORECASE)
_PIPE = re.compile(r"\\.|\|", re.DOTALL)


def lines_of(text: str, begin: int) -> list[tuple[int, int]]:
    r"""Return the spans of the lines of a text from an offset on.

    >>> lines_of("a\r\n\nb", 0)
    [(0, 1), (3, 3), (4, 5)]
    """
    spans = []
    for stop in _BREAK.finditer(text, begin):
        spans.append((begin, stop.start()))
        begin = stop.end()
    return [*spans, (begin, len(text))]


def labels(text: str) -> Iterator[str]:
    """Yield the labels of the link definitions of a text.

    >>> list(labels("[EDRi]: https://edri.org"))
    ['EDRi']
    """
    return (match[1] for match in _DEFINITIONS.finditer(text))


def is_delimiter(line: str) -> bool:
    """Tell whether a line is the rule under the header of a pipe table.

    >>> is_delimiter("|-|:-:|"), is_delimiter("---"), is_delimiter("--- | ---")
    (True, False, True)
    """
    return "|" in line and "-" in line and _DELIMITER.match(line) is not None


def cells(line: str) -> list[tuple[int, int]]:
    r"""Return the spans of the cells of a row of a pipe table.

    >>> [r"| a \| b | c"[begin:end] for begin, end in cells(r"| a \| b | c")]
    [' a \\| b ', ' c']
    """
    end = len(line.rstrip())
    cuts = [match.start() for match in _PIPE.finditer(line, 0, end) if match.group() == "|"]
    if not cuts or line[: cuts[0]].strip():
        cuts.insert(0, -1)
    if cuts[-1] != end - 1 or len(cuts) == 1:
        cuts.append(end)
    return [(a + 1, max(a + 1, b)) for a, b in pairwise(cuts)]


def title_of(line: str) -> str:
    """Return a heading without the signs that close it.

    >>> title_of("Signed by ##"), title_of("C#"), title_of("##")
    ('Signed by', 'C#', '')
    """
    bare = line.rstrip()
    inner = bare.rstrip("#")
    return inner.rstrip() if inner != bare and (not inner or inner[-1] in " \t") else bare


def begins_html(text: str, begin: int, end: int) -> bool:
    """Tell whether a line begins with a tag that makes a block, a comment or a declaration.

    >>> begins_html("<ul>", 0, 4), begins_html("<b>Bits</b>", 0, 11)
    (True, False)
    """
    match = _HTML.match(text, begin, end)
    return match is not None and (match[1] is None or match[1].lower() in BLOCKS | _RAW_TAGS)


class Regions:
    """Finds where the runs of HTML between lines of Markdown end."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.text, self.lines = text, lines
        self.unclosed: set[str] = set()  # elements that do not close any more

    def end(self, first: int) -> int:
        """Return the line after the run of HTML that begins on a line.

        It lasts to a blank line after which no HTML begins, and longer while a list or table is open.
        """
        depth = 0
        stop = 0  # the first blank line, should the list or table never close
        i = first
        while i < len(self.lines):
            begin, end = self.lines[i]
            raw = self._end_of_raw(i)
            if raw > i:
                i = raw
                continue
            if self.text[begin:end].strip():
                depth += sum(-1 if match[1] else 1 for match in _OPENS.finditer(self.text, begin, end))
            else:
                after = self._next_seen(i)
                if after == len(self.lines) or (depth <= 0 and not begins_html(self.text, *self.lines[after])):
                    return i if depth <= 0 or not stop else stop
                if depth > 0 and not begins_html(self.text, *self.lines[after]):
                    if "list" in self.unclosed:
                        return i
                    stop = stop or i
                i = after
                continue
            i += 1
        if depth > 0 and stop:
            self.unclosed.add("list")
            return stop
        return i

    def _next_seen(self, i: int) -> int:
        while i < len(self.lines) and not self.text[slice(*self.lines[i])].strip():
            i += 1
        return i

    def _end_of_raw(self, i: int) -> int:
        """Return the line after a comment, script or the like that begins on a line; the line itself if none does."""
        match = _RAW.match(self.text, *self.lines[i])
        name = "" if match is None else (match[1] or match[2]).lower()
        if match is None or name in self.unclosed:
            return i
        mark = "-->" if name == "!--" else f"</{name}"
        found = re.compile(re.escape(mark), re.IGNORECASE).search(self.text, match.end() - 2)
        if found is None:
            self.unclosed.add(name)
            return i
        while i < len(self.lines) and self.lines[i][1] < found.end():
            i += 1
        # what stands after the mark belongs to the run, and so does the line
        return i + 1
