"""Training a tiny random model: merging changes nothing but the form, the loss falls, and a cut-off run goes on."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indices.model import ModelError
from indices.model.adapter import Adapter, load, merged, save
from indices.model.reference import write_reference
from indices.protocol import Vectors
from indices.training import TrainingError
from indices.training.pairs import Material, Pair
from tests.indices.test_model import PIECES, small_package

TEXTS = ("đoàn viên", "viên đoàn đoàn", "viên", "đ đoàn", "đoàn đ đ viên", "đ đ")
GIVEN = Material("", TEXTS, tuple(Pair(f"{text} đ", i, frozenset({i})) for i, text in enumerate(TEXTS)))
HARD = tuple(tuple(other for other in range(len(TEXTS)) if other != i) for i in range(len(TEXTS)))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BertModel with random weights, as a sentence-transformers folder."""
    folder = tmp_path_factory.mktemp("base") / "st"
    write_reference(small_package(), folder)
    return folder


def learnt(chance: np.random.Generator, scale: float = 2.0) -> Adapter:
    """A random adapter for one layer of the tiny model."""
    pair = chance.normal(size=(4, 32)).astype(np.float32), chance.normal(size=(64, 4)).astype(np.float32)
    return Adapter(scale, {"encoder.layer.0.intermediate.dense": pair})


def vectors(folder: Path, texts: tuple[str, ...] = TEXTS) -> Vectors:
    """By sentence-transformers."""
    from indices.encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(str(folder)).encode_passages(texts)


def test_an_adapter_is_read_as_it_was_written(tmp_path: Path) -> None:
    """In float16, with its scale."""
    wanted = learnt(np.random.default_rng(1), scale=0.5)
    save(wanted, tmp_path / "a.safetensors", made={"base": "tiny"})
    found = load(tmp_path / "a.safetensors")
    assert (found.scale, found.rank) == (0.5, 4)
    for one, other in zip(
        found.layers["encoder.layer.0.intermediate.dense"], wanted.layers["encoder.layer.0.intermediate.dense"], strict=True
    ):
        assert one == pytest.approx(other, rel=1e-3, abs=1e-4)


def test_merging_adds_the_scaled_product_and_leaves_the_rest() -> None:
    """W + scale * up @ down."""
    adapter = learnt(np.random.default_rng(2), scale=0.5)
    weight = np.ones((64, 32), np.float32)
    given = {"encoder.layer.0.intermediate.dense.weight": weight, "other": weight}
    down, up = adapter.layers["encoder.layer.0.intermediate.dense"]
    found = merged(given, adapter)
    assert found["encoder.layer.0.intermediate.dense.weight"] == pytest.approx(1 + 0.5 * up @ down, rel=1e-5)
    assert found["other"] is weight
    assert (weight == 1).all()


@pytest.mark.parametrize("shape", [(64, 31), (32, 32)])
def test_an_adapter_of_another_model_is_refused(shape: tuple[int, int]) -> None:
    """A layer of another shape, or none."""
    adapter = learnt(np.random.default_rng(3))
    with pytest.raises(ModelError, match="không hợp"):
        merged({"encoder.layer.0.intermediate.dense.weight": np.ones(shape, np.float32)}, adapter)
    with pytest.raises(ModelError, match="không hợp"):
        merged({}, adapter)


def test_a_damaged_adapter_is_refused(tmp_path: Path) -> None:
    """By name, not with a traceback."""
    (tmp_path / "a.safetensors").write_bytes(b"{}")
    with pytest.raises(ModelError, match="Không đọc được"):
        load(tmp_path / "a.safetensors")


@pytest.mark.slow
def test_what_is_trained_equals_what_is_merged(base: Path, tmp_path: Path) -> None:
    """The training tower with its pairs beside the weights gives the vectors of the merged model in sentence-transformers."""
    import torch

    from indices.model.adapter import merge_into
    from indices.training import lora
    from indices.training.tower import Tower

    tower = Tower(base, rank=4, scale=0.5, seed=1, limit=32)
    with torch.no_grad():
        for layer in tower.layers.values():
            layer.up.normal_(generator=torch.Generator().manual_seed(2))
    shutil.copytree(base, tmp_path / "st")
    merge_into(tmp_path / "st", lora.adapter(tower.layers))
    found = tower.passages(TEXTS).detach().numpy()
    assert len(tower.layers) == 12
    assert np.abs(found - vectors(base)).max() > 0.01
    assert found == pytest.approx(vectors(tmp_path / "st"), abs=1e-4)


class CutOff(Exception):
    """What a killed run looks like from inside."""


@pytest.mark.slow
def test_training_lowers_the_loss_and_goes_on_where_it_was_cut(base: Path, tmp_path: Path) -> None:
    """Questions come nearer to their passages; a run that was cut off and started again ends with the same adapter."""
    from indices.training.train import Recipe, train

    recipe = Recipe(rank=4, epochs=20, size=6, negatives=1, limit=32, rate=0.02, temperature=0.05, seed=3)
    said: list[str] = []

    def until_the_twelfth(line: str) -> None:
        said.append(line)
        if len(said) == 32:
            raise CutOff

    whole = train(GIVEN, HARD, base=base, output=tmp_path / "whole", recipe=recipe, made={}, say=said.append)
    losses = [float(line.split("mất mát ")[1].split()[0]) for line in said]
    assert losses[-1] < losses[0] / 2
    with pytest.raises(CutOff):
        train(GIVEN, HARD, base=base, output=tmp_path / "cut", recipe=recipe, made={}, say=until_the_twelfth)
    again = train(GIVEN, HARD, base=base, output=tmp_path / "cut", recipe=recipe, made={}, say=said.append)
    assert len(said) == 20 + 12 + 9  # it went on after the eleventh, the last that was kept
    for name, (down, up) in whole.layers.items():
        assert down == pytest.approx(again.layers[name][0], abs=1e-4)
        assert up == pytest.approx(again.layers[name][1], abs=1e-4)


@pytest.mark.slow
def test_a_run_with_another_recipe_is_not_gone_on_with(base: Path, tmp_path: Path) -> None:
    """Half an adapter by one recipe and half by another could not be made again."""
    from indices.training.train import Recipe, train

    recipe = Recipe(rank=2, epochs=1, size=6, negatives=1, limit=32)
    begun = train(GIVEN, HARD, base=base, output=tmp_path, recipe=recipe, made={}, say=lambda line: None)
    for other in ({"recipe": replace(recipe, rate=1e-3)}, {"given": replace(GIVEN, digest="khác")}, {"start": begun}):
        wish = {"given": GIVEN, "recipe": recipe, "start": None} | other
        with pytest.raises(TrainingError, match="tham số hay dữ liệu khác"):
            train(wish.pop("given"), HARD, base=base, output=tmp_path, made={}, say=lambda line: None, **wish)


@pytest.mark.slow
def test_training_may_begin_with_what_another_one_learnt(base: Path) -> None:
    """The tower then gives the vectors of the adapter it began with; one of another rank, scale or model is refused."""
    import torch

    from indices.training import lora
    from indices.training.tower import Tower

    given, begun = (Tower(base, rank=4, scale=0.5, seed=seed, limit=32) for seed in (1, 2))
    with torch.no_grad():
        for layer in given.layers.values():
            layer.up.normal_(generator=torch.Generator().manual_seed(2))
    known = lora.adapter(given.layers)
    lora.begin(begun.layers, known)
    assert begun.passages(TEXTS).detach().numpy() == pytest.approx(given.passages(TEXTS).detach().numpy(), abs=1e-6)
    for other in (Tower(base, rank=2, scale=0.5, seed=1, limit=32), Tower(base, rank=4, scale=2.0, seed=1, limit=32)):
        with pytest.raises(TrainingError, match="--rank"):
            lora.begin(other.layers, known)
    with pytest.raises(TrainingError, match="mô hình khác"):
        lora.begin(begun.layers, Adapter(0.5, {}))


@pytest.mark.slow
def test_half_precision_learns_the_same(base: Path) -> None:
    """In bfloat16 vectors stay near those in float32, and what is trained and its gradients are float32."""
    import torch

    from indices.training.tower import Tower

    whole, half = (Tower(base, rank=4, scale=0.5, seed=1, limit=32, half=half) for half in (False, True))
    found = half.passages(TEXTS)
    assert found.dtype == torch.float32
    assert (found * whole.passages(TEXTS)).sum(1).min() > 0.99
    found.sum().backward()
    layer = next(iter(half.layers.values()))
    assert layer.up.dtype == layer.up.grad.dtype == torch.float32
    assert layer.frozen.weight.dtype == torch.bfloat16
    assert float(layer.up.grad.abs().sum()) > 0


def test_the_invented_pieces_cover_the_texts() -> None:
    """Else every text would be <unk> and there would be nothing to learn."""
    known = {piece.strip("▁") for piece, _ in PIECES}
    assert {word for text in TEXTS for word in text.split()} <= known


@pytest.mark.slow
def test_what_is_landed_is_read_back_with_its_vectors(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors beside the adapter are those of the model with it merged; one too large for the repository is refused."""
    from indices.model.adapter import merge_into
    from indices.training import landed

    adapter = learnt(np.random.default_rng(4))
    file = landed.write(adapter, base=base, output=tmp_path, made={"base": "tiny"})
    rows = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["passage"]
    merge_into(shutil.copytree(base, tmp_path / "st"), load(file))
    assert np.array(list(rows.values())) == pytest.approx(vectors(tmp_path / "st", tuple(rows)), abs=1e-4)
    monkeypatch.setattr(landed, "SIZE_LIMIT", 100)
    with pytest.raises(TrainingError, match="--rank"):
        landed.write(adapter, base=base, output=tmp_path, made={})
