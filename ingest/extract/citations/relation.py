"""What a document does with the one it cites, from the words around the citation."""

from __future__ import annotations

import re

from ingest.extract.citations.value import Mention

LOOK_BACK = 200

_FILLING = r"(?:thi\s+hành|thực\s+hiện|và|biện\s+pháp|một\s+số|điều|của|các|nội\s+dung)"
_MANNER = r"(?:có\s+hiệu\s+quả|tốt|các|thắng\s+lợi|nghiêm(?:\s+túc)?|nội\s+dung|và)"
_CHANGE = r"(?:sửa\s+đổi|bổ\s+sung)"

# Name of the relation, and what stands right before the citation. The order matters: the first that fits wins.
_PHRASES = (
    # «thay thế Quyết định số 132/QĐ-LĐLĐ»
    ("thay thế", r"thay\s+thế(?:\s+(?:cho|các))?"),
    # «Bãi bỏ Điều 5 …», «bãi bỏ toàn bộ các …»
    ("bãi bỏ", r"(?:bãi|hủy|huỷ)\s+bỏ(?:\s+(?:các|toàn\s+bộ|một\s+phần))?\s*:?"),
    # «Sửa đổi, bổ sung một số điều của Nghị định», «sửa đổi khoản 2 Điều 5»
    (
        "sửa đổi bổ sung",
        rf"{_CHANGE}(?:,?\s+(?:và\s+)?{_CHANGE})?(?:\s+(?:một\s+số\s+(?:điều|nội\s+dung)|các))?(?:\s+của)?(?:\s+các)?",
    ),
    ("đính chính", r"đính\s+chính(?:\s+\w+){0,3}"),
    ("hợp nhất", r"hợp\s+nhất(?:\s+\w+){0,3}"),
    # «(Ban hành kèm theo Quyết định số …»
    ("ban hành kèm theo", r"kèm\s+theo"),
    # «hướng dẫn thi hành Nghị định», «quy định chi tiết một số điều của Luật»
    ("hướng dẫn", rf"(?:hướng\s+dẫn|quy\s+định\s+chi\s+tiết)(?:\s+{_FILLING}){{0,8}}"),
    # «Thực hiện Kế hoạch số 35», «triển khai có hiệu quả Nghị quyết», «cụ thể hóa», «thi hành»
    (
        "thực hiện",
        rf"(?:thực\s+hiện|triển\s+khai|thi\s+hành|cụ\s+thể\s+h[oó][aá]|quán\s+triệt|tổ\s+chức)(?:\s+{_MANNER}){{0,5}}",
    ),
)
# without one of these words none of the phrases of that name is there: cheap, because most citations are only mentioned
_WORDS = {
    "thay thế": ("thay",), "bãi bỏ": ("bỏ",), "sửa đổi bổ sung": ("sửa", "bổ"), "đính chính": ("chính",), "hợp nhất": ("nhất",),
    "ban hành kèm theo": ("kèm",), "hướng dẫn": ("hướng", "tiết"), "thực hiện": ("thực", "triển", "thi", "thể", "quán", "tổ"),
}  # fmt: skip
_BEFORE = tuple((name, _WORDS[name], re.compile(rf"(?<!\w){phrase}\s*$", re.IGNORECASE)) for name, phrase in _PHRASES)
_EXPIRES = re.compile(r"^[^.;\n]{0,160}?hết\s+hiệu\s+lực", re.IGNORECASE)
LONGEST_BASIS = 1500
"""Characters in which a line of the legal basis names its document; looking back farther takes square time on an endless line."""
_BASIS = re.compile(r"[\s\-–+*]{0,20}(?:Căn\s+cứ)\b", re.IGNORECASE)


def relation(source: str, mention: Mention) -> str | None:
    """The name of the relation ("căn cứ", or one of _PHRASES), None where the document is only mentioned."""
    floor = max(0, mention.start - LONGEST_BASIS)
    found = source.rfind("\n", floor, mention.start)
    line_start = found + 1 if found >= 0 else floor
    before = source[max(line_start, mention.start - LOOK_BACK) : mention.start]
    begins = found >= 0 or floor == 0
    if begins and _BASIS.match(source, line_start, mention.start) and ";" not in source[line_start : mention.start]:
        return "căn cứ" if _first_of_line(source, line_start, mention.start) else None
    lower = before.lower()
    for name, words, pattern in _BEFORE:
        if any(word in lower for word in words) and pattern.search(before):
            return name
    return "bãi bỏ" if _EXPIRES.match(source[mention.end : mention.end + 200]) and "này" not in before[-20:] else None


def _first_of_line(source: str, line_start: int, start: int) -> bool:
    """Only what the line names first is the legal basis; what its title mentions («… sửa đổi Luật …») is not."""
    between = source[line_start:start]
    return len(between) <= 40 or " và " in between[-6:]
