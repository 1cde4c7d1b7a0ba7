"""Stated counts: the phrases of every language, what must not be read as a count, and time that grows with length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siggraph.io.corpus import read_reference
from siggraph.io.resources import resource
from siggraph.letters.counts import ROLES, CountPhrases, StatedCount, agreed, approximate
from siggraph.model import StatedCounts

TABLES = read_reference(resource("data") / "reference")
PHRASES = CountPhrases.from_tables(TABLES["count_phrases"], TABLES["number_words"])

# language | role | value | text
COUNTS = """
en | total | 42 | The 42 signatories of the letter, including A, B and C, said
en | total | 120 | Signed by 120 civil society organisations from 34 countries
en | total | 44 | 44 environmental and human rights organisations have signed this letter
en | total | 44 | We, the undersigned forty-four organizations, call on you
en | total | 57 | Signatories (57)
en | total | 52 | Signed by 40 organisations and 12 individuals
en | total | 321 | Signatories totaled 321
en | total | 120 | A hundred and twenty groups have signed.
en | more | 60 | more than 60 organisations
en | more | 100 | Endorsed by over one hundred NGOs worldwide
en | about | 80 | about 80 civil society organisations
en | others | 30 | A, B and 30 other organisations
en | others | 30 | A, B, C and thirty others.
en | withheld | 39 | and 39 who wish to remain anonymous
en | withheld | 39 | another 39 organizations have chosen to remain anonymous for safety
en | named | 282 | of which 282 are named
fr | total | 44 | 44 organisations signataires :
fr | total | 44 | Quarante-quatre organisations signataires
fr | total | 44 | Liste des 44 signataires
fr | total | 97 | Nous, les quatre-vingt-dix-sept associations de défense des droits, demandons
fr | total | 321 | Une lettre signée par 321 organisations de la société civile
fr | more | 60 | Plus de 60 associations
fr | others | 25 | et 25 autres organisations
fr | about | 80 | environ 80 associations
fr | withheld | 39 | dont 39 ont préféré garder l'anonymat
fr | withheld | 39 | et 39 autres qui ont souhaité rester anonymes
fr | named | 282 | dont 282 citées ci-dessus
es | total | 44 | Carta firmada por cuarenta y cuatro organizaciones
es | total | 44 | Las 44 organizaciones firmantes
es | total | 44 | Las 44 organizaciones abajo firmantes
es | total | 25 | Número de organizaciones firmantes: 25
es | more | 60 | más de 60 organizaciones
es | others | 25 | y otras 25 organizaciones
es | others | 25 | y 25 organizaciones más
es | withheld | 39 | 39 prefirieron permanecer en el anonimato
es | withheld | 39 | y otras 39 que prefirieron mantener el anonimato
es | about | 80 | unas 80 entidades
pt | more | 60 | carta assinada por mais de 60 entidades
pt | about | 80 | Cerca de 80 institutos de pesquisa
pt | about | 81 | Aproximadamente 81 Movimentos populares
pt | total | 321 | assinada por trezentas e vinte e uma organizações
pt | total | 40 | 40 entidades signatárias
pt | others | 30 | e outras 30 organizações
pt | withheld | 39 | e 39 que preferiram manter o anonimato
it | total | 44 | Lettera firmata da quarantaquattro associazioni
it | total | 44 | 44 organizzazioni firmatarie
it | more | 60 | oltre 60 organizzazioni
it | about | 80 | circa 80 associazioni
it | others | 30 | e altre 30 organizzazioni
it | withheld | 39 | e 39 che hanno scelto di restare anonime
de | total | 30 | 30 Vereine, Genossenschaften und Initiativen:
de | total | 44 | Unterzeichnet von vierundvierzig Organisationen
de | total | 44 | 44 Umweltverbände haben den Brief unterzeichnet
de | total | 57 | Unterzeichner (57)
de | more | 30 | über 30 Organisationen
de | about | 80 | rund 80 Verbände
de | others | 30 | und 30 weitere Organisationen
de | withheld | 39 | 39 Organisationen möchten anonym bleiben
de | withheld | 39 | und 39 weitere, die anonym bleiben wollen
nl | total | 44 | Ondertekend door vierenveertig organisaties
nl | total | 44 | 44 ondertekenaars
nl | more | 60 | meer dan 60 organisaties
nl | about | 80 | ongeveer 80 organisaties
nl | others | 30 | en 30 andere organisaties
nl | withheld | 39 | 39 organisaties die anoniem willen blijven
sv | total | 44 | Undertecknat av fyrtiofyra organisationer
sv | total | 44 | 44 organisationer har skrivit under
sv | more | 60 | mer än 60 organisationer
sv | about | 80 | omkring 80 föreningar
sv | others | 30 | och 30 andra organisationer
sv | withheld | 39 | och 39 som valt att vara anonyma
da | total | 44 | Underskrevet af fireogfyrre organisationer
da | others | 30 | og 30 andre organisationer
da | withheld | 39 | 39 organisationer som ønsker at være anonyme
no | total | 44 | Undertegnet av førtifire organisasjoner
no | others | 30 | og 30 andre organisasjoner
no | withheld | 39 | 39 organisasjoner som ønsker å være anonyme
fi | total | 44 | 44 järjestöä on allekirjoittanut vetoomuksen
fi | total | 44 | Vetoomuksen on allekirjoittanut neljäkymmentäneljä järjestöä
fi | more | 60 | yli 60 järjestöä
fi | about | 80 | noin 80 järjestöä
fi | others | 30 | ja 30 muuta järjestöä
fi | withheld | 39 | 39 järjestöä, jotka haluavat pysyä nimettöminä
pl | total | 44 | List podpisany przez czterdzieści cztery organizacje
pl | total | 44 | 44 organizacje podpisały apel
pl | total | 57 | Sygnatariusze (57)
pl | more | 60 | ponad 60 organizacji
pl | about | 80 | około 80 stowarzyszeń
pl | others | 30 | i 30 innych organizacji
pl | withheld | 39 | oraz 39 organizacji, które chcą pozostać anonimowe
cs | total | 44 | Výzvu podepsalo 44 organizací
cs | total | 44 | Seznam 44 signatářů
cs | more | 60 | více než 60 organizací
cs | about | 80 | asi 80 spolků
cs | others | 30 | a dalších 30 organizací
cs | withheld | 39 | 39 organizací, které chtějí zůstat anonymní
hu | total | 44 | A levelet negyvennégy szervezet írta alá
hu | total | 44 | 44 szervezet aláírta
hu | more | 60 | több mint 60 szervezet
hu | about | 80 | mintegy 80 szervezet
hu | others | 30 | és 30 másik szervezet
hu | withheld | 39 | 39 szervezet, amely névtelen kíván maradni
ro | total | 44 | Scrisoare semnată de patruzeci și patru de organizații
ro | total | 44 | 44 de organizații semnatare
ro | more | 60 | peste 60 de organizații
ro | about | 80 | aproximativ 80 de asociații
ro | others | 30 | și alte 30 de organizații
ro | withheld | 39 | și 39 care au preferat anonimatul
el | total | 44 | Υπογράφεται από 44 οργανώσεις
el | total | 44 | Σαράντα τέσσερις οργανώσεις υπογράφουν
el | more | 60 | περισσότερες από 60 οργανώσεις
el | about | 80 | περίπου 80 οργανώσεις
el | others | 30 | και άλλες 30 οργανώσεις
el | withheld | 39 | 39 οργανώσεις που επέλεξαν να παραμείνουν ανώνυμες
ru | total | 282 | Письмо подписали двести восемьдесят две организации
ru | total | 44 | Подписано 44 организациями
ru | total | 44 | Список из 44 подписантов
ru | more | 60 | более 60 организаций
ru | about | 80 | около 80 правозащитных организаций
ru | others | 30 | и ещё 30 организаций
ru | withheld | 39 | и 39 организаций, которые пожелали остаться неназванными
uk | total | 44 | Звернення підписали сорок чотири організації
uk | more | 60 | понад 60 організацій
uk | about | 80 | близько 80 організацій
uk | others | 30 | та 30 інших організацій
uk | withheld | 39 | 39 організацій, які побажали залишитися анонімними
tr | total | 44 | kırk dört kuruluş tarafından imzalandı
tr | total | 44 | 44 imzacı
tr | more | 60 | 60'tan fazla kuruluş
tr | about | 80 | yaklaşık 80 dernek
tr | others | 30 | ve diğer 30 kuruluş
tr | withheld | 39 | isminin açıklanmasını istemeyen 39 kuruluş
ar | total | 20 | وقعت على البيان 20 منظمة
ar | total | 44 | الموقعة من قبل أربع وأربعين منظمة
ar | total | 42 | 42 منظمة موقعة
ar | more | 60 | أكثر من ٦٠ منظمة
ar | about | 80 | نحو 80 جمعية
ar | others | 30 | و30 منظمة أخرى
ar | withheld | 39 | و39 منظمة فضلت عدم الكشف عن هويتها
fa | total | 44 | ۴۴ سازمان امضاکننده
fa | total | 44 | به امضای چهل و چهار سازمان
fa | more | 60 | بیش از ۶۰ سازمان
fa | others | 30 | و ۳۰ سازمان دیگر
fa | withheld | 39 | و ۳۹ سازمان که خواسته‌اند ناشناس بمانند
he | total | 42 | נחתם על ידי 42 ארגונים
he | total | 42 | ארבעים ושניים ארגונים חתומים
he | more | 60 | יותר מ-60 ארגונים
he | about | 80 | כ-80 ארגונים
he | others | 30 | ו-30 ארגונים נוספים
he | withheld | 39 | ו-39 ארגונים שביקשו להישאר בעילום שם
hi | total | 44 | हम चौवालीस संगठनों
hi | total | 44 | ४४ संगठनों ने इस पत्र पर हस्ताक्षर किए
hi | more | 60 | 60 से अधिक संगठनों
hi | about | 80 | लगभग 80 संगठनों
hi | others | 30 | और 30 अन्य संगठनों
id | total | 44 | Ditandatangani oleh empat puluh empat organisasi
id | more | 60 | lebih dari 60 organisasi
id | about | 80 | sekitar 80 organisasi
id | others | 30 | dan 30 organisasi lainnya
id | withheld | 39 | 39 organisasi yang memilih untuk tetap anonim
vi | total | 44 | bị ký bởi 44 tổ chức
vi | total | 44 | bốn mươi bốn tổ chức ký tên
vi | more | 60 | hơn 60 tổ chức
vi | about | 80 | khoảng 80 tổ chức
vi | others | 30 | và 30 tổ chức khác
vi | withheld | 39 | 39 tổ chức muốn ẩn danh
th | total | 42 | ลงนามโดย ๔๒ องค์กร
th | total | 42 | สี่สิบสององค์กรร่วมลงนาม
th | more | 60 | มากกว่า 60 องค์กร
th | about | 80 | ประมาณ 80 องค์กร
th | others | 30 | และอีก 30 องค์กร
th | withheld | 39 | อีก 39 องค์กรขอไม่เปิดเผยชื่อ
zh | total | 321 | 共321个组织
zh | total | 321 | 321個團體聯署
zh | total | 10 | 甲、乙、丙等 10 个团体
zh | total | 123 | 一百二十三个组织联署
zh | total | 57 | 联署团体（共57个）
zh | total | 44 | 44个组织：
zh | more | 60 | 60 余个组织
zh | more | 60 | 60多家机构
zh | about | 80 | 约80个团体
zh | others | 30 | 以及其他30个组织
zh | withheld | 39 | 另有39个组织匿名
zh | withheld | 39 | 另有三十九個團體選擇匿名
ja | total | 25 | 団体数 25
ja | total | 25 | 賛同団体（25団体）
ja | total | 25 | 計二十五団体
ja | total | 10 | など10団体
ja | more | 60 | 60団体以上
ja | about | 80 | 約80団体
ja | others | 15 | ほか15団体
ja | withheld | 39 | 39団体は匿名を希望
ko | total | 10 | 함께하는시민행동 등 10개 단체
ko | total | 10 | 함께하는시민행동 등 10개
ko | total | 25 | 연명단체 (총 25개)
ko | total | 25 | 이십오개 단체 일동
ko | more | 60 | 60여 개 단체
ko | about | 80 | 약 80개 단체
ko | others | 15 | 외 15개 단체
ko | withheld | 39 | 39개 단체는 익명
"""

# language | text without any count of signatories
NO_COUNTS = """
en | For 25 years our organisations have worked in 34 countries.
en | Article 12 of the Covenant. 120 people were killed.
en | Signed in 2019 by the organisations below.
en | 100 Resilient Cities
en | a world federation of 220 consumer groups in 115 countries
en | The 195 signatories to the Paris Agreement must act.
en | backed by 18 organisations managing these consortia
en | Two organisations were raided in May.
en | Signed by an organisation from one country
en | Signatories (2019)
en | 12. Association for Peace
en | 350.org, 38 Degrees, Three Rivers Association
en | 1. Alliance 2015
fr | Depuis 25 ans, nos organisations travaillent dans 34 pays.
fr | 120 personnes ont été tuées. Article 12
fr | Les 3 associations de malades
es | Desde hace 25 años, organizaciones de 34 países
es | 120 personas fueron asesinadas; artículo 12
pt | Há 25 anos as organizações atuam em 34 países
pt | mais de 120 mil pessoas foram mortas
pt | artigos 6 e 31 das associações
it | Da 25 anni le nostre organizzazioni operano in 34 paesi
it | più di 120 persone sono state uccise
de | Seit 25 Jahren arbeiten unsere Organisationen in 34 Ländern
de | über 120 Menschen wurden getötet, Artikel 12
de | Ein Bündnis seit 2019
nl | Al 25 jaar werken onze organisaties in 34 landen
nl | meer dan 120 mensen werden gedood
sv | I 25 år har våra organisationer arbetat i 34 länder
da | I 25 år har vores organisationer arbejdet i 34 lande
no | I 25 år har våre organisasjoner arbeidet i 34 land
fi | 25 vuotta järjestömme ovat toimineet 34 maassa
pl | Od 25 lat nasze organizacje działają w 34 krajach
pl | ponad 120 osób zginęło
cs | Už 25 let naše organizace pracují v 34 zemích
hu | 25 éve szervezeteink 34 országban dolgoznak
ro | De 25 de ani organizațiile noastre lucrează în 34 de țări
el | Εδώ και 25 χρόνια οι οργανώσεις μας εργάζονται σε 34 χώρες
ru | Уже 25 лет наши организации работают в 34 странах
ru | более 120 человек убиты, статья 12
uk | Уже 25 років наші організації працюють у 34 країнах
tr | 25 yıldır kuruluşlarımız 34 ülkede çalışıyor
ar | منذ 25 سنة تعمل منظماتنا في 34 دولة
fa | از ۲۵ سال پیش سازمان‌های ما در ۳۴ کشور کار می‌کنند
he | זה 25 שנים הארגונים שלנו פועלים ב-34 מדינות
hi | 25 साल से हमारे संगठन 34 देशों में काम कर रहे हैं
id | Selama 25 tahun organisasi kami bekerja di 34 negara
vi | Trong 25 năm các tổ chức của chúng tôi làm việc tại 34 nước
th | ตลอด 25 ปี องค์กรของเราทำงานใน 34 ประเทศ
zh | 25年来，我们的组织在34个国家工作
zh | 超过120人被杀，第十二条
zh | 三十九个国家的组织
ja | 25年間、私たちの団体は34か国で活動してきた
ja | 二〇一九年、一つの団体
ko | 25년 동안 우리 단체는 34개국에서 일해 왔다
ko | 서울 등 10개 도시에서
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "role", "value", "text"), rows(COUNTS))
def test_a_count_is_read(language: str, role: str, value: str, text: str) -> None:
    assert [(x.role, x.value) for x in PHRASES.read(text)] == [(role, int(value))], language
    assert PHRASES.any.search(text) is not None


@pytest.mark.parametrize(("language", "text"), rows(NO_COUNTS))
def test_no_count_is_read(language: str, text: str) -> None:
    assert PHRASES.read(text) == (), language
    assert PHRASES.any.search(text) is None


@pytest.mark.parametrize(
    "row", [row for row in TABLES["count_phrases"] if row["role"] in ROLES], ids=lambda r: r["note"]
)
def test_every_row_reads_its_own_example(row: dict[str, str]) -> None:
    assert row["note"]
    vocabulary = [other for other in TABLES["count_phrases"] if other["role"] not in ROLES]
    alone = CountPhrases.from_tables([*vocabulary, row], TABLES["number_words"])
    assert row["role"] in {found.role for found in alone.read(row["note"])}


def test_patterns_are_written_as_they_are_read() -> None:
    for row in TABLES["count_phrases"]:
        assert not {" ?", " *", " +"} & {row["pattern"][i : i + 2] for i in range(len(row["pattern"]))}, row


def test_the_sentence_of_the_first_letter() -> None:
    text = (
        "* Cette lettre a été signée par 321 organisations, dont 282 citées ci-dessus, et 39 qui ont préféré garder "
        "l’anonymat"
    )
    assert agreed(PHRASES.read(text)) == (StatedCounts(321, 282, 39), ())


def test_a_count_knows_its_place_whatever_a_reader_does_not_see() -> None:
    text = "x\u2060\u2060 Lettre signe\u0301\u00ade par 42 associa\u00adtions\u2060 !"
    [found] = PHRASES.read(text)
    assert found.phrase == text[found.begin : found.end] == "signe\u0301\u00ade par 42 associa\u00adtions"


def test_the_conjunction_belongs_to_the_count_not_to_the_last_name() -> None:
    match = PHRASES.any.search("Alpha, Beta and 30 other organisations")
    assert match is not None
    assert match.group() == "and 30 other organisations"
    assert match.span() == (12, 38)


def test_one_number_has_one_role() -> None:
    text = (
        "More than 60 organisations have signed. 39 organisations have signed and 5 more organisations wish to stay "
        "anonymous."
    )
    assert [(x.role, x.value) for x in PHRASES.read(text)] == [("more", 60), ("total", 39), ("withheld", 5)]


def test_open_counts_do_not_enter_the_stated_ones() -> None:
    counts = PHRASES.read("About 80 groups; more than 60 organisations, A, B and 30 other organisations.")
    assert agreed(counts) == (StatedCounts(), ())
    assert [x.role for x in approximate(counts)] == ["about", "more", "others"]
    assert approximate([StatedCount("total", 3, 0, 1, "")]) == ()


def test_figures_alone_need_no_table_of_words() -> None:
    phrases = CountPhrases.from_table(TABLES["count_phrases"])
    assert [x.value for x in phrases.read("Signed by 1,234 organisations; signed by forty organisations")] == [1234]
    old = CountPhrases.from_table([{"role": "total", "pattern": r"signed\s+by\s+(?P<n>\d{1,6})\s+groups"}])
    assert [(x.role, x.value) for x in old.read("Signed  by 42 Groups")] == [("total", 42)]


@pytest.mark.parametrize(
    "row",
    [
        {"language": "en", "role": "total", "pattern": "signed by many"},
        {"language": "en", "role": "total", "pattern": "{n} {nothing}"},
    ],
)
def test_a_row_that_cannot_count_is_an_error(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="count_phrases"):
        CountPhrases.from_table([row])


PIECES = [*"12 ,.:-()\n", "signed by ", "organisations", "forty ", "二十", "個團體", "聯署", "\u2060"]


@pytest.mark.property
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_spans_stay_inside_the_text(text: str) -> None:
    for found in PHRASES.read(text):
        assert 0 <= found.begin < found.end <= len(text)
        assert text[found.begin : found.end] == found.phrase


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1 234 ",
        " ",
        "-",
        "one ",
        "twenty-",
        "dreizehn",
        "一",
        "and ",
        "signed by 12 ",
        "12 big ",
        "signatories ( ",
        "12. ",
    ],
)
def test_time_grows_with_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        PHRASES.read(text)
        return time.process_time() - begin

    seconds(1000)  # compiles
    small = seconds(25_000)
    assert seconds(100_000) < 4 * 2.5 * (small + 0.05)  # a square would be 16


def test_a_megabyte_of_spaces_between_number_and_noun() -> None:
    assert PHRASES.read("signed by 12" + " " * 1_000_000 + "organisations") == ()
