"""Safe copies of a store: one file with catalog and originals, restored onto SQLite or PostgreSQL; and moving from one to the other."""

from __future__ import annotations

from corpus.backup.archive import Kept, backup, restore
from corpus.backup.move import move

__all__ = ["Kept", "backup", "move", "restore"]
