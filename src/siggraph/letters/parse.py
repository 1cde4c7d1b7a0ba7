"""parse: a document becomes its listings, with the exact span of each, and its stated counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siggraph.letters.counts import CountPhrases, StatedCount, agreed
from siggraph.letters.layout import Item, Run, Vocabulary, find_runs, lines_of
from siggraph.model import Finding, Listing, StatedCounts
from siggraph.names import clean, phrase_pattern, scripts

_FEWEST = 3  # two marked lines may be anything; three are a list
_LONGEST_NAME = 220  # code points; a longer item is a paragraph, not a name
# What front matter and tables of contents list: file names, and pairs of key and value.
_NO_NAME = re.compile(r"\S+/\S*\.\w{2,4}\b|[a-z_]+: \S")
_SENTENCES = re.compile(r"[.!?。！？]\s+\S.*[.!?。！？]$")


@dataclass(frozen=True, slots=True)
class Wordlists:
    """The reference tables that `parse` reads a document with."""

    vocabulary: Vocabulary
    counts: CountPhrases
    persons: re.Pattern[str]
    languages: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Wordlists:
        """Compile the tables list_markers, list_words, count_phrases, person_words and language_marks."""
        marks: dict[str, list[str]] = {}
        for row in tables["language_marks"]:
            marks.setdefault(row["language"], []).append(row["form"])
        return cls(
            Vocabulary.from_tables(tables["list_markers"], tables["list_words"]),
            CountPhrases.from_table(tables["count_phrases"]),
            phrase_pattern([row["form"] for row in tables["person_words"]]),
            tuple((language, phrase_pattern(forms)) for language, forms in sorted(marks.items())),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What `parse` read in one document.

    ``layouts`` names the families of the lists that were taken, each with its number of items and the reason;
    ``counts`` are the stated counts with their spans, ``stated`` the same by role.
    """

    listings: tuple[Listing, ...]
    stated: StatedCounts
    counts: tuple[StatedCount, ...]
    layouts: tuple[str, ...]
    findings: tuple[Finding, ...]


def parse(text: str, words: Wordlists, *, letter: str = "", edition: str = "", where: str = "") -> Reading:
    """Read the signatories of a document.

    Parameters
    ----------
    text
        The document, decoded; spans are in its code points.
    words
        The reference tables.
    letter, edition
        Identifiers for the listings; an edition's is ``<letter>/<edition>``.
    where
        The file's name, for findings.

    Returns
    -------
    Reading
        Listings in document order; no list found is a finding of severity error, never a guess.
    """
    lines = lines_of(text)
    runs = find_runs(lines, words.vocabulary, words.counts.any)
    chosen, reasons = _choose(runs, text, words)
    counts = words.counts.read(_without_items(text, chosen))
    stated, torn = agreed(counts)
    findings = [
        Finding("warning", "stated-counts-disagree", where, f"the text states two numbers for '{role}'",
                "state the right one in letter.toml")
        for role in torn
    ]  # fmt: skip
    if not chosen:
        findings.append(
            Finding("error", "no-list-found", where, "no list of signatories was found in this document",
                    "mark each name with a number or a bullet, one a line")
        )  # fmt: skip
    items = [(run, item) for run in chosen for item in run.items]
    printed = [item.number for _, item in items]
    # Two lists that each begin with 1 would share positions: then the running number counts.
    positions = printed if None not in printed and len(set(printed)) == len(printed) else range(1, len(items) + 1)
    listings = [
        _listing(text, run, item, position or 0, words, letter, edition)
        for (run, item), position in zip(items, positions, strict=True)
    ]
    return Reading(tuple(listings), stated, counts, tuple(reasons), tuple(findings))


def _choose(runs: Sequence[Run], text: str, words: Wordlists) -> tuple[list[Run], list[str]]:
    """Take the longest run of names, and what belongs to it: its family, continued or under a heading of its own."""
    candidates = [run for run in runs if len(run.items) >= _FEWEST and _names_share(run, text) > 0.5]  # noqa: PLR2004 - a majority
    if not candidates:
        return [], []
    best = max(candidates, key=lambda run: len(run.items))  # the first of equals
    taken: list[Run] = []
    reasons: list[str] = []
    for run in candidates:
        role = words.vocabulary.headings.get(run.heading.casefold(), "")
        continued = any(run.first_number == (other.items[-1].number or 0) + 1 for other in taken)
        if run is best:
            why = "the longest list of names"
        elif run.family == best.family and role:
            why = f"under the heading '{run.heading}'"
        elif run.family == best.family and continued and run.first_number is not None:
            why = "continues the numbers"
        else:
            continue
        taken.append(run)
        reasons.append(f"{run.family}: {len(run.items)} items, {why}")
    return taken, reasons


def _names_share(run: Run, text: str) -> float:
    """Return the share of items that could be names: short enough, no file name, not several sentences."""
    names = [clean(text[item.begin : item.end]) for item in run.items]
    could_be = (
        len(name) <= _LONGEST_NAME and not _SENTENCES.search(name) and not _NO_NAME.match(name) for name in names
    )
    return sum(could_be) / len(names)


def _without_items(text: str, runs: Sequence[Run]) -> str:
    """Return the text with the items blanked at equal length: a number inside a name is no stated count."""
    chars = list(text)
    for run in runs:
        for item in run.items:
            chars[item.begin : item.end] = " " * (item.end - item.begin)
    return "".join(chars)


def _listing(text: str, run: Run, item: Item, position: int, words: Wordlists, letter: str, edition: str) -> Listing:
    name = clean(text[item.begin : item.end])
    under_people = words.vocabulary.headings.get(run.heading.casefold(), "") == "individuals"
    marker = words.persons.search(name)
    return Listing(
        id=f"{edition}/{position:04d}" if edition else "",
        letter=letter,
        edition=edition,
        position=position,
        name=name,
        kind="individual" if marker or under_people else "organisation",
        country="",
        heading=run.heading,
        language=language_of(name, words),
        begin=item.begin,
        end=item.end,
        line=item.line,
        note=f"person: {marker.group()}" if marker else "",
    )


def language_of(name: str, words: Wordlists) -> str:
    """Return the BCP 47 tag of a name's language where script or words show it beyond doubt, else blank.

    One script alone: Kana is Japanese, Hangul Korean; other scripts need words or characters that only one of the
    listed languages has (table language_marks). Names in two scripts stay blank.
    """
    found = scripts(name)
    if set(found) <= {"Kana", "Hani"} and "Kana" in found:
        return "ja"
    if found == ("Hang",):
        return "ko"
    if len(found) != 1:
        return ""
    hits = {language: len(pattern.findall(name)) for language, pattern in words.languages}
    most = max(hits.values(), default=0)
    best = [language for language, count in hits.items() if count == most]
    return best[0] if most and len(best) == 1 else ""
