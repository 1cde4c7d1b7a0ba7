"""Reads a page as a browser would take it, for the tests to ask what stands on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})
Attributes = dict[str, str]


@dataclass
class Table:
    """A table: its caption, whether each header cell has a scope, and its cells in rows."""

    caption: str = ""
    scopes: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """What stands on a page: elements with attributes, visible text, tables; fails on a tag that does not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.text: list[str] = []
        self.tables: list[Table] = []
        self.marks: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in {"th", "td"}:
            self.tables[-1].rows[-1].append("")
            if tag == "th":
                self.tables[-1].scopes.append(dict(attrs).get("scope") or "")
        elif tag == "mark":
            self.marks.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"style", "script"} & set(self._open):
            return
        self.text.append(data)
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif {"td", "th"} & set(self._open):
            self.tables[-1].rows[-1][-1] += data
        if "mark" in self._open:
            self.marks[-1] += data

    def tags(self, tag: str) -> list[Attributes]:
        """Return the attributes of each element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        """All visible text, runs of white space as one space."""
        return " ".join("".join(self.text).split())

    def table(self, caption: str, *, first: bool = False) -> dict[str, list[str]]:
        """Return the one table (or the first) of that caption: first cell of each row to its other cells."""
        found = [t for t in self.tables if " ".join(t.caption.split()) == caption]
        assert first or len(found) == 1, [t.caption for t in self.tables]
        return {cells[0].strip(): [c.strip() for c in cells[1:]] for cells in found[0].rows}


def check_structure(html: str) -> Page:
    """Assert what holds for every page of ours, and return the page."""
    assert html.startswith("<!DOCTYPE html>")
    page = Page(html)
    tags = [tag for tag, _ in page.elements]
    assert not {"script", "iframe", "object", "embed", "base", "form", "img"} & set(tags)
    assert tags.count("h1") == tags.count("main") == tags.count("title") - tags.count("svg") == 1
    assert page.tags("html")[0]["lang"] == "en"
    assert all(table.caption.strip() for table in page.tables)
    assert all(scope in {"col", "row"} for table in page.tables for scope in table.scopes)
    assert all(len({len(row) for row in table.rows}) == 1 for table in page.tables)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert not {"src", "srcset", "xlink:href", "background", "poster"} & attributes.keys()
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)
        if tag == "a":
            target = attributes["href"]
            assert target.startswith(("https://", "http://")) or target.removeprefix("#") in ids
    assert [link["href"] for link in page.tags("link")] == ["data:,"]
    assert "url(" not in html
    assert "@import" not in html
    policy = next(m["content"] for m in page.tags("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.split("; ")[:3] == ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"]
    levels = [int(tag[1]) for tag in tags if tag in {"h1", "h2", "h3", "h4"}]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    return page
