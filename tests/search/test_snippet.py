"""What is marked in a passage, and which part of it is shown."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippet import marker, render, snippet

TASK = "Giao Văn phòng tổng hợp, báo cáo kết quả phát triển đoàn viên trước ngày 20/12. "
LONG = "Mở đầu không liên quan. " * 30 + TASK + "Phần sau. " * 30


def marked(question: str, passage: str, numbers: tuple[str, ...] = ()) -> list[str]:
    """The words that are marked."""
    return [span.of(passage) for span in marker(question, numbers).spans(passage)]


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("công đoàn cơ sở", "Thành lập Công đoàn cơ sở mới.", ["Công đoàn cơ sở"]),
        ("hoà giải", "Tổ hòa giải ở cơ sở.", ["hòa giải"]),
        ("bán hàng", "Bàn hàng ghế; bán hàng.", ["bán hàng"]),
        ("doan vien", "Đoàn viên và đoàn thể.", ["Đoàn viên"]),
        ("đoàn viên", "Công đoàn. Viên chức.", ["đoàn", "Viên"]),
        ("lập công đoàn", "Khởi công công trình của công đoàn.", ["công đoàn"]),
    ],
)  # fmt: skip
def test_words_of_the_question_are_marked(question: str, passage: str, words: list[str]) -> None:
    """Runs first; single syllables only where no run is found; marks count where they were typed."""
    assert marked(question, passage) == words


def test_a_number_is_marked_however_it_was_typed() -> None:
    """The keys of the typed number meet those of the number in the text."""
    assert "02-NQ/TW" in " ".join(marked("nq 2", "Thực hiện Nghị quyết số 02-NQ/TW về công đoàn.", ("nq2",)))


def test_the_window_shows_the_marked_words() -> None:
    """In a long passage the part with the words is shown, with offsets of the stored text."""
    shown = snippet(LONG, marker("phát triển đoàn viên").spans(LONG), start=1000)
    assert "phát triển đoàn viên" in shown.text
    assert LONG[shown.span.start - 1000 : shown.span.end - 1000] == shown.text
    assert len(shown.text) < len(LONG) / 2


@given(passage=st.text("ab đoàn viên<&>\"'\n.,", max_size=400), question=st.sampled_from(["đoàn viên", "a b", "doan"]))
def test_html_is_balanced_and_says_the_same_words(passage: str, question: str) -> None:
    """Without its tags the HTML is the run of the stored text that is shown."""
    shown = snippet(passage, marker(question).spans(passage), start=0)
    page = render(shown)
    assert page.count("<mark>") == page.count("</mark>") == len(shown.highlights)
    assert html.unescape(re.sub(r"</?mark>", "", page)) == shown.text
    assert shown.text in passage
