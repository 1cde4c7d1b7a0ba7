"""What a person wrote by hand, read strictly: typed values of a TOML file, dates, codes and IRIs."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from siggraph.errors import InputError
from siggraph.io.tables import read_text

SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
# Alpha-2 with or without a subdivision, a UN M49 region, or a people or place of our own scheme.
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[0-9]{3}|[a-z][a-z0-9_-]*")
LANGUAGE = re.compile(r"([A-Za-z]{2,8}|[xX])(-[A-Za-z0-9]{1,8})*")
MOST = 1_000_000_000  # no letter has more signatories; and the columns of the tables hold it
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEARS = range(1000, 10_000)
_AT_LINE = re.compile(r"\(at line ([0-9]+)")
_NOT_IN_IRI = re.compile(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")
_LITERAL_HOST = re.compile(r"https?://\[[0-9A-Fa-f:.]+\](:[0-9]*)?([/?#][^\[\]]*)?")  # IPv6
_LONGEST_SHOWN = 40
_FILE_NAME = 255
_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of one table of a TOML file; each getter gives a value of its type or says what stands there instead.

    Parameters
    ----------
    table
        The table.
    path
        Its file: the place of every error.
    at
        What stands before a key in a message, such as ``edition 2, ``.

    Raises
    ------
    InputError
        From every getter, with file and key, where the value is of another type or a needed key is missing.
    """

    table: Mapping[str, Any]
    path: Path
    at: str = ""

    def error(self, what: str, remedy: str) -> InputError:
        """Return an error about this table, to be raised."""
        return InputError(f"{self.at}{what}", where=str(self.path), remedy=remedy)

    def wrong(self, key: str, value: object, wanted: str, example: str) -> InputError:
        """Return the error that the value of a key is not what it should be."""
        return self.error(f"'{key}' is {shown(value)}; it must be {wanted}", f"such as {key} = {example}")

    def text(self, key: str, default: str = _ABSENT) -> str:
        """Return a text; without a default the key must be there and not blank."""
        value = self.table.get(key, default)
        if value is _ABSENT or (value == "" and default is _ABSENT):
            raise self.error(f"'{key}' is missing", f'write {key} = "..."')
        if not isinstance(value, str):
            raise self.wrong(key, value, "a text", '"..."')
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of several words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(f"'{key}' is {shown(value)}", f"one of {', '.join(allowed)}")
        return value

    def texts(self, key: str, example: str, form: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, none of them blank, each of the given form; empty where the key is not there."""
        values = self.table.get(key, [])
        if not isinstance(values, list):
            raise self.wrong(key, values, "a list of texts", example)
        for value in values:
            if not isinstance(value, str) or not value.strip() or (form is not None and not form.fullmatch(value)):
                raise self.error(f"'{key}' holds {shown(value)}", f"such as {key} = {example}")
        return tuple(values)

    def count(self, key: str) -> int | None:
        """Return a whole number from 0 to a thousand million; ``None`` where the key is not there."""
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise self.wrong(key, value, f"a whole number from 0 to {MOST}", "321")
        return value

    def below(self, key: str) -> Fields:
        """Return a table inside this one; an empty one where the key is not there."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, value, "a table", "{ ... }")
        return Fields(value, self.path, f"{self.at}{key}: ")

    def each(self, key: str, noun: str) -> Iterator[Fields]:
        """Yield the tables of a list of tables; each is named by its noun and its number, from 1."""
        values = self.table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.error(f"'{key}' is {shown(values)}; it must be a list of tables", f"write each as [[{key}]]")
        for number, value in enumerate(values, start=1):
            yield Fields(value, self.path, f"{self.at}{noun} {number}: ")

    def date(self, key: str) -> str:
        """Return an ISO 8601 date as text: a day that exists, a year and month, or a year; blank where none stands."""
        value = self.table.get(key, "")
        text = value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else value
        if isinstance(value, int) and not isinstance(value, bool) and value in _YEARS:
            text = str(value)
        if not isinstance(text, str) or (text and not is_date(text)):
            raise self.wrong(key, value, "a day that exists, a year and month, or a year", "2020-09-09")
        return text

    def language(self, key: str) -> str:
        """Return a BCP 47 tag; blank where none stands."""
        value = self.text(key, "")
        if value and not LANGUAGE.fullmatch(value):
            raise self.wrong(key, value, "a BCP 47 language tag", '"zh-Hans"')
        return value

    def base(self, key: str) -> str:
        """Return an absolute http(s) IRI that ends in ``/`` or ``#``, so that names can be put behind it."""
        value = self.text(key)
        if fault := base_fault(value):
            raise self.error(f"'{key}' is {shown(value)}: {fault}", f'such as {key} = "https://example.org/letters/"')
        return value


def read_toml(path: Path) -> Fields:
    """Read a TOML file; raises InputError with file and line where it is none."""
    try:
        return Fields(tomllib.loads(read_text(path).removeprefix("\ufeff")), path)
    except (ValueError, RecursionError) as error:  # a number of too many digits, brackets too deep
        line = _AT_LINE.search(str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        raise InputError(f"no TOML: {error}", where=where, remedy="mend the line") from error


def is_date(text: str) -> bool:
    """Whether a text is a year, a year and month, or a day that exists, in ISO 8601.

    >>> [is_date(text) for text in ("2020", "2020-09", "2020-02-29", "2021-02-29", "9 September 2020", "2020-9-9")]
    [True, True, True, False, False, False]
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def is_file_name(text: str) -> bool:
    r"""Whether a text names a file in the same folder, on any system.

    >>> [is_file_name(text) for text in ("zh.txt", "../zh.txt", "a\\b.txt", "..", "")]
    [True, False, False, False, False]
    """
    plain = text.isprintable() and not set(text) & set('/\\:*?"<>|')
    return plain and bool(text.strip(". ")) and len(text.encode()) <= _FILE_NAME


def base_fault(text: str) -> str:
    """Return why a text is no base of a corpus: an absolute http(s) IRI behind which names can be put; else blank.

    >>> base_fault("https://example.org/letters/"), base_fault("https://example.org/letters")
    ('', 'it ends in neither / nor #')
    """
    if fault := iri_fault(text):
        return fault
    if not text.endswith(("/", "#")):
        return "it ends in neither / nor #"
    # An IRI may hold one; a base that is pasted into queries had better not.
    return "it holds a quotation mark" if "'" in text else ""


def iri_fault(text: str) -> str:
    """Return why a text is no absolute http(s) IRI with a host; blank where it is one (RFC 3987, RFC 3986).

    >>> iri_fault("https://example.org/letters/"), iri_fault("javascript:alert(1)")
    ('', 'it does not begin with http:// or https://')
    >>> iri_fault("https://example.org:99999/")
    'its port is none'
    """
    if not text.startswith(("http://", "https://")):
        return "it does not begin with http:// or https://"
    bracket = set("[]") & set(text) and not _LITERAL_HOST.fullmatch(text)
    if bracket or _NOT_IN_IRI.search(text) or not text.isprintable() or text.count("#") > 1:
        return "it holds a character that no IRI may hold there"
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that hold no address
        return "its host is none"
    if not parts.hostname or "@" in parts.netloc:
        return "it has no host, or names a user before it"
    try:
        return "its port is none" if parts.port == 0 else ""
    except ValueError:
        return "its port is none"


def shown(value: object) -> str:
    r"""Show a value in a message: short, on one line, nothing for a terminal to obey.

    >>> shown("5"), shown(True), shown([1]), shown(-3), shown("a\x1b[2J")
    ("'5'", 'true', 'a list', '-3', "'a\\u001b[2J'")
    """
    if isinstance(value, str):
        short = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
        return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short) + "'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) <= MOST * 1000 else "a number of many digits"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a table"
    return str(value)  # a decimal, a date, a time
