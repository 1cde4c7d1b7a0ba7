"""The command line, verbs that keep people from harm: names are redacted; no logic."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from siggraph.terminal import FOLDER, Steps, corpus_option, quiet_option, show_findings


@click.command()
@click.argument("name")
@click.option("--letter", default="", metavar="ID", help="Mask it in this letter alone.")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="The file with the key of redactions.")
@click.option("--store", type=FOLDER, default=Path("build"), show_default=True, help="A build folder, to be made anew.")
@click.option("--ahead", is_flag=True, help="Record a name that stands nowhere, so that it never enters.")
@click.option("--own-lines", is_flag=True, help="Keep longer names of other bodies that hold this one.")
@click.option("--yes", is_flag=True, help="Ask no question.")
@corpus_option
@quiet_option
def redact(
    name: str,
    letter: str,
    key: Path | None,
    store: Path,
    ahead: bool,
    own_lines: bool,
    yes: bool,
    corpus: Path | None,
    quiet: bool,
) -> None:
    """Mask a name in the corpus and in all that was built of it; it does not come back. This cannot be undone.

    Every printed form of the body or person is masked, at equal length. A keyed hash keeps the name from coming back
    through `add` and `import`; the key stands outside of the corpus: keep it.

    Example: siggraph redact "Name as printed" --corpus corpus --store build
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    steps = Steps(quiet=quiet)

    def agreed(what: str) -> bool:
        steps.end()
        return yes or not sys.stdin.isatty() or click.confirm(f"{what}. Go on?", err=True)

    today = dt.datetime.now(tz=dt.UTC).date().isoformat()  # a curator's act has a date
    try:
        done = workspace.redact(
            workspace.corpus_folder(corpus), name, on=today, letter=letter, key=key, store=store, ahead=ahead,
            own_lines=own_lines, agreed=agreed, step=steps,
        )  # fmt: skip
    finally:
        steps.end()
    for remark in done.remarks if not quiet else ():
        click.echo(remark, err=True)
    show_findings(done.findings, quiet=quiet)
    if any(finding.severity == "error" for finding in done.findings):
        raise SystemExit(1)
