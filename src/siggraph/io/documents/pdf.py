"""PDF: the glyphs of each page and where they stand, by pypdfium2; words, columns and blocks are made beside this door.

Not done: text in pictures (said, with the way out), text turned against the rest of its page (left out, with a remark),
vertical writing, the tags of tagged PDFs, annotations and form fields, tables by their ruled lines. A file that makes
the library itself slow cannot be stopped from here.
"""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from siggraph.errors import InputError
from siggraph.io.documents.columns import read_page
from siggraph.io.documents.glyphs import Glyph, mirrored, needs_sorting, plain, to_marks, to_words
from siggraph.io.documents.grids import Stretch
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.setting import Page, to_blocks, without_furniture
from siggraph.names import clean

MOST_PAGES = 2_000
MOST_CHARACTERS = 5_000_000
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_BOLD = re.compile(r"bold|black|heavy|demi(?!light)", re.IGNORECASE)
_DATE = re.compile(r"^(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_BROKEN_HYPHEN = 2  # what the library gives for a hyphen at the end of a line
_HIGH, _LINE_ENDS = range(0xD800, 0xDC00), (10, 13)
_MOST_SHAPES = 5_000  # more are a drawing
_LARGEST, _NO_WIDTH = 2000.0, 0.01  # points
_SMALLEST, _WIDEST, _SQUARE = 1.5, 8.0, 0.2  # a bullet in points; how far it may be off a square
_ACTUAL_TEXT = b"ActualText"
_LONGEST_NAME = 256
_NO_VALUES = {"", "untitled", "anonymous", "unspecified"}  # what makers of PDFs write for nothing


def read_pdf(content: bytes, where: str) -> Parts:
    """Read the text of a PDF in the order in which people read it.

    Parameters
    ----------
    content
        The file.
    where
        Its name, for errors.

    Returns
    -------
    Parts
        Composed text, one block a line, a blank line between groups; ``page`` counts from 1.

    Raises
    ------
    InputError
        Locked, damaged, without text, or beyond the bounds (2,000 pages, 5 million characters).
    """
    document = _open(content, where)
    with closing(document):
        pages, remarks = _read_pages(document, where)
        meta = _meta(document)
    if not any(page.words for page in pages):
        raise InputError(
            "this PDF has no text in it: a scan, or letters drawn as pictures",
            where=where,
            remedy="run OCR on it first, for example ocrmypdf",
        )
    read: list[tuple[Page, list[Stretch]]] = []
    like: Stretch | None = None
    for page in without_furniture(pages):
        stretches = read_page(page.words, page.width, page.writing, like)
        like = stretches[-1] if stretches else None
        if any(stretch.columns > 1 and not stretch.places for stretch in stretches):
            remarks.append(f"columns were guessed on page {page.number}")
        read.append((page, stretches))
    text, blocks = to_blocks(read)
    return Parts(text, blocks, verbatim=False, meta=meta, remarks=tuple(remarks))


def _open(content: bytes, where: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise InputError(
                "this PDF is locked with a password", where=where, remedy="save a copy without the password"
            ) from error
        raise InputError(
            "this PDF is damaged or cut short", where=where, remedy="fetch it again, or print it to a new PDF"
        ) from error
    return document


def _read_pages(document: pypdfium2.PdfDocument, where: str) -> tuple[list[Page], list[str]]:
    count = len(document)
    if count > MOST_PAGES:
        raise InputError(
            f"this PDF has {count:,} pages, more than {MOST_PAGES:,}",
            where=where,
            remedy="take out the pages with the list",
        )
    pages: list[Page] = []
    remarks: list[str] = []
    characters = 0
    for index in range(count):
        try:
            with closing(document[index]) as page, closing(page.get_textpage()) as text:
                characters += text.count_chars()
                if characters > MOST_CHARACTERS:
                    raise InputError(
                        f"this PDF has more than {MOST_CHARACTERS:,} characters",
                        where=where,
                        remedy="take out the pages with the list",
                    )
                pages.append(_read_page(page, text, index + 1, remarks))
        except pypdfium2.PdfiumError:
            remarks.append(f"page {index + 1} is damaged and was not read")
    if (count and not pages) or not count:
        raise InputError(
            "this PDF is damaged: none of its pages can be read",
            where=where,
            remedy="fetch it again, or print it to a new PDF",
        )
    return pages, remarks


def _read_page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int, remarks: list[str]) -> Page:
    left, bottom, right, top = page.get_bbox()
    drawn = [pair for pair in _Glyphs(page, text).read() if all(map(math.isfinite, pair[1][1:5]))]
    turns = Counter(turn for turn, glyph in drawn if not glyph.text.isspace())
    turn = max(turns, key=lambda t: (turns[t], -t)) if turns else 0
    glyphs = [_upright(glyph, turn, (left, bottom, right, top)) for t, glyph in drawn if t == turn]
    if len(turns) > 1:
        remarks.append(f"text that is turned against the rest was left out on page {number}")
    bullets = [_upright(glyph, turn, (left, bottom, right, top)) for glyph in _drawn_bullets(page)] if turn == 0 else []
    words, writing = to_words(glyphs)
    words += to_marks(bullets, words)
    if writing == "drawn":
        remarks.append(f"letters were put into the order of writing on page {number}")
    width, height = (top - bottom, right - left) if turn % 2 else (right - left, top - bottom)
    words = [word for word in words if word.text]
    return Page(number, width, height, tuple(mirrored(words, width) if writing == "rtl" else words), writing)


def _drawn_bullets(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """Yield small shapes that are as wide as high: browsers draw the bullets of a list instead of printing them."""
    edges = [ctypes.c_float() for _ in range(4)]
    shapes = 0
    for k in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, k)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        shapes += 1
        if shapes > _MOST_SHAPES:
            return
        if pdfium.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            if _SMALLEST <= right - left <= _WIDEST and abs((right - left) - (top - bottom)) <= _SQUARE * (
                right - left
            ):
                yield Glyph("•", left, right, (bottom + top) / 2, top - bottom)


def _upright(glyph: Glyph, turn: int, box: tuple[float, float, float, float]) -> Glyph:
    """Return a glyph with its place counted from the top left of the page as it is read."""
    left, bottom, right, top = box
    if turn == 0:
        return glyph._replace(left=glyph.left - left, right=glyph.right - left, base=top - glyph.base)
    if turn == 2:  # noqa: PLR2004 - upside down
        return glyph._replace(left=right - glyph.right, right=right - glyph.left, base=glyph.base - bottom)
    if turn == 1:  # the text runs upwards
        return glyph._replace(left=glyph.left - bottom, right=glyph.right - bottom, base=glyph.base - left)
    return glyph._replace(left=top - glyph.right, right=top - glyph.left, base=right - glyph.base)


Bounds = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(slots=True)
class _Cluster:
    """Glyphs that one text stands for, with what they cover together."""

    text: str
    bounds: Bounds
    seen: bool = False


class _Glyphs:
    """The glyphs of a page in the library's order, with the quarter turns of each text against the page.

    Where text runs up or down the page, ``left`` and ``right`` are heights and ``base`` is a distance from the left.
    """

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self.page, self.text = page.raw, text.raw  # bare handles: asked for every glyph
        self._count = text.count_chars()
        self._fonts: dict[bytes, bool] = {}
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._cluster_of: dict[int, _Cluster] = {}  # by the address of the text object

    def read(self) -> Iterator[tuple[int, Glyph]]:
        """Yield the glyphs; style and base line are asked for where a word begins or its box changes."""
        codes = [pdfium.FPDFText_GetUnicode(self.text, i) for i in range(self._count)]
        if any(needs_sorting(chr(code)) for code in sorted(set(codes)) if 0 < code <= sys.maxunicode):
            self._find_clusters()
        box, edges, fresh, high = self._box, (0.0, 0.0), True, 0
        style = (0, 1.0, False)
        base = 0.0
        for i, code in enumerate(codes):
            if code in _HIGH:
                high = code
                continue
            char, high = _character(code, high), 0
            if not char:
                continue
            pdfium.FPDFText_GetLooseCharBox(self.text, i, box)
            if char.isspace():
                fresh = True
                drawn = box.right - box.left > _NO_WIDTH
                yield style[0], self._glyph("\n" if code in _LINE_ENDS else " " if drawn else "\t", i, base, style)
                continue
            if fresh or (box.bottom, box.top) != edges:
                style, base = self._style(i), self._base(i)
                edges, fresh = (box.bottom, box.top), False
            cluster = self._cluster_of.get(self._object(i)) if self._cluster_of else None
            if cluster is None:
                yield style[0], self._glyph(char, i, base, style)
                continue
            if cluster.text and not cluster.seen:
                yield style[0], self._glyph(cluster.text, i, base, style, cluster.bounds)
            cluster.seen = True

    def _glyph(
        self, text: str, i: int, base: float, style: tuple[int, float, bool], bounds: Bounds | None = None
    ) -> Glyph:
        turn, size, bold = style
        box = self._box
        left, bottom, right, top = bounds or (box.left, box.bottom, box.right, box.top)
        start, end = (bottom, top) if turn % 2 else (left, right)
        wide = text > "\u1100" and unicodedata.east_asian_width(text[0]) in "WF"
        if wide or bounds:  # boxes of some are drawn tight around the ink
            self._base(i)
            origin = self._y.value if turn % 2 else self._x.value
            start, end = min(start, origin), max(end, origin + 0.95 * size if wide else end)
        return Glyph(text, start, end, base, size, bold)

    def _base(self, i: int) -> float:
        """Read the origin of a glyph; return the distance of its base line."""
        pdfium.FPDFText_GetCharOrigin(self.text, i, self._x, self._y)
        return float(self._x.value if self._turn() % 2 else self._y.value)

    def _turn(self) -> int:
        m = self._matrix
        if abs(m.b) > abs(m.a):
            return 1 if m.b > 0 else 3
        return 0 if m.a >= 0 else 2

    def _style(self, i: int) -> tuple[int, float, bool]:
        """Return the quarter turns, the font size in points of the page, and whether the font is bold."""
        m = self._matrix
        if not pdfium.FPDFText_GetMatrix(self.text, i, m):
            m.a, m.b, m.c, m.d = 1.0, 0.0, 0.0, 1.0
        size = pdfium.FPDFText_GetFontSize(self.text, i) * math.hypot(m.c, m.d)
        pdfium.FPDFText_GetFontInfo(self.text, i, self._name, _LONGEST_NAME, None)
        name = self._name.value
        if name not in self._fonts:
            self._fonts[name] = bool(_BOLD.search(name.decode("latin-1")))
        return self._turn(), size if 0.1 < size < _LARGEST else 1.0, self._fonts[name]  # noqa: PLR2004 - else no size

    def _object(self, i: int) -> int:
        return _address(pdfium.FPDFText_GetTextObject(self.text, i))

    def _find_clusters(self) -> None:
        """Find the text objects that one text stands for (ActualText), with what they cover together."""
        edges = [ctypes.c_float() for _ in range(4)]
        clusters: dict[int, _Cluster] = {}
        for k in range(pdfium.FPDFPage_CountObjects(self.page)):
            item = pdfium.FPDFPage_GetObject(self.page, k)
            mark = _actual_text(item)
            if not mark or not pdfium.FPDFPageObj_GetBounds(item, *edges):
                continue
            left, bottom, right, top = (edge.value for edge in edges)
            cluster = clusters.get(_address(mark))
            if cluster is None:
                cluster = clusters[_address(mark)] = _Cluster(_text_of(mark), (left, bottom, right, top))
            a, b, c, d = cluster.bounds
            cluster.bounds = min(a, left), min(b, bottom), max(c, right), max(d, top)
            self._cluster_of[_address(item)] = cluster


def _address(pointer: Any) -> int:  # noqa: ANN401 - a pointer of the untyped library
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _actual_text(item: Any) -> Any:  # noqa: ANN401 - pointers of the untyped library
    """Return the mark that gives an object's text, None where there is none."""
    for k in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, k)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL_TEXT) == pdfium.FPDF_OBJECT_STRING:
            return mark
    return None


def _text_of(mark: Any) -> str:  # noqa: ANN401 - a pointer of the untyped library
    """Return the text of a mark, read from its bytes: the library's own decoding loses the upper byte."""
    length, buffer = ctypes.c_ulong(), (ctypes.c_ubyte * _LONGEST_NAME)()
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL_TEXT, buffer, _LONGEST_NAME, length):
        return ""
    blob = bytes(buffer)[: length.value]
    encoding = "utf-16" if blob[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1"
    if blob.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    text = blob.decode(encoding, "ignore")
    return "".join(" " if char.isspace() else plain(char) for char in text).strip()


@lru_cache(maxsize=65536)
def _character(code: int, high: int) -> str:
    """Return the text of a code unit; halves of a pair come as two."""
    if 0xDC00 <= code < 0xE000:  # noqa: PLR2004 - the second half
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else ""
    if code == _BROKEN_HYPHEN:
        return "-"
    if code in _LINE_ENDS:
        return "\n"
    if code > sys.maxunicode:
        return ""
    char = chr(code)
    return " " if char.isspace() else char if char == "\u00ad" else plain(char)


def _meta(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return title, author, date and language as far as the file tells them."""
    values = {key.lower(): clean(document.get_metadata_value(key)) for key in ("Title", "Author")}
    found = {key: value for key, value in values.items() if value.strip("()").lower() not in _NO_VALUES}
    if match := _DATE.match(document.get_metadata_value("CreationDate")):
        with suppress(ValueError):  # a date that is none is no date
            found["date"] = date(*(int(part or 1) for part in match.groups())).isoformat()
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if 2 < length <= _LONGEST_NAME:  # noqa: PLR2004 - an empty text has its two bytes of end
        buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
        pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
        if language := clean(bytes(buffer).decode("utf-16-le", "ignore").split("\0")[0]):
            found["language"] = language
    return found
