"""`python -m corpus backup | restore | move | corrections`: what an administrator does with the store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import VanKienError
from corpus.settings import Settings

REBUILD = "Chỉ mục không nằm trong tệp sao lưu: hãy chạy «python -m indices rebuild» (véc-tơ có sẵn, không phải tính lại)."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 when all went well, 1 when something is missing or failed, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1


def _backup(options: argparse.Namespace) -> int:
    from corpus.backup import backup

    kept = backup(Settings.from_env(), options.file, progress=_say)
    print(f"Đã sao lưu {kept.tables['document']:,} văn bản, {kept.originals:,} bản gốc ({kept.size / 1e6:,.1f} MB) vào {options.file}.")
    for sha256 in kept.damaged:
        print(f"Bản gốc {sha256} đã hỏng từ trước, không có trong bản sao lưu; hãy nạp lại tệp ấy.", file=sys.stderr)
    return 1 if kept.damaged else 0


def _restore(options: argparse.Namespace) -> int:
    from corpus.backup import restore

    kept = restore(Settings.from_env(), options.file, progress=_say)
    print(f"Đã khôi phục {kept.tables['document']:,} văn bản, {kept.originals:,} bản gốc. {REBUILD}")
    return 0


def _move(options: argparse.Namespace) -> int:
    from corpus.backup import move

    tables = move(Settings.from_env(), options.url)
    print(f"Đã chép {tables['document']:,} văn bản sang kho mới; hãy đặt VANKIEN_DATABASE_URL rồi khởi động lại. Kho cũ vẫn còn nguyên.")
    return 0


def _corrections(options: argparse.Namespace) -> int:
    from corpus.gold import export
    from corpus.store import open_store

    written = export(open_store(Settings.from_env()), options.export)
    print(f"Đã xuất sửa đổi của {len(written):,} văn bản vào {options.export}.")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="Sao lưu, khôi phục, chuyển kho văn bản; xuất sửa đổi.")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    one = commands.add_parser("backup", help="chép danh mục và bản gốc vào một tệp .tar, trong khi mọi thứ vẫn chạy")
    one.add_argument("file", type=Path, metavar="TỆP")
    one.set_defaults(run=_backup)
    one = commands.add_parser("restore", help="khôi phục một tệp sao lưu vào một kho trống")
    one.add_argument("file", type=Path, metavar="TỆP")
    one.set_defaults(run=_restore)
    one = commands.add_parser("move", help="chép danh mục sang cơ sở dữ liệu khác (SQLite ↔ PostgreSQL)")
    one.add_argument("url", metavar="URL", help="dạng SQLAlchemy: postgresql+psycopg://người:mật_khẩu@máy/tên")
    one.set_defaults(run=_move)
    one = commands.add_parser("corrections", help="xuất các sửa đổi của người dùng thành dữ liệu chuẩn (dạng tests/gold)")
    one.add_argument("--export", type=Path, required=True, metavar="THƯ_MỤC")
    one.set_defaults(run=_corrections)
    return parser


if __name__ == "__main__":
    sys.exit(main())
