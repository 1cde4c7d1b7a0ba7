"""Binaries: which files are no text, told by their first bytes, and what to do with those that cannot be read."""

from __future__ import annotations

import io
from zipfile import BadZipFile, LargeZipFile, ZipFile

from siggraph.errors import InputError

_TEXT = "copy its text into a text file, or save it as DOCX, ODT or PDF"
_OFFICE = "open it and save it as DOCX, ODT or PDF"
_SHEET = "open it and save it as XLSX or CSV"
_UNPACK = "unpack it, and give the files inside"
_PICTURE = "pictures hold no text: recognise it with an OCR program, then give the text"
# First bytes (and where they stand), what the file then is, and what its owner can do.
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a locked Office document (DOC, XLS, PPT)", _OFFICE),
    (0, b"{\\rtf", "an RTF document", _OFFICE),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"(\xb5/\xfd", "a zstd archive", _UNPACK),
    (257, b"ustar", "a TAR archive", _UNPACK),
    (0, b"\x89PNG\r\n", "a PNG picture", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (0, b"GIF87a", "a GIF picture", _PICTURE),
    (0, b"GIF89a", "a GIF picture", _PICTURE),
    (0, b"II*\x00", "a TIFF picture", _PICTURE),
    (0, b"MM\x00*", "a TIFF picture", _PICTURE),
    (8, b"WEBPVP8", "a WebP picture", _PICTURE),
    (4, b"ftyphei", "a HEIC picture", _PICTURE),
    (4, b"ftypmif", "a HEIC picture", _PICTURE),
    (4, b"ftypavif", "an AVIF picture", _PICTURE),
    (4, b"ftyp", "a film or sound", "write down what is said, one name a line"),
    (0, b"RIFF", "a film, sound or picture (RIFF)", _PICTURE),
    (0, b"AT&TFORM", "a DjVu document", "save it as PDF"),
    (0, b"%!PS", "a PostScript document", "save it as PDF"),
    (0, b"SQLite format 3\x00", "an SQLite database", "export the table as CSV"),
    (0, b"PAR1", "a Parquet table", "export the table as CSV"),
    (0, b"\x7fELF", "a program", _TEXT),
    (0, b"MZ\x90\x00", "a program", _TEXT),
    (0, b"\xfe\xed\xfa", "a program", _TEXT),
    (0, b"wOFF", "a font", _TEXT),
    (0, b"bplist00", "a property list or web archive", "save the page as HTML"),
)
_PDF_WITHIN = 1024  # bytes that may stand before the signature of a PDF (ISO 32000, annex H)
_ENTRIES = 20_000  # parts of a container; an office document has some dozens
_MIMETYPE = 100  # bytes: the longest name of a type that is read
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
}
# A part that tells what a container is, what that is, and what to do where it cannot be read.
_PARTS = (
    ("word/document.xml", "docx", ""),
    ("xl/workbook.xml", "xlsx", ""),
    ("xl/workbook.bin", "a binary workbook (XLSB)", _SHEET),
    ("ppt/presentation.xml", "a presentation (PPTX)", "save it as PDF"),
    ("Index/Document.iwa", "an iWork document (Pages, Numbers, Keynote)", "export it as DOCX, XLSX or PDF"),
    ("Index.zip", "an iWork document (Pages, Numbers, Keynote)", "export it as DOCX, XLSX or PDF"),
    ("META-INF/container.xml", "an e-book (EPUB)", "save the chapter with the list as HTML or PDF"),
)


def binary_kind(content: bytes, where: str) -> str:
    r"""Return pdf, docx, odt or xlsx; blank for what may be text.

    Raises
    ------
    InputError
        A kind of file that is not read, by name and with what to do.

    >>> binary_kind(b"%PDF-1.7\n...", "a.pdf"), binary_kind(b"1. Bits of Freedom\n", "a.pdf")
    ('pdf', '')
    """
    head = content[:_PDF_WITHIN]
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _container(content, where)
    for at, start, what, remedy in _SIGNATURES:
        if head.startswith(start, at):
            raise InputError(f"this is {what}", where=where, remedy=remedy)
    return "pdf" if b"%PDF-" in head and (b"\x00" in content or b"endobj" in content) else ""


def _container(content: bytes, where: str) -> str:
    """Return what a ZIP container holds."""
    if content.count(b"PK\x01\x02") > _ENTRIES:
        raise InputError(f"this is a ZIP archive of more than {_ENTRIES} files", where=where, remedy=_UNPACK)
    try:
        with ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
            for part, kind, remedy in _PARTS[:2]:
                if part in names and not remedy:
                    return kind
            if "mimetype" in names and "content.xml" in names:
                with container.open("mimetype") as part_file:
                    return _open_document(part_file.read(_MIMETYPE), where)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            "this is a ZIP container (DOCX, ODT, XLSX) that is broken or cut off",
            where=where,
            remedy="download or save it again",
        ) from error
    for part, what, remedy in _PARTS[2:]:
        if part in names:
            raise InputError(f"this is {what}", where=where, remedy=remedy)
    raise InputError("this is a ZIP archive, no document", where=where, remedy=_UNPACK)


def _open_document(mimetype: bytes, where: str) -> str:
    name = mimetype.decode("ascii", "replace").strip()
    if name in _OPEN_DOCUMENTS:
        return "odt"
    sheet = "spreadsheet" in name
    what = f"an OpenDocument {name.rpartition('.')[2] or 'file'}"
    raise InputError(f"this is {what}", where=where, remedy=_SHEET if sheet else "save it as ODT, DOCX or PDF")
