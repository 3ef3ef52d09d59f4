"""What was understood as rows: keys, citations, effects, directives with their organs, deadlines and targets; people's corrections."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    *("correction", "directive_target", "directive_deadline", "directive_organ", "directive", "effect", "citation"),
    "document_key",
)


def upgrade() -> None:
    """Make the tables; `python -m ingest --again` fills them for documents understood before."""
    op.add_column("document", sa.Column("related", sa.Boolean(), nullable=False, server_default=sa.false()))
    _keys()
    _citations()
    _effects()
    _directives()
    _organs()
    _deadlines()
    _targets()
    _corrections()


def downgrade() -> None:
    """Drop the tables, corrections included."""
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("document") as document:
        document.drop_column("related")


def _column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [_column(name, sa.Text()) for name in names]


def _integers(*names: str) -> list[sa.Column[Any]]:
    return [_column(name, sa.Integer()) for name in names]


def _part(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    """A table whose rows belong to a document and go with it."""
    op.create_table(
        table,
        _column("document_id", sa.String(32)),
        *columns,
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE", name=f"fk_{table}_document_id"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
    )


def _keys() -> None:
    _part("document_key", _column("key", sa.String(400)), key=("document_id", "key"))
    op.create_index("ix_document_key_key", "document_key", ["key"])


def _citations() -> None:
    _part(
        "citation",
        *_integers("ordinal", "evidence_start", "evidence_end"),
        _column("key", sa.String(400)),
        *_texts("place", "symbol", "type", "issued", "issuer", "form", "kind", "evidence", "about", "note"),
        *(_column(name, sa.Boolean()) for name in ("own_act", "corrected")),
        *(_column(name, sa.JSON()) for name in ("data", "candidates", "conflicts")),
        _column("state", sa.String(16)),
        _column("target_id", sa.String(32), nullable=True),
        key=("document_id", "ordinal"),
    )
    op.create_index("ix_citation_key", "citation", ["key"])
    op.create_index("ix_citation_target_id", "citation", ["target_id"])
    op.create_index("citation_by_state", "citation", ["state", "key"])


def _effects() -> None:
    _part(
        "effect",
        *_integers("ordinal", "start", "end"),
        *_texts("kind", "date", "clause", "text"),
        key=("document_id", "ordinal"),
    )


def _directives() -> None:
    _part(
        "directive",
        *_integers("ordinal"),
        _column("kind", sa.String(16)),
        *(_column(name, sa.String(10)) for name in ("due", "last_due")),
        *(_column(name, sa.Boolean()) for name in ("recurring", "undated", "corrected")),
        *_texts("folded"),
        _column("data", sa.JSON()),
        key=("document_id", "ordinal"),
    )
    op.create_index("directive_by_due", "directive", ["due", "document_id", "ordinal"])


def _organs() -> None:
    _part(
        "directive_organ",
        *_integers("ordinal", "position"),
        _column("role", sa.String(16)),
        *_texts("name"),
        _column("key", sa.String(400)),
        key=("document_id", "ordinal", "position"),
    )
    op.create_index("directive_organ_by_key", "directive_organ", ["role", "key"])


def _deadlines() -> None:
    _part(
        "directive_deadline",
        *_integers("ordinal", "position"),
        _column("date", sa.String(10)),
        *_texts("recurrence", "base"),
        key=("document_id", "ordinal", "position"),
    )
    op.create_index("ix_directive_deadline_date", "directive_deadline", ["date"])


def _targets() -> None:
    _part(
        "directive_target",
        *_integers("ordinal", "position"),
        _column("operator", sa.String(4)),
        _column("value", sa.Float(), nullable=True),
        *_texts("unit"),
        key=("document_id", "ordinal", "position"),
    )


def _corrections() -> None:
    _part(
        "correction",
        *_integers("id", "version"),
        *(_column(name, sa.String(16)) for name in ("part", "action")),
        *_texts("field", "quote", "author", "undone_by"),
        *(_column(name, sa.Integer(), nullable=True) for name in ("start", "end")),
        *(_column(name, sa.JSON(), nullable=True) for name in ("before", "value")),
        _column("at", MOMENT),
        _column("undone_at", MOMENT, nullable=True),
        key=("id",),
    )
    op.create_index("ix_correction_document_id", "correction", ["document_id"])
