"""DOCX: styles, lists, tables, boxes, changes and notes come out as they read."""

from __future__ import annotations

import docx
from docx.shared import Pt

from siggraph.io.documents.office import read_docx
from siggraph.io.documents.parts import Parts
from tests.office_files import (
    assert_composed,
    docx_body,
    docx_paragraphs,
    docx_table,
    p,
    parts_of,
    r,
    raw_zip,
    saved,
    texts,
    told,
    with_parts,
)

PICTURE = '<w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{}"/></wp:inline></w:drawing>'
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def word(body: str, parts: dict[str, str] | None = None) -> Parts:
    return read_docx(docx_body(body, parts), "a.docx")


def test_docx_kinds_levels_and_groups() -> None:
    document = docx.Document()
    document.add_heading("Open letter", 0)
    document.add_paragraph("We ask you.")
    document.add_paragraph("Yours,")
    document.add_paragraph("")
    document.add_paragraph("The signatories")
    document.add_heading("Signatories", 2)
    for name in ("April", "CADTM"):
        document.add_paragraph(name, "List Number")
    document.add_paragraph("Paris chapter", "List Bullet 2")
    document.add_paragraph("Brussels")
    parts = read_docx(saved(document), "a.docx")
    assert_composed(parts)
    assert told(parts) == [
        ("heading", "Open letter", 0),
        ("line", "We ask you.", 1),
        ("line", "Yours,", 1),
        ("line", "The signatories", 2),
        ("heading", "Signatories", 3),
        ("item", "April", 4),
        ("item", "CADTM", 4),
        ("item", "Paris chapter", 4),
        ("line", "Brussels", 5),
    ]
    assert [b.level for b in parts.blocks] == [1, 0, 0, 0, 2, 1, 1, 1, 0]
    assert [b.label for b in parts.blocks if b.kind == "item"] == ["1", "2", ""]


STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:styleId="berschrift3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Land"><w:name w:val="Land"/><w:basedOn w:val="berschrift3"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Own"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""
LISTS = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="5"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:pStyle w:val="Listed"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
</w:numbering>"""
OWN = {"word/styles.xml": STYLES, "word/numbering.xml": LISTS}


def test_docx_styles_are_followed_to_what_they_are_based_on() -> None:
    marks = ["berschrift3", "Land", "Own", "Ring", "Plain", "Heading4", "Nobody"]
    parts = word("".join(p(r(m), f'<w:pStyle w:val="{m}"/>') for m in marks), OWN)
    assert [(b.kind, b.level) for b in parts.blocks] == [
        ("heading", 3), ("heading", 3), ("heading", 2), ("line", 0), ("line", 0), ("heading", 4), ("line", 0),
    ]  # fmt: skip
    outlined = word(
        p(r("A"), '<w:outlineLvl w:val="8"/>') + p(r("B"), '<w:pStyle w:val="Own"/><w:outlineLvl w:val="9"/>'), OWN
    )
    assert [(b.kind, b.level) for b in outlined.blocks] == [("heading", 6), ("line", 0)]


def test_docx_numbers_are_counted_as_word_counts_them() -> None:
    steps = [(0, 7), (1, 7), (1, 7), (0, 7), (1, 7), (0, 8), (0, 9), (0, 9), (2, 9), (0, 0)]
    parts = word("".join(p(r("x"), NUMBERED.format(*step)) for step in steps), OWN)
    assert [(b.kind, b.level, b.label) for b in parts.blocks] == [
        ("item", 1, "1"), ("item", 2, "5"), ("item", 2, "6"), ("item", 1, "2"), ("item", 2, "5"), ("item", 1, "3"),
        ("item", 1, "3"), ("item", 1, "4"), ("item", 3, ""), ("line", 0, ""),
    ]  # fmt: skip
    assert [b.group for b in parts.blocks] == [0] * 6 + [1] * 3 + [2]  # the list that starts anew is a list of its own
    assert [(b.level, b.label) for b in word(p(r("x"), '<w:pStyle w:val="Listed"/>'), OWN).blocks] == [(3, "")]


def test_docx_breaks_tabs_hyphens_and_symbols() -> None:
    inner = "<w:r><w:t>Ap</w:t><w:softHyphen/><w:t>ril\xad</w:t><w:tab/><w:t>Anti</w:t><w:noBreakHyphen/>"
    inner += "<w:t>Atom</w:t><w:br/>"
    inner += (
        '<w:t>France</w:t><w:cr/><w:sym w:font="Symbol" w:char="F0B7"/><w:t> x</w:t><w:br/><w:br/><w:t>y</w:t></w:r>'
    )
    assert told(word(p(inner))) == [
        ("line", "April\tAnti-Atom", 0),
        ("line", "France", 0),
        ("line", "• x", 0),
        ("line", "y", 1),
    ]
    listed = word(p(inner, NUMBERED.format(0, 7)), OWN)
    assert [(b.kind, b.group, b.label) for b in listed.blocks][:2] == [("item", 0, "1"), ("line", 0, "")]


def test_docx_reads_changes_as_accepted() -> None:
    gone = "<w:r><w:delText>Old</w:delText></w:r>"
    body = p(f"<w:del>{gone}</w:del><w:ins>{r('New')}</w:ins>{r(' name')}<w:moveFrom>{r('away')}</w:moveFrom>")
    body += p(r("Bits of "), "<w:rPr><w:del/></w:rPr>") + p(r("Freedom"))
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    body += f"<w:tbl>{row}<w:tr><w:tc>{p(r('A'))}</w:tc><w:tc>{p(r('B'))}</w:tc></w:tr></w:tbl>"
    parts = word(body)
    assert texts(parts) == ["New name", "Bits of Freedom", "A", "B"]
    assert parts.remarks == ("tracked changes were read as accepted: deleted text is left out",)


def test_docx_leaves_out_hidden_text_fields_marks_and_placeholders() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    link = (
        field.format("begin")
        + "<w:r><w:instrText>HYPERLINK x</w:instrText><w:t>no</w:t></w:r>"
        + field.format("separate")
    )
    link += r("April") + field.format("end")
    note = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
    body = p(
        link
        + note
        + r("secret", "<w:vanish/>")
        + r("gone", '<w:rStyle w:val="Gone"/>')
        + r("!", '<w:vanish w:val="0"/>')
        + prompt
    )
    linked = p(f"<w:hyperlink><w:smartTag>{r('CADTM')}</w:smartTag></w:hyperlink>")
    body += f"<w:sdt><w:sdtContent>{linked}</w:sdtContent></w:sdt>"
    body += p(
        "<w:r><w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    parts = word(body, OWN)
    assert texts(parts) == ["April!", "CADTM", "東京"]
    assert parts.remarks == ("hidden text was left out",)
    unclosed = word(p(field.format("begin") + r("code")) + p(r("A")))
    assert texts(unclosed) == ["A"]


def test_docx_tables_honour_spans_merges_and_headers() -> None:
    def cell(text: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(r(text))}</w:tc>"

    start, rest, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Name', wide)}{cell('Country')}</w:tr>"
    nested = f"<w:tbl><w:tr>{cell('in')}{cell('ner')}</w:tr></w:tbl>"
    rows = f"<w:tr>{cell('1')}{cell('April')}{cell('FR', start)}</w:tr>"
    rows += f"<w:tr>{cell('2')}<w:tc>{p(r('LQDN'))}{nested}</w:tc>{cell('FR', rest)}</w:tr>"
    parts = word(p(r("Above")) + f"<w:tbl>{head}{rows}</w:tbl>" + p(r("Below")))
    assert_composed(parts)
    cells = [(parts.text[b.begin : b.end], b.group, b.row, b.column, b.label) for b in parts.blocks if b.kind == "cell"]
    assert cells == [
        ("Name", 1, 0, 0, "head"), ("Country", 1, 0, 2, "head"), ("1", 1, 1, 0, ""), ("April", 1, 1, 1, ""),
        ("FR", 1, 1, 2, ""), ("2", 1, 2, 0, ""), ("LQDN", 1, 2, 1, ""), ("in", 2, 0, 0, ""), ("ner", 2, 0, 1, ""),
    ]  # fmt: skip
    assert texts(parts, "line") == ["Above", "Below"]


def test_docx_tables_that_set_text_in_columns_are_read_as_text() -> None:
    one = read_docx(docx_table([["April"], ["CADTM"], ["WWF"]]), "a.docx")
    assert told(one) == [("line", "April", 0), ("line", "CADTM", 0), ("line", "WWF", 0)]
    two = read_docx(docx_table([["NGOs", "Unions"], ["April\nCADTM\nWWF", "ver.di\nCGT\nIG Metall"]]), "a.docx")
    assert texts(two) == ["NGOs", "April", "CADTM", "WWF", "Unions", "ver.di", "CGT", "IG Metall"]
    assert {b.kind for b in two.blocks} == {"line"}
    record = read_docx(docx_table([["Name", "Address"], ["April", "44 rue x\nParis\nFrance"]]), "a.docx")
    assert [(b.row, b.column) for b in record.blocks] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 1), (1, 1)]


def test_docx_column_of_automatic_numbers_tells_them() -> None:
    number = p("", NUMBERED.format(0, 7))
    rows = "".join(f"<w:tr><w:tc>{number}</w:tc><w:tc>{p(r(name))}</w:tc></w:tr>" for name in ("April", "CADTM"))
    parts = word(f"<w:tbl>{rows}</w:tbl>", OWN)
    assert texts(parts) == ["1", "April", "2", "CADTM"]


def test_docx_boxes_are_read_once_and_pictures_speak_when_alone() -> None:
    choice = f"<wps:txbx><w:txbxContent>{p(r('in a box'))}</w:txbxContent></wps:txbx>"
    fallback = f"<w:pict><v:textbox><w:txbxContent>{p(r('in a box'))}</w:txbxContent></v:textbox></w:pict>"
    branches = f"<mc:Choice Requires='wps'>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    boxed = f"<w:r><mc:AlternateContent>{branches}</mc:AlternateContent></w:r>"
    logo = f"<w:r>{PICTURE.format('Logo of April')}</w:r>"
    parts = word(p(r("Before") + boxed) + p(r("After")) + p(logo + logo) + p(logo + r("with text")))
    assert_composed(parts)
    assert [(kind, text) for kind, text, _ in told(parts)] == [
        ("line", "Before"), ("line", "in a box"), ("line", "After"), ("logo", "Logo of April"),
        ("logo", "Logo of April"),
        ("line", "with text"),
    ]  # fmt: skip
    logos = [p(f"<w:r>{PICTURE.format(name)}</w:r>") for name in ("April", "CADTM")]
    grid = "".join(f"<w:tc>{logo}</w:tc>" for logo in logos)
    assert [(k, t) for k, t, _ in told(word(f"<w:tbl><w:tr>{grid}</w:tr></w:tbl>"))] == [
        ("logo", "April"),
        ("logo", "CADTM"),
    ]


def test_docx_notes_follow_the_body() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0">{p(r("----"))}</w:footnote>'
    notes += (
        "".join(f'<w:footnote w:id="{i}">{p(r(t))}</w:footnote>' for i, t in enumerate(("one", "two"), 1))
        + "</w:footnotes>"
    )
    parts = word(p(r("April") + '<w:r><w:footnoteReference w:id="1"/></w:r>'), {"word/footnotes.xml": notes})
    assert told(parts) == [("line", "April", 0), ("line", "one", 1), ("line", "two", 2)]


def test_docx_reads_the_strict_form_and_parts_under_other_names() -> None:
    content = docx_paragraphs(["April"], "Heading 1")
    parts = {name.replace("document.xml", "document2.xml"): part for name, part in parts_of(content).items()}
    parts = {
        name: part.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(b'"word/document.xml"', b'"word/document2.xml"')
        for name, part in parts.items()
    }  # fmt: skip
    renamed = with_parts(raw_zip([]), parts)
    assert told(read_docx(renamed, "a.docx")) == [("heading", "April", 0)]


def test_docx_meta() -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = " An open\nletter ", "April"
    document.core_properties.language = "fr"
    document.add_paragraph("x").paragraph_format.space_after = Pt(3)
    meta = read_docx(saved(document), "a.docx").meta
    assert meta == {"title": "An open letter", "author": "April", "date": "2013-12-23", "language": "fr"}
