"""Where the prepared default model lies on disk, and what is known of it once it is there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import VanKienError
from corpus.settings import Settings

BASE = "multilingual-e5-small"  # the package's model; also the name of the folder the default is prepared in
DEFAULT = f"{BASE}+vankien-6"  # with the adapter of indices/model/adapter.py merged in
REFERENCE_FOLDER = "st"  # the sentence-transformers form
GRAPH_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CACHE_FOLDER = "compiled"
CARD_FILE = "model.json"
# Raise when a newer program can no longer use what an older one prepared: `python -m indices.model` then prepares anew.
FORM = 2


class ModelError(VanKienError):
    """The default model cannot be prepared, or what was prepared is not what it must be."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What model.json says of a prepared model.

    Attributes:
        name: the model's name; vectors of models with different names never mix.
        sha256: of the package file the weights came from.
        dimensions: length of a vector.
        window: tokens a passage is cut to fit (content; prompt, title and heading path come on top).
        limit: tokens the model reads at most, prompt and marks included.
        runtime: "openvino" or "sentence-transformers", as measured here when it was prepared.
        precision: OpenVINO's inference precision, "bf16" or "f32".
        adapter: SHA-256 of the adapter merged into the weights; "" if none was.
        form: see FORM.
    """

    name: str
    sha256: str
    dimensions: int
    window: int
    limit: int
    runtime: str
    precision: str
    adapter: str = ""
    form: int = FORM

    def write(self, folder: Path) -> None:
        """Write model.json."""
        (folder / CARD_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def model_folder(settings: Settings) -> Path:
    """Where the prepared default model lies, or would."""
    return settings.model_dir / BASE


def prepared(folder: Path) -> ModelCard | None:
    """The card of the model prepared in this folder; None if there is none, or one of another form."""
    try:
        card = ModelCard(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return card if card.form == FORM else None
