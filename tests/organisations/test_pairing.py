"""pairing: words side by side; weights add up, nothing is paired twice, sides may be swapped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.organisations.pairing import Pairing, alike, pair
from siggraph.organisations.views import Atom, View
from tests.organisations.test_features import names, read

_FAMILIES = {"=aid": frozenset({"aid"}), "=support": frozenset({"aid"}), "=union": frozenset({"federation"})}
_WORDS = (
    "memorial", "memorail", "мемориал", "zebra", "zebras", "zobra", "student", "students", "studentow", "ab", "ac",
    "人权", "人权会", "세계", "muller", "mueller", "شمس", "shams",
)  # fmt: skip


def word(text: str, weight: float = 1.0) -> Atom:
    return Atom(text, text, weight, "")


def concept(key: str, text: str = "") -> Atom:
    return Atom(key, text or key[1:], 0.5, "topic", _FAMILIES.get(key, frozenset()))


atoms = st.one_of(
    st.builds(word, st.sampled_from(_WORDS), st.sampled_from((0.2, 0.6, 1.0))),
    st.builds(concept, st.sampled_from(("=aid", "=support", "=union", "=right"))),
)


def view(*of: Atom) -> View:
    """Return a view as `features` makes it: its atoms sorted."""
    there = tuple(sorted(of, key=lambda atom: (atom.key, atom.text)))
    texts = tuple(atom.text for atom in there)
    letters = "".join(texts)
    return replace(read("x").whole, atoms=there, words=texts, content=texts, key=letters, core=letters)


views = st.lists(atoms, max_size=5).map(lambda chosen: view(*chosen))


def used(found: Pairing, side: int) -> Counter[Atom]:
    return Counter([both[side] for both in found.both]) + Counter((found.rest_a, found.rest_b)[side])


@pytest.mark.property
@given(views, views)
def test_every_word_stands_once_and_the_weights_add_up(a: View, b: View) -> None:
    found = pair(a, b)
    assert used(found, 0) == Counter(a.atoms)
    assert used(found, 1) == Counter(b.atoms)
    assert 0 <= found.likeness <= 1
    assert 0 <= found.loose <= found.shared + 1e-9
    assert 0 < found.weakest <= 1
    assert found.left == pytest.approx(sum(atom.weight for atom in (*found.rest_a, *found.rest_b)))
    assert (found.weakest == 1) == (found.loose == 0)


@pytest.mark.property
@given(views)
def test_a_view_is_itself(a: View) -> None:
    found = pair(a, a)
    assert (found.left, found.loose) == (0, 0)
    assert found.likeness == (1.0 if a.atoms else 0.0)
    assert found.rest == ""


@pytest.mark.property
@given(views, views)
def test_equal_words_come_first(a: View, b: View) -> None:
    found = pair(a, b)
    equal = Counter(atom.key for atom in a.atoms) & Counter(atom.key for atom in b.atoms)
    assert Counter(x.key for x, y in found.both if x.key == y.key) >= equal


@pytest.mark.property
@given(atoms, atoms)
def test_alike_is_symmetric_and_bounded(a: Atom, b: Atom) -> None:
    assert alike(a, b) == alike(b, a)
    assert 0 <= alike(a, b) <= 1


@pytest.mark.property
@given(names, names)
def test_sides_may_be_swapped(a: str, b: str) -> None:
    forth, back = pair(read(a).whole, read(b).whole), pair(read(b).whole, read(a).whole)
    assert forth.likeness == pytest.approx(back.likeness)
    assert forth.left == pytest.approx(back.left)
    assert forth.loose == pytest.approx(back.loose)
    assert forth.weakest == back.weakest


@pytest.mark.parametrize(
    ("a", "b", "is_alike"),
    [
        ("memorial", "memorail", True),  # two letters changed places
        ("zebra", "zobra", True),
        ("student", "students", True),  # an ending
        ("studentow", "students", True),
        ("muller", "mueller", True),
        ("memorial", "мемориал", True),  # by sound
        ("شمس", "shams", True),
        ("人权会", "人权", True),  # a part
        ("人权会", "人杈会", False),  # one of three characters may be another word
        ("人权促进会", "人权促迸会", True),
        ("abcd", "abce", False),  # short: another word
        ("hric", "hrac", False),
        ("iran", "iraq", False),
        ("memorial", "zebra", False),
        ("fundacja", "федерация", False),
        ("да", "da", False),  # a vowel and a consonant are no proof
    ],
)
def test_alike(a: str, b: str, is_alike: bool) -> None:
    assert (alike(word(a), word(b)) > 0) is is_alike


def test_concepts_are_near_by_family_alone() -> None:
    aid, support, right = concept("=aid"), concept("=support"), concept("=right", "aids")
    assert 0 < alike(aid, support) < 1
    assert alike(aid, right) == 0


def test_the_likest_pair_is_taken_first() -> None:
    found = pair(view(word("zebra"), word("student")), view(word("zobra"), word("students")))
    assert {(x.text, y.text) for x, y in found.both} == {("zebra", "zobra"), ("student", "students")}
    assert found.left == 0


def test_in_words_for_people() -> None:
    found = pair(view(word("zebra"), concept("=right", "droits")), view(word("house"), concept("=right", "rights")))
    assert found.common == "droits/rights"
    assert found.rest == "zebra | house"
