"""HTML: what is read of pages as they are published, well made or not, and what holds for any input."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL
from siggraph.io.documents.hypertext import read_html
from siggraph.io.documents.hypertext_tokens import tokens, unescaped
from siggraph.io.documents.parts import Parts
from siggraph.names import clean

BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
# Letters of eight scripts, and what HTML writes otherwise.
SCRIPTS = (
    "abcdefghijklmnoprstuvzéñçßøå", "абвгдежзиклмнопрстуф", "αβγδεζηθικλμνξοπρστ", "ابتثجحخدذرزسشصضطظ",
    "אבגדהוזחטיכלמנסעפצקרשת", "กขคงจฉชซดตถทนบปผพฟมยรลวสหอ",
    "台灣民間支援香港協會環境保護聯盟",
    "한국여성민우회참여연대",
)  # fmt: skip


@st.composite
def names(draw: st.DrawFn) -> str:
    """Draw a name of one to four words in one script, with what joins words."""
    letters = draw(st.sampled_from(SCRIPTS))
    words = draw(st.lists(st.text(letters, min_size=2, max_size=9), min_size=1, max_size=4))
    joints = draw(st.lists(st.sampled_from([" ", " & ", " – ", ", ", " 'n "]), min_size=3, max_size=3))
    return "".join(word + joint for word, joint in zip(words, [*joints[: len(words) - 1], ""], strict=True))


def shown(parts: Parts, *kinds: str) -> list[str]:
    return [clean(parts.text[b.begin : b.end]) for b in parts.blocks if not kinds or b.kind in kinds]


def told(text: str) -> list[tuple[str, int, int, int, int, str, str]]:
    parts = read_html(text)
    check(text, parts)
    return [
        (b.kind, b.group, b.level, b.row, b.column, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks
    ]


def check(text: str, parts: Parts) -> None:
    """Assert what holds for the reading of any text."""
    if parts.verbatim:
        assert len(parts.text) == len(text)
        assert [m.start() for m in BREAKS.finditer(parts.text)] == [m.start() for m in BREAKS.finditer(text)]
    end, group = 0, -1
    for block in parts.blocks:
        assert end <= block.begin < block.end <= len(parts.text)
        assert parts.text[block.begin : block.end].strip(FILL).strip()
        assert group <= block.group <= group + 1
        end, group = block.end, block.group


WRAPS: dict[str, Callable[[str], str]] = {
    "ul": lambda t: f"<li>{t}</li>\n",
    "unclosed": lambda t: f"<LI class='a>b'>{t}\n",
    "p": lambda t: f"<p><b>{t}</b></p>",
    "br": lambda t: f"{t}<br />\n",
    "div": lambda t: f'<div style="display:none"><span>{t}</span></div>',
    "td": lambda t: f"<tr><td>{t}<td>Land</tr>",
    "alt": lambda t: f"<a href='x'><img src=a.png alt='{t}'></a>",
    "link": lambda t: f"<a href='https://a.org/{t.encode().hex()}'>{t}</a> ",
}


@pytest.mark.property
@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS.keys())
@given(st.lists(names(), min_size=2, max_size=8, unique_by=str.casefold))
def test_names_come_out_as_they_went_in(wrap: Callable[[str], str], listed: list[str]) -> None:
    body = "".join(wrap(escape(name)) for name in listed)
    text = f"<html><body><p>Signed:</p><ul>{body}</ul>" if "<li" in body.lower() else f"<p>Signed:</p>{body}"
    text = text.replace("<tr>", "<table><tr>", 1)
    parts = read_html(text)
    check(text, parts)
    assert [t for t in shown(parts) if t not in {"Signed:", "Land"}] == [clean(name) for name in listed]


FRAGMENTS = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "<!--",
            "-->",
            "&",
            "&amp",
            "&#x41;",
            "&#xD800;",
            '"',
            "'",
            "=",
            "/",
            "\n",
            "\r\n",
            " ",
            "\u2028",
        ),
        *(
            "<p>",
            "</p>",
            "<ul>",
            "</ul>",
            "<ol start=7>",
            "<li>",
            "</li>",
            "<table>",
            "</table>",
            "<tr>",
            "<td colspan=2>",
        ),
        *("<th>", "</td>", "<td rowspan=3>", "<h2>", "</h2>", "<br>", "<img alt='A logo'>", "<a href='#x'>", "</a>"),
    ]
)
MORE = st.sampled_from(
    [
        *(
            "<sup>",
            "1</sup>",
            "<pre>",
            "</pre>",
            "<dl>",
            "<dt>",
            "<dd>",
            "<title>",
            "<head>",
            "<body>",
            "<script>",
            "</script>",
        ),
        *(
            "<figure>",
            "<img alt=x",
            "Bits",
            "of Freedom",
            "台灣",
            "\x00",
            FILL,
            "\ud800",
            "&nbsp;",
            "<template>",
            "<svg/>",
        ),
    ]
)


@pytest.mark.property
@given(st.lists(FRAGMENTS | MORE | st.text(max_size=3), max_size=40))
def test_any_text_is_read_at_equal_length(pieces: list[str]) -> None:
    text = "".join(pieces)
    check(text, read_html(text))
    cut = list(tokens(text, 0, len(text)))
    assert "".join(text[t.begin : t.end] for t in cut) == text
    assert all(t.begin < t.end for t in cut)


@pytest.mark.property
@given(st.text("&#;xamplt0149é ", max_size=20))
def test_references_keep_the_length(text: str) -> None:
    assert len(unescaped(text)) == len(text)


@pytest.mark.property
@given(st.lists(FRAGMENTS, max_size=12), st.text(max_size=4), st.text(max_size=4))
def test_a_part_is_read_as_if_it_stood_alone(pieces: list[str], before: str, after: str) -> None:
    text = "".join(pieces)
    alone = read_html(text)
    inside = read_html(before + text + after, len(before), len(before) + len(text))
    assert inside.text[len(before) : len(before) + len(text)] == alone.text
    assert [(b.begin - len(before), b.kind, b.group) for b in inside.blocks] == [
        (b.begin, b.kind, b.group) for b in alone.blocks
    ]


def test_items_keep_depth_number_and_group() -> None:
    text = "<ol start=3><li>A<br>note<li>B<ul><li>C</ul>tail<li value=9><p>D</p><p>E</p></ol><p>F"
    assert told(text) == [
        ("item", 0, 1, 0, 0, "3", "A"),
        ("line", 0, 1, 0, 0, "", "note"),
        ("item", 0, 1, 0, 0, "4", "B"),
        ("item", 0, 2, 0, 0, "", "C"),
        ("line", 0, 1, 0, 0, "", "tail"),
        ("item", 0, 1, 0, 0, "9", "D"),
        ("line", 0, 1, 0, 0, "", "E"),
        ("line", 1, 0, 0, 0, "", "F"),
    ]


def test_cells_are_counted_across_spans_and_headers_are_told_from_names_of_rows() -> None:
    text = (
        "<table><tr><th>Name<th>Seat<th>Year<tr><td rowspan=2>A<br>B<td>BE<td>1<tr><td>NL<td>2"
        "<tr><th>C<td colspan=2>FR</table>"
    )
    assert told(text) == [
        ("cell", 0, 0, 0, 0, "head", "Name"),
        ("cell", 0, 0, 0, 1, "head", "Seat"),
        ("cell", 0, 0, 0, 2, "head", "Year"),
        ("cell", 0, 0, 1, 0, "", "A"),
        ("cell", 0, 0, 1, 0, "", "B"),
        ("cell", 0, 0, 1, 1, "", "BE"),
        ("cell", 0, 0, 1, 2, "", "1"),
        ("cell", 0, 0, 2, 1, "", "NL"),
        ("cell", 0, 0, 2, 2, "", "2"),
        ("cell", 0, 0, 3, 0, "", "C"),
        ("cell", 0, 0, 3, 1, "", "FR"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>A</td></tr><tr><td>B</td></tr></table>",
        "<table><tr><td>A<p>B</p></td><td>C</td></tr></table>",
        "<table><tr><td>A<table><tr><td>B<td>C</table><td>D<tr><td>E<td>F</table>",
    ],
)
def test_tables_for_layout_are_lines(text: str) -> None:
    assert {block[0] for block in told(text)} == {"line"}


def test_forced_lines_share_a_group_until_an_empty_one() -> None:
    lines = told("<p>A<br>B<br>\n<br/>C<br>&nbsp;<br>D</p><pre>E\nF\n\nG</pre>")
    assert [(group, name) for _, group, *_, name in lines] == [
        (0, "A"), (0, "B"), (1, "C"), (2, "D"), (3, "E"), (3, "F"), (4, "G"),
    ]  # fmt: skip


def test_what_is_no_text_is_not_read() -> None:
    text = (
        "<html lang=fr><head><title>La lettre &amp; nous</title><meta name=author content='Ana'>"
        "<meta property='article:published_time' content='2019-12-17'><style>p{}</style></head><body>"
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><script>'<p>no</p>'</script>"
        "<noscript><p>no</p></noscript><template>no</template><p title='no'>Oui<svg><title>no</title></svg></body>"
    )
    parts = read_html(text)
    assert shown(parts) == ["Oui"]
    assert parts.meta == {"title": "La lettre & nous", "language": "fr", "author": "Ana", "date": "2019-12-17"}


def test_a_page_without_a_title_of_its_own_has_that_for_sharing() -> None:
    text = (
        "<html><title> </title><meta http-equiv='Content-Language' content='pt'><meta property='og:title' content='A'>"
    )
    assert read_html(text).meta == {"title": "A", "language": "pt"}


def test_marks_of_notes_are_no_part_of_names() -> None:
    text = (
        "<ul><li>A<sup>1</sup><li>B<sup>er</sup><li>C <sup><a href='#n2'>[2]</a></sup><li>D<a href='#n3'>[3]</a><li>E*"
    )
    assert shown(read_html(text)) == ["A", "Ber", "C", "D", "E*"]


def test_pictures_stand_for_names_where_nothing_else_does() -> None:
    text = (
        "<div><img alt='Access Now logo'></div><div><img alt='Logo of EDRi'></div><img alt='a.png'><img alt='Logo'>"
        "<ul><li><img alt='April'> April<li><a><img alt='Xnet' src=x></a><li><img alt='ApTI'><p>ApTI, Romania</p></ul>"
        "<figure><img alt='CADTM'><figcaption>Photo: X</figcaption></figure><div><img alt='FSF'></div><p>FSF</p>"
    )
    parts = read_html(text)
    check(text, parts)
    assert shown(parts, "logo") == ["Access Now", "EDRi", "Xnet"]
    assert shown(parts, "item", "line") == ["April", "ApTI, Romania", "Photo: X", "FSF"]


def test_the_word_logo_stays_where_not_all_carry_it() -> None:
    assert shown(read_html("<div><img alt='Logo Design Guild'></div><div><img alt='EDRi'></div>")) == [
        "Logo Design Guild",
        "EDRi",
    ]


def test_marks_that_are_never_closed_drop_no_text() -> None:
    assert shown(read_html("<p>A<!-- <p>B</p>")) == ["A", "B"]
    assert shown(read_html('<p>A<b title="x>B</p><p>C')) == ["AB", "C"]
    assert shown(read_html("<template><p>A")) == ["A"]
    assert shown(read_html("a < b <3 & c")) == ["a < b <3 & c"]


UNITS = (
    *("<", "<a ", "<!--", "&", "<div>", "<ul><li>x", "<table><tr><td>x", '<a x="><a " x=">', "<sup>1</sup>"),
    *("<img alt=x>", "<td rowspan=9 colspan=9>x"),
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("tail", ["", ">", ' y="'])
def test_long_hostile_pages_are_read(unit: str, tail: str) -> None:
    text = "<table>" + unit * 20_000 + tail
    check(text, read_html(text))


def test_cells_that_stand_outside_of_rows_have_a_place() -> None:
    assert told("<table><li><td>A<td>B<tr><td>C<td>D</table>") == [
        ("cell", 0, 0, 0, 0, "", "A"),
        ("cell", 0, 0, 0, 1, "", "B"),
        ("cell", 0, 0, 1, 0, "", "C"),
        ("cell", 0, 0, 1, 1, "", "D"),
    ]


def test_deep_nesting_is_read() -> None:
    for tag in ("div", "ul", "table", "b"):
        text = f"<{tag}>" * 20_000 + "Bits of Freedom" + f"</{tag}>" * 20_000
        assert shown(read_html(text)) == ["Bits of Freedom"]


def test_a_hostile_page_is_not_scanned_again_and_again() -> None:
    """The scanner matches a tag once; unclosed quotes cost a bounded number of scans to the end."""

    class Counted(str):  # noqa: SLOT000 - counts on itself
        finds = 0

        def rfind(self, *args: object) -> int:
            type(self).finds += 1
            return super().rfind(*args)  # type: ignore[arg-type]

    text = Counted('<a x="><a " x=">' * 5_000 + '<!-- <b y="')
    assert sum(t.end - t.begin for t in tokens(text, 0, len(text))) == len(text)
    assert Counted.finds == 2


def test_the_published_page_of_logos(shared: Path) -> None:
    folder = shared / "letters" / "en-savetheinternet-eu-2016"
    text = (folder / "source.html").read_text(encoding="utf-8")
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        gold = [row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    parts = read_html(text)
    check(text, parts)
    assert shown(parts, "logo") == gold
    assert len({b.group for b in parts.blocks if b.kind == "logo"}) == 1
    assert parts.meta["language"] == "en"
