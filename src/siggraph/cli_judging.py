"""The command line, verbs of judging: open cases are listed, and answered one by one or as a table; no logic."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from siggraph.model import Case, Finding
from siggraph.terminal import FILE, Steps, corpus_option, counted, quiet_option, show_findings, show_table

if TYPE_CHECKING:
    from siggraph.workspace.reviewing import Review

_KEYS = {"s": "same", "d": "different", "u": "unsure"}
_HELP = "s same  d different  u unsure  k skip  b back  ? more  q quit"


@click.command()
@corpus_option
@click.option("--format", "form", type=click.Choice(["table", "tsv", "csv", "json"]), default="table",
              show_default=True)  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@click.option("--judged", is_flag=True, help="The judgements instead, withdrawn ones too, with their identifiers.")
@quiet_option
def cases(corpus: Path | None, form: str, limit: int | None, judged: bool, quiet: bool) -> None:
    """List the open cases: bodies that may be one, those first whose answer changes most.

    tsv and csv have columns for your answers: fill in verdict and why, then siggraph judge --from FILE.

    Example: siggraph cases --limit 10
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    found = workspace.cases(workspace.corpus_folder(corpus), form, limit=limit, judged=judged)
    if form == "table":
        show_table(found.columns, found.rows)
        if not quiet:
            what = "judgement" if judged else "open case"
            after = "siggraph judge --withdraw ID takes one back" if judged else "siggraph judge ID answers one"
            click.echo(f"{counted(len(found.rows), what)}; {after}", err=True)
    else:
        click.echo(found.text, nl=False)
    show_findings(found.findings, quiet=quiet)
    if found.findings:
        raise SystemExit(1)


@click.command()
@click.argument("case", required=False, metavar="[ID]")
@click.argument("verdict", required=False, type=click.Choice(["same", "different", "unsure"]))
@click.option("--why", default="", metavar="TEXT", help="The reason, for those who come after.")
@click.option("--by", default="curator", show_default=True, envvar="SIGGRAPH_CURATOR", show_envvar=True,
              metavar="NAME", help="Who answers.")  # fmt: skip
@click.option("--interactive", is_flag=True, help="One case after another, at the keyboard.")
@click.option("--from", "file", type=FILE, help="A filled-in table: siggraph.xlsx, or what siggraph cases prints.")
@click.option("--withdraw", "withdrawn", metavar="ID", help="Take a judgement back (siggraph cases --judged).")
@corpus_option
@quiet_option
def judge(
    case: str | None,
    verdict: str | None,
    why: str,
    by: str,
    interactive: bool,
    file: Path | None,
    withdrawn: str | None,
    corpus: Path | None,
    quiet: bool,
) -> None:
    """Answer open cases; every answer is one row of judgements.tsv, and can be taken back.

    Example: siggraph judge q-780af5b6f3 different --why "one is a section of the other"
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    ways = [case is not None, interactive, file is not None, withdrawn is not None]
    if sum(ways) != 1 or (case is None) != (verdict is None):
        raise click.UsageError("give ID and same, different or unsure; or --interactive, --from FILE, --withdraw ID")
    folder, today = workspace.corpus_folder(corpus), _today()
    if interactive:
        _review(workspace.Review(folder, by=by, on=today), quiet=quiet)
        return
    steps = Steps(quiet=quiet)
    steps("reading the corpus")
    try:
        if file is not None:
            done = workspace.judge_sheet(folder, file, by=by, on=today)
        elif withdrawn is not None:
            done = workspace.withdraw_judgement(folder, withdrawn, why, on=today)
        else:
            done = workspace.judge(folder, case or "", verdict or "", why, by=by, on=today)
    finally:
        steps.end()
    for line in done.remarks:
        click.echo(line)
    _end(done.findings, quiet=quiet)


def _end(findings: Sequence[Finding], *, quiet: bool) -> None:
    """Show what came to light; an error fails the verb."""
    show_findings(findings, quiet=quiet)
    if any(finding.severity == "error" for finding in findings):
        raise SystemExit(1)


def _review(review: Review, *, quiet: bool) -> None:
    """Go through the cases; every answer is written before the next question."""
    key, line = _keyboard() if sys.stdin.isatty() else _pipe()
    if not quiet:
        click.echo(_HELP, err=True)
    show_findings(review.desk.findings)
    shown = ""
    while (case := review.current()) is not None:
        if case.id != shown:
            click.echo("\n" + "\n".join(review.shown(case)))
            shown = case.id
        pressed = key()
        if pressed == "q":
            break
        if pressed == "b":
            shown = ""
        _press(review, case, pressed, line)
    click.echo(f"\n{counted(review.answered, 'answer')}; {counted(len(review.desk.cases), 'open case')}")
    if review.desk.failed or review.desk.findings:
        raise SystemExit(1)


def _press(review: Review, case: Case, pressed: str, line: Callable[[str], str]) -> None:
    """Do what a key says, and show what it brought to light."""
    done = None
    if pressed in _KEYS:
        done = review.answer(case, _KEYS[pressed], line(f"{_KEYS[pressed]}, why? (Enter: as shown) "))
    elif pressed == "k":
        review.skip(case)
    elif pressed == "b":
        done = review.back()
        if done is None:
            click.echo("nothing to take back", err=True)
    elif pressed == "?":
        click.echo("\n".join(review.more(case)))
    else:
        click.echo(_HELP, err=True)
    if done is not None:
        for remark in done.remarks:
            click.echo(f"  {remark}")
        show_findings(done.findings)


def _keyboard() -> tuple[Callable[[], str], Callable[[str], str]]:
    """Return how a key and a line are read at a terminal; Ctrl-C and Ctrl-D end the review."""

    def key() -> str:
        try:
            return click.getchar().casefold()
        except (KeyboardInterrupt, EOFError):
            return "q"

    def line(prompt: str) -> str:
        return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))

    return key, line


def _pipe() -> tuple[Callable[[], str], Callable[[str], str]]:
    """Return how a key and a line are read from a pipe: one a line; its end is the end of the review."""

    def key() -> str:
        read = sys.stdin.readline()
        return read.strip().casefold() if read else "q"

    def line(_: str) -> str:
        return sys.stdin.readline().strip()

    return key, line


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()  # a judgement has a date
