"""Writes what goes into the repository: the adapter, and the vectors it must give, which every preparation compares with."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from indices.model.adapter import Adapter, load, merge_into, save
from indices.model.prepare import RECORDED
from indices.training import TrainingError

NAME = "vankien-6"
SIZE_LIMIT = 8_000_000  # bytes of the adapter in the repository


def write(adapter: Adapter, *, base: Path, output: Path, made: dict[str, str]) -> Path:
    """Write NAME.safetensors and NAME.json (the texts of recorded.json with their vectors, 5 digits); the former's path.

    Raises TrainingError if the adapter is larger than the repository takes.
    """
    file = output / f"{NAME}.safetensors"
    save(adapter, file, made=made)
    if file.stat().st_size > SIZE_LIMIT:
        raise TrainingError("too_large", f"{file} lớn hơn {SIZE_LIMIT / 1e6:.0f} MB: giảm --rank.")
    rows = _vectors(base, load(file))  # as read again, in float16
    file.with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return file


def _vectors(base: Path, adapter: Adapter) -> dict[str, dict[str, list[float]]]:
    from indices.encoder import SentenceTransformerEncoder

    texts = {kind: list(rows) for kind, rows in json.loads(RECORDED.read_text(encoding="utf-8")).items()}
    with tempfile.TemporaryDirectory(dir=base.parent) as place:
        folder = shutil.copytree(base, Path(place) / "st")
        merge_into(folder, adapter)
        encoder = SentenceTransformerEncoder(str(folder))
        found = {"query": encoder.encode_queries(texts["query"]), "passage": encoder.encode_passages(texts["passage"])}
    return {kind: {text: [round(x, 5) for x in row.tolist()] for text, row in zip(texts[kind], found[kind], strict=True)} for kind in texts}
