"""After a redaction no byte holds the name: corpus, tables, store, pages, report; after a rebuild; after re-adding."""

from __future__ import annotations

import gzip
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import duckdb
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from siggraph import workspace
from siggraph.cli import main
from siggraph.io.corpus import read_corpus
from siggraph.io.tables import read_tsv
from siggraph.names import MASK
from tests.office_files import docx_paragraphs, xlsx

ON = "2026-01-02"
# name as printed; as it is redacted, other spellings that must be gone as well, and the formats that it stands in
LATIN = "Médecins sans Détour"
HAN = "台灣關懷聯盟"
CYRILLIC = "Комитет «Гражданский голос»"
ARABIC = "مركز الكرامة لحقوق الإنسان"
ACRONYM = "CZQJ"
PERSON = "Jane Quillfeather"
CASES = {
    "latin": (LATIN, "medecins SANS detour", ("Medecins sans Detour", "MÉDECINS SANS DÉTOUR", "médecins-sans-détour",
                                              "MedecinssansDetour", "Médecins_sans_Détour"), "abcdefgh"),
    "han": (HAN, "台湾关怀联盟", ("台湾关怀联盟", "台灣關懷聯盟"), "acdg"),
    "cyrillic": (CYRILLIC, CYRILLIC, ("Комитет Гражданский голос", "КОМИТЕТ «ГРАЖДАНСКИЙ ГОЛОС»"), "abcg"),
    "arabic": (ARABIC, ARABIC, (), "bdef"),
    "acronym": (ACRONYM, ACRONYM, (), "abeh"),
    "person": (PERSON, PERSON, ("JANE QUILLFEATHER", "Jane_Quillfeather"), ""),
}  # fmt: skip
OTHERS = (
    "Alpine Rights Association", "Borough Union of Workers", "Council of Free Writers", "Delta Foundation for Peace",
    "Eastern Network for Democracy", "Federation of River Towns", "Global Institute of Justice",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "big5", "shift_jis", "euc_kr",
             "koi8_r", "cp1251", "cp1252", "cp1256", "latin-1")  # fmt: skip


def patterns(*names: str) -> set[bytes]:
    """Return the names as bytes in every notation that an output or a document may use."""
    found: set[bytes] = set()
    for name in names:
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, name)
            units = (f"\\u{ord(c):04x}" if ord(c) > 127 else c for c in text)
            written = {text, escape(text), quote(text), quote(text, safe=""), "".join(units)}
            written |= {"".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in text)}
            for encoding in ENCODINGS:
                for one in written:
                    try:
                        found.add(one.encode(encoding))
                    except UnicodeError:
                        continue
    return found


def opened(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and what is packed in it."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(member) for member in archive.namelist())
    if path.suffix == ".parquet":
        yield repr(duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()).encode()
    if path.name == "current":
        store = ox.Store.read_only(str(path.parent / content.decode().strip()))
        yield "\n".join(map(str, store)).encode()


def left(wanted: set[bytes], *folders: Path) -> list[str]:
    """Return the files of some folders that hold one of the patterns, or are named by one."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            parts = list(opened(path)) if path.is_file() else []
            if any(pattern in part for pattern in wanted for part in (*parts, inside.encode())):
                found.append(f"{folder.name}/{inside}")
    return found


def html_of(names: tuple[str, ...]) -> bytes:
    def entities(name: str) -> str:
        return "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in escape(name))

    items = "\n".join(f"<li>{entities(name)}</li>" for name in names)
    address = f'<p><a href="https://example.org/{quote(names[0])}" title="{escape(names[0])}">the first</a> of them</p>'
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
    page = f"{head}<body><h2>Signatories</h2><ul>{items}</ul>{address}<!-- {names[0]} --></body></html>"
    return page.encode()


def pdf_of(names: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.setTitle(names[0])
    for number, line in enumerate(("Signatories", "", *names)):
        canvas.drawString(72, 780 - 18 * number, line)
    canvas.save()
    return file.getvalue()


def documents(names: tuple[str, ...]) -> dict[str, bytes]:
    """Return one list in every format."""
    lines = "".join(f"- {name}\n" for name in names)
    records = [{"organisation": name, "country": ""} for name in names]
    rows = "".join(f'{number},"{name}"\n' for number, name in enumerate(names, start=1))
    found = {
        "a.txt": f"Signatories:\n\n{lines}\nThanks to {names[0]} for the idea.\n".encode(),
        "b.html": html_of(names),
        "c.csv": f"No.,Organisation\n{rows}".encode(),
        "d.json": json.dumps(records, indent=1).encode(),
        "e.docx": docx_paragraphs(["Signatories:", *names], None),
        "f.xlsx": xlsx({"list": [["Organisation"], *([name] for name in names)]}),
    }
    found["g.txt"] = f"# coding: gb18030\n\n签署团体 Signatories:\n\n- 北京人权协会\n{lines}".encode("gb18030")
    if all(ord(c) < 256 for name in names for c in name):
        found["h.pdf"] = pdf_of(names)
    return found


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGGRAPH_REDACTION_KEY_FILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def corpus_of(tmp_path: Path, name: str, formats: str) -> tuple[Path, list[Path]]:
    """Start a corpus with the name in editions of every format, and in every table; returns the documents too."""
    folder = tmp_path / "corpus"
    workspace.start(folder, "https://example.org/letters/", "Test")
    put: list[Path] = []
    if not formats:  # a person
        path = tmp_path / "in" / "p.txt"
        path.parent.mkdir()
        listed = "".join(f"- {x}\n" for x in (name, "Ada Amsel", "Bert Birke"))
        bodies = "".join(f"- {x}\n" for x in OTHERS)
        path.write_text(f"Organisations:\n\n{bodies}\nIndividuals:\n\n{listed}", encoding="utf-8")
        put.append(path)
    else:
        member = f"Coalition for Open Rivers (Willow Society, {name}, Reed Society)"
        found = documents((name, *OTHERS, member))
        for short in (file for file in found if file[0] in formats):
            path = tmp_path / "in" / short
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(found[short])
            put.append(path)
    added = workspace.add(put, folder, "x", date="2024-05-01", on=ON, title=f"A letter with {name}")
    assert not [f for f in added.findings if f.severity == "error"], added.findings
    body = next((row["id"] for row in read_tsv(folder / "organisations.tsv") if row["name"] == name), "")
    other = next(row["id"] for row in read_tsv(folder / "organisations.tsv") if row["name"] == OTHERS[0])
    with (folder / "claims.tsv").open("a", encoding="utf-8") as file:
        if body:
            file.write(f"c-1\t{body}\tseat\tTW\t0.9\teditorial\t\tsrc\t{name}\ted\t{ON}\tabout {name}\n")
            file.write(f"c-3\t{body}\tconcern\tMM\t0.9\teditorial\t\tsrc\t\ted\t{ON}\t\n")
        file.write(f"c-2\t{other}\tpart_of\t{name}\t0.9\teditorial\t\tsrc\t\ted\t{ON}\t\n")
    with (folder / "sources.tsv").open("a", encoding="utf-8") as file:
        file.write(f"src\tPage of {name}\thttps://example.org/{quote(name)}\t\t{ON}\t\n")
    with (folder / "judgements.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{name}\t\t{OTHERS[0]}\t\tdifferent\teditorial\ted\t{ON}\t{name} is another\t\n")
    return folder, put


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_no_byte_holds_the_name(tmp_path: Path, case: str) -> None:
    name, typed, spellings, formats = CASES[case]
    wanted = patterns(name, *spellings)
    folder, put = corpus_of(tmp_path, name, formats)
    build = tmp_path / "build"
    before = workspace.build(folder, build).corpus
    assert left(wanted, folder), "the scan of this test finds nothing at all"
    if case != "person":
        workspace.coalitions(build, tmp_path / "report", by="theme", quick=True)
        assert left(wanted, tmp_path / "report")
    done = workspace.redact(folder, typed, on=ON, store=build)
    assert not [f for f in done.findings if f.severity == "error"], done.findings
    assert left(wanted, folder, build, *[p for p in [tmp_path / "report"] if p.exists()]) == []
    assert not any(pattern in " ".join(done.remarks).encode() for pattern in wanted)

    after = workspace.build(folder, build).corpus
    assert left(wanted, folder, build) == []
    assert [x.id for x in after.listings] == [x.id for x in before.listings]
    told = [(a.name, b.name) for a, b in zip(before.listings, after.listings, strict=True) if a.name != b.name]
    assert told
    assert all(MASK in now and name.casefold()[:4] in was.casefold() for was, now in told)
    sums = [[(b.letter, b.named, b.individuals, b.closes) for b in x.balances] for x in (before, after)]
    assert sums[0] == sums[1]

    masked = {o.id for o in after.organisations if all(set(n) <= {MASK, " "} for n in o.names)}
    assert masked or case == "person"
    assert not [claim for claim in after.claims if claim.about in masked]
    for body in masked:
        profile = after.profiles[body]
        assert (profile.seat, profile.type, profile.focus, profile.concern) == ("", "", (), ())
    again(folder, put, wanted, tmp_path)


def again(folder: Path, put: list[Path], wanted: set[bytes], tmp_path: Path) -> None:
    """Add the same documents again: refused without the key, masked with it."""
    key = tmp_path / "config" / "siggraph" / "redaction.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.rename(tmp_path / "elsewhere.key")
    arguments = ["add", *map(str, put), "--letter", "again", "--corpus", str(folder)]
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 2, refused.output
    assert str(key) in refused.output
    assert not (folder / "letters" / "again").exists()
    environment = {"SIGGRAPH_REDACTION_KEY_FILE": str(tmp_path / "elsewhere.key")}
    added = CliRunner().invoke(main, arguments, env=environment)
    assert added.exit_code == 0, added.output
    assert "masked" in added.output
    assert left(wanted, folder) == []
    listings = [(x.id, x.name) for x in workspace.building.run_line(read_corpus(folder)).listings]
    assert [(i.removeprefix("again/"), n) for i, n in listings if i.startswith("again/")] == [
        (i.removeprefix("x/"), n) for i, n in listings if i.startswith("x/")
    ]
