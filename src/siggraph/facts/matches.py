"""matches: the judgements in force as SSSOM mappings between the signatures that print the two names.

Source: SSSOM 1.0, https://w3id.org/sssom/ (columns, header, ``Not`` for a mapping that does not hold).

The predicate is the verdict's own concept, "both names are names of one body". It says nothing of the signatures being
one thing, and no body is matched with a body: two names of one body lead to one identifier already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from siggraph.model import Corpus, Judgement, Signature
from siggraph.names import fold

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_tool",
    "mapping_date",
    "confidence",
    "comment",
)
CURIES = {
    "semapv": "https://w3id.org/semapv/vocab/",
    "verdict": "https://w3id.org/siggraph/scheme/verdict/",
}
_JUSTIFIED = {"rule": "LexicalMatching", "recalled": "BackgroundKnowledgeBasedMatching"}
_BY_HAND = "ManualMappingCuration"
# By verdict: the predicate, and whether the mapping is said not to hold.
_PREDICATES = {"same": ("verdict:same", ""), "different": ("verdict:same", "Not"), "unsure": ("verdict:unsure", "")}


def header(set_id: str, licence: str, prefix: str) -> str:
    """Return the metadata of the set, as SSSOM/TSV puts it above the columns.

    Parameters
    ----------
    set_id, licence
        IRIs of the mapping set and of its licence; a blank licence says that none is stated.
    prefix
        What the prefix ``signature:`` stands for.
    """
    curies = {**CURIES, "signature": prefix}
    lines = [
        'sssom_version: "1.0"',
        f"mapping_set_id: {set_id}",
        f"license: {licence or 'https://w3id.org/sssom/license/unspecified'}",
        "curie_map:",
        *(f"  {name}: {iri}" for name, iri in sorted(curies.items())),
    ]
    return "".join(f"#{line}\n" for line in lines)


def mappings(corpus: Corpus, local: Callable[[str], str]) -> list[dict[str, object]]:
    """Return one row a judgement in force, sorted.

    Parameters
    ----------
    corpus
        After `resolve`. Signatures of persons are in no judgement in force.
    local
        Writes a signature's identifier as the local part of its IRI.

    Returns
    -------
    list of dict
        By column. Where a side stands for several lines, its identifier is that of the first. There is no confidence:
        none was measured.
    """
    prints = _first_lines(corpus.signatures)
    rows = [
        dict(zip(COLUMNS, _mapping(judgement, prints, local), strict=True))
        for judgement in dict.fromkeys(corpus.judgements)
    ]
    return sorted(rows, key=lambda row: [str(row[column]) for column in COLUMNS])


def _first_lines(signatures: Iterable[Signature]) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for signature in signatures:
        for name in signature.names if signature.capacity == "organisation" else ():
            for letter in (signature.letter, ""):
                found.setdefault((letter, fold(name)), signature.id)
    return found


def _mapping(
    judgement: Judgement, prints: Mapping[tuple[str, str], str], local: Callable[[str], str]
) -> Sequence[object]:
    subject = prints[judgement.subject_letter, fold(judgement.subject_label)]
    other = prints[judgement.object_letter, fold(judgement.object_label)]
    predicate, modifier = _PREDICATES[judgement.verdict]
    kind = judgement.method.partition(":")[0]
    ruled = kind == "rule"
    return (
        f"signature:{local(subject)}",
        _plain(judgement.subject_label),
        predicate,
        modifier,
        f"signature:{local(other)}",
        _plain(judgement.object_label),
        f"semapv:{_JUSTIFIED.get(kind, _BY_HAND)}",
        "" if ruled else _plain(judgement.by.replace("|", r"\|")),
        f"siggraph {judgement.method}" if ruled else "",
        judgement.on,
        None,
        _plain(judgement.reason),
    )


def _plain(text: str) -> str:
    """Return a cell that readers of SSSOM take as it is: they see a quotation mark at its beginning as quoting."""
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
