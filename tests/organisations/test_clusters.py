"""clusters: groups follow from judgements in any order, and agree with a slow reading of the same rules."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.model import Judgement, Signature
from siggraph.names import MASK, fold
from siggraph.organisations.clusters import RULE, Clustering, cluster
from tests.organisations.lines import judged, line, lines, printed, run, said


def partition(clustering: Clustering) -> set[frozenset[int]]:
    return {frozenset(members) for members in clustering.groups.members().values()}


def sides(bodies: list[Signature], row: Judgement) -> tuple[set[int], set[int]]:
    def of(letter: str, label: str) -> set[int]:
        return {
            i
            for i, s in enumerate(bodies)
            if letter in {"", s.letter} and fold(label) in {fold(name) for name in s.names}
        }

    return of(row.subject_letter, row.subject_label), of(row.object_letter, row.object_label)


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=6))
def test_people_are_followed_and_the_rule_never_crosses_them(bodies: list[Signature], rows: list[Judgement]) -> None:
    """The slow oracle: closure of people's "same"; every "different" pair apart unless that closure joins it."""
    clustering = cluster(bodies, rows, ())
    owner = {i: members for members in partition(clustering) for i in members}
    closure = {i: {i} for i in range(len(bodies))}
    for row in rows:
        left, right = sides(bodies, row)
        if row.verdict == "same" and not row.withdrawn and left and right:
            joined = set().union(*(closure[i] for i in left | right))
            closure.update(dict.fromkeys(joined, joined))
    torn = False
    for i, group in closure.items():
        assert group <= owner[i]
    for row in rows:
        left, right = sides(bodies, row)
        if row.verdict == "different" and not row.withdrawn:
            for a, b in product(left, right):
                if a != b:
                    assert (b in owner[a]) == (b in closure[a])
                    torn |= b in closure[a]
    assert torn == any(f.code == "judgements-contradict" for f in clustering.findings)


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_judgements_changes_nothing(
    bodies: list[Signature], rows: list[Judgement], random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis's own random
    one, two = cluster(bodies, rows, ()), cluster(bodies, shuffled, ())
    assert partition(one) == partition(two)
    assert (one.judgements, one.findings) == (two.judgements, two.findings)


@pytest.mark.property
@given(printed(), st.lists(judged(), max_size=5), judged())
def test_a_withdrawn_judgement_is_as_if_it_had_never_been(
    bodies: list[Signature], rows: list[Judgement], extra: Judgement
) -> None:
    gone = said(extra.subject_label, extra.object_label, extra.verdict, withdrawn="2026-02-01 wrong")
    one, two = cluster(bodies, rows, ()), cluster(bodies, [*rows, gone], ())
    assert partition(one) == partition(two)
    assert (one.judgements, one.findings) == (two.judgements, two.findings)


def test_a_contradiction_explains_the_shortest_chain() -> None:
    rows = [
        said("Alpha", "Beta", by="one", on="2026-01-01"),
        said("Beta", "Gamma", by="two", on="2026-01-02"),
        said("Gamma", "Delta", by="three", on="2026-01-03"),
        said("Beta", "Delta", by="four", on="2026-01-04"),
        said("Alpha", "Delta", "different", by="five", on="2026-01-05"),
    ]
    [found] = run(lines("Alpha", "Beta", "Gamma", "Delta"), rows).findings
    assert found.severity == "error"
    assert found.message == (
        "'Alpha' different 'Delta' (five, editorial, 2026-01-05); yet they are one body by: "
        "'Alpha' same 'Beta' (one, editorial, 2026-01-01); 'Beta' same 'Delta' (four, editorial, 2026-01-04)"
    )


def test_the_rule_is_stopped_by_a_chain_and_says_why() -> None:
    bodies = [*lines("Save Tibet", "Alpha"), *lines("Save-Tibet", "Beta", letter="y")]
    rows = [
        said("Save Tibet", "Alpha", letters=("x", "x")),
        said("Save-Tibet", "Beta", letters=("y", "y")),
        said("Alpha", "Beta", "different", letters=("x", "y")),
    ]
    clustering = cluster(bodies, rows, ())
    assert partition(clustering) == {frozenset({0, 1}), frozenset({2, 3})}
    [found] = clustering.findings
    assert (found.severity, found.code) == ("warning", "merge-stopped")
    for part in (
        "'Alpha' (x) different 'Beta' (y)",
        "'Save Tibet' (x) same 'Alpha' (x)",
        "'Save-Tibet' (y) same 'Beta'",
    ):
        assert part in found.message


def test_the_rule_is_stopped_in_silence_by_a_judgement_on_the_two_lines() -> None:
    bodies = [*lines("Save Tibet"), *lines("Save-Tibet", letter="y"), *lines("save tibet", letter="z")]
    clustering = cluster(bodies, [said("Save Tibet", "Save-Tibet", "different", letters=("x", "y"))], ())
    assert partition(clustering) == {frozenset({0, 2}), frozenset({1})}
    assert clustering.findings == ()
    assert [j.method for j in clustering.judgements] == ["editorial", RULE]


def test_lines_kept_from_the_first_one_still_find_each_other() -> None:
    bodies = [line("Save Tibet", letter="x"), *(line("Save Tibet", letter=f"y{i}") for i in range(5))]
    rows = [said("Save Tibet", "Save Tibet", "different", letters=("x", f"y{i}")) for i in range(5)]
    assert partition(cluster(bodies, rows, ())) == {frozenset({0}), frozenset(range(1, 6))}


def test_redacted_lines_are_alike_and_are_matched_with_nothing() -> None:
    hidden = MASK * 6
    bodies = [*lines(hidden, hidden, f"Alpha {hidden}"), *lines(hidden, f"Alpha {hidden}", letter="y")]
    clustering = cluster(bodies, [], ())
    assert len(partition(clustering)) == 5
    assert clustering.judgements == ()


def test_a_name_that_everybody_prints_is_barred_without_all_its_pairs() -> None:
    """Ten thousand lines on each side are a hundred million pairs; marks are twenty thousand."""
    count = 10_000
    bodies = [line(name, letter=f"l{i}") for i in range(count) for name in ("Save Tibet", "Free Tibet")]
    rows = [said("Save Tibet", "Free Tibet", "different"), said("Save Tibet", "Free Tibet", "unsure")]
    clustering = cluster(bodies, rows, ())
    assert partition(clustering) == {frozenset(range(0, 2 * count, 2)), frozenset(range(1, 2 * count, 2))}
    assert clustering.groups.barred(0, 1) is not None
    assert clustering.groups.doubted(0, 1)


def test_a_person_is_named_by_no_finding() -> None:
    assert cluster(lines("Beta"), [said("Jo Doe", "Beta")], ["Jo  Doe"]).findings == ()


def test_two_forms_of_one_line_need_no_judgement() -> None:
    assert cluster([line("Viet Tan", "VIET-TAN")], [], ()).judgements == ()
