"""Masks in the files of a corpus: texts in their own encoding, letter.toml, tables; values in, values out."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from siggraph.errors import InputError, UsageError
from siggraph.io.documents.encodings import decode
from siggraph.names import MASK
from siggraph.organisations.masking import Target, View, found, key_of, masked, view
from siggraph.organisations.notations import Span

Han = Mapping[str, str]
_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be", codecs.BOM_UTF16_LE: "utf-16-le",
         codecs.BOM_UTF16_BE: "utf-16-be"}  # fmt: skip
_EDITION = re.compile(r"(?m)^[ \t]*\[\[[ \t]*editions[ \t]*\]\]")
_STRING = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_REMEMBERED = 500  # code points of a text of which it is remembered whether it holds a name
_FILE = re.compile(r"(?m)^([ \t]*file[ \t]*=[ \t]*)(?:\"[^\"\n]*\"|'[^'\n]*')")
_DIGEST = re.compile(r"\s*\bsha256 [0-9a-f]{64}\b;?")
# Columns that hold identifiers, codes and dates: never a name.
_CODES = frozenset(
    {"id", "anchor", "minted", "merged_into", "about", "property", "confidence", "method", "rank", "verdict", "on"}
    | {"subject_letter", "object_letter", "withdrawn", "licence", "read_on", "kind", "hash"}
)


@dataclass(slots=True)
class Masker:
    """What masks names in texts, and counts how often it did.

    Parameters
    ----------
    find
        Where the names stand in a text.
    han
        Variants of Han characters.
    keys
        The keys of the names, where they are known: names are then also masked where other things stand between.
    """

    find: Callable[[View], Sequence[Span]]
    han: Han
    keys: frozenset[str] = frozenset()
    count: int = 0
    _seen: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, targets: Sequence[Target], kept: Sequence[Target], han: Han) -> Masker:
        """Return what masks known names, and none inside a longer one that is kept."""
        keys = frozenset(one.key for one in targets if not one.capitals)
        return cls(lambda seen: found(seen, targets, kept), han, keys)

    def holds(self, text: str) -> bool:
        """Whether a name stands in a text."""
        if len(text) > _REMEMBERED:
            return bool(self.find(view(text, self.han)))
        if text not in self._seen:
            self._seen[text] = bool(self.find(view(text, self.han)))
        return self._seen[text]

    def text(self, text: str, *, spaces: bool = True) -> str:
        """Return a text with its names masked."""
        seen = view(text, self.han)
        spans = self.find(seen)
        self.count += len(spans)
        return masked(text, spans, seen.tags, spaces=spaces) if spans else text

    def is_target(self, name: str) -> bool:
        """Whether a name is one of those that are masked."""
        return key_of(name, self.han) in self.keys or self.holds(name)


def reencoded(before: bytes, text: str) -> tuple[bytes, bool]:
    """Return a masked text in the encoding of its file, or in UTF-8 where that cannot hold the mask.

    The second value tells whether the encoding is another one now. The file must read back as the text.
    """
    decoded = decode(before, "text")
    bom = next((mark for mark in _BOMS if before.startswith(mark)), b"")
    encoding = _WIDE.get(bom, decoded.encoding)
    try:
        made = bom + text.encode(encoding)
        if decode(made, "text").text == text:
            return made, False
    except (UnicodeError, InputError):
        pass
    return text.encode(), True


# -- letter.toml ----------------------------------------------------------------------------------------------------


def masked_toml(toml: str, masker: Masker, where: str) -> str:
    """Return a TOML file with the names in its texts and remarks masked; its keys and codes stay.

    Raises UsageError where that cannot be done without breaking the file.
    """
    seen = view(toml, masker.han)
    strings = [match.span() for match in _STRING.finditer(toml)]
    spans = [span for span in masker.find(seen) if any(b < span[0] + 1 and span[1] <= e for b, e in strings)]
    if not spans:
        return toml
    masker.count += len(spans)
    made = masked(toml, spans)
    try:
        before, after = tomllib.loads(toml), tomllib.loads(made)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("the name cannot be masked in this file", where=where, remedy=f"by hand: {error}") from error
    _same_codes(before, after, where)
    return made


def _same_codes(before: Mapping[str, object], after: Mapping[str, object], where: str) -> None:
    """Refuse where an identifier or a code was masked."""
    pairs = [("base", before.get("base"), after.get("base"))]
    for one, other in zip(_tables(before), _tables(after), strict=True):
        pairs += [(key, one.get(key), other.get(key)) for key in ("id", "language", "extent")]
    for key, was, now in pairs:
        if was != now:
            raise UsageError(
                f"the {key} of an edition holds the name; it names files, listings and signatures",
                where=where,
                remedy="take the edition out, and add it again under another name",
            )


def _tables(toml: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    editions = toml.get("editions", [])
    yield from (edition for edition in editions if isinstance(edition, dict)) if isinstance(editions, list) else ()


def in_edition(toml: str, short: str, edit: Callable[[str], str], where: str) -> str:
    """Return a letter.toml with the block of one edition edited; raises UsageError where no block is its own."""
    marks = [match.start() for match in _EDITION.finditer(toml)]
    editions = tomllib.loads(toml).get("editions", [])
    at = next((i for i, edition in enumerate(editions) if edition.get("id") == short), -1)
    if len(marks) != len(editions) or at < 0:
        raise UsageError(
            f"the edition '{short}' cannot be changed here", where=where, remedy="write each as a block [[editions]]"
        )
    end = marks[at + 1] if at + 1 < len(marks) else len(toml)
    made = toml[: marks[at]] + edit(toml[marks[at] : end]) + toml[end:]
    tomllib.loads(made)
    return made


def without_published_digest(block: str) -> str:
    """Return the block of an edition without the digest of the text as published: it would tell a guess from a miss."""
    return re.sub(r"(?m)^[ \t]*published_sha256[ \t]*=.*\n?", "", block)


def with_file(block: str, file: str) -> str:
    """Return the block of an edition with another file."""
    return _FILE.sub(lambda match: f'{match[1]}"{file}"', block, count=1)


# -- tables ---------------------------------------------------------------------------------------------------------


def masked_table(
    name: str,
    text: str,
    masker: Masker,
    *,
    bodies: frozenset[str],
    sources: frozenset[str],
    on: str,
    others: bool = True,
) -> str:
    """Return a hand-kept table with the names in it masked.

    Parameters
    ----------
    name
        Which table.
    text
        As it stands.
    masker
        What masks.
    bodies
        Identifiers of the bodies whose names are all redacted: they have no claims any more.
    sources
        Identifiers of the sources of editions that were masked: the digest of what was fetched goes.
    on
        The date of the act: judgements on a masked name are withdrawn, for they are keyed by names.
    others
        Whether rows that are not about these bodies are masked too.
    """
    head, *lines = text.split("\n")
    columns = head.rstrip("\r").split("\t")
    made = [head]
    for line in lines:
        cells = line.split("\t")
        row = dict(zip(columns, cells, strict=False))
        if len(cells) != len(columns) or not (others or bodies & {row.get("id"), row.get("about")}):
            made.append(masker.text(line) if others else line)
            continue
        if name == "claims" and row.get("about") in bodies:
            masker.count += 1
            continue
        codes = _CODES - {"id"} if name == "sources" else _CODES
        after = {column: cell if column in codes else masker.text(cell) for column, cell in row.items()}
        if _judged(name, row, after):
            after["withdrawn"] = row["withdrawn"] or on
        if name == "sources":
            after["url"] = "" if after["url"] != row["url"] else after["url"]
            if row["id"] in sources:
                after["note"] = _DIGEST.sub("", after["note"])
        lost = name == "claims" and row["property"] in {"website", "identifier"} and after["value"] != row["value"]
        if not lost:
            made.append("\t".join(after.values()))
    return "\n".join(made)


def _judged(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    labels = ("subject_label", "object_label")
    return name == "judgements" and any(MASK in after[x] and after[x] != before[x] for x in labels)
