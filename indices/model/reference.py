"""Builds the default model as a standard sentence-transformers folder, the form every other tool can load and train."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from indices.model.package import Package, Shape, Weights
from indices.model.tokenizer import SPECIAL, tokenizer

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

# Name in BertModel -> name in the package file ("l0." and "encoder.layer.0." in front, ".w"/".b" and ".weight"/".bias" behind).
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
_EMBEDDINGS = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}


def write_reference(package: Package, folder: Path) -> None:
    """Write the sentence-transformers folder (BertModel, tokenizer, mean pooling, normalisation, prompts); ~5 s, 490 MB."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    inner = folder / "_inner"
    _write_transformer(package, inner)
    transformer = Transformer(str(inner), max_seq_length=package.shape.positions)
    pooling = Pooling(package.shape.hidden, pooling_mode="mean")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=PROMPTS, device="cpu").save(
        str(folder), create_model_card=False
    )
    for path in sorted(inner.iterdir()):
        path.unlink()
    inner.rmdir()


def state(package: Package) -> Weights:
    """The weights under BertModel's names, each in its shape (rows are outputs)."""
    named = dict(_EMBEDDINGS)
    for layer in range(package.shape.layers):
        for theirs, ours in _LAYER.items():
            for long, short in (("weight", "w"), ("bias", "b")):
                named[f"encoder.layer.{layer}.{theirs}.{long}"] = f"l{layer}.{ours}.{short}"
    return {theirs: _shaped(theirs, package.weights[ours], package.shape) for theirs, ours in named.items()}


def _shaped(name: str, values: np.ndarray[Any, np.dtype[np.float32]], shape: Shape) -> np.ndarray[Any, np.dtype[np.float32]]:
    if name.endswith("bias") or "LayerNorm" in name:
        return values
    # every matrix takes `hidden` values in, but for the second of the feed-forward pair
    width = shape.inner if name.endswith("output.dense.weight") and "attention" not in name else shape.hidden
    return values.reshape(-1, width)


def _write_transformer(package: Package, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    shape = package.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.kinds,
        layer_norm_eps=shape.epsilon,
        pad_token_id=[piece for piece, _ in package.pieces].index(SPECIAL["pad_token"]),
    )
    model = BertModel(config).eval()
    pooler = {"pooler.dense.weight": torch.zeros(shape.hidden, shape.hidden), "pooler.dense.bias": torch.zeros(shape.hidden)}
    weights = {name: torch.from_numpy(values) for name, values in state(package).items()}
    model.load_state_dict(weights | pooler, strict=True)  # the model has no pooler; zeros keep loaders from inventing one
    model.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer(package.pieces), model_max_length=shape.positions, **SPECIAL)
    fast.save_pretrained(folder)
