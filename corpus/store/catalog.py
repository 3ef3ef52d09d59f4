"""The store as the rest of the program sees it: each method is one transaction on the catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.orm import Session

from corpus.document import Document, Passage
from corpus.store import claims, contents, present, related
from corpus.store import vectors as vector_cache
from corpus.store.correcting import Correcting, laid, show
from corpus.store.intake import Arrival, lock_original, place, place_refused, source_key
from corpus.store.models import DocumentRow, FailureRow, OriginalRow, SourceRow, VersionRow
from corpus.store.ordering import Ordering
from corpus.store.originals import Originals, digest
from corpus.store.relating import Relating
from corpus.store.traits import Traits
from corpus.store.transactions import Transactions
from corpus.store.values import INDEXED, STATES, UNDERSTOOD, Entry, Failure, Version


class Store(Relating, Ordering, Correcting, Traits):
    """Documents, their versions and their way through the pipeline.

    Safe to use from many threads and processes at once. Times are UTC. Every method raises StoreError with a Vietnamese
    message when the catalog or the folder of originals cannot be read or written; unknown ids give None or nothing.
    """

    def __init__(self, engine: Engine, originals: Originals) -> None:
        self._engine, self._originals = engine, originals
        self._read, self._write = Transactions(engine).read, Transactions(engine).write

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    # --- files come in -------------------------------------------------------------------------------------------

    def put_file(self, source: str, data: bytes) -> Entry:
        """Keep a file's bytes; `.created` of the entry says if they made a "new" document, a "version", or were known."""
        source = _storable(source)
        arrival = Arrival(source, digest(data), len(data))
        self._originals.put(arrival.sha256, data)

        def put(session: Session) -> Entry:
            lock_original(session, arrival)
            self._originals.put(arrival.sha256, data)  # again, now that no `delete` can take it away
            row, created = place(session, arrival)
            return present.entry(session, row, created)

        return self._write(put)

    def refuse(self, source: str, code: str, message: str, *, size: int = 0) -> Entry:
        """Note as failed a file whose bytes were not kept (too large, not readable)."""
        source = _storable(source)

        def put(session: Session) -> Entry:
            row = place_refused(session, source, size)
            claims.fail(session, row, code, message)
            return present.entry(session, row)

        return self._write(put)

    # --- looking -------------------------------------------------------------------------------------------------

    def entry(self, id: str) -> Entry | None:
        """The entry of a document."""
        return self._one(DocumentRow.id == id)

    def find_by_source(self, source: str) -> Entry | None:
        """The document whose file lies at this path."""
        of_path = select(SourceRow.document_id).where(SourceRow.key == source_key(_storable(source)))
        return self._one(DocumentRow.id.in_(of_path))

    def find_by_symbol(self, symbol: str) -> list[Entry]:
        """The documents with this canonical number, latest issued first."""
        query = select(DocumentRow).where(DocumentRow.symbol == symbol).order_by(DocumentRow.issued.desc(), DocumentRow.id)
        return self._read(lambda session: present.entries(session, session.scalars(query).all()))

    def entries(
        self, state: str | None = None, *, type: str | None = None, issuer: str | None = None, limit: int = 100, offset: int = 0
    ) -> list[Entry]:
        """A page of the catalog, newest first."""
        wanted = {DocumentRow.state: state, DocumentRow.type: type, DocumentRow.issuer: issuer}
        query = select(DocumentRow).where(*(column == value for column, value in wanted.items() if value is not None))
        query = query.order_by(DocumentRow.created_at.desc(), DocumentRow.id).limit(limit).offset(offset)
        return self._read(lambda session: present.entries(session, session.scalars(query).all()))

    def counts(self) -> dict[str, int]:
        """How many documents are in each state."""
        query = select(DocumentRow.state, func.count()).group_by(DocumentRow.state)
        found = self._read(lambda session: dict(session.execute(query).all()))
        return {state: found.get(state, 0) for state in STATES}

    def understood(self) -> dict[str, int]:
        """Id -> number of passages, of every document that was understood: what an index should hold."""
        query = select(DocumentRow.id, DocumentRow.passages).where(DocumentRow.understood > 0)
        return self._read(lambda session: dict(session.execute(query).all()))

    def versions(self, id: str) -> list[Version]:
        """All versions of a document, oldest first."""
        query = select(VersionRow).where(VersionRow.document_id == id).order_by(VersionRow.number)
        return self._read(lambda session: [present.version(row) for row in session.scalars(query)])

    def failures(self, id: str) -> list[Failure]:
        """Every time this document could not be taken in, oldest first."""
        query = select(FailureRow).where(FailureRow.document_id == id).order_by(FailureRow.id)
        return self._read(lambda session: [present.failure(row) for row in session.scalars(query)])

    def document(self, id: str, version: int | None = None) -> Document | None:
        """What was understood of a version (by default the newest that was understood), with the corrections people made."""

        def find(session: Session) -> Document | None:
            number = version or _understood(session, id)
            document = contents.load(session, id, number)
            return laid(session, id, document, number).document if document else None

        return self._read(find)

    def rules_document(self, id: str, version: int | None = None) -> Document | None:
        """The same without corrections."""
        return self._read(lambda session: contents.load(session, id, version or _understood(session, id)))

    def unrelated(self) -> set[str]:
        """Documents understood before the program kept citations and directives in tables; `--again` keeps theirs."""
        query = select(DocumentRow.id).where(DocumentRow.understood > 0, DocumentRow.related.is_(False))
        return self._read(lambda session: set(session.scalars(query)))

    def passages(self, id: str, version: int | None = None) -> tuple[Passage, ...]:
        """The passages of a version (by default the newest that was understood)."""
        return self._read(lambda session: contents.load_passages(session, id, version or _understood(session, id)))

    def original(self, id: str, version: int | None = None) -> bytes:
        """The bytes of a version (by default the newest), checked against their digest; b"" if none were kept."""
        sha256 = self._sha256(id, version)
        return self._originals.get(sha256) if sha256 else b""

    def original_path(self, id: str, version: int | None = None) -> Path | None:
        """Where those bytes lie, to be read only."""
        sha256 = self._sha256(id, version)
        return self._originals.path(sha256) if sha256 else None

    # --- the way through the pipeline ------------------------------------------------------------------------------

    def claim(self, worker: str, id: str | None = None, *, step: str = "") -> Entry | None:
        """Lease to a worker the next unfinished document (or the one named); None if there is none that is free.

        The entry's state is "reading", or "understood" if only the index is missing. With a step (one of STEPS) only a
        document that waits for it.
        """

        def take(session: Session) -> Entry | None:
            row = claims.claim(session, worker, id, step)
            return present.entry(session, row) if row else None

        return self._write(take)

    def advance(self, id: str, state: str, *, stage: str = "", version: int | None = None) -> bool:
        """Note how far a document has come; False (and nothing noted) if a newer version than this one has come in."""
        return self._change(id, lambda session, row: claims.advance(row, state, stage), version=version)

    def hand_on(self, id: str, worker: str, *, stage: str, attempts: int = 0, version: int | None = None) -> bool:
        """Let go of a document this worker holds, for whoever does the next step; False if it is no longer the worker's."""
        return self._change(id, lambda _, row: claims.hand_on(row, worker, stage, attempts), version=version)

    def fail(self, id: str, code: str, message: str, *, version: int | None = None) -> bool:
        """Note why a document cannot be taken in; False if a newer version than this one has come in."""
        return self._change(id, lambda session, row: claims.fail(session, row, code, message), version=version)

    def save_document(self, id: str, document: Document, passages: Sequence[Passage], *, version: int | None = None) -> bool:
        """Keep what was understood of a version; it becomes "understood". False if a newer version has come in since."""

        def save(session: Session) -> bool:
            related.lock(session)
            row = session.get(DocumentRow, id, with_for_update=True)
            kept = session.get(VersionRow, (id, version or row.version)) if row else None
            if row is None or kept is None:
                return False
            _keep(session, row, kept, document, passages)
            if kept.number == row.version:
                claims.advance(row, UNDERSTOOD)
            return kept.number == row.version

        return self._write(save)

    def save_again(self, id: str, document: Document, passages: Sequence[Passage], *, version: int, reindex: bool) -> bool:
        """Keep what the rules now say of an indexed version; `reindex` lets it be claimed again as "understood".

        False, and nothing is kept, if the document is on its way through the pipeline or a newer version has come in.
        """

        def save(session: Session) -> bool:
            related.lock(session)
            row = session.get(DocumentRow, id, with_for_update=True)
            kept = session.get(VersionRow, (id, version)) if row else None
            if row is None or kept is None or row.state != INDEXED or version != row.version:
                return False
            _keep(session, row, kept, document, passages)
            if reindex:
                claims.reindex(row)
            return True

        return self._write(save)

    def retry(self, id: str) -> bool:
        """Queue a finished document to be read again; False for one that is still on its way or whose bytes were not kept."""
        return self._change(id, lambda _, row: claims.requeue(row))

    def reindex(self, id: str) -> bool:
        """Let an indexed document that the index has lost be claimed again as "understood", without reading it again."""
        return self._change(id, lambda _, row: claims.reindex(row))

    def requeue_unfinished(self) -> int:
        """Free what workers of this machine held when they were killed; returns how many documents."""
        return self._write(claims.release_dead)

    def requeue_all(self) -> int:
        """Queue every finished document to be read again from its original; returns how many."""
        return self._write(claims.requeue_all)

    def waiting(self, limit: int | None = 100, *, step: str = "", untouched: timedelta = timedelta()) -> list[str]:
        """The ids of unfinished documents that nobody holds, those nearest to the end first, then the oldest.

        Only those that wait for a step (one of STEPS), if it is named, and that nobody has touched for so long.
        """
        return self._read(lambda session: claims.waiting(session, limit, step, untouched))

    def unfinished(self, ids: Sequence[str]) -> list[str]:
        """Those of these documents that are still on their way through the pipeline."""
        return self._read(lambda session: claims.unfinished(session, ids))

    def release(self, worker: str) -> None:
        """Give up everything this worker holds, so that another may take it."""
        self._write(lambda session: claims.release(session, worker))

    def delete(self, id: str) -> None:
        """Forget a document with all its versions; originals that no other document has are removed."""

        def forget(session: Session) -> list[str]:
            related.lock(session)
            keys = related.keys_of(session, id)
            shas = list(session.scalars(select(VersionRow.sha256).where(VersionRow.document_id == id).distinct()))
            session.execute(delete(DocumentRow).where(DocumentRow.id == id))
            session.expire_all()
            related.resolve_all(session, keys)
            return shas

        for sha256 in self._write(forget):
            self._write(partial(self._sweep, sha256))

    # --- vectors -------------------------------------------------------------------------------------------------

    def vectors(self, model: str, hashes: Sequence[str]) -> dict[str, vector_cache.Vector]:
        """The vectors a model gave to texts with these hashes (see `content_hash`), those that are known."""
        return self._read(lambda session: vector_cache.load(session, model, hashes))

    def save_vectors(self, model: str, found: Mapping[str, vector_cache.Vector]) -> None:
        """Keep vectors by the hash of their text, in half precision."""
        self._write(lambda session: vector_cache.save(session, model, found))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _one(self, condition: ColumnElement[bool]) -> Entry | None:
        def find(session: Session) -> Entry | None:
            row = session.scalars(select(DocumentRow).where(condition)).first()
            return present.entry(session, row) if row else None

        return self._read(find)

    def _change(self, id: str, change: Callable[[Session, DocumentRow], bool], version: int | None = None) -> bool:
        def apply(session: Session) -> bool:
            row = session.get(DocumentRow, id, with_for_update=True)
            if row is None or (version is not None and version != row.version):
                return False
            return change(session, row)

        return self._write(apply)

    def _sha256(self, id: str, version: int | None) -> str | None:
        newest = select(VersionRow.sha256).where(VersionRow.document_id == id).order_by(VersionRow.number.desc()).limit(1)
        query = newest if version is None else newest.where(VersionRow.number == version)
        return self._read(lambda session: session.scalar(query))

    def _sweep(self, sha256: str, session: Session) -> None:
        """Remove bytes that no version has; the lock on their row keeps out a writer of the same bytes."""
        row = session.get(OriginalRow, sha256, with_for_update=True)
        if row is not None and session.scalar(select(VersionRow.number).where(VersionRow.sha256 == sha256).limit(1)) is None:
            session.delete(row)
            session.flush()
            self._originals.remove(sha256)


def _keep(session: Session, row: DocumentRow, kept: VersionRow, document: Document, passages: Sequence[Passage]) -> None:
    """Keep the understanding of a version, and show it if no newer one is understood."""
    contents.save(session, kept, document, passages)
    if kept.number >= row.understood:
        row.passages = len(passages)
        show(session, row, kept, document, header=False)


def _understood(session: Session, id: str) -> int:
    return session.scalar(select(DocumentRow.understood).where(DocumentRow.id == id)) or 0


def _storable(path: str) -> str:
    """A path as text that any database takes: bytes of the name that are not UTF-8 become "\ufffd"."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "\ufffd")
