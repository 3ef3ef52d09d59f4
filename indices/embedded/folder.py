"""The folder of an embedded index: its versions, the pointer to the one in use, and the lock of the one writer."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

from indices.protocol import IndexFailure

POINTER = "current"
_RETRY = 0.05  # seconds between two tries for the lock


class Lock:
    """A lock between processes; the system releases it when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self, patience: float) -> None:
        """Wait at most `patience` seconds for the lock; raise IndexFailure("locked")."""
        deadline = time.monotonic() + patience
        while not self.attempt():
            if time.monotonic() >= deadline:
                raise IndexFailure("locked", "Một tiến trình khác đang ghi chỉ mục. Hãy đợi tiến trình đó xong rồi thử lại.")
            time.sleep(_RETRY)

    def attempt(self) -> bool:
        """Take the lock if nobody has it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let others have it; nothing if it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Folder:
    """An index's root: one folder a version, and a file that names the version in use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = Lock(root / "writer.lock")

    def current(self) -> Path | None:
        """The version in use, None before the first."""
        try:
            return self.root / (self.root / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def begin(self) -> tuple[Path, Lock]:
        """A new empty version beside the others, and the lock that says it is being built."""
        self.root.mkdir(parents=True, exist_ok=True)
        number = max((int(path.name) for path in self._versions()), default=0) + 1
        while True:
            version = self.root / f"{number:04}"
            try:
                version.mkdir()
            except FileExistsError:
                number += 1
                continue
            building = Lock(version / "building.lock")
            building.attempt()
            return version, building

    def publish(self, version: Path) -> None:
        """Make a version the one in use, in one step, and drop those that nobody builds."""
        write_atomically(self.root / POINTER, version.name.encode())
        for other in self._versions():
            if other != version and _abandoned(other):
                shutil.rmtree(other, ignore_errors=True)

    def _versions(self) -> list[Path]:
        return [path for path in self.root.iterdir() if path.name.isdigit()]


def _abandoned(version: Path) -> bool:
    """Whether no process is building this version."""
    lock = Lock(version / "building.lock")
    free = lock.attempt()
    lock.release()
    return free


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that others see all of it or the one before, even after a power cut."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
