r"""Markdown: CommonMark as it is published, with front matter, pipe and grid tables, footnotes and runs of HTML.

After CommonMark 0.31 (https://spec.commonmark.org/0.31.2/), tables as GitHub has them, grid tables as Pandoc has them.
Other than there, each line of a paragraph is a block, for lists are often published one name a line without a hard
break; and four spaces do not make code, for they are rather a list set in by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from siggraph.io.documents.gridtables import Place, rewrite
from siggraph.io.documents.hypertext import read_html
from siggraph.io.documents.markdown_front import front_matter
from siggraph.io.documents.markdown_inline import label_of
from siggraph.io.documents.markdown_lines import (
    ASIDE,
    DEFINITION,
    FENCE,
    HEADING,
    MARKER,
    NOTE,
    RULE,
    TASK,
    TERM,
    UNDERLINE,
    Regions,
    begins_html,
    cells,
    is_delimiter,
    labels,
    lines_of,
    title_of,
)
from siggraph.io.documents.markdown_output import Output
from siggraph.io.documents.parts import Parts

_DEEPEST = 60  # quotes and items within each other; deeper marks are text
_TAB, _MOST_SPACES = 4, 4
_HTML_SHARE = 0.5  # of the paragraphs that begin with a tag where the body is HTML


def read_markdown(text: str) -> Parts:
    r"""Return the blocks of a text in Markdown; mark-up is blanked at equal length.

    Grid tables alone are composed anew (``verbatim`` is False): a name in them is broken over lines.

    >>> parts = read_markdown("## Signed\n\n1. **Bits of Freedom**\n2. [EDRi](https://edri.org),\n   Brussels\n")
    >>> [(b.kind, b.label, parts.text[b.begin : b.end].replace("\u2060", "")) for b in parts.blocks]
    [('heading', '', 'Signed'), ('item', '1', 'Bits of Freedom'), ('item', '2', 'EDRi,\n   Brussels')]
    >>> parts = read_markdown("Name | Country\n--- | ---\nApril | FR")
    >>> [(b.row, b.column, b.label, parts.text[b.begin : b.end]) for b in parts.blocks]
    [(0, 0, 'head', 'Name'), (0, 1, 'head', 'Country'), (1, 0, '', 'April'), (1, 1, '', 'FR')]
    """
    begin, meta = front_matter(text)
    if _is_html(text, begin):
        parts = read_html(text, begin)
        return replace(parts, meta={**parts.meta, **meta})
    source, places = rewrite(text, begin)
    output = Output(source, frozenset(map(label_of, labels(source))))
    _Reader(source, begin, places, output).read()
    return output.parts(verbatim=not places, meta=meta)


def _is_html(text: str, begin: int) -> bool:
    """Tell whether a body is HTML: it begins with a tag that makes a block, and so do most of its paragraphs.

    A paragraph that begins like a list or heading of Markdown tells that tags merely stand around it.
    """
    starts = []
    blank = True
    for span in lines_of(text, begin):
        seen = bool(text[slice(*span)].strip())
        if seen and blank:
            starts.append(span)
        blank = not seen
    if not starts or not begins_html(text, *starts[0]):
        return False
    tagged = sum(begins_html(text, *span) for span in starts)
    marked = any(MARKER.match(text, *span) or HEADING.match(text, *span) for span in starts)
    return not marked and tagged >= _HTML_SHARE * len(starts)


@dataclass(slots=True)
class _List:
    """A list: its mark, the outermost list around it, its depth, and its numbers."""

    mark: str
    outermost: int
    level: int
    first: int = 0
    count: int = 0
    all_same: bool = True


@dataclass(slots=True)
class _Container:
    """A quotation, or an item whose text begins at a column."""

    column: int = 0  # 0: a quotation
    around: _List | None = None
    label: str = ""
    started: bool = False


class _Reader:
    """Goes through the lines once: first what a line continues, then what it begins."""

    def __init__(self, source: str, begin: int, places: Mapping[int, Place], output: Output) -> None:
        self.source, self.places, self.output = source, places, output
        self.lines = lines_of(source, begin)
        self.regions = Regions(source, self.lines)
        self.containers: list[_Container] = []
        self.lists: list[_List | None] = []  # by depth, the list that an item would go on
        self.paragraph: list[tuple[int, int]] = []
        self.fence = ""
        self.fence_depth = 0
        self.table: tuple[int, int] | None = None  # its number and its row
        self.count = 0  # of paragraphs, lists and tables

    def read(self) -> None:
        """Read all lines."""
        i = 0
        while i < len(self.lines):
            begin, end = self.lines[i]
            if begin in self.places:
                self._grid_cell(begin, end)
            elif not self.fence and begins_html(self.source, begin, end) and self._is_outside(begin, end):
                stop = max(i + 1, self.regions.end(i))
                self._html(begin, self.lines[stop - 1][1])
                i = stop
                continue
            else:
                self._line(begin, end)
            i += 1
        self._close()

    def _is_outside(self, begin: int, end: int) -> bool:
        """Tell whether a line stands in no item and no quotation."""
        at, column = self._skip(begin, 0, end)
        first = self.containers[0] if self.containers else None
        return first is None or (column < first.column if first.column else self.source[at] != ">")

    # -- containers -----------------------------------------------------------------------------------------------

    def _skip(self, at: int, column: int, end: int, most: int = 10**9) -> tuple[int, int]:
        """Return where white space ends, and the column there; no further than some column."""
        while at < end and column < most and self.source[at] in " \t":
            column += 1 if self.source[at] == " " else _TAB - column % _TAB
            at += 1
        return at, column

    def _line(self, begin: int, end: int) -> None:
        at, column, depth = self._continued(begin, end)
        if self.fence:
            if depth >= self.fence_depth:
                self._code(at, end)
                return
            self.fence = ""
        inner, column = self._skip(at, column, end)
        if inner == end:
            self._close()
            if any(c.column == 0 for c in self.containers[depth:]):
                del self.containers[depth:]
            return
        opened = False
        while depth < _DEEPEST:
            entered = self._enters(inner, column, end, depth, fresh=opened or depth < len(self.containers))
            if entered is None:
                break
            inner, column = entered
            depth, opened = depth + 1, True
        if opened or depth == len(self.containers):
            if inner < end:
                self._leaf(inner, end, lazy=False)
        elif self.paragraph:
            self._leaf(inner, end, lazy=True, depth=depth)
        else:
            self._leave(depth)
            self._leaf(inner, end, lazy=False)

    def _continued(self, begin: int, end: int) -> tuple[int, int, int]:
        """Return where the line goes on after the marks of open containers, the column there, and how many go on."""
        at, column = begin, 0
        for depth, container in enumerate(self.containers):
            inner, inner_column = self._skip(at, column, end)
            if container.column == 0:
                if inner == end or self.source[inner] != ">":
                    return at, column, depth
                at, column = inner + 1, inner_column + 1
                if at < end and self.source[at] == " ":
                    at, column = at + 1, column + 1
            elif inner < end:
                if inner_column < container.column:
                    return at, column, depth
                at, column = self._skip(at, column, end, container.column)
        return at, column, len(self.containers)

    def _leave(self, depth: int) -> None:
        if depth < len(self.containers):
            self._close()
            del self.containers[depth:]

    def _enters(self, at: int, column: int, end: int, depth: int, *, fresh: bool) -> tuple[int, int] | None:
        """Open a quotation or an item where the line begins one; return where it goes on."""
        if self.source[at : at + 1] == ">":
            self._leave(depth)
            self._close()
            self._end_lists(depth)
            self.containers.append(_Container())
            at, column = at + 1, column + 1
            if at < end and self.source[at] == " ":
                at, column = at + 1, column + 1
            return self._skip(at, column, end)
        match = MARKER.match(self.source, at, end)
        if match is None or RULE.match(self.source, at, end):
            return None
        empty = not self.source[match.end() : end].strip()
        interrupts = bool(self.paragraph) and not fresh
        if interrupts and (empty or match[2] not in {None, "1"}):
            return None
        self._leave(depth)
        self._close()
        self._opens_item(match, column, end, depth)
        inner, inner_column = self._skip(match.end(), column + match.end() - at, end)
        task = TASK.match(self.source, inner, end)
        return (inner, inner_column) if task is None else (task.end(), inner_column + task.end() - inner)

    def _opens_item(self, match: re.Match[str], column: int, end: int, depth: int) -> None:
        mark = match[1] or match[3]
        del self.lists[depth + 1 :]
        around = self.lists[depth] if depth < len(self.lists) else None
        number = int(match[2]) if match[2] else 0
        if around is None or around.mark != mark:
            self.count += 1
            outer = next((c.around for c in reversed(self.containers) if c.around is not None), None)
            outermost, level = (outer.outermost, outer.level + 1) if outer else (self.count, 1)
            around = _List(mark, outermost, level, number)
            self._end_lists(depth)
            self.lists += [None] * (depth - len(self.lists)) + [around]
        around.all_same &= number == around.first
        label = str(around.first + around.count if around.all_same else number) if match[2] else ""
        around.count += 1
        after = column + match.end() - match.start()
        _, text_column = self._skip(match.end(), after, end)
        text_at_marker = match.end() == end or text_column - after > _MOST_SPACES
        self.containers.append(_Container(after + 1 if text_at_marker else text_column, around, label))

    def _end_lists(self, depth: int) -> None:
        del self.lists[depth:]

    # -- leaves ---------------------------------------------------------------------------------------------------

    def _leaf(self, at: int, end: int, *, lazy: bool, depth: int = 0) -> None:
        """Read what a line begins or goes on, its containers being open."""
        source = self.source
        if not lazy and self.paragraph and self._ends_paragraph(at, end):
            return
        if self.table is not None and not lazy and not self._begins(at, end):
            self._row(at, end)
            return
        if self._begins(at, end):
            if lazy:
                self._leave(depth)
            self._close()
            self._end_lists(len(self.containers))
            self._special(at, end)
            return
        if not self.paragraph:
            self._end_lists(len(self.containers))
            if DEFINITION.match(source, at, end):
                return
        note = NOTE.match(source, at, end)
        if note is not None:
            self._close()
            at = note.end()
        term = TERM.match(source, at, end)
        self.paragraph.append((at if term is None else term.end(), end))

    def _begins(self, at: int, end: int) -> bool:
        """Tell whether a line is a heading, a rule, a fence, or a mark of what made the page."""
        if self.source[at] not in "#-*_`~:{":
            return False
        return any(form.match(self.source, at, end) for form in (HEADING, RULE, FENCE, ASIDE))

    def _special(self, at: int, end: int) -> None:
        heading = HEADING.match(self.source, at, end)
        fence = FENCE.match(self.source, at, end)
        if heading is not None:
            title = title_of(self.source[heading.end() : end])
            self._heading([(heading.end(), heading.end() + len(title))], len(heading[1]))
        elif fence is not None:
            self.count += 1
            self.fence, self.fence_depth = fence[1], len(self.containers)

    def _heading(self, lines: Sequence[tuple[int, int]], level: int) -> None:
        self.count += 1
        self.output.heading(lines, self.count, level)

    def _ends_paragraph(self, at: int, end: int) -> bool:
        """Read a line that says what the paragraph above it was: a heading, or the header of a table."""
        underline = UNDERLINE.match(self.source, at, end)
        if underline is not None and len(self.paragraph) == 1:
            self._heading(self.paragraph, 1 if underline[1][0] == "=" else 2)
            self.paragraph = []
            return True
        if not is_delimiter(self.source[at:end]):
            return False
        header = self.paragraph.pop()
        self._close()
        self.count += 1
        self.table = (self.count, 0)
        self._row(*header, "head")
        return True

    def _row(self, begin: int, end: int, label: str = "") -> None:
        if self.table is None:
            return
        number, row = self.table
        self.table = (number, row + 1)
        for column, (first, last) in enumerate(cells(self.source[begin:end])):
            self.output.cell(begin + first, begin + last, Place(number, row, column, bool(label)))

    def _grid_cell(self, begin: int, end: int) -> None:
        self._leave(0)
        self._close()
        self._end_lists(0)
        self.output.cell(begin, end, self.places[begin], "grid")

    def _html(self, begin: int, end: int) -> None:
        """Read a run of HTML."""
        self._leave(0)
        self._close()
        self._end_lists(0)
        self.count += 1
        self.output.html(begin, end, self.count)

    def _code(self, at: int, end: int) -> None:
        """Read a line between fences."""
        line = self.source[at:end].strip()
        if line and not line.strip(self.fence[0]) and len(line) >= len(self.fence):
            self.fence = ""
        elif not line:
            self.count += 1
        else:
            self.output.verbatim(at, end, self.count)

    def _close(self) -> None:
        """End the paragraph or table that is open."""
        self.table = None
        lines, self.paragraph = self.paragraph, []
        if not lines:
            return
        self.count += 1
        bars = [cells(self.source[begin:end]) for begin, end in lines if self.source[begin : begin + 1] == "|"]
        if len(bars) == len(lines) > 1:
            if all(len(row) == 1 for row in bars):
                lines = [(begin + 1, end) for begin, end in lines]
            else:
                self.table = (self.count, 0)
                for line in lines:
                    self._row(*line)
                self.table = None
                return
        item = next((c for c in reversed(self.containers) if c.around is not None), None)
        if item is None or item.around is None:
            self.count = self.output.lines(lines, self.count)
        else:
            self.output.item(lines, item.around.outermost, item.around.level, None if item.started else item.label)
            item.started = True
