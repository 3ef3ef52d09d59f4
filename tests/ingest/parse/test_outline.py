"""The outline of documents: every marker system, levels by nesting evidence, what is no heading, and linear time."""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from _pytest.mark.structures import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Found, Header, Line, Section, Span, Text
from ingest.parse.outline import outline

CASES = Path(__file__).parents[2] / "cases" / "outline"


def text_of(raw: str, **styles: str) -> Text:
    """A Text with one Line for every non-blank line; `styles` sets bold or a style for lines that begin with a word."""
    raw = unicodedata.normalize("NFC", raw)
    lines, at = [], 0
    for line in raw.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            style = styles.get(words.split()[0], "")
            lines.append(Line(Span(start, start + len(words)), page=1, bold=style == "bold", style="" if style == "bold" else style))
        at += len(line) + 1
    return Text(raw, tuple(lines))


def drawn(sections: Sequence[Section]) -> str:
    """The tree as the case files draw it: two blanks a level, "~" after running text."""
    return "".join(f"{'  ' * (s.level - 1)}{s.kind} [{s.marker}] {s.heading}{'' if s.titled else ' ~'}\n" for s in sections)


def cases() -> list[ParameterSet]:
    """Every case of every file."""
    found = []
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case["text"], case["tree"], id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("raw", "tree"), cases())
def test_outline_is_the_tree_drawn(raw: str, tree: str) -> None:
    """The sections of each text in tests/cases/outline are exactly the tree drawn beside it."""
    assert drawn(outline(text_of(raw), header=Header(), furniture=())) == tree


@pytest.mark.parametrize(("raw", "tree"), cases())
def test_spans_and_extents_nest(raw: str, tree: str) -> None:
    """A span is the marker and the heading's words; an extent starts with it and lies inside the parent's."""
    text = text_of(raw)
    open_: list[Section] = []
    for section in outline(text, header=Header(), furniture=()):
        written = " ".join(section.span.of(text.text).replace("**", "").split())
        assert written.startswith(" ".join(section.marker.split()))
        assert written.rstrip(' .:;,”"').endswith(section.heading.rstrip(' .:;,”"'))
        assert section.extent.start == section.span.start <= section.span.end <= section.extent.end
        del open_[section.level - 1 :]
        assert len(open_) == section.level - 1, "a level is the parent's plus one"
        assert all(parent.extent.start < section.extent.start and section.extent.end <= parent.extent.end for parent in open_)
        open_.append(section)


def test_extent_ends_before_recipients_and_closing_words() -> None:
    """The last item ends before the closing paragraph, and nothing reaches into Nơi nhận."""
    closing = "Căn cứ các nội dung trên, Ban Thường vụ đề nghị các đơn vị triển khai./."
    raw = f"I. NHIỆM VỤ\n1. Tuyên truyền.\n2. Tập huấn.\n{closing}\nNơi nhận:\n- Lưu: VP."
    sections = outline(text_of(raw), header=Header(), furniture=())
    assert [section.extent.of(raw).split("\n")[-1] for section in sections] == ["2. Tập huấn.", "1. Tuyên truyền.", "2. Tập huấn."]


def test_heading_of_running_text_is_cut_at_a_word() -> None:
    """A khoản of running text is headed by its first words, at most 80 code points, and the span ends with them."""
    raw = "1. " + "đoàn viên " * 40
    (section,) = outline(text_of(raw), header=Header(), furniture=())
    assert (len(section.heading) <= 80, section.heading.split()[-1], section.titled) == (True, "viên", False)
    assert section.span.of(raw) == "1. " + section.heading


def test_header_and_furniture_hold_no_headings() -> None:
    """What the header or furniture covers is not a section."""
    raw = "Số: 12/TB-LĐLĐ\nTHÔNG BÁO\nI. Nội dung trích yếu\n1. Việc thứ nhất.\n2. Việc thứ hai.\nTin khác\n3. Tin ngoài lề."
    furniture = (Span(raw.index("Tin khác"), len(raw)),)
    sections = outline(text_of(raw), header=Header(), furniture=furniture)
    assert [section.marker for section in sections] == ["I.", "1.", "2."]
    assert sections[0].extent.end == raw.index("\nTin khác")


def test_signature_of_the_header_closes_the_body() -> None:
    """Where the header knows the signature, bullets after it are recipients even without "Nơi nhận"."""
    raw = "1. Việc thứ nhất.\n2. Việc thứ hai.\nCHỦ TỊCH\n- Như trên;\n- Lưu: VP."
    at = raw.index("CHỦ TỊCH")
    header = Header(signer_title=Found("CHỦ TỊCH", Span(at, at + 8), 0.9))
    assert [s.marker for s in outline(text_of(raw), header=header, furniture=())] == ["1.", "2."]


def test_the_issuer_and_the_deciding_word_above_the_articles_are_no_headings() -> None:
    """«Chính phủ», the bases and «Nghị định:» in heading styles, under a summary that some files put on top."""
    raw = (
        "Nghị định của Chính phủ số 14/2009/NĐ-CP ngày 12/3/2009 về quản lý bến thuyền.\n"
        "Chính phủ\nCăn cứ Luật Tổ chức Chính phủ;\nTheo đề nghị của Bộ trưởng Bộ Giao thông vận tải,\nNGHỊ ĐỊNH:\n"
        "Chương I\nNhững quy định chung\nĐiều 1. Phạm vi\nNghị định này quy định về bến thuyền.\n"
    )
    header = Header(type=Found("Nghị định", Span(0, 9), 0.9), issuer=Found("Chính phủ", Span(14, 23), 0.9))
    found = outline(text_of(raw, Chính="heading1", NGHỊ="heading2"), header=header)
    assert [section.kind for section in found] == ["chương", "điều"]


def test_styles_of_the_file_make_headings() -> None:
    """A heading style or a bold line is an unnumbered heading; deeper styles nest."""
    raw = "Bối cảnh\nĐoạn văn thứ nhất kể về bối cảnh.\nTrong nước\nĐoạn văn thứ hai.\nNgoài nước\nĐoạn văn thứ ba.\nKết luận\nĐoạn cuối."
    text = text_of(raw, Bối="heading2", Trong="heading3", Ngoài="heading3", Kết="heading2")
    assert drawn(outline(text, header=Header(), furniture=())) == (
        "đề mục [] Bối cảnh\n  đề mục [] Trong nước\n  đề mục [] Ngoài nước\nđề mục [] Kết luận\n"
    )
    bold = outline(text_of(raw, Bối="bold", Kết="bold"), header=Header(), furniture=())
    assert [section.heading for section in bold] == ["Bối cảnh", "Kết luận"]


def test_page_is_that_of_the_heading() -> None:
    """A section says on which page its heading stands."""
    assert [s.page for s in outline(text_of("1. Một.\n2. Hai."), header=Header(), furniture=())] == [1, 1]


@given(
    st.lists(
        st.sampled_from(
            [
                "I. A",
                "1. b",
                "a) c",
                "- d",
                "Điều 1. E",
                "Điều 2. G",
                "“Điều 5. H",
                "kết.”",
                "Phụ lục I",
                "Nơi nhận:",
                "2. k",
                "* m",
                "1.1. n",
            ]
        ),
        max_size=30,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_order_of_lines_gives_a_tree(lines: list[str]) -> None:
    """Whatever the lines, sections come in order, levels step by one and extents nest."""
    text = text_of("\n".join(lines))
    open_: list[Section] = []
    starts = []
    for section in outline(text, header=Header(), furniture=()):
        del open_[section.level - 1 :]
        assert len(open_) == section.level - 1
        assert not open_ or section.extent.end <= open_[-1].extent.end
        open_.append(section)
        starts.append(section.span.start)
    assert starts == sorted(set(starts))


def seconds(text: Text) -> float:
    """Processor time of one outline, the better of two runs."""
    best = 9e9
    for _ in range(2):
        started = time.process_time()
        outline(text, header=Header(), furniture=())
        best = min(best, time.process_time() - started)
    return best


def plan(lines: int) -> str:
    """A long plan with four levels."""
    chosen = random.Random(7)
    words = [
        "tuyên",
        "truyền",
        "vận",
        "động",
        "đoàn",
        "viên",
        "công",
        "đoàn",
        "cơ",
        "sở",
        "doanh",
        "nghiệp",
        "triển",
        "khai",
        "nghị",
        "quyết",
    ]
    made = []
    for at in range(lines):
        marker = ("I. ", "1. ", "a) ", "- ")[min(3, at % 9)]
        made.append(marker + " ".join(chosen.choices(words, k=18)) + ";")
    return "\n".join(made)


def test_twenty_thousand_lines_take_twice_the_time_of_ten_thousand() -> None:
    """Time grows with the text, not with its square."""
    half, whole = seconds(text_of(plan(10_000))), seconds(text_of(plan(20_000)))
    assert whole < 3 * half + 0.2


@pytest.mark.parametrize("unit", ["đoàn viên, ", "1.", "“Điều 1. ", "- ", "(", "a) b) ", "I. ", "x"])
def test_one_line_of_megabytes_is_no_trouble(unit: str) -> None:
    """A line of 5 MB, of whatever it is made, takes less than a second."""
    raw = unit * (5_000_000 // len(unit.encode()))
    assert seconds(text_of(raw.strip() or "x")) < 1
