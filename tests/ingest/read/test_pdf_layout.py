"""The layout rules of PDF, on lines set by hand: 6 points a letter of 12 points, margins 80 and 520."""

from __future__ import annotations

from ingest.read.pdf.glyphs import Glyph, Rule
from ingest.read.pdf.order import Line, in_order
from ingest.read.pdf.paragraphs import Measure, Placed, blocks
from ingest.read.pdf.running import Sheet, without_running
from ingest.read.pdf.tables import joined, tables
from ingest.read.pdf.words import Row, Word, rows

AREA = Measure(80, 520, 1.4, indented=True)
FULL = "x" * 60  # ends at 440 from 80: with the next long word the line is full


def row(y: float, *pieces: tuple[float, str], size: float = 12, bold: bool = False) -> Row:
    """A row of pieces of text, each beginning at its x."""
    words = []
    for start, text in pieces:
        x = start
        for word in text.split():
            width, letters = 6.0 * len(word), sum(map(str.isalnum, word))
            words.append(Word(word, x, x + width, y - 10, y + 3, y, size, letters, letters * bold, 0))
            x += width + 3
    return Row(tuple(words))


def paragraphs(*rows_: Row) -> list[str]:
    """The paragraphs of rows on one page."""
    return [block.text for block in blocks([Placed(Line(one.words), 1) for one in rows_], AREA)]


def ordered(*rows_: Row) -> list[str]:
    """The lines of rows in reading order."""
    return [line.text for line in in_order(rows_)]


def test_a_full_line_goes_on_at_the_left_margin() -> None:
    """The next word would not have fitted, and nothing begins."""
    long = "y" * 20
    assert paragraphs(row(100, (108, FULL)), row(117, (80, long))) == [f"{FULL} {long}"]


def test_an_indented_line_begins_a_paragraph() -> None:
    """Also after a full line."""
    assert len(paragraphs(row(100, (80, FULL)), row(117, (108, "Y" * 20)))) == 2


def test_a_short_line_ends_its_paragraph() -> None:
    """The next word would have fitted."""
    assert len(paragraphs(row(100, (108, "ngắn")), row(117, (80, "Dòng sau")))) == 2


def test_a_wide_gap_parts_paragraphs() -> None:
    """Twice the usual distance."""
    assert len(paragraphs(row(100, (108, FULL)), row(140, (80, "y" * 20)))) == 2


def test_a_word_cut_after_its_hyphen_is_whole_again() -> None:
    """Numbers of documents break after their hyphens."""
    assert paragraphs(row(100, (108, f"{FULL[:40]} 409/TB-")), row(117, (80, f"LĐLĐ{'y' * 30}")))[0].count("409/TB-LĐLĐ") == 1


def test_a_dash_between_words_at_a_line_start_is_no_bullet() -> None:
    """ "chính trị / - xã hội": the sentence was not over."""
    assert len(paragraphs(row(100, (80, "x" * 71 + ";")), row(117, (80, "- xã hội")))) == 2
    assert paragraphs(row(100, (80, "x" * 72)), row(117, (80, "- xã hội"))) == ["x" * 72 + " - xã hội"]


def test_the_dots_of_a_form_stay_with_their_question() -> None:
    """They did not fit beside it."""
    assert paragraphs(row(100, (80, "1. Họ và tên:")), row(117, (80, "." * 70))) == ["1. Họ và tên: " + "." * 70]


def test_centred_lines_that_differ_stay_lines() -> None:
    """The type of a document, and a title that begins anew: both in the middle, neither the rest of the other."""
    assert len(paragraphs(row(100, (270, "KẾ HOẠCH")), row(117, (200, "Chăm" + "o" * 29)))) == 2
    assert len(paragraphs(row(100, (250, "Chương I"), bold=True), row(117, (230, "QUY ĐỊNH CHUNG"), bold=True))) == 2


def test_a_title_over_two_lines_is_one() -> None:
    """It goes on in lower case, or its first line could take no further word."""
    assert paragraphs(row(100, (180, "Về việc " + "o" * 31)), row(117, (237, "năm " + "h" * 16))) == [f"Về việc {'o' * 31} năm {'h' * 16}"]
    assert len(paragraphs(row(100, (102, "T" * 66)), row(117, (240, "T" * 20)))) == 1


def test_a_recipient_over_two_lines_is_one() -> None:
    """In a narrow column a line goes on in lower case; a new dash begins anew."""
    lines = [Line(one.words, 2) for one in (row(100, (80, "- Các ban,")), row(114, (80, "sở, ngành;")), row(128, (80, "- Lưu.")))]
    assert [block.text for block in blocks([Placed(line, 1) for line in lines], AREA)] == ["- Các ban, sở, ngành;", "- Lưu."]


def test_a_letterhead_with_a_narrow_gap_is_parted_before_the_motto() -> None:
    """No more white than between words of a justified line."""
    assert ordered(
        row(100, (80, "ỦY BAN NHÂN DÂN TỈNH"), (212, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), row(117, (80, "Số: 1/QĐ"), (260, "Độc lập"))
    ) == [
        "ỦY BAN NHÂN DÂN TỈNH",
        "Số: 1/QĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập",
    ]


def test_a_stretched_line_is_not_parted() -> None:
    """A justified line of few words has white everywhere."""
    assert ordered(row(100, (80, "Họ"), (180, "và"), (280, "tên"), (480, "khai"))) == ["Họ và tên khai"]


def test_a_tab_after_a_list_marker_is_no_gutter() -> None:
    """ "1." and its words."""
    assert ordered(row(100, (80, "1."), (120, "Nội dung")), row(117, (80, "a)"), (120, "Chi tiết"))) == ["1. Nội dung", "a) Chi tiết"]


def test_a_body_between_letterhead_and_signature_is_not_parted() -> None:
    """The columns end where a line crosses the white between them."""
    found = ordered(
        row(100, (80, "A"), (300, "B")),
        row(140, (80, FULL)),
        row(157, (80, "hết.")),
        row(200, (80, "Nơi nhận:"), (300, "CHỦ TỊCH")),
        row(217, (80, "- Lưu.")),
        row(280, (306, "Lê Mẫu")),
    )
    assert found == ["A", "B", FULL, "hết.", "Nơi nhận:", "- Lưu.", "CHỦ TỊCH", "Lê Mẫu"]


def sheets(*pages: list[Row]) -> list[list[str]]:
    """The rows left on each page."""
    return [[one.text for one in sheet.rows] for sheet in without_running([Sheet(tuple(page), 595, 842) for page in pages])]


def test_a_running_head_may_begin_on_the_second_page() -> None:
    """Small, and above the text area of the first page."""
    found = sheets([row(130, (80, FULL)), row(147, (80, FULL))], [row(50, (80, "Thông báo số 1"), size=9), row(150, (80, FULL))])
    assert found == [[FULL, FULL], [FULL]]


def test_page_numbers_go_and_other_figures_stay() -> None:
    """The count of pages, from 1 or from any page of a book; a column of figures is text."""
    assert sheets(*[[row(40, (300, str(n))), row(150, (80, FULL))] for n in (1, 2, 3)]) == [[FULL]] * 3
    assert sheets(*[[row(40, (300, str(n))), row(150, (80, FULL))] for n in (41, 42, 43)]) == [[FULL]] * 3
    assert sheets(*[[row(40, (300, str(n))), row(150, (80, FULL))] for n in (7, 2, 9)])[0] == ["7", FULL]


def test_the_head_of_a_form_is_no_running_head() -> None:
    """Forms in an annex begin alike, page after page."""
    page = [row(40, (200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), row(150, (80, FULL))]
    assert sheets(page, page, page)[2][0].startswith("CỘNG HÒA")


def glyphs(y: float, x: float, text: str) -> list[Glyph]:
    """Letters of a word."""
    return [Glyph(letter, x + 6 * n, x + 6 * n + 6, y - 10, y + 3, y, 12, False, False) for n, letter in enumerate(text)]


def grid(top: float, *heights: float) -> list[Rule]:
    """Lines of a table of two columns."""
    levels = [top]
    for height in heights:
        levels.append(levels[-1] + height)
    return [*(Rule(80, y, 520, y) for y in levels), *(Rule(x, levels[0], x, levels[-1]) for x in (80, 140, 520))]


def test_a_row_cut_by_the_page_break_is_mended() -> None:
    """Nothing in the first cell, and the sentence goes on in lower case."""
    above, _ = tables(grid(700, 40), [*glyphs(720, 90, "1"), *glyphs(720, 150, "Rà-soát")], page=1)
    below, _ = tables(grid(60, 40, 40), [*glyphs(80, 150, "thay-thế"), *glyphs(120, 90, "2"), *glyphs(120, 150, "Họp")], page=2)
    found = [block.cells for part in joined([*above, *below]) for block in part.blocks()]
    assert found == [("1", "Rà-soát thay-thế"), ("2", "Họp")]


def test_a_box_round_a_text_is_no_table() -> None:
    """One cell holds no rows."""
    lines = [Rule(80, 100, 520, 100), Rule(80, 200, 520, 200), Rule(80, 100, 80, 200), Rule(520, 100, 520, 200)]
    found, rest = tables(lines, glyphs(150, 90, "MẬT"), page=1)
    assert found == []
    assert len(rest) == 3


def test_a_raised_sign_belongs_to_its_row() -> None:
    """The sign of a footnote is smaller and higher."""
    sign = Glyph("1", 110, 113, 88, 96, 95, 7, False, False)
    assert [one.text for one in rows([*glyphs(100, 80, "điểm"), sign])] == ["điểm 1"]
