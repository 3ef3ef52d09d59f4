"""Opens the catalog's database, SQLite or PostgreSQL, and brings its tables up to date with Alembic."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StoreError
from corpus.settings import Settings

HEAD = "0001"  # the newest migration; a test holds it to what Alembic finds, so that opening need not import Alembic
BUSY_MS = 60_000
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(settings: Settings) -> Engine:
    """An engine on an up-to-date catalog; raises StoreError when the database cannot be reached or is from a newer program."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        engine = create_engine(settings.catalog_url, pool_pre_ping=not settings.catalog_url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            _tame_sqlite(engine)
        _upgrade(engine)
    except (SQLAlchemyError, OSError, ImportError) as exc:
        raise StoreError("store_unreachable", f"Không mở được kho văn bản ({_where(settings)}): {exc}") from exc
    return engine


def writer(engine: Engine) -> Engine:
    """The same database for transactions that write: on SQLite they take the lock at once, so that none fails half-way."""
    return engine.execution_options(begin="IMMEDIATE")


def _tame_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _upgrade(engine: Engine) -> None:
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with writer(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(8675309)"))  # one process migrates, the others wait
        found = _revision(connection)
        if found is not None and found > HEAD:
            raise StoreError("store_newer", f"Kho văn bản do phiên bản mới hơn tạo ra (lược đồ {found}); hãy nâng cấp chương trình.")
        if found != HEAD:
            _migrate(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _migrate(connection: Connection) -> None:
    from alembic import command  # not needed, so not loaded, when the tables are up to date
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def _where(settings: Settings) -> str:
    return settings.catalog_url.rpartition("@")[2]  # without user and password
