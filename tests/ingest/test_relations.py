"""Relations, validity and contradictions of documents as they are really read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import Document, Found, Span
from corpus.relations import contradictions, effects, references
from ingest.evaluation.gold import plain
from ingest.pipeline import understand_text

CASES = Path(__file__).parents[1] / "cases"
EFFECTS = yaml.safe_load((CASES / "effects.yml").read_text(encoding="utf-8"))
ACTS = yaml.safe_load((CASES / "acts.yml").read_text(encoding="utf-8"))
DECISION = """ỦY BAN NHÂN DÂN
TỈNH SÔNG NGÀN
Số: 1286/QĐ-UBND
Sông Ngàn, ngày 09 tháng 9 năm 2024
{kind}
Về công tác lưu trữ
QUYẾT ĐỊNH:
"""


def document(*lines: str, kind: str = "QUYẾT ĐỊNH") -> Document:
    """A document of Ủy ban nhân dân tỉnh Sông Ngàn of 2024-09-09 with these lines."""
    return understand_text(plain(DECISION.format(kind=kind.upper()) + "\n".join(lines)))


@pytest.mark.parametrize("case", EFFECTS, ids=[case["text"][:50] for case in EFFECTS])
def test_effect(case: dict[str, Any]) -> None:
    """Each line of tests/cases/effects.yml."""
    found = [[one.kind, one.date, one.clause] for one in effects(document(case["text"]))]
    assert found == [[kind, str(day), clause] for kind, day, clause in case["effects"]]


def test_effect_has_its_sentence() -> None:
    """The evidence is the sentence in the stored text, nothing more."""
    read = document("Điều 1. Ban hành quy chế.", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Các sở thi hành.")
    [effect] = effects(read)
    assert effect.evidence.of(read.text.text).endswith("Quyết định này có hiệu lực kể từ ngày ký.")


@pytest.mark.parametrize("case", ACTS, ids=[case["rule"] for case in ACTS])
def test_act(case: dict[str, Any]) -> None:
    """Each rule of tests/cases/acts.yml."""
    read = document(*case["lines"], kind=case["type"])
    assert read.header.type == Found(case["type"], read.header.type.span, read.header.type.confidence)  # type: ignore[union-attr]
    assert [[one.kind, one.own_act] for one in references(read)] == case["acts"]


def test_evidence_is_the_sentence_around_the_citation() -> None:
    """Bullet and neighbours are left out; the span is that of the words."""
    read = document("- Tiếp tục thi đua. Thực hiện Chỉ thị số 20/CT-TTg ngày 08/6/2023 của Thủ tướng Chính phủ. Báo cáo trước ngày 20/12.")
    [one] = references(read)
    assert one.evidence.of(read.text.text) == "Thực hiện Chỉ thị số 20/CT-TTg ngày 08/6/2023 của Thủ tướng Chính phủ."


def test_repeated_citation_takes_the_date_said_elsewhere() -> None:
    """The first citation must be full, later ones need not (NĐ 30/2020)."""
    read = document("Căn cứ Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị;", "1. Quán triệt Nghị quyết số 02-NQ/TW.")
    assert [(one.issued, one.issuer) for one in references(read)] == [("2021-06-12", "Bộ Chính trị")] * 2


def test_law_by_name_takes_the_number_said_elsewhere() -> None:
    """«Luật Công đoàn» after «Luật Công đoàn số 50/2024/QH15» is that law."""
    read = document("Căn cứ Luật Công đoàn số 50/2024/QH15 ngày 27/11/2024;", "1. Tuyên truyền Luật Công đoàn đến người lao động.")
    assert len({one.key for one in references(read)}) == 1


def test_term_that_the_date_refutes_is_reported() -> None:
    """12/6/2021 lies in term XIII, whatever the document says; the citation itself stays as written."""
    read = document("1. Thực hiện Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị (khóa XII) về công đoàn.")
    assert contradictions(read.text.text, read.citations) == (
        "02-NQ/TW: ghi khóa XII nhưng ngày 12/06/2021 thuộc khóa XIII; hãy đối chiếu bản gốc.",
    )
    assert read.warnings[-1:] == contradictions(read.text.text, read.citations)
    assert contradictions("", document("Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị (khóa XIII)").citations) == ()


def test_one_number_with_two_dates_is_reported() -> None:
    """Within one term there is one Nghị quyết 02-NQ/TW."""
    read = document(
        "- Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị;", "- Nghị quyết số 02-NQ/TW ngày 21/6/2021 của Bộ Chính trị."
    )
    assert contradictions(read.text.text, read.citations) == (
        "02-NQ/TW: được dẫn với các ngày khác nhau (12/06/2021, 21/06/2021); hãy đối chiếu bản gốc.",
    )


def test_evidence_of_a_long_line_is_found_in_linear_time() -> None:
    """A text without any sentence end costs no more than its length."""
    words = "thực hiện Nghị quyết số 02-NQ/TW " * 3000
    read = document("1. " + words)
    assert len(read.citations) > 1000
    assert all(one.evidence.end - one.evidence.start < 1200 for one in references(read))
    assert Span(0, 0) not in {one.evidence for one in references(read)}
