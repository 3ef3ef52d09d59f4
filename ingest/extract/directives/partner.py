"""Who helps: the organs after «phối hợp với», and where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import at_word
from ingest.extract.directives import organ

# Ends of sentences: ". ", "! "; not "TP. Hồ Chí Minh", "đ/c. "
_SENTENCE = re.compile(r"[.!?…](?<![A-ZĐ]P.)(?<!\b[A-ZĐ].)(?<!v\.v.)(?:\s+|$)")
# "phối hợp với ...", "phối hợp chặt chẽ với", "cùng với", "phối hợp cùng", "phối hợp các sở"
_CLOSELY = r"(?:\s+(?:chặt chẽ|tốt|có hiệu quả|hiệu quả|thường xuyên|đồng bộ))?"
_AT_ONCE = r"(?=các\s|Sở\s|Bộ\s|Ban\s|UBND|Văn phòng|Công an)"
_PARTNER = re.compile(
    at_word(
        *(rf"{joined}{_CLOSELY}\s+(?:với\s+|cùng\s+với\s+|cùng\s+|{_AT_ONCE})" for joined in ("phối(?: kết)? hợp", "kết hợp")),
        r"cùng với\s+(?!việc|đó|sự)",
    )
)


def partners(text: str, start: int, end: int) -> tuple[str, ...]:
    """Everyone after "phối hợp với" and the like, up to the next verb."""
    found: list[str] = []
    if text.find("hợp", start, end) == -1 and text.find("ùng với", start, end) == -1:
        return ()
    for match in _PARTNER.finditer(text, start, end):
        verb = organ.predicate(text, match.end() - 1, end)
        stop = verb.start if verb else min(end, match.end() + organ.WINDOW)
        named = organ.organs(text, match.end(), _sentence_end(text, match.end(), stop))
        found += [name for name in named if not organ.is_bare(name)]
    return tuple(dict.fromkeys(found))


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = _SENTENCE.search(text, start, end)
    return stop.start() if stop else end


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line."""
    at = start
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.start() > at:
            yield at, stop.start()
        at = stop.end()
    if at < end:
        yield at, end
