"""ODT: styles, lists, tables, frames, changes and notes come out as they read."""

from __future__ import annotations

import pytest

from siggraph.errors import InputError
from siggraph.io.documents.office import read_odt
from siggraph.io.documents.parts import Parts
from tests.office_files import (
    assert_composed,
    odt,
    odt_list,
    odt_p,
    odt_table,
    texts,
    told,
)


def opened(body: str, styles: str = "") -> Parts:
    return read_odt(odt(body, styles), "a.odt")


ODT_STYLES = """<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2" style:list-style-name="L1"/>"""


def test_odt_kinds_levels_and_groups() -> None:
    inner = f"<text:list><text:list-item>{odt_p('Paris')}</text:list-item></text:list>"
    listed = (
        f'<text:list text:style-name="L1"><text:list-item>{odt_p("April")}{odt_p("France")}{inner}</text:list-item>'
    )
    listed += f'<text:list-item text:start-value="7">{odt_p("CADTM")}</text:list-item></text:list>'
    body = odt_p("Open letter", "P1") + odt_p("We ask") + odt_p("you.") + odt_p("") + odt_p("Yours")
    body += (
        '<text:h text:outline-level="2">Signatories</text:h>'
        + listed
        + odt_list(["LQDN"], "L1", 'text:continue-numbering="true"')
    )
    body += odt_list(["ver.di"], "L2")
    parts = opened(body, ODT_STYLES)
    assert_composed(parts)
    assert told(parts) == [
        ("heading", "Open letter", 0), ("line", "We ask", 1), ("line", "you.", 1), ("line", "Yours", 2),
        ("heading", "Signatories", 3), ("item", "April", 4), ("line", "France", 4), ("item", "Paris", 4),
        ("item", "CADTM", 4), ("item", "LQDN", 4), ("item", "ver.di", 4),
    ]  # fmt: skip
    items = [(b.level, b.label) for b in parts.blocks if b.kind == "item"]
    assert items == [(1, "1"), (2, ""), (1, "7"), (1, "8"), (1, "")]


def test_odt_inline_elements() -> None:
    inner = 'a<text:s text:c="2"/>b<text:tab/><text:span>c\n  <text:a xlink:href="x">d</text:a></text:span>'
    inner += "<text:line-break/>e"
    inner += "<text:note><text:note-citation>1</text:note-citation>"
    inner += "<text:note-body><text:p>the note</text:p></text:note-body></text:note>"
    inner += "<office:annotation><text:p>comment</text:p></office:annotation>"
    inner += '<text:span text:style-name="T1">secret</text:span>'
    inner += "<text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とう</text:ruby-text></text:ruby>\xad!"
    old = "<text:deletion><text:p>old</text:p></text:deletion>"
    changes = f"<text:tracked-changes><text:changed-region>{old}</text:changed-region></text:tracked-changes>"
    parts = opened(
        f"{changes}<text:p> {inner} </text:p><text:section text:display='none'>{odt_p('away')}</text:section>",
        ODT_STYLES,
    )
    assert told(parts) == [("line", "a  b\tc d", 0), ("line", "e東京!", 0), ("line", "the note", 1)]
    assert len(parts.remarks) == 2


def test_odt_tables_repeat_span_and_nest() -> None:
    def cell(text: str, about: str = "", inner: str = "") -> str:
        return f"<table:table-cell {about}>{odt_p(text)}{inner}</table:table-cell>"

    def row(cells: str, times: int = 1) -> str:
        return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'

    twice, wide = 'table:number-columns-repeated="{}"', 'table:number-columns-spanned="2"'
    rows = row(cell("Name", wide) + "<table:covered-table-cell/>" + cell("Country"))
    rows = f"<table:table-header-rows>{rows}</table:table-header-rows>"
    rows += row(cell("x", twice.format(2)) + cell("FR"), 2) + row(cell("", twice.format(99999)), 9999999)
    rows += row(cell("April", "", odt_table([["in", "ner"]])))
    parts = opened(f"<table:table>{rows}</table:table>")
    assert_composed(parts)
    found = [(parts.text[b.begin : b.end], b.group, b.row, b.column, b.label) for b in parts.blocks]
    assert found[:8] == [
        ("Name", 0, 0, 0, "head"), ("Country", 0, 0, 2, "head"), ("x", 0, 1, 0, ""), ("x", 0, 1, 1, ""),
        ("FR", 0, 1, 2, ""),
        ("x", 0, 2, 0, ""), ("x", 0, 2, 1, ""), ("FR", 0, 2, 2, ""),
    ]  # fmt: skip
    assert [f[0] for f in found[8:]] == ["April", "in", "ner"]
    assert texts(opened(odt_table([["April"], ["CADTM"]])), "line") == ["April", "CADTM"]


def test_odt_repeated_text_is_bounded() -> None:
    row = f"<table:table-row table:number-rows-repeated='1048576'><table:table-cell>{odt_p('x')}</table:table-cell>"
    row += f"<table:table-cell>{odt_p('y')}</table:table-cell></table:table-row>"
    with pytest.raises(InputError, match="more than 1000000 cells"):
        opened(f"<table:table>{row}</table:table>")


def test_odt_frames() -> None:
    box = f"<draw:frame><draw:text-box>{odt_p('in a box')}</draw:text-box></draw:frame>"
    logo = "<draw:frame><draw:image xlink:href='x'/><svg:title>T</svg:title>"
    logo += "<svg:desc>Logo of April</svg:desc></draw:frame>"
    parts = opened(f"{box}<text:p>Before{box}</text:p><text:p>{logo}</text:p><text:p>x{logo}</text:p>")
    assert [(kind, text) for kind, text, _ in told(parts)] == [
        ("line", "in a box"), ("line", "Before"), ("line", "in a box"), ("logo", "Logo of April"), ("line", "x"),
    ]  # fmt: skip


def test_odt_meta_and_locked_documents() -> None:
    meta = "<dc:title>Letter</dc:title><meta:initial-creator>April</meta:initial-creator><dc:creator>B</dc:creator>"
    meta += "<meta:creation-date>2021-02-30T1:00</meta:creation-date><dc:language>fr-FR</dc:language>"
    assert read_odt(odt(odt_p("x"), meta=meta), "a.odt").meta == {
        "title": "Letter",
        "author": "April",
        "language": "fr-FR",
    }
    with pytest.raises(InputError, match=r"locked by a password \(save it without a password\)"):
        read_odt(odt("", manifest="<manifest:encryption-data/>"), "a.odt")
