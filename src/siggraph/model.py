"""The nouns of siggraph: what every stage takes and gives; immutable, standard library alone.

Spans are half-open ranges of Unicode code points: ``text[begin:end]``. Probabilities are floats from 0 to 1.
A blank text, an empty tuple or ``None`` means "none"; a status field beside it says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StatedCounts:
    """What a letter says of the number of its signatories; ``None`` where it says nothing."""

    total: int | None = None
    named: int | None = None
    withheld: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of a letter with its list (openWEMI Manifestation).

    ``id`` is ``<letter>/<edition>``; ``extent`` is full, additions or extract; ``sha256`` is of the corpus file,
    ``published_sha256`` of the text as published, where that was seen.
    """

    id: str
    letter: str
    language: str
    date: str
    source: str
    extent: str
    sha256: str
    published_sha256: str = ""
    stated: StatedCounts = StatedCounts()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as a work, whatever its printings (openWEMI Work).

    ``title`` maps BCP 47 language tags to titles; ``date_method`` says how the date is known; ``position`` is for,
    against or none; ``targets`` are place codes; ``unresolved`` are stated signatories that no edition names, with
    the written reason in ``unresolved_reason``. ``withheld_decision`` is what a person decided about names that appear
    in an edition which withholds fewer.
    """

    id: str
    title: Mapping[str, str]
    date: str
    date_method: str
    issue: str
    position: str
    targets: tuple[str, ...]
    addressees: tuple[str, ...]
    languages: tuple[str, ...]
    stated: StatedCounts
    unresolved: int = 0
    unresolved_reason: str = ""
    withheld_decision: str = ""
    note: str = ""

    @property
    def display_title(self) -> str:
        """The English title, else the first one."""
        return self.title.get("en") or next(iter(self.title.values()), self.id)


@dataclass(frozen=True, slots=True)
class Listing:
    """One line as printed in one edition; no later stage changes it.

    ``kind`` is organisation, individual or unclear; ``country`` is the place as printed beside the name;
    ``language`` a BCP 47 tag or blank; ``begin``/``end`` the span of the name in the edition's text, ``line`` its
    first line (from 1); ``position`` the printed number, else the running one.
    """

    id: str
    letter: str
    edition: str
    position: int
    name: str
    kind: str
    country: str
    heading: str
    language: str
    begin: int
    end: int
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two listings of two editions that are the same line.

    ``method`` is equal, glyph, spacing, expansion, typo or rename (data/README.md tells what each means).
    """

    letter: str
    a: str
    b: str
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signing as printed, the same line across the editions of a letter.

    ``capacity`` is organisation or person; ``status`` is stands, repeated or withdrawn; ``repeats`` is the signature
    of the same body that already stands on the letter; ``organisation`` is blank for persons and before `resolve`.
    """

    id: str
    letter: str
    listings: tuple[str, ...]
    names: tuple[str, ...]
    kind: str
    capacity: str
    first_seen: str
    organisation: str = ""
    status: str = "stands"
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class WithheldGroup:
    """Signatories that a letter counts and does not name; it takes no attribute and is never guessed.

    ``basis`` are the editions that state the number.
    """

    id: str
    letter: str
    count: int
    reason: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Same, different or unsure, between two printed names; append-only (SSSOM mapping).

    A side is a letter and a name as printed there; a blank letter means "wherever this name is printed".
    """

    subject_label: str
    subject_letter: str
    object_label: str
    object_letter: str
    verdict: str
    method: str
    by: str
    on: str
    reason: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body, once for all letters (org:Organization). ``kind`` is organisation or unclear.

    ``names`` are all printed forms of all editions and nothing else; ``name`` is one of them.
    """

    id: str
    name: str
    kind: str
    names: tuple[str, ...]
    signatures: tuple[str, ...]
    listings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """A row of the corpus's organisations.tsv: an identifier that a curator's act has minted."""

    id: str
    name: str
    anchor: str
    minted: str
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A withdrawal or a correction: public, dated, with its reason; what was printed and said stays readable.

    ``kind`` is withdrawal (``about`` is a signature) or correction (``about`` is a claim); ``on`` the date of the act,
    ISO 8601; ``source`` a row of sources.tsv, or who asked, in words.
    """

    id: str
    on: str
    kind: str
    about: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value about one body with its evidence (Wikibase statement).

    Parameters
    ----------
    about
        Identifier of the organisation; blank while only a name is known.
    property
        seat, concern, type, focus, scope, part_of, member_of, succeeds, website, identifier, acronym or name.
    value
        A code of the property's scheme or a literal; blank when ``status`` is not asserted.
    confidence
        Probability that the value is right; ``None`` with a blank value.
    method
        printed, rule, registry, lookup, editorial or recalled (DESIGN, "How we know").
    rank
        preferred, normal or deprecated.
    status
        asserted, abstained or not_applicable. An abstained seat says why in ``note``: unknown, international,
        several, withheld.
    rule
        The rule that fired with its data version, such as ``seat.place-after-comma@1``.
    source
        A row of sources.tsv, or the listing whose printed name fired.
    begin, end, quote
        The span that fired: in the printed name while ``source`` is a name, in the edition's text once the pipeline
        has located it; ``-1`` where there is none. ``quote`` is its text.
    """

    about: str
    property: str
    value: str
    confidence: float | None
    method: str
    rank: str = "normal"
    status: str = "asserted"
    rule: str = ""
    source: str = ""
    begin: int = -1
    end: int = -1
    quote: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The best value of each field of one body, drawn from its claims.

    ``concern_confidence`` and ``focus_confidence`` run parallel to ``concern`` and ``focus``.
    """

    seat: str = ""
    seat_status: str = "unknown"
    seat_confidence: float | None = None
    concern: tuple[str, ...] = ()
    concern_confidence: tuple[float, ...] = ()
    type: str = ""
    type_confidence: float | None = None
    focus: tuple[str, ...] = ()
    focus_confidence: tuple[float, ...] = ()
    scope: str = "unknown"
    part_of: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    website: str = ""
    identifiers: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An open question for a person, whether signatures ``a`` and ``b`` are of the same body.

    ``score`` is the probability of "same"; ``gain`` orders the queue: how much an answer is expected to change.
    """

    id: str
    kind: str
    a: str
    b: str
    score: float
    reasons: tuple[str, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a curator should mend; severity note, warning or error (sh:ValidationResult)."""

    severity: str
    code: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its name, its type (place, type, focus, scope, text, integer), default, meaning."""

    name: str
    kind: str
    default: str
    means: str


@dataclass(frozen=True, slots=True)
class Question:
    """A stored query (sh:SPARQLExecutable): the question in words, its parameters, its columns, what it counts."""

    name: str
    title: Mapping[str, str]
    text: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    counts: str
    remarks: Mapping[str, str]

    @property
    def heading(self) -> str:
        """The question in English."""
        return self.title.get("en", self.name)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a SELECT or ASK query as a table: names of columns and rows of texts (``None`` is unbound).

    ``remark`` says what a reader must know to use it, such as what its short names stand for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """The sheet of one letter (CONTRACT, balance.json). ``editions`` maps ids to listings and stated counts."""

    letter: str
    date: str
    stated: StatedCounts
    named: int
    withheld: int
    unresolved: int
    repeated: int
    organisations: int
    individuals: int
    editions: Mapping[str, tuple[int, StatedCounts]]
    closes: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that the line made of one corpus; tables are written from it."""

    base: str
    title: str
    letters: tuple[Letter, ...] = ()
    editions: tuple[Edition, ...] = ()
    listings: tuple[Listing, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    signatures: tuple[Signature, ...] = ()
    withheld: tuple[WithheldGroup, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    claims: tuple[Claim, ...] = ()
    cases: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()
    balances: tuple[Balance, ...] = ()
    changes: tuple[Change, ...] = ()
