"""The page of `siggraph parse --show`: a document as it is, with the lines that were read as signatories marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from siggraph.document import FILL, Document
from siggraph.model import Listing
from siggraph.pages import style

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_KINDS = ("organisation", "individual", "unclear")


def render(document: Document, listings: Sequence[Listing], layouts: Sequence[str] = ()) -> str:
    """Return the page as HTML text; the text keeps its white space, each listing its exact span.

    Parameters
    ----------
    document
        The document; the spans of `listings` count the code points of its text. Blanked mark-up is left out, and a
        block begins on a line of its own.
    listings
        What was read from it. A span that leaves the text, is empty or overlaps an earlier one is listed in the table
        and not marked, and the page says so.
    layouts
        Which lists were taken, and why.
    """
    text = document.text
    breaks = _breaks(document)
    ordered = sorted(listings, key=lambda x: (x.begin, x.end, x.position, x.id))
    pieces: list[tuple[str, Listing | None]] = []
    unmarked: set[str] = set()
    cursor = 0
    for listing in ordered:
        if not cursor <= listing.begin < listing.end <= len(text):
            unmarked.add(listing.id)
            continue
        pieces += [(_shown(text, cursor, listing.begin, breaks), None)]
        pieces += [(_shown(text, listing.begin, listing.end, frozenset()), listing)]
        cursor = listing.end
    pieces.append((_shown(text, cursor, len(text), breaks), None))
    kinds = Counter(listing.kind for listing in listings)
    order = [*_KINDS, *sorted(kinds.keys() - {*_KINDS})]
    rows = [
        (
            "",
            (
                style.number(x.position),
                {"text": x.name, "lang": style.language(x.language)},
                x.kind,
                x.heading,
                x.country,
                style.number(x.line),
                x.note,
            ),
        )
        for x in ordered
    ]
    return style.fill(
        "parsed.html",
        title=document.name,
        layouts=layouts,
        found=", ".join(
            style.plural(kinds[kind], kind, kind if kind == "unclear" else "") for kind in order if kinds[kind]
        ),
        count=len(listings),
        pieces=[(part, mark) for part, mark in pieces if part],
        known=_KINDS,
        unmarked=len(unmarked),
        rows=rows,
    )


def _breaks(document: Document) -> frozenset[int]:
    """Return the offsets at which a block begins without a line break of the file before it."""
    begins = {block.begin for block in document.blocks}
    return (
        frozenset(b for b in begins if "\n" not in document.text[max(0, b - 1) : b])
        if FILL in document.text
        else frozenset()
    )


def _shown(text: str, begin: int, end: int, breaks: AbstractSet[int]) -> str:
    """Return a stretch without blanked mark-up, with its blocks on lines of their own."""
    if FILL not in text[begin:end] and not breaks:
        return text[begin:end]
    # A listing's own mark stands between the stretches, so that a break before it ends the stretch before.
    cuts = [begin, *sorted(b for b in breaks if begin < b <= end), end]
    parts = [text[a:b].replace(FILL, "") for a, b in pairwise(cuts)]
    shown = "".join(
        part + ("\n" if i < len(parts) - 1 and not part.endswith("\n") else "") for i, part in enumerate(parts)
    )
    return _BLANK_LINES.sub("\n\n", shown)  # front matter and mark-up leave nothing but their line breaks
