"""Text in the place of a binary edition: the blocks of a document as HTML, or its listings as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from siggraph.document import Block, Document
from siggraph.io.tables import cell_of
from siggraph.model import Listing
from siggraph.names import clean

_COLUMNS = ("No.", "Organisation", "Country", "Signatory")
Shown = Callable[[Block], str]


def as_hypertext(document: Document) -> str:
    """Return a document as HTML with the same blocks: lines, headings, items, cells, pictures.

    >>> blocks = (Block("heading", 0, 6, 0, 2), Block("item", 7, 8, 1, 1, label="7"))
    >>> as_hypertext(Document("a", "Signed A", "", blocks)).splitlines()[2:-1]
    ['<h2>Signed</h2>', '<ol><li value="7">A</li></ol>']
    """

    def shown(block: Block) -> str:
        return escape(clean(document.text[block.begin : block.end]))

    lines = ["<!DOCTYPE html>", '<html><head><meta charset="utf-8"></head><body>']
    for (_, kind), group in groupby(document.blocks, key=lambda block: (block.group, block.kind)):
        lines.append(_FORMS.get(kind, _lines)(list(group), shown))
    return "\n".join((*lines, "</body></html>")) + "\n"


def _lines(blocks: Sequence[Block], shown: Shown) -> str:
    return "<p>" + "<br>\n".join(map(shown, blocks)) + "</p>"


def _headings(blocks: Sequence[Block], shown: Shown) -> str:
    return "\n".join(f"<h{min(6, max(1, b.level))}>{shown(b)}</h{min(6, max(1, b.level))}>" for b in blocks)


def _items(blocks: Sequence[Block], shown: Shown) -> str:
    numbered = all(block.label.isdecimal() for block in blocks)
    tag = "ol" if numbered else "ul"
    told = (f'<li value="{b.label}">{shown(b)}</li>' if numbered else f"<li>{_labelled(b, shown)}</li>" for b in blocks)
    return f"<{tag}>" + "\n".join(told) + f"</{tag}>"


def _labelled(block: Block, shown: Shown) -> str:
    return f"{block.label}. {shown(block)}" if block.label.isdecimal() else shown(block)


def _cells(blocks: Sequence[Block], shown: Shown) -> str:
    rows = []
    for _, row in groupby(blocks, key=lambda block: block.row):
        cells, cursor = [], 0
        for column, inside in groupby(row, key=lambda block: block.column):
            pieces = list(inside)
            tag = "th" if pieces[0].label == "head" else "td"
            cells.append("<td></td>" * (column - cursor) + f"<{tag}>" + "<br>".join(map(shown, pieces)) + f"</{tag}>")
            cursor = column + 1
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _logos(blocks: Sequence[Block], shown: Shown) -> str:
    return "\n".join(f'<p><img src="logo" alt="{shown(block)}"></p>' for block in blocks)


_FORMS: dict[str, Callable[[Sequence[Block], Shown], str]] = {
    "line": _lines, "heading": _headings, "item": _items, "cell": _cells, "logo": _logos,
}  # fmt: skip


def as_table(listings: Sequence[Listing]) -> str:
    """Return the listings of an edition as a table that reads back to them: number, body, country, person."""
    rows = ["\t".join(_COLUMNS)]
    for listing in listings:
        person = listing.kind == "individual"
        cells = (listing.position, "" if person else listing.name, listing.country, listing.name if person else "")
        rows.append("\t".join(map(cell_of, cells)))
    return "\n".join(rows) + "\n"
