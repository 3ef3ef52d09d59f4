"""Whole documents: who governs a list, rows of tables, outlines, news, decisions and rules."""

from __future__ import annotations

import time

from corpus.document import Block, Directive, Found, Header, Reading, Span, Text
from ingest.extract.citations import citations
from ingest.extract.directives import directives
from ingest.normalise import normalise
from ingest.parse.outline import outline


def typed(name: str, issued: str = "2022-03-15") -> Header:
    """The header of a document of this type."""
    return Header(type=Found(name, None, 1.0), issued=Found(issued, None, 1.0))


def read(*lines: str, header: Header) -> tuple[Text, tuple[Directive, ...]]:
    """The directives of a text with one block a line; a line with " | " is a row of a table."""
    title = [header.type.value.upper(), "Về công tác công đoàn năm 2022"] if header.type else []
    blocks = [Block(line, cells=tuple(line.split(" | ")) if " | " in line else ()) for line in (*title, *lines)]
    text = normalise(Reading("docx", tuple(blocks)))
    sections = outline(text, header=header, furniture=())
    cited = citations(text, header=header, furniture=())
    return text, directives(text, header=header, sections=sections, citations=cited)


def test_a_heading_that_names_an_organ_charges_it_with_the_list_under_it() -> None:
    """«1. Sở Y tế:» stands over tasks that name nobody."""
    _, found = read(
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế:",
        "- Rà soát nhu cầu đào tạo nhân lực của các cơ sở y tế công lập.",
        "- Chỉ đạo Trung tâm Y tế các huyện tổ chức tiêm phòng.",
        "2. UBND xã:",
        "- Niêm yết công khai danh sách tại nhà văn hóa.",
        header=typed("Kế hoạch"),
    )
    assert [one.inherited_owners for one in found] == [("Sở Y tế",), ("Sở Y tế",), ("UBND xã",)]
    assert found[1].owners == ("Trung tâm Y tế các huyện",)


def test_a_lead_in_charges_the_items_under_it() -> None:
    """«Đề nghị các đơn vị:» is meant in every item; it is no directive itself."""
    _, found = read(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Đề nghị Công đoàn ngành, địa phương:",
        "a) Xây dựng kế hoạch cụ thể của đơn vị mình.",
        "b) Báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày 30/11.",
        header=typed("Công văn"),
    )
    assert len(found) == 2
    assert all(one.inherited_owners and not one.owners for one in found)
    assert [one.kind for one in found] == ["task", "report"]
    assert found[1].deadlines[0].date == "2022-11-30"


def test_nobody_named_gives_no_owner() -> None:
    """The sender of a plan is not made its owner."""
    _, found = read("II. NHIỆM VỤ", "1. Tăng cường công tác an toàn, vệ sinh lao động tại cơ sở.", header=typed("Chương trình"))
    assert len(found) == 1
    assert found[0].owners == found[0].inherited_owners == ()


def test_each_row_of_a_table_of_tasks_is_a_directive() -> None:
    """Owner, partner and time come from their columns; an empty cell under a merged one has the value above."""
    _, found = read(
        "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ",
        "STT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành",
        "I | Công tác tuyên truyền |  |  | ",
        "1 | Biên soạn sổ tay pháp luật lao động | Ban Tuyên giáo | Sở Tư pháp | Tháng 6/2022",
        "2 | Tổ chức 05 hội nghị tuyên truyền |  |  | ",
        "3 | Kiểm tra việc đóng bảo hiểm xã hội | Bảo hiểm xã hội tỉnh | Thanh tra tỉnh, Sở Lao động | Quý III/2022",
        header=typed("Kế hoạch"),
    )
    assert [one.owners for one in found] == [("Ban Tuyên giáo",), ("Ban Tuyên giáo",), ("Bảo hiểm xã hội tỉnh",)]
    assert [one.partners for one in found] == [("Sở Tư pháp",), ("Sở Tư pháp",), ("Thanh tra tỉnh", "Sở Lao động")]
    assert [one.deadlines[0].date for one in found] == ["2022-06-30", "2022-06-30", "2022-09-30"]


def test_the_deed_of_a_decision_is_no_task_but_what_it_assigns_is() -> None:
    """«Phê duyệt Đề án» is done by the decision; «Giao Sở X» is still to be done."""
    _, found = read(
        "Điều 1. Phê duyệt Đề án phát triển nhà ở công nhân giai đoạn 2021-2025.",
        "Điều 2. Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính hướng dẫn thực hiện Quyết định này.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
        header=typed("Quyết định"),
    )
    assert [(one.owners, one.partners) for one in found] == [(("Sở Xây dựng",), ("Sở Tài chính",))]


def test_standing_duties_in_rules_are_no_directives() -> None:
    """A circular says what organs do for ever; only its last articles charge someone."""
    _, found = read(
        "Điều 5. Trách nhiệm của người nộp lệ phí",
        "1. Người nộp lệ phí có trách nhiệm kê khai đầy đủ.",
        "Điều 9. Tổ chức thực hiện",
        "1. Cục Thuế các tỉnh có trách nhiệm hướng dẫn thực hiện Thông tư này.",
        "2. Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Bộ Tài chính để xem xét.",
        header=typed("Thông tư"),
    )
    assert [(one.kind, one.owners) for one in found] == [("task", ("Cục Thuế các tỉnh",)), ("report", ())]


def test_an_outline_of_results_holds_no_directives_but_its_plan_does() -> None:
    """What is to be reported looks back; part two looks ahead."""
    _, found = read(
        "PHẦN THỨ NHẤT",
        "KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI",
        "1. Công tác tuyên truyền",
        "- Tổ chức tuyên truyền, phổ biến pháp luật cho người lao động.",
        "PHẦN THỨ HAI",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "1. Công tác tuyên truyền",
        "- Đổi mới nội dung, hình thức tuyên truyền ở cơ sở.",
        header=typed("Đề cương báo cáo"),
    )
    assert [one.text for one in found] == ["Đổi mới nội dung, hình thức tuyên truyền ở cơ sở."]


def test_news_gives_what_was_asked_for_and_not_what_was_done() -> None:
    """A request that is reported counts; a past deed does not."""
    header = Header(author=Found("Lan Anh", None, 1.0), newspaper=Found("Lao động", None, 1.0))
    _, found = read(
        "Hội nghị sơ kết công tác công đoàn",
        "Liên đoàn Lao động thành phố đã tổ chức 20 lớp tập huấn cho cán bộ công đoàn cơ sở.",
        "Phát biểu tại hội nghị, Phó Chủ tịch Liên đoàn Lao động đề nghị các đơn vị rà soát các chỉ tiêu chưa đạt.",
        header=header,
    )
    assert [one.owners for one in found] == [("các đơn vị",)]


def test_the_brief_of_a_study_says_what_is_to_be_examined() -> None:
    """«Phê duyệt nhiệm vụ lập quy hoạch»: assessments and topics are work there, scope and character are not."""
    _, found = read(
        "Điều 1. Phê duyệt nhiệm vụ lập quy hoạch chung khu công nghiệp Bến Tràm với những nội dung sau:",
        "1. Tính chất",
        "- Là khu công nghiệp đa ngành, có khu nhà ở cho công nhân và dịch vụ đi kèm.",
        "2. Các yêu cầu nghiên cứu",
        "a) Đánh giá hiện trạng",
        "- Phân tích vị trí, hiện trạng dân cư, lao động và sử dụng đất.",
        "b) Hạ tầng",
        "- Các giải pháp về giao thông, cấp nước, cấp điện và thoát nước thải.",
        header=typed("Quyết định"),
    )
    assert [one.text.split()[0] for one in found] == ["Phân", "Các"]


def test_a_decision_that_lays_down_rules_holds_only_what_it_assigns() -> None:
    """«Điều 1. Phạm vi điều chỉnh»: rights and conditions are no tasks, a named organ that is charged is."""
    _, found = read(
        "Điều 1. Phạm vi điều chỉnh",
        "Nghị quyết này quy định cơ chế hỗ trợ nhà ở công nhân.",
        "Điều 2. Cơ chế hỗ trợ",
        "1. Cho phép điều chỉnh quy mô của các dự án đã được phê duyệt.",
        "2. Tổ chức, cá nhân phải thực hiện các quy định về xây dựng.",
        "Điều 3. Trách nhiệm của các bộ, ngành",
        "1. Bộ Xây dựng:",
        "a) Hướng dẫn thực hiện các cơ chế hỗ trợ về nhà ở cho công nhân.",
        "2. Bộ Tài chính có trách nhiệm bố trí vốn cho các dự án.",
        header=typed("Nghị quyết"),
    )
    assert [(one.owners, one.inherited_owners) for one in found] == [((), ("Bộ Xây dựng",)), (("Bộ Tài chính",), ())]


def test_names_in_a_list_of_names_are_no_tasks() -> None:
    """«Công ty cổ phần Đầu tư phát triển ...» under «Các công ty con:» is only a name."""
    _, found = read(
        "II. NHIỆM VỤ",
        "1. Các công ty con:",
        "- Công ty cổ phần Đầu tư phát triển hạ tầng Bến Tràm;",
        "- Tổng công ty Xây dựng và phát triển hạ tầng Sông Ngàn;",
        header=typed("Kế hoạch"),
    )
    assert found == ()


def test_a_directive_says_which_document_it_carries_out() -> None:
    """«Thực hiện Nghị quyết số ...»: the number of that document."""
    _, found = read(
        "II. NHIỆM VỤ", "1. Tiếp tục thực hiện Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị.", header=typed("Kế hoạch")
    )
    assert found[0].citation == "02-NQ/TW"


def test_a_bare_dash_is_no_heading() -> None:
    """Under a bullet the path holds the headings only."""
    _, found = read(
        "I. NHIỆM VỤ",
        "1. Xây dựng đội ngũ:",
        "- Nâng cao chất lượng cán bộ công đoàn;",
        "+ Nghiên cứu, đề xuất chính sách đãi ngộ;",
        header=typed("Kế hoạch"),
    )
    assert found
    assert all("-" not in one.heading_path for one in found)


def test_spans_are_the_words_and_come_in_order() -> None:
    """Every span holds the text it stands for, with the headings above it."""
    text, found = read(
        "I. NHIỆM VỤ",
        "1. Rà soát, bổ sung quy chế phối hợp trước ngày 30/6.",
        "2. Tổ chức ít nhất 05 lớp tập huấn nghiệp vụ.",
        header=typed("Kế hoạch"),
    )
    assert [one.span.of(text.text) for one in found] == [one.text for one in found]
    assert list(found) == sorted(found, key=lambda one: one.span)
    assert found[0].heading_path == ("I. NHIỆM VỤ",)
    assert found[0].deadlines[0].span.of(text.text) == found[0].deadlines[0].text
    assert found[1].targets[0].span.of(text.text) == found[1].targets[0].text


def seconds(lines: list[str]) -> float:
    """Time of the directives of a plan with these lines."""
    text = normalise(Reading("txt", tuple(Block(line) for line in lines)))
    sections = outline(text, header=Header(), furniture=())
    start = time.process_time()
    directives(text, header=typed("Kế hoạch"), sections=sections)
    return time.process_time() - start


def test_time_grows_with_the_plan_and_not_faster() -> None:
    """Four times the lines take about four times as long, at the best of three: what else the machine does only adds."""
    line = "- Giao Sở Y tế chủ trì, phối hợp với UBND các huyện rà soát, báo cáo trước ngày 15/6, đạt ít nhất 95% số xã."
    few = min(seconds(["II. NHIỆM VỤ", *[line] * 250]) for _ in range(3))
    many = min(seconds(["II. NHIỆM VỤ", *[line] * 1000]) for _ in range(3))
    assert many < 10 * max(few, 0.02)


def test_a_text_of_one_long_line_is_read_at_once() -> None:
    """Only the first words of an endless line are looked at."""
    words = "- Tăng cường phối hợp với các sở, ban, ngành; "
    assert seconds(["II. NHIỆM VỤ", words * 20000]) < 2


def test_an_empty_text_has_no_directives() -> None:
    """No lines, nothing found."""
    assert directives(Text("", ())) == ()
    assert (
        directives(
            Text(
                "\n",
                (),
            ),
            furniture=(Span(0, 1),),
        )
        == ()
    )
