"""Dispatch: what a file is, by its content; and that any bytes give a document or a clear refusal."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL
from siggraph.errors import InputError, SiggraphError
from siggraph.io.documents import LARGEST, Document, document_of, read_document
from siggraph.names import clean

NAMES = ["Bits of Freedom", "Chaos Computer Club", "La Quadrature du Net", "Access Now"]
TABLE = "".join(f"{name},NL\n" for name in NAMES)


def read(text: str, name: str = "letter") -> Document:
    return document_of(text.encode(), name, name)


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, content in parts.items():
            container.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n".join(NAMES), "text"),
        ("".join(f"- {n}\n" for n in NAMES), "text"),
        ("".join(f"{i}. {n}\n" for i, n in enumerate(NAMES)), "text"),
        ("".join(f"{i}.\t{n}\n" for i, n in enumerate(NAMES)), "text"),
        ("".join(f"•\t{n}\n" for n in NAMES), "text"),
        (", ".join(NAMES), "text"),
        ("".join(f"{n},\n" for n in NAMES), "text"),
        ("".join(f"{n}, Amsterdam\n" for n in NAMES), "text"),
        ("Dear all, hello.\nWe, the undersigned.\nYours, as ever.\n", "text"),
        ("[1] Greenpeace, WWF/Adena\n", "text"),
        ("{see below}\nApril\n", "text"),
        ("Signatories:\n- April\n- CADTM\n", "text"),
        ("To: the Council\nFrom: us\n", "text"),
        ("a < b and b > c\n", "text"),
        ("Name,Country\n" + TABLE, "csv"),
        (TABLE, "csv"),
        (TABLE.replace(",", ";"), "csv"),
        (TABLE.replace(",", "\t"), "tsv"),
        (TABLE.replace(",", " | "), "csv"),
        ('"Name","Country"\n"A, B",NL\n"C, D",FR\n', "csv"),
        ("團體名稱,國家\n台灣人權促進會,台灣\n香港職工會,香港\n", "csv"),
        (json.dumps([{"name": n} for n in NAMES]), "json"),
        (json.dumps({"signed": NAMES}, indent=1), "json"),
        ("".join(json.dumps({"name": n}) + "\n" for n in NAMES), "json"),
        ("".join(f"- name: {n}\n  country: NL\n" for n in NAMES), "yaml"),
        ("title: A letter\nsigned:\n  - April\n  - CADTM\n", "yaml"),
        ("---\n- name: April\n- name: CADTM\n", "yaml"),
        ("<!DOCTYPE html>\n<title>a</title><p>April</p>", "html"),
        ("<ul>\n<li>April</li>\n<li>CADTM</li>\n</ul>\n", "html"),
        ("<?xml version='1.0'?>\n<html><body><p>April</p></body></html>", "html"),
        ("# Letter\n\n- April\n- CADTM\n", "markdown"),
        ("---\ntitle: A letter\n---\n\n- April\n", "markdown"),
        ("---\ntitle: A letter\n---\n<ul><li>April</li><li>CADTM</li></ul>\n", "markdown"),
        ("| Name | Country |\n|---|---|\n| April | FR |\n| CADTM | BE |\n", "markdown"),
        ("Signed by [April](https://april.org) and others\n", "markdown"),
    ],
)
def test_the_notation_of_a_text_is_told_by_its_content(text: str, expected: str) -> None:
    assert read(text).format == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "- April\n- CADTM\n", "markdown"),
        ("a.md", "<p>April</p>\n<p>CADTM</p>\n", "markdown"),
        ("a.yml", "signed:\n- April\n- CADTM\n", "yaml"),
        ("a.csv", "April, Paris\nCADTM, Brussels\n", "csv"),
        ("a.csv", "April\nCADTM\n", "text"),
        ("a.html", "April<br>CADTM\n", "html"),
        ("a.txt", "name,country\nApril,FR\nCADTM,BE\n", "csv"),
        ("a.pdf", "April\nCADTM\n", "text"),
        ("a.json", "[]  \n", ""),
    ],
)
def test_the_name_breaks_ties_alone(name: str, text: str, expected: str) -> None:
    if expected:
        assert read(text, name).format == expected
    else:
        with pytest.raises(InputError, match="no text"):
            read(text, name)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [("a.json", '{"a": 1,\n"b" 2}', 2), ("a.yaml", "a: 1\nb: [1\n", 3), ("a.json", "April", 1)],
)
def test_a_notation_that_its_name_promises_is_refused_with_its_line(name: str, text: str, line: int) -> None:
    with pytest.raises(InputError, match=r": no (?:JSON|YAML): ") as caught:
        read(text, name)
    assert caught.value.where == f"{name}:{line}"
    assert read(text, "a.txt").format == "text"


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        (b"", "empty", "published"),
        (b" \n\t ", "empty", "published"),
        (b"\xef\xbb\xbf\n", "no text", "published"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old or a locked Office", "DOCX"),
        (b"{\\rtf1\\ansi April}", "RTF", "DOCX"),
        (b"\x1f\x8b\x08", "gzip", "unpack"),
        (b"\x89PNG\r\n\x1a\n", "PNG", "OCR"),
        (b"\xff\xd8\xff\xe0", "JPEG", "OCR"),
        (bytes(1000), "binary", "text in it"),
        (packed(a_txt="April"), "ZIP archive", "unpack"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml=""), "spreadsheet", "XLSX"),
        (packed(ppt__presentation_xml=""), "presentation", "PDF"),
        (packed(word__document_xml="x" * 99)[:90], "broken or cut off", "again"),
    ],
)
def test_what_is_no_document_is_named_with_what_to_do(content: bytes, what: str, remedy: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        document_of(content, "letter.txt", "letter.txt")
    assert caught.value.where == "letter.txt"
    assert remedy in caught.value.remedy


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 2**20)
    with pytest.raises(InputError, match="65 MB; at most 64 MB"):
        read_document(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    ("content", "library"),
    [
        (b"%PDF-1.7\n", "pypdfium2"),
        (packed(word__document_xml=""), "lxml"),
        (packed(mimetype="application/vnd.oasis.opendocument.text", content_xml=""), "lxml"),
        (packed(xl__workbook_xml=""), "lxml"),
    ],
)
def test_a_missing_library_is_named_in_one_line(tmp_path: Path, content: bytes, library: str) -> None:
    (tmp_path / "a").write_bytes(content)
    code = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from pathlib import Path\n"
        "from siggraph.errors import MissingExtraError\n"
        "from siggraph.io.documents import read_document\n"
        "try: read_document(Path('a'))\n"
        "except MissingExtraError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert len(told) == 1
    assert "needs the extra 'documents' (pip install 'siggraph[documents]')" in told[0]


def test_the_document_knows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes("Federación\r\n".encode("cp1252"))
    document = read_document(path)
    assert (document.name, document.format, document.encoding, document.verbatim) == (
        "letter.txt",
        "text",
        "cp1252",
        True,
    )
    assert len(document.sha256) == 64
    assert document.remarks


HOSTILE = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from("ab,;\t|\n\r\f\"'#-*[](){}<>:/!&\\ é台\u202e\u0000"), max_size=120).map(str.encode),
    st.sampled_from(
        [b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xff\xfe", b"\xef\xbb\xbf", b"<?xml ", b"---\n", b"[{", b"GIF89a"]
    ).flatmap(lambda start: st.binary(max_size=80).map(lambda rest: start + rest)),
)  # fmt: skip


@pytest.mark.property
@given(HOSTILE, st.sampled_from(["a", "a.md", "a.json", "a.yaml", "a.csv", "a.html", "a.txt"]))
def test_any_bytes_are_a_document_or_a_refusal(content: bytes, name: str) -> None:
    try:
        document = document_of(content, name, name)
    except SiggraphError as error:
        assert error.where.startswith(name)  # noqa: PT017 - both ends are right, and each has its own promise
        assert error.remedy  # noqa: PT017 - as above
        return
    document.text.encode()
    assert all(0 <= b.begin < b.end <= len(document.text) for b in document.blocks)
    groups = [b.group for b in document.blocks]
    assert groups == sorted(groups)
    if document.verbatim and document.encoding == "utf-8":
        assert len(document.text) == len(content.decode("utf-8-sig", "replace"))


WORDS = st.text(st.sampled_from("abcdeé台権ชع"), min_size=2, max_size=12).map(lambda s: f"Union {s}")


@pytest.mark.property
@given(st.lists(WORDS, min_size=3, max_size=8, unique=True))
def test_the_same_names_come_out_of_every_notation(names: list[str]) -> None:
    texts = {
        "text": "".join(f"{n}\n" for n in names),
        "csv": "name,n\n" + "".join(f'"{n}",1\n' for n in names),
        "tsv": "name\tn\n" + "".join(f"{n}\t1\n" for n in names),
        "json": json.dumps([{"name": n, "n": 1} for n in names]),
        "yaml": "".join(f"- name: '{n}'\n  n: 1\n" for n in names),
    }
    for kind, text in texts.items():
        document = read(text)
        assert document.format == kind
        shown = [clean(document.text[b.begin : b.end].replace(FILL, "")) for b in document.blocks]
        assert [s for s in shown if s.startswith("Union")] == names
