"""`python -m benchmarks.pool FOLDER OUT --split dev`: a smaller collection that is nearly as hard, where encoding the whole takes too long.

Of the articles of FOLDER (a collection of search.evaluation) OUT keeps those that answer a question of the split and the `--near` that
have most of the words of each question (TF-IDF over syllables and pairs of them). What only the meaning would confuse is missing.
"""

from __future__ import annotations

import argparse
import json
import lzma
import shutil
import sys
from pathlib import Path

from indices.record import joined
from indices.training.mining import alike
from indices.training.pairs import Material, Pair
from search.evaluation.collection import CORPUS, JUDGMENTS, QUERIES, collection


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--near", type=int, default=14, help="articles kept for each question")
    options = parser.parse_args()
    kept = chosen(options.folder, options.split, options.near)
    options.out.mkdir(parents=True, exist_ok=True)
    with (
        lzma.open(options.folder / CORPUS, "rt", encoding="utf-8") as lines,
        lzma.open(options.out / CORPUS, "wt", encoding="utf-8", preset=1) as file,
    ):
        file.writelines(line for line in lines if str(json.loads(line)["_id"]) in kept)
    for name in (QUERIES, JUDGMENTS):
        shutil.copy(options.folder / name, options.out / name)
    print(f"{len(kept):,} văn bản", file=sys.stderr)


def chosen(folder: Path, split: str, near: int) -> frozenset[str]:
    """The ids of the articles that stay."""
    given = collection(folder, split=split)
    places = {article.id: at for at, article in enumerate(given.articles)}
    texts = tuple(joined(article.title, article.headings, article.text) for article in given.articles)
    relevant = [frozenset(places[id] for id in question.relevant) for question in given.questions]
    pairs = tuple(Pair(question.text, min(right), right) for question, right in zip(given.questions, relevant, strict=True))
    found = {place for row in alike(Material("", texts, pairs), near) for place in row}.union(*relevant)
    return frozenset(given.articles[place].id for place in found)


if __name__ == "__main__":
    main()
