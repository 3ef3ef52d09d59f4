"""Low-rank adaptation of a BertModel's linear layers in torch: puts the trainable pairs in, takes them out as an Adapter."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from indices.model.adapter import Adapter
from indices.training import TrainingError


class LoraLinear(nn.Module):  # type: ignore[misc]  # torch's types are not followed
    """A frozen linear layer plus scale · up · down, which alone is trained; `up` begins at zero, so nothing changes at first."""

    def __init__(self, frozen: Any, *, rank: int, scale: float, generator: torch.Generator) -> None:
        super().__init__()
        self.frozen, self.scale = frozen, scale
        self.down = nn.Parameter(torch.randn(rank, frozen.in_features, generator=generator) / rank)
        self.up = nn.Parameter(torch.zeros(frozen.out_features, rank))

    def forward(self, given: Tensor) -> Tensor:
        """(…, in) -> (…, out)."""
        low = nn.functional.linear(given, self.down.to(given.dtype))
        return self.frozen(given) + nn.functional.linear(low, (self.up * self.scale).to(given.dtype))


def adapted(model: Any, *, rank: int, scale: float, seed: int) -> dict[str, LoraLinear]:
    """Freeze the model and put a LoraLinear in the place of every linear layer of its encoder; name -> layer."""
    generator = torch.Generator().manual_seed(seed)
    model.requires_grad_(False)
    found = {name: layer for name, layer in model.named_modules() if name.startswith("encoder.") and isinstance(layer, nn.Linear)}
    layers = {name: LoraLinear(layer, rank=rank, scale=scale, generator=generator) for name, layer in found.items()}
    for name, layer in layers.items():
        parent, _, own = name.rpartition(".")
        setattr(model.get_submodule(parent), own, layer)
    return layers


def begin(layers: dict[str, LoraLinear], start: Adapter) -> None:
    """Let the layers be what an adapter learnt; raise TrainingError where it is not of this rank, scale and model."""
    same = layers.keys() == start.layers.keys() and all(layer.scale == start.scale for layer in layers.values())
    if not same or any(tuple(layers[name].down.shape) != down.shape for name, (down, _) in start.layers.items()):
        raise TrainingError("other_adapter", "Bộ thích ứng để bắt đầu có --rank, --scale hoặc mô hình khác.")
    with torch.no_grad():
        for name, (down, up) in start.layers.items():
            layers[name].down.copy_(torch.from_numpy(down))
            layers[name].up.copy_(torch.from_numpy(up))


def adapter(layers: dict[str, LoraLinear]) -> Adapter:
    """What was trained, as float32 arrays."""
    scale = next(iter(layers.values())).scale
    return Adapter(scale, {name: (_array(layer.down), _array(layer.up)) for name, layer in layers.items()})


def _array(parameter: Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = parameter.detach().numpy().copy()
    return found
