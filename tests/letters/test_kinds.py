"""Who an item of a list is: labelled lists in many languages, whole organisations, patterns of the whole list."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siggraph.letters.kinds import KindWords, Signer, signers

ROOT = Path(__file__).resolve().parents[2]
TABLES = (
    "person_words",
    "office_words",
    "head_words",
    "type_words",
    "legal_forms",
    "generic_words",
    "organisation_words",
    "place_names",
)
# Names of bodies that hold commas, dashes, brackets, titles, professions, or look like the name of a person.
WHOLE = (
    "Movimento de Luta nos Bairros, Vilas e Favelas – MLB",
    "Instituto de Estudos, Formação e Assessoria em Políticas Sociais – PÓLIS",
    "SERPAJ, América Latina",
    "Idec - Instituto Brasileiro de Defesa do Consumidor",
    "Centro Dom Helder Câmara de Estudos e Ação Social – CENDHEC",
    "Dr. Martin Luther King Center",
    "Professors Without Borders",
    "Union of Journalists",
    "President Lincoln Society",
    "Colectivo de Abogados José Alvear Restrepo",
    "Syndicat des avocats de France",
    "Presidents of Civil Society Network",
    "Secretariado Internacional de Solidaridad",
    "Coordinadora Nacional de Pueblos",
    "Secretaria Executiva da Rede Vila Nova",
    "Lawyers for Lawyers",
    "Parents, Teachers and Friends Association",
    "Central de Movimentos Populares (CMP)",
    "Union parlementaire (MP)",
    "Karisma",
    "Molly",
    "Brave",
    "Casa Frida",
    "Juntos",
    "Instituto Luiz Gama",
    "Marielle Franco Institute",
    "無國界記者",
    "台灣教授協會",
    "弁護士の会",
    "변호사모임",
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def words() -> KindWords:
    folder = ROOT / "data" / "reference"
    return KindWords.from_tables(
        {stem: rows_of(folder / f"{stem}.tsv") for stem in TABLES if (folder / f"{stem}.tsv").exists()}
    )


def named(texts: Sequence[str], found: Sequence[Signer]) -> list[tuple[str, str]]:
    return [(signer.kind, text[signer.begin : signer.end]) for text, signer in zip(texts, found, strict=True)]


def read(words: KindWords, role: str, *texts: str) -> list[tuple[str, str]]:
    return named(texts, signers([(text, role) for text in texts], words))


@pytest.mark.parametrize("part", ["seen", "held"])
def test_labelled_lists(words: KindWords, part: str) -> None:
    lists: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(Path(__file__).parent / "kinds_gold.tsv"):
        if row["part"] == part:
            lists[row["list"]].append(row)
    misses = []
    for name, rows in lists.items():
        found = read_mixed(words, rows)
        misses += [
            (name, row["text"], got) for row, got in zip(rows, found, strict=True) if got != (row["kind"], row["name"])
        ]
    count = sum(map(len, lists.values()))
    assert count > 100
    assert len(misses) <= 0.03 * count, misses


def read_mixed(words: KindWords, rows: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    return named([row["text"] for row in rows], signers([(row["text"], row["role"]) for row in rows], words))


@pytest.mark.parametrize("role", ["", "organisations"])
def test_organisations_stay_whole(words: KindWords, role: str) -> None:
    assert read(words, role, *WHOLE) == [("organisation", name) for name in WHOLE]


@pytest.mark.parametrize("name", WHOLE)
def test_an_organisation_alone_stays_whole(words: KindWords, name: str) -> None:
    assert read(words, "organisations", name) == [("organisation", name)]


@pytest.mark.parametrize("role", ["", "organisations"])
def test_packaged_organisations_stay_whole(words: KindWords, role: str) -> None:
    names = [row["name"] for row in rows_of(ROOT / "data" / "organisations.tsv")]
    assert len(names) > 200
    for start in range(0, len(names), 30):
        chunk = names[start : start + 30]
        assert read(words, role, *chunk) == [("organisation", name) for name in chunk]


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("Jane Doe, Director, Amnesty International", "Amnesty International", "person: Jane Doe, Director"),
        ("Amnesty International - Jane Doe, Director", "Amnesty International", "person: Jane Doe, Director"),
        ("Amnesty International (Jane Doe, Director)", "Amnesty International", "person: Jane Doe, Director"),
        (
            "Dr. John Smith, President of the Federation of X",
            "Federation of X",
            "person: Dr. John Smith, President",
        ),
        ("Presidente do FNECDC", "FNECDC", "office: Presidente"),
        ("民間団体X 代表 山田太郎", "民間団体X", "person: 代表, 山田太郎"),
        ("한국Y연대 대표 김철수", "한국Y연대", "person: 대표, 김철수"),
        (
            "Frau Dr. A. Müller (Vorsitzende), Verein Z e.V.",
            "Verein Z e.V.",
            "person: Frau Dr. A. Müller, Vorsitzende",
        ),
        ("Jane Doe on behalf of The Meadow Trust", "The Meadow Trust", "person: Jane Doe"),
        (
            "Marie Petit, présidente de l’Association Eau Vive (AEV)",
            "Association Eau Vive (AEV)",
            "person: Marie Petit, présidente",
        ),
    ],
)
def test_the_person_in_office_goes_to_the_note(words: KindWords, text: str, name: str, note: str) -> None:
    (found,) = signers([(text, "organisations")], words)
    assert (found.kind, text[found.begin : found.end], found.note) == ("organisation", name, note)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Breno Alves – Jornalista", "person: Breno Alves; office: Jornalista"),
        ("João Lima – Via Rural", "person: João Lima; affiliation: Via Rural"),
        (
            "Carla Nunes, presidenta do Conselho da Paz",
            "person: Carla Nunes; office: presidenta; affiliation: Conselho da Paz",
        ),
        ("Maria Lopes", ""),
    ],
)
def test_under_a_heading_for_people_the_line_is_the_name(words: KindWords, text: str, note: str) -> None:
    assert signers([(text, "individuals")], words) == (Signer("individual", 0, len(text), note),)


def test_the_whole_list_decides_where_the_organisation_stands(words: KindWords) -> None:
    clear = [
        f"Jane Doe{c}, Director, {name} Foundation"
        for c, name in zip("abcde", ("Elm", "Oak", "Ash", "Fir", "Yew"), strict=True)
    ]
    silent = "Maria Silva, Karisma"
    assert read(words, "organisations", silent) == [("organisation", silent)]
    assert read(words, "organisations", *clear, silent)[-1] == ("organisation", "Karisma")


def test_the_same_pair_is_read_by_the_side_the_list_says(words: KindWords) -> None:
    last = [f"Jane Doe, Director, {name} Foundation" for name in ("Elm", "Oak", "Ash", "Fir")]
    first = [f"{name} Foundation, Jane Doe, Director" for name in ("Elm", "Oak", "Ash", "Fir")]
    pair = "Ana Prado, Pedra Rosa, Director"
    assert read(words, "organisations", *last, pair)[-1] == ("organisation", "Pedra Rosa")
    assert read(words, "organisations", *first, pair)[-1] == ("organisation", "Ana Prado")


def test_bare_names_are_unclear_without_a_heading_only(words: KindWords) -> None:
    names = ["Jane Doe", "John Smith", "Ana Prado", "Peter Hall", "Lena Ford"]
    assert {kind for kind, _ in read(words, "", *names)} == {"unclear"}
    assert {kind for kind, _ in read(words, "organisations", *names)} == {"organisation"}
    assert {kind for kind, _ in read(words, "individuals", *names)} == {"individual"}
    assert read(words, "", *names, "Elm Foundation")[0] == ("organisation", "Jane Doe")


def test_a_run_of_persons_in_a_mixed_list_takes_its_like_along(words: KindWords) -> None:
    bodies = [f"Sindicato dos {name}" for name in ("Bancários", "Oleiros", "Mineiros", "Tecelões", "Pintores")]
    people = ["Rui Braga – Jornalista", "Ana Prado – Escritora", "João Lima – Via Rural", "Eva Reis – Psicóloga"]
    people += ["Caio Melo – Sociólogo"]
    kinds = [kind for kind, _ in read(words, "", *bodies, *people)]
    assert kinds == ["organisation"] * 5 + ["individual"] * 5


def test_each_role_is_decided_for_itself(words: KindWords) -> None:
    items = [("Jane Doe", "individuals"), ("Elm Foundation", "organisations"), ("John Roe", "individuals")]
    assert [signer.kind for signer in signers(items, words)] == ["individual", "organisation", "individual"]


def test_empty_tables_and_lists() -> None:
    nothing = KindWords.from_tables({})
    assert signers([], nothing) == ()
    assert signers([("Elm Foundation", ""), ("", "")], nothing) == (
        Signer("organisation", 0, 14, ""),
        Signer("organisation", 0, 0, ""),
    )


@pytest.mark.property
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("Ja Doe,.–-()（）:«»\"' DrProf王代表會 김 of the Director\u060c\u05d3", max_size=40),
            st.sampled_from(["", "organisations", "individuals"]),
        ),
        max_size=8,
    )
)
def test_any_text_has_one_signer_with_a_span_inside(words: KindWords, items: list[tuple[str, str]]) -> None:
    found = signers(items, words)
    assert len(found) == len(items)
    for (text, _), signer in zip(items, found, strict=True):
        assert signer.kind in {"organisation", "individual", "unclear"}
        assert 0 <= signer.begin <= signer.end <= len(text)
        assert signer.end > signer.begin or not text
        assert signer.kind == "organisation" or (signer.begin, signer.end) == (0, len(text))


def test_lines_made_to_be_slow_are_answered(words: KindWords) -> None:
    hostile = [
        "(" * 400,
        ", ".join("a" * 130),
        "–" * 399,
        "Dr. " * 99,
        "director and " * 30,
        "代表" * 199,
        "\u0e19" * 399,
    ]
    found = signers([(text, "") for text in hostile * 10], words)
    assert [(s.begin, s.end) for s in found[:2]] == [(0, len(text)) for text in hostile[:2]]
    assert all(0 <= s.begin < s.end <= len(text) for s, text in zip(found, hostile * 10, strict=True))
