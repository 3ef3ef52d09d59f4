"""The rows of a catalog as JSON, table by table, and back into another database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, LargeBinary, MetaData, Table, func, inspect, select, text
from sqlalchemy.schema import Column

from corpus.errors import StoreError
from corpus.store.models import VersionRow
from corpus.store.schema import migrated

AT_ONCE = 500  # rows of one insert
VERSIONS = "alembic_version"  # written by the migrations themselves

Row = dict[str, Any]


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the catalog, whoever writes meanwhile."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def tables(connection: Connection) -> list[Table]:
    """The tables of a catalog as they stand in the database, those that are referred to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def originals(connection: Connection) -> list[str]:
    """The SHA-256 of every original that a version of a document has, in order."""
    wanted = select(VersionRow.sha256).where(VersionRow.sha256.is_not(None)).distinct().order_by(VersionRow.sha256)
    return list(connection.execute(wanted).scalars())


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table, in the order of its key, each as a line of JSON."""
    for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield json.dumps({name: _out(value) for name, value in row.items()}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def empty(engine: Engine, revision: str) -> Iterator[Connection]:
    """A transaction on an empty catalog of a revision, in which rows can be loaded; nothing is kept when it fails.

    Raises StoreError when the catalog holds documents.
    """
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        if inspect(connection).has_table("document") and connection.execute(text("SELECT count(*) FROM document")).scalar():
            raise StoreError(
                "not_empty", "Kho đích đã có văn bản; hãy khôi phục vào một kho trống (VANKIEN_DATA_DIR, VANKIEN_DATABASE_URL khác)."
            )
        migrated(connection, revision)
        yield connection


def load(connection: Connection, table: Table, given: Iterable[bytes]) -> int:
    """Put lines of `lines` into a table; the number of rows."""
    columns = {column.name: column for column in table.columns}
    rows = ({name: _in(columns[name], value) for name, value in json.loads(line).items()} for line in given)
    count = 0
    while part := list(islice(rows, AT_ONCE)):
        connection.execute(table.insert(), part)
        count += len(part)
    _go_on_counting(connection, table)
    return count


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts its own ids; the next one comes after those that were loaded."""
    [key, *more] = table.primary_key.columns
    if connection.dialect.name != "postgresql" or more or key.type.python_type is not int:
        return
    highest = connection.execute(select(func.max(key))).scalar()
    if highest:
        name = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        connection.execute(name, {"table": f'"{table.name}"', "column": key.name, "highest": highest})


def _out(value: object) -> object:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _in(column: Column[Any], value: Any) -> object:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value
