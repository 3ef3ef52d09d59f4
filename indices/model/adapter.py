"""Reads and writes the small adapter trained for Vietnamese directives and law, and merges it into the model's weights.

Low-rank adaptation (Hu et al. 2021, LoRA): a linear layer with the weight W (out, in) becomes W + scale · up @ down, where
`down` is (rank, in) and `up` is (out, rank). Once merged, the model is as fast as before. Made by `python -m indices.training`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indices.model import ModelError
from indices.model.package import Weights

ADAPTER_FILE = Path(__file__).with_name("vankien-6.safetensors")
WEIGHTS_FILE = "model.safetensors"
_DOWN, _UP = ".down", ".up"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Name of a linear layer in BertModel -> (down, up); `scale` multiplies their product."""

    scale: float
    layers: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]

    @property
    def rank(self) -> int:
        """Of the first layer; 0 without layers."""
        return next((len(down) for down, _ in self.layers.values()), 0)


def merged(weights: Weights, adapter: Adapter) -> Weights:
    """The weights with the adapter added to `<layer>.weight`; raise ModelError where a layer is missing or of another shape."""
    changed = dict(weights)
    for layer, (down, up) in adapter.layers.items():
        name = f"{layer}.weight"
        if name not in weights or weights[name].shape != (len(up), down.shape[1]):
            raise ModelError("unsupported", f"Bộ thích ứng không hợp với mô hình ở lớp {layer}.")
        changed[name] = weights[name] + np.float32(adapter.scale) * (up @ down)
    return changed


def merge_into(folder: Path, adapter: Adapter) -> None:
    """Merge into the weights of a sentence-transformers folder, in place."""
    from safetensors.numpy import load_file, save_file

    file, draft = folder / WEIGHTS_FILE, folder / f"{WEIGHTS_FILE}.part"
    weights = merged(load_file(file), adapter)
    save_file({name: np.ascontiguousarray(values) for name, values in weights.items()}, draft, metadata={"format": "pt"})
    draft.rename(file)  # never written in place: a model loaded from it may still have it mapped


def save(adapter: Adapter, path: Path, *, made: dict[str, str]) -> None:
    """Write a safetensors file in float16, with what it was made from in its metadata."""
    from safetensors.numpy import save_file

    tensors = {}
    for layer, (down, up) in adapter.layers.items():
        tensors[layer + _DOWN], tensors[layer + _UP] = down.astype(np.float16), up.astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata={**made, "scale": repr(adapter.scale)})
    path.chmod(0o644)  # safetensors makes it readable to its owner alone


def load(path: Path) -> Adapter:
    """Read what `save` wrote; raise ModelError if it cannot be read."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            scale = float((file.metadata() or {})["scale"])
            tensors = sorted(file.keys())
            names = [name.removesuffix(_DOWN) for name in tensors if name.endswith(_DOWN)]
            layers = {name: (_exact(file.get_tensor(name + _DOWN)), _exact(file.get_tensor(name + _UP))) for name in names}
    except (OSError, SafetensorError, KeyError, ValueError) as exc:
        raise ModelError("adapter_broken", f"Không đọc được bộ thích ứng {path} ({exc}).") from exc
    return Adapter(scale, layers)


def digest(path: Path) -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _exact(values: NDArray[np.float16]) -> NDArray[np.float32]:
    return values.astype(np.float32)
