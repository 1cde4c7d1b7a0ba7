"""DOCX and ODT: the same list in every setting gives the same names; hostile files give an error."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.errors import InputError
from siggraph.io.documents.office import read_docx, read_odt
from siggraph.io.documents.parts import Parts
from siggraph.names import clean
from tests.office_files import (
    assert_composed,
    docx_body,
    docx_paragraphs,
    docx_table,
    names,
    odt,
    odt_list,
    odt_p,
    odt_table,
    odt_xml,
    p,
    parts_of,
    r,
    raw_zip,
    texts,
    with_parts,
    zeros,
)


def word(body: str, parts: dict[str, str] | None = None) -> Parts:
    return read_docx(docx_body(body, parts), "a.docx")


def opened(body: str, styles: str = "") -> Parts:
    return read_odt(odt(body, styles), "a.odt")


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


WAYS = {
    "docx list": (read_docx, lambda texts: docx_paragraphs(texts, "List Bullet"), "item"),
    "docx numbers": (read_docx, lambda texts: docx_paragraphs(texts, "List Number"), "item"),
    "docx paragraphs": (read_docx, docx_paragraphs, "line"),
    "docx table": (read_docx, lambda texts: docx_table([(t, "FR") for t in texts]), "cell"),
    "odt list": (read_odt, lambda texts: odt(odt_list(texts)), "item"),
    "odt paragraphs": (read_odt, lambda texts: odt("".join(map(odt_p, texts))), "line"),
    "odt table": (read_odt, lambda texts: odt(odt_table((t, "FR") for t in texts)), "cell"),
    "fodt": (read_odt, lambda texts: odt_xml("".join(map(odt_p, texts)), root="document").encode(), "line"),
}


@pytest.mark.property
@pytest.mark.parametrize("way", WAYS)
@given(st.lists(names(), min_size=1, max_size=8))
def test_names_come_back_however_they_are_set(way: str, listed: list[str]) -> None:
    read, make, kind = WAYS[way]
    parts = read(make(listed), "a")  # type: ignore[no-untyped-call] # lambdas carry no types
    assert_composed(parts)
    assert {b.kind for b in parts.blocks} == {kind}
    found = [clean(t) for t, b in zip(texts(parts), parts.blocks, strict=True) if b.column == 0]
    assert found == [clean(name) for name in listed]
    if way in {"docx numbers", "odt list"}:
        assert [b.label for b in parts.blocks] == [str(i) for i in range(1, len(listed) + 1)]


def total(content: bytes, name: str) -> None:
    """Read, and fail on anything but blocks in the text or an error with its place."""
    try:
        parts = (read_docx if name.endswith("docx") else read_odt)(content, name)
    except InputError as error:
        found = error
    else:
        assert_composed(parts)
        return
    assert found.where == name
    assert found.remedy


SAMPLES = {
    "a.docx": docx_body(p(r("April"), NUMBERED) + f"<w:tbl><w:tr><w:tc>{p(r('A'))}</w:tc></w:tr></w:tbl>"),
    "a.odt": odt(odt_p("We ask") + odt_list(["April", "CADTM"]) + odt_table([["A", "B"]])),
}
MAIN = {"a.docx": "word/document.xml", "a.odt": "content.xml"}


@pytest.mark.parametrize("name", SAMPLES)
def test_flipped_bits_and_cuts_give_a_reading_or_an_error(name: str) -> None:
    chance = random.Random(2024)  # noqa: S311 - repeatable, no secret
    content, parts = SAMPLES[name], parts_of(SAMPLES[name])
    for _ in range(150):
        flipped = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        total(bytes(flipped), name)
        total(content[: chance.randrange(len(content))], name)
    readable = [part for part in parts if part.endswith(".xml") and len(parts[part]) < 40_000]
    for _ in range(150):  # inside the parts too, where checksums do not shield the readers
        part = chance.choice(readable)
        flipped = bytearray(parts[part])
        at = chance.randrange(len(flipped))
        flipped[at : at + chance.randint(0, 3)] = (
            chance.randbytes(chance.randint(0, 3)) if chance.random() < 0.5 else b"0"
        )
        total(with_parts(content, {part: bytes(flipped)}), name)


@pytest.mark.parametrize("name", SAMPLES)
def test_entities_depth_and_bombs_are_refused(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    main, parts = MAIN[name], parts_of(SAMPLES[name])
    xml = parts[main].partition(b"?>")[2]
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    for what, hostile in {
        "declares entities": f"<!DOCTYPE x [{laughs}]>".encode() + xml.replace(b"April", b"&l9;"),
        "declares entities ": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
        + xml.replace(b"April", b"&e;"),
        "too deeply": xml.replace(b"April", deep),
        "no well-formed": xml.replace(b"April", b"&nbsp;"),
    }.items():
        with pytest.raises(InputError, match=what.strip()):
            (read_docx if name == "a.docx" else read_odt)(with_parts(SAMPLES[name], {main: hostile}), name)
    bomb = raw_zip([(main, zeros(2**30), 100, 0)])
    with pytest.raises(InputError, match="ZIP bomb"):
        (read_docx if name == "a.docx" else read_odt)(bomb, name)


@pytest.mark.parametrize(
    "content", [b"", b"PK", raw_zip([]), b"\xd0\xcf\x11\xe0", b"<a/>", "x\udc80".encode("utf-8", "surrogatepass")]
)
def test_what_is_no_document_is_an_error(content: bytes) -> None:
    for name in SAMPLES:
        with pytest.raises(InputError):
            (read_docx if name == "a.docx" else read_odt)(content, name)


def test_nesting_within_the_bound_needs_no_recursion() -> None:
    boxes, cells = p(r("x")), p(r("x"))
    for _ in range(40):
        boxes = p(f"<w:r><w:pict><v:textbox><w:txbxContent>{boxes}</w:txbxContent></v:textbox></w:pict></w:r>")
    for _ in range(70):
        cells = f"<w:tbl><w:tr><w:tc>{cells}</w:tc></w:tr></w:tbl>"
    assert texts(word(boxes + cells)) == ["x", "x"]
    lists = odt_p("x")
    for _ in range(110):
        lists = f"<text:list><text:list-item>{lists}</text:list-item></text:list>"
    assert [(b.kind, b.level) for b in opened(lists).blocks] == [("item", 10)]


def test_readings_are_the_same_every_time() -> None:
    for name, content in SAMPLES.items():
        read = read_docx if name == "a.docx" else read_odt
        assert read(content, name) == read(io.BytesIO(content).getvalue(), name)
