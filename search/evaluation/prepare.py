"""Puts the articles of a collection into an index of their own, kept under the data directory and used again."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from corpus import text
from corpus.settings import ROOT, Settings
from indices import forget, open_index
from indices.encoder import Encoder
from indices.protocol import Index, Record
from indices.record import embedding_text, year
from search.evaluation.collection import Article, Collection
from search.evaluation.vectors import LIMIT, vectors
from search.evaluation.windows import passages

# What decides how an article is analysed and kept: when one of these changes, the index is built anew.
_MADE_BY = (
    "corpus/text",
    "corpus/symbol",
    "corpus/lexicon",
    "indices/record.py",
    "indices/windows.py",
)
_ENGINES = {"embedded": "indices/embedded", "elasticsearch": "indices/elastic"}
FILLED = "passages"  # the file that tells how many passages a complete index has
_WORKERS = 2
_PORTION = 500


def prepared_index(given: Collection, settings: Settings, encoder: Encoder) -> tuple[Index, Settings]:
    """The collection's index, complete, and the settings of the data directory it lies in.

    Built when it is not there (for 86,678 articles: by the processor forty minutes to two and a half hours for the vectors, a quarter
    of an hour for the rest), with progress on stderr. A long article stands in it as several passages.
    """
    place = settings.data_dir / "evaluation" / given.digest
    own = _in(_own_folder(place, settings, encoder), settings)
    index = open_index(own)
    if not index.count() or index.count() != _filled(own.data_dir):
        articles = tuple(passages(given.articles, encoder))
        _fill(index, articles, encoder, place / "vectors")
        (own.data_dir / FILLED).write_text(str(len(articles)), encoding="ascii")
    return index, own


def _filled(folder: Path) -> int:
    """How many passages were put when the index was last built to its end."""
    file = folder / FILLED
    return int(file.read_text(encoding="ascii")) if file.exists() else 0


def record(article: Article) -> Record:
    """An article as the index keeps a passage, analysed as a passage of a document is."""
    bare = _bare(article)
    label = "\n".join(part for part in (bare.type, bare.title, bare.issuer) if part)
    tokens = text.document_tokens(bare.text, title=label, heading="\n".join(bare.heading_path), symbol=bare.symbol)
    return replace(bare, tokens=tokens)


def _bare(article: Article) -> Record:
    """One article is one document with one passage, or a passage of the document it names; without tokens yet."""
    return Record(
        f"{article.judged}:{article.ordinal}", article.judged, article.ordinal, article.text, (0, len(article.text)), None,
        article.headings, article.title, article.symbol, article.type, article.issuer, article.issued, year(article.issued),
    )  # fmt: skip


def _fill(index: Index, articles: Sequence[Article], encoder: Encoder, kept: Path) -> None:
    found = vectors([embedding_text(_bare(article)) for article in articles], encoder, kept)
    done = 0
    for portion in _analysed(articles):
        index.put(portion, found[done : done + len(portion)])
        done += len(portion)
        print(f"Phân tích: {done:,}/{len(articles):,}", file=sys.stderr, flush=True)
    index.commit()


def _analysed(articles: Sequence[Article]) -> Iterator[list[Record]]:
    """Records in the order of the articles, a portion at a time: the tokens of all would take gigabytes."""
    portions = list(_portions(articles))
    # spawned, not forked: OpenVINO's threads do not survive a fork
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_portion, portions)


def _portions(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Some hundred articles at a time; no document in two of them, for to put a document is to put all of it."""
    start = 0
    for at in range(1, len(articles) + 1):
        full = at - start >= _PORTION and (at == len(articles) or articles[at].judged != articles[at - 1].judged)
        if full or at == len(articles):
            yield articles[start:at]
            start = at


def _portion(articles: Sequence[Article]) -> list[Record]:
    return [record(article) for article in articles]


def _own_folder(place: Path, settings: Settings, encoder: Encoder) -> Path:
    """A data directory for this analysis, engine and model; what older code built there is deleted."""
    name = f"{settings.engine}-{encoder.name.replace('/', '_')}-{LIMIT}"
    folder = place / name / _fingerprint(settings.engine)
    for older in (place / name).glob("*"):
        if older != folder:
            forget(_in(older, settings))
            shutil.rmtree(older)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _in(folder: Path, settings: Settings) -> Settings:
    """The settings of an index of its own, on disk and on a server."""
    return replace(settings, data_dir=folder, elasticsearch_index=f"{settings.elasticsearch_index}-evaluation-{folder.name}")


def _fingerprint(engine: str) -> str:
    digest = hashlib.sha256(version("pyvi").encode())
    for root in (*_MADE_BY, _ENGINES[engine]):
        start = ROOT / root
        files = [start] if start.is_file() else sorted(p for p in start.rglob("*") if p.suffix in {".py", ".tsv", ".json"})
        for path in files:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
