"""Redacting: a name is masked in the corpus's own source; what was built of it is built anew and looked through."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from siggraph.errors import InputError, UsageError
from siggraph.io.corpus import read_corpus
from siggraph.io.resources import resource
from siggraph.io.staging import locked
from siggraph.model import Corpus, Finding
from siggraph.names import clean, is_acronym, script_of
from siggraph.organisations.masking import Target, alone, key_of, target
from siggraph.organisations.spellings import parts, spellings
from siggraph.workspace.analysing import outputs_of
from siggraph.workspace.building import build, run_line
from siggraph.workspace.common import Step, han_variants, quiet
from siggraph.workspace.curating import register, writable
from siggraph.workspace.redaction_commit import carry_out, end_what_was_killed, lay_aside
from siggraph.workspace.redaction_keys import is_recorded, key_file, key_of_corpus, record, redactions_of
from siggraph.workspace.redaction_plan import plan_of, unlike
from siggraph.workspace.redaction_scan import Left, scan
from siggraph.workspace.redaction_texts import Masker

_FEWEST_ROMAN = 8  # letters of a name written in Latin letters that is searched for: a shorter one is a word of others
_BUILT = ("balance.json", "graph.nq", "overview.html", "siggraph.xlsx", "matches.sssom.tsv")
_ANALYSED = (
    "actors.csv", "coalitions.csv", "ties.csv", "themes.csv", "theme_ties.csv", "mixing.csv", "gephi_nodes.csv",
    "gephi_edges.csv", "network.gexf", "network.graphml", "twomode.gexf", "report.html", "methods.md", "coalitions.nq",
    "report.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction did: remarks, which never hold the name, and an error for every file that still holds it."""

    remarks: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Forms:
    """What is masked: the printed forms of a body or person, what is searched for, and what is kept.

    ``alike`` is how many lines of other bodies hold the name.
    """

    names: tuple[str, ...]
    targets: tuple[Target, ...]
    kept: tuple[Target, ...]
    alike: int


_OUT_OF_REACH = (
    "out of reach: the history of Git, backups, copies, releases that were published, other builds "
    "(REQUESTS.md says what to do)"
)


def redact(
    folder: Path,
    name: str,
    *,
    on: str,
    letter: str = "",
    key: Path | None = None,
    store: Path = Path("build"),
    ahead: bool = False,
    own_lines: bool = False,
    agreed: Callable[[str], bool] = lambda _: True,
    step: Step = quiet,
) -> Redacted:
    """Mask a name everywhere in a corpus, and in what was built of it.

    Every printed form of the body is masked, at equal length; the hashes of its spellings keep it from coming back.
    The corpus is changed whole or not at all: first the lists are read without the name, and must be what they were.
    Killed at any moment, the same command again does the rest; a second time it cleans a build that was not named.

    Parameters
    ----------
    folder
        The corpus; locked meanwhile.
    name
        Any printed form.
    on
        Today's date, ISO 8601.
    letter
        Mask it in this letter alone.
    key
        The file with the key of redactions; made where it is missing and nothing was redacted yet.
    store
        A build folder; made anew where there is one.
    ahead
        Record a name that stands nowhere, so that it never enters.
    own_lines
        Keep longer names of other bodies that hold the name.
    agreed
        Asked before anything is changed, with what will be.

    Raises
    ------
    UsageError
        The corpus is the packaged one, the key is wrong or lies inside it, an identifier holds the name, or a list
        would no longer be read as it is.
    InputError
        The name stands nowhere in the corpus, or the corpus cannot be read.
    """
    writable(folder)
    name = clean(name)
    if not key_of(name, {}):
        raise UsageError("a name has letters", remedy="write the name as the letter prints it")
    if key_file(key).resolve().is_relative_to(folder.resolve()) or redactions_of(folder):
        key_of_corpus(folder, key)
    with locked(folder):
        ended = end_what_was_killed(folder)
        step("reading the corpus")
        source = read_corpus(folder)
        if letter and letter not in {one.id for one, _ in source.letters}:
            raise UsageError(f"there is no letter '{letter}'", remedy="its identifier is the name of its folder")
        before = run_line(source)
        forms = forms_of(before, name, own_lines=own_lines)
        masker = Masker.of(forms.targets, forms.kept, han_variants())
        step("masking")
        plan = plan_of(source, before, masker, letter, on)
        known = plan.count == 0 and is_recorded(folder, key, forms.targets, letter)
        if not plan.count and not (known and (ended or (store / "store").is_dir())):
            return _ahead(folder, key, forms, letter, on, ahead=ahead)
        changed: tuple[Finding, ...] = ()
        remarks = ["the corpus holds the name no more; what was built of it is looked after"]
        if plan.count:
            changed = unlike(plan, source, before)
            if not agreed(f"the name is masked {plan.count} times in {len(plan.files)} files; this cannot be undone"):
                raise UsageError("nothing was changed", remedy="siggraph redact ... --yes asks no question")
            lay_aside(folder, plan)
            record(folder, key_of_corpus(folder, key, make=True), forms.targets, letter, on)
            carry_out(folder)
            remarks = [f"masked {plan.count} times in {len(plan.files)} files of the corpus", *plan.remarks]
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        register(folder, on)
    remarks += _alike(forms, own_lines=own_lines)
    built, told = _anew(folder, store, step)
    remarks += told
    step("looking through every byte")
    left, words = _left([folder / "letters" / letter] if letter else [folder, *built], folder, forms, masker)
    remarks += words
    return Redacted((*remarks, _OUT_OF_REACH), (*changed, *left))


def _ahead(folder: Path, key: Path | None, forms: Forms, letter: str, on: str, *, ahead: bool) -> Redacted:
    """Record a name that stands nowhere; raises InputError where that was not asked for."""
    if not ahead:
        raise InputError(
            "this name stands nowhere in the corpus; nothing was changed",
            remedy="write it as it is printed, or add --ahead: then it is recorded and never enters",
        )
    record(folder, key_of_corpus(folder, key, make=True), forms.targets, letter, on)
    return Redacted(("the name stands nowhere in the corpus; it is recorded and will be masked where it comes in",))


# -- what is masked -------------------------------------------------------------------------------------------------


def forms_of(corpus: Corpus, name: str, *, own_lines: bool) -> Forms:
    """Return every printed form of the body or person of a name, and the targets that follow from them."""
    from siggraph.organisations.romanise import romanise

    han = han_variants()
    wanted = _key(name, han)
    own: list[str] = [name]
    other: list[str] = []
    for body in corpus.organisations:
        mine = any(wanted in {_key(form, han) for form in (printed, *parts(printed))} for printed in body.names)
        (own if mine else other).extend(body.names)
    people = (x for signature in corpus.signatures if signature.capacity == "person" for x in signature.names)
    own.extend(x for x in people if _key(x, han) == wanted)
    taken = {_key(x, han) for x in other}
    names = tuple(dict.fromkeys(own))
    more = tuple(part for printed in names for part in parts(printed) if _key(part, han) not in taken)
    latin = tuple(romanise(x) for x in (*names, *more) if any(script_of(c) not in {"", "Latn"} for c in x))
    spoken = tuple(x for x in latin if len(x.replace(" ", "")) >= _FEWEST_ROMAN)
    targets = _targets((*names, *more, *spoken), han)
    masker = Masker.of(targets, (), han)
    alike = tuple(dict.fromkeys(x for x in other if masker.holds(x)))
    kept = tuple(target(x, han) for x in alike if own_lines and not _apart(x, masker))
    return Forms((*names, *more), targets, kept, len(alike))


def _key(name: str, han: Mapping[str, str]) -> str:
    return f"={alone(name)}" if is_acronym(name) else key_of(name, han)


def _targets(names: Sequence[str], han: Mapping[str, str]) -> tuple[Target, ...]:
    """Return one target a key; gaps that any of its spellings has are allowed in all."""
    made: dict[tuple[str, str], Target] = {}
    for name in names:
        one = target(name, han)
        if one.key:
            known = made.get((one.key, one.capitals), one)
            gaps, stops = known.gaps | one.gaps, known.stops | one.stops
            made[one.key, one.capitals] = replace(known, gaps=gaps, stops=stops, trail=known.trail or one.trail)
    return tuple(made.values())


def _apart(name: str, masker: Masker) -> bool:
    """Whether a longer name lists the redacted one, as a coalition its members: then it is no part of its own name."""
    from siggraph.organisations.masking import view

    spans = masker.find(view(name, masker.han))
    return all(
        name[:begin].rstrip()[-1:] in set("(（[,，、;；") and name[end:].lstrip()[:1] in set(")）],，、;；")
        for begin, end in spans
    )


def _alike(forms: Forms, *, own_lines: bool) -> Iterator[str]:
    if forms.alike:
        kept = "stay, where the name is a part of theirs" if own_lines else "are masked there too"
        hint = "" if own_lines else " (--own-lines keeps them)"
        yield f"{forms.alike} names of other bodies hold this one, and {kept}{hint}"


# -- acts -----------------------------------------------------------------------------------------------------------


def _anew(folder: Path, store: Path, step: Step) -> tuple[list[Path], list[str]]:
    """Remove what was built of the corpus, and build it again; returns the folders to look through, and remarks."""
    from siggraph.facts.tables import TABLES

    if not (store / "store").is_dir():
        return [], [f"no build in '{store}'; --store names one: what was built elsewhere still holds the name"]
    folders, remarks = [store], [f"'{store}' is built anew"]
    for line in outputs_of(store):
        out = store / line
        gone = [name for name in _ANALYSED if (out / name).is_file()]
        for name in gone:
            (out / name).unlink()
        for path in out.glob(".siggraph-aside-*") if out.is_dir() else ():
            shutil.rmtree(path, ignore_errors=True)
        if gone:
            remarks.append(f"the analysis in '{line}' is removed; siggraph coalitions makes it again")
        if out.is_dir():
            folders.append(out)
    for name in (*_BUILT, *(f"{table.name}.tsv" for table in TABLES)):
        (store / name).unlink(missing_ok=True)
    # The store goes last: while it is there, a redaction that was killed is ended by the next one.
    for path in (store / "facts", *store.glob(".siggraph-aside-*"), store / "store"):
        shutil.rmtree(path, ignore_errors=True)
    build(folder, store, step)
    return folders, remarks


def _left(folders: Sequence[Path], corpus: Path, forms: Forms, masker: Masker) -> tuple[list[Finding], list[str]]:
    """Look through every byte; returns an error for every file that holds the name, and a remark."""
    from siggraph.organisations.romanise import romanise

    han = han_variants()
    tried = sorted({x for name in forms.names for x in spellings(name, han, romanise)}) if not forms.kept else []
    found = scan(folders, masker, tried)
    remarks = []
    outside = [one for one in found if not one.path.is_relative_to(corpus.resolve())]
    if outside and _is_vocabulary(masker):
        found = [one for one in found if one not in outside]
        remarks.append("the name is a word of siggraph's own vocabulary as well, and stands there as such")
    if not found:
        remarks.append("no byte of the corpus and of what was built of it holds the name")
    return [_finding(one, kept=bool(forms.kept) and one in outside) for one in found], remarks


def _finding(one: Left, *, kept: bool) -> Finding:
    what = f"it still holds the name ({one.where})"
    if kept:  # what is built cites words of a longer name that stays
        return Finding("warning", "name-left", one.path.name, what, "without --own-lines it is masked there as well")
    return Finding("error", "name-left", one.path.name, what, "delete it, or mask it by hand")


def _is_vocabulary(masker: Masker) -> bool:
    """Whether the name is a word of the ontology, its schemes or the reference tables."""
    files = [*resource("ontology").glob("*.ttl"), resource("data") / "reference" / "place_names.tsv"]
    return any(masker.holds(path.read_text(encoding="utf-8")) for path in files)
