"""overview.html: its structure, its numbers, what it keeps back, and what hostile text cannot do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siggraph.pages import overview
from tests.pages import sample
from tests.pages.reading import check_structure

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></style><b>",
    "\u202egnp.exe\u2066",
    "' onfocus='x",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --> $x^2$",
]


@pytest.mark.parametrize("pictures", [True, False])
def test_the_page_is_well_made(pictures: bool) -> None:
    page = check_structure(overview.render(sample.overview(), pictures=pictures))
    assert bool(page.tags("svg")) == pictures
    assert page.elements[[t for t, _ in page.elements].index("body") + 1][1]["href"] == "#content"
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in page.elements}
    for svg in page.tags("svg"):
        assert svg["role"] == "img"


def test_the_sections_stand_in_the_promised_order() -> None:
    page = check_structure(overview.render(sample.overview()))
    order = [a["id"] for a in page.tags("section")]
    assert order == [
        "balance",
        "places",
        "kinds",
        "themes",
        "editions",
        "repeated",
        "cases",
        "findings",
        "how",
        "organisations",
        "next",
    ]
    assert [a["href"] for a in page.tags("a")][1 : len(order) + 1] == ["#" + section for section in order]


@pytest.mark.parametrize("pictures", [True, False])
def test_numbers_are_those_of_the_input(pictures: bool) -> None:
    page = check_structure(overview.render(sample.overview(), pictures=pictures))
    sheet = page.table("Balance sheet: A letter")
    assert sheet == {
        "Signatories": ["Stated", "Counted"], "named": ["5", "5"], "organisations": ["", "3"], "repeated": ["", "1"],
        "individuals": ["", "1"], "withheld": ["3", "3"], "unresolved": ["", "0"], "together": ["8", "8"],
    }  # fmt: skip
    assert "The sheet closes: 5 named and 3 withheld make the stated 8." in page.words
    seats = page.table("Seats")
    assert seats["Taiwan"] == ["1", "16.7%"]  # of 3 organisations and 3 signatories not named
    assert seats["International"] == seats["Unknown"] == ["1", "16.7%"]
    assert seats["Signatories not named"] == ["3", "50.0%"]
    assert page.table("Concerns")["None of their own"] == ["2", "33.3%"]
    assert page.table("Focus topics")["Labour rights"] == ["2", "33.3%"]
    assert page.table("Types")["Unknown"] == ["2", "33.3%"]


def test_how_we_know_counts_the_values_and_names_the_recalled_share() -> None:
    page = check_structure(overview.render(sample.overview()))
    how = page.table("Values of this page by field and by method")
    assert how["Field"] == ["Printed", "Rule", "Registry", "Lookup", "Editorial", "Recalled", "All", "Recalled share"]
    assert how["All"] == ["1", "2", "0", "0", "1", "2", "6", "33.3%"]
    assert how["Seat"] == ["0", "0", "0", "0", "1", "0", "1", "0.0%"]  # the deprecated claim does not speak
    assert "2 of them (33.3%) are recalled" in page.words


def test_the_organisations_show_confidence_and_method() -> None:
    page = check_structure(overview.render(sample.overview()))
    rows = page.table("Organisations with seat, concern, type and focus")
    assert rows["台灣南社"] == ["Taiwan 0.93 editorial", "none", "unknown", "Labour rights 0.55 recalled"]
    assert rows["Friends of Rain"][0] == "International"
    assert rows["Friends of Rain"][3] == "Labour rights 0.70 ruleHealth 0.40 recalled"
    assert rows["Only in A unclear kind"] == ["Unknown", "none", "unknown", "unknown"]
    assert {"lang": "zh-Hant"} in page.tags("bdi")


def test_individuals_are_counted_and_never_named() -> None:
    html = overview.render(sample.overview())
    assert "Doe" not in html
    assert "individually" not in html
    assert "an individual (not named here) signs alone" in html
    for organisation in (sample.PERSON, sample.PERSON.replace(" ", "  ")):  # even if one slipped among the bodies
        view = sample.overview()
        slipped = replace(view.organisations[0], name=organisation)
        assert "Doe" not in overview.render(replace(view, organisations=[slipped]))


def test_lines_of_one_edition_are_listed_when_the_withheld_counts_are_equal() -> None:
    page = check_structure(overview.render(sample.overview()))
    assert page.table("Editions: A letter")["b"][-2:] == ["3", "2"]
    assert page.table("How the lines match: A letter")["a and b"] == ["2", "1", "0", "0", "0", "3"]
    assert "2 lines that the edition b lacks" in page.words
    columns = page.words.partition("2 lines that the edition b lacks")[2].partition("printed in two ways")[0]
    assert columns.split("1 line")[0].strip() == "Only in A an individual (not named here)"


@pytest.mark.parametrize(
    ("withheld", "said"),
    [((3, 4), "a says 3; b says 4"), ((3, None), "b says nothing"), ((None, None), "a says nothing")],
)
def test_lines_of_one_edition_are_not_listed_when_the_counts_differ(
    withheld: tuple[int | None, int | None], said: str
) -> None:
    page = check_structure(overview.render(sample.overview(withheld=withheld)))
    assert "that the edition b lacks" not in page.words
    assert said in page.words
    assert page.table("Editions: A letter")["b"][-2:] == ["3", "2"]


def test_editions_that_withhold_nobody_may_be_compared() -> None:
    view = sample.overview(withheld=(None, None))
    letter = replace(view.letters[0], stated=replace(view.letters[0].stated, withheld=None))
    view = replace(view, letters=[letter], balances=[replace(view.balances[0], withheld=0)])
    assert "2 lines that the edition b lacks" in overview.render(view)


def test_a_sheet_that_does_not_close_says_so() -> None:
    view = sample.overview()
    short = replace(view.balances[0], withheld=2, closes=False)
    assert "the letter states 8, and 7 are accounted for" in overview.render(replace(view, balances=[short]))
    wrong = replace(view.balances[0], repeated=0, closes=False)
    assert "do not add up to the named" in overview.render(replace(view, balances=[wrong]))
    unstated = replace(view.balances[0], stated=replace(view.balances[0].stated, total=None))
    assert "The letter states no total" in overview.render(replace(view, balances=[unstated]))


@pytest.mark.parametrize("pictures", [True, False])
def test_ties_of_themes_are_called_significant_only_if_they_are(pictures: bool) -> None:
    html = overview.render(sample.overview(), pictures=pictures)
    assert "2 pairs of themes share more organisations than expected, 1 of them significantly" in html
    none = overview.render(sample.overview(alpha=0.001), pictures=pictures)
    assert "but none significantly" in none
    ties = check_structure(html).table("Pairs of themes that share more organisations than expected")
    assert ties == {
        "Theme": ["Theme", "Shared", "Lift", "q"],
        "Labour rights": ["Tibet", "3", "2.50", "0.010"],
        "Tibet": ["Health", "2", "1.40", "0.600"],
    }
    assert "No network of themes was computed" in overview.render(
        replace(sample.overview(), theme_map=None), pictures=pictures
    )


@pytest.mark.parametrize("pictures", [True, False])
@pytest.mark.parametrize("poison", HOSTILE)
def test_hostile_text_is_only_text(poison: str, pictures: bool) -> None:
    html = overview.render(sample.overview(lambda text: text + poison), pictures=pictures)
    clean = check_structure(overview.render(sample.overview(lambda text: text + "x"), pictures=pictures))
    page = check_structure(html)
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in clean.elements]  # it made no element
    assert not {"\u202e", "\u2066"} & set(html)
    shown = poison.replace("\u202e", "[U+202E]").replace("\u2066", "[U+2066]")
    assert page.words.count(" ".join(shown.split())) > 40
    assert [a["href"] for a in page.tags("a") if not a["href"].startswith("#")] == ["https://example.org/a"]


def test_an_empty_corpus_is_a_page_too() -> None:
    empty = overview.Overview("Nothing yet", [], [], [], [], [], [], [], {}, [], [], [], {})
    page = check_structure(overview.render(empty))
    assert "No case waits" in page.words
    assert "siggraph coalitions" in page.words
    assert "siggraph sparql" in page.words


def test_many_values_are_cut_and_the_cut_is_counted() -> None:
    view = sample.overview()
    bodies = [replace(view.organisations[0], id=f"x{i:02}", name=f"Body {i:02}") for i in range(30)]
    profiles = {
        b.id: replace(view.profiles["o2"], seat=f"{chr(65 + i // 26)}{chr(65 + i % 26)}") for i, b in enumerate(bodies)
    }
    page = check_structure(overview.render(replace(view, organisations=bodies, profiles=profiles)))
    seats = page.table("Seats")
    assert seats["and 10 more"][0] == "10"
    assert len(seats) == 1 + 20 + 1 + 1  # head, values, rest, not named
