"""Flow: a stretch of a document as a reader sees it, every character of which knows its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siggraph.letters.masked import begins_masked, ends_masked
from siggraph.names import clean, script_of

_UNSPACED = frozenset({"Hani", "Kana"})


@dataclass(frozen=True, slots=True)
class Flow:
    r"""Clean text with the offset of each of its characters in the text of the document.

    >>> flow = Flow.of("Bits  of\n Freedom,", [(0, 18)])
    >>> flow.text, flow[8:].text, flow[8:].span
    ('Bits of Freedom,', 'Freedom,', (10, 18))
    """

    text: str
    at: Sequence[int]

    @classmethod
    def of(cls, source: str, spans: Iterable[tuple[int, int]]) -> Flow:
        """Return the clean text of some spans, joined by a space (not within Han or Kana)."""
        flows = [flow for flow in (cls._one(source, begin, end) for begin, end in spans) if flow]
        return flows[0] if len(flows) == 1 else cls.join(flows)

    @classmethod
    def join(cls, flows: Sequence[Flow]) -> Flow:
        """Return flows behind one another; the space between two stands at the end of the first."""
        texts: list[str] = []
        at: list[int] = []
        for flow in flows:
            if not flow:
                continue
            if at and not (_unspaced(texts[-1], flow.text) or (ends_masked(texts[-1]) and begins_masked(flow.text))):
                texts.append(" ")
                at.append(at[-1] + 1)
            texts.append(flow.text)
            at.extend(flow.at)
        return cls("".join(texts), at)

    @classmethod
    def _one(cls, source: str, begin: int, end: int) -> Flow:
        raw = source[begin:end]
        text = clean(raw)
        if text == raw:
            return cls(text, range(begin, end))
        at: list[int] = []
        cursor = 0
        for char in text:
            while char != raw[cursor] and not (char == " " and raw[cursor].isspace()):
                cursor += 1
            at.append(begin + cursor)
            cursor += 1
        return cls(text, at)

    def __getitem__(self, part: slice) -> Flow:
        """Return a part, without white space around it."""
        begin, end, _ = part.indices(len(self.text))
        while begin < end and self.text[begin].isspace():
            begin += 1
        while end > begin and self.text[end - 1].isspace():
            end -= 1
        return Flow(self.text[begin:end], self.at[begin:end])

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.text)

    @property
    def span(self) -> tuple[int, int]:
        """The half-open span in the document; (0, 0) where there is nothing."""
        return (self.at[0], self.at[-1] + 1) if self.text else (0, 0)


def _unspaced(before: str, text: str) -> bool:
    return script_of(before[-1]) in _UNSPACED and script_of(text[0]) in _UNSPACED
