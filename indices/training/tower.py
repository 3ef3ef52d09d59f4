"""The model while it is trained: texts to unit vectors with gradients, in batches of like length."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from indices.encoder import PASSAGE_PROMPT, QUERY_PROMPT
from indices.model import TOKENIZER_FILE
from indices.training.lora import LoraLinear, adapted

ROWS_TOKENS = 4096  # padded tokens in one pass through the model


class Tower:
    """A BertModel with trainable low-rank pairs and mean pooling; both questions and passages go through it.

    `half`: the frozen weights are bfloat16 and so is all that is computed until the mean, which takes six tenths of the time on
    processors that can (`half_is_faster`); what is trained stays float32.
    """

    def __init__(self, folder: Path, *, rank: int, scale: float, seed: int, limit: int, half: bool = False) -> None:
        from tokenizers import Tokenizer
        from transformers import BertModel

        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self.model: Any = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa")
        self.model.eval()  # no dropout: its random numbers cost five times the rest on a CPU
        self.layers: dict[str, LoraLinear] = adapted(self.model, rank=rank, scale=scale, seed=seed)
        self.limit = limit
        if half:
            _halve(self.model)

    def questions(self, texts: Sequence[str]) -> Tensor:
        """(n, dimensions) float32 unit vectors."""
        return self._encode([QUERY_PROMPT + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Tensor:
        """(n, dimensions) float32 unit vectors."""
        return self._encode([PASSAGE_PROMPT + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Tensor:
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch_fast(list(texts))]
        tokens = [row if len(row) <= self.limit else [*row[: self.limit - 1], row[-1]] for row in tokens]
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        parts: list[Tensor] = []
        first = 0
        while first < len(order):
            last = first + 1
            while last < len(order) and (last + 1 - first) * len(tokens[order[last]]) <= ROWS_TOKENS:
                last += 1
            parts.append(self._pass([tokens[i] for i in order[first:last]]))
            first = last
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def _pass(self, rows: list[list[int]]) -> Tensor:
        width = max(map(len, rows))
        ids = torch.tensor([row + [1] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        hidden = self.model(input_ids=ids, attention_mask=mask if int(mask.min()) == 0 else None).last_hidden_state.float()
        weight = mask.unsqueeze(2).float()
        return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)


def _halve(model: Any) -> None:
    """Turn the frozen parameters into bfloat16."""
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            if not parameter.requires_grad:
                setattr(module, name, torch.nn.Parameter(parameter.bfloat16(), requires_grad=False))


def half_is_faster() -> bool:
    """Whether this processor multiplies matrices of the model's sizes faster in bfloat16: with AVX-512 BF16 or AMX twice, else slower."""
    left, right = torch.randn(2048, 384), torch.randn(1536, 384)
    return _taken(left.bfloat16(), right.bfloat16()) < _taken(left, right)


def _taken(left: Tensor, right: Tensor) -> float:
    """The least time of five, in seconds."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        torch.nn.functional.linear(left, right)
        times.append(time.perf_counter() - start)
    return min(times)
