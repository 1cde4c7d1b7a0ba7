"""The coalitions verb over tables from outside and builds edited by hand: what it takes, refuses and says."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from siggraph.errors import InputError, UsageError
from siggraph.workspace.analysing import coalitions, csv_text, read_edges, read_facts, recalled, themes

TABLES = {
    "organisations": "id\tname\tkind\tseat\ttype\tconcern\tconcern_confidence\tfocus\tfocus_confidence\n"
    "o-1\tA\torganisation\tFR\tngo\tCN-XZ|HK\t0.9|0.8\tlabour_rights\t0.7\n"
    "o-2\tB\torganisation\tUS\tngo\tCN-XZ\t0.9\t\t\n"
    "o-3\tC\torganisation\t\t\t\t\tother\t0.5\n",
    "signatures": "letter\torganisation\tstatus\nl\to-1\tstands\nl\to-2\tstands\n",
    "letters": "id\ttitle\nl\tLetter\n",
    "withheld": "count\n3\n",
    "claims-all": "about\tproperty\tvalue\tmethod\trank\tstatus\trule\n"
    "o-1\tseat\tFR\trecalled\tpreferred\tasserted\t\n"
    "o-1\tseat\tFR\trule\tnormal\tasserted\t\n"
    "o-2\tseat\tUS\trecalled\tpreferred\tasserted\t\n"
    "o-2\tseat\tUS\trule\tdeprecated\tasserted\t\n"
    "o-2\tseat\t\trule\tnormal\tabstained\t\n"
    "o-3\tfocus\tother\trecalled\tpreferred\tasserted\t\n",
}


def _build(folder: Path, **changed: str) -> Path:
    for name, text in {**TABLES, **changed}.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _table(folder: Path, text: str) -> Path:
    path = folder / "e.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_rows_that_say_against_are_left_out_and_said_so(tmp_path: Path) -> None:
    signs = ("", " + ", "1", "0.5", "for", "-1", "-", "Against", "\u22122", "-0.5")
    text = "actor,event,date,sign\n" + "".join(f" a{i} , x,2020-01-01,{sign}\n" for i, sign in enumerate(signs))
    network, remarks = read_edges(_table(tmp_path, text))
    assert network.actors == tuple(f"a{i}" for i in range(10))
    assert network.degrees.tolist() == [1] * 5 + [0] * 5
    assert remarks == ("5 rows with a negative sign are left out: they say against.",)
    words = coalitions(tmp_path, tmp_path / "out", edges=_table(tmp_path, text), quick=True)
    assert remarks[0] in words
    for name in ("methods.md", "report.html"):
        assert remarks[0] in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_one_row_and_none(tmp_path: Path) -> None:
    assert read_edges(_table(tmp_path, "actor,event\na,x\na,x\n"))[1] == ()
    told = read_edges(_table(tmp_path, "actor,event,sign\na,x,-1\nb,x\n"))[1]
    assert told == ("1 row with a negative sign is left out: it says against.",)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("actor,event,sign\na,x,1\na,y,maybe\n", 3, "the sign 'maybe'"),
        ("actor,event,sign\na,x,0\n", 2, "the sign '0'"),
        ("actor,event,sign\na,x,nan\n", 2, "the sign 'nan'"),
        ("actor,event\na,x\n \u00a0,x\n", 3, "blank"),
        ("actor,event\na,x\na, \n", 3, "blank"),
        ("actor,event\na\n", 2, "blank"),
        ("actor,event\nThe Group, Inc.,x\n", 2, "3 cells"),
        ("actor,event\na,x\na," + "y" * 131_073 + "\n", 3, "field larger"),
        ('actor,event\na,x\na,"y\n', 3, "no CSV"),
        ("a" * 131_073 + ",event\n", 1, "field larger"),
        ("actor,event\n", 1, "no row"),
        ("actor,event\r\n\r\n", 1, "no row"),
        ("actor;event\na;x\n", 1, "missing column"),
        ("", 1, "missing column"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = _table(tmp_path, text)
    with pytest.raises(InputError, match=re.escape(what)) as caught:
        read_edges(path)
    assert caught.value.where == f"{path}:{line}"


def test_attributes_of_actors(tmp_path: Path) -> None:
    edges, actors = _table(tmp_path, '\ufeffactor,event\r\n"A, Inc.", "x"\r\nb,x\r\n'), tmp_path / "a.csv"
    actors.write_text(" id ,label,seat\nb, Body , FR\nc\n", encoding="utf-8")
    network, _ = read_edges(edges, actors)
    assert (network.actors, network.labels) == (("A, Inc.", "b", "c"), ("A, Inc.", "Body", "c"))
    assert network.seat == ("", "FR", "")
    for text, line in (("label\nB\n", 2), ("id\n \nb\n", 2), ("id\n", 1)):
        actors.write_text(text.replace("\n \n", "\n  ,\n"), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_edges(edges, actors)
        assert caught.value.where == f"{actors}:{line}"


def test_identifiers_with_control_characters(tmp_path: Path) -> None:
    rows = "".join(f"a{c},e{d}\n" for c in ("", "\x00", "\x01") for d in ("", "\x02", "\x0e"))
    coalitions(tmp_path, tmp_path / "out", edges=_table(tmp_path, "actor,event\n" + rows), quick=True)
    for name, nodes in (("network.gexf", 3), ("network.graphml", 3), ("twomode.gexf", 6)):
        tree = ET.fromstring((tmp_path / "out" / name).read_text(encoding="utf-8"))  # noqa: S314 - our own text
        assert len({e.get("id") for e in tree.iter() if e.tag.endswith("}node")}) == nodes


def test_numbers_are_plain() -> None:
    text = csv_text(("x",), [[1e-07], [123457.0], [0.0], [-1], [None], ["1e-07"], [1e22]], bom=False)
    cells = [row[0] if row else "" for row in csv.reader(io.StringIO(text))]
    assert cells == ["x", "0.0000001", "123457", "0", "-1", "", "1e-07", "10000000000000000000000"]


def test_a_build_is_read_and_what_is_recalled_is_said(tmp_path: Path) -> None:
    facts = read_facts(_build(tmp_path))
    assert recalled(facts) == ("Of 2 known seats 1 is recalled: general knowledge, no source read.",)
    assert themes(facts).withheld == 3
    more = TABLES["claims-all"] + "".join(
        f"{about}\t{field}\t{value}\trecalled\tpreferred\tasserted\t\n"
        for about, field, value in (("o-1", "type", "ngo"), ("o-2", "type", "ngo"), ("o-2", "concern", "CN-XZ"))
    )
    assert recalled(read_facts(_build(tmp_path, **{"claims-all": more}))) == (
        "Of 2 known seats 1 is recalled, of 2 known types 2, of 4 known themes 1: general knowledge, no source read.",
    )
    without = TABLES["claims-all"].replace("recalled", "editorial")
    assert recalled(read_facts(_build(tmp_path, **{"claims-all": without}))) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("organisations", "0.9|0.8", "0.9", "organisations.tsv: o-1"),
        ("organisations", "0.7", "high", "organisations.tsv: o-1"),
        ("organisations", "CN-XZ\t0.9\t", "CN-XZ\t1.9\t", "organisations.tsv: o-2"),
        ("organisations", "focus_confidence", "sure", "organisations.tsv:1"),
        ("claims-all", "rank", "order", "claims-all.tsv:1"),
        ("withheld", "3", "three", "withheld.tsv"),
    ],
)
def test_a_build_edited_by_hand(tmp_path: Path, name: str, old: str, new: str, where: str) -> None:
    _build(tmp_path, **{name: TABLES[name].replace(old, new)})
    with pytest.raises(InputError) as caught:
        read_facts(tmp_path)
    assert caught.value.where == str(tmp_path / where)


def test_no_build(tmp_path: Path) -> None:
    _build(tmp_path)
    (tmp_path / "claims-all.tsv").unlink()
    with pytest.raises(UsageError, match="no build"):
        read_facts(tmp_path)


def test_a_type_that_was_derived_from_a_concern_is_not_set_against_it(tmp_path: Path) -> None:
    more = TABLES["claims-all"] + "o-1\ttype\tngo\trule\tpreferred\tasserted\ttype.solidarity@1\n"
    network = themes(read_facts(_build(tmp_path, **{"claims-all": more})))
    types = dict(zip(network.actors, network.type, strict=True))
    assert types["o-1"] == ""
    assert types["o-2"] == "ngo"
