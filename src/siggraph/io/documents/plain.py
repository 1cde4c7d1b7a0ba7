"""Plain text: one block a line, paragraphs by blank lines, pages by form feeds; nothing is taken away."""

from __future__ import annotations

import re

from siggraph.document import FILL, Block
from siggraph.io.documents.parts import Parts

# What ends a line of a file; other separators of lines are white space inside a name.
_BREAK = re.compile("[\n\r]+|\f")
_ONE_BREAK = frozenset({"\n", "\r", "\r\n", "\f"})
# What surrounds a line unseen: white space, controls, fillers.
_UNSEEN = (
    "".join(chr(c) for c in (*range(0x21), *range(0x7F, 0xA1)))
    + f"\u1680\u2028\u2029\u202f\u205f\u3000\u200b\ufeff{FILL}"
)
_UNSEEN += "".join(chr(c) for c in range(0x2000, 0x200B))


def trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    r"""Return a span without the unseen characters around it; an empty span where nothing is to be seen.

    >>> trimmed("  Amnesty\t ", 0, 11)
    (2, 9)
    """
    piece = text[begin:end]
    left = len(piece) - len(piece.lstrip(_UNSEEN))
    return begin + left, begin + max(left, len(piece.rstrip(_UNSEEN)))


def read_plain(text: str) -> Parts:
    r"""Return every line that shows anything as a block of kind ``line``; the text stays as it is.

    A blank line parts groups; where the text has form feeds, lines count their page from 1.

    >>> parts = read_plain("Signed by:\n\n  1. Bits of Freedom\r\n  2. April\n")
    >>> [(parts.text[b.begin : b.end], b.group) for b in parts.blocks]
    [('Signed by:', 0), ('1. Bits of Freedom', 1), ('2. April', 1)]
    """
    blocks: list[Block] = []
    page = 1 if "\f" in text else 0
    group, parted, cursor = -1, True, 0
    for stop in (*_BREAK.finditer(text), None):
        end = len(text) if stop is None else stop.start()
        first, last = trimmed(text, cursor, end)
        if first == last:
            parted = True
        else:
            group += parted
            parted = False
            blocks.append(Block("line", first, last, group, page=page))
        if stop is not None:
            cursor = stop.end()
            page += stop.group() == "\f"
            parted = parted or stop.group() not in _ONE_BREAK
    return Parts(text, tuple(blocks))
