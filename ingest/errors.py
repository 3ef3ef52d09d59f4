"""The errors of ingest: what cannot be read, and why, in words for the person who sent the file."""

from __future__ import annotations

from corpus.errors import VanKienError


class IngestError(VanKienError):
    """Root of the errors of this layer."""


class ReadError(IngestError):
    """A file that cannot be read.

    `code` is one of: missing, unreadable, empty, too_large, encrypted, wrong_password, broken, scanned, unsupported,
    mismatch (the content is not what the name promises), unsafe (a path in an archive that leads outside it).
    """
