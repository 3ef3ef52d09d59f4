"""The few pieces of a question: the same tokens as all 250,000 give, kept once, and found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from corpus.settings import Settings
from indices.encoder import open_encoder
from indices.model import CACHE_FOLDER, REFERENCE_FOLDER, TOKENIZER_FILE, model_folder
from indices.model.pieces import PIECES_FILE, Pieces, kept, pieces

QUESTIONS = (
    "query: tiết kiệm điện mùa khô",
    "query: Ai phải báo cáo kết quả Tháng Công nhân, trước ngày 20/12/2021?",
    "query: 409/TB-LĐLĐ, I2/HD-TLÐ",
    "query: phat trien doan vien, hoà giải, òó",
    "",
    "  \u00a0\u3000 hai   khoảng trắng\n",
    "😀 ﬁ Ⅳ ｗｉｄｅ \u200b \u2581▁ <s> đoàn<mask>viên </s>",
    "query: " + "công đoàn cơ sở " * 200,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared model's folder with nothing kept yet."""
    made = tmp_path_factory.mktemp("model")
    (made / REFERENCE_FOLDER).symlink_to((model_folder(Settings.from_env()) / REFERENCE_FOLDER).resolve())
    return made


@pytest.fixture(scope="module")
def few(folder: Path) -> Pieces:
    """What is kept."""
    found = pieces(folder)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def whole(folder: Path) -> Tokenizer:
    """The tokenizer with all its pieces."""
    return Tokenizer.from_file(str(folder / REFERENCE_FOLDER / TOKENIZER_FILE))


@pytest.mark.model
def test_few_pieces_give_the_tokens_of_all(few: Pieces, whole: Tokenizer) -> None:
    """One by one and all together; marks that are typed, signs of several forms and none at all included."""
    wanted = [encoding.ids for encoding in whole.encode_batch(list(QUESTIONS), add_special_tokens=False)]
    assert few.tokens(QUESTIONS) == wanted
    assert [few.tokens([question])[0] for question in QUESTIONS] == wanted


@pytest.mark.model
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60))
def test_few_pieces_give_the_tokens_of_all_for_any_text(few: Pieces, whole: Tokenizer, question: str) -> None:
    """Letters that no piece has cost the same."""
    asked = question.encode("utf-8", "replace").decode()
    assert few.tokens([asked]) == [whole.encode(asked, add_special_tokens=False).ids]


@pytest.mark.model
def test_pieces_are_kept_once_and_made_anew_when_damaged(folder: Path, few: Pieces) -> None:
    """A half-written file is no reason to fail."""
    file = folder / CACHE_FOLDER / PIECES_FILE
    assert file.exists()
    file.write_bytes(file.read_bytes()[:1000])
    assert kept(folder) is None
    again = pieces(folder)
    assert again is not None
    assert again.tokens(QUESTIONS) == few.tokens(QUESTIONS)


@pytest.mark.model
def test_an_encoder_for_one_question_gives_the_same_vectors() -> None:
    """Only sooner."""
    once, always = (open_encoder(Settings.from_env(), once=each) for each in (True, False))
    assert (once.encode_queries(["tiết kiệm điện"]) == always.encode_queries(["tiết kiệm điện"])).all()
    assert once.count_tokens("tiết kiệm điện") == always.count_tokens("tiết kiệm điện")
