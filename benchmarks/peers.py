"""What one would pick instead, each as its documentation shows it; stands alone, so that it runs in a venv without our packages.

Run by benchmarks.others: python peers.py NAME FOLDER. Prints one line of JSON: seconds to build, and for each question the ids of
the best passages and the milliseconds they took; `vectors` says whether the question's vector was used.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

DEPTH = 100
FEW = 60  # questions for rank_bm25, which compares each with all texts in Python
Ask = Callable[[str, Any], list[str]]


def main() -> None:
    """Build, ask every question, print."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    build, vectors, most = PEERS[name]
    rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n") if line]
    ids, texts = [row["id"] for row in rows], [row["text"] for row in rows]
    began = time.perf_counter()
    ask = build(folder, ids, texts, np.load(folder / "passages.npy"))
    built = time.perf_counter() - began
    asked = list(zip(json.loads((folder / "questions.json").read_text(encoding="utf-8")), np.load(folder / "questions.npy"), strict=True))
    for question in asked[:5]:
        ask(*question)
    found, times = [], []
    for question in asked[:most]:
        began = time.perf_counter()
        found.append(ask(*question))
        times.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"build": built, "vectors": vectors, "found": found, "times": times}))


def rank_bm25(folder: Path, ids: list[str], texts: list[str], vectors: Any) -> Ask:
    """rank_bm25 over words split at spaces, cosine with NumPy, both scaled to 0..1 and added."""
    from rank_bm25 import BM25Okapi

    held = BM25Okapi([_words(text) for text in texts])

    def ask(question: str, vector: Any) -> list[str]:
        scores = _scaled(held.get_scores(_words(question))) + _scaled(vectors @ vector)
        return [ids[at] for at in np.argsort(-scores, kind="stable")[:DEPTH]]

    return ask


def sqlite_fts5(folder: Path, ids: list[str], texts: list[str], vectors: Any) -> Ask:
    """Full text of SQLite, any of the words, its own BM25."""
    base = sqlite3.connect(folder / "fts.sqlite")
    base.execute("create virtual table held using fts5(id unindexed, text, tokenize = 'unicode61 remove_diacritics 0')")
    base.executemany("insert into held values (?, ?)", zip(ids, texts, strict=True))
    base.commit()

    def ask(question: str, vector: Any) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(question)))
        return [row[0] for row in base.execute(f"select id from held where text match ? order by rank limit {DEPTH}", [wanted])]

    return ask


def lancedb_hybrid(folder: Path, ids: list[str], texts: list[str], vectors: Any) -> Ask:
    """LanceDB, full text and vectors compared one by one, joined by its own reranker (RRF)."""
    import lancedb  # type: ignore[import-not-found, unused-ignore]
    import pyarrow  # type: ignore[import-not-found, import-untyped, unused-ignore]

    size = pyarrow.list_(pyarrow.float32(), vectors.shape[1])
    flat = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(vectors.ravel()), type=size)
    held = lancedb.connect(folder / "lance").create_table("held", pyarrow.table({"id": ids, "text": texts, "vector": flat}))
    held.create_fts_index("text", ascii_folding=False, stem=False, remove_stop_words=False)

    def ask(question: str, vector: Any) -> list[str]:
        asked = held.search(query_type="hybrid").vector(vector).text(question).distance_type("dot").limit(DEPTH)
        return [str(row["id"]) for row in asked.select(["id"]).to_list()]

    return ask


def chroma(folder: Path, ids: list[str], texts: list[str], vectors: Any) -> Ask:
    """Chroma, by vector in its graph (HNSW)."""
    import chromadb  # type: ignore[import-not-found, unused-ignore]

    held = chromadb.PersistentClient(str(folder / "chroma")).create_collection("held", metadata={"hnsw:space": "cosine"})
    for low in range(0, len(ids), 5_000):
        held.add(ids=ids[low : low + 5_000], embeddings=vectors[low : low + 5_000])

    def ask(question: str, vector: Any) -> list[str]:
        found: list[str] = held.query(query_embeddings=[vector], n_results=DEPTH, include=[])["ids"][0]
        return found

    return ask


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


def _scaled(scores: Any) -> Any:
    low, high = scores.min(), scores.max()
    return (scores - low) / ((high - low) or 1.0)


PEERS: dict[str, tuple[Callable[..., Ask], bool, int | None]] = {
    "rank_bm25 + NumPy": (rank_bm25, True, FEW),
    "SQLite FTS5": (sqlite_fts5, False, None),
    "LanceDB hybrid": (lancedb_hybrid, True, None),
    "Chroma": (chroma, True, None),
}

if __name__ == "__main__":
    main()
