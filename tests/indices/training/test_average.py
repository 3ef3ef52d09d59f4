"""The mean of adapters: of both factors of every layer, and only of those of one descent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from indices.model.adapter import Adapter, load, save
from indices.training import TrainingError, landed
from indices.training.average import main, mean, written


def adapter(value: float, *, rank: int = 2, scale: float = 2.0, layer: str = "a") -> Adapter:
    """One layer filled with a value."""
    return Adapter(scale, {layer: (np.full((rank, 3), value, np.float32), np.full((4, rank), -value, np.float32))})


def test_the_mean_is_of_every_number() -> None:
    """Of both factors; the scale stays."""
    found = mean([adapter(1.0), adapter(4.0)])
    assert (found.scale, found.rank) == (2.0, 2)
    down, up = found.layers["a"]
    assert np.all(down == 2.5) and np.all(up == -2.5) and down.shape == (2, 3)


@pytest.mark.parametrize("other", [adapter(1.0, rank=3), adapter(1.0, scale=1.0), adapter(1.0, layer="b")])
def test_unlike_adapters_have_no_mean(other: Adapter) -> None:
    """Of another rank, scale or layers."""
    with pytest.raises(TrainingError, match="khác nhau"):
        mean([adapter(1.0), other])


def test_the_mean_is_written_with_what_it_was_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an adapter of the name that lands, with its vectors."""
    for name, value in (("x", 1.0), ("y", 2.0)):
        save(adapter(value), tmp_path / f"{name}.safetensors", made={})
    monkeypatch.setattr("indices.training.base.base_folder", lambda place: place / "base")
    monkeypatch.setattr(landed, "_vectors", lambda base, found: {"query": {base.name: [float(found.layers["a"][0][0, 0])]}})
    file = written([tmp_path / "x.safetensors", tmp_path / "y.safetensors"], tmp_path / "out")
    assert file.name == f"{landed.NAME}.safetensors"
    assert load(file).layers["a"][0][0, 0] == 1.5
    assert json.loads(file.with_suffix(".json").read_text(encoding="utf-8")) == {"query": {"base": [1.5]}}
    with safe_open(file, framework="numpy") as read:
        assert read.metadata()["mean"].startswith("x ")


def test_a_missing_adapter_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line, without a traceback."""
    assert main([str(tmp_path / "x.safetensors"), "--output", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("Lỗi: ")
