"""Finds hard negatives: articles that the model ranks high for a question though they do not answer it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from corpus import text
from indices.encoder import Encoder
from indices.protocol import Vectors
from indices.training import TrainingError
from indices.training.pairs import LIMIT, Material, Pair

DEPTH = 12
"""Texts taken of those that have the words of a question: what the words confuse, the meaning has to tell apart."""

KEPT = 6
"""Of all that the words of any question have brought, and of what answers any, the nearest in meaning, from which each epoch draws anew."""

SURE = 0.97
"""Share of the cosine of the right article from which another one is taken to answer as well: laws repeat each other, and
only one of them is judged."""

FEW = 1_000
_BLOCK = 64
_PORTION = 512


@dataclass(frozen=True, slots=True)
class Mined:
    """What a pair is learnt with: its material, in which every pair names the passage that answers, and the hard negatives of each."""

    material: Material
    hard: tuple[tuple[int, ...], ...]


def mined(given: Material, encoder: Encoder, place: Path, *, say: Callable[[str], None]) -> Mined:
    """The passage that answers each pair, and its hard negatives, by the words and by this encoder.

    It takes some 35,000 vectors: a quarter of an hour to half an hour.
    Of an article cut into passages the one nearest to the question is taken to answer it. All is kept under `place`, the vectors too,
    so that a run that is cut off goes on. Raises TrainingError where what is there is of other material, another model or other
    numbers of this module.
    """
    kept = place / "hard.json"
    of = {"digest": given.digest, "model": encoder.name, "how": [DEPTH, KEPT, SURE, LIMIT, "by meaning"]}
    if kept.exists():
        said = json.loads(kept.read_text(encoding="ascii"))
        if any(said.get(name) != value for name, value in of.items()):
            raise TrainingError("other_material", f"{kept} thuộc dữ liệu hay mô hình khác: chọn --output khác.")
        return Mined(_answered(given, said["answers"]), tuple(map(tuple, said["hard"])))
    near = alike(given)
    wanted = {i for row in near for i in row} | {i for pair in given.pairs for i in pair.relevant}
    vectors = _vectors(sorted(wanted, key=lambda i: (len(given.articles[i]), i)), given, encoder, place / "mined", say)
    questions = encoder.encode_queries([pair.question for pair in given.pairs])
    hard = hard_negatives(given, questions=questions, vectors=vectors)
    nearest = answers(given, questions=questions, vectors=vectors)
    draft = kept.with_suffix(".part")
    draft.write_text(json.dumps(of | {"answers": nearest, "hard": hard}), encoding="ascii")
    draft.rename(kept)
    return Mined(_answered(given, nearest), hard)


def _answered(given: Material, nearest: Sequence[int]) -> Material:
    pairs = tuple(replace(pair, article=article) for pair, article in zip(given.pairs, nearest, strict=True))
    return replace(given, pairs=pairs)


def answers(given: Material, *, questions: Vectors, vectors: Mapping[int, Vectors]) -> tuple[int, ...]:
    """For each pair (row of `questions`) the passage of its article that is nearest to the question in meaning."""
    return tuple(
        max(pair.passages or (pair.article,), key=lambda i: float(vectors[i] @ question))
        for pair, question in zip(given.pairs, questions, strict=True)
    )


def _vectors(wanted: Sequence[int], given: Material, encoder: Encoder, place: Path, say: Callable[[str], None]) -> dict[int, Vectors]:
    """The vectors of these articles; each portion is a file as soon as it is made."""
    place.mkdir(parents=True, exist_ok=True)
    key = {i: hashlib.sha256(f"{encoder.name}\0{LIMIT}\0{given.articles[i]}".encode()).hexdigest()[:32] for i in wanted}
    known: dict[str, Vectors] = {}
    for path in sorted(place.glob("*.npz")):
        with np.load(path) as file:
            known.update(zip(file["keys"].tolist(), file["vectors"], strict=True))
    missing = [i for i in wanted if key[i] not in known]
    for start in range(0, len(missing), _PORTION):
        part = missing[start : start + _PORTION]
        found = encoder.encode_passages([given.articles[i] for i in part], limit=LIMIT)
        known.update(zip((key[i] for i in part), found, strict=True))
        draft = place / "draft.part"
        with draft.open("wb") as written:
            np.savez(written, keys=np.array([key[i] for i in part]), vectors=found)
        draft.rename(place / f"{key[part[0]]}.npz")
        say(f"Véc-tơ: {start + len(part):,}/{len(missing):,}")
    return {i: known[key[i]] for i in wanted}


def alike(given: Material, depth: int = DEPTH) -> tuple[tuple[int, ...], ...]:
    """For each pair the `depth` articles with most of the words of its question (TF-IDF over syllables and pairs of them), best first.

    Other passages of the document that answers are left out: what is looked for is the document, and they often answer too.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    beside = _beside(given)
    least = 2 if len(given.articles) > FEW else 1  # what stands in one text alone is half of all, and tells nothing here
    weigh = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True, min_df=least, dtype=np.float32)
    articles = weigh.fit_transform(map(text.nfc, given.articles)).T.tocsr()
    questions = weigh.transform([pair.question for pair in given.pairs])
    found: list[tuple[int, ...]] = []
    for start in range(0, len(given.pairs), _BLOCK):
        block = (questions[start : start + _BLOCK] @ articles).toarray()
        for scores, pair in zip(block, given.pairs[start : start + _BLOCK], strict=True):
            scores[[i for i in beside(pair) if i != pair.article]] = 0
            best = np.argpartition(-scores, min(depth, len(scores)) - 1)[:depth].tolist()
            found.append(tuple(sorted((i for i in best if scores[i] > 0), key=lambda i: (-scores[i], i))))
    return tuple(found)


def _beside(given: Material) -> Callable[[Pair], Sequence[int]]:
    """What gives the passages of the document that answers a pair."""
    places: dict[str, list[int]] = {}
    for i, document in enumerate(given.documents):
        places.setdefault(document, []).append(i)
    return lambda pair: places[given.documents[pair.article]] if given.documents else ()


def hard_negatives(given: Material, *, questions: Vectors, vectors: Mapping[int, Vectors]) -> tuple[tuple[int, ...], ...]:
    """For each pair (row of `questions`) the KEPT articles with `vectors` nearest to the question in meaning, nearest first.

    What answers the question is left out, other passages of its document, and any article with the same words as one that answers,
    or nearly as near as that: laws repeat each other (of what is mined by a model, what comes close to the right answer mostly
    answers too: NV-Retriever, arXiv 2407.15831).
    """
    beside = _beside(given)
    names = sorted(vectors)
    row = {place: i for i, place in enumerate(names)}
    matrix = np.stack([vectors[i] for i in names])
    found: list[tuple[int, ...]] = []
    for start in range(0, len(given.pairs), _BLOCK):
        block = matrix @ questions[start : start + _BLOCK].T
        for scores, pair in zip(block.T, given.pairs[start : start + _BLOCK], strict=True):
            edge = SURE * max(float(scores[row[i]]) for i in pair.relevant)
            right = {given.articles[i] for i in pair.relevant}
            own = pair.relevant.union(beside(pair))
            able = np.flatnonzero(scores < edge)
            best = able[np.argsort(-scores[able], kind="stable")].tolist()
            near = (place for place in (names[i] for i in best) if place not in own and given.articles[place] not in right)
            found.append(tuple(islice(near, KEPT)))
    return tuple(found)
