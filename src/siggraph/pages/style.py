"""How a page writes things: numbers, shares, labels, method marks, outside text; and the one door to jinja2."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import jinja2
from markupsafe import Markup, escape

from siggraph.model import Balance, Claim, Letter, Profile
from siggraph.names import clean, phrase_pattern

METHODS: tuple[tuple[str, str], ...] = (
    ("printed", "the letter itself prints it"),
    ("rule", "read from the printed name by a rule"),
    ("registry", "from a register that was read"),
    ("lookup", "from a recorded answer of an outside service"),
    ("editorial", "set by a named editor with a source"),
    ("recalled", "general knowledge: no source was read"),
)
"""Methods of a claim and what each means, the firmest first; `recalled` is always shown in words."""

SEAT_STATUSES: tuple[str, ...] = ("international", "several", "unknown", "withheld", "not_applicable")
"""Why a seat is blank, in the order in which pages show it."""

ROLES: Mapping[str, str] = {
    "ink": "#1d2127",
    "muted": "#5a626d",
    "line": "#d3d8de",
    "card": "#fffefb",
    "blue": "#1f5f99",
    "pale": "#6496c3",
    "grey": "#8b929c",
    "orange": "#c2570c",
    "amber": "#b57a0c",
    "purple": "#7a4a9e",
}
"""Colour roles and their light tones; templates/_style.html sets the same names for light, dark and print."""

NO_PICTURES = "Tables stand in place of pictures here: the extra 'plots' is not installed."
"""The remark of a page whose pictures could not be drawn."""

_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_MARKUP = re.compile(r"<[^>]*>")
_PROLOGUE = re.compile(r"\A.*?</defs>\s*", re.DOTALL)
_TEXT_STYLE = re.compile(r"font-family: [^;]*; ?")
_BENIGN_ROTATION = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
_ID = re.compile(r' id="[^"]*"')
_CODE = re.compile(r"^[a-z][a-z0-9_]*$")
# Controls that hide or reorder what is read. Joiners and zero-width spaces stay: Persian, Khmer, Thai need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINK = re.compile(r"^https?://[!#-;=?-\[\]_a-z~]+$", re.IGNORECASE)
_TAG = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


def visible(text: str) -> str:
    r"""Write control characters that hide or reorder text as their code points; keep everything else.

    >>> visible("safe\u202etxt.exe"), visible("plain\ntext")
    ('safe[U+202E]txt.exe', 'plain\ntext')
    """
    return _HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def number(value: float | None) -> str:
    """Return a count with commas between thousands; None is a dash.

    >>> number(1234567), number(39), number(None)
    ('1,234,567', '39', '–')
    """
    return "–" if value is None else f"{value:,.0f}"


def percent(part: float, whole: float) -> str:
    """Return a share with one decimal, never rounded to none or to all when it is neither.

    >>> percent(39, 321), percent(1, 90_000), percent(89_999, 90_000), percent(0, 10), percent(1, 0)
    ('12.1%', '<0.1%', '>99.9%', '0.0%', '–')
    """
    if whole <= 0:
        return "–"
    text = f"{100 * part / whole:.1f}%"
    if text == "0.0%" and part > 0:
        return "<0.1%"
    if text == "100.0%" and part < whole:
        return ">99.9%"
    return text


def decimal(value: float | None, digits: int = 2) -> str:
    """Return a decimal with `digits` places; None and what is not a number are a dash.

    >>> decimal(0.974), decimal(2.0, 1), decimal(None), decimal(float("nan"))
    ('0.97', '2.0', '–', '–')
    """
    return "–" if value is None or math.isnan(value) else f"{value:.{digits}f}"


def probability(value: float | None) -> str:
    """Return a p or q value with three places; what is smaller is said to be smaller.

    >>> probability(0.04), probability(0.00002), probability(1.0)
    ('0.040', '<0.001', '1.000')
    """
    return "<0.001" if value is not None and 0 <= value < 0.001 else decimal(value, 3)  # noqa: PLR2004 - as named above


def noun(count: int, one: str, many: str = "") -> str:
    """Return the noun of a count.

    >>> noun(1, "letter"), noun(2, "letter")
    ('letter', 'letters')
    """
    return one if count == 1 else many or one + "s"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> plural(1, "organisation"), plural(2, "organisation"), plural(0, "body", "bodies")
    ('1 organisation', '2 organisations', '0 bodies')
    """
    return f"{number(count)} {noun(count, one, many)}"


def humanise(code: str) -> str:
    """Return a code of ours as words; other codes (places) stay as they are.

    >>> humanise("labour_rights"), humanise("CN-XZ"), humanise("")
    ('Labour rights', 'CN-XZ', '')
    """
    return (code[:1].upper() + code[1:]).replace("_", " ") if _CODE.match(code) else code


def label(labels: Mapping[str, str], scheme: str, code: str) -> str:
    """Return the label of ``scheme/code``, else the code in words.

    >>> label({"place/HK": "Hong Kong"}, "place", "HK"), label({}, "type", "think_tank")
    ('Hong Kong', 'Think tank')
    """
    return labels.get(f"{scheme}/{code}") or humanise(code)


def first_label(labels: Mapping[str, str], code: str, *schemes: str) -> str:
    """Return the label of a code that may stand in any of `schemes`, tried in order.

    A theme may carry its scheme, as in ``focus/torture``.

    >>> first_label({"place/TW": "Taiwan"}, "TW", "focus", "place"), first_label({"focus/a": "A"}, "focus/a", "place")
    ('Taiwan', 'A')
    """
    found = (labels.get(key) for key in (code, *(f"{scheme}/{code}" for scheme in schemes)))
    return next((text for text in found if text), humanise(code.rpartition("/")[2]))


def language(tag: str) -> str:
    """Return a language tag that is fit for ``lang``, else a blank.

    >>> language("zh-Hans"), language('en" onload="')
    ('zh-Hans', '')
    """
    return tag if _TAG.match(tag) else ""


def link(address: str) -> str:
    """Return an address that a page may link to: http or https, ASCII, nothing to break out with; else a blank.

    >>> link("https://example.org/a?b=1"), link("javascript:alert(1)"), link('https://e.org/"x')
    ('https://example.org/a?b=1', '', '')
    """
    return address if _LINK.match(address) else ""


def shorten(text: str, cells: int) -> str:
    """Cut a text to a width in cells, where East Asian characters take two; an ellipsis says that it is cut.

    >>> shorten("Refugees and migrants", 12), shorten("台灣民間支援香港協會", 9)
    ('Refugees an…', '台灣民間…')
    """
    if width(text) <= cells:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > cells - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def width(text: str) -> int:
    """Return the width of a text in cells.

    >>> width("Tibet"), width("台灣")
    (5, 4)
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _finalize(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("siggraph.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,  # every expression passes here: no template can forget it
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        number=number,
        decimal=decimal,
        probability=probability,
        humanise=humanise,
        language=language,
        link=link,
    )
    environment.globals.update(plural=plural, percent=percent, methods=METHODS)
    return environment


def fill(template: str, **values: object) -> str:
    """Render a template of this wing; every outside text is escaped and its hidden controls are shown."""
    return _environment().get_template(template).render(**values)


def dress(raw: str, wide: float, high: float, title: str, desc: str, prefix: str, kind: str) -> str:
    """Turn matplotlib's document into an element for a page: no prologue, our identifiers, colours as roles."""

    def tidy(match: re.Match[str]) -> str:
        tag = _NUMBER.sub(lambda number: f"{round(float(number[0]), 2):g}", match[0])
        tag = _BENIGN_ROTATION.sub("", _TEXT_STYLE.sub("", tag))
        tag = " ".join(_ID.sub("", tag).split())
        for role, tone in ROLES.items():
            tag = tag.replace(tone, f"var(--{role}, {tone})")
        return tag

    body = _MARKUP.sub(tidy, _PROLOGUE.sub("", raw, count=1)).replace("</svg>", "").strip()
    body = re.sub(r">\s+<", ">\n<", body)
    css = f"picture {kind}".strip()
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="img" viewBox="0 0 {wide:g} {high:g}" '
        f'width="{wide:g}" height="{high:g}" stroke-linejoin="round" font-family="sans-serif" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">'
    )
    names = (
        f'<title id="{prefix}-title">{escape(visible(title))}</title>\n'
        f'<desc id="{prefix}-desc">{escape(visible(desc))}</desc>'
    )
    return f"{head}\n{names}\n{body}\n</svg>"


def title(letter: Letter | None, fallback: str) -> dict[str, str]:
    """Return the display title of a letter and its language; `fallback` where the letter itself is not at hand."""
    if letter is None:
        return {"text": fallback, "lang": ""}
    tags = sorted(tag for tag, text in letter.title.items() if text == letter.display_title)
    return {"text": letter.display_title, "lang": language(tags[0]) if tags else ""}


def verdict(sheet: Balance, counted: int) -> str:
    """Say in words whether the sheet of a letter closes; `counted` is what it accounts for."""
    parts = f"{number(sheet.named)} named and {number(sheet.withheld)} withheld"
    if sheet.unresolved:
        parts += f" and {number(sheet.unresolved)} unresolved"
    if sheet.organisations + sheet.repeated + sheet.individuals != sheet.named:
        return "The sheet does not close: organisations, repeated and individuals do not add up to the named."
    if sheet.stated.total is None:
        return f"The letter states no total; {parts} are counted."
    if sheet.closes:
        return f"The sheet closes: {parts} make the stated {number(sheet.stated.total)}."
    return (
        f"The sheet does not close: the letter states {number(sheet.stated.total)}, "
        f"and {number(counted)} are accounted for ({parts})."
    )


BLANK = Profile()
"""The profile of a body of which nothing is known."""

FIELDS: Mapping[str, str] = {"seat": "place", "concern": "place", "type": "type", "focus": "focus"}
"""Fields that the pages show, and the scheme of their codes."""

_RANKS = {"preferred": 0, "normal": 1}
Methods = Mapping[tuple[str, str, str], str]


def claim_methods(claims: Iterable[Claim]) -> dict[tuple[str, str, str], str]:
    """Return the method of the best asserted claim for each (body, property, value)."""
    best: dict[tuple[str, str, str], tuple[int, float, str]] = {}
    for claim in claims:
        if claim.status == "asserted" and claim.rank in _RANKS:
            key = (claim.about, claim.property, claim.value)
            order = (_RANKS[claim.rank], -(claim.confidence or 0.0), claim.method)
            best[key] = min(best.get(key, order), order)
    return {key: order[2] for key, order in best.items()}


def values(about: str, profile: Profile, name: str, methods: Methods) -> list[tuple[str, float | None, str]]:
    """Return code, confidence and method of each value of one field of `FIELDS`; a blank method has no claim behind it.

    >>> values("o1", Profile(seat="TW", seat_confidence=0.9), "seat", {("o1", "seat", "TW"): "rule"})
    [('TW', 0.9, 'rule')]
    """
    found: dict[str, tuple[Sequence[str], Sequence[float | None]]] = {
        "seat": ((profile.seat,), (profile.seat_confidence,)),
        "concern": (profile.concern, profile.concern_confidence),
        "type": ((profile.type,), (profile.type_confidence,)),
        "focus": (profile.focus, profile.focus_confidence),
    }
    codes, confidences = found[name]
    sure = dict(zip(codes, confidences, strict=False))
    return [(code, sure.get(code), methods.get((about, name, code), "")) for code in dict.fromkeys(codes) if code]


def how_we_know(tally: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return words and a table: how many values of each field rest on which method.

    `tally` maps (field, method) to a count.
    """
    known = [method for method, _ in METHODS]
    columns = [*known, *sorted({method for _, method in tally} - {*known})]

    def row(kind: str, name: str, fields: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        counts = {method: sum(tally.get((field, method), 0) for field in fields) for method in columns}
        every = sum(counts.values())
        return kind, (name, *map(number, counts.values()), number(every), percent(counts["recalled"], every))

    every, recalled = sum(tally.values()), sum(n for (_, method), n in tally.items() if method == "recalled")
    heads = [("Field", False), *((humanise(method) or "No record", True) for method in columns)]
    return {
        "how": [*(row("", humanise(name), (name,)) for name in FIELDS), row("sum", "All", tuple(FIELDS))],
        "how_columns": [*heads, ("All", True), ("Recalled share", True)],
        "how_words": f"{plural(every, 'value')} stand on this page. {number(recalled)} of them "
        f"({percent(recalled, every)}) are recalled: general knowledge, for which no source was read.",
        "recalled_share": percent(recalled, every),
    }


class Names:
    """Names of a letter's signatories as a page shows them: in their language, individuals counted and not named.

    Parameters
    ----------
    languages
        Printed name to the language tag of its line; a blank or missing tag means unknown.
    people
        Printed names of individuals; wherever one stands, `HIDDEN` stands instead.
    """

    HIDDEN = "an individual (not named here)"

    def __init__(self, languages: Mapping[str, str], people: Iterable[str]) -> None:
        self._languages = languages
        self._people = frozenset(filter(None, map(clean, people)))
        self._pattern = phrase_pattern(sorted(self._people))

    def show(self, name: str) -> dict[str, str]:
        """Return the text and the language of one name.

        >>> names = Names({"台灣南社": "zh-Hant"}, ["Jo Roe"])
        >>> names.show("台灣南社"), names.show("Jo  Roe")
        ({'text': '台灣南社', 'lang': 'zh-Hant'}, {'text': 'an individual (not named here)', 'lang': ''})
        """
        if clean(name) in self._people:
            return {"text": self.HIDDEN, "lang": ""}
        return {"text": name, "lang": language(self._languages.get(name, ""))}

    def mask(self, text: str) -> str:
        """Return free text (a message, a reason) without the name of any individual.

        >>> Names({}, ["Jo Roe"]).mask("line 7: Jo Roe signs alone")
        'line 7: an individual (not named here) signs alone'
        """
        return self._pattern.sub(self.HIDDEN, clean(text)) if self._people else text
