"""Looks into .zip and .tar.gz files, member by member, without ever unpacking to disk and without trusting what they say."""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from corpus.text import nfc
from ingest.errors import ReadError
from ingest.read.failures import failure

SUFFIXES = (".zip", ".tar.gz", ".tgz")
MAX_MEMBERS = 20_000
MAX_TIMES = 10  # an archive may hold this many times the limit of one file
NAME_SIGNS = " ._-()[],/+&'#@=~!"
UTF8_NAME = 0x800  # flag bit 11 of a zip member: the name is UTF-8
ENCRYPTED = 0x1
MEGABYTE = 1024 * 1024
DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `load` gives its bytes or raises ReadError, until the next member is asked for."""

    name: str
    size: int
    load: Callable[[], bytes]


def is_archive(path: Path) -> bool:
    """Whether a path names an archive (a .docx is a zip too, but no archive of documents)."""
    return path.name.lower().endswith(SUFFIXES) and os.path.isfile(path)  # noqa: PTH113 - False, not an error, for a name too long


def members(path: Path, *, limit: int, password: str | None = None) -> Iterator[Member]:
    """The files in an archive, in its own order; raises ReadError when it is damaged or holds too much.

    `limit` is the most bytes a member may have. A name that leads outside the archive gives a member that refuses to load.
    """
    total = 0
    try:
        for number, member in enumerate(_zip(path, limit, password) if path.name.lower().endswith(".zip") else _tar(path, limit)):
            total += member.size
            if number >= MAX_MEMBERS or total > MAX_TIMES * limit:
                raise failure("inflated", path.name, limit=MAX_TIMES * limit // MEGABYTE)
            yield member if _inside(member.name) else Member(member.name.lstrip("/"), member.size, partial(_refuse, path.name, member.name))
    except DAMAGE as exc:
        raise failure("broken", path.name) from exc


def _zip(path: Path, limit: int, password: str | None) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Member(_zip_name(info), info.file_size, partial(_load_zip, archive, info, limit, password))


def _load_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, password: str | None) -> bytes:
    name = _zip_name(info)
    if info.flag_bits & ENCRYPTED and password is None:
        raise failure("encrypted", name)
    try:
        with archive.open(info, pwd=password.encode() if password else None) as file:
            return _bounded(file, name, limit)
    except RuntimeError as exc:  # zipfile's way to say that the password is wrong, and that a method is not known
        raise failure("broken" if isinstance(exc, NotImplementedError) else "wrong_password", name) from exc
    except DAMAGE as exc:
        raise failure("broken", name) from exc


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; programs that forget to set the UTF-8 flag get a second chance ("Th├┤ng b├ío" -> "Thông báo").

    So do Windows programs that write names in the Vietnamese code page.
    """
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeError:
        return info.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            name = nfc(raw.decode(encoding))
        except UnicodeError:
            continue
        if encoding == "utf-8" or all(letter.isalnum() or letter in NAME_SIGNS for letter in name):
            return name
    return info.filename


def _tar(path: Path, limit: int) -> Iterator[Member]:
    with tarfile.open(path, "r:gz") as archive:
        for info in archive:
            if info.isfile():
                yield Member(info.name.removeprefix("./"), info.size, partial(_load_tar, archive, info, limit))


def _load_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, limit: int) -> bytes:
    try:
        file = archive.extractfile(info)
        return _bounded(file, info.name, limit) if file else b""
    except DAMAGE as exc:
        raise failure("broken", info.name) from exc


def _bounded(file: IO[bytes], name: str, limit: int) -> bytes:
    """All of a member, whatever size it claims; raises ReadError past the limit."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise failure("inflated", name, limit=limit // MEGABYTE)
    return data


def _inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts


def _refuse(archive: str, name: str) -> bytes:
    raise ReadError("unsafe", f"Trong «{archive}», tên «{name}» dẫn ra ngoài tệp nén nên không được mở. Hãy kiểm tra nguồn của tệp.")
