"""Senses: what the parts of one item say together, the person, the offices, and the organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from siggraph.letters.item_parts import BRACKETS, SPOKEN_OFFICES, Span
from siggraph.letters.kind_words import SURE
from siggraph.letters.offices import Part

__all__ = ["SHORT_BODY", "Sense", "balanced", "extent", "office_text", "sense_of", "split_note"]

_STRONG = 0.75
SHORT_BODY = 3  # code points; so short a name is no clear body: it may be a province
_LINK = re.compile(r"\s+[^\W\d_]{1,4}['’]?(?:\s+[^\W\d_]{1,3}['’]?)?$")  # of the, de l', dell'


@dataclass(frozen=True, slots=True)
class Sense:
    """What the parts of an item say together: which are the person's, and where the organisation stands."""

    person: tuple[int, ...] = ()  # parts with names of persons
    offices: tuple[int, ...] = ()
    body: Span | None = None  # span in the text
    begins: int = -1  # index of the part where the organisation begins
    sure: bool = False  # words of a body say so
    personal: bool = False  # a name or title stands there, not an office alone


def sense_of(parts: Sequence[Part], *, body_first: bool) -> Sense | None:
    """Tell person and organisation apart by the item's own words; None where no word speaks of a person."""
    cut = next((i for i, part in enumerate(parts) if part.before in {"behalf", "through"}), -1)
    if cut >= 0:
        return _signed_for(parts, cut)
    offices = tuple(i for i, part in enumerate(parts) if part.label in SPOKEN_OFFICES)
    titled = tuple(i for i, part in enumerate(parts) if part.label == "titled")
    if not offices and not titled:
        return None
    person = titled or _person_beside(parts, offices, body_first=body_first)
    if not person and offices[0] == 0 and (len(parts) == 1 or parts[0].label == "office of" or not parts[0].head):
        return _office_alone(parts)
    taken = {*person, *offices}
    runs = _runs(len(parts), taken)
    sense = Sense(person, offices, personal=bool(person))
    found = _choose(parts, runs, sense, body_first=body_first)
    if found is None:
        return sense
    span, at, sure = found
    if not sure and not titled and span[1] - span[0] <= SHORT_BODY and not any(parts[i].head for i in offices):
        return sense
    return replace(sense, body=span, begins=at, sure=sure)


def _signed_for(parts: Sequence[Part], cut: int) -> Sense:
    if parts[cut].before == "through":
        person = tuple(range(cut, len(parts)))
        return Sense(person, (), extent(parts, 0, cut - 1), 0, sure=True, personal=True) if cut else Sense(person)
    last = cut
    while last + 1 < len(parts) and not _speaks_of_person(parts, last + 1):
        last += 1
    rest = [i for i in range(len(parts)) if not cut <= i <= last]
    offices = tuple(i for i in rest if parts[i].label in SPOKEN_OFFICES)
    person = tuple(i for i in rest if i not in offices)
    return Sense(person, offices, extent(parts, cut, last), cut, sure=True, personal=True)


def _speaks_of_person(parts: Sequence[Part], i: int) -> bool:
    """Tell whether a part after a body is a person's: an office, a title, a name before an office or at the end."""
    if parts[i].label == "name":
        return parts[i + 1].label in SPOKEN_OFFICES if i + 1 < len(parts) else parts[i].group == 0
    return parts[i].label in {*SPOKEN_OFFICES, "titled"}


def _office_alone(parts: Sequence[Part]) -> Sense | None:
    """Read an item that begins with an office and names no person: only "president of" a body gives the body."""
    part = parts[0]
    if not (part.label == "office of" and part.head and part.linked and part.strength >= SURE):
        return None
    return Sense((), (0,), (part.of_begin, parts[-1].end), 0, sure=True)


def _person_beside(parts: Sequence[Part], offices: Sequence[int], *, body_first: bool) -> tuple[int, ...]:
    """Return the part with a person's name that an office belongs to; empty if there is none."""
    at = offices[0]
    left = at - 1 if at and parts[at - 1].label == "name" else -1
    right = at + 1 if at + 1 < len(parts) and parts[at + 1].label == "name" and parts[at].label == "office" else -1
    if left > 0 and all(part.label == "name" for part in parts[:at]):
        loose = "(-:"
        tight = parts[at].before == "," or parts[at].group == parts[left].group != 0
        return (left,) if (parts[left].before in loose and tight) or body_first else (0,)
    if left >= 0 and right >= 0:
        return (right,) if body_first else (left,)
    if left >= 0 or right >= 0:
        return (max(left, right),)
    named = [i for i, part in enumerate(parts) if part.label == "name"]
    if not named:
        return ()
    return (named[0],) if named[0] == 0 else (named[-1],) if named[-1] == len(parts) - 1 else ()


def _runs(count: int, taken: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in range(count):
        if i in taken:
            continue
        if runs and runs[-1][1] == i - 1:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _force(parts: Sequence[Part], run: Span) -> float:
    return max(max(part.strength, SURE if part.label == "acronym" else 0.0) for part in parts[run[0] : run[1] + 1])


def _choose(
    parts: Sequence[Part], runs: Sequence[Span], sense: Sense, *, body_first: bool
) -> tuple[Span, int, bool] | None:
    """Choose the organisation among what is left of an item, and among what its offices are offices of."""
    of = [i for i in sense.offices if parts[i].label == "office of"]
    best_of = next((i for i in of if parts[i].strength >= SURE), None)
    order = sorted(runs, key=lambda run: (-(_force(parts, run) >= SURE), run if body_first else (-run[0],)))
    ahead = sense.person and min(sense.person) == 0 and not body_first
    strong = [run for run in order if _force(parts, run) >= SURE]
    if best_of is not None and strong:
        stronger = parts[best_of].strength < min(_STRONG, _force(parts, strong[0]) - 0.1)
        best_of = None if stronger else best_of
    if best_of is not None:
        end = parts[best_of].of_end
        follows = next((run for run in runs if run[0] == best_of + 1), None)
        if follows and end == parts[best_of].end and follows[1] == len(parts) - 1:
            end = parts[-1].end
        return (parts[best_of].of_begin, end), best_of, True
    if strong:
        return extent(parts, *strong[0]), strong[0][0], True
    if order:
        run = next((r for r in order if r[0] > 0), order[0]) if ahead else order[0]
        return extent(parts, *run), run[0], False
    weak = next((i for i in of if parts[i].head), None)
    if weak is not None:
        return (parts[weak].of_begin, parts[weak].of_end), weak, False
    return None


def extent(parts: Sequence[Part], first: int, last: int) -> Span:
    """Return the span from the first part to the last, both included."""
    return parts[first].begin, parts[last].end


def balanced(text: str, span: Span) -> Span:
    """Take in the bracket that a span opens and does not close, or closes and does not open."""
    begin, end = span
    for left, right in BRACKETS.items():
        inside = text[begin:end]
        if inside.count(left) > inside.count(right) and text[end : end + 1] == right:
            end += 1
        elif inside.count(right) > inside.count(left) and text[begin - 1 : begin] == left:
            begin -= 1
    return begin, end


def split_note(text: str, parts: Sequence[Part]) -> str:
    """Say which part of a person's line is the person, the office, the affiliation; blank for a bare name."""
    if len(parts) < 2:  # noqa: PLR2004 - one part holds nothing to tell apart
        return ""
    sense = sense_of(parts, body_first=False) or Sense((0,))
    person = sense.person or (0,)
    offices = [
        office_text(text, parts[i], less_body=parts[i].strength >= SURE) for i in sense.offices if i not in person
    ]
    body = sense.body
    if sense.begins in sense.offices and parts[sense.begins].strength < SURE:
        body = None  # what a professor is professor of
    if body is None:
        rest = [run for run in _runs(len(parts), {*person, *sense.offices}) if run[0] > 0]
        body = extent(parts, *rest[0]) if rest else None
    said = [f"person: {', '.join(text[parts[i].begin : parts[i].end] for i in person)}"]
    said += [f"office: {', '.join(offices)}"] if offices else []
    if body is not None:
        begin, end = balanced(text, body)
        said.append(f"affiliation: {text[begin:end]}")
    return "; ".join(said)


def office_text(text: str, part: Part, *, less_body: bool) -> str:
    """Return an office as printed; `less_body` leaves out the body that it is an office of, and the link to it."""
    if part.label != "office of" or not less_body:
        return text[part.begin : part.end]
    if part.of_begin == part.begin:
        return text[part.of_end : part.end].strip()
    office = text[part.begin : part.of_begin].rstrip()
    return _LINK.sub("", office) if part.linked else office
