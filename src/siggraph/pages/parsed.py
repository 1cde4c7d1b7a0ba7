"""The page of `siggraph parse --show`: a document as it is, with the lines that were read as signatories marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from siggraph.model import Listing
from siggraph.pages import style

_KINDS = ("organisation", "individual", "unclear")


def render(text: str, listings: Sequence[Listing], title: str) -> str:
    """Return the page as HTML text; the text keeps its white space, each listing its exact span.

    Parameters
    ----------
    text
        The document; the spans of `listings` count its code points.
    listings
        What was read from it. A span that leaves the text, is empty or overlaps an earlier one is listed in the table
        and not marked, and the page says so.
    title
        Name of the document.
    """
    ordered = sorted(listings, key=lambda x: (x.begin, x.end, x.position, x.id))
    pieces: list[tuple[str, Listing | None]] = []
    unmarked: set[str] = set()
    cursor = 0
    for listing in ordered:
        if not cursor <= listing.begin < listing.end <= len(text):
            unmarked.add(listing.id)
            continue
        pieces += [(text[cursor : listing.begin], None), (text[listing.begin : listing.end], listing)]
        cursor = listing.end
    pieces.append((text[cursor:], None))
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
        title=title,
        found=", ".join(
            style.plural(kinds[kind], kind, kind if kind == "unclear" else "") for kind in order if kinds[kind]
        ),
        count=len(listings),
        pieces=[(part, mark) for part, mark in pieces if part],
        known=_KINDS,
        unmarked=len(unmarked),
        rows=rows,
    )
