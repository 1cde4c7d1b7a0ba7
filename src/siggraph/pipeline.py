"""The line, on one screen: parse, reconcile, resolve, enrich; values in, a Corpus out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from siggraph.document import Corrections, Document
from siggraph.letters.balance import balance, combine, withheld_findings, withheld_of
from siggraph.letters.parse import NONE, Reading, parse
from siggraph.letters.reconcile import Reconciled, reconcile
from siggraph.letters.revisions import revision_findings
from siggraph.letters.words import Wordlists
from siggraph.model import (
    Balance,
    Change,
    Claim,
    Corpus,
    Edition,
    Finding,
    Judgement,
    Letter,
    Listing,
    Profile,
    Registered,
    Signature,
    StatedCounts,
    WithheldGroup,
)
from siggraph.names import clean, is_masked, locate
from siggraph.organisations.cases import Compared
from siggraph.organisations.combine import profile
from siggraph.organisations.enrich import Reference, enrich, part_of
from siggraph.organisations.features import Namebook
from siggraph.organisations.match import Comparison, MatchWords
from siggraph.organisations.resolve import Resolved, resolve

Row = Mapping[str, str]
Step = Callable[[str], None]
_SUMMED = {"total", "withheld"}  # the stated counts that enter the sum of the sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """An edition, its document, and what an editor says of the reading."""

    edition: Edition
    document: Document
    corrections: Corrections = NONE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter on its way through the line: its editions' texts, listings and readings, and its union list."""

    letter: Letter
    editions: tuple[Edition, ...]
    texts: tuple[str, ...]
    readings: tuple[Reading, ...]
    reconciled: Reconciled


@dataclass(frozen=True, slots=True)
class Source:
    """What the line takes: letters with their printed editions, and the hand-kept tables.

    ``findings`` are of the reading, such as letters that could not be read; they come first in the corpus's own.
    """

    base: str
    title: str
    letters: Sequence[tuple[Letter, Sequence[Printed]]]
    registered: Sequence[Registered] = ()
    judgements: Sequence[Judgement] = ()
    claims: Sequence[Claim] = ()
    changes: Sequence[Change] = ()
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What was computed before, by what it depends on; `run` uses it and adds to it. It never changes an answer.

    ``readings`` of editions, ``blocks`` and ``claims`` of names, ``comparisons`` of two names.
    """

    readings: MutableMapping[str, Reading] = field(default_factory=dict)
    blocks: MutableMapping[str, tuple[int, ...]] = field(default_factory=dict)
    comparisons: MutableMapping[str, Comparison] = field(default_factory=dict)
    claims: MutableMapping[str, tuple[Claim, ...]] = field(default_factory=dict)


def run(
    source: Source, tables: Mapping[str, Sequence[Row]], step: Step = lambda _: None, known: Known | None = None
) -> Corpus:
    """Take a corpus through the line.

    Parameters
    ----------
    source
        The corpus, read.
    tables
        The reference tables by name.
    step
        Called with the name of each stage before it begins.
    known
        What was computed before, so that only what is new is computed.
    """
    known = Known() if known is None else known
    step("reading the reference tables")
    words, reference, match_words = compiled(tables)
    step("parse and reconcile")
    sheets = [read_letter(letter, editions, words, known.readings) for letter, editions in source.letters]
    step("resolve")
    resolved = _resolve(sheets, source, match_words, reference, known)
    step("enrich")
    claims, profiles, findings = _enrich(sheets, resolved, source, reference, known.claims)
    balances = tuple(_balance(sheet, resolved.signatures) for sheet in sheets)
    return Corpus(
        base=source.base,
        title=source.title,
        letters=tuple(sheet.letter for sheet in sheets),
        editions=tuple(edition for sheet in sheets for edition in sheet.editions),
        listings=tuple(listing for sheet in sheets for reading in sheet.readings for listing in reading.listings),
        alignments=tuple(alignment for sheet in sheets for alignment in sheet.reconciled.alignments),
        signatures=resolved.signatures,
        withheld=tuple(group for sheet in sheets for group in _withheld(sheet)),
        organisations=resolved.organisations,
        profiles=profiles,
        judgements=resolved.judgements,
        claims=claims,
        cases=resolved.cases,
        findings=(
            *source.findings,
            *_findings(sheets, balances),
            *resolved.findings,
            *findings,
            *_unapplied(source.changes, resolved.signatures, claims, source.claims),
        ),
        balances=balances,
        changes=tuple(source.changes),
    )


_Compiled = tuple[Wordlists, Reference, MatchWords]
_last: list[tuple[Mapping[str, Sequence[Row]], _Compiled]] = []  # the tables that were compiled last


def compiled(tables: Mapping[str, Sequence[Row]]) -> _Compiled:
    """Compile the reference tables; the same tables once, for it takes longer than the line over a small corpus."""
    if not _last or _last[0][0] is not tables:
        made = Wordlists.from_tables(tables), Reference.from_tables(tables), MatchWords.from_tables(tables)
        _last[:] = [(tables, made)]
    return _last[0][1]


def read_letter(
    letter: Letter, editions: Sequence[Printed], words: Wordlists, known: MutableMapping[str, Reading] | None = None
) -> Sheet:
    """Parse the editions of one letter and reconcile them; what letter.toml states goes before what was read.

    A number on which the editions disagree stays unknown for the letter; `run` makes an error of it.
    """
    readings = tuple(_read(letter, printed, words, {} if known is None else known) for printed in editions)
    stated = tuple(
        replace(printed.edition, stated=_prefer(printed.edition.stated, reading.stated))
        for printed, reading in zip(editions, readings, strict=True)
    )
    whole = replace(letter, stated=_prefer(letter.stated, combine([edition.stated for edition in stated])[0]))
    pairs = [(edition, reading.listings) for edition, reading in zip(stated, readings, strict=True)]
    return Sheet(whole, stated, tuple(p.document.text for p in editions), readings, reconcile(whole, pairs))


def _read(letter: Letter, printed: Printed, words: Wordlists, known: MutableMapping[str, Reading]) -> Reading:
    edition, document = printed.edition, printed.document
    key = "\n".join((letter.id, edition.id, edition.sha256, document.name, repr(printed.corrections)))
    if key not in known:
        known[key] = parse(
            document, words, letter=letter.id, edition=edition.id, where=edition.id, corrections=printed.corrections
        )
    return known[key]


def _prefer(first: StatedCounts, second: StatedCounts) -> StatedCounts:
    return StatedCounts(
        first.total if first.total is not None else second.total,
        first.named if first.named is not None else second.named,
        first.withheld if first.withheld is not None else second.withheld,
    )


def _resolve(
    sheets: Sequence[Sheet], source: Source, words: MatchWords, reference: Reference, known: Known
) -> Resolved:
    gone = {change.about for change in source.changes if change.kind == "withdrawal"}
    signatures = [
        replace(signature, status="withdrawn") if signature.id in gone else signature
        for sheet in sheets
        for signature in sheet.reconciled.signatures
    ]
    names = {name for s in signatures if s.capacity == "organisation" for name in s.names}
    book = Namebook(sorted(names), words, reference.gazetteer)
    compared = Compared(book, known.comparisons, known.blocks)
    return resolve(signatures, source.judgements, source.registered, book, compared)


def _enrich(
    sheets: Sequence[Sheet],
    resolved: Resolved,
    source: Source,
    reference: Reference,
    known: MutableMapping[str, tuple[Claim, ...]],
) -> tuple[tuple[Claim, ...], dict[str, Profile], list[Finding]]:
    printed: dict[str, tuple[Listing, str]] = {
        listing.id: (listing, text)
        for sheet in sheets
        for text, reading in zip(sheet.texts, sheet.readings, strict=True)
        for listing in reading.listings
    }
    redirect = {row.id: row.merged_into for row in source.registered if row.merged_into}
    curated: dict[str, list[Claim]] = {}
    for claim in source.claims:
        about = claim.about
        while about in redirect:  # the corpus's reader has refused cycles
            about = redirect[about]
        curated.setdefault(about, []).append(replace(claim, about=about))
    wholes: dict[str, list[Claim]] = {}
    for part, whole in resolved.parts:
        wholes.setdefault(part, []).append(part_of(part, whole))
    claims: list[Claim] = []
    profiles: dict[str, Profile] = {}
    for organisation in resolved.organisations:
        listings = [printed[listing][0] for listing in organisation.listings]
        made = enrich(
            organisation,
            listings,
            [*curated.pop(organisation.id, []), *wholes.get(organisation.id, ())],
            reference,
            known,
        )
        profiles[organisation.id] = profile(made)
        claims.extend(_located(claim, printed) for claim in made)
    findings = [
        Finding("warning", "claim-about-nobody", "claims.tsv", f"no organisation '{about}' stands in this corpus",
                "correct the column about")
        for about in sorted(curated)
    ]  # fmt: skip
    return tuple(claims), profiles, findings


def _located(claim: Claim, printed: Mapping[str, tuple[Listing, str]]) -> Claim:
    """Move a span from the printed name to the text of the edition."""
    if claim.begin < 0 or claim.source not in printed:
        return claim
    listing, text = printed[claim.source]
    raw = text[listing.begin : listing.end]
    if clean(raw) != listing.name:  # an editor renamed it, or its parts stand apart: the evidence is the whole listing
        return replace(claim, begin=listing.begin, end=listing.end)
    begin, end = locate(raw, claim.begin, claim.end)
    return replace(claim, begin=listing.begin + begin, end=listing.begin + end)


def _unapplied(
    changes: Sequence[Change], signatures: Sequence[Signature], claims: Sequence[Claim], curated: Sequence[Claim]
) -> Sequence[Finding]:
    """Return a warning for every change about what does not stand (any more).

    A correction may have been about a body that was redacted since: then it is a note.
    """
    redacted = any(is_masked(name) for signature in signatures for name in signature.names)
    signed, said = {s.id for s in signatures}, {c.id for c in (*claims, *curated)}
    return [
        Finding("note" if redacted and change.kind == "correction" else "warning", "change-not-applied", "changes.tsv",
                f"the {change.kind} '{change.id}' of {change.on} is about '{change.about}', which is not there",
                "correct the column about")
        for change in changes
        if change.about not in (signed if change.kind == "withdrawal" else said)
    ]  # fmt: skip


def _withheld(sheet: Sheet) -> Sequence[WithheldGroup]:
    count = withheld_of(sheet.letter, sheet.editions)
    if not count:
        return ()
    phrases = [c.phrase for reading in sheet.readings for c in reading.counts if c.role == "withheld"]
    basis = tuple(edition.id for edition in sheet.editions if edition.stated.withheld is not None)
    reason = "; ".join(dict.fromkeys(phrases)) or "stated by the letter"
    return (WithheldGroup(f"{sheet.letter.id}/withheld", sheet.letter.id, count, reason, basis),)


def _balance(sheet: Sheet, signatures: Sequence[Signature]) -> Balance:
    counts = [(e, len(reading.listings)) for e, reading in zip(sheet.editions, sheet.readings, strict=True)]
    sums = balance(sheet.letter, counts, [s for s in signatures if s.letter == sheet.letter.id])
    torn = _torn(sheet)
    notes = tuple(f"the editions disagree on '{role}': {numbers}" for role, numbers in torn.items())
    # Neither number can be struck off against the names: the sheet must not close by leaving one out.
    return replace(sums, closes=sums.closes and not _SUMMED & torn.keys(), notes=(*sums.notes, *notes))


def _torn(sheet: Sheet) -> Mapping[str, str]:
    """Return the roles on which the editions disagree and letter.toml is silent, with what each edition states."""
    _, roles = combine([edition.stated for edition in sheet.editions])
    told = {role: [(e.id, getattr(e.stated, role)) for e in sheet.editions] for role in roles}
    return {
        role: ", ".join(f"{number} in {edition}" for edition, number in numbers if number is not None)
        for role, numbers in told.items()
        if getattr(sheet.letter.stated, role) is None
    }


def _findings(sheets: Sequence[Sheet], balances: Sequence[Balance]) -> Sequence[Finding]:
    found: list[Finding] = []
    if not sheets:
        found.append(
            Finding("warning", "no-letters", "letters", "the corpus holds no letter", "siggraph add puts one in")
        )
    for sheet, sums in zip(sheets, balances, strict=True):
        for edition, reading in zip(sheet.editions, sheet.readings, strict=True):
            found.extend(reading.findings)
            found.extend(_edition_findings(sheet, edition, reading))
        printed = [(e, reading.listings) for e, reading in zip(sheet.editions, sheet.readings, strict=True)]
        found.extend(revision_findings(sheet.letter, printed, sheet.reconciled.signatures))
        found.extend(withheld_findings(sheet.letter, printed, sheet.reconciled.signatures))
        torn = _torn(sheet)
        found.extend(
            Finding("error", "editions-disagree", sheet.letter.id,
                    f"the editions state '{role}' differently: {numbers}",
                    f"state the right one in letter.toml under [stated]: {role} = ...")
            for role, numbers in torn.items()
        )  # fmt: skip
        if sums.stated.total is None and not torn:
            found.append(
                Finding("note", "no-total-stated", sheet.letter.id, "no edition was read to say how many signed",
                        "where the text does say it, state it in letter.toml: [stated] total = ...")
            )  # fmt: skip
        if not sums.closes and not _SUMMED & torn.keys():
            found.append(
                Finding("error", "balance-does-not-close", sheet.letter.id,
                        f"{sums.stated.total} stated, {sums.named} named + {sums.withheld} withheld "
                        f"+ {sums.unresolved} unresolved",
                        "look for lines read wrongly, or write unresolved and unresolved_reason in letter.toml")
            )  # fmt: skip
    return found


def _edition_findings(sheet: Sheet, edition: Edition, reading: Reading) -> Sequence[Finding]:
    found = []
    for role in ("total", "named", "withheld"):
        told, read = getattr(edition.stated, role), getattr(reading.stated, role)
        if read is not None and told != read:
            found.append(
                Finding("warning", "stated-count-differs", edition.id,
                        f"letter.toml states {told} as '{role}', the text {read}", "correct letter.toml")
            )  # fmt: skip
    if edition.stated.named not in {None, len(reading.listings)}:
        found.append(
            Finding("note", "prints-fewer-than-stated", edition.id,
                    f"it says that it names {edition.stated.named} and prints {len(reading.listings)}",
                    "nothing to do where the edition itself is so")
        )  # fmt: skip
    lacking = len(sheet.reconciled.signatures) - len(reading.listings)
    if edition.extent == "full" and lacking > 0:
        found.append(
            Finding("note", "edition-lacks-lines", edition.id,
                    f"{lacking} lines of other editions are missing here; absence is not withdrawal",
                    "siggraph ask edition-differences lists them")
        )  # fmt: skip
    return found
