"""Build data/reference/places.tsv and place_names.tsv from CLDR, ISO 3166 and our own rows.

Sources: CLDR through babel (names of territories, regions and of the cities of time zones), pycountry (ISO 3166-2),
and places_own.tsv, kept by hand. The output depends on nothing else and is sorted.
Run: ``.venv/bin/python scripts/build_places.py`` from the top of the checkout.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pycountry
from babel import Locale
from babel.core import get_global

from siggraph.names import fold

Row = tuple[str, str, str, str, str, str]  # form, code, kind, form_kind, language, seat

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


def _words(text: str) -> tuple[str, ...]:
    """Part a list written as one string of words."""
    return tuple(text.split())


LANGUAGES = _words(
    "en fr es pt de it nl ca gl eu pl cs sk ru uk be bg sr hr sl lt lv et fi hu ro el tr sq sv da nb ar fa he "
    "hi zh zh_Hant ja ko vi id ms sw th"
)
DISPLAY = _words("en fr zh zh_Hant es de ja ar ru pt ko")
# Languages whose names of places change their endings: the form less its last vowels becomes a stem.
INFLECTING = _words("pl cs sk ru uk be bg sr hr sl lt lv et fi hu ro el tr sq")
# Languages that only add letters to the name as it is.
ADDING = _words("tr hu fi et")
# Languages whose names of places take an s in the genitive and no more.
GENITIVE = _words("de sv da nb nl")
# Countries whose subdivisions people know by name and that share few names with one another.
SUBDIVIDED = _words("US CA AU IN BR DE AT CH ES IT MX JP AR NG MY ID ZA KE NL PL")
# Zones named after places that few names mean, or that are words in other languages.
SMALL_ZONES = _words(
    "Africa/Ceuta America/Eirunepe America/Rankin_Inlet America/Resolute America/Dawson America/Thule "
    "America/Noronha America/Araguaina America/Creston America/Inuvik America/Moncton America/Glace_Bay "
    "America/Goose_Bay Pacific/Easter America/Danmarkshavn America/Scoresbysund Asia/Hovd Asia/Oral Asia/Chita "
    "Asia/Aqtau Asia/Aqtobe Asia/Khandyga Asia/Srednekolymsk Asia/Ust-Nera Australia/Eucla Australia/Currie "
    "Australia/Lindeman Australia/Lord_Howe Indian/Mahe Pacific/Efate Pacific/Enderbury Pacific/Gambier "
    "Pacific/Kosrae Pacific/Truk Pacific/Chatham Pacific/Apia Pacific/Guadalcanal America/Menominee America/Salta "
    "America/Bahia America/Belem America/Santarem America/Argentina/Salta America/Merida America/Cordoba "
    "America/Santiago Atlantic/Canary Europe/Busingen"
)
# Territories without people of their own: never a seat.
EMPTY = frozenset({"AQ", "BV", "HM", "GS", "TF", "IO", "UM"})
# Names given by hand: CLDR has the administrative form first.
BY_HAND = frozenset({"HK", "MO"})
FORMS = ("name", "demonym", "adjective")  # the plainer reading first
SHORTEST_STEM = {"latin": 6, "other": 5}
SHORTEST_ADDED = 6
SHORTEST_NAME = 3
_LAST_VOWELS = re.compile(r"[aeiouyáéíóúýąęěůăâîаеиоуыіїяюьйěαεηιουάέήίόύώω]+$", re.IGNORECASE)
_REGIONS = re.compile("00[259]|01[134-9]|02[19]|03[0459]|05[347]|061|14[235]|15[0145]|202|419")


def _tag(language: str) -> str:
    """Write a CLDR locale as a BCP 47 tag."""
    return language.replace("_", "-")


def read(name: str) -> list[dict[str, str]]:
    """Read a table of data/reference; no quoting, as everywhere."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a sorted table."""
    lines = ["\t".join(row) for row in (header, *sorted(set(rows)))]
    (REFERENCE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_seat(code: str) -> bool:
    """Tell whether a CLDR territory may be a seat."""
    return code == "XK" or (len(code) == len("XK") and pycountry.countries.get(alpha_2=code) is not None)


def printed_forms(name: str) -> Iterator[str]:
    """Leave out what CLDR adds in brackets: "Myanmar (Burma)"."""
    yield re.sub(r"\s*[(\[（][^)\]）]+[)\]）]$", "", name)


def territories() -> Iterator[Row]:
    """Names of countries and regions in every language."""
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in BY_HAND or code in EMPTY:
                continue
            if is_seat(code):
                for form in printed_forms(name):
                    yield form, code, "country", "name", _tag(language), code
            elif _REGIONS.fullmatch(code):
                yield name, code, "region", "name", _tag(language), ""


def cities() -> Iterator[Row]:
    """Cities of the time zones, by the country of the zone."""
    of_zone = get_global("zone_territories")
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            name, code = names.get("city"), of_zone.get(zone, "")
            known = (
                code not in EMPTY and code != "US" and zone not in SMALL_ZONES and not re.search(r"[(\[,]", name or "(")
            )
            if name and known and is_seat(code):
                yield name, code, "city", "name", _tag(language), code


def subdivisions() -> Iterator[Row]:
    """ISO 3166-2 names of the countries in `SUBDIVIDED`."""
    for code in SUBDIVIDED:
        for part in pycountry.subdivisions.get(country_code=code):
            for form in re.split(r"\s*[\[/]\s*|\]", part.name):
                if len(form) > SHORTEST_NAME and not re.search(r"[(,]", form) and not is_seat(part.code[3:]):
                    yield form, part.code, "subdivision", "name", "mul", code


def stems(rows: list[Row]) -> Iterator[Row]:
    """Inflected names as stems, where no other place begins in the same way."""
    keys: dict[str, set[str]] = {}
    for form, code, *_ in rows:
        keys.setdefault(fold(form.rstrip("*")), set()).add(code)
    for form, code, kind, form_kind, language, seat in rows:
        if kind != "country" or form_kind != "name" or re.search(r"[\s*'’.-]", form):
            continue
        if language in GENITIVE and len(form) >= SHORTEST_ADDED and not form.endswith("s"):
            yield f"{form}s", code, kind, form_kind, language, seat
        for stem in filter(None, (_stem(form, language), _added(form, language))):
            begun = set().union(*(codes for key, codes in keys.items() if key.startswith(fold(stem))))
            if begun == {code}:
                yield f"{stem}*", code, kind, form_kind, language, seat


def _stem(form: str, language: str) -> str:
    stem = _LAST_VOWELS.sub("", form)
    script = "latin" if fold(stem).isascii() else "other"
    return stem if language in INFLECTING and len(stem) >= SHORTEST_STEM[script] else ""


def _added(form: str, language: str) -> str:
    return form if language in ADDING and len(form) >= SHORTEST_ADDED else ""


def merge(rows: Sequence[Row]) -> Iterator[Row]:
    """One row for a form of a place: its languages joined; forms equal but for case count as one."""
    merged: dict[tuple[str, str, str], tuple[str, str, str, set[str]]] = {}
    for form, code, kind, form_kind, language, _ in rows:
        exact = "vi" if language == "vi" else ""
        key = (form.casefold() if not form.isupper() else form, code, exact)
        first = merged.setdefault(key, (form, kind, form_kind, set()))
        first[3].add(language)
        merged[key] = (min(first[0], form), first[1], min(first[2], form_kind, key=FORMS.index), first[3])
    seats = {(code, kind): seat for _, code, kind, _, _, seat in rows}
    for (_, code, _), (form, kind, form_kind, languages) in merged.items():
        yield form, code, kind, form_kind, "|".join(sorted(languages)), seats[code, kind]


def display_names(own: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Names to show: CLDR's, except where our own label rows say otherwise."""
    labels = {(row["code"].split("|")[-1], row["language"]): row["form"] for row in own if row["form_kind"] == "label"}
    for language in DISPLAY:
        for code, name in Locale.parse(language).territories.items():
            if (is_seat(code) or _REGIONS.fullmatch(code) or code == "001") and (code, _tag(language)) not in labels:
                yield code, _tag(language), name
    for (code, language), name in labels.items():
        yield code, language, name


def main() -> None:
    """Write both tables and say how many rows they have."""
    own = read("places_own.tsv")
    mine: list[Row] = [
        (r["form"], r["code"], r["kind"], r["form_kind"], r["language"], r["seat"])
        for r in own
        if r["form_kind"] != "label"
    ]
    known = {fold(form) for form, *_ in mine}
    countries = list(territories())
    named = known | {fold(form) for form, *_ in countries}
    others = [row for row in (*cities(), *subdivisions()) if fold(row[0]) not in named]
    rows = [*mine, *countries, *others]
    rows += list(stems(rows))
    merged = list(merge(rows))
    write("places.tsv", ("form", "code", "kind", "form_kind", "language", "seat"), merged)
    names = list(display_names(own))
    write("place_names.tsv", ("code", "language", "name"), names)
    print(f"places.tsv: {len(merged)} rows; place_names.tsv: {len(names)} rows")


if __name__ == "__main__":
    main()
