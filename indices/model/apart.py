"""Runs an encoder in a process of its own while it is tried: what makes a processor's library crash ends that process, not the set-up."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

from indices.encoder import Encoder, EncoderError, OpenVinoEncoder
from indices.model import ModelCard
from indices.protocol import Vectors


class Apart:
    """The prepared model in `folder` run as `card` says, in another process; closed by `with`.

    Each call raises EncoderError where the model cannot be loaded or the process ended under it.
    """

    def __init__(self, folder: Path, card: ModelCard) -> None:
        self._where = (folder, card)
        # spawned, not forked: OpenVINO's threads do not survive a fork
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._asked("query", list(texts), None)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """See Encoder."""
        return self._asked("passage", list(texts), limit)

    def _asked(self, kind: str, texts: list[str], limit: int | None) -> Vectors:
        try:
            return self._pool.submit(_encoded, self._where, kind, texts, limit).result()
        except BrokenProcessPool as exc:
            raise EncoderError("crashed", "thư viện dừng đột ngột trên bộ xử lý này.") from exc


_opened: dict[tuple[Path, ModelCard], Encoder] = {}


def _encoded(where: tuple[Path, ModelCard], kind: str, texts: list[str], limit: int | None) -> Vectors:
    """In the other process: the encoder is opened with the first texts."""
    if where not in _opened:
        _opened[where] = OpenVinoEncoder(*where)
    encoder = _opened[where]
    return encoder.encode_queries(texts) if kind == "query" else encoder.encode_passages(texts, limit=limit)
