"""Sections: what stands above a line - the heading that announces signatories, and the headings inside their list."""

from __future__ import annotations

from dataclasses import dataclass

from siggraph.letters.rows import Row

CUES = frozenset({"organisations", "individuals", "sign"})
INSIDE = frozenset({"section", "place", "subheading"})
ENDS = frozenset({"prose", "end", "closing"})


@dataclass(slots=True)
class Section:
    """What the rows so far say of the next one.

    A line that announces signatories opens a section; it lasts until a heading of the same depth, a heading after which
    no signatory stands, or running text behind a list. ``heading`` is the nearest heading, ``role`` what the announcing
    line says (blank outside of a section), ``level`` its depth, ``listed`` how many names it has brought.
    """

    heading: str = ""
    role: str = ""
    level: int = 0
    listed: int = 0

    def see(self, row: Row) -> bool:
        """Take note of a row that is no name; return whether it ends the list before it."""
        if row.role in CUES:
            self.heading, self.role, self.level, self.listed = bare(row.text), row.role, row.block.level, 0
            return True
        if row.role == "heading":
            deeper = bool(self.role) and (row.block.level > self.level or not self.level)
            self.heading = bare(row.text)
            if not deeper:
                self.role, self.level = "", row.block.level
            return True
        if row.role in ENDS:
            if not (row.role == "prose" and self.role and not self.listed):
                self.role = ""
            self.heading = ""
            return True
        if row.role in INSIDE:
            self.heading = bare(row.text)
        # An unknown line with a colon may announce the list, and the lines above it are no part of it then.
        return row.role == "subheading" and not self.role


def bare(text: str) -> str:
    """Return a heading without its mark-up and its colon.

    >>> bare("**Signatories:**")
    'Signatories'
    """
    return text.strip("#*_=-–— \t").rstrip(" :：*_")
