"""The encoder: right vectors, whatever else is in the call, without torch, and a clear word when the model is missing."""

from __future__ import annotations

import locale
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.settings import ROOT, Settings
from indices.encoder import BATCH_TOKENS, Encoder, EncoderError, SentenceTransformerEncoder, batches, open_encoder
from indices.model import REFERENCE_FOLDER, model_folder
from indices.model.prepare import recorded
from indices.protocol import Vectors

TEXTS = ["Điều 1.", "Kế hoạch phát triển đoàn viên " * 30, "", "Báo cáo kết quả trước ngày 20/12/2021.", "😀 …", "thông báo " * 90]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The default model's encoder."""
    return open_encoder(Settings.from_env())


def cosines(left: Vectors, right: Vectors) -> Vectors:
    """Row by row."""
    return np.asarray((left * right).sum(axis=1), dtype=np.float32)


@pytest.mark.model
def test_vectors_are_those_of_the_trained_model(encoder: Encoder) -> None:
    """Queries and passages get the vectors recorded when the adapter was trained, prompts included."""
    rows = recorded()
    found = {"query": encoder.encode_queries, "passage": encoder.encode_passages}
    for kind, pairs in rows.items():
        assert cosines(found[kind](list(pairs)), np.stack(list(pairs.values()))).min() > 0.999


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_batch(encoder: Encoder) -> None:
    """Encoded alone or with longer and shorter ones, in any order, a text has the same vector."""
    together = encoder.encode_passages(TEXTS)
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS])
    assert cosines(together, alone).min() > 0.9998
    assert cosines(together, encoder.encode_passages(TEXTS[::-1])[::-1]).min() > 0.9998


@pytest.mark.model
def test_vectors_are_float32_unit_vectors(encoder: Encoder) -> None:
    """Also of an empty text; of no texts, an empty array of the right width."""
    found = encoder.encode_passages(TEXTS)
    assert (found.shape, found.dtype) == ((len(TEXTS), encoder.dimensions), np.float32)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-4)
    assert encoder.encode_queries([]).shape == (0, encoder.dimensions)


@pytest.mark.model
def test_what_lies_beyond_the_limit_changes_nothing(encoder: Encoder) -> None:
    """A text is cut at `limit` tokens, and at the model's own limit whatever is asked."""
    start = "kế hoạch công tác " * 40
    near = encoder.encode_passages([start + "một", start + "hai"], limit=64)
    far = encoder.encode_passages([start * 5 + "một", start * 5 + "hai"], limit=10_000)
    assert cosines(near[:1], near[1:]).min() > 0.99999
    assert cosines(far[:1], far[1:]).min() > 0.99999


@pytest.mark.model
def test_threads_may_share_an_encoder(encoder: Encoder) -> None:
    """Eight calls at a time give what they give one after another."""
    queries = [f"chỉ tiêu năm {2000 + i}" for i in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = np.vstack(list(pool.map(lambda query: encoder.encode_queries([query]), queries)))
    assert cosines(found, np.vstack([encoder.encode_queries([query]) for query in queries])).min() > 0.9999


@pytest.mark.model
def test_encoders_opened_at_once_leave_the_locale_alone() -> None:
    """OpenVINO changes it while it loads a graph; two that load together must not leave it changed."""
    before = locale.setlocale(locale.LC_ALL)
    with ThreadPoolExecutor(4) as pool:
        opened = [pool.submit(open_encoder, Settings.from_env(), once=True) for _ in range(4)]
        for one in opened:
            one.result().encode_queries(["thông báo"])
    assert locale.setlocale(locale.LC_ALL) == before


@pytest.mark.model
def test_tokens_are_counted_without_prompt_and_marks(encoder: Encoder) -> None:
    """So that a passage of `window` tokens leaves room for what goes in front of it."""
    assert encoder.count_tokens("") == 0
    assert 2 <= encoder.count_tokens("Kế hoạch") <= 4
    assert encoder.count_tokens("Kế hoạch " * 100) == 100 * encoder.count_tokens("Kế hoạch")


@pytest.mark.model
def test_a_query_is_encoded_without_torch() -> None:
    """Loading torch would cost a search seconds and a gigabyte."""
    program = (
        "import sys; from corpus.settings import Settings; from indices.encoder import open_encoder;"
        "open_encoder(Settings.from_env()).encode_queries(['xin chào']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.model
@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors(encoder: Encoder) -> None:
    """The reference form, loaded by its path as any other model, agrees with what answers queries."""
    settings = Settings.from_env()
    reference = SentenceTransformerEncoder(str(model_folder(settings) / REFERENCE_FOLDER))
    assert cosines(reference.encode_passages(TEXTS), encoder.encode_passages(TEXTS)).min() > 0.998  # the rounding of eight bits (.9989)
    assert cosines(reference.encode_queries(TEXTS), encoder.encode_queries(TEXTS)).min() > 0.999
    assert reference.count_tokens(TEXTS[1]) == encoder.count_tokens(TEXTS[1])
    assert (reference.dimensions, reference.limit) == (encoder.dimensions, 512)


def test_a_missing_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    """Nobody should meet a traceback before `make setup`."""
    with pytest.raises(EncoderError, match="make setup"):
        open_encoder(Settings(model_dir=tmp_path))


def test_a_damaged_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    """A folder with a card but without its files says so."""
    folder = model_folder(Settings(model_dir=tmp_path))
    folder.mkdir()
    (folder / "model.json").write_text(
        '{"name": "x", "sha256": "", "dimensions": 8, "window": 8, "limit": 8, "runtime": "openvino", "precision": "f32", "form": 1}'
    )
    with pytest.raises(EncoderError, match="make setup"):
        open_encoder(Settings(model_dir=tmp_path))


def test_batches_hold_every_text_once_and_stay_small() -> None:
    """Texts of like length go together; only a single text may exceed the budget."""
    lengths = [int(n) for n in np.random.default_rng(3).integers(2, 512, 300)] + [BATCH_TOKENS + 1]
    groups = list(batches(lengths))
    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    assert all(len(group) == 1 or len(group) * max(lengths[i] for i in group) <= BATCH_TOKENS for group in groups)
    assert len(groups) < 80
