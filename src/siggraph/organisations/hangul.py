"""hangul: letters typed one by one become syllables, as an input method makes them (Unicode, chapter 3.12)."""

from __future__ import annotations

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_TWO_VOWELS = {"ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ"}
_TWO_TAILS = {"ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ",
              "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ"}  # fmt: skip
_FIRST = 0xAC00


def compose(text: str) -> str:
    """Return `text` with its single Hangul letters joined to syllables; a text without any comes back as it is.

    >>> compose("ㅎㅏㄴㄱㅕㄹㅔ"), compose("abc")
    ('한겨레', 'abc')
    """
    if not any("ㄱ" <= char <= "ㅣ" for char in text):
        return text
    made: list[str] = []
    at = 0
    while at < len(text):
        size, syllable = _syllable(text, at)
        made.append(syllable)
        at += size
    return "".join(made)


def _syllable(text: str, at: int) -> tuple[int, str]:
    """Return how many letters the next syllable takes, and the syllable."""
    if text[at] not in _LEADS or text[at + 1 : at + 2] not in _VOWELS or at + 1 >= len(text):
        return 1, text[at]
    size, vowel = 2, text[at + 1]
    if text[at + 1 : at + 3] in _TWO_VOWELS:
        size, vowel = 3, _TWO_VOWELS[text[at + 1 : at + 3]]
    tail = " "
    for letters in (text[at + size : at + size + 2], text[at + size : at + size + 1]):
        whole = _TWO_TAILS.get(letters, letters if len(letters) == 1 else "")
        after = text[at + size + len(letters) : at + size + len(letters) + 1]
        if whole and whole in _TAILS[1:] and not (after and after in _VOWELS):
            size, tail = size + len(letters), whole
            break
    code = (_LEADS.index(text[at]) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_TAILS) + _TAILS.index(tail)
    return size, chr(_FIRST + code)
