"""Tables and files: what is written comes back, what is wrong is named, nothing is half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.errors import InputError
from siggraph.io.documents import read_document
from siggraph.io.staging import staging
from siggraph.io.tables import cell_of, join, number, read_tsv, split, tsv, write_whole

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\t\ufeff"), min_size=1)


@pytest.mark.property
@given(st.lists(st.text(st.sampled_from("ab|\\ é台'\"#,"), min_size=1, max_size=8), max_size=5))
def test_several_values_in_one_cell_come_back(values: list[str]) -> None:
    assert split(join(values)) == values


@pytest.mark.property
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_a_table_comes_back(tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]) -> None:
    rows = [{"a": a, "b": b} for a, b in cells]
    path = tmp_path_factory.mktemp("t") / "t.tsv"
    path.write_text(tsv(("a", "b"), rows), encoding="utf-8", newline="")
    assert read_tsv(path) == rows


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (1.0, "1"), (0.00004, "0"), (-0.00001, "0"), (0.99996, "1")])
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_no_value_holds_a_tab_or_a_line() -> None:
    assert cell_of("a\tb\r\nc") == "a b  c"


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"a\tb\n1\t2\n1\n", 3, "1 cells where the header has 2"),
        (b"a\tb\n1\t2\n\xff\t2\n", 3, "not UTF-8"),
        (b"a\tc\n", 1, "missing column b"),
    ],
)
def test_a_bad_table_is_named_with_its_line(tmp_path: Path, content: bytes, line: int, what: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as caught:
        read_tsv(path, ("a", "b"))
    assert caught.value.where == f"{path}:{line}"


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04..", "ZIP"), (b"\xff\xfe\x00", "no text"), (bytes(range(256)) * 8, "encoding")],
)
def test_a_document_that_is_no_text_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what):
        read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes("- 台灣客社\r\n".encode(encoding))
    assert read_document(path).text == "- 台灣客社\r\n"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_nothing_is_seen_before_the_commit_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with staging(tmp_path) as stage:
        stage.write("sub/a.txt", "a")
        assert not (tmp_path / "sub").exists()
        assert stage.commit() == ("sub/a.txt",)
    assert (tmp_path / "sub/a.txt").read_text(encoding="utf-8") == "a"
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_run_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with staging(tmp_path) as stage:
            stage.write("a.txt", "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == [".siggraph-lock"]


def test_two_writers_in_one_folder(tmp_path: Path) -> None:
    with staging(tmp_path), pytest.raises(InputError, match="another siggraph is writing"), staging(tmp_path):
        pass


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write"), staging(tmp_path / "f"):
        pass
