"""Reads the end of a document: whom it is signed for, by whom, and to whom it goes (NĐ 30/2020, Phụ lục I, II.7-9)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import Found, Span, Text
from corpus.text import fold
from ingest.parse.header.fragments import Fragment, fragments
from ingest.parse.header.names import person, surnames, two_people

# Where a signature block can begin; cheap enough for the whole text.
AUTHORITY_WORD = r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|TU|Q|tm|kt|tl|Tm|Kt|Tl)"
ROLES = (
    r"CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|THỐNG ĐỐC|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|BÍ THƯ|PHÓ BÍ THƯ|"
    r"TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|CHÁNH ÁN|CHỦ TRÌ|CHỦ TỌA|THƯ KÝ|TỔNG THANH TRA|TỔNG KIỂM TOÁN|TRƯỞNG ĐOÀN|"
    r"TỔNG BÍ THƯ|TRƯỞNG PHÒNG|TRƯỞNG KHOA|CHỈ HUY TRƯỞNG|VỤ TRƯỞNG|CHI CỤC TRƯỞNG|TƯ LỆNH|CHÍNH ỦY|TỔNG BIÊN TẬP|TRƯỞNG CÔNG AN"
)
ANCHOR = re.compile(
    rf"^[*| ]*(?:{AUTHORITY_WORD} ?[./] ?(?=[A-ZĐÀ-Ỹa-zđà-ỹ])|(?:T/M|K/T|T/L|TM|KT|TL|TUQ) (?=[A-ZĐÀ-Ỹ]{{2}})|[Nn]ơi nhận|"
    rf"NƠI NHẬN|(?:PHÓ |P\. ?|THỨ )?(?:{ROLES})\b)",
    re.MULTILINE,
)
AUTHORITY = re.compile(r"(?:tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|tu)(?: ?[./]+ ?| )(?=[a-z])")
INNER = re.compile(r"(?<=[\s;.])(?:TM|T/M|KT|K/T|TL|T/L|TUQ)(?: ?[./] ?| )(?=[A-ZĐÀ-Ỹ]{2})")
# "Đã ký: Nguyễn Văn A", "KT/BỘ TRƯỞNG Thứ trưởng (Đã ký) Nguyễn Văn A"
SEALED = re.compile(r"(?<!\w)\(?(?:[Đđ]ã|ĐÃ) (?:[Kk]ý|KÝ)\)?\s*:?")
POST = (
    r"(?:(?:PHÓ |THỨ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|BÍ THƯ|TRƯỞNG BAN|VIỆN TRƯỞNG)|BỘ TRƯỞNG|CHỦ TRÌ|CHỦ TỌA|CHỦ TOẠ|"
    r"THƯ KÝ|THƯ KÍ)"
)
BELOW = re.compile(r"(?<=[A-ZĐÀ-Ỹ])\s+(?=(?:Thứ trưởng|Phó [A-ZĐ]?\w+)\b)")  # "KT/BỘ TRƯỞNG BỘ TÀI CHÍNH Thứ trưởng"
TWO_POSTS = re.compile(rf"({POST})\s+{POST}")  # "THƯ KÝ CHỦ TRÌ": two columns whose gap was lost
COLLECTIVE = re.compile(r"(?:tm|t/m|tl|t/l|tuq)\b")
ROLE = re.compile(
    r"(?:(?:q[. ] ?|quyen |pho |p\. ?|thu |uy vien |nguyen )*(?:tong )?(?:bo truong|thu truong|thu tuong|chu tich|bi thu|truong ban|"
    r"giam doc|cuc truong|vu truong|chanh\b|hieu truong|"
    r"vien truong|thong doc|tong thanh tra|tong kiem toan|truong phong|truong doan|chu tri|chu toa|thu ky|tu lenh|chinh uy|"
    r"to truong|truong tieu ban|tong bien tap|"
    r"chi huy truong|chu nhiem|truong khoa|doi truong|uy vien|truong|pho|doan truong|truong cong an|chi cuc truong|doai dien|"
    r"dai dien))\b.{0,60}"
)
CHAIR = ("chu tri", "chu toa", "chu tich", "truong")
SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky|da ky va dong dau|ky, ghi ro ho ten|ky, dong dau|da ki).{0,40}")
RECIPIENTS = re.compile(r"\W*noi nhan ?:?\W*")
ADDRESSED = re.compile(r"kinh g[uo]i ?:? ?")
NOTED = re.compile(r"^[*\s]*n[ơo]i\s+nh[ậâa]n\s*:?[*\s]*", re.IGNORECASE)
LAST = re.compile(r"[-–+• ]*luu\b")
PLAIN = {"other", "body"}
REACH = 34
CUTS = 3
ANCHORS = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """What the end says."""

    authority: Found[str] | None = None
    signer_title: Found[str] | None = None
    signer: Found[str] | None = None
    recipients: Found[tuple[str, ...]] | None = None
    start: int | None = None


def signature(text: Text, after: int, hidden: tuple[Span, ...] = ()) -> Signature:
    """The first block after offset `after` that ends in a name, and the nearest "Nơi nhận"."""
    best = Signature()
    starts = [line.span.start for line in text.lines]
    seen = -1
    for number, match in enumerate(ANCHOR.finditer(text.text, after)):
        line = bisect_right(starts, match.start()) - 1
        if line <= seen or number > ANCHORS:
            continue
        block = _cells(text, range(line, min(line + REACH, len(text.lines))), hidden)
        found = _block(block)
        if found.signer or (found.recipients and not best.recipients):
            best = found if not best.recipients or found.recipients else replace(found, recipients=best.recipients)
        elif found.authority and not best.authority:
            best = replace(best, authority=found.authority, signer_title=found.signer_title, start=best.start or found.start)
        if best.signer:
            break
    return _with_later_recipients(text, best, starts, hidden) if best.signer and not best.recipients else best


def _with_later_recipients(text: Text, found: Signature, starts: list[int], hidden: tuple[Span, ...]) -> Signature:
    """ "Nơi nhận" may stand under the signature."""
    assert found.signer is not None and found.signer.span is not None
    line = bisect_right(starts, found.signer.span.end) - 1
    cells = _cells(text, range(line, min(line + 6, len(text.lines))), hidden)
    if any(RECIPIENTS.match(cell.key) for cell in cells):
        cells = _cells(text, range(line, min(line + REACH, len(text.lines))), hidden)
        return replace(found, recipients=_recipients(cells))
    return found


def addressed(cells: list[Fragment]) -> Found[tuple[str, ...]] | None:
    """Those a công văn or tờ trình is addressed to ("Kính gửi: ...")."""
    for index, cell in enumerate(cells):
        if match := ADDRESSED.match(cell.key):
            items, end = [cell.text[match.end() :].strip(" :*")], cell.span.end
            for after in cells[index + 1 : index + 15]:
                if not after.text.startswith(("-", "+", "–", "•")) and not (
                    items[-1] and after.text[:1].islower() and not items[-1].endswith((".", ";"))
                ):
                    break
                items = [*items, after.text] if after.text[0] in "-+–•" else [*items[:-1], f"{items[-1]} {after.text}"]
                end = after.span.end
            values = tuple(clean for item in items for part in item.split(";") if (clean := part.strip(" -+–•.;:*")))
            return Found(values, Span(cell.span.start, end), 0.9) if values else None
    return None


def _cells(text: Text, lines: range, hidden: tuple[Span, ...]) -> list[Fragment]:
    """Cells of a footer: a recipient and a part of the signature on one line are two cells."""
    return [piece for cell in fragments(text, lines, hidden) for piece in _split(cell)]


def _split(cell: Fragment, deep: int = CUTS) -> Iterator[Fragment]:
    """ "Nơi nhận: T/M. BAN CHẤP HÀNH", "- Như trên; PHÓ CHỦ TỊCH", "- Lưu: VT. Nguyễn Văn A" each become two cells.

    The halves are cut again, `deep` times in all: no line of a signature holds more.
    """
    cut = _cut(cell) if deep else None
    if cut is None:
        yield cell
        return
    left, right = cell.text[:cut].rstrip(), cell.text[cut:].lstrip()
    before = replace(cell, text=left, key=cell.key[: len(" ".join(left.split()))], span=Span(cell.span.start, cell.span.start + len(left)))
    yield from _split(before, deep - 1)
    at = cell.span.start + len(cell.text) - len(right)
    rest = Fragment(
        right, " ".join(cell.key.split()[-len(right.split()) :]), Span(at, cell.span.end), cell.line, cell.column + 1, bold=cell.bold
    )
    yield from _split(rest, deep - 1)


def _cut(cell: Fragment) -> int | None:
    if match := INNER.search(cell.text):
        return match.start()
    if (match := SEALED.search(cell.text)) and (match.start() or match.end()) < len(cell.text):
        return match.start() or match.end()
    if match := TWO_POSTS.fullmatch(cell.text):
        return match.end(1)
    if AUTHORITY.match(cell.key) and (match := BELOW.search(cell.text)):
        return match.start()
    if (second := two_people(cell.text)) is not None:
        return second
    if match := re.match(r"[*]*[Nn]ơi nhận\s*:?[*]*\s+(?=[^\W\d]|\()", cell.text):
        return match.end()
    if cell.text[:1] in "-–+" and len(cell.text) < 160:
        for match in re.finditer(r"[;.)]\s+(?=[A-ZĐÀ-Ỹ(])", cell.text):
            rest = cell.text[match.end() :]
            if (rest.isupper() and len(rest) > 4) or (person(rest) and len(rest.split()) > 1) or rest.lower().startswith(("(đã ký", "(ký")):
                return match.end()
    return None


def _block(cells: list[Fragment]) -> Signature:
    """One signature block: authority lines, title, name, in one column or beside the recipients."""
    recipients = _recipients(cells) if any(RECIPIENTS.match(c.key) for c in cells) else None
    authority: list[Fragment] = []
    title: list[Fragment] = []
    for index, cell in enumerate(cells):
        what = _what(cell, bool(authority or title or recipients))
        if what == "authority" and not (title and not _stacked(cell)):
            authority.append(cell)
            title = []
        elif what == "role":
            title = [*title, cell] if title and title[-1].line == cell.line else [cell]
        elif what == "name" and (authority or title):
            return _signed(cells, index, authority, title, recipients)
        elif what == "more" and (authority or title) and (title or authority)[-1].line >= cell.line - 2:
            last = title or authority
            last[-1] = _merged(last[-1], cell)
        elif what == "body" and not recipients:
            break
    role = _found(title[0], 0.85) if title and authority else None
    return Signature(_authority(authority), role, None, recipients, cells[0].span.start if cells and (recipients or authority) else None)


def _what(cell: Fragment, begun: bool) -> str:
    if cell.text[0] in "-–+•" or RECIPIENTS.match(cell.key):
        return "recipient"
    if (
        (match := AUTHORITY.match(cell.key))
        and len(cell.key) < 90
        and (cell.text[:2].isupper() or "." in match.group() or "/" in match.group())
    ):
        return "authority"
    if SIGNED.fullmatch(cell.key):
        return "signed"
    if begun and cell.text.split(" ")[0].casefold() in surnames() and person(cell.text):
        return "name"
    if (
        len(cell.key) < 80
        and ROLE.fullmatch(cell.key)
        and not cell.text.casefold().startswith("trường")
        and (cell.capitals or cell.text.istitle() or (begun and cell.text[-1] not in ".,;:"))
    ):
        return "role"
    if person(cell.text):
        return "name"
    if begun and cell.capitals and len(cell.key) < 70:
        return "more"
    return "body" if len(cell.text) > 120 else "other"


def _stacked(cell: Fragment) -> bool:
    return cell.key.startswith(("kt", "k/t", "tuq", "tl"))


def _signed(
    cells: list[Fragment], index: int, authority: list[Fragment], title: list[Fragment], recipients: Found[tuple[str, ...]] | None
) -> Signature:
    """The block is whole: pick the signer under the chair's title where two sign side by side."""
    beside = [cell for cell in cells[index : index + 4] if cell.line == cells[index].line and person(cell.text)]
    place = 0
    if len(title) > 1 and len(beside) == len(title):
        place = next((n for n, cell in enumerate(title) if cell.key.startswith(CHAIR)), 0)
    signed = beside[place] if beside else cells[index]
    name = person(signed.text) or signed.text
    at = signed.span.start + max(signed.text.find(name), 0)
    signer = Found(name, Span(at, at + len(name)), 0.95 if authority else 0.85)
    head = _authority(authority)
    role = _found(title[min(place, len(title) - 1)], 0.95) if title else None
    return Signature(head, role, signer, recipients, (authority or title)[0].span.start)


def _authority(lines: list[Fragment]) -> Found[str] | None:
    """ "TM. ..." if there is one, else "KT. ...", "TL. ..."."""
    if not lines:
        return None
    return _found(next((cell for cell in lines if COLLECTIVE.match(cell.key)), lines[0]), 0.97)


def _found(cell: Fragment, confidence: float) -> Found[str]:
    return Found(" ".join(cell.text.split()).strip(" *.:"), cell.span, confidence)


def _merged(first: Fragment, second: Fragment) -> Fragment:
    return replace(
        first,
        text=f"{first.text} {second.text}",
        key=f"{first.key} {second.key}",
        span=Span(first.span.start, second.span.end),
        line=second.line,
    )


def _recipients(cells: list[Fragment]) -> Found[tuple[str, ...]] | None:
    """The items under "Nơi nhận:"."""
    start = next((n for n, cell in enumerate(cells) if RECIPIENTS.match(cell.key)), None)
    if start is None:
        return None
    items: list[str] = []
    end = cells[start].span.end
    first = NOTED.sub("", cells[start].text)
    if first:
        items.append(first)
    for cell in cells[start + 1 :]:
        if cell.text[0] in "-–+•" or (
            cell.text.endswith((";", ",")) and (not items or items[-1].endswith(";")) and _what(cell, True) in PLAIN
        ):
            items.append(cell.text)
        elif items and _wraps(items[-1], cell, cells[start].column):
            items[-1] = f"{items[-1]} {cell.text}"
        elif _what(cell, True) in PLAIN and (items or cell.column == cells[start].column):
            break
        else:
            continue
        end = cell.span.end
        if LAST.match(cell.key) and items[-1].endswith((".", ")")):
            break
    values = tuple(clean for item in items if (clean := " ".join(item.split()).strip(" -–+•;.,*")))
    return Found(values, Span(cells[start].span.start, end), 0.95) if values else None


def _wraps(item: str, cell: Fragment, column: int) -> bool:
    """Whether a line goes on with the recipient before it ("- Các Bộ, cơ quan ngang Bộ," / "cơ quan thuộc Chính phủ;")."""
    done = item.rstrip().endswith((";", ".")) or LAST.match(fold(item)) is not None
    return not done and cell.column == column and _what(cell, True) in PLAIN and len(cell.text) < 90
