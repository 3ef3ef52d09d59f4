"""Stores for the tests: SQLite always, PostgreSQL where Debian's server is installed."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store, open_store

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket folder of a fresh PostgreSQL server that goes away with the tests."""
    if not BINARIES or subprocess.run(["runuser", "-u", "postgres", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs Debian's postgresql, and to be root")
    folder = Path("/tmp") / f"vk-pg-{uuid.uuid4().hex[:8]}"
    as_postgres = ["runuser", "-u", "postgres", "--"]
    run = {"check": True, "capture_output": True, "cwd": "/tmp"}
    subprocess.run([*as_postgres, BINARIES[-1] / "initdb", "-D", folder, "-A", "trust", "-E", "UTF8", "--no-sync"], **run)
    options = f"-h '' -k {folder} -F"
    log = folder / "server.log"
    subprocess.run([*as_postgres, BINARIES[-1] / "pg_ctl", "-D", folder, "-l", log, "-o", options, "-w", "start"], **run)
    yield folder
    subprocess.run([*as_postgres, BINARIES[-1] / "pg_ctl", "-D", folder, "-m", "immediate", "stop"], **run)
    subprocess.run(["rm", "-rf", folder], **run)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty store in each database."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path / "var")
    folder, name = request.getfixturevalue("postgresql"), f"t{uuid.uuid4().hex[:8]}"
    create = [BINARIES[-1] / "createdb", "-h", folder, "-U", "postgres", name]
    subprocess.run(create, check=True, capture_output=True)
    return Settings(data_dir=tmp_path / "var", database_url=f"postgresql+psycopg://postgres@/{name}?host={folder}")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(settings)
    yield opened
    opened.close()
