"""Type and focus: words, longer words, traps."""

from __future__ import annotations

import pytest

from siggraph.organisations.combine import profile
from siggraph.organisations.enrich import Reference, enrich_name
from siggraph.organisations.lexicon import TRAP

LANGUAGES = ("en", "fr", "es", "pt", "de", "nl", "it", "ru", "zh", "ja", "ko", "ar", "vi", "id", "sw")
TYPES = (
    "ngo network_or_coalition diaspora_or_community_group solidarity_group trade_union professional_association "
    "faith_based research_or_academic think_tank media_or_publisher political_party foundation_or_donor "
    "youth_or_student_group company public_body other"
)
FOCUSES = (
    "general_human_rights torture_and_detention enforced_disappearance death_penalty freedom_of_expression_and_press "
    "digital_rights religious_freedom lgbtqi_rights women_rights children_rights disability_rights racial_justice "
    "indigenous_and_minority_rights refugees_and_migrants labour_rights business_and_human_rights "
    "trade_and_economic_justice consumer_protection environment_and_land climate_and_energy food_and_agriculture "
    "animal_welfare rule_of_law_and_justice transparency_and_anti_corruption democracy_and_elections "
    "peace_and_conflict genocide_and_atrocity_prevention development_and_poverty human_rights_defenders "
    "education_and_culture knowledge_and_open_source health youth self_determination other"
)


@pytest.mark.parametrize(
    ("name", "kind", "focus"),
    [
        ("Network of Human Rights Defenders", "network_or_coalition", "human_rights_defenders"),
        ("Sindicato dos Jornalistas", "trade_union", "freedom_of_expression_and_press|labour_rights"),
        ("Gewerkschaft Erziehung", "trade_union", "education_and_culture|labour_rights"),
        ("Réseau pour le climat", "network_or_coalition", "climate_and_energy"),
        ("Stichting Vrouwenrechten", "ngo", "women_rights"),
        ("Associazione per i diritti umani", "ngo", "general_human_rights"),
        ("Союз журналистов", "professional_association", "freedom_of_expression_and_press"),
        ("全國產業總工會", "trade_union", "labour_rights"),
        ("环境保护联盟", "network_or_coalition", "environment_and_land"),
        ("脱原発ネットワーク", "network_or_coalition", "climate_and_energy"),
        ("환경운동연합", "network_or_coalition", "environment_and_land"),
        ("نقابة المحامين", "professional_association", "rule_of_law_and_justice"),
        ("Hội Phụ nữ Nhân quyền", "ngo", "general_human_rights|women_rights"),
        ("Yayasan Lingkungan", "ngo", "environment_and_land"),
        ("Shirika la Haki za Binadamu", "ngo", "general_human_rights"),
        ("Asociación de Consumidores", "ngo", "consumer_protection"),
        ("Women's March Lagos", "ngo", "women_rights"),
        ("Reporters Without Borders", "ngo", "freedom_of_expression_and_press"),
        ("Freedom from Torture", "", "torture_and_detention"),
        ("Institute of Climate Justice", "ngo", "climate_and_energy"),
        ("Lesbian Union (LEGAL)", "", "lgbtqi_rights"),
        ("Friends of the River", "", "environment_and_land"),
    ],
)
def test_words_of_fifteen_languages(reference: Reference, name: str, kind: str, focus: str) -> None:
    found = profile(enrich_name(name, reference))
    assert "|".join(found.focus) == focus
    if kind:
        assert found.type == kind


def test_codes_are_those_of_the_schemes(tables: dict[str, list[dict[str, str]]]) -> None:
    for table, codes in (("type_words", TYPES), ("focus_words", FOCUSES)):
        used = {code for row in tables[table] for code in row["code"].split("|")}
        assert used - {TRAP} <= set(codes.split())
        assert len(used) > 14  # a lexicon that lost its codes would say nothing
    assert {row["type"] for row in tables["legal_forms"]} - {""} <= set(TYPES.split())


def test_every_language_has_words(tables: dict[str, list[dict[str, str]]]) -> None:
    for table in ("type_words", "focus_words"):
        languages = {row["language"] for row in tables[table]}
        assert {"en", "fr", "es", "pt", "de", "nl", "it", "ru", "zh", "ja", "ko", "ar", "vi", "id", "sw"} <= languages


def test_a_trap_has_no_strength(tables: dict[str, list[dict[str, str]]]) -> None:
    for row in (*tables["type_words"], *tables["focus_words"]):
        assert (row["code"] == TRAP) == (float(row["strength"]) == 0), row
