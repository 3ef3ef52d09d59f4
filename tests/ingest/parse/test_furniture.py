"""Site furniture is marked in pasted articles and never in documents."""

from __future__ import annotations

from corpus.document import Block, Reading, Text
from ingest.normalise import normalise
from ingest.parse.furniture import furniture

LEAD = "(LĐTĐ) Sáng 3/3, Công đoàn ngành Y tế Bình Sơn phát động tháng thi đua với hơn hai trăm đoàn viên từ các bệnh viện trong tỉnh."
BODY = "Phát biểu tại lễ phát động, Chủ tịch đề nghị các công đoàn cơ sở đăng ký công trình, phần việc trước ngày 15/3. " * 2
TITLE = "Phát động tháng thi đua trong đoàn viên ngành Y tế"
TEASER = "(LĐTĐ) Ngày 9/9, một địa phương khác công bố kế hoạch hỗ trợ 5.000 công nhân bị giảm giờ làm, mức hai triệu đồng mỗi người."


def _text(*lines: str, hidden: tuple[int, ...] = ()) -> Text:
    return normalise(Reading("txt", tuple(Block(line) for line in lines), furniture=hidden))


def _marked(text: Text) -> str:
    return "\n".join(span.of(text.text) for span in furniture(text))


def test_everything_after_the_author_is_furniture() -> None:
    """Headings of other news, doubled titles and their leads are covered; the article and its author are not."""
    text = _text(
        TITLE, LEAD, BODY, "Thu Hà", "Có thể bạn quan tâm", "Hỗ trợ công nhân", "Hỗ trợ công nhân", TEASER, "Xem thêm", "Phiên bản di động"
    )
    marked = _marked(text)
    assert "5.000 công nhân" in marked and "Phiên bản di động" in marked
    assert "Thu Hà" not in marked and "15/3" not in marked and LEAD not in marked


def test_a_teaser_without_heading_after_the_author_is_furniture() -> None:
    """The pointer to the next part of a series and teasers need no heading to be covered."""
    marked = _marked(_text(TITLE, LEAD, BODY, "Thu Hà", "(Kỳ sau: Tiếng nói từ cơ sở)", "Hỗ trợ công nhân", "Hỗ trợ công nhân", TEASER))
    assert marked.startswith("(Kỳ sau") and marked.endswith(TEASER)


def test_captions_that_repeat_the_title_are_furniture() -> None:
    """The title itself stays; its repetitions as alternative text of pictures go; captions that say something stay."""
    text = _text(TITLE, LEAD, TITLE, "Đoàn viên ký cam kết thi đua.", BODY, TITLE, "Quang cảnh lễ phát động.", BODY, "Thu Hà", "Tin khác")
    spans = furniture(text)
    assert [span.of(text.text) for span in spans] == [TITLE, TITLE, "Tin khác"]
    assert spans[0].start > 0


def test_glued_titles_after_the_lead_are_furniture() -> None:
    """One long line of related titles right after the lead is covered; a short subheading there is not."""
    glued = "Công đoàn Giáo dục sơ kết phong trào xanh sạch đẹp năm 2022 Đại Bình: Trao mười mái ấm công đoàn cho đoàn viên khó khăn"
    assert glued in _marked(_text(TITLE, LEAD, glued, BODY, "Thu Hà", "Tin khác"))
    assert "Khí thế mới" not in _marked(_text(TITLE, LEAD, "Khí thế mới ở cơ sở", BODY, "Thu Hà", "Tin khác"))


def test_a_pointer_to_another_article_is_furniture() -> None:
    """ ">>> Xem thêm: ..." between paragraphs."""
    pointer = ">>> Xem thêm: Hỗ trợ công nhân bị giảm giờ làm"
    assert _marked(_text(TITLE, LEAD, pointer, BODY, "Thu Hà")) == pointer


def test_the_notice_of_rights_is_furniture() -> None:
    """The copyright notice at the end is covered even without an author's line."""
    assert _marked(_text(TITLE, LEAD, BODY, "© 2024 Ghi rõ nguồn khi phát hành lại")).startswith("©")


def test_what_the_markup_declared_is_furniture_too() -> None:
    """Spans that the reader knew from the markup are kept and merged with those found."""
    text = _text("Trang chủ", TITLE, LEAD, BODY, "Thu Hà", "Tin khác", hidden=(0,))
    assert [span.of(text.text) for span in furniture(text)] == ["Trang chủ", "Tin khác"]


def test_an_official_document_has_no_furniture() -> None:
    """A document with thể thức keeps every line, even those that read like marks of a page."""
    lines = ["CÔNG ĐOÀN XÃ HÒA AN", "Số: 5/TB-CĐX", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    lines += [
        "THÔNG BÁO",
        "Lịch nghỉ Tết",
        BODY,
        "Xem thêm",
        "Nơi nhận:",
        "- Lưu VP.",
        "CHỦ TỊCH",
        "Lê Văn Hai",
        "Tin khác",
        "Lịch nghỉ Tết",
    ]
    assert furniture(_text(*lines)) == ()


def test_an_empty_text_has_no_furniture() -> None:
    """Nothing in, nothing out."""
    assert furniture(_text("")) == ()
