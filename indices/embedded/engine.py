"""The index in a folder of this machine: Tantivy for text and exact vectors, many readers, one writer."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indices.embedded.folder import Folder, Lock
from indices.embedded.schema import open_text
from indices.embedded.segments import Segment
from indices.embedded.snapshot import Snapshot, broken_message, older_message, state
from indices.embedded.words import Counts
from indices.embedded.writer import Writing
from indices.protocol import Filters, IndexFailure, Match, Record, TextQuery, Vectors
from indices.vocabulary import EMPTY, Vocabulary

PATIENCE = 30.0  # seconds a writer waits for another to commit


class EmbeddedIndex:
    """indices.protocol.Index in a folder. Reading is safe from several threads; writing goes one call at a time.

    The lock of the one writer is held from the first `put` or `delete` to `commit` or `close`. A writer that finds it
    held waits `patience` seconds, then raises IndexFailure("locked").
    """

    def __init__(self, root: Path, *, patience: float = PATIENCE) -> None:
        self._folder = Folder(root)
        self._patience = patience
        self._writing: Writing | None = None
        self._guard = threading.RLock()
        self._version: Path | None = None
        self._index: Any = None
        self._state: tuple[int, ...] = ()
        self._snapshot: Snapshot | None = None
        self._counts = Counts()
        self.refresh()

    @classmethod
    def create(cls, root: Path, *, patience: float = PATIENCE) -> EmbeddedIndex:
        """A new empty index in this folder, in place of what it holds."""
        with Successor(root, patience=patience) as fresh:
            fresh.publish()
        return cls(root, patience=patience)

    # --- writing --------------------------------------------------------------------------------------------------

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Add records with their vectors; see the protocol."""
        if records:
            with self._guard, _explained():
                self._write().put(records, vectors)

    def delete(self, documents: Iterable[str]) -> None:
        """Remove documents; see the protocol."""
        with self._guard, _explained():
            self._write().delete(documents)

    def commit(self) -> None:
        """Make it count; see the protocol."""
        with self._guard, _explained():
            if self._writing is None:
                return
            try:
                self._writing.commit()
            finally:
                self._release()
            self.refresh()
            self.vocabulary()

    def close(self) -> None:
        """Let go of files and lock; what was not committed is forgotten."""
        with self._guard, _explained():
            if self._writing is not None:
                try:
                    self._writing.abandon()
                finally:
                    self._release()
            self._snapshot, self._index, self._version, self._state = None, None, None, ()

    # --- reading --------------------------------------------------------------------------------------------------

    def match(self, query: TextQuery, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """Search by text; see the protocol."""
        with _explained():
            return self._snapshot.match(query, filters, limit) if self._snapshot else []

    def nearest(self, vector: Vectors, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """Search by vector; see the protocol."""
        with _explained():
            return self._snapshot.nearest(vector, filters, limit) if self._snapshot else []

    def get(self, ids: Sequence[str]) -> list[Record]:
        """Records by id; see the protocol."""
        with _explained():
            return self._snapshot.get(ids) if self._snapshot else []

    def facets(self, query: TextQuery | None, *, filters: Filters = Filters()) -> dict[str, dict[str, int]]:
        """Documents by type, issuer and year; see the protocol."""
        with _explained():
            return self._snapshot.facets(query, filters) if self._snapshot else {"type": {}, "issuer": {}, "year": {}}

    def documents(self) -> dict[str, int]:
        """Records by document; see the protocol."""
        return self._snapshot.documents() if self._snapshot else {}

    def count(self) -> int:
        """Records held; see the protocol."""
        return self._snapshot.count() if self._snapshot else 0

    def vocabulary(self) -> Vocabulary:
        """The words of the texts held, counted with every commit; those of an old folder are counted when first asked for."""
        with _explained():
            return self._counts.of(self._version / "vectors", self._snapshot) if self._snapshot and self._version else EMPTY

    def refresh(self) -> None:
        """See what others committed: two small looks at the disk when nothing changed."""
        with self._guard, _explained():
            version = self._chosen()
            now = state(version) if version else ()
            if version is None or (version == self._version and now == self._state):
                return
            if version != self._version:
                self._index = open_text(version / "text")
            self._snapshot = Snapshot.load(version, self._index, self._segments(version))
            self._version, self._state = version, now

    # --- inside ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> Path | None:
        """The version this index reads and writes."""
        return self._folder.current()

    def _write(self) -> Writing:
        """The writing under way, else a new one on the version in use, once the lock is ours."""
        if self._writing is None:
            self._folder.root.mkdir(parents=True, exist_ok=True)
            self._folder.lock.acquire(self._patience)
            try:
                self._writing = self._start()
            except BaseException:
                self._folder.lock.release()
                raise
        return self._writing

    def _start(self) -> Writing:
        version = self._chosen()
        if version is None:
            version, building = self._folder.begin()
            self._folder.publish(version)
            building.release()
        return self._begin(version)

    def _begin(self, version: Path) -> Writing:
        return Writing(version, open_text(version / "text"), self._segments(version))

    def _segments(self, version: Path) -> dict[str, Segment]:
        """The segments held open, which need not be read again."""
        return {part.name: part for part in self._snapshot.segments} if self._snapshot and version == self._version else {}

    def _release(self) -> None:
        self._writing = None
        self._folder.lock.release()


class Successor(EmbeddedIndex):
    """A new version beside the one in use, built without its lock; nobody sees it before `publish`."""

    def __init__(self, root: Path, *, patience: float = PATIENCE) -> None:
        self._fresh, self._building = Folder(root).begin()
        self._swap = Lock(root / "writer.lock")
        super().__init__(root, patience=patience)
        self._folder.lock = Lock(self._fresh / "writer.lock")

    def __enter__(self) -> Successor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hold(self) -> None:
        """Keep every other writer out until this one is published or closed."""
        with _explained():
            if not self._swap.held:
                self._swap.acquire(self._patience)

    def publish(self) -> None:
        """Commit, and put this version in the place of the one in use."""
        self.commit()
        self.hold()
        with _explained():
            self._folder.publish(self._fresh)
            self._swap.release()

    def close(self) -> None:
        """Let go; a version that was not published is removed by the next one that is."""
        super().close()
        self._swap.release()
        self._building.release()

    def _chosen(self) -> Path | None:
        return self._fresh

    def _start(self) -> Writing:
        return self._begin(self._fresh)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the disk and Tantivy raise into IndexFailure."""
    try:
        yield
    except OSError as exc:
        raise IndexFailure("disk", f"Không đọc hoặc ghi được chỉ mục: {exc}. Hãy kiểm tra thư mục dữ liệu và chỗ trống trên đĩa.") from exc
    except ValueError as exc:  # Tantivy's own errors, a manifest cut short
        if "schema does not match" in str(exc):
            raise IndexFailure("older", older_message()) from exc
        raise IndexFailure("broken", broken_message(exc)) from exc
