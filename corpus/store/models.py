"""The tables of the catalog as typed SQLAlchemy classes; the migrations build exactly these."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Float, ForeignKey, Index, LargeBinary, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A point in time, always UTC (SQLite itself forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the zone that SQLite dropped."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Root of the tables."""

    type_annotation_map: ClassVar = {datetime: Moment(), str: Text()}
    metadata = MetaData(  # a later migration can name what it changes
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class OriginalRow(Base):
    """Bytes kept in the folder of originals; its row is what two writers of the same bytes take turns on."""

    __tablename__ = "original"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime] = mapped_column(default=now)


class DocumentRow(Base):
    """A document: which version is current, how far it has come, and the header fields that lists show.

    `related` says whether its citations, directives and effects stand in the tables below.
    """

    __tablename__ = "document"
    __table_args__ = (Index("document_by_state", "state", "created_at", "id"), Index("document_by_age", "created_at", "id"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("original.sha256"), index=True)
    source: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    format: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    understood: Mapped[int] = mapped_column(default=0)
    passages: Mapped[int] = mapped_column(default=0)
    related: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    stage: Mapped[str] = mapped_column(default="")
    error_code: Mapped[str] = mapped_column(default="")
    error_message: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    symbol: Mapped[str] = mapped_column(default="", index=True)
    type: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    issued: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class SourceRow(Base):
    """A path whose file is a document; `key` is a hash of the path, as a path can be longer than an index key may be."""

    __tablename__ = "source"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    path: Mapped[str]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=now)


class VersionRow(Base):
    """One set of bytes of a document and what was understood of it (packed JSON, without the text)."""

    __tablename__ = "version"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("original.sha256"), index=True)
    source: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str] = mapped_column(default="")
    ingested_at: Mapped[datetime] = mapped_column(default=now)
    understood_at: Mapped[datetime | None]
    understood: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    text: Mapped[str | None] = mapped_column(deferred=True)


class PassageRow(Base):
    """A passage of a version; its words are those of the span."""

    __tablename__ = "passage"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int | None]
    heading_path: Mapped[list[str]] = mapped_column(JSON)


class FailureRow(Base):
    """One time that a version could not be taken in."""

    __tablename__ = "failure"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    stage: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class VectorRow(Base):
    """The vector a model gave to a text, so that no text is encoded twice."""

    __tablename__ = "vector"
    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentKeyRow(Base):
    """A key under which others cite a document (corpus.relations.keys)."""

    __tablename__ = "document_key"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(400), primary_key=True, index=True)


class CitationRecord(Base):
    """A citation of the newest understood version, and what it resolves to.

    `issued`, `issuer`, `type` and `place` are those of the reference (corpus.relations.references), `data` is the citation.
    `target_id` has no foreign key: rows are resolved anew in the transaction that deletes a document.
    """

    __tablename__ = "citation"
    __table_args__ = (Index("citation_by_state", "state", "key"),)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(400), index=True)
    place: Mapped[str]
    symbol: Mapped[str]
    type: Mapped[str]
    issued: Mapped[str]
    issuer: Mapped[str]
    form: Mapped[str]
    kind: Mapped[str]
    own_act: Mapped[bool]
    corrected: Mapped[bool]
    evidence_start: Mapped[int]
    evidence_end: Mapped[int]
    evidence: Mapped[str]
    about: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[str | None] = mapped_column(String(32), index=True)
    candidates: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str]
    conflicts: Mapped[list[dict[str, str]]] = mapped_column(JSON)


class EffectRow(Base):
    """What a document says of its own validity."""

    __tablename__ = "effect"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    date: Mapped[str]
    clause: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]


class DirectiveRecord(Base):
    """A directive of the newest understood version; `data` is the directive, the rest is what it is asked for by."""

    __tablename__ = "directive"
    __table_args__ = (Index("directive_by_due", "due", "document_id", "ordinal"),)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    due: Mapped[str] = mapped_column(String(10))
    last_due: Mapped[str] = mapped_column(String(10))
    recurring: Mapped[bool]
    undated: Mapped[bool]
    corrected: Mapped[bool]
    folded: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class DirectiveOrganRow(Base):
    """One owner or partner of a directive; `role` is "owner", "inherited" or "partner", `key` the normalised name."""

    __tablename__ = "directive_organ"
    __table_args__ = (Index("directive_organ_by_key", "role", "key"),)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(String(400))


class DirectiveDeadlineRow(Base):
    """One deadline of a directive; `date` is the last day (ISO), "" where not computable."""

    __tablename__ = "directive_deadline"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[str] = mapped_column(String(10), index=True)
    recurrence: Mapped[str]
    base: Mapped[str]


class DirectiveTargetRow(Base):
    """One numeric target of a directive; `value` is None for a blank."""

    __tablename__ = "directive_target"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    operator: Mapped[str] = mapped_column(String(4))
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str]


class CorrectionRow(Base):
    """What a person put right (corpus.corrections); never changed but to note that it was undone."""

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    part: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    field: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str]
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    value: Mapped[Any] = mapped_column(JSON, nullable=True)
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")
