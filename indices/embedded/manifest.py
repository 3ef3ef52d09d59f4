"""Which segments of vectors belong to a commit: one small file for each generation of the index."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from indices.embedded.folder import write_atomically
from indices.embedded.segments import Numbers

KEPT = 2  # generations whose files stay, for a reader that has just learnt of the last but one


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation: `segments` in the order of their slots, `dead` slots in them, the next free slot."""

    generation: int = 0
    segments: tuple[str, ...] = ()
    dead: tuple[int, ...] = ()
    next_slot: int = 0
    dimensions: int = 0

    @property
    def dead_slots(self) -> Numbers:
        """The slots of records that were replaced or deleted."""
        return np.asarray(self.dead, dtype=np.int64)


def read(folder: Path, generation: int) -> Manifest:
    """The manifest of a generation; generation 0 is the empty index."""
    if not generation:
        return Manifest()
    values = json.loads(_path(folder, generation).read_bytes())
    return Manifest(**values | {"segments": tuple(values["segments"]), "dead": tuple(values["dead"])})


def write(folder: Path, manifest: Manifest) -> None:
    """Put a manifest beside the others; it counts only once Tantivy's commit names its generation."""
    write_atomically(_path(folder, manifest.generation), json.dumps(asdict(manifest), separators=(",", ":")).encode())


def sweep(folder: Path, generation: int) -> None:
    """Remove the files that no generation from the last few committed ones names."""
    kept: set[str] = set()
    for number in range(max(1, generation - KEPT + 1), generation + 1):
        path = _path(folder, number)
        if path.exists():
            kept.update((path.name, path.stem))
            kept.update(read(folder, number).segments)
    for path in folder.iterdir():
        if path.name not in kept and path.name.split(".")[0] not in kept:
            path.unlink(missing_ok=True)


def _path(folder: Path, generation: int) -> Path:
    return folder / f"{generation}.json"
