"""The script that makes the binary samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.typeset.build import SAMPLES, SOURCES, build, made_from
from corpus.typeset.paper import FONTS


def test_every_source_has_its_sample() -> None:
    """No source is left without the file made from it."""
    made = {path.stem for path in SAMPLES.iterdir() if path.suffix in {".docx", ".pdf"}}
    assert {source.stem for source in SOURCES.glob("*.yml")} == made


@pytest.mark.skipif(not FONTS.is_dir(), reason="needs Debian's fonts-dejavu-core (the PDF samples are set in it)")
def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    """Making the samples anew changes nothing that git would see."""
    for path in build(tmp_path):
        assert path.read_bytes() == made_from(SOURCES / f"{path.stem}.yml")
