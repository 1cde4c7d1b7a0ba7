"""Judging: the open cases of a corpus, and what people say of them; every answer is one more row of a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from siggraph.errors import UsageError
from siggraph.io.corpus import TABLES, CorpusSource, read_corpus
from siggraph.io.staging import locked
from siggraph.io.tables import cell_of, tsv
from siggraph.model import Case, Corpus, Finding, Judgement, Organisation, Registered, Signature
from siggraph.names import clean
from siggraph.organisations.cases import Compared, case_id, open_cases
from siggraph.organisations.features import Namebook
from siggraph.organisations.judgements import Printed, judgement_id, told
from siggraph.organisations.registry import updates
from siggraph.organisations.resolve import group, named
from siggraph.workspace.building import case_rows, facts_of, run_line
from siggraph.workspace.common import read_tables
from siggraph.workspace.curating import writable
from siggraph.workspace.ledger import numbered_rows, revise, write_registry

VERDICTS = ("same", "different", "unsure")
SHOWN = ("id", "a", "a_letter", "b", "b_letter", "score", "reasons", "gain")
JUDGED = ("id", "verdict", "subject_label", "subject_letter", "object_label", "object_letter", "method", "by", "on",
          "reason", "withdrawn")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cases:
    """Open cases or judgements of a corpus: as columns and rows, as text, and what could not be read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: str
    findings: tuple[Finding, ...]


def cases(folder: Path, form: str = "table", *, limit: int | None = None, judged: bool = False) -> Cases:
    """Return the open cases of a corpus, most telling first; or the judgements that its table holds.

    Parameters
    ----------
    folder
        The corpus.
    form
        table (for people: fewer columns), tsv, csv or json; ``text`` is in this form, and blank for a table.
    limit
        How many, at most.
    judged
        The rows of judgements.tsv instead, withdrawn ones too, each with its identifier.
    """
    from siggraph.workspace.analysing import csv_text

    source = read_corpus(folder)
    if judged:
        columns: Sequence[str] = JUDGED
        rows: list[Mapping[str, object]] = [
            {"id": judgement_id(row), **{c: getattr(row, c) for c in JUDGED[1:]}} for row in source.judgements
        ]
    else:
        facts = facts_of(run_line(source, remember=True))
        columns, rows = case_rows(facts)
        if form == "table":  # for people: every form at once, and no columns to fill in
            columns = SHOWN
            rows = [{**row, "a": row["a_forms"], "b": row["b_forms"]} for row in rows]
    told_rows = tuple(tuple(cell_of(row[c]) for c in columns) for row in rows[:limit])
    texts: Mapping[str, Callable[[], str]] = {
        "table": str,
        "tsv": lambda: tsv(columns, rows[:limit]),
        "csv": lambda: csv_text(columns, told_rows, bom=False),
        "json": lambda: (
            json.dumps([{c: row[c] for c in columns} for row in rows[:limit]], ensure_ascii=False, indent=1) + "\n"
        ),
    }
    return Cases(tuple(columns), told_rows, texts[form](), source.findings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act of judging did: the rows' identifiers, remarks for people, and what it brought to light."""

    ids: tuple[str, ...]
    remarks: tuple[str, ...]
    findings: tuple[Finding, ...]


class Desk:
    """A corpus laid out for judging: read once, resolved again after every answer.

    Raises UsageError for the packaged corpus, InputError where the corpus cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        writable(folder)
        self.folder = folder
        source: CorpusSource = read_corpus(folder)
        self.corpus: Corpus = run_line(source, remember=True)
        self.findings = source.findings
        self.judgements: Sequence[Judgement] = source.judgements
        self.registered: Sequence[Registered] = source.registered
        self.organisations: Sequence[Organisation] = self.corpus.organisations
        self.cases: Sequence[Case] = self.corpus.cases
        self.signatures = {signature.id: signature for signature in self.corpus.signatures}
        self._before = self._known = frozenset(self.corpus.findings)
        self._compared: Compared | None = None

    @property
    def failed(self) -> bool:
        """Whether what was done here has led to an error that still stands."""
        return any(finding.severity == "error" for finding in self._known - self._before)

    # -- asking ---------------------------------------------------------------------------------------------------

    def case(self, identifier: str) -> Case:
        """Return an open case; raises UsageError where it is none, and says what became of it."""
        for case in self.cases:
            if case.id == identifier:
                return case
        closed = self.answered().get(identifier, ())
        if closed:
            row = closed[-1]
            raise UsageError(
                f"'{identifier}' is judged: {told(row)}",
                remedy=f"siggraph judge --withdraw {judgement_id(row)} takes that back",
            )
        raise UsageError(f"no open case '{identifier}'", remedy="siggraph cases lists them")

    def answered(self) -> Mapping[str, Sequence[Judgement]]:
        """Return the judgements that stand, by the case that each answers."""
        bodies = [s for s in self.corpus.signatures if s.capacity == "organisation"]
        standing = [row for row in self.judgements if not row.withdrawn]
        printed = Printed(bodies, standing)
        found: dict[str, list[Judgement]] = {}
        for row in standing:
            left, right = printed.sides(row)
            if left and right:
                first, second = sorted((left[0], right[0]))
                found.setdefault(case_id(bodies[first].id, bodies[second].id), []).append(row)
        return found

    def said(self, case: Case, verdict: str, why: str, by: str, on: str) -> Judgement:
        """Return the row that answers a case: keyed by letter and printed name; raises UsageError for a blank why."""
        if not clean(why):
            raise UsageError("an answer has its reason", remedy="say it with --why TEXT")
        if not clean(by):
            raise UsageError("an answer has its author", remedy="say it with --by NAME")
        a, b = self.signatures[case.a], self.signatures[case.b]
        return Judgement(
            subject_label=a.names[0],
            subject_letter=a.letter,
            object_label=b.names[0],
            object_letter=b.letter,
            verdict=verdict,
            method="editorial",
            by=clean(by),
            on=on,
            reason=clean(why),
        )

    # -- writing --------------------------------------------------------------------------------------------------

    def record(self, rows: Sequence[Judgement], on: str) -> Outcome:
        """Append judgements, and bring organisations.tsv up to date."""

        def write(path: Path, columns: Sequence[str]) -> tuple[str, ...]:
            revise(path, columns, [{c: getattr(row, c) for c in columns} for row in rows])
            return tuple(map(judgement_id, rows))

        return self._act(write, on, [f"{judgement_id(row)}: {told(row)}" for row in rows])

    def withdraw(self, identifier: str, why: str, on: str) -> Outcome:
        """Withdraw a judgement, its row stays; raises UsageError where there is none to withdraw, or no why."""
        if not clean(why):
            raise UsageError("a withdrawal has its reason", remedy="say it with --why TEXT")

        def write(path: Path, columns: Sequence[str]) -> tuple[str, ...]:
            found = [(n, row) for n, row in numbered_rows(path, columns) if judgement_id(_judgement(row)) == identifier]
            remedy = "siggraph cases --judged lists them"
            if not found:
                raise UsageError(f"no judgement '{identifier}'", remedy=remedy)
            standing = [n for n, row in found if not row["withdrawn"]]
            if not standing:
                raise UsageError(f"'{identifier}' is withdrawn already: {found[-1][1]['withdrawn']}", remedy=remedy)
            revise(path, columns, (), {n: {"withdrawn": f"{on} {clean(why)}"} for n in standing})
            return (identifier,)

        return self._act(write, on, [f"{identifier} is withdrawn"])

    def _act(self, write: Callable[[Path, Sequence[str]], tuple[str, ...]], on: str, remarks: list[str]) -> Outcome:
        """Change judgements.tsv under the lock, resolve again, bring the registry up to date, and say what changed."""
        bodies_before, registered_before = len(self.organisations), self.registered
        with locked(self.folder):
            ids = write(self.folder / "judgements.tsv", TABLES["judgements"])
            self._read_again()
            signatures = [_unresolved(signature) for signature in self.corpus.signatures]
            bodies, clustering = group(signatures, self.judgements)
            organisations, _ = named(bodies, clustering, self.registered)
            rows = updates(organisations, self.registered, on)
            write_registry(self.folder, self.registered, rows)
            self.registered = rows
        self.organisations, findings = named(bodies, clustering, rows)
        compared = self._comparer()
        self.cases = open_cases(bodies, clustering.groups, compared.features, compared)
        told_findings = (*clustering.findings, *findings)
        new = tuple(finding for finding in told_findings if finding not in self._known)
        self._known = frozenset(told_findings)
        remarks += [f"bodies: {bodies_before} before, {len(self.organisations)} now"]
        remarks += list(_moves(registered_before, rows))
        remarks += [f"open cases: {len(self.cases)}"]
        return Outcome(ids, tuple(remarks), new)

    def _read_again(self) -> None:
        """Read both tables as they stand now: somebody else may have written meanwhile."""
        folder = self.folder
        self.judgements = [_judgement(row) for _, row in numbered_rows(folder / "judgements.tsv", TABLES["judgements"])]
        self.registered = [
            Registered(**{c: row[c] for c in TABLES["organisations"]})
            for _, row in numbered_rows(folder / "organisations.tsv", TABLES["organisations"])
        ]

    def _comparer(self) -> Compared:
        """Return what compares names: their features are made once, and no two names are compared twice."""
        if self._compared is None:
            from siggraph.pipeline import compiled

            _, reference, words = compiled(read_tables())
            names = {name for s in self.corpus.signatures if s.capacity == "organisation" for name in s.names}
            self._compared = Compared(Namebook(sorted(names), words, reference.gazetteer))
        return self._compared


def judge(folder: Path, case: str, verdict: str, why: str, *, by: str, on: str) -> Outcome:
    """Answer an open case: one row of judgements.tsv, and identifiers that follow.

    Parameters
    ----------
    folder
        The corpus.
    case
        Identifier of an open case (``siggraph cases``).
    verdict
        same, different or unsure.
    why
        The reason, for those who come after.
    by, on
        Who answers, and the day (ISO 8601).

    Raises
    ------
    UsageError
        The corpus is the packaged one, the case is not open, or the reason is blank.
    """
    desk = Desk(folder)
    return desk.record([desk.said(desk.case(case), verdict, why, by, on)], on)


def withdraw_judgement(folder: Path, judgement: str, why: str, *, on: str) -> Outcome:
    """Withdraw a judgement: what it joined falls apart again; its row stays with the day and the reason.

    Raises UsageError where the corpus is the packaged one, or no such judgement stands.
    """
    return Desk(folder).withdraw(judgement, why, on)


def _judgement(row: Mapping[str, str]) -> Judgement:
    return Judgement(**{column: row[column] for column in TABLES["judgements"]})


def _unresolved(signature: Signature) -> Signature:
    """Return a signature as it was before `resolve`; a withdrawn one stays so."""
    status = "stands" if signature.status == "repeated" else signature.status
    return replace(signature, organisation="", status=status, repeats="")


def _moves(before: Sequence[Registered], after: Sequence[Registered]) -> Iterable[str]:
    """Say which identifiers came, which lead elsewhere now, and which stand again."""
    stood = {row.id: row for row in before}
    for row in after:
        known = stood.get(row.id)
        if known is None:
            yield f"{row.id} is new: {row.name}"
        elif known.merged_into != row.merged_into:
            yield f"{row.id} leads to {row.merged_into}" if row.merged_into else f"{row.id} stands by itself again"
