"""Encodings: lists in their languages come back from the encodings they were once written in."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.errors import InputError
from siggraph.io.documents.encodings import decode, spoken

# Made-up bodies, five a language, of words that such names are full of.
LISTS = {
    "es": "Asociación de Niños y Jóvenes|Fundación Montaña Verde|Unión de Campesinos de Ñuñoa|Red de Acción|Cáritas",
    "fr": "Réseau Forêts|Ligue des droits à l'eau|Fédération générale|Société où vivre|Les Amis de la Côte",
    "de": "Bündnis für Völkerverständigung|Grüne Straße|Ärztinnen für Frieden|Verein Köln|Österreichische Liga",
    "pt": "Associação de Saúde|União das Mães|Fundação São João|Rede Ação|Federação de Órgãos",
    "sv": "Förbundet Rädda Sjön|Läkare för fred|Kvinnor i Åbo|Föreningen Öppna Dörrar|Svenska nätverket",
    "pl": "Związek Młodych Łodzi|Fundacja Wolność|Stowarzyszenie Źródło|Ośrodek Badań|Towarzystwo Dąb",
    "cs": "Člověk a město|Sdružení přátel|Nadace Živá řeka|Výbor dobré vůle|Společnost svobodných",
    "hu": "Nők Együtt|Magyar Szövetség|Őszi Kör|Társaság a Jogokért|Levegő és Víz",
    "ru": "Комитет за права человека|Союз матерей|Экологическая вахта|Центр свободы|Молодёжное движение",
    "uk": "Спілка жінок України|Центр громадянських свобод|Мережа захисту|Єдність|Інститут ініціатив",
    "el": "Δίκτυο Γυναικών|Ένωση Πολιτών|Σύλλογος Φίλων|Ελληνική Πρωτοβουλία|Κέντρο Ειρήνης",
    "tr": "İnsan Hakları Ağı|Kadın Dayanışma Derneği|Çevre ve Barış|Özgürlük Vakfı|Şehir Işıkları",
    "ar": "جمعية حقوق النساء|مركز الدراسات|الشبكة العربية|اتحاد المحامين|منتدى السلام",
    "he": "האגודה לזכויות|ארגון הנשים|תנועת השלום|מרכז העובדים|רופאים למען אדם",
    "th": "มูลนิธิสิทธิมนุษยชน|เครือข่ายผู้หญิง|สมาคมเสรีภาพ|ศูนย์ทนายความ|กลุ่มเยาวชน",
    "zh-hans": "中国人权中心|北京劳动者协会|公民社会研究所|妇女儿童基金会|独立记者联盟",
    "zh-hant": "台灣人權協會|香港勞工聯盟|婦女權益基金會|環境保護聯合會|記者公會",
    "ja": "市民の会|日本環境ネットワーク|女性の人権センター|原発を考える会|アジア労働者連合",
    "ko": "시민연대|여성인권센터|환경운동연합|민주노동자모임|언론개혁네트워크",
    "lt": "Žmonių teisių sąjunga|Moterų centras|Šeimų bendrija|Lietuvos žaliųjų judėjimas|Įvairovės tinklas",
}
WRITTEN = [
    ("es", "cp1252"), ("fr", "cp1252"), ("fr", "iso8859_15"), ("de", "cp1252"), ("pt", "cp1252"), ("sv", "cp1252"),
    ("es", "mac_roman"), ("pl", "cp1250"), ("pl", "iso8859_2"), ("cs", "cp1250"), ("cs", "iso8859_2"), ("hu", "cp1250"),
    ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "iso8859_5"), ("uk", "cp1251"), ("el", "cp1253"), ("tr", "cp1254"),
    ("ar", "cp1256"), ("he", "cp1255"), ("th", "cp874"), ("lt", "cp1257"), ("zh-hans", "gb18030"), ("zh-hant", "cp950"),
    ("zh-hant", "gb18030"), ("ja", "cp932"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("ko", "cp949"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "codec"), WRITTEN)
@pytest.mark.parametrize("times", [1, 12])
def test_lists_of_five_and_sixty_names_come_back(language: str, codec: str, times: int) -> None:
    text = "".join(f"{n}. {name}\n" for n, name in enumerate(LISTS[language].split("|") * times, start=1))
    decoded = decode(text.encode(codec), "a.txt")
    assert decoded.text == text
    assert text.encode(decoded.encoding) == text.encode(codec) or codec == "iso2022_jp"
    if codec != "iso2022_jp":
        assert decoded.remarks[0].startswith(f"read as {spoken(decoded.encoding)}, which was guessed")


@pytest.mark.parametrize("language", list(LISTS))
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_guess(language: str, codec: str) -> None:
    text = LISTS[language].replace("|", "\r\n")
    decoded = decode(text.encode(codec), "a.txt")
    assert (decoded.text, decoded.remarks) == (text, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_without_a_mark_is_told_by_its_nuls(codec: str) -> None:
    text = LISTS["es"].replace("|", "\n")
    assert decode(text.encode(codec), "a.txt") == decode(text.encode(codec), "a.txt", "utf-8")
    assert decode(text.encode(codec), "a.txt").text == text


def test_marks_of_both_ends() -> None:
    assert decode(codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "a").text == "é"
    assert decode(codecs.BOM_UTF32_LE + "é".encode("utf-32-le"), "a").text == "é"


@pytest.mark.parametrize(
    "head",
    ['<meta charset="{}">', '<?xml version="1.0" encoding="{}"?>', "# -*- coding: {} -*-",
     '<meta http-equiv="Content-Type" content="text/html; charset={}">'],
)  # fmt: skip
def test_what_a_file_declares_counts_before_a_guess(head: str) -> None:
    text = head.format("iso-8859-2") + "\nA\u0141A\u0141\n"  # short enough to be guessed wrongly
    decoded = decode(text.encode("iso8859_2"), "a.html")
    assert (decoded.text, decoded.encoding, decoded.remarks) == (text, "iso8859-2", ())


def test_a_false_declaration_is_named_and_a_foolish_one_passed_over() -> None:
    text = '<meta charset="iso-8859-1">Łódź'
    decoded = decode(text.encode(), "a.html")
    assert (decoded.text, decoded.encoding) == (text, "utf-8")
    assert "declares iso-8859-1" in decoded.remarks[0]
    for name in ("no-such", "rot13", "zlib_codec", "idna", "utf-16", "x" * 40, "\x00", "undefined"):
        text = f'<meta charset="{name}">Federación Española'
        assert decode(text.encode("cp1252"), "a.html").text == text


def test_names_that_mean_their_superset() -> None:
    assert decode("“a” – Été".encode("cp1252"), "a", "iso-8859-1").text == "“a” – Été"
    assert decode("中国龘".encode("gb18030"), "a", "gb2312").text == "中国龘"


def test_broken_bytes_in_utf8_are_shown_and_named() -> None:
    content = "Fédération générale des étudiants".encode() + b"\xe9 x"
    decoded = decode(content, "a.txt")
    assert decoded.text == "Fédération générale des étudiants\ufffd x"
    assert decoded.remarks == ("1 broken characters are shown as \ufffd",)
    halves = decode("é😀".encode() + b"\xed\xa0\xbd\xed\xb8\x80 \xed\xa0\x80", "a.txt")
    assert halves.text == "é😀😀 \ufffd"


def test_bidirectional_controls_and_single_controls_stay() -> None:
    text = "\u202bجمعية\u202c \u2067A\u2069 and a \x00 and a \x1b in a text of some length"
    assert decode(text.encode(), "a.txt").text == text


@pytest.mark.parametrize("content", [b"\x00" * 100, bytes(range(32)) * 9, b"\x01\x02ab" * 9, bytes(range(256)) * 9])
def test_binary_rubbish_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(content, "a.txt")
    assert caught.value.where == "a.txt"
    assert caught.value.remedy


@pytest.mark.property
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_that_can_be_written_or_refused(content: bytes) -> None:
    try:
        decoded = decode(content, "a.txt")
    except InputError:
        return
    decoded.text.encode()
    codecs.lookup(decoded.encoding)


@pytest.mark.property
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode(), "a.txt").text == text.removeprefix("\ufeff")


def test_vietnamese_is_told_by_its_marks() -> None:
    text = "Hội Nhà báo Độc lập\nMạng lưới Dân chủ\nPhong trào Việt Nam\n"
    parts = []
    for char in text:  # code page 1258 writes tones as marks, and other marks as part of the letter
        bare = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in bare if c in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", "".join(c for c in bare if c not in tones)) + tones)
    written = "".join(parts)
    assert decode(written.encode("cp1258"), "a.txt").text == written
