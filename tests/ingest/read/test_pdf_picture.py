"""Pages of a PDF as pictures, and where words stand on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.read.pdf.picture import drawn, sheet

DIRECTIVE = Path("corpus/samples/11-chi-thi-tiet-kiem-dien.pdf")


def test_page_is_drawn_as_png() -> None:
    """Each page there is has a picture; others have none."""
    assert drawn(DIRECTIVE, 2).startswith(b"\x89PNG")
    for number in (0, 3):
        with pytest.raises(IndexError):
            drawn(DIRECTIVE, number)


def test_words_are_found_across_lines_and_in_capitals() -> None:
    """Words broken by the end of a line have a box on each line; parts of words have none."""
    page = sheet(DIRECTIVE, 1, ["Tiết kiệm điện"])
    assert (round(page.width), round(page.height)) == (595, 842)
    assert len(page.words) == 3  # once in one line, once over two
    assert all(0 < box.x0 < box.x1 < page.width and 0 < box.top < box.bottom < page.height for box in page.words)
    assert sheet(DIRECTIVE, 1, ["tiết kiệm đi", " "]).words == ()


def test_file_that_is_no_pdf_is_broken(tmp_path: Path) -> None:
    """What cannot be opened is told as when it is read."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"abc")
    with pytest.raises(ReadError, match="hỏng"):
        drawn(path, 1)
