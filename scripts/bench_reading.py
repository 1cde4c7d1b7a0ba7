"""Reading a list of 5,000 names: time and memory as ratios to a plain library read of the same file."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from collections.abc import Callable

import docx
import openpyxl
import pypdfium2
from lxml import html
from tests import office_files, printing
from tests.letters.synthetic import frames, names

from siggraph.io.corpus import read_reference
from siggraph.io.documents import document_of
from siggraph.io.resources import resource
from siggraph.letters.parse import parse
from siggraph.letters.words import Wordlists

SIZE = 5000


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """Return CPU seconds, and the peak of memory in MB of a second run."""
    began = time.process_time()
    act()
    seconds = time.process_time() - began
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF as the library has it."""
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def docx_text(content: bytes) -> list[str]:
    """Return the paragraphs of a DOCX as the library has them."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def xlsx_values(content: bytes) -> list[object]:
    """Return the rows of a first sheet as the library has them."""
    return list(openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values)


def main() -> None:
    """Print one line a format."""
    words = Wordlists.from_tables(read_reference(resource("data") / "reference"))
    some = [name for language in frames() for name in names(language)]
    listed = [f"{some[i % len(some)]} {i}" for i in range(SIZE)]
    latin = [f"{names('en')[i % len(names('en'))]} {i}" for i in range(SIZE)]
    marks = [mark for column in printing.in_columns(latin[:50], [50.0]) for mark in column]
    pages = [[m._replace(text=latin[p * 50 + i]) for i, m in enumerate(marks)] for p in range(SIZE // 50)]
    items = "".join(f"<li>{name}</li>" for name in listed)
    files: list[tuple[str, bytes, Callable[[bytes], object]]] = [
        ("l.txt", ("Signatories:\n\n" + "\n".join(listed)).encode(), lambda c: c.decode().splitlines()),
        ("l.html", f"<html><body><h2>Signatories</h2><ul>{items}</ul></body></html>".encode(), html.fromstring),
        ("l.json", json.dumps([{"organisation": name} for name in listed]).encode(), json.loads),
        ("l.docx", office_files.docx_paragraphs(["Signatories:", *listed]), docx_text),
        ("l.xlsx", office_files.xlsx({"a": [["Organisation"], *([name] for name in listed)]}), xlsx_values),
        ("l.pdf", printing.placed(pages), pdf_text),
    ]  # fmt: skip
    print(f"a list of {SIZE}: seconds of CPU and MB of Python memory, ours / a plain library read")
    for name, content, library in files:
        read = measured(lambda content=content, name=name: document_of(content, name, name))  # type: ignore[misc]
        document = document_of(content, name, name)
        whole = measured(lambda document=document: parse(document, words))  # type: ignore[misc]
        plain = measured(lambda content=content, library=library: library(content))  # type: ignore[misc]
        found = len(parse(document, words).listings)
        print(
            f"  {name}: read {read[0]:.2f} s ({read[0] / max(plain[0], 1e-3):.0f}x), parse {whole[0]:.2f} s "
            f"({whole[0] / max(plain[0], 1e-3):.0f}x), memory {max(read[1], whole[1]):.0f} MB "
            f"({max(read[1], whole[1]) / max(plain[1], 0.1):.0f}x); {found} of {SIZE} names"
        )


if __name__ == "__main__":
    main()
