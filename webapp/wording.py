"""How values read in Vietnamese: dates, sizes, states, names of fields, a document's citation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
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
    "unsupported": "Lưu thành PDF, DOCX, HTML hoặc văn bản thuần, rồi tải lên lại.",
    "mismatch": "Đuôi tệp không đúng với nội dung; hãy đổi đúng đuôi tệp, rồi tải lên lại.",
}
UNSURE = 0.8


def day(iso: str | None) -> str:
    """A date as it is written in Vietnam: "2021-12-15" -> "15/12/2021", "2022-11" -> "11/2022"."""
    return "/".join(reversed((iso or "").split("-")))


def moment(at: datetime) -> str:
    """A time in Vietnam, "15/12/2021 09:30"; times of the catalog are UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(HERE).strftime("%d/%m/%Y %H:%M")


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
    name = header.type.value if header.type else "Văn bản"
    parts = [f"{name} số {header.symbol.value}" if header.symbol else name]
    if header.issued:
        parts.append(f"ngày {day(header.issued.value)}" if header.issued.value.count("-") == 2 else f"tháng {day(header.issued.value)}")
    if header.issuer:
        parts.append(f"của {header.issuer.value}")
    if header.subject:
        parts.append(f"“{header.subject.value}”" if not (header.symbol or header.type) else f"về {_lower_first(header.subject.value)}")
    return " ".join(parts)


def _lower_first(subject: str) -> str:
    """ "V/v tăng cường ..." and "Về việc tăng cường ..." -> "việc tăng cường ..."; other words as they are."""
    for lead in ("V/v ", "Về việc ", "Về "):
        if subject.startswith(lead):
            return ("việc " if lead != "Về " else "") + subject[len(lead) :]
    return subject
