"""A document as it was read: its text, the blocks it is set in, and an editor's corrections to its reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FILL = "\u2060"  # WORD JOINER: what stands in the text where the file has mark-up; `names.clean` drops it


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document as it was set: a line, an item, a cell.

    ``kind`` is

    - line: a line of running text (where the format has no lines, a paragraph, parted at forced breaks);
    - heading: with its ``level``, 1 to 6;
    - item: a line of a list as the format marks it; ``level`` is its depth from 1, ``label`` its number or blank;
    - cell: of a table, at ``row`` and ``column`` from 0; ``label`` is ``head`` for cells marked as header;
    - field: one value of a record, ``row`` is the record from 0, ``label`` its key;
    - logo: the alternative text of a picture.

    ``begin`` and ``end`` are its half-open span in the text of the document. Blocks of one ``group`` belong together:
    the lines of one paragraph (no blank line between), the items of one list, the cells of one table; groups ascend.
    A cell that holds several lines is several blocks with the same row and column. ``page`` is the page or sheet from
    1, 0 where there is none.
    """

    kind: str
    begin: int
    end: int
    group: int
    level: int = 0
    row: int = 0
    column: int = 0
    label: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read: its text, and the blocks that it is set in, in reading order.

    ``sha256`` is of its bytes, ``name`` the file's name, ``format`` one of text, markdown, html, pdf, docx, odt, csv,
    tsv, xlsx, json, yaml. Where ``verbatim``, the text is the file, decoded, at equal length: mark-up is blanked
    (FILL), so that spans and line numbers count in the file itself. Otherwise the text was composed from the file, one
    block a line. ``meta`` holds title, date, language and author where the format tells them. ``remarks`` are doubts
    of the reading (a guessed encoding, guessed columns), for people.
    """

    name: str
    text: str
    sha256: str
    blocks: tuple[Block, ...] = ()
    format: str = "text"
    encoding: str = "utf-8"
    verbatim: bool = True
    meta: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrections:
    """What an editor says of the reading of one edition, in letter.toml; applied at every reading.

    ``layout`` names the layout to use; ``first`` and ``last`` are lines of the document (from 1, 0: no bound) outside
    of which nothing is read; ``skip`` are printed names that are none; ``split`` maps a printed name to its parts,
    ``merge`` lists runs of neighbouring names that are one; ``rename`` maps a name as read to the name as it should
    read.
    """

    layout: str = ""
    first: int = 0
    last: int = 0
    skip: tuple[str, ...] = ()
    split: tuple[tuple[str, tuple[str, ...]], ...] = ()
    merge: tuple[tuple[str, ...], ...] = ()
    rename: tuple[tuple[str, str], ...] = ()


def plain(text: str, name: str = "") -> Document:
    """Return a text as a document of plain lines, as for a test or a text from elsewhere; it has no digest."""
    return Document(name, text, "")
