"""How the command line speaks: steps, tables, findings, and errors as one line with an exit code."""

from __future__ import annotations

import io
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

_PIPE_WIDTH = 160  # columns, where no terminal tells its own


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
        counted = f"; counted: {counts}" if counts else ""
        click.echo(f"{len(answer.rows)} rows{counted}", err=True)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; control characters in outside text are shown, not obeyed."""
    from rich.console import Console  # noqa: PLC0415 - not every verb prints a table
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else _visible(str(cell))) for cell in row))
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    Console(width=width, soft_wrap=False).print(table)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def show_findings(findings: Sequence[Finding], *, quiet: bool = False) -> None:
    """Print findings to standard error, one a line; errors even when quiet."""
    for finding in findings:
        if not quiet or finding.severity == "error":
            remedy = f" ({finding.remedy})" if finding.remedy else ""
            click.echo(f"{finding.severity}: {finding.where}: {finding.message}{remedy}", err=True)
