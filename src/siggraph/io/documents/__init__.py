"""Documents: bytes as published become text and blocks; the only place that knows encodings and file formats."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from siggraph.document import Block, Document
from siggraph.errors import InputError, MissingExtraError
from siggraph.io.documents.binaries import binary_kind
from siggraph.io.documents.delimited import read_delimited
from siggraph.io.documents.encodings import Decoded, decode
from siggraph.io.documents.kinds import delimiter_of, is_html, is_markdown, may_be_json, may_be_yaml, suffix_kind
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.plain import read_plain
from siggraph.io.documents.records import read_json, read_yaml
from siggraph.io.documents.tree import TreeError

__all__ = ["LARGEST", "Block", "Document", "document_of", "read_document"]

LARGEST = 64 * 2**20  # bytes of a file; a letter with ten thousand names has one million
_TRIES: tuple[tuple[str, Callable[[str], bool], Callable[[str], Parts]], ...] = (
    ("json", may_be_json, read_json),
    ("yaml", may_be_yaml, read_yaml),
)


def read_document(path: Path) -> Document:
    """Read a document in any format and encoding that is known, told by its content.

    Raises
    ------
    InputError
        No such file, too large, empty, not a text, or in a format that is not read; with what to do.
    MissingExtraError
        The format needs the extra ``documents``.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot be read: {reason}", where=str(path)) from error
    if size > LARGEST:
        raise _too_large(size, str(path))
    return document_of(content, path.name, str(path))


def document_of(content: bytes, name: str, where: str) -> Document:
    r"""Read a document from its bytes.

    Parameters
    ----------
    content
        The file as it is.
    name
        The file's name; its ending breaks ties between notations of text.
    where
        What errors call it.

    Raises
    ------
    InputError, MissingExtraError
        As `read_document`.

    >>> document = document_of("- 台灣客社\r\n".encode("utf-16"), "zh.txt", "zh.txt")
    >>> document.format, document.encoding, [document.text[b.begin : b.end] for b in document.blocks]
    ('text', 'utf-16', ['- 台灣客社'])
    """
    if len(content) > LARGEST:
        raise _too_large(len(content), where)
    if not content.strip():
        raise InputError("the file is empty", where=where, remedy="give the document as it was published")
    digest = sha256(content).hexdigest()
    kind = binary_kind(content, where)
    if kind:
        parts = _read_binary(content, kind, where)
        return Document(name, parts.text, digest, parts.blocks, kind, "", parts.verbatim, parts.meta, parts.remarks)
    decoded = decode(content, where)
    if not any(char.isalnum() for char in decoded.text):
        raise InputError("the file holds no text", where=where, remedy="give the document as it was published")
    kind, parts = _read_text(decoded, name, where)
    return Document(
        name=name,
        text=parts.text,
        sha256=digest,
        blocks=parts.blocks,
        format=kind,
        encoding=decoded.encoding,
        verbatim=parts.verbatim,
        meta=parts.meta,
        remarks=(*decoded.remarks, *parts.remarks),
    )


def _too_large(size: int, where: str) -> InputError:
    what = f"{size / 2**20:.0f} MB; at most {LARGEST // 2**20} MB are read"
    return InputError(what, where=where, remedy="give the part that holds the list")


def _read_text(decoded: Decoded, name: str, where: str) -> tuple[str, Parts]:
    """Return the notation of a text, and the text as its reader gives it."""
    text = decoded.text
    if is_html(text, name):
        return "html", _read_html(text)
    promised = suffix_kind(name)
    for kind, may_be, read in _TRIES:
        if may_be(text) or promised == kind:
            try:
                return kind, read(text)
            except TreeError as error:
                if promised == kind:
                    line = text.count("\n", 0, error.offset) + 1
                    remedy = f"mend the {kind.upper()}, or name the file .txt to have it read as plain text"
                    raise InputError(
                        f"no {kind.upper()}: {error.what}", where=f"{where}:{line}", remedy=remedy
                    ) from error
    delimiter = "" if promised == "markdown" else delimiter_of(text, name)
    if delimiter:
        return "tsv" if delimiter == "\t" else "csv", read_delimited(text, delimiter)
    if is_markdown(text, name):
        return "markdown", _read_markdown(text)
    return "text", read_plain(text)


# -- readers that are loaded when a document needs them -----------------------------------------------------------


def _read_html(text: str) -> Parts:
    from siggraph.io.documents.hypertext import read_html  # noqa: PLC0415 - plain text pays nothing for other formats

    return read_html(text)


def _read_markdown(text: str) -> Parts:
    from siggraph.io.documents.markdown import read_markdown  # noqa: PLC0415 - plain text pays nothing for other formats

    return read_markdown(text)


def _read_binary(content: bytes, kind: str, where: str) -> Parts:
    try:
        if kind == "pdf":
            from siggraph.io.documents.pdf import read_pdf  # noqa: PLC0415 - needs an extra

            return read_pdf(content, where)
        if kind == "xlsx":
            from siggraph.io.documents.sheets import read_xlsx  # noqa: PLC0415 - needs an extra

            return read_xlsx(content, where)
        from siggraph.io.documents.office import read_docx, read_odt  # noqa: PLC0415 - needs an extra

        return read_docx(content, where) if kind == "docx" else read_odt(content, where)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("siggraph"):
            raise
        raise MissingExtraError(f"reading {kind.upper()}", "documents") from error
