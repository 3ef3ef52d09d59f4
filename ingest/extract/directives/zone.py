"""What kind of part a line stands in (results, goals, work), by its headings, and how its document is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from corpus.document import Header, Section, Text
from corpus.text import fold
from ingest.extract.directives import knowledge

# "về kết quả", "một số", "các", "những nội dung"
_FILLING = re.compile(r"(?:ve|mot so|cac|nhung|1 so)\s+")
_FIRST_LINES = 3
_TITLE_LINES = 15
_LONGEST_TITLE = 150
_MOST_WORDS = 6  # of a phrase in zones.tsv
_LONGEST_PHRASE = 60  # of a title that is one, with «về một số» before it
_LONGEST_LABEL = 42
_LABEL = re.compile(r"([^.:;,]{4,40}):\s")
# decisions whose body is rules: "quy định chức năng, nhiệm vụ ...", "sửa đổi, bổ sung một số điều", "về mức thu phí"
_RULES = re.compile(
    rf"(?:\w{{1,20}}\s){{0,3}}(?:về\s)?(?:việc\s)?{knowledge.any_of('subject of rules')}\b(?!.{{0,80}}\bcơ chế xử lý)",
    re.IGNORECASE,
)
# "Điều 1. Phạm vi điều chỉnh", "Điều 2. Đối tượng áp dụng": a decision that begins so lays down rules
_NORMS = re.compile(
    r"^\W{0,3}Điều\s[1-3]\s?[.:]\s{0,3}(?:Phạm vi (?:điều chỉnh|áp dụng|và đối tượng)|Đối tượng (?:áp dụng|và phạm vi|điều chỉnh))",
    re.MULTILINE | re.IGNORECASE,
)
# "Phê duyệt nhiệm vụ lập quy hoạch chung ...", "nhiệm vụ thiết kế quy hoạch", "đề cương nhiệm vụ lập đề án"
_STUDY = re.compile(
    r"\b(?:nhiệm vụ|đề cương)(?: và dự toán| lập| xây dựng| điều chỉnh| thiết kế| nghiên cứu| tổng thể|,){0,6}"
    r"\s(?:quy hoạch|qui hoạch|đồ án|đề án|chiến lược)\b",
    re.IGNORECASE,
)
_TO_STUDY = re.compile(r"(?:danh gia|phan tich|thuc trang|hien trang|tinh hinh|khao sat|du bao|yeu cau)\b")
# "Thông tư liên tịch ... hướng dẫn thực hiện Chương trình ...", "hướng dẫn triển khai Quyết định số ..."
_GUIDE = re.compile(
    r"\bhướng dẫn\s(?:[^\s,;.]{1,12}\s){0,8}?(?:thực hiện|triển khai|phối hợp)\b|"
    r"\bhướng dẫn\s[^;.]{0,120}?\b(?:thực hiện|triển khai)\s(?:các\s)?(?:chương trình|đề án|dự án|kế hoạch|chiến lược)\b",
    re.IGNORECASE,
)
_CIRCULARS = ("Thông tư", "Thông tư liên tịch", "Nghị quyết liên tịch")
_WITH_YEAR = re.compile(r"\d{1,6}/(?:19|20)\d\d/")
# an article that is a plan: "Một số nhiệm vụ trọng tâm ...", "Phương hướng, nhiệm vụ ..."
_PLANNED = re.compile(r"(?:một số |các |những )?(?:nhiệm vụ|phương hướng|chỉ tiêu)\b[^.]{0,120}\b20\d\d", re.IGNORECASE)


def zone(path: Iterable[Section], *, study: bool = False) -> str:
    """The zone of a line under these headings: "past", "none", "money", "target", "task", or "" where no heading tells.

    The innermost heading that tells wins, but results stay results whatever their parts are called. In the brief of a
    `study` what is to be assessed is work too.
    """
    found = ""
    for section in path:
        here = of_heading(section.heading) if section.titled else of_label(f"{section.heading} ", every=True)
        if here in ("past", "none") and study and _TO_STUDY.match(_plain(section.heading)):
            here = "task"
        if here in ("past", "standing"):
            return here
        found = here or found
    return found


def charging(path: Iterable[Section]) -> bool:
    """Under «Trách nhiệm của Bộ Công an», «Trách nhiệm của bộ, ngành, địa phương»: in a decision, who is charged."""
    return any(_charges(section.heading) for section in path)


@lru_cache(maxsize=4096)
def _charges(heading: str) -> bool:
    return "charge" in _begun(_plain(heading))


def closing(path: Iterable[Section]) -> bool:
    """Under a heading of the last articles of rules («Tổ chức thực hiện», «Điều khoản thi hành»)."""
    return any(_closes(section.heading) for section in path)


@lru_cache(maxsize=4096)
def _closes(heading: str) -> bool:
    return "closing" in _begun(_plain(heading))


def is_title(words: str) -> bool:
    """The words are nothing but the title of a part («Tổ chức thực hiện», «NHIỆM VỤ VÀ GIẢI PHÁP»)."""
    if len(words) > _LONGEST_TITLE:
        return False
    return words.isupper() or (len(words) <= _LONGEST_PHRASE and _plain(words) in _titles())


@cache
def _titles() -> frozenset[str]:
    return frozenset(phrase for _, _, phrase in knowledge.zones())


def of_label(words: str, *, every: bool = False) -> str:
    """The zone that a line's own short label names, if it is one without work: «Phạm vi: ...», «Quy mô của Đề án: ...»."""
    label = _LABEL.match(words) if ":" in words[:_LONGEST_LABEL] else None
    here = of_heading(label[1], whole=False) if label else ""
    return here if every or here in ("past", "standing", "none", "money", "target") else ""


@lru_cache(maxsize=4096)
def of_heading(heading: str, *, whole: bool = True) -> str:
    """The zone that one heading names; work beats goals where it names both ("MỤC TIÊU, NHIỆM VỤ"); "aim" are goals among views.

    Of running text (`whole` False) only the first words tell.
    """
    plain = _plain(heading)
    found = {*_begun(plain), *_whole(plain)}
    if whole:
        found |= {zone for zone, phrase in _inside() if phrase in plain}
    if "none" in found and found & {"task", "target"} and _looks_on(plain):
        found.discard("none")
        found = {"aim"} if found == {"target"} else found
    return next((zone for zone in ("past", "standing", "none", "money", "task", "target", "aim") if zone in found), "")


def _plain(heading: str) -> str:
    plain = fold(heading).strip(' .:;*“"')
    while match := _FILLING.match(plain):
        plain = plain[match.end() :]
    return plain


def _looks_on(plain: str) -> bool:
    """«Mục tiêu, yêu cầu và nhiệm vụ», «Quan điểm, mục tiêu, chỉ tiêu»: the work is named too, on its own."""
    return (
        bool(re.search(r"(?:,|\bva)\s(?:cac\s)?(?:nhiem vu|giai phap|chi tieu|muc tieu|khau dot pha)", plain)) and "quyen han" not in plain
    )


def _begun(plain: str) -> frozenset[str]:
    """The zones of the phrases that a heading begins with."""
    words, known = plain.split()[:_MOST_WORDS], _phrases("start")
    begun = (" ".join(words[:count]).rstrip(" .,;:-") for count in range(1, len(words) + 1))
    return frozenset(zone for phrase in begun for zone in known.get(phrase, ()))


def _whole(plain: str) -> frozenset[str]:
    return _phrases("only").get(plain, frozenset())


@cache
def _phrases(where: str) -> dict[str, frozenset[str]]:
    """Phrase -> its zones."""
    found: dict[str, set[str]] = {}
    for zone, place, phrase in knowledge.zones():
        if place == where:
            found.setdefault(phrase, set()).add(zone)
    return {phrase: frozenset(zones) for phrase, zones in found.items()}


@cache
def _inside() -> tuple[tuple[str, str], ...]:
    return tuple((zone, phrase) for zone, where, phrase in knowledge.zones() if where == "any")


def study(header: Header, text: Text) -> bool:
    """The document is the brief of a study: «Phê duyệt nhiệm vụ lập quy hoạch ...» says what is to be examined."""
    subject = header.subject.value if header.subject else ""
    begin = "\n".join(text.line_text(line) for line in text.lines[:_TITLE_LINES])
    return _STUDY.search(subject) is not None or _STUDY.search(begin) is not None


def mode(header: Header, text: Text) -> str:
    """How to read the document: "plan", "act", "norm", "rules" (a decision that lays down rules), "outline", "news", "none"."""
    lines = [text.line_text(line) for line in text.lines[:_FIRST_LINES]]
    if header.type is not None:
        how = knowledge.modes().get(header.type.value, "plan")
        if header.type.value in ("Quyết định", "Nghị quyết"):
            return "rules" if _rules(header, text, lines) else how
        return "rules" if header.type.value in _CIRCULARS and _guides(header, lines) else how
    for line in text.lines[:_TITLE_LINES]:
        if (named := _modes().get(text.line_text(line).lower().strip(" *:"))) is not None:
            return named
    if any(_PLANNED.match(line) for line in lines):
        return "plan"
    if header.symbol is None and (header.author is not None or header.newspaper is not None):
        return "news"
    return _by_title(lines) or ("news" if _article(header) else "plan")


def _rules(header: Header, text: Text, lines: Sequence[str]) -> bool:
    """Whether a decision's own body lays down rules: by its number (30/2025/QĐ-TTg has a year) or its subject."""
    if header.type and header.type.value == "Quyết định" and header.symbol and _WITH_YEAR.match(header.symbol.value):
        return True
    if _NORMS.search(text.text):
        return True
    subject = header.subject.value if header.subject else next((line for line in lines if _types().match(line.lower())), "")
    begin = _types().match(subject.lower())
    return _RULES.match(subject[begin.end() :].lstrip() if begin else subject) is not None


def _guides(header: Header, lines: Sequence[str]) -> bool:
    """Whether a circular says how and by whom something is carried out («hướng dẫn thực hiện Chương trình ...»)."""
    subject = header.subject.value if header.subject else " ".join(lines)
    return _GUIDE.search(subject) is not None


def _article(header: Header) -> bool:
    return header.symbol is None and header.issuer is None and header.signer is None


def attached(path: Sequence[Section]) -> str | None:
    """How to read an attached document that the line stands in ("QUY CHẾ ..." -> "norm"), None in the document itself."""
    for section in path:
        if section.kind == "văn bản kèm theo":
            return _by_title([section.heading, section.marker])
    return None


def _by_title(lines: Sequence[str]) -> str | None:
    for line in lines:
        match = _types().match(line.lower())
        if match:
            return _modes()[match[0]]
    return None


@cache
def _types() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(_modes())})(?!\w)")


@cache
def _modes() -> dict[str, str]:
    return {name.lower(): how for name, how in knowledge.modes().items()}
