"""Lists in a paragraph: names parted by commas, semicolons, 、 ، · and their kin, wrapped over lines or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siggraph.letters.flow import Flow
from siggraph.letters.nameness import depths, nameness
from siggraph.letters.words import Wordlists
from siggraph.names import fold, script_of

# In the order in which they are believed where several part a text often enough: the rarer in names goes first.
_SEPARATORS = (
    ("semicolon", ";；؛", 2),
    ("enumeration comma", "、", 1),
    ("bar", "|｜¦", 2),
    ("bullet", "•·∙●▪◦‣*", 2),
    ("comma", ",，،", 1),
    ("slash", "/／", 3),
    ("dash", "–—-", 4),
)
_SPACED = frozenset({"slash", "dash"})  # these part names only between spaces: inside names they stand without
_INTRO = 110  # code points that an introduction before a colon may have
_TIGHT = frozenset({"&", "+"})  # these join words of one name rather than names
_USUAL = 0.2  # share of names that hold a conjunction, above which it is a word of names in this list
_NAMED, _HEAD = 0.55, 0.5  # nameness of either side of a last conjunction; strength of a word that begins a name
_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|[*†‡]+|[¹²³⁴-⁹]+)\s*")
_TAIL = re.compile(r"[\s.…。]+$")
_CLOSING = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,40})[)）\]]\s*$")


@dataclass(frozen=True, slots=True)
class Split:
    """A paragraph as a list: its parts, what introduces them, and how they are parted."""

    parts: tuple[Flow, ...]
    intro: str
    separator: str


def split_paragraph(flow: Flow, words: Wordlists) -> Split | None:
    """Return the names of a paragraph, or None where it is no list.

    Brackets and quotations are kept whole. A separator must part the text at least as often as the table asks.
    """
    intro, body = introduction(flow, words)
    body = closed(body, words)
    for name, chars, fewest in _SEPARATORS:
        cuts = _cuts(body.text, chars, spaced=name in _SPACED)
        if len(cuts) < fewest:
            continue
        parts = [part for part in _between(body, cuts) if part]
        parts = _rejoined(parts, body, words) if name in {"comma", "slash", "dash"} else parts
        parts = conjoined(parts, words, final=bool(intro))
        if len(parts) > fewest:
            return Split((*parts[:-1], closed(parts[-1], words)), intro, name)
    return None


def introduction(flow: Flow, words: Wordlists) -> tuple[str, Flow]:
    """Part what introduces a list from the list: a footnote's mark, and a phrase that ends with a colon."""
    note = _FOOTNOTE.match(flow.text)
    if note is not None:
        flow = flow[note.end() :]
    for at in (i for i, char in enumerate(flow.text[:_INTRO]) if char in ":："):
        before = flow.text[:at].strip()
        if flow.text[at + 1 : at + 3] == "//":
            continue
        if words.role_of_heading(before) or words.counts.any.search(before) or _announces(before, words):
            return before, flow[at + 1 :]
    return "", flow


def _announces(text: str, words: Wordlists) -> bool:
    key = fold(text)
    return any(stem in key for stem in words.stems)


def closed(flow: Flow, words: Wordlists) -> Flow:
    """Cut what closes a list behind its last name: dots, 'et al.', (陸續增加中), 등 10개 단체.

    >>> # the words are those of the table list_words, role open, and of the table count_phrases
    """
    for _ in range(3):
        before = flow.text
        bracket = _CLOSING.search(flow.text)
        if bracket is not None and _is_closing(bracket[1], words):
            flow = flow[: bracket.start()]
        flow = _without_count(flow, words)
        for match in words.phrases["open"].finditer(flow.text):
            if (
                match.end() >= len(_TAIL.sub("", flow.text))
                and match.start() > 0
                and _stands_apart(flow.text, match.start())
            ):
                flow = flow[: match.start()]
                break
        tail = _TAIL.search(flow.text)
        if tail is not None and ("…" in tail.group() or tail.group().count(".") > 1 or "。" in tail.group()):
            flow = flow[: tail.start()]
        if flow.text == before:
            break
    return flow


def _stands_apart(text: str, at: int) -> bool:
    """Whether what stands at a place is a word of its own there: behind a space, a separator, or in unspaced script."""
    before = text[at - 1]
    return before.isspace() or not before.isalnum() or script_of(text[at]) in {"Hani", "Kana"}


def _is_closing(text: str, words: Wordlists) -> bool:
    bare = text.strip(" .…")
    ends = [m for m in words.phrases["open"].finditer(bare) if m.end() == len(bare)]
    return bool(words.phrases["open"].fullmatch(bare) or words.counts.any.search(text) or ends)


def _without_count(flow: Flow, words: Wordlists) -> Flow:
    for match in words.counts.any.finditer(flow.text):
        if match.end() >= len(_TAIL.sub("", flow.text)) and match.start() > 0:
            cut = flow[: match.start()]
            return cut[: len(cut.text.rstrip(" ,，、;；"))]
    return flow


def _cuts(text: str, chars: str, *, spaced: bool) -> list[int]:
    levels = depths(text) or [0] * len(text)
    found = []
    for i, char in enumerate(text):
        if char not in chars or levels[i]:
            continue
        before, behind = text[i - 1 : i], text[i + 1 : i + 2]
        if spaced and not (before == " " and behind == " "):
            continue
        if char == "," and before.isdigit() and behind.isdigit():
            continue
        if char == "·" and before.isalnum() and behind.isalnum():
            continue  # Ami·e·s, 민주·평화
        if char == "*" and not (before in {"", " "} and behind == " "):
            continue
        found.append(i)
    return found


def _between(flow: Flow, cuts: Sequence[int]) -> Iterable[Flow]:
    begin = 0
    for cut in [*cuts, len(flow.text)]:
        yield flow[begin:cut]
        begin = cut + 1


def _rejoined(parts: Sequence[Flow], body: Flow, words: Wordlists) -> list[Flow]:
    """Join what a comma inside a name has parted: legal forms, lone places, remainders that begin small."""
    places = sum(words.is_country(part.text) for part in parts)
    pairs = places >= 0.3 * len(parts)
    joined: list[Flow] = []
    for part in parts:
        fragment = joined and (
            fold(part.text) in words.forms
            or words.is_country(part.text)
            or (_begins_small(part.text, words) and not pairs)
        )
        if fragment:
            begin = _where(body, joined[-1])
            joined[-1] = body[begin : _where(body, part) + len(part.text)]
        else:
            joined.append(part)
    return joined


def _where(body: Flow, part: Flow) -> int:
    """Return where a part begins in the body it was cut from."""
    first = part.at[0]
    low, high = 0, len(body.at)
    while low < high:
        middle = (low + high) // 2
        if body.at[middle] < first:
            low = middle + 1
        else:
            high = middle
    return low


_ARTICLES = frozenset(
    {"the", "la", "le", "les", "el", "los", "las", "o", "os", "as", "il", "lo", "gli", "die", "der", "das"}
)


def _begins_small(text: str, words: Wordlists) -> bool:
    first = text.split(" ", 1)[0]
    return (
        first.islower()
        and first in words.functional
        and first not in words.conjunctions.get("word", ())
        and first not in _ARTICLES
        and " " in text
    )


def conjoined(parts: Sequence[Flow], words: Wordlists, *, final: bool) -> list[Flow]:
    """Undo the conjunction before the last name: 'A, B and C', 'A, B, and C', 'A، B، وC'.

    Parameters
    ----------
    final
        Whether the list ends a sentence, which asks for a conjunction: then the last part is cut at one inside it.
    """
    found = list(parts)
    links = words.conjunctions.get("word", ())
    for i, part in enumerate(found):
        first = part.text.split(" ", 1)[0]
        if i and first.casefold() in links and " " in part.text:
            found[i] = part[len(first) :]
            final = False
    if len(found) > 1:
        last = _without_prefix(found, words)
        if last is not None:
            found[-1] = last
            final = False
    if not found:
        return found
    return [*found[:-1], *_halves(found[-1], words, _usual_links(found[:-1], words), strict=not final)]


def _usual_links(parts: Sequence[Flow], words: Wordlists) -> frozenset[str]:
    """Return the conjunctions that stand inside other names of the list as well: they part nothing there."""
    links = words.conjunctions.get("word", ())
    held = Counter(w.casefold() for part in parts for w in set(part.text.split(" ")[1:-1]) if w.casefold() in links)
    return frozenset(word for word, count in held.items() if count > _USUAL * len(parts))


def _without_prefix(parts: Sequence[Flow], words: Wordlists) -> Flow | None:
    """Return the last part without a conjunction written onto it; it must be no part of the word itself."""
    last = parts[-1]
    heads = {part.text.split(" ", 1)[0] for part in parts[:-1]}
    for prefix in words.conjunctions.get("prefix", ()):
        rest = last.text.removeprefix(prefix)
        if rest in {last.text, ""}:
            continue
        others = sum(part.text.startswith(prefix) for part in parts[1:-1])
        first = rest.split(" ", 1)[0]
        known = first in heads or words.organisation.strength(first) > 0 or first.startswith("ال")
        if known or others >= (len(parts) - 2) * 0.6 > 0:
            return last[len(prefix) :]
    return None


def _halves(last: Flow, words: Wordlists, usual: frozenset[str], *, strict: bool) -> list[Flow]:
    """Cut the last part at its only conjunction where both sides could be names of their own.

    Where `strict`, nothing asks for a conjunction there, and both sides must look like names.
    """
    levels = depths(last.text) or [0] * len(last.text)
    spots = [
        (begin, end)
        for begin, end in _spots(last.text, words)
        if not levels[begin]
        and _could_end(last.text[:begin].strip(), words)
        and _could_stand(last.text[end:].strip(), words)
        and (not strict or last.text[begin:end].strip().casefold() not in usual)
        and (not strict or min(_worth(last.text[:begin], words), _worth(last.text[end:], words)) >= _NAMED)
    ]
    if not spots:
        return [last]
    spots = [spot for spot in spots if last.text[spot[0] : spot[1]].strip() not in _TIGHT] or spots
    begin, end = max(spots, key=lambda spot: _gain(last.text, spot, words))
    return [last[:begin], last[end:]]


def _spots(text: str, words: Wordlists) -> Iterable[tuple[int, int]]:
    """Yield where a conjunction stands: a word of its own, written onto the next word, or between Han and Kana."""
    for form in words.conjunctions.get("word", ()):
        spaced = f" {form} " if not _is_unspaced(form) else form
        for match in re.finditer(re.escape(spaced), text, re.IGNORECASE):
            yield match.span()
    for prefix in words.conjunctions.get("prefix", ()):
        for match in re.finditer(rf"(?<=\s){re.escape(prefix)}(?=(\S+))", text):
            if words.organisation.strength(match[1]) >= _HEAD:
                yield match.span()


def _gain(text: str, spot: tuple[int, int], words: Wordlists) -> float:
    """Weigh a cut: both sides should look like names, and the second begin as one."""
    behind = text[spot[1] :].strip()
    return _worth(text[: spot[0]], words) + _worth(behind, words) + words.organisation.strength(behind.split(" ", 1)[0])


def _is_unspaced(form: str) -> bool:
    return script_of(form[0]) in {"Hani", "Kana"}


def _worth(text: str, words: Wordlists) -> float:
    return nameness(text.strip(" .*"), words)


def _could_end(text: str, words: Wordlists) -> bool:
    """Whether a text could be a whole name: it does not end with a word that asks for more."""
    last = text.rsplit(" ", 1)[-1]
    return bool(text) and not (last.islower() and last in words.functional)


def _could_stand(text: str, words: Wordlists) -> bool:
    """Whether a text could be a whole name: it begins with no small word, and is more than one plain word."""
    first = text.split(" ", 1)[0]
    if not first or (first.casefold() in words.functional and first.islower()):
        return False
    if script_of(first[0]) in {"Hani", "Kana", "Hang", "Arab", "Hebr", "Thai", "Deva"}:
        return words.organisation.strength(text) > 0
    return first[:1].isupper() and (" " in text or first.isupper() or words.organisation.strength(text) > 0)
