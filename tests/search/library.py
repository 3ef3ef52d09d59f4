"""The project's own samples in an index, for tests of how questions are understood."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import text
from corpus.settings import ROOT
from indices.embedded import EmbeddedIndex
from indices.protocol import Record
from indices.vocabulary import Vocabulary, counted
from search.searcher import Searcher
from tests.search.world import LetterEncoder

SAMPLES = ROOT / "corpus" / "samples"
LAWS = (
    ("l12", "12/2012/QH13", "Luật", "2012-06-20", "Công đoàn"),
    ("l24", "50/2024/QH15", "Luật", "2024-11-27", "Luật Công đoàn"),
    ("l19", "45/2019/QH14", "Bộ luật", "2019-11-20", "Lao động"),
)
ARTICLES = (
    ("Điều 7. Tập huấn", "Tổ chức công đoàn mở lớp tập huấn cho đoàn viên."),
    ("Điều 8. Đối thoại", "Hai bên gặp nhau hằng quý để đối thoại, ghi biên bản."),
    ("Điều 18. Phúc lợi", "Đoàn viên được thăm hỏi khi ốm đau."),
)


def vocabulary() -> Vocabulary:
    """The words of the samples that are plain text."""
    return counted(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))


def searcher(folder: Path) -> Searcher:
    """A searcher over the samples, by their expected headers, and three made-up laws."""
    index, encoder = EmbeddedIndex.create(folder), LetterEncoder()
    records = [*_samples(), *_laws()]
    index.put(records, encoder.encode_passages([record.text for record in records]))
    index.commit()
    return Searcher(index, encoder)


def _samples() -> Iterator[Record]:
    for side in sorted(SAMPLES.glob("*.expected.json")):
        head: dict[str, Any] = json.loads(side.read_text(encoding="utf-8"))["header"]
        plain = side.with_name(side.name.replace(".expected.json", ".txt"))
        words = plain.read_text(encoding="utf-8") if plain.exists() else str(head["subject"])
        parts = [part for part in re.split(r"\n\s*\n", words) if part.strip()]
        yield from (_record(side.stem.split(".")[0], ordinal, part, head) for ordinal, part in enumerate(parts))


def _laws() -> Iterator[Record]:
    for id, number, kind, issued, title in LAWS:
        head = {"symbol": number, "type": kind, "issuer": "Quốc hội", "issued": issued, "subject": title}
        yield from (_record(id, ordinal, words, head, heading) for ordinal, (heading, words) in enumerate(ARTICLES))


def _record(id: str, ordinal: int, words: str, head: dict[str, Any], heading: str = "") -> Record:
    symbol, kind, issuer, issued, title = (head.get(name) or "" for name in ("symbol", "type", "issuer", "issued", "subject"))
    clean = text.nfc(words)
    label = "\n".join(part for part in (kind, title, issuer) if part)
    tokens = text.document_tokens(clean, title=label, heading=heading, symbol=symbol)
    path = (heading,) if heading else ()
    return Record(
        f"{id}:{ordinal}", id, ordinal, clean, (0, len(clean)), None, path,
        title, symbol, kind, issuer, issued, int(issued[:4] or 0), id, tokens,
    )  # fmt: skip
