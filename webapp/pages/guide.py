"""How to ask: what the search box understands, each with an example that can be followed."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.render import page

blueprint = Blueprint("guide", __name__, url_prefix="/cach-tim")

Rows = tuple[tuple[str, str], ...]

ASKED: Rows = (
    ("thông báo 409", "Số hiệu viết thế nào cũng được, thiếu ký hiệu hay cơ quan cũng được: văn bản ấy đứng đầu."),
    ("phat trien doan vien", "Không dấu, thiếu dấu hay gõ nhầm vẫn tìm được; trang nói đã hiểu là gì và cho tìm nguyên văn."),
    ("cđcs", "Chữ viết tắt được tìm cùng chữ viết đủ, và ngược lại."),
    ("ai được giao phát triển đoàn viên, đến khi nào", "Hỏi cả câu như hỏi đồng nghiệp."),
    ("nghị quyết của Bộ Chính trị năm 2022", "Loại, cơ quan, năm và ngày trong câu hỏi được ưu tiên, không bắt buộc."),
    ("điều 8 luật công đoàn", "Đến thẳng điều, khoản của văn bản."),
)
"""Question -> what comes of it, for people who just type."""

SIGNS: Rows = (
    ('"phát triển đoàn viên"', "Đúng các từ này, liền nhau, đúng dấu."),
    ("tết -thưởng", "Không có từ «thưởng»."),
    ('tết OR "trung thu"', "Có một trong hai."),
    ("(tết OR xuân) đoàn viên", "Ngoặc tròn gộp các vế."),
)
"""Question -> what its signs mean."""

NAMED: Rows = (
    ("loai:kế hoạch tết", "Loại văn bản; nhiều loại cách nhau bằng dấu phẩy: loai:tb,kh."),
    ('coquan:"liên đoàn lao động" tết', "Cơ quan ban hành."),
    ("so:409", "Số hiệu, đủ hay một phần."),
    ("nam:2021-2023 tết", "Năm ban hành."),
    ("tu:01/12/2021 den:31/12/2021", "Ban hành từ ngày, đến ngày."),
    ('nguoiky:"Nguyễn Văn" tết', "Người ký."),
    ('donvi:"công đoàn cơ sở"', "Đơn vị được giao thực hiện."),
    ("han:<31/12/2022", "Thời hạn; còn có han:quá hạn và han:sắp tới."),
    ("hieuluc:còn tết", "Hiệu lực, theo các văn bản đang có: còn, hết, chưa, một phần, thay thế, bãi bỏ, không rõ."),
    ("tết -hieuluc:hết", "Bỏ văn bản đã hết hiệu lực, giữ cả văn bản không rõ: thông báo, kế hoạch thường không ghi hiệu lực."),
    ("nhiemvu:có tết", "Văn bản có hay không có nhiệm vụ."),
    (
        'cơ quan ban hành:"liên đoàn lao động" tết',
        "Tên viết đủ cũng được: loại văn bản:, số hiệu:, năm ban hành:, người ký:, đơn vị thực hiện:, thời hạn:, hiệu lực:, nhiệm vụ:.",
    ),
    ("tết -loai:báo cáo", "Dấu trừ đứng trước thì loại ra (trừ người ký, đơn vị và thời hạn)."),
)
"""Question -> what its named values ask for."""


@blueprint.get("")
def guide() -> Response:
    """The three tables."""
    return page("guide.html", asked_rows=ASKED, signs=SIGNS, named=NAMED)
