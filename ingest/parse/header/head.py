"""Reads the head of an administrative document: symbol, type, date, place, issuer, subject, secrecy, urgency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import symbol as symbols
from corpus.document import Found, Span, Text
from corpus.text import fold
from ingest.parse.header import issuer as issuers
from ingest.parse.header import subject as subjects
from ingest.parse.header.dates import date_line, iso
from ingest.parse.header.fragments import Fragment, fragments
from ingest.parse.header.kinds import NUMBER, URGENCY, Kind, kind, type_names, type_pattern

Cells = list[tuple[Fragment, Kind]]
ENOUGH_BODY = 6  # lines of the body after which no part of the head can follow
EVIDENCE = {Kind.MOTTO, Kind.NUMBER, Kind.DATE}
NAMED_DATE = re.compile(r"ngày\s+(\d{1,2})(?:/|\s*tháng\s*)(\d{1,2})(?:/|\s*năm\s*)(\d{4})", re.IGNORECASE)
# "Luật này được Quốc hội ... thông qua ngày 10 tháng 12 năm 2025": the date of an act whose head has none.
PASSED = re.compile(
    r"(?P<by>(?:đã )?được )[^\n]{5,200}?\bthông qua\b[^\n]{0,20}? ngày (?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})(?:/|"
    r" năm )(?P<year>\d{4})"
)
# "Hôm nay, vào hồi 14 giờ 00 ngày 28 tháng 9 năm 2023, tại ...": minutes and contracts say their day in the first sentence.
TODAY = re.compile(r"Hôm nay\b[^\n]{0,60}?\bngày (?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})(?:/| năm )(?P<year>\d{4})", re.IGNORECASE)
CLOSING_LINES = 3
TODAY_WITHIN = 1500  # characters of the body
NAMED_NUMBER = re.compile(r"\b[Ss][Ốố]\s*:?\s*(\d[\w./&-]*(?:\s?[/-]\s?[\w.&]+)*)")
COPIES = ("Bản sao y", "Bản trích sao")  # they name the copied document where others name their type
JOINT = ("liên tịch", "liên bộ", "liên ngành")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, and where it ends (the offset at which the body begins)."""

    type: Found[str] | None
    symbol: Found[str] | None
    issued: Found[str] | None
    place: Found[str] | None
    issuer: Found[str] | None
    subject: Found[str] | None
    secrecy: Found[str] | None
    urgency: Found[str] | None
    end: int


def classified(cells: list[Fragment]) -> Cells:
    """Each cell with its kind; "VIỆT NAM" alone under a broken motto is still motto."""
    found: Cells = []
    typed = bodies = 0
    for cell in cells:
        what = kind(cell)
        if cell.key == "viet nam" and found and found[-1][0].key in {"cong hoa xa hoi chu nghia", "dang cong san"}:
            what = Kind.MOTTO
        found.append((cell, what))
        typed += what is Kind.TYPE
        bodies += what is Kind.BODY and typed > 0
        if bodies > ENOUGH_BODY:
            break
    return found


def head(text: Text, cells: Cells) -> Head:
    """Read the head from the classified cells of the first lines."""
    top = _type_index(cells)
    zone = cells[: top if top is not None else _body_index(cells)]
    number = _number(zone)
    place, issued = _dates(zone if top is None else cells[: top + 3])
    kind_, joint = _type(cells, top, zone, number)
    named = top is not None or any(what in {Kind.NUMBER, Kind.DATE} for _, what in zone)
    above = (
        issuers.issuer_lines(_without_about(_above_title(zone) if top is None and number is None else zone), joint=joint) if named else None
    )
    title, after, clause = _title(text, cells, top, above)
    if top is not None:
        number = number or _named_number(cells[top : top + 3], title) or _number(cells[top + 1 : after + 1])
        issued = issued or _named_date(cells[top : top + 3], title)
    if above is None and top is not None:
        above = clause or issuers.named_under_title(cells[after : after + 4])
    above = above or (issuers.from_title(title) if title else None)
    end = cells[after][0].span.start if after < len(cells) else (cells[-1][0].span.end if cells else 0)
    marks = {what: _mark(cell) for cell, what in reversed(cells[: after or 1]) if what in {Kind.SECRECY, Kind.URGENCY}}
    urgency = marks.get(Kind.URGENCY) or (_urgent(cells[top][0]) if top is not None else None)
    return Head(kind_, number, issued, place, above, title, marks.get(Kind.SECRECY), urgency, end)


def _type_index(cells: Cells) -> int | None:
    """Index of the cell with the type: a line of its own, or one that opens with it once the head has begun."""
    evidence = False
    for index, (cell, what) in enumerate(cells):
        if what is Kind.TYPE:
            tail = type_pattern().fullmatch(cell.key)
            whole = tail is not None and not tail["tail"].strip(" *()")
            if whole or evidence or cell.text[:6].isupper() or index < 2:
                return index
        if what is Kind.BODY and (evidence or index > 6):
            return None
        evidence = evidence or what in EVIDENCE
    return None


def _body_index(cells: Cells) -> int:
    """Index of the first cell of the body of a document without a spelled-out type."""
    evidence = False
    for index, (_, what) in enumerate(cells):
        if what is Kind.BODY and evidence:
            return index
        evidence = evidence or what in EVIDENCE
    return len(cells) if evidence else 0


def _number(zone: Cells) -> Found[str] | None:
    for cell, what in zone:
        if what is Kind.NUMBER:
            raw = re.split(r"(?i)\bsố(?: ?/ ?no\.?)?\s*[:.;]?\s*", cell.text, maxsplit=1)[-1]
            raw = re.split(r"(?i),?\s*ngày\b", raw)[0].strip(" .,;*")
            parsed = symbols.parse(raw)
            if parsed is not None and parsed.number:
                start = cell.span.start + cell.text.rindex(raw)
                return Found(parsed.canonical, Span(start, start + len(raw)), 0.99 if parsed.organ else 0.8)
    return None


def _dates(zone: Cells) -> tuple[Found[str] | None, Found[str] | None]:
    for cell, what in zone:
        if what is Kind.DATE:
            place, issued = date_line(cell)
            if issued or place:
                return place, issued
    for cell, what in zone:
        if what is Kind.NUMBER and (match := NUMBER.fullmatch(cell.key)) and match["date"]:
            parts = re.split(r" ?[/.-] ?| thang | nam ", match["date"].strip())
            value = iso(*parts) if len(parts) == 3 else None
            return None, Found(value, cell.span, 0.9) if value else None
    return None, None


def _type(cells: Cells, top: int | None, zone: Cells, number: Found[str] | None) -> tuple[Found[str] | None, bool]:
    """The type: spelled out, else before the number ("Luật số: ..."), else by the code; and whether several organs issue."""
    parsed = symbols.parse(number.value) if number else None
    by_code = symbols.type_of(parsed) if parsed else None
    if by_code in COPIES:
        return Found(by_code, number.span if number else None, 0.85), False
    if top is not None:
        cell = cells[top][0]
        match = type_pattern().fullmatch(cell.key)
        assert match is not None
        length = _length(cell.text, match["name"])
        below = cells[top + 1][0].key if top + 1 < len(cells) else ""
        name = _joint_name(type_names()[match["name"]], f"{match['tail']} {below}".strip(), parsed.type_code if parsed else None)
        if name == "Đề cương" and below.startswith("bao cao"):
            return Found("Đề cương báo cáo", Span(cell.span.start, cells[top + 1][0].span.start + len("báo cáo")), 0.95), False
        exact = 0.99 if not match["tail"].strip() or cell.text[:length].isupper() else 0.9
        return Found(name, Span(cell.span.start, cell.span.start + length), exact), any(word in name.casefold() for word in JOINT)
    for cell, what in zone:
        match = NUMBER.fullmatch(cell.key) if what is Kind.NUMBER else None
        if match and match["type"].strip() in type_names():
            name = type_names()[match["type"].strip()]
            return Found(name, Span(cell.span.start, cell.span.start + _length(cell.text, match["type"].strip())), 0.9), False
    if by_code:
        return Found(by_code, number.span if number else None, 0.85 if by_code == "Công văn" else 0.7), False
    return None, False


def _joint_name(name: str, tail: str, code: str | None) -> str:
    """ "THÔNG TƯ / LIÊN TỊCH Bộ ...": the second word may stand apart from the first."""
    joint = f"{name} liên tịch"
    if joint in type_names().values() and (tail.strip().startswith("lien tich") or (code or "").endswith("LT")):
        return joint
    return name


def _title(text: Text, cells: Cells, top: int | None, above: Found[str] | None) -> tuple[Found[str] | None, int, Found[str] | None]:
    """Subject, index of the first cell after it, and the issuer where the heading itself names it ("của ...")."""
    if top is None:
        for index, (_, what) in enumerate(cells[: _body_index(cells)]):
            if what is Kind.ABOUT:
                return subjects.about(text, cells, index), _body_index(cells), None
        return _untyped(cells), _body_index(cells), None
    clause: Found[str] | None = None
    start = top
    for index in (top, top + 1):
        if index < len(cells) and (index == top or subjects.organ_clause(cells[index][0])):
            named = issuers.clause_issuer(cells[index][0])
            if named and subjects.only_clause(cells[index][0]):
                clause, start = named, index
        elif index < len(cells) and cells[index][0].key.startswith("lien tich "):
            clause, start = issuers.joint_issuer(cells[index][0]), index
    found, after = subjects.subject(cells, start, issuer=_folded(above))
    return found, after, clause


def _untyped(cells: Cells) -> Found[str] | None:
    """The title of a form under the motto ("Đơn đăng ký ..."): no number, no type, no V/v."""
    zone = cells[: _body_index(cells)]
    last = max((n for n, (_, what) in enumerate(zone) if what in EVIDENCE), default=-1)
    if last < 0 or any(what is Kind.NUMBER for _, what in zone):
        return None
    return subjects.lines(zone[last + 1 :], 0.6)


def _above_title(zone: Cells) -> Cells:
    """The zone up to its last sure part: under that stands the title of a letter or a form."""
    return zone[: max((n for n, (_, what) in enumerate(zone) if what in EVIDENCE), default=len(zone) - 1) + 1]


def _named_number(cells: Cells, title: Found[str] | None) -> Found[str] | None:
    for cell in _named_cells(cells, title):
        if (match := NAMED_NUMBER.search(cell.text)) and _own_part(cell, match.start()) and (parsed := symbols.parse(match[1])):
            return Found(parsed.canonical, Span(cell.span.start + match.start(1), cell.span.start + match.end(1)), 0.9)
    return None


def _named_date(cells: Cells, title: Found[str] | None) -> Found[str] | None:
    for cell in _named_cells(cells, title):
        if (match := NAMED_DATE.search(cell.text)) and _own_part(cell, match.start()):
            value = iso(match[1], match[2], match[3])
            return Found(value, Span(cell.span.start + match.start(), cell.span.start + match.end()), 0.85) if value else None
    return None


def closing_date(text: Text, signature: int | None) -> tuple[Found[str] | None, Found[str] | None]:
    """Place and day on the lines right above the signature, which begins at `signature`: where small notices have them."""
    at = next((n for n, line in enumerate(text.lines) if signature is not None and line.span.end > signature), 0)
    cells = classified(fragments(text, range(max(at - CLOSING_LINES, 0), at)))
    return _dates([(cell, what) for cell, what in cells if what is Kind.DATE and "," in cell.text])


def today(text: Text, start: int) -> Found[str] | None:
    """The day that the opening of the body, which begins at `start`, calls today."""
    match = TODAY.search(text.text, start, start + TODAY_WITHIN)
    value = iso(match["day"], match["month"], match["year"]) if match else None
    return Found(value, Span(match.start("day"), match.end()), 0.75) if match and value else None


def passed(text: Text, type_: str) -> tuple[Found[str] | None, Found[str] | None]:
    """The day on which the act says it was passed, and by whom, from its last line of that kind."""
    at = text.text.rfind(f"{type_} này ")
    for _ in range(4):
        if at < 0:
            break
        match = PASSED.match(text.text, at + len(type_) + 5)
        value = iso(match["day"], match["month"], match["year"]) if match else None
        if match and value:
            return Found(value, Span(match.start("day"), match.end()), 0.75), issuers.passing_organ(
                text, match.end("by"), match.start("day")
            )
        at = text.text.rfind(f"{type_} này ", 0, at)
    return None, None


def _named_cells(cells: Cells, title: Found[str] | None) -> list[Fragment]:
    """Cells of the heading that may say the document's own number: the type's own, or those right under it, not the title."""
    return [
        cell
        for n, (cell, _) in enumerate(cells)
        if (n == 0 or cell.key.startswith(("so ", "so:", "cua ", "lien tich"))) and _own(cell, title)
    ]


def _own_part(cell: Fragment, at: int) -> bool:
    """Whether what stands at `at` is said of the document itself: right after the type, or after "của ..."; never in a title."""
    key = fold(cell.text[:at]).strip(" ,:")
    match = type_pattern().fullmatch(key)
    before = (match["tail"] if match else key).strip(" ,:")
    before = re.sub(r"\bso:? ?\d[^ ,]*(?: ?[-/] ?[^ ,]+)*,?$", "", before).strip(" ,")
    return not before or (before.startswith(("cua ", "lien tich")) and len(before) < 90)


def _own(cell: Fragment, title: Found[str] | None) -> bool:
    return title is None or title.span is None or cell.span.start < title.span.start


def _without_about(zone: Cells) -> Cells:
    """The zone without the V/v and the lines under it, which would otherwise read as names."""
    found: Cells = []
    skipping = False
    for cell, what in zone:
        skipping = what is Kind.ABOUT or (skipping and (what in {Kind.OTHER, Kind.ORGAN} or cell.column > 0))
        if not skipping:
            found.append((cell, what))
    return found


def _urgent(cell: Fragment) -> Found[str] | None:
    """The urgency that a heading carries: "CÔNG ĐIỆN KHẨN"."""
    match = type_pattern().fullmatch(cell.key)
    words = cell.text.rstrip(" :*")[_length(cell.text, match["name"]) :].strip() if match else ""
    start = cell.span.start + cell.text.rfind(words)
    return Found(words, Span(start, start + len(words)), 0.95) if words and URGENCY.fullmatch(fold(words)) else None


def _mark(cell: Fragment) -> Found[str]:
    words = cell.text.strip(" .*_-[]()|")
    start = cell.span.start + cell.text.index(words)
    return Found(words, Span(start, start + len(words)), 0.97)


def _length(raw: str, name: str) -> int:
    """Length in the raw text of the first words of a key (runs of spaces count as one in the key)."""
    at = seen = 0
    while seen < len(name):
        at += 1 if not raw[at].isspace() else len(raw[at:]) - len(raw[at:].lstrip())
        seen += 1
    return at


def _folded(found: Found[str] | None) -> str:
    return fold(found.value) if found else ""
