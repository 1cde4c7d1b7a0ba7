"""The columns: every table that `build` writes, with the type and the meaning of each column (CONTRACT).

TSV for people and Parquet for machines follow from the same declaration, and so does data/README.md's dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siggraph.model import Claim, Corpus, Letter, Organisation, Profile, Signature, StatedCounts

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type (text, integer, decimal), whether it holds several values, what it means."""

    name: str
    kind: str
    many: bool
    means: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its columns, what a row is."""

    name: str
    columns: tuple[Column, ...]
    row: str

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _table(name: str, row: str, declared: str) -> Table:
    """Read a declaration: one ``name[*][:kind] meaning`` a line; ``*`` for several values, text where no kind is."""
    columns = []
    for line in declared.strip().splitlines():
        head, _, means = line.strip().partition(" ")
        label, _, kind = head.partition(":")
        columns.append(Column(label.rstrip("*"), kind or "text", label.endswith("*"), means))
    return Table(name, tuple(columns), row)


LETTERS = _table(
    "letters",
    "a letter as a work, whatever its printings",
    """
    id the name of its folder
    title in English, else the first one
    date ISO 8601; letter.toml says how it is known
    issue what it is about
    position for, against or none, towards the issue
    targets* codes of the places whose authorities it addresses with blame
    addressees* whom it is written to
    languages* BCP 47 tags of its editions
    stated_total:integer signatories it says it has
    stated_named:integer of these, how many it says it names
    stated_withheld:integer of these, how many it says stay anonymous
    signatures:integer lines of the union list
    bodies:integer organisations behind them
    """,
)
EDITIONS = _table(
    "editions",
    "one published version of a letter",
    """
    id letter and edition
    letter the letter's id
    language BCP 47
    date ISO 8601; blank where not known
    source a row of sources.tsv
    extent full, additions or extract
    sha256 of the corpus file
    listings:integer lines that it prints
    """,
)
LISTINGS = _table(
    "listings",
    "one line as printed in one edition",
    """
    id edition and position
    letter the letter's id
    edition the edition's id
    position:integer the printed number, else the running one
    name as printed, less layout
    kind organisation, individual or unclear
    country the place printed beside the name
    heading the heading above the list
    language BCP 47, blank where not sure
    begin:integer first code point of the name in the corpus file
    end:integer behind its last code point
    line:integer line of the file, from 1
    signature the signature that it is evidence of
    note what else the line says
    """,
)
SIGNATURES = _table(
    "signatures",
    "one signing as printed, the same line across the editions",
    """
    id letter and first listing
    letter the letter's id
    organisation the body; blank for a person
    capacity organisation or person
    status stands, repeated or withdrawn
    repeats the signature of the same body that stands
    first_seen the first edition that prints it
    listings* its lines
    names_as_printed* its printed forms
    """,
)
ORGANISATIONS = _table(
    "organisations",
    "a body, once for all letters, with the best value of each field",
    """
    id opaque; prefix p- while no curator has registered it
    name display form, one of names
    kind organisation or unclear
    names* all printed forms
    acronyms* split off or added by claims
    seat ISO 3166-1 alpha-2, XK for Kosovo
    seat_status known, unknown, international, several, withheld or not_applicable
    seat_confidence:decimal probability that the seat is right
    concern* codes of places, regions and peoples it is about
    concern_confidence*:decimal one for each concern
    type code of the scheme type
    type_confidence:decimal probability that the type is right
    focus* codes of the scheme focus
    focus_confidence*:decimal one for each focus
    scope local, national, regional, international or unknown
    part_of* organisations that it belongs to
    website where a source says so
    identifiers* of outside registers that were really read
    methods* how its values are known
    signatures* its signatures
    listings* its lines
    """,
)
CLAIMS = _table(
    "claims-all",
    "one value about one body, with its evidence",
    """
    id a digest of the claim
    about the organisation
    property seat, concern, type, focus, scope, part_of, acronym ...
    value a code or a literal; blank when abstained
    confidence:decimal probability that the value is right
    method printed, rule, registry, lookup, editorial or recalled
    rank preferred, normal or deprecated
    status asserted, abstained or not_applicable
    rule the rule that fired, with its version
    source the listing, or a row of sources.tsv
    begin:integer first code point that fired, in the edition's corpus file
    end:integer behind its last code point
    quote the text that fired
    since ISO 8601
    until ISO 8601
    note in words
    """,
)
CASES = _table(
    "cases",
    "an open question for a person",
    """
    id a digest of the two sides
    kind repetition (one letter) or identity (two)
    a a signature
    b another signature
    score:decimal probability that they are one body
    reasons* the signs that spoke
    gain:decimal how much an answer is expected to change
    """,
)
FINDINGS = _table(
    "findings",
    "something that a curator should mend",
    """
    id a digest of the finding
    severity note, warning or error
    code the rule
    where file, line or identifier
    message what is wrong
    remedy what to do
    """,
)
ALIGNMENTS = _table(
    "alignments",
    "two listings of two editions that are the same line",
    """
    id the two listings
    letter the letter's id
    signature the signature that both are evidence of
    a a listing
    b a listing of a later edition
    method equal, glyph, spacing, expansion, typo or rename
    reason in words
    """,
)
WITHHELD = _table(
    "withheld",
    "signatories that a letter counts and does not name",
    """
    id the group
    letter the letter's id
    count:integer how many
    reason why they are not named
    basis* the editions that state it
    """,
)
STATED = _table(
    "stated",
    "what a letter or one of its editions says of its own number of signatories",
    """
    id the letter, or the edition
    letter the letter's id
    stated_total:integer signatories in all
    stated_named:integer of these, named
    stated_withheld:integer of these, anonymous
    unresolved:integer stated and printed nowhere; letter.toml says why
    """,
)
CHANGES = _table(
    "changes",
    "a withdrawal or a correction",
    """
    id its own
    on the day of the act, ISO 8601
    kind withdrawal or correction
    about the signature, or the claim
    reason in words
    source a row of sources.tsv, or who asked
    """,
)
TABLES = (
    LETTERS,
    EDITIONS,
    LISTINGS,
    SIGNATURES,
    ORGANISATIONS,
    CLAIMS,
    CASES,
    FINDINGS,
    ALIGNMENTS,
    WITHHELD,
    STATED,
    CHANGES,
)


def tabulate(corpus: Corpus, finding_id: Mapping[int, str]) -> dict[str, list[Record]]:
    """Return the rows of every table, by table name; each sorted by its first column.

    `finding_id` maps the index of a finding to its identifier.
    """
    of_listing = {listing: s.id for s in corpus.signatures for listing in s.listings}
    signed: dict[str, list[Signature]] = {letter.id: [] for letter in corpus.letters}
    for signature in corpus.signatures:
        signed[signature.letter].append(signature)
    counts = {edition.id: 0 for edition in corpus.editions}
    for listing in corpus.listings:
        counts[listing.edition] += 1
    rows: dict[str, Iterable[Record]] = {
        "letters": (_letter(letter, signed[letter.id]) for letter in corpus.letters),
        "editions": (_plain(EDITIONS, e, listings=counts[e.id]) for e in corpus.editions),
        "listings": (_plain(LISTINGS, x, signature=of_listing.get(x.id, "")) for x in corpus.listings),
        "signatures": (_plain(SIGNATURES, s, names_as_printed=s.names) for s in corpus.signatures),
        "organisations": (_organisation(o, corpus.profiles.get(o.id, Profile())) for o in corpus.organisations),
        "claims-all": (_claim(claim) for claim in corpus.claims),
        "cases": (_plain(CASES, case) for case in corpus.cases),
        "findings": (_plain(FINDINGS, f, id=finding_id[i]) for i, f in enumerate(corpus.findings)),
        "alignments": (
            _plain(ALIGNMENTS, a, id=f"{a.a}={a.b}", signature=of_listing.get(a.a, "")) for a in corpus.alignments
        ),
        "withheld": (_plain(WITHHELD, group) for group in corpus.withheld),
        "stated": _stated(corpus),
        "changes": (_plain(CHANGES, change) for change in corpus.changes),
    }
    return {table.name: sorted(rows[table.name], key=lambda row: str(row["id"])) for table in TABLES}


def _plain(table: Table, noun: object, **more: object) -> Record:
    """Return a record of the noun's own fields, and of `more`."""
    return {name: more[name] if name in more else getattr(noun, name) for name in table.header}


def _letter(letter: Letter, signatures: Sequence[Signature]) -> Record:
    return _plain(
        LETTERS,
        letter,
        title=letter.display_title,
        **_counts(letter.stated),
        signatures=len(signatures),
        bodies=len({s.organisation for s in signatures if s.organisation}),
    )


def _counts(stated: StatedCounts) -> Record:
    return {"stated_total": stated.total, "stated_named": stated.named, "stated_withheld": stated.withheld}


def _stated(corpus: Corpus) -> Iterable[Record]:
    for letter in corpus.letters:
        yield {"id": letter.id, "letter": letter.id, **_counts(letter.stated), "unresolved": letter.unresolved}
    for edition in corpus.editions:
        yield {"id": edition.id, "letter": edition.letter, **_counts(edition.stated), "unresolved": None}


def _organisation(organisation: Organisation, profile: Profile) -> Record:
    own = {name: getattr(profile, name) for name in ORGANISATIONS.header if hasattr(profile, name)}
    return _plain(ORGANISATIONS, organisation, **own)


def _claim(claim: Claim) -> Record:
    located = claim.begin >= 0
    return _plain(CLAIMS, claim, begin=claim.begin if located else None, end=claim.end if located else None)
