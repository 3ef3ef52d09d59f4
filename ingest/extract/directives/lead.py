"""Who is charged by what stands above a line: the headings and lead-ins that name someone for the list they govern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Section
from ingest.extract.directives import judge, knowledge, organ
from ingest.extract.directives.owner import Assignment
from ingest.extract.directives.place import Place

# "Đối với các tỉnh nuôi tôm:", "Trách nhiệm của Sở Y tế", "Cơ quan quản lý: Sở Nông nghiệp", "Giao cho ..."
_BEFORE_NAME = re.compile(
    r"(?:đối với|trách nhiệm của|trách nhiệm|đề nghị|yêu cầu|nhiệm vụ của|giao cho|giao|phân công|các đồng chí|"
    r"(?:cơ quan|đơn vị)\s(?:quản lý|chủ quản|chủ trì|thực hiện|thường trực|đầu mối)\s*:)\s+",
    re.IGNORECASE,
)
# "gồm các đồng chí có tên sau:", "bao gồm:", "thành viên:": a list of things or people
_THINGS = re.compile(
    r"\b(?:gồm|có tên|thành viên|danh sách|thành phần|mức\s\w+|đối tượng|trường hợp|công ty con|công ty liên kết|hạch toán)\b"
    r"[^:]{0,60}:?\s*$",
    re.IGNORECASE,
)
# "các công ty con ...:", "thành viên gồm:", "danh sách:": names follow
_ROLL = re.compile(
    r"\b(?:có tên|thành viên|danh sách|công ty con|công ty liên kết|các (?:tổng )?công ty|hạch toán)\b[^:]{0,60}:?\s*$", re.IGNORECASE
)
# "Trong đó:", "Cụ thể như sau:": goes on with what was said
_PART = re.compile(r"(?:trong đó|cụ thể|bao gồm|gồm|như sau|sau đây)\b", re.IGNORECASE)
# "yêu cầu ...:", "đã chỉ đạo:", "các nhiệm vụ sau:", "chỉ thị:": what follows is ordered
_ORDERS = re.compile(rf"{knowledge.any_of('order')}\b[^:.;]{{0,90}}[:.]?\s*$", re.IGNORECASE)
_RESULTS = re.compile(r"\b(?:kết quả|tồn tại|hạn chế|đạt được|khó khăn|thuận lợi|nguyên nhân|vấn đ[ềè] tồn tại)\b", re.IGNORECASE)
# "Bộ Tài chính hướng dẫn việc thực hiện ... như sau:": the issuer speaks
_ISSUES = re.compile(
    r"(?:hướng dẫn|quy định|thông báo|ban hành|đề ra|(?:xây dựng|triển khai)\s(?:kế hoạch|chương trình|đề án|phương án))\b"
    r"[^:;]{0,300}(?:như sau|sau đây|\ssau)\s*:\s*$",
    re.IGNORECASE,
)
# a place as a heading in a list of projects: "Thành phố Mỹ Tho:"
_PLACE = re.compile(r"(?:thành phố|thị xã|thị trấn|huyện|quận|xã|phường|tỉnh|vùng)\s+[A-ZĐÂÊÔƠƯÁÀ]", re.IGNORECASE)
_CHARGES = ("request", "duty", "modal", "verb", "label")


@dataclass(frozen=True, slots=True)
class Charge:
    """Someone charged: by name, from where to where, in sections of which depth, and whether by a verb of duty."""

    owners: tuple[str, ...]
    start: int
    end: int
    level: int
    firm: bool
    spoken: bool = False  # in an article: the last speaker
    named: bool = False  # by a heading that is a name: «Đối với các tỉnh nuôi tôm:»


class Leads:
    """The charges in force while a document is read from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sections: dict[Section, Charge] = {}
        self._line: Charge | None = None
        self._ordered: list[tuple[int, int]] = []
        self._things: tuple[int, int] = (0, 0)
        self._parts: tuple[int, int] = (0, 0)

    def note(self, place: Place, said: Assignment) -> None:
        """Remember whom a heading, a lead-in or the first line of a section charges with what follows."""
        if not (place.leads or place.heading or said.owners):
            return  # names nobody, and announces nothing
        words = place.span.of(self._text)
        if place.leads and said.duty not in ("request", "duty", "modal") and _ROLL.search(words[-120:]):
            self._things = (place.line.span.end, place.own.extent.end if place.own else self._end(place))
        if not said.owners and _THINGS.search(words[-120:]):
            if place.leads:
                self._parts = (place.line.span.end, place.own.extent.end if place.own else self._end(place))
            return
        if place.leads and not place.marked and not said.owners and not _PART.match(words):
            self._line = None  # another lead-in: who was charged before is not meant any more
        if place.leads and _ORDERS.search(words[-140:]) and not _RESULTS.search(words):
            self._ordered.append((place.line.span.end, place.own.extent.end if place.own else self._end(place)))
        owners = tuple(name for name in said.owners or self._named(place) if not organ.is_nobody(name))
        if said.level and not place.leads:
            return
        issuer = place.own is None and said.duty == "verb" and _ISSUES.search(words) is not None
        if not owners or issuer or said.duty == "past" or judge.never(words):
            return
        firm = said.duty in ("request", "duty", "label")
        if place.own is not None:
            self._sections[place.own] = Charge(owners, place.start, place.own.extent.end, place.own.level, firm, named=not said.owners)
        elif place.leads and said.duty in _CHARGES:
            self._line = Charge(owners, place.line.span.end, self._end_of_list(place), len(place.path), firm)

    def say(self, place: Place, owners: tuple[str, ...], until: int) -> None:
        """In news: who spoke last is meant by the next line that names nobody."""
        self._line = Charge(owners, place.line.span.end, until, 0, firm=False, spoken=True)

    def above(self, place: Place) -> Charge | None:
        """The nearest charge over a line."""
        found = next((self._sections[section] for section in reversed(place.path) if section in self._sections), None)
        lead = self._line
        if lead and lead.start <= place.start < lead.end and (place.marked or len(place.path) > lead.level or lead.spoken):
            return lead if found is None or found.start < lead.start else found
        return found

    def ordered(self, place: Place) -> bool:
        """Whether a lead-in above says that what follows is to be done."""
        return any(start <= place.start < end for start, end in self._ordered[-4:])

    def listed(self, place: Place) -> bool:
        """Whether a lead-in above says that what follows are things or people («bao gồm:», «Các công ty con:»)."""
        return self._things[0] <= place.start < self._things[1]

    def parted(self, place: Place) -> bool:
        """Whether a lead-in above says that what follows are parts or things («..., bao gồm:»)."""
        return self._parts[0] <= place.start < self._parts[1]

    def _end_of_list(self, place: Place) -> int:
        """Where the list of a lead-in ends; one without a marker after an item is no part of that item."""
        inner = not place.marked and len(place.path) > 1 and not place.path[-1].titled and not place.path[-2].titled
        return place.path[-2].extent.end if inner else self._end(place)

    def _end(self, place: Place) -> int:
        return place.path[-1].extent.end if place.path else len(self._text)

    def _named(self, place: Place) -> tuple[str, ...]:
        """The organs that a heading consists of: «2. Sở Công Thương», «Đối với các tỉnh nuôi tôm:»."""
        if not (place.leads or place.heading):
            return ()
        start, end = place.start, place.end
        while end > start and self._text[end - 1] in " :.;*":
            end -= 1
        lead = _BEFORE_NAME.match(self._text, start, end)
        start = lead.end() if lead else start
        verb = organ.predicate(self._text, start, end)
        if end - start > 300 or (verb and not (lead and verb.kind == "given")):
            return ()  # but «Trách nhiệm của các bộ | được giao chủ trì dự án»
        end = verb.start if verb else end
        if not lead and _PLACE.match(self._text, start, end):
            return ()
        return tuple(name for name in organ.organs(self._text, start, end) if len(name) > 3 and name.lower() not in knowledge.openers())


def named_by(charge: Charge | None, own: Sequence[str]) -> tuple[str, ...]:
    """Who governs a line, without those that the line itself names."""
    return tuple(name for name in charge.owners if name not in own) if charge else ()
