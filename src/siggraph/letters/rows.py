"""Rows: the blocks of a document as the finder walks them, each with what it can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from siggraph.document import Block, Document
from siggraph.letters.flow import Flow
from siggraph.letters.nameness import ends_sentence, nameness, reads_like_a_sentence, sentences
from siggraph.letters.words import Marker, Wordlists

_PROSE = 240  # code points: what is longer is a paragraph, whatever it holds
_POOR, _GOOD = 0.15, 0.75  # nameness of what is hardly a name, and of what hardly is anything else
_LEFTOVER = re.compile(r"^[\W_]*$")
_STOPS = (":", "：")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the document.

    ``kind`` is the block's; ``role`` says what the row can be: name, prose, organisations, individuals, sign, section,
    place, end, closing, count, open, anonymous, junk. ``mark`` is the way it is marked, ``number`` its printed number,
    ``body`` the text without the mark, ``indent`` the white space before it in its line.
    """

    block: Block
    flow: Flow
    role: str
    mark: Marker | None
    number: int | None
    body: Flow
    nameness: float
    indent: int = 0

    @property
    def text(self) -> str:
        """The row as a reader sees it, mark included."""
        return self.flow.text

    @property
    def shape(self) -> str:
        """The way it is set: rows of one list share it."""
        return self.mark.family if self.mark is not None else self.block.kind


def rows_of(document: Document, blocks: Sequence[Block], words: Wordlists) -> list[Row]:
    """Return the rows of a document: its headings, lines, items and logos; tables and records are read elsewhere."""
    rows: list[Row] = []
    group: list[tuple[Block, Flow]] = []
    for block in blocks:
        if block.kind in {"cell", "field"}:
            continue
        flow = Flow.of(document.text, [(block.begin, block.end)])
        if not flow:
            continue
        if group and (block.group != group[0][0].group or block.kind != "line"):
            rows.extend(_classified(group, words))
            group = []
        group.append((block, flow))
    rows.extend(_classified(group, words))
    return [replace(row, indent=_indent(document.text, row.block.begin)) for row in _without_sentences(rows)]


def _indent(text: str, begin: int) -> int:
    line = text[text.rfind("\n", 0, begin) + 1 : begin]
    return len(line.replace("\t", "    ")) if not line.strip() else 0


def _without_sentences(rows: list[Row]) -> list[Row]:
    """Make prose of a line that ends a sentence where its neighbours do not: a list may print stops throughout."""
    stops = [row.role == "name" and ends_sentence(row.text) for row in rows]
    found = []
    for i, row in enumerate(rows):
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(rows) and rows[j].shape == row.shape]
        alone = stops[i] and row.mark is None and row.block.kind == "line" and not any(stops[j] for j in near)
        found.append(replace(row, role="prose") if alone else row)
    return found


def _classified(group: Sequence[tuple[Block, Flow]], words: Wordlists) -> list[Row]:
    """Classify the lines of one paragraph together: lines that only together make sentences are prose."""
    found = [_row(block, flow, words) for block, flow in group]
    plain = [row for row in found if row.block.kind == "line" and row.mark is None and row.role == "name"]
    if len(plain) > 1 and _is_running_text(plain):
        return [replace(row, role="prose") if row in plain else row for row in found]
    return found


def _is_running_text(rows: Sequence[Row]) -> bool:
    """Tell whether the lines of a paragraph are parts of sentences rather than lines of their own."""
    text = " ".join(row.text for row in rows)
    small = sum(row.text[:1].islower() for row in rows) / len(rows)
    stops = sentences(text) + text.rstrip('"”»)').endswith((".", "。", "!", "?"))
    return stops > 0 and (small > 0.3 or stops >= len(rows) / 2) and reads_like_a_sentence(text)  # noqa: PLR2004 - a third


def _row(block: Block, flow: Flow, words: Wordlists) -> Row:
    mark, number, body = _mark(block, flow, words)
    how = nameness(body.text, words)
    return Row(block, flow, _role(block, flow.text, body, mark, how, words), mark, number, body, how)


def _mark(block: Block, flow: Flow, words: Wordlists) -> tuple[Marker | None, int | None, Flow]:
    for marker in words.markers:
        match = marker.pattern.match(flow.text)
        if match is not None:
            number = int(match["n"]) if "n" in marker.pattern.groupindex else None
            begin, end = match.span("name")
            return marker, number, flow[begin:end]
    return None, int(block.label) if block.label.isdecimal() else None, flow


def _role(block: Block, text: str, body: Flow, mark: Marker | None, how: float, words: Wordlists) -> str:
    if _LEFTOVER.match(body.text):
        return "junk"
    colon = text.rstrip("*_ ").endswith(_STOPS)
    item = (mark is not None or block.kind in {"item", "logo"}) and not colon
    announced = "" if item else _announced(block, text, how, words, colon=colon) or _aside(text, body.text, words)
    if announced:
        return announced
    if block.kind == "heading":
        return "heading"
    if len(text) > _PROSE or sentences(body.text) > 1 or (how < _POOR and not item and reads_like_a_sentence(text)):
        return "prose"
    return "junk" if how == 0 and not item else "subheading" if colon else "name"


def _labelled(text: str, words: Wordlists) -> str:
    """Return 'end' for a line whose label ends the list, such as 'Contact: ...'; else blank."""
    label = re.split(r"\s*[:：]", text, maxsplit=1)[0] if ":" in text or "：" in text else ""
    return "end" if label and words.role_of_heading(label) == "end" else ""


def _aside(text: str, body: str, words: Wordlists) -> str:
    """Return whether a line speaks of signatories that are not named: withheld ones, or that there are more."""
    bare = body.strip(" .…()（）[]")
    whole = words.phrases["anonymous"].fullmatch(bare)
    told = words.phrases["anonymous"].search(text)
    if whole or (told is not None and len(text) < _PROSE and (" " in told.group() or any(c.isdigit() for c in text))):
        return "anonymous"
    return "open" if words.phrases["open"].fullmatch(bare) else ""


def _announced(block: Block, text: str, how: float, words: Wordlists, *, colon: bool) -> str:
    """Return what a line says of the lines below it: a heading that is known, a place, a stated number; or blank."""
    role = words.role_of_heading(text) or _labelled(text, words)
    if role == "end" and not words.heading_is_whole(text):
        return role  # Contact: Jo Doe, 02 000 00 00
    if role and (block.kind == "heading" or colon or role == "place" or words.heading_is_whole(text)):
        return role
    if words.counts.any.search(text) and (colon or how < _GOOD):
        return "organisations" if colon else "count"
    return ""
