"""Passages and questions made up in any number, as long and as uneven as real ones, for measuring what an index costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indices.protocol import TEXT_FIELDS, Record, TextQuery, Vectors

DIMENSIONS = 384
LENGTHS = {"words": 43, "syllables": 61, "pairs": 55, "folded": 64, "numbers": 6, "title": 46, "heading": 15}  # means over the samples
_WORDS, _STEEP, _CROWDS, _A_DOCUMENT = 60_000, 1.25, 500, 12
_KINDS = ("Thông báo", "Kế hoạch", "Nghị quyết", "Công văn", "Báo cáo")


class Invented:
    """Always the same for the same seed: words by Zipf's law, vectors in crowds of unequal size."""

    def __init__(self, seed: int = 5) -> None:
        self._numbers = np.random.default_rng(seed)
        self._centres = self._numbers.normal(size=(_CROWDS, DIMENSIONS))
        shares = 1 / np.arange(1, _WORDS + 1) ** (_STEEP - 0.25)
        self._reach = np.cumsum(shares) / shares.sum()

    def records(self, count: int, portion: int) -> Iterator[tuple[list[Record], Vectors]]:
        """Portions of whole documents with their vectors, `count` records (rounded up to a document) in all."""
        made = 0
        while made < count:
            documents = range(made // _A_DOCUMENT, (made + portion) // _A_DOCUMENT)
            found = [self._record(f"d{document:08}", n) for document in documents for n in range(_A_DOCUMENT)]
            made += len(found)
            yield found, self.vectors(len(found))

    def vectors(self, count: int) -> Vectors:
        """Unit vectors (n, d), most of them close to others."""
        crowds = np.minimum(self._numbers.zipf(1.5, size=count), _CROWDS) - 1
        rows = self._centres[crowds] + 0.8 * self._numbers.normal(size=(count, DIMENSIONS))
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def questions(self, count: int) -> list[TextQuery]:
        """Of six words each, in the fields and with weights as search asks."""
        weights = {"words": 1.0, "syllables": 0.5, "title": 0.3, "heading": 0.4}
        return [TextQuery({name: (self._words(6), weight) for name, weight in weights.items()}) for _ in range(count)]

    def _record(self, document: str, ordinal: int) -> Record:
        tokens = {name: self._words(max(1, int(self._numbers.gamma(2, LENGTHS[name] / 2)))) for name in TEXT_FIELDS}
        year = 2015 + hash_of(document) % 10
        return Record(
            id=f"{document}:{ordinal}",
            document=document,
            ordinal=ordinal,
            text=" ".join(f"{word}ữ" for word in tokens["syllables"]),
            span=(ordinal * 400, ordinal * 400 + 400),
            page=ordinal // 3 + 1,
            heading_path=("I. NHIỆM VỤ", f"{ordinal}. Mục"),
            title="Về việc tổ chức " + " ".join(tokens["title"][:12]),
            symbol=f"{hash_of(document) % 900}/KH-UBND",
            type=_KINDS[hash_of(document) % len(_KINDS)],
            issuer=f"Cơ quan {hash_of(document) % 300}",
            issued=f"{year}-03-15",
            year=year,
            source=f"{document}.pdf",
            tokens=tokens,
        )

    def _words(self, count: int) -> list[str]:
        return [f"t{n:x}" for n in np.searchsorted(self._reach, self._numbers.random(count)).tolist()]


def hash_of(document: str) -> int:
    """A number that scatters documents."""
    return int(document[1:]) * 2_654_435_761 % 2**32
