"""Reading a corpus folder: what a person wrote wrongly is named with its place; a bad letter stops no good one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from siggraph import workspace
from siggraph.cli import main
from siggraph.errors import InputError
from siggraph.io.corpus import PROPERTIES, TABLES, read_corpus
from siggraph.io.fields import iri_fault, is_date
from siggraph.io.resources import resource
from siggraph.io.tables import read_tsv, tsv
from siggraph.model import StatedCounts

BASE = "https://example.org/letters/"
CONFIG = f'format = 1\nbase = "{BASE}"\ntitle = "Letters"\n'
EDITION = '[[editions]]\nid = "en"\nfile = "en.txt"\n'
LIST = "1. Alpha Union\n2. Beta League\n3. Gamma Watch\n"


def corpus(folder: Path, **letters: str) -> Path:
    """Write a corpus whose letters have these letter.toml, each beside a readable en.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text(CONFIG, encoding="utf-8")
    for name, toml in letters.items():
        place = folder / "letters" / name
        place.mkdir(parents=True)
        (place / "letter.toml").write_text(toml, encoding="utf-8")
        (place / "en.txt").write_text(LIST, encoding="utf-8")
    return folder


def build(folder: Path, out: Path) -> Result:
    return CliRunner().invoke(main, ["build", "--corpus", str(folder), "--out", str(out), "--quiet"])


class Broken(NamedTuple):
    """A file of the corpus, what stands in it, and where and in which words the error speaks."""

    file: str
    content: str
    where: str
    words: str


def letter(text: str, words: str, after: str = "") -> Broken:
    """Return a letter.toml with these keys before its edition, and these in its edition."""
    return Broken("letters/a/letter.toml", f"{text}\n{EDITION}{after}\n", "letters/a/letter.toml", words)


LETTERS = (
    *(
        letter(f"targets = {v}", "'targets'")
        for v in ("5", '"CN"', "[5]", '[""]', '["China"]', '[["CN"]]', "{ a = 1 }")
    ),
    *(letter(f"addressees = {v}", "'addressees'") for v in ('"all"', "[true]", '[" "]')),
    *(
        letter(f"title = {v}", "title")
        for v in ("5", '["a"]', "true", "{ en = 5 }", '{ "in English" = "a" }', '{ en = "" }')
    ),
    *(letter(f"stated = {v}", "'stated' is") for v in ("5", '"321"', "[321]")),
    *(
        letter(f"stated = {{ total = {v} }}", "stated: 'total' is")
        for v in ('"5"', "true", "-1", "3.0", "9" * 40, "0x" + "f" * 5000, "[5]", "2020-01-01")
    ),
    *(letter("", "edition 1: stated: 'withheld' is", f"stated = {{ withheld = {v} }}") for v in ('"5"', "false", "-1")),
    *(letter(f"unresolved = {v}", "'unresolved' is") for v in ('"x"', "-3", "true", "1.5")),
    letter("unresolved = 3", "'unresolved_reason'"),
    letter('unresolved = 3\nunresolved_reason = " "', "'unresolved_reason'"),
    letter("unresolved_reason = 5", "'unresolved_reason' is 5"),
    *(
        letter(f"date = {v}", "'date' is")
        for v in ('"9 September 2020"', '"2021-02-29"', '"2020-13"', '"2020-9-9"', "5", "true", '"٢٠٢٠"',
                  "2020-09-09T10:00:00", "10:00:00", "[2020]")
    ),
    letter("", "edition 1: 'date' is '2020-02-30'", 'date = "2020-02-30"'),
    letter('position = "perhaps"', "'position' is 'perhaps'"),
    letter("position = 5", "'position' is 5"),
    letter("issue = []", "'issue' is a list"),
    letter("note = 2020-01-01", "'note' is 2020-01-01"),
    letter("date_method = {}", "'date_method' is a table"),
    letter("", "'extent' is 'half'", 'extent = "half"'),
    letter("", "'language' is 'in English'", 'language = "in English"'),
    letter("", "'language' is 5", "language = 5"),
    letter("", "'source' is 5", "source = 5"),
    letter("", "edition 2: an edition before it", EDITION.replace("en.txt", "letter.toml")),
    letter("", "edition 2: an edition before it", EDITION.replace('"en"', '"fr"')),
    letter("", "edition 2: 'file' is missing", '[[editions]]\nid = "fr"'),
    letter("", "edition 2: 'file' is 'fr.txt', which is not there", '[[editions]]\nid = "fr"\nfile = "fr.txt"'),
    *(
        letter("", "edition 2: 'file' is", f'[[editions]]\nid = "fr"\nfile = {v}')
        for v in ("5", '"../en.txt"', '".."', '"/etc/passwd"', r'"a\\b.txt"', r'"a\u0000b"', f'"{"a" * 300}"')
    ),
    *(
        letter("", "edition 2: 'id' is", f'[[editions]]\nfile = "fr.txt"\nid = {v}')
        for v in ("5", '"a/b"', '"FR"', '"../x"')
    ),
    letter("", "edition 2: 'id' is missing", '[[editions]]\nfile = "fr.txt"'),
    *(
        Broken("letters/a/letter.toml", f"editions = {v}\n", "letters/a/letter.toml", "'editions' is")
        for v in ("5", '"en.txt"', "[5]", "[[]]", "{ id = 'en', file = 'en.txt' }")
    ),
    Broken("letters/a/letter.toml", "editions = []\n", "letters/a/letter.toml", "no [[editions]]"),
    Broken("letters/a/letter.toml", "", "letters/a/letter.toml", "no [[editions]]"),
    Broken("letters/a/letter.toml", f"{EDITION}x = = 1\n", "letters/a/letter.toml:4", "no TOML"),
    Broken("letters/a/letter.toml", f"x = {'9' * 5000}\n", "letters/a/letter.toml", "no TOML"),
    Broken("letters/a/letter.toml", f"x = {'[' * 5000}\n", "letters/a/letter.toml", "no TOML"),
    Broken("letters/A B/letter.toml", EDITION, "letters/A B", "is no identifier"),
)  # fmt: skip


def config(text: str, words: str) -> Broken:
    lines = [line for line in CONFIG.splitlines() if line.partition(" ")[0] != text.partition(" ")[0]]
    return Broken("corpus.toml", "\n".join([*lines, text]) + "\n", "corpus.toml", words)


CONFIGS = (
    *(
        config(f"base = {v}", "'base' is")
        for v in ('"nothing"', '"example.org/"', '"urn:x:"', '"ftp://example.org/"', '"https:///x/"', "5", "[]",
                  '"https://example.org/x"', '"https://exa mple.org/"', """'https://example.org/"/'""",
                  '''"https://example.org/'/"''', '"https://example.org/<b>/"', '"https://example.org:99999/"',
                  '"https://example.org:x/"', '"https://:80/"', '"http://[broken/"', '"https://example.org/#a#"',
                  '"https://example.org/%ZZ/"', '"https://me@example.org/"', r'"https://example.org/\u202e/"')
    ),
    config('base = ""', "'base' is missing"),
    config("title = 5", "'title' is 5"),
    config("languages = 5", "'languages' is 5"),
    config("languages = [5]", "'languages' holds 5"),
    config('languages = "en"', "'languages' is 'en'"),
    config("publisher = 5", "'publisher' is 5"),
    config("contact = []", "'contact' is a list"),
    config("licence = true", "'licence' is true"),
    config('format = "1"', "'format' is '1'"),
    config("format = true", "'format' is true"),
    Broken("corpus.toml", "base = \n", "corpus.toml:1", "no TOML"),
)  # fmt: skip


def table(name: str, line: int, words: str, *rows: str) -> Broken:
    """Return a table of these rows; a blank line before them must not shift the place."""
    text = tsv(TABLES[name], []) + "\n" + "".join(row.replace(",", "\t") + "\n" for row in rows)
    return Broken(f"{name}.tsv", text, f"{name}.tsv:{line}", words)


def judged(words: str, row: str) -> Broken:
    return table("judgements", 4, words, "A,a,B,a,same,editorial,me,2026-01-01,,", row)


def claimed(words: str, *rows: str) -> Broken:
    """Rows of id, about, property, value, confidence, method, rank; they stand behind a good one."""
    good = "k-0,o-0,seat,TW,0.9,recalled,preferred,,,,,"
    return table("claims", 3 + len(rows), words, good, *(f"{row},,,,," for row in rows))


ROWS = (
    table("organisations", 4, "'id' is blank", "o-1,A,a/en/0001,,", ",B,a/en/0002,,"),
    table("organisations", 4, "stands in line 3 already", "o-1,A,a/en/0001,,", "o-1,B,a/en/0002,,"),
    table("organisations", 4, "is that of o-1 already", "o-1,A,a/en/0001,,", "o-2,B,a/en/0001,,"),
    table("organisations", 3, "names the row itself", "o-1,A,a/en/0001,,o-1"),
    table("organisations", 4, "'merged_into' is 'o-9'", "o-1,A,a/en/0001,,", "o-2,B,a/en/0002,,o-9"),
    table("organisations", 3, "in a circle", "o-1,A,a/en/0001,,o-2", "o-2,B,a/en/0002,,o-3", "o-3,C,a/en/0003,,o-1"),
    table("organisations", 3, "2 cells", "o-1,A"),
    judged("'verdict' is 'maybe'", "A,a,C,a,maybe,editorial,me,2026-01-01,,"),
    judged("'verdict' is ''", "A,a,C,a,,editorial,me,2026-01-01,,"),
    judged("'subject_label' is blank", ",a,C,a,same,editorial,me,2026-01-01,,"),
    judged("'object_label' is blank", "A,a, ,a,different,editorial,me,2026-01-01,,"),
    claimed("'property' is 'colour'", "k-1,o-1,colour,red,0.9,editorial,normal"),
    claimed("'method' is 'guessed'", "k-1,o-1,seat,TW,0.9,guessed,normal"),
    claimed("'rank' is 'best'", "k-1,o-1,seat,TW,0.9,editorial,best"),
    claimed("'value' is blank", "k-1,o-1,seat,,0.9,editorial,normal"),
    claimed("'confidence' is blank", "k-1,o-1,seat,TW,,editorial,normal"),
    *(
        claimed("'confidence' is", f"k-1,o-1,seat,TW,{v},editorial,normal")
        for v in ("1.5", "-0.1", "nan", "inf", "high", "1_0", "90%", "1e-3", "٠.٩")
    ),
    claimed("the id 'k-0' stands in line 3 already", "k-0,o-1,seat,TW,0.9,editorial,normal"),
    claimed("'id' is blank", ",o-1,seat,TW,0.9,editorial,normal"),
    claimed("'about' is blank", "k-1,,seat,TW,0.9,editorial,normal"),
    *(
        claimed("the website is", f"k-1,o-1,website,{v},0.9,editorial,normal")
        for v in ("javascript:alert(1)", "example.org", "/x", "https://", "https://a b.org/", "data:text/html;x")
    ),
    *(
        claimed("the seat is", f"k-1,o-1,seat,{v},0.9,editorial,normal")
        for v in ("Taiwan", "tw", "TWN", "CN-XZ", "TW ")
    ),
    *(
        claimed("the concern is", f"k-1,o-1,concern,{v},0.9,editorial,normal")
        for v in ("Tibet", "CN-", "CN-XJXJ", "30", "0300", "CN|TW", "a b")
    ),
    claimed("the type is", "k-1,o-1,type,Human rights,0.9,editorial,normal"),
    claimed("the focus is", "k-1,o-1,focus,a/b,0.9,editorial,normal"),
    claimed("the scope is", "k-1,o-1,scope,global,0.9,editorial,normal"),
    claimed("preferred seat in line 4 already, 'TW'",
            "k-1,o-1,seat,TW,0.9,editorial,preferred", "k-2,o-1,seat,JP,0.9,editorial,preferred"),
    claimed("preferred type in line 4",
            "k-1,o-1,type,union,0.9,editorial,preferred", "k-2,o-1,type,party,0.9,editorial,"),
    claimed("preferred scope in line 4",
            "k-1,o-1,scope,local,0.9,editorial,preferred", "k-2,o-1,scope,national,0.9,editorial,preferred"),
    claimed("a concern that is merely recalled: sensitive topics never", "k-1,o-1,concern,CN-XZ,0.9,recalled,normal"),
    claimed("a focus that is merely recalled: sensitive topics never", "k-1,o-1,focus,torture,0.9,recalled,deprecated"),
)  # fmt: skip
BROKEN = (*LETTERS, *CONFIGS, *ROWS)


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{i}-{b.file}-{b.words}" for i, b in enumerate(BROKEN)])
def test_what_is_broken_is_named_with_its_place(broken: Broken, tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c", **({} if broken.file.startswith("letters/") else {"a": EDITION}))
    path = folder / broken.file
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "en.txt").write_text(LIST, encoding="utf-8")
    path.write_text(broken.content, encoding="utf-8", newline="\n")
    with pytest.raises(InputError) as caught:
        read_corpus(folder)
    assert caught.value.where == str(folder / broken.where)
    assert broken.words in caught.value.what
    assert caught.value.remedy
    assert len(caught.value.what) < 200
    assert caught.value.what.isprintable()
    result = build(folder, tmp_path / "out")
    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
    assert result.stderr == f"siggraph: {caught.value}\n"
    assert not (tmp_path / "out" / "graph.nq").exists()


KEYS = (
    *("date", "date_method", "issue", "position", "targets", "addressees", "title", "stated", "unresolved"),
    *("unresolved_reason", "note", "editions"),
)
IN_EDITION = ("date", "language", "source", "extent", "published_sha256", "stated")
VALUES = ('""', '"a"', "0", "-1", "1.5", "nan", "true", "[]", "[[]]", "[1]", "{}", "{ total = {} }", "2020-01-01",
          "2020-01-01T00:00:00Z", "07:32:00", r'"\u0000"', '"\U0010ffff"')  # fmt: skip


@pytest.mark.parametrize("key", [*KEYS, *(f"editions.{key}" for key in IN_EDITION)])
def test_no_type_under_any_key_ends_in_a_traceback(key: str, tmp_path: Path) -> None:
    for number, value in enumerate(VALUES):
        line = f"{key.removeprefix('editions.')} = {value}\n"
        toml = line if key == "editions" else EDITION + line if key.startswith("editions.") else line + EDITION
        folder = corpus(tmp_path / str(number), a=toml)
        try:
            read_corpus(folder)
        except InputError as error:
            assert error.where == str(folder / "letters" / "a" / "letter.toml")  # noqa: PT017 - some values are good


def test_a_later_format_is_wrong_use(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c")
    (folder / "corpus.toml").write_text(CONFIG.replace("format = 1", "format = 2"), encoding="utf-8")
    result = build(folder, tmp_path / "out")
    assert result.exit_code == 2
    assert "corpus format 2" in result.stderr


def test_a_good_letter_is_read_as_it_is_written(tmp_path: Path) -> None:
    toml = (
        '\ufefftitle = "An open letter"\ndate = 2020-09\nposition = "for"\ntargets = ["CN-XZ", "030", "rohingya"]\n'
        'unresolved = 1\nunresolved_reason = "page 3 is lost"\nstated = { total = 4, where = "footnote" }\n'
    ).replace("2020-09\n", '"2020-09"\n')
    folder = corpus(tmp_path / "c", a=f"{toml}{EDITION}date = 2020-09-09\nstated = {{ named = 3 }}\n", b=EDITION)
    source = read_corpus(folder)
    assert source.findings == ()
    assert [noun.id for noun, _ in source.letters] == ["b", "a"]  # a letter without a date comes first
    noun, [printing] = source.letters[1]
    assert (noun.title, noun.date, noun.targets) == ({"und": "An open letter"}, "2020-09", ("CN-XZ", "030", "rohingya"))
    assert (noun.stated, noun.unresolved) == (StatedCounts(total=4), 1)
    assert (printing.edition.date, printing.edition.stated) == ("2020-09-09", StatedCounts(named=3))
    assert printing.document.text == LIST


def test_a_year_may_be_a_number(tmp_path: Path) -> None:
    [(noun, _)] = read_corpus(corpus(tmp_path / "c", a=f"date = 1989\n{EDITION}")).letters
    assert noun.date == "1989"


def test_two_rows_may_agree_and_a_merged_body_has_one_seat(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c", a=EDITION)
    bodies = [("o-1", "A", "a/en/0001", "", "o-2"), ("o-2", "B", "a/en/0002", "", "o-3"), ("o-3", "C", "", "", "")]
    rows = [dict(zip(TABLES["organisations"], row, strict=True)) for row in bodies]
    (folder / "organisations.tsv").write_text(tsv(TABLES["organisations"], rows), encoding="utf-8")
    claim = {"property": "seat", "value": "TW", "confidence": "0.9", "method": "editorial", "rank": "preferred"}
    agreeing = [{"id": "k-1", "about": "o-1", **claim}, {"id": "k-2", "about": "o-3", **claim}]
    (folder / "claims.tsv").write_text(tsv(TABLES["claims"], agreeing), encoding="utf-8")
    assert [found.value for found in read_corpus(folder).claims] == ["TW", "TW"]
    (folder / "claims.tsv").write_text(
        tsv(TABLES["claims"], [agreeing[0], {**agreeing[1], "value": "JP"}]), encoding="utf-8"
    )
    with pytest.raises(InputError, match="preferred seat in line 2 already"):
        read_corpus(folder)


def test_a_bad_letter_stops_no_good_one(tmp_path: Path) -> None:
    lost = EDITION.replace("en.txt", "lost.txt")
    folder = corpus(tmp_path / "c", bad=lost, good=EDITION, ugly="date = = 1\n")
    (folder / "letters" / "bytes").mkdir()
    (folder / "letters" / "bytes" / "letter.toml").write_text(EDITION, encoding="utf-8")
    (folder / "letters" / "bytes" / "en.txt").write_bytes(bytes(range(256)) * 8)
    source = read_corpus(folder)
    assert [noun.id for noun, _ in source.letters] == ["good"]
    assert [(f.severity, f.code, f.where) for f in source.findings] == [
        ("error", "letter-unreadable", "letters/bad/letter.toml"),
        ("error", "letter-unreadable", "letters/bytes/en.txt"),
        ("error", "letter-unreadable", "letters/ugly/letter.toml:1"),
    ]
    assert all(f.remedy for f in source.findings)
    result = build(folder, tmp_path / "out")
    assert result.exit_code == 1
    assert "error: letters/bad/letter.toml: the letter is left out: edition 1: 'file' is 'lost.txt'" in result.stderr
    assert [row["id"] for row in read_tsv(tmp_path / "out" / "letters.tsv")] == ["good"]
    assert [row["name"] for row in read_tsv(tmp_path / "out" / "listings.tsv")] == [
        "Alpha Union", "Beta League", "Gamma Watch",
    ]  # fmt: skip
    found = [row for row in read_tsv(tmp_path / "out" / "findings.tsv") if row["code"] == "letter-unreadable"]
    assert len(found) == 3
    assert str(tmp_path) not in (tmp_path / "out" / "findings.tsv").read_text(encoding="utf-8")


def test_where_no_letter_can_be_read_the_first_error_is_raised(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c", b="date = 5\n" + EDITION, a="targets = 5\n" + EDITION)
    with pytest.raises(InputError, match="'targets' is 5"):
        read_corpus(folder)


TWO = f'{EDITION}stated = {{ total = 3 }}\n[[editions]]\nid = "fr"\nfile = "fr.txt"\nstated = {{ total = 5 }}\n'


def torn(folder: Path, toml: str) -> Path:
    corpus(folder, a=toml)
    (folder / "letters" / "a" / "fr.txt").write_text(LIST, encoding="utf-8")
    return folder


def test_editions_that_disagree_are_an_error_and_the_sheet_does_not_close(tmp_path: Path) -> None:
    result = build(torn(tmp_path / "c", TWO), tmp_path / "out")
    assert result.exit_code == 1
    assert "DOES NOT CLOSE" in result.stdout
    [found] = [row for row in read_tsv(tmp_path / "out" / "findings.tsv") if row["severity"] == "error"]
    assert (found["code"], found["where"]) == ("editions-disagree", "a")
    assert found["message"] == "the editions state 'total' differently: 3 in a/en, 5 in a/fr"
    assert "[stated]" in found["remedy"]
    [sums] = json.loads((tmp_path / "out" / "balance.json").read_text(encoding="utf-8"))
    assert sums["closes"] is False
    assert sums["stated_total"] is None


def test_what_the_letter_states_settles_it(tmp_path: Path) -> None:
    result = build(torn(tmp_path / "c", f"stated = {{ total = 3 }}\n{TWO}"), tmp_path / "out")
    assert "editions-disagree" not in (tmp_path / "out" / "findings.tsv").read_text(encoding="utf-8")
    assert "(closes)" in result.stdout
    assert result.exit_code == 0


def test_the_packaged_corpus_is_read_whole() -> None:
    source = read_corpus(resource("data"))
    assert source.findings == ()
    assert len(source.letters) == 1
    assert len(source.registered) == len(read_tsv(resource("data") / "organisations.tsv"))
    assert {claim.property for claim in source.claims} <= set(PROPERTIES)


@pytest.mark.property
@given(st.one_of(
    st.text(alphabet="htps:/[].#?%@ab1F0 <>\"{}|\\^`'é", max_size=24),
    st.text(alphabet="[]:.#?%@ab1F0/é-", max_size=16).map(lambda rest: f"https://{rest}"),
))  # fmt: skip
def test_what_has_no_fault_is_an_iri_for_the_store(text: str) -> None:
    if not iri_fault(text):
        assert pyoxigraph.NamedNode(text).value == text


@pytest.mark.property
@given(st.dates())
def test_every_day_is_a_date_and_so_are_its_month_and_year(day: object) -> None:
    text = str(day)
    assert is_date(text)
    assert is_date(text[:7])
    assert is_date(text[:4])
    assert not is_date(text + " ")
    assert not is_date(text[:-1])


def test_rows_that_two_curators_both_have_stand_once(tmp_path: Path) -> None:
    workspace.start(tmp_path / "c", "https://example.org/x/", "X")
    head = "id\tname\tanchor\tminted\tmerged_into\n"
    row = "o-1\tA\tl/e/0001\t2026-01-01\t\n"
    (tmp_path / "c" / "organisations.tsv").write_text(head + row + row, encoding="utf-8")
    source = read_corpus(tmp_path / "c")
    assert [one.id for one in source.registered] == ["o-1"]
    assert [finding.code for finding in source.findings] == ["row-twice"]
    (tmp_path / "c" / "organisations.tsv").write_text(head + row + row.replace("A", "B"), encoding="utf-8")
    with pytest.raises(InputError, match="stands in line 2 already"):
        read_corpus(tmp_path / "c")
