"""Front matter: what stands above a text in Markdown: title, date, language, author."""

from __future__ import annotations

import re

_YAML = re.compile(
    r"\ufeff?\s{0,99}?-{3}[ \t]*(?:\r\n|[\n\r])(?P<body>.*?)^(?:-{3}|\.{3})[ \t]*(?=[\n\r]|\Z)",
    re.DOTALL | re.MULTILINE,
)
_TOML = re.compile(
    r"\ufeff?\s{0,99}?\+{3}[ \t]*(?:\r\n|[\n\r])(?P<body>.*?)^\+{3}[ \t]*(?=[\n\r]|\Z)", re.DOTALL | re.MULTILINE
)
_FREE = re.compile(r"^[^\s#\-\])}\"'](?![\w$. -]*[ \t]*[:=]).*", re.MULTILINE)  # what no key begins
_KEY = re.compile(r"^[\w$-]+[ \t]*[:=]", re.MULTILINE)
_MOST_FREE = 0.1  # lines without a key, for each line with one
_HEADER = re.compile(r"(?P<key>[A-Za-z][\w-]{0,30}(?: [\w-]{1,20})?):(?:[ \t]+(?P<value>.*))?")
_KNOWN = frozenset(
    {"title", "date", "author", "authors", "slug", "tags", "category", "status", "lang", "summary", "modified"}
)
_FIELDS = {"title": "title", "date": "date", "lang": "language", "language": "language", "locale": "language"}
_FIELDS |= {"author": "author", "authors": "author"}
_LINE = re.compile(
    r"^(?P<key>[A-Za-z]+)[ \t]*[:=][ \t]*(?P<value>[^\n\r]*)"
    r"(?:(?:\r\n|[\n\r])[ \t]*-[ \t]+(?P<first>[^\n\r:]+)(?=[\n\r]|\Z))?",  # a list, of which the first is told
    re.MULTILINE,
)
_BREAK = re.compile(r"\r\n|[\n\r]")
_FEWEST = 2


def front_matter(text: str) -> tuple[int, dict[str, str]]:
    r"""Return where the text of a file in Markdown begins, and what stands before it.

    >>> front_matter("---\ntitle: 'A letter'\ndate: 2019-12-17\n---\nDear all")
    (42, {'title': 'A letter', 'date': '2019-12-17'})
    >>> front_matter("Title: A letter\nSlug: a-letter\n\nDear all")[1]
    {'title': 'A letter'}
    """
    for form in (_YAML, _TOML):
        match = form.match(text)
        if match is not None:
            keys, free = (len(pattern.findall(match["body"])) for pattern in (_KEY, _FREE))
            if keys and free <= _MOST_FREE * keys:
                return match.end(), _told(match["body"])
    return _headers(text)


def _told(body: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for match in _LINE.finditer(body):
        key = _FIELDS.get(match["key"].lower(), "")
        value = _bare(match["value"].strip() or (match["first"] or ""))
        if key and value:
            told.setdefault(key, value)
    return told


def _bare(value: str) -> str:
    r"""Return a value without quotes or brackets.

    >>> _bare('"A \\"word\\""'), _bare("['Ana']"), _bare("plain # no")
    ('A "word"', 'Ana', 'plain # no')
    """
    value = value.strip().strip("[]").strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        quote, value = value[0], value[1:-1]
        return value.replace("\\" + quote, quote).replace("''", "'").strip()
    return "" if value in {"|", ">", "|-", ">-", "{", "null", "~"} else value


def _headers(text: str) -> tuple[int, dict[str, str]]:
    """Read lines of ``Key: value`` at the top, up to a blank line, where two keys or more are known."""
    cursor, known = 0, 0
    told: dict[str, str] = {}
    while cursor < len(text):
        stop = _BREAK.search(text, cursor)
        end = len(text) if stop is None else stop.start()
        line = text[cursor:end]
        if not line.strip():
            break
        match = _HEADER.fullmatch(line.removeprefix("\ufeff"))
        if match is not None:
            key = match["key"].lower()
            known += key in _KNOWN
            if key in _FIELDS and (match["value"] or "").strip():
                told.setdefault(_FIELDS[key], match["value"].strip())
        elif cursor == 0 or not line[0].isspace():
            return 0, {}
        cursor = len(text) if stop is None else stop.end()
    return (cursor, told) if known >= _FEWEST else (0, {})
