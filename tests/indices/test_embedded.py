"""The embedded index: the contract, and what only it has: versions, one writer, readers beside it, crashes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indices.embedded import EmbeddedIndex, Successor
from indices.protocol import IndexFailure, TextQuery
from tests.indices.contract import Contract, Reopen, asking, fill, ids, record, towards

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[EmbeddedIndex]:
    """An empty index."""
    opened = EmbeddedIndex(folder, patience=0.1)
    yield opened
    opened.close()


@pytest.fixture
def reopen(folder: Path) -> Reopen:
    """The same index as another process sees it."""
    return lambda: EmbeddedIndex(folder, patience=0.1)


class TestEmbedded(Contract):
    """The promises of every index."""


def test_second_writer_is_told_in_vietnamese(index: EmbeddedIndex, reopen: Reopen) -> None:
    """Two writers never mix: the second waits, then gets a sentence; after the commit it may write."""
    index.put([record("a")], towards(0))
    other = reopen()
    with pytest.raises(IndexFailure, match="tiến trình khác đang ghi") as failure:
        other.put([record("b")], towards(1))
    assert failure.value.code == "locked"
    index.commit()
    other.put([record("b")], towards(1))
    other.commit()
    index.refresh()
    assert index.documents() == {"a": 1, "b": 1}
    other.close()


def test_writers_take_turns(folder: Path) -> None:
    """Writers that wait lose nothing of each other."""

    def write(name: str) -> None:
        writer = EmbeddedIndex(folder, patience=20)
        for n in range(4):
            writer.put([record(f"{name}{n}")], towards(n))
            writer.commit()
        writer.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert EmbeddedIndex(folder).count() == 12


def test_successor_is_unseen_until_published(index: EmbeddedIndex, folder: Path) -> None:
    """A rebuilt version swaps in at the end; open readers follow at refresh, and the old version is gone."""
    fill(index, ["a", "b"])
    with Successor(folder) as fresh:
        fresh.put([record("c")], towards(5))
        fresh.commit()
        index.refresh()
        assert index.documents() == {"a": 4, "b": 4}
        fill(index, ["d"])  # writing into the version in use goes on meanwhile
        fresh.publish()
    assert index.documents() == {"a": 4, "b": 4, "d": 4}
    index.refresh()
    assert index.documents() == {"c": 1}
    assert ids(index.nearest(towards(5)[0])) == ["c:0"]
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["0002"]


def test_unpublished_successor_changes_nothing(index: EmbeddedIndex, folder: Path) -> None:
    """A rebuild that fails half-way leaves the version in use, and the next one clears its remains away."""
    fill(index, ["a"])
    with pytest.raises(RuntimeError), Successor(folder) as fresh:
        fresh.put([record("c")], towards(5))
        raise RuntimeError
    index.refresh()
    assert index.documents() == {"a": 4}
    assert EmbeddedIndex.create(folder).count() == 0
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["0003"]


def test_publishing_spares_a_version_being_built(folder: Path) -> None:
    """Two rebuilds at a time do not pull the ground from under each other."""
    with Successor(folder) as slow:
        slow.put([record("slow")], towards(0))
        with Successor(folder) as quick:
            quick.put([record("quick")], towards(0))
            quick.publish()
        slow.publish()
    assert EmbeddedIndex(folder).documents() == {"slow": 1}


def test_refresh_is_cheap_when_nothing_changed(index: EmbeddedIndex) -> None:
    """The web page refreshes before each question: well under a millisecond, and the same snapshot stays."""
    fill(index)
    before = index._snapshot
    start = time.thread_time()
    for _ in range(100):
        index.refresh()
    assert time.thread_time() - start < 0.1
    assert index._snapshot is before


def test_dead_vectors_are_cleared_away(index: EmbeddedIndex, folder: Path) -> None:
    """Replacing a document over and over does not let the files grow."""
    for _ in range(12):
        index.put([record("a", n) for n in range(4)], towards(0, 1, 2, 3))
        index.commit()
    snapshot = index._snapshot
    assert snapshot is not None
    assert sum(len(segment) for segment in snapshot.segments) <= 8
    assert len(list((folder / "0001" / "vectors").iterdir())) <= 16


def test_damaged_index_says_how_to_rebuild(index: EmbeddedIndex, folder: Path) -> None:
    """Truncated or missing files and a broken text index are answered with the command that helps."""
    fill(index)
    (columns,) = (folder / "0001" / "vectors").glob("*.columns.npz")
    columns.write_bytes(columns.read_bytes()[:100])
    with pytest.raises(IndexFailure, match="indices rebuild"):
        EmbeddedIndex(folder)
    for path in (folder / "0001" / "vectors").iterdir():
        path.unlink()
    with pytest.raises(IndexFailure, match="indices rebuild"):
        EmbeddedIndex(folder)
    (folder / "0001" / "text" / "meta.json").write_text("{")
    with pytest.raises(IndexFailure, match="indices rebuild"):
        EmbeddedIndex(folder)


WRITER = """
import sys
from pathlib import Path
from indices.embedded import EmbeddedIndex
from tests.indices.contract import record, towards
index = EmbeddedIndex(Path(sys.argv[1]))
done = index.count()
print("ready", flush=True)
for n in range(10_000):
    size = 1 + n % 4
    index.put([record("same", m, title=str(n)) for m in range(size)], towards(*range(size)))
    index.put([record(f"d{n % 5}", m, title=str(n)) for m in range(4 - n % 4)], towards(*range(4 - n % 4)))
    index.commit()
    print(n, flush=True)
"""


def killed_writer(folder: Path, seconds: float) -> int:
    """Start a writer, kill it after a while, and return the number of the last commit it told of (-1: none)."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        told = [int(line) for line in writer.stdout.read().split("\n") if line.strip()]
    return told[-1] if told else -1


@pytest.mark.slow
def test_killed_writer_leaves_the_last_commit(folder: Path) -> None:
    """kill -9 at any moment: the index opens, holds one whole commit, text and vectors agree, and can be written again."""
    rng = random.Random(7)
    for _ in range(6):
        last = killed_writer(folder, rng.uniform(0.02, 0.25))
        index = EmbeddedIndex(folder, patience=1)
        held = {f"{name}:{n}" for name, size in index.documents().items() for n in range(size)}
        assert set(ids(index.nearest(towards(0)[0]))) == held
        assert set(ids(index.match(TextQuery({"title": (["kế_hoạch"], 1.0)})))) == held
        titles = {one.title for one in index.get([f"same:{n}" for n in range(4)])}
        if last >= 0:
            assert titles in ({str(last)}, {str(last + 1)})  # the commit told of, or one that died before telling
            assert index.documents()["same"] == 1 + int(titles.pop()) % 4
        fill(index, ["after"])
        assert index.documents()["after"] == 4
        index.delete(["after"])
        index.commit()
        index.close()


@pytest.mark.slow
def test_readers_see_whole_commits_while_one_writes(folder: Path) -> None:
    """A reader that refreshes all the time sees all of a commit or nothing of it."""
    index = EmbeddedIndex(folder)
    fill(index, ["same"])
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        seen = set()
        begun = time.monotonic()
        while time.monotonic() < begun + 1.0 or (len(seen) < 2 and time.monotonic() < begun + 60.0):  # a busy machine commits late
            index.refresh()
            records = index.get([f"same:{n}" for n in range(4)])
            assert len({one.title for one in records}) == 1
            assert len(records) == index.documents()["same"]
            assert len(index.match(asking("kế hoạch", title=1.0))) == len(index.nearest(towards(0)[0])) == index.count()
            seen.add(records[0].title)
        writer.kill()
    assert len(seen) > 1
    index.close()
