"""Whether a text can be trusted: legacy fonts turned into Unicode, and warnings about damage that nobody can repair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block

FONTS = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS"}
UNICODE_LETTER = re.compile(r"[ăĂđĐơƠưƯạ-ỹẠ-Ỹ]")
LATIN_HIGH = re.compile(r"[\x80-\xff]")
WORD = re.compile(r"[^\W\d_]+")
# words that nearly every Vietnamese text has and no other language
COMMON = re.compile(r"\b(?:của|được|những|người|việc|thực|quyết|định|động|đoàn|ngày|tháng|năm|các|với|một)\b", re.I)
# frequent Vietnamese syllables without marks; where these abound and no letter has a mark, the marks were lost
UNMARKED = frozenset(
    "cua va cac cong dong nguoi khong duoc nhung viec ngay thang nam thuc hien trong theo quyet dinh nghi chinh".split()  # noqa: SIM905 -- one string reads better than twenty
)
MARKED = re.compile(r"[à-ỹÀ-ỸăâđêôơưĂÂĐÊÔƠƯ]")
ENOUGH = 200  # letters below which nothing can be said
SAMPLE = 20_000

LOST = "Văn bản có {count} ký tự hỏng (\ufffd): một phần chữ đã mất, nên lấy lại bản gốc."
BARE = "Văn bản không có dấu tiếng Việt: kết quả đọc và tìm kiếm sẽ kém chính xác."
CONVERTED = "Văn bản dùng phông chữ cũ {font}; đã đổi sang Unicode, chữ hoa trong tiêu đề có thể sai."
UNCONVERTED = "Văn bản có vẻ dùng phông chữ cũ ({font}) mà chưa đổi được sang Unicode; hãy đổi phông rồi nạp lại."


def to_unicode(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks, out of a legacy font where the text as a whole is clearly in one, and what to tell the user."""
    sample = "\n".join(block.text for block in blocks)[:SAMPLE]
    if not _may_be_legacy(sample):
        return tuple(blocks), ()
    from viparse import detect_text_encoding, fix  # only old files need it

    encoding = str(detect_text_encoding(sample) or "")
    if encoding not in FONTS:
        return tuple(blocks), ()
    fixed = tuple(replace(b, text=fix(b.text, encoding=encoding), cells=tuple(fix(c, encoding=encoding) for c in b.cells)) for b in blocks)
    converted = "\n".join(block.text for block in fixed)[:SAMPLE]
    if not COMMON.search(converted):
        return tuple(blocks), ()  # another language with accents ("señor" would become "seđor")
    if len(UNICODE_LETTER.findall(converted)) <= len(UNICODE_LETTER.findall(sample)):
        return tuple(blocks), (UNCONVERTED.format(font=FONTS[encoding]),)
    return fixed, (CONVERTED.format(font=FONTS[encoding]),)


def _may_be_legacy(text: str) -> bool:
    """Many letters of the upper half of Latin-1 and hardly one that only Vietnamese Unicode has ("B¸o c¸o tµi chÝnh")."""
    return len(LATIN_HIGH.findall(text)) > len(text) * 0.05 and len(UNICODE_LETTER.findall(text)) < len(text) * 0.01


def inspect(text: str) -> tuple[str, ...]:
    """Warnings about a text that was damaged before it reached us."""
    warnings: list[str] = []
    lost = text.count("\ufffd")
    if lost > 2:
        warnings.append(LOST.format(count=lost))
    if _lost_its_marks(text[:SAMPLE]):
        warnings.append(BARE)
    return tuple(warnings)


def _lost_its_marks(text: str) -> bool:
    words = [word.lower() for word in WORD.findall(text)]
    if sum(map(len, words)) < ENOUGH or len(MARKED.findall(text)) > len(text) * 0.01:
        return False
    return sum(word in UNMARKED for word in words) > len(words) * 0.08
