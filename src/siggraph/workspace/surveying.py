"""Surveying: what each document of a folder is, who signs it, and which documents are editions of one letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from siggraph.document import Corrections, Document
from siggraph.errors import SiggraphError
from siggraph.io.documents import document_of
from siggraph.io.fields import LANGUAGE, is_date
from siggraph.io.tables import Row
from siggraph.names import clean, squash
from siggraph.workspace.common import read_tables
from siggraph.workspace.editions import content_of, digest, free, look, slug, word_lists

if TYPE_CHECKING:
    from siggraph.letters.parse import Reading

_DAYS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d) ?[年년] ?(?P<m>\d\d?) ?[月월] ?(?P<d>\d\d?) ?[日일]"),
    re.compile(r"(?<!\d)(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>(?:19|20)\d\d)(?!\d)"),
)
_VERSION = re.compile(
    r"[-_. ]*(?:\b|_)(?:edition|ed|version|ver|v|revision|rev)[-_. ]?\d{1,3}(?:[-_. ]+[\d-]{4,10})?$", re.IGNORECASE
)
_LONGEST_TITLE = 200
_FEWEST = 5  # names of a list from which names alone can tell that two documents are one letter
_ALIKE, _WITHIN = 0.6, 0.8  # share of all names in common; share of the shorter list's
_VOTES = 3  # lines of prose that must speak for a language, at least


@dataclass(frozen=True, slots=True)
class Look:
    """One document as it was looked at: its rows for the two sheets; ``failed`` where nothing was read in it."""

    file: str
    sha256: str
    title: str = ""
    date: str = ""
    language: str = ""
    names: tuple[Row, ...] = ()
    doubts: tuple[str, ...] = ()
    failed: bool = False


Task = tuple[str, str, Corrections]  # path, name in the sheet, corrections


def look_at(path: str, file: str, corrections: Corrections) -> Look:
    """Read one document; whatever goes wrong becomes a doubt."""
    sha256 = ""
    try:
        content = content_of(Path(path))
        sha256 = digest(content)
        document = document_of(content, Path(path).name, file)
        return _look(file, sha256, *look(document, file, corrections))
    except SiggraphError as error:
        told = f"{error.what} ({error.remedy})" if error.remedy else error.what
        return Look(file, sha256, doubts=(told,), failed=True)
    except Exception as error:  # noqa: BLE001 - one bad file never stops the rest, whatever is wrong with it or with us
        told = f"it could not be read: {type(error).__name__}: {error} (please report this file)"
        return Look(file, sha256, doubts=(told,), failed=True)


def looks(tasks: Sequence[Task], jobs: int) -> Iterator[Look]:
    """Look at documents, in their order, in several processes where asked.

    A document that ends its process (a library that crashes, memory that runs out) is named, and ends no other.
    """
    if jobs <= 1 or len(tasks) <= 1:
        yield from (look_at(*task) for task in tasks)
        return
    done = 0
    with _pool(min(jobs, len(tasks))) as pool:
        futures = [pool.submit(look_at, *task) for task in tasks]
        try:
            for future in futures:
                yield future.result()
                done += 1
        except BrokenProcessPool:
            pass
    for task in tasks[done:]:
        with _pool(1) as pool:
            try:
                made = pool.submit(look_at, *task).result()
            except BrokenProcessPool:
                made = Look(task[1], "", doubts=("reading it ended the program that read it",), failed=True)
        yield made


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _look(file: str, sha256: str, document: Document, reading: Reading) -> Look:
    errors = [finding for finding in reading.findings if finding.severity == "error"]
    told = [f"{x.message} ({x.remedy})" if x.severity == "error" else x.message for x in reading.findings]
    prose = _prose(document, [(x.begin, x.end) for x in reading.listings])
    date, how = _date(document, file, prose)
    doubts = dict.fromkeys((*told, *document.remarks, *reading.doubts, *([how] if how and not errors else ())))
    names = tuple(
        {"file": file, "n": str(x.position), "name": x.name, "kind": x.kind, "country": x.country, "heading": x.heading,
         "line": str(x.line), "keep": "yes", "split": "", "joins previous": "", "as read": x.name}
        for x in reading.listings
    )  # fmt: skip
    language = _language(document, file, prose)
    return Look(file, sha256, _title(document, file, prose), date, language, names, tuple(doubts), bool(errors))


def _prose(document: Document, listed: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """Return kind and text of what stands outside the list."""
    taken = sorted(listed)
    found: list[tuple[str, str]] = []
    at = 0
    for begin, end, kind in _pieces(document):
        while at < len(taken) and taken[at][1] <= begin:
            at += 1
        if at == len(taken) or taken[at][0] >= end:
            text = clean(document.text[begin:end])
            if text:
                found.append((kind, text))
    return found


def _pieces(document: Document) -> Iterable[tuple[int, int, str]]:
    if document.blocks:
        return sorted((block.begin, block.end, block.kind) for block in document.blocks)
    return [(match.start(), match.end(), "line") for match in re.finditer(r"[^\r\n]+", document.text)]


def _title(document: Document, file: str, prose: Sequence[tuple[str, str]]) -> str:
    """Return what the format calls the title, else the first heading, else the first line of several words."""
    lines = [text for kind, text in prose if kind == "line"]
    first = [text for kind, text in prose if kind == "heading"] or [text for text in lines if " " in text]
    first = first or [text for text in lines if len(text) > _FEWEST]  # a script without spaces
    stem = PurePosixPath(file).stem.replace("_", " ").replace("-", " ")
    return clean(document.meta.get("title", "") or (first[0] if first else stem))[:_LONGEST_TITLE]


def _date(document: Document, file: str, prose: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the day of a document and, where it is a guess, how it is known."""
    told = document.meta.get("date", "")[:10]
    if told and is_date(told):
        return told, ""
    places = [(PurePosixPath(file).stem, "date: from the file's name")]
    places.extend((text, "date: the first one in the text") for _, text in prose)
    for text, how in places:
        for form in _DAYS:
            for match in form.finditer(text):
                day = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
                if is_date(day):
                    return day, how
    return "", ""


def _language(document: Document, file: str, prose: Sequence[tuple[str, str]]) -> str:
    """Return the language that the format tells, or the file's name, or most lines of the text."""
    from siggraph.letters.language import language_of

    told = document.meta.get("language", "").replace("_", "-")
    if told and LANGUAGE.fullmatch(told):
        return told
    words = word_lists()
    votes = Counter(found for _, text in prose[:500] if (found := language_of(text, words)))
    best = votes.most_common(2)
    clear = best and best[0][1] >= _VOTES and (len(best) == 1 or best[0][1] > 2 * best[1][1])
    read = best[0][0] if clear else ""
    _, named = _parted(PurePosixPath(file).stem)  # letter-uk may be of the United Kingdom, letter-zh-Hant tells more
    return named if named and (not read or named.partition("-")[0].casefold() == read.partition("-")[0]) else read


# -- which documents are one letter -------------------------------------------------------------------------------


def _languages() -> frozenset[str]:
    tables = read_tables()
    return frozenset(row["language"] for name in ("language_marks", "place_names") for row in tables[name])


def _parted(stem: str) -> tuple[str, str]:
    """Part a file's stem into the name of the letter and the language at its end, versions and their days left out.

    >>> _parted("open-letter_ed2-2026-03-05"), _parted("open-letter.zh-Hant"), _parted("letter-2019")
    (('open-letter', ''), ('open-letter', 'zh-Hant'), ('letter-2019', ''))
    """
    language = ""
    for _ in range(3):
        before = stem
        stem = _VERSION.sub("", stem) or stem
        match = re.fullmatch(r"(.+?)[-_. (]+([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\)?", stem)
        if match and not language and match[2].partition("-")[0].partition("_")[0].casefold() in _languages():
            stem, language = match[1], match[2].replace("_", "-")
        if stem == before:
            break
    return stem, language


def propose(rows: Sequence[Row], names: Mapping[str, Sequence[str]], fresh: AbstractSet[str]) -> None:
    """Fill in the letter and the edition of fresh rows that have none yet, and doubts about who belongs together.

    Parameters
    ----------
    rows
        Rows of the sheet letters; those with a letter keep it.
    names
        The names of each file.
    fresh
        The files for which a letter may be proposed.
    """
    shared = _Shared.of(names)
    open_rows = [row for row in rows if not row["letter"] and row["file"] in fresh]
    by_stem: dict[str, list[Row]] = {}
    for row in rows:
        if names.get(row["file"]):
            by_stem.setdefault(_stem_key(row["file"]), []).append(row)
    letters = {row["file"]: row["letter"] for row in rows if row["letter"]}
    for row in open_rows:
        same = [other["letter"] for other in by_stem[_stem_key(row["file"])] if other["letter"]]
        alike = same or [letters[file] for file in shared.alike(row["file"]) if file in letters]
        row["letter"] = alike[0] if alike else _new_id(row["file"], by_stem, set(letters.values()))
        letters[row["file"]] = row["letter"]
    for row in open_rows:
        row["edition"] = row["edition"] or _edition_id(row, rows)
        for file, told in shared.within(row["file"]):
            if letters.get(file) != row["letter"]:
                row["doubts"] = "; ".join(filter(None, (row["doubts"], told)))
                break


@dataclass(frozen=True, slots=True)
class _Shared:
    """The names of each file, and the files of each name."""

    names: Mapping[str, frozenset[str]]
    files: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, names: Mapping[str, Sequence[str]]) -> _Shared:
        keys = {file: frozenset(map(squash, found)) for file, found in names.items()}
        files: dict[str, list[str]] = {}
        for file, found in keys.items():
            for name in sorted(found):
                files.setdefault(name, []).append(file)
        return cls(keys, files)

    def common(self, file: str) -> list[tuple[str, int, int]]:
        """Return the files that share names with this one, how many, and how many the shorter list has."""
        mine = self.names[file]
        counts = Counter(other for name in sorted(mine) for other in self.files[name] if other != file)
        return [(x, n, few) for x, n in counts.items() if (few := min(len(mine), len(self.names[x]))) >= _FEWEST]

    def alike(self, file: str) -> list[str]:
        """Return the files with mostly the same names, the likest first."""
        size = {x: len(self.names[file] | self.names[x]) for x, _, _ in self.common(file)}
        found = sorted((-n / size[x], x) for x, n, _ in self.common(file) if n >= _ALIKE * size[x])
        return [x for _, x in found]

    def within(self, file: str) -> list[tuple[str, str]]:
        """Return the files of which one of two lists stands nearly whole in the other, with words about it."""
        found = sorted((-n, x) for x, n, few in self.common(file) if n >= _WITHIN * few)
        return [(x, f"{-n} of its {len(self.names[file])} names stand in {x} too: one letter?") for n, x in found]


def _stem_key(file: str) -> str:
    """Return the key that editions of one letter share: folder and stem, less languages and versions."""
    path = PurePosixPath(file)
    return "/".join(_parted(part)[0].casefold() for part in (*path.parent.parts, path.stem))


def _new_id(file: str, by_stem: Mapping[str, Sequence[Row]], taken: set[str]) -> str:
    """Return an identifier of a new letter: its stem, with its folder before it where other folders have the same."""
    path = PurePosixPath(file)
    key = _stem_key(file)
    shared = len(by_stem[key]) > 1
    stem = _parted(path.stem)[0] if shared else path.stem
    common = sum(other.rpartition("/")[2] == key.rpartition("/")[2] for other in by_stem) > 1
    folder = _parted(path.parent.name)[0] if shared else path.parent.name
    return free(slug(f"{folder}-{stem}" if common else stem) or "letter", taken.__contains__)


def _edition_id(row: Row, rows: Sequence[Row]) -> str:
    taken = {other["edition"] for other in rows if other["letter"] == row["letter"] and other is not row}
    path = PurePosixPath(row["file"])
    stem, folder = slug(path.stem) or "edition", slug(path.parent.name)
    wanted = f"{folder}-{stem}" if stem in taken and folder else stem
    return free(wanted, taken.__contains__)
