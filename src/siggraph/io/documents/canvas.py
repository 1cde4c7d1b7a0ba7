"""Canvas: a text of which only some spans are kept, everything else being blanked at equal length."""

from __future__ import annotations

import re

from siggraph.document import FILL

_SEEN = re.compile(r"\S")
_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")


def padded(character: str, length: int) -> str:
    r"""Return what an escape of some length becomes: its character and fillers; a line break becomes a space.

    Half a surrogate pair stands for no character: it becomes U+FFFD, so that the text can be written anywhere.

    >>> padded("é", 6) == "é" + FILL * 5, padded("\n", 2) == " " + FILL, padded(chr(0xD800), 1)
    (True, True, '\ufffd')
    """
    if len(character) > length:
        return FILL * length
    if _BREAKS.search(character):
        character = " " * len(character)
    elif any("\ud800" <= c <= "\udfff" for c in character):
        character = "\ufffd" * len(character)
    return character + FILL * (length - len(character))


def blank(text: str) -> str:
    r"""Return a text with a filler for everything that is seen; white space and line breaks stay.

    >>> blank('{"a":\n') == FILL * 5 + "\n"
    True
    """
    return _SEEN.sub(FILL, text)


class Canvas:
    r"""A text to keep spans of.

    >>> canvas = Canvas('name: "Bits of Freedom"')
    >>> canvas.keep(7, 22)
    >>> canvas.text == FILL * 5 + " " + FILL + "Bits of Freedom" + FILL
    True
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._pieces: list[str] = []
        self._cursor = 0

    def keep(self, begin: int, end: int, shown: str | None = None) -> None:
        """Keep a span, or show a text of equal length in its place; spans ascend and do not overlap.

        Raises
        ------
        ValueError
            The span lies before one that was kept, or the text is of another length.
        """
        shown = self.source[begin:end] if shown is None else shown
        if begin < self._cursor or len(shown) != end - begin:
            raise ValueError(f"span {begin}-{end} cannot show {shown!r}")
        self._pieces += (blank(self.source[self._cursor : begin]), shown)
        self._cursor = end

    @property
    def text(self) -> str:
        """The text with its kept spans, as long as the source."""
        return "".join(self._pieces) + blank(self.source[self._cursor :])
