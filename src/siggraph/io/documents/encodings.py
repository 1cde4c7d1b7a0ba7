"""Encodings: bytes become text, and a guess says that it is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from siggraph.errors import InputError
from siggraph.io.documents.guess import guess

_HEAD = 4096  # bytes in which a declaration of the encoding is looked for
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})"
    rb"|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})"
    rb"|^(?:#|//|<!--)[^\r\n]{0,80}?coding[:=]\s*([\w:.-]{2,40})"
    rb"|^@charset\s+\"([\w:.-]{2,40})\"",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED = re.compile(rb"\x1b\$[@B]|\x1b\$\([@D]")  # ISO 2022-JP changes to a set of two bytes
# What a declared name stands for on the web (WHATWG Encoding Standard): its superset as written by real programs.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "big5": "cp950",
}  # fmt: skip
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"})
_BINARY_SHARE = 0.3  # of a text that are controls: no text
_GUESSED_SHARE = 0.03  # the same where the encoding had to be guessed
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SENSE = 0.75  # share of the characters beyond ASCII that make sense: below that it is no text in any encoding
_LEAD = 3.0  # nats: a guess with a smaller lead is called unsure
_REMEDY = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, its encoding by its name in Python, and remarks where that was guessed."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decode(content: bytes, where: str, declared: str = "") -> Decoded:
    r"""Decode a text file: by its mark, by its NULs, as UTF-8, as it declares, or by a guess that leaves a remark.

    Parameters
    ----------
    content
        The file.
    where
        What errors call it.
    declared
        An encoding that somebody told (a server, say); else the file's own declaration counts. A text that is valid
        UTF-8 beyond ASCII is UTF-8, whatever it declares.

    Raises
    ------
    InputError
        Not a text, or in no encoding that makes sense of it.

    >>> decode("Federación".encode("cp1252"), "a.txt")
    Decoded(text='Federación', encoding='cp1252', remarks=('read as windows-1252, which was guessed',))
    >>> decode(b"\xff\xfeA\x00", "a.txt").text
    'A'
    """
    decoded = _by_mark(content) or _by_nulls(content) or _by_escapes(content)
    if decoded is None:
        decoded = _as_utf8(content, declared or _declared(content)) or _as_declared(content, declared)
    guessed = decoded is None
    decoded = decoded or _by_guess(content, where)
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > (_GUESSED_SHARE if guessed else _BINARY_SHARE) * len(decoded.text) and controls:
        raise InputError("this is not a text but a binary file", where=where, remedy="give a document with text in it")
    return decoded


def spoken(codec: str) -> str:
    """Return the name by which people know an encoding.

    >>> spoken("cp1252"), spoken("cp932"), spoken("koi8_r")
    ('windows-1252', 'Shift-JIS', 'KOI8-R')
    """
    known = {"cp932": "Shift-JIS", "cp949": "EUC-KR", "cp950": "Big5", "big5hkscs": "Big5-HKSCS", "cp874": "TIS-620"}
    if codec in known:
        return known[codec]
    return f"windows-{codec[2:]}" if codec.startswith("cp125") else codec.replace("_", "-").upper()


def _replaced(text: str, encoding: str) -> Decoded:
    """Return a text with a remark on the characters that were broken."""
    broken = text.count("\ufffd")
    if not broken:
        return Decoded(text, encoding)
    return Decoded(text, encoding, (f"{broken} broken characters are shown as \ufffd",))


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            if encoding == "utf-8":
                return _replaced(content[len(mark) :].decode("utf-8", "replace"), "utf-8")
            return _replaced(content.decode(encoding, "replace"), encoding)
    return None


def _by_nulls(content: bytes) -> Decoded | None:
    """Recognise UTF-16 and UTF-32 without a mark: where the NULs of ASCII characters stand."""
    if b"\x00" not in content or len(content) < 4:  # noqa: PLR2004 - two characters
        return None
    sample = content[: 2**16]
    counts = [sample[at::4].count(0) for at in range(4)]
    quarter = len(sample) // 4
    if len(content) % 4 == 0 and min(counts[0], counts[1]) > 0.9 * quarter > counts[3]:
        encoding = "utf-32-be"
    elif len(content) % 4 == 0 and min(counts[2], counts[3]) > 0.9 * quarter > counts[0]:
        encoding = "utf-32-le"
    else:
        even, odd = counts[0] + counts[2], counts[1] + counts[3]
        if max(even, odd) < 0.02 * len(sample) or min(even, odd) * 4 > max(even, odd):
            return None
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = content.decode(encoding, "replace")
    letters = sum(c.isalpha() or c.isspace() for c in text[: 2**15])
    odd_ones = text.count("\ufffd") + len(_CONTROLS.findall(text))
    if odd_ones * 50 > len(text) or letters * 2 < len(text[: 2**15]):
        return None
    return _replaced(text, encoding)


def _by_escapes(content: bytes) -> Decoded | None:
    if not content.isascii() or not _ESCAPED.search(content):
        return None
    try:
        return Decoded(content.decode("iso2022_jp_ext"), "iso2022_jp_ext")
    except UnicodeDecodeError:
        return None


def _declared(content: bytes) -> str:
    """Return the encoding that a file declares in its first bytes, as it writes it; blank where it declares none."""
    match = _DECLARED.search(content[:_HEAD])
    return "" if match is None else next(g for g in match.groups() if g).decode("ascii", "replace")


def _meant(declared: str) -> str:
    """Return the codec that a declared name means; blank for one that is not known or cannot be."""
    try:
        name = codecs.lookup(declared).name
        "".encode(name)  # a codec of bytes to bytes is none of text
    except (LookupError, ValueError, TypeError, UnicodeError):
        return ""
    name = _MEANT.get(name, name)
    return "" if name in _WIDE or name in {"punycode", "idna", "unicode_escape", "raw_unicode_escape"} else name


def _as_utf8(content: bytes, declared: str) -> Decoded | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(content)
    meant = _meant(declared) if declared and not content.isascii() else ""
    if meant in {"", "utf-8"}:
        return Decoded(text, "utf-8")
    return Decoded(text, "utf-8", (f"the file declares {declared} but is UTF-8",))


def _nearly_utf8(content: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes, or with surrogates written as characters (CESU-8)."""
    try:
        paired = content.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeError:
        text = content.decode("utf-8", "replace")
    else:
        return _replaced(paired.decode("utf-16-le", "replace"), "utf-8")
    broken = text.count("\ufffd")
    whole = sum(not c.isascii() for c in text) - broken
    return _replaced(text, "utf-8") if whole > 3 * broken else None


def _as_declared(content: bytes, told: str) -> Decoded | None:
    for declared in (told, _declared(content)):
        codec = _meant(declared) if declared else ""
        if codec and codec != "utf-8":
            try:
                return Decoded(content.decode(codec), codec)
            except UnicodeError:
                continue
    return None


def _by_guess(content: bytes, where: str) -> Decoded:
    found = guess(content)
    if found is None or found.sense < _SENSE:
        raise InputError("the encoding of this text is not known", where=where, remedy=_REMEDY)
    decoded = _replaced(content.decode(found.encoding, "replace"), found.encoding)
    doubt = " and is unsure" if found.lead < _LEAD else ""
    remark = f"read as {spoken(found.encoding)}, which was guessed{doubt}"
    return Decoded(decoded.text, found.encoding, (remark, *decoded.remarks))
