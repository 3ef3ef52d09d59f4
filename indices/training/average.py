"""`python -m indices.training.average FILE FILE… --output FOLDER`: the mean of adapters of one descent, as what lands.

Adapters that were trained on from one another lie near each other, and the mean of their factors keeps what both have learnt
(Wortsman et al., Model soups, 2022). It costs nothing when questions are answered.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import VanKienError
from indices.model.adapter import Adapter, load
from indices.training import TrainingError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the mean is written, 1 when adapters do not fit, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m indices.training.average", description="Lấy trung bình các bộ thích ứng cùng gốc.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="bộ thích ứng (.safetensors)")
    parser.add_argument("--output", type=Path, required=True, help="thư mục của lần huấn luyện, có mô hình gốc; nơi ghi")
    options = parser.parse_args(argv)
    try:
        print(f"Đã ghi {written(options.files, options.output)}: chép cùng tệp .json vào indices/model.")
    except VanKienError as error:
        print(f"Lỗi: {error.message}", file=sys.stderr)
        return 1
    return 0


def written(files: Sequence[Path], output: Path) -> Path:
    """Write the mean and its vectors under `output`; its path. Raises TrainingError where the adapters do not fit each other."""
    from indices.training.base import base_folder
    from indices.training.landed import write
    from indices.training.train import content

    adapters = [load(file) for file in files]
    base = base_folder(output)
    made = {"base": base.name, "mean": ", ".join(f"{file.stem} {content(one)}" for file, one in zip(files, adapters, strict=True))}
    return write(mean(adapters), base=base, output=output, made=made)


def mean(adapters: Sequence[Adapter]) -> Adapter:
    """Of both factors of every layer; raises TrainingError where layers, ranks or scales differ."""
    first = adapters[0]
    for other in adapters[1:]:
        if (other.scale, other.rank, other.layers.keys()) != (first.scale, first.rank, first.layers.keys()):
            raise TrainingError("unlike", "Các bộ thích ứng khác nhau về lớp, bậc hay tỉ lệ: không lấy trung bình được.")
    pairs = {name: zip(*(one.layers[name] for one in adapters), strict=True) for name in first.layers}
    return Adapter(first.scale, {name: _mean(down_up) for name, down_up in pairs.items()})


def _mean(parts: object) -> tuple[np.ndarray, np.ndarray]:
    down, up = ([part.astype(np.float32) for part in side] for side in parts)  # type: ignore[attr-defined]
    return np.mean(down, axis=0), np.mean(up, axis=0)


if __name__ == "__main__":
    sys.exit(main())
