"""Seat or concern: what the words around a place decide."""

from __future__ import annotations

import pytest

from siggraph.organisations.combine import profile
from siggraph.organisations.enrich import Reference, enrich_name


def read(reference: Reference, name: str) -> tuple[str, str]:
    found = profile(enrich_name(name, reference))
    return found.seat, "|".join(found.concern)


@pytest.mark.parametrize(
    ("name", "seat", "concern"),
    [
        ("Free Tibet", "", "CN-XZ"),
        ("Burma Campaign UK", "GB", "MM"),
        ("Norwegian Burma Committee", "NO", "MM"),
        ("Palestine Solidarity Campaign", "", "PS"),
        ("Association France Palestine Solidarité", "FR", "PS"),
        ("Comité de soutien au Tibet, Lyon", "FR", "CN-XZ"),
        ("Tibet Initiative Deutschland e.V.", "DE", "CN-XZ"),
        ("Iranian Women's Association of Berlin", "DE", "IR"),
        ("Somali Community in Finland", "FI", "SO"),
        ("Kenya Human Rights Commission", "KE", ""),
        ("Human Rights in Vietnam", "", "VN"),
        ("Committee for Democracy in Belarus", "", "BY"),
        ("University of Hong Kong", "HK", ""),
        ("Chinese Academy of Sciences", "CN", ""),
        ("Movimento Brasileiro de Solidariedade a Cuba", "BR", "CU"),
        ("在日ビルマ市民の会", "JP", "MM"),
        ("チベット支援の会", "JP", "CN-XZ"),
        ("台灣圖博之友會", "TW", "CN-XZ"),
        ("Permanent Mission of Kenya to the United Nations in Geneva", "KE", ""),
        ("Embassy of Japan in Kenya", "JP", ""),
        ("Deutschland und Österreich", "", "AT|DE"),
        ("Associazione Italia-Tibet", "IT", "CN-XZ"),
        ("Polska Akcja: Stowarzyszenie Wolny Tybet", "PL", "CN-XZ"),
        ("Asia Centre", "", "142"),
        ("International Fund for Papua", "", "ID-PA"),
    ],
)
def test_seat_and_concern(reference: Reference, name: str, seat: str, concern: str) -> None:
    assert read(reference, name) == (seat, concern)


@pytest.mark.parametrize("territory", ["China", "Hong Kong", "North Korea", "Iran", "Laos", "Eritrea"])
@pytest.mark.parametrize(
    "frame", ["{} Watch", "Free {}", "Human Rights in {}", "{} Democracy Council", "Friends of {}"]
)
def test_places_whose_advocates_sit_abroad_are_no_seats(reference: Reference, territory: str, frame: str) -> None:
    seat, concern = read(reference, frame.format(territory))
    assert seat == ""
    assert concern


@pytest.mark.parametrize("host", [("Austria", "AT"), ("Toronto", "CA"), ("Japan", "JP"), ("Fairbanks, Alaska", "US")])
@pytest.mark.parametrize(
    "frame", ["Tibet Committee of {}", "Save Tibet {}", "Uyghur Association, {}", "Tibet House ({})"]
)
def test_the_second_place_takes_the_seat(reference: Reference, host: tuple[str, str], frame: str) -> None:
    seat, concern = read(reference, frame.format(host[0]))
    assert seat == host[1]
    assert concern in {"CN-XZ", "CN-XJ"}


def test_no_homeland_is_ever_a_seat(reference: Reference, tables: dict[str, list[dict[str, str]]]) -> None:
    homeless = [row["form"] for row in tables["places"] if not row["seat"] and row["kind"] in {"people", "subdivision"}]
    for form in homeless:
        if "*" not in form and form.isascii():
            assert read(reference, f"{form.title()} Association")[0] == "", form
            assert read(reference, f"Centre for {form.title()}")[0] == "", form


def test_every_row_is_used_with_a_known_role(tables: dict[str, list[dict[str, str]]]) -> None:
    roles = {row["role"].split(":")[0].split("-")[0] for row in tables["grammar"]}
    known = "position seat concern topic anchor diaspora filler article joint exile scope home mission community trap"
    assert roles == set(known.split())
    assert all(0 <= float(row["strength"]) <= 1 for row in tables["grammar"])
