"""How values read in Vietnamese: dates, sizes, states, names of fields, a document's citation."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import PurePosixPath

from corpus.document import Header
from corpus.store import Entry
from webapp.services import WAITING

HERE = timezone(timedelta(hours=7))
"""Vietnam has one time zone and no summer time."""

FIELDS = {
    "type": "Loại văn bản",
    "symbol": "Số, ký hiệu",
    "issued": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "place": "Địa danh",
    "subject": "Trích yếu",
    "authority": "Thẩm quyền ký",
    "signer_title": "Chức vụ người ký",
    "signer": "Người ký",
    "recipients": "Nơi nhận",
    "secrecy": "Độ mật",
    "urgency": "Độ khẩn",
    "author": "Tác giả",
    "newspaper": "Báo, cổng tin",
}
STATES = {
    "queued": "Đang chờ",
    "reading": "Đang xử lý",
    "understood": "Đang lập chỉ mục",
    "indexed": "Sẵn sàng",
    "failed": "Lỗi",
}
ADVICE = {
    "missing": "Tệp không còn; hãy tải lên lại.",
    "unreadable": "Kiểm tra tệp mở được trên máy của bạn, rồi tải lên lại.",
    "empty": "Tệp không có nội dung; hãy kiểm tra lại bản gốc.",
    "too_large": "Tách tệp thành nhiều phần hoặc giảm dung lượng ảnh, rồi tải lên lại.",
    "encrypted": "Mở tệp bằng mật khẩu, lưu một bản không mật khẩu, rồi tải bản đó lên.",
    "wrong_password": "Lưu một bản không mật khẩu, rồi tải bản đó lên.",
    "broken": "Mở tệp bằng phần mềm soạn thảo, lưu lại thành bản mới, rồi tải bản mới lên.",
    "scanned": "Tệp chỉ có ảnh quét; hãy tìm bản có chữ, hoặc nhận dạng chữ (OCR) trước khi tải lên.",
    "unsupported": "Lưu thành PDF, Word, Excel, ODT, HTML hoặc văn bản thuần, rồi tải lên lại.",
    "too_slow": "Tách tệp thành nhiều phần, hoặc lưu lại bằng phần mềm soạn thảo, rồi tải lên lại.",
    "gave_up": "Tệp làm chương trình đọc dừng đột ngột nhiều lần; hãy lưu lại bằng phần mềm khác, hoặc gửi tệp cho người quản trị xem.",
    "mismatch": "Đuôi tệp không đúng với nội dung; hãy đổi đúng đuôi tệp, rồi tải lên lại.",
}
UNSURE = 0.8
SOON = 14
"""Days before a deadline from which it is near."""
KINDS = {"task": "Nhiệm vụ", "target": "Chỉ tiêu", "report": "Báo cáo"}
STATUSES = {"overdue": "Quá hạn", "soon": "Sắp đến hạn", "none": "Không ghi hạn", "recurring": "Định kỳ"}
RECURRENCES = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half-yearly": "sáu tháng một lần",
    "yearly": "hằng năm",
    "continuous": "thường xuyên",
    "regularly": "thường xuyên",
}
EVERY = re.compile(r"every (\d+) (day|week|month|quarter|year)s?")
UNITS = {"day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}
OPERATORS = {">=": "từ … trở lên", "<=": "không quá", ">": "trên", "<": "dưới", "=": "bằng", "~": "khoảng"}
CITED = {
    "held": "có trong kho",
    "missing": "chưa có trong kho",
    "ambiguous": "chưa rõ là văn bản nào",
    "self": "chính văn bản này",
    "unclear": "không đủ chữ để nhận ra",
}
RELATIONS = {
    "căn cứ": ("Căn cứ", "Lấy văn bản này làm căn cứ"),
    "thực hiện": ("Thực hiện, triển khai", "Thực hiện, triển khai văn bản này"),
    "hướng dẫn": ("Hướng dẫn", "Hướng dẫn văn bản này"),
    "sửa đổi bổ sung": ("Sửa đổi, bổ sung", "Sửa đổi, bổ sung văn bản này"),
    "thay thế": ("Thay thế", "Thay thế văn bản này"),
    "bãi bỏ": ("Bãi bỏ", "Bãi bỏ văn bản này"),
    "đính chính": ("Đính chính", "Đính chính văn bản này"),
    "hợp nhất": ("Hợp nhất", "Hợp nhất văn bản này"),
    "ban hành kèm theo": ("Ban hành kèm theo", "Văn bản này ban hành kèm theo"),
    "dẫn chiếu": ("Dẫn chiếu", "Dẫn chiếu văn bản này"),
}
"""What a relation is called as seen from the document that cites, and from the one that is cited."""

LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
"""Types that are one name with their title."""
OPENERS = (
    *("của ", "quy định ", "hướng dẫn ", "ban hành ", "sửa đổi", "bổ sung ", "bãi bỏ ", "công bố ", "phê duyệt ", "đính chính "),
    *("thực hiện ", "triển khai ", "tổ chức ", "điều chỉnh ", "thành lập ", "giao ", "phân công "),
)
"""How titles begin that follow the issuer without "về": "của Chính phủ quy định chi tiết ..."."""

FORMATS = "PDF có chữ, Word (DOCX, DOC, RTF, ODT), Excel (XLSX, XLS), HTML, Markdown, văn bản thuần."
"""What can be taken in."""

VERDICTS = {
    "wrong": ("ghi chưa đúng", "alert"),
    "old": ("không còn hiệu lực", "close"),
    "partly": ("cần xem hiệu lực", "clock"),
    "absent": ("chưa có trong kho", "gap"),
    "unsure": ("chưa xác định được", "question"),
    "fine": ("khớp với kho", "check"),
}
"""What is said of a document that a draft cites, and the icon beside it."""

SUGGESTED = {"number": "số hiệu", "title": "văn bản", "organ": "cơ quan", "phrase": "cụm từ", "filter": "điều kiện"}
PLACES = {"passage": "trong đoạn", "heading": "trong đề mục", "title": "trong trích yếu", "number": "trong số, ký hiệu"}


def day(iso: str | None) -> str:
    """A date as it is written in Vietnam: "2021-12-15" -> "15/12/2021", "2022-11" -> "11/2022"."""
    return "/".join(reversed((iso or "").split("-")))


def moment(at: datetime) -> str:
    """A time in Vietnam, "15/12/2021 09:30"; times of the catalog are UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(HERE).strftime("%d/%m/%Y %H:%M")


def today() -> str:
    """The day in Vietnam, ISO."""
    return datetime.now(HERE).date().isoformat()


def as_day(iso: str) -> date | None:
    """A full day; "2022-11-31", the store's end of a month, is its last day; None for a month, a year or nothing."""
    if len(iso) != len("2021-12-15"):
        return None
    year, month, day_of_month = (int(part) for part in iso.split("-"))
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))


def standing(due: str, last: str) -> tuple[str, str]:
    """How a deadline stands today, as a look ("past", "soon", "") and in words; `due` and `last` are its first and last day (ISO)."""
    now = date.fromisoformat(today())
    first, end = as_day(due), as_day(last)
    if first is None or end is None:
        return "", ""
    if end < now:
        return "past", "đã quá hạn"
    left = ((first if first >= now else end) - now).days
    if left > SOON:
        return "", ""
    return "soon", f"còn {left} ngày" if left else "hạn hôm nay"


def number(value: float) -> str:
    """A whole number with the Vietnamese separator, "86.678"."""
    return f"{value:,.0f}".replace(",", ".")


def size(octets: int) -> str:
    """How large a file is: "812 byte", "20 KB", "3,4 MB"."""
    if octets < 1024:
        return f"{octets} byte"
    if octets < 1024 * 1024:
        return f"{octets / 1024:.0f} KB"
    return f"{octets / 1024 / 1024:.1f} MB".replace(".", ",")


def value(number: float | None) -> str:
    """A number of a target: 70.0 -> "70", 0.5 -> "0,5", None -> "…" (left blank in the text)."""
    return "…" if number is None else f"{number:,.10g}".replace(",", "_").replace(".", ",").replace("_", ".")


def recurrence(name: str | None) -> str:
    """How often a deadline comes again: "monthly" -> "hằng tháng", "every 2 months" -> "2 tháng một lần"."""
    if not name:
        return ""
    every = EVERY.fullmatch(name)
    return f"{every[1]} {UNITS[every[2]]} một lần" if every else RECURRENCES.get(name, "định kỳ")


def relation(kind: str, *, later: bool = False) -> str:
    """A kind of relation as the heading of a list."""
    return RELATIONS.get(kind, (kind.capitalize(), f"{kind.capitalize()} văn bản này"))[later]


def named(symbol: str, type: str, title: str = "") -> str:
    """A document by its type and number, else by its title: "Nghị quyết 02-NQ/TW"."""
    return " ".join(filter(None, (type, symbol))) if symbol else title or type or "Văn bản không số"


def shorter(words: str, most: int) -> str:
    """The words, cut at a space where they are longer than `most` characters."""
    return words if len(words) <= most else f"{words[: most - 1].rpartition(' ')[0] or words[: most - 1]}…"


def file_of(source: str) -> str:
    """The file's own name."""
    return PurePosixPath(source.replace("\\", "/")).name or source


def state(name: str) -> str:
    """A state of the catalog."""
    return STATES.get(name, name)


def waiting(entry: Entry) -> bool:
    """Whether a document is still on its way."""
    return entry.state in WAITING


def advice(code: str) -> str:
    """What a person can do about a file that could not be taken in."""
    return ADVICE.get(code, "Thử xử lý lại; nếu vẫn lỗi, báo cho người quản trị.")


def citation(header: Header) -> str:
    """How the document is cited (NĐ 30/2020, Phụ lục I, II.6: tên loại, số, ký hiệu, ngày, cơ quan, trích yếu)."""
    facts = (header.type, header.symbol, header.issued, header.issuer, header.subject)
    return _cited(*((fact.value if fact else "") for fact in facts))


def entry_citation(entry: Entry, *, spelled: bool = False) -> str:
    """The same of a document in the catalog; `spelled` gives the date in words, as among the bases of a document."""
    return _cited(entry.type, entry.symbol, entry.issued, entry.issuer, entry.title, spelled=spelled)


def _cited(type: str, symbol: str, issued: str, issuer: str, subject: str, *, spelled: bool = False) -> str:
    name = type or "Văn bản"
    if type in LAWS and subject:  # "Luật Quản lý thuế số 108/2025/QH15"
        name, subject = f"{type} {subject.capitalize() if subject.isupper() else subject}", ""
    parts = [f"{name} số {symbol}" if symbol else name]
    if issued:
        parts.append(_dated(issued, spelled=spelled))
    if issuer and not subject.lower().startswith("của "):  # "của Ban Chấp hành Đảng bộ tỉnh về …" says it itself
        parts.append(f"của {issuer}")
    if subject:
        parts.append(f"“{subject}”" if not (symbol or type) else _about(subject))
    return " ".join(parts)


def _dated(issued: str, *, spelled: bool) -> str:
    """ "ngày 05/03/2024", spelled "ngày 05 tháng 3 năm 2024": days below 10, January and February have a nought (NĐ 30/2020, II.4)."""
    if issued.count("-") != 2:
        return f"tháng {day(issued)}" if "-" in issued else f"năm {issued}"
    if not spelled:
        return f"ngày {day(issued)}"
    year, month, number = issued.split("-")
    return f"ngày {number} tháng {month if month <= '02' else month.lstrip('0')} năm {year}"


def _about(subject: str) -> str:
    """What a document is about, after its issuer: "V/v tăng cường ..." -> "về việc tăng cường ..."; verbs need no "về"."""
    for lead, said in (("V/v ", "về việc "), ("Về việc ", "về việc "), ("Về ", "về ")):
        if subject.lower().startswith(lead.lower()):
            return said + subject[len(lead) :]
    if subject.lower().startswith(OPENERS):
        return subject if subject.isupper() else subject[0].lower() + subject[1:]
    return f"về {subject}"
