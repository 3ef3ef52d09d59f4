"""A small index with made-up passages and a plain encoder, for tests of the search flow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import text
from indices.embedded import EmbeddedIndex
from indices.protocol import Record, Vectors
from search.searcher import Searcher

NOTICE = ("a", "409/TB-LĐLĐ", "Thông báo", "LĐLĐ tỉnh Sông Ngàn", "2021-12-15", "Chăm lo Tết")
RESOLUTION = ("b", "02-NQ/TU", "Nghị quyết", "Tỉnh ủy Sông Ngàn", "2023-05-02", "Xây dựng Đảng")
PLAN = ("c", "17/KH-UBND", "Kế hoạch", "UBND tỉnh Sông Ngàn", "2024-01-09", "Bán hàng")
PASSAGES = (
    (*NOTICE, "Vận động phát triển đoàn viên, thành lập công đoàn cơ sở."),
    (*NOTICE, "Bàn về đời sống công nhân khu công nghiệp."),
    (*RESOLUTION, "Kết nạp đảng viên là công nhân trực tiếp sản xuất."),
    (*PLAN, "Thực hiện Thông báo số 409/TB-LĐLĐ; bán hàng bình ổn giá."),
)


class LetterEncoder:
    """Vectors of letter counts: texts with the same letters are near; enough to exercise the flow."""

    name, dimensions, window = "letters", 26, 256

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, 26) unit rows."""
        rows = np.array([[text.fold(t).count(chr(97 + i)) + 0.01 for i in range(26)] for t in texts], dtype=np.float32)
        scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return scaled

    encode_passages = encode_queries

    def count_tokens(self, passage: str) -> int:
        """Words."""
        return len(passage.split())

    def token_spans(self, passage: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", passage)]


def searcher(folder: Path) -> Searcher:
    """A searcher over PASSAGES in a fresh index under `folder`."""
    encoder, index = LetterEncoder(), EmbeddedIndex.create(folder)
    records = [_record(i, row) for i, row in enumerate(PASSAGES)]
    index.put(records, encoder.encode_passages([record.text for record in records]))
    index.commit()
    return Searcher(index, encoder)


def _record(ordinal: int, row: tuple[str, ...]) -> Record:
    document, symbol, kind, issuer, issued, title, passage = row
    tokens = text.document_tokens(passage, title=title, symbol=symbol)
    return Record(
        f"{document}:{ordinal}", document, ordinal, passage, (100 * ordinal, 100 * ordinal + len(passage)), 1, ("I. NHIỆM VỤ",),
        title, symbol, kind, issuer, issued, int(issued[:4]), f"{document}.txt", tokens,
    )  # fmt: skip
