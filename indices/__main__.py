"""`python -m indices rebuild|status`: builds the index anew from the catalog, and tells whether the two are in step."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from corpus.errors import VanKienError
from corpus.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0 if all is well, 1 for a failure or an index out of step, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m indices", description="Chỉ mục của Văn Kiện.")
    parser.add_argument("command", choices=("rebuild", "status"), help="rebuild: dựng lại từ kho tài liệu; status: xem tình trạng")
    options = parser.parse_args(argv)
    try:
        settings = Settings.from_env()
        return _rebuild(settings) if options.command == "rebuild" else _status(settings)
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


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rĐang dựng lại chỉ mục: {done}/{total} tài liệu", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _status(settings: Settings) -> int:
    from corpus.store import open_store
    from indices import open_index

    store = open_store(settings)
    index = open_index(settings)
    try:
        held, known = index.documents(), store.understood()
    finally:
        index.close()
        store.close()
    wanted = {id: count for id, count in known.items() if count}
    missing = sum(held.get(id) != count for id, count in wanted.items())
    extra = len(held.keys() - wanted.keys())
    print(f"Chỉ mục ({settings.engine}): {len(held)} tài liệu, {sum(held.values())} đoạn")
    print(f"Kho tài liệu: {len(wanted)} tài liệu có đoạn để tìm, {sum(wanted.values())} đoạn")
    if missing or extra:
        print(f"Lệch nhau: thiếu hoặc cũ {missing}, thừa {extra} tài liệu. Hãy chạy «python -m indices rebuild».")
        return 1
    print("Chỉ mục khớp với kho tài liệu.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
