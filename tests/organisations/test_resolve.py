"""resolve: sure rules merge, people decide the rest, and nothing that was decided is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.model import Judgement, Registered, Signature
from siggraph.organisations.match import MatchWords, features
from siggraph.organisations.registry import mint
from siggraph.organisations.resolve import Resolved, resolve

WORDS = MatchWords.from_tables(read_reference(resource("data") / "reference"))


def signature(name: str, *, letter: str = "x", position: int = 1, capacity: str = "organisation") -> Signature:
    listing = f"{letter}/en/{position:04d}"
    return Signature(
        f"{letter}/s/en-{position:04d}", letter, (listing,), (name,), "organisation", capacity, f"{letter}/en"
    )


def line_up(*names: str, letter: str = "x") -> list[Signature]:
    return [signature(name, letter=letter, position=i) for i, name in enumerate(names, start=1)]


def said(
    a: str, b: str, verdict: str = "same", *, letters: tuple[str, str] = ("", ""), withdrawn: str = ""
) -> Judgement:
    return Judgement(
        a, letters[0], b, letters[1], verdict, "editorial", "an editor", "2026-01-01", "because", withdrawn
    )


def run(
    signatures: list[Signature], judgements: list[Judgement] | None = None, rows: list[Registered] | None = None
) -> Resolved:
    shown = {name: features(name, (), WORDS) for s in signatures for name in s.names}
    return resolve(signatures, judgements or [], rows or [], shown)


def groups(resolved: Resolved) -> set[frozenset[str]]:
    return {frozenset(o.names) for o in resolved.organisations}


def test_the_same_letters_and_digits_are_one_body_and_the_rule_says_so() -> None:
    result = run([*line_up("Viet Tan", "VIET-TAN")])
    assert len(result.organisations) == 1
    assert [s.status for s in result.signatures] == ["stands", "repeated"]
    assert result.signatures[1].repeats == result.signatures[0].id
    assert [j.method for j in result.judgements] == ["rule:same-folded-name@1"]


def test_a_bare_acronym_merges_inside_one_letter_alone() -> None:
    assert len(run(line_up("RUDM", "RUDM")).organisations) == 1
    across = run([*line_up("RUDM"), *line_up("RUDM", letter="y")])
    assert len(across.organisations) == 2
    assert [case.kind for case in across.cases] == ["identity"]


def test_a_judgement_merges_and_withdrawing_it_restores_everything() -> None:
    names = line_up("HRIC", "Human Rights in China", "Amnesty International")
    before = run(names)
    assert [(case.a, case.b) for case in before.cases] == [("x/s/en-0001", "x/s/en-0002")]
    merged = run(names, [said("HRIC", "Human Rights in China", letters=("x", "x"))])
    assert groups(merged) == {frozenset({"HRIC", "Human Rights in China"}), frozenset({"Amnesty International"})}
    assert merged.cases == ()
    assert {o.name for o in merged.organisations} == {"Human Rights in China", "Amnesty International"}
    undone = run(names, [said("HRIC", "Human Rights in China", letters=("x", "x"), withdrawn="2026-02-01")])
    assert undone == before


def test_a_negative_stops_the_rule_and_closes_the_case() -> None:
    same = [*line_up("Viet Tan"), *line_up("VIET-TAN", letter="y")]
    assert len(run(same, [said("Viet Tan", "VIET-TAN", "different", letters=("x", "y"))]).organisations) == 2
    names = line_up("HRIC", "Human Rights in China")
    assert run(names, [said("HRIC", "Human Rights in China", "different")]).cases == ()
    assert len(run(names, [said("HRIC", "Human Rights in China", "unsure")]).cases) == 1


def test_contradictions_are_found_through_a_chain() -> None:
    names = line_up("Alpha One", "Beta Two", "Gamma Three")
    result = run(names, [said("Alpha One", "Beta Two"), said("Beta Two", "Gamma Three"),
                         said("Alpha One", "Gamma Three", "different")])  # fmt: skip
    assert [f.code for f in result.findings] == ["judgements-contradict"]
    assert result.findings[0].severity == "error"


def test_a_judgement_whose_name_is_no_longer_printed_is_a_finding() -> None:
    result = run(line_up("Alpha"), [said("Alpha", "Omega")])
    assert [(f.code, "Omega" in f.message) for f in result.findings] == [("judgement-not-applied", True)]


def test_identifiers_come_from_the_registry_by_anchor() -> None:
    row = Registered(mint("x/en/0001"), "Alpha", "x/en/0001", "2026-01-01")
    result = run(line_up("Alpha", "Beta"), rows=[row])
    ids = {o.name: o.id for o in result.organisations}
    assert ids["Alpha"] == row.id
    assert ids["Beta"].startswith("p-")


def test_two_registered_bodies_that_became_one_keep_the_first_identifier() -> None:
    rows = [Registered(mint(f"x/en/000{i}"), n, f"x/en/000{i}", "2026-01-01") for i, n in ((1, "Alpha"), (2, "Beta"))]
    result = run(line_up("Alpha", "Beta"), [said("Alpha", "Beta")], rows)
    assert [o.id for o in result.organisations] == [rows[0].id]
    assert [f.code for f in result.findings] == ["merge-not-registered"]
    quiet = run(line_up("Alpha", "Beta"), [said("Alpha", "Beta")], [rows[0], replace(rows[1], merged_into=rows[0].id)])
    assert quiet.findings == ()


def test_persons_are_no_organisations_and_are_never_compared() -> None:
    people = [signature("Jo Doe", position=1, capacity="person"), signature("Jo Doe Foundation", position=2)]
    result = run(people)
    assert [o.name for o in result.organisations] == ["Jo Doe Foundation"]
    assert result.signatures[0].organisation == ""
    assert result.cases == ()


@pytest.mark.property
@given(
    st.permutations(["Viet Tan", "VIET TAN", "HRIC", "Human Rights in China", "Save Tibet Austria", "ACAT Togo"]),
    st.permutations([("HRIC", "Human Rights in China", "same"), ("ACAT Togo", "Save Tibet Austria", "different")]),
)
def test_the_order_of_rows_and_judgements_changes_no_group(names: list[str], order: list[tuple[str, str, str]]) -> None:
    result = run(line_up(*names), [said(a, b, verdict) for a, b, verdict in order])
    assert groups(result) == {
        frozenset({"Viet Tan", "VIET TAN"}), frozenset({"HRIC", "Human Rights in China"}),
        frozenset({"Save Tibet Austria"}), frozenset({"ACAT Togo"}),
    }  # fmt: skip
    assert sum(s.status == "repeated" for s in result.signatures) == 2


def test_a_merge_that_nobody_judged_gives_the_body_its_own_identifier_back() -> None:
    row = Registered(mint("x/en/0001"), "Alpha", "x/en/0001", "2026-01-01", merged_into="o-other")
    result = run(line_up("Alpha", "Beta"), rows=[row])
    assert row.id in {o.id for o in result.organisations}
    assert [f.code for f in result.findings] == ["merge-not-judged"]


def test_a_judgement_about_a_person_is_not_applied_and_names_nobody() -> None:
    people = [signature("Jo Doe", position=1, capacity="person"), signature("Beta", position=2)]
    result = run(people, [said("Jo Doe", "Beta")])
    assert result.findings == ()
    assert len(result.organisations) == 1
