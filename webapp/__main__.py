"""`python -m webapp`: serves the pages, and works through waiting files in the same process where there is no broker."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from corpus.errors import VanKienError
from corpus.logs import configure
from corpus.settings import Settings
from webapp import create_app

if TYPE_CHECKING:
    from webapp.services import Services

LOG = logging.getLogger(__name__)
THREADS = 8
MB = 1024 * 1024


def main(argv: list[str] | None = None) -> int:
    """Serve until interrupted; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m webapp", description="Mở trang Văn Kiện.")
    parser.add_argument("--host", help="địa chỉ lắng nghe (mặc định VANKIEN_HOST)")
    parser.add_argument("--port", type=int, help="cổng (mặc định VANKIEN_PORT)")
    given = parser.parse_args(argv)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue of a moment is no news
    try:
        settings = Settings.from_env()
        configure(settings)
        _serve(settings, given.host or settings.host, given.port if given.port is not None else settings.port)
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Không mở được cổng: {error.strerror or error}. Hãy chọn cổng khác bằng --port hoặc VANKIEN_PORT.", file=sys.stderr)
        return 1
    return 0


def _serve(settings: Settings, host: str, port: int) -> None:
    from waitress.server import create_server  # type: ignore[import-untyped]

    from webapp.services import Services

    services = Services(settings)
    app = create_app(settings, services=services)
    limit = app.config["MAX_CONTENT_LENGTH"] + MB
    server = create_server(app, host=host, port=port, threads=THREADS, max_request_body_size=limit, ident="VanKien")
    threading.Thread(target=_prepare, args=(services,), name="prepare", daemon=True).start()
    print(f"Văn Kiện mở tại http://{host}:{port} (Ctrl+C để dừng)", flush=True)
    stop = services.start_worker()
    signal.signal(signal.SIGTERM, _end)
    try:
        server.run()
    finally:
        server.close()
        stop()


def _end(*_: object) -> NoReturn:
    """As Ctrl+C: answers under way are given, the document under way is finished, what is held is given back."""
    raise SystemExit


def _prepare(services: Services) -> None:
    """Load the model before the first question comes; what is missing is said then, on the page."""
    try:
        services.warm()
    except VanKienError as error:
        LOG.warning("%s", error.message)


if __name__ == "__main__":
    sys.exit(main())
