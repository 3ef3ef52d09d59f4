"""`python -m search.evaluation.readings FOLDER`: counts words that the reading of questions mends and spoils, in every variant."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import text
from corpus.errors import VanKienError
from indices.vocabulary import Vocabulary, counted
from search.evaluation.collection import Collection, Question, collection
from search.evaluation.variants import VARIANTS, varied
from search.restore import restore
from search.speech import spoken

_EXAMPLES = 40
_COLUMNS = {"words": "từ", "altered": "gõ khác", "mended": "sửa đúng", "share": "tỉ lệ", "spoilt": "làm sai", "whole": "câu đúng cả"}

Read = Callable[[str], str]


@dataclass(slots=True)
class Tally:
    """Words of all questions in one variant.

    `altered` were typed in another way than they are written (marks left out, a slip), `mended` of these were read as
    written; `spoilt` were typed as written and read as something else. `whole` questions of `questions` are all right.
    """

    questions: int = 0
    words: int = 0
    altered: int = 0
    mended: int = 0
    spoilt: int = 0
    whole: int = 0
    examples: Counter[str] = field(default_factory=Counter)

    def add(self, written: Sequence[str], typed: Sequence[str], read: Sequence[str]) -> None:
        """Count one question, word by word; all three have as many words."""
        self.questions += 1
        self.words += len(written)
        self.whole += tuple(written) == tuple(read)
        for meant, given, found in zip(written, typed, read, strict=True):
            self.altered += meant != given
            self.mended += meant != given and found == meant
            self.spoilt += meant == given != found
            if found != meant and found != given:
                self.examples[f"{given} → {found}" + (f" ({meant})" if meant != given else "")] += 1

    def to_json(self) -> dict[str, object]:
        """Counts, shares, and the commonest wrong changes."""
        counts = {name: getattr(self, name) for name in ("questions", "words", "altered", "mended", "spoilt")}
        shares = {"share": round(self.mended / self.altered, 4) if self.altered else None, "whole": round(self.whole / self.questions, 4)}
        return counts | shares | {"examples": dict(self.examples.most_common(_EXAMPLES))}


def tallied(questions: Iterable[Question], read: Read, *, variant: str) -> Tally:
    """The words of all questions, typed in a variant (one of VARIANTS) and read; of a question without marks nobody knows what is right."""
    tally = Tally()
    for question in questions:
        written = text.nfc(question.text)
        if text.fold(written) == written.lower():
            continue
        typed = varied(written, variant=variant, id=question.id)
        rows = [_words(each) for each in (written, typed, read(typed))]
        if len({len(row) for row in rows}) == 1:  # a slip may join two words
            tally.add(*rows)
    return tally


def _words(question: str) -> list[str]:
    return [token.text for token in text.syllables(question)]


def words_of(given: Collection) -> Vocabulary:
    """The vocabulary that an index of the collection would have."""
    return counted(_texts(given))


def _texts(given: Collection) -> Iterator[str]:
    for article in given.articles:
        yield "\n".join((article.title, *article.headings[-1:], article.text))


def main(argv: Sequence[str] | None = None) -> int:
    """0 when counted, 1 when the folder cannot be read, 2 for a wrong call."""
    parser = argparse.ArgumentParser(
        prog="python -m search.evaluation.readings", description="Đo việc thêm dấu và sửa lỗi gõ trong câu hỏi."
    )
    parser.add_argument("folder", type=Path, help="thư mục có corpus.jsonl.xz, queries.jsonl, qrels.tsv")
    parser.add_argument("--split", default="", help="chỉ các câu hỏi thuộc phần này (dev, train)")
    parser.add_argument("--variant", action="append", choices=tuple(VARIANTS), default=[], help="chỉ cách gõ này (nhiều lần được)")
    parser.add_argument("--json", action="store_true", help="in JSON, với những từ bị đọc sai thường gặp nhất")
    options = parser.parse_args(argv)
    try:
        given = collection(options.folder, split=options.split)
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1
    vocabulary = spoken(words_of(given))
    chosen = options.variant or list(VARIANTS)
    found = {name: tallied(given.questions, lambda typed: restore(typed, vocabulary).text, variant=name).to_json() for name in chosen}
    print(json.dumps(found, ensure_ascii=False) if options.json else table(found))
    return 0


def table(found: dict[str, dict[str, object]]) -> str:
    """The counts for a person to read."""
    lines = [f"{'':12}" + "".join(f"{name:>13}" for name in _COLUMNS.values())]
    for variant, row in found.items():
        lines.append(f"{variant:12}" + "".join(f"{'-' if row[name] is None else row[name]:>13}" for name in _COLUMNS))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
