"""The guess of an encoding: each candidate's text is judged as text, letter by letter, and the likeliest is taken.

A naive mixture of unigram models: a word costs what its letters cost in the language that suits it best, and those
costs are compared between the encodings that can decode the bytes at all. Detectors that count byte pairs err on the
few words of a short list; alphabets do not need many.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from siggraph.io.documents.alphabets import BY_LANGUAGE, COMMON, MULTI_BYTE, SINGLE_BYTE, Alphabet

_SAMPLE = 12_000  # bytes that are judged
_SMALL_WORD = 3.0  # of a word as small as "de" in its language
_WHICH = 2.4  # of the language of a word, where there is a choice of ten
_ROUNDS = 3
_NEAR, _ENOUGH = 10.0, 0.9  # a reading that makes sense is taken before one that is likelier by so few nats
_STRANGE = 10.0  # of a letter that none of the languages has
_BROKEN = 18.0  # of what no text holds
_CASE = 4.0  # of a capital right after a small letter
_MIXED = 8.0  # of two scripts touching in one word
_LATIN = "\u024f"  # the last letter of Latin Extended-B
_RUN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0e31\u0e34-\u0e4e\u064b-\u0652]*")
_TYPOGRAPHY = frozenset("–—‘’“”„«»…•·\xa0ªº°©®™¿¡€№§‚‹›´、。，：；（）「」《》【】『』・！？‧～〈〉،؛؟")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, the share of what is beyond ASCII that fits a text in it, and the lead over the next (nats)."""

    encoding: str
    sense: float
    lead: float


def guess(content: bytes) -> Guess | None:
    """Return the likeliest of the old encodings of some bytes; None where none can decode them.

    >>> guess("Federación de Organizaciones, España".encode("cp1252")).encoding
    'cp1252'
    >>> guess("Комитет против пыток".encode("koi8_r")).encoding, guess("中国人权".encode("gb18030")).encoding
    ('koi8_r', 'gb18030')
    """
    sample = _sample(content)
    found: list[tuple[float, int, str, str, str]] = []
    seen: set[tuple[str, str]] = set()
    for rank, (codec, model, prior) in enumerate((*SINGLE_BYTE, *MULTI_BYTE)):
        text = sample.decode(codec, "replace")
        if (text, model) in seen or text.count("\ufffd") > 1 + len(text) // 50:
            continue
        seen.add((text, model))
        judge = _judge_wide(model) if model in COMMON else _judge_words(model)
        found.append((judge(text) + prior, rank, codec, model, text))
    if not found or sample.isascii():
        return None
    found.sort()
    near = [f for f in found if f[0] < found[0][0] + _NEAR and _sense(f[4], f[3]) >= _ENOUGH]
    cost, _, _, model, text = (near or found)[0]
    others = [other[0] for other in found if other[4] != text]
    codec = min((rank, name) for _, rank, name, _, same in found if same == text)[1]  # alike: the one usually meant
    return Guess(codec, _sense(text, model), abs(min(others, default=math.inf) - cost))


def _sense(text: str, model: str) -> float:
    """Return the share of the characters beyond ASCII that belong into a text of these languages, 0-1."""
    beyond = _RUN.findall(text)
    if model in COMMON:
        return sum(c in _TYPOGRAPHY or _WIDE[model](c) < _STRANGE for c in beyond) / len(beyond)
    letters = set("".join(BY_LANGUAGE[name].letters for name in model.split())) | _TYPOGRAPHY
    return sum(c in letters or c.lower() in letters for c in beyond) / len(beyond)


def _sample(content: bytes) -> bytes:
    """Return a small file whole; of a large one lines from all over it that hold bytes beyond ASCII."""
    if len(content) <= _SAMPLE:
        return content
    lines = [line for line in re.split(rb"[\r\n]+", content) if not line.isascii()]
    step = max(1, sum(map(len, lines)) // _SAMPLE)
    taken: list[bytes] = []
    room = _SAMPLE
    for line in lines[::step]:
        taken.append(line[:room])
        room -= len(line) + 1
        if room <= 0:
            break
    return b"\n".join(taken)


# -- single bytes -------------------------------------------------------------------------------------------------


def _judge_words(languages: str) -> Callable[[str], float]:
    alphabets = [BY_LANGUAGE[name] for name in (*languages.split(), "en")]

    def judge(text: str) -> float:
        costs = [[_word_cost(m.group(), alphabet) for alphabet in alphabets] for m in _WORD.finditer(text)]
        prior = [math.log(len(alphabets))] * len(alphabets)
        for _ in range(_ROUNDS):  # what the words say of the languages, and the languages of the words
            wins = [0.5] * len(alphabets)
            for cost in costs:
                whole = _mixed(cost, prior)
                for i, c in enumerate(cost):
                    wins[i] += math.exp(whole - c - prior[i])
            prior = [math.log(sum(wins) / count) for count in wins]
        inside = sum(_mixed(cost, prior) for cost in costs)
        signs = _WORD.sub(" ", text)
        return inside + sum(_sign_cost(m.group()) for m in _RUN.finditer(signs)) + _touching(text)

    return judge


def _mixed(cost: Sequence[float], prior: Sequence[float]) -> float:
    """Return the nats of a word in a mixture of languages, from its nats in each and the nats of each."""
    best = min(c + p for c, p in zip(cost, prior, strict=True))
    return best - math.log(sum(math.exp(best - c - p) for c, p in zip(cost, prior, strict=True)))


@lru_cache(maxsize=32768)
def _word_cost(word: str, alphabet: Alphabet) -> float:
    """Return the nats of a word in a language: its letters, its capitals, and scripts that touch."""
    if word.lower() in alphabet.words.split():
        return _SMALL_WORD
    costs = _letter_costs(alphabet)
    other_script = alphabet.share > 0.9  # noqa: PLR2004 - a script other than Latin
    cost = 0.0
    before = ""
    for char in word:
        cost += costs.get(char, _STRANGE + _MIXED * (char > _LATIN or not char.isalpha()))
        if before:
            cost += _CASE * (char.isupper() and before.islower())
            cost += _MIXED * (char.isascii() != before.isascii() and other_script and char.isalpha())
        before = char
    return cost


@lru_cache(maxsize=64)
def _letter_costs(alphabet: Alphabet) -> dict[str, float]:
    """Return the nats of every letter of a language, capitals included; frequencies fall with the rank."""
    chances: dict[str, float] = {}
    total = sum(1 / (rank + 2) for rank in range(len(alphabet.letters)))
    for rank, letter in enumerate(alphabet.letters):
        chances.setdefault(letter, alphabet.share * 0.98 / (rank + 2) / total)
    curve = [(1 - rank / 26) ** 2 + 0.03 for rank in range(26)]
    for rank, letter in enumerate(alphabet.order):
        chances.setdefault(letter, max(1 - alphabet.share, 0.05) * curve[rank] / sum(curve))
    costs = {letter: -math.log(chance) for letter, chance in chances.items()}
    for letter, cost in list(costs.items()):
        if len(letter.upper()) == 1:
            costs.setdefault(letter.upper(), cost + (1.5 if not letter.isascii() else 0.0))
    return costs


def _touching(text: str) -> float:
    """Return the cost of signs inside words and of marks before them, which are rarely written there."""
    signs = re.findall(r"(?<=[^\W\d_])[^\w\s\x00-\x7f](?=[^\W\d_])|(?<![^\W_])[®©™»ºª°](?=[^\W\d_])", text)
    return sum(0.0 if sign in "’‘·‧・" else 6.0 for sign in signs)


def _sign_cost(char: str) -> float:
    """Return the nats of a character beyond ASCII that is no letter."""
    if char in _TYPOGRAPHY:
        return 6.0
    if char == "\ufffd" or unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}:
        return _BROKEN
    return 12.0


# -- several bytes ------------------------------------------------------------------------------------------------


def _judge_wide(model: str) -> Callable[[str], float]:
    cost_of = _WIDE[model]

    def judge(text: str) -> float:
        plain = _letter_costs(BY_LANGUAGE["en"])
        cost = 0.0
        for before, char in zip(" " + text, text, strict=False):
            if char.isascii():
                cost += plain.get(char, 0.0) + _WHICH * (char.isalpha() and not before.isalpha())
                cost += _MIXED * (char.islower() and before.isalpha() and not before.isascii())
            elif char in _TYPOGRAPHY:
                cost += 5.0
            else:
                cost += cost_of(char) + _MIXED * (before.isascii() and before.islower())
        return cost

    return judge


def _lead(char: str, codec: str) -> int:
    """Return the first byte of a character in a standard of two bytes; 0 where it has none."""
    try:
        coded = char.encode(codec)
    except UnicodeEncodeError:
        return 0
    return coded[0] if len(coded) == 2 else 0  # noqa: PLR2004 - two bytes


def _script(char: str) -> str:
    code = ord(char)
    if 0x3041 <= code <= 0x309F:  # noqa: PLR2004 - Unicode block
        return "hiragana"
    if 0x30A0 <= code <= 0x30FF:  # noqa: PLR2004 - Unicode block
        return "katakana"
    if 0xAC00 <= code <= 0xD7A3:  # noqa: PLR2004 - Unicode block
        return "hangul"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000:  # noqa: PLR2004 - Unicode blocks
        return "han"
    return "other"


def _common(char: str, model: str, share: float) -> float | None:
    return -math.log(share / len(set(COMMON[model]))) if char in COMMON[model] else None


@lru_cache(maxsize=32768)
def _hans(char: str) -> float:
    """GB 2312: level 1 has 3,755 characters (rows 16-55), level 2 has 3,008."""
    common = _common(char, "zh-hans", 0.4)
    if common is not None:
        return common
    lead = _lead(char, "gb2312")
    if _script(char) != "han":
        return _foreign(char)
    return -math.log(0.55 / 3755) if 0xB0 <= lead <= 0xD7 else -math.log(0.04 / 3008) if lead else 15.0  # noqa: PLR2004 - rows


@lru_cache(maxsize=32768)
def _hant(char: str) -> float:
    """Big5: level 1 has 5,401 characters (A4-C6), level 2 has 7,652."""
    common = _common(char, "zh-hant", 0.4)
    if common is not None:
        return common
    lead = _lead(char, "big5")
    if _script(char) != "han":
        return _foreign(char)
    return -math.log(0.57 / 5401) if 0xA4 <= lead <= 0xC6 else -math.log(0.02 / 7652) if lead else 15.0  # noqa: PLR2004 - rows


@lru_cache(maxsize=32768)
def _japanese(char: str) -> float:
    """JIS X 0208: level 1 has 2,965 kanji (rows 16-47), level 2 has 3,390; kana are half of a text."""
    common = _common(char, "ja", 0.4)
    if common is not None:
        return common
    script = _script(char)
    if script in {"hiragana", "katakana"}:
        return -math.log(0.18 / 86)
    if script != "han":
        return 11.5 if 0xFF61 <= ord(char) <= 0xFF9F else _foreign(char)  # noqa: PLR2004 - half-width kana
    lead = _lead(char, "euc_jp")
    return -math.log(0.23 / 2965) if 0xB0 <= lead <= 0xCF else -math.log(0.01 / 3390) if lead else 15.0  # noqa: PLR2004 - rows


@lru_cache(maxsize=32768)
def _korean(char: str) -> float:
    """KS X 1001 has 2,350 syllables; code page 949 the other 8,822 of modern Korean; hanja are rare."""
    common = _common(char, "ko", 0.5)
    if common is not None:
        return common
    script = _script(char)
    if script == "hangul":
        return -math.log(0.48 / 2350) if _lead(char, "euc_kr") else -math.log(0.005 / 8822)
    return -math.log(0.015 / 4888) if script == "han" and _lead(char, "euc_kr") else _foreign(char)


def _foreign(char: str) -> float:
    category = unicodedata.category(char)
    if char == "\ufffd" or category in {"Cc", "Cn", "Co", "Cs"}:
        return _BROKEN
    if unicodedata.name(char, "").startswith("FULLWIDTH"):
        return 7.0
    return 12.0


_WIDE = {"zh-hans": _hans, "zh-hant": _hant, "ja": _japanese, "ko": _korean}
