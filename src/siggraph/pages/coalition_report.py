"""report.html of `siggraph coalitions`: the verdict in words and figures first, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siggraph.pages import pictures as draw
from siggraph.pages import style
from siggraph.pages.pictures import ThemeMap

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
_Record = Mapping[str, object]

_TOP, _MATRIX, _EVENTS = 20, 24, 60
# Two questions, two words: groups over themes are blocs, and only those over letters signed together are coalitions.
_NOUNS = {"theme": ("bloc of shared themes", "blocs of shared themes")}
_PLAIN = ("coalition", "coalitions")
_HEADLINES = {
    "coalitions": "The data support {many}",
    "none": "No {one} is supported by the data beyond the themes themselves",
    "no_power": "The data could not show a {one} beyond the themes themselves",
}
_MEASURES = (
    ("actors", "actors: the bodies that are compared", 0),
    ("events", "events: what they may have in common", 0),
    ("signatures", "signatures: pairs of an actor and an event", 0),
    ("groups", "groups: blocs or coalitions that are reported", 0),
    ("modularity", "modularity of the best partition (Barber, resolution 1)", 3),
    ("null_z", "distance of this modularity from chance, in standard deviations", 2),
    ("seed_agreement", "agreement between seeds (median adjusted Rand index, 1 is full)", 2),
    ("stability", "stability when a fifth of the events is left out", 2),
    ("ties_tested", "pairs of actors tested, all of them", 0),
    ("pair_power", "pairs that could ever pass the test", 0),
    ("ties_more", "pairs that share more than chance", 0),
    ("ties_fewer", "pairs that share less than chance", 0),
    ("alpha", "false discovery rate allowed", 3),
    ("seed", "seed of the random numbers", -1),
)
_ATTRIBUTES = {"seat": ("place", "status"), "type": ("type",), "concern": ("place",), "focus": ("focus",)}
_PROFILE = (
    ("themes_over", "Themes, more than chance", ("focus", "place")),
    ("themes_under", "Themes, fewer than chance", ("focus", "place")),
    ("seats_over", "Seats, more than chance", ("place",)),
    ("types_over", "Types, more than chance", ("type",)),
    ("events_key", "What holds it together", ("focus", "place")),
)


@dataclass(frozen=True, slots=True)
class CoalitionReport:
    """What the report shows.

    Parameters
    ----------
    title
        Title of the corpus or of the input.
    tables
        The tables of the run by file name, with or without ``.csv``: columns, and rows of text or numbers.
    summary
        The content of report.json.
    words
        The verdict in words, a paragraph each.
    methods
        The methods paragraph; blank lines part paragraphs, lines that begin with ``#`` are headings.
    labels
        ``scheme/code`` to a label, as in `siggraph.pages.overview.Overview`.
    withheld
        Signatories that are counted and not named; they are in every denominator and in no network.
    by
        What an event is: theme or letter.
    """

    title: str
    tables: Mapping[str, Table]
    summary: Mapping[str, object]
    words: Sequence[str]
    methods: str
    labels: Mapping[str, str]
    theme_map: ThemeMap | None = None
    withheld: int = 0
    by: str = "theme"


def render(view: CoalitionReport, *, pictures: bool = True) -> str:
    """Return the report as HTML text; without `pictures`, or without matplotlib, tables stand in their place."""
    drawn = pictures and draw.available()
    actors = [a for a in _records(view, "actors") if a.get("kind") not in {"individual", "person"}]
    names = {str(a["id"]): str(a.get("label") or a["id"]) for a in actors}
    events = {str(t["theme"]): str(t.get("label") or t["theme"]) for t in _records(view, "themes")}
    alpha = _number(view.summary.get("alpha"))
    one, many = _NOUNS.get(view.by, _PLAIN)
    headline = _HEADLINES.get(str(view.summary.get("verdict", "")), "The verdict").format(one=one, many=many)
    if view.by != "theme":
        headline = headline.removesuffix(" beyond the themes themselves")
    return style.fill(
        "coalition_report.html",
        title=view.title,
        by=view.by,
        headline=headline,
        one=one,
        many=many,
        words=view.words,
        figures=_figures(view),
        measures=_measures(view),
        picture_remark="" if drawn or not pictures else style.NO_PICTURES,
        denominator=_denominator(view),
        events=_events(view),
        matrix=_matrix(view, events, drawn=drawn),
        themes=draw.theme_parts(view.theme_map, alpha=0.05 if alpha is None else alpha, drawn=drawn),
        mixing=_mixing(view, events),
        bridges=_bridges(view, actors),
        ties=_ties(view, names),
        coalitions=_coalitions(view, actors, events),
        methods=_paragraphs(view.methods),
        colophon=_colophon(view),
        figure_alpha="" if alpha is None else f"{alpha:g}",
    )


def _records(view: CoalitionReport, name: str) -> list[dict[str, object]]:
    columns, rows = view.tables.get(name) or view.tables.get(f"{name}.csv") or ((), ())
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _number(value: object) -> float | None:
    """Return a cell as a number; a blank is None.

    >>> _number("0.5"), _number(3), _number("")
    (0.5, 3.0, None)
    """
    return float(str(value)) if value is not None and str(value).strip() else None


def _cell(value: object, digits: int = 2) -> str:
    number = _number(value)
    return "" if number is None else style.number(number) if digits == 0 else style.decimal(number, digits)


def _q(value: object) -> str:
    number = _number(value)
    return "" if number is None else style.probability(number)


def _order(record: _Record, *keys: str) -> tuple[float, ...]:
    """Sort key over columns; a leading minus sorts from the greatest; blanks come last."""
    found = ((-1 if key[0] == "-" else 1, _number(record.get(key.removeprefix("-")))) for key in keys)
    return tuple(float("inf") if value is None else sign * value for sign, value in found)


def _figures(view: CoalitionReport) -> list[tuple[str, str]]:
    shown = [
        ("actors", "organisations"),
        ("events", f"{view.by}s"),
        ("groups", f"{_NOUNS.get(view.by, _PLAIN)[1]} reported"),
    ]
    figures = [(_cell(view.summary[key], 0), what) for key, what in shown if key in view.summary]
    z, agreement = view.summary.get("null_z"), view.summary.get("seed_agreement")
    figures += [(_cell(z), "standard deviations from chance")] if _number(z) is not None else []
    figures += [(_cell(agreement), "agreement between seeds")] if _number(agreement) is not None else []
    return [*figures, (style.number(view.withheld), "signatories not named")]


def _measures(view: CoalitionReport) -> list[tuple[str, Sequence[str]]]:
    rows: list[tuple[str, Sequence[str]]] = []
    for key, meaning, digits in _MEASURES:
        if key in view.summary:
            value = view.summary[key]
            rows.append(("", (meaning, str(value) if digits < 0 else _cell(value, digits) or "–")))
    return rows


def _denominator(view: CoalitionReport) -> str:
    actors = _number(view.summary.get("actors")) or 0
    text = f"Shares are of {style.number(actors + view.withheld)}: {style.number(actors)} organisations"
    if not view.withheld:
        return text + "."
    return f"{text} and {style.plural(view.withheld, 'signatory', 'signatories')} not named."


def _events(view: CoalitionReport) -> dict[str, Any]:
    whole = (_number(view.summary.get("actors")) or 0) + view.withheld
    records = sorted(
        _records(view, "themes"), key=lambda r: (*_order(r, "-actors"), str(r.get("label")), str(r["theme"]))
    )
    rows: list[tuple[str, Sequence[str]]] = [
        (
            "",
            (
                str(r.get("label") or r["theme"]),
                _cell(r.get("actors"), 0),
                style.percent(_number(r.get("actors")) or 0, whole),
                _cell(r.get("expected"), 1),
                _cell(r.get("lift")),
                _q(r.get("q")),
                str(r.get("coalition") or ""),
            ),
        )
        for r in records
    ]
    heads = (
        (view.by.capitalize(), False),
        ("Organisations", True),
        ("Share", True),
        ("Expected", True),
        ("Lift", True),
        ("q", True),
        ("Coalition", False),
    )
    if rows[_EVENTS:]:
        rows = [*rows[:_EVENTS], ("rest", (f"and {len(rows) - _EVENTS} more in themes.csv", "", "", "", "", "", ""))]
    full = [i for i in range(len(heads)) if i < 3 or any(cells[i] for _, cells in rows)]  # noqa: PLR2004 - always shown
    return {"columns": [heads[i] for i in full], "rows": [(kind, [cells[i] for i in full]) for kind, cells in rows]}


def _matrix(view: CoalitionReport, events: Mapping[str, str], *, drawn: bool) -> dict[str, Any]:
    """Return the overlaps of the greatest themes as a picture, and all overlaps (the greatest first) as a table."""
    sizes = {str(r["theme"]): int(_number(r.get("actors")) or 0) for r in _records(view, "themes")}
    ties = [r for r in _records(view, "theme_ties") if {str(r["a"]), str(r["b"])} <= sizes.keys()]
    ties.sort(key=lambda r: (*_order(r, "-shared", "q", "-lift"), str(r["a"]), str(r["b"])))
    rows: list[tuple[str, Sequence[str]]] = [("", _pair(r, events)) for r in ties[: 2 * _TOP]]
    if ties[2 * _TOP :]:
        rows.append(("rest", (f"and {len(ties) - 2 * _TOP} more in theme_ties.csv", "", "", "", "", "")))
    picture = ""
    if drawn and ties:
        chosen = sorted(sizes, key=lambda t: (-sizes[t], t))[:_MATRIX]
        shared = {frozenset((str(r["a"]), str(r["b"]))): r for r in ties}
        order = _seriate(chosen, sizes, {pair: _number(r["shared"]) or 0 for pair, r in shared.items()})
        cells = {
            (i, j): (int(_number(r["shared"]) or 0), _number(r["lift"]) or 0.0)
            for i, a in enumerate(order)
            for j, b in enumerate(order[:i])
            if (r := shared.get(frozenset((a, b))))
        }
        desc = f"{len(order)} themes, the greatest of {len(sizes)}; {len(cells)} pairs that share two or more."
        names = [events[t] for t in order]
        picture = draw.overlap(names, cells, title="Overlap of themes", desc=desc, prefix="overlap")
    return {"picture": picture, "rows": rows, "cut": max(0, len(sizes) - _MATRIX)}


def _pair(record: _Record, names: Mapping[str, str]) -> tuple[str, ...]:
    a, b = str(record["a"]), str(record["b"])
    expected, lift = _cell(record.get("expected"), 1), _cell(record.get("lift"))
    return names.get(a, a), names.get(b, b), _cell(record.get("shared"), 0), expected, lift, _q(record.get("q"))


def _seriate(themes: Sequence[str], sizes: Mapping[str, int], shared: Mapping[frozenset[str], float]) -> list[str]:
    """Order themes so that neighbours overlap: start with the greatest, go on to the one most like the last.

    Likeness is the cosine; ties go to the greater theme, then to the alphabet.
    """
    left, order = list(themes), list[str]()
    while left:

        def likeness(theme: str) -> tuple[float, int, str]:
            overlap = shared.get(frozenset((order[-1], theme)), 0.0) if order else 0.0
            scale = (sizes[order[-1]] * sizes[theme]) ** 0.5 if order else 1.0
            return -round(overlap / max(scale, 1.0), 9), -sizes[theme], theme

        order.append(min(left, key=likeness))
        left.remove(order[-1])
    return order


def _mixing(view: CoalitionReport, events: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one table for each attribute: what goes together more or less than chance, the surest first."""
    records = _records(view, "mixing")
    tables = []
    for attribute in sorted({str(r["attribute"]) for r in records}):
        own = [r for r in records if str(r["attribute"]) == attribute]
        own.sort(key=lambda r: (*_order(r, "q", "p", "-lift"), str(r["a"]), str(r["b"])))
        schemes = _ATTRIBUTES.get(attribute.rpartition("_")[2], ("place", "type", "focus"))
        rows: list[tuple[str, Sequence[str]]] = []
        for r in own[:_TOP]:
            sides = [
                events.get(str(r[k])) or style.first_label(view.labels, str(r[k]), *schemes, "focus") for k in "ab"
            ]
            rows.append(("", (*sides, _cell(r["observed"], 0), _cell(r["expected"], 1), _cell(r["lift"]), _q(r["q"]))))
        if own[_TOP:]:
            rows.append(("rest", (f"and {len(own) - _TOP} more in mixing.csv", "", "", "", "", "")))
        tables.append({"title": f"Mixing by {style.humanise(attribute).lower()}", "rows": rows})
    return tables


def _bridges(view: CoalitionReport, actors: Sequence[_Record]) -> list[tuple[str, Sequence[str]]]:
    bridging = [a for a in actors if (_number(a.get("blocs")) or 0) > 1]
    bridging.sort(key=lambda a: (*_order(a, "-blocs", "-betweenness"), str(a.get("label")), str(a["id"])))
    return [
        (
            "",
            (
                str(a.get("label") or a["id"]),
                _cell(a.get("blocs"), 0),
                style.label(view.labels, "place", str(a.get("seat") or "")),
                style.label(view.labels, "type", str(a.get("type") or "")),
            ),
        )
        for a in bridging[:_TOP]
    ]


def _ties(view: CoalitionReport, names: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    records = sorted(_records(view, "ties"), key=lambda r: (*_order(r, "q", "p"), str(r["a"]), str(r["b"])))
    records = [r for r in records if str(r["a"]) in names and str(r["b"]) in names]
    rows: list[tuple[str, Sequence[str]]] = [
        ("", (*_pair(r, names), "more" if (_number(r.get("sign")) or 0) > 0 else "fewer")) for r in records[: 2 * _TOP]
    ]
    if records[2 * _TOP :]:
        rows.append(("rest", (f"and {len(records) - 2 * _TOP} more in ties.csv", "", "", "", "", "", "")))
    return rows


def _coalitions(view: CoalitionReport, actors: Sequence[_Record], events: Mapping[str, str]) -> list[dict[str, Any]]:
    profiles = []
    for record in _records(view, "coalitions"):
        members = [a for a in actors if str(a.get("coalition") or "") == str(record["coalition"])]
        members.sort(key=lambda a: (*_order(a, "-certainty"), str(a.get("label"))))
        facts = [(what, _words(view, str(record.get(key) or ""), events, *schemes)) for key, what, schemes in _PROFILE]
        profiles.append(
            {
                "id": str(record["coalition"]),
                "label": str(record.get("label") or record["coalition"]),
                "size": _cell(record.get("size"), 0),
                "certainty": _cell(record.get("certainty")),
                "stability": _cell(record.get("stability")),
                "facts": [fact for fact in facts if fact[1]],
                "members": [(str(a.get("label") or a["id"]), _cell(a.get("certainty"))) for a in members],
            }
        )
    return profiles


def _words(view: CoalitionReport, joined: str, events: Mapping[str, str], *schemes: str) -> str:
    codes = filter(None, (part.strip() for part in joined.split("|")))
    return ", ".join(events.get(code) or style.first_label(view.labels, code, *schemes) for code in codes)


def _paragraphs(text: str) -> list[tuple[str, str]]:
    r"""Part a text into paragraphs and headings.

    >>> _paragraphs("# Methods\n\nWe counted\nall pairs.")
    [('h3', 'Methods'), ('p', 'We counted all pairs.')]
    """
    blocks: list[tuple[str, str]] = []
    open_block = False
    for line in (*text.splitlines(), ""):
        stripped = line.strip()
        if stripped.startswith("#"):
            blocks.append(("h3", stripped.lstrip("#").strip()))
            open_block = False
        elif not stripped:
            open_block = False
        elif open_block and not stripped.startswith("- "):
            blocks[-1] = ("p", f"{blocks[-1][1]} {stripped}")
        else:
            blocks.append(("p", stripped))
            open_block = True
    return blocks


def _colophon(view: CoalitionReport) -> list[str]:
    versions = view.summary.get("versions")
    listed = ", ".join(f"{k} {versions[k]}" for k in sorted(versions)) if isinstance(versions, Mapping) else ""
    digest = str(view.summary.get("input_sha256") or "")
    facts = (f"seed {view.summary.get('seed', '')}", f"versions: {listed}", f"SHA-256 of the input: {digest}")
    return [fact for fact, there in zip(facts, ("seed" in view.summary, listed, digest), strict=True) if there]
