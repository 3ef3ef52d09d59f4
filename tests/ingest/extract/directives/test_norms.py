"""Rules: which lines of a circular, a joint circular or a decision that lays down rules are directives all the same."""

from __future__ import annotations

import pytest

from tests.ingest.extract.directives.test_documents import read, typed
from tests.ingest.extract.directives.test_rules import cases


@pytest.mark.parametrize(("article", "lead", "line", "kind"), cases("circulars"))
def test_a_line_of_a_circular_is_a_directive_by_its_time_and_its_organ(article: str, lead: str | None, line: str, kind: str | None) -> None:
    """Dated and recurring duties of organs are found among standing duties and procedure."""
    _, found = read(article, *([lead] if lead else []), line, header=typed("Thông tư"))
    assert [one.kind for one in found] == ([kind] if kind else [])


@pytest.mark.parametrize(("kind", "article", "lead", "line", "expected"), cases("rules"))
def test_a_line_of_rules_is_a_directive_by_who_carries_it_out(
    kind: str, article: str, lead: str | None, line: str, expected: str | None
) -> None:
    """Decisions and resolutions that lay down rules charge organs by articles, by lead-ins and by verbs."""
    begin = ("Điều 1. Phạm vi điều chỉnh", "Văn bản này quy định về chợ.")
    _, found = read(*begin, article, *([lead] if lead else []), line, header=typed(kind))
    assert [one.kind for one in found] == ([expected] if expected else [])


def test_a_joint_circular_on_a_programme_charges_organs_in_every_part() -> None:
    """«Hướng dẫn thực hiện Chương trình ...» says who is to do what, be it under «Trách nhiệm của ...» or in its midst."""
    _, found = read(
        "Hướng dẫn thực hiện Chương trình phòng, chống dịch giai đoạn 2022-2025",
        "II. NỘI DUNG THỰC HIỆN",
        "1. Bộ Y tế chủ trì, phối hợp với Bộ Tài chính xây dựng tiêu chí lựa chọn địa bàn.",
        "2. Người bệnh được hỗ trợ tiền ăn, tiền đi lại.",
        "III. TRÁCH NHIỆM CỦA CÁC BỘ, NGÀNH",
        "1. Bộ Tài chính",
        "a) Tổng hợp nhu cầu kinh phí của Chương trình.",
        "2. Ủy ban nhân dân các tỉnh, thành phố",
        "Chỉ đạo Sở Y tế xây dựng kế hoạch thực hiện.",
        header=typed("Thông tư liên tịch"),
    )
    assert [(one.owners, one.inherited_owners) for one in found] == [
        (("Bộ Y tế",), ()),
        ((), ("Bộ Tài chính",)),
        (("Sở Y tế",), ("Ủy ban nhân dân các tỉnh, thành phố",)),
    ]


def test_a_joint_circular_on_the_funds_of_a_programme_charges_organs_too() -> None:
    """«Hướng dẫn quản lý, sử dụng kinh phí thực hiện Chương trình ...»: a comma in the subject changes nothing."""
    _, found = read(
        "Hướng dẫn quản lý, sử dụng kinh phí thực hiện Chương trình đào tạo cán bộ cơ sở giai đoạn 2022-2025",
        "Điều 5. Trách nhiệm của các Bộ, ngành",
        "1. Bộ Nội vụ là cơ quan quản lý Chương trình, có trách nhiệm:",
        "a) Kiểm tra, giám sát việc thực hiện Chương trình tại các địa phương.",
        "2. Bộ Tài chính bố trí kinh phí, hướng dẫn việc thanh quyết toán.",
        header=typed("Thông tư liên tịch"),
    )
    assert [(one.owners, one.inherited_owners) for one in found] == [((), ("Bộ Nội vụ",)), (("Bộ Tài chính",), ())]


def test_a_heading_ends_the_charge_of_the_one_before() -> None:
    """What the ministry does again and again is not asked of the organ named above it."""
    _, found = read(
        "Điều 5. Quản lý Quỹ",
        "1. Bộ Công an",
        "a) Tổng hợp tình hình sử dụng Quỹ theo định kỳ 6 tháng, hằng năm báo cáo Thủ tướng Chính phủ.",
        "2. Bộ Tài chính",
        "a) Hằng năm tổ chức kiểm tra việc sử dụng Quỹ.",
        header=typed("Thông tư"),
    )
    assert [one.inherited_owners for one in found] == [("Bộ Công an",), ("Bộ Tài chính",)]
    assert [due.recurrence for due in found[0].deadlines] == ["half-yearly", "yearly"]


def test_who_is_charged_in_the_transition_is_found_though_its_heading_speaks_of_effect() -> None:
    """«Điều 5. Hiệu lực thi hành và điều khoản chuyển tiếp» of a decision of rules."""
    _, found = read(
        "Điều 1. Phạm vi điều chỉnh",
        "Quyết định này quy định về tủ sách pháp luật.",
        "Điều 5. Hiệu lực thi hành và điều khoản chuyển tiếp",
        "1. Quyết định này có hiệu lực từ ngày 15 tháng 4 năm 2022.",
        "2. Bộ Tư pháp chủ trì hướng dẫn việc hợp nhất tủ sách, hoàn thành trước ngày 30 tháng 6 năm 2022.",
        header=typed("Quyết định"),
    )
    assert [(one.owners, one.deadlines[0].date) for one in found] == [(("Bộ Tư pháp",), "2022-06-30")]


def test_a_resolution_of_rules_charges_with_a_verb_but_gives_no_rights() -> None:
    """«Chính phủ tổ chức ...» is work; «Ủy ban nhân dân cấp tỉnh quyết định ...» and a rule for a case are none."""
    _, found = read(
        "Điều 1. Phạm vi điều chỉnh",
        "Nghị quyết này quy định một số cơ chế, chính sách đặc thù.",
        "Điều 4. Xúc tiến thương mại",
        "1. Chính phủ tổ chức chương trình xúc tiến thương mại quốc gia tại các thị trường trọng điểm.",
        "2. Ủy ban nhân dân cấp tỉnh quyết định mức hỗ trợ cụ thể.",
        "3. Trường hợp phát sinh tranh chấp, Ủy ban nhân dân cấp tỉnh rà soát hồ sơ.",
        header=typed("Nghị quyết"),
    )
    assert [one.owners for one in found] == [("Chính phủ",)]
