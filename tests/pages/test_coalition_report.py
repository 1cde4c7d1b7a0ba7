"""report.html: the verdict first, numbers as given, withheld signatories in every share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siggraph.pages import coalition_report
from tests.pages import sample
from tests.pages.reading import check_structure
from tests.pages.test_overview import HOSTILE


@pytest.mark.parametrize("pictures", [True, False])
@pytest.mark.parametrize("found", [True, False])
def test_the_report_is_well_made(pictures: bool, found: bool) -> None:
    page = check_structure(coalition_report.render(sample.report(found=found), pictures=pictures))
    assert len(page.tags("svg")) == (2 if pictures else 0)
    assert next(a["id"] for a in page.tags("section")) == "verdict"
    assert ("coalitions" in [a["id"] for a in page.tags("section")]) == found


def test_numbers_are_those_of_the_input() -> None:
    page = check_structure(coalition_report.render(sample.report()))
    figures = page.table("Figures of the test")
    assert figures["modularity of the best partition (Barber, resolution 1)"] == ["0.312"]
    assert figures["pairs of actors tested, all of them"] == ["45"]
    assert figures["seed of the random numbers"] == ["12"]
    blocs = page.table("Themes and their organisations", first=True)
    assert blocs["Labour rights"] == ["9", "75.0%"]
    assert page.table("Overlap of themes, the greatest first")["Labour rights"] == [
        "Health",
        "2",
        "4.0",
        "0.50",
        "0.900",
    ]
    assert page.table("Mixing by seat")["Labour rights"] == ["Taiwan", "3", "1.0", "3.00", "0.040"]
    assert page.table("Mixing by type")["Tibet"] == ["NGO", "2", "1.6", "1.25", "0.500"]
    assert page.table("Organisations in most blocs") == {
        "Organisation": ["Blocs", "Seat", "Type"],
        "Friends of Rain": ["3", "Taiwan", "NGO"],
    }
    ties = page.table("Pairs of organisations that differ from chance")
    assert ties["Friends of Rain"] == ["台灣南社", "4", "0.5", "8.00", "<0.001", "more"]
    assert "Labour rights, Tibet" in page.words


def test_withheld_signatories_are_in_the_denominator() -> None:
    html = coalition_report.render(sample.report())
    assert "Shares are of 12: 10 organisations and 2 signatories not named." in html
    assert "75.0%" in html  # 9 of 10 + 2
    alone = coalition_report.render(replace(sample.report(), withheld=0))
    assert "90.0%" in alone


def test_individuals_stand_nowhere() -> None:
    assert "Doe" not in coalition_report.render(sample.report())


def test_without_coalitions_the_page_says_so() -> None:
    page = check_structure(coalition_report.render(sample.report(found=False)))
    assert "No bloc of shared themes is supported by the data beyond the themes themselves" in page.words
    assert "No single pair of organisations differs significantly from chance (q ≤ 0.05)." in page.words


@pytest.mark.parametrize("pictures", [True, False])
@pytest.mark.parametrize("poison", HOSTILE)
def test_hostile_text_is_only_text(poison: str, pictures: bool) -> None:
    html = coalition_report.render(sample.report(lambda text: text + poison), pictures=pictures)
    clean = check_structure(coalition_report.render(sample.report(lambda text: text + "x"), pictures=pictures))
    page = check_structure(html)
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in clean.elements]
    assert not {"\u202e", "\u2066"} & set(html)


def test_an_empty_run_is_a_report_too() -> None:
    page = check_structure(coalition_report.render(coalition_report.CoalitionReport("Nothing", {}, {}, [], "", {})))
    assert "No network of themes was computed." in page.words
