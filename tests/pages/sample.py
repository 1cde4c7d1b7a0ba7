"""A small corpus for the tests: invented bodies, two editions, one of each thing that a page has to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from siggraph.model import (
    Alignment,
    Balance,
    Case,
    Claim,
    Edition,
    Finding,
    Letter,
    Listing,
    Organisation,
    Profile,
    Signature,
    StatedCounts,
)
from siggraph.pages.coalition_report import CoalitionReport
from siggraph.pages.overview import Overview
from siggraph.pages.pictures import ThemeMap

PERSON = "Jane Q. Doe individually as an expert"
LABELS = {
    "place/TW": "Taiwan",
    "place/CN-XZ": "Tibet",
    "type/ngo": "NGO",
    "focus/labour_rights": "Labour rights",
    "status/international": "International",
    "status/unknown": "Unknown",
}


Dirt = Callable[[str], str]


def _listing(edition: str, position: int, name: str, kind: str = "organisation", language: str = "") -> Listing:
    return Listing(f"{edition}-{position}", "L", f"L/{edition}", position, name, kind, "", "", language, 0, 1, position)


def _lines(d: Dirt) -> tuple[list[Listing], list[Listing], list[Signature]]:
    """Return the lines of the two editions and the signatures that they make."""
    rain, south, short, alone, person, hyphen = map(
        d, ("Friends of Rain", "台灣南社", "FoR", "Only in A", PERSON, "Friends-of Rain")
    )
    a = [
        _listing("a", 1, rain),
        _listing("a", 2, south, language="zh-Hant"),
        _listing("a", 3, short),
        _listing("a", 4, alone),
        _listing("a", 5, person, "individual"),
    ]
    b = [_listing("b", 1, hyphen), _listing("b", 2, south, language="zh-Hant"), _listing("b", 3, short)]
    body = "organisation"
    return (
        a,
        b,
        [
            Signature("s1", "L", ("a-1", "b-1"), (rain, hyphen), body, body, "L/a", "o1"),
            Signature("s2", "L", ("a-2", "b-2"), (south,), body, body, "L/a", "o2"),
            Signature("s3", "L", ("a-3", "b-3"), (short,), body, body, "L/a", "o1", "repeated", "s1"),
            Signature("s4", "L", ("a-4",), (alone,), body, body, "L/a", "o3"),
            Signature("s5", "L", ("a-5",), (person,), "individual", "person", "L/a"),
        ],
    )


def _letter(d: Dirt, a: StatedCounts, b: StatedCounts) -> tuple[Letter, list[Edition], Balance]:
    total = StatedCounts(8, 5, 3)
    titles = {"en": d("A letter"), "fr": d("Une lettre")}
    council = (d("The council"),)
    letter = Letter("L", titles, d("2020-01-02"), d("printed"), d("rain"), d("for"), ("TW",), council, ("en",), total)
    editions = [
        Edition("L/a", "L", "en", "2020-01-02", "https://example.org/a", "full", "", stated=a),
        Edition("L/b", "L", d("fr"), d("2020-01-03"), d("javascript:alert(1)"), "full", "", stated=b),
    ]
    note = (d("Note of the sheet"),)
    return (
        letter,
        editions,
        Balance("L", "2020-01-02", total, 5, 3, 0, 1, 3, 1, {"L/a": (5, a)}, closes=True, notes=note),
    )


PROFILES = {
    "o1": Profile("", "international", None, ("CN-XZ",), (0.8,), "ngo", 0.9, ("labour_rights", "health"), (0.7, 0.4)),
    "o2": Profile("TW", "known", 0.93, (), (), "", None, ("labour_rights",), (0.55,)),
}
CLAIMS = [
    Claim("o1", "concern", "CN-XZ", 0.8, "rule"),
    Claim("o1", "type", "ngo", 0.9, "printed"),
    Claim("o1", "focus", "labour_rights", 0.7, "rule"),
    Claim("o1", "focus", "health", 0.4, "recalled"),
    Claim("o2", "seat", "TW", 0.93, "editorial"),
    Claim("o2", "seat", "TW", 0.99, "recalled", rank="deprecated"),
    Claim("o2", "focus", "labour_rights", 0.55, "recalled"),
]


def overview(dirty: Dirt = str, *, withheld: tuple[int | None, int | None] = (3, 3), alpha: float = 0.05) -> Overview:
    """Return the sample; `dirty` is laid over every text that comes from outside."""
    d = dirty
    a, b, signatures = _lines(d)
    letter, editions, sheet = _letter(d, StatedCounts(8, 5, withheld[0]), StatedCounts(8, None, withheld[1]))
    pairs = [("a-1", "b-1", "glyph"), ("a-2", "b-2", "equal"), ("a-3", "b-3", "equal")]
    reasons = (d("reason of the case"), d(f"not {PERSON}"))
    return Overview(
        title=d("Sample corpus"),
        balances=[sheet],
        letters=[letter],
        editions=editions,
        listings=[*a, *b],
        alignments=[Alignment("L", x, y, method, d("reason of the match")) for x, y, method in pairs],
        signatures=signatures,
        organisations=[
            Organisation("o1", a[0].name, "organisation", (a[0].name,), ("s1", "s3"), ("a-1", "b-1")),
            Organisation("o2", a[1].name, "organisation", (a[1].name,), ("s2",), ("a-2", "b-2")),
            Organisation("o3", a[3].name, "unclear", (a[3].name,), ("s4",), ("a-4",)),
        ],
        profiles=PROFILES,
        claims=CLAIMS,
        cases=[Case("c1", d("possible repetition"), "s1", "s4", 0.31, reasons, 0.5)],
        findings=[
            Finding("note", d("code-n"), d("L/a:4"), d(f"{PERSON} signs alone"), d("none")),
            Finding("error", d("code-e"), d("L/b:1"), d("message"), d("remedy")),
        ],
        labels={key: d(text) for key, text in LABELS.items()},
        theme_map=themes(d),
        next_steps=[(d("siggraph ask"), d("what it shows"))],
        alpha=alpha,
    )


def themes(dirty: Dirt = str) -> ThemeMap:
    """Return three themes, of which two pairs share more than expected, one of them significantly."""
    nodes = [
        ("t1", dirty("Labour rights"), 9, 0.0, 0.0),
        ("t2", dirty("Tibet"), 4, 1.0, 0.5),
        ("t3", dirty("Health"), 2, 0.2, 1.0),
    ]
    return ThemeMap(nodes, [("t1", "t2", 3, 2.5, 0.01), ("t2", "t3", 2, 1.4, 0.6), ("t1", "t3", 2, 0.5, 0.9)])


def _tables(d: Dirt, *, found: bool) -> dict[str, Any]:
    return {
        "actors.csv": (
            ("id", "label", "kind", "seat", "type", "blocs", "coalition", "certainty", "betweenness"),
            [
                ("o1", d("Friends of Rain"), "organisation", "TW", "ngo", "3", "c1" if found else "", "0.91", ""),
                ("o2", d("台灣南社"), "organisation", "", "", 1, "", "", ""),
                ("p1", PERSON, "individual", "", "", 9, "c1", "", ""),
            ],
        ),
        "themes": (
            ("theme", "label", "actors", "share", "expected", "lift", "q", "coalition"),
            [
                ("t1", d("Labour rights"), 9, 0.9, "", "", "", ""),
                ("t2", d("Tibet"), "4", 0.4, "", "", "", ""),
                ("t3", d("Health"), 2, 0.2, "", "", "", ""),
            ],
        ),
        "theme_ties": (
            ("a", "b", "shared", "expected", "lift", "p", "q"),
            [("t1", "t2", 3, 1.2, 2.5, 0.001, 0.01), ("t1", "t3", 2, 4.0, 0.5, 0.7, 0.9)],
        ),
        "mixing": (
            ("attribute", "a", "b", "observed", "expected", "lift", "p", "q"),
            [("seat", "t1", "TW", 3, 1.0, 3.0, 0.01, 0.04), ("type", "t2", "ngo", 2, 1.6, 1.25, 0.4, 0.5)],
        ),
        "coalitions": (
            (
                "coalition",
                "label",
                "size",
                "certainty",
                "stability",
                "themes_over",
                "themes_under",
                "seats_over",
                "types_over",
                "events_key",
            ),
            [("c1", d("The rain bloc"), 1, 0.9, 0.8, "t1|t2", "", "TW", "ngo", d("t1"))] if found else [],
        ),
        "ties": (
            ("a", "b", "shared", "expected", "lift", "p", "q", "sign"),
            [("o1", "o2", 4, 0.5, 8.0, 1e-6, 1e-4, 1), ("o1", "p1", 4, 0.5, 8.0, 1e-6, 1e-4, 1)] if found else [],
        ),
    }


def report(dirty: Dirt = str, *, found: bool = True) -> CoalitionReport:
    """Return a report with every table filled, or (not `found`) with none of coalitions and ties."""
    d = dirty
    tables = _tables(d, found=found)
    summary = {
        "actors": 10, "events": 3, "signatures": 15, "groups": 2, "verdict": "coalitions" if found else "none",
        "modularity": 0.3125, "null_z": 4.25, "seed_agreement": 0.75, "stability": 0.81, "pair_power": 7,
        "ties_tested": 45, "ties_more": 1, "ties_fewer": 0, "alpha": 0.05, "seed": 12,
        "versions": {"b": d("2"), "a": "1"}, "input_sha256": "ab" * 32,
    }  # fmt: skip
    methods = d("All pairs were tested.") + "\n\n# Sources\n\n- Barber 2007"
    return CoalitionReport(
        d("Sample corpus"),
        tables,
        summary,
        [d("The verdict in words.")],
        methods,
        {k: d(v) for k, v in LABELS.items()},
        themes(d),
        2,
    )
