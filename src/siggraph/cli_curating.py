"""The command line, verbs of a curator: a corpus is started, letters are put into it; no logic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from siggraph.model import Finding
from siggraph.terminal import FILE, FOLDER, ask_for, corpus_option, quiet_option, show_findings


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--base",
    help="IRI under which its resources live, ending in / or #.",
)
@click.option("--title", default="Organisations that signed open letters", help="What the corpus is called.")
@quiet_option
def init(folder: Path, base: str | None, title: str, quiet: bool) -> None:
    """Start a corpus of your own: corpus.toml and empty tables.

    Example: siggraph init corpus --base https://example.org/letters/
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    if base is None:
        base = ask_for("Base IRI of its resources, ending in / or #", option="--base")
    workspace.start(folder, base, title)
    if not quiet:
        click.echo(f"a corpus in {folder}; next: siggraph add letter.txt --letter NAME --corpus {folder}", err=True)


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("--letter", required=True, metavar="ID", help="The letter, new or known: a-z, 0-9, dot, dash.")
@click.option("--title", default="", help="Its title, where it is new.")
@click.option("--date", default="", help="Date of these editions, ISO 8601.")
@click.option("--language", default="", help="BCP 47 tag of these editions.")
@click.option("--fetch", "urls", multiple=True, metavar="URL", help="A document on the web; may be given again.")
@click.option("--allow-private", is_flag=True, help="Fetch from this machine and its networks too.")
@corpus_option
@quiet_option
def add(
    files: tuple[Path, ...],
    letter: str,
    title: str,
    date: str,
    language: str,
    urls: tuple[str, ...],
    allow_private: bool,
    corpus: Path | None,
    quiet: bool,
) -> None:
    """Put editions of a letter into a corpus; the bodies that they bring get their identifiers.

    Example: siggraph add letter.txt --letter 2024-climate --title "An open letter" --date 2024-05-01 --language en
    """
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    if not files and not urls:
        raise click.UsageError("give FILES or --fetch URL")
    folder, today = workspace.corpus_folder(corpus), _today()
    fetched, lost = workspace.fetch_all(urls, folder, today, allow_private=allow_private) if urls else ((), ())
    added = workspace.add(files, folder, letter, title=title, date=date, language=language, on=today, fetched=fetched)
    _tell(added.remarks, (*lost, *added.findings), quiet=quiet)


@click.command("import")
@click.argument("source", metavar="FOLDER|SHEET.xlsx", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("letters.xlsx"), show_default=True,
              help="The sheet that a folder becomes.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Documents read at once.")
@click.option("--again", is_flag=True, help="Read anew what the sheet knows; what you wrote in it stays.")
@corpus_option
@quiet_option
def import_(source: Path, out: Path, jobs: int, again: bool, corpus: Path | None, quiet: bool) -> None:
    """Make a sheet of a folder of documents; mend it in a spreadsheet; then make letters of the sheet.

    \b
    Example: siggraph import published --out letters.xlsx
             siggraph import letters.xlsx --corpus corpus
    """  # noqa: D301 - click's own mark for lines that are not to be wrapped again
    from siggraph import workspace  # noqa: PLC0415 - keeps --help instant

    def step(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    if source.is_dir():
        done = workspace.survey(source, out, jobs=jobs, again=again, step=step)
        following = f"look through {out}, mend it, then: siggraph import {out} --corpus DIR"
    else:
        done = workspace.take(source, workspace.corpus_folder(corpus), on=_today(), step=step)
        following = "siggraph build takes the corpus through the whole line"
    _tell((*done.remarks, following), done.findings, quiet=quiet)


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()  # a curator's act has a date


def _tell(remarks: tuple[str, ...], findings: tuple[Finding, ...], *, quiet: bool) -> None:
    """Print what was done; an error among the findings fails the verb."""
    for remark in remarks if not quiet else ():
        click.echo(remark, err=True)
    show_findings(findings, quiet=quiet)
    if any(finding.severity == "error" for finding in findings):
        raise SystemExit(1)
