"""The vocabulary of the embedded index: counted a segment at a time, added up for each generation, kept beside the vectors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from indices.embedded.segments import Segment
from indices.embedded.snapshot import Snapshot
from indices.record import unpacked
from indices.vocabulary import EMPTY, Vocabulary, load, merged, of_records, save


class Counts:
    """The vocabulary last asked for, held until the index changes."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: tuple[Path | None, Vocabulary] = (None, EMPTY)

    def of(self, folder: Path, snapshot: Snapshot) -> Vocabulary:
        """The vocabulary of a snapshot whose segments lie in this folder."""
        path = _path(folder, str(snapshot.manifest.generation))
        if self._known[0] != path:
            with self._guard:
                if self._known[0] != path:
                    self._known = path, load(path) or _whole(folder, snapshot, path)
        return self._known[1]


def join(folder: Path, name: str, parts: Sequence[Segment]) -> None:
    """Keep the vocabulary of segments that became one with no record left out: added up, so that no text is counted twice."""
    _keep(_path(folder, name), merged([_of_segment(folder, part) for part in parts]))


def _whole(folder: Path, snapshot: Snapshot, path: Path) -> Vocabulary:
    """Added up from the segments, and kept."""
    parts = [_of_segment(folder, segment) for segment in snapshot.segments]
    whole = merged(parts, alive=frozenset(snapshot.documents()))
    _keep(path, whole)
    return whole


def _of_segment(folder: Path, segment: Segment) -> Vocabulary:
    path = _path(folder, segment.name)
    found = load(path)
    if found is None:
        found = of_records(unpacked(segment.packed(row)) for row in range(len(segment)))
        _keep(path, found)
    return found


def _keep(path: Path, held: Vocabulary) -> None:
    """Write it for the next process; where the folder cannot be written it is counted again next time."""
    with suppress(OSError):
        save(path, held)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.vocabulary.npz"
