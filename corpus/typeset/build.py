"""Makes the binary samples (docx, pdf) anew from the texts in source/*.yml."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, cast

import yaml

from corpus.typeset.paper import pdf
from corpus.typeset.word import docx

SOURCES = Path(__file__).parent / "source"
SAMPLES = Path(__file__).parent.parent / "samples"
MAKERS = {"docx": docx, "pdf": pdf}


def build(folder: Path = SAMPLES) -> list[Path]:
    """Write every binary sample into `folder`; returns the files. The same source always gives the same bytes."""
    made = []
    for source in sorted(SOURCES.glob("*.yml")):
        target = folder / f"{source.stem}.{source_format(source)}"
        target.write_bytes(made_from(source))
        made.append(target)
    return made


def source_format(source: Path) -> str:
    """ "docx" or "pdf", as the source says."""
    return str(_load(source)["format"])


def made_from(source: Path) -> bytes:
    """The bytes of the sample that a source describes."""
    page = _load(source)
    out = io.BytesIO()
    MAKERS[page["format"]](page, out)
    return out.getvalue()


def _load(source: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(source.read_text(encoding="utf-8")))
