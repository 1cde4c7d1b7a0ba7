"""Lists inside paragraphs: under a heading, behind a colon, or in a sentence of a news item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from siggraph.letters.flow import Flow
from siggraph.letters.nameness import nameness, sentences
from siggraph.letters.regions import Entry, Region
from siggraph.letters.rows import Row
from siggraph.letters.sections import CUES, INSIDE, Section
from siggraph.letters.separators import Split, conjoined, split_paragraph
from siggraph.letters.words import Wordlists, has_stem
from siggraph.names import fold

_MANY_PARTED = 0.4  # share of lines that end with a separator, or hold several, in a paragraph of names
_ENDING = (",", ";", "、", "，", "；", "،", "؛", "·", "|", "/")
_SENTENCE_END = re.compile(r"(?<=\w)[.!?](?=\s|$)|[。！？]")
_LONGEST_PART, _CLOSING = 160, 30  # code points: of a part, and of what may close a list


def paragraph_regions(rows: Sequence[Row], words: Wordlists) -> list[Region]:
    """Return every list that stands inside a paragraph, those of sentences included."""
    found: list[Region] = []
    section = Section()
    for paragraph in _paragraphs(rows):
        first, group = paragraph[0], paragraph
        if first.role in CUES and not _holds_names(paragraph):
            section.see(first)
            group = paragraph[1:]
        elif first.role in {"end", "closing", "heading"} or (first.role in INSIDE and len(paragraph) == 1):
            section.see(first)
            continue
        if not group:
            continue
        if len(group) > 1 and sum(row.mark is not None for row in group) > len(group) / 2:
            continue  # a marked list is read line by line
        region = _paragraph(group, words, section) or _sentence(group, words)
        if region is not None:
            found.append(region)
            section.listed += len(region.entries)
        elif first.role == "prose":
            section.see(first)
    return found


def _holds_names(group: Sequence[Row]) -> bool:
    """Whether the line that announces names goes on with them, behind its colon."""
    text = group[0].text
    colon = max(text.find(":"), text.find("："))
    return 0 < colon < len(text) - 2


def _paragraphs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        if group and (
            row.block.group != group[-1].block.group
            or row.block.kind != group[-1].block.kind
            or row.block.kind == "item"
        ):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _paragraph(group: Sequence[Row], words: Wordlists, section: Section) -> Region | None:
    if len(group) > 1 and not _is_parted(group):
        return None
    flow = Flow.join([row.flow for row in group])
    split = split_paragraph(flow, words)
    if split is None or any(len(part.text) > _LONGEST_PART for part in split.parts):
        return None
    if not split.intro and any(_starts_talk(part.text, words) for part in split.parts[:3]):
        return None
    own = words.role_of_heading(split.intro)
    if own in {"end", "closing"}:
        return None
    counted = bool(words.counts.any.search(flow.text[-_CLOSING:]))  # a number closes the list: 등 10개 단체
    if not (split.intro or section.role or counted) and sentences(flow.text):
        return None
    cued = bool((split.intro and own != "section") or section.role or counted)
    return _region("paragraph", split, split.intro or section.heading, own or section.role, words, cued=cued)


def _starts_talk(text: str, words: Wordlists) -> bool:
    """Whether a part belongs to the sentence around a list: it begins with 'including', or states a number."""
    match = words.phrases["intro"].match(text)
    return (match is not None and " " in text) or bool(words.counts.any.search(text))


def _is_parted(group: Sequence[Row]) -> bool:
    """Whether the lines of a paragraph hold names parted by separators, rather than one name each.

    Lines that all hold the same number of separators are built alike: person, office, organisation.
    """
    ends = sum(row.text.endswith(_ENDING) for row in group)
    held = [sum(row.text.count(mark) for mark in _ENDING[:8]) for row in group]
    inside = sum(held)
    if not ends and Counter(held).most_common(1)[0][1] >= 0.8 * len(group):
        return False
    return ends >= _MANY_PARTED * len(group) or inside >= 1.5 * len(group)


def _region(layout: str, split: Split, heading: str, role: str, words: Wordlists, *, cued: bool) -> Region:
    entries = [Entry(part, None, heading, role=role) for part in split.parts if part]
    return Region(
        layout, entries, split.parts[0].span[0], split.parts[-1].span[1], heading, role, cued,
        why=f"parted by {split.separator}",
    ).weigh(words)  # fmt: skip


def _sentence(group: Sequence[Row], words: Wordlists) -> Region | None:
    """Return the names that a sentence counts up behind a word such as 'including'; only a part of a list, perhaps."""
    flow = Flow.join([row.flow for row in group])
    best: Region | None = None
    for match in words.phrases["intro"].finditer(flow.text):
        if not _speaks_of_signing(flow.text, match.end(), words):
            continue
        end = _SENTENCE_END.search(flow.text, match.end())
        while end is not None and _is_abbreviation(flow.text, end.start()):
            end = _SENTENCE_END.search(flow.text, end.end())
        stretch = flow[match.end() : end.start() if end is not None else len(flow.text)]
        split = split_paragraph(stretch, words)
        if split is None:
            continue
        parts = _names_of(conjoined(list(split.parts), words, final=True), words)
        if len(parts) < 3:  # noqa: PLR2004 - two names in a sentence are talk
            continue
        region = _region("sentence", Split(tuple(parts), "", split.separator), "", "organisations", words, cued=False)
        region.partial = True
        if best is None or region.score > best.score:
            best = region
    return best


def _speaks_of_signing(text: str, at: int, words: Wordlists) -> bool:
    """Whether the sentence that leads to a place speaks of signing: an article may count up organisations as well."""
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, 0, at)), default=0)
    before = text[begin:at]
    return bool(words.counts.any.search(before)) or any(has_stem(fold(before), stem) for stem in words.stems)


def _is_abbreviation(text: str, at: int) -> bool:
    word = re.search(r"[\w.]*$", text[:at])
    return word is not None and (len(word.group()) < 4 or "." in word.group())  # noqa: PLR2004 - e.V., Inc., U.S.


def _names_of(parts: Sequence[Flow], words: Wordlists) -> list[Flow]:
    """Keep the parts up to the first that is no name; the last one is cut where its sentence goes on."""
    kept: list[Flow] = []
    for part in parts:
        bare = _without_article(part)
        cut = _head(bare, words)
        if not cut or nameness(cut.text, words) < 0.4:  # noqa: PLR2004
            break
        kept.append(cut)
        if len(cut.text) < len(bare.text):
            break
    return kept


def _without_article(part: Flow) -> Flow:
    """Cut an article that belongs to the sentence, not to the name."""
    return part[4:] if part.text.startswith("the ") else part


def _head(part: Flow, words: Wordlists) -> Flow:
    """Return the words of a part as long as they can belong to a name: capitals, and small words that link them."""
    tokens = list(re.finditer(r"\S+", part.text))
    end = 0
    for token in tokens:
        word = token.group().strip('()[]"“”«»,')
        cased = word[:1].isupper() or word[:1].islower()
        if (
            word[:1].islower()
            and word.casefold() not in words.functional
            and words.organisation.strength(word) == 0
            and "." not in word
        ):
            break
        if not cased or word[:1].isupper() or words.organisation.strength(word) > 0 or "." in word:
            end = token.end()
    return part[:end]
