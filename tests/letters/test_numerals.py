"""Numerals: figures of any script, and words, against spellers that were written apart."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.letters.numerals import NumberWords, composed, level

WORDS = NumberWords.from_table(read_reference(resource("data") / "reference")["number_words"])


def english(n: int) -> str:
    small = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if n < 20:
        return small[n - 1]
    if n < 100:
        return tens[n // 10 - 2] + (f"-{small[n % 10 - 1]}" if n % 10 else "")
    return f"{small[n // 100 - 1]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")


def french(n: int) -> str:
    small = [
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf",
    ]
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
    if n < 20:
        return small[n - 1]
    if n < 70:
        ten, unit = n - n % 10, n % 10
        return tens[ten] + ("" if not unit else " et un" if unit == 1 else f"-{small[unit - 1]}")
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{small[n - 61]}"
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{small[n - 81]}"
    hundreds = "cent" if n < 200 else f"{small[n // 100 - 1]} cent" + ("s" if n % 100 == 0 else "")
    return hundreds + (f" {french(n % 100)}" if n % 100 else "")


def spanish(n: int) -> str:
    small = [
        "uno",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "veintiuno",
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ]
    tens = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
    hundreds = [
        "ciento",
        "doscientos",
        "trescientos",
        "cuatrocientos",
        "quinientos",
        "seiscientos",
        "setecientos",
        "ochocientos",
        "novecientos",
    ]
    if n < 30:
        return small[n - 1]
    if n < 100:
        return tens[n // 10 - 3] + (f" y {small[n % 10 - 1]}" if n % 10 else "")
    return "cien" if n == 100 else hundreds[n // 100 - 1] + (f" {spanish(n % 100)}" if n % 100 else "")


def portuguese(n: int) -> str:
    small = [
        "um",
        "dois",
        "três",
        "quatro",
        "cinco",
        "seis",
        "sete",
        "oito",
        "nove",
        "dez",
        "onze",
        "doze",
        "treze",
        "catorze",
        "quinze",
        "dezesseis",
        "dezessete",
        "dezoito",
        "dezenove",
    ]
    tens = ["vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"]
    hundreds = [
        "cento",
        "duzentos",
        "trezentos",
        "quatrocentos",
        "quinhentos",
        "seiscentos",
        "setecentos",
        "oitocentos",
        "novecentos",
    ]
    if n < 20:
        return small[n - 1]
    if n < 100:
        return tens[n // 10 - 2] + (f" e {small[n % 10 - 1]}" if n % 10 else "")
    return "cem" if n == 100 else hundreds[n // 100 - 1] + (f" e {portuguese(n % 100)}" if n % 100 else "")


def german(n: int) -> str:
    small = [
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ]
    tens = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    if n < 20:
        return small[n - 1]
    if n < 100:
        unit = n % 10
        return (("ein" if unit == 1 else small[unit - 1]) + "und" if unit else "") + tens[n // 10 - 2]
    return ("ein" if n < 200 else small[n // 100 - 1]) + "hundert" + (german(n % 100) if n % 100 else "")


def chinese(n: int) -> str:
    digits = "零一二三四五六七八九"
    if n < 10:
        return digits[n]
    if n < 20:
        return "十" + (digits[n - 10] if n > 10 else "")
    if n < 100:
        return digits[n // 10] + "十" + (digits[n % 10] if n % 10 else "")
    rest = n % 100
    tail = (
        "" if not rest else f"零{digits[rest]}" if rest < 10 else f"一{chinese(rest)}" if rest < 20 else chinese(rest)
    )
    return digits[n // 100] + "百" + tail


def japanese(n: int) -> str:
    digits = "〇一二三四五六七八九"
    hundreds, tens, units = n // 100, n // 10 % 10, n % 10
    spelled = "百" if hundreds == 1 else f"{digits[hundreds]}百" if hundreds else ""
    spelled += "十" if tens == 1 else f"{digits[tens]}十" if tens else ""
    return spelled + (digits[units] if units else "")


@pytest.mark.parametrize(
    ("language", "speller"),
    [
        ("en", english), ("fr", french), ("es", spanish), ("pt", portuguese), ("de", german), ("zh", chinese),
        ("ja", japanese),
    ],
)  # fmt: skip
def test_every_number_below_a_thousand(language: str, speller: Callable[[int], str]) -> None:
    pattern = re.compile(WORDS.pattern)
    for n in range(1, 1000):
        text = speller(n)
        found = WORDS.words(level(text), level(text, tones=True)).get(language, ())
        assert [(x.begin, x.end, x.value) for x in found] == [(0, len(text), n)], text
        assert pattern.fullmatch(level(text)), text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("forty-four", 44), ("a hundred and twenty", 120), ("twelve thousand three hundred and one", 12301),
        ("quarante-quatre", 44), ("septante-deux", 72), ("vierundvierzig", 44), ("Achtundneunzig", 98),
        ("cuarenta y cuatro", 44), ("trezentas e vinte e uma", 321), ("centotto", 108), ("ventuno", 21),
        ("duecentotrentaquattro", 234), ("tweeëntwintig", 22), ("vierenveertig", 44), ("fyrtiofyra", 44),
        ("fireogfyrre", 44), ("førtifire", 44), ("neljäkymmentäneljä", 44), ("kolmetoista", 13),
        ("czterdzieści cztery", 44), ("sto dwadzieścia", 120), ("čtyřicet čtyři", 44), ("negyvennégy", 44),
        ("huszonöt", 25), ("patruzeci și patru", 44), ("σαράντα τέσσερις", 44), ("ΔΙΑΚΟΣΙΕΣ ΟΓΔΟΝΤΑ ΔΥΟ", 282),
        ("двести восемьдесят два", 282), ("сорока четырьмя", 44), ("двісті вісімдесят дві", 282), ("kırk dört", 44),
        ("أربعة وأربعون", 44), ("مئتان واثنان وثمانون", 282), ("ثلاثة عشر", 13), ("چهل و چهار", 44),
        ("سیصد و بیست و یک", 321), ("ארבעים וארבע", 44), ("שלוש מאות עשרים ואחת", 321), ("चौवालीस", 44),
        ("एक सौ बीस", 120), ("empat puluh empat", 44), ("dua belas", 12), ("seratus dua puluh", 120),
        ("bốn mươi bốn", 44), ("hai mươi mốt", 21), ("một trăm linh năm", 105), ("ยี่สิบเอ็ด", 21), ("สี่สิบสี่", 44),
        ("一百二十三", 123), ("三十九", 39), ("貳佰捌拾貳", 282), ("二〇", 20), ("一万二千", 12000),
        ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u202f234", 1234), ("1'234", 1234), ("42", 42),
        ("١٢٣", 123), ("१२३", 123), ("๔๒", 42), ("۳۲۱", 321), ("４２", 42),
    ],
)  # fmt: skip
def test_known_numbers(text: str, value: int) -> None:
    assert WORDS.value(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "two three", "one and two", "quatre quarante", "三五", "hundred hundred", "and forty", "forty and", "12,34",
     "12. Name", "3rd", "12/2019", "4.2", "50%", "$100", "012", "12345678901", "banana", "to", "zehnzehn"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert WORDS.value(text) is None or text == "to"  # to is two in Danish: the language of the phrase decides


def test_the_number_of_a_line_does_not_swallow_what_follows() -> None:
    assert [x.value for x in WORDS.figures("12. 345 names")] == [12, 345]
    assert [x.value for x in WORDS.figures("in 2019 321 groups")] == [2019, 321]


def test_an_unknown_role_is_an_error() -> None:
    with pytest.raises(ValueError, match="dozenth"):
        NumberWords.from_table([{"form": "x", "language": "en", "value": "1", "role": "dozenth"}])


@given(st.text())
def test_levelling_keeps_every_place(text: str) -> None:
    assert len(level(text)) == len(level(text, tones=True)) == len(text)
    shown, places = composed(text)
    assert places is None or len(places) == len(shown)
    assert places is None or list(places) == sorted(places)


@pytest.mark.parametrize("piece", ["dreizehn", "1 ", "twenty-", "一百", "one and "])
def test_the_pattern_passes_over_long_runs(piece: str) -> None:
    pattern = re.compile(WORDS.pattern)
    text = level(piece * (100_000 // len(piece)))
    ends = [match.span() for match in pattern.finditer(text)]
    assert ends == sorted(ends)
    assert all(0 <= begin < end <= len(text) for begin, end in ends)
