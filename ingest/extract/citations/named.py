"""Citations by body and occasion, without a number: «Nghị quyết Đại hội XII Công đoàn Việt Nam»."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.extract.citations import patterns
from ingest.extract.citations.value import Mention


def named(source: str) -> Iterator[Mention]:
    """Congress and plenum resolutions, charters and the constitution."""
    for pattern in patterns.NAMED:
        for match in pattern.finditer(source):
            end = match.start() + len(match.group().rstrip(" ,."))
            kind = "Nghị quyết" if match.group("type").lower().startswith("nghị") else match.group("type")
            yield Mention(match.start(), end, "named", type=kind, confidence=0.9)
