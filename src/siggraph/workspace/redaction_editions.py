"""Masks in editions: an edition without a name, whose list reads as it did; and editions on their way into a corpus."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from siggraph.document import Corrections, Document
from siggraph.errors import SiggraphError, UsageError
from siggraph.io.documents import document_of
from siggraph.io.documents.encodings import decode
from siggraph.model import Listing, StatedCounts
from siggraph.names import MASK, is_masked, squash
from siggraph.organisations.masking import masked, pieces, view
from siggraph.organisations.notations import Span
from siggraph.workspace.redaction_forms import as_hypertext, as_table
from siggraph.workspace.redaction_texts import Masker, reencoded

_LARGEST_MEMBER = 64 * 2**20  # bytes of one file in an archive that are looked through


@dataclass(frozen=True, slots=True)
class MaskedEdition:
    """An edition without the names.

    ``file`` is its name in the corpus; ``corrections`` are those that it is read with now, ``stated`` the counts that
    its text no longer states, ``remark`` says what else has changed. ``names`` are the names of listings as they were
    and as they are now, by the listing, where they have changed.
    """

    content: bytes
    file: str
    corrections: Corrections
    stated: StatedCounts | None = None
    remark: str = ""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    listings: tuple[Listing, ...]
    stated: StatedCounts


def masked_edition(
    content: bytes, file: str, masker: Masker, corrections: Corrections, edition: str, *, strict: bool = True
) -> MaskedEdition | None:
    """Return an edition without the names that are masked; None where it holds none.

    A text stays what it is, at equal length. What cannot be masked in place (a binary format, a list that would no
    longer be found) becomes a text that reads back to the same listings.

    Parameters
    ----------
    content, file
        The edition as it stands, and its name.
    masker
        What masks.
    corrections
        What an editor says of its reading.
    edition
        Its identifier, ``<letter>/<edition>``.
    strict
        Refuse where no form reads as the edition did; else the first form is taken.

    Raises
    ------
    UsageError
        No form of it reads back to the same listings.
    InputError, MissingExtraError
        It cannot be read.
    """
    document = document_of(content, file, edition)
    after = masked_corrections(corrections, masker)
    before = _read(document, corrections, edition)
    stem = edition.rpartition("/")[2]
    kept = f"{stem}{Path(file).suffix}" if masker.holds(file) else file
    spans = _spans(content, document, before.listings, masker)
    if not spans and kept == file and not (not document.encoding and _hidden(content, masker)):
        return None
    masker.count += max(1, len(spans))
    first: MaskedEdition | None = None
    for made in _forms(content, document, before, spans, masker, MaskedEdition(b"", kept, after)):
        first = first or made
        with suppress(SiggraphError):
            form = document_of(made.content, made.file, edition)
            for said in dict.fromkeys((made.corrections, _as_read(document, form, corrections, made.corrections))):
                replaced = bool(made.remark) and not made.remark.startswith("its encoding")
                read = _read(form, said, edition)
                if _alike(before, read, masker, replaced=replaced, tabled=made.stated is not None):
                    pairs = zip(before.listings, read.listings, strict=True)
                    names = {a.id: (a.name, b.name) for a, b in pairs if a.name != b.name}
                    return replace(made, corrections=said, names=names)
    if strict or first is None:
        raise UsageError(
            "without the name, its list would no longer be read as it is now; nothing was changed",
            where=edition,
            remedy="name the lines of the list in letter.toml (range), or take the edition out",
        )
    return first


def _read(document: Document, corrections: Corrections, edition: str) -> _Read:
    from siggraph.letters.parse import parse
    from siggraph.workspace.editions import word_lists  # it takes editions in, through this room

    reading = parse(document, word_lists(), edition=edition, corrections=corrections)
    return _Read(reading.listings, reading.stated)


def _as_read(document: Document, form: Document, corrections: Corrections, masked_ones: Corrections) -> Corrections:
    """Return masked corrections with the masks that their names have in the text: an escape is longer than its letter.

    Names are found by their place in the list as it is read without corrections.
    """
    if corrections == replace(Corrections(), layout=corrections.layout, first=corrections.first, last=corrections.last):
        return masked_ones
    bare = replace(corrections, skip=(), split=(), merge=(), rename=())
    was, now = _read(document, bare, "").listings, _read(form, bare, "").listings
    shown = {squash(a.name): b.name for a, b in zip(was, now, strict=False) if is_masked(b.name)}

    def text(old: str, new: str) -> str:
        return shown.get(squash(old), new)

    return replace(
        masked_ones,
        skip=tuple(map(text, corrections.skip, masked_ones.skip)),
        split=tuple((text(a[0], b[0]), b[1]) for a, b in zip(corrections.split, masked_ones.split, strict=True)),
        merge=tuple(tuple(map(text, a, b)) for a, b in zip(corrections.merge, masked_ones.merge, strict=True)),
        rename=tuple((text(a[0], b[0]), b[1]) for a, b in zip(corrections.rename, masked_ones.rename, strict=True)),
    )


def _spans(content: bytes, document: Document, listings: Sequence[Listing], masker: Masker) -> list[Span]:
    """Return where the names stand: in the file itself where its text is the file, else in what was composed of it."""
    text = decode(content, document.name).text if document.encoding and document.verbatim else document.text
    seen = view(text, masker.han)
    spans = list(masker.find(seen))
    if document.encoding and document.verbatim:
        spans += [s for s in masker.find(view(document.text, masker.han)) if not _meets(s, spans)]
    keys = sorted(masker.keys, key=len, reverse=True)
    for listing in listings:  # a name whose pieces stand in several cells or paragraphs
        if not _meets((listing.begin, listing.end), spans) and masker.is_target(listing.name):
            parts = (pieces(seen, key, listing.begin, listing.end) for key in keys)
            spans += next((found for found in parts if found), [])
    return sorted(spans)


def _meets(span: Span, spans: Sequence[Span]) -> bool:
    return any(begin < span[1] and span[0] < end for begin, end in spans)


def _hidden(content: bytes, masker: Masker) -> bool:
    """Whether a name stands in what a binary file holds beside its text: properties, comments, hidden parts."""
    broken = suppress(zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError)
    with broken, zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.file_size <= _LARGEST_MEMBER and masker.holds(archive.read(member).decode("utf-8", "replace")):
                return True
        return False
    return masker.holds(content.decode("latin-1"))


def _forms(
    content: bytes, document: Document, before: _Read, spans: Sequence[Span], masker: Masker, plain: MaskedEdition
) -> Iterator[MaskedEdition]:
    """Yield the forms that an edition may take, the most faithful first."""
    people = [(x.begin, x.end) for x in before.listings if x.kind == "individual"]
    if document.encoding and document.verbatim:
        text = decode(content, document.name).text
        tags = view(text, masker.han).tags
        for spaced, lines in ((False, False), (True, False), (True, True)):
            alone = [span for span in spans if spaced and _meets(span, people)]
            rest = [span for span in spans if span not in alone]
            shown = masked(masked(text, alone, tags, spaces=False, lines=lines), rest, tags, lines=lines)
            made, changed = reencoded(content, shown)
            yield replace(plain, content=made, remark="its encoding is UTF-8 now" if changed else "")
    stem, kind = Path(plain.file).stem, document.format.upper()
    alone = [span for span in spans if _meets(span, people)]
    for apart in ([], alone):
        rest = [span for span in spans if span not in apart]
        shown = masked(masked(document.text, apart, spaces=False), rest)
        made = as_hypertext(replace(document, text=shown)).encode()
        yield replace(plain, content=made, file=f"{stem}.html", remark=f"its {kind} became HTML of the same text")
    listings = [replace(x, name=_masked_name(x, masker, spans)) for x in before.listings]
    remark = f"its {kind} became a table of its list; the rest of its text is gone"
    made = as_table(listings).encode()
    yield MaskedEdition(made, f"{stem}.tsv", Corrections(), before.stated, remark)


def _masked_name(listing: Listing, masker: Masker, spans: Sequence[Span]) -> str:
    """Return the name of a listing without the names; where a name goes on in another listing, all of it is masked."""
    name = masker.text(listing.name, spaces=listing.kind != "individual")
    if not is_masked(name) and (masker.is_target(listing.name) or _meets((listing.begin, listing.end), spans)):
        name = masked(name, [(0, len(name))], spaces=listing.kind != "individual")
    return name


def _alike(before: _Read, after: _Read, masker: Masker, *, replaced: bool, tabled: bool) -> bool:
    """Whether two readings are the same but for the names that were masked."""
    if len(before.listings) != len(after.listings) or (before.stated != after.stated and not tabled):
        return False
    for a, b in zip(before.listings, after.listings, strict=True):
        person = (a.kind == "individual", b.kind == "individual")
        named = _only_masked(a.name, b.name) or (is_masked(b.name) and (masker.is_target(a.name) or is_masked(a.name)))
        heading = a.heading == b.heading or is_masked(b.heading) or tabled
        country = a.country == b.country or is_masked(b.country)
        span = replaced or (a.begin, a.end) == (b.begin, b.end)
        if a.id != b.id or person[0] != person[1] or not (named and heading and country and span):
            return False
    return True


def _only_masked(before: str, after: str) -> bool:
    """Whether masks alone have come: a name that runs over two listings is masked in both of them."""
    return len(before) == len(after) and all(b in {a, MASK} for a, b in zip(before, after, strict=True))


def masked_corrections(corrections: Corrections, masker: Masker) -> Corrections:
    """Return corrections with the names in them masked."""

    def text(value: str) -> str:
        return masker.text(value)

    return replace(
        corrections,
        skip=tuple(map(text, corrections.skip)),
        split=tuple((text(name), tuple(map(text, parts))) for name, parts in corrections.split),
        merge=tuple(tuple(map(text, run)) for run in corrections.merge),
        rename=tuple((text(old), text(new)) for old, new in corrections.rename),
    )
