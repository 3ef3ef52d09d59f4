"""A model that is tried in a process of its own takes nobody along when it falls."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from indices.encoder import EncoderError
from indices.model import ModelCard, ModelError
from indices.model.apart import Apart
from indices.model.prepare import Samples, _checked, _rates

CARD = ModelCard("a", "b", 2, 256, 512, "openvino", "f32")


class Said:
    """An encoder that always gives the same vector; fails from its third call on."""

    name, dimensions, window = "said", 2, 256

    def __init__(self, vector: list[float], *, calls: int = 1000) -> None:
        self.vector, self.left = np.asarray(vector, np.float32), calls

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        """See Encoder."""
        return np.stack([self.vector] * len(texts))

    def encode_passages(self, texts: list[str], *, limit: int | None = None) -> np.ndarray:
        """See Encoder."""
        self.left -= 1
        if self.left < 0:
            raise EncoderError("crashed", "dừng")
        return np.stack([self.vector] * len(texts))

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return 1

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See Encoder."""
        return [(0, len(text))]


@pytest.mark.slow
def test_a_process_that_ends_is_an_error_and_no_end() -> None:
    """A crash in the processor's library is reported, and whoever tried goes on."""
    with Apart(Path("nowhere"), CARD) as encoder:
        encoder._pool.submit(os._exit, 3)
        with pytest.raises(EncoderError, match="dừng đột ngột"):
            encoder.encode_queries(["xin chào"])


@pytest.mark.slow
def test_a_model_that_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    """The reason comes over from the other process."""
    with Apart(tmp_path, CARD) as encoder, pytest.raises(EncoderError, match="Không nạp được"):
        encoder.encode_passages(["xin chào"])


@pytest.mark.parametrize("vector", [[float("nan"), 0.0], [0.0, 1.0]])
def test_vectors_that_are_no_numbers_or_others_are_refused(vector: list[float]) -> None:
    """NaN is less than nothing: it must not pass where «less than» is asked."""
    wanted: Samples = {kind: {"a": np.float32([1, 0])} for kind in ("query", "passage")}
    with pytest.raises(ModelError, match="không cho đúng véc-tơ"):
        _checked(Said(vector), wanted, 0.999)


def test_what_fails_while_it_is_measured_is_no_choice() -> None:
    """Another way to run the model is taken instead."""
    sound, falling = CARD, ModelCard("a", "b", 2, 256, 512, "openvino", "bf16")
    assert set(_rates({sound: Said([1, 0]), falling: Said([1, 0], calls=2)})) == {sound}
