"""A real PostgreSQL from Debian's package, in a folder of its own, reached by a socket in that folder."""

from __future__ import annotations

import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.servers.archive import Unavailable

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_AS_POSTGRES = ("runuser", "-u", "postgres", "--")  # the server refuses to run as root


@dataclass
class Postgres:
    """A running server."""

    folder: Path

    def database(self) -> str:
        """The URL of a new, empty database, as VANKIEN_DATABASE_URL wants it."""
        name = f"t{uuid.uuid4().hex[:8]}"
        _run(BINARIES[-1] / "createdb", "-h", self.folder, "-U", "postgres", name)
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def cut(self, url: str) -> int:
        """Cut every connection to a database, as a failing network or an administrator would; returns how many."""
        name = url.rpartition("/")[2].partition("?")[0]
        query = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        said = _run(BINARIES[-1] / "psql", "-h", self.folder, "-U", "postgres", "-d", "postgres", "-Atc", query)
        return int(said.strip())

    def remove(self) -> None:
        """End it and forget its data."""
        subprocess.run(
            [*_AS_POSTGRES, BINARIES[-1] / "pg_ctl", "-D", self.folder, "-m", "immediate", "stop"], check=False, capture_output=True
        )
        subprocess.run(["rm", "-rf", self.folder], check=False)


def postgres() -> Postgres:
    """A new server; raises Unavailable where it cannot be had."""
    if not BINARIES or subprocess.run(["runuser", "-u", "postgres", "true"], check=False, capture_output=True).returncode:
        raise Unavailable("needs Debian's postgresql, and to be root; as root: apt-get install postgresql")
    folder = Path("/tmp") / f"vk-pg-{uuid.uuid4().hex[:8]}"
    _run(*_AS_POSTGRES, BINARIES[-1] / "initdb", "-D", folder, "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-h '' -k {folder} -F"
    _run(*_AS_POSTGRES, BINARIES[-1] / "pg_ctl", "-D", folder, "-l", folder / "server.log", "-o", options, "-w", "start")
    return Postgres(folder)


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/tmp")
    if done.returncode:
        raise Unavailable(f"{command[-1]}: {done.stderr.strip()[-300:]}")
    return done.stdout
