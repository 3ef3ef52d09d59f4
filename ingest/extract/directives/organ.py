"""Reads lists of organs: where one begins, where the list ends because a verb begins, and each organ as its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.text import fold
from ingest.extract.directives import knowledge

WINDOW = 500  # no subject and no list of organs is longer
_NEAR = 24  # characters before a verb that can make a noun of it

# "các ", "mỗi ", "toàn thể các ", "một số ", "02 ", "tất cả "
_COUNT = re.compile(r"(?:(?:các|mỗi|từng|mọi|những|toàn thể|toàn bộ|tất cả|một số|một|riêng|đối với|cho|\d{1,2})\s+)+", re.IGNORECASE)
# between organs: ", ", "; ", " và ", " và/hoặc ", ", cùng các "
_BETWEEN = re.compile(r"\s*[,;]\s*(?:và\s+|cùng\s+)?|\s+(?:và|hoặc|cùng với|cùng)\s+(?=\S)|\s*/\s*(?=[A-ZĐ])")
# what a list of organs cannot hold: the end of a sentence, brackets that open a remark, a colon
_STOP = re.compile(r"[.:!?](?:\s|$)|\s\(|[“\"]|\s[-–]\s(?=[a-zđ])|\./")
# "sở", "ban", "ngành": mere kinds, which belong to the organ before ("các sở, ban, ngành")
_KINDS = (
    r"(?:bộ|sở|ban|ngành|đoàn thể|hội|quận|huyện|thị xã|thành phố|tỉnh|xã|phường|thị trấn|đặc khu|khu|tổ|cấp|các ngành|phòng|vụ|cục|"
    r"cơ quan ngang bộ|cơ quan thuộc chính phủ|tp)"
)
# "ban", "ngành liên quan", "thị xã trực thuộc", "thành phố"
_KIND = re.compile(
    rf"{_KINDS}(?:\s+{_KINDS})*(?:\s+(?:có\s+)?liên quan|\s+trực thuộc.*|\s+thuộc.*|\s+của\s.*|\s+tỉnh|\s+thành phố|\s+trung ương|\s+khác|\s+[A-ZĐ]\S*(?:\s+[A-ZĐ]\S*)*)?$"
)
_PLAIN = re.compile(r"[\s,.;:*“”\"'-]+$")
# "liên quan", "có liên quan": no part of the name
_TRAILING = re.compile(r"\s+(?:cần|phải|nêu trên|này|đó|nói trên|tại|theo|từ|sẽ|hãy|tiếp tục|cùng|và)$")


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
        if not _is_noun(text, match):
            return Predicate(match[1], knowledge.predicates()[_key(match[1])], match.start(1), match.end(1))
    return None


def organs(text: str, start: int, end: int) -> tuple[str, ...]:
    """The organs of a list that fills text[start:end]; () if it does not begin with one."""
    stop = _STOP.search(text, start, end)
    pieces = list(_pieces(text, start, stop.start() if stop else end))
    if not pieces or not is_organ(pieces[0][1]):
        return ()
    found: list[str] = []
    for before, piece in pieces:
        if found and not _begins(found[-1], before, piece):
            found[-1] += before + piece
        else:
            found.append(piece)
    return tuple(clean for one in found if (clean := trimmed(one)))


def is_organ(words: str) -> bool:
    """Whether the words begin like the name of an organ, an office or a group of people ("các ban", "Giám đốc ...")."""
    count = _COUNT.match(words)
    head = _heads().match(words, count.end() if count else 0)
    if not head:
        return False
    rest = words[head.end() :].lstrip(" ")
    lowered = rest.lower()
    if rest[:1].isupper() and not words.isupper():
        return True  # "Vụ Nuôi trồng thủy sản", though "vụ nuôi" is no organ
    if not count and _key(head[0]) == "tổ chức":  # mostly a verb: "Tổ chức hội nghị"
        return any(_starts(lowered, word) for word in knowledge.nouns("after")["tổ chức"])
    return not any(lowered.startswith(word) and not lowered[len(word) : len(word) + 1].isalpha() for word in knowledge.organs()[_key(head[0])])


def trimmed(words: str) -> str:
    """An organ without the words around it."""
    words = _PLAIN.sub("", words.strip(" ,;:*-–"))
    while match := _TRAILING.search(words):
        words = words[: match.start()]
    if words.count("(") != words.count(")"):
        words = words.split("(")[0].rstrip(" )")
    return words


def _begins(previous: str, before: str, piece: str) -> bool:
    """Whether a piece is an organ of its own, and no continuation of the one before ("các sở" + "ban")."""
    if not is_organ(piece) or _KIND.match(piece):
        return False
    joined = fold(previous + before + piece)
    return not any(joined.endswith(name) or f"{name} " in joined[-len(name) - len(piece) - 2 :] for name in knowledge.names())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """(separator before, words) of each part of a list."""
    at, before = start, ""
    for gap in _BETWEEN.finditer(text, start, end):
        yield before, text[at : gap.start()].strip()
        at, before = gap.end(), gap[0]
    yield before, text[at:end].strip()


def _key(words: str) -> str:
    return _new_marks(" ".join(words.lower().split()))


@cache
def _spellings() -> dict[str, str]:
    return {variant: key for key in (*knowledge.organs(), *knowledge.predicates()) for variant in knowledge.spellings(key)}


def _new_marks(words: str) -> str:
    return _spellings().get(words, words)


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(knowledge.organs())})(?![\w])", re.IGNORECASE)


@cache
def _predicates() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s,;(])({knowledge.alternatives(knowledge.predicates())})(?![\w])")


def _is_noun(text: str, match: re.Match[str]) -> bool:
    verb = _key(match[1])
    if knowledge.predicates()[verb] in ("duty", "modal", "past"):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start(1)].lower().rstrip()
    after = text[match.end() : match.end() + _NEAR].lower().lstrip()
    if after.startswith("việc "):
        return False  # "Ủy ban Kiểm tra giám sát việc ..."
    return any(_ends(before, word) for word in knowledge.nouns_of("before", verb)) or any(
        _starts(after, word) for word in knowledge.nouns_of("after", verb)
    )


def _ends(words: str, word: str) -> bool:
    return words.endswith(word) and not words[: -len(word)][-1:].isalpha()


def _starts(words: str, word: str) -> bool:
    return words.startswith(word) and not words[len(word) : len(word) + 1].isalpha()
