r"""Terms: IRIs and literals as N-Quads text, escaped once and for all; the names of the vocabularies.

Sources: RDF 1.1 N-Quads (W3C Recommendation 2014), RFC 3987 for IRIs, BCP 47 for language tags.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sig": "https://w3id.org/siggraph/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SCHEME = "https://w3id.org/siggraph/scheme/"

# What an IRI may not hold is percent-encoded: all but RFC 3987's ASCII and ucschar, and a per cent sign that encodes
# nothing. Brackets are for IPv6 hosts, which name nothing here.
_NOT_IN_IRI = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,./0-9:;=?@A-Z_a-z~\-"
    r"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_LITERAL = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=4096)
def iri(text: str) -> str:
    """Write an absolute IRI as a term; ``sig:seat`` and its like are expanded.

    >>> iri("sig:seat")
    '<https://w3id.org/siggraph/ontology#seat>'
    >>> iri("https://example.org/a b>")
    '<https://example.org/a%20b%3E>'
    """
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    head, mark, fragment = text.partition("#")  # a second number sign is a character of the fragment
    text = head + mark + fragment.replace("#", "%23")
    return f"<{_NOT_IN_IRI.sub(_percent, text)}>"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))


def literal(value: str, language: str = "", datatype: str = "") -> str:
    r"""Write a literal as a term; a language tag that is none by BCP 47's syntax is left out.

    >>> literal('a "b"\n'), literal("chat", "fr"), literal("3", datatype="xsd:integer")
    ('"a \\"b\\"\\n"', '"chat"@fr', '"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
    """
    escaped = _SURROGATE.sub("\ufffd", value.translate(_LITERAL))
    if language and _TAG.fullmatch(language):
        return f'"{escaped}"@{language.lower()}'
    return f'"{escaped}"^^{iri(datatype)}' if datatype else f'"{escaped}"'


def integer(value: int) -> str:
    """Write an xsd:integer."""
    return literal(str(value), datatype="xsd:integer")


def decimal(value: float) -> str:
    """Write an xsd:decimal with at most four digits behind the point.

    >>> decimal(0.9)
    '"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    text = f"{value:.4f}".rstrip("0")
    return literal(text + "0" if text.endswith(".") else text, datatype="xsd:decimal")


def concept(scheme: str, code: str) -> str:
    """Write the IRI of a concept of one of siggraph's schemes.

    >>> concept("place", "CN-XZ")
    '<https://w3id.org/siggraph/scheme/place/CN-XZ>'
    """
    return iri(f"{SCHEME}{scheme}/{quote(code, safe='-_')}")


class Names:
    """The IRIs of one corpus, all under its base.

    Parameters
    ----------
    base
        Absolute IRI that ends with ``/`` or ``#``.
    """

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith(("/", "#")) else f"{base}/"

    def of(self, kind: str, identifier: str) -> str:
        """Write the IRI of a resource.

        >>> Names("https://example.org/x/").of("listing", "a/zh/0001")
        '<https://example.org/x/listing/a/zh/0001>'
        """
        return iri(f"{self.base}{kind}/{quote(identifier, safe='/-_.~')}")

    def graph(self, role: str) -> str:
        """Write the IRI of a named graph: claims, matches, coalitions, persons or meta."""
        return iri(f"{self.base}graph/{role}")
