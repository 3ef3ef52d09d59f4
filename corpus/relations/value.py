"""The values that say how documents stand to each other: resolved citations, relations, validity, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Citation, Span

KINDS = (
    *("căn cứ", "thực hiện", "hướng dẫn", "sửa đổi bổ sung", "thay thế", "bãi bỏ", "đính chính", "hợp nhất"),
    *("ban hành kèm theo", "dẫn chiếu"),
)
MENTION = KINDS[-1]
HELD, MISSING, AMBIGUOUS, SELF, UNCLEAR = STATES = ("held", "missing", "ambiguous", "self", "unclear")
VALIDITY_WORDS = {
    "in_force": "còn hiệu lực (theo các văn bản đang có)",
    "not_yet": "chưa có hiệu lực",
    "partly": "hết hiệu lực một phần",
    "expired": "hết hiệu lực",
    "replaced": "đã bị thay thế",
    "repealed": "đã bị bãi bỏ",
    "unknown": "không rõ",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a stored document says of itself, as far as others cite it by that ("" where it does not say)."""

    id: str
    symbol: str = ""
    type: str = ""
    issued: str = ""
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The citation and the document it means disagree: both values, and the sentence for people.

    `field` is "issued", "issuer", "type" or "term" (the congress term that is said, against that of the date).
    """

    field: str
    cited: str
    held: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says so, with its span in the stored text of the document that says it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation as it is resolved: what its document as a whole says of the one cited.

    Attributes:
        ordinal: place in Document.citations.
        key: what documents are looked up by (corpus.relations.keys); "" if the words do not identify a document.
        issued, issuer, type: of the citation, or of another citation of the same number in the same document.
        place: whose numbers these are, for organs that every province has ("nghe an"; "" for central organs).
        kind: one of KINDS.
        own_act: whether this document itself does it (replaces, repeals, amends ...), and does not only speak of it.
    """

    ordinal: int
    citation: Citation
    key: str
    issued: str
    issuer: str
    type: str
    place: str
    kind: str
    own_act: bool
    evidence: Span


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which document a reference means: `state` one of STATES, `note` says in Vietnamese why it is not simply held or missing.

    `candidates` are the documents it may mean (ambiguous), or all copies of the one that it means (held).
    """

    state: str
    target: str | None = None
    candidates: tuple[str, ...] = ()
    note: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A stored citation with what it resolves to; `ordinal` is its place in the citations of the stored document."""

    document: str
    ordinal: int
    citation: Citation
    state: str
    target: str | None
    candidates: tuple[str, ...]
    kind: str
    evidence: Evidence
    note: str = ""
    conflicts: tuple[Conflict, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """The document at the other end of a relation; `id` is None for one that is not held, "" is unknown."""

    id: str | None
    symbol: str = ""
    type: str = ""
    issued: str = ""
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one document does with another: directed from `source`, with the sentences that say so.

    `other` is the far end as seen from the document asked about; `state` is that of the citation ("held", "missing", ...);
    `ordinals` are places in the citations of `source`, whose text the evidence stands in.
    """

    kind: str
    source: str
    other: Other
    state: str
    times: int
    clauses: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    ordinals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """`earlier`: what this document stands on, changes or mentions; `later`: what cites it; `warnings`: conflicts in the source."""

    earlier: tuple[Relation, ...] = ()
    later: tuple[Relation, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a document says of its own time: `kind` "có hiệu lực" or "hết hiệu lực", the day (ISO, "" not computable), for which part."""

    kind: str
    date: str
    clause: str
    evidence: Span


@dataclass(frozen=True, slots=True)
class ValidityEvent:
    """One thing that bears on a document's validity.

    Attributes:
        kind: "có hiệu lực", "hết hiệu lực", or the relation of a later document ("thay thế", "sửa đổi bổ sung", ...).
        date: ISO, from when; "" where not computable.
        clause: the part it concerns ("Điều 5"); "" for the whole.
        document: the id of the document whose words say it (may be the document itself).
        other: that later document, None where the document speaks of itself.
        sure: False where it is not certain that this document is the one meant.
    """

    kind: str
    date: str
    clause: str
    document: str
    other: Other | None
    evidence: Evidence
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document is in force, on the evidence of the documents held; `state` is a key of VALIDITY_WORDS."""

    state: str = "unknown"
    since: str = ""
    until: str = ""
    events: tuple[ValidityEvent, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A document that is cited and not held; `text` are the words of one citation, `documents` ids of at most 20 that cite it."""

    key: str
    symbol: str
    type: str
    issued: str
    issuer: str
    text: str
    form: str
    times: int
    documents: tuple[str, ...]
    document_count: int
