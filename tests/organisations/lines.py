"""Made-up lines, judgements and their groups, for the tests of who is who."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.model import Judgement, Registered, Signature
from siggraph.organisations.match import MatchWords, features
from siggraph.organisations.resolve import Resolved, resolve

WORDS = MatchWords.from_tables(read_reference(resource("data") / "reference"))
# Several names fold alike, across letters too: what the rule joins, people may part.
NAMES = ("Viet Tan", "VIET-TAN", "Viet  Tan", "HRIC", "Human Rights in China", "Save Tibet", "Save Tibet Austria")
LETTERS = ("x", "y", "z")


def line(*names: str, letter: str = "x", position: int = 1, capacity: str = "organisation") -> Signature:
    """Return a signature that prints these names."""
    return Signature(
        f"{letter}/s/en-{position:04d}", letter, (f"{letter}/en/{position:04d}",), names, "organisation", capacity,
        f"{letter}/en",
    )  # fmt: skip


def lines(*names: str, letter: str = "x") -> list[Signature]:
    """Return one signature a name, in one letter."""
    return [line(name, letter=letter, position=i) for i, name in enumerate(names, start=1)]


def said(
    a: str,
    b: str,
    verdict: str = "same",
    *,
    letters: tuple[str, str] = ("", ""),
    by: str = "an editor",
    on: str = "2026-01-01",
    withdrawn: str = "",
) -> Judgement:
    """Return a judgement of a person."""
    return Judgement(a, letters[0], b, letters[1], verdict, "editorial", by, on, "because", withdrawn)


def run(
    signatures: Sequence[Signature], judgements: Sequence[Judgement] = (), rows: Sequence[Registered] = ()
) -> Resolved:
    """Resolve lines with the packaged words."""
    shown = {name: features(name, (), WORDS) for s in signatures for name in s.names}
    return resolve(signatures, judgements, rows, shown)


def groups(resolved: Resolved) -> set[frozenset[str]]:
    """Return the bodies by their signatures."""
    return {frozenset(o.signatures) for o in resolved.organisations}


@st.composite
def printed(draw: st.DrawFn) -> list[Signature]:
    """Draw lines of three letters."""
    found = []
    for letter in LETTERS:
        names = draw(st.lists(st.sampled_from(NAMES), max_size=5))
        found.extend(lines(*names, letter=letter))
    return found


@st.composite
def judged(draw: st.DrawFn) -> Judgement:
    """Draw a judgement on two of the names, in letters or anywhere."""
    name, letter = st.sampled_from(NAMES), st.sampled_from(("", *LETTERS))
    return said(
        draw(name),
        draw(name),
        draw(st.sampled_from(("same", "different", "different", "unsure"))),
        letters=(draw(letter), draw(letter)),
        by=draw(st.sampled_from(("one", "two"))),
        withdrawn=draw(st.sampled_from(("", "", "2026-02-01 wrong"))),
    )
