"""The command line as a user meets it: verbs, formats, exit codes, remarks on standard error."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from siggraph import __version__
from siggraph.cli import main

VERBS = sorted(main.commands)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_the_verbs_of_the_first_release() -> None:
    assert set(VERBS) >= {
        "demo", "build", "parse", "enrich", "compare", "cases", "init", "add", "ask", "sparql", "check", "coalitions",
    }  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_quiet(verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"Example: siggraph {verb}" in result.output
    assert "--quiet" in result.output


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_is_a_call_that_parses(verb: str) -> None:
    text = main.commands[verb].help or ""
    [example] = re.findall(r"Example: siggraph \S+(.*)", text)
    command = main.commands[verb]
    parser = command.make_parser(click.Context(command))
    parser.parse_args(shlex.split(example))


def test_the_version() -> None:
    assert run("--version").output == f"siggraph {__version__}\n"


def test_help_is_quick() -> None:
    """Below 0.2 s CPU beyond bare Python: nothing heavy is imported (the libraries are looked at, not the clock)."""
    code = "import sys; sys.argv=['siggraph','--help']\nfrom siggraph.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    heavy = "rdflib pyoxigraph scipy numpy networkx duckdb pycountry requests jinja2 matplotlib openpyxl rich rapidfuzz"
    code += f"print([m for m in {heavy.split()!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_parse_prints_a_table_and_names_the_bad_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("1. Alpha\n2. Beta\n3. Gamma\n", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7")
    result = run("parse", bad, good, tmp_path / "none.txt")
    rows = list(csv.DictReader(io.StringIO(result.stdout), delimiter="\t"))
    assert [row["name"] for row in rows] == ["Alpha", "Beta", "Gamma"]
    assert list(rows[0]) == [
        "file",
        "n",
        "name",
        "kind",
        "country",
        "heading",
        "language",
        "line",
        "begin",
        "end",
        "note",
    ]
    assert result.exit_code == 1
    assert f"{bad}: this PDF is damaged or cut short" in result.stderr
    assert "none.txt: cannot be read" in result.stderr


def test_parse_as_json_and_as_a_page(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("- Alpha <b>\n- Beta\n- Gamma\n", encoding="utf-8")
    result = run("parse", letter, "--format", "json", "--show", tmp_path / "show.html")
    assert [row["n"] for row in json.loads(result.stdout)] == [1, 2, 3]
    page = (tmp_path / "show.html").read_text(encoding="utf-8")
    assert "Alpha &lt;b&gt;" in page
    assert page.count('<mark class="organisation" data-n=') == 3


def test_a_document_without_a_list_fails_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text("Dear all,\nthis is prose.\n", encoding="utf-8")
    result = run("parse", tmp_path / "prose.txt")
    assert result.exit_code == 1
    assert "no list of signatories was found" in result.stderr


def test_enrich_answers_one_row_a_row_in_order(tmp_path: Path) -> None:
    names = [
        "Tibet Committee of Fairbanks, Alaska",
        "Human Rights Watch",
        "",
        "Human Rights Watch",
        "\u0000\ufffd",
        "Ms. Jo Doe",
    ]
    (tmp_path / "names.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    result = run("enrich", tmp_path / "names.txt")
    rows = list(csv.DictReader(io.StringIO(result.stdout), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert result.exit_code == 0
    assert len(rows) == len(names)
    assert list(rows[0]) == [
        "name", "seat", "seat_status", "seat_confidence", "concern", "concern_confidence", "type", "type_confidence",
        "focus", "focus_confidence", "scope", "kind", "evidence",
    ]  # fmt: skip
    assert rows[1] == rows[3]
    assert (rows[0]["seat"], rows[0]["concern"]) == ("US", "CN-XZ")
    assert rows[5]["seat_status"] == "not_applicable"
    assert rows[5]["kind"] == "individual"
    assert not rows[5]["type"]


def test_enrich_reads_csv_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text('\ufeffname,x\n"Save Tibet, Austria",1\n', encoding="utf-8")
    assert run("enrich", tmp_path / "n.csv").stdout.splitlines()[1].startswith("Save Tibet, Austria\t")
    (tmp_path / "bad.csv").write_text("title\nx\n", encoding="utf-8")
    failed = run("enrich", tmp_path / "bad.csv")
    assert failed.exit_code == 1
    assert "missing column name" in failed.stderr


def test_curated_rows_are_used_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("HRIC\n", encoding="utf-8")
    plain = json.loads(run("enrich", tmp_path / "n.txt", "--format", "json").stdout)[0]
    curated = json.loads(run("enrich", tmp_path / "n.txt", "--format", "json", "--curated").stdout)[0]
    assert plain["seat"] == ""
    assert curated["seat"] == "US"


def test_explain_shows_every_claim_with_its_evidence() -> None:
    shown = run("enrich", "--explain", "Save Tibet Austria").stdout
    assert "seat: AT" in shown
    assert "concern: CN-XZ" in shown
    assert "because of 'Austria'" in shown


def test_compare() -> None:
    assert run("compare", "ACAT-Belgium", "ACAT Belgium").stdout.startswith("same  0.99")
    assert run("compare", "one").exit_code == 2


def test_compare_pairs(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("a\tb\nHRIC\tHuman Rights in China\nX|Y\tX\n", encoding="utf-8")
    lines = run("compare", "--pairs", tmp_path / "p.tsv").stdout.splitlines()
    assert lines[0] == "a\tb\tverdict\tscore\treasons"
    assert lines[1].split("\t")[2] == "same"
    assert lines[2].split("\t")[:2] == ["X|Y", "X"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_answers_come_in_the_standard_formats(build: Path, form: str) -> None:
    result = run("ask", "balance", "--store", build, "--format", form)
    assert result.exit_code == 0
    assert "321" in result.stdout
    if form == "json":
        assert json.loads(result.stdout)["head"]["vars"][0] == "letter"


def test_ask_lists_the_catalogue_and_answers_with_a_parameter(build: Path) -> None:
    assert "organisations-of-country" in run("ask").stdout
    table = run("ask", "organisations-of-country", "country=JP", "--store", build)
    assert "Japan Uyghur Association" in table.stdout
    assert "counted: bodies" in table.stderr
    assert run("ask", "balance", "--store", build, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask", "no-such-question"), "no question 'no-such-question'"),
        (("ask", "organisations-of-country", "land=JP"), "has no parameter 'land'"),
        (("ask", "organisations-of-country", "country=J> {"), "is no code"),
        (("ask", "organisations-of-country", "country"), "key=value"),
        (("sparql", "SELEC *"), "not a SPARQL query"),
        (("sparql", "INSERT DATA { <a:a> <a:b> <a:c> }"), "not a SPARQL query"),
        (("sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE is refused"),
        (("sparql", "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "a backslash outside strings"),
        (("sparql", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "--format", "csv"), "has no format csv"),
        (("sparql",), "give a QUERY"),
    ],
)
def test_wrong_use_gives_2_and_says_why(build: Path, words: tuple[str, ...], told: str) -> None:
    result = run(*words, "--store", build)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("verb", [("ask", "balance"), ("sparql", "ASK {}"), ("check",), ("coalitions", "--out", "c")])
def test_without_a_build_the_remedy_is_named(tmp_path: Path, verb: tuple[str, ...]) -> None:
    result = run(*verb, "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "siggraph build" in result.stderr


def test_sparql_answers_ask_and_construct(build: Path) -> None:
    assert "true" in run("sparql", "ASK { ?o sig:signed ?l }", "--store", build).stdout
    turtle = run("sparql", "CONSTRUCT { ?l a sig:Letter } { ?l a sig:Letter }", "--store", build, "--format", "turtle")
    assert "2020-china-mechanism" in turtle.stdout


def test_one_letter_has_no_coalitions_by_letter(build: Path, tmp_path: Path) -> None:
    result = run("coalitions", "--by", "letter", "--store", build, "--out", tmp_path / "c")
    assert result.exit_code == 2
    assert "--by theme" in result.stderr


def test_coalitions_of_any_table(tmp_path: Path) -> None:
    edges = "\n".join(f"{actor},{event}" for event in "xyz" for actor in "abcd")
    (tmp_path / "e.csv").write_text(f"actor,event\n{edges}\na,x\n", encoding="utf-8")
    result = run("coalitions", "--edges", tmp_path / "e.csv", "--out", tmp_path / "c", "--quick")
    assert result.exit_code == 0
    summary = json.loads((tmp_path / "c" / "report.json").read_text(encoding="utf-8"))
    assert (summary["actors"], summary["events"], summary["signatures"]) == (4, 3, 12)
    raw = (tmp_path / "c" / "actors.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,label,kind,seat,type,degree,blocs,coalition,")
    assert not (tmp_path / "c" / "gephi_edges.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_corpus_of_ones_own_from_start_to_answer(tmp_path: Path) -> None:
    letter = tmp_path / "letter ü.txt"
    letter.write_text("Signatories:\n- Save Tibet Austria\n- Human Rights Watch\n- ACAT Togo\n", encoding="utf-8")
    corpus, out = tmp_path / "my corpus", tmp_path / "out ü"
    letter = letter.rename(tmp_path / "letter.txt")
    assert run("init", corpus, "--base", "https://example.org/letters/").exit_code == 0
    assert run("init", corpus, "--base", "https://example.org/letters/").exit_code == 2
    added = run("add", letter, "--letter", "2024-x", "--title", 'A "letter"', "--date", "2024-05-01",
                "--language", "en", "--corpus", corpus)  # fmt: skip
    assert added.exit_code == 0, added.stderr
    assert run("add", letter, "--letter", "2024-x", "--corpus", corpus).exit_code == 2
    assert run("build", "--corpus", corpus, "--out", out).exit_code == 0
    answer = run("sparql", "SELECT ?o ?n { ?o sig:seat ?s ; skos:prefLabel ?n }", "--store", out, "--format", "csv")
    assert "https://example.org/letters/organisation/o-" in answer.stdout
    assert "Save Tibet Austria" in answer.stdout
    assert run("check", "--store", out).exit_code == 0


def test_the_packaged_corpus_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text("- A\n- B\n- C\n", encoding="utf-8")
    result = run("add", tmp_path / "l.txt", "--letter", "x", "--corpus", Path(__file__).parent.parent / "data")
    assert result.exit_code == 2
    assert "siggraph init" in result.stderr


def test_a_letter_that_does_not_balance_fails(tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text("- Aa\n- Bb\n- Cc\n\nSigned by 5 organisations.\n", encoding="utf-8")
    run("init", tmp_path / "c", "--base", "https://example.org/")
    run("add", tmp_path / "l.txt", "--letter", "x", "--corpus", tmp_path / "c")
    result = run("build", "--corpus", tmp_path / "c", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "DOES NOT CLOSE" in result.stdout
    assert "balance-does-not-close" in (tmp_path / "out" / "findings.tsv").read_text(encoding="utf-8")
    assert run("check", "--store", tmp_path / "out").exit_code == 1


def test_a_broken_corpus_is_named_with_its_place_and_leaves_the_last_build(build: Path, tmp_path: Path) -> None:
    run("init", tmp_path / "c", "--base", "https://example.org/")
    (tmp_path / "c" / "judgements.tsv").write_text("subject_label\nx\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", "--out", out, "--quiet").exit_code == 0
    before = (out / "graph.nq").read_bytes()
    result = run("build", "--corpus", tmp_path / "c", "--out", out)
    assert result.exit_code == 1
    assert "judgements.tsv:1: missing column" in result.stderr
    assert (out / "graph.nq").read_bytes() == before
    assert run("ask", "balance", "--store", out).exit_code == 0
    assert build.is_dir()
