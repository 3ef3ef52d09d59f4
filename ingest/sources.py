"""What the paths a person gives stand for: files, the files of folders, the members of archives, each loaded when its turn comes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.settings import Settings
from ingest.archives import is_archive, members
from ingest.errors import ReadError
from ingest.read.failures import failure

SIDE_FILES = (".expected.json", ".md5", ".sha256")  # they lie beside documents and speak of them
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One file to take in.

    `path` is as the person gave it, `source` the absolute path; a member of an archive is "archive.zip!/inner/name".
    `load` gives the bytes or raises ReadError; that of a member works only until the next item is asked for.
    """

    path: str
    source: str
    load: Callable[[], bytes]
    size: int = 0

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePath(self.source).name


def items(paths: Iterable[str | Path], settings: Settings, *, password: str | None = None) -> Iterator[Item]:
    """The files these paths stand for, in the order given, folders sorted; what cannot be read raises only when loaded."""
    for given in paths:
        for path in _files(Path(given)):
            if is_archive(path):
                yield from _members(path, settings, password)
            else:
                yield _item(path, settings)


def wanted(name: str) -> bool:
    """Whether a file of a folder or archive is a document, going by its name: not hidden, not Word's lock, not a side file."""
    return not (name.startswith((".", "~$")) or name.lower().endswith(SIDE_FILES) or name.lower() in SYSTEM_FILES)


def _files(path: Path) -> Iterator[Path]:
    if not os.path.isdir(path):  # noqa: PTH112 - unlike Path.is_dir() it is False, not an error, for a name that is too long
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if wanted(name))
        yield from (file for name in sorted(names) if wanted(name) and (file := Path(folder, name)).is_file())


def _item(path: Path, settings: Settings) -> Item:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return Item(str(path), _absolute(path), lambda: _load(path, settings.max_file_mb), size)


def _load(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; one over the limit (MB) is refused before any of it is read."""
    try:
        if not path.exists():
            raise failure("missing", str(path))
        if not path.is_file():
            raise failure("special", path.name)
        size = path.stat().st_size
        if size > limit * MEGABYTE:
            raise failure("too_large", path.name, size=round(size / MEGABYTE), limit=limit)
        return path.read_bytes()
    except OSError as exc:
        raise failure("unreadable", path.name[-200:], why=exc.strerror or type(exc).__name__) from exc


def _members(path: Path, settings: Settings, password: str | None) -> Iterator[Item]:
    count = 0
    try:
        for member in members(path, limit=settings.max_file_mb * MEGABYTE, password=password):
            if all(part in ("..", ".") or (wanted(part) and part != "__MACOSX") for part in member.name.split("/")):
                count += 1
                yield Item(f"{path}!/{member.name}", f"{_absolute(path)}!/{member.name}", member.load, member.size)
        if not count:
            raise failure("hollow", path.name)
    except ReadError as exc:
        yield Item(str(path), _absolute(path), _raise(exc))


def _raise(error: ReadError) -> Callable[[], bytes]:
    def load() -> bytes:
        raise error

    return load


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - unlike resolve() it keeps links: the path is what the person knows
