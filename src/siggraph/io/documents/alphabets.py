"""Alphabets: what letters a text in an old encoding should hold, by language, for the guess of its encoding.

General knowledge of orthographies and of the standards that list the characters; no counts of a corpus.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters beyond ASCII that a language is written with, the most frequent first.

    ``share`` is the rough share of them among its letters, 0-1. For Latin, ``order`` has the letters of ASCII likewise,
    and ``words`` has small words that names of bodies are full of.
    """

    language: str
    share: float
    letters: str
    order: str = "etaoinshrdlcumwfgypbvkjxqz"
    words: str = ""


_CYRILLIC = 0.97  # some Latin letters stand in every list
_ALPHABETS = (
    Alphabet("en", 0.001, "éï", words="of the for and in to"),
    Alphabet(
        "es",
        0.025,
        "óáíéñúü",
        "eaosrnidlctumpbgvyqhfzjxwk",
        "de la y los las para del por el en y e centro derechos humanos red instituto mujeres",
    ),
    Alphabet(
        "fr",
        0.04,
        "éèàêçôîâûùëïœüÿæ",
        "esaitnrulodcpmvqfbghjxyzwk",
        "de la des les et pour du le sur aux où à droits réseau union les amis",
    ),
    Alphabet(
        "pt",
        0.05,
        "ãçáéíóêõâúôàü",
        "aeosridmntcuvlpgqbfzhjxkwy",
        "de da do dos das e para em à às rede movimento instituto direitos",
    ),
    Alphabet(
        "de",
        0.02,
        "üäöß",
        "enisratdhulcgmobwfkzvpjyxq",
        "und der die für des von gegen im verein netzwerk bund menschenrechte gesellschaft",
    ),
    Alphabet("it", 0.015, "àèùéòì", "eaionlrtscdupmvghfbqzykwxj", "di e per la il dei delle del centro rete diritti"),
    Alphabet("nl", 0.003, "ëéïèöü", "enatirodslghvkmubpwjczfxyq", "en van de voor het nederland stichting vereniging"),
    Alphabet("ca", 0.025, "óéàèíòçúïü", "eaisrlntoducmpvbgfqhjxyzkw", "de i per la dels les"),
    Alphabet("sv", 0.05, "äöåé", "eantrslidomgkvhfupbcyjxwzq", "och för i av svenska förbundet för"),
    Alphabet("da", 0.04, "øåæéö", "erntidaslogmkvfuhbpyjcwzxq", "og for i af til danmark norge forbundet"),
    Alphabet("is", 0.1, "áðíöéþúóæý", "aniresultgmkdfhvobjpycxwzq", "og fyrir um"),
    Alphabet(
        "pl",
        0.08,
        "łóąężśćńź",
        "iaeoznrwsctkypdmujlgbhfqvx",
        "i na w z dla o rzecz fundacja stowarzyszenie instytut praw komitet centrum",
    ),
    Alphabet(
        "cs",
        0.15,
        "íáéěřýčžšůúťóďň",
        "eoantsilvrkdupmczyjbhgfwxq",
        "a pro v na za o liga lidských práv nadace spolek český",
    ),
    Alphabet(
        "sk", 0.12, "áíéčýšžúťôľóňäďĺŕ", "aoeinrstvlkdmupczjbyhgfxwq", "a pre v na za o nadácia združenie slovenská"
    ),
    Alphabet("hu", 0.11, "áéóöíőüúű", "eatlnskoirzgmdybvhjufpcxwq", "a az és magyar egyesület alapítvány szövetség"),
    Alphabet(
        "ro", 0.06, "ăîâşţșț", "eiatnrulocsdpmvfgbzhjxkyqw", "pentru de din la asociaţia centrul fundaţia drepturilor"
    ),
    Alphabet("hr", 0.04, "čšžćđ", "aioenrsjtukvdmlpgzbchfyxwq", "i za u na centar udruga hrvatska ljudska prava"),
    Alphabet("sq", 0.06, "ëç", "etainrskhdoujmlpgvyfbzqcxw", "e i dhe për të"),
    Alphabet("lt", 0.08, "ėšųįžčūęą", "iasoretnukmlpvdjgybczfhxwq", "ir lietuvos asociacija centras"),
    Alphabet("lv", 0.12, "āīēšņļūžčķģŗ", "aistrenuokmldpvzjgbcfhxyqw", "un par latvijas biedrība centrs"),
    Alphabet("et", 0.04, "äõüöšž", "aeistlunkomdrvgjhpbfcyzxwq", "ja eesti"),
    Alphabet("tr", 0.11, "ıüşğöçİâîû", "aeinrlkdmytsubozgvhcpfjqxw", "ve için derneği vakfı insan hakları"),
    Alphabet(
        "vi",
        0.35,
        "đ\u0301\u0300âêôư\u0323ơ\u0309ă\u0303áàãéèíóúýùì",
        "nhtcigauomlrvpebysdkxqfjzw",
        "anh em nam do cho hội việt",
    ),
    Alphabet("ru", _CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    Alphabet("uk", _CYRILLIC, "оаинвіетркслдмупязьгйбчхцюєїжшфщґ"),
    Alphabet("bg", _CYRILLIC, "аоиентрсвлкдпмзябгучъщхцйжфюшь"),
    Alphabet("sr", _CYRILLIC, "аиоенрстјувкдлпмзгбчцшжњћхљђфџ"),
    Alphabet("el", 0.97, "αοιετσηνρπκμλςυωόάίθγέήδχύφβώξζψϊϋΐΰ"),
    Alphabet("he", 0.97, "יהולארתמבשנםדכקעפחטגסצןזךףץ"),
    Alphabet("ar", 0.97, "الينمةرتعحقدبسوفكجطصهخئشىزضأغإثءذظؤآ،ًٌَُِّْپچژگک؛؟"),
    Alphabet(
        "th",
        0.97,
        "านรอกเง\u0e48มยล\u0e49วดท\u0e31สต\u0e35\u0e34ปบคหะแจพ\u0e37ข\u0e38ช\u0e39\u0e4cใไธโณผซศษถ\u0e47ญฐำฝฟ\u0e36ภฉฒฎฑฏฤฮฬฆฯๆ",
    ),
)
BY_LANGUAGE = {alphabet.language: alphabet for alphabet in _ALPHABETS}

_WEST = "es fr pt de it nl ca sv da is"
_EAST = "pl cs sk hu ro hr sq de"
_BALTIC = "lt lv et"
_SLAVIC = "ru uk bg sr"
# Codec, the languages written in it, and how unlikely it is before anything is read (in nats, less is likelier).
SINGLE_BYTE: tuple[tuple[str, str, float], ...] = (
    ("cp1252", _WEST, 0.0),
    ("cp1251", _SLAVIC, 1.0),
    ("cp1250", _EAST, 3.0),
    ("cp1254", "tr de", 2.0),
    ("cp1253", "el", 2.0),
    ("cp1256", "ar fr", 3.0),
    ("cp1255", "he", 2.0),
    ("cp1257", _BALTIC, 3.0),
    ("cp1258", "vi", 4.0),
    ("cp874", "th", 2.0),
    ("koi8_r", "ru bg", 2.0),
    ("koi8_u", "uk ru", 3.0),
    ("iso8859_15", _WEST, 2.0),
    ("iso8859_2", _EAST, 4.0),
    ("iso8859_5", _SLAVIC, 3.0),
    ("iso8859_6", "ar", 3.0),
    ("iso8859_7", "el", 3.0),
    ("iso8859_8", "he", 3.0),
    ("iso8859_9", "tr de", 3.0),
    ("iso8859_13", _BALTIC, 4.0),
    ("iso8859_4", _BALTIC, 5.0),
    ("iso8859_16", "ro pl hu hr fr de", 5.0),
    ("mac_roman", _WEST, 3.0),
    ("mac_latin2", _EAST, 5.0),
    ("mac_cyrillic", "ru uk bg sr", 4.0),
)
# Codec, its model, and how unlikely it is.
MULTI_BYTE: tuple[tuple[str, str, float], ...] = (
    ("gb18030", "zh-hans", 1.0),
    ("cp950", "zh-hant", 1.0),
    ("gb18030", "zh-hant", 3.0),
    ("big5hkscs", "zh-hant", 3.0),
    ("cp932", "ja", 1.0),
    ("euc_jp", "ja", 2.0),
    ("cp949", "ko", 1.0),
)

# Characters that are frequent in names of bodies and in letters; each is read as likelier than its neighbours.
COMMON = {
    "zh-hans": "中国人民权利会协联合组织际公社区发展研究心基金自由主维护国家法律学院大工作者网络环境保护妇女儿童教育劳"
    "援助促进团体北京上海广东香港台湾西藏文化传媒新闻记律师独立作家爱知行益全球世界日本美加的之与和在业动总部委员运",
    "zh-hant": "中國人民權利會協聯合組織際公社區發展研究心基金自由主維護家法律學院大工作者網絡環境保護婦女兒童教育勞"
    "援助促進團體北京上海廣東香港台臺灣西藏文化傳媒新聞記律師獨立愛全球世界日本美加的之與和在業動總部委員運盟財法社團",
    "ja": "会の日本国際協人権民団体連合委員市法環境保護平和運動研究所センター女性支援教育労働組合者学生活をネットワーク"
    "アジア原発反対考える東京大阪全国自由力事務局代表弁護士理財社的中子化ンスルトリイクラ",
    "ko": "회사단체연대민주시인권운동국제한국협여성환경노조합위원전노동자정의평화센터교육공청년학생연구소지역네트워크문"
    "참여건강과를위한의모임개혁실천총맹본부기독천주교법률변호사대책서울부산광주생태장애",
}
