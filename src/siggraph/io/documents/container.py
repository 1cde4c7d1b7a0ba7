"""Containers: ZIP archives opened in memory within bounds, and the XML inside them parsed without entities or network.

Sizes are counted while a part is inflated; what the archive says of itself is never trusted. Nothing is written
anywhere, and archives inside the archive stay closed.
"""

from __future__ import annotations

import io
import struct
import zlib
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from lxml import etree

from siggraph.errors import InputError

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the class of its nodes

PARTS = 10_000  # parts of one container; a document with a thousand pictures has two thousand
PART_SIZE = 64 * 2**20  # bytes of one part, unpacked
TOTAL_SIZE = 200 * 2**20  # bytes of all parts that are read
RATIO = 200  # unpacked to packed; office documents seldom reach 50
MARKS = 4_000_000  # "<" and "=" of one part: they bound the nodes of its tree, of some 200 bytes each
_FREE = 4 * 2**20  # bytes that a part may unpack to whatever its ratio: such a bomb is none
_STEP = 2**16
_LOCAL = struct.Struct("<4s22xHH")  # signature, lengths of name and extra field (APPNOTE 4.3.7)
_ENCRYPTED = 0x1
_BROKEN = (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error)
_BROKEN_MORE = (OverflowError, IndexError, MemoryError)
_AGAIN = "download it again, or open it in its program and save it again"
_LESS = "give the part that holds the list, saved as a document of its own"


class Container:
    """A ZIP archive in memory, see `open_container`.

    Attributes
    ----------
    names
        The names of its parts, in the order of its directory; folders are left out.
    where
        What errors call the file.
    """

    def __init__(
        self, content: bytes, infos: dict[str, ZipInfo], spans: dict[str, tuple[int, int]], where: str
    ) -> None:
        self.names = tuple(infos)
        self.where = where
        self._content = content
        self._infos = infos
        self._spans = spans
        self._sizes: dict[str, int] = {}  # of the parts that were read
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Return a part, unpacked.

        Raises
        ------
        InputError
            No such part, broken, packed in a way that is not read, or beyond the bounds of this module.
        """
        info = self._infos.get(name)
        if info is None:
            raise InputError(f"the part {name!r} is missing", where=self.where, remedy=_AGAIN)
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            what = f"the part {name!r} is packed by method {info.compress_type}; stored and deflated parts are read"
            raise InputError(what, where=self.where, remedy="open it in its program and save it again")
        begin, end = self._spans[name]
        packed = memoryview(self._content)[begin:end]
        part = self._inflate(packed, name) if info.compress_type == ZIP_DEFLATED else self._bounded(packed, name)
        if len(part) != info.file_size or zlib.crc32(part) != info.CRC:
            raise InputError(f"the part {name!r} is damaged", where=self.where, remedy=_AGAIN)
        self._sizes[name] = len(part)
        return part

    def xml(self, name: str) -> Element:
        """Return the root of a part that is XML; `InputError` as from `read` and `parse_xml`."""
        return parse_xml(self.read(name), name, self.where)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to inside its package of Office Open XML (ECMA-376, part 2).

        Parameters
        ----------
        part
            The name of a part; blank for the package itself.

        Returns
        -------
        dict
            Identifiers to the kind and the name of the part referred to; the kind is the last step of the relation's
            type, such as ``styles``. What lies outside of the package is left out.
        """
        if part not in self._relations:
            folder, _, base = part.rpartition("/")
            name = join(folder, "_rels", f"{base}.rels")
            self._relations[part] = _relations(self.xml(name), part) if name in self else {}
        return self._relations[part]

    def part_of_kind(self, part: str, kind: str, usual: str) -> str:
        """Return the name of the part of a kind that a part refers to, else the usual name if there is one."""
        for found, name in self.relations(part).values():
            if found == kind and name in self:
                return name
        return usual if usual in self else ""

    def _room(self, name: str) -> int:
        """Return how many bytes a part may unpack to."""
        spent = sum(size for other, size in self._sizes.items() if other != name)
        return min(PART_SIZE, TOTAL_SIZE - spent)

    def _bounded(self, packed: memoryview, name: str) -> bytes:
        if len(packed) > self._room(name):
            raise self._too_large(name)
        return bytes(packed)

    def _inflate(self, packed: memoryview, name: str) -> bytes:
        room = self._room(name)
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces: list[bytes] = []
        size, cursor = 0, 0
        try:
            while not inflater.eof:
                left = inflater.unconsumed_tail or packed[cursor : cursor + _STEP]
                cursor += 0 if inflater.unconsumed_tail else _STEP
                piece = inflater.decompress(left, _STEP)
                if not piece and not len(left):
                    break
                pieces.append(piece)
                size += len(piece)
                if size > max(_FREE, RATIO * min(cursor, len(packed))):
                    what = f"the part {name!r} unpacks to more than {RATIO} times its size, as a ZIP bomb does"
                    raise InputError(what, where=self.where, remedy="do not open it; ask its sender for the text")
                if size > room:
                    raise self._too_large(name)
        except zlib.error as error:
            raise InputError(f"the part {name!r} is damaged", where=self.where, remedy=_AGAIN) from error
        if not inflater.eof:
            raise InputError(f"the part {name!r} is cut off", where=self.where, remedy=_AGAIN)
        return b"".join(pieces)

    def _too_large(self, name: str) -> InputError:
        what = f"the part {name!r} is too large: {PART_SIZE >> 20} MB of a part, {TOTAL_SIZE >> 20} MB in all are read"
        return InputError(what, where=self.where, remedy=_LESS)


def open_container(content: bytes, where: str) -> Container:
    """Open a ZIP archive in memory; nothing of it is unpacked before it is read.

    Parameters
    ----------
    content
        The archive.
    where
        What errors call the file.

    Raises
    ------
    InputError
        No archive, broken or cut off, more than `PARTS` parts, parts that overlap, parts under a password, or names
        that lead out of the archive.
    """
    broken = InputError("the ZIP container is broken or cut off", where=where, remedy=_AGAIN)
    if content.count(b"PK\x01\x02") > 2 * PARTS:  # before anything is built for them
        raise _too_many(where)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries, directory = archive.infolist(), archive.start_dir
    except (*_BROKEN, *_BROKEN_MORE) as error:
        raise broken from error
    if len(entries) > PARTS:
        raise _too_many(where)
    infos: dict[str, ZipInfo] = {}
    spans: dict[str, tuple[int, int]] = {}
    for info in entries:
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            what = f"the part {info.filename!r} leads out of the container"
            raise InputError(what, where=where, remedy="do not open it; ask its sender for the text")
        if info.flag_bits & _ENCRYPTED:
            raise InputError("it is locked by a password", where=where, remedy="save it without a password")
        span = _span(content, info)
        if span is None or span[1] > directory:
            raise broken
        if not name.endswith("/"):
            infos[name], spans[name] = info, span
    taken = sorted((info.header_offset, spans[name][1]) for name, info in infos.items())
    if any(end > begin for (_, end), (begin, _) in pairwise(taken)):
        what = "parts of the ZIP container lie over each other, as in a ZIP bomb"
        raise InputError(what, where=where, remedy="do not open it; ask its sender for the text")
    return Container(content, infos, spans, where)


def _span(content: bytes, info: ZipInfo) -> tuple[int, int] | None:
    """Return where the packed bytes of a part stand; None where its own header is missing."""
    begin = info.header_offset
    if not 0 <= begin <= len(content) - _LOCAL.size:
        return None
    signature, name, extra = _LOCAL.unpack_from(content, begin)
    begin += _LOCAL.size + name + extra
    return (begin, begin + info.compress_size) if signature == b"PK\x03\x04" else None


def _too_many(where: str) -> InputError:
    return InputError(f"the ZIP container has more than {PARTS} parts", where=where, remedy=_LESS)


# -- XML ----------------------------------------------------------------------------------------------------------


def parse_xml(part: bytes, name: str, where: str) -> Element:
    """Parse a part as XML: no entities but the five of XML itself, no DTD, no network, 256 levels at most.

    Comments and processing instructions are dropped.

    Raises
    ------
    InputError
        Not well formed, nested too deeply, too many elements, or with declarations of entities.

    >>> parse_xml(b"<a>5 &lt; 6</a>", "a.xml", "a.docx").text
    '5 < 6'
    """
    refuse_entities(part, name, where)
    if part.count(b"<") + part.count(b"=") > MARKS:
        raise InputError(f"the part {name!r} has too many elements", where=where, remedy=_LESS)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.LxmlError, LookupError, ValueError) as error:
        raise not_xml(error, name, where) from error
    table: Any = root.getroottree().docinfo.internalDTD  # the stubs do not know what it holds
    if table is not None and any(True for _ in table.iterentities()):
        raise _entities(name, where)
    return root


def refuse_entities(part: bytes, name: str, where: str) -> None:
    """Raise InputError where XML declares entities, in any encoding that keeps ASCII apart from zero bytes."""
    plain = part.replace(b"\0", b"") if b"\0" in part[:256] else part
    if b"<!ENTITY" in plain:
        raise _entities(name, where)


def not_xml(error: Exception, name: str, where: str) -> InputError:
    """Return the error for a part that is not well-formed XML, or too deep."""
    deep = "depth" in str(error)
    what = "is nested too deeply" if deep else f"is no well-formed XML: {str(error)[:200]}"
    return InputError(f"the part {name!r} {what}", where=where, remedy=_AGAIN)


def _entities(name: str, where: str) -> InputError:
    what = f"the part {name!r} declares entities, which no office program writes"
    return InputError(what, where=where, remedy="do not open it; ask its sender for the text")


def _relations(root: Element, part: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for relation in root:
        target = relation.get("Target", "").replace("\\", "/")
        if relation.get("TargetMode") == "External" or not target:
            continue
        path = target.lstrip("/") if target.startswith("/") else join(dirname(part), target)
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], normpath(path))
    return found
