"""Runs each piece of work on the catalog as one transaction, and says in our own words what went wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from corpus.errors import StoreError
from corpus.store.schema import writer

T = TypeVar("T")
TRIES = 5
RETRY_STATES = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


@dataclass(frozen=True, slots=True)
class Transactions:
    """All or nothing: work that raises leaves no trace."""

    engine: Engine

    def read(self, work: Callable[[Session], T]) -> T:
        """What the work finds."""
        try:
            with Session(self.engine) as session:
                return work(session)
        except SQLAlchemyError as exc:
            raise _failure(exc) from exc

    def write(self, work: Callable[[Session], T]) -> T:
        """What the work gives back once it is kept; it is run again if another process was in its way."""
        for left in reversed(range(TRIES)):
            try:
                with Session(writer(self.engine)) as session, session.begin():
                    return work(session)
            except SQLAlchemyError as exc:
                if not (left and _in_the_way(exc)):
                    raise _failure(exc) from exc
        raise AssertionError("unreachable: the last try returns or raises")


def _in_the_way(exc: SQLAlchemyError) -> bool:
    """Whether two writers met, as when both add the same path for the first time."""
    return isinstance(exc, IntegrityError) or (isinstance(exc, DBAPIError) and getattr(exc.orig, "sqlstate", None) in RETRY_STATES)


def _failure(exc: SQLAlchemyError) -> StoreError:
    reason = str(exc.orig) if isinstance(exc, DBAPIError) else str(exc)
    return StoreError("store_failed", f"Kho văn bản không đọc hoặc ghi được: {reason.strip()}")
