"""Kinds of text: what notation a text is in, by its content; a file's name breaks ties alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from siggraph.io.documents.delimited import Cell, is_header, scan

_SAMPLE = 400_000  # code points that are looked at to tell markup
_ROWS = 5_000  # rows that are looked at to tell a table
_MANY = 0.95  # share of the rows that have the columns of the table
_DELIMITERS = ("\t", ";", ",", "|")
_SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".geojson": "json", ".yaml": "yaml",
    ".yml": "yaml", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "text", ".text": "text",
}  # fmt: skip

# -- HTML ---------------------------------------------------------------------------------------------------------

_DOCTYPE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,5000}-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|h[1-6]|section|article|main|header|footer|nav|aside"
    r"|blockquote|br|hr|span|strong|em|b|i|u|a|img|figure|center|font|details|summary)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCK_END = re.compile(
    r"</(?:p|div|ul|ol|li|dl|table|tr|td|h[1-6]|section|article|main|body|center)\s*>", re.IGNORECASE
)
_TAG_SHARE = 0.15  # of the characters that are not white space

# -- Markdown -----------------------------------------------------------------------------------------------------

_FRONT = re.compile(
    r"-{3}[ \t]*\r?\n(?:[^\r\n]*\r?\n){1,400}?(?:-{3}|\.{3})[ \t]*(?:\r?\n|$)"
    r"|\+{3}[ \t]*\r?\n(?:[^\r\n]*\r?\n){1,400}?\+{3}[ \t]*(?:\r?\n|$)"
)
_FRONT_KEY = re.compile(r"^[\w$-]+[ \t]*[:=]", re.MULTILINE)
_HEADERS = re.compile(
    r"(?:(?:title|date|author|slug|tags|category|status|lang)[ \t]*:[^\r\n]*\r?\n){3,}", re.IGNORECASE
)
_STRONG = re.compile(
    r"^ {0,3}#{1,6}[ \t]+[^\s#][^\r\n]*$"  # a heading with its signs
    r"|!?\[[^\[\]\r\n]{0,300}\]\((?:https?:|mailto:|/|\.|#|[\w%-]+[./])[^()\s]*(?:[ \t]+\"[^\"\r\n]*\")?\)"  # a link
    r"|^[ \t]*+\+[-=+:]{3,}\+[ \t]*+\r?$"  # of a grid table
    r"|^[ \t]{0,3}(?:```|~~~)"  # code
    r"|^[ \t]{0,3}\[[^\[\]\r\n]{1,80}\]:[ \t]+\S*[/.#]\S*",  # where a link leads
    re.MULTILINE,
)
_RULE = re.compile(r"^[ \t]*+\|?[ \t]*+:?-{3,}+:?[ \t]*+\|[-| :\t]*+\r?$", re.MULTILINE)  # of a pipe table
_WEAK = re.compile(
    r"(?<![*\w])\*\*(?=\S)[^*\r\n]{1,300}\*\*(?![*\w])|^[^\r\n]*\S\r?\n(?:={4,}|-{4,})[ \t]*$", re.MULTILINE
)
_WEAK_MANY = 2

# -- YAML ---------------------------------------------------------------------------------------------------------

_ENTRY = re.compile(r"^[ ]*-[ ]+(?P<key>\"?[A-Za-z_][\w.$-]*\"?)[ ]*:(?=[ \r\n]|$)", re.MULTILINE)
_KEY = re.compile(r"^[a-z_][\w.$-]*:(?=[ \r\n]|$)", re.MULTILINE)
_INDENTED = re.compile(r"^[ ]+-[ ]+\S", re.MULTILINE)
_SHARED = 0.6  # share of the entries that begin with the same key


def suffix_kind(name: str) -> str:
    """Return the notation that a file's name promises; blank where it promises none.

    >>> suffix_kind("Letter.MD"), suffix_kind("letter")
    ('markdown', '')
    """
    return next((kind for suffix, kind in _SUFFIXES.items() if name.lower().endswith(suffix)), "")


def is_html(text: str, name: str) -> bool:
    """Tell whether a text is HTML: a doctype or root, or tags that close and make up a good part of it.

    >>> is_html("<!DOCTYPE html><title>a</title>", "a.txt"), is_html("a <b> c", "a.txt")
    (True, False)
    """
    sample = text[:_SAMPLE]
    if _DOCTYPE.match(sample):
        return True
    promised = suffix_kind(name)
    if promised == "markdown" or has_front_matter(sample):
        return False
    tags = list(_TAG.finditer(sample))
    ends = len(_BLOCK_END.findall(sample))
    if promised == "html":
        return bool(tags)
    seen = sum(not c.isspace() for c in sample)
    inside = sum(m.end() - m.start() for m in tags)
    begins = sample.lstrip().startswith("<")
    return ends > 0 and len(tags) > 2 and (begins or inside >= _TAG_SHARE * seen)  # noqa: PLR2004 - a pair and more


def may_be_json(text: str) -> bool:
    """Tell whether a text begins and ends like JSON.

    >>> may_be_json('[{"name": "April"}]'), may_be_json("[1] Greenpeace, WWF")
    (True, False)
    """
    begin, end = text[:200].lstrip()[:1], text[-200:].rstrip()[-1:]
    return begin in {"{", "["} and begin != "" and end in {"}", "]"} and end != ""


def may_be_yaml(text: str) -> bool:
    r"""Tell whether a text reads like records of YAML, from its first line to its last.

    A list of mappings that share their first key, or lower-case keys above an indented list; a heading over a plain
    list is no YAML.

    >>> may_be_yaml("- name: April\n  in: FR\n- name: CADTM\n"), may_be_yaml("Organisations:\n- April\n- CADTM\n")
    (True, False)
    """
    front = _FRONT.match(text)
    if front is not None and text[front.end() :].strip():
        return False
    entries = Counter(m["key"] for m in _ENTRY.finditer(text))
    keys = len(_KEY.findall(text))
    shared = entries.total() > 1 and max(entries.values()) >= _SHARED * entries.total()
    if not shared and not (keys > 1 and _INDENTED.search(text)):
        return False
    free = sum(1 for line in text.splitlines() if line[:1] not in {"", " ", "-", "#", "\t"} and not _KEY.match(line))
    return free == 0 or (shared and free <= entries.total() * 0.02)


def has_front_matter(text: str) -> bool:
    r"""Tell whether a text begins with front matter and goes on after it.

    >>> has_front_matter("---\ntitle: A letter\n---\nDear all,\n"), has_front_matter("---\nDear all\n---\nBye\n")
    (True, False)
    """
    front = _FRONT.match(text)
    return front is not None and bool(_FRONT_KEY.search(front.group())) and bool(text[front.end() :].strip())


def is_markdown(text: str, name: str) -> bool:
    r"""Tell whether a text is Markdown: its name says so, or it has mark-up that plain text would not have.

    >>> is_markdown("- April\n- CADTM\n", "a.txt"), is_markdown("## Signed\n- April\n", "a.txt")
    (False, True)
    """
    sample = text[:_SAMPLE]
    if suffix_kind(name) == "markdown" or has_front_matter(sample):
        return True
    if _STRONG.search(sample) or _RULE.search(sample) or (_HEADERS.match(sample) and _WEAK.search(sample)):
        return True
    return len(list(islice(_WEAK.finditer(sample), _WEAK_MANY))) == _WEAK_MANY


# -- tables -------------------------------------------------------------------------------------------------------


def delimiter_of(text: str, name: str) -> str:
    r"""Return what parts the columns of a table; blank for what is no table.

    A table has the same columns, two or more, in nearly every line, and three lines or more. Beyond that it has a
    header, or its delimiter is one that prose does not have there: a tab, or a comma or semicolon without a space.

    >>> delimiter_of("name,country\nApril,FR\nCADTM,BE\n", "a.txt")
    ','
    >>> delimiter_of("Amnesty International, London\nGreenpeace, Amsterdam\nWWF, Gland\n", "a.txt")
    ''
    """
    promised = suffix_kind(name)
    sample = text if len(text) <= _SAMPLE else text[: max(text.rfind("\n", 0, _SAMPLE), 0)]
    found = [(score, d) for d in _DELIMITERS if (score := _table_score(sample, d, promised)) > 0]
    return max(found, key=lambda pair: (pair[0], -_DELIMITERS.index(pair[1])))[1] if found else ""


def _table_score(text: str, delimiter: str, promised: str) -> float:
    """Return how well a delimiter makes a table: the share of lines that fit, more with a header; 0 where none."""
    tie = promised in {"csv", "tsv"}
    if delimiter not in text or (delimiter == "|" and _RULE.search(text)):
        return 0
    rows = [row for row in islice(scan(text, delimiter), _ROWS) if row and not _is_remark(text, row)]
    while len(rows) > 2 and len(rows[0]) == 1 and tie:  # noqa: PLR2004 - lines above the table of a promised table
        rows = rows[1:]
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0
    width, fit = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2 or len(rows) < (2 if tie else 3):  # noqa: PLR2004 - a table has columns and rows
        return 0
    share = fit / len(rows)
    header = len(rows[0]) == width and is_header([cell.value(text) for cell in rows[0]])
    regular = not _is_spaced(text, rows, delimiter) and _filled(text, rows) and not _is_marked(text, rows)
    if share < _MANY * (0.8 if tie else 1) or not (header or tie or (regular and share == 1)):
        return 0
    return share + header + 0.5 * regular


def _is_remark(text: str, row: Sequence[Cell]) -> bool:
    return text.startswith("#", row[0].begin) and not is_header([cell.value(text) for cell in row])


def _is_spaced(text: str, rows: Sequence[Sequence[Cell]], delimiter: str) -> bool:
    """Tell whether spaces follow the delimiter, as in prose and lists of places; bars and tabs are not for prose."""
    if delimiter in {"\t", "|"}:
        return False
    after = [text[cell.begin : cell.begin + 1] for row in rows for cell in row[1:]]
    return sum(char == " " for char in after) * 2 > len(after)


def _filled(text: str, rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether at least two columns are filled in half of the rows."""
    full = sum(sum(bool(cell.value(text).strip()) for cell in row) > 1 for row in rows)
    return full * 2 >= len(rows)


_MARKS = re.compile(r"\s*+(?:[^\w\s\"']{0,2}|\(?\d{1,4}[.)、]|[a-zA-Z][.)])\s*")


def _is_marked(text: str, rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first column holds the numbers or bullets of a list and the second its items."""
    marks = sum(bool(_MARKS.fullmatch(row[0].value(text))) for row in rows)
    return max(len(row) for row in rows) == 2 and marks * 2 > len(rows)  # noqa: PLR2004 - a mark and its item
