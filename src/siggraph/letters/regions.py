"""Regions: stretches of a document that may be a list of signatories, each with its entries and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from siggraph.letters.flow import Flow
from siggraph.letters.nameness import nameness
from siggraph.letters.words import Wordlists

_WORTH = 0.4  # nameness of an entry that speaks neither for nor against its list
_WORST = -0.3


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its name as a flow, its printed number, what stands beside it."""

    flow: Flow
    number: int | None = None
    heading: str = ""
    country: str = ""
    note: str = ""
    kind: str = ""
    role: str = ""


@dataclass(slots=True)
class Region:
    """A candidate.

    ``layout`` is its name, ``heading`` the line above it, ``role`` what that line says (organisations, individuals,
    sign, or blank), ``cued`` whether it stands under such a line, ``begin`` and ``end`` its span; ``partial`` is a list
    that only names some, ``sure`` a form that hardly anything but a list of signatories has, ``marked`` a list whose
    lines carry numbers or bullets; ``doubt`` is the share of entries that would be better read in another way,
    ``factor`` how many lines an entry stands for, beside the other readings.
    """

    layout: str
    entries: list[Entry]
    begin: int
    end: int
    heading: str = ""
    role: str = ""
    cued: bool = False
    partial: bool = False
    sure: bool = False
    why: str = ""
    marked: bool = False
    doubt: float = 0.0
    factor: float = 1.0
    worths: list[float] = field(default_factory=list)

    def weigh(self, words: Wordlists) -> Region:
        """Weigh its entries; returns the region itself."""
        self.worths = [nameness(entry.flow.text, words) for entry in self.entries]
        return self

    @property
    def mean(self) -> float:
        """Mean nameness of the entries."""
        return sum(self.worths) / len(self.worths) if self.worths else 0.0

    @property
    def score(self) -> float:
        """What the entries add up to; a list under a line that announces it counts double."""
        total = sum(max(_WORST, worth - _WORTH) for worth in self.worths)
        weight = (1.3 if self.sure else 1.0) * (0.5 if self.partial else 1.0) * (1.0 - self.doubt) * self.factor
        return (total * 2 + 0.5 if self.cued else total) * weight


def organisations_share(entries: Sequence[Entry], words: Wordlists) -> float:
    """Return the share of entries that hold a word of organisations."""
    if not entries:
        return 0.0
    return sum(words.organisation.strength(entry.flow.text) >= 0.5 for entry in entries) / len(entries)  # noqa: PLR2004
