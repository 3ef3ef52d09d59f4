"""One tar file of catalog and originals: every part with its SHA-256, whole or not there at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from corpus.backup import rows
from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store.originals import Originals, digest
from corpus.store.schema import HEAD, bare_engine, migrated, open_engine, revision

MANIFEST = "manifest.json"
FORM = 1
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: rows by table, number and bytes of originals, and those that were damaged before (their SHA-256)."""

    tables: dict[str, int]
    originals: int
    size: int
    damaged: tuple[str, ...] = ()


def backup(settings: Settings, target: Path, *, progress: Progress = lambda _: None) -> Kept:
    """Write everything into `target` (a .tar); other processes may go on reading and writing.

    The file appears under its name only when it is whole. Raises StoreError when it cannot be written.
    """
    try:
        return _written(settings, target, progress)
    except (OSError, SQLAlchemyError) as exc:
        raise StoreError("backup_failed", f"Không sao lưu được vào {target}: {exc}.") from exc


def restore(settings: Settings, source: Path, *, progress: Progress = lambda _: None) -> Kept:
    """Put a backup into the empty store that the settings name, on either database; the whole file is checked first.

    Raises StoreError when the file is damaged or from a newer program, or the store holds documents; nothing is changed then.
    """
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _checked(tar)
            progress("Tệp sao lưu nguyên vẹn; đang khôi phục…")
            return _restored(settings, tar, manifest)
    except (OSError, tarfile.TarError, ValueError, KeyError, EOFError) as exc:
        raise StoreError("backup_damaged", f"Tệp sao lưu {source} không đọc được hoặc đã hỏng: {exc}.") from exc
    except SQLAlchemyError as exc:
        raise StoreError("restore_failed", f"Không ghi được vào cơ sở dữ liệu đích: {exc}.") from exc


# --- writing ----------------------------------------------------------------------------------------------------------


def _written(settings: Settings, target: Path, progress: Progress) -> Kept:
    engine, originals = open_engine(settings), Originals(settings.data_dir / "originals")
    handle, name = tempfile.mkstemp(prefix=".backup-", dir=target.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            with (
                tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
                rows.snapshot(engine) as connection,
                originals.held(lambda: rows.originals(connection)) as (wanted, held),
            ):
                kept = _fill(tar, connection, wanted, held, progress)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
        engine.dispose()
    return kept


def _fill(tar: tarfile.TarFile, connection: Connection, wanted: Sequence[str], originals: Originals, progress: Progress) -> Kept:
    parts: dict[str, dict[str, Any]] = {}
    for table in rows.tables(connection):
        progress(f"Bảng {table.name}")
        data, count = _zipped(rows.lines(connection, table))
        parts[table.name] = {"rows": count, "sha256": _add(tar, f"catalog/{table.name}.jsonl.gz", data)}
    size, damaged = 0, []
    for number, sha256 in enumerate(wanted, 1):
        if number % 1000 == 0:
            progress(f"Bản gốc {number:,}/{len(wanted):,}")
        try:
            size += _copied(tar, originals, sha256)
        except StoreError:
            damaged.append(sha256)
    manifest = {"form": FORM, "schema": HEAD, "at": datetime.now(UTC).isoformat(), "tables": parts, "originals": len(wanted) - len(damaged)}
    _add(tar, MANIFEST, json.dumps(manifest | {"damaged": damaged}).encode())
    return Kept({name: part["rows"] for name, part in parts.items()}, len(wanted) - len(damaged), size, tuple(damaged))


def _zipped(lines: Iterator[bytes]) -> tuple[bytes, int]:
    packed, count = io.BytesIO(), 0
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=5, mtime=0) as file:
        for count, line in enumerate(lines, 1):  # noqa: B007 - the last number is the count
            file.write(line)
    return packed.getvalue(), count


def _copied(tar: tarfile.TarFile, originals: Originals, sha256: str) -> int:
    data = originals.get(sha256)
    _add(tar, f"originals/{sha256}", data)
    return len(data)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> str:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))
    return digest(data)


# --- reading ----------------------------------------------------------------------------------------------------------


def _checked(tar: tarfile.TarFile) -> dict[str, Any]:
    """The manifest, once every part was read and is what it says."""
    manifest: dict[str, Any] = json.loads(_part(tar, MANIFEST).read())
    if manifest["form"] != FORM or manifest["schema"] > HEAD:
        raise StoreError("backup_newer", "Tệp sao lưu do phiên bản mới hơn tạo ra; hãy nâng cấp chương trình rồi khôi phục.")
    for name, part in manifest["tables"].items():
        if _digest(_part(tar, f"catalog/{name}.jsonl.gz")) != part["sha256"]:
            raise ValueError(f"bảng {name} không khớp mã băm")
    originals = [member for member in tar.getmembers() if member.name.startswith("originals/")]
    if len(originals) != manifest["originals"]:
        raise ValueError(f"thiếu {manifest['originals'] - len(originals)} bản gốc")
    for member in originals:
        if _digest(_part(tar, member.name)) != member.name.removeprefix("originals/"):
            raise ValueError(f"bản gốc {member.name[-64:][:12]}… không khớp mã băm")
    return manifest


def _restored(settings: Settings, tar: tarfile.TarFile, manifest: dict[str, Any]) -> Kept:
    engine, originals = bare_engine(settings), Originals(settings.data_dir / "originals")
    counts, size = {}, 0
    try:
        with rows.empty(engine, manifest["schema"]) as connection:
            for member in tar.getmembers():
                if member.name.startswith("originals/"):
                    originals.put(member.name.removeprefix("originals/"), _part(tar, member.name).read())
                    size += member.size
            for table in rows.tables(connection):
                with gzip.open(_part(tar, f"catalog/{table.name}.jsonl.gz")) as lines:
                    counts[table.name] = rows.load(connection, table, lines)
            migrated(connection, HEAD)
            assert revision(connection) == HEAD
    finally:
        engine.dispose()
    return Kept(counts, manifest["originals"], size, tuple(manifest["damaged"]))


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    file = tar.extractfile(name)
    if file is None:
        raise ValueError(f"thiếu phần {name}")
    return file


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # a tar member reads like a file
