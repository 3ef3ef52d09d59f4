"""The count of words that the reading of questions mends and spoils."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from indices.vocabulary import counted
from search.evaluation.collection import Question
from search.evaluation.readings import main, tallied
from search.evaluation.variants import unmarked
from search.restore import restore
from search.speech import spoken
from tests.search import library

QUESTIONS = [Question("1", "phát triển đoàn viên", {}), Question("2", "người lao động khi ốm đau", {}), Question("3", "cong doan", {})]
VOCABULARY = spoken(library.vocabulary())


def test_words_are_counted_by_what_became_of_them() -> None:
    """«khi» needs no mark, so that it can only be spoilt; a question written without marks says nothing."""
    wrong = {"phat": "phạt", "khi": "khí", "nguoi": "người"}
    tally = tallied(QUESTIONS, lambda typed: " ".join(wrong.get(word, word) for word in typed.split()), variant="unaccented")
    assert (tally.questions, tally.words, tally.altered, tally.mended, tally.spoilt, tally.whole) == (2, 10, 8, 1, 1, 0)
    assert tally.examples == {"phat → phạt (phát)": 1, "khi → khí": 1}


@pytest.mark.parametrize("variant", ["plain", "unaccented", "half"])
def test_questions_over_the_samples_are_read_right(variant: str) -> None:
    """Marks that were typed stay, the others come back."""
    tally = tallied(QUESTIONS, lambda typed: restore(typed, VOCABULARY).text, variant=variant)
    assert (tally.spoilt, tally.mended) == (0, tally.altered)
    assert tally.whole == 2


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("thi vào công chức", "thi vào công chức"),
        ("đền bù khi lấy đất làm đường", "đền bù khi lấy đất làm đường"),
        ("thi vao công chức", "thì vào công chức"),
    ],
)
def test_a_word_without_marks_among_words_with_marks_is_meant(typed: str, read: str) -> None:
    """However often the texts hold another word there; where a word beside it lacks its marks, it may lack its own."""
    held = counted(["Nếu đạt thì vào công chức, thì vào ngạch.", "Đo khí lấy mẫu, bù khí lấy áp.", "đền bù đất làm đường"] * 200)
    assert restore(typed, spoken(held)).text == read


@pytest.mark.parametrize("typed", ["mở tiệm net cần giấy tờ gì", "bằng lái xe"])
def test_everyday_words_are_read_though_no_text_holds_them(typed: str) -> None:
    """The words of search/synonyms.tsv come back without their marks having been typed."""
    assert restore(unmarked(typed), VOCABULARY).text == typed


@pytest.mark.parametrize(
    ("typed", "read"), [("so do to chuc", "sơ đồ tổ chức"), ("dung hay sai", "đúng hay sai"), ("tiem net", "tiệm net")]
)
def test_what_texts_say_often_outweighs_everyday_words(typed: str, read: str) -> None:
    """«so do» is no «sổ đỏ» where texts speak of «sơ đồ»; and nothing begins with «dừng» because «dừng xe» does."""
    held = counted(["Theo sơ đồ tổ chức, vẽ sơ đồ."] * 50 + ["Việc làm đúng, nét chữ. Đúng thì làm tiếp."] * 20)
    assert restore(typed, spoken(held)).text == read


def test_the_command_counts_over_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each way of typing, or JSON; a folder that is none is said."""
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"_id": str(at), "title": "", "text": "Phát triển đoàn viên."}) + "\n" for at in range(3))
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": "phát triển đoàn viên"}), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("1\t0\t1\n", encoding="utf-8")
    assert main([str(tmp_path), "--variant", "unaccented", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unaccented"]["mended"] == 4
    assert main([str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.strip().split("\n")) == 5
    assert main([str(tmp_path / "nowhere")]) == 1
