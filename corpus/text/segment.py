"""Joins syllables into Vietnamese words with the conditional random field that the package pyvi carries."""

from __future__ import annotations

import codecs
import importlib.util
import pickle
import struct
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import VanKienError
from corpus.text.letters import mark_key

_FEATURE = struct.Struct("<3Id")  # kind, source, target, weight


class SegmenterError(VanKienError):
    """pyvi's data cannot be read."""


class _Table(dict[str, tuple[float, float, float]]):
    """Syllable -> its weights; what the field has never seen leans by nature alone."""

    def __init__(self, known: dict[str, list[float]], bias: float, digits: float) -> None:
        self._unseen, self._number = (bias, 0.0, 0.0), (bias + digits, 0.0, 0.0)
        super().__init__({key: (own + self[key][0], after, before) for key, (own, after, before) in known.items()})

    def __missing__(self, key: str) -> tuple[float, float, float]:
        return self._number if key.isdigit() else self._unseen


class Segmenter(NamedTuple):
    """The field as numbers: every weight is how much more it says "joined to the word before" than "a new word".

    `syllables` maps a syllable to its weights for itself, for the syllable after it and for the one before it;
    `words` says of two syllables whether they are a word (PAIR), begin a word of three (START), or both;
    `flags` holds the weights of features without a value ("-1:word.bi_gram()", ...);
    `moves` the four transitions: new-new, new-joined, joined-new, joined-joined.
    """

    syllables: _Table
    words: dict[str, int]
    triples: frozenset[str]
    flags: dict[str, float]
    moves: tuple[float, float, float, float]


PAIR, START = 1, 2


@cache
def segmenter() -> Segmenter:
    """pyvi's model, read without importing pyvi (which loads scikit-learn: a second at every start)."""
    spec = importlib.util.find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise SegmenterError("no_segmenter", "Thiếu gói pyvi để tách từ tiếng Việt. Hãy chạy «make setup».")
    folder = Path(spec.submodule_search_locations[0]) / "models"
    known = mark_key((folder / "words.txt").read_text(encoding="utf-8")).split("\n")
    triples = frozenset(word for word in known if word.count(" ") == 2)
    words = dict.fromkeys((word for word in known if word.count(" ") == 1), PAIR)
    for start in {triple.rpartition(" ")[0] for triple in triples}:
        words[start] = words.get(start, 0) | START
    said, moves = _weights(_field(folder / "pyvi3.pkl"))
    by_syllable, flags = _by_syllable(said)
    return Segmenter(_Table(by_syllable, flags["bias"], flags["word.isdigit()"]), words, triples, flags, moves)


class _Shell:
    """Stands for the classes of scikit-learn in pyvi's pickle, whose insides are not needed."""

    def __init__(self, *_: object) -> None:
        pass

    def __setstate__(self, state: object) -> None:
        self.state: Any = state


class _Unpickler(pickle.Unpickler):
    """Makes nothing but empty shells and bytes, so the file can run no code."""

    def find_class(self, module: str, name: str) -> Any:
        return codecs.encode if (module, name) == ("_codecs", "encode") else _Shell


def _field(path: Path) -> bytes:
    """The CRFsuite model inside pyvi's pickle."""
    with path.open("rb") as file:
        shell = _Unpickler(file, encoding="latin1").load()
    return bytes(shell.state["modelfile"].state["__FILE_RESOURCE_DATA__"])


def _weights(field: bytes) -> tuple[dict[str, float], tuple[float, float, float, float]]:
    """Feature weights and transitions of a CRFsuite model (format lCRF: see crf1d_model.c)."""
    features, labels, attributes = struct.unpack_from("<3I", field, 28)
    count = struct.unpack_from("<I", field, features + 8)[0]
    rows = list(_FEATURE.iter_unpack(field[features + 12 : features + 12 + count * _FEATURE.size]))
    joined = _strings(field, labels).index("I_W")
    names = _strings(field, attributes)
    said: dict[str, float] = {}
    moves = {(source, target): weight for kind, source, target, weight in rows if kind == 1}
    for kind, source, target, weight in rows:
        if kind == 0:
            said[names[source]] = said.get(names[source], 0.0) + (weight if target == joined else -weight)
    new = 1 - joined
    return said, (moves[new, new], moves[new, joined], moves[joined, new], moves[joined, joined])


def _by_syllable(said: dict[str, float]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Split "-1:word.lower():công" off from flags. Both placements of a mark share the weight that says more."""
    table: dict[str, list[float]] = {}
    flags: dict[str, float] = {}
    for name, weight in said.items():
        place, lower, syllable = name.partition("word.lower():")
        if not lower:
            flags[name] = weight
            continue
        row = table.setdefault(mark_key(syllable), [0.0, 0.0, 0.0])
        column = ("", "-1:", "+1:").index(place)
        row[column] = max(row[column], weight, key=abs)
    return table, flags


def _strings(field: bytes, at: int) -> list[str]:
    """The strings of a CQDB chunk, by number."""
    count, backward = struct.unpack_from("<2I", field, at + 16)
    found = []
    for place in struct.unpack_from(f"<{count}I", field, at + backward):
        size = struct.unpack_from("<I", field, at + place + 4)[0] if place else 1
        found.append(field[at + place + 8 : at + place + 7 + size].decode() if place else "")
    return found


def joins(keys: Sequence[str]) -> list[bool]:
    """For each token (syllables, numbers, signs, line breaks), whether the field joins it to the one before it."""
    if len(keys) < 2:
        return [False] * len(keys)
    return _best_path(_leanings(keys), segmenter().moves)


def _leanings(keys: Sequence[str]) -> list[float]:
    """How much each token leans to joining the word before it, transitions apart."""
    syllables, words, triples, flags, _ = segmenter()
    rows = [syllables[key] for key in keys]
    before, after = [_NOTHING, *rows[:-1]], [*rows[1:], _NOTHING]
    score = [own[0] + left[1] + right[2] for own, left, right in zip(rows, before, after, strict=True)]
    pair_back, pair_ahead = flags["-1:word.bi_gram()"], flags["+1:word.bi_gram()"]
    triple_back, triple_ahead = flags["-2:word.tri_gram()"], flags["+2:word.tri_gram()"]
    thirds = [*keys[2:], ""]
    for i, pair in enumerate([f"{one} {two}" for one, two in pairwise(keys)]):
        known = words.get(pair)
        if known is None:
            continue
        if known & PAIR:
            score[i + 1] += pair_back
            score[i] += pair_ahead
        if known & START and f"{pair} {thirds[i]}" in triples:
            score[i + 2] += triple_back
            score[i] += triple_ahead
    return score


_NOTHING = (0.0, 0.0, 0.0)


def _best_path(score: Sequence[float], moves: tuple[float, float, float, float]) -> list[bool]:
    """Viterbi over the two labels; True is "joined"."""
    new_new, new_joined, joined_new, joined_joined = moves
    # only the difference of the two paths matters: lead = best ending joined - best ending new
    lead = score[0]
    to_new: list[bool] = []
    to_joined: list[bool] = []
    for value in score[1:]:
        a, b = joined_new + lead, joined_joined + lead
        to_new.append(a > new_new)
        to_joined.append(b > new_joined)
        lead = (b if b > new_joined else new_joined) - (a if a > new_new else new_new) + value
    path = [lead > 0]
    for i in range(len(to_new) - 1, -1, -1):
        path.append(to_joined[i] if path[-1] else to_new[i])
    path.reverse()
    return path
