"""What is counted of the texts, how counts add up, and that they follow the index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from indices.embedded import EmbeddedIndex, words
from indices.protocol import Record
from indices.vocabulary import EMPTY, Named, Vocabulary, counted, load, merged, save
from tests.search.world import PASSAGES, LetterEncoder, _record

TEXTS = ("Công đoàn cơ sở. Đoàn viên công đoàn", "Hoà giải cơ sở 12", "công đoàn cơ sở, công đoàn cơ sở")


def _pairs(held: Vocabulary) -> dict[tuple[str, str], int]:
    names = held.syllables
    return {(names[key >> 32], names[key & 0xFFFFFFFF]): int(n) for key, n in zip(held.pairs.tolist(), held.together, strict=True)}


def test_syllables_and_neighbours_are_counted() -> None:
    """In small letters with one placement of marks; no pair runs over a full stop, a comma or a number."""
    held = counted(TEXTS)
    assert (held.count("đoàn"), held.count("hòa"), held.count("12")) == (5, 1, 0)
    assert held.pair(held.number("công"), held.number("đoàn")) == 4
    assert _pairs(held)["cơ", "sở"] == 4
    assert ("sở", "đoàn") not in _pairs(held)


def test_forms_are_those_that_fold_alike_the_commonest_first() -> None:
    """«co» is «cơ» and «cò»."""
    held = counted(["cơ sở cơ quan con cò"])
    assert [held.syllables[number] for number in held.forms("co")] == ["cơ", "cò"]
    assert held.known("so")
    assert not held.known("xyz")


def test_counts_in_parts_add_up_to_the_whole() -> None:
    """Whatever numbers the parts gave to their syllables."""
    whole, parts = counted(TEXTS), merged([counted([each]) for each in TEXTS])
    assert _pairs(whole) == _pairs(parts)
    assert {s: whole.count(s) for s in whole.syllables} == {s: parts.count(s) for s in parts.syllables}


def test_more_likely_is_what_stands_together() -> None:
    """«sở» after «cơ», not «đoàn»."""
    held = counted(TEXTS)
    likely = held.likelihoods([held.number("cơ")], [held.number("sở"), held.number("đoàn")])
    assert likely[0, 0] > likely[0, 1]
    assert np.isfinite(likely).all()


def test_a_vocabulary_comes_back_from_its_file(tmp_path: Path) -> None:
    """A missing or damaged file is none."""
    held = counted(TEXTS, [Named("a", "1/TB", "Thông báo", "", "", "")])
    save(tmp_path / "v.npz", held)
    back = load(tmp_path / "v.npz")
    assert back is not None
    assert (_pairs(back), back.documents) == (_pairs(held), held.documents)
    (tmp_path / "v.npz").write_bytes(b"PK broken")
    assert load(tmp_path / "v.npz") is None
    assert load(tmp_path / "none.npz") is None


def test_no_text_is_counted_twice_when_segments_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts of a merged segment are those of its parts, unless records were left out: then they are counted anew."""
    counted_texts: list[int] = []
    count = words.of_records

    def counting(records: Iterable[Record]) -> Vocabulary:
        given = [*records]
        counted_texts.append(len(given))
        return count(given)

    monkeypatch.setattr(words, "of_records", counting)
    encoder, index = LetterEncoder(), EmbeddedIndex.create(tmp_path)
    records = [_record(i, row) for i, row in enumerate(PASSAGES)]
    for document in dict.fromkeys(record.document for record in records):
        own = [record for record in records if record.document == document]
        index.put(own, encoder.encode_passages([record.text for record in own]))
        index.commit()
    assert sum(counted_texts) == len(records)
    whole = count(records)
    held = index.vocabulary()
    assert (_pairs(held), {row.id for row in held.documents}) == (_pairs(whole), {row.id for row in whole.documents})
    assert {s: held.count(s) for s in held.syllables} == {s: whole.count(s) for s in whole.syllables}
    index.delete([records[0].document])
    index.commit()
    left = count([record for record in records if record.document != records[0].document])
    assert _pairs(index.vocabulary()) == _pairs(left)


def test_the_vocabulary_follows_the_index(tmp_path: Path) -> None:
    """Made with every commit, kept beside the vectors, found by another reader; a deleted document is named no more."""
    encoder, index = LetterEncoder(), EmbeddedIndex.create(tmp_path)
    assert not index.vocabulary()
    records = [_record(i, row) for i, row in enumerate(PASSAGES)]
    index.put(records, encoder.encode_passages([record.text for record in records]))
    index.commit()
    reader = EmbeddedIndex(tmp_path)
    assert reader.vocabulary().count("đoàn") == index.vocabulary().count("đoàn") > 0
    assert {row.symbol for row in reader.vocabulary().documents} == {"409/TB-LĐLĐ", "02-NQ/TU", "17/KH-UBND"}
    index.delete(["a"])
    index.commit()
    reader.refresh()
    assert {row.id for row in reader.vocabulary().documents} == {"b", "c"}


def test_an_old_folder_is_counted_when_first_asked(tmp_path: Path) -> None:
    """Without the files, all is as with them."""
    encoder, index = LetterEncoder(), EmbeddedIndex.create(tmp_path)
    records = [_record(i, row) for i, row in enumerate(PASSAGES)]
    index.put(records, encoder.encode_passages([record.text for record in records]))
    index.commit()
    for path in tmp_path.rglob("*.vocabulary.npz"):
        path.unlink()
    assert EmbeddedIndex(tmp_path).vocabulary().count("đoàn") == index.vocabulary().count("đoàn")


def test_nothing_counted_is_empty() -> None:
    """And knows no word."""
    assert not EMPTY
    assert not counted([])
    assert EMPTY.forms("co") == ()
