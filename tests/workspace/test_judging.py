"""Judging a corpus on disk: every answer is a row, every row can be taken back, and the build follows."""

from __future__ import annotations

import csv
import itertools
import json
import shutil
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from siggraph import workspace
from siggraph.errors import InputError, UsageError
from siggraph.io.resources import resource
from siggraph.io.tables import read_tsv
from siggraph.workspace.building import case_rows, facts_of, run_line, sheets
from siggraph.workspace.ledger import numbered_rows, revise

DAY, NEXT = "2026-03-01", "2026-03-02"
LISTS = {
    "x": ("HRIC", "Human Rights in China", "Save Tibet", "Amnesty International"),
    "y": ("Human Rights in China", "Save-Tibet", "=ACAT Togo (Action des chretiens)", "ACAT Togo"),
}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Start the corpus once: two letters, all bodies registered."""
    folder = tmp_path_factory.mktemp("judging") / "c"
    workspace.start(folder, "https://example.org/letters/", "Test")
    for letter, names in LISTS.items():
        path = folder.parent / "en.txt"
        path.write_text("".join(f"{i}. {name}\n" for i, name in enumerate(names, 1)), encoding="utf-8")
        workspace.add([path], folder, letter, date="2024-01-01", language="en", on="2026-01-01")
    return folder


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return shutil.copytree(started, tmp_path / "c")


def open_case(folder: Path, *names: str) -> str:
    """Return the case between the bodies that print these names."""
    found = workspace.cases(folder, "json")
    [case] = [row["id"] for row in json.loads(found.text) if {*names} <= {*row["a_forms"], *row["b_forms"]}]
    return str(case)


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a build but the store's own and the workbook's and page's."""
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix in {".tsv", ".nq", ".json"}]
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files}


def rows(folder: Path, table: str = "judgements") -> list[dict[str, str]]:
    return read_tsv(folder / f"{table}.tsv")


def test_an_answer_is_one_more_row_and_leaves_the_others_as_they_are(corpus: Path) -> None:
    path = corpus / "judgements.tsv"
    odd = "Nobody\t\tNoone\t\tdifferent\teditorial\tx\t2025-01-01\twhy\t\r"  # no line feed at the end, and a return
    path.write_bytes(path.read_bytes() + odd.encode())
    before = path.read_bytes()
    done = workspace.judge(corpus, open_case(corpus, "HRIC", "Human Rights in China"), "same", "its\nacronym", by="me",
                           on=DAY)  # fmt: skip
    assert path.read_bytes().startswith(before + b"\n")
    assert rows(corpus)[-1] == {
        "subject_label": "HRIC", "subject_letter": "x", "object_label": "Human Rights in China",
        "object_letter": "x", "verdict": "same", "method": "editorial", "by": "me", "on": DAY,
        "reason": "its acronym", "withdrawn": "",
    }  # fmt: skip
    assert "bodies: 6 before, 5 now" in done.remarks
    [merged] = [row for row in rows(corpus, "organisations") if row["merged_into"]]
    assert any(line == f"{merged['id']} leads to {merged['merged_into']}" for line in done.remarks)


def test_merge_then_unmerge_restores_the_build_byte_for_byte(corpus: Path, tmp_path: Path) -> None:
    workspace.build(corpus, tmp_path / "before")
    registry = (corpus / "organisations.tsv").read_bytes()
    case = open_case(corpus, "HRIC", "Human Rights in China")
    done = workspace.judge(corpus, case, "same", "its acronym", by="me", on=DAY)
    workspace.build(corpus, tmp_path / "merged")
    workspace.withdraw_judgement(corpus, done.ids[0], "not so", on=NEXT)
    assert rows(corpus)[-1]["withdrawn"] == f"{NEXT} not so"
    assert (corpus / "organisations.tsv").read_bytes() == registry
    workspace.build(corpus, tmp_path / "after")
    one, merged, two = (digests(tmp_path / name) for name in ("before", "merged", "after"))
    assert one == two
    assert {"graph.nq", "organisations.tsv", "matches.sssom.tsv"} <= {n for n in one if one[n] != merged[n]}
    assert open_case(corpus, "HRIC", "Human Rights in China") == case


def test_the_order_in_which_two_branches_are_joined_changes_no_byte(corpus: Path, tmp_path: Path) -> None:
    header, *_ = (corpus / "judgements.tsv").read_text(encoding="utf-8").splitlines()
    one = ["HRIC\tx\tHuman Rights in China\tx\tsame\teditorial\tone\t2026-01-01\tacronym\t",
           "Save Tibet\tx\tSave-Tibet\ty\tdifferent\teditorial\tone\t2026-01-02\ttwo cities\t"]  # fmt: skip
    two = ["HRIC\tx\tHuman Rights in China\tx\tdifferent\teditorial\ttwo\t2026-01-03\tanother\t", one[1]]
    seen = set()
    for order in sorted(set(itertools.permutations([*one, *two])))[::3]:
        (corpus / "judgements.tsv").write_text("\n".join([header, *order, ""]), encoding="utf-8")
        built = facts_of(run_line(workspace_source(corpus)))
        seen.add(json.dumps(built, default=str, sort_keys=True))
        codes = [row["code"] for row in built["findings"]]
        assert codes.count("judgements-contradict") == codes.count("judgement-twice") == 1
    assert len(seen) == 1
    digest = set()
    for i, joined in enumerate(([*one, *two], [*two, *one])):
        (corpus / "judgements.tsv").write_text("\n".join([header, *joined, ""]), encoding="utf-8")
        assert workspace.build(corpus, tmp_path / str(i)).failed
        digest.add(json.dumps(digests(tmp_path / str(i)), sort_keys=True))
    assert len(digest) == 1


def workspace_source(folder: Path):  # type: ignore[no-untyped-def] # noqa: ANN201 - what read_corpus returns
    from siggraph.io.corpus import read_corpus  # noqa: PLC0415 - this helper alone reads it

    return read_corpus(folder)


def test_a_body_that_is_split_off_gets_its_own_row(corpus: Path) -> None:
    before = rows(corpus, "organisations")
    path = corpus / "judgements.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "Save Tibet\tx\tSave-Tibet\ty\tdifferent\teditorial\tme\t"
                    "2026-01-01\ttwo cities\t\n", encoding="utf-8")  # fmt: skip
    workspace.judge(corpus, open_case(corpus, "HRIC", "Human Rights in China"), "unsure", "later", by="me", on=DAY)
    after = rows(corpus, "organisations")
    assert after[: len(before)] == before
    assert [(row["anchor"], row["minted"]) for row in after[len(before) :]] == [("y/en/0002", DAY)]


def test_what_cannot_be_answered_is_said(corpus: Path) -> None:
    case = open_case(corpus, "HRIC", "Human Rights in China")
    with pytest.raises(UsageError, match=r"no open case 'q-no'.*siggraph cases"):
        workspace.judge(corpus, "q-no", "same", "x", by="me", on=DAY)
    with pytest.raises(UsageError, match="reason"):
        workspace.judge(corpus, case, "same", "  ", by="me", on=DAY)
    with pytest.raises(UsageError, match="siggraph init"):
        workspace.judge(resource("data"), "q-780af5b6f3", "same", "x", by="me", on=DAY)
    assert rows(corpus) == []
    done = workspace.judge(corpus, case, "same", "x", by="me", on=DAY)
    with pytest.raises(UsageError, match=f"is judged.*--withdraw {done.ids[0]}"):
        workspace.judge(corpus, case, "different", "x", by="me", on=DAY)
    with pytest.raises(UsageError, match="no judgement 'j-no'"):
        workspace.withdraw_judgement(corpus, "j-no", "x", on=DAY)
    workspace.withdraw_judgement(corpus, done.ids[0], "x", on=DAY)
    with pytest.raises(UsageError, match="withdrawn already"):
        workspace.withdraw_judgement(corpus, done.ids[0], "x", on=DAY)


def test_an_answer_that_contradicts_is_recorded_and_is_an_error(corpus: Path) -> None:
    path = corpus / "judgements.tsv"
    told = "\t\tsame\teditorial\tme\t2026-01-01\twhy\t\n"
    links = [("HRIC", "Amnesty International", "same"), ("Amnesty International", "Save Tibet", "same"),
             ("Save Tibet", "Human Rights in China", "different")]  # fmt: skip
    path.write_text(path.read_text(encoding="utf-8")
                    + "".join(f"{a}\tx\t{b}\tx{told[1:].replace('same', v)}" for a, b, v in links[:2]),
                    encoding="utf-8")  # fmt: skip
    case = open_case(corpus, "HRIC", "Human Rights in China")
    a, b, v = links[2]
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{a}\tx\t{b}\tx{told[1:].replace('same', v)}", encoding="utf-8")
    with pytest.raises(UsageError, match="no open case"):  # the chain parts the two: nothing is left to ask
        workspace.judge(corpus, case, "same", "its acronym", by="me", on=DAY)
    path.write_text(text, encoding="utf-8")
    review = workspace.Review(corpus, by="me", on=DAY)
    path.write_text(f"{text}{a}\tx\t{b}\tx{told[1:].replace('same', v)}", encoding="utf-8")  # meanwhile, somebody else
    found = review.answer(review.desk.case(case), "same", "its acronym").findings
    assert [f.code for f in found if f.severity == "error"] == ["judgements-contradict"]
    assert review.desk.failed
    review.back()
    assert not review.desk.failed


def test_a_table_comes_back_and_coming_twice_adds_nothing(corpus: Path, tmp_path: Path) -> None:
    case = open_case(corpus, "HRIC", "Human Rights in China")
    path = tmp_path / "cases.csv"
    filled(workspace.cases(corpus, "csv").text, path, {case: ("same", "its acronym")})
    done = workspace.judge_sheet(corpus, path, by="me", on=DAY)
    assert done.findings == ()
    assert [(row["verdict"], row["reason"], row["by"]) for row in rows(corpus)] == [("same", "its acronym", "me")]
    again = workspace.judge_sheet(corpus, path, by="me", on=NEXT)
    assert len(rows(corpus)) == 1
    assert again.remarks[-1] == "0 answers recorded, 1 were recorded before"
    workspace.withdraw_judgement(corpus, done.ids[0], "not so", on=NEXT)
    [found] = workspace.judge_sheet(corpus, path, by="me", on=NEXT).findings
    assert "was withdrawn" in found.message
    assert len(rows(corpus)) == 1


def filled(text: str, path: Path, answers: dict[str, tuple[str, str]], *more: tuple[str, str]) -> None:
    """Write a table of cases back with verdicts and reasons."""
    table = list(csv.DictReader(StringIO(text, newline="")))
    for row in table:
        row["verdict"], row["why"] = answers.get(row["id"], ("", ""))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
        writer.writerows({"id": case, "verdict": verdict} for case, verdict in more)


def test_bad_rows_are_named_and_stop_no_good_one(corpus: Path, tmp_path: Path) -> None:
    case = open_case(corpus, "HRIC", "Human Rights in China")
    path = tmp_path / "cases.csv"
    more = (("q-no", "same"), ("q-other", "perhaps"), (case, "different"), (case, "same"))
    text = workspace.cases(corpus, "csv").text
    filled(text, path, {case: ("SAME ", "")}, *more)
    lines = text.count("\r\n")
    done = workspace.judge_sheet(corpus, path, by="me", on=DAY)
    assert [(f.where.rpartition(" ")[2], f.severity) for f in done.findings] == [
        (str(lines + 1), "error"), (str(lines + 2), "error"), (str(lines + 3), "error"),
    ]  # fmt: skip
    [row] = rows(corpus)
    assert row["verdict"] == "same"
    assert row["reason"].startswith("judged at sight of: ")


@pytest.mark.parametrize(("name", "text"), [("a.csv", "id,b\n"), ("a.tsv", "id\tb\n"), ("a.ods", "x"), ("a.xlsx", "x")])
def test_a_file_that_is_no_table_of_cases_is_refused(corpus: Path, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        workspace.judge_sheet(corpus, tmp_path / name, by="me", on=DAY)


def test_the_workbook_comes_back_and_no_cell_is_a_formula(corpus: Path, tmp_path: Path) -> None:
    from siggraph.io.spreadsheet import workbook  # noqa: PLC0415 - an extra

    content = workbook(sheets(facts_of(run_line(workspace_source(corpus)))))
    book = load_workbook(BytesIO(content))
    sheet = book["cases"]
    header = [cell.value for cell in sheet[1]]
    assert header[:5] == ["id", "verdict", "why", "by", "a"]
    assert all(
        cell.data_type in {"s", "n"} and cell.value != "" for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert any(str(cell.value).startswith("=ACAT") for row in sheet.iter_rows() for cell in row)
    case = open_case(corpus, "HRIC", "Human Rights in China")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == case:
            row[1].value, row[3].value = "different", "somebody"
    book.save(tmp_path / "siggraph.xlsx")
    assert workspace.judge_sheet(corpus, tmp_path / "siggraph.xlsx", by="me", on=DAY).findings == ()
    assert [(row["verdict"], row["by"]) for row in rows(corpus)] == [("different", "somebody")]


def test_a_csv_gives_every_name_as_it_is(corpus: Path) -> None:
    text = workspace.cases(corpus, "csv").text
    names = {row[side] for row in csv.DictReader(StringIO(text, newline="")) for side in ("a", "b")}
    assert "=ACAT Togo (Action des chretiens)" in names  # data is not altered; README warns of formulas in CSV
    assert not text.startswith("\ufeff")


def test_the_table_is_flat_and_most_telling_first(corpus: Path) -> None:
    columns, table = case_rows(facts_of(run_line(workspace_source(corpus))))
    assert columns == ("id", "verdict", "why", "by", "a", "a_letter", "a_forms", "b", "b_letter", "b_forms", "score",
                       "reasons", "gain")  # fmt: skip
    gains = [float(str(row["gain"])) for row in table]
    assert gains == sorted(gains, reverse=True)
    assert len(workspace.cases(corpus, "tsv", limit=1).rows) == 1


def test_a_review_writes_at_once_and_goes_back(corpus: Path) -> None:
    review = workspace.Review(corpus, by="me", on=DAY)
    first = review.current()
    assert first is not None
    review.answer(first, "same")
    assert [row["reason"] for row in rows(corpus)] == [f"judged at sight of: {'; '.join(first.reasons)}"]
    second = review.current()
    assert second is not None
    assert second.id != first.id
    review.skip(second)
    assert review.current() not in {first, second}
    review.back()
    assert review.current() == second
    review.back()
    assert review.current() == first
    assert [row["withdrawn"] for row in rows(corpus)] == [f"{DAY} taken back at review"]
    assert review.back() is None
    review.answer(first, "same")  # the same answer on the same day: its own row, and it stands
    assert [bool(row["withdrawn"]) for row in rows(corpus)] == [True, False]
    review.back()
    assert [bool(row["withdrawn"]) for row in rows(corpus)] == [True, True]


def test_unsure_is_asked_again_another_day_and_not_in_this_session(corpus: Path) -> None:
    review = workspace.Review(corpus, by="me", on=DAY)
    seen = []
    while (case := review.current()) is not None:
        seen.append(case.id)
        review.answer(case, "unsure", "cannot tell")
    assert len(set(seen)) == len(seen) == len(rows(corpus))
    again = workspace.Review(corpus, by="me", on=NEXT)
    assert {case.id for case in again.desk.cases} == set(seen)


def test_more_shows_the_page_and_names_no_person(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    workspace.start(folder, "https://example.org/letters/", "Test")
    (tmp_path / "en.txt").write_text(
        "Organisations\n\n1. HRIC\n2. Human Rights in China\n3. Save Tibet\n\nIndividuals\n\n4. Jo Doe, lawyer\n",
        encoding="utf-8",
    )
    workspace.add([tmp_path / "en.txt"], folder, "x", language="en", on=DAY)
    review = workspace.Review(folder, by="me", on=DAY)
    [case] = [c for c in review.desk.cases if {c.a, c.b} == {"x/s/en-0001", "x/s/en-0002"}]
    text = "\n".join(review.more(case))
    assert "> x/en line 4  2. Human Rights in China" in text
    assert "3. Save Tibet" in text
    assert "Jo Doe" not in text


def test_a_ledger_keeps_what_stands(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes("\ufeffb\ta\textra\r\n1\t2\t3\r\n\n4\t5\t6".encode())
    revise(path, ("a", "b"), [{"a": "new\tcell", "b": "row"}], {4: {"a": "five"}})
    assert path.read_bytes().decode() == "\ufeffb\ta\textra\r\n1\t2\t3\r\n\n4\tfive\t6\nrow\tnew cell\t\n"
    assert [number for number, _ in numbered_rows(path)] == [2, 4, 5]
    revise(tmp_path / "new.tsv", ("a", "b"), [{"a": "1"}])
    assert (tmp_path / "new.tsv").read_text(encoding="utf-8") == "a\tb\n1\t\n"
