"""What the words of one line are: a closing formula, a task by its verb, a goal, a statement; one rule a function."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from corpus.patterns import at_word
from corpus.text import fold
from ingest.extract.directives import knowledge, organ

_TYPES = knowledge.any_of("document")
# "Quyết định này có hiệu lực", "Trên đây là", "Kính gửi", "(Kèm theo ...)", "Sửa đổi khoản 2 như sau", "Bãi bỏ Điều 5"
_NEVER = (
    rf"{_TYPES}\s+(?:này|số|liên tịch|có)\s.{{0,120}}?(?:có hiệu lực|hiệu lực|thay thế|gồm|được ban hành|quy định|thông qua)",
    r"trên đây là|kính gửi|nơi nhận|hết hiệu lực|các quy định trước đây|những quy định trước đây|văn phòng [^.;]{0,60}xin thông báo",
    r"\(?(?:ban hành )?kèm theo|(?:nay )?ban hành (?:kèm theo|bản|quy định|quy chế|danh mục)",
    r"(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|thay cụm từ|đính chính)\b[^.;]{0,80}?"
    r"(?:\bđiều\s\d|\bkhoản\s\d|\bđiểm\s[a-zđ]\b|phụ lục|cụm từ|một số điều|quyết định số|nghị quyết số|thông tư số|mẫu số|các loại phí)",
    r"(?:thủ tướng chính phủ|chính phủ|bộ trưởng[^.;,]{0,60}|(?:ủy|uỷ) ban [^.;,]{0,50}|hội đồng nhân dân[^.;,]{0,40}|quốc hội)"
    rf"\s(?:quyết định\s)?ban hành\s{_TYPES}\b",
    r"không phải\s",
    r"(?:nghị quyết|luật|pháp lệnh)\s[^.;]{0,10}(?:được|đã được)\s[^.;]{0,120}thông qua",
)
_NEVER_ANY = re.compile("|".join(_NEVER), re.IGNORECASE)
# "... ban hành Quy chế ... như sau:"
_ISSUES = re.compile(rf"[^.:;]{{0,120}}?\bban hành\s{_TYPES}\b[^.;]{{0,400}}(?:như sau|sau đây)\s*:?\s*$", re.IGNORECASE)
_ISSUED = re.compile(r"ban hành (?!kèm)", re.IGNORECASE)
# the deed of a decision itself: "Phê duyệt", "Thành lập", "Bãi bỏ", "Điều chỉnh kinh phí"
_ACT = re.compile(rf"(?:nay\s)?{knowledge.any_of('deed of a decision')}\b", re.IGNORECASE)
_LAYS_DOWN = re.compile(r"(?:qu[yi] định|thông qua|phê chuẩn|tán thành|nhất trí|chấp thuận)\b", re.IGNORECASE)
# "120 triệu đồng đối với khu công nghiệp nhỏ": an amount granted, no goal
_GRANT = re.compile(r"\d[\d.,]{0,20}\s(?:nghìn |triệu |tỷ )?đồng\b", re.IGNORECASE)
# "Giá trị thực tế ...: 7 tỷ đồng", "Vốn điều lệ ...": what something is worth, no goal either
_WORTH = re.compile(
    r"(?:tổng\s)?(?:giá trị (?:thực tế|còn lại|tài sản|doanh nghiệp)|nguyên giá|mệnh giá|vốn điều lệ|số (?:lượng )?cổ phần)\b",
    re.IGNORECASE,
)
# "Việc xây dựng ...": the deed as a noun
_AS_NOUN = re.compile(r"(?:việc|(?:công tác|hoạt động)(?=.{40}))\s", re.IGNORECASE)
_PASSIVE = re.compile(r"\s(?:được|do|là|theo|đã|phải|cần|bị)\s")
_OF_TIME = r"(?:đến hết|đến|trong|trước|từ|hết|vào|chậm nhất|năm|giai đoạn|quý|tháng)"
# "Đến năm 2015 ", "Trong năm 2025, ", "Hằng năm ", "Trước hết ", "Đồng thời, ": what may stand before the verb
_ADVERB = re.compile(
    rf"(?:{_OF_TIME}\s[^,;:.]{{0,40}}?(?:\d{{4}}|quý\s\w+|tháng\s\d+|nhiệm kỳ)(?:\s?[-–]\s?\d{{4}})?\)?\s*[,:]?\s+|"
    rf"(?:h[ằà]ng (?:năm|quý|tháng|tuần)|mỗi (?:năm|quý|tháng)|định kỳ(?: \w+){{0,3}}|thứ \w+|{knowledge.any_of('adverb')})\s*[,:]?\s+|"
    r"(?:trong phạm vi|theo|căn cứ|trên cơ sở)\s(?:chức năng|nhiệm vụ|thẩm quyền|quyền hạn)[^;.:]{0,80}?"
    r"(?:của (?:mình|đơn vị|ngành|địa phương|cấp mình)|được giao|quản lý)\s*,?\s+|"
    rf"{knowledge.any_of('before a clause')}\s[^;.]{{0,160}}?,\s+)",
    re.IGNORECASE,
)
_MOST_ADVERBS = 4
_CLAUSE_FIRST = re.compile(r"(?:căn cứ|trên cơ sở|trường hợp cần thiết|khi cần thiết)\b", re.IGNORECASE)
_COMMA = re.compile(r",\s")
_LONGEST_CLAUSE = 500
_MOST_COMMAS = 8
# "Về kỹ thuật: Đẩy mạnh ...", "Bước 1: Xây dựng ...", "Tài chính, kiểm tra. Thực hiện ..."
_LABEL = re.compile(r"[^.:;]{2,70}(?::\s+|\.\s+)(?=\S)")
_SHORTEST_DEED = 12  # "Vùng ven biển: cấp III": too short to be a deed
# "Tổ chức Công đoàn Thủ đô", "Báo cáo chính trị", "giao thông": the verb is a noun here
# "hội nghị", "đoàn công tác": a meeting or a group that is organised
_MEETS = r"(?!nghị|thi|thảo|diễn|họp|khỏe|khoẻ|chợ|trại)"
_NOUN_USE = re.compile(
    rf"(?:tổ chức (?:công đoàn|đảng|đoàn (?!kiểm|công tác|thanh|giám|đi|khảo)|hội {_MEETS}|chính trị|cơ sở đảng|"
    r"bộ máy|mạng lưới)|tổ chức, (?:cá nhân|đơn vị|doanh nghiệp|đoàn thể)|trao đổi với|"
    r"báo cáo (?:chính trị|này|số|tháng|quý|năm|đột xuất|chuyên đề|định kỳ|của|6 tháng|kế hoạch)|hướng dẫn (?:này|số)|"
    r"thông báo (?:này|số|của|kết luận|tuyển)|"
    r"giao thông|thu nhập|chi phí|thu (?:từ|tiền|khác|phạt|kết dư|bổ sung|chuyển|đóng góp|huy động|thuế|sự nghiệp|nội địa)\b|"
    r"chi (?:đầu tư|thường xuyên|sự nghiệp|bổ sung|trả nợ|chuyển nguồn|hoạt động|các hoạt động|quản lý|dự phòng)\b|"
    r"chi (?:cục|nhánh|bộ|đoàn|hội)|phòng (?:tài|tổ|văn|lao|kinh|nội|giáo|y)|đại diện (?:các|lãnh|ban|cho biết)|"
    r"cấp (?:học|ủy|uỷ|trên|dưới|cơ|huyện|xã|tỉnh)|đưa ra|cho biết|thu hút được|chống lại|đầu tư xây dựng cơ bản:|"
    r"(?:thu|chi)\s[^.;:]{0,60}:\s*\d|kiểm tra (?:quận|huyện)|phòng chống\s[^;.]{0,40}:|trợ cấp|"
    r"đánh giá cao|biểu dương (?:các|những|sự|tinh thần|kết quả))",
    re.IGNORECASE,
)
# "... là một nhiệm vụ ...": how things are; after a verb that opens, only this
_BEING = r"là (?:một|nhiệm vụ|trách nhiệm|việc|yêu cầu|điều|mục tiêu|khâu|động lực|nền tảng)"
_IS = re.compile(rf"[^;.]{{0,160}}?\s(?:{_BEING}|được quan tâm)\b", re.IGNORECASE)
_SO_FAR = r"đã được|đã đạt|còn (?:hạn chế|chậm|thấp|nhiều)|chưa|đã"
_STATES = re.compile(rf"[^;.]{{0,160}}?\s(?:{_BEING}|là (?:cơ sở|đơn vị)|được quan tâm|{_SO_FAR})\b", re.IGNORECASE)
# a goal by its first words: "100% ...", "Ít nhất ...", "Phấn đấu", "Tỷ lệ ... đạt", "Mỗi ...", "Diện tích ... đạt"
_GOAL = re.compile(
    r"(?:\d|ít nhất|tối thiểu|(?:trên|dưới|khoảng|có)\s+\d|phấn đấu|tỷ lệ|tỉ lệ|số|mỗi|bình quân|có\s+ít|đạt|đến (?:hết )?(?:năm|cuối)|"
    r"từ năm|giai đoạn|năm\s\d{4}|không quá|diện tích|sản lượng|tốc độ|thu nhập|tỷ trọng|kim ngạch|giá trị|cơ cấu|tổng|\.{2,}|…)",
    re.IGNORECASE,
)
_AIM = re.compile(at_word("phấn đấu", r"đạt (?:ít nhất|tối thiểu|trên|từ)", "trở lên", then=r"\b"))
_QUOTED = re.compile(r"[“\"][^”\"\n]{3,300}[”\"]")
_DONE = re.compile(at_word(r"đã\s(?!đề ra|được giao)"))
_MODAL = re.compile(r"[CcPp](?<!\S[CcPp])(?:(?<=[Cc])ần|(?<=[Pp])hải)\s+(?!thiết|đối mặt|có thiết)")
_TIMED = re.compile(
    r"\b(?:định kỳ|chậm nhất|trước ngày|h[àằ]ng (?:quý|quí|tháng|năm)|kết thúc (?:năm|quý|quí|tháng|kỳ|kì|niên độ))\b", re.IGNORECASE
)
_TIME_WORDS = ("định kỳ", "chậm nhất", "trước ngày", "hàng ", "hằng ", "kết thúc ")  # without one of them no time is said
# "Hằng năm, các bộ ...", "Định kỳ 6 tháng tổng hợp ...": a clause that begins with how often
_RECURS = re.compile(r"(?:định kỳ|h[àằ]ng (?:quý|quí|tháng|năm|tuần)|mỗi (?:quý|quí|tháng|năm))\b(?!\s(?:cho|của)\b)", re.IGNORECASE)
# "Báo cáo quý: Trước ngày 15 ...", "Thời hạn gửi báo cáo: chậm nhất ngày 20 ..."; not the days that its figures cover
_SCHEDULES = re.compile(
    r"(?:báo cáo\s(?:định kỳ\s)?(?:h[àằ]ng\s)?(?:tháng|quý|quí|6 tháng|06 tháng|sáu tháng|9 tháng|năm|tuần)|"
    r"thời (?:hạn|gian|điểm)\s(?!chốt|lấy|tính)(?:[^\s:;.]{1,12}\s){0,4}báo cáo)\b(?![^;]{0,120}\b(?:tính từ|từ ngày))",
    re.IGNORECASE,
)
# "Trường hợp hồ sơ nộp trước ngày ...": a rule for a case
_CASE = re.compile(
    r"(?:(?:trong |đối với )?(?:các )?trường hợp|đối với|hồ sơ|văn bản|dự án|nếu|khi|kể từ|"
    r"(?:trước|sau) khi|trong thời (?:gian|hạn)|chậm nhất (?:là )?(?:sau )?\d{1,2} ngày)\b",
    re.IGNORECASE,
)
_ENACTS = re.compile(rf"(?:thi hành|thực hiện|hướng dẫn|kiểm tra)\b[^.;]{{0,80}}\b{_TYPES} này", re.IGNORECASE)
# "nếu có vướng mắc, ... phản ánh về ... để xem xét"
_TROUBLES = ("khó khăn", "vướng mắc", "phát sinh", "vấn đề mới")
_TROUBLE = re.compile(
    r"(?:khó khăn|vướng mắc|phát sinh|vấn đề mới)[^.;]{0,200}(?:phản ánh|phản ảnh|báo cáo|kiến nghị|gửi|thông báo|trao đổi)\b[^.]{0,200}"
    r"(?:về|với|cho|để|kịp thời|bằng văn bản)",
    re.IGNORECASE,
)
_TROUBLE_START = re.compile(
    r"(?:\A|[.;]\s)(?:trong quá trình|quá trình|nếu|trường hợp|khi|mọi|những|các)\b[^.;]{0,160}(?:khó khăn|vướng mắc|phát sinh)",
    re.IGNORECASE,
)
_EARLY = 200
# "Trưởng đoàn", "- Uỷ viên": a person and an office
_OFFICE = re.compile(
    r"\s[-–]\s(?:\S+\s){0,3}?(?:trưởng|phó|thành viên|ủy viên|uỷ viên|thư ký|tổ viên|chủ tịch|giám đốc)[^.;]{0,60}[.;,]?\s*$", re.IGNORECASE
)


def never(words: str) -> bool:
    """Closing formulas, effect, attachments, amendments: no directive whatever they say."""
    return _NEVER_ANY.match(words) is not None or ("ban hành" in words.lower() and _ISSUES.match(words) is not None)


def issues(words: str) -> bool:
    """«Ban hành danh mục ...»: a deed of a decision, but a duty of whoever is charged with it."""
    return _ISSUED.match(words) is not None


def act(words: str) -> bool:
    """The deed of a decision itself («Phê duyệt Đề án ...»)."""
    return _ACT.match(words) is not None


def enacting(deed: str) -> bool:
    """The deed of an act («quy định ...», «thông qua ...»)."""
    return _LAYS_DOWN.match(deed) is not None


def enacts(words: str) -> bool:
    """«... chịu trách nhiệm thi hành Thông tư này»."""
    return " này" in words and _ENACTS.search(words) is not None


def periodic(words: str) -> bool:
    """A report with a time: «định kỳ hằng quý ... báo cáo», «trước ngày 15/12 ... gửi»."""
    return "báo cáo" in words and timed(words)


def timed(words: str) -> bool:
    """Says by what day or how often: cheap, for lines that may hold a duty with a time."""
    lower = words.lower()
    return any(word in lower for word in _TIME_WORDS) and _TIMED.search(words) is not None


def recurs(words: str) -> bool:
    """Begins with how often («Hằng năm, ...», «Định kỳ 6 tháng ...»)."""
    return _RECURS.match(words) is not None


def schedules(words: str) -> bool:
    """A report and its day, and nobody named: «Báo cáo năm: trước ngày 15 tháng 12»."""
    return _SCHEDULES.match(words) is not None


def case(words: str) -> bool:
    """A rule for a case («Trường hợp ...»), no assignment."""
    return _CASE.match(words) is not None


def gives(words: str) -> bool:
    """Begins with «Giao ...»."""
    return words[:5].lower() == "giao "


@lru_cache(maxsize=256)
def trouble(words: str) -> bool:
    """«Nếu có vướng mắc, đề nghị phản ánh về ... để xem xét»: a report that is always asked for."""
    lower = words.lower()
    if not any(word in lower for word in _TROUBLES):
        return False
    return _TROUBLE_START.search(words) is not None and _TROUBLE.search(words) is not None


@lru_cache(maxsize=256)  # asked several times of one line
def opens(words: str) -> str | None:
    """The use of the verb a line begins with, after adverbs and a short label; None if it begins with no verb."""
    found = _verb(words)
    if found is None and (label := _LABEL.match(words)) and len(words) - label.end() >= _SHORTEST_DEED:
        found = _verb(words[label.end() :])
    return found


def _verb(words: str) -> str | None:
    at = 0
    for _ in range(_MOST_ADVERBS + 1):
        verb = _openers().match(words, at)
        if verb and not _NOUN_USE.match(words, at):
            return knowledge.openers()[_uses()[verb[0].lower()]]
        adverb = _ADVERB.match(words, at)
        if not adverb or adverb.end() == at:
            break
        at = adverb.end()
    use = _after_clause(words)
    return _damaged(words) if use is None else use


def _after_clause(words: str) -> str | None:
    """A verb after a clause with commas of its own: «Căn cứ khoản 1, khoản 2 Điều 3 và điều kiện thực tế, chủ động rà soát ...»."""
    if not _CLAUSE_FIRST.match(words):
        return None
    for gap in itertools.islice(_COMMA.finditer(words, 0, _LONGEST_CLAUSE), _MOST_COMMAS):
        verb = _openers().match(words, gap.end())
        if verb and " " in verb[0] and not _NOUN_USE.match(words, gap.end()):
            return knowledge.openers()[_uses()[verb[0].lower()]]
    return None


def _damaged(words: str) -> str | None:
    """A verb with one wrong mark: «Xầy dựng», «Tố chức»; «Tuyến đường» is no «tuyên dương»."""
    two = " ".join(words[:24].lower().split()[:2])
    found = _folded_uses().get(_plain(two))
    if found is None or _NOUN_USE.match(words):
        return None
    slips = sum(one != other for one, other in zip(two, found, strict=False))
    return knowledge.openers()[found] if slips == 1 and len(two) == len(found) else None


@lru_cache(maxsize=8192)
def _plain(words: str) -> str:
    return fold(words)


def as_noun(words: str) -> bool:
    """A deed given as a noun, with nothing said of it («Việc xây dựng cơ sở dữ liệu dùng chung ...»)."""
    noun = _AS_NOUN.match(words)
    return noun is not None and not _PASSIVE.search(words[:_EARLY]) and _verb(words[noun.end() :]) is not None


def states(words: str) -> bool:
    """A statement of how things are («Phát triển đoàn viên là nhiệm vụ ...»), though it may begin with a verb."""
    if opens(words) is None:
        return _STATES.match(words) is not None
    lower = words.lower()
    return ("là " in lower or "được quan tâm" in lower) and _IS.match(words) is not None


def goal(words: str) -> bool:
    """Begins like a goal («100% ...», «Phấn đấu ...»)."""
    if _GRANT.match(words) or _WORTH.match(words):
        return False
    return _GOAL.match(words) is not None or _AIM.search(_unquoted(words)) is not None


def begins_as_goal(deed: str) -> bool:
    """The first words of a goal («100% ...», «Ít nhất ...»)."""
    return _GOAL.match(deed) is not None


def aims(words: str) -> bool:
    """Says «phấn đấu», «trở lên» outside quotation marks."""
    return _AIM.search(_unquoted(words)) is not None


def done(words: str) -> bool:
    """Says outside quotation marks that something was done («... đã ...»)."""
    return _DONE.search(_unquoted(words)) is not None


def _unquoted(words: str) -> str:
    return _QUOTED.sub(" ", words) if "“" in words or '"' in words else words


def modal(words: str) -> bool:
    """Says that something has to be done («... cần ...», «... phải ...»)."""
    return _MODAL.search(words) is not None and words[:13].lower() != "về nguyên tắc"


def name_only(words: str) -> bool:
    """A mere name in a list («Vụ trưởng Vụ Pháp chế - Ủy viên;», «Tổng công ty Sông Đà;»)."""
    if _OFFICE.search(words):
        return True
    return organ.is_organ(words) and organ.predicate(words, 0, len(words)) is None


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(knowledge.openers())})(?![\w])", re.IGNORECASE)


@cache
def _uses() -> dict[str, str]:
    return {written: verb for verb in knowledge.openers() for written in knowledge.spellings(verb)}


@cache
def _folded_uses() -> dict[str, str]:
    """Verbs of two syllables, without marks."""
    return {fold(verb): verb for verb in knowledge.openers() if verb.count(" ") == 1}
