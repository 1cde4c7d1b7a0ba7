"""What a place in a name says of its body: seat or concern; the words that decide are rows of grammar.tsv.

Half of the territories in the names on a rights letter are where the body sits, half are what it is about, so a place
alone decides nothing. What does: the word before or after it, where it stands in the name, whether a second place
takes the seat, and whether it is a place whose advocates often sit abroad.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from siggraph.names import unify_glyphs
from siggraph.organisations.clues import Clues, Reading, Reads, Trigger
from siggraph.organisations.phrases import Hit, Token
from siggraph.organisations.places import PlaceMention

_BOUNDARY = re.compile(r"[()\[\]{}（）【】「」『』《》|/:;,，、；：@\"+]| - |- | -")
_OPENING = re.compile(r"[(\[{（【「『|/:;,，、；：@+-]")
_LONGEST_FILLER = 4
_OFTEN = 0.25  # from this share on, advocates abroad are common enough for another place to take the seat
_HOSTS = frozenset({"seat-before-in", "seat-before-at", "seat-before-en", "seat-before-à", "seat-before-em", "topic"})


class Grammar(Clues):
    """The compiled rows of grammar.tsv, able to read a name."""

    def read(self, name: str, tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> Reads:
        """Decide the role of every place of a name."""
        hits = self.triggers(tokens)
        home = self.home(name, tokens, hits)
        if not mentions:
            return Reads((home,) if home else ())
        return _Sentence(self, name, tokens, mentions, hits, home).read()


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands beside a place: kind is concern, explicit, topic or weak."""

    kind: str
    rule: str
    strength: float


class _Sentence:
    """One name under reading: tokens, places and triggers side by side."""

    def __init__(
        self,
        grammar: Grammar,
        name: str,
        tokens: Sequence[Token],
        mentions: Sequence[PlaceMention],
        hits: Sequence[Hit[Trigger]],
        home: Reading | None,
    ) -> None:
        self.home = home
        self.grammar = grammar
        self.name = name
        self.tokens = tokens
        self.mentions = mentions
        self.hits = hits
        self.starts = {hit.first: hit for hit in self.hits}
        self.ends = {hit.last: hit for hit in self.hits}
        self.roles = {trigger.role for hit in self.hits for trigger in hit.values}
        self.in_region = any(m.kind == "region" and self.directly_before(m, "seat-before") for m in mentions)
        self.placed = {index for m in mentions for index in range(m.first, m.last)}

    # -- what stands beside a place -----------------------------------------------------------------------------

    def gap(self, index: int) -> str:
        """Return the text between token ``index - 1`` and token `index`, glyphs unified."""
        begin = self.tokens[index - 1].end if index > 0 else 0
        end = self.tokens[index].begin if index < len(self.tokens) else len(self.name)
        raw = self.name[begin:end]
        gap = unify_glyphs(raw.strip())
        return f"{' ' if raw[:1].isspace() else ''}{gap}{' ' if raw[-1:].isspace() else ''}"

    def opens(self, mention: PlaceMention) -> bool:
        """Tell whether a part of the name begins at the place."""
        return mention.first == 0 or bool(_BOUNDARY.search(self.gap(mention.first)))

    def closes(self, mention: PlaceMention) -> bool:
        """Tell whether a part of the name ends with the place, or a joining word follows."""
        at = mention.last
        if at >= len(self.tokens) or _BOUNDARY.search(self.gap(at)) or self.other_script(at):
            return True
        return self.has_role(self.starts.get(at), "joint")

    def other_script(self, index: int) -> bool:
        """Tell whether a spaced script meets another one between two tokens."""
        kinds = {self.tokens[index - 1].kind == "word", self.tokens[index].kind == "word"}
        return len(kinds) > 1 and self.gap(index).strip() == "" and self.gap(index) != ""

    @staticmethod
    def has_role(hit: Hit[Trigger] | None, role: str) -> bool:
        """Tell whether a hit has a trigger of `role`."""
        return hit is not None and any(trigger.role == role for trigger in hit.values)

    def before(self, mention: PlaceMention, role: str) -> Trigger | None:
        """Return the trigger of `role` before the place, fillers between, in the same part of the name."""
        at = mention.first
        for _ in range(_LONGEST_FILLER):
            if at == 0 or _BOUNDARY.search(self.gap(at)):
                return None
            hit = self.ends.get(at)
            if hit is None or hit.last - 1 in self.placed:
                return None
            for trigger in hit.values:
                if trigger.role == role:
                    return trigger
            if not self.has_role(hit, "filler"):
                return None
            at = hit.first
        return None

    def directly_before(self, mention: PlaceMention, role: str) -> tuple[Trigger, int] | None:
        """Return the trigger right before the place (an article may stand between) and where it begins."""
        at = mention.first
        while at > 0 and not _BOUNDARY.search(self.gap(at)):
            hit = self.ends.get(at)
            if hit is None:
                return None
            for trigger in hit.values:
                if trigger.role == role:
                    return trigger, hit.first
            if not self.has_role(hit, "article"):
                return None
            at = hit.first
        return None

    def after(self, mention: PlaceMention, role: str) -> Trigger | None:
        """Return the trigger of `role` right after the place."""
        at = mention.last
        if at < len(self.tokens) and self.tokens[at].key == "s":
            at += 1
        if at >= len(self.tokens) or _BOUNDARY.search(self.gap(at)):
            return None
        hit = self.starts.get(at)
        return next((t for t in hit.values if t.role == role), None) if hit else None

    def mark(self, mention: PlaceMention) -> _Mark:
        """Say what stands beside the place, the clearest mark first."""
        return self.spoken(mention) or self.standing(mention)

    def spoken(self, mention: PlaceMention) -> _Mark | None:
        """Read the trigger word beside the place."""
        named = mention.form == "name"
        if found := self.after(mention, "seat-after"):
            return _Mark("explicit", "seat-after", found.strength)
        if found := self.before(mention, "concern-before"):
            return _Mark("concern", "concern-before", found.strength)
        if named and (found := self.after(mention, "concern-after")):
            return _Mark("concern", "concern-after", found.strength)
        if place := self.directly_before(mention, "seat-before"):
            trigger, at = place
            if self.has_role(self.ends.get(at), "topic"):
                return _Mark("topic", "topic", self.grammar.positions["topic"])
            return _Mark("explicit", f"seat-before-{trigger.form}", trigger.strength) if named else None
        return None

    def standing(self, mention: PlaceMention) -> _Mark:
        """Read where the place stands in its part of the name."""
        closes = self.closes(mention)
        kind = "weak"
        if closes and mention.first > 0 and _OPENING.search(self.gap(mention.first)):
            kind, rule = "explicit", "alone"
        elif mention.form != "name":
            rule = "adjective"
        elif self.opens(mention):
            rule = "head"
        else:
            rule = "apposition" if closes else "inside"
        return _Mark(kind, rule, self.grammar.positions[rule])

    # -- from marks to roles ------------------------------------------------------------------------------------

    def read(self) -> Reads:
        """Give every place its role, then let one place take the seat."""
        first = [self.first_reading(mention) for mention in self.mentions]
        if self.home and not any(self.abroad(reading, mark) for reading, mark in first):
            first.append((self.home, _Mark("weak", "language", 0.0)))
        candidates = [index for index, (reading, _) in enumerate(first) if reading.role == "seat"]
        readings = [reading for reading, _ in first]
        marks = [mark for _, mark in first]
        seats = {readings[index].mention.seat for index in candidates}
        why = "unknown"
        if len(seats) > 1:
            why = self.contest(readings, marks, candidates)
        elif seats and any(r.role == "concern" and r.mention.seat not in seats for r in readings):
            self.promote(readings, candidates)
        if not any(reading.role == "seat" for reading in readings):
            self.people_at_home(readings)
        return Reads(tuple(self.settle(readings)), why)

    def abroad(self, reading: Reading, mark: _Mark) -> bool:
        """Tell whether a place speaks louder than the language of the name."""
        if self.home is None or reading.mention.seat == self.home.mention.seat:
            return False
        return reading.role == "seat" or (mark.kind == "explicit" and reading.rule == "homonym")

    def first_reading(self, mention: PlaceMention) -> tuple[Reading, _Mark]:
        """Read one place by itself."""
        mark = self.mark(mention)
        return self.unread(mention, mark) or self.by_kind(mention, mark) or self.by_exile(mention, mark), mark

    def unread(self, mention: PlaceMention, mark: _Mark) -> Reading | None:
        """Pass over a place that is unclear, has a namesake elsewhere, or hosts the mission of another country."""
        host = mark.rule == "alone" or mark.rule in _HOSTS or (mark.kind == "weak" and mention.first > 0)
        if mention.weak and mark.kind != "explicit":
            return Reading(mention, "none", "unclear", 0.0)
        if host and "mission" in self.roles:
            return Reading(mention, "none", "host-of-mission", 0.0)
        if mention.choices and mention.seat:
            return Reading(mention, "none", "homonym", 0.0)
        return None

    def by_kind(self, mention: PlaceMention, mark: _Mark) -> Reading | None:
        """Read what can only be a concern: a region, a people, a homeland, a place with a word of concern."""
        positions = self.grammar.positions
        if mention.kind == "region":
            return Reading(mention, "concern", "region", positions["region"])
        if mention.kind == "people" or not mention.seat:
            return Reading(mention, "concern", "homeland", positions["homeland"])
        if mark.kind != "concern":
            return None
        if mention.kind == "city" and mark.rule == "concern-before":
            return Reading(mention, "none", "city", 0.0)
        return Reading(mention, "concern", mark.rule, mark.strength)

    def by_exile(self, mention: PlaceMention, mark: _Mark) -> Reading:
        """Weigh a possible seat by how often advocates of the place sit elsewhere."""
        positions = self.grammar.positions
        if mention.form != "name" and "diaspora" in self.roles and mark.kind != "explicit":
            return Reading(mention, "concern", "diaspora", positions["exile"])
        if self.home and mention.seat != self.home.mention.seat and mark.kind != "explicit":
            return Reading(mention, "concern", "foreign", positions["exile"])
        if mention.form != "name" and self.in_region and mark.kind != "explicit":
            return Reading(mention, "concern", "diaspora", positions["exile"])
        exile = 0.0
        if mention.kind == "country" and "anchor" not in self.roles:
            exile = self.grammar.exile.get(mention.seat, 0.0)
        share = exile if mark.kind in {"weak", "topic"} else exile / 2
        strength = mark.strength * (1 - share)
        if strength < positions["threshold"]:
            return Reading(mention, "concern", "exile", positions["exile"])
        return Reading(mention, "seat", mark.rule, strength)

    def promote(self, readings: list[Reading], candidates: Sequence[int]) -> None:
        """Strengthen the one seat, since another place is the concern."""
        second = self.grammar.positions["second"]
        for index in candidates:
            reading = readings[index]
            if reading.rule not in {"topic", "language"}:
                readings[index] = Reading(reading.mention, "seat", "second", max(second, reading.strength))

    def contest(self, readings: list[Reading], marks: Sequence[_Mark], candidates: Sequence[int]) -> str:
        """Let one of several places take the seat; return why none does."""
        positions = self.grammar.positions
        for rule, chosen in (
            ("host", [i for i in candidates if marks[i].kind == "explicit"]),
            ("second", [i for i in candidates if marks[i].kind != "topic"]),
            ("second", [i for i in candidates if not self.grammar.exile.get(readings[i].mention.seat, 0) > _OFTEN]),
            ("city", [i for i in candidates if readings[i].mention.kind in {"city", "subdivision"}]),
            ("host", [i for i in candidates if marks[i].rule == "apposition"]),
        ):
            if len({readings[i].mention.seat for i in chosen}) == 1 and not self.joined(candidates):
                self.crown(readings, candidates, chosen, rule)
                return "unknown"
        for index in candidates:
            mention = readings[index].mention
            readings[index] = Reading(mention, "concern", "pair", positions["pair"])
        return "several"

    def joined(self, candidates: Sequence[int]) -> bool:
        """Tell whether the places are joined as equals: "Deutschland und Österreich"."""
        for left, right in pairwise(candidates):
            first, second = self.mentions[left], self.mentions[right]
            hit = self.starts.get(first.last)
            if self.has_role(hit, "joint") and hit is not None and hit.last == second.first:
                return first.kind == second.kind
        return False

    def crown(self, readings: list[Reading], candidates: Sequence[int], chosen: Sequence[int], rule: str) -> None:
        """Give the chosen places the seat and push the others to concern."""
        positions = self.grammar.positions
        seat = readings[chosen[0]].mention.seat
        for index in candidates:
            reading = readings[index]
            if reading.mention.seat == seat:
                readings[index] = Reading(reading.mention, "seat", rule, positions[rule])
            elif reading.mention.form == "name" or rule != "host":
                readings[index] = Reading(reading.mention, "concern", "first", positions["first"])
            else:
                readings[index] = Reading(reading.mention, "none", "first", 0.0)

    def people_at_home(self, readings: list[Reading]) -> None:
        """Let an indigenous people of one country stand for its seat, where nothing else does."""
        if len(readings) == 1 and readings[0].mention.kind == "people" and readings[0].mention.seat:
            strength = self.grammar.positions["people-home"]
            readings.append(Reading(readings[0].mention, "seat", "people-home", strength))

    def settle(self, readings: Sequence[Reading]) -> Iterable[Reading]:
        """Leave the seat's own country out of concern, unless a word of concern stands beside it."""
        seats = {reading.mention.seat for reading in readings if reading.role == "seat"}
        for reading in readings:
            own = reading.mention.kind not in {"people", "region"} and reading.mention.seat in seats
            said = reading.rule in {"concern-before", "concern-after"}
            if reading.role != "concern" or not own or said or not reading.mention.seat:
                yield reading
