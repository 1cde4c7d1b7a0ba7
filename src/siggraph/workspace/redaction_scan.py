"""The scan after a redaction: every byte of a folder, also what is packed, for every spelling and encoding tried."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from siggraph.errors import SiggraphError
from siggraph.io.documents import document_of
from siggraph.io.documents.encodings import decode
from siggraph.organisations.spellings import written
from siggraph.workspace.redaction_texts import Masker

_LARGEST = 256 * 2**20  # bytes of one file, unpacked, that are looked through
_DEEPEST = 3  # archives in archives
_SHORTEST = 6  # bytes: what is shorter is found in anything
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # and UTF-32, whose mark begins like one of these, or with NULs
_AROUND = 8  # bytes around a hit, to see whether a word goes on


@dataclass(frozen=True, slots=True)
class Left:
    """A file that still holds a name, and where in it."""

    path: Path
    where: str


def scan(folders: Iterable[Path], masker: Masker, spellings: Sequence[str]) -> list[Left]:
    """Return every file that holds a name, in its bytes, its text, its parts or its own name; sorted.

    The history of Git is not looked through: it is packed in its own way, and rewriting it is a person's act.
    """
    patterns = sorted({p for spelling in spellings for p in written(spelling) if len(p) >= _SHORTEST})
    left: list[Left] = []
    for folder in dict.fromkeys(path.resolve() for path in folders):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if ".git" in inside.parts:
                continue
            if masker.holds(path.name):
                left.append(Left(path, "its name"))
            if path.is_file() and not path.is_symlink():
                left.extend(Left(path, where) for where in _in_file(path, masker, patterns))
        left.extend(Left(path, "a value") for path, text in _values(folder) if masker.holds(text))
    return left


def _in_file(path: Path, masker: Masker, patterns: Sequence[bytes]) -> list[str]:
    content = path.read_bytes()[:_LARGEST]
    opened = _opened(content, path.name, 0)
    return list(dict.fromkeys(where for label, part in opened for where in _hits(part, label, masker, patterns)))


def _opened(content: bytes, label: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and what is packed in it."""
    yield label, content
    if depth >= _DEEPEST:
        return
    if content.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            yield from _opened(gzip.decompress(content), f"{label}, unpacked", depth + 1)
    elif content.startswith(b"PK"):
        broken = suppress(zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error)
        with broken, zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield f"{label}, {member.filename}", member.filename.encode()
                if member.file_size <= _LARGEST:
                    yield from _opened(archive.read(member), f"{label}, {member.filename}", depth + 1)
    elif content.startswith(b"%PDF"):
        with suppress(SiggraphError):
            yield f"{label}, its text", document_of(content, "x.pdf", label).text.encode()


def _hits(content: bytes, label: str, masker: Masker, patterns: Sequence[bytes]) -> Iterator[str]:
    text = ""
    with suppress(UnicodeDecodeError):
        text = content.decode()
    if text:
        if masker.holds(text):
            yield label
        return
    if b"\x00" not in content or content.startswith(_WIDE):  # else it is no text
        with suppress(SiggraphError):
            if masker.holds(decode(content, label).text):
                yield label
                return
    if any(_stands(content, pattern) for pattern in patterns if pattern in content):
        yield label


def _stands(content: bytes, pattern: bytes) -> bool:
    """Whether bytes stand as a word of their own at one place at least."""
    at = content.find(pattern)
    while at >= 0:
        before = content[max(0, at - _AROUND) : at].replace(b"\x00", b"")[-1:]
        behind = content[at + len(pattern) : at + len(pattern) + _AROUND].replace(b"\x00", b"")[:1]
        if not (before.isalnum() and pattern[:1].isalnum()) and not (behind.isalnum() and pattern[-1:].isalnum()):
            return True
        at = content.find(pattern, at + 1)
    return False


def _values(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what stands in the Parquet files and in the store of a build, as text."""
    from siggraph.facts.engine import values_of
    from siggraph.graph.store import quads_of

    for path in sorted(folder.rglob("*.parquet")):
        yield path, values_of(path)
    if (folder / "store" / "current").is_file():
        yield folder / "store", quads_of(folder)
