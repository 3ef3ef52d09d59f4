"""The store's keeping of corrections: each is noted with author and time, shown at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import corrections
from corpus.corrections import ADD, CITATION, DELETE, DIRECTIVE, HEADER, SET, Corrected, Correction
from corpus.document import Citation, Directive, Document, Span
from corpus.store import claims, contents, ordered, related
from corpus.store.codec import to_json
from corpus.store.models import CorrectionRow, DocumentRow, VersionRow, now

T = TypeVar("T")
NO_SUCH = "Không có mục số {ordinal} trong văn bản."
NO_AUTHOR = "Cần tên người sửa."


class Correcting:
    """The part of the store that keeps corrections; every method is one transaction."""

    _read: Callable[[Callable[[Session], T]], T]
    _write: Callable[[Callable[[Session], T]], T]

    def correct_header(
        self, id: str, field: str, value: str | Sequence[str] | None, *, author: str, span: Span | None = None
    ) -> Correction | None:
        """Say what a header field is (None: the document has none); `span` where the text says so.

        The document becomes "understood" again, for the index has to take its new title, number, issuer or date. Raises
        StoreError "bad_correction"; None for a document that is not known or not understood.
        """
        right = corrections.header_value(field, value)

        def make(session: Session, version: VersionRow, document: Document) -> CorrectionRow:
            if span is not None:
                corrections.check_span(span, document.text.text)
            found = getattr(document.header, field)
            before = to_json(found.value) if found else None
            quote = span.of(document.text.text) if span else ""
            return _new(version, HEADER, SET, field=field, anchor=span, quote=quote, before=before, value=right)

        return self._correct(id, author, make)

    def correct_directive(self, id: str, ordinal: int | None, directive: Directive | None, *, author: str) -> Correction | None:
        """Put another directive in the place of one (n, d), delete one (n, None), or add one (None, d); see `correct_header`."""
        return self._correct_item(id, DIRECTIVE, ordinal, directive, author)

    def correct_citation(self, id: str, ordinal: int | None, citation: Citation | None, *, author: str) -> Correction | None:
        """The same for citations."""
        return self._correct_item(id, CITATION, ordinal, citation, author)

    def corrections(self, id: str, *, undone: bool = False) -> list[Correction]:
        """The corrections of a document, the oldest first; on demand those taken back too."""
        query = select(CorrectionRow).where(CorrectionRow.document_id == id).order_by(CorrectionRow.id)

        def find(session: Session) -> list[Correction]:
            all_ = [_correction(row) for row in session.scalars(query)]
            applied = _applied(session, id, all_)
            return [_told(one, applied) for one in all_ if undone or one.undone_at is None]

        return self._read(find)

    def all_corrections(self, *, limit: int = 100, offset: int = 0) -> list[Correction]:
        """The corrections of all documents that are not taken back, the newest first (`applied` is not looked into)."""
        query = select(CorrectionRow).where(CorrectionRow.undone_at.is_(None)).order_by(CorrectionRow.id.desc())
        return self._read(lambda session: [_correction(row) for row in session.scalars(query.limit(limit).offset(offset))])

    def corrected_documents(self) -> list[str]:
        """The ids of the documents with corrections that are not taken back."""
        query = select(CorrectionRow.document_id).where(CorrectionRow.undone_at.is_(None)).distinct().order_by(CorrectionRow.document_id)
        return self._read(lambda session: list(session.scalars(query)))

    def undo_correction(self, correction: int, *, author: str) -> bool:
        """Take a correction back: the rules (and the other corrections) hold again; False if it is unknown or was taken back."""

        def undo(session: Session) -> bool:
            related.lock(session)
            row = session.get(CorrectionRow, correction, with_for_update=True)
            if row is None or row.undone_at is not None:
                return False
            row.undone_at, row.undone_by = now(), _author(author)
            session.flush()
            shown = _shown(session, row.document_id)
            if shown:
                show(session, *shown, header=row.part == HEADER)
            return True

        return self._write(undo)

    def corrected(self, id: str, document: Document, version: int) -> Document:
        """A document just understood, with the corrections people made to it."""
        return self._read(lambda session: laid(session, id, document, version).document)

    def _correct_item(self, id: str, part: str, ordinal: int | None, item: Directive | Citation | None, author: str) -> Correction | None:
        def make(session: Session, version: VersionRow, document: Document) -> CorrectionRow:
            known = None if ordinal is None else _at(corrections.items(document, part), ordinal)
            right = _checked(item, document.text.text)
            anchor = known.span if known else right.span if right else None
            if anchor is None:
                raise corrections.bad(NO_SUCH.format(ordinal=ordinal))
            return _new(
                version,
                part,
                ADD if known is None else SET if right else DELETE,
                anchor=anchor,
                quote=anchor.of(document.text.text),
                before=to_json(known) if known else None,
                value=to_json(right) if right else None,
            )

        return self._correct(id, author, make)

    def _correct(self, id: str, author: str, make: Callable[[Session, VersionRow, Document], CorrectionRow]) -> Correction | None:
        by = _author(author)

        def correct(session: Session) -> Correction | None:
            related.lock(session)
            shown = _shown(session, id)
            if shown is None:
                return None
            row, version, document = shown
            made = make(session, version, laid(session, id, document, version.number).document)
            made.author = by
            session.add(made)
            session.flush()
            show(session, row, version, document, header=made.part == HEADER)
            return _correction(made)

        return self._write(correct)


def laid(session: Session, id: str, document: Document, version: int) -> Corrected:
    """What the rules said of a version, with the corrections laid over it."""
    query = select(CorrectionRow).where(CorrectionRow.document_id == id, CorrectionRow.undone_at.is_(None)).order_by(CorrectionRow.id)
    return corrections.corrected(document, [_correction(row) for row in session.scalars(query)], version)


def show(session: Session, row: DocumentRow, version: VersionRow, document: Document, *, header: bool) -> None:
    """Bring everything that is derived from the newest understood version up to date with its corrections."""
    found = laid(session, row.id, document, version.number)
    contents.show(row, version, found.document, row.passages)
    related.save(session, row, found)
    ordered.save(session, row.id, found)
    row.related = True
    if header:
        claims.reindex(row)


def _shown(session: Session, id: str) -> tuple[DocumentRow, VersionRow, Document] | None:
    """The newest understood version, as the rules understood it."""
    row = session.get(DocumentRow, id, with_for_update=True)
    version = session.get(VersionRow, (id, row.understood)) if row and row.understood else None
    document = contents.load(session, id, version.number) if version else None
    return (row, version, document) if row and version and document else None


def _applied(session: Session, id: str, found: Sequence[Correction]) -> frozenset[int]:
    row = session.get(DocumentRow, id)
    document = contents.load(session, id, row.understood) if row and row.understood and found else None
    return corrections.corrected(document, found, row.understood).applied if row and document else frozenset()


def _told(one: Correction, applied: Iterable[int]) -> Correction:
    return replace(one, applied=one.id in applied)


def _at(items: Sequence[Any], ordinal: int) -> Any:
    if not 0 <= ordinal < len(items):
        raise corrections.bad(NO_SUCH.format(ordinal=ordinal))
    return items[ordinal]


def _checked(item: Directive | Citation | None, text: str) -> Directive | Citation | None:
    if isinstance(item, Directive):
        return corrections.checked_directive(item, text)
    return corrections.checked_citation(item, text) if item else None


def _author(name: str) -> str:
    if not name.strip():
        raise corrections.bad(NO_AUTHOR)
    return " ".join(name.split())[:200]


def _new(version: VersionRow, part: str, action: str, *, anchor: Span | None, field: str = "", **values: Any) -> CorrectionRow:
    start, end = (anchor.start, anchor.end) if anchor else (None, None)
    return CorrectionRow(
        document_id=version.document_id, version=version.number, part=part, action=action, field=field, start=start, end=end, **values
    )


def _correction(row: CorrectionRow) -> Correction:
    anchor = Span(row.start, row.end) if row.start is not None and row.end is not None else None
    same = {name: getattr(row, name) for name in ("id", "version", "part", "action", "field", "quote", "before", "value", "author", "at")}
    return Correction(document=row.document_id, anchor=anchor, undone_at=row.undone_at, undone_by=row.undone_by, **same)
