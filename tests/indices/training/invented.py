"""A tiny invented collection, and an encoder without a model, for the tests of training."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indices.protocol import Vectors
from indices.training.pairs import Pair

ARTICLES = (
    ("a1", "Điều 1. Mức đóng", "Đoàn phí là một phần trăm tiền lương."),
    ("a2", "Điều 2. Báo cáo", "Đơn vị gửi báo cáo trước ngày 20 hằng tháng."),
    ("a3", "", "Ban chấp hành họp thường kỳ ba tháng một lần."),
)
_CHANCE = random.Random(5)
_PAIRS = tuple(Pair(f"câu hỏi {i}", i // 2, frozenset({i // 2})) for i in range(22))
DRAWN = (_PAIRS, tuple(tuple(_CHANCE.sample(range(11, 40), 5)) for _ in _PAIRS), tuple(f"văn bản {i}" for i in range(40)))


def folder_with(place: Path, questions: Sequence[dict[str, str]], judged: Sequence[tuple[str, str]]) -> Path:
    """Write a collection with ARTICLES, these questions and judgments."""
    with lzma.open(place / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        for name, title, text in ARTICLES:
            file.write(json.dumps({"_id": name, "title": title, "text": text}) + "\n")
    (place / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions), encoding="utf-8")
    (place / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{a}\t1\n" for q, a in judged), encoding="utf-8")
    return place


class CountingEncoder:
    """Vectors that depend on the text alone; counts the texts it has encoded, and fails once, at the call `fails_at`."""

    dimensions, window = 8, 256

    def __init__(self, fails_at: int) -> None:
        self.name, self.fails_at, self.calls, self.texts = "counting", fails_at, 0, 0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        rows = np.stack([np.random.default_rng(list(text.encode())).normal(size=self.dimensions) + 2 for text in texts])
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """See Encoder."""
        self.calls += 1
        if self.calls == self.fails_at:
            raise ZeroDivisionError
        self.texts += len(texts)
        return self.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(text.split())

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", text)]
