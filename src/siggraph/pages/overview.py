"""overview.html: what a corpus holds, on one page that stands alone, without script and without any request."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from siggraph.model import (
    Alignment,
    Balance,
    Case,
    Claim,
    Edition,
    Finding,
    Letter,
    Listing,
    Organisation,
    Profile,
    Signature,
)
from siggraph.names import fold
from siggraph.pages import pictures as draw
from siggraph.pages import style
from siggraph.pages.pictures import Bar, ThemeMap

STEPS: tuple[tuple[str, str], ...] = (
    ("siggraph ask", "lists the questions that are ready to be asked, and runs them"),
    (
        'siggraph sparql "SELECT ?name WHERE { ?body a org:Organization ; skos:prefLabel ?name } LIMIT 10"',
        "asks any question of your own in SPARQL 1.1",
    ),
    ("siggraph coalitions --out coalitions", "tests whether the data hold coalitions, and says so if they do not"),
)
"""What to try next: command and what it shows."""

_CASES, _FINDINGS = 20, 40
_ALIGNED = ("equal", "glyph", "spacing", "expansion", "typo")
_SEVERITIES = {"error": 0, "warning": 1, "note": 2}
Part = dict[str, Any]
Values = dict[tuple[str, str], list[tuple[str, float | None, str]]]
_OfLetter = TypeVar("_OfLetter", Edition, Signature, Alignment)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows; all nouns are of `siggraph.model`.

    Parameters
    ----------
    title
        Title of the corpus.
    profiles
        Best values by identifier of the organisation; one that is missing counts as unknown.
    labels
        ``scheme/code`` to an English label, for type, focus, place, scope and status; a missing one shows the code.
    theme_map
        Themes and their ties, or None where none were computed.
    next_steps
        Commands to try and what each shows.
    alpha
        False discovery rate at or below which a tie of themes is called significant.
    """

    title: str
    balances: Sequence[Balance]
    letters: Sequence[Letter]
    editions: Sequence[Edition]
    listings: Sequence[Listing]
    alignments: Sequence[Alignment]
    signatures: Sequence[Signature]
    organisations: Sequence[Organisation]
    profiles: Mapping[str, Profile]
    claims: Sequence[Claim]
    cases: Sequence[Case]
    findings: Sequence[Finding]
    labels: Mapping[str, str]
    theme_map: ThemeMap | None = None
    next_steps: Sequence[tuple[str, str]] = STEPS
    alpha: float = 0.05


def render(view: Overview, *, pictures: bool = True) -> str:
    """Return the page as HTML text.

    Parameters
    ----------
    view
        What to show.
    pictures
        Draw pictures; without them, or without matplotlib, their tables stand in place.
    """
    drawn = pictures and draw.available()
    names = _names(view)
    methods = style.claim_methods(view.claims)
    values: Values = {
        (o.id, field): style.values(o.id, view.profiles.get(o.id, style.BLANK), field, methods)
        for o in view.organisations
        for field in style.FIELDS
    }
    how = style.how_we_know(Counter((field, method) for (_, field), found in values.items() for *_, method in found))
    balances = sorted(view.balances, key=lambda b: (b.date, b.letter))
    parts: Part = {
        "title": view.title,
        "picture_remark": "" if drawn or not pictures else style.NO_PICTURES,
        "sheets": [_sheet(view, names, b, i, drawn) for i, b in enumerate(balances, 1)],
        "themes": draw.theme_parts(view.theme_map, alpha=view.alpha, drawn=drawn),
        "aligned": _editions(view, names),
        "organisations": _organisations(view, names, values),
        "next_steps": view.next_steps,
        **_head(view, balances, how["recalled_share"]),
        **_charts(view, values, sum(b.withheld for b in balances), drawn),
        **_repeated(view, names),
        **_cases(view, names),
        **_findings(view, names),
        **how,
    }
    return style.fill("overview.html", **parts)


def _is_person(signature: Signature) -> bool:
    return signature.capacity == "person" or signature.kind == "individual"


def _names(view: Overview) -> style.Names:
    lines = {listing.id: listing for listing in view.listings}
    people = [x.name for x in view.listings if x.kind == "individual"]
    for signature in filter(_is_person, view.signatures):
        people += signature.names
        people += [lines[key].name for key in signature.listings if key in lines]
    return style.Names({x.name: x.language for x in view.listings if x.language}, people)


def _signed(names: style.Names, signature: Signature) -> Mapping[str, str]:
    if _is_person(signature) or not signature.names:
        return {"text": style.Names.HIDDEN if _is_person(signature) else signature.id, "lang": ""}
    return names.show(signature.names[0])


def _head(view: Overview, balances: Sequence[Balance], recalled: str) -> Part:
    named, withheld = sum(b.named for b in balances), sum(b.withheld for b in balances)
    letters = "this open letter" if len(view.letters) == 1 else f"these {style.number(len(view.letters))} open letters"
    return {
        "lead": f"Who signed {letters}: the organisations, where they sit, what they work on, "
        "and how each of these values is known.",
        "figures": [
            (style.number(len(view.letters)), style.noun(len(view.letters), "letter")),
            (style.number(len(view.editions)), style.noun(len(view.editions), "edition")),
            (style.number(named), style.noun(named, "named signature")),
            (style.number(len(view.organisations)), style.noun(len(view.organisations), "organisation")),
            (style.number(withheld), style.noun(withheld, "signatory", "signatories") + " not named"),
            (recalled, "of the values recalled, without a source"),
        ],
    }


def _sheet(view: Overview, names: style.Names, sheet: Balance, index: int, drawn: bool) -> Part:
    letter = next((x for x in view.letters if x.id == sheet.letter), None)
    title = style.title(letter, sheet.letter)
    others = [(t, x) for t, x in sorted(letter.title.items()) if x != title["text"]] if letter else []
    picture = draw.balance(sheet, title=f"Balance sheet: {title['text']}", prefix=f"balance-{index}") if drawn else ""
    stated = sheet.stated
    counted = sheet.named + sheet.withheld + sheet.unresolved
    rows = [
        ("", "blue", "named", stated.named, sheet.named),
        ("sub", "pale", "organisations", None, sheet.organisations),
        ("sub", "amber", "repeated", None, sheet.repeated),
        ("sub", "purple", "individuals", None, sheet.individuals),
        ("", "grey", "withheld", stated.withheld, sheet.withheld),
        ("", "orange", "unresolved", None, sheet.unresolved),
        ("sum", "", "together", stated.total, counted),
    ]
    return {
        "title": title,
        "other_titles": [{"text": text, "lang": style.language(tag)} for tag, text in others],
        "facts": _facts(view, letter, names) if letter else [sheet.date],
        "picture": picture,
        "rows": [(*row[:3], style.number(row[3]) if row[3] is not None else "", style.number(row[4])) for row in rows],
        "closes": sheet.closes,
        "verdict": style.verdict(sheet, counted),
        "notes": [names.mask(note) for note in (*sheet.notes, letter.unresolved_reason if letter else "") if note],
    }


def _facts(view: Overview, letter: Letter, names: style.Names) -> list[str]:
    targets = ", ".join(style.label(view.labels, "place", code) for code in letter.targets)
    facts = (
        letter.date + (f" ({style.humanise(letter.date_method).lower()})" if letter.date_method else ""),
        letter.issue,
        f"position: {letter.position}" if letter.position and letter.position != "none" else "",
        f"about {targets}" if targets else "",
        f"to {'; '.join(letter.addressees)}" if letter.addressees else "",
    )
    return [names.mask(fact) for fact in facts if fact]


def _charts(view: Overview, values: Values, withheld: int, drawn: bool) -> Part:
    bodies = len(view.organisations)
    unnamed = [Bar("Signatories not named", withheld, "special")] if withheld else []
    rows = {name: [*_ranking(view, values, name), *unnamed] for name in style.FIELDS}
    several = "One organisation can have several, so shares may add up to more than 100%."
    charts: Part = {}
    for key, name, title, caption in (
        ("seats", "seat", "Seats", "The country in which an organisation sits, where it is known."),
        ("concerns", "concern", "Concerns", f"Places and peoples that the work is about. {several}"),
        ("types", "type", "Types", "What kind of body an organisation is: one type each."),
        ("topics", "focus", "Focus topics", f"What the work is about. {several}"),
    ):
        alike = rows["seat"] + rows["concern"] if style.FIELDS[name] == "place" else rows[name]
        most = max((bar.count for bar in alike), default=1)
        charts[key] = draw.chart(rows[name], title=title, most=most, whole=bodies + withheld, prefix=key, drawn=drawn)
        charts[key]["caption"] = caption
    charts["denominator"] = (
        f"Shares are of {style.number(bodies + withheld)}: {style.plural(bodies, 'organisation')}"
        + (
            f" and {style.plural(withheld, 'signatory', 'signatories')} not named, counted once a letter."
            if withheld
            else "."
        )
    )
    return charts


def _ranking(view: Overview, values: Values, name: str) -> list[Bar]:
    """Return the bars of one field: the greatest values, what the limit cuts, and why values are missing."""
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    blank: Counter[str] = Counter()
    for organisation in view.organisations:
        found = values[organisation.id, name]
        for code, *_ in found:
            bodies[code].add(organisation.id)
        if not found:
            seat_status = view.profiles.get(organisation.id, style.BLANK).seat_status
            blank[seat_status if name == "seat" else ""] += 1
    labels = {code: style.label(view.labels, style.FIELDS[name], code) for code in bodies}
    bars = draw.ranking(bodies, labels)
    if name != "seat":
        return bars + [
            Bar("None of their own" if name == "concern" else "Unknown", n, "special") for n in blank.values()
        ]
    order = [*style.SEAT_STATUSES, *sorted(blank.keys() - {*style.SEAT_STATUSES})]
    words = {status: style.label(view.labels, "status", status) for status in order}
    return bars + [Bar(words[status] or "Unknown", blank[status], "special") for status in order if blank[status]]


def _editions(view: Overview, names: style.Names) -> list[Part]:
    """Return, for each letter, its editions, how their lines match, and what each edition lacks."""
    sheets = {sheet.letter: sheet for sheet in view.balances}
    editions, signatures, alignments = _group(view.editions), _group(view.signatures), _group(view.alignments)
    lines = {listing.id: listing for listing in view.listings}
    printed = Counter(listing.edition for listing in view.listings)
    parts: list[Part] = []
    for letter in sorted(view.letters, key=lambda x: (x.date, x.id)):
        own = sorted(editions.get(letter.id, ()), key=lambda e: (e.date, e.id))
        refusal = _refusal(letter, own, sheets.get(letter.id))
        lacking = {e.id: _lacking(e, signatures.get(letter.id, ()), lines) for e in own}
        title = style.title(letter, letter.id)
        pairs = alignments.get(letter.id, ())
        parts.append(
            {
                "title": title,
                "rows": [_edition_row(e, printed[e.id], lacking[e.id]) for e in own],
                "sources": [(_short(e), e.source, style.link(e.source)) for e in own if e.source],
                **_matches(pairs, lines, names),
                "refusal": refusal if any(lacking.values()) else "",
                "gaps": []
                if refusal
                else [
                    {
                        "summary": f"{style.plural(len(missing), 'line')} that the edition {_short(e)} lacks",
                        "names": [_signed(names, signature) for signature in missing],
                    }
                    for e in own
                    if (missing := lacking[e.id])
                ],
            }
        )
    return parts


def _group(items: Iterable[_OfLetter]) -> dict[str, list[_OfLetter]]:
    groups: dict[str, list[_OfLetter]] = {}
    for item in items:
        groups.setdefault(item.letter, []).append(item)
    return groups


def _short(edition: Edition) -> str:
    return edition.id.rpartition("/")[2]


def _edition_row(edition: Edition, lines: int, lacking: Sequence[Signature]) -> tuple[str, Sequence[str]]:
    stated = edition.stated
    counts = map(style.number, (stated.total, stated.named, stated.withheld, lines))
    lacks = style.number(len(lacking)) if edition.extent == "full" else "–"
    return "", (_short(edition), edition.language, edition.date, edition.extent, *counts, lacks)


def _lacking(edition: Edition, signatures: Iterable[Signature], lines: Mapping[str, Listing]) -> list[Signature]:
    """Return the lines of the letter that a full edition does not print; others do not claim to print all."""
    if edition.extent != "full":
        return []
    return [s for s in signatures if not any(k in lines and lines[k].edition == edition.id for k in s.listings)]


def _refusal(letter: Letter, editions: Sequence[Edition], sheet: Balance | None) -> str:
    """Say why lines of one edition alone are not listed: withheld counts that differ or are not known."""
    counts = {e.stated.withheld for e in editions}
    withheld = letter.stated.withheld or (sheet.withheld if sheet else 0)
    if len(counts) <= 1 and (None not in counts or not withheld):
        return ""
    said = "; ".join(
        f"{_short(e)} {'says nothing' if e.stated.withheld is None else 'says ' + style.number(e.stated.withheld)}"
        for e in editions
    )
    return (
        "Lines that only some editions print are counted here and not listed: the editions do not state the same "
        f"number of signatories who asked not to be named ({said}), so the names could tell who they are."
    )


def _matches(pairs: Sequence[Alignment], lines: Mapping[str, Listing], names: style.Names) -> Part:
    known = [pair for pair in pairs if pair.a in lines and pair.b in lines]
    tally = Counter((lines[p.a].edition, lines[p.b].edition, p.method) for p in known)
    methods = [*_ALIGNED, *sorted({p.method for p in known} - {*_ALIGNED})]
    rows = []
    for a, b in sorted({key[:2] for key in tally}):
        counts = [tally[a, b, method] for method in methods]
        rows.append(
            ("", (f"{a.rpartition('/')[2]} and {b.rpartition('/')[2]}", *map(style.number, (*counts, sum(counts)))))
        )
    variants = sorted(
        (p for p in known if p.method != "equal"),
        key=lambda p: (methods.index(p.method), lines[p.a].position, p.a, p.b),
    )
    return {
        "method_columns": [("Editions", False), *((style.humanise(m), True) for m in methods), ("Matched", True)],
        "methods": rows,
        "variants": [
            ("", (names.show(lines[p.a].name), names.show(lines[p.b].name), p.method, names.mask(p.reason)))
            for p in variants
        ],
    }


def _repeated(view: Overview, names: style.Names) -> Part:
    signatures = {s.id: s for s in view.signatures}
    bodies = {o.id: o.name for o in view.organisations}
    rows = []
    for s in sorted((s for s in view.signatures if s.status == "repeated"), key=lambda s: (s.letter, s.id)):
        first = signatures.get(s.repeats)
        body = {"text": "", "lang": ""} if _is_person(s) else names.show(bodies.get(s.organisation, ""))
        rows.append(("", (_signed(names, s), _signed(names, first) if first else s.repeats, body)))
    withdrawn = sum(s.status == "withdrawn" for s in view.signatures)
    return {
        "repeated": rows,
        "withdrawn": f"{style.plural(withdrawn, 'signature')} withdrawn; the lines stay as printed."
        if withdrawn
        else "",
    }


def _cases(view: Overview, names: style.Names) -> Part:
    signatures = {s.id: s for s in view.signatures}
    bodies = {o.id: o.name for o in view.organisations}

    def side(key: str) -> Mapping[str, str]:
        found = signatures.get(key)
        return _signed(names, found) if found else names.show(bodies.get(key, key))

    queue = sorted(view.cases, key=lambda c: (-c.gain, c.id))
    return {
        "cases": [
            {
                "id": c.id,
                "kind": c.kind,
                "a": side(c.a),
                "b": side(c.b),
                "score": c.score,
                "reasons": list(map(names.mask, c.reasons)),
            }
            for c in queue[:_CASES]
        ],
        "cases_all": len(queue),
    }


def _findings(view: Overview, names: style.Names) -> Part:
    queue = sorted(view.findings, key=lambda f: (_SEVERITIES.get(f.severity, 3), f.code, f.where, f.message, f.remedy))
    counts = Counter(f.severity for f in queue)
    rows = [
        ("", (f.severity, names.mask(f.where), names.mask(f.message), names.mask(f.remedy), f.code))
        for f in queue[:_FINDINGS]
    ]
    words = ", ".join(
        style.plural(counts[severity], severity)
        for severity in sorted(counts, key=lambda s: (_SEVERITIES.get(s, 3), s))
    )
    return {"findings": rows, "findings_all": len(queue), "findings_words": words}


def _organisations(view: Overview, names: style.Names, values: Values) -> list[Part]:
    rows = []
    for body in sorted(view.organisations, key=lambda o: (fold(o.name), o.name, o.id)):
        status = view.profiles.get(body.id, style.BLANK).seat_status
        blank = {"seat": style.label(view.labels, "status", status), "concern": "none"}
        fields = []
        for field, scheme in style.FIELDS.items():
            found = [(style.label(view.labels, scheme, code), *rest) for code, *rest in values[body.id, field]]
            fields.append((style.humanise(field), found or [(blank.get(field, "unknown"), None, "")]))
        rows.append({"name": names.show(body.name), "unclear": body.kind == "unclear", "fields": fields})
    return rows
