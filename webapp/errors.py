"""What goes wrong on the web, as a friendly Vietnamese page or as RFC 9457 problem details, by what the client accepts."""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from corpus.errors import VanKienError
from webapp.render import block, target, wants_fragment

LOG = logging.getLogger(__name__)
AWAY, AGAIN = 503, 10
"""What is away (index, catalog) comes back by itself: after so many seconds the page asks again, without anybody at the keyboard."""

TITLES = {
    400: "Yêu cầu chưa đúng",
    403: "Yêu cầu bị từ chối",
    404: "Không tìm thấy",
    405: "Cách gọi không được hỗ trợ",
    409: "Chưa làm được lúc này",
    413: "Tệp quá lớn",
    415: "Kiểu dữ liệu không được hỗ trợ",
    500: "Máy chủ gặp lỗi",
    503: "Tạm thời chưa phục vụ được",
}
DETAILS = {
    400: "Địa chỉ hoặc biểu mẫu có giá trị không hợp lệ.",
    403: "Biểu mẫu được gửi từ một trang khác. Hãy mở lại trang này rồi gửi lại.",
    404: "Địa chỉ này không có, hoặc văn bản đã bị xoá.",
    405: "Địa chỉ này có nhưng không nhận cách gọi vừa dùng.",
    413: "Tổng dung lượng gửi lên vượt quá mức cho phép; hãy gửi ít tệp hơn mỗi lần.",
    415: "Hãy gửi tệp dưới dạng multipart/form-data.",
    500: "Lỗi đã được ghi lại. Hãy thử lại; nếu vẫn gặp, báo cho người quản trị.",
    503: "Hãy thử lại sau ít phút.",
}


class WebError(VanKienError):
    """A request that cannot be answered, with its HTTP status."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code, message or DETAILS.get(status, DETAILS[400]))
        self.status = status


def not_found(message: str = "") -> WebError:
    """A 404, with its own sentence where it has one."""
    return WebError(404, "not_found", message)


def register(app: Flask) -> None:
    """Answer every error of the application ourselves."""
    app.register_error_handler(VanKienError, _ours)
    app.register_error_handler(SecurityError, _foreign_name)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: VanKienError) -> Response:
    status = getattr(error, "status", None) or (400 if _asked_wrongly(error) else 503)
    if status >= 500:
        LOG.error("%s %s: %s", request.method, request.path, error)  # its words say it all
    return _answer(status, error.code, error.message)


def _foreign_name(_: SecurityError) -> Response:
    """A host name that is not ours; no page can be drawn for it, for no address leads back here."""
    asked = f"Trang này không phục vụ tên máy «{request.headers.get('Host', '')}»."
    detail = f"{asked} Người quản trị thêm tên đó vào VANKIEN_TRUSTED_HOSTS nếu đúng là của cơ quan."
    if _wants_json():
        return _answer(400, "foreign_host", detail)
    return Response(detail, status=400, mimetype="text/plain")


def _asked_wrongly(error: VanKienError) -> bool:
    return error.code in {"bad_mode", "bad_sort", "bad_limit", "bad_day", "bad_correction", "bad_filter", "bad_order"}


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())  # a redirect is no error
    answer = _answer(error.code, f"http_{error.code}", DETAILS.get(error.code, DETAILS[400]))
    for name, value in error.get_headers():
        if name.lower() == "allow":
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    LOG.error("%s %s", request.method, request.path, exc_info=error)
    return _answer(InternalServerError.code, "internal", DETAILS[500])


def _answer(status: int, code: str, detail: str) -> Response:
    title = TITLES.get(status, "Có lỗi")
    response = _problem(status, code, title, detail) if _wants_json() else _page(status, title, detail)
    response.status_code = status
    if status == AWAY:
        response.headers["Retry-After"] = str(AGAIN)
    return response


def _wants_json() -> bool:
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/problem+json", "application/json"], default="text/html")
    return best != "text/html"


def _problem(status: int, code: str, title: str, detail: str) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/problem+json")


def _page(status: int, title: str, detail: str) -> Response:
    again = AGAIN if status == AWAY and request.method == "GET" else 0
    context = {"status": status, "title": title, "detail": detail, "again": again, "into": target()}
    html = block("error.html", "error", **context) if wants_fragment() else render_template("error.html", **context)
    return make_response(html)
