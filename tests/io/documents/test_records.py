"""Records: values of JSON and YAML as their own parsers read them, each in its place."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL
from siggraph.io.documents import jsontext, yamltext
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.records import read_json, read_yaml
from siggraph.io.documents.tree import DEPTH, Node, TreeError
from siggraph.names import clean

TEXTS = st.text(st.sampled_from("ab \"'\\/\n\t\u00e9台😀\u2028:#-{}[],&*!|>%@`"), max_size=12)
SCALARS = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
RECORDS = st.lists(st.dictionaries(st.sampled_from(["name", "country", "url"]), TEXTS, min_size=1), min_size=1)


def told(parts: Parts) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.row, b.label, parts.text[b.begin : b.end].replace(FILL, "")) for b in parts.blocks]


def value_of(text: str, node: Node) -> object:
    """Rebuild the value of a tree; only for shallow ones."""
    if node.kind == "mapping":
        return {json.loads(text[key.begin : key.end]): value_of(text, child) for key, child in node.pairs}
    if node.kind == "sequence":
        return [value_of(text, child) for child in node.items]
    return json.loads(text[node.begin : node.end])


@pytest.mark.property
@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_the_tree_of_json_is_the_value_of_the_json_module(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert value_of(text, jsontext.read_tree(text)) == json.loads(text)


@pytest.mark.property
@given(st.text(st.sampled_from('[]{}",:\\u0a1-.eE+ntrufals \n'), max_size=12))
def test_what_the_json_module_refuses_is_refused(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        try:
            assert jsontext.read_tree(text).kind == "sequence"  # JSON Lines
        except TreeError:
            return
    else:
        assert value_of(text, jsontext.read_tree(text)) == expected


@pytest.mark.property
@given(RECORDS, st.booleans(), st.sampled_from([None, 2]))
def test_fields_of_json_are_the_values_as_a_reader_sees_them(
    records: list[dict[str, str]], ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(records, ensure_ascii=ascii_only, indent=indent)
    parts = read_json(text)
    assert len(parts.text) == len(text)
    assert [i for i, c in enumerate(parts.text) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    seen: dict[tuple[int, str], str] = {}
    for block in parts.blocks:
        piece = clean(parts.text[block.begin : block.end])
        seen[block.row, block.label] = f"{seen.get((block.row, block.label), '')} {piece}".strip()
    expected = {(i, k): clean(v) for i, record in enumerate(records) for k, v in record.items() if clean(v)}
    assert {key: clean(value).replace(" ", "") for key, value in seen.items()} == {
        key: value.replace(" ", "") for key, value in expected.items()
    }


@pytest.mark.property
@given(RECORDS, st.sampled_from([None, '"', "'"]))
def test_fields_of_yaml_are_the_values_as_a_reader_sees_them(records: list[dict[str, str]], style: str | None) -> None:
    text = yaml.safe_dump(records, allow_unicode=True, default_style=style, width=60)
    parts = read_yaml(text)
    assert len(parts.text) == len(text)
    assert [i for i, c in enumerate(parts.text) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    seen: dict[tuple[int, str], str] = {}
    for block in parts.blocks:
        seen[block.row, block.label] = seen.get((block.row, block.label), "") + parts.text[block.begin : block.end]
    expected = {(i, k): clean(v) for i, record in enumerate(records) for k, v in record.items() if clean(v)}
    assert {k: clean(v).replace(" ", "") for k, v in seen.items()} == {
        k: v.replace(" ", "") for k, v in expected.items()
    }


@pytest.mark.property
@given(st.text(st.sampled_from("ab-:\"'#&*!|>[]{}, \n\t\\é\u0000"), max_size=40))
def test_any_text_is_yaml_at_equal_length_or_refused(text: str) -> None:
    try:
        parts = read_yaml(text)
    except TreeError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 - both ends are right, and each has its own promise
        return
    assert len(parts.text) == len(text)
    assert all(0 <= b.begin < b.end <= len(text) for b in parts.blocks)


def test_the_list_in_an_object_its_key_and_what_tells_of_the_letter() -> None:
    text = '{"title": "Open letter", "count": 2, "signed": [{"name": "April"}, {"name": "CADTM", "in": {"c": "BE"}}]}'
    parts = read_json(text)
    assert parts.meta == {"title": "Open letter"}
    assert told(parts) == [
        ("field", 0, "count", "2"),
        ("heading", 0, "", "signed"),
        ("field", 0, "name", "April"),
        ("field", 1, "name", "CADTM"),
        ("field", 1, "in.c", "BE"),
    ]
    assert [b.group for b in parts.blocks] == [0, 1, 2, 2, 2]


def test_lists_under_countries_have_them_as_headings() -> None:
    under_keys = told(read_json('{"France": ["April", "CADTM"], "Spain": ["CCOO", "UGT"]}'))
    beside = told(read_json('[{"c": "France", "of": ["April", "CADTM"]}, {"c": "Spain", "of": ["CCOO", "UGT"]}]'))
    assert under_keys == beside
    assert [text for kind, _, _, text in beside if kind == "heading"] == ["France", "Spain"]
    assert [(row, text) for kind, row, _, text in beside if kind == "field"] == [
        (0, "April"), (1, "CADTM"), (0, "CCOO"), (1, "UGT"),
    ]  # fmt: skip


def test_tags_of_full_records_are_no_list_of_names() -> None:
    records = [{"name": n, "country": "FR", "tags": ["a", "b", "c", "d"]} for n in ("April", "CADTM")]
    assert {b.row for b in read_json(json.dumps(records)).blocks if b.label == "name"} == {0, 1}


def test_a_mapping_of_names_and_a_table_of_lists() -> None:
    mapping = {n: {"country": c} for n, c in (("April", "FR"), ("CADTM", "BE"), ("UGT", "ES"))}
    assert told(read_json(json.dumps(mapping)))[:2] == [("field", 0, "name", "April"), ("field", 0, "country", "FR")]
    cells = [(b.kind, b.row, b.column, b.label) for b in read_json('[["name", "country"], ["April", "FR"]]').blocks]
    assert cells == [("cell", 0, 0, "head"), ("cell", 0, 1, "head"), ("cell", 1, 0, ""), ("cell", 1, 1, "")]


def test_json_lines() -> None:
    assert [(b.row, b.label) for b in read_json('{"name": "April"}\n{"name": "CADTM"}\n').blocks] == [
        (0, "name"), (1, "name"),
    ]  # fmt: skip


def test_escapes_become_their_characters_and_half_pairs_a_sign() -> None:
    parts = read_json(r'["Caf\u00e9", "\ud83d\ude00", "half \ud800 pair", "nul \u0000 nul", "two\nlines"]')
    assert [text for _, _, _, text in told(parts)] == [
        "Café", "😀", "half \ufffd pair", "nul \u0000 nul", "two", "lines",
    ]  # fmt: skip
    assert [b.row for b in parts.blocks] == [0, 1, 2, 3, 4, 4]
    parts.text.encode()


def test_yaml_comments_anchors_folds_and_blocks() -> None:
    text = (
        "# not this\n- name: &a !!str April # nor this\n  about: >\n    one\n    two\n"
        '- name: *a\n  about: |\n    CADTM\n    UGT\n- name: "L\\"eau"\n'
    )
    assert told(read_yaml(text)) == [
        ("field", 0, "name", "April"),
        ("field", 0, "about", "one\n    two"),
        ("field", 1, "about", "CADTM"),
        ("field", 1, "about", "UGT"),
        ("field", 2, "name", 'L"eau'),
    ]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * (DEPTH + 1) + "]" * (DEPTH + 1)])
def test_nesting_is_bounded(text: str) -> None:
    with pytest.raises(TreeError, match="nested deeper"):
        jsontext.read_tree(text)
    with pytest.raises(TreeError):
        yamltext.read_tree(text)


def test_aliases_do_not_multiply() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert [b.label or b.kind for b in read_yaml(text).blocks].count("field") == 2
