"""The block of legal bases as NĐ 30/2020 wants it, and clauses to quote, as text and as a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from corpus.store import Entry
from webapp.wording import entry_citation

RANKS = (
    *(("Hiến pháp", ""), ("Bộ luật", ""), ("Luật", ""), ("Nghị quyết", "quốc hội"), ("Pháp lệnh", ""), ("Nghị định", "")),
    *(("Nghị quyết", "chính phủ"), ("Quyết định", "thủ tướng"), ("Chỉ thị", "thủ tướng"), ("Thông tư liên tịch", ""), ("Thông tư", "")),
    *(("Nghị quyết", ""), ("Quyết định", ""), ("Chỉ thị", ""), ("Quy định", ""), ("Quy chế", ""), ("Hướng dẫn", "")),
)
"""Types, with words of their issuer, by weight: the laws of the state from above, then what organs order, then the rest."""
FONT, POINTS = "Times New Roman", 14  # NĐ 30/2020, Phụ lục I
Quote = tuple[str, str]
"""The words of a clause, and how it is cited."""


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """The heaviest type first, older before newer."""
    return sorted(entries, key=lambda entry: (_rank(entry), entry.issued, entry.id))


def _rank(entry: Entry) -> int:
    ranks = (at for at, (type, issuer) in enumerate(RANKS) if entry.type == type and issuer in entry.issuer.lower())
    return next(ranks, len(RANKS))


def lines(entries: Sequence[Entry]) -> list[str]:
    """A line a document: "Căn cứ …;", the last one with a full stop (NĐ 30/2020, Phụ lục I, II.6: căn cứ ban hành)."""
    ends = [";"] * (len(entries) - 1) + ["."]
    return [f"Căn cứ {entry_citation(entry, spelled=True)}{end}" for entry, end in zip(entries, ends, strict=False)]


def plain(entries: Sequence[Entry], quotes: Sequence[Quote]) -> str:
    """Both blocks as text, in UTF-8 with CRLF, as Notepad likes it."""
    parts = ["\n".join(lines(entries)), *(f"“{words}”\n({citation})" for words, citation in quotes)]
    return "\ufeff" + "\n\n".join(filter(None, parts)).replace("\n", "\r\n") + "\r\n"


def docx(entries: Sequence[Entry], quotes: Sequence[Quote]) -> bytes:
    """Both blocks as a Word file: the bases in italics, indented, Times New Roman 14."""
    from docx import Document  # loads lxml
    from docx.shared import Cm, Pt

    made = Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(POINTS)
    style.paragraph_format.first_line_indent, style.paragraph_format.space_after = Cm(1.27), Pt(6)
    for line in lines(entries):
        made.add_paragraph().add_run(line).italic = True
    for words, citation in quotes:
        made.add_paragraph(f"“{words}”")
        made.add_paragraph(f"({citation})")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()
