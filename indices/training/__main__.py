"""`python -m indices.training FOLDER`: trains the adapter of the default model on the train split of a folder of questions."""

from __future__ import annotations

import argparse
import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import VanKienError
from corpus.settings import Settings

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # names in malloc.h


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the adapter is written, 1 when something is missing, 2 for a wrong call."""
    options = _parser().parse_args(argv)
    try:
        run(options, Settings.from_env())
    except VanKienError as error:
        print(f"Lỗi: {error.message}", file=sys.stderr)
        return 1
    return 0


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Read, mine, train, write."""
    from indices.encoder import open_encoder
    from indices.model.adapter import load
    from indices.training.base import base_folder
    from indices.training.landed import write
    from indices.training.mining import mined
    from indices.training.pairs import WRITTEN, material
    from indices.training.train import Recipe, content, train

    output = options.output or settings.data_dir / "training"
    base = base_folder(output)
    written = WRITTEN if options.written is None else options.written
    encoder = open_encoder(settings)
    found = mined(material(options.folders, written=written, repeat=options.repeat, encoder=encoder), encoder, output, say=_say)
    given = found.material
    del encoder  # its memory is needed
    start = load(options.start) if options.start else None
    recipe = Recipe(**{name: value for name in Recipe.__slots__ if (value := getattr(options, name)) is not None})
    made = {
        "base": base.name,
        "data": ", ".join(folder.name for folder in options.folders),
        "digest": given.digest,
        "pairs": str(len(given.pairs)),
        "written": ", ".join(file.name for file in written),
        "repeat": str(options.repeat),
        "start": content(start) if start else "",
    }
    _say(f"{len(given.pairs)} cặp câu hỏi – văn bản, {len(given.articles):,} văn bản; {recipe}")
    _keep_memory()
    trained = train(given, found.hard, base=base, output=output, recipe=recipe, made=made, start=start, say=_say)
    file = write(trained, base=base, output=output, made=made)
    _say(f"Đã ghi {file} ({file.stat().st_size / 1e6:.1f} MB) và {file.with_suffix('.json').name}: chép cả hai vào indices/model.")


def _keep_memory() -> None:
    """Let glibc keep the memory that a step frees for the next one: page faults took as long as the arithmetic."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        for option, value in ((_MMAP_THRESHOLD, 32 << 20), (_TRIM_THRESHOLD, 2**31 - 1), (_TOP_PAD, 256 << 20)):
            libc.mallopt(option, value)


def _positive(said: str) -> int:
    if (number := int(said)) < 1:
        raise argparse.ArgumentTypeError("phải từ 1 trở lên")
    return number


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indices.training", description="Huấn luyện bộ thích ứng của mô hình nhúng mặc định.")
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="FOLDER", help="thư mục có corpus.jsonl.xz, queries.jsonl (chỉ dùng phần train), qrels.tsv"
    )
    parser.add_argument("--output", type=Path, help="nơi ghi (mặc định: var/training); chạy lại thì làm tiếp từ lượt đã xong")
    parser.add_argument("--start", type=Path, metavar="FILE", help="bộ thích ứng (.safetensors) để huấn luyện tiếp, thay vì từ đầu")
    parser.add_argument("--written", type=Path, nargs="*", metavar="FILE", help="câu hỏi tự viết (mặc định: mọi tệp written*.tsv đi kèm)")
    parser.add_argument(
        "--repeat", type=_positive, default=1, metavar="N", help="số lần mỗi câu hỏi train của thư mục có mặt trong một lượt (mặc định 1)"
    )
    for name, kind in (("epochs", int), ("rank", int), ("size", int), ("negatives", int), ("seed", int)):
        parser.add_argument(f"--{name}", type=kind)
    for name in ("rate", "temperature", "variants", "scale"):
        parser.add_argument(f"--{name}", type=float)
    return parser


if __name__ == "__main__":
    sys.exit(main())
