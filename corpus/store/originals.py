"""The folder of originals: every file once, under the SHA-256 of its bytes, never changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import StoreError

LOCK = ".lock"  # taken to remove an original, and to hold some against removal
HELD = ".held-"  # folders of originals that a reader holds


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Originals:
    """Files under `folder`/ab/cd…; a file is there whole or not at all, whatever is killed when."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where bytes with this digest lie."""
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes; nothing is written when they are kept already."""
        path = self.path(sha256)
        try:
            if not path.exists():
                _write(path, data)
        except OSError as exc:
            raise StoreError("store_unwritable", f"Không ghi được bản gốc vào {self.folder}: {exc.strerror}.") from exc

    def get(self, sha256: str) -> bytes:
        """The bytes; raises StoreError when they are gone or no longer those that were kept."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as exc:
            raise StoreError("original_missing", f"Không đọc được bản gốc {sha256[:12]}… trong {self.folder}: {exc.strerror}.") from exc
        if digest(data) != sha256:
            raise StoreError("original_damaged", f"Bản gốc {sha256[:12]}… trong {self.folder} đã bị hỏng; hãy nạp lại tệp.")
        return data

    def remove(self, sha256: str) -> None:
        """Forget bytes that no document has any more."""
        try:
            with _locked(self.folder / LOCK):
                self.path(sha256).unlink(missing_ok=True)
        except OSError as exc:
            raise StoreError("store_unwritable", f"Không xoá được bản gốc trong {self.folder}: {exc.strerror}.") from exc

    @contextmanager
    def held(self, choose: Callable[[], Sequence[str]]) -> Iterator[tuple[Sequence[str], Originals]]:
        """The digests that `choose` gives, and a folder where their bytes stay until the end, whatever is removed meanwhile.

        Nothing is removed while `choose` looks and the folder is filled (with links: no bytes are copied where links can be).
        Bytes that are gone already are not there. Raises OSError when the folder cannot be written.
        """
        with ExitStack() as stack:
            with _locked(self.folder / LOCK):
                _forget_dead(self.folder)
                copy = Originals(Path(tempfile.mkdtemp(prefix=HELD, dir=self.folder)))
                stack.callback(shutil.rmtree, copy.folder, ignore_errors=True)
                stack.enter_context(_locked(copy.folder / LOCK))
                chosen = choose()
                for sha256 in chosen:
                    _link(self.path(sha256), copy.path(sha256))
            yield chosen, copy


@contextmanager
def _locked(file: Path, *, wait: bool = True) -> Iterator[None]:
    """Alone with a file among all processes; raises BlockingIOError when it is taken and there is no waiting."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        return
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _forget_dead(folder: Path) -> None:
    """Remove the folders of holders that were killed: nobody has their lock any more."""
    for left in folder.glob(f"{HELD}*"):
        try:
            with _locked(left / LOCK, wait=False):
                shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            continue


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o444)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut (a folder is a file of names)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
