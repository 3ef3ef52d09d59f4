"""What keeps other sites out: response headers, and refusing forms that were sent from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from webapp.errors import WebError

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE = {"GET", "HEAD", "OPTIONS"}


def register(app: Flask) -> None:
    """Guard every request and every answer of the application."""
    app.before_request(_same_site)
    app.after_request(_headers)


def _same_site() -> None:
    """Refuse a change that another site asks for; the one cookie holds a name and gives no rights, so this is all the forging there can be.

    Browsers say where a form comes from (Sec-Fetch-Site, Origin); programs such as curl say neither and are let in.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site not in {None, "same-origin", "none"} or (origin is not None and urlsplit(origin).netloc != request.host)
    if foreign:
        raise WebError(403, "cross_site")


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
