"""Citations without a number, by body and occasion or by title: «Nghị quyết Đại hội XII Công đoàn Việt Nam»."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.extract.citations import patterns
from ingest.extract.citations.value import Mention


def named(source: str) -> Iterator[Mention]:
    """Congress and plenum resolutions, charters, the constitution, and documents cited by their title in quotation marks."""
    for pattern in patterns.NAMED:
        for match in pattern.finditer(source):
            if match.group().startswith("văn kiện") or (pattern is patterns.PLENUM and not patterns.PLENUM_SAID.search(match.group())):
                continue
            end = match.start() + len(match.group().rstrip(" ,."))
            sure = 0.75 if pattern is patterns.TITLED else 0.9
            yield Mention(match.start(), end, "named", type=match.group("type").capitalize(), confidence=sure)
