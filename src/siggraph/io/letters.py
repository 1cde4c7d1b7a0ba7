"""letter.toml: a letter and its editions as values, with their documents and an editor's corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from siggraph.document import Corrections
from siggraph.errors import InputError
from siggraph.io.documents import Document, read_document
from siggraph.io.fields import LANGUAGE, MOST, PLACE, SLUG, Fields, is_file_name, read_toml, shown
from siggraph.model import Edition, Finding, Letter, StatedCounts

LAYOUTS = ("numbered", "bulleted", "lines", "paragraph", "table", "records", "sentence")
_POSITIONS = ("for", "against", "none")
_EXTENTS = ("full", "additions", "extract")
_READING = ("layout", "range", "skip", "split", "merge", "rename")
_PAIR = 2  # lines of a range; parts of a split, at least


@dataclass(frozen=True, slots=True)
class Printing:
    """An edition as letter.toml describes it, its document, and what an editor says of its reading."""

    edition: Edition
    document: Document
    corrections: Corrections = field(default_factory=Corrections)


def read_letters(folder: Path) -> tuple[tuple[tuple[Letter, tuple[Printing, ...]], ...], tuple[Finding, ...]]:
    """Read the letters of a corpus by date, then id; one that cannot be read becomes a finding.

    Raises InputError where there are letters and none can be read.
    """
    letters: list[tuple[Letter, tuple[Printing, ...]]] = []
    errors: list[InputError] = []
    for path in sorted(folder.glob("letters/*/letter.toml")):
        try:
            letters.append(read_letter(path))
        except InputError as error:
            errors.append(error)
    if errors and not letters:
        raise errors[0]
    prefix = f"{folder.as_posix()}/"  # a build is the same wherever its corpus stands
    findings = tuple(
        Finding(
            "error",
            "letter-unreadable",
            Path(error.where).as_posix().removeprefix(prefix),
            f"the letter is left out: {error.what}",
            error.remedy or "mend the file",
        )
        for error in errors
    )
    return tuple(sorted(letters, key=lambda pair: (pair[0].date, pair[0].id))), findings


def read_letter(toml: Path) -> tuple[Letter, tuple[Printing, ...]]:
    """Read one letter.toml with its editions; the letter's identifier is the name of its folder.

    Raises
    ------
    InputError
        With the file and the key, or the edition's file and line.
    """
    config = read_toml(toml)
    letter = toml.parent.name
    if not SLUG.fullmatch(letter):
        raise InputError(f"'{letter}' is no identifier", where=str(toml.parent), remedy="use a-z, 0-9, dot and dash")
    printings: list[Printing] = []
    for entry in config.each("editions", "edition"):
        printing = _printing(entry, letter)
        for other in printings:
            if other.edition.id == printing.edition.id or other.document.name == printing.document.name:
                raise entry.error(
                    "an edition before it has its id or its file", "give each its own id and its own file"
                )
        printings.append(printing)
    if not printings:
        raise config.error("no [[editions]]", "name at least one edition with its id and file")
    noun = Letter(
        id=letter,
        title=_title(config),
        date=config.date("date"),
        date_method=config.text("date_method", "printed"),
        issue=config.text("issue", ""),
        position=config.choice("position", _POSITIONS, "none"),
        targets=config.texts("targets", '["CN"]', PLACE),
        addressees=config.texts("addressees", '["the Secretary-General"]'),
        languages=tuple(dict.fromkeys(p.edition.language for p in printings if p.edition.language)),
        stated=_stated(config),
        unresolved=config.count("unresolved") or 0,
        unresolved_reason=config.text("unresolved_reason", ""),
        withheld_decision=config.text("withheld_decision", ""),
        note=config.text("note", ""),
    )
    if noun.unresolved and not noun.unresolved_reason.strip():
        raise config.error("'unresolved' without 'unresolved_reason'", "write why they are missing")
    return noun, tuple(printings)


def _title(config: Fields) -> dict[str, str]:
    if isinstance(config.table.get("title"), str):
        title = config.text("title", "")
        return {"und": title} if title else {}
    titles = config.below("title")
    for tag in titles.table:
        if not LANGUAGE.fullmatch(tag):
            raise titles.error(f"{shown(tag)} is no language tag", 'such as en = "An open letter"')
    return {tag: titles.text(tag) for tag in sorted(titles.table)}


def _printing(entry: Fields, letter: str) -> Printing:
    short, file = entry.text("id"), entry.text("file")
    if not SLUG.fullmatch(short):
        raise entry.error(f"'id' is {shown(short)}", "use a-z, 0-9, dot and dash")
    if not is_file_name(file):
        raise entry.error(f"'file' is {shown(file)}", "a plain file name; the file stands beside letter.toml")
    path = entry.path.parent / file
    if not path.exists():
        raise entry.error(
            f"'file' is {shown(file)}, which is not there", "put it beside letter.toml, or correct the name"
        )
    document = read_document(path)
    edition = Edition(
        id=f"{letter}/{short}",
        letter=letter,
        language=entry.language("language"),
        date=entry.date("date"),
        source=entry.text("source", ""),
        extent=entry.choice("extent", _EXTENTS, "full"),
        sha256=document.sha256,
        published_sha256=entry.text("published_sha256", ""),
        stated=_stated(entry),
    )
    return Printing(edition, document, _corrections(entry.below("reading")))


def _stated(entry: Fields) -> StatedCounts:
    stated = entry.below("stated")
    return StatedCounts(stated.count("total"), stated.count("named"), stated.count("withheld"))


# -- corrections --------------------------------------------------------------------------------------------------


def _corrections(entry: Fields) -> Corrections:
    """Read what an editor says of the reading: ``[editions.reading]``."""
    unknown = [key for key in entry.table if key not in _READING]
    if unknown:
        raise entry.error(f"{shown(unknown[0])} is no key of it", f"one of {', '.join(_READING)}")
    first, last = _range(entry)
    return Corrections(
        layout=entry.choice("layout", LAYOUTS, LAYOUTS[0]) if entry.table.get("layout") else "",
        first=first,
        last=last,
        skip=entry.texts("skip", '["Page 2"]'),
        split=tuple(_split(part) for part in entry.each("split", "split")),
        merge=_merge(entry),
        rename=_rename(entry),
    )


def _range(entry: Fields) -> tuple[int, int]:
    value = entry.table.get("range", [0, 0])
    whole = isinstance(value, list) and all(isinstance(x, int) and not isinstance(x, bool) for x in value)
    if not whole or len(value) != _PAIR or not (0 <= value[0] <= MOST and 0 <= value[1] <= MOST):
        raise entry.wrong("range", value, "a first and a last line", "[12, 80], with 0 for no bound")
    first, last = value
    if last and first > last:
        raise entry.error(f"'range' begins at line {first} and ends at {last}", "write the first line before the last")
    return first, last


def _split(entry: Fields) -> tuple[str, tuple[str, ...]]:
    name, parts = entry.text("name"), entry.texts("into", '["A", "B"]')
    if len(parts) < _PAIR:
        raise entry.error("'into' names fewer than two parts", 'such as into = ["A", "B"]; skip takes a name out')
    return name, parts


def _merge(entry: Fields) -> tuple[tuple[str, ...], ...]:
    runs = entry.table.get("merge", [])
    example = '[["first half", "second half"]]'
    if not isinstance(runs, list) or not all(isinstance(run, list) for run in runs):
        raise entry.wrong("merge", runs, "a list of lists of texts", example)
    for run in runs:
        if len(run) < _PAIR or not all(isinstance(name, str) and name.strip() for name in run):
            raise entry.error("'merge' holds a run of fewer than two names", f"such as merge = {example}")
    return tuple(tuple(run) for run in runs)


def _rename(entry: Fields) -> tuple[tuple[str, str], ...]:
    names = entry.below("rename")
    return tuple((name, names.text(name)) for name in names.table)
