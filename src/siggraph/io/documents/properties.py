"""What an office document tells of itself: title, author, date and language, from Dublin Core and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from siggraph.io.documents.container import Container, Element
from siggraph.names import clean

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LONGEST = 1000  # code points of a title that is one
# Local names of elements, best first, for each key of the meta data; both families of formats have them.
_KEYS = {
    "title": ("title",),
    "author": ("initial-creator", "creator"),
    "date": ("creation-date", "created"),
    "language": ("language",),
}


def core_properties(container: Container) -> dict[str, str]:
    """Return the meta data of a package of Office Open XML."""
    part = container.part_of_kind("", "core-properties", "docProps/core.xml")
    return properties_of(container.xml(part)) if part else {}


def properties_of(elements: Iterable[Element]) -> dict[str, str]:
    """Return title, author, date and language as far as elements tell them; the date as year, month and day."""
    told: dict[str, str] = {}
    for element in elements:
        told.setdefault(element.tag.rpartition("}")[2], clean(element.text or "")[:_LONGEST])
    found = {key: next((told[name] for name in names if told.get(name)), "") for key, names in _KEYS.items()}
    match = _DATE.match(found["date"])
    found["date"] = ""
    if match is not None:
        with suppress(ValueError):  # a date that is none is no date
            found["date"] = date(*map(int, match.groups())).isoformat()
    return {key: text for key, text in found.items() if text}
