"""`python -m indices rebuild|upgrade|status|repair|prune`: the index built anew from the catalog, compared with it, mended after it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from corpus.errors import VanKienError
from corpus.settings import Settings

STATES = {"queued": "chờ đọc", "reading": "đang đọc", "understood": "đã hiểu", "indexed": "đã vào chỉ mục", "failed": "lỗi"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0 if all is well, 1 for a failure or an index out of step, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m indices", description="Chỉ mục của Văn Kiện.")
    words = "rebuild: dựng lại từ kho tài liệu; upgrade: dựng lại nếu do phiên bản hay mô hình khác dựng; status: xem tình trạng; "
    words += "repair: sửa chỗ lệch nhau, không đọc lại tệp; prune: xoá các bản cũ (Elasticsearch giữ chúng đến khi được bảo)"
    parser.add_argument("command", choices=tuple(_COMMANDS), help=words)
    options = parser.parse_args(argv)
    try:
        return _COMMANDS[options.command](Settings.from_env())
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1


def _rebuild(settings: Settings) -> int:
    from corpus.store import open_store
    from indices.encoder import open_encoder
    from indices.rebuild import rebuild

    store = open_store(settings)
    try:
        made = rebuild(settings, store, open_encoder(settings), progress=_show)
    finally:
        store.close()
    print(f"Đã dựng lại chỉ mục: {made.documents} tài liệu, {made.passages} đoạn.")
    return 0


def _upgrade(settings: Settings) -> int:
    from corpus.store import open_store
    from indices.encoder import open_encoder
    from indices.upgrade import upgrade

    store = open_store(settings)
    try:
        made = upgrade(settings, store, lambda: open_encoder(settings), progress=_show)
    finally:
        store.close()
    if made:
        print(f"Chỉ mục do phiên bản hoặc mô hình khác dựng; đã dựng lại: {made.documents} tài liệu, {made.passages} đoạn.")
    return 0


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rĐang dựng lại chỉ mục: {done}/{total} tài liệu", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _prune(settings: Settings) -> int:
    from indices import prune

    dropped = prune(settings)
    print(f"Đã xoá {len(dropped)} bản cũ{': ' if dropped else ''}{', '.join(dropped)}.")
    return 0


def _status(settings: Settings) -> int:
    from corpus.store import open_store
    from indices import listed, open_index
    from indices.drift import drift

    for line in listed(settings):
        print(line)
    store = open_store(settings)
    index = open_index(settings)
    try:
        found, states = drift(index, store), store.counts()
    finally:
        index.close()
        store.close()
    print(f"Chỉ mục ({settings.engine}): {found.documents} tài liệu, {found.passages} đoạn")
    print(f"Kho tài liệu: {found.wanted} tài liệu có đoạn để tìm, {found.wanted_passages} đoạn")
    print(f"Trạng thái: {', '.join(f'{STATES[name]} {count}' for name, count in states.items() if count) or 'kho trống'}")
    if found.pending:
        print(f"Đang chờ vào chỉ mục: {found.pending} tài liệu.")
    if found:
        print(f"Lệch nhau: thiếu hoặc cũ {len(found.missing)}, thừa {len(found.surplus)} tài liệu. Hãy chạy «python -m indices repair».")
        return 1
    print("Chỉ mục khớp với kho tài liệu.")
    return 0


def _repair(settings: Settings) -> int:
    from functools import cache

    from corpus.store import open_store
    from indices import open_index
    from indices.drift import repair
    from indices.encoder import open_encoder

    store = open_store(settings)
    index = open_index(settings)
    try:
        found = repair(index, store, cache(lambda: open_encoder(settings)))
    finally:
        index.close()
        store.close()
    print(f"Đã sửa: đưa lại {len(found.missing)}, bỏ {len(found.surplus)} tài liệu; {found.pending} tài liệu đang chờ vào chỉ mục.")
    return 0


_COMMANDS = {"rebuild": _rebuild, "upgrade": _upgrade, "status": _status, "repair": _repair, "prune": _prune}

if __name__ == "__main__":
    sys.exit(main())
