"""What the tests of the pipeline run on: our own store and index in a folder, an encoder without a model, texts of our own."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.settings import Settings
from corpus.store import open_store
from indices import open_index
from indices.protocol import Vectors
from ingest.pipeline import Pipeline

NOTICE = """CÔNG ĐOÀN XÃ BÌNH MINH
Số: {number}/TB-CĐX
Bình Minh, ngày 05 tháng 3 năm 2024
THÔNG BÁO
Về việc tổ chức tháng công nhân
I. MỤC ĐÍCH
Chăm lo đời sống của đoàn viên, người lao động trong xã.
II. NHIỆM VỤ
1. Mỗi tổ công đoàn vận động ít nhất ba đoàn viên mới trước ngày 20/4/2024.
2. Ban chấp hành báo cáo kết quả theo mẫu số {number}.
"""


class FakeEncoder:
    """Unit vectors from the words of a text: the same text, the same vector. Counts what it encoded."""

    name, dimensions, window = "fake", 8, 64

    def __init__(self) -> None:
        self.encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """See Encoder."""
        self.encoded += len(texts)
        rows = [np.random.default_rng(zlib.crc32(text[:limit].encode())).normal(size=self.dimensions) for text in texts]
        found = np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(text.split())

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", text)]


def open_fake_pipeline(folder: Path, encoder: FakeEncoder) -> Pipeline:
    """A pipeline in a folder of its own."""
    settings = Settings(data_dir=folder / "var", max_file_mb=1)
    return Pipeline(settings, open_store(settings), open_index(settings), lambda: encoder)


def write(path: Path, number: int = 1) -> Path:
    """A notice in a file, folders made as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NOTICE.format(number=number), encoding="utf-8")
    return path
