"""Changing: a signature is withdrawn, a value is corrected; public, dated acts that take nothing away (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from siggraph.errors import UsageError
from siggraph.io.corpus import PROPERTIES, SENSITIVE, TABLES, CorpusSource, check_value, read_corpus
from siggraph.io.fields import is_date
from siggraph.io.staging import locked
from siggraph.model import Claim, Corpus, Signature
from siggraph.names import fold
from siggraph.workspace.building import run_line
from siggraph.workspace.common import labels_of
from siggraph.workspace.curating import writable
from siggraph.workspace.ledger import numbered_rows, revise

_METHODS = ("printed", "registry", "lookup", "editorial", "recalled")  # how a person may know a value
_FEW = 5  # signatures named in an error
_SCHEMES = {"seat": "place", "concern": "place", "type": "type", "focus": "focus", "scope": "scope"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a corrected value should be: the value, its method, confidence, source and the words that say so."""

    value: str
    method: str = "editorial"
    confidence: float = 0.95
    source: str = ""
    quote: str = ""


def withdraw(folder: Path, signature: str, *, on: str, source: str, why: str = "") -> tuple[str, ...]:
    """Record that a signatory has withdrawn; the listing stays as printed, the signature no longer stands.

    Parameters
    ----------
    folder
        The corpus; locked meanwhile.
    signature
        Its identifier, or a printed name that one signature alone has.
    on
        The day of the withdrawal, ISO 8601: a day, a month or a year.
    source
        A row of sources.tsv, an address, or who asked, in words.
    why
        The reason, as it is to be read by everybody.

    Returns
    -------
    tuple of str
        Remarks for people.

    Raises
    ------
    UsageError
        The corpus is the packaged one, or none; no such signature; no date, or one before the letter; no source; it is
        withdrawn already; the reason or the source names an individual.
    """
    if not is_date(on):
        raise UsageError(f"'{on}' is no date", remedy="such as 2026-03-05")
    if not source.strip():
        raise UsageError("a withdrawal needs its source", remedy="--source says where it is told, or who asked")
    with _laid_out(folder) as given:
        corpus = run_line(given)
        found = _signature(corpus, signature)
        if found.status == "withdrawn":
            raise UsageError(f"'{found.id}' is withdrawn already", remedy="changes.tsv has the row")
        dated = next((letter.date for letter in corpus.letters if letter.id == found.letter), "")
        if (shorter := min(len(on), len(dated))) and on[:shorter] < dated[:shorter]:
            raise UsageError(f"'{on}' is before the letter, which is of {dated}", remedy="say when it has withdrawn")
        if found.capacity == "person" and _names_them(found, f"{why} {source}"):
            what = "the reason or the source names the individual, and everybody may read it"
            raise UsageError(what, remedy="say it without the name, which stands with the printed line alone")
        change = _new_id(given, "withdrawal", found.id, on)
        _record(folder, change, "withdrawal", found.id, on, why or "the signatory has withdrawn", source)
    name = "an individual" if found.capacity == "person" else f"'{found.names[0]}'"
    told = [f"{name} has withdrawn from {found.letter} ({on}); the printed line stays"]
    others = [
        s.id
        for s in corpus.signatures
        if s.organisation and s.organisation == found.organisation and s.letter == found.letter and s.id != found.id
    ]
    if others:
        told.append(f"the same body signs this letter once more: {', '.join(others)}")
    return (*told, "build again to see it")


@contextmanager
def _laid_out(folder: Path) -> Iterator[CorpusSource]:
    """Open a corpus for a change: it may be written, it is locked, it is read."""
    writable(folder)
    if not (folder / "corpus.toml").is_file():
        read_corpus(folder)  # says what is missing, before the lock would make the folder
    with locked(folder):
        yield read_corpus(folder)


def _signature(corpus: Corpus, wanted: str) -> Signature:
    name = fold(wanted)
    exact = [s for s in corpus.signatures if s.id == wanted]
    named = exact or [s for s in corpus.signatures if name and name in map(fold, s.names)]
    if len(named) == 1:
        return named[0]
    if not named:
        raise UsageError(
            f"no signature '{wanted}'", remedy="signatures.tsv of a build lists them; a printed name will do"
        )
    ids = ", ".join(s.id for s in named[:_FEW])
    raise UsageError(f"{len(named)} signatures print '{wanted}': {ids}", remedy="name one of them")


def _names_them(signature: Signature, text: str) -> bool:
    told = f" {fold(text)} "
    return any(f" {fold(name)} " in told for name in signature.names if fold(name))


def correct(
    folder: Path, claim: str, *, on: str, by: str, why: str, value: Value | None = None, source: str = ""
) -> tuple[str, ...]:
    """Deprecate a value of a body, and say what is right where that is known; what was said stays, with its reason.

    Parameters
    ----------
    folder
        The corpus; locked meanwhile.
    claim
        Identifier of the claim (``claims-all.tsv`` of a build).
    on, by, why
        The day, the person, the reason in words.
    value
        The right value; ``None`` where none is known.
    source
        What the correction rests on where no value is given; else the value's own source is.

    Returns
    -------
    tuple of str
        Remarks for people.

    Raises
    ------
    UsageError
        The corpus is the packaged one, or none; no such claim; no reason or date; it is deprecated already; the new
        value cannot be one.
    """
    if not why.strip():
        raise UsageError("a correction needs its reason", remedy="--why says it")
    if not is_date(on):
        raise UsageError(f"'{on}' is no date", remedy="such as 2026-03-05")
    with _laid_out(folder) as given:
        corpus = run_line(given)
        wrong = _claim(corpus, claim)
        right = [] if value is None else [_right(corpus, wrong, value, on, by, why)]
        # The change first: killed between the two tables, the same command does the rest.
        told = value.source if value else source
        begun = next((c.id for c in given.changes if (c.about, c.reason, c.source) == (claim, why, told)), "")
        change = begun or _new_id(given, "correction", claim, on)
        if not begun:
            _record(folder, change, "correction", claim, on, why, told)
        _deprecate(folder, wrong, [_struck(wrong, change, on, by, why)], right, why)
    after = f"; now {value.value} ({value.method})" if value else ""
    return (
        f"{wrong.property} {wrong.value} of {_name(corpus, wrong.about)} is deprecated{after}",
        "build again to see it",
    )


def _claim(corpus: Corpus, wanted: str) -> Claim:
    found = next((c for c in corpus.claims if c.id == wanted), None)
    if found is None:
        raise UsageError(f"no claim '{wanted}'", remedy="claims-all.tsv of a build lists them")
    if found.rank == "deprecated":
        raise UsageError(f"'{wanted}' is deprecated already", remedy="nothing to do")
    if not found.value:
        raise UsageError(f"'{wanted}' says nothing that could be wrong", remedy="write a row of claims.tsv instead")
    return found


def _deprecate(
    folder: Path, wrong: Claim, struck: Sequence[Mapping[str, object]], right: Sequence[Mapping[str, object]], why: str
) -> None:
    """Write claims.tsv: a curated row loses its rank; what a rule says gets a row that deprecates it for every rule."""
    path, columns = folder / "claims.tsv", TABLES["claims"]
    standing = {row["id"]: (number, row) for number, row in numbered_rows(path, columns)}
    if wrong.id not in standing:
        revise(path, columns, [*struck, *right])
        return
    number, row = standing[wrong.id]
    note = f"{row['note']}; {why}" if row["note"] else why
    revise(path, columns, right, {number: {"rank": "deprecated", "note": note}})


def _name(corpus: Corpus, about: str) -> str:
    return next((f"'{body.name}'" for body in corpus.organisations if body.id == about), about)


def _struck(wrong: Claim, change: str, on: str, by: str, why: str) -> Mapping[str, object]:
    row = {"about": wrong.about, "property": wrong.property, "value": wrong.value, "confidence": "0",
           "method": "editorial", "rank": "deprecated", "source": change, "by": by, "on": on, "note": why}  # fmt: skip
    return {"id": _id("k", *map(str, row.values())), **row}


def _right(corpus: Corpus, wrong: Claim, value: Value, on: str, by: str, why: str) -> Mapping[str, object]:
    if value.value == wrong.value:
        raise UsageError(f"the new value is the old one, '{value.value}'", remedy="say what is right")
    if value.method not in _METHODS:
        raise UsageError(f"the method is '{value.method}'", remedy=f"one of {', '.join(_METHODS)}")
    if value.method != "recalled" and not value.source.strip():
        raise UsageError(f"a value with the method {value.method} needs its source", remedy="--source names it")
    if value.method == "recalled" and wrong.property in SENSITIVE:
        raise UsageError(f"a {wrong.property} may not rest on what is merely recalled", remedy="name --source")
    if not 0 <= value.confidence <= 1:
        raise UsageError(f"the confidence is {value.confidence}", remedy="a probability, from 0 to 1")
    if fault := _value_fault(corpus, wrong.property, value.value):
        raise UsageError(f"'{value.value}' is no {wrong.property}", remedy=fault)
    same = (wrong.about, wrong.property, value.value)
    if any(c.rank == "deprecated" and (c.about, c.property, c.value) == same for c in corpus.claims):
        what = f"the {wrong.property} {value.value} is deprecated for this body"
        raise UsageError(what, remedy="to take a correction back, clear that rank in claims.tsv by hand")
    row = {"about": wrong.about, "property": wrong.property, "value": value.value, "confidence": value.confidence,
           "method": value.method, "rank": "preferred", "source": value.source, "quote": value.quote, "by": by,
           "on": on, "note": why}  # fmt: skip
    return {"id": _id("k", *map(str, row.values())), **row}


def _value_fault(corpus: Corpus, name: str, value: str) -> str:
    """Return what is wrong with a new value: its form, a code that no scheme has, a parent that is no body here."""
    if not value.strip():
        return "leave it out where the right value is not known"
    if name in PROPERTIES and (fault := check_value(name, value)):
        return fault
    country = value.partition("-")[0] if name == "concern" else value
    known = labels_of()
    if name in _SCHEMES and not {f"{_SCHEMES[name]}/{code}" for code in (value, country)} & known.keys():
        return f"the scheme {_SCHEMES[name]} has no such code"
    if name == "part_of" and value not in {body.id for body in corpus.organisations}:
        return "write the id of a body, from organisations.tsv"
    return ""


def _new_id(given: CorpusSource, kind: str, about: str, on: str) -> str:
    taken = {change.id for change in given.changes}
    number = 0
    while (identifier := _id("x", kind, about, on, str(number))) in taken:
        number += 1
    return identifier


def _record(folder: Path, change: str, kind: str, about: str, on: str, why: str, source: str) -> None:
    row = {"id": change, "on": on, "kind": kind, "about": about, "reason": why, "source": source}
    revise(folder / "changes.tsv", TABLES["changes"], [row])


def _id(prefix: str, *parts: str) -> str:
    return f"{prefix}-{sha256(chr(10).join(parts).encode()).hexdigest()[:10]}"
