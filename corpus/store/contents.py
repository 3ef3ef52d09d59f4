"""What was understood of a version, kept and given back: the document, its passages, and the columns that lists show."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, undefer

from corpus.document import Document, Found, Passage, Span
from corpus.store import codec
from corpus.store.models import DocumentRow, PassageRow, VersionRow, now


def save(session: Session, version: VersionRow, document: Document, passages: Sequence[Passage]) -> None:
    """Keep the understanding of a version, in place of an earlier one."""
    version.understood, version.text = codec.pack(document), document.text.text
    version.understood_at, version.format = now(), document.text.format
    of_version = (PassageRow.document_id == version.document_id, PassageRow.version == version.number)
    session.execute(delete(PassageRow).where(*of_version))
    if passages:
        session.execute(insert(PassageRow), [_passage_values(version, passage) for passage in passages])


def show(row: DocumentRow, version: VersionRow, document: Document, passages: int) -> None:
    """Copy to the document's row what lists show of its newest understood version, which has that many passages."""
    header = document.header
    row.understood, row.passages, row.format = version.number, passages, document.text.format
    row.symbol, row.type, row.issuer = _value(header.symbol), _value(header.type), _value(header.issuer)
    row.issued, row.signer = _value(header.issued), _value(header.signer)
    row.title = _value(header.subject) or document.text.metadata.get("title", "")


def load(session: Session, document_id: str, number: int) -> Document | None:
    """What was understood of a version, None if nothing was."""
    options = [undefer(VersionRow.understood), undefer(VersionRow.text)]
    row = session.get(VersionRow, (document_id, number), options=options)
    if row is None or row.understood is None:
        return None
    return codec.unpack(row.understood, row.text or "")


def load_passages(session: Session, document_id: str, number: int) -> tuple[Passage, ...]:
    """The passages of a version, in order."""
    text = session.scalar(select(VersionRow.text).where(VersionRow.document_id == document_id, VersionRow.number == number))
    of_version = (PassageRow.document_id == document_id, PassageRow.version == number)
    rows = session.scalars(select(PassageRow).where(*of_version).order_by(PassageRow.ordinal))
    return tuple(_passage(row, text or "") for row in rows)


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""


def _passage_values(version: VersionRow, passage: Passage) -> dict[str, object]:
    return {
        "document_id": version.document_id,
        "version": version.number,
        "ordinal": passage.ordinal,
        "start": passage.span.start,
        "end": passage.span.end,
        "page": passage.page,
        "heading_path": list(passage.heading_path),
    }


def _passage(row: PassageRow, text: str) -> Passage:
    span = Span(row.start, row.end)
    return Passage(row.ordinal, span.of(text), span, tuple(row.heading_path), row.page)
