"""Containers: bounds that hold whatever the archive says, and XML without entities."""

from __future__ import annotations

import random
import tracemalloc
import zlib

import pytest

from siggraph.errors import InputError
from siggraph.io.documents import container as rooms
from siggraph.io.documents.container import open_container, parse_xml
from tests.office_files import packed, raw_zip, zeros

TEXT = b"<a>Bits of Freedom</a>"


def deflated(part: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(part) + deflater.flush()


def entry(name: str, part: bytes = TEXT) -> tuple[str, bytes, int, int]:
    return name, deflated(part), len(part), zlib.crc32(part)


def test_parts_come_back_as_they_were_packed() -> None:
    container = open_container(packed({"mimetype": b"x", "a.xml": TEXT, "folder/": b""}), "a.docx")
    assert container.names == ("mimetype", "a.xml")
    assert (container.read("mimetype"), container.xml("a.xml").text) == (b"x", "Bits of Freedom")
    assert open_container(raw_zip([entry("a.xml")]), "a.docx").read("a.xml") == TEXT
    with pytest.raises(InputError, match=r"a\.docx: the part 'b\.xml' is missing"):
        container.read("b.xml")


@pytest.mark.parametrize("declared", [2**30, 10, 0])
def test_a_bomb_is_refused_before_it_unpacks_whatever_size_it_declares(declared: int) -> None:
    bomb = raw_zip([("word/document.xml", zeros(2**30), declared, 0)])
    container = open_container(bomb, "bomb.docx")
    tracemalloc.start()
    with pytest.raises(InputError, match="ZIP bomb"):
        container.read("word/document.xml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(bomb) > 2**20  # a small one would be refused for less
    assert peak < rooms.PART_SIZE + 2 * rooms.RATIO * len(bomb)


def test_a_bomb_inside_a_bomb_stays_closed() -> None:
    inner = raw_zip([("zeros", zeros(2**28), 2**28, 0)])
    assert open_container(packed({"inner.zip": inner}), "a.zip").read("inner.zip") == inner


def test_sizes_are_bounded_part_by_part_and_together(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(7).randbytes(3000)  # noqa: S311 - incompressible, no secret
    content = packed(dict.fromkeys(("mimetype", "a", "b", "c"), noise))
    monkeypatch.setattr(rooms, "PART_SIZE", 2999)
    for name in ("mimetype", "a"):  # stored and deflated
        with pytest.raises(InputError, match="too large"):
            open_container(content, "a.docx").read(name)
    monkeypatch.setattr(rooms, "PART_SIZE", 3000)
    monkeypatch.setattr(rooms, "TOTAL_SIZE", 8999)
    container = open_container(content, "a.docx")
    assert container.read("a") == container.read("b") == container.read("a") == noise  # read again, counted once
    with pytest.raises(InputError, match="too large"):
        container.read("c")


def test_parts_are_counted() -> None:
    with pytest.raises(InputError, match="more than 10000 parts"):
        open_container(raw_zip([entry(str(i)) for i in range(10_001)]), "a.zip")
    assert len(open_container(raw_zip([entry(str(i)) for i in range(10_000)]), "a.zip").names) == 10_000


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/x", "..\\a", "C:/x"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="leads out"):
        open_container(raw_zip([entry(name)]), "a.zip")


def test_overlapping_parts_are_refused() -> None:
    one, two = entry("a"), entry("b", TEXT * 2)
    with pytest.raises(InputError, match="over each other"):
        open_container(raw_zip([one, two], at={"b": 0}), "a.zip")


def test_locked_parts_are_named_as_such() -> None:
    with pytest.raises(InputError, match=r"locked by a password \(save it without"):
        open_container(raw_zip([entry("a")], flags=1), "a.zip")


@pytest.mark.parametrize("keep", [0, 3, 30, 60, 100])
def test_truncated_archives_are_refused(keep: int) -> None:
    content = raw_zip([entry("a", bytes(range(256)))])
    with pytest.raises(InputError, match="broken or cut off"):
        open_container(content[: len(content) * keep // 101], "a.zip")


def test_wrong_checksums_wrong_sizes_and_streams_without_end_are_refused() -> None:
    packed_text = deflated(TEXT)
    for part in (
        ("a", packed_text, len(TEXT), 1),
        ("a", packed_text, len(TEXT) + 1, zlib.crc32(TEXT)),
        ("a", packed_text[:-3], len(TEXT), zlib.crc32(TEXT)),
        ("a", b"\xff" * 9, len(TEXT), zlib.crc32(TEXT)),
        ("a", b"", 0, 0),
    ):
        with pytest.raises(InputError, match=r"damaged|cut off"):
            open_container(raw_zip([part]), "a.zip").read("a")


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("use", ["<a>&l9;</a>", '<a b="&l9;"/>'])
def test_entities_are_refused_in_every_encoding(encoding: str, use: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{LAUGHS}]>{use}'
    with pytest.raises(InputError, match="declares entities"):
        parse_xml(xml.encode(encoding), "a.xml", "a.docx")


def test_depth_and_number_of_elements_are_bounded() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000, "a.xml", "a.docx")
    with pytest.raises(InputError, match="too many elements"):
        parse_xml(b"<a>" + b"<b/>" * rooms.MARKS + b"</a>", "a.xml", "a.docx")
    with pytest.raises(InputError, match="no well-formed XML"):
        parse_xml(b"<a>", "a.xml", "a.docx")
    assert parse_xml(b'<!DOCTYPE a SYSTEM "office.dtd"><a>b<!--c--></a>', "a.xml", "a.odt").text == "b"


def test_relations_are_followed_inside_the_package_alone() -> None:
    links = (
        '<Relationships><Relationship Id="1" Type="http://x/styles" Target="styles.xml"/>'
        '<Relationship Id="2" Type="http://x/y" Target="/docProps/../core.xml"/>'
        '<Relationship Id="3" Type="http://x/image" Target="http://example.org/x" TargetMode="External"/>'
        "</Relationships>"
    )
    container = open_container(packed({"word/_rels/document.xml.rels": links.encode()}), "a.docx")
    found = container.relations("word/document.xml")
    assert found["2"] == ("y", "core.xml")
    assert found["1"] == ("styles", "word/styles.xml")
    assert "3" not in found
    assert container.relations("other.xml") == {}
