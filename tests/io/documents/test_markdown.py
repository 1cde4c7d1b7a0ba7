"""Markdown: what is read of texts as they are published, and what holds for any input."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.document import FILL
from siggraph.io.documents.gridtables import rewrite
from siggraph.io.documents.markdown import read_markdown
from siggraph.io.documents.markdown_inline import inline
from siggraph.io.documents.markdown_lines import cells, lines_of
from siggraph.io.documents.parts import Parts
from siggraph.names import clean
from tests.io.documents.test_hypertext import check, names, shown


def told(text: str) -> list[tuple[str, int, int, str, str]]:
    parts = read_markdown(text)
    check(text, parts)
    return [(b.kind, b.group, b.level, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks]


def placed(text: str) -> list[tuple[int, int, str, str]]:
    parts = read_markdown(text)
    check(text, parts)
    assert {b.kind for b in parts.blocks} == {"cell"}
    return [(b.row, b.column, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks]


def seen(source: str) -> str:
    return inline(source).shown.replace(FILL, "")


def escaped(name: str) -> str:
    return re.sub(r"([&|'\\*_\[\]])", r"\\\1", name)


WRAPS: dict[str, Callable[[str], str]] = {
    "bullets": lambda t: f"- {t}\n",
    "loose": lambda t: f"* **{t}**\n\n",
    "numbers": lambda t: f"1. [{t}](https://example.org/a_(b) 'c')\n",
    "lines": lambda t: f"{t}\n",
    "hard": lambda t: f"*{t}*  \n",
    "backslash": lambda t: f"{t}\\\n",
    "paragraphs": lambda t: f"{t}\n\n",
    "quoted": lambda t: f"> {t}\r\n",
    "pipes": lambda t: f"| {t} | Land |\n",
    "pictures": lambda t: f"[![{t}](a.png)](https://example.org)\n\n",
}


@pytest.mark.property
@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS.keys())
@given(st.lists(names(), min_size=2, max_size=8))
def test_names_come_out_as_they_went_in(wrap: Callable[[str], str], listed: list[str]) -> None:
    head = "| Name | Land |\n|---|---|\n" if wrap("x").startswith("|") else "Signed:\n\n"
    text = f"# Letter\n\n{head}" + "".join(wrap(escaped(name)) for name in listed) + "\n# End\n"
    parts = read_markdown(text)
    check(text, parts)
    assert [t for t in shown(parts) if t not in {"Letter", "Signed:", "End", "Name", "Land"}] == list(
        map(clean, listed)
    )


@pytest.mark.property
@given(st.lists(st.tuples(names(), names()), min_size=1, max_size=5), st.integers(6, 20))
def test_grid_tables_are_unwrapped(rows: list[tuple[str, str]], width: int) -> None:
    """Cells are wrapped at spaces as Pandoc does it, a letter of East Asia being two columns wide or one."""

    def wrapped(name: str) -> list[str]:
        lines = [""]
        for word in name.split():
            fits = len(lines[-1]) + len(word) < width
            lines[-1:] = [f"{lines[-1]} {word}".strip()] if fits or not lines[-1] else [lines[-1], word]
        return lines

    size = max(len(line) for row in rows for name in row for line in wrapped(name))
    border = "+" + ("-" * (size + 2) + "+") * 2
    grid = [border]
    for row in rows:
        columns = [wrapped(name) for name in row]
        for pair in zip_longest(*columns, fillvalue=""):
            grid += ["| " + " | ".join(line.ljust(size) for line in pair) + " |"]
        grid += [border]
    parts = read_markdown("Signed:\n\n" + "\n".join(grid) + "\n\nEnd\n")
    check("", parts)
    assert not parts.verbatim
    read = [(b.row, b.column, clean(parts.text[b.begin : b.end])) for b in parts.blocks if b.kind == "cell"]
    spaced = [(r, c, clean(name)) for r, row in enumerate(rows) for c, name in enumerate(row)]
    assert read == [cell for cell in spaced if not re.match(r"\d+[.)] |[-+*] ", cell[2])]


FRAGMENTS = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "  ",
            "    ",
            "\t",
            "- ",
            "* ",
            "1. ",
            "7) ",
            "> ",
            "# ",
            "## ",
            "===",
            "---",
            "***",
        ),
        *("|", "-|-", "\\|", "```", "~~~", "*", "**", "_", "~~", "`", "[", "](a)", "]", "![", "[^1]", "[^1]: ", "]: x"),
        *("<p>", "</p>", "<br>", "<table>", "<td>", "</table>", "<ul>", "<!--", "-->", "<script>", "<http://a.org>"),
    ]
)
MORE = st.sampled_from(
    [
        *(
            "<img alt='A'>",
            "<sup>1</sup>",
            "&amp;",
            "&#10;",
            "\\",
            "{.x}",
            "::: x",
            "{% x %}",
            "+--+--+\n",
            "+==+==+\n",
        ),
        *(
            "| a| b|\n",
            "Bits of Freedom",
            "台灣",
            "\u2028",
            "\x00",
            FILL,
            "\ud800",
            "---\ntitle: x\n---\n",
            "Title: x\n",
        ),
    ]
)


@pytest.mark.property
@given(st.lists(FRAGMENTS | MORE | st.text(max_size=3), max_size=40))
def test_any_text_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    check(text, read_markdown(text))


@pytest.mark.parametrize(
    "text",
    ["[^1]: ", "![A<br>B](a)\nC", "![A\nB](a)", "![<img alt='x'>](a)", "<img alt='A\nB'>", "|", "- |\n- ", "> ", "a\\"],
)
def test_odd_texts_are_read(text: str) -> None:
    check(text, read_markdown(text))


@pytest.mark.property
@given(st.lists(FRAGMENTS | MORE, max_size=20))
def test_inline_mark_up_keeps_the_length(pieces: list[str]) -> None:
    text = "".join(pieces)
    read = inline(text, frozenset({"a"}))
    assert len(read.shown) == len(text)
    assert read.breaks == sorted(read.breaks)
    assert read.pictures == sorted(read.pictures)


@pytest.mark.property
@given(st.text("a|\\ `", max_size=20))
def test_cells_lie_between_bars_that_are_not_escaped(line: str) -> None:
    spans = cells(line)
    assert all(0 <= begin <= end <= len(line) for begin, end in spans)
    bars = len(re.sub(r"\\.", "", line.rstrip()).replace("a", "").replace(" ", "").replace("`", "").replace("\\", ""))
    assert len(spans) in {bars - 1, bars, bars + 1}


def test_items_keep_depth_number_and_lines() -> None:
    assert told("1. A\n1. B\n   cont\n   - C\n     + D\n1. E\n\n   para\n1. F  \n   hard\nlazy\n\nend") == [
        ("item", 0, 1, "1", "A"),
        ("item", 0, 1, "2", "B cont"),
        ("item", 0, 2, "", "C"),
        ("item", 0, 3, "", "D"),
        ("item", 0, 1, "3", "E"),
        ("line", 0, 1, "", "para"),
        ("item", 0, 1, "4", "F"),
        ("line", 0, 1, "", "hard"),
        ("line", 0, 1, "", "lazy"),
        ("line", 1, 0, "", "end"),
    ]


def test_numbers_are_those_printed_unless_all_are_one() -> None:
    assert [label for *_, label, _ in told("3) A\n4) B\n7) C\n")] == ["3", "4", "7"]
    assert [label for *_, label, _ in told("1. A\n1. B\n\n1. C\n")] == ["1", "2", "3"]


def test_a_name_in_han_wraps_without_a_space() -> None:
    assert told("- 台灣民間支援\n  香港協會\n")[0][-1] == "台灣民間支援香港協會"


def test_a_list_begins_right_under_its_heading_line_and_may_stand_in_a_quotation() -> None:
    assert [(k, g, t) for k, g, *_, t in told("> ## H\n> Signed:\n> - A\n> * B\n>\n> C\n\nD")] == [
        ("heading", 0, "H"), ("line", 1, "Signed:"), ("item", 2, "A"), ("item", 3, "B"), ("line", 4, "C"),
        ("line", 5, "D"),
    ]  # fmt: skip


def test_headings_and_rules() -> None:
    assert [(k, level, t) for k, _, level, _, t in told("A #1\n===\nB\n---\n### C# ##\nD\nE\n---\n***\n#F")] == [
        ("heading", 1, "A #1"), ("heading", 2, "B"), ("heading", 3, "C#"), ("line", 0, "D"), ("line", 0, "E"),
        ("line", 0, "#F"),
    ]  # fmt: skip


def test_rows_may_be_ragged() -> None:
    text = "Signed:\nName | Land\n-|:-:\nA \\| a | [BE](b)\n|B|\n| C | FR | x\nD\n"
    parts = read_markdown(text)
    assert [(b.row, b.column, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks[1:]] == [
        (0, 0, "head", "Name"), (0, 1, "head", "Land"), (1, 0, "", "A | a"), (1, 1, "", "BE"), (2, 0, "", "B"),
        (3, 0, "", "C"), (3, 1, "", "FR"), (3, 2, "", "x"), (4, 0, "", "D"),
    ]  # fmt: skip


def test_a_table_needs_no_header_and_a_block_of_lines_is_none() -> None:
    assert placed("| A | B |\n| C | D |\n") == [(0, 0, "", "A"), (0, 1, "", "B"), (1, 0, "", "C"), (1, 1, "", "D")]
    assert {kind for kind, *_ in told("| A\n| B\n")} == {"line"}


def test_a_cell_may_hold_lines_and_pictures() -> None:
    parts = read_markdown("|a|b|\n|-|-|\n|A<br>B|![EDRi](x)|\n|![no](x) C|![d.png](d)|\n")
    assert [(b.kind, b.row, b.column, clean(parts.text[b.begin : b.end])) for b in parts.blocks[2:]] == [
        ("cell", 1, 0, "A"), ("cell", 1, 0, "B"), ("logo", 1, 1, "EDRi"), ("cell", 2, 0, "C"),
    ]  # fmt: skip


def test_pictures_alone_in_items_keep_their_numbers_and_lose_the_word_logo() -> None:
    text = "1. ![EDRi logo](a)\n2. [![April logo](b)](c)\n3. ![](d)\n"
    assert told(text) == [("logo", 0, 1, "1", "EDRi"), ("logo", 0, 1, "2", "April")]


def test_a_grid_table_gives_back_broken_targets_hard_breaks_and_items() -> None:
    text = (
        "+----------------+------+\n| Name           | Land |\n+================+======+\n"
        "| [AK            | DE   |\n| DATEN](http:// |      |\n| ak.de) - e.V.\\ |      |\n| - for rights   |      |\n"
        "+----------------+------+\n| - A            | FR   |\n| - B            |      |\n|                |      |\n"
        "| C              |      |\n+----------------+------+\nend"
    )
    parts = read_markdown(text)
    assert not parts.verbatim
    assert [(b.row, b.column, b.label, clean(parts.text[b.begin : b.end])) for b in parts.blocks[:-1]] == [
        (0, 0, "head", "Name"), (0, 1, "head", "Land"), (1, 0, "", "AK DATEN - e.V."), (1, 0, "", "- for rights"),
        (1, 1, "", "DE"), (2, 0, "", "A"), (2, 0, "", "B"), (2, 0, "", "C"), (2, 1, "", "FR"),
    ]  # fmt: skip


def test_a_grid_table_of_wide_letters_is_cut_where_its_bars_stand() -> None:
    text = "+--------+----+\n| 台灣   | TW |\n| 協會|1 | x  |\n+--------+----+\n"
    assert [(p.row, p.column) for p in rewrite(text)[1].values()] == [(0, 0), (0, 1)]
    assert rewrite(text)[0] == "台灣 協會|1\nTW x\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**A** __B__ *c* _d_ ~~e~~ `f_g`", "A B c d e f_g"),
        ("snake_case 2 * 3 a*", "snake_case 2 * 3 a*"),
        ("**A **b, **「台灣」**協會", "A b, 「台灣」協會"),
        ('[A](http://a.org/(b)) [c](d "e") [f](<g h>) [i](http://j k)', "A c f i"),
        ("[A][1] [b] \\[c\\] [^n]", "[A][1] [b] [c] "),
        ("<https://a.org> <b@c.org> <b>d</b> a < b<!-- e -->", "https://a.org b@c.org d a < b"),
        ("A &amp; B &copy C &nosuch;", "A & B © C &nosuch;"),
        ("A<sup>12</sup> B<sup>er</sup> C{.d} [E]{.f}", "A Ber C E"),
    ],
)
def test_inline_mark_up_is_blanked(source: str, text: str) -> None:
    assert seen(source) == text


def test_links_and_notes_that_are_defined_elsewhere() -> None:
    text = "[EDRi][e] [April] [x][no][^1]\n\n[e]: https://edri.org 'E'\n[april]: <https://april.org>\n\n[^1]: Note\n"
    assert [t for *_, t in told(text)] == ["EDRi April [x][no]", "Note"]


def test_fences_and_tags_around_a_list_leave_it_one() -> None:
    assert [(g, t) for _, g, *_, t in told("```\nA\n- B\n\nC\n```\nD")] == [(0, "A"), (0, "- B"), (1, "C"), (2, "D")]
    folded = "<details>\n<summary>Signed</summary>\n\n- A\n- B\n\n</details>\n"
    assert [(k, t) for k, *_, t in told(folded)] == [("line", "Signed"), ("item", "A"), ("item", "B")]
    table = "Signed:\n\n<table>\n<tr><td>A<td>B\n\n<tr><td>C<td>D\n</table>\n\n**End**\n"
    assert [k for k, *_ in told(table)] == ["line", "cell", "cell", "cell", "cell", "line"]


def test_tags_that_break_lines() -> None:
    assert [(g, t) for _, g, *_, t in told("A<br>B<br/>\nC<br><br>D")] == [(0, "A"), (0, "B"), (0, "C"), (1, "D")]


@pytest.mark.parametrize(
    ("text", "meta", "first"),
    [
        (
            "---\ntitle: 'L''eau'\nauthors:\n  - Ana\nlang: pt\n---\nA",
            {"title": "L'eau", "author": "Ana", "language": "pt"},
            "A",
        ),
        ('+++\ntitle = "X"\ndate = 2020-01-01\n+++\nA', {"title": "X", "date": "2020-01-01"}, "A"),
        ("Title: X\nDate: 2009-12-10\nSlug: x\n\nA", {"title": "X", "date": "2009-12-10"}, "A"),
        ("---\nSigned:\nA\nB\n---\nC", {}, "Signed:"),
        ("Title: X\n\nA", {}, "Title: X"),
        ("\ufeff---\r\ntitle: X\r\n---\r\n\r\n<p>A</p>\r\n", {"title": "X"}, "A"),
    ],
)
def test_front_matter_tells_of_the_document(text: str, meta: dict[str, str], first: str) -> None:
    parts = read_markdown(text)
    check(text, parts)
    assert parts.meta == meta
    assert shown(parts)[0] == first


UNITS = (
    *("*", "**a", "_a", "[", "]", "[](", "![a](b)", "`", "`` ` ", "<a ", "<!--", "&", "> ", "- ", "  - a\n", "#", "# "),
    *("|", "| a ", "a|b\n-|-\n", "\\", "{%", '[](a "', "<p>\n\n", "<ul>\n\nx\n\n", "+--+--+\n", "|a|b\n", "[a]: x\n"),
    *("(((", "> a\n"),
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_long_hostile_texts_are_read(unit: str) -> None:
    text = unit * (120_000 // len(unit))
    check(text, read_markdown(text))


def test_deep_nesting_is_read() -> None:
    for mark in ("> ", "- ", "1. "):
        assert shown(read_markdown(mark * 30_000 + "Bits of Freedom"))[0].endswith("Bits of Freedom")


def test_lines_end_where_any_line_ends() -> None:
    text = "a\r\nb\rc\u2028d\x0ce"
    assert [text[begin:end] for begin, end in lines_of(text, 0)] == list("abcde")


LETTERS = (
    *("en-acta-2009", "mul-ngi-2024", "pt-antiterror-2014", "pt-grito-2016", "pt-rotulagem-ed1-2015-05-06"),
    "en-digdefenders-2019",
)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_names_of_published_letters_are_found(letter: str, shared: Path) -> None:
    folder = shared / "letters" / letter
    text = (folder / "source.md").read_bytes().decode("utf-8")
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        gold = [row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    parts = read_markdown(text)
    check(text, parts)
    texts = shown(parts)
    joined = " ".join(texts)  # four names of one letter are broken over two paragraphs
    apart = [name for name in gold if not any(name in line for line in texts)]
    assert [name for name in apart if name not in joined] == []
    assert len(apart) == (4 if letter.startswith("pt-rotulagem") else 0)
    assert parts.meta["title"]
    assert sum(len(t) for t in texts) > 0.3 * len(re.sub(r"<[^>]*>|\(http\S*", "", text)) or letter == "en-acta-2009"


def test_the_columns_of_a_published_table(shared: Path) -> None:
    parts: Parts = read_markdown((shared / "letters" / "mul-ngi-2024" / "source.md").read_text(encoding="utf-8"))
    rows = {b.row for b in parts.blocks if b.kind == "cell" and b.column == 0 and not b.label}
    countries = [clean(parts.text[b.begin : b.end]) for b in parts.blocks if b.kind == "cell" and b.column == 2]
    assert rows == set(range(1, 104))
    assert countries.count("France") > 20
