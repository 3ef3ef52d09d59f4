"""Why a file cannot be read, said in Vietnamese: what happened and what to do."""

from __future__ import annotations

from ingest.errors import ReadError

READABLE = "PDF có chữ, Word (.docx, .doc), RTF, OpenDocument (.odt), Excel (.xlsx, .xls), HTML, văn bản thuần (.txt) và Markdown (.md)"
MESSAGES = {
    "missing": "Không thấy tệp «{name}». Hãy kiểm tra lại đường dẫn.",
    "unreadable": "Không mở được «{name}»: {why}. Hãy kiểm tra quyền đọc của tệp.",
    "directory": "«{name}» là thư mục, không phải tệp. Hãy chọn một tệp.",
    "special": "«{name}» không phải là tệp thường. Hãy chọn một tệp văn bản.",
    "empty": "Tệp «{name}» rỗng (0 byte). Hãy kiểm tra lại tệp gốc.",
    "textless": "Tệp «{name}» không có chữ nào. Hãy kiểm tra lại tệp gốc.",
    "hollow": "Tệp nén «{name}» không có văn bản nào bên trong. Hãy kiểm tra lại tệp gốc.",
    "too_large": "Tệp «{name}» nặng {size} MB, quá giới hạn {limit} MB. Hãy chia nhỏ tệp, hoặc tăng VANKIEN_MAX_FILE_MB.",
    "inflated": "Tệp «{name}» bung ra quá giới hạn {limit} MB nên không được mở. Hãy kiểm tra lại nguồn của tệp.",
    "encrypted": "Tệp «{name}» có mật khẩu. Hãy nhập mật khẩu, hoặc lưu lại bản không có mật khẩu rồi nạp lại.",
    "encrypted_word": "Tệp «{name}» có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ tài liệu), lưu lại rồi nạp lại.",
    "wrong_password": "Mật khẩu của tệp «{name}» không đúng. Hãy nhập lại mật khẩu.",
    "broken": "Tệp «{name}» bị hỏng hoặc chưa tải về đủ. Hãy lấy lại tệp gốc.",
    "scanned": "Tệp «{name}» là bản quét, cần nhận dạng chữ (OCR) trước. Hãy nạp bản có chữ (PDF xuất từ Word, hoặc .docx).",
    "unsupported": "Chưa đọc được {what} («{name}»). Các định dạng đọc được: {readable}. {advice}",
    "mismatch": "Tệp «{name}» không đúng như đuôi .{extension}: nội dung không phải định dạng nào đọc được. Hãy kiểm tra lại tệp gốc.",
}
CODES = {
    "directory": "unreadable",
    "special": "unreadable",
    "textless": "empty",
    "hollow": "empty",
    "inflated": "too_large",
    "encrypted_word": "encrypted",
}
SAVE_AS_DOCX = "Hãy mở bằng Word hoặc LibreOffice rồi chọn «Lưu thành .docx»."
UNSUPPORTED = {
    "wordxml": ("tệp Word dạng XML", SAVE_AS_DOCX),
    "ods": ("bảng tính OpenDocument (.ods)", "Hãy chép bảng vào Word rồi lưu thành .docx."),
    "ppt": ("bản trình chiếu PowerPoint (.ppt)", "Hãy xuất thành PDF."),
    "pptx": ("bản trình chiếu PowerPoint (.pptx)", "Hãy xuất thành PDF."),
    "odp": ("bản trình chiếu OpenDocument (.odp)", "Hãy xuất thành PDF."),
    "epub": ("sách điện tử EPUB", "Hãy chuyển thành .docx hoặc PDF."),
    "image": ("ảnh", "Ảnh chụp hoặc bản quét cần nhận dạng chữ (OCR) trước."),
    "archive": ("tệp nén", "Hãy giải nén rồi nạp các tệp bên trong."),
    "ole": ("tệp Office đời cũ", SAVE_AS_DOCX),
    "unknown": ("định dạng này", "Hãy chuyển thành một trong các định dạng ấy."),
}


def failure(reason: str, name: str, **facts: object) -> ReadError:
    """The error for a reason of MESSAGES, about the file `name`; `facts` fill the sentence."""
    message = MESSAGES[reason].format(name=name, readable=READABLE, **facts)
    return ReadError(CODES.get(reason, reason), message)


def unsupported(kind: str, name: str) -> ReadError:
    """The error for a file of a kind we recognise but do not read."""
    what, advice = UNSUPPORTED[kind]
    return failure("unsupported", name, what=what, advice=advice)
