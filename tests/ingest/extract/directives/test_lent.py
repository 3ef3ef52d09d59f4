"""What is said above a list: times lent to its items, duties in rules that are for once, the last lead-in that charges."""

from __future__ import annotations

from tests.ingest.extract.directives.test_documents import read, typed


def test_a_stage_as_a_heading_is_the_time_of_its_items() -> None:
    """«a) Giai đoạn 2021-2025» stands over tasks that name no time; one that names its own keeps it."""
    _, found = read(
        "II. NHIỆM VỤ",
        "1. Giai đoạn 2021 - 2025",
        "- Xây dựng mới nhà văn hóa lao động tại các khu công nghiệp.",
        "- Tổ chức hội thi tay nghề hoàn thành trong quý II/2023.",
        "2. Giai đoạn 2026 - 2030",
        "- Nâng cấp các thiết chế công đoàn đã xây dựng.",
        header=typed("Kế hoạch"),
    )
    assert [[due.date for due in one.deadlines] for one in found] == [["2025-12-31"], ["2023-06-30"], ["2030-12-31"]]


def test_the_time_in_a_lead_in_is_lent_to_its_items() -> None:
    """«Trước ngày 30/6/2022, các đơn vị:» is the day of each item; its span lies where it is said."""
    text, found = read(
        "II. TỔ CHỨC THỰC HIỆN",
        "Trước ngày 30/6/2022, Công đoàn cơ sở hoàn thành các nhiệm vụ sau:",
        "- Rà soát danh sách đoàn viên đang sinh hoạt tại đơn vị.",
        "- Cập nhật dữ liệu đoàn viên trên phần mềm quản lý.",
        header=typed("Kế hoạch"),
    )
    assert [[due.date for due in one.deadlines] for one in found] == [["2022-06-30"], ["2022-06-30"]]
    assert all(due.span.of(text.text) == due.text for one in found for due in one.deadlines)


def test_the_year_of_the_whole_document_is_lent_to_nobody() -> None:
    """«Năm 2022, tập trung các nhiệm vụ:» only says what year the plan is for."""
    _, found = read(
        "II. NHIỆM VỤ",
        "Năm 2022, tập trung thực hiện các nhiệm vụ sau:",
        "- Đổi mới nội dung sinh hoạt công đoàn cơ sở.",
        header=typed("Kế hoạch"),
    )
    assert [one.deadlines for one in found] == [()]


def test_a_dated_duty_makes_its_list_in_a_decision_of_rules_work_for_once() -> None:
    """A day of a certain year is no standing duty, nor are the other items of its list."""
    _, found = read(
        "Điều 1. Phạm vi điều chỉnh",
        "Nghị quyết này quy định việc cắt giảm thủ tục hành chính.",
        "Điều 2. Cập nhật dữ liệu",
        "1. Các bộ, ngành có trách nhiệm:",
        "a) Hoàn thành rà soát dữ liệu trước ngày 01 tháng 01 năm 2026;",
        "b) Bảo đảm các điều kiện về hạ tầng để kết nối dữ liệu.",
        "2. Người nộp hồ sơ có trách nhiệm:",
        "a) Kê khai đầy đủ các thông tin trong hồ sơ.",
        header=typed("Nghị quyết", "2025-11-15"),
    )
    assert [one.text.split()[0] for one in found] == ["Hoàn", "Bảo"]
    assert found[0].deadlines[0].date == "2026-01-01"
    assert all(one.inherited_owners == ("Các bộ, ngành",) for one in found)


def test_of_standing_duties_in_a_circular_only_the_dated_one_is_work() -> None:
    """A circular lists what organs do for ever; one item with a day of a certain year is work all the same."""
    _, found = read(
        "Điều 5. Trách nhiệm của cơ quan thuế",
        "1. Cục Thuế có trách nhiệm:",
        "a) Hoàn thành chuyển đổi dữ liệu trước ngày 31 tháng 12 năm 2022;",
        "b) Tổ chức tiếp nhận hồ sơ của người nộp thuế.",
        header=typed("Thông tư"),
    )
    assert [one.text.split()[0] for one in found] == ["Hoàn"]


def test_the_lead_in_nearest_above_charges_the_items() -> None:
    """A lead-in without a marker stands between two lists: the second list is of its organ."""
    _, found = read(
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế có trách nhiệm:",
        "a) Rà soát nhu cầu thuốc và vật tư của các cơ sở y tế trên địa bàn toàn tỉnh.",
        "Sở Giáo dục và đào tạo có trách nhiệm:",
        "b) Tổ chức tuyên truyền trong các trường học.",
        header=typed("Kế hoạch"),
    )
    assert [one.inherited_owners for one in found] == [("Sở Y tế",), ("Sở Giáo dục và đào tạo",)]


def test_the_parts_after_a_colon_are_no_topics_of_a_study() -> None:
    """«... bao gồm:» lists the parts of one task."""
    _, found = read(
        "Điều 1. Phê duyệt nhiệm vụ lập quy hoạch chung khu công nghiệp Bến Tràm với những nội dung sau:",
        "1. Các yêu cầu nghiên cứu",
        "a) Đề xuất cơ cấu tổ chức không gian của các khu chức năng chính trong khu công nghiệp Bến Tràm, bao gồm:",
        "- Các khu vực phát triển đô thị, gồm khu hành chính và khu dân cư tập trung.",
        header=typed("Quyết định"),
    )
    assert [one.text.split()[0] for one in found] == ["Đề"]


def test_who_carries_rules_out_is_charged_even_under_their_effect() -> None:
    """«Điều 9. Hiệu lực thi hành» holds the effect, and who is to guide the carrying out."""
    _, found = read(
        "Điều 8. Chi phí",
        "Chi phí do ngân sách nhà nước bảo đảm.",
        "Điều 9. Hiệu lực thi hành",
        "1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2022.",
        "2. Bộ trưởng Bộ Tài chính chịu trách nhiệm hướng dẫn thi hành Nghị định này.",
        header=typed("Nghị định"),
    )
    assert [one.owners for one in found] == [("Bộ trưởng Bộ Tài chính",)]
