"""How documents are cited in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus.store import Entry
from webapp.wording import entry_citation

NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            ("Nghị quyết", "15-NQ/TU", "2023-11-22", "Tỉnh ủy A", "của Ban Chấp hành Đảng bộ tỉnh về công nhân"),
            "Nghị quyết số 15-NQ/TU ngày 22/11/2023 của Ban Chấp hành Đảng bộ tỉnh về công nhân",
        ),
        (
            ("Luật", "108/2025/QH15", "2025-12-10", "Quốc hội", "QUẢN LÝ THUẾ"),
            "Luật Quản lý thuế số 108/2025/QH15 ngày 10/12/2025 của Quốc hội",
        ),
        (
            ("Nghị định", "1/2024/NĐ-CP", "2024-01-02", "Chính phủ", "Quy định chi tiết một số điều"),
            "Nghị định số 1/2024/NĐ-CP ngày 02/01/2024 của Chính phủ quy định chi tiết một số điều",
        ),
        (("Công văn", "5/UBND", "", "UBND xã B", "V/v trồng cây"), "Công văn số 5/UBND của UBND xã B về việc trồng cây"),
        (("Chỉ thị", "8/CT-UBND", "2024-04", "", "Tiết kiệm điện"), "Chỉ thị số 8/CT-UBND tháng 04/2024 về Tiết kiệm điện"),
        (("", "", "", "", "Tết của công nhân"), "Văn bản “Tết của công nhân”"),
    ],
)
def test_document_is_cited_as_officers_write(facts: tuple[str, ...], said: str) -> None:
    """Type, number, day, issuer, title (NĐ 30/2020), without what is not known and without saying anything twice."""
    kept = Entry("d", "a.txt", ("a.txt",), "", 0, "txt", "indexed", "", "", "", 0, 1, 1, 1, NOW, NOW)
    known = dict(zip(("type", "symbol", "issued", "issuer", "title"), facts, strict=True))
    assert entry_citation(replace(kept, **known)) == said
