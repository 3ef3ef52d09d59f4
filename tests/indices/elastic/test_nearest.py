"""Walking the graph of vectors, as a large index does: nearly all of the true neighbours, also where few records are allowed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from corpus.settings import Settings
from indices import open_index
from indices.elastic import view
from indices.protocol import Filters, Index, Vectors
from tests.indices.contract import record

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]
EACH, DIMENSIONS, ASKED, DEPTH = 2_500, 192, 40, 100
TYPES = ("Kế hoạch", "Thông báo", "Nghị quyết", "Báo cáo", "Công văn")


def unit(rows: Vectors) -> Vectors:
    """Of length 1, in the half precision both engines keep."""
    made: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    return made


def scattered(numbers: np.random.Generator) -> Vectors:
    """Half of the vectors anywhere, half in crowds of very unequal size, where a graph easily loses its way."""
    centres = numbers.normal(size=(40, DIMENSIONS))
    crowds = centres[np.minimum(numbers.zipf(1.5, size=EACH), 40) - 1] + 0.8 * numbers.normal(size=(EACH, DIMENSIONS))
    return unit(np.concatenate([numbers.normal(size=(EACH, DIMENSIONS)), crowds]).astype(np.float32))


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """What is in the index."""
    return scattered(np.random.default_rng(11))


@pytest.fixture
def index(elastic: Settings, vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """All vectors, from two commits, in an index that takes itself for large."""
    monkeypatch.setattr(view, "EXACT", 0)
    opened = open_index(elastic)
    for part in np.array_split(np.arange(len(vectors)), 2):
        opened.put([record(f"d{n}", text="đoạn", type=TYPES[n % len(TYPES)]) for n in part], vectors[part])
        opened.commit()
    yield opened
    opened.close()


def recall(index: Index, vectors: Vectors, asked: Vectors, filters: Filters, allowed: np.ndarray) -> float:
    """Share of the true first hundred that is found; the cosines that come with them have to be the true ones."""
    found = 0
    for vector in asked:
        cosines = np.where(allowed, vectors @ vector, -2)
        edge = round(float(np.sort(cosines)[-DEPTH]), 4)
        matches = index.nearest(vector, filters=filters, limit=DEPTH)
        truth = np.asarray([cosines[int(match.id[1:].partition(":")[0])] for match in matches])
        assert [match.score for match in matches] == pytest.approx(truth.tolist(), abs=2e-4)
        found += int((truth >= edge - 1e-4).sum())
    return found / (len(asked) * DEPTH)


def test_graph_finds_nearly_all_neighbours(index: Index, vectors: Vectors) -> None:
    """Of the true hundred at least .995, near a record and far from all, whether all, one in five or one in twenty are allowed."""
    numbers = np.random.default_rng(12)
    near = vectors[numbers.integers(len(vectors), size=ASKED // 2)] + 0.05 * numbers.normal(size=(ASKED // 2, DIMENSIONS))
    asked = unit(np.concatenate([near, numbers.normal(size=(ASKED // 2, DIMENSIONS))]).astype(np.float32))
    places = np.arange(len(vectors))
    assert recall(index, vectors, asked, Filters(), places >= 0) >= 0.995
    assert recall(index, vectors, asked, Filters(type=TYPES[2:3]), places % len(TYPES) == 2) >= 0.995
    some = tuple(f"d{n}" for n in range(0, len(vectors), 20))
    assert recall(index, vectors, asked, Filters(document=some), places % 20 == 0) >= 0.995


def test_graph_forgets_what_was_replaced_and_deleted(index: Index, vectors: Vectors) -> None:
    """The nearest record's own document is replaced, the next one deleted: neither comes back, the new one does."""
    first, second, *_ = index.nearest(vectors[7], limit=5)
    index.put([record(first.id.partition(":")[0], text="đoạn mới")], -vectors[7:8])
    index.delete([second.id.partition(":")[0]])
    index.commit()
    found = index.nearest(vectors[7], limit=DEPTH)
    assert not {first.id, second.id} & {match.id for match in found}
    assert len(found) == DEPTH
    assert index.nearest(-vectors[7], limit=1)[0].id == first.id
