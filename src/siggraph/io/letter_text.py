"""letter.toml as text: a new letter, a new edition, and the corrections that follow from a person's edits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from siggraph.document import Corrections

_EDITION = re.compile(r"(?m)^[ \t]*\[\[[ \t]*editions[ \t]*\]\]")
_HEADER = r"^[ \t]*\[\[?[ \t]*(?!editions\.reading\b)[^\[\]\"',\n]+\]\]?[ \t]*(?:#[^\n]*)?$"
_READING = re.compile(rf"(?ms)^[ \t]*\[\[?[ \t]*editions\.reading\b.*?(?={_HEADER}|\Z)")


def new_letter(titles: Mapping[str, str], date: str) -> str:
    """Return the head of a letter.toml; `titles` maps BCP 47 tags (``und``: not known) to titles."""
    dated = f"date = {quoted(date)}\n" if date else ""
    named = "".join(f"{quoted(tag)} = {quoted(title)}\n" for tag, title in titles.items())
    return (
        "# What is known of this letter; see data/README.md for every key.\n"
        f'{dated}date_method = "editorial"\nissue = ""\nposition = "none"\ntargets = []\naddressees = []\n\n'
        f"[title]\n{named}"
    )


def new_edition(
    short: str,
    file: str,
    *,
    language: str = "",
    date: str = "",
    extent: str = "full",
    source: str = "",
    corrections: Corrections | None = None,
) -> str:
    """Return the block of one edition, to be put behind the others."""
    dated = f"date = {quoted(date)}\n" if date else ""
    return (
        f"\n[[editions]]\nid = {quoted(short)}\nfile = {quoted(file)}\nlanguage = {quoted(language)}\n{dated}"
        f"extent = {quoted(extent or 'full')}\nsource = {quoted(source)}\n{reading(corrections or Corrections())}"
    )


def reading(corrections: Corrections) -> str:
    r"""Return the corrections of an edition as ``[editions.reading]``; blank where there are none.

    >>> print(reading(Corrections(first=3, skip=("Page 2",), rename=(("A", "B"),))))
    <BLANKLINE>
    [editions.reading]
    range = [3, 0]
    skip = [
      "Page 2",
    ]
    <BLANKLINE>
    [editions.reading.rename]
    "A" = "B"
    <BLANKLINE>
    """
    if corrections == Corrections():
        return ""
    lines = ["", "[editions.reading]"]
    if corrections.layout:
        lines.append(f"layout = {quoted(corrections.layout)}")
    if corrections.first or corrections.last:
        lines.append(f"range = [{corrections.first}, {corrections.last}]")
    split = (f"{{ name = {quoted(name)}, into = [{_joined(parts)}] }}" for name, parts in corrections.split)
    lines.extend(_array("skip", map(quoted, corrections.skip)))
    lines.extend(_array("merge", (f"[{_joined(run)}]" for run in corrections.merge)))
    lines.extend(_array("split", split))
    if corrections.rename:
        lines.extend(["", "[editions.reading.rename]"])
        lines.extend(f"{quoted(old)} = {quoted(new)}" for old, new in dict(corrections.rename).items())
    return "\n".join(lines) + "\n"


def _array(key: str, values: Iterable[str]) -> list[str]:
    told = [f"  {value}," for value in values]
    return [f"{key} = [", *told, "]"] if told else []


def _joined(values: Sequence[str]) -> str:
    return ", ".join(map(quoted, values))


def with_reading(toml: str, short: str, corrections: Corrections) -> str | None:
    """Return a letter.toml in which one edition has these corrections, and everything else is as it was.

    None where the file is written in a way that does not allow it (an inline table, say): then a person must.
    """
    before = tomllib.loads(toml)
    marks = [match.start() for match in _EDITION.finditer(toml)]
    editions = before.get("editions", [])
    if len(marks) != len(editions):
        return None
    at = next((i for i, edition in enumerate(editions) if edition.get("id") == short), -1)
    if at < 0:
        return None
    end = marks[at + 1] if at + 1 < len(marks) else len(toml)
    block = toml[marks[at] : end]
    kept = _READING.sub("", block).rstrip("\n")
    made = f"{toml[: marks[at]]}{kept}\n{reading(corrections)}" + ("\n" if end < len(toml) else "") + toml[end:]
    try:
        after = tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        return None
    for table in (before, after):
        table["editions"][at].pop("reading", None)
    return made if before == after else None


def quoted(text: str) -> str:
    """Write a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
