"""Lists in tables and records: which column holds the names, which the countries, which the persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from siggraph.document import Block, Document
from siggraph.letters.flow import Flow
from siggraph.letters.nameness import nameness, sentences
from siggraph.letters.regions import Entry, Region
from siggraph.letters.words import Wordlists
from siggraph.names import fold

_LINK = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+$|^[\w-]+(?:\.[\w-]+)+(?:/\S*)?$")
_NUMBER = re.compile(r"^\W*\d{1,6}\W*$")
_NAMES = ("organisation", "affiliation", "name")
_PERSON = ("person", "first_name", "last_name")
_HEADER_SHARE = 0.5  # of the cells of a first row that are words of headers
_MANY = 0.6  # share of the cells of a column that decides what it holds


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each a column's number to the flows of its lines; ``keys`` are labels of record fields."""

    rows: tuple[Mapping[int, Sequence[Flow]], ...]
    head: Mapping[int, str]
    records: bool
    begin: int

    @property
    def columns(self) -> tuple[int, ...]:
        """The numbers of the columns that hold anything."""
        return tuple(sorted({column for row in self.rows for column in row}))

    def texts(self, column: int) -> list[str]:
        """Return the first lines of a column's cells, blank where there is none."""
        return [row[column][0].text if row.get(column) else "" for row in self.rows]


def grid_regions(
    document: Document, blocks: Sequence[Block], words: Wordlists, headings: Sequence[tuple[int, str, str]]
) -> list[Region]:
    """Return the list of every table and of every run of records.

    Parameters
    ----------
    headings
        The rows that stand between tables, as offset, text and role in ascending order: the last one above a table is
        its heading.
    """
    found: list[Region] = []
    previous: Mapping[int, str] = {}
    for grid in _grids(document, blocks, words):
        heading, role = above(grid.begin, headings)
        known = grid.head or (previous if _alike(grid, previous) else {})
        region = region_of(Grid(grid.rows, known, grid.records, grid.begin), words, heading, role)
        previous = known
        if region is not None:
            found.append(region)
    return found


def _alike(grid: Grid, head: Mapping[int, str]) -> bool:
    return bool(head) and set(grid.columns) <= set(head)


def above(begin: int, headings: Sequence[tuple[int, str, str]]) -> tuple[str, str]:
    """Return the heading above an offset and what it says; both blank where there is none."""
    heading, role = "", ""
    for offset, text, what in headings:
        if offset > begin:
            break
        if what in {"organisations", "individuals", "sign"}:
            heading, role = text, what
        elif what in {"section", "place", "heading", "subheading"}:
            heading = text if role or what != "heading" else ""
        elif what in {"end", "closing"}:
            heading, role = "", ""
    return heading.strip("#*_ ").rstrip(" :："), role


def _grids(document: Document, blocks: Sequence[Block], words: Wordlists) -> Iterator[Grid]:
    groups: dict[tuple[str, int], list[Block]] = {}
    for block in blocks:
        if block.kind in {"cell", "field"}:
            groups.setdefault((block.kind, block.group), []).append(block)
    for (kind, _), cells in groups.items():
        rows: dict[int, dict[int, list[Flow]]] = {}
        labels: dict[str, int] = {}
        heads: set[int] = set()
        for cell in cells:
            column = labels.setdefault(cell.label, len(labels)) if kind == "field" else cell.column
            flow = Flow.of(document.text, [(cell.begin, cell.end)])
            if flow:
                rows.setdefault(cell.row, {}).setdefault(column, []).append(flow)
            if kind == "cell" and cell.label == "head":
                heads.add(cell.row)
        if not rows:
            continue
        if kind == "field":
            head = {column: _key_role(label, words) for label, column in labels.items()}
            yield Grid(tuple(rows[i] for i in sorted(rows)), head, records=True, begin=cells[0].begin)
        else:
            yield _with_header(rows, heads, cells[0].begin, words)


def _key_role(label: str, words: Wordlists) -> str:
    last = label.rsplit(".", 1)[-1]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).replace("_", " ").replace("-", " ")
    return words.columns.get(fold(spaced), "") or words.columns.get(fold(spaced.split(" ")[0]), "") if spaced else ""


def _with_header(rows: dict[int, dict[int, list[Flow]]], heads: set[int], begin: int, words: Wordlists) -> Grid:
    order = sorted(rows)
    first = rows[order[0]]
    roles = {column: column_role(" ".join(f.text for f in flows), words) for column, flows in first.items()}
    known = sum(bool(role) for role in roles.values())
    marked = order[0] in heads and len(order) > 1
    if (known and known >= _HEADER_SHARE * len(roles)) or (marked and known):
        head = roles
        body = [i for i in order[1:] if not (i in heads and rows[i] is first)]
    else:
        head, body = {}, [i for i in order if not (i in heads and marked and i == order[0])]
    return Grid(tuple(rows[i] for i in body), head, records=False, begin=begin)


def column_role(text: str, words: Wordlists) -> str:
    """Return what a header says its column holds; of several words ('Nom / Name') the first that is known."""
    if len(text) > 60:  # noqa: PLR2004 - no header is that long
        return ""
    for part in (text, *re.split(r"\s*[/|()（）\n:*]\s*", text)):
        role = words.columns.get(fold(part), "")
        if role:
            return role
    tokens = fold(text).split()
    for size in (3, 2, 1) if len(tokens) <= 3 else (3, 2):  # noqa: PLR2004 - one word of many says little
        for i in range(len(tokens) - size + 1):
            role = words.columns.get(" ".join(tokens[i : i + size]), "")
            if role:
                return role
    return ""


def region_of(grid: Grid, words: Wordlists, heading: str, role: str, layout: str = "") -> Region | None:
    """Return the list of one table, or None where no column holds names; `layout` is its name, where it has its own."""
    if not grid.rows:
        return None
    roles = _roles(grid, words)
    names = next((c for wanted in _NAMES for c, what in roles.items() if what == wanted), None)
    persons = [c for c, what in roles.items() if what in _PERSON]
    if names is None and not persons:
        return _flattened(grid, words, heading, role, layout)
    people = (
        names is None
        or (roles[names] == "name" and role == "individuals")
        or bool(persons and roles[names] == "affiliation" and role == "individuals")
    )
    entries: list[Entry] = []
    section = heading
    for row in grid.rows:
        if len(row) == 1 and len(grid.columns) > 1 and not grid.records:
            [(_, flows)] = row.items()
            what = words.role_of_heading(flows[0].text)
            if what in {"place", "section", "organisations", "individuals"}:
                section = flows[0].text.rstrip(" :：")
                continue
        entry = _entry(row, roles, names, persons, section, role, people=people)
        if entry is not None:
            entries.append(entry)
    if not entries:
        return None
    region = Region(
        layout or ("records" if grid.records else "table"), entries, grid.begin, entries[-1].flow.span[1], heading,
        role, bool(role), sure=bool(grid.head) and names is not None and roles[names] == "organisation",
    )  # fmt: skip
    return region.weigh(words)


def _entry(
    row: Mapping[int, Sequence[Flow]],
    roles: Mapping[int, str],
    names: int | None,
    persons: Sequence[int],
    section: str,
    role: str,
    *,
    people: bool,
) -> Entry | None:
    person = [row[c][0] for c in persons if row.get(c)]
    country = _beside(row, roles, "country") or _beside(row, roles, "city")
    number = _beside(row, roles, "number")
    digits = re.sub(r"\D", "", number)
    office = _beside(row, roles, "office")
    flow = row[names][0] if names is not None and row.get(names) else None
    note, kind = "", ""
    if people:
        flow = Flow.join(person) if person else flow
        kind = "individual"
        note = f"office: {office}" if office else ""
    elif person and flow is not None:
        note = "person: " + ", ".join([" ".join(p.text for p in person), *([office] if office else [])])
    elif person:
        flow, kind = Flow.join(person), "individual"
    if flow is None or not flow:
        return None
    return Entry(flow, int(digits) if digits else None, section, country, note, kind, role)


def _beside(row: Mapping[int, Sequence[Flow]], roles: Mapping[int, str], wanted: str) -> str:
    """Return what stands in the column of a role, in its first line; blank where there is nothing."""
    return next((row[c][0].text for c, what in roles.items() if what == wanted and row.get(c)), "")


def _roles(grid: Grid, words: Wordlists) -> dict[int, str]:
    """Return what each column holds: from its header, else from what stands in it."""
    roles = {c: grid.head.get(c, "") for c in grid.columns}
    held = {c: what for c, what in roles.items() if what}
    if any(what in (*_NAMES, *_PERSON) for what in held.values()):
        if sum(what == "name" for what in held.values()) and "organisation" not in held.values() and not grid.records:
            pass
        return roles
    if grid.records and len(grid.columns) == 1:
        return {grid.columns[0]: "name"}
    best, worth = None, 0.0
    for column in grid.columns:
        if roles[column]:
            continue
        texts = [text for text in grid.texts(column) if text]
        what = _content(texts, words)
        if what:
            roles[column] = what
            continue
        distinct = len(set(texts)) / len(texts) if texts else 0.0
        value = sum(nameness(text, words) for text in texts) / len(grid.rows) * distinct
        if value > worth:
            best, worth = column, value
    if best is not None and (len([c for c in grid.columns if not roles[c]]) == 1 or worth > 0.5 or grid.head):  # noqa: PLR2004
        if not grid.head and len([c for c in grid.columns if not roles[c]]) > 1 and _all_names(grid, roles, words):
            return dict.fromkeys(grid.columns, "")
        roles[best] = "organisation" if grid.head else "name"
    return roles


def _content(texts: Sequence[str], words: Wordlists) -> str:
    """Return what a column holds that needs no header to be known: numbers, links, places."""
    if not texts:
        return "note"
    share = len(texts)
    if sum(bool(_NUMBER.match(t)) for t in texts) >= _MANY * share:
        return "number"
    if sum(bool(_LINK.match(t)) for t in texts) >= _MANY * share:
        return "link"
    if sum(words.is_place(t) for t in texts) >= _MANY * share:
        return "country"
    if sum(sentences(t) > 0 or len(t) > 200 for t in texts) >= _MANY * share:  # noqa: PLR2004
        return "description"
    return ""


def _all_names(grid: Grid, roles: Mapping[int, str], words: Wordlists) -> bool:
    """Whether the columns that are left hold names alike: a list set in columns.

    They do not where one column holds the words of organisations and another hardly any, or the same values again and
    again.
    """
    columns = [[t for t in grid.texts(c) if t] for c in grid.columns if not roles[c]]
    shares = [sum(words.organisation.strength(t) >= 0.5 for t in texts) / len(texts) for texts in columns if texts]  # noqa: PLR2004
    if max(shares) >= 0.5 and min(shares) <= 0.1:  # noqa: PLR2004
        return False
    distinct = [len(set(texts)) / len(texts) for texts in columns if texts]
    means = [sum(nameness(t, words) for t in texts) / len(texts) for texts in columns if texts]
    return min(distinct) >= 0.8 and min(means) >= 0.45  # noqa: PLR2004


def _flattened(grid: Grid, words: Wordlists, heading: str, role: str, layout: str) -> Region | None:
    """Read every cell as a name, where a table is but a list set in columns; down them where that is in order."""
    placed: list[tuple[int, int, str, Flow]] = []
    section = heading
    for i, row in enumerate(grid.rows):
        if len(row) == 1 and len(grid.columns) > 1:
            [flows] = row.values()
            if words.role_of_heading(flows[0].text) in {"place", "section", "organisations", "individuals"}:
                section = flows[0].text.rstrip(" :：")
                continue
        placed += [(i, c, section, flow) for c in sorted(row) for flow in row[c] if not _NUMBER.match(flow.text)]
    down = sorted(placed, key=lambda cell: cell[1])  # stable: the rows of a column stay in order
    headed = any(cell[2] != heading for cell in placed)
    chosen = down if not headed and _steps(down) > _steps(placed) else placed
    if not chosen:
        return None
    entries = [Entry(flow, None, above_it, role=role) for _, _, above_it, flow in chosen]
    end = max(entry.flow.span[1] for entry in entries)
    return Region(layout or "table", entries, grid.begin, end, heading, role, bool(role)).weigh(words)


def _steps(cells: Sequence[tuple[int, int, str, Flow]]) -> int:
    keys = [fold(flow.text) for _, _, _, flow in cells]
    return sum(a <= b for a, b in pairwise(keys))
