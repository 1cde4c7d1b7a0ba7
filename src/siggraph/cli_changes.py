"""The command line, verbs of change: a signature is withdrawn, a value is corrected; no logic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from siggraph.terminal import corpus_option, quiet_option

_METHODS = ["printed", "registry", "lookup", "editorial", "recalled"]


@click.command()
@click.argument("signature")
@click.option("--date", "on", required=True, help="The day of the withdrawal, ISO 8601.")
@click.option("--source", required=True, help="A row of sources.tsv, an address, or who asked.")
@click.option("--why", default="", metavar="TEXT", help="The reason, as everybody may read it.")
@corpus_option
@quiet_option
def withdraw(signature: str, on: str, source: str, why: str, corpus: Path | None, quiet: bool) -> None:
    """Record that a signatory has withdrawn: public and dated, the printed line stays.

    SIGNATURE is an id of signatures.tsv, or a printed name that stands once.

    Example: siggraph withdraw 'Rivers Without Walls' --date 2026-03-05 --source 'letter of the board'
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    folder = workspace.corpus_folder(corpus)
    _tell(workspace.withdraw(folder, signature, on=on, source=source, why=why), quiet=quiet)


@click.command()
@click.argument("claim")
@click.option("--why", required=True, metavar="TEXT", help="The reason, as everybody may read it.")
@click.option("--value", default="", help="What is right, where it is known.")
@click.option("--method", type=click.Choice(_METHODS), default="editorial", show_default=True, help="How it is known.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.95, show_default=True)
@click.option("--source", default="", help="A row of sources.tsv, or an address: what it rests on.")
@click.option("--quote", default="", help="The words of the source.")
@click.option("--by", default="curator", show_default=True, envvar="SIGGRAPH_CURATOR", show_envvar=True,
              metavar="NAME", help="Who corrects.")  # fmt: skip
@corpus_option
@quiet_option
def correct(
    claim: str,
    why: str,
    value: str,
    method: str,
    confidence: float,
    source: str,
    quote: str,
    by: str,
    corpus: Path | None,
    quiet: bool,
) -> None:
    """Deprecate a value of a body, with a reason, and say what is right where that is known.

    CLAIM is an id of claims-all.tsv; what was said stays readable, and no longer counts.

    Example: siggraph correct c-0123456789 --why 'moved in 2019' --value LT --source board-2019
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    right = workspace.Value(value, method, confidence, source, quote) if value else None
    today = dt.datetime.now(dt.UTC).date().isoformat()
    folder = workspace.corpus_folder(corpus)
    _tell(workspace.correct(folder, claim, on=today, by=by, why=why, value=right, source=source), quiet=quiet)


def _tell(remarks: tuple[str, ...], *, quiet: bool) -> None:
    if not quiet:
        for remark in remarks:
            click.echo(remark, err=True)
