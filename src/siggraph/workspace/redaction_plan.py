"""The plan of a redaction: every file of a corpus as it will be, made and checked before anything is written."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from siggraph.errors import SiggraphError, UsageError
from siggraph.io.corpus import TABLES, read_corpus
from siggraph.io.documents.encodings import decode
from siggraph.io.letter_text import reading, with_reading
from siggraph.io.letters import Printing
from siggraph.io.tables import read_text
from siggraph.letters.masked import is_wholly_masked
from siggraph.model import Balance, Corpus, Finding, StatedCounts
from siggraph.workspace.building import run_line
from siggraph.workspace.redaction_editions import MaskedEdition, masked_edition
from siggraph.workspace.redaction_texts import (
    Masker,
    in_edition,
    masked_table,
    masked_toml,
    reencoded,
    with_file,
    without_published_digest,
)

if TYPE_CHECKING:
    from siggraph.io.corpus import CorpusSource

_PASSED_OVER = frozenset({".git", ".cache"})


@dataclass(slots=True)
class Plan:
    """What will be written and removed, by name inside the corpus; how often names were masked; remarks.

    ``names`` are the names of listings before and after, by listing: a body has the name of the one that it is of.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    count: int = 0
    remarks: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)


def plan_of(source: CorpusSource, corpus: Corpus, masker: Masker, letter: str, on: str) -> Plan:
    """Return what a redaction will write; nothing is written here.

    Parameters
    ----------
    source, corpus
        The corpus as it was read, and what the line made of it.
    masker
        What masks.
    letter
        The one letter to change; blank for all, and for the tables.
    on
        The date of the act.

    Raises
    ------
    UsageError
        An identifier holds the name, or a list would no longer be read as it is.
    """
    plan = Plan()
    masker.count = 0
    for one, printings in source.letters:
        if letter in {"", one.id}:
            if masker.holds(one.id):
                raise UsageError(
                    "the identifier of a letter holds the name, and listings and signatures are named by it",
                    where=f"letters/{one.id}",
                    remedy="rename its folder, and its identifier in organisations.tsv and judgements.tsv, first",
                )
            _letter(plan, source.folder, one.id, printings, masker)
    plan.count = masker.count
    _tables(plan, source.folder, corpus, masker, letter, on)
    if not letter:
        _others(plan, source.folder, masker)
    plan.count = masker.count
    return plan


def _letter(plan: Plan, folder: Path, letter: str, printings: Sequence[Printing], masker: Masker) -> None:
    """Plan the editions of a letter and its letter.toml."""
    where = f"letters/{letter}"
    before = read_text(folder / where / "letter.toml")
    plan.done.add(f"{where}/letter.toml")
    toml = masked_toml(before, masker, f"{where}/letter.toml")
    names = {printing.document.name for printing in printings}
    for printing in printings:
        path = folder / where / printing.document.name
        plan.done.add(f"{where}/{path.name}")
        made = masked_edition(path.read_bytes(), path.name, masker, printing.corrections, printing.edition.id)
        if made is None:
            continue
        there = path.parent / made.file
        left = there.is_file() and there.read_bytes() == made.content  # by a redaction that was killed
        if made.file != path.name and (made.file in names or (there.exists() and not left)):
            raise UsageError(f"'{made.file}' is there already", where=where, remedy="rename it, and try again")
        toml = _described(toml, printing, made, f"{where}/letter.toml")
        plan.files[f"{where}/{made.file}"] = made.content
        plan.names.update(made.names)
        plan.sources.add(printing.edition.source)
        if made.file != path.name:
            plan.removed.add(f"{where}/{path.name}")
        if made.remark:
            plan.remarks.append(f"{printing.edition.id}: {made.remark}")
    if toml != before:
        plan.files[f"{where}/letter.toml"] = toml.encode()


def _described(toml: str, printing: Printing, made: MaskedEdition, where: str) -> str:
    """Return letter.toml with what has changed of a masked edition."""
    short = printing.edition.id.rpartition("/")[2]

    def edit(block: str) -> str:
        return with_file(without_published_digest(block), made.file)

    toml = in_edition(toml, short, edit, where)
    wanted = tomllib.loads(f"[[editions]]\n{reading(made.corrections)}")["editions"][0].get("reading", {})
    if next(e for e in tomllib.loads(toml)["editions"] if e.get("id") == short).get("reading", {}) != wanted:
        other = with_reading(toml, short, made.corrections)
        if other is None:
            raise UsageError(
                f"the corrections of '{short}' cannot be rewritten", where=where, remedy="write them as tables"
            )
        toml = other
    if made.stated is None:
        return toml
    stated = printing.edition.stated
    return in_edition(toml, short, lambda block: block if stated != StatedCounts() else _stating(block, made), where)


def _stating(block: str, made: MaskedEdition) -> str:
    """Return the block of an edition with the counts that its text stated."""
    stated = made.stated or StatedCounts()
    told = {"total": stated.total, "named": stated.named, "withheld": stated.withheld}
    lines = "".join(f"{key} = {value}\n" for key, value in told.items() if value is not None)
    return f"{block.rstrip()}\n\n[editions.stated]\n{lines}\n" if lines else block


def _tables(plan: Plan, folder: Path, corpus: Corpus, masker: Masker, letter: str, on: str) -> None:
    """Plan corpus.toml and the hand-kept tables; with one letter, the rows of bodies that stand in it alone."""
    bodies = frozenset(
        body.id
        for body in corpus.organisations
        if all(is_wholly_masked(masker.text(name)) for name in body.names)
        and all(not letter or listing.startswith(f"{letter}/") for listing in body.listings)
    )
    masker.count = plan.count
    toml = read_text(folder / "corpus.toml")
    plan.done.add("corpus.toml")
    if not letter and (made := masked_toml(toml, masker, "corpus.toml")) != toml:
        plan.files["corpus.toml"] = made.encode()
    sources = frozenset(plan.sources - {""})
    for name in TABLES:
        path = folder / f"{name}.tsv"
        plan.done.add(path.name)
        if path.is_file():
            text = read_text(path)
            made = masked_table(name, text, masker, bodies=bodies, sources=sources, on=on, others=not letter)
            made = _as_printed(made, plan) if name == "organisations" else made
            if made != text:
                plan.files[path.name] = made.encode()


def _as_printed(table: str, plan: Plan) -> str:
    """Return organisations.tsv with the names that their listings have now: a name may run over two of them."""
    head, *lines = table.split("\n")
    columns = head.rstrip("\r").split("\t")
    made = [head]
    for line in lines:
        row = dict(zip(columns, line.split("\t"), strict=False))
        was, now = plan.names.get(row.get("anchor", ""), ("", ""))
        if was and row.get("name") == was:
            line = "\t".join({**row, "name": now}.values())  # noqa: PLW2901 - the line as it will be
        made.append(line)
    return "\n".join(made)


def _others(plan: Plan, folder: Path, masker: Masker) -> None:
    """Plan every other text that stands in the corpus; what is no text is left to the scan."""
    for name in _files(folder):
        if name not in plan.done:
            content = (folder / name).read_bytes()
            with suppress(SiggraphError):
                text = decode(content, name).text
                if (made := masker.text(text)) != text:
                    plan.files[name] = reencoded(content, made)[0]


def _files(folder: Path) -> Iterator[str]:
    """Yield the files of a corpus, less what is fetched, versioned or locked; a build in it is made anew."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if _PASSED_OVER.isdisjoint(inside.parts) and path.is_file() and not path.is_symlink():
            if path.name.startswith(".siggraph-") or _is_built(folder, inside):
                continue
            yield inside.as_posix()


def _is_built(folder: Path, inside: Path) -> bool:
    return any((folder / parent / "store" / "current").is_file() for parent in inside.parents)


# -- checked before it is written -----------------------------------------------------------------------------------


def unlike(plan: Plan, source: CorpusSource, before: Corpus) -> tuple[Finding, ...]:
    """Read the corpus as it will be; returns a warning for every letter whose balance sheet changes.

    Raises UsageError where it could not be read, or would have other listings.
    """
    with tempfile.TemporaryDirectory(prefix="siggraph-") as aside:
        shadow = Path(aside) / "corpus"
        for name in {*_files(source.folder), *plan.files} - plan.removed:
            path = shadow / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(plan.files[name] if name in plan.files else (source.folder / name).read_bytes())
        try:
            after = run_line(read_corpus(shadow))
        except SiggraphError as error:
            where = error.where.removeprefix(f"{shadow}/")
            raise UsageError(
                f"without the name the corpus cannot be read: {error.what}", where=where, remedy=error.remedy
            ) from error
    was, now = [x.id for x in before.listings], [x.id for x in after.listings]
    if was != now:
        raise UsageError("without the name the corpus has other listings; nothing was changed")
    sheets = {sheet.letter: sheet for sheet in after.balances}
    return tuple(
        Finding(
            "warning",
            "balance-changed",
            sheet.letter,
            f"its sheet changes: {_told(sheet)} before, {_told(sheets[sheet.letter])} now",
            "a body that stood twice is no longer known as one, or two editions are no longer matched",
        )
        for sheet in before.balances
        if _told(sheet) != _told(sheets[sheet.letter])
    )


def _told(sheet: Balance) -> str:
    return (
        f"{sheet.named} named, {sheet.organisations} organisations, {sheet.repeated} repeated, "
        f"{sheet.individuals} individuals"
    )
