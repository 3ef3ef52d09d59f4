"""A new version beside the one in use: built unseen, checked, then put in its place; the old one is kept until told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from corpus.settings import Settings
from indices.elastic.engine import PATIENCE, ElasticIndex
from indices.elastic.holder import holder
from indices.elastic.versions import Held
from indices.elastic.writing import Writing, acquire
from indices.protocol import Filters, IndexFailure, Record, TextQuery, Vectors

SAMPLES = 8  # records asked for by their own words and their own vector before the version is used
_ALIKE = 0.995  # cosine of a vector with itself, kept in fewer digits


class Successor(ElasticIndex):
    """A version that nobody sees before `publish`; one that is closed before is removed."""

    def __init__(self, settings: Settings, *, patience: float = PATIENCE) -> None:
        self._name = holder()
        self._fresh: str | None = None
        self._old: Held | None = None
        self._published = False
        self._samples: list[tuple[Record, Vectors]] = []
        self._taken = 0
        super().__init__(settings, patience=patience)
        self.refresh()  # unlike a page, a rebuild has no use for a server that is away

    def __enter__(self) -> Successor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Add records with their vectors, some of which will be asked for at the end."""
        super().put(records, vectors)
        self._sign()
        self._taken += 1
        if records and self._taken & (self._taken - 1) == 0:  # the 1st, 2nd, 4th, 8th ... time, so from everywhere
            self._samples = [*self._samples, (records[0], vectors[0])][-SAMPLES:]

    def hold(self) -> None:
        """Keep every other writer out until this one is published or closed."""
        if self._old is None:
            if self._fresh is not None and self._seen is not None:
                self._versions.first(self._seen.state.dimensions)
            if self._versions.current() is not None:
                self._old = acquire(self._versions, self._patience)

    def publish(self) -> None:
        """Commit, check, and put this version in the place of the one in use, which is kept (unless it is empty)."""
        self.commit()
        self.hold()
        if self._old is None:
            return  # nothing put, and nothing there to replace
        fresh = self._seen = self._seen or self._start(self._old.state.dimensions).commit()
        self._verify()
        self._sign()
        if self._versions.change(fresh, replace(fresh.state, builder="")) is None:
            raise IndexFailure("lost", "Một tiến trình khác đã ghi vào bản chỉ mục đang dựng. Hãy chạy lại «python -m indices rebuild».")
        self._versions.publish(fresh.index, self._old.index)
        self._published = True
        self._let_go()
        if not self._old.state.count:
            self._versions.drop(self._old.index)

    def close(self) -> None:
        """Let go; a version that was not published is removed."""
        if not self._published:
            self._writing = None  # what it wrote goes with the version
            with suppress(IndexFailure):
                self._let_go()
                self._versions.drop(self._fresh) if self._fresh else None
        super().close()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> Held | None:
        return self._versions.held(self._fresh) if self._fresh else None

    def _start(self, dimensions: int) -> Writing:
        if self._fresh is None:
            self._fresh = self._versions.begin(dimensions, self._name).index
        held = self._versions.held(self._fresh)
        mine = self._versions.change(held, held.state.taken(self._name)) if held else None
        if mine is None:
            raise IndexFailure("gone", "Bản chỉ mục đang dựng đã bị xoá. Hãy chạy lại «python -m indices rebuild».")
        return Writing(self._versions.patient(), mine)

    def _sign(self) -> None:
        """Show other writers that the version in use is still held."""
        if self._old is not None:
            mine = self._versions.change(self._old, replace(self._old.state, beat=self._old.state.beat + 1))
            if mine is None:
                raise IndexFailure("lost", "Một tiến trình khác đã ghi vào chỉ mục trong lúc thay bản mới. Hãy chạy lại.")
            self._old = mine

    def _let_go(self) -> None:
        if self._old is not None and self._old.state.holder:
            self._versions.change(self._old, self._old.state.released(void=False))

    def _verify(self) -> None:
        """Count, and ask for samples; raise IndexFailure("unverified") if an answer is not what was put."""
        view = self._view()
        assert view is not None
        if (found := view.counted()) != view.state.count:
            raise _unverified(f"giữ {found} đoạn thay vì {view.state.count}")
        for record, vector in self._samples:
            if [kept.text for kept in view.get([record.id])] == [record.text]:
                self._ask_for(record, vector)

    def _ask_for(self, record: Record, vector: Vectors) -> None:
        words = TextQuery({name: (tokens, 1.0) for name, tokens in record.tokens.items()})
        own = Filters(document=(record.document,))
        if any(record.tokens.values()) and record.id not in {match.id for match in self.match(words, filters=own, limit=10_000)}:
            raise _unverified(f"không tìm thấy đoạn {record.id} theo từ ngữ")
        best = self.nearest(vector, limit=1)
        if not best or best[0].score < _ALIKE:
            raise _unverified(f"không tìm thấy đoạn {record.id} theo véc-tơ")


def _unverified(what: str) -> IndexFailure:
    return IndexFailure("unverified", f"Bản chỉ mục mới {what}; bản đang dùng được giữ nguyên. Hãy chạy lại «python -m indices rebuild».")
