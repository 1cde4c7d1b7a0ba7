"""How the command line speaks: steps, tables, findings, and errors as one line with an exit code."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from siggraph.errors import SiggraphError
from siggraph.model import Answer, Finding

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
quiet_option = click.option("--quiet", is_flag=True, help="No remarks, no progress.")
store_option = click.option("--store", type=FOLDER, default=Path("build"), show_default=True, help="A build folder.")
corpus_option = click.option(
    "--corpus", type=FOLDER, default=None, help="A corpus folder; default ./corpus, else the packaged one."
)
_PIPE_WIDTH = 160  # columns, where no terminal tells its own
_TOO_NARROW = 1.3  # a table so much wider than the terminal is no longer read across


class Steps:
    """Says on standard error what is going on, for steps that take longer than a second."""

    def __init__(self, *, quiet: bool, after: float = 1.0) -> None:
        self._quiet = quiet
        self._after = after
        self._timer: threading.Timer | None = None

    def __call__(self, step: str) -> None:
        """Begin a step; the one before is over."""
        self.end()
        if not self._quiet:
            self._timer = threading.Timer(self._after, click.echo, (f"  {step} ...",), {"err": True})
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        """End the step that is going on."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def ask_for(what: str, *, option: str) -> str:
    """Ask the person at the terminal; where nobody sits there, the missing option is wrong use."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"missing option '{option}': {what}")
    return str(click.prompt(what))


def program() -> str:
    """Return how this program can be called again: its name where the shell finds it, else the path it was run by."""
    name = Path(sys.argv[0]).name
    if name != "siggraph" or shutil.which(name):
        return "siggraph"
    path = Path(sys.argv[0])
    return shlex.quote(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path))


class Verbs(click.Group):
    """A group whose verbs turn siggraph's errors into one line and an exit code: 1 failed, 2 wrong use."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the verb."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # tables are UTF-8, whatever the locale
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except SiggraphError as error:
            click.echo(f"siggraph: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # the reader has seen enough: siggraph ask ... | head
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            click.echo(f"siggraph: {error.filename or 'output'}: {error.strerror or error}", err=True)
            ctx.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Return the verbs in the order of the line, not of the alphabet."""
        return list(self.commands)


def show_answer(answer: Answer | bytes, *, quiet: bool, counts: str = "") -> None:
    """Print an answer: bytes as they are, a table for people with what it counts."""
    if isinstance(answer, bytes):
        sys.stdout.buffer.write(answer)
        return
    show_table(answer.columns, answer.rows)
    if not quiet:
        of_what = f"; counted: {counts}" if counts else ""
        click.echo(f"{counted(len(answer.rows), 'row')}{of_what}", err=True)
        if answer.remark:
            click.echo(answer.remark, err=True)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "open case"), counted(2, "row")
    ('1 open case', '2 rows')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people, or one block a row where the terminal is too narrow for it.

    Control characters in outside text are shown, not obeyed.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - not every verb prints a table
    from rich.console import Console  # noqa: PLC0415 - likewise
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    told = [["" if cell is None else _visible(str(cell)) for cell in row] for row in rows]
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    console = Console(width=_PIPE_WIDTH if piped else None, soft_wrap=False)
    widths = [max(map(cell_len, column)) for column in zip(columns, *told, strict=True)]
    if sum(widths) > _TOO_NARROW * console.width and told:
        label = max(map(len, columns))
        for row in told:
            pairs = [(name, cell) for name, cell in zip(columns, row, strict=True) if cell]
            click.echo("\n".join(f"{name:<{label}}  {cell}" for name, cell in pairs) + "\n")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in told:
        table.add_row(*map(Text, row))
    console.print(table)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def show_findings(findings: Sequence[Finding], *, quiet: bool = False) -> None:
    """Print findings to standard error, one a line; errors even when quiet."""
    for finding in findings:
        if not quiet or finding.severity == "error":
            remedy = f" ({finding.remedy})" if finding.remedy else ""
            click.echo(f"{finding.severity}: {finding.where}: {finding.message}{remedy}", err=True)
