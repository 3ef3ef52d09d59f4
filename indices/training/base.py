"""The model that training begins from: the package's weights without any adapter, as a sentence-transformers folder."""

from __future__ import annotations

from pathlib import Path

BASE = "multilingual-e5-small"


def base_folder(place: Path) -> Path:
    """Write the folder under `place` unless it is there (~10 s, 490 MB); raise ModelError if the package is missing or changed."""
    from indices.model.package import package_file, unpack, verified
    from indices.model.reference import write_reference

    folder = place / BASE
    if not folder.exists():
        draft = place / f"{BASE}.part"
        write_reference(unpack(verified(package_file())), draft)
        draft.rename(folder)
    return folder
