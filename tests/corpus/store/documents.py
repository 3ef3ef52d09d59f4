"""Documents written for the tests of the store."""

from __future__ import annotations

from corpus.document import Box, Document, Found, Header, Line, Passage, Section, Span, Text

BODY = "Số: 12/TB-CĐCS\nThông báo\nI. NHIỆM VỤ\nVận động đoàn viên mới."


def document(text: str = BODY, *, symbol: str = "12/TB-CĐCS") -> Document:
    """A notice of four lines with a box, a table row, one heading and one piece of furniture."""
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append(Span(start, start + len(line)))
        start += len(line) + 1
    lines = (
        Line(bounds[0], page=1, box=Box(1.5, 2.0, 30.25, 4.0), cells=(Span(0, 3), Span(4, 4))),
        *(Line(span, bold=True) for span in bounds[1:]),
    )
    header = Header(
        type=Found("Thông báo", Span(15, 24), 0.99),
        symbol=Found(symbol, Span(4, 14), 1.0),
        issued=Found("2024-03-05", None, 0.5),
        subject=Found("Về việc vận động đoàn viên", None, 0.7),
        recipients=Found(("Các công đoàn bộ phận", "Lưu VT"), Span(0, 2), 0.8),
    )
    section = Section("mục", "I.", "NHIỆM VỤ", 1, Span(25, 36), Span(25, len(text)), page=1)
    kept = Text(text, lines, format="docx", pages=2, metadata={"author": "Tổ văn phòng"}, warnings=("Thiếu dấu.",))
    return Document(kept, header, furniture=(Span(0, 3),), sections=(section,), warnings=("Thiếu dấu.",))


def passages(of: Document) -> tuple[Passage, ...]:
    """Two passages, the second with a page."""
    text = of.text.text
    first, second = Span(0, 24), Span(25, len(text))
    return (
        Passage(0, first.of(text), first),
        Passage(1, second.of(text), second, ("I. NHIỆM VỤ",), 1),
    )
