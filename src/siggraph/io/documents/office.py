"""Office documents: the door to the readers of DOCX and ODT."""

from __future__ import annotations

from siggraph.io.documents.opendocument import read_odt
from siggraph.io.documents.wordprocessing import read_docx

__all__ = ["read_docx", "read_odt"]
