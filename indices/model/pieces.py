"""The tokenizer's 250,000 pieces, kept so that the few which one question needs are found without loading the others.

A Unigram tokenizer cuts a text by the scores of the pieces that stand in it; any other piece changes nothing, except that the
lowest score of all sets the price of a letter that no piece has. So a tokenizer made of those few gives the same tokens.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from indices.model import CACHE_FOLDER, REFERENCE_FOLDER, TOKENIZER_FILE

PIECES_FILE = "pieces.npz"
_END = "\0"


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces in the order of their letters, with their ids and scores; `longest` has the most letters."""

    pieces: Sequence[str]
    ids: NDArray[np.int32]
    scores: NDArray[np.float64]
    longest: int

    def id(self, piece: str) -> int:
        """The id of a piece there is."""
        return int(self.ids[self._place(piece)])

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of the tokens of each text, as the whole tokenizer gives them without marks at the ends."""
        from indices.model.tokenizer import SPECIAL, tokenizer

        marks = [self._place(mark) for mark in SPECIAL.values()]
        bare = tokenizer([self._piece(at) for at in marks])
        words = {word for text in texts for word in _words(bare, text, tuple(SPECIAL.values()))}
        places = sorted({*marks, int(self.scores.argmin()), *(at for word in words for at in self._inside(word))})
        small = tokenizer([self._piece(at) for at in places])
        ids = self.ids[places]
        return [ids[encoding.ids].tolist() for encoding in small.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _inside(self, word: str) -> Iterator[int]:
        """Where the pieces stand that stand in a word."""
        for start in range(len(word)):
            for end in range(start + 1, min(start + self.longest, len(word)) + 1):
                at = self._place(word[start:end])
                if at >= 0:
                    yield at

    def _place(self, piece: str) -> int:
        at = bisect_left(self.pieces, piece)
        return at if at < len(self.pieces) and self.pieces[at] == piece else -1

    def _piece(self, at: int) -> tuple[str, float]:
        return self.pieces[at], float(self.scores[at])


def pieces(folder: Path) -> Pieces | None:
    """The pieces kept with a prepared model, which an older release kept none with; None where nothing can be written."""
    found = kept(folder)
    if found is None:
        keep(folder)
    return found or kept(folder)


def kept(folder: Path) -> Pieces | None:
    """The pieces kept with a prepared model; None where they are not."""
    with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), np.load(folder / CACHE_FOLDER / PIECES_FILE) as held:
        letters = held["letters"].tobytes().decode().split(_END)
        return Pieces(letters, held["ids"], held["scores"], int(held["longest"]))
    return None


def keep(folder: Path) -> None:
    """Keep the pieces of a prepared model for all questions to come; where its folder is another's nothing is kept."""
    rows = json.loads((folder / REFERENCE_FOLDER / TOKENIZER_FILE).read_text(encoding="utf-8"))["model"]["vocab"]
    order = sorted(range(len(rows)), key=lambda at: str(rows[at][0]))
    letters = _END.join(rows[at][0] for at in order).encode()
    target = folder / CACHE_FOLDER / PIECES_FILE
    fresh = target.with_name(f".{os.getpid()}-{PIECES_FILE}")
    with suppress(OSError):
        target.parent.mkdir(exist_ok=True)
        with fresh.open("wb") as file:
            np.savez(
                file,
                letters=np.frombuffer(letters, np.uint8),
                ids=np.asarray(order, np.int32),
                scores=np.asarray([rows[at][1] for at in order], np.float64),
                longest=np.asarray(max(len(row[0]) for row in rows)),
            )
        fresh.replace(target)


def _words(bare: Any, text: str, marks: Iterable[str]) -> Iterator[str]:
    """What the tokenizer cuts up one by one; marks that are typed are no words."""
    for mark in marks:
        text = text.replace(mark, " ")
    yield from (word for word, _ in bare.pre_tokenizer.pre_tokenize_str(bare.normalizer.normalize_str(text)))
