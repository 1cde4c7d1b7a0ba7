"""judgements: what people have said of two printed names, as rows: which stand, whom they are about, what is amiss.

The order of the rows says nothing. What stands is put into an order of its own, so that files of several people can be
joined in any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, replace

from siggraph.model import Finding, Judgement, Signature
from siggraph.names import fold, is_masked
from siggraph.organisations.registry import digest

TABLE = "judgements.tsv"


def is_redacted(signature: Signature) -> bool:
    """Tell whether a line was redacted: it is matched with nothing, and nobody is asked about it."""
    return any(map(is_masked, signature.names))


def judgement_id(judgement: Judgement) -> str:
    """Return the identifier of a row: a digest of all it says; withdrawing it does not change it.

    >>> row = Judgement("HRIC", "x", "Human Rights in China", "x", "same", "editorial", "me", "2026-01-01", "acronym")
    >>> judgement_id(row) == judgement_id(replace(row, withdrawn="2026-02-01"))
    True
    """
    return f"j-{digest(*astuple(replace(judgement, withdrawn='')))}"


def in_force(judgements: Iterable[Judgement]) -> tuple[tuple[Judgement, ...], list[Finding]]:
    """Return the rows that are not withdrawn, each once, in an order of their own; and a note on every double."""
    counted = Counter(judgement for judgement in judgements if not judgement.withdrawn)
    rows = sorted(counted, key=astuple)
    doubles = [
        Finding("note", "judgement-twice", TABLE, f"{told(row)} stands {counted[row]} times, word for word",
                "nothing to do; the further rows may be deleted")
        for row in rows
        if counted[row] > 1 and not is_masked(row.subject_label + row.object_label)
    ]  # fmt: skip
    return tuple(rows), doubles


class Printed:
    """Which signatures print the names that judgements are about; numbers are places in `bodies`.

    A side of a judgement is a letter and a name; without a letter it is every line that prints the name. Lines that
    were redacted print no name.
    """

    def __init__(self, bodies: Sequence[Signature], judgements: Sequence[Judgement]) -> None:
        self._found: dict[tuple[str, str], list[int]] = {key: [] for row in judgements for key in _keys(row)}
        for i, signature in enumerate(bodies if self._found else ()):
            if is_redacted(signature):
                continue
            for name in {fold(name): None for name in signature.names}:
                for letter in {signature.letter: None, "": None}:
                    found = self._found.get((letter, name))
                    if found is not None:
                        found.append(i)

    def sides(self, judgement: Judgement) -> tuple[list[int], list[int]]:
        """Return the lines of the subject and of the object, each in printed order; empty where none prints it."""
        subject, other = _keys(judgement)
        return self._found.get(subject, []), self._found.get(other, [])


def _keys(judgement: Judgement) -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (judgement.subject_letter, fold(judgement.subject_label)),
        (judgement.object_letter, fold(judgement.object_label)),
    )


def not_printed(
    judgement: Judgement, sides: tuple[list[int], list[int]], persons: Callable[[], frozenset[str]]
) -> Finding | None:
    """Return the finding for a judgement that is not applied; none where it would name a person or a redacted name."""
    labels = (judgement.subject_label, judgement.object_label)
    if any(map(is_masked, labels)) or {fold(label) for label in labels} & persons():
        return None
    missing = next(label for label, side in zip(labels, sides, strict=True) if not side)
    return Finding(
        "warning",
        "judgement-not-applied",
        TABLE,
        f"the judgement of {judgement.on} on '{judgement.subject_label}' and '{judgement.object_label}' "
        f"names '{missing}', which no letter prints",
        f"siggraph judge --withdraw {judgement_id(judgement)}, or correct the name",
    )


def on_one_line(judgement: Judgement) -> Finding:
    """Return the finding for two names that are judged different, and that editions print on one line."""
    return Finding(
        "warning",
        "judgement-not-applied",
        TABLE,
        f"{told(judgement)}, and the editions of a letter print both names on one line",
        f"siggraph judge --withdraw {judgement_id(judgement)}, or correct the reading of the editions",
    )


def contradiction(different: Judgement, chain: Sequence[Judgement]) -> Finding:
    """Return the error for two names that are judged different and that `chain` makes one, link by link."""
    links = "; ".join(map(told, chain))
    ids = " or ".join(dict.fromkeys(map(judgement_id, (different, *chain))))
    return Finding(
        "error",
        "judgements-contradict",
        TABLE,
        f"{told(different)}; yet they are one body by: {links}",
        f"siggraph judge --withdraw one of {ids}",
    )


def stopped(different: Judgement, chain: Sequence[Judgement], rule: Judgement, count: int) -> Finding:
    """Return the warning for a rule's merge that is not made, because further judgements lead to two that differ."""
    others = f" (and {count - 1} more)" if count > 1 else ""
    links = "; ".join(map(told, chain))
    return Finding(
        "warning",
        "merge-stopped",
        TABLE,
        f"{_side(rule.subject_label, rule.subject_letter)} and {_side(rule.object_label, rule.object_letter)} have the "
        f"same folded name and stay two bodies{others}, because {told(different)}" + (f"; {links}" if links else ""),
        "judge the two names, different or same, and withdraw what is wrong",
    )


def told(judgement: Judgement) -> str:
    """Write a judgement as words: both sides, the verdict, by whom or which rule, and when.

    >>> told(Judgement("HRIC", "x", "PhilRights", "", "different", "editorial", "an editor", "2026-01-01", "why"))
    "'HRIC' (x) different 'PhilRights' (an editor, editorial, 2026-01-01)"
    """
    said = ", ".join(part for part in (judgement.by, judgement.method, judgement.on) if part)
    subject, other = (
        _side(judgement.subject_label, judgement.subject_letter),
        _side(judgement.object_label, judgement.object_letter),
    )
    return f"{subject} {judgement.verdict} {other} ({said})"


def _side(label: str, letter: str) -> str:
    return f"'{label}' ({letter})" if letter else f"'{label}'"
