"""Opens the catalog's database, SQLite or PostgreSQL, and brings its tables up to date with Alembic."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StoreError
from corpus.settings import Settings

HEAD = "0002"  # the newest migration; a test holds it to what Alembic finds, so that opening need not import Alembic
BUSY_MS = 60_000
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(settings: Settings) -> Engine:
    """An engine on an up-to-date catalog; raises StoreError when the database cannot be reached or is from a newer program."""
    engine = bare_engine(settings)
    try:
        _upgrade(engine)
    except SQLAlchemyError as exc:
        raise _unreachable(settings, exc) from exc
    return engine


def bare_engine(settings: Settings) -> Engine:
    """An engine on whatever the database holds, tables or none."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        engine = create_engine(settings.catalog_url, pool_pre_ping=not settings.catalog_url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            _tame_sqlite(engine)
    except (SQLAlchemyError, OSError, ImportError) as exc:
        raise _unreachable(settings, exc) from exc
    return engine


def writer(engine: Engine) -> Engine:
    """The same database for transactions that write: on SQLite they take the lock at once, so that none fails half-way."""
    return engine.execution_options(begin="IMMEDIATE")


def _tame_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a write-ahead log. On a new file SQLite says at once that it is busy while another process does the same; then again."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _upgrade(engine: Engine) -> None:
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    with writer(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(8675309)"))  # one process migrates, the others wait
        found = revision(connection)
        if found is not None and found > HEAD:
            raise StoreError("store_newer", f"Kho văn bản do phiên bản mới hơn tạo ra (lược đồ {found}); hãy nâng cấp chương trình.")
        if found != HEAD:
            migrated(connection, HEAD)


def revision(connection: Connection) -> str | None:
    """The migration a database stands at, None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def migrated(connection: Connection, to: str) -> None:
    """Bring the tables up to a migration, in the transaction of the connection."""
    from alembic import command  # not needed, so not loaded, when the tables are up to date
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, to)


def _unreachable(settings: Settings, exc: Exception) -> StoreError:
    return StoreError("store_unreachable", f"Không mở được kho văn bản ({_where(settings)}): {exc}")


def _where(settings: Settings) -> str:
    return settings.catalog_url.rpartition("@")[2]  # without user and password
