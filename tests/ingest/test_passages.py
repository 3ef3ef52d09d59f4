"""Passages: every word once, whole structures where they fit, and cuts that spare numbers, dates and symbols."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Found, Header, Line, Passage, Section, Span, Text
from ingest.passages import passages


def text_of(raw: str) -> Text:
    """A Text with one Line for every non-blank line."""
    raw = unicodedata.normalize("NFC", raw)
    lines, at = [], 0
    for number, line in enumerate(raw.split("\n")):
        if words := line.strip():
            start = at + line.index(words)
            lines.append(Line(Span(start, start + len(words)), page=1 + number // 10))
        at += len(line) + 1
    return Text(raw, tuple(lines))


def section(raw: str, heading: str, end: str, *, level: int = 1, titled: bool = True) -> Section:
    """A section that begins with the line `heading` and ends with the words `end`."""
    start = raw.index(heading)
    marker, _, words = heading.partition(" ")
    stop = raw.index(end, start) + len(end)
    return Section("mục", marker, words, level, Span(start, start + len(heading)), Span(start, stop), 1, titled)


def syllables(text: str) -> int:
    """A model that counts one token a syllable."""
    return len(text.split())


PLAN = """Số: 12/KH-LĐLĐ
KẾ HOẠCH
Tháng Công nhân năm 2023
Căn cứ Luật Công đoàn năm 2012;
Căn cứ Kế hoạch số 05/KH-TLĐ ngày 10/02/2023;
Ban Thường vụ xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
1. Chăm lo đoàn viên.
2. Nâng cao vị thế tổ chức.
II. NỘI DUNG
1. Tổ chức đối thoại tại ít nhất 50 doanh nghiệp trước ngày 15 tháng 5 năm 2023.
2. Trao tặng 200 suất quà.
Đề nghị các đơn vị triển khai./.
Nơi nhận:
- Như trên;
- Lưu: VP.
TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH
Nguyễn Thị Bình"""


def plan() -> Document:
    """The plan above, with header and sections."""
    at = {words: Span(PLAN.index(words), PLAN.index(words) + len(words)) for words in ("12/KH-LĐLĐ", "Tháng Công nhân năm 2023")}
    header = Header(
        symbol=Found("12/KH-LĐLĐ", at["12/KH-LĐLĐ"], 1.0), subject=Found("Tháng Công nhân", at["Tháng Công nhân năm 2023"], 1.0)
    )
    sections = (
        section(PLAN, "I. MỤC ĐÍCH", "tổ chức."),
        section(PLAN, "1. Chăm lo đoàn viên", "đoàn viên.", level=2, titled=False),
        section(PLAN, "2. Nâng cao vị thế tổ chức", "tổ chức.", level=2, titled=False),
        section(PLAN, "II. NỘI DUNG", "suất quà."),
        section(PLAN, "1. Tổ chức đối thoại", "năm 2023.", level=2, titled=False),
        section(PLAN, "2. Trao tặng 200 suất quà", "suất quà.", level=2, titled=False),
    )
    return Document(text_of(PLAN), header, (), sections)


def covered(document: Document, found: Sequence[Passage]) -> None:
    """Every character outside furniture and white space lies in exactly one passage, in order."""
    text = document.text.text
    hidden = {at for span in document.furniture for at in range(span.start, span.end)}
    seen: list[int] = []
    for ordinal, passage in enumerate(found):
        assert passage.ordinal == ordinal
        assert passage.text == passage.span.of(text)
        assert passage.text == passage.text.strip() != ""
        seen += range(passage.span.start, passage.span.end)
    assert seen == sorted(set(seen))
    assert not hidden.intersection(seen)
    assert [at for at in seen if not text[at].isspace()] == [at for at in range(len(text)) if not text[at].isspace() and at not in hidden]


def test_blocks_and_sections_have_their_own_passages() -> None:
    """Head, căn cứ, introduction, each titled section, closing words and recipients are passages of their own."""
    found = passages(plan())
    covered(plan(), found)
    assert [passage.text.split("\n")[0] for passage in found] == [
        "Số: 12/KH-LĐLĐ",
        "Căn cứ Luật Công đoàn năm 2012;",
        "Ban Thường vụ xây dựng kế hoạch như sau:",
        "I. MỤC ĐÍCH",
        "II. NỘI DUNG",
        "Đề nghị các đơn vị triển khai./.",
        "Nơi nhận:",
    ]
    assert [passage.heading_path for passage in found[2:5]] == [(), ("I. MỤC ĐÍCH",), ("II. NỘI DUNG",)]


def test_page_is_that_of_the_first_line() -> None:
    """A passage says on which page it begins."""
    assert [passage.page for passage in passages(plan())] == [1, 1, 1, 1, 1, 2, 2]


def test_heading_stays_with_what_follows_and_paths_run_from_outside_in() -> None:
    """Headings without words of their own open the first passage under them, whose path names them all."""
    raw = "PHẦN MỘT\nI. TÌNH HÌNH\n1. Thuận lợi\nSản xuất ổn định.\n2. Khó khăn\nThiếu cán bộ."
    sections = (
        Section("phần", "PHẦN MỘT", "", 1, Span(0, 8), Span(0, len(raw))),
        section(raw, "I. TÌNH HÌNH", "cán bộ.", level=2),
        section(raw, "1. Thuận lợi", "ổn định.", level=3),
        section(raw, "2. Khó khăn", "cán bộ.", level=3),
    )
    found = passages(Document(text_of(raw), sections=sections))
    assert [passage.text for passage in found] == [raw[: raw.index("\n2.")], raw[raw.index("2. Khó") :]]
    assert found[0].heading_path == ("PHẦN MỘT", "I. TÌNH HÌNH", "1. Thuận lợi")
    assert found[1].heading_path == ("PHẦN MỘT", "I. TÌNH HÌNH", "2. Khó khăn")


def test_small_items_share_a_passage_and_long_ones_do_not() -> None:
    """Items under one heading are packed up to the window, cut between items and of like size."""
    raw = "I. NHIỆM VỤ\n" + "\n".join(f"{n}. Việc số {n} " + "cần làm ngay " * 5 + "." for n in range(1, 13))
    items = [section(raw, f"{n}. Việc số {n}", f"Việc số {n} " + "cần làm ngay " * 5 + ".", level=2, titled=False) for n in range(1, 13)]
    document = Document(text_of(raw), sections=(Section("mục", "I.", "NHIỆM VỤ", 1, Span(0, 11), Span(0, len(raw))), *items))
    found = passages(document, count_tokens=syllables, window=100)
    covered(document, found)
    sizes = [syllables(passage.text) for passage in found]
    assert max(sizes) <= 100 and min(sizes) >= 50
    assert all(re.match(r"I\. |\d+\. Việc", passage.text) for passage in found)


def test_part_of_a_long_item_names_the_item_in_its_path() -> None:
    """Where a long khoản is cut, the later parts still say which khoản they belong to."""
    raw = "II. NỘI DUNG\n1. Tuyên truyền sâu rộng " + "đến từng đoàn viên trong toàn tỉnh; " * 30 + "\n2. Việc khác."
    sections = (
        section(raw, "II. NỘI DUNG", "khác."),
        section(raw, "1. Tuyên truyền sâu rộng", "; \n"[:-1], level=2, titled=False),
        section(raw, "2. Việc khác", "khác.", level=2, titled=False),
    )
    long = Section(
        "khoản", "1.", "Tuyên truyền sâu rộng", 2, sections[1].span, Span(sections[1].span.start, raw.index("\n2.") - 1), 1, False
    )
    document = Document(text_of(raw), sections=(sections[0], long, sections[2]))
    found = passages(document, count_tokens=syllables, window=80)
    covered(document, found)
    assert found[0].heading_path == ("II. NỘI DUNG",)
    assert found[1].heading_path == ("II. NỘI DUNG", "1. Tuyên truyền sâu rộng")
    assert found[-1].text == "2. Việc khác." and found[-1].heading_path == ("II. NỘI DUNG",)


@pytest.mark.parametrize(
    "whole",
    [
        "15 tháng 12 năm 2021",
        "58 – KH/TU",
        "13/KH- LĐLĐ",
        "năm 2023",
        "khoản 2",
        "2023 - 2028",
        "75 nghìn",
        "số 02-NQ/TW",
        "10.800",
    ],
)
def test_cuts_spare_numbers_dates_and_symbols(whole: str) -> None:
    """Wherever the cuts fall, dates, document numbers and amounts stay whole."""
    raw = " ".join(f"từ {'đoàn viên ' * (n % 5)}{whole}" for n in range(60))
    for window in (14, 17, 20, 31):
        document = Document(text_of(raw))
        found = passages(document, count_tokens=syllables, window=window)
        covered(document, found)
        assert sum(passage.text.count(whole) for passage in found) == 60


def test_long_paragraph_is_cut_at_sentence_ends() -> None:
    """Sentences stay whole where they fit; abbreviations do not end one."""
    sentence = "Giao Ban Tổ chức phối hợp với LĐLĐ TP. Vinh và ông Q. Trưởng ban hoàn thành trong quý II."
    document = Document(text_of(" ".join([sentence] * 20)))
    found = passages(document, count_tokens=syllables, window=60)
    assert all(passage.text.endswith("quý II.") and passage.text.startswith("Giao Ban") for passage in found)


def test_table_rows_are_whole_and_the_head_row_keeps_the_first() -> None:
    """A row is never cut, and the row of column names is not left alone."""
    rows = ["STT | Nội dung | Chủ trì", *(f"{n} | Tổ chức lớp tập huấn số {n} cho cán bộ cơ sở | Ban Tổ chức" for n in range(1, 30))]
    raw = "\n".join(rows)
    lines = tuple(Line(line.span, cells=(line.span,)) for line in text_of(raw).lines)
    found = passages(Document(Text(raw, lines)), count_tokens=syllables, window=60)
    assert [row for passage in found for row in passage.text.split("\n")] == rows
    assert found[0].text.split("\n")[:2] == rows[:2]


def test_furniture_is_in_no_passage() -> None:
    """Teasers and captions are left out, and nothing runs across them."""
    raw = "Đoạn thứ nhất của bài.\nChú thích ảnh\nĐoạn thứ hai của bài.\nTin khác\nTin A"
    document = Document(text_of(raw), furniture=(Span(23, 36), Span(raw.index("Tin khác"), len(raw))))
    found = passages(document)
    covered(document, found)
    assert [passage.text for passage in found] == ["Đoạn thứ nhất của bài.", "Đoạn thứ hai của bài."]


def test_empty_text_has_no_passages() -> None:
    """Nothing in, nothing out."""
    assert passages(Document(text_of(" \n "))) == ()


FORMAL = ["I. MỤC", "1. Việc", "- Nơi nhận:", "Căn cứ Luật;", "x" * 300, "TM. BAN"]
LINES = st.lists(
    st.text(alphabet="ab đ.;,:12\t-(|“”/%\u00a0", max_size=60) | st.sampled_from(FORMAL),
    max_size=12,
)


@given(LINES, st.data())
@settings(max_examples=200, deadline=None)
def test_every_word_lies_in_exactly_one_passage(lines: list[str], data: st.DataObject) -> None:
    """Whatever text, furniture, sections and window: nothing lost, nothing twice, no passage over the window."""
    text = text_of("\n".join(lines))
    length = len(text.text)
    cuts = sorted(data.draw(st.sets(st.integers(0, length), max_size=6)))
    furniture = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    starts = data.draw(st.lists(st.sampled_from(text.lines), max_size=5, unique=True)) if text.lines else []
    sections = tuple(
        Section("khoản", "1.", "a", 1, line.span, Span(line.span.start, line.span.end), None, bool(number % 2))
        for number, line in enumerate(sorted(starts, key=lambda line: line.span.start))
    )
    document = Document(text, furniture=furniture, sections=sections)
    window = data.draw(st.integers(8, 80))
    found = passages(document, count_tokens=syllables, window=window)
    covered(document, found)
    assert all(syllables(passage.text) <= window for passage in found)
    assert found == passages(document, count_tokens=syllables, window=window)


def test_counting_is_linear() -> None:
    """The encoder is asked about each piece of text a few times at most, also in one line of a megabyte."""
    asked = 0

    def count(text: str) -> int:
        nonlocal asked
        asked += len(text)
        return len(text.split())

    raw = "Tổ chức tuyên truyền, vận động đoàn viên tham gia các phong trào thi đua. " * 15_000
    started = time.process_time()
    passages(Document(text_of(raw)), count_tokens=count)
    assert asked < 5 * len(raw)
    assert time.process_time() - started < 5
