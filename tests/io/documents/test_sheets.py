"""XLSX: cells as they are stored, in tables; anything else is an error."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from siggraph.errors import InputError
from siggraph.io.documents import sheets as rooms
from siggraph.io.documents.parts import Parts
from siggraph.io.documents.sheets import read_xlsx
from siggraph.names import clean
from tests.office_files import assert_composed, book_bytes, names, parts_of, raw_zip, texts, with_parts, xlsx, zeros

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(*rows: Sequence[object]) -> Parts:
    return read_xlsx(xlsx({"Sheet": rows}), "a.xlsx")


def sheet_xml(inner: str, content: bytes | None = None) -> Parts:
    """Read a workbook of one sheet whose XML is given."""
    xml = f'<worksheet xmlns="{SPACE}">{inner}</worksheet>'
    return read_xlsx(with_parts(content or xlsx({"Sheet": [["x"]]}), {SHEET: xml.encode()}), "a.xlsx")


def cells(parts: Parts) -> list[tuple[str, str, int, int, int, str]]:
    return [(b.kind, parts.text[b.begin : b.end], b.group, b.row, b.column, b.label) for b in parts.blocks]


@pytest.mark.property
@given(st.lists(names(), min_size=1, max_size=8), st.booleans())
def test_names_come_back_from_a_column_and_from_a_table(listed: list[str], wide: bool) -> None:
    parts = read(*([name, *(["FR"] if wide else [])] for name in listed))
    assert_composed(parts)
    found = [(b.kind, clean(text)) for b, text in zip(parts.blocks, texts(parts), strict=True) if b.column == 0]
    assert found == [("cell" if wide else "line", clean(name)) for name in listed]
    assert {b.page for b in parts.blocks} == {1}


def test_values_read_as_they_are_shown_by_no_locale() -> None:
    row = ["007", 12, 12.0, 0.5, 1e20, 10**14, True, date(2024, 3, 1), datetime(2024, 3, 1, 12, 30), time(8), "x"]  # noqa: DTZ001 - cells have no zone
    assert texts(read(row, ["a", 1])) == [
        "007", "12", "12", "0.5", "1e+20", "100000000000000", "TRUE", "2024-03-01",
        "2024-03-01T12:30:00",
        "08:00:00", "x", "a", "1",
    ]  # fmt: skip
    odd = '<sheetData><row><c><v>1.0E2</v></c><c><v>0.10000000000000001</v></c><c t="e"><v>#N/A</v></c><c t="d">'
    odd += '<v>2024-03-01T00:00:00</v></c><c s="99999999999"><v>nan</v></c><c t="s"><v>-1</v></c>'
    odd += '<c t="s"><v>99</v></c></row></sheetData>'
    assert texts(sheet_xml(odd)) == ["100", "0.1", "2024-03-01", "nan"]


def test_dates_count_from_the_day_that_the_workbook_says() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - as openpyxl has it
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = date(2024, 3, 1), "x"
    assert texts(read_xlsx(book_bytes(book), "a.xlsx")) == ["2024-03-01", "x"]


def test_tables_are_parted_by_blank_rows_and_sheets() -> None:
    parts = read_xlsx(
        xlsx({
            "One": [["List of signatories"], [], ["Name", "Country"], ["April", "FR"], [], [], ["CADTM", "BE"]],
            "Empty": [],
            "Two": [[None, "LQDN"], [None, "ver.di"]],
        }),
        "a.xlsx",
    )  # fmt: skip
    assert_composed(parts)
    assert cells(parts) == [
        ("line", "List of signatories", 0, 0, 0, ""),
        ("cell", "Name", 1, 0, 0, "head"), ("cell", "Country", 1, 0, 1, "head"),
        ("cell", "April", 1, 1, 0, ""), ("cell", "FR", 1, 1, 1, ""),
        ("cell", "CADTM", 2, 0, 0, ""), ("cell", "BE", 2, 0, 1, ""),
        ("line", "LQDN", 3, 0, 0, ""), ("line", "ver.di", 3, 0, 0, ""),
    ]  # fmt: skip
    assert [b.page for b in parts.blocks] == [1] * 7 + [3] * 2


def test_heads_are_told_by_words_numbers_filters_and_tables() -> None:
    def head(parts: Parts) -> list[str]:
        return [parts.text[b.begin : b.end] for b in parts.blocks if b.label == "head"]

    assert head(read(["Organisation", "Country"], ["April", "FR"])) == ["Organisation", "Country"]
    assert head(read(["Letter 7"], ["Name", "Land"], ["April", "FR"])) == ["Name", "Land"]
    assert head(read(["Körper", "Zahl"], *(["a", i] for i in range(3)))) == ["Körper", "Zahl"]
    assert head(read(["April", "France"], ["CADTM", "Belgium"], ["ver.di", "Germany"])) == []
    assert head(read(["Name", None], ["April", "FR"])) == []
    for mark in ("filter", "table"):
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (["Aa", "Bb"], ["April", "FR"]):
            sheet.append(row)
        if mark == "filter":
            sheet.auto_filter.ref = "A1:B2"
        else:
            sheet.add_table(Table(displayName="T", ref="A1:B2"))
        assert head(read_xlsx(book_bytes(book), "a.xlsx")) == ["Aa", "Bb"]


def test_lines_in_a_cell_and_escapes() -> None:
    parts = read(["April\nFrance", "x"], ["a_x000D_\nb_x005F_x0041_", "y"])
    assert [(text, row, column) for _, text, _, row, column, _ in cells(parts)] == [
        ("April", 0, 0), ("France", 0, 0), ("x", 0, 1), ("a", 1, 0), ("b_x0041_", 1, 0), ("y", 1, 1),
    ]  # fmt: skip


def test_merged_cells_hold_their_value_once_and_hidden_ones_are_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["April", "FR"], ["LQDN", None], ["CADTM", "BE"]):
        sheet.append(row)
    sheet.merge_cells("B1:B2")
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("Away")
    other.append(["WWF", "CH"])
    other.sheet_state = "veryHidden"
    parts = read_xlsx(book_bytes(book), "a.xlsx")
    assert texts(parts) == ["April", "FR", "LQDN", "CADTM", "BE", "WWF", "CH"]
    assert parts.remarks == (
        "sheet 'Sheet' has hidden rows or columns; they were read too",
        "sheet 'Away' is hidden; it was read too",
    )
    left = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    assert texts(sheet_xml(f'<sheetData>{left}</sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells>')) == [
        "1",
        "3",
    ]


def test_formulas_give_the_value_that_was_stored() -> None:
    stored = '<c t="str"><f>A1&amp;"x"</f><v>April</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c>'
    parts = sheet_xml(f"<sheetData><row>{stored}</row></sheetData>")
    assert texts(parts) == ["April", "2"]
    assert parts.remarks == ("sheet 'Sheet' has formulas without a stored value, read as blank: 1",)


def test_rich_text_is_joined_and_readings_are_left_out() -> None:
    shared = (
        f'<sst xmlns="{SPACE}"><si><r><t>東</t></r><r><t xml:space="preserve">京 </t></r><rPh sb="0"><t>とう</t></rPh>'
    )
    shared += "</si></sst>"
    content = with_parts(xlsx({"Sheet": [["x"]]}), {"xl/sharedStrings.xml": shared.encode()})
    inline = '<c t="inlineStr"><is><r><t>Bits</t></r><r><t> of</t></r><rPh><t>no</t></rPh></is></c>'
    assert texts(sheet_xml(f'<sheetData><row><c t="s"><v>0</v></c>{inline}</row></sheetData>', content)) == [
        "東京",
        "Bits of",
    ]


def test_meta() -> None:
    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.created = "Letter", "April", datetime(2020, 5, 6)  # noqa: DTZ001
    book.worksheets[0]["A1"] = "x"
    assert read_xlsx(book_bytes(book), "a.xlsx").meta == {"title": "Letter", "author": "April", "date": "2020-05-06"}


# -- hostile input ----------------------------------------------------------------------------------------------------


def test_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx({"One": [["a", "b"]] * 3, "Two": [["c", "d"]]})
    monkeypatch.setattr(rooms, "CELLS", 8)
    assert len(read_xlsx(content, "a.xlsx").blocks) == 8
    monkeypatch.setattr(rooms, "CELLS", 7)
    with pytest.raises(InputError, match="more than 7 cells"):
        read_xlsx(content, "a.xlsx")


def test_long_texts_that_are_shared_many_times_are_bounded() -> None:
    noise = random.Random(7).randbytes(4_500_000).hex()  # noqa: S311 - repeatable, no secret
    shared = f'<sst xmlns="{SPACE}"><si><t> {noise}</t></si></sst>'
    content = with_parts(xlsx({"Sheet": [["x"]]}), {"xl/sharedStrings.xml": shared.encode()})
    row = "<row>" + '<c t="s"><v>0</v></c>' * 1000 + "</row>"
    with pytest.raises(InputError, match="too large"):
        sheet_xml(f"<sheetData>{row * 10}</sheetData>", content)


def test_far_rows_and_wide_merges_cost_nothing() -> None:
    far = (
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="99999999999"><c r="ZZZ9999999"><v>2</v></c></row>'
    )
    assert texts(sheet_xml(f"<sheetData>{far}</sheetData>")) == [
        "2",
        "1",
    ]  # a place that is none gives way to the next one
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    with pytest.raises(InputError, match="merged cells"):
        sheet_xml(f"<sheetData>{far}</sheetData><mergeCells>{merges}</mergeCells>")


def test_bombs_entities_and_depth_are_refused() -> None:
    content = xlsx({"Sheet": [["April"]]})
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    part = parts_of(content)[SHEET]
    for encoding in ("utf-8", "utf-16"):
        hostile = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{laughs}]>{part.decode()}'.encode(encoding)
        with pytest.raises(InputError, match="declares entities"):
            read_xlsx(with_parts(content, {SHEET: hostile}), "a.xlsx")
    with pytest.raises(InputError, match="too deeply"):
        sheet_xml("<a>" * 100_000 + "</a>" * 100_000)
    with pytest.raises(InputError, match="no well-formed"):
        sheet_xml("<a>")
    with pytest.raises(InputError, match="ZIP bomb"):
        read_xlsx(raw_zip([("xl/workbook.xml", zeros(2**30), 100, 0)]), "a.xlsx")


def test_flipped_bits_and_cuts_give_a_reading_or_an_error() -> None:
    chance = random.Random(2024)  # noqa: S311 - repeatable, no secret
    content = xlsx(
        {"One": [["Name", "Since"], ["April", date(1996, 1, 1)], ["CADTM", 1990.5]], "Two": [["=A1"], ["x"]]}
    )
    parts = parts_of(content)
    small = [name for name in parts if "theme" not in name]
    for step in range(450):
        hostile = bytearray(content)
        if step % 3 == 0:
            hostile[chance.randrange(len(hostile))] ^= 1 << chance.randrange(8)
        elif step % 3 == 1:
            hostile = hostile[: chance.randrange(len(hostile))]
        else:
            name = chance.choice(small)
            part = bytearray(parts[name])
            at = chance.randrange(len(part))
            part[at : at + chance.randint(0, 3)] = chance.choice(
                [b"", b"0", b"9", b"-", b"A", b"\xff", chance.randbytes(2)]
            )
            hostile = bytearray(with_parts(content, {name: bytes(part)}))
        try:
            read_parts = read_xlsx(bytes(hostile), "a.xlsx")
        except InputError as error:
            found = error
        else:
            assert_composed(read_parts)
            continue
        assert found.where == "a.xlsx"
        assert found.remedy
