"""Talks to Elasticsearch: the client from the settings, patience with a busy server, and its errors in our words."""

from __future__ import annotations

import copy
import logging
import random
import ssl
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import elastic_transport
import elasticsearch
from elasticsearch import Elasticsearch

from corpus.settings import Settings
from indices.protocol import IndexFailure

T = TypeVar("T")
BUSY = (429, 502, 503, 504)  # the server is there, but not now
READING = 10.0  # seconds a question waits for a busy server, or for another node to take over
WRITING = 60.0  # seconds a writer waits for a server that is busy or comes back
_REFUSED = 1.0  # seconds a question waits when nobody answers at all: the page says so at once
_FIRST, _LONGEST = 0.1, 5.0  # seconds between two tries, doubled each time, with jitter

# Every node that does not answer would be a traceback on the screen; what concerns the user is said by `failure`.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


class Connection:
    """One client for all threads of a process; nothing is sent before the first question."""

    def __init__(self, settings: Settings) -> None:
        self.hosts = [url.strip() for url in settings.elasticsearch_url.split(",") if url.strip()]
        self._when_busy, self._when_refused = READING, _REFUSED
        self._ca = settings.elasticsearch_ca
        self._timeout = settings.elasticsearch_timeout
        self._client = _client(settings, self.hosts)

    def read(self, call: Callable[[Elasticsearch], T]) -> T:
        """Ask, with the patience of a person before a page. Raises IndexFailure."""
        return self._patiently(call, busy=self._when_busy, refused=self._when_refused)

    def patient(self) -> Connection:
        """The same connection for a background job, whose questions too may wait."""
        other = copy.copy(self)
        other._when_busy = other._when_refused = WRITING
        return other

    def write(self, call: Callable[[Elasticsearch], T], *, patience: float = WRITING) -> T:
        """Do what may be done twice without harm, with the patience of a background job. Raises IndexFailure."""
        slow = self._client.options(request_timeout=max(self._timeout, patience))
        return self._patiently(lambda _: call(slow), busy=patience, refused=patience)

    def close(self) -> None:
        """Let go of the sockets."""
        self._client.close()

    def _patiently(self, call: Callable[[Elasticsearch], T], *, busy: float, refused: float) -> T:
        began, rest = time.monotonic(), _FIRST
        while True:
            try:
                return call(self._client)
            except (elasticsearch.ApiError, elastic_transport.TransportError) as exc:
                limit = busy if _busy(exc) else refused if _refused(exc) else 0.0
                if time.monotonic() - began + rest > limit:
                    raise self.failure(exc) from exc
            rest = pause(rest)

    def failure(self, exc: Exception) -> IndexFailure:
        """What went wrong, and what to do about it."""
        where = ", ".join(_without_password(url) for url in self.hosts)
        code, message = _explained(exc, self._ca)
        return IndexFailure(code, f"Elasticsearch ({where}): {message}")


def pause(rest: float) -> float:
    """Sleep for about this long, so that many clients do not come back together; returns how long to sleep next time."""
    time.sleep(rest * random.uniform(0.5, 1.0))
    return min(2 * rest, _LONGEST)


def _client(settings: Settings, hosts: list[str]) -> Elasticsearch:
    options: dict[str, Any] = {"request_timeout": settings.elasticsearch_timeout, "max_retries": len(hosts), "connections_per_node": 32}
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key
    elif settings.elasticsearch_user:
        options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password)
    try:
        if settings.elasticsearch_ca:
            options["ssl_context"] = ssl.create_default_context(cafile=settings.elasticsearch_ca)
        return Elasticsearch(hosts, **options)
    except (ValueError, OSError) as exc:  # an address without a port, a CA file that is not there
        raise IndexFailure("bad_setting", f"Cài đặt VANKIEN_ELASTICSEARCH_* không dùng được: {exc}.") from exc


def _busy(exc: Exception) -> bool:
    return isinstance(exc, elastic_transport.ConnectionTimeout) or (isinstance(exc, elasticsearch.ApiError) and exc.status_code in BUSY)


def _refused(exc: Exception) -> bool:
    return isinstance(exc, elastic_transport.ConnectionError) and not isinstance(exc, elastic_transport.TlsError)


def _explained(exc: Exception, ca: str) -> tuple[str, str]:
    """Code and Vietnamese sentence."""
    if isinstance(exc, elastic_transport.TlsError):
        known = f"tệp CA «{ca}»" if ca else "các CA của hệ thống"
        return "tls", f"chứng chỉ TLS của máy chủ không được {known} xác nhận. Hãy kiểm tra VANKIEN_ELASTICSEARCH_CA."
    if isinstance(exc, elastic_transport.ConnectionTimeout):
        return "timeout", "máy chủ không trả lời kịp. Hãy thử lại; nếu còn chậm, hãy tăng VANKIEN_ELASTICSEARCH_TIMEOUT."
    if isinstance(exc, elastic_transport.ConnectionError):
        return "down", "không nối được tới máy chủ. Hãy kiểm tra máy chủ đã chạy và VANKIEN_ELASTICSEARCH_URL."
    if isinstance(exc, elasticsearch.UnsupportedProductError):
        return "not_elasticsearch", "máy chủ trả lời nhưng không phải là Elasticsearch 8 hoặc 9."
    if isinstance(exc, elasticsearch.ApiError):
        return _refusal(exc)
    return "elasticsearch", f"lỗi bất ngờ ({exc})."


def _refusal(exc: elasticsearch.ApiError) -> tuple[str, str]:
    if exc.status_code == 401:
        return "unauthorized", "máy chủ từ chối khoá API hoặc mật khẩu. Hãy kiểm tra VANKIEN_ELASTICSEARCH_API_KEY, _USER, _PASSWORD."
    if "cluster_block_exception" in str(exc):
        return "blocked", "máy chủ không cho ghi (thường vì đĩa gần đầy). Hãy giải phóng đĩa của Elasticsearch rồi thử lại."
    if exc.status_code == 403:
        return "forbidden", "tài khoản hoặc khoá API không đủ quyền với chỉ mục này."
    if exc.status_code in BUSY:
        return "busy", "máy chủ đang quá tải hoặc đang khởi động. Hãy thử lại sau ít phút."
    return "elasticsearch", f"máy chủ báo lỗi {exc.status_code} ({reason(exc)})."


def reason(exc: elasticsearch.ApiError) -> str:
    """The server's own words, short."""
    body = exc.body if isinstance(exc.body, dict) else {}
    error = body.get("error", {})
    cause = error.get("root_cause") or [error] if isinstance(error, dict) else []
    said = cause[0].get("reason") if cause else None
    return str(said or exc)[:300]


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
