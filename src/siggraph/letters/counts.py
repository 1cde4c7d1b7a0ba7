"""Stated counts: what a letter itself says of the number of its signatories."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siggraph.model import StatedCounts


@dataclass(frozen=True, slots=True)
class StatedCount:
    """One number that the text states: its role (total, named, withheld), the phrase and its span."""

    role: str
    value: int
    begin: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class CountPhrases:
    """The phrases of the table count_phrases, compiled."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def from_table(cls, rows: Sequence[Mapping[str, str]]) -> CountPhrases:
        """Compile the rows; each pattern has one group ``n``."""
        return cls(tuple((row["role"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows))

    @property
    def any(self) -> re.Pattern[str]:
        """One pattern that matches where any phrase does."""
        sources = (re.sub(r"\(\?P<n>", "(?:", pattern.pattern) for _, pattern in self.patterns)
        return re.compile("|".join(f"(?:{source})" for source in sources) or r"(?!)", re.IGNORECASE)

    def read(self, text: str) -> tuple[StatedCount, ...]:
        """Return every stated count, in document order.

        >>> rows = [{"role": "withheld", "pattern": r"(?P<n>[0-9]+) organizations chose to remain anonymous"}]
        >>> [found] = CountPhrases.from_table(rows).read("But 39 organizations chose to remain anonymous.")
        >>> found.role, found.value
        ('withheld', 39)
        """
        found = [
            StatedCount(role, int(match["n"]), match.start(), match.end(), match.group())
            for role, pattern in self.patterns
            for match in pattern.finditer(text)
        ]
        return tuple(sorted(found, key=lambda count: (count.begin, count.role)))


def agreed(counts: Sequence[StatedCount]) -> tuple[StatedCounts, tuple[str, ...]]:
    """Return the counts by role, and the roles on which the text disagrees with itself (``None`` there).

    >>> agreed([StatedCount("total", 321, 0, 3, ""), StatedCount("total", 320, 9, 12, "")])
    (StatedCounts(total=None, named=None, withheld=None), ('total',))
    """
    values = {role: {count.value for count in counts if count.role == role} for role in ("total", "named", "withheld")}
    torn = tuple(role for role, found in values.items() if len(found) > 1)
    single = {role: next(iter(found)) if len(found) == 1 else None for role, found in values.items()}
    return StatedCounts(single["total"], single["named"], single["withheld"]), torn
