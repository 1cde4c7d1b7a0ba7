"""The parts of a workbook (ECMA-376, part 1, 18): shared texts, formats of numbers and sheets, as streams of XML."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from siggraph.io.documents.container import Container, Element, not_xml, refuse_entities

_STEP = 2**18  # bytes that are given to the parser at a time
_DEPTH = 64  # levels of a part; a sheet has eight
_ROWS, _COLUMNS = 1_048_576, 16_384
_RANGES = 200_000  # merged ranges of a sheet
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]*)$")
_WHOLE = 1e15  # above it, a float no longer tells whole numbers apart


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a value: its row and column from 0, its text, and whether it was text."""

    row: int
    column: int
    text: str
    is_text: bool


@dataclass(slots=True)
class Sheet:
    """A sheet as it is stored.

    ``merged`` are areas of top, left, bottom and right from 0; ``heads`` rows at which a filter begins; ``hidden``
    whether any row or column is; ``unsaved`` counts formulas without a value; ``overfull`` tells that it has more cells
    than were asked for.
    """

    cells: list[Cell] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    hidden: bool = False
    unsaved: int = 0
    overfull: bool = False


@dataclass(frozen=True, slots=True)
class Formats:
    """For each style of a cell the format of its numbers, and the day from which the workbook counts."""

    codes: Sequence[str]
    epoch: datetime

    def number(self, raw: str, style: str) -> str:
        """Return a number as text: whole ones without a fraction, dates and times as ISO 8601 writes them."""
        try:
            amount = float(raw)
        except ValueError:
            return raw
        code = self.codes[int(style)] if style.isdecimal() and int(style[:9]) < len(self.codes) else ""
        if code and is_date_format(code) and not is_timedelta_format(code) and math.isfinite(amount):
            told = self._moment(amount)
            if told:
                return told
        if _EXACT.match(raw):
            return raw
        if math.isfinite(amount) and amount.is_integer() and abs(amount) < _WHOLE:
            return str(int(amount))
        return repr(amount) if math.isfinite(amount) else raw

    def _moment(self, amount: float) -> str:
        try:
            moment = from_excel(amount, self.epoch)
        except (ValueError, OverflowError):
            return ""
        if isinstance(moment, datetime) and moment.time() == time():
            return moment.date().isoformat()
        return moment.isoformat() if isinstance(moment, (date, time)) else ""


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """Return an area's top, left, bottom and right, from 0; None for what is none.

    >>> area_of("B2:C10"), area_of("A1"), area_of("A0")
    ((1, 1, 9, 2), (0, 0, 0, 0), None)
    """
    first, _, last = reference.partition(":")
    begin, end = _place(first), _place(last or first)
    return None if begin is None or end is None or begin > end or begin[1] > end[1] else (*begin, *end)


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _ROWS and column <= _COLUMNS else None


def unescaped(text: str) -> str:
    r"""Undo the escapes of characters that XML cannot hold (22.9.2.19).

    >>> unescaped("April_x000D__x005F_x0041_")
    'April\r_x0041_'
    """
    return _ESCAPE.sub(lambda match: _character(match[0], int(match[1], 16)), text) if "_x" in text else text


def _character(escape: str, point: int) -> str:
    return escape if 0xD800 <= point < 0xE000 else chr(point)  # noqa: PLR2004 - halves of characters are none


# -- streams ------------------------------------------------------------------------------------------------------


class _Stream(Protocol):
    """What is told of the elements of a part; names come without their namespace."""

    def start(self, path: tuple[str, ...], attributes: Mapping[str, str]) -> None: ...
    def end(self, path: tuple[str, ...], text: str) -> None: ...


class _Target:
    """Follows the parser: keeps the path, and the text of the innermost element alone."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream
        self._path: tuple[str, ...] = ()
        self._text: list[str] = []
        self._names: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = self._names.get(tag)
        if name is None:
            name = tag.rpartition("}")[2]
            if len(self._names) < 1000:  # noqa: PLR2004 - a sheet knows some dozens
                self._names[tag] = name
        self._path = (*self._path, name)
        if len(self._path) > _DEPTH:
            raise ValueError(f"its depth is more than {_DEPTH}")
        self._text.clear()
        self._stream.start(self._path, attributes)

    def end(self, _tag: str) -> None:
        self._stream.end(self._path, "".join(self._text))
        self._path = self._path[:-1]
        self._text.clear()

    def data(self, text: str) -> None:
        self._text.append(text)

    def close(self) -> None:
        return


def _read(container: Container, name: str, stream: _Stream) -> None:
    part = container.read(name)
    refuse_entities(part, name, container.where)
    target: Any = _Target(stream)  # the stubs ask for a class that cannot be made
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        for begin in range(0, len(part), _STEP):
            parser.feed(part[begin : begin + _STEP])
        parser.close()
    except _Enough:
        return
    except (etree.LxmlError, LookupError, ValueError) as error:
        raise not_xml(error, name, container.where) from error


class _Enough(Exception):  # noqa: N818 - it ends a stream, and is no error
    """A stream has what it needs."""


# -- parts --------------------------------------------------------------------------------------------------------


class _Strings:
    """Collects shared texts; the readings that Japanese texts carry above them are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []

    def start(self, path: tuple[str, ...], attributes: Mapping[str, str]) -> None:
        pass

    def end(self, path: tuple[str, ...], text: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            self._pieces.append(text)
        elif path[-1] == "si":
            shared = unescaped("".join(self._pieces))
            self.texts.append("" if shared.isspace() else shared)  # once: a million cells may share it
            self._pieces.clear()


def strings_of(container: Container, name: str) -> list[str]:
    """Return the texts that the sheets share; `InputError` where the part cannot be read."""
    strings = _Strings()
    if name:
        _read(container, name, strings)
    return strings.texts


def formats_of(container: Container, name: str, book: Element) -> Formats:
    """Return the formats of the styles of a workbook; `InputError` where the part cannot be read."""
    about = book.find("{*}workbookPr")
    mac = about is not None and about.get("date1904", "0") in {"1", "true"}
    codes: list[str] = []
    if name:
        root = container.xml(name)
        own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iterfind("{*}numFmts/{*}numFmt")}
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number = style.get("numFmtId", "0")
            usual = BUILTIN_FORMATS.get(int(number[:4]), "") if number.isdecimal() else ""
            codes.append(own.get(number) or usual)
    return Formats(codes, MAC_EPOCH if mac else WINDOWS_EPOCH)


class _SheetStream:
    """Collects the cells of a sheet with a value, and what is said of its rows and areas."""

    def __init__(self, strings: Sequence[str], formats: Formats, most: int) -> None:
        self.sheet = Sheet()
        self._strings = strings
        self._formats = formats
        self._most = most
        self._row, self._column = -1, -1
        self._kind = self._style = self._value = ""
        self._formula = False
        self._pieces: list[str] = []

    def start(self, path: tuple[str, ...], attributes: Mapping[str, str]) -> None:
        name = path[-1]
        if name == "c":
            place = _place(attributes.get("r", ""))
            self._row, self._column = place if place is not None else (max(self._row, 0), self._column + 1)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._value, self._formula = "", False
            self._pieces.clear()
        elif name == "row":
            told = attributes.get("r", "")
            self._row = min(int(told[:9]) - 1 if told.isdecimal() and int(told[:9]) else self._row + 1, _ROWS - 1)
            self._column = -1
            self._hide(attributes)
        elif name == "col":
            self._hide(attributes)
        elif name == "mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area is not None and len(self.sheet.merged) < _RANGES:
                self.sheet.merged.append(area)
        elif name == "autoFilter" and len(path) == 2:  # noqa: PLR2004 - of the sheet, not of a view
            area = area_of(attributes.get("ref", ""))
            self.sheet.heads += [] if area is None else [area[0]]

    def _hide(self, attributes: Mapping[str, str]) -> None:
        self.sheet.hidden |= attributes.get("hidden", "0") in {"1", "true"}

    def end(self, path: tuple[str, ...], text: str) -> None:
        name, above = path[-1], path[-2] if len(path) > 1 else ""
        if name == "v" and above == "c":
            self._value = text
        elif name == "f" and above == "c":
            self._formula = True
        elif name == "t" and "is" in path and "rPh" not in path:
            self._pieces.append(text)
        elif name == "c" and above == "row":
            self._keep()

    def _keep(self) -> None:
        text = self._text()
        if text and (self._kind == "s" or not text.isspace()):
            if len(self.sheet.cells) >= self._most:
                self.sheet.overfull = True
                raise _Enough
            is_text = self._kind in {"s", "str", "inlineStr"}
            self.sheet.cells.append(Cell(self._row, min(self._column, _COLUMNS - 1), text, is_text))
        elif self._formula and not self._value and self._kind != "str":
            self.sheet.unsaved += 1

    def _text(self) -> str:
        kind, raw = self._kind, self._value
        if kind == "s":
            number = int(raw) if raw.isdecimal() and len(raw) < 10 else -1  # noqa: PLR2004 - digits of an index
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind == "inlineStr":
            return unescaped("".join(self._pieces) or raw)
        if kind == "str":
            return unescaped(raw)
        if kind == "b":
            return {"0": "FALSE", "1": "TRUE"}.get(raw.strip(), raw)
        if kind == "e":
            return ""  # an error in place of a value
        return raw.strip().removesuffix("T00:00:00") if kind == "d" else self._formats.number(raw.strip(), self._style)


def sheet_of(container: Container, name: str, strings: Sequence[str], formats: Formats, most: int) -> Sheet:
    """Return a sheet with at most so many cells; `InputError` where the part cannot be read."""
    stream = _SheetStream(strings, formats, most)
    _read(container, name, stream)
    return stream.sheet
