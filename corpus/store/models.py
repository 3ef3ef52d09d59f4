"""The tables of the catalog as typed SQLAlchemy classes; the migrations build exactly these."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Index, LargeBinary, MetaData, String, Text, TypeDecorator
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
    """A document: which version is current, how far it has come, and the header fields that lists show."""

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
