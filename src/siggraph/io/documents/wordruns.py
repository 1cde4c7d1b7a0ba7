"""The text of a paragraph of WordprocessingML: its runs as they read, without hidden text and the code of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from siggraph.io.documents.container import Element
from siggraph.io.documents.wordstyles import STRICT, TRANSITIONAL, Styles, child, is_on, value

_PREFIXES = {
    TRANSITIONAL: "w:",
    STRICT: "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "urn:schemas-microsoft-com:vml": "v:",
}
# Elements of a paragraph whose content is no text of it.
_SILENT = frozenset(
    {"w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:instrText", "w:sdtPr", "w:sdtEndPr",
     "w:rt", "w:rubyPr", "w:tblPr", "w:tblGrid", "w:fldData", "w:smartTagPr", "w:customXmlPr", "w:ffData", "m:rPr"}
)  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_SPEAKING = frozenset({"w:t", "m:t", "w:br", "w:sym", *_SIGNS})
_SOFT = dict.fromkeys(map(ord, "\n\r"), " ") | {0xAD: None}
_PRIVATE = range(0xE000, 0xF900)  # code points of symbol fonts: mostly bullets
_TRUE = {"1", "true", "on"}


@lru_cache(maxsize=4096)
def _prefixed(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return _PREFIXES.get(space[1:], "") + local


def name_of(element: Element) -> str:
    """Return the name of an element with the usual prefix of its namespace, none where that is not known."""
    return _prefixed(element.tag)


def branch(element: Element) -> Iterator[Element]:
    """Yield the first of the alternatives that a document offers (mc:AlternateContent)."""
    yield from [*element.iterchildren("{*}Choice"), *element.iterchildren("{*}Fallback")][:1]


class RunText:
    """Collects the text of one paragraph.

    Attributes
    ----------
    pictures
        The alternative texts of its pictures.
    boxes
        The text boxes that hang on it, not read.
    changed, hid
        Whether deleted, and whether hidden text was left out.
    """

    def __init__(self, paragraph: Element, styles: Styles, *, hidden: bool) -> None:
        self.pictures: list[str] = []
        self.boxes: list[Element] = []
        self.changed = self.hid = False
        self._styles = styles
        self._hidden = hidden  # whether the style of the paragraph hides what does not say otherwise
        self._out: list[str] = []
        self._instructions: list[bool] = []  # of the fields around: whether what comes is their instruction
        stack: list[Iterator[Element]] = [iter(paragraph)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            else:
                stack.append(iter(self._take(element)))

    @property
    def text(self) -> str:
        """The text, with its forced breaks as line feeds; a break of the page or column leaves a blank line."""
        return "".join(self._out)

    def _take(self, element: Element) -> Iterable[Element]:
        """Take what an element itself says; return those of its children that are to be read."""
        name = name_of(element)
        if name in _SILENT:
            self.changed |= name in {"w:del", "w:moveFrom"}
        elif name == "w:r":
            return self._run(element)
        elif name == "w:fldChar":
            self._turn(value(element, "fldCharType"))
        elif any(self._instructions):
            return ()
        elif name in _SPEAKING:
            self._out.append(_said(name, element))
        elif name == "w:txbxContent":
            self.boxes.append(element)
        elif name == "mc:AlternateContent":
            return branch(element)
        else:
            return self._other(name, element)
        return ()

    def _other(self, name: str, element: Element) -> Iterable[Element]:
        if name == "w:sdt" and is_on(child(element, "sdtPr", "showingPlcHdr")):
            return ()  # "Click here to enter text"
        picture = ""
        if name == "wp:docPr":
            picture = element.get("descr") or element.get("title") or ""
        elif name.startswith("v:"):
            picture = element.get("alt", "")
        if picture:
            self.pictures.append(" ".join(picture.split()))
        return element

    def _run(self, run: Element) -> Iterable[Element]:
        """Return what a run holds; where it refers to a note by a sign of its own, the sign is left out."""
        if self._is_hidden(child(run, "rPr")):
            self.hid = True
            return [element for element in run if name_of(element) == "w:fldChar"]
        held = list(run)
        for number, element in enumerate(held):
            note = name_of(element) in {"w:footnoteReference", "w:endnoteReference"}
            if note and (value(element, "customMarkFollows") or "0").lower() in _TRUE:
                return held[:number]
        return held

    def _is_hidden(self, properties: Element | None) -> bool:
        vanish = child(properties, "vanish")
        if vanish is not None:
            return is_on(vanish)
        style = value(child(properties, "rStyle"))
        return self._hidden or (style is not None and self._styles.look(style).hidden)

    def _turn(self, what: str | None) -> None:
        """Follow a field through its begin, the end of its instruction, and its end."""
        if what == "begin":
            self._instructions.append(True)
        elif self._instructions and what == "separate":
            self._instructions[-1] = False
        elif self._instructions and what == "end":
            self._instructions.pop()


def _said(name: str, element: Element) -> str:
    """Return the text that an element of a run stands for."""
    if name == "w:br":
        return "\n" if value(element, "type") in {None, "textWrapping"} else "\n\n"
    if name == "w:sym":
        return _symbol(value(element, "char"))
    return _SIGNS[name] if name in _SIGNS else (element.text or "").translate(_SOFT)


def _symbol(code: str | None) -> str:
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    return "•" if point in _PRIVATE else chr(point) if 0x20 <= point < 0xD800 else ""  # noqa: PLR2004 - no control, no half
