"""A document's way through the pipeline: queued -> reading -> understood -> indexed | failed, claimed by one worker at a time."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from corpus.store.models import DocumentRow, FailureRow, now
from corpus.store.related import chunks
from corpus.store.values import ENCODE, ENCODED, FAILED, INDEX, INDEXED, QUEUED, READ, READING, UNDERSTOOD

LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 3
GAVE_UP = f"Đã thử {MAX_ATTEMPTS} lần mà chương trình đều dừng giữa chừng; tệp này có thể quá lớn hoặc bị hỏng."
UNFINISHED = (UNDERSTOOD, READING, QUEUED)  # the nearest to the end first
_WAITING: dict[str, tuple[tuple[str, ...], tuple[ColumnElement[bool], ...]]] = {  # step -> states and more that wait for it
    "": (UNFINISHED, ()),
    READ: ((READING, QUEUED), ()),
    ENCODE: ((UNDERSTOOD,), (DocumentRow.stage != ENCODED,)),
    INDEX: ((UNDERSTOOD,), (DocumentRow.stage == ENCODED,)),
}


def worker_name() -> str:
    """This process, so that others on this machine can tell whether it still lives: host/pid/start time."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"


def claim(session: Session, worker: str, document_id: str | None = None, step: str = "") -> DocumentRow | None:
    """Take the next unfinished document that nobody holds (or the one named; only if it waits for the step), and lease it to the worker."""
    named = () if document_id is None else (DocumentRow.id == document_id,)
    while (row := _next(session, step, *named)) is not None:
        if row.attempts >= MAX_ATTEMPTS:
            fail(session, row, "gave_up", GAVE_UP)
            session.flush()
            continue
        row.state = READING if row.state == QUEUED else row.state
        row.worker, row.lease_until, row.attempts = worker, now() + LEASE, row.attempts + 1
        return row
    return None


def advance(row: DocumentRow, state: str, stage: str = "") -> bool:
    """Note how far a document has come; the lease runs anew while there is more to do."""
    progress = state != row.state
    row.state, row.stage, row.error_code, row.error_message = state, stage, "", ""
    row.lease_until = now() + LEASE if state in (READING, UNDERSTOOD) else None
    row.attempts = 0 if progress else row.attempts  # a crash later on is no fault of what went well
    row.worker = "" if state == INDEXED else row.worker
    return True


def hand_on(row: DocumentRow, worker: str, stage: str, attempts: int) -> bool:
    """Let go of a document that the worker holds, for whoever does what comes next; False if it is no longer the worker's."""
    if row.worker != worker or row.state not in (READING, UNDERSTOOD):
        return False
    row.stage, row.attempts, row.worker, row.lease_until = stage, attempts, "", None
    return True


def fail(session: Session, row: DocumentRow, code: str, message: str) -> bool:
    """Note why a document cannot be taken in; the reason stays in the history too."""
    session.add(FailureRow(document_id=row.id, version=row.version, stage=row.stage or row.state, code=code, message=message))
    row.state, row.error_code, row.error_message = FAILED, code, message
    row.worker, row.lease_until = "", None
    return True


def reindex(row: DocumentRow) -> bool:
    """Let an indexed document be claimed again for the index alone."""
    if row.state != INDEXED or row.understood != row.version:
        return False
    row.state, row.attempts = UNDERSTOOD, 0
    return True


def requeue(row: DocumentRow) -> bool:
    """Let a finished document be claimed again, as if it had just come in."""
    if row.state not in (FAILED, INDEXED) or row.version == 0:
        return False
    row.state, row.stage, row.worker, row.lease_until, row.attempts = QUEUED, "", "", None, 0
    row.error_code = row.error_message = ""
    return True


def requeue_all(session: Session) -> int:
    """The same for every finished document; returns how many there were."""
    rows = session.scalars(select(DocumentRow).where(DocumentRow.state.in_((FAILED, INDEXED)), DocumentRow.version > 0))
    return sum(requeue(row) for row in rows)


def release(session: Session, worker: str) -> None:
    """Give up everything a worker holds, at no cost in attempts."""
    held = and_(DocumentRow.worker == worker, DocumentRow.state.in_((READING, UNDERSTOOD)))
    for row in session.scalars(select(DocumentRow).where(held).with_for_update()):
        row.worker, row.lease_until, row.attempts = "", None, max(0, row.attempts - 1)


def release_dead(session: Session) -> int:
    """Free what workers of this machine held when they were killed, without waiting for the lease to end."""
    held = and_(DocumentRow.worker != "", DocumentRow.state.in_((READING, UNDERSTOOD)))
    workers = session.scalars(select(DocumentRow.worker).where(held).distinct()).all()
    dead = [worker for worker in workers if not _alive(worker)]
    rows = session.scalars(select(DocumentRow).where(held, DocumentRow.worker.in_(dead)).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.worker, row.lease_until = "", None
    return len(rows)


def waiting(session: Session, limit: int | None, step: str = "", untouched: timedelta = timedelta()) -> list[str]:
    """The ids of unfinished documents that nobody holds, those nearest to the end first, then the oldest.

    Only those that wait for the step, if one is named, and that nobody has touched for so long.
    """
    found: list[str] = []
    states, more = _WAITING[step]
    quiet = (DocumentRow.updated_at <= now() - untouched,) if untouched else ()
    for state in states:
        left = None if limit is None else limit - len(found)
        query = _free(state, *more, *quiet).order_by(DocumentRow.created_at, DocumentRow.id)
        found += session.scalars(query.with_only_columns(DocumentRow.id).limit(left))
    return found


def unfinished(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of these documents that are on their way, held by somebody or not."""
    found: list[str] = []
    for chunk in chunks(ids):
        found += session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(chunk), DocumentRow.state.in_(UNFINISHED)))
    return found


def _next(session: Session, step: str, *named: ColumnElement[bool]) -> DocumentRow | None:
    states, more = _WAITING[step]
    queries = (_free(state, *more, *named) for state in states)
    ordered = (query if named else query.order_by(DocumentRow.created_at, DocumentRow.id) for query in queries)
    found = (session.scalars(query.limit(1).with_for_update(skip_locked=True)).first() for query in ordered)
    return next((row for row in found if row is not None), None)


def _free(state: str, *more: ColumnElement[bool]) -> Select[DocumentRow]:
    """Documents of one state that have bytes and are held by nobody (any more); state by state, so that an index gives the order."""
    nobody = or_(DocumentRow.lease_until.is_(None), DocumentRow.lease_until < now())
    return select(DocumentRow).where(DocumentRow.state == state, DocumentRow.version > 0, nobody, *more)


def _alive(worker: str) -> bool:
    """False only for a process of this machine that is surely gone."""
    host, pid, started = worker.split("/")[:3] if worker.count("/") >= 2 else ("", "", "")
    return host != socket.gethostname() or not pid.isdigit() or _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process started, in ticks since boot ("" if it does not run): with the pid it names one process for good."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]  # killed, though its parent has not noticed yet
