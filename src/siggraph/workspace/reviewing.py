"""Reviewing: many cases one after another, at the keyboard or as a table that comes back from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from siggraph.errors import InputError, MissingExtraError
from siggraph.io.tables import Row, cell_of, csv_lines
from siggraph.model import Case, Finding, Judgement, Listing, Signature
from siggraph.organisations.judgements import judgement_id, told
from siggraph.workspace.judging import VERDICTS, Desk, Outcome
from siggraph.workspace.ledger import numbered_rows

_NEIGHBOURS = 1  # lines above and below a listing that are shown


def reasons_shown(case: Case) -> str:
    """Return the reason of an answer for which a person gave none: what was on the screen."""
    return f"judged at sight of: {'; '.join(case.reasons)}"


# -- at the keyboard ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Step:
    case: str
    judgement: str  # blank where the case was skipped


class Review:
    """One case after another; each answer is written at once, and the last step can be taken back.

    Parameters
    ----------
    folder
        The corpus.
    by, on
        Who answers, and the day (ISO 8601).
    """

    def __init__(self, folder: Path, *, by: str, on: str) -> None:
        self.desk = Desk(folder)
        self._by, self._on = by, on
        self._steps: list[_Step] = []
        self._again = ""

    def current(self) -> Case | None:
        """Return the case to look at: the one taken back, else the most telling one not seen in this session."""
        seen = {step.case for step in self._steps}
        left = [case for case in self.desk.cases if case.id not in seen]
        return next((case for case in left if case.id == self._again), left[0] if left else None)

    @property
    def answered(self) -> int:
        """How many answers of this session stand."""
        return sum(bool(step.judgement) for step in self._steps)

    def answer(self, case: Case, verdict: str, why: str = "") -> Outcome:
        """Record an answer; without a reason, what was shown is the reason."""
        row = self.desk.said(case, verdict, why.strip() or reasons_shown(case), self._by, self._on)
        outcome = self.desk.record([row], self._on)
        self._steps.append(_Step(case.id, outcome.ids[0]))
        return outcome

    def skip(self, case: Case) -> None:
        """Leave a case for another day."""
        self._steps.append(_Step(case.id, ""))

    def back(self) -> Outcome | None:
        """Take the last step back: its judgement is withdrawn, its case comes again; none where there was no step."""
        if not self._steps:
            return None
        step = self._steps.pop()
        self._again = step.case
        if not step.judgement:
            return Outcome((), ("the case that was skipped",), ())
        return self.desk.withdraw(step.judgement, "taken back at review", self._on)

    def shown(self, case: Case) -> tuple[str, ...]:
        """Return what is shown of a case: both names and letters, score, reasons."""
        lines = [f"{case.id}  {case.kind}  score {cell_of(case.score)}  gain {cell_of(case.gain)}"]
        for mark, side in (("A", case.a), ("B", case.b)):
            signature = self.desk.signatures[side]
            lines.append(f"  {mark}  {signature.names[0]}  ({signature.letter})")
        return (*lines, *(f"     {reason}" for reason in case.reasons))

    def more(self, case: Case) -> tuple[str, ...]:
        """Return every printed form of both bodies: letter, edition, line and its neighbours; and what is known."""
        owners = {sign: body for body in self.desk.organisations for sign in body.signatures}
        page = _Page(self.desk.corpus.listings)
        lines: list[str] = []
        for mark, side in (("A", case.a), ("B", case.b)):
            body = owners[side]
            lines.append(f"{mark}  {' | '.join(body.names)}")
            for signature in (self.desk.signatures[sign] for sign in body.signatures):
                lines.extend(f"     {line}" for line in page.lines(signature))
            lines.extend(f"     {line}" for line in self._known(side))
        return tuple(lines)

    def _known(self, side: str) -> Iterable[str]:
        """Yield the best values of a body, as the corpus was read."""
        signature = self.desk.signatures[side]
        profile = self.desk.corpus.profiles.get(signature.organisation)
        if profile is not None:
            for name in ("seat", "concern", "type", "focus", "scope"):
                value = cell_of(getattr(profile, name))
                if value:
                    yield f"{name}: {value}"


@dataclass(slots=True)
class _Page:
    """The listings of every edition in printed order."""

    listings: Sequence[Listing]
    _at: dict[str, int] = field(default_factory=dict)

    def lines(self, signature: Signature) -> Iterable[str]:
        """Yield each listing of a signature, between its neighbours; persons are not named."""
        if not self._at:
            self._at.update({listing.id: i for i, listing in enumerate(self.listings)})
        for identifier in signature.listings:
            at = self._at[identifier]
            for i in range(at - _NEIGHBOURS, at + _NEIGHBOURS + 1):
                if 0 <= i < len(self.listings) and self.listings[i].edition == self.listings[at].edition:
                    listing = self.listings[i]
                    name = "(a person)" if listing.kind == "individual" else listing.name
                    sign = ">" if i == at else " "
                    yield f"{sign} {listing.edition} line {listing.line}  {listing.position}. {name}"


# -- as a table -----------------------------------------------------------------------------------------------------


def judge_sheet(folder: Path, file: Path, *, by: str, on: str) -> Outcome:
    """Record the answers of a table: the sheet "cases" of siggraph.xlsx, or what ``siggraph cases`` prints.

    A row with a verdict is an answer; without a reason, what was shown is the reason. Answers that are recorded already
    are passed over, so that a file can be given twice.

    Parameters
    ----------
    folder
        The corpus.
    file
        ``.xlsx``, ``.tsv`` or ``.csv`` with the columns id and verdict, and why and by where they are filled.
    by, on
        Who answers where a row does not say, and the day (ISO 8601).

    Returns
    -------
    Outcome
        With a finding, by row, for every answer that cannot be used; the others are recorded.

    Raises
    ------
    UsageError
        The corpus is the packaged one.
    InputError
        The file cannot be read, or lacks a column.
    """
    answers = _rows(file)
    desk = Desk(folder)
    taken = _Sheet(desk, file, by, on)
    for number, row in answers:
        taken.take(number, row)
    done = desk.record(taken.rows, on) if taken.rows else Outcome((), (), ())
    remarks = [*done.remarks, f"{len(taken.rows)} answers recorded, {taken.known} were recorded before"]
    return Outcome(done.ids, tuple(remarks), (*desk.findings, *taken.findings, *done.findings))


def _rows(file: Path) -> list[tuple[int, Row]]:
    """Return the rows of a table of cases with their numbers."""
    needed, ending = ("id", "verdict"), file.suffix.casefold()
    if ending == ".csv":
        return csv_lines(file, needed)
    if ending == ".tsv":
        return numbered_rows(file, needed)
    if ending != ".xlsx":
        raise InputError("no table of cases", where=str(file), remedy="give a .xlsx, .tsv or .csv file")
    try:
        from siggraph.io.spreadsheet import read_workbook
    except ModuleNotFoundError as error:
        raise MissingExtraError("siggraph judge --from a workbook", "documents") from error
    sheets = {title.casefold(): rows for title, rows in read_workbook(file).items()}
    if "cases" not in sheets:
        remedy = "siggraph build writes it into siggraph.xlsx"
        raise InputError("it has no sheet 'cases'", where=str(file), remedy=remedy)
    missing = [column for column in needed if sheets["cases"] and column not in sheets["cases"][0][1]]
    if missing:
        raise InputError(f"missing column {', '.join(missing)}", where=f"{file}, sheet cases")
    return sheets["cases"]


class _Sheet:
    """The answers of a table, checked one by one against the open cases and against what stands."""

    def __init__(self, desk: Desk, file: Path, by: str, on: str) -> None:
        self.rows: list[Judgement] = []
        self.findings: list[Finding] = []
        self.known = 0
        self._desk, self._file, self._by, self._on = desk, file, by, on
        self._open = {case.id: case for case in desk.cases}
        self._answered: Mapping[str, Sequence[Judgement]] = desk.answered()
        self._withdrawn = {_said(row): row for row in desk.judgements if row.withdrawn}
        self._seen: dict[str, tuple[str, int]] = {}

    def take(self, number: int, row: Row) -> None:
        """Take one row: an answer, nothing, or a finding."""
        case, verdict = row.get("id", "").strip(), row.get("verdict", "").strip().casefold()
        if not verdict:
            return
        if verdict not in VERDICTS:
            self._fault(number, f"the verdict is '{row['verdict'].strip()}'", "same, different or unsure")
        elif case in self._seen:
            before, line = self._seen[case]
            if before != verdict:
                what = f"'{case}' is {verdict} here and {before} in row {line}"
                self._fault(number, what, "one answer a case")
        else:
            self._seen[case] = (verdict, number)
            self._answer(number, case, verdict, row)

    def _answer(self, number: int, case: str, verdict: str, row: Row) -> None:
        standing = self._answered.get(case, ())
        if any(old.verdict == verdict for old in standing):
            self.known += 1
        elif case in self._open:
            why, by = row.get("why", "").strip(), row.get("by", "").strip() or self._by
            found = self._open[case]
            said = self._desk.said(found, verdict, why or reasons_shown(found), by, self._on)
            old = self._withdrawn.get(_said(said))
            if old is None:
                self.rows.append(said)
            else:
                self._fault(number, f"this answer was withdrawn: {old.withdrawn}",
                            f"siggraph judge {case} {verdict} records it anew", severity="warning")  # fmt: skip
        elif standing:
            old = standing[-1]
            what = f"'{case}' is {verdict} here, and judged: {told(old)}"
            self._fault(number, what, f"siggraph judge --withdraw {judgement_id(old)} takes that back")
        else:
            self._fault(number, f"no open case '{case}'", "siggraph cases lists them")

    def _fault(self, number: int, what: str, remedy: str, *, severity: str = "error") -> None:
        self.findings.append(Finding(severity, "answer-not-recorded", f"{self._file}, row {number}", what, remedy))


def _said(row: Judgement) -> Judgement:
    """Return what a judgement says, whenever it was said."""
    return replace(row, on="", withdrawn="")
