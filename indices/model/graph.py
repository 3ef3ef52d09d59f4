"""Writes a BertModel with mean pooling as one standard ONNX graph, its largest weight matrices in int8 behind DequantizeLinear.

Built by hand from the saved weights rather than traced, so that it does not depend on which torch is installed, and the
result is the same everywhere. Input: input_ids and attention_mask (batch, length), int64. Output: embedding (batch, hidden),
float32, L2-normalised. A text's vector does not depend on the padding beside it. Embeddings and feed-forward layers are kept in
int8, attention in float16: with attention in int8 too OpenVINO is an eighth faster, but the trained model, whose vectors are spread
wider than those it began from, comes out with a cosine of .998 (here .9992, and .99998 with all layers in float16, a third slower).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from indices.model import ModelError

OPSET = 20  # the first with Gelu
MASKED = -1e9  # added to the score of padding before softmax
Array = NDArray[np.float32]


def write_graph(reference: Path, target: Path) -> None:
    """Read a sentence-transformers folder of a BertModel, write the ONNX file (126 MB for the default model); ~3 s."""
    from safetensors.numpy import load_file

    config = json.loads((reference / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert":
        raise ModelError("unsupported", f"Chỉ xuất được mô hình kiểu BertModel, không phải {config.get('model_type')}.")
    graph = _Graph(load_file(reference / "model.safetensors"), heads=config["num_attention_heads"], epsilon=config["layer_norm_eps"])
    onnx.save(graph.model(config["num_hidden_layers"]), target)


def quantised(matrix: Array, axis: int) -> tuple[NDArray[np.int8], Array]:
    """int8 values and one float32 scale for each index along `axis`, so that values * scale is nearly `matrix`."""
    other = tuple(i for i in range(matrix.ndim) if i != axis)
    scale = np.maximum(np.abs(matrix).max(axis=other), 1e-12).astype(np.float32) / 127
    shape = [-1 if i == axis else 1 for i in range(matrix.ndim)]
    return np.rint(matrix / scale.reshape(shape)).astype(np.int8), scale


class _Graph:
    """Nodes and constants while they are put together; each method adds some and returns the name of the result."""

    def __init__(self, weights: dict[str, Array], *, heads: int, epsilon: float) -> None:
        self.weights = weights
        self.hidden = weights["embeddings.word_embeddings.weight"].shape[1]
        self.heads, self.epsilon = heads, epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def model(self, layers: int) -> onnx.ModelProto:
        hidden = self.embeddings()
        padding = self.padding()
        for layer in range(layers):
            hidden = self.layer(f"encoder.layer.{layer}", hidden, padding)
        self.pool(hidden)
        names = ("input_ids", "attention_mask")
        given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
        out = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", self.hidden])
        graph = helper.make_graph(self.nodes, "sentence_bert", given, [out], list(self.constants.values()))
        built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10, producer_name="van-kien")
        onnx.checker.check_model(built)
        return built

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: object) -> str:
        name = name or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, name: str, values: object, kind: type[np.generic] = np.int64) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(values, dtype=kind), name)
        return name

    def matrix(self, name: str, values: Array, axis: int) -> str:
        """A weight matrix, kept in int8 with a scale for each index along `axis`."""
        kept, scale = quantised(values, axis)
        inputs = self.constant(f"{name}.int8", kept, np.int8), self.constant(f"{name}.scale", scale, np.float32)
        return self.add("DequantizeLinear", *inputs, name=name, axis=axis)

    def half(self, name: str, values: Array) -> str:
        """A weight matrix kept in float16."""
        return self.add("Cast", self.constant(f"{name}.half", values, np.float16), to=TensorProto.FLOAT, name=name)

    def vector(self, name: str) -> str:
        return self.constant(name, self.weights[name], np.float32)

    def embeddings(self) -> str:
        words = self.matrix("words", self.weights["embeddings.word_embeddings.weight"], 0)
        kinds = self.weights["embeddings.token_type_embeddings.weight"][0]  # every token is of the first kind
        places = self.matrix("places", self.weights["embeddings.position_embeddings.weight"] + kinds, 0)
        length = self.add("Gather", self.add("Shape", "input_ids"), self.constant("one", 1))
        upto = self.add("Range", self.constant("zero", 0), length, self.constant("one", 1))
        total = self.add("Add", self.add("Gather", words, "input_ids"), self.add("Gather", places, upto))
        return self.normalise("embeddings.LayerNorm", total)

    def padding(self) -> str:
        """What is added to attention scores: 0 for tokens, MASKED for padding; (batch, 1, 1, length)."""
        mask = self.add("Cast", "attention_mask", to=TensorProto.FLOAT, name="mask")
        absent = self.add("Sub", self.constant("one.f", 1, np.float32), mask)
        scores = self.add("Mul", absent, self.constant("masked", MASKED, np.float32))
        return self.add("Unsqueeze", scores, self.constant("axes.12", [1, 2]))

    def layer(self, name: str, hidden: str, padding: str) -> str:
        context = self.attention(f"{name}.attention.self", hidden, padding)
        attended = self.add("Add", self.linear(f"{name}.attention.output.dense", context), hidden)
        middle = self.normalise(f"{name}.attention.output.LayerNorm", attended)
        inner = self.add("Gelu", self.linear(f"{name}.intermediate.dense", middle))
        return self.normalise(f"{name}.output.LayerNorm", self.add("Add", self.linear(f"{name}.output.dense", inner), middle))

    def attention(self, name: str, hidden: str, padding: str) -> str:
        query, key, value = (self.split(self.linear(f"{name}.{part}", hidden)) for part in ("query", "key", "value"))
        root = self.constant("scale", (self.hidden // self.heads) ** -0.5, np.float32)
        scores = self.add("Mul", self.add("MatMul", query, self.add("Transpose", key, perm=[0, 1, 3, 2])), root)
        shares = self.add("Softmax", self.add("Add", scores, padding), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return self.add("Reshape", mixed, self.constant("joined", [0, 0, self.hidden]))

    def split(self, name: str) -> str:
        """(batch, length, hidden) -> (batch, heads, length, hidden / heads)."""
        parted = self.add("Reshape", name, self.constant("parted", [0, 0, self.heads, self.hidden // self.heads]))
        return self.add("Transpose", parted, perm=[0, 2, 1, 3])

    def linear(self, name: str, given: str) -> str:
        weight, values = f"{name}.weight", np.ascontiguousarray(self.weights[f"{name}.weight"].T)
        matrix = self.half(weight, values) if ".attention." in name else self.matrix(weight, values, 1)
        return self.add("Add", self.add("MatMul", given, matrix), self.vector(f"{name}.bias"))

    def normalise(self, name: str, given: str) -> str:
        inputs = given, self.vector(f"{name}.weight"), self.vector(f"{name}.bias")
        return self.add("LayerNormalization", *inputs, epsilon=self.epsilon, axis=-1)

    def pool(self, hidden: str) -> str:
        """Mean over tokens (not padding), then length 1."""
        weight = self.add("Unsqueeze", "mask", self.constant("axes.2", [2]))
        total = self.add("ReduceSum", self.add("Mul", hidden, weight), self.constant("axes.1", [1]), keepdims=0)
        count = self.add("ReduceSum", "mask", self.constant("axes.1", [1]), keepdims=1)
        mean = self.add("Div", total, count)
        length = self.add("ReduceL2", mean, self.constant("axes.1", [1]), keepdims=1)
        return self.add("Div", mean, length, name="embedding")
