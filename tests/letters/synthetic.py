"""Synthetic letters with their truth: made-up names in sixteen languages, in every layout and every text format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from siggraph.io.tables import Row, read_tsv

HERE = Path(__file__).resolve().parent
UNSPACED = {"zh-Hant", "ja"}
LATIN = {"en", "fr", "es", "pt", "de", "tr"}
COMMAS = {"ar": "، ", "zh-Hant": "、", "ja": "、"}


@dataclass(frozen=True)
class Made:
    """One synthetic letter: what it is called, its file, and the labels as (name, country, kind)."""

    name: str
    layout: str
    file: str
    content: bytes
    gold: tuple[tuple[str, str, str], ...]


@cache
def frames() -> dict[str, Row]:
    """Return the cue, prose, countries, person and closing of each language."""
    return {row["language"]: row for row in read_tsv(HERE / "frames.tsv")}


@cache
def names(language: str) -> tuple[str, ...]:
    """Return the made-up names of a language."""
    return tuple(row["name"] for row in read_tsv(HERE / "made_up_names.tsv") if row["language"] == language)


Layout = Callable[[Sequence[str], Row], tuple[str, Sequence[tuple[str, str, str]]]]


def _plain(listed: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(name, "", "organisation") for name in listed]


def _lines(mark: str) -> Layout:
    return lambda listed, _: (
        "\n".join(mark.format(n=i) + name for i, name in enumerate(listed, start=1)),
        _plain(listed),
    )


def _parted(separator: str, *, last: bool = False) -> Layout:
    def make(listed: Sequence[str], frame: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
        by = COMMAS.get(frame["language"], ", ") if separator == "," else separator
        quiet = [name for name in listed if by.strip() not in name]
        if not last:
            return by.join(quiet), _plain(quiet)
        link = frame["conjunction"]
        tail = f" {link}{quiet[-1]}" if frame["language"] in {"ar", "he"} else f" {link} {quiet[-1]}"
        return by.join(quiet[:-1]) + tail, _plain(quiet)

    return make


def _placed(form: str) -> Layout:
    def make(listed: Sequence[str], frame: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
        places = frame["countries"].split("|")
        pairs = [(name, places[i % len(places)]) for i, name in enumerate(listed)]
        return "\n".join(form.format(name=n, place=p) for n, p in pairs), [(n, p, "organisation") for n, p in pairs]

    return make


def _under_places(listed: Sequence[str], frame: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    places = frame["countries"].split("|")
    text, gold = [], []
    for i, place in enumerate(places):
        part = listed[i :: len(places)]
        text.append("\n".join([place, *part]))
        gold += [(name, place, "organisation") for name in part]
    return "\n\n".join(text), gold


def _wrapped(listed: Sequence[str], _: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    text = []
    for i, name in enumerate(listed, start=1):
        words = f"{i}. {name}".split(" ")
        middle = max(2, len(words) - 2)
        lines = [" ".join(words[:middle]), " ".join(words[middle:])]
        text.append("\n   ".join(line for line in lines if line) if len(name) > 30 else f"{i}. {name}")
    return "\n".join(text), _plain(listed)


def _in_office(form: str) -> Layout:
    def make(listed: Sequence[str], frame: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
        quiet = [name for name in listed if "," not in name and "–" not in name]
        first, last = frame["person"].split(" ")
        text = "\n".join(
            form.format(person=f"{first[:-1]}{chr(97 + i)} {last}", office=frame["office"], name=name)
            for i, name in enumerate(quiet)
        )
        return text, _plain(quiet)

    return make


def _closed(listed: Sequence[str], frame: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    return "\n".join([*(f"- {name}" for name in listed), frame["withheld"]]), _plain(listed)


def _tabs(listed: Sequence[str], _: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    rows = [listed[i : i + 3] for i in range(0, len(listed) - len(listed) % 3, 3)]
    return "\n".join("\t".join(row) for row in rows), _plain([name for row in rows for name in row])


def _coalition(listed: Sequence[str], _: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    whole = f"{listed[0]} ({listed[1]}, {listed[2]}, {listed[3]})" if "," not in "".join(listed[:4]) else listed[0]
    rest = [whole, *listed[4:]]
    return "\n".join(f"• {name}" for name in rest), _plain(rest)


def _bilingual(listed: Sequence[str], _: Row) -> tuple[str, Sequence[tuple[str, str, str]]]:
    other = names("en")
    glued = [f"{name} {other[i % len(other)]}" for i, name in enumerate(listed)]
    return "\n".join(glued), _plain(glued)


LAYOUTS: dict[str, tuple[Layout, str]] = {
    "numbered": (_lines("{n}. "), ""),
    "numbered-parentheses": (_lines("({n}) "), ""),
    "bulleted": (_lines("• "), ""),
    "dashes": (_lines("- "), ""),
    "lines": (_lines(""), ""),
    "commas": (_parted(","), ""),
    "semicolons": (_parted("; "), ""),
    "middle-dots": (_parted(" · "), ""),
    "last-conjunction": (_parted(",", last=True), "conjunction"),
    "place-in-parentheses": (_placed("{name} ({place})"), "countries"),
    "place-after-dash": (_placed("{name} – {place}"), "countries"),
    "place-after-comma": (_placed("{name}, {place}"), "countries"),
    "place-as-heading": (_under_places, "countries"),
    "wrapped": (_wrapped, ""),
    "person-in-office": (_in_office("{person}, {office}, {name}"), "person"),
    "organisation-then-person": (_in_office("{name} – {person}, {office}"), "person"),
    "withheld": (_closed, "withheld"),
    "several-a-line": (_tabs, ""),
    "coalition": (_coalition, ""),
    "bilingual": (_bilingual, ""),
}


def in_layouts() -> Iterator[Made]:
    """Yield every layout in every language that has what the layout needs, as plain text."""
    for language, frame in frames().items():
        for layout, (make, needs) in LAYOUTS.items():
            if needs and not frame[needs]:
                continue
            if layout == "wrapped" and language in UNSPACED:
                continue
            if layout == "bilingual" and language in UNSPACED | LATIN:
                continue
            listed, gold = make(names(language), frame)
            text = f"{frame['prose']}\n\n{frame['cue']}:\n\n{listed}\n"
            yield Made(f"{language}-{layout}", layout, "letter.txt", text.encode(), tuple(gold))


def _html(body: str, frame: Row) -> str:
    return (
        f'<!doctype html><html lang="{frame["language"]}"><head><title>x</title></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul></nav>'
        f"<main><p>{escape(frame['prose'])}</p><h2>{escape(frame['cue'])}</h2>{body}</main>"
        "<footer><p>Share this page</p></footer></body></html>"
    )


Gold = tuple[tuple[str, str, str], ...]
Form = tuple[str, str, str, Gold]


def _golds(pairs: Sequence[tuple[str, str]]) -> tuple[Gold, Gold]:
    return tuple(_plain([n for n, _ in pairs])), tuple((n, p, "organisation") for n, p in pairs)


def _in_html(pairs: Sequence[tuple[str, str]], frame: Row) -> Iterator[Form]:
    bare, placed = _golds(pairs)
    quoted = [escape(name) for name, _ in pairs]
    each = {
        "html-list": "<ul>" + "".join(f"<li>{n}</li>" for n in quoted) + "</ul>",
        "html-numbers": "<ol>" + "".join(f"<li><p>{n}</p>" for n in quoted) + "</ol>",
        "html-breaks": "<p>" + "<br>".join(quoted) + "</p>",
        "html-paragraphs": "".join(f"<p><strong>{n}</strong></p>" for n in quoted),
        "html-logos": "<ul>"
        + "".join(f'<li><a href="#"><img src="x.png" alt="{n}"></a></li>' for n in quoted)
        + "</ul>",
    }
    for form, body in each.items():
        yield form, "html", _html(body, frame), bare
    rows = "".join(f"<tr><td>{escape(n)}</td><td>{escape(p)}</td></tr>" for n, p in pairs)
    yield (
        "html-table",
        "html",
        _html(f"<table><tr><th>Organisation</th><th>Country</th></tr>{rows}</table>", frame),
        placed,
    )


def _in_text(pairs: Sequence[tuple[str, str]], frame: Row) -> Iterator[Form]:
    bare, placed = _golds(pairs)
    listed = [name for name, _ in pairs]
    above = f"{frame['prose']}\n\n## {frame['cue']}\n\n"
    links = "".join(f"* [{n}](https://example.org/{i})\n" for i, n in enumerate(listed))
    rows = "".join(f"| {n} | {p} |\n" for n, p in pairs)
    quoted = "".join(f'"{n}","{p}"\n' for n, p in pairs)
    tabbed = "".join(f"{n}\t{p}\n" for n, p in pairs)
    records = "".join(f"- name: {json.dumps(n, ensure_ascii=False)}\n  country: {p}\n" for n, p in pairs)
    yield "md-list", "md", f"# x\n\n{above}{links}", bare
    yield "md-table", "md", f"{above}| Name | Country |\n|---|---|\n{rows}", placed
    broken = "  \n".join(listed)
    yield "md-breaks", "md", f"---\ntitle: x\n---\n\n{frame['prose']}\n\n**{frame['cue']}**\n\n{broken}\n", bare
    yield "csv-header", "csv", f"Organisation,Country\n{quoted}", placed
    yield "tsv-header", "tsv", f"name\tcountry\n{tabbed}", placed
    yield "json-records", "json", json.dumps([{"organization": n, "country": p} for n, p in pairs]), placed
    yield "json-names", "json", json.dumps({"signatories": listed}, ensure_ascii=False), bare
    yield "yaml-records", "yaml", records, placed


def in_formats() -> Iterator[Made]:
    """Yield the list of every language in every text format and its ways of setting a list."""
    for language, frame in frames().items():
        listed = names(language)
        places = frame["countries"].split("|") if frame["countries"] else [""]
        pairs = [(name, places[i % len(places)]) for i, name in enumerate(listed)]
        for form, suffix, text, gold in [*_in_html(pairs, frame), *_in_text(pairs, frame)]:
            yield Made(f"{language}-{form}", form, f"letter.{suffix}", text.encode(), gold)


def all_letters() -> Iterator[Made]:
    """Yield every synthetic letter."""
    yield from in_layouts()
    yield from in_formats()
