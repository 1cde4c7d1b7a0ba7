"""features: what is compared of one printed name: its ways of being read, its words by meaning, places, acronyms.

A name is cut where print cuts it: "ANSOL - Associação Nacional para o Software Livre" is an acronym and a text,
"Free Tibet (NZ)" a text and a place. Each text is one *view*: another way of naming the same body. Words become
*atoms*: a concept where a table knows the word in any language, else the folded word itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from siggraph.names import fold, is_acronym, script_of, scripts, squash
from siggraph.organisations.acronyms import made_of
from siggraph.organisations.match_words import Concept, MatchWords, weight_of
from siggraph.organisations.phrases import Token, tokenize
from siggraph.organisations.places import Gazetteer
from siggraph.organisations.views import Atom, View, tells

Mentions = Sequence[tuple[int, int, str]]  # begin, end, place: a code, or code/name for a town
_CUT = re.compile(
    r"(?P<open>[(（\[【「『])|(?P<close>[)）\]】」』])|(?P<slash>\s+[|/]\s+|[|／])|(?P<dash>\s+[-–—−:]+\s+|\s*[–—]\s*)"
    r"|(?P<quote>[\"“”„«»])|(?P<comma>\s*[,;、，；：]\s*|:\s+)"
)
_ASIDE = frozenset({"open", "slash", "dash", "quote"})  # what stands behind these may be another name of the body
_MOST_VIEWS = 5
_MEMBERS = 2  # commas inside parentheses: a list of members is no other name
_ENOUGH = 0.6  # weight of a view that can name a body
_MOST_KEPT = 100_000  # names: some 250 MB
_MADE = 0.3  # how well a word must be made of others to be their acronym
_NO_WORD = frozenset({"place", "form", "small", "number"})
_RUN = frozenset({"hangul", "katakana", "single"})
_LETTERS = 4
_SHORT_HEAD = 2  # words before a comma: "Fundar, Centro de ..." says the name and explains it
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(IX|IV|V?I{0,3})(?<!^V)(?<!^X)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_ORDINAL = re.compile("第[一二三四五六七八九十百]+")
_LONG_SOUND = "ー"  # Katakana may write it or not


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of one printed name.

    ``key`` are its letters and digits; ``codes`` the places and peoples it mentions; ``numbers`` its numbers;
    ``acronyms`` those printed, in lower case; ``bare`` says that it is an acronym (and perhaps a place) and no more;
    ``label`` is its one word as printed where it has just one, which may be an acronym in small letters;
    ``languages`` are those that most of its known words belong to; ``looks`` its letters as the eye takes them,
    whatever their script; ``words`` the tables they were made with.
    """

    name: str
    key: str
    views: tuple[View, ...]
    codes: tuple[str, ...]
    numbers: tuple[str, ...]
    acronyms: tuple[str, ...]
    bare: bool
    label: str
    scripts: tuple[str, ...]
    languages: frozenset[str]
    looks: str
    words: MatchWords

    @property
    def whole(self) -> View:
        """The view of the whole name."""
        return self.views[0]


@dataclass(frozen=True, slots=True)
class _Word:
    """A token with what it was found to be: atom, place, form, small; ``run`` numbers touching unknown characters."""

    token: Token
    kind: str
    atoms: tuple[Atom, ...] = ()


class Namebook(Mapping[str, Features]):
    """The features of names, made when they are asked for; those of the last hundred thousand are kept."""

    def __init__(self, names: Iterable[str], words: MatchWords, gazetteer: Gazetteer) -> None:
        self._names = dict.fromkeys(names)
        self._words, self._gazetteer = words, gazetteer
        self._made: dict[str, Features] = {}

    def __getitem__(self, name: str) -> Features:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            if len(self._made) >= _MOST_KEPT:
                del self._made[next(iter(self._made))]  # the one that was made first
            self._made[name] = features(name, places_in(name, self._gazetteer), self._words)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def places_in(name: str, gazetteer: Gazetteer) -> Mentions:
    """Return the places that a name mentions, as `features` takes them: a town keeps its own name beside its country.

    >>> rows = [{"form": "Aachen", "code": "DE", "kind": "city", "form_kind": "name", "seat": "DE"}]
    >>> places_in("Chaos Computer Club Aachen", Gazetteer.from_rows(rows))
    [(20, 26, 'DE/aachen')]
    """
    return [(m.begin, m.end, f"{m.code}/{fold(m.text)}" if m.kind == "city" else m.code) for m in gazetteer.find(name)]


def features(name: str, mentions: Mentions, words: MatchWords) -> Features:
    """Return the features of a printed name.

    Parameters
    ----------
    name
        As printed, cleaned.
    mentions
        The places found in it (`places_in`).
    words
        The compiled tables.
    """
    text = words.unify(name)
    if is_acronym(name):
        mentions = ()  # "AI" is no island here, "UN" no region
    tokens = _undotted(text, tokenize(text))
    read = list(_read(text, tokens, mentions, words))
    capitals = name.isupper() and len(tokens) > 1
    parts = list(_segments(text, read))
    acronyms = [_acronym(inside, sign, capitals=capitals) for sign, inside in parts]
    parts = [part for part, acronym in zip(parts, acronyms, strict=True) if not acronym and not _is_mark(*part)]
    views = _views(parts, words)
    acronyms.extend(_soft_acronyms(parts, views))
    bare = any(acronyms) and not any(atom for view in views for atom in view.atoms)
    if not views or bare:
        views = (_view(read, words),)
    content = [word for word in read if word.atoms]
    alone = len(content) == 1 and len(content[0].atoms) == 1 and content[0].kind == "word"
    single = content[0].token.text if alone else ""
    codes = sorted({code for _, _, code in mentions})
    return Features(
        name=name,
        key=letters(text, words),
        views=views,
        codes=tuple(codes),
        numbers=tuple(sorted(_numbers(text, read))),
        acronyms=tuple(sorted(filter(None, set(acronyms)))),
        bare=bare,
        label=single,
        scripts=scripts(name),
        languages=_languages(read, words),
        looks=squash(name.translate(words.lookalikes)),
        words=words,
    )


def letters(text: str, words: MatchWords) -> str:
    """Return the letters and digits of a text, each in its one form (`MatchWords.unify`), whatever it was before."""
    return squash(text).translate(words.variants)


def _languages(read: Sequence[_Word], words: MatchWords) -> frozenset[str]:
    votes: Counter[str] = Counter()
    for word in read:
        votes.update(words.languages.get(fold(word.token.text), ()))
    most = max(votes.values(), default=0)
    return frozenset(language for language, count in votes.items() if count == most)


def _undotted(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Join lone letters with points between them: "S. J." and "S.J" are "SJ"."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(token.text) == 1
            and token.kind == "word"
            and token.text.isupper()
            and before.text.isupper()
            and text[before.end : token.begin].strip() == "."
            and (len(before.text) == 1 or "." in text[before.begin : before.end])
        ):
            whole = before.text + token.text
            joined[-1] = Token(before.begin, token.end, whole, whole.casefold(), (whole.casefold(),), "word")
        else:
            joined.append(token)
    return tuple(joined)


def _read(text: str, tokens: Sequence[Token], mentions: Mentions, words: MatchWords) -> Iterator[_Word]:
    """Say of each token what it is; characters that no table knows are joined to runs."""
    places = [(begin, end) for begin, end, _ in mentions]
    hits = {hit.first: hit for hit in words.book.find(tokens)}
    at = 0
    while at < len(tokens):
        token = tokens[at]
        hit = hits.get(at)
        if any(begin < token.end and token.begin < end for begin, end in places):
            yield _Word(token, "place")
        elif hit is not None and not _broken(tokens, hit.first, hit.last):
            kinds = {kind for kind, _ in hit.values}
            kind = "concept" if "concept" in kinds else "form" if "form" in kinds else "small"
            keys = next((keys for k, keys in hit.values if k == kind), ())
            whole = Token(token.begin, tokens[hit.last - 1].end, text[token.begin : tokens[hit.last - 1].end],
                          token.key, token.keys, token.kind)  # fmt: skip
            yield _Word(whole, kind, tuple(_concept(words.concepts[key], whole.text) for key in keys))
            at = hit.last
            continue
        elif _number(token):
            yield _Word(token, "number")
        elif token.kind in _RUN:
            stop = at + 1
            while stop < len(tokens) and stop not in hits and tokens[stop].kind in _RUN and _touch(tokens, stop):
                if any(begin < tokens[stop].end and tokens[stop].begin < end for begin, end in places):
                    break
                stop += 1
            run = text[token.begin : tokens[stop - 1].end]
            key = letters(run, words)
            whole = Token(token.begin, tokens[stop - 1].end, run, key, (), "run")
            yield _Word(whole, "word", (_word(key.replace(_LONG_SOUND, "") or run),))
            at = stop
            continue
        else:
            yield _Word(token, "word", _atoms(token, words))
        at += 1


def _number(token: Token) -> bool:
    """Whether a token counts: digits, or Roman numerals in capitals."""
    return token.key.isdecimal() or bool(_ROMAN.fullmatch(token.text))


def _numbers(text: str, read: Sequence[_Word]) -> Iterator[str]:
    """Yield the numbers of a name: those that stand alone, and Han ordinals."""
    for word in read:
        if word.kind == "number":
            digits = word.token.key
            yield (digits.lstrip("0") or "0") if digits.isdecimal() else str(_roman(word.token.text))
    yield from _ORDINAL.findall(text)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-x if x < y else x for x, y in zip(values, [*values[1:], 0], strict=True))


def _touch(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].begin


def _broken(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a hit of one lone character stands inside a run of them: it is a part of another word there."""
    if last - first > 1 or tokens[first].kind != "single":
        return False
    before = first > 0 and _touch(tokens, first) and tokens[first - 1].kind == "single"
    after = last < len(tokens) and _touch(tokens, last) and tokens[last].kind == "single"
    return before and after


def _atoms(token: Token, words: MatchWords) -> tuple[Atom, ...]:
    keys = words.parts(token.key)
    if keys:
        return tuple(_concept(words.concepts[key], token.key) for key in keys)
    shortest = min(token.keys, key=lambda key: (len(key), key))  # an Arabic word without its article
    return (_word(shortest),)


@lru_cache(maxsize=262144)
def _word(text: str) -> Atom:
    return Atom(text, text, weight_of(text), "")


@lru_cache(maxsize=65536)
def _concept(concept: Concept, text: str) -> Atom:
    return Atom(concept.key, fold(text), concept.weight, concept.role, concept.near)


def _segments(text: str, read: Sequence[_Word]) -> Iterator[tuple[str, list[_Word]]]:
    """Part the words of a name where print parts it; the sign that opened a segment comes with it."""
    cuts = [(m.start(), m.lastgroup or "") for m in _CUT.finditer(text)]
    sign, inside, depth, commas = "", list[_Word](), 0, 0
    rest = iter([*cuts, (len(text) + 1, "end")])
    at, kind = next(rest)
    for word in read:
        while word.token.begin >= at:
            if kind == "comma" and depth:
                commas += 1
            else:
                yield from _by_script(("members" if commas >= _MEMBERS else sign), inside)
                sign, inside, commas = ("" if kind == "close" else kind), [], 0
                depth += (kind == "open") - (kind == "close" and depth > 0)
            at, kind = next(rest)
        inside.append(word)
    yield from _by_script("members" if commas >= _MEMBERS else sign, inside)


def _by_script(sign: str, inside: list[_Word]) -> Iterator[tuple[str, list[_Word]]]:
    """Part a segment once more where a name stands in two scripts beside one another."""
    if not inside:
        return
    latin = [_is_latin(word) for word in inside]
    sizes = [sum(len(w.token.text) for w, is_latin in zip(inside, latin, strict=True) if is_latin is side)
             for side in (True, False)]  # fmt: skip
    if min(sizes[0], sizes[1] * 2) < _LETTERS:
        yield sign, inside
        return
    start = 0
    for at in range(1, len(inside) + 1):
        if at == len(inside) or latin[at] != latin[start]:
            yield (sign if start == 0 else "slash"), inside[start:at]
            start = at


def _is_latin(word: _Word) -> bool:
    return script_of(word.token.text[0]) in {"Latn", ""}


def _acronym(inside: Sequence[_Word], sign: str, *, capitals: bool) -> str:
    """Return the acronym that a segment is, in lower case; a place may stand beside it. Blank for any other."""
    content = [word for word in inside if word.kind not in _NO_WORD]
    if len(content) != 1 or sign == "quote":
        return ""
    text = content[0].token.text
    if content[0].kind == "concept" and sign not in {"open", "dash"}:
        return ""
    return fold(text) if is_acronym(text) and not (capitals and sign == "") else ""


def _is_mark(sign: str, inside: Sequence[_Word]) -> bool:
    """Whether a segment is one character in brackets: "(사)" and "(財)" say the legal form."""
    return sign == "open" and len(inside) == 1 and len(inside[0].token.text) == 1


def _soft_acronyms(parts: Sequence[tuple[str, list[_Word]]], views: Sequence[View]) -> Iterator[str]:
    """Yield acronyms in small letters beside the words that they are made of: "Centro de Justicia y Paz - Cepaz"."""
    for sign, inside in parts:
        content = [word for word in inside if word.kind not in _NO_WORD]
        if len(content) == 1 and content[0].kind == "word" and (sign in _ASIDE or len(parts) > 1):
            word = content[0].token.key
            if any(made_of(word, view) >= _MADE for view in views if word not in view.words):
                yield word


def _views(parts: Sequence[tuple[str, list[_Word]]], words: MatchWords) -> tuple[View, ...]:
    """Return the ways of naming the body: the whole, the head, and each aside that can name one."""
    named = [(sign, inside) for sign, inside in parts if sign != "members"]
    whole = _view([word for _, inside in named for word in inside], words)
    found = {whole.key: whole} if whole.atoms else {}
    short = bool(named) and sum(bool(word.atoms) for word in named[0][1]) <= _SHORT_HEAD
    for number, (sign, inside) in enumerate(named):
        if number == 0 or sign in _ASIDE or (sign == "comma" and number == 1 and short):
            view = _view(inside, words)
            if any(map(tells, view.atoms)) and (number == 0 or view.weight >= _ENOUGH):
                found.setdefault(view.key, view)
    return tuple(found.values())[:_MOST_VIEWS]


def _view(inside: Iterable[_Word], tables: MatchWords) -> View:
    there = list(inside)
    said = [word for word in there if word.kind not in {"small", "form"}]
    texts = [(word.kind, key) for word in there for key in (fold(word.token.text).split() or [word.token.key])]
    key, core = (
        letters("".join(word.token.text for word in chosen), tables).replace(_LONG_SOUND, "")
        for chosen in (said, [word for word in there if word.atoms])
    )
    return View(
        atoms=tuple(sorted((atom for word in there for atom in word.atoms), key=lambda atom: (atom.key, atom.text))),
        words=tuple(text for _, text in texts),
        content=tuple(text for kind, text in texts if kind not in {"small", "form"}),
        key=key,
        core=core,
        placed=any(word.kind == "place" for word in there),
        home=tuple(text for kind, text in texts if kind not in {"small", "form", "place"}),
        order=tuple(key for word in said for key in ([atom.key for atom in word.atoms] or ["@"])),
    )
