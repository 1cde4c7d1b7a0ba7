"""Redacting: whole or not at all; the lists read as before; the name does not come back; two stay two."""

from __future__ import annotations

import html
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.corpus import read_corpus
from siggraph.io.tables import read_tsv
from siggraph.model import Corpus
from siggraph.names import MASK
from siggraph.workspace.building import run_line

ON = "2026-01-02"
NAMES = ("Amber Society", "Birch Society", "Council of Free Writers", "Delta Foundation for Peace")


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("SIGGRAPH_REDACTION_KEY_FILE", raising=False)
    return tmp_path / "config" / "siggraph" / "redaction.key"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    workspace.start(folder, "https://example.org/letters/", "Test")
    return folder


def put(corpus: Path, letter: str, text: str, file: str = "en.txt") -> workspace.curating.Added:
    path = corpus.parent / "in" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return workspace.add([path], corpus, letter, language="en", date="2024-05-01", on=ON)


def listed(*names: str) -> str:
    return "Signatories:\n\n" + "".join(f"- {name}\n" for name in names)


def redact(corpus: Path, name: str, *options: str) -> Result:
    arguments = ["redact", name, "--corpus", str(corpus), "--store", str(corpus.parent / "none"), *options]
    return CliRunner().invoke(main, arguments)


def read(corpus: Path) -> Corpus:
    return run_line(read_corpus(corpus))


def names_of(corpus: Path, letter: str) -> list[str]:
    return [x.name for x in read(corpus).listings if x.letter == letter]


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".siggraph"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_packaged_corpus_is_read_only() -> None:
    found = CliRunner().invoke(main, ["redact", "April"])
    assert found.exit_code == 2
    assert "siggraph init" in found.output


def test_a_name_is_masked_and_every_other_character_stays(corpus: Path, key: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    text = (corpus / "letters/x/en.txt").read_text(encoding="utf-8")
    done = redact(corpus, "amber society")
    assert done.exit_code == 0, done.output
    assert "mber" not in done.output.casefold()
    assert (corpus / "letters/x/en.txt").read_text(encoding="utf-8") == text.replace(NAMES[0], MASK * 13)
    assert names_of(corpus, "x") == [MASK * 13, *NAMES[1:]]
    rows = read_tsv(corpus / "organisations.tsv")
    assert [row["name"] for row in rows].count(MASK * 13) == 1
    hashes = read_tsv(corpus / "redactions.tsv")
    assert all(len(row["hash"]) == 64 and row["on"] for row in hashes)
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_second_time_there_is_nothing_to_mask(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    assert redact(corpus, NAMES[0]).exit_code == 0
    before = files_of(corpus)
    again = redact(corpus, NAMES[0])
    assert again.exit_code == 1
    assert "stands nowhere" in again.output
    assert files_of(corpus) == before


def test_a_name_that_stands_nowhere_is_recorded_ahead(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    before = files_of(corpus)
    assert redact(corpus, "Ember Guild of Readers").exit_code == 1
    assert files_of(corpus) == before
    assert redact(corpus, "Ember Guild of Readers", "--ahead").exit_code == 0
    added = put(corpus, "y", listed("EMBER GUILD OF READERS", *NAMES[1:]))
    assert any("masked" in remark for remark in added.remarks)
    assert not any("ember" in remark.casefold() for remark in added.remarks)
    assert names_of(corpus, "y") == [MASK * 22, *NAMES[1:]]


def test_two_names_of_one_length_stay_two_bodies(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    put(corpus, "y", listed(NAMES[1], NAMES[0], *NAMES[2:]))
    for name in NAMES[:2]:
        assert redact(corpus, name).exit_code == 0
    after = read(corpus)
    bodies = [o for o in after.organisations if MASK in o.name]
    assert len(bodies) >= 2
    for body in bodies:
        assert len({x.split("/")[0] for x in body.listings}) == len(body.listings)
    assert [b.organisations for b in after.balances] == [4, 4]
    assert not [case for case in after.cases if MASK in case.reasons]


def test_editions_of_a_letter_stay_matched(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    put(corpus, "x", listed("Amber  Society (Amber Guild)", *NAMES[1:]), "fr.txt")
    put(corpus, "x", listed(NAMES[3], NAMES[2], NAMES[1], NAMES[0]), "de.txt")
    before = read(corpus)
    assert redact(corpus, NAMES[0]).exit_code == 0
    after = read(corpus)
    assert [(s.id, s.listings) for s in after.signatures] == [(s.id, s.listings) for s in before.signatures]


def test_claims_judgements_and_sources_are_cleared(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    ids = {row["name"]: row["id"] for row in read_tsv(corpus / "organisations.tsv")}
    with (corpus / "claims.tsv").open("a", encoding="utf-8") as file:
        file.write(f"c-1\t{ids[NAMES[0]]}\tseat\tTW\t0.9\teditorial\t\ts\t\ted\t{ON}\t\n")
        file.write(f"c-2\t{ids[NAMES[1]]}\twebsite\thttps://ambersociety.org/\t0.9\teditorial\t\ts\t\ted\t{ON}\t\n")
        file.write(f"c-3\t{ids[NAMES[1]]}\tpart_of\tAmber Society\t0.9\teditorial\t\ts\t\ted\t{ON}\t\n")
    with (corpus / "judgements.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{NAMES[0]}\t\t{NAMES[1]}\t\tsame\teditorial\ted\t{ON}\tsaid so\t\n")
    with (corpus / "sources.tsv").open("a", encoding="utf-8") as file:
        file.write(f"s\tAmber Society: who we are\thttps://example.org/amber-society\t\t{ON}\t\n")
    assert redact(corpus, NAMES[0]).exit_code == 0
    assert [(row["id"], row["value"]) for row in read_tsv(corpus / "claims.tsv")] == [("c-3", MASK * 13)]
    [judgement] = read_tsv(corpus / "judgements.tsv")
    # The two were judged one body: both of its printed forms are gone.
    assert (judgement["subject_label"], judgement["object_label"]) == (MASK * 13, MASK * 13)
    assert judgement["withdrawn"]
    [source] = read_tsv(corpus / "sources.tsv")
    assert source["url"] == ""
    assert source["title"] == f"{MASK * 13}: who we are"


def test_digests_of_the_unmasked_text_and_the_cache_go(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    toml = corpus / "letters/x/letter.toml"
    published = f'extent = "full"\npublished_sha256 = "{"0" * 64}"'
    toml.write_text(toml.read_text(encoding="utf-8").replace('extent = "full"', published), encoding="utf-8")
    (corpus / ".cache").mkdir(exist_ok=True)
    (corpus / ".cache" / "page").write_text("Amber Society", encoding="utf-8")
    assert redact(corpus, NAMES[0]).exit_code == 0
    assert "published_sha256" not in toml.read_text(encoding="utf-8")
    assert not (corpus / ".cache" / "page").exists()
    assert not any(b"Amber" in path.read_bytes() for path in (corpus / ".cache").glob("*"))


@pytest.mark.parametrize("written", ["Amber Society", "\\u0041mber Society", "amber-society"])
def test_letter_toml_is_masked_and_still_reads(corpus: Path, written: str) -> None:
    put(corpus, "x", listed(*NAMES))
    toml = corpus / "letters/x/letter.toml"
    text = toml.read_text(encoding="utf-8").replace('issue = ""', f'issue = "a word of {written}"')
    reading = f'\n[editions.reading]\nskip = ["{written}"]\n# {written}\n'
    toml.write_text(text + reading, encoding="utf-8")
    before = [x.id for x in read(corpus).listings]
    assert redact(corpus, NAMES[0]).exit_code == 0
    found = tomllib.loads(toml.read_text(encoding="utf-8"))
    assert set(found["issue"].removeprefix("a word of ")) == {MASK}
    assert "mber" not in toml.read_text(encoding="utf-8")
    assert [x.id for x in read(corpus).listings] == before


def test_an_edition_file_is_renamed_and_an_identifier_is_refused(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES), "en.txt")
    toml = corpus / "letters/x/letter.toml"
    (corpus / "letters/x/en.txt").rename(corpus / "letters/x/Amber_Society.txt")
    toml.write_text(toml.read_text(encoding="utf-8").replace("en.txt", "Amber_Society.txt"), encoding="utf-8")
    assert redact(corpus, NAMES[0]).exit_code == 0
    assert sorted(path.name for path in (corpus / "letters/x").iterdir()) == ["en.txt", "letter.toml"]

    put(corpus, "birch-society", listed(*NAMES[1:]))
    before = files_of(corpus)
    refused = redact(corpus, NAMES[1])
    assert refused.exit_code == 2
    assert "rename its folder" in refused.output
    assert files_of(corpus) == before


def test_a_file_that_comes_in_is_named_without_the_name(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    assert redact(corpus, NAMES[0]).exit_code == 0
    put(corpus, "y", listed(*NAMES), "Amber Society.txt")
    assert sorted(path.name for path in (corpus / "letters/y").iterdir()) == ["edition.txt", "letter.toml"]
    path = corpus.parent / "in" / "en.txt"
    found = CliRunner().invoke(main, ["add", str(path), "--letter", "amber-society", "--corpus", str(corpus)])
    assert found.exit_code == 2


def test_the_key_is_needed_and_stands_outside(corpus: Path, key: Path, tmp_path: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    inside = redact(corpus, NAMES[0], "--key", str(corpus / "my.key"))
    assert (inside.exit_code, (corpus / "my.key").exists()) == (2, False)
    assert redact(corpus, NAMES[0]).exit_code == 0
    other = tmp_path / "other.key"
    other.write_text("ab" * 32, encoding="ascii")
    before = files_of(corpus)
    assert redact(corpus, NAMES[1], "--key", str(other)).exit_code == 2
    assert redact(corpus, NAMES[1], "--key", str(tmp_path / "none.key")).exit_code == 2
    assert not (tmp_path / "none.key").exists()
    assert files_of(corpus) == before
    key.write_text("no key\n", encoding="ascii")
    path = corpus.parent / "in" / "en.txt"
    for arguments in (["add", str(path), "--letter", "y"], ["add", "--fetch", "http://127.0.0.1:9/", "--letter", "y"]):
        found = CliRunner().invoke(main, [*arguments, "--corpus", str(corpus)])
        assert found.exit_code == 2, found.output
        assert str(key) in found.output
    assert files_of(corpus) == before


def test_one_letter_alone(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    put(corpus, "y", listed(*NAMES))
    assert redact(corpus, NAMES[0], "--letter", "z").exit_code == 2
    assert redact(corpus, NAMES[0], "--letter", "y").exit_code == 0
    assert names_of(corpus, "x") == list(NAMES)
    assert names_of(corpus, "y") == [MASK * 13, *NAMES[1:]]
    put(corpus, "y", listed(*NAMES), "again.txt")
    put(corpus, "z", listed(*NAMES))
    assert names_of(corpus, "y").count(MASK * 13) == 2
    assert names_of(corpus, "z") == list(NAMES)


def test_longer_names_of_other_bodies_are_kept_where_asked(corpus: Path) -> None:
    longer = ("Amber Society France", "Coalition for Rivers (Reed Society, Amber Society, Willow Society)")
    put(corpus, "x", listed(*NAMES, *longer))
    done = redact(corpus, NAMES[0], "--own-lines")
    assert done.exit_code == 0, done.output
    assert names_of(corpus, "x") == [
        MASK * 13, *NAMES[1:], longer[0], longer[1].replace("Amber Society", MASK * 13)
    ]  # fmt: skip
    done = redact(corpus, NAMES[0])
    assert "1 names of other bodies" in done.output
    assert f"{MASK * 13} France" in names_of(corpus, "x")


@pytest.mark.parametrize(
    "text",
    [
        "Signed by: Amber Society, Birch Society, Council of Free Writers and Delta Foundation for Peace.\n",
        "1. Birch Society\n2. The Amber\n   Society\n3. Council of Free Writers\n4. Delta Foundation for Peace\n",
        (
            "# Letter\n\n| Organisation | Country |\n|---|---|\n| Amber Society | France |\n| Birch Society | Peru |\n"
            "| Delta Foundation | Chile |\n| Council of Writers | Laos |\n"
        ),
        "organisation,country\nAmber Society,France\nBirch Society,Peru\nDelta Foundation,Chile\n",
        (
            "- name: Amber Society\n  country: France\n- name: Birch Society\n  country: Peru\n"
            "- name: Delta Foundation\n  country: Chile\n- name: Council of Writers\n  country: Laos\n"
        ),
        "Organisations:\n\nBirch Society\nAmber Society\n\nIndividuals:\n\nAda Amsel\nBert Birke\n",
        "<ul><li>Amber <b>Society</b></li><li>Birch Society</li><li>Council of Free Writers</li></ul>",
    ],
)
def test_lists_of_every_layout_read_as_before(corpus: Path, text: str) -> None:
    file = "en.yaml" if text.startswith("- name") else "en.html" if text.startswith("<") else "en.txt"
    added = put(corpus, "x", text, file)
    assert not added.findings
    before = read(corpus).listings
    assert redact(corpus, "Amber Society").exit_code == 0
    after = read(corpus).listings
    kept = [(x.id, x.position, x.kind, x.country, x.heading, x.begin, x.end) for x in before]
    assert [(x.id, x.position, x.kind, x.country, x.heading, x.begin, x.end) for x in after] == kept
    assert [MASK in x.name for x in after] == ["Amber" in x.name for x in before]


@pytest.mark.parametrize("line", ["Ms. Jane Quill", "Jane Quill", "Dr Jane Quill, independent expert"])
def test_a_person_stays_a_person(corpus: Path, line: str) -> None:
    put(corpus, "x", f"Organisations:\n\n- Amber Society\n- Birch Society\n\nIndividuals:\n\n- {line}\n- Ada Amsel\n")
    before = read(corpus)
    assert redact(corpus, "jane quill").exit_code == 0
    after = read(corpus)
    assert [x.kind for x in after.listings] == [x.kind for x in before.listings]
    assert after.balances == before.balances
    assert "uill" not in str(after)


def test_the_sheet_of_an_import_brings_no_name_back(corpus: Path, tmp_path: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    assert redact(corpus, NAMES[0]).exit_code == 0
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "new.txt").write_text(listed(*NAMES), encoding="utf-8")
    workspace.survey(documents, tmp_path / "letters.xlsx")
    done = workspace.take(tmp_path / "letters.xlsx", corpus, on=ON)
    assert any("masked" in remark for remark in done.remarks)
    assert all(b"mber" not in content for content in files_of(corpus).values())


def test_marks_of_notations_in_a_name_go_and_do_not_come_back(corpus: Path) -> None:
    name = 'Said "Yes", Rivers; Lakes & Seas'
    put(corpus, "x", listed(name, *NAMES))
    assert names_of(corpus, "x")[0] == name
    assert redact(corpus, name).exit_code == 0
    put(corpus, "y", f"<ul><li>{html.escape(name)}</li>" + "".join(f"<li>{x}</li>" for x in NAMES) + "</ul>", "a.html")
    assert all(MASK in names_of(corpus, letter)[0] for letter in ("x", "y"))
    assert all(b"Lakes" not in content for content in files_of(corpus).values())


def test_what_is_no_text_and_holds_the_name_is_an_error(corpus: Path) -> None:
    put(corpus, "x", listed(*NAMES))
    (corpus / "picture.bin").write_bytes(b"\x00\x01\xff\xfe" * 9 + b"\x80Amber Society\x00\x81")
    done = redact(corpus, NAMES[0])
    assert done.exit_code == 1
    assert "picture.bin" in done.output
