"""The default model: what the package file says, the graph made from it, and that preparation leaves nothing half-made."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.settings import Settings
from indices.model import BASE, DEFAULT, GRAPH_FILE, REFERENCE_FOLDER, ModelCard, ModelError, model_folder, prepared
from indices.model.adapter import ADAPTER_FILE, digest, load
from indices.model.graph import quantised, write_graph
from indices.model.package import SHA256, Package, Shape, package_file, unpack, verified
from indices.model.prepare import ADAPTED, RECORDED, _draft, prepare, recorded
from indices.model.reference import write_reference
from indices.model.tokenizer import tokenizer

CARD = ModelCard(DEFAULT, SHA256, 384, 256, 512, "openvino", "f32", adapter=digest(ADAPTER_FILE))
PIECES = (
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -2.0),
    ("▁đoàn", -3.0),
    ("▁viên", -4.0),
    ("đ", -9.0),
    ("<mask>", 0.0),
)


def file_with(weights: dict[str, tuple[int, bytes]]) -> bytes:
    """A package file in the form e5.c reads, with two pieces and these tensors."""
    blob = "<s>▁ấ".encode()
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 2, 64, 9, 512, 2, 1e-12, 32)
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, len(blob)) + struct.pack("<3I2f", 0, 3, len(blob), 0.0, -3.5) + blob
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(weights))
    size = len(head) + sum(2 + len(name) + 21 for name in weights)
    rows, body = b"", b""
    for name, (kind, values) in weights.items():
        rows += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, 0, size + len(body), len(values))
        body += values
    return head + rows + body


def test_a_block_of_4_bit_weights_is_scale_times_nibble_less_8() -> None:
    """Byte j holds weight j in its low half and weight j + 16 in its high half."""
    block = np.float16(0.5).tobytes() + bytes([0x9F]) + bytes([0x88] * 15)
    package = unpack(file_with({"l0.q.w": (1, block), "l0.q.b": (0, np.float32([1.5, -2]).tobytes())}))
    assert package.weights["l0.q.w"].tolist() == [3.5] + [0.0] * 15 + [0.5] + [0.0] * 15
    assert package.weights["l0.q.b"].tolist() == [1.5, -2.0]


def test_pieces_keep_their_order_and_scores() -> None:
    """A piece's id is its place in the file."""
    package = unpack(file_with({}))
    assert package.pieces == (("<s>", 0.0), ("▁ấ", -3.5))
    assert (package.shape.hidden, package.shape.inner, package.shape.positions) == (32, 64, 512)


def test_a_file_of_another_form_is_refused() -> None:
    """A file that does not begin with E5S1 is not read further."""
    with pytest.raises(ModelError, match="E5S1"):
        unpack(b"GGUF" + bytes(100))


def test_a_changed_package_file_is_refused(tmp_path: Path) -> None:
    """The weights are used only when their SHA-256 is the pinned one."""
    changed = tmp_path / "e5-small-q4.bin"
    changed.write_bytes(b"E5S1 but not ours")
    with pytest.raises(ModelError, match="SHA-256"):
        verified(changed)


def test_the_installed_package_is_the_pinned_one() -> None:
    """What requirements install is the file the hash was taken from."""
    assert verified(package_file())[:4] == b"E5S1"


@pytest.mark.parametrize("text", ["đoàn viên", "  đoàn \u00a0 viên ", "đoa\u0300n viên", "đoàn\nviên"])
def test_the_tokenizer_sees_through_spaces_and_decomposed_marks(text: str) -> None:
    """However a text is spaced or composed, its pieces are the same."""
    assert tokenizer(PIECES).encode(text).ids == [0, 5, 6, 2]


def test_int8_weights_are_within_half_a_step() -> None:
    """Each column has its own scale, so a small column loses no more than a large one in proportion."""
    matrix = np.random.default_rng(1).normal(size=(64, 8)).astype(np.float32) * np.float32(10.0) ** np.arange(-4, 4)
    kept, scale = quantised(matrix, 1)
    assert kept.dtype == np.int8
    assert (np.abs(kept * scale - matrix) <= scale / 2 * 1.001).all()


def small_package() -> Package:
    """A two-layer model with random weights in the package's names."""
    chance = np.random.default_rng(7)
    shape = Shape(hidden=32, layers=2, heads=4, inner=64, vocabulary=len(PIECES), positions=32, kinds=2, epsilon=1e-12)
    sizes = {"emb.word": len(PIECES) * 32, "emb.pos": 32 * 32, "emb.type": 64, "emb.ln.w": 32, "emb.ln.b": 32}
    square, wide, plain = ("q", "k", "v", "ao"), ("fi", "fo"), ("q", "k", "v", "ao", "fo", "aln", "oln")
    for layer in range(2):
        sizes |= {f"l{layer}.{name}.w": 32 * 32 for name in square} | {f"l{layer}.{name}.w": 32 * 64 for name in wide}
        sizes |= {f"l{layer}.{name}.b": 32 for name in plain} | {f"l{layer}.fi.b": 64}
        sizes |= {f"l{layer}.{name}.w": 32 for name in ("aln", "oln")}
    weights = {name: chance.normal(scale=0.3, size=size).astype(np.float32) for name, size in sizes.items()}
    return Package(shape, PIECES, weights)


@pytest.mark.slow
def test_the_graph_gives_the_vectors_of_sentence_transformers(tmp_path: Path) -> None:
    """Any BertModel folder becomes a graph that agrees with it, whatever padding stands beside a text."""
    import openvino
    from sentence_transformers import SentenceTransformer

    write_reference(small_package(), tmp_path / REFERENCE_FOLDER)
    write_graph(tmp_path / REFERENCE_FOLDER, tmp_path / GRAPH_FILE)
    model = SentenceTransformer(str(tmp_path / REFERENCE_FOLDER), device="cpu")
    graph = openvino.Core().compile_model(str(tmp_path / GRAPH_FILE), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    ids, mask = np.array([[0, 5, 6, 5, 2], [0, 6, 2, 1, 1]]), np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    wanted = model.encode(["đoàn viên đoàn", "viên"])
    assert (graph([ids, mask])[0] * wanted).sum(axis=1).min() > 0.999
    assert model.prompts["passage"] == "passage: "


def test_what_is_ready_is_not_prepared_again(tmp_path: Path) -> None:
    """A second `python -m indices.model` says so and touches nothing."""
    settings = Settings(model_dir=tmp_path)
    model_folder(settings).mkdir()
    CARD.write(model_folder(settings))
    said: list[str] = []
    assert prepare(settings, said.append) == CARD
    assert len(said) == 1
    assert "đã sẵn sàng" in said[0]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x"}'])
def test_a_damaged_card_is_no_model(tmp_path: Path, text: str) -> None:
    """A model.json that cannot be understood means that there is no prepared model, not a crash."""
    (tmp_path / "model.json").write_text(text)
    assert prepared(tmp_path) is None


def test_a_card_of_another_form_is_no_model(tmp_path: Path) -> None:
    """What an older program prepared is prepared anew."""
    ModelCard(DEFAULT, SHA256, 384, 256, 512, "openvino", "f32", form=0).write(tmp_path)
    assert prepared(tmp_path) is None


def test_a_failed_preparation_leaves_nothing(tmp_path: Path) -> None:
    """Neither the draft nor the final folder is there after an error, and an older model stays."""
    final = tmp_path / "model"
    final.mkdir()
    (final / "old").touch()
    with pytest.raises(RuntimeError), _draft(final) as draft:
        (draft / "new").touch()
        raise RuntimeError
    assert [path.name for path in tmp_path.rglob("*")] == ["model", "old"]


def test_a_finished_preparation_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    """The new folder is complete when it appears, and leftovers of a killed run are gone."""
    final = tmp_path / "model"
    final.mkdir()
    (tmp_path / ".model-killed").mkdir()
    with _draft(final) as draft:
        (draft / "new").touch()
        assert not (final / "new").exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["model", "new"]


@pytest.mark.parametrize(
    "card",
    [
        replace(CARD, adapter=""),
        replace(CARD, adapter="another"),
        replace(CARD, name=BASE),
        replace(CARD, sha256="another"),
    ],
)
def test_a_model_without_our_adapter_is_prepared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, card: ModelCard) -> None:
    """Its vectors would not be those of an index made with the adapter."""
    settings = Settings(model_dir=tmp_path)
    model_folder(settings).mkdir()
    card.write(model_folder(settings))
    monkeypatch.setattr("indices.model.prepare.package_file", lambda: tmp_path / "gone")
    with pytest.raises(FileNotFoundError):  # it begins, and then finds no package
        prepare(settings, lambda line: None)


def test_the_adapter_is_small_and_fits_the_model() -> None:
    """At most 8 MB in the repository; it changes linear layers of the encoder and nothing else."""
    adapter = load(ADAPTER_FILE)
    assert ADAPTER_FILE.stat().st_size <= 8_000_000
    assert len(adapter.layers) == 72
    assert {up.shape[0] for _, up in adapter.layers.values()} == {384, 1536}
    assert all(name.startswith("encoder.layer.") for name in adapter.layers)


@pytest.mark.parametrize("file", [RECORDED, ADAPTED])
def test_recorded_vectors_are_unit_vectors_of_both_kinds(file: Path) -> None:
    """The reference to compare with holds queries and passages, each vector of length 1."""
    rows = recorded(file)
    assert set(rows) == {"query", "passage"}
    for pairs in rows.values():
        assert np.linalg.norm(np.stack(list(pairs.values())), axis=1) == pytest.approx(1, abs=1e-3)
