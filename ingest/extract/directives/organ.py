"""Reads lists of organs: where one begins, where the list ends because a verb begins, and each organ as its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.text import fold
from ingest.extract.directives import knowledge

WINDOW = 900  # no subject and no list of organs is longer
_NEAR = 24  # characters before a verb that can make a noun of it

# "các ", "mỗi ", "toàn thể các ", "một số ", "02 ", "tất cả "
_COUNT = re.compile(r"(?:(?:các|mỗi|từng|mọi|những|toàn thể|toàn bộ|tất cả|một số|một|riêng|đối với|cho|\d{1,2})\s+)+", re.IGNORECASE)
# "Các ông, bà: Chánh Văn phòng ...", "Các đồng chí Chủ tịch ...": who follows is meant
_ADDRESS = re.compile(
    r"(?:các\s+)?(?:ông|bà|đồng chí|đ/c)(?:\s*[,/(]?\s*(?:và\s+)?(?:bà|ông)\)?)?\s*:?\s+"
    r"(?=(?:các|chánh|thủ|giám|chủ|trưởng|phó|cục|vụ|tổng|bí)\b)",
    re.IGNORECASE,
)
# between organs: ", ", "; ", " và ", " và/hoặc ", ", cùng các "
_BETWEEN = re.compile(
    r"\s{0,3}[,;]\s{0,3}(?:và\s{1,3}|cùng\s{1,3})?|(?<!\s)\s{1,3}(?:và|hoặc|cùng với|cùng)\s{1,3}(?=\S)|\s{0,3}/\s{0,3}(?=[A-ZĐ])"
)
# what a list of organs cannot hold: the end of a sentence, brackets that open a remark, a colon
_STOP = re.compile(r"[.:!?](?:\s|$)|\s\(|[“\"]|(?<!chính trị)\s[-–]\s(?=[a-zđ])|\./")
# "Giám đốc các Sở: Tài chính, Y tế", "các sở - ngành": here the colon or dash belongs to the name
_GOES_ON = re.compile(rf"\b{knowledge.any_of('listed after a colon')}\)?$", re.IGNORECASE)
# "sở", "ban", "ngành": mere kinds, which belong to the organ before ("các sở, ban, ngành")
_KINDS = (
    r"(?:bộ|sở|ban|ngành|đoàn thể|hội|quận|huyện|thị xã|thành phố|tỉnh|xã|phường|thị trấn|đặc khu|khu|tổ|cấp|phòng|vụ|cục|"
    r"tp|địa phương|đơn vị|tổ chức chính trị - xã hội|thị ủy|huyện ủy|thị uỷ|huyện uỷ)"
)
# "ban", "ngành liên quan", "thị xã trực thuộc", "thành phố", "thành phố Vinh"
_KIND = re.compile(
    rf"{_KINDS}(?:\s+{_KINDS})*(?:\s+(?:có\s+)?liên quan.*|\s+hữu quan|\s+trực thuộc.*|\s+thuộc.*|\s+của\s.*|\s+tỉnh|\s+thành phố|"
    rf"\s+trung ương|\s+khác|\s+cấp\s\S+|\s+[A-ZĐ]\S*(?:\s+[A-ZĐ]\S*)*)?$"
)
# "các bộ, | cơ quan trung ương", "các Bộ, | cơ quan có liên quan": one group, as "các sở, ban, ngành"
_BODIES = re.compile(r"cơ quan(?: ở)?(?: trung ương)?(?:\s(?:có\s)?liên quan|\shữu quan)?(?:\s(?:về|trong)\s.*)?$", re.IGNORECASE)
_MANY = re.compile(r"các\s(?:bộ|ban|sở)(?:,\s(?:ban|ngành|sở))*$", re.IGNORECASE)
_ONLY_KINDS = re.compile(rf"{_KINDS}(?:,?\s+(?:và\s+)?{_KINDS})*")
# "các Sở: ", "Giám đốc các Sở, ngành: ", "Bộ trưởng các Bộ: ", "Thủ trưởng các cơ quan: "
_SHARED = re.compile(
    r"(?P<office>(?:[^\W\d_]{1,12}\s){0,4}?)các\s"
    r"(?P<kind>[Ss]ở|[Bb]ộ|[Bb]an|[Vv]ụ|[Cc]ục|[Pp]hòng|[Hh]uyện|[Tt]ổng công ty)(?:[^:]{0,40}):\s+",
    re.IGNORECASE,
)
# "các đại lý", "người sử dụng đất", "tổ chức có giống vật nuôi": someone of their own after a semicolon
_ANYONE = re.compile(r"(?:các|những|người|tổ chức|cá nhân|hộ gia đình|chủ)\s(?!liên quan|có liên quan|khác)", re.IGNORECASE)
# "Tổ chức, cá nhân ...", though "tổ chức" alone is mostly a verb
ANYBODY = re.compile(r"tổ chức, (?:cá nhân|đơn vị|doanh nghiệp|hộ gia đình)\b", re.IGNORECASE)
# people only when counted ("các đối tượng"), or before certain words ("cấp ủy"): "Cấp giấy phép" is a verb
_COUNTED = frozenset({"cấp", "đối tượng", "nhóm", "hộ", "cá nhân", "bản", "hệ thống"})
_BARE = re.compile(r"(?:đại diện|ban|ngành|tổ|sở|bộ|phòng|cơ quan|đơn vị|đoàn|hội|khối|nhóm|cấp|xã|huyện|tỉnh|quỹ|hộ|báo|đài|bên)$")
_AUTHORITY = re.compile(
    r"(?:các\s+)?(?:bộ|sở|chính phủ|thủ tướng|[uủ][ỷy] ban|uỷ ban|ubnd|hđnd|hội đồng nhân dân|chủ tịch|giám đốc|bộ trưởng|"
    r"thủ trưởng|thanh tra|tòa án|toà án|cơ quan|quốc hội|đoàn đại biểu|mặt trận|"
    r"viện kiểm sát|kiểm toán|ngân hàng|bảo hiểm xã hội|văn phòng|cục|tổng cục|công an|quân khu|"
    r"tổng liên đoàn|liên đoàn)\b",
    re.IGNORECASE,
)
# businesses and citizens: what rules ask of them is no task of anybody's plan
_PRIVATE = re.compile(
    r"(?:các\s|mọi\s|những\s)?(?:doanh nghiệp|(?:tổng )?công ty|hợp tác xã|ngân hàng(?! nhà nước| chính sách| phát triển)|"
    r"tổ chức(?! (?:chính trị|pháp chế|công đoàn|đảng|đoàn))|quỹ|chủ(?! tịch| nhiệm)|bên|nhà|người(?! đứng đầu| phát ngôn)|"
    r"cá nhân|hộ|cơ sở(?! giáo dục| đảng)|văn phòng đại diện|chi nhánh (?!ngân hàng nhà nước)|thương nhân|đối tượng|hiệp hội|"
    r"hội(?! đồng| liên hiệp| nông dân| cựu| thẩm| nhà báo)|đơn vị (?!thuộc|trực thuộc|sự nghiệp|chủ trì|quản lý))\b",
    re.IGNORECASE,
)
_GATHERINGS = frozenset(
    f"hội {kind}" for kind in ("nghị", "thi", "thảo", "diễn", "thao", "chợ", "giảng", "trại", "khoẻ", "khỏe", "báo", "đàm", "họp")
) | frozenset({"đoàn kiểm", "đoàn giám", "đoàn công", "đoàn đi"})
_MINISTRIES = frozenset({"công an", "quốc phòng", "ngoại giao", "tư pháp"})  # named without "Bộ" after "các Bộ:"
_NOBODY = frozenset({"nhà nước", "chúng ta", "đảng", "đảng và nhà nước", "người dân", "nhân dân"})
_PLAIN = re.compile(r"[\s,.;:*“”\"'-]+$")
# "liên quan", "có liên quan": no part of the name
_TRAILING = re.compile(
    r"(?<!\s)\s{1,3}(?:cần|phải|nêu trên|này|đó|nói trên|tại|theo|từ|sẽ|hãy|tiếp tục|cùng|và|thì|mình|đã|về|có|là\s.*|trong phạm vi.*|"
    r"thuộc (?:các )?(?:đối tượng|trường hợp|diện)|có tên (?:tại|nêu|trên).*)$"
)
# words that end like an organ: "Sở Nội vụ | kiểm tra", though "vụ kiểm tra" would be a name
_WHOLE = frozenset({
    "môi trường", "nội vụ", "dịch vụ", "phục vụ", "nhiệm vụ", "nghĩa vụ", "thường vụ", "cán bộ", "toàn bộ", "nội bộ", "đảng bộ", "chi bộ",
    "quốc phòng",
})  # fmt: skip
_FACES = re.compile(r"\s(?:gặp|đang|bị)\s")


@dataclass(frozen=True, slots=True)
class Predicate:
    """Where the subject of a clause ends: the words, their kind, and where they stand."""

    words: str
    kind: str
    start: int
    end: int


def predicate(text: str, start: int, end: int) -> Predicate | None:
    """The first verb, modal or adverbial in text[start:end] that is no part of a name."""
    for match in _predicates().finditer(text, start, min(end, start + WINDOW)):
        if not _is_noun(text, match) and not _in_name(text, match, start):
            return Predicate(match[1], knowledge.predicates()[_key(match[1])], match.start(1), match.end(1))
    return None


def organs(text: str, start: int, end: int, *, strict: bool = False) -> tuple[str, ...]:
    """The organs of a list that fills text[start:end]; () if it does not begin with one.

    `strict`: nothing but organs may be listed («cán bộ quản lý, địa bàn hoạt động» is no list of organs).
    """
    address = _ADDRESS.match(text, start, end)
    start = address.end() if address else start
    pieces = list(_pieces(text, start, stop_of(text, start, end)))
    if (
        not pieces
        or not (is_organ(pieces[0][1]) or ANYBODY.match(text, start))
        or (len(pieces) > 1 and _prevents(pieces[0][1], pieces[1][1]))
    ):
        return ()
    found: list[str] = []
    for before, piece in pieces:
        if found and not _begins(found[-1], before, piece):
            if strict and before.strip()[:1] in (",", ";") and piece[:1].islower() and not is_organ(piece):
                return ()
            found[-1] += before + piece
        else:
            found.append(piece)
    return tuple(dict.fromkeys(clean for one in found for whole in _expanded(one) if (clean := trimmed(whole))))


def _expanded(name: str) -> Iterator[str]:
    """«Giám đốc các Sở: Tài chính, Y tế» -> each of them; other names as they are."""
    shared = _SHARED.match(name)
    if not shared:
        yield name
        return
    head = " ".join(part for part in (shared["office"].strip(), shared["kind"]) if part)
    listed = name[shared.end() :]
    for part in _sectors().finditer(fold(listed)):
        words = listed[part.start() : part.end()].strip(" ,;")
        if words:
            yield f"{head} {words}" if words.lower() in _MINISTRIES or not is_organ(words) else words


def stop_of(text: str, start: int, end: int) -> int:
    """Where the list of organs that begins at `start` must end at the latest."""
    for stop in _STOP.finditer(text, start, end):
        if (
            stop[0][0] in ": "
            and stop[0].strip() != "("
            and stop.end() < end
            and _GOES_ON.search(text, max(start, stop.start() - 16), stop.start())
        ):
            continue
        return stop.start()
    return end


@lru_cache(maxsize=4096)
def is_organ(words: str) -> bool:
    """Whether the words begin like the name of an organ, an office or a group of people ("các ban", "Giám đốc ...")."""
    count = _COUNT.match(words)
    head = _heads().match(words, count.end() if count else 0)
    if not head:
        return False
    rest = words[head.end() :].lstrip(" ")
    lowered = rest.lower()
    if not count and _key(head[0]) in _COUNTED:
        return any(_starts(lowered, word) for word in knowledge.nouns("after").get(_key(head[0]), ()))
    if rest[:1].isupper() and not words.isupper():
        return True  # "Vụ Nuôi trồng thủy sản", though "vụ nuôi" is no organ
    if not count and _key(head[0]) == "tổ chức":  # mostly a verb: "Tổ chức hội nghị"
        return " ".join(lowered.split()[:2]) not in _GATHERINGS and any(
            _starts(lowered, word) for word in knowledge.nouns("after")["tổ chức"]
        )
    return not any(_starts(lowered, word) for word in knowledge.organs()[_key(head[0])])


def charged(names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that can be charged: not «ngành» alone, but «Bộ» of «Bộ, cơ quan ngang bộ»."""
    ministries = any(name.lower().startswith("cơ quan ngang bộ") for name in names)
    return tuple(name for name in names if not is_bare(name) or (ministries and name.lower() == "bộ"))


def is_bare(name: str) -> bool:
    """A mere kind of organ without a name («ngành», «cơ quan»): too little to charge anyone."""
    return _BARE.match(name.lower()) is not None


def is_kinds(name: str) -> bool:
    """Nothing but kinds of organs («huyện, thị xã»): the rest of a list that began before."""
    return name.lower() != "bộ" and _ONLY_KINDS.fullmatch(name.lower()) is not None


def is_authority(name: str) -> bool:
    """An organ of its own («Bộ Tài chính», «Ủy ban nhân dân cấp tỉnh»), no class of people («Tổ chức, cá nhân khai thác»)."""
    return _AUTHORITY.match(name) is not None


def is_private(name: str) -> bool:
    """A business or a citizen («Doanh nghiệp bảo hiểm», «người nộp thuế»)."""
    return _PRIVATE.match(name) is not None


def is_nobody(name: str) -> bool:
    """A subject that is nobody in particular («Nhà nước hỗ trợ ...», «chúng ta»)."""
    return name.lower() in _NOBODY


@lru_cache(maxsize=4096)
def trimmed(words: str) -> str:
    """An organ without the words around it."""
    words = _PLAIN.sub("", words.strip(" ,;:*-–"))
    while match := _TRAILING.search(words):
        words = _PLAIN.sub("", words[: match.start()])
    if faces := _FACES.search(words):
        words = words[: faces.start()]
    if ")" in words.split("(")[0]:
        return ""  # "huyện A) và quy hoạch": begins inside brackets
    if words.count("(") != words.count(")"):
        words = words.split("(")[0].rstrip(" )")
    return words


def _prevents(first: str, second: str) -> bool:
    """«phòng, chống ...»: a verb that looks like an office."""
    return first.lower() == "phòng" and second.lower().startswith(("chống", "ngừa", "trừ"))


def _begins(previous: str, before: str, piece: str) -> bool:
    """Whether a piece is an organ of its own, and no continuation of the one before ("các sở" + "ban")."""
    if piece.lower() in _MINISTRIES and _SHARED.match(previous):
        return False  # "các Bộ: Nội vụ, Công an, Quốc phòng"
    if before.strip().startswith(";") and _ANYONE.match(piece):
        return True  # "Ủy ban nhân dân huyện; người sử dụng đất"
    if _BODIES.match(piece) and _MANY.match(previous):
        return False
    if not is_organ(piece) or _KIND.match(piece.split(":")[0]) or _ONLY_KINDS.fullmatch(piece.lower()):
        return False
    edge, joined = len(previous), fold(previous + before + piece)
    return not _covered(joined, edge)


def _covered(folded: str, at: int) -> bool:
    """Whether a known name stands in the text around a place."""
    return any(match.start() < at < match.end() for match in _names().finditer(folded, max(0, at - 60)))


@cache
def _names() -> re.Pattern[str]:
    sectors = (f"{kind} {sector}" for sector in knowledge.sectors() if " va " in sector or "," in sector for kind in ("bo", "so", "phong"))
    known = sorted((*knowledge.names(), *sectors), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """(separator before, words) of each part of a list."""
    at, before = start, ""
    for gap in _BETWEEN.finditer(text, start, end):
        yield before, text[at : gap.start()].strip()
        at, before = gap.end(), gap[0]
    yield before, text[at:end].strip()


@lru_cache(maxsize=4096)
def _key(words: str) -> str:
    plain = " ".join(words.lower().split())
    return _spellings().get(plain, plain)


@cache
def _spellings() -> dict[str, str]:
    return {variant: key for key in (*knowledge.organs(), *knowledge.predicates()) for variant in knowledge.spellings(key)}


@cache
def _sectors() -> re.Pattern[str]:
    """A part of a list of sectors, in folded text: a known name, or what stands between separators."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, knowledge.sectors()))})(?![\w])|[^,; ](?:(?!\sva\s)[^,;])*")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(knowledge.organs())})(?![\w])", re.IGNORECASE)


@cache
def _predicates() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s,;(])({knowledge.alternatives(knowledge.predicates())})(?![\w])")


def _in_name(text: str, match: re.Match[str], start: int) -> bool:
    """The verb stands in a known name with a comma («Hội đồng bồi thường, hỗ trợ và tái định cư»)."""
    before = text[max(start, match.start(1) - 4) : match.start(1)]
    if "," not in before and " và " not in before:
        return False
    begin = max(start, match.start(1) - 60)
    return _covered(fold(text[begin : match.end(1) + 40]), match.start(1) - begin)


def _is_noun(text: str, match: re.Match[str]) -> bool:
    verb = _key(match[1])
    if verb in _always():
        return False
    after = text[match.end() : match.end() + _NEAR].lower().split()
    if _first(after, _nouns("deed", verb)) and not _first(after, _nouns("after", verb)):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start(1)].lower().split()
    if " ".join(before[-2:]) in _WHOLE:
        return False
    if verb == "tổ chức" and " ".join(after[:2]).rstrip(".,;:") in _GATHERINGS:
        after = []  # "phối hợp với Sở Y tế tổ chức hội thi", but "tổ chức Hội"
    return _last(before, _nouns("before", verb)) or _first(after, _nouns("after", verb))


@cache
def _always() -> frozenset[str]:
    """The predicates that are never nouns."""
    return frozenset(verb for verb, kind in knowledge.predicates().items() if kind in ("duty", "modal", "past"))


@cache
def _nouns(side: str, verb: str) -> frozenset[str]:
    return frozenset(knowledge.nouns_of(side, verb))


def _last(words: list[str], known: frozenset[str]) -> bool:
    """Whether the words end with one of the known phrases."""
    return bool(words) and (
        words[-1] in known or (len(words) > 1 and " ".join(words[-2:]) in known) or (len(words) > 2 and " ".join(words[-3:]) in known)
    )


def _first(words: list[str], known: frozenset[str]) -> bool:
    """Whether the words begin with one of the known phrases, punctuation aside."""
    return bool(words) and (
        words[0].rstrip(".,;:") in known
        or (len(words) > 1 and " ".join(words[:2]).rstrip(".,;:") in known)
        or (len(words) > 2 and " ".join(words[:3]).rstrip(".,;:") in known)
    )


def _starts(words: str, word: str) -> bool:
    return words.startswith(word) and not words[len(word) : len(word) + 1].isalpha()
