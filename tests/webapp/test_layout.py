"""What a page shows of a document, part by part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Document, Found, Header, Line, Section, Span, Text
from webapp.pages.layout import Folded, Paragraph, Part, Table, layout
from webapp.pages.outline import cited, heading_paths, outline, path_at
from webapp.pages.pieces import Cutter, Piece, layer

LINES = (
    "THÔNG BÁO",
    "Xem thêm: tin khác",
    "I. MỤC ĐÍCH",
    "VÀ YÊU CẦU",
    "1. Việc | Hạn",
    "Trồng cây | 20/4",
    "1. Đoàn viên mới",
    "a) Ba người",
)


def document() -> Document:
    """A text with every kind of line."""
    text = "\n".join(LINES)
    starts = [text.index(line) for line in LINES]
    spans = [Span(start, start + len(line)) for start, line in zip(starts, LINES, strict=True)]
    lines = [Line(span, page=1 if i < 6 else 2) for i, span in enumerate(spans)]
    for i in (4, 5):
        bar = LINES[i].index(" | ")
        cells = (Span(spans[i].start, spans[i].start + bar), Span(spans[i].start + bar + 3, spans[i].end))
        lines[i] = replace(lines[i], cells=cells)
    end = len(text)
    sections = (
        Section("mục", "I.", "MỤC ĐÍCH VÀ YÊU CẦU", 1, Span(spans[2].start, spans[3].end), Span(spans[2].start, end)),
        Section("khoản", "1.", "Đoàn viên mới", 2, spans[6], Span(spans[6].start, end), titled=False),
        Section("điểm", "a)", "Ba người", 3, spans[7], spans[7], titled=False),
    )
    header = Header(type=Found("Thông báo", spans[0], 0.9), symbol=Found("1/TB-CĐ", None, 0.5))
    return Document(Text(text, tuple(lines)), header, furniture=(spans[1],), sections=sections)


def shown(part: Part) -> str:
    """The words of a part."""
    if isinstance(part, Folded):
        return " ".join(shown(paragraph) for paragraph in part.paragraphs)
    if isinstance(part, Table):
        return " / ".join(" | ".join("".join(piece.text for piece in cell) for cell in row) for row in part.rows)
    return "".join(piece.text for piece in part.pieces)


def test_every_line_is_shown_once_in_order() -> None:
    """Nothing of the text is lost, doubled or moved."""
    words = " ".join(shown(part) for part in layout(document())).replace(" / ", " ")
    assert " ".join(words.split()) == " ".join(LINES)


def test_each_line_has_its_look() -> None:
    """Title, furniture, heading over two lines, table, clause, point."""
    parts = layout(document())
    looks = [part.look if isinstance(part, Paragraph) else type(part).__name__ for part in parts]
    assert looks == ["title", "Folded", "heading", "Table", "clause", "point"]
    assert shown(parts[2]) == "I. MỤC ĐÍCH\nVÀ YÊU CẦU"
    assert shown(parts[3]) == "1. Việc | Hạn / Trồng cây | 20/4"


def test_page_turns_once() -> None:
    """A page's number stands before its first line and nowhere else."""
    turns = [part.page for part in layout(document()) if isinstance(part, Paragraph | Table) and part.page]
    assert turns == [1, 2]


def test_marker_stands_apart_from_running_text() -> None:
    """ "a)" is a piece of its own."""
    point = layout(document())[-1]
    assert isinstance(point, Paragraph)
    assert point.pieces == (Piece("a)", marker=True), Piece(" Ba người"))


def test_passage_is_pointed_at_wherever_it_lies() -> None:
    """Every part the passage touches is marked as hit; one that begins inside a line gets an anchor there."""
    text = document().text.text
    start = text.index("viên mới")
    parts = layout(document(), hit=Span(start, len(text)))
    assert [shown(part) for part in parts if not isinstance(part, Folded) and part.hit] == ["1. Đoàn viên mới", "a) Ba người"]
    anchors = [piece.anchor for part in parts if isinstance(part, Paragraph) for piece in part.pieces if piece.anchor is not None]
    assert anchors == [start]


def test_mark_across_lines_is_one_mark() -> None:
    """Its pieces share a number; only the first begins it."""
    text = document().text.text
    mark = Span(text.index("mới"), text.index("Ba") + 2)
    pieces = [piece for part in layout(document(), marks=[mark]) if isinstance(part, Paragraph) for piece in part.pieces if piece.mark]
    assert [(piece.mark, piece.first) for piece in pieces] == [(1, True), (1, False), (1, False)]


@pytest.mark.parametrize("facts", [{Span(0, 4): "type"}, {Span(0, 9): "type", Span(2, 5): "subject"}, {}])
def test_pieces_join_to_the_text(facts: dict[Span, str]) -> None:
    """However spans overlap, the words stay the words."""
    cutter = Cutter("Thông báo số 1", layer([Span(6, 12), Span(2, 7), Span(13, 14)]), facts, layer([Span(0, 1)]), (3, 8), layer(facts))
    assert "".join(piece.text for piece in cutter.pieces(0, 14)) == "Thông báo số 1"
    assert "".join(piece.text for piece in cutter.pieces(3, 8)) == "ng bá"


def test_outline_lists_headings_that_are_lines() -> None:
    """A clause of running text is no line of the outline; a path names it all the same."""
    assert [heading.text for heading in outline(document())] == ["MỤC ĐÍCH VÀ YÊU CẦU"]
    assert heading_paths(document().sections)[2] == ("I. MỤC ĐÍCH VÀ YÊU CẦU", "khoản 1", "điểm a")


def test_long_outline_keeps_the_outer_levels() -> None:
    """A code of 500 articles is listed by its chapters."""
    span = Span(0, 1)
    sections = [Section("điều" if i % 100 else "chương", f"{i}.", "X", 2 if i % 100 else 1, span, span) for i in range(500)]
    long = replace(document(), sections=tuple(sections))
    assert [heading.marker for heading in outline(long)] == ["0.", "100.", "200.", "300.", "400."]


def test_citation_names_only_what_is_known() -> None:
    """No date, no issuer: neither is invented."""
    start = document().text.text.index("Ba người")
    path = path_at(document(), Span(start, start + 1))
    assert cited(document(), path) == "Thông báo số 1/TB-CĐ; I. MỤC ĐÍCH VÀ YÊU CẦU"
