"""The analyst's door: a folder becomes a sheet, the mended sheet becomes letters; no edit is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from siggraph import workspace
from siggraph.cli import main
from siggraph.document import Corrections
from siggraph.io.corpus import read_corpus
from siggraph.io.letter_text import new_edition, new_letter, with_reading
from siggraph.io.tables import read_tsv
from siggraph.workspace.lettersheet import LETTERS, NAMES, LetterSheet, read_sheet
from siggraph.workspace.surveying import _parted, look_at, looks

BASE = "https://example.org/letters/"
ON = "2026-01-01"
EN = ("Alpha Union", "Beta League", "Gamma Watch", "Delta Forum", "Epsilon Network")
TREES = ("Ash", "Birch", "Cedar", "Date", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")


def letter(path: Path, *names: str, head: str = "An open letter on rivers") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{head}\n\nWe ask for clean rivers, of all and for all.\n\nSignatories:\n\n"
    path.write_text(text + "".join(f"- {name}\n" for name in names or EN), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two letters, one of them in two languages, and files that are none."""
    place = tmp_path / "published"
    letter(place / "rivers-en.txt")
    letter(place / "rivers-fr.txt", "Union Alpha", "Ligue Beta", "Gamma Watch", head="Une lettre ouverte")
    letter(place / "more" / "forests 2024-05-01.txt", "Zeta and Eta", "Page 2", "Theta", "Society", "Iota Trustt")
    (place / "more" / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    (place / "prose.txt").write_text("Dear all.\n", encoding="utf-8")
    (place / ".hidden.txt").write_text("- A\n- B\n- C\n", encoding="utf-8")
    (place / "~$rivers.docx").write_bytes(b"lock")
    return place


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    workspace.start(tmp_path / "corpus", BASE, "Test")
    return tmp_path / "corpus"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def cells(sheet: Path) -> LetterSheet:
    return read_sheet(sheet)


def rows(sheet: Path) -> dict[str, dict[str, str]]:
    return {row["file"].rpartition("/")[2]: row for _, row in cells(sheet).letters}


def edit(sheet: Path, title: str, change: Callable[[dict[str, str]], None]) -> None:
    """Change rows of a sheet as a person in a spreadsheet would, cell by cell."""
    book = openpyxl.load_workbook(sheet)
    page = book[title]
    header = [str(cell.value) for cell in page[1]]
    for line in page.iter_rows(min_row=2):
        row = {label: str(cell.value or "") for label, cell in zip(header, line, strict=True)}
        before = dict(row)
        change(row)
        for label, cell in zip(header, line, strict=True):
            if row[label] != before[label]:
                cell.value = row[label] or None
    book.save(sheet)


def named(read: str, /, **values: str) -> Callable[[dict[str, str]], None]:
    def change(row: dict[str, str]) -> None:
        if row["as read"] == read:
            row.update({key.replace("_", " "): value for key, value in values.items()})

    return change


def test_a_folder_becomes_a_sheet(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters.xlsx"
    result = run("import", folder, "--out", out)
    assert result.exit_code == 1  # two files hold no list; the others are read
    found = rows(out)
    assert sorted(found) == ["broken.pdf", "forests 2024-05-01.txt", "prose.txt", "rivers-en.txt", "rivers-fr.txt"]
    assert found["rivers-en.txt"]["file"] == "published/rivers-en.txt"
    assert {found[f"rivers-{x}.txt"]["letter"] for x in ("en", "fr")} == {"rivers"}
    assert [found[f"rivers-{x}.txt"]["edition"] for x in ("en", "fr")] == ["rivers-en", "rivers-fr"]
    assert [found[f"rivers-{x}.txt"]["language"] for x in ("en", "fr")] == ["en", "fr"]
    assert found["rivers-en.txt"]["title"] == "An open letter on rivers"
    assert found["rivers-en.txt"]["names found"] == "5"
    assert found["forests 2024-05-01.txt"]["date"] == "2024-05-01"
    assert found["forests 2024-05-01.txt"]["letter"] == "forests-2024-05-01"
    assert [found[name]["letter"] for name in ("broken.pdf", "prose.txt")] == ["", ""]
    assert "no list" in found["prose.txt"]["doubts"]
    assert found["broken.pdf"]["doubts"]
    assert "5/5" in result.stderr
    names = cells(out).names["published/rivers-en.txt"]
    assert [row["name"] for _, row in names] == list(EN)
    assert names[0][1]["line"] == "7"


def test_every_cell_is_text_and_formulas_stay_letters(tmp_path: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "letters.xlsx"
    letter(place / "a.txt", "=1+1 Alpha", "+Beta", "@Gamma", "1984", "Epsilon\x0b Network")
    run("import", place, "--out", out, "--quiet")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["letters", "names", "about"]
    assert {c.data_type for page in book for line in page.iter_rows() for c in line if c.value is not None} == {"s"}
    assert [c.value for c in book["letters"][1]] == list(LETTERS)
    assert [c.value for c in book["names"][1]] == list(NAMES)


def test_what_a_person_mends_reaches_the_corpus_and_outlives_a_new_reading(
    folder: Path, tmp_path: Path, corpus: Path
) -> None:
    out = tmp_path / "letters.xlsx"
    run("import", folder, "--out", out, "--quiet")
    edit(out, "names", named("Zeta and Eta", split="Zeta | Eta"))
    edit(out, "names", named("Page 2", keep="no"))
    edit(out, "names", named("Society", joins_previous="yes"))
    edit(out, "names", named("Iota Trustt", name="Iota Trust"))
    edit(out, "letters", lambda row: row.update(title="Rivers!", date="2024-01-02") if "-en" in row["file"] else None)
    result = run("import", out, "--corpus", corpus)
    assert result.exit_code == 0, result.stderr
    assert "2 rows have no letter" in result.stderr
    source = read_corpus(corpus)
    letters = {found.id: (found, printings) for found, printings in source.letters}
    assert sorted(letters) == ["forests-2024-05-01", "rivers"]
    [printing] = letters["forests-2024-05-01"][1]
    assert printing.corrections == Corrections(
        skip=("Page 2",),
        split=(("Zeta and Eta", ("Zeta", "Eta")),),
        merge=(("Theta", "Society"),),
        rename=(("Iota Trustt", "Iota Trust"),),
    )
    rivers, printings = letters["rivers"]
    assert rivers.title == {"en": "Rivers!", "fr": "Une lettre ouverte"}
    assert rivers.date == "2024-01-02"
    assert [p.edition.id for p in printings] == ["rivers/rivers-en", "rivers/rivers-fr"]
    assert [p.edition.date for p in printings] == ["2024-01-02", ""]
    built = workspace.build(corpus, tmp_path / "build")
    printed = [x.name for x in built.corpus.listings if x.letter == "forests-2024-05-01"]
    assert printed == ["Zeta", "Eta", "Theta Society", "Iota Trust"]
    assert {row["name"] for row in read_tsv(corpus / "organisations.tsv")} >= {"Zeta", "Theta Society", "Union Alpha"}
    book = openpyxl.load_workbook(tmp_path / "build" / "siggraph.xlsx")
    assert book.sheetnames == ["letters", "bodies", "signatures", "matrix", "cases"]
    table = list(book["matrix"].iter_rows(values_only=True))
    assert table[0] == ("body", "body id", "rivers", "forests-2024-05-01") or set(table[0][2:]) == set(letters)
    at = {row[0]: dict(zip(table[0], row, strict=True)) for row in table[1:]}
    assert at["Gamma Watch"]["rivers"] == "x"
    assert not at["Gamma Watch"]["forests-2024-05-01"]


def test_a_sheet_that_is_mended_again_changes_the_corrections_alone(folder: Path, tmp_path: Path, corpus: Path) -> None:
    out, toml = tmp_path / "letters.xlsx", corpus / "letters" / "forests-2024-05-01" / "letter.toml"
    run("import", folder, "--out", out, "--quiet")
    edit(out, "names", named("Page 2", keep="no"))
    run("import", out, "--corpus", corpus, "--quiet")
    toml.write_text(toml.read_text(encoding="utf-8").replace('issue = ""', 'issue = "forests"'), encoding="utf-8")
    edit(out, "names", named("Page 2", keep="yes"))
    edit(out, "names", named("Theta", name="The Theta"))
    result = run("import", out, "--corpus", corpus, "--quiet")
    assert result.exit_code == 0, result.stderr
    [(found, [printing]), *_] = [pair for pair in read_corpus(corpus).letters if pair[0].id.startswith("forests")]
    assert printing.corrections == Corrections(rename=(("Theta", "The Theta"),))
    assert found.issue == "forests"


def test_a_second_run_reads_what_is_new_and_keeps_what_was_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters.xlsx"
    run("import", folder, "--out", out, "--quiet")
    edit(out, "names", named("Page 2", keep="no"))
    edit(out, "letters", lambda row: row.update(letter="", title="Mine") if "forests" in row["file"] else None)
    letter(folder / "new.txt", "Kappa", "Lambda", "Omicron")
    letter(folder / "rivers-en.txt", *EN, "Omega")
    before = cells(out)
    result = run("import", folder, "--out", out)
    assert "2 documents read, 4 known" in result.stderr
    found = rows(out)
    assert (found["forests 2024-05-01.txt"]["letter"], found["forests 2024-05-01.txt"]["title"]) == ("", "Mine")
    assert found["rivers-en.txt"]["names found"] == "6"
    assert found["new.txt"]["letter"] == "new"
    file = "published/more/forests 2024-05-01.txt"
    assert [row for _, row in cells(out).names[file]] == [row for _, row in before.names[file]]
    result = run("import", folder, "--out", out, "--again")
    assert "6 documents read" in result.stderr
    assert [row["keep"] for _, row in cells(out).names[file]] == ["yes", "no", "yes", "yes", "yes"]
    assert rows(out)["forests 2024-05-01.txt"]["letter"] == ""


def test_an_edit_whose_name_is_gone_is_named(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters.xlsx"
    run("import", folder, "--out", out, "--quiet")
    edit(out, "names", named("Gamma Watch", name="The Gamma Watch"))
    letter(folder / "rivers-en.txt", *(name for name in EN if name != "Gamma Watch"))
    result = run("import", folder, "--out", out)
    assert "'Gamma Watch' was edited and is no longer read" in result.stderr


def test_a_document_that_cannot_be_read_any_more_keeps_its_rows(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters.xlsx"
    run("import", folder, "--out", out, "--quiet")
    before = cells(out).names["published/rivers-en.txt"]
    (folder / "rivers-en.txt").write_bytes(b"")
    assert run("import", folder, "--out", out, "--quiet").exit_code == 1
    assert [row for _, row in cells(out).names["published/rivers-en.txt"]] == [row for _, row in before]
    assert "empty" in rows(out)["rivers-en.txt"]["doubts"]


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing(folder: Path, tmp_path: Path) -> None:
    for name, jobs in (("one.xlsx", 1), ("three.xlsx", 3)):
        run("import", folder, "--out", tmp_path / name, "--jobs", jobs, "--quiet")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "three.xlsx").read_bytes()


@pytest.mark.slow
def test_a_document_that_ends_its_process_ends_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siggraph.workspace.surveying.look_at", _look_or_die)
    tasks = [(str(folder / name), name, Corrections()) for name in ("rivers-en.txt", "prose.txt", "rivers-fr.txt")]
    found = list(looks(tasks, 2))
    assert [(look.file, look.failed) for look in found] == [
        ("rivers-en.txt", False), ("prose.txt", True), ("rivers-fr.txt", False),
    ]  # fmt: skip


def _look_or_die(path: str, file: str, corrections: Corrections) -> object:
    if file == "prose.txt":
        os._exit(3)
    return look_at(path, file, corrections)


def test_links_that_lead_out_and_special_files_are_left_alone(tmp_path: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "in" / "letters.xlsx"
    letter(place / "a.txt")
    letter(tmp_path / "outside.txt")
    letter(tmp_path / "elsewhere" / "b.txt")
    (place / "link.txt").symlink_to(tmp_path / "outside.txt")
    (place / "folder").symlink_to(tmp_path / "elsewhere")
    (place / "again.txt").symlink_to(place / "a.txt")
    os.mkfifo(place / "pipe.txt")
    run("import", place, "--out", out, "--quiet")
    assert sorted(rows(out)) == ["a.txt", "again.txt"]
    run("import", place, "--out", out, "--quiet")  # the sheet itself is no document
    assert sorted(rows(out)) == ["a.txt", "again.txt"]


def test_mostly_the_same_names_are_one_letter_and_a_part_is_a_doubt(tmp_path: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "letters.xlsx"
    many = tuple(f"Organisation of {word}" for word in TREES)
    letter(place / "first.txt", *many)
    letter(place / "second.txt", *many[1:], "Organisation of Kale")
    letter(place / "third.txt", *many[:5])
    letter(place / "x" / "source.txt", "Lime Union", "Maple League", "Nettle Watch")
    letter(place / "y" / "source.txt", "Oak Union", "Pine League", "Quince Watch")
    run("import", place, "--out", out, "--quiet")
    found = {row["file"]: row for _, row in cells(out).letters}
    assert found["in/second.txt"]["letter"] == found["in/first.txt"]["letter"] == "first"
    assert found["in/third.txt"]["letter"] == "third"
    assert "one letter?" in found["in/third.txt"]["doubts"]
    assert [found[f"in/{x}/source.txt"]["letter"] for x in "xy"] == ["x-source", "y-source"]


@pytest.mark.parametrize(
    ("stem", "parted"),
    [
        ("letter-en", ("letter", "en")),
        ("letter_v2", ("letter", "")),
        ("letter (fr)", ("letter", "fr")),
        ("letter-ed2-2026-03-05", ("letter", "")),
        ("letter-zh-Hant", ("letter", "zh-Hant")),
        ("letter-2019", ("letter-2019", "")),
        ("united2", ("united2", "")),
        ("en", ("en", "")),
    ],
)
def test_languages_and_versions_at_the_end_of_a_name(stem: str, parted: tuple[str, str]) -> None:
    assert _parted(stem) == parted


Change = Callable[[dict[str, str]], None]


@pytest.mark.parametrize(
    ("title", "change", "told"),
    [
        ("letters", lambda row: row.update(letter="A B"), "sheet letters, row 2, column letter"),
        ("letters", lambda row: row.update(date="yesterday"), "sheet letters, row 2, column date"),
        ("letters", lambda row: row.update(language="in English"), "sheet letters, row 2, column language"),
        ("letters", lambda row: row.update(extent="half"), "sheet letters, row 2, column extent"),
        ("letters", lambda row: row.update(layout="odd"), "sheet letters, row 2, column layout"),
        ("letters", lambda row: row.update(lines="9"), "sheet letters, row 2, column lines"),
        ("letters", lambda row: row.update(lines="9-3"), "sheet letters, row 2, column lines"),
        ("letters", lambda row: row.update(edition="../x"), "sheet letters, row 2, column edition"),
        ("letters", lambda row: row.update(file="gone.txt"), "sheet letters, row 2, column file"),
        ("names", named("Beta League", keep="perhaps"), "sheet names, row 3, column keep"),
        ("names", named("Beta League", split="Beta"), "sheet names, row 3, column split"),
        ("names", named("Beta League", name=""), "sheet names, row 3, column name"),
        ("names", named("Alpha Union", joins_previous="yes"), "sheet names, row 2, column joins previous"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(
    title: str, change: Change, told: str, tmp_path: Path, corpus: Path
) -> None:
    place, out = tmp_path / "in", tmp_path / "letters.xlsx"
    letter(place / "a.txt")
    letter(place / "b.txt", "Kappa", "Lambda", "Omicron")
    run("import", place, "--out", out, "--quiet")

    def first(row: dict[str, str]) -> None:
        if row["file"] == "in/a.txt":
            change(row)

    edit(out, title, first)
    result = run("import", out, "--corpus", corpus, "--quiet")
    assert result.exit_code == 1
    assert f"error: letters.xlsx, {told}: " in result.stderr
    assert [found.id for found, _ in read_corpus(corpus).letters] == ["b"]  # one bad row stops no other


def test_edits_that_change_nothing_are_said(tmp_path: Path, corpus: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "letters.xlsx"
    letter(place / "a.txt", *EN, "Alpha Union")
    run("import", place, "--out", out, "--quiet")
    book = openpyxl.load_workbook(out)
    book["names"].append(["in/a.txt", "9", "Omega"])
    book["names"]["H2"] = "no"  # one of two rows of the same name
    book.save(out)
    letter(place / "a.txt", *EN, "Alpha Union", "Psi")
    result = run("import", out, "--corpus", corpus)
    assert result.exit_code == 0
    assert "row 8, column as read: 'Omega' was not read in the document" in result.stderr
    assert "'Alpha Union' stands more than once" in result.stderr
    assert "the file has changed since it was read" in result.stderr


def test_names_typed_by_a_person_are_read_as_they_meant_them(tmp_path: Path, corpus: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "letters.xlsx"
    letter(place / "a.txt", "Movement of Farm", "Workers", "Beta", "Gamma", "Delta and", "Sons")
    run("import", place, "--out", out, "--quiet")
    edit(out, "names", named("Workers", joins_previous="x"))
    edit(out, "names", named("Sons", joins_previous="yes", name=""))
    edit(out, "names", named("Delta and", name="Delta & Sons Ltd"))
    edit(out, "letters", lambda row: row.update(lines="1-99"))
    run("import", out, "--corpus", corpus, "--quiet")
    [(_, [printing])] = read_corpus(corpus).letters
    assert printing.corrections.merge == (("Movement of Farm", "Workers"), ("Delta and", "Sons"))
    assert printing.corrections.rename == (("Delta and Sons", "Delta & Sons Ltd"),)
    assert (printing.corrections.first, printing.corrections.last) == (1, 99)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no workbook"])
def test_what_is_no_sheet_is_refused_and_never_overwritten(tmp_path: Path, corpus: Path, content: bytes) -> None:
    out = tmp_path / "letters.xlsx"
    out.write_bytes(content)
    letter(tmp_path / "in" / "a.txt")
    assert run("import", tmp_path / "in", "--out", out).exit_code == 1
    assert out.read_bytes() == content
    assert run("import", out, "--corpus", corpus).exit_code == 1


def test_another_workbook_is_no_sheet(tmp_path: Path, corpus: Path) -> None:
    out = tmp_path / "letters.xlsx"
    book = openpyxl.Workbook()
    book.save(out)
    result = run("import", out, "--corpus", corpus)
    assert result.exit_code == 1
    assert "no sheet 'letters'" in result.stderr


def test_the_packaged_corpus_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    letter(tmp_path / "in" / "a.txt")
    run("import", "in")
    result = run("import", "letters.xlsx")
    assert result.exit_code == 2
    assert "siggraph init" in result.stderr


def _three() -> str:
    heads = (new_edition(short, f"{short}.txt", corrections=said) for short, said in _SAID)
    return new_letter({"en": 'A "letter"'}, "2020") + "".join(heads)


_SAID: Sequence[tuple[str, Corrections]] = (
    ("a", Corrections(merge=(("x", "[y]"), ('"z"', "w")), split=(("p and q", ("p", "q")),))),
    ("b", Corrections()),
    ("c", Corrections(layout="lines", first=2, skip=("[[editions]]",), rename=(("[editions.reading]", "\\ok"),))),
)


@pytest.mark.parametrize("short", ["a", "b", "c"])
@pytest.mark.parametrize("said", [said for _, said in _SAID])
def test_corrections_are_exchanged_and_nothing_else(short: str, said: Corrections, tmp_path: Path) -> None:
    made = with_reading(_three(), short, said)
    assert made is not None
    workspace.start(tmp_path / "c", BASE, "Test")
    place = tmp_path / "c" / "letters" / "x"
    for name in "abc":
        letter(place / f"{name}.txt")
    (place / "letter.toml").write_text(made, encoding="utf-8")
    [(_, printings)] = read_corpus(tmp_path / "c").letters
    wanted = {**dict(_SAID), short: said}
    assert {p.edition.id.rpartition("/")[2]: p.corrections for p in printings} == wanted


def test_a_letter_written_another_way_is_left_to_a_person() -> None:
    assert with_reading('editions = [{ id = "a", file = "a.txt" }]\n', "a", Corrections(first=1)) is None
    assert with_reading(_three(), "d", Corrections(first=1)) is None
