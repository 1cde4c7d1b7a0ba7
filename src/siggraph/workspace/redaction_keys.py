"""The key of redactions: what keeps a redacted name from coming back, without saying which name it is.

redactions.tsv holds keyed hashes (HMAC-SHA256, RFC 2104) of the folded letters of every spelling. Without the key,
which never stands in the corpus, nobody can try names against them.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from siggraph.errors import UsageError
from siggraph.io.corpus import TABLES
from siggraph.io.tables import Row, read_text, read_tsv, tsv, write_whole
from siggraph.names import is_acronym
from siggraph.organisations.masking import BREAK, NONE, STOP, WALL, Target, View, alone, found, is_dense
from siggraph.organisations.notations import Span

VARIABLE = "SIGGRAPH_REDACTION_KEY_FILE"
_CHECK = "^siggraph redactions"  # no name has a circumflex in its folded letters
_BYTES = 32  # of a key
_FEWEST_BYTES = 16
_LONGEST, _MOST_WORDS = 400, 60  # letters and words of a name that comes in
_HEAD = 2  # letters by which a name is told at first in a script without spaces


def key_file(given: Path | None) -> Path:
    """Return where the key is looked for: the file given, else that of the environment, else the user's own."""
    if given is not None:
        return given
    if told := os.environ.get(VARIABLE):
        return Path(told)
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "siggraph" / "redaction.key"


def redactions_of(folder: Path) -> list[Row]:
    """Return the rows of redactions.tsv."""
    path = folder / "redactions.tsv"
    return read_tsv(path, TABLES["redactions"]) if path.exists() else []


def key_of_corpus(folder: Path, given: Path | None, *, make: bool = False) -> bytes:
    """Return the key of a corpus's redactions; `make` makes one where the corpus has no redaction yet.

    Raises
    ------
    UsageError
        No key, one that does not fit, or one that stands inside the corpus.
    """
    path, rows = key_file(given), redactions_of(folder)
    if path.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"the key '{path}' stands inside the corpus", remedy="keep it apart from what it protects")
    if not path.is_file():
        if rows or not make:
            raise UsageError(
                "names were redacted from this corpus, and the key to recognise them is not there",
                where=str(path),
                remedy=f"put it there, or name it in {VARIABLE}",
            )
        _make(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise UsageError("this is no key of redactions", where=str(path), remedy=f"name it in {VARIABLE}") from error
    if len(key) < _FEWEST_BYTES:
        other = f"name the right one in {VARIABLE}" if rows else "delete it, and the next redaction makes one"
        raise UsageError("this key is too short", where=str(path), remedy=other)
    if rows and not {row["hash"] for row in rows} & {hashed(key, _CHECK)}:
        raise UsageError(
            "this is not the key with which names were redacted from this corpus",
            where=str(path),
            remedy=f"name the right one in {VARIABLE}",
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")


def hashed(key: bytes, text: str) -> str:
    """Return the keyed hash of a text."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def record(folder: Path, key: bytes, targets: Iterable[Target], letter: str, on: str) -> None:
    """Write the hashes of names into redactions.tsv, sorted within one act, so that their order tells nothing.

    Beside each name stands the hash of its first word: by it a text is searched quickly. With a letter, the hashes hold
    for that letter alone.
    """
    path = folder / "redactions.tsv"
    rows = redactions_of(folder)
    known = {row["hash"] for row in rows}
    scope = f"{letter}/" if letter else ""
    wanted = {hashed(key, scope + text) for one in targets for text in _entries(one)}
    new = [] if hashed(key, _CHECK) in known else [hashed(key, _CHECK)]
    new += sorted(wanted - known)
    before = read_text(path) if path.exists() else tsv(TABLES["redactions"], [])
    added = tsv(TABLES["redactions"], [{"hash": one, "on": on} for one in new]).partition("\n")[2]
    write_whole(path, before.rstrip("\n") + "\n" + added)


def is_recorded(folder: Path, given: Path | None, targets: Iterable[Target], letter: str) -> bool:
    """Tell whether one of some names was redacted before, from this letter or from all."""
    rows = {row["hash"] for row in redactions_of(folder)}
    if not rows:
        return False
    key, scope = key_of_corpus(folder, given), f"{letter}/" if letter else ""
    return any(hashed(key, scope + next(_entries(one))) in rows for one in targets)


def _entries(one: Target) -> Iterator[str]:
    """Yield what is hashed of a name; an acronym is known by its capitals."""
    if one.capitals:
        yield f"={one.capitals}"
        return
    yield one.key
    yield f"^{one.key}"
    yield f"^{one.key[: min(one.gaps, default=len(one.key))]}"
    if is_dense(one.key[0]):
        yield f"^{one.key[:_HEAD]}"


@dataclass(slots=True)
class Guard:
    """What recognises redacted names in a text that comes in.

    Parameters
    ----------
    key
        The key of the corpus's redactions.
    hashes
        Its rows.
    letter
        The letter that the text belongs to: names may be redacted from one letter alone.
    """

    key: bytes
    hashes: frozenset[str]
    letter: str
    _known: dict[str, bool] = field(default_factory=dict)

    def knows(self, text: str) -> bool:
        """Whether a text was hashed."""
        if text not in self._known:
            scoped = (hashed(self.key, text), hashed(self.key, f"{self.letter}/{text}"))
            self._known[text] = not self.hashes.isdisjoint(scoped)
        return self._known[text]

    def spans(self, seen: View) -> list[Span]:
        """Return where redacted names stand in a text."""
        return found(seen, set(self._names(seen)))

    def _names(self, seen: View) -> Iterator[Target]:
        for at in range(len(seen.letters)):
            if not seen.starts(at):
                continue
            ends = _word_ends(seen, at)
            if seen.chars[at][:1].isupper():
                yield from self._acronyms(seen, at, ends)
            heads = {seen.letters[at:end] for end in ends}
            if is_dense(seen.letters[at]):
                heads.add(seen.letters[at : at + _HEAD])
            if any(self.knows(f"^{head}") for head in heads):
                yield from self._from(seen, at)

    def _acronyms(self, seen: View, at: int, ends: Sequence[int]) -> Iterator[Target]:
        """Yield the redacted acronym that begins at a letter, with or without full stops in it."""
        for end in dict.fromkeys(ends):
            word = seen.shown(at, end - 1)
            if word.isupper() and is_acronym(capitals := alone(word)) and self.knows(f"={capitals}"):
                yield Target(capitals.casefold(), frozenset(range(1, len(capitals))), capitals)

    def _from(self, seen: View, at: int) -> Iterator[Target]:
        """Yield the redacted names that begin at a letter."""
        words = 0
        for end in range(at + 1, min(len(seen.letters), at + _LONGEST) + 1):
            if seen.ends(end):
                words += end < len(seen.letters) and seen.before[end] > NONE
                if self.knows(seen.letters[at:end]):
                    gaps = frozenset(i - at for i in range(at + 1, end) if seen.before[i] > NONE)
                    stops = frozenset(i - at for i in range(at + 1, end) if seen.before[i] == STOP)
                    yield Target(seen.letters[at:end], gaps, stops=stops)
            if words > _MOST_WORDS or (end < len(seen.letters) and seen.before[end] == WALL):
                return


def _word_ends(seen: View, at: int) -> list[int]:
    """Return where the word that begins at a letter ends: at a full stop or a hyphenation, and beyond it."""
    ends = []
    for strength in (NONE, BREAK):
        end = at + 1
        while end < len(seen.letters) and seen.before[end] <= strength and not _parts(seen, end):
            end += 1
        ends.append(end)
    return ends


def _parts(seen: View, at: int) -> bool:
    """Whether a word begins at a letter though nothing stands before it, as in Chinese."""
    return seen.before[at] == NONE and seen.starts(at)


def guard_of(folder: Path, letter: str, given: Path | None = None) -> Guard | None:
    """Return what recognises redacted names on their way into a letter; None where none was redacted.

    Raises UsageError where names were redacted and the key is not there, or does not fit.
    """
    rows = redactions_of(folder)
    if not rows:
        return None
    return Guard(key_of_corpus(folder, given), frozenset(row["hash"] for row in rows), letter)
