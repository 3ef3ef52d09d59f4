"""The catalog: originals, documents, their paths, versions, passages and failures, and the cache of vectors."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _originals()
    _documents()
    _sources()
    _versions()
    _passages()
    _failures()
    _vectors()


def downgrade() -> None:
    """Drop the tables, and with them everything in the catalog."""
    for table in ("vector", "failure", "passage", "version", "source", "document", "original"):
        op.drop_table(table)


def _column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE", name=f"fk_{table}_document_id")


def _originals() -> None:
    op.create_table(
        "original",
        _column("sha256", sa.String(64)),
        _column("size", sa.BigInteger()),
        _column("stored_at", MOMENT),
        sa.PrimaryKeyConstraint("sha256", name="pk_original"),
    )


def _documents() -> None:
    words = ("stage", "error_code", "error_message", "worker", "symbol", "type", "issuer", "issued", "title", "signer")
    op.create_table(
        "document",
        _column("id", sa.String(32)),
        _column("sha256", sa.String(64), nullable=True),
        _column("source", sa.Text()),
        _column("size", sa.BigInteger()),
        _column("format", sa.Text()),
        _column("state", sa.String(16)),
        *(_column(name, sa.Integer()) for name in ("version", "understood", "passages", "attempts")),
        *(_column(name, sa.Text()) for name in words),
        _column("lease_until", MOMENT, nullable=True),
        *(_column(name, MOMENT) for name in ("created_at", "updated_at")),
        sa.ForeignKeyConstraint(["sha256"], ["original.sha256"], name="fk_document_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    op.create_index("document_by_age", "document", ["created_at", "id"])
    op.create_index("document_by_state", "document", ["state", "created_at", "id"])
    op.create_index("ix_document_sha256", "document", ["sha256"])
    op.create_index("ix_document_symbol", "document", ["symbol"])


def _sources() -> None:
    op.create_table(
        "source",
        _column("key", sa.String(32)),
        _column("path", sa.Text()),
        _column("document_id", sa.String(32)),
        _column("added_at", MOMENT),
        _of_document("source"),
        sa.PrimaryKeyConstraint("key", name="pk_source"),
    )
    op.create_index("ix_source_document_id", "source", ["document_id"])


def _versions() -> None:
    op.create_table(
        "version",
        _column("document_id", sa.String(32)),
        _column("number", sa.Integer()),
        _column("sha256", sa.String(64)),
        _column("source", sa.Text()),
        _column("size", sa.BigInteger()),
        _column("format", sa.Text()),
        _column("ingested_at", MOMENT),
        _column("understood_at", MOMENT, nullable=True),
        _column("understood", sa.LargeBinary(), nullable=True),
        _column("text", sa.Text(), nullable=True),
        _of_document("version"),
        sa.ForeignKeyConstraint(["sha256"], ["original.sha256"], name="fk_version_sha256"),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_version"),
    )
    op.create_index("ix_version_sha256", "version", ["sha256"])


def _passages() -> None:
    op.create_table(
        "passage",
        _column("document_id", sa.String(32)),
        *(_column(name, sa.Integer()) for name in ("version", "ordinal", "start", "end")),
        _column("page", sa.Integer(), nullable=True),
        _column("heading_path", sa.JSON()),
        _of_document("passage"),
        sa.PrimaryKeyConstraint("document_id", "version", "ordinal", name="pk_passage"),
    )


def _failures() -> None:
    op.create_table(
        "failure",
        _column("id", sa.Integer()),
        _column("document_id", sa.String(32)),
        _column("version", sa.Integer()),
        *(_column(name, sa.Text()) for name in ("stage", "code", "message")),
        _column("at", MOMENT),
        _of_document("failure"),
        sa.PrimaryKeyConstraint("id", name="pk_failure"),
    )
    op.create_index("ix_failure_document_id", "failure", ["document_id"])


def _vectors() -> None:
    op.create_table(
        "vector",
        _column("model", sa.String(200)),
        _column("hash", sa.String(32)),
        _column("data", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("model", "hash", name="pk_vector"),
    )
