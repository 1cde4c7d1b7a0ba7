"""Office documents for tests: DOCX by python-docx, ODT by hand, XLSX by openpyxl, bad ZIP archives; their blocks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.oxml import parse_xml
from hypothesis import strategies as st
from openpyxl import Workbook

from siggraph.io.documents.parts import Parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_SPACES = {
    "w": W,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
}
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_OPEN_SPACES = " ".join(
    f'xmlns:{prefix}="{_OPEN}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("meta", "meta"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
_OPEN_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_ODT_TYPE = "application/vnd.oasis.opendocument.text"

# Letters of eight scripts, and marks that stand inside names.
_LETTERS = {
    "Latn": "abcdeghéñøşűABCDÉŁŽ",
    "Cyrl": "абвгдежйёїґЖЩЯ",
    "Grek": "αβγδάώΩΨ",
    "Arab": "ابتجحةكيهءآ",
    "Hebr": "אבגדהךםש",
    "Hani": "台灣客社人權聯盟",
    "Hang": "한국환경연합",
    "Thai": "กขคงมูนิธิ",
}
_INNER = " -–'’.,;:()&/\"<>«»·、"


@st.composite
def names(draw: st.DrawFn) -> str:
    """Draw a name in one of eight scripts: letters at both ends, spaces and punctuation between them."""
    letters = _LETTERS[draw(st.sampled_from(sorted(_LETTERS)))]
    first, last = draw(st.sampled_from(letters)), draw(st.sampled_from(letters))
    return first + draw(st.text(st.sampled_from(letters + _INNER), max_size=30)) + last


# -- DOCX ---------------------------------------------------------------------------------------------------------


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_paragraphs(texts: Iterable[str], style: str | None = None) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text, style)
    return saved(document)


def docx_table(rows: Sequence[Sequence[str]]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


def docx_body(xml: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a DOCX of python-docx's template whose body is the given XML; `parts` replace others by name."""
    document = docx.Document()
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _WORD_SPACES.items())
    for element in parse_xml(f"<w:body {spaces}>{xml}</w:body>"):
        document.element.body.append(element)
    return with_parts(saved(document), {name: part.encode() for name, part in (parts or {}).items()})


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


# -- ODT ----------------------------------------------------------------------------------------------------------


def odt_text(text: str) -> str:
    """Write a text as ODF does: runs of spaces, tabs and line breaks are elements."""
    marked = escape(text).replace("  ", ' <text:s text:c="1"/>')
    return marked.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")


def odt_p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{odt_text(text)}</text:p>'


def odt_list(texts: Iterable[str], style: str = "L1", attributes: str = "") -> str:
    items = "".join(f"<text:list-item>{odt_p(text)}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}" {attributes}>{items}</text:list>'


def odt_table(rows: Iterable[Iterable[str]]) -> str:
    told = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{odt_p(text)}</table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="T"><table:table-column/>{told}</table:table>'


def odt_xml(body: str, styles: str = "", meta: str = "", root: str = "document-content") -> str:
    """Return content.xml, or the whole of a flat document, with lists L1 (decimal, then letters) and L2 (bullets)."""
    lists = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="a"/></text:list-style>'
        '<text:list-style style:name="L2">'
        '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_OPEN_SPACES} office:version="1.2" '
        f'office:mimetype="{_ODT_TYPE}"><office:meta>{meta}</office:meta>'
        f"<office:automatic-styles>{lists}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )


def odt(body: str, styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """Return a packed ODT document: the type first and stored, then its parts and their manifest."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}">'
        f"{manifest}</manifest:file-entry>"
        for path, kind in (
            ("/", _ODT_TYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    )
    common = '<style:style style:name="Title" style:family="paragraph"/>'
    parts = {
        "mimetype": _ODT_TYPE,
        "content.xml": odt_xml(body, styles),
        "styles.xml": f"<office:document-styles {_OPEN_SPACES}><office:styles>{common}</office:styles>"
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {_OPEN_SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OPEN}manifest:1.0" manifest:version="1.2">'
        f"{entries}"
        "</manifest:manifest>",
    }
    return packed({name: part.encode() for name, part in parts.items()})


# -- XLSX ---------------------------------------------------------------------------------------------------------


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column)
                cell.value = value
                if isinstance(value, str) and not value.startswith("="):
                    cell.data_type = "s"
    return book_bytes(book)


def book_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# -- ZIP ----------------------------------------------------------------------------------------------------------


def packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, method)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with some of its parts replaced or added."""
    return packed(parts_of(content) | dict(parts))


def zeros(size: int) -> bytes:
    """Return so many zero bytes, deflated, without ever holding them: one block of a megabyte over and over."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflater.compress(bytes(2**20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    return block * (size >> 20) + zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()


def raw_zip(
    entries: Sequence[tuple[str, bytes, int, int]], at: Mapping[str, int] | None = None, flags: int = 0
) -> bytes:
    """Write an archive by hand: name, deflated bytes, the size that it declares and the checksum for each part.

    `at` moves where the directory says that a part stands.
    """
    out, directory = b"", b""
    for name, data, size, crc in entries:
        raw = name.encode()
        begin = (at or {}).get(name, len(out))
        about = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0x21, crc, len(data), size, len(raw), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, begin) + raw
        out += b"PK\x03\x04" + about + raw + data
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


# -- what was read -----------------------------------------------------------------------------------------------


def texts(parts: Parts, kind: str = "") -> list[str]:
    return [parts.text[b.begin : b.end] for b in parts.blocks if kind in {"", b.kind}]


def told(parts: Parts) -> list[tuple[str, str, int]]:
    """Return kind, text and group of every block."""
    return [(b.kind, parts.text[b.begin : b.end], b.group) for b in parts.blocks]


def assert_composed(parts: Parts) -> None:
    """One block a line, blank lines between groups, spans in order."""
    assert not parts.verbatim
    lines = parts.text.split("\n")
    assert [line for line in lines if line] == texts(parts)
    for one, other in zip(parts.blocks, parts.blocks[1:], strict=False):
        assert parts.text[one.end : other.begin] == ("\n" if one.group == other.group else "\n\n")
        assert other.group - one.group in {0, 1}
