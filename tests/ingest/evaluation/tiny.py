"""An invented document, its gold and what a program might have found in it, for the tests of the scorer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.document import Citation, Deadline, Directive, Document, Span, Target
from ingest.evaluation.gold import GoldDocument, document, plain

LINES = (
    "Căn cứ Nghị quyết số 99-NQ/TU ngày 01/02/2030 của Tỉnh ủy về nuôi trâu;",
    "Theo Nghị quyết 99 và khoản 2 Điều 5 Luật Nuôi trâu, Ủy ban chỉ đạo:",
    "1. Sở Trâu bò chủ trì, phối hợp với Sở Đồng cỏ đếm trâu trước ngày 15/10/2030.",
    "2. Phấn đấu ít nhất 95% hộ nuôi có chuồng.",
    "3. Các huyện báo cáo hằng quý.",
    "Trâu năm qua béo hơn 20%.",
)
TEXT = plain("\n".join(LINES))
GOLD = """
source: {portal: x1}
citations:
- [1, "Nghị quyết số 99-NQ/TU", Nghị quyết, 99-NQ/TU, null, full]
- [2, "Nghị quyết 99", Nghị quyết, 99-NQ/TU, null, short, resolved]
- [2, "Luật Nuôi trâu", Luật, [null, 1/2029/QH20], khoản 2 Điều 5, law]
directives:
- line: 3
  quote: "1. Sở Trâu bò"
  owners: ["Sở Trâu bò"]
  partners: ["Sở Đồng cỏ"]
  deadlines: [["trước ngày 15/10/2030", 2030-10-15, null]]
- {line: 4, quote: "2. Phấn đấu", kind: target, targets: [[">=", 95, "% hộ"]]}
- {line: 5, quote: "3. Các huyện", kind: report, owners: ["Các huyện"], deadlines: [["hằng quý", null, quarterly]]}
"""


def gold(folder: Path, *, written: str = GOLD, split: str = "dev") -> GoldDocument:
    """The gold, read from a file as the program reads it."""
    path = folder / split / "tiny.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written, encoding="utf-8")
    return document(path)


def span(words: str) -> Span:
    """Where these words first stand in the invented text."""
    start = TEXT.text.index(words)
    return Span(start, start + len(words))


def cite(words: str, symbol: str | None, **fields: Any) -> Citation:
    """A citation that was found."""
    return Citation(words, span(words), symbol=symbol, **fields)


def order(line: int, **fields: Any) -> Directive:
    """A directive that was found: the whole line (from 1)."""
    words = LINES[line - 1]
    return Directive(fields.pop("kind", "task"), words, span(words), **fields)


def until(words: str, date: str | None, recurrence: str | None = None) -> Deadline:
    """A time limit that was found."""
    return Deadline(words, span(words), date, recurrence)


CITATIONS = (
    cite("Nghị quyết số 99-NQ/TU", "99-NQ/TU", type="Nghị quyết"),
    cite("Nghị quyết 99 ", "99-NQ/TU", type="Nghị quyết", form="short"),
    cite("Luật Nuôi trâu", None, type="Luật", form="law", clause="khoản 2 Điều 5"),
)
DIRECTIVES = (
    order(3, owners=("sở trâu bò",), partners=("Sở Đồng cỏ",), deadlines=(until("trước ngày 15/10/2030", "2030-10-15"),)),
    order(4, kind="target", targets=(Target("ít nhất 95%", span("ít nhất 95%"), ">=", 95.0, "% hộ nuôi"),)),
    order(5, kind="report", owners=("các huyện",), deadlines=(until("hằng quý", None, "quarterly"),)),
)


def read(citations: tuple[Citation, ...] = CITATIONS, directives: tuple[Directive, ...] = DIRECTIVES) -> Document:
    """The invented document as a program understood it; by default everything in it is right."""
    return Document(TEXT, citations=citations, directives=directives)
