r"""Spellings: the ways in which one name may be written, so that none is left behind when it is redacted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from itertools import product
from typing import Literal
from urllib.parse import quote, quote_plus

from siggraph.names import fold, is_acronym, script_of, script_runs, scripts, split_expansion, unify_glyphs

_FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
_DASH = re.compile("[-\u2010-\u2015\u2212]")
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w\s]+")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_FEWEST_LETTERS, _FEWEST_DENSE = 10, 5  # of a part of a name that is taken for a name of its own
_FEWEST_WORDS = 2
_DENSE = frozenset({"Hani", "Kana", "Hang"})
# Encodings in which texts are found (WHATWG Encoding Standard), and those of programs.
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-7", "gb18030", "big5", "big5hkscs", "cp932",
    "euc_jp", "iso2022_jp", "cp949", "euc_kr", "koi8_r", "koi8_u", "cp866", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "iso8859_1", "iso8859_2", "iso8859_5", "iso8859_6",
    "iso8859_15", "mac_roman", "mac_cyrillic", "cp437", "cp850",
)  # fmt: skip


def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a printed name that stand for the whole: a name and its acronym, each script's part.

    What else stands in parentheses may be a place, or another body.

    >>> parts("Human Rights Without Borders (HRWB)")
    ('Human Rights Without Borders', 'HRWB')
    >>> parts("Federation for a Democratic China 民主中国陣線"), parts("ACAT (Germany)")
    (('Federation for a Democratic China', '民主中国陣線'), ())
    """
    head, inside = split_expansion(name)
    found = []
    if (is_acronym(inside) and _abbreviates(inside, head)) or (is_acronym(head) and _abbreviates(head, inside)):
        found += [head, inside]
    runs = script_runs(name)
    if len(runs) > 1:
        found += [run for run in runs if _speaks(run)]
    return tuple(dict.fromkeys(part for part in found if part != name))


def _abbreviates(acronym: str, name: str) -> bool:
    """Tell whether the letters of an acronym are initials of a name, in their order; it may pass over small words."""
    rest = iter(fold(word)[:1].upper() for word in re.findall(r"[^\W_]+", name))
    return all(letter in rest for letter in _letters(acronym).upper())


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _speaks(part: str) -> bool:
    """Whether a part is long enough to be a name of its own, and hardly a place or a kind of body."""
    found = fold(part).replace(" ", "")
    if set(scripts(part)) & _DENSE:
        return len(found) >= _FEWEST_DENSE
    return len(found) >= _FEWEST_LETTERS and len(part.split()) >= _FEWEST_WORDS


def spellings(name: str, han: Mapping[str, str], romanise: Callable[[str], str] | None = None) -> tuple[str, ...]:
    """Return a name in the ways in which it may be written; an acronym in its own capitals alone.

    Parameters
    ----------
    name
        As printed or typed.
    han
        Variants of Han characters and of letters, each with the one form for all.
    romanise
        Writes any script in Latin letters; none is applied where it is not given.

    Returns
    -------
    tuple of str
        Without duplicates, sorted; the name itself is among them.

    >>> {"terre des hommes", "TERRE-DES-HOMMES", "TerreDesHommes"} <= set(spellings("Terre Des Hommes", {}))
    True
    """
    if is_acronym(name):
        return tuple(sorted({name, ".".join(_letters(name)), name.translate(_WIDE)}))
    made = {name, unify_glyphs(name)}
    made |= set(_glyphs(made))
    made |= set(_cases(made))
    made |= {_bare(text) for text in made}
    made |= set(_variants(name, han))
    made |= {unicodedata.normalize(form, text) for form, text in product(_FORMS, tuple(made))}
    made |= {text.translate(_WIDE) for text in (name, name.upper(), name.lower())}
    if romanise is not None and any(script_of(c) not in {"", "Latn"} for c in name):
        latin = romanise(name)
        made |= {latin, latin.title(), latin.replace(" ", ""), latin.replace(" ", "-")} if latin.strip() else set()
    return tuple(sorted(text for text in made if text.strip()))


def _glyphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for dash in ("-", "\u2010", "\u2011", "\u2013", "\u2014", " ", ""):
            yield _DASH.sub(dash, text)
        for apostrophe in ("'", "\u2019", "\u2018", "\u02bc", ""):
            yield re.sub("['\u2018\u2019\u02bc]", apostrophe, text)
        bare = _SPACE.sub(" ", _PUNCTUATION.sub(" ", text)).strip()
        for space in (" ", "", "-", "_", "\u00a0", "\u3000", "+"):
            yield _SPACE.sub(space, text)
            yield bare.replace(" ", space)


def _cases(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (text.lower(), text.upper(), text.title(), text.casefold())


def _bare(text: str) -> str:
    """Return a text without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")


def _variants(name: str, han: Mapping[str, str]) -> Iterator[str]:
    """Yield a name with every Han character folded, and with each of the other forms of all of them."""
    folded = "".join(han.get(char, char) for char in name)
    if folded != name:
        yield folded
    if not any(script_of(char) == "Hani" for char in name):
        return
    others: dict[str, list[str]] = {}
    for form, one in sorted(han.items()):
        if script_of(form) == "Hani":
            others.setdefault(one, []).append(form)
    for rank in range(2):
        yield "".join((others.get(char, [char]) * 2)[rank] if char in others else char for char in folded)


def written(spelling: str) -> Iterator[bytes]:
    """Yield a spelling as bytes: in every encoding that holds it, percent-encoded, as entities, as escapes of JSON."""
    seen = set()
    texts = [spelling, escape(spelling), spelling.replace("\\", "\\\\").replace('"', '\\"')]
    for text in texts:
        for encoding in ENCODINGS:
            try:
                seen.add(text.encode(encoding))
            except UnicodeError:
                continue
    for text in (quote(spelling), quote(spelling, safe=""), quote_plus(spelling)):
        seen |= {text.encode(), re.sub("%..", lambda match: match[0].lower(), text).encode()}
    for pattern in ("&#{};", "&#x{:x};", "&#x{:X};"):
        seen.add("".join(c if c.isascii() else pattern.format(ord(c)) for c in spelling).encode())
    units = spelling.encode("utf-16-be")
    for pattern in ("\\u{:04x}", "\\u{:04X}"):
        pairs = (int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2))
        seen.add("".join(chr(u) if u < 0x80 else pattern.format(u) for u in pairs).encode())  # noqa: PLR2004 - ASCII
    yield from sorted(seen)
