"""The catalog's tables and the migrations that build them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store import open_store, schema
from corpus.store.models import Base


def test_migrations_build_what_the_classes_say(settings: Settings) -> None:
    """A migrated database differs in nothing from the mapped classes."""
    engine = schema.open_engine(settings)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


class Busy:
    """A new database that another process is just giving its write-ahead log: so many times it is locked."""

    def __init__(self, times: int, says: str = "database is locked") -> None:
        self.left, self.says, self.asked = times, says, 0

    def execute(self, _statement: str) -> None:
        """Fail, or not any more."""
        self.asked += 1
        if self.asked <= self.left:
            raise sqlite3.OperationalError(self.says)


def test_a_new_file_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite does not wait there by itself; any other failure, and a lock that stays, are told."""
    busy = Busy(3)
    schema._write_ahead(busy)  # type: ignore[arg-type]
    assert busy.asked == 4
    broken = Busy(1, "disk I/O error")
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        schema._write_ahead(broken)  # type: ignore[arg-type]
    assert broken.asked == 1
    monkeypatch.setattr(schema, "BUSY_MS", 50)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        schema._write_ahead(Busy(10**6))  # type: ignore[arg-type]


def test_head_is_the_newest_migration() -> None:
    """The number that says "up to date" without asking Alembic is Alembic's own."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_up_to_date_store_opens_without_alembic(tmp_path: Path) -> None:
    """Starting up costs no import of the migration tool once the tables are there."""
    open_store(Settings(data_dir=tmp_path)).close()
    code = (
        "import sys; from pathlib import Path; from corpus.settings import Settings; from corpus.store import open_store;"
        "open_store(Settings(data_dir=Path(sys.argv[1]))); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_store_of_a_newer_program_is_left_alone(settings: Settings) -> None:
    """Tables we do not know are not touched."""
    engine = schema.open_engine(settings)
    with schema.writer(engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="store_newer"):
        open_store(settings)


@pytest.mark.parametrize("url", ["nonsense", "postgresql+psycopg://postgres@127.0.0.1:9/none", "unknown://x"])
def test_database_out_of_reach_is_one_clear_sentence(tmp_path: Path, url: str) -> None:
    """Whatever the driver raises, the caller gets StoreError, without a password in it."""
    with pytest.raises(StoreError, match="store_unreachable"):
        open_store(Settings(data_dir=tmp_path, database_url=url))


def test_file_that_is_no_database_is_one_clear_sentence(tmp_path: Path) -> None:
    """A catalog overwritten with something else is reported, not repaired."""
    (tmp_path / "catalog.sqlite").write_bytes(b"khong phai co so du lieu" * 100)
    with pytest.raises(StoreError, match="store_unreachable"):
        open_store(Settings(data_dir=tmp_path))
