"""Curating: nothing that a person keeps by hand is lost, and two acts at once do not harm each other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from siggraph import workspace
from siggraph.cli import main
from siggraph.errors import UsageError
from siggraph.io.corpus import read_corpus
from siggraph.io.tables import read_tsv

BASE = "https://example.org/letters/"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    workspace.start(tmp_path / "c", BASE, "Test")
    return tmp_path / "c"


def listed(folder: Path, name: str, *names: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"- {n}\n" for n in names or ("Alpha", "Beta", "Gamma")), encoding="utf-8")
    return path


@pytest.mark.parametrize("kept", ["claims.tsv", "judgements.tsv", "letters/x.txt"])
def test_init_overwrites_nothing(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "c" / kept
    path.parent.mkdir(parents=True)
    path.write_text("keep", encoding="utf-8")
    with pytest.raises(UsageError, match="holds"):
        workspace.start(tmp_path / "c", BASE, "Test")
    assert path.read_text(encoding="utf-8") == "keep"


@pytest.mark.parametrize(
    "base", ["nothing", "ftp://example.org/", "https://example.org/x", "https:///", 'https://ex.org/a b"<>/', ""]
)
def test_a_base_is_an_absolute_iri(tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageError, match="is no base"):
        workspace.start(tmp_path / "c", base, "Test")
    assert not (tmp_path / "c").exists()


def test_two_files_of_one_name_are_refused_before_anything_is_written(corpus: Path, tmp_path: Path) -> None:
    one, two = listed(tmp_path, "a.txt"), listed(tmp_path, "other/A.txt")
    with pytest.raises(UsageError, match="has an edition 'a' already"):
        workspace.add([one, two], corpus, "x", on="2026-01-01")
    assert not (corpus / "letters").exists()


def test_an_edition_may_not_take_the_place_of_letter_toml(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        workspace.add([listed(tmp_path, "letter.toml")], corpus, "x", on="2026-01-01")


def test_a_bad_file_stops_no_good_one(corpus: Path, tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("Dear all.\n", encoding="utf-8")
    added = workspace.add([prose, listed(tmp_path, "My Létter 2.txt")], corpus, "x", language="en", on="2026-01-01")
    assert [f.code for f in added.findings] == ["no-list-found"]
    [(_, printings)] = read_corpus(corpus).letters
    assert [p.edition.id for p in printings] == ["x/my-letter-2"]
    assert len(read_tsv(corpus / "organisations.tsv")) == 3


def test_a_known_letter_keeps_its_title(corpus: Path, tmp_path: Path) -> None:
    workspace.add([listed(tmp_path, "en.txt")], corpus, "x", title="First", on="2026-01-01")
    added = workspace.add([listed(tmp_path, "fr.txt")], corpus, "x", title="Second", on="2026-01-01")
    assert any("stay as letter.toml has them" in remark for remark in added.remarks)
    [(letter, printings)] = read_corpus(corpus).letters
    assert letter.display_title == "First"
    assert len(printings) == 2


def test_identifiers_do_not_change_when_letters_come(corpus: Path, tmp_path: Path) -> None:
    workspace.add([listed(tmp_path, "en.txt", "Alpha", "Beta", "Gamma")], corpus, "x", on="2026-01-01")
    before = read_tsv(corpus / "organisations.tsv")
    workspace.add([listed(tmp_path, "de.txt", "Beta", "Delta", "Alpha")], corpus, "a", on="2026-02-01")
    after = read_tsv(corpus / "organisations.tsv")
    assert after[:3] == before
    assert [row["name"] for row in after[3:]] == ["Delta"]


@pytest.mark.parametrize("date", ["2020-99-99", "yesterday", "2020-2-3"])
def test_a_date_is_a_real_day(corpus: Path, tmp_path: Path, date: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        workspace.add([listed(tmp_path, "en.txt")], corpus, "x", date=date, on="2026-01-01")


@pytest.mark.slow
def test_acts_at_once_lose_nothing(corpus: Path, tmp_path: Path) -> None:
    files = [listed(tmp_path, f"e{i}.txt", f"Alpha {i}", f"Beta {i}", f"Gamma {i}") for i in range(3)]
    running = [
        subprocess.Popen([sys.executable, "-m", "siggraph", "add", str(path), "--letter", "x", "--corpus", str(corpus)],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in files
    ]  # fmt: skip
    done = [process.wait(timeout=60) == 0 for process in running]
    printings = [p for _, group in read_corpus(corpus).letters for p in group]
    assert len(printings) == sum(done) >= 1
    rows = read_tsv(corpus / "organisations.tsv")
    assert len(rows) == len({row["id"] for row in rows}) == 3 * sum(done)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder on the loopback: its address and the folder."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_fetched_page_is_an_edition_with_its_source(corpus: Path, site: tuple[str, Path]) -> None:
    base, folder = site
    listed(folder, "Open-Letter.txt")
    url = f"{base}/Open-Letter.txt"
    arguments = ["add", "--fetch", url, "--letter", "x", "--corpus", str(corpus)]
    assert CliRunner().invoke(main, arguments).exit_code == 1  # the loopback is a private address
    assert not (corpus / "letters").exists()
    arguments.append("--allow-private")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    [(_, [printing])] = read_corpus(corpus).letters
    [source] = read_tsv(corpus / "sources.tsv")
    assert (printing.edition.id, printing.edition.source) == ("x/open-letter", source["id"])
    assert (source["url"], source["licence"]) == (url, "")
    assert source["note"] == f"sha256 {printing.document.sha256}"
    assert source["read_on"]
    assert list((corpus / ".cache").glob("*.body"))
    again = CliRunner().invoke(main, arguments)
    assert "byte for byte; nothing added" in again.stderr
    assert len(read_tsv(corpus / "sources.tsv")) == 1


def test_a_page_that_changed_is_another_edition(corpus: Path, site: tuple[str, Path]) -> None:
    base, folder = site
    for on, names in (("2026-01-01", ("Alpha", "Beta", "Gamma")), ("2026-02-01", ("Alpha", "Beta", "Gamma", "Delta"))):
        listed(folder, "letter.txt", *names)
        fetched, findings = workspace.fetch_all([f"{base}/letter.txt"], corpus, on, allow_private=True)
        assert findings == ()
        workspace.add([], corpus, "x", on=on, fetched=fetched)
    [(_, printings)] = read_corpus(corpus).letters
    assert [p.edition.id for p in printings] == ["x/letter", "x/letter-2026-02-01"]
    assert [row["read_on"] for row in read_tsv(corpus / "sources.tsv")] == ["2026-01-01", "2026-02-01"]


def test_a_page_that_is_not_there_stops_no_file(corpus: Path, site: tuple[str, Path], tmp_path: Path) -> None:
    path = listed(tmp_path, "en.txt")
    arguments = ["add", str(path), "--fetch", f"{site[0]}/gone.txt", "--letter", "x", "--corpus", str(corpus)]
    result = CliRunner().invoke(main, [*arguments, "--allow-private"])
    assert result.exit_code == 1
    assert "the server answers 404" in result.stderr
    [(_, printings)] = read_corpus(corpus).letters
    assert [p.edition.id for p in printings] == ["x/en"]
    assert read_tsv(corpus / "sources.tsv") == []


def test_a_date_is_that_of_the_editions_too(corpus: Path, tmp_path: Path) -> None:
    workspace.add([listed(tmp_path, "one.txt")], corpus, "x", date="2024-01-01", language="en", on="2026-01-01")
    workspace.add([listed(tmp_path, "two.txt")], corpus, "x", date="2024-02-01", language="en", on="2026-01-01")
    [(letter, printings)] = read_corpus(corpus).letters
    assert letter.date == "2024-01-01"
    assert [p.edition.date for p in printings] == ["2024-01-01", "2024-02-01"]


def test_a_language_is_a_tag(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no language tag"):
        workspace.add([listed(tmp_path, "en.txt")], corpus, "x", language="in English", on="2026-01-01")
