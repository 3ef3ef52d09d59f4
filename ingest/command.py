"""The command line of ingest: its options, what it prints, and its exit status (0 all read, 1 some not, 2 wrong call)."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from corpus.errors import VanKienError
    from corpus.settings import Settings
    from ingest.results import Progress, Result

log = logging.getLogger(__name__)
USAGE = """Cách dùng:
  python -m ingest [--json] [--password MẬT_KHẨU] ĐƯỜNG_DẪN…
  python -m ingest --inspect [--password MẬT_KHẨU] ĐƯỜNG_DẪN…
  python -m ingest --again [--reread] [--json]
  python -m ingest --worker [--queues reading,encoding,indexing] [--concurrency SỐ]"""
MARKS = {"indexed": "✓", "unchanged": "=", "failed": "✗"}
AGAIN = {"changed": "thay đổi", "reindexed": "thay đổi và lập lại chỉ mục", "unchanged": "không đổi", "failed": "lỗi", "skipped": "bỏ qua"}
COUNTS = {"indexed": "mới", "unchanged": "không đổi", "failed": "lỗi"}
TITLE = 60  # letters of a title that stand in for a number
EVERY = 5.0  # seconds between lines of progress where there is no terminal to write over
REST = 5.0  # seconds before a worker that broke is begun anew
STOPPED = "Đã dừng. Những tệp chưa xong sẽ được làm tiếp ở lần chạy sau."


_Help = argparse.RawDescriptionHelpFormatter  # keeps the lines of the usage


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Vietnamese where a person made a mistake."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        option = next((word for word in message.replace(":", " ").split() if word.startswith("--")), "")
        if "expected one argument" in message:
            message = f"tuỳ chọn {option} cần một giá trị."
        elif "invalid int value" in message:
            message = f"tuỳ chọn {option} cần một số."
        self.exit(2, f"Lỗi: {message}\n{USAGE}\n")


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit status is 0 if all files were read, 1 if some were not, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Vietnamese in any locale; a name that is not UTF-8 as "\\udc..", valid in JSON
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        parser.error(f"không có tuỳ chọn {' '.join(unknown)}.")
    if not (options.paths or options.worker or options.again):
        parser.error("cần ít nhất một tệp, thư mục hoặc tệp nén (.zip, .tar.gz).")
    return _reported(options)


def _parser() -> argparse.ArgumentParser:
    about = f"Nạp văn bản vào kho và chỉ mục để tìm kiếm.\n\n{USAGE}"
    parser = _Parser(usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False, description=about, formatter_class=_Help)
    add = parser.add_argument_group("Tham số").add_argument
    add("paths", nargs="*", metavar="ĐƯỜNG_DẪN", help="tệp, thư mục (kể cả thư mục con) hoặc tệp nén .zip, .tar.gz")
    add("--json", action="store_true", help="in kết quả từng tệp dưới dạng JSON, mỗi tệp một dòng, khi xong")
    add("--inspect", action="store_true", help="chỉ đọc hiểu và in JSON, không lưu gì")
    add("--password", metavar="MẬT_KHẨU", help="mật khẩu của tệp PDF hoặc tệp nén có khoá")
    add("--again", action="store_true", help="hiểu lại mọi văn bản trong kho theo quy tắc mới, giữ mọi sửa đổi của người dùng")
    add("--reread", action="store_true", help="cùng với --again: đọc lại cả các tệp gốc đã lưu")
    add("--worker", action="store_true", help="chạy nền: lần lượt xử lý các văn bản đang chờ")
    add("--queues", metavar="TÊN,…", help="cùng với --worker và máy chủ hàng đợi: chỉ nhận việc của các hàng đợi này")
    add("--concurrency", metavar="SỐ", type=int, help="cùng với --worker và máy chủ hàng đợi: số tiến trình làm việc (mặc định 2)")
    add("-h", "--help", action="help", help="in trợ giúp này")
    return parser


def _reported(options: argparse.Namespace) -> int:
    """Run what was asked for; an error that concerns no single file is one sentence, not a traceback."""
    from corpus.errors import SettingsError, VanKienError
    from corpus.logs import configure
    from corpus.settings import Settings

    try:
        settings = Settings.from_env()
        configure(settings, logging.INFO if options.worker else logging.WARNING)
        code = _run(options, settings)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, head say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except VanKienError as exc:
        print(f"Lỗi: {exc.message}", file=sys.stderr)
        return 2 if isinstance(exc, SettingsError) else 1
    except KeyboardInterrupt:
        print(f"\n{STOPPED}", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.worker:
        return _work(options, settings)
    if options.inspect:
        return _inspect(options, settings)
    return _again(options, settings) if options.again else _ingest(options, settings)


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    from ingest.pipeline import open_pipeline

    started = time.monotonic()
    meter = _Meter()
    results = open_pipeline(settings).ingest(options.paths, password=options.password, on_progress=meter)
    meter.clear()
    for result in results:
        print(json.dumps(result.to_json(), ensure_ascii=False) if options.json else _line(result))
    print(_summary(results, time.monotonic() - started), file=sys.stderr)
    return int(any(result.status == "failed" for result in results))


def _again(options: argparse.Namespace, settings: Settings) -> int:
    from ingest.again import again
    from ingest.pipeline import open_pipeline

    started, meter = time.monotonic(), _Meter()
    pipeline = open_pipeline(settings)
    if options.reread:
        print(f"Đọc lại {pipeline.store.requeue_all()} văn bản từ bản gốc…", file=sys.stderr)
    counts = again(pipeline, on_progress=meter)
    meter.clear()
    found = counts.to_json()
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    words = ", ".join(f"{found[name]} {word}" for name, word in AGAIN.items())
    print(f"Xong {found['documents']} văn bản trong {time.monotonic() - started:.1f} giây: {words}.", file=sys.stderr)
    return int(counts.failed > 0)


def _inspect(options: argparse.Namespace, settings: Settings) -> int:
    from ingest.inspect import inspect
    from ingest.sources import items

    good = True
    for item in items(options.paths, settings, password=options.password):
        found = inspect(item, settings, password=options.password)
        good = good and found["ok"]
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return int(not good)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    from corpus.errors import VanKienError
    from ingest.jobs import run_worker

    print("Đang chờ văn bản để xử lý; nhấn Ctrl+C để dừng.", file=sys.stderr)
    queues = [name.strip() for name in (options.queues or "").split(",") if name.strip()]
    try:
        run_worker(settings, queues=queues, concurrency=options.concurrency)
    except VanKienError as exc:
        if exc.code != "worker_broken":
            raise
        _begin_anew(exc)
    return 0


def _begin_anew(reason: VanKienError) -> None:
    """Replace this process by one that runs the same command: of the broken one nothing is left, and its number stays the same."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    log.error("%s Chạy lại sau %.0f giây.", reason.message, REST)
    time.sleep(REST)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


class _Meter:
    """Shows progress on stderr: one line written over and over on a terminal, a line now and then in a log."""

    def __init__(self) -> None:
        self._next = 0.0 if sys.stderr.isatty() else time.monotonic() + EVERY

    def __call__(self, progress: Progress) -> None:
        """Show how far the run is."""
        what = f"[{progress.done + 1}/{progress.total}] {progress.path}" if progress.path else "Mã hoá và lập chỉ mục…"
        if sys.stderr.isatty():
            print(f"\r\x1b[K{what[-100:]}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            print(what, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the terminal's line to what comes next."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _line(result: Result) -> str:
    """One result for people: "✓ a.pdf — 409/TB-LĐLĐ · Thông báo · 2021-12-15 · 12 đoạn"."""
    if result.status == "failed" or result.entry is None:
        return f"{MARKS[result.status]} {result.path} — {result.error_message}"
    entry = result.entry
    name = entry.symbol or entry.title[:TITLE]
    facts = [name, entry.type, entry.issued, f"{entry.passages} đoạn"]
    return f"{MARKS[result.status]} {result.path} — {' · '.join(filter(None, facts))}"


def _summary(results: Sequence[Result], seconds: float) -> str:
    """The last line: "Xong 14 tệp trong 3.2 giây: 13 mới, 0 không đổi, 1 lỗi."."""
    counts = ", ".join(f"{sum(result.status == status for result in results)} {word}" for status, word in COUNTS.items())
    return f"Xong {len(results)} tệp trong {seconds:.1f} giây: {counts}."
