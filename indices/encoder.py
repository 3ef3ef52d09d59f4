"""Turns queries and passages into unit vectors: OpenVINO for the prepared default model, sentence-transformers for any other."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import VanKienError
from corpus.settings import Settings
from indices.model import CACHE_FOLDER, GRAPH_FILE, REFERENCE_FOLDER, TOKENIZER_FILE, ModelCard, model_folder, prepared
from indices.model.pieces import pieces
from indices.protocol import Vectors

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
WINDOW = 256  # tokens of a passage's own text: the encoder's best speed a word, and short enough to point at a place
BATCH_TOKENS = 2048  # padded tokens in one call: eight full windows, 0.2 s on two cores, so that a query never waits longer
THREADS = 2
_LOADING = threading.Lock()
"""One graph is loaded at a time: OpenVINO changes the locale of the whole process while it reads one and puts it back afterwards, so
that two at once may leave it changed for good (text of other programs is then read as ASCII)."""


class EncoderError(VanKienError):
    """The model cannot be loaded."""


class Encoder(Protocol):
    """Texts to vectors whose dot product is their nearness.

    `name` identifies the model: vectors of different names never mix. `window` is what `count_tokens` of a passage should
    not exceed; longer texts are cut at the model's own limit. Safe to call from several threads. Empty texts are allowed.
    A vector does not depend on the other texts of the call, beyond rounding (cosine above .9998).
    """

    name: str
    dimensions: int
    window: int

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32, each row of length 1."""

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """(n, dimensions) float32, each row of length 1; `limit` cuts at that many tokens, prompt and marks included."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the text itself takes, without prompt and marks."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Where each of these tokens stands in the text, [start, end) in characters."""


def open_encoder(settings: Settings, *, once: bool = False) -> Encoder:
    """The encoder of the settings' model; raise EncoderError if it is not there.

    `once`: for a question or two, ready soonest: its tokenizer is made of the pieces that stand in them, and the graph is loaded
    beside whatever else is done until it is needed.
    """
    if settings.model != "default":
        return SentenceTransformerEncoder(settings.model)
    folder = model_folder(settings)
    card = prepared(folder)
    if card is None:
        raise EncoderError("model_missing", f"Chưa chuẩn bị mô hình nhúng trong {folder}: chạy `make setup`.")
    if card.runtime == "openvino":
        return OpenVinoEncoder(folder, card, once=once)
    return SentenceTransformerEncoder(str(folder / REFERENCE_FOLDER), name=card.name, window=card.window)


class OpenVinoEncoder:
    """The default model on OpenVINO with the `tokenizers` library; loads in under a second and never imports torch."""

    def __init__(self, folder: Path, card: ModelCard, *, once: bool = False) -> None:
        self.name, self.dimensions, self.window, self.limit = card.name, card.dimensions, card.window, card.limit
        self._folder = folder
        with _telling(folder):
            self._few = pieces(folder) if once else None
            self._graph = _beside(lambda: _compiled(folder, card.precision))
            if self._few is None:
                _ = self._whole, self._graph.result()
            mark = self._few.id if self._few else self._whole.token_to_id
            self._start, self._end, self._pad = (mark(each) for each in ("<s>", "</s>", "<pad>"))
        self._local = threading.local()

    @cached_property
    def _whole(self) -> Any:
        """The tokenizer with all its pieces."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / REFERENCE_FOLDER / TOKENIZER_FILE))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode([QUERY_PROMPT + text for text in texts], self.limit)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """See Encoder."""
        return self._encode([PASSAGE_PROMPT + text for text in texts], min(limit or self.limit, self.limit))

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(self._whole.encode(text, add_special_tokens=False).ids)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See Encoder."""
        spans: list[tuple[int, int]] = self._whole.encode(text, add_special_tokens=False).offsets
        return spans

    def _encode(self, texts: list[str], limit: int) -> Vectors:
        tokens = [[self._start, *ids[: limit - 2], self._end] for ids in self._tokens(texts)]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for chosen in batches([len(row) for row in tokens]):
            vectors[chosen] = self._infer([tokens[i] for i in chosen])
        return vectors

    def _tokens(self, texts: list[str]) -> Iterable[list[int]]:
        if self._few:
            return self._few.tokens(texts)
        return (encoding.ids for encoding in self._whole.encode_batch_fast(texts, add_special_tokens=False))

    def _infer(self, rows: list[list[int]]) -> Vectors:
        ids = np.full((len(rows), max(map(len, rows))), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        found: Vectors = self._request().infer({"input_ids": ids, "attention_mask": mask})[0]
        return found

    def _request(self) -> Any:
        """This thread's own inference request: one request must not be used by two threads at a time."""
        if not hasattr(self._local, "request"):
            with _telling(self._folder):
                self._local.request = self._graph.result().create_infer_request()
        return self._local.request


def batches(lengths: Sequence[int]) -> Iterator[NDArray[np.intp]]:
    """Positions in groups of like length, each group within BATCH_TOKENS when padded (or a single text)."""
    order = np.argsort(np.asarray(lengths, dtype=np.intp), kind="stable")
    first = 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last + 1 - first) * lengths[order[last]] <= BATCH_TOKENS:
            last += 1
        yield order[first:last]
        first = last


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """EncoderError for whatever goes wrong in loading."""
    try:
        yield
    except Exception as exc:  # tokenizers and openvino raise bare Exception and RuntimeError
        raise EncoderError("model_broken", f"Không nạp được mô hình nhúng trong {folder}: xoá thư mục này rồi chạy `make setup`.") from exc


def _beside(work: Callable[[], Any]) -> Future[Any]:
    """The work, begun in a thread of its own."""
    worker = ThreadPoolExecutor(1, thread_name_prefix="loading")
    begun = worker.submit(work)
    worker.shutdown(wait=False)
    return begun


def _compiled(folder: Path, precision: str) -> Any:
    import openvino

    core = openvino.Core()
    # A folder for each precision: OpenVINO lets compiled forms in one folder share packed weights, and on processors with AMX the
    # weights of f32 read as those of bf16 gave NaN or crashed.
    cache = folder / CACHE_FOLDER / precision
    options: dict[str, object] = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": THREADS, "NUM_STREAMS": 1}
    # Compiled once, then mapped from disk (1.0 -> 0.1 s). A folder of another owner works too, only more slowly.
    if os.access(next(place for place in (cache, cache.parent, folder) if place.is_dir()), os.W_OK):
        options["CACHE_DIR"] = str(cache)
    with _LOADING:
        return core.compile_model(str(folder / GRAPH_FILE), "CPU", options)


class SentenceTransformerEncoder:
    """Any sentence-transformers model by name or path; the reference the default's exported form is compared with."""

    def __init__(self, model: str, *, name: str = "", window: int = WINDOW) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self.model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError, RuntimeError, ImportError) as exc:
            raise EncoderError("model_missing", f"Không nạp được mô hình «{model}» (tên trên Hugging Face hoặc thư mục).") from exc
        self.limit = self.model.max_seq_length or 512
        self.name, self.window = name or model, min(window, self.limit)
        self.dimensions = int(self.model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()  # max_seq_length is the model's own state

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(texts, ("query",), self.limit)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """See Encoder."""
        return self._encode(texts, ("passage", "document"), min(limit or self.limit, self.limit))

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(self.model.tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"])

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See Encoder."""
        found = self.model.tokenizer(text, add_special_tokens=False, truncation=False, return_offsets_mapping=True)
        return [(start, end) for start, end in found["offset_mapping"]]

    def _encode(self, texts: Sequence[str], prompts: tuple[str, ...], limit: int) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        prompt = next((name for name in prompts if name in self.model.prompts), None)
        with self._lock:
            self.model.max_seq_length = limit
            found = self.model.encode(list(texts), prompt_name=prompt, batch_size=8, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)
