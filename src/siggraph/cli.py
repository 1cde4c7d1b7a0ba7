"""The command line: one verb a stage, no logic; results to standard output, remarks to standard error."""

from __future__ import annotations

from pathlib import Path

import click

from siggraph import __version__
from siggraph.cli_changes import correct, withdraw
from siggraph.cli_curating import add, import_, init
from siggraph.cli_harm import redact
from siggraph.cli_judging import cases, judge
from siggraph.terminal import (
    FILE,
    FOLDER,
    Steps,
    Verbs,
    corpus_option,
    program,
    quiet_option,
    show_answer,
    show_findings,
    show_table,
    store_option,
)

_TWO = 2  # names to compare
ENTER = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Verbs, context_settings=ENTER)
@click.version_option(__version__, prog_name="siggraph", message="%(prog)s %(version)s")
def main() -> None:
    """From open letters to a knowledge graph of the organisations that signed them.

    \b
    siggraph demo                     the packaged letter through the whole line
    siggraph build --out build        the same over a corpus of yours
    siggraph ask                      the questions that the graph answers
    """  # noqa: D301 - click's own mark for lines that are not to be wrapped again


@main.command()
@click.option("--out", type=FOLDER, default=Path("demo"), show_default=True, help="Where to write.")
@quiet_option
def demo(out: Path, quiet: bool) -> None:
    """Take the packaged letter through the whole line, then say what to open next.

    Example: siggraph demo --out demo
    """
    from siggraph import workspace
    from siggraph.io.resources import resource

    failed = _build(resource("data"), out, quiet=quiet)
    click.echo(f"\nOpen {out / 'overview.html'} in a browser. Then try:\n")
    for command, shows in workspace.next_steps(out):
        click.echo(f"  {program()}{command.removeprefix('siggraph')}\n      {shows}")
    if failed:
        raise SystemExit(1)


@main.command()
@corpus_option
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="Where to write.")
@quiet_option
def build(corpus: Path | None, out: Path, quiet: bool) -> None:
    """Take a corpus through the whole line: tables, graph, store, overview.

    Example: siggraph build --corpus corpus --out build
    """
    from siggraph import workspace

    if _build(workspace.corpus_folder(corpus), out, quiet=quiet):
        raise SystemExit(1)


def _build(folder: Path, out: Path, *, quiet: bool) -> bool:
    from siggraph import workspace

    if not quiet:
        packaged = " (the packaged one)" if workspace.is_packaged(folder) else ""
        click.echo(f"corpus: {folder.name if packaged else folder}{packaged}", err=True)
    steps = Steps(quiet=quiet)
    try:
        built = workspace.build(folder, out, steps)
    finally:
        steps.end()
    if not quiet:
        for remark in built.remarks:
            click.echo(f"note: {remark}", err=True)
    for sums in built.corpus.balances:
        known = sums.stated.total is not None
        verdict = ("closes" if known else "no total is stated") if sums.closes else "DOES NOT CLOSE"
        click.echo(f"{sums.letter}")
        total = sums.stated.total if known else "?"
        sums_up = f"named {sums.named} + withheld {sums.withheld} + unresolved {sums.unresolved}"
        click.echo(f"  stated {total} = {sums_up}  ({verdict})")
        parts = f"organisations {sums.organisations} + repeated {sums.repeated} + individuals {sums.individuals}"
        click.echo(f"  named {sums.named} = {parts}")
        for edition, (listings, _) in sums.editions.items():
            click.echo(f"  edition {edition}: {listings} listings")
    show_findings([f for f in built.corpus.findings if f.severity != "note"])
    if not quiet:
        click.echo(f"{len(built.files)} files in {out}", err=True)
    return built.failed


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["tsv", "json"]), default="tsv", show_default=True)
@click.option(
    "--show", type=click.Path(dir_okay=False, path_type=Path), help="Write the document with its list marked."
)
@quiet_option
def parse(files: tuple[Path, ...], form: str, show: Path | None, quiet: bool) -> None:
    """Read documents and print their listings; needs no corpus.

    Example: siggraph parse letter.txt --show letter.html
    """
    from siggraph import workspace

    result = workspace.parse_files(files, form, show)
    click.echo(result.text, nl=False)
    show_findings(result.findings, quiet=quiet)
    if any(finding.severity == "error" for finding in result.findings):
        raise SystemExit(1)


@main.command()
@click.argument("file", required=False, type=FILE)
@click.option("--explain", metavar="NAME", help="Show every claim about one name, with its evidence.")
@click.option("--curated", is_flag=True, help="Use the corpus's curated rows as well.")
@click.option("--format", "form", type=click.Choice(["tsv", "json"]), default="tsv", show_default=True)
@corpus_option
@quiet_option
def enrich(file: Path | None, explain: str | None, curated: bool, form: str, corpus: Path | None, quiet: bool) -> None:
    """Say of names alone where they sit, what they are about, and of what kind they are.

    FILE is a .txt with one name a line, or a .tsv or .csv with a column 'name'; one row comes out a row.

    Example: siggraph enrich names.txt
    """
    from siggraph import workspace

    if (file is None) == (explain is None):
        raise click.UsageError("give a FILE or --explain NAME")
    if explain is not None:
        click.echo(workspace.explain(explain), nl=False)
    elif file is not None:
        steps = Steps(quiet=quiet)
        steps("reading the names")
        try:
            click.echo(workspace.enrich_file(file, form, corpus if curated else None, curated=curated), nl=False)
        finally:
            steps.end()


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME NAME]")
@click.option("--pairs", type=FILE, help="A table with the columns a and b.")
@quiet_option
def compare(names: tuple[str, ...], pairs: Path | None, quiet: bool) -> None:
    """Say whether two names mean the same body: same, different or unsure, with a score and reasons.

    Example: siggraph compare 'HRIC' 'Human Rights in China'
    """
    from siggraph import workspace

    del quiet  # there is nothing to remark
    if pairs is not None and not names:
        click.echo(workspace.compare_file(pairs), nl=False)
    elif pairs is None and len(names) == _TWO:
        [row] = workspace.compare_names([(names[0], names[1])])
        reasons = row["reasons"]
        click.echo(f"{row['verdict']}  {row['score']}")
        for reason in reasons if isinstance(reasons, tuple) else ():
            click.echo(f"  {reason}")
    else:
        raise click.UsageError("give two NAMEs or --pairs FILE")


for verb in (init, add, import_, cases, judge, withdraw, correct, redact):
    main.add_command(verb)


@main.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--format", "form", type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle"]), default="table")
@store_option
@quiet_option
def ask(name: str | None, values: tuple[str, ...], form: str, store: Path, quiet: bool) -> None:
    """List the questions of the catalogue, or answer one.

    Example: siggraph ask organisations-of-country country=TW
    """
    from siggraph import workspace

    if name is None:
        listed = [
            (q.name, " ".join(f"{p.name}={p.default}" for p in q.parameters), q.heading)
            for q in workspace.questions().values()
        ]
        show_table(("question", "parameters", "asks"), listed)
        return
    pairs = [value.partition("=") for value in values]
    if any(not equals for _, equals, _ in pairs):
        raise click.UsageError("parameters are written key=value")
    answer = workspace.ask(store, name, {key: value for key, _, value in pairs}, form)
    show_answer(answer, quiet=quiet, counts=workspace.questions()[name].counts)


@main.command()
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=click.Path(dir_okay=False, path_type=Path), help="Read the query here.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle"]), default="table")
@store_option
@quiet_option
def sparql(query: str | None, file: Path | None, form: str, store: Path, quiet: bool) -> None:
    """Answer any SPARQL 1.1 query; the prefixes sig, org, skos, dcterms, prov ... need not be declared.

    Example: siggraph sparql 'SELECT (COUNT(?o) AS ?n) { ?o sig:signed ?letter }'
    """
    from siggraph import workspace
    from siggraph.io.tables import read_text

    if (query is None) == (file is None):
        raise click.UsageError("give a QUERY or -f FILE")
    text = query if query is not None else read_text(file or Path())
    show_answer(workspace.sparql(store, text, form), quiet=quiet)


@main.command()
@store_option
@quiet_option
def check(store: Path, quiet: bool) -> None:
    """Check a build: balance, rules, shapes; an error gives exit code 1, notes and warnings 0.

    Example: siggraph check --store build
    """
    from siggraph import workspace

    steps = Steps(quiet=quiet)
    try:
        found = workspace.check(store, steps)
    finally:
        steps.end()
    show_findings(found)
    counts = {s: sum(f.severity == s for f in found) for s in ("error", "warning", "note")}
    click.echo(f"{counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes")
    if counts["error"]:
        raise SystemExit(1)


@main.command()
@click.option("--by", type=click.Choice(["theme", "letter"]), default="theme", show_default=True)
@click.option("--edges", type=FILE, help="Any two-mode table: actor,event.")
@click.option("--actors", type=FILE, help="Attributes of its actors: id,label,kind,seat,type.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--quick", is_flag=True, help="Fewer draws: a look, not a result.")
@click.option("--out", type=FOLDER, required=True, help="Where to write.")
@store_option
@quiet_option
def coalitions(
    by: str, edges: Path | None, actors: Path | None, seed: int, quick: bool, out: Path, store: Path, quiet: bool
) -> None:
    """Ask which organisations stand together, and whether it is more than chance.

    Example: siggraph coalitions --by theme --out coalitions
    """
    from siggraph import workspace

    steps = Steps(quiet=quiet)
    try:
        words = workspace.coalitions(store, out, by=by, edges=edges, actors=actors, seed=seed, quick=quick, step=steps)
    finally:
        steps.end()
    for line in words:
        click.echo(line)
    if not quiet:
        click.echo(f"open {out / 'report.html'}", err=True)
