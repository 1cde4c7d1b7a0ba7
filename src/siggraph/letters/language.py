"""The language of a printed name, where script or words show it beyond doubt."""

from __future__ import annotations

from siggraph.letters.words import Wordlists
from siggraph.names import scripts


def language_of(name: str, words: Wordlists) -> str:
    """Return the BCP 47 tag of a name's language where script or words show it beyond doubt, else blank.

    One script alone: Kana is Japanese, Hangul Korean; other scripts need words or characters that only one of the
    listed languages has (table language_marks). Names in two scripts stay blank.
    """
    found = scripts(name)
    if set(found) <= {"Kana", "Hani"} and "Kana" in found:
        return "ja"
    if found == ("Hang",):
        return "ko"
    if len(found) != 1:
        return ""
    hits = {language: len(pattern.findall(name)) for language, pattern in words.languages}
    most = max(hits.values(), default=0)
    best = [language for language, count in hits.items() if count == most]
    return best[0] if most and len(best) == 1 else ""
