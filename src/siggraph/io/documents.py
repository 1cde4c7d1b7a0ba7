"""Documents: bytes as published become text; the only place that knows encodings and file formats."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from siggraph.errors import InputError

# What a file begins with when it is no plain text; named so that the refusal can say what it is.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP container (DOCX, ODT, XLSX)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as text; ``sha256`` is of its bytes, ``name`` the file's name."""

    name: str
    text: str
    sha256: str


def read_document(path: Path) -> Document:
    """Read a plain-text document: UTF-8 (with or without BOM) or UTF-16 with BOM.

    Raises
    ------
    InputError
        No such file, another format, or no such encoding; with what to do.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    for start, what in _SIGNATURES:
        if content.startswith(start):
            raise InputError(f"this is {what}, not plain text", where=str(path), remedy="save it as UTF-8 text")
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError("neither UTF-8 nor UTF-16", where=f"{path}:{line}", remedy="save it as UTF-8 text") from error
    return Document(path.name, text, sha256(content).hexdigest())
