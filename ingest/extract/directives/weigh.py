"""How sure a line is a directive, by the kind of its document, its part and its words; 0: it is none."""

from __future__ import annotations

import re

from ingest.extract.directives import judge, organ
from ingest.extract.directives.candidate import Candidate
from ingest.extract.directives.rules import in_rules, reports

_SURE = {"request": 0.95, "label": 0.9, "duty": 0.95, "modal": 0.85, "verb": 0.85, "": 0.8}
_FIRM = ("request", "duty", "label")
# "Kinh phí thực hiện bố trí từ nguồn ...": nobody is to do anything
_FUNDS = re.compile(r"(?:nguồn )?kinh phí (?:thực hiện|tổ chức|hoạt động|triển khai|do|được|từ|bố trí|đảm bảo|bảo đảm)\b", re.IGNORECASE)
_LONG_NAME = 130
_SENTENCE = 40  # an item of a list shorter than this is a name, no task


def weigh(line: Candidate) -> float:
    """How sure the line is a directive (0..1)."""
    if line.said.duty == "past" or line.zone == "past":
        return 0
    if judge.trouble(line.words):
        return 0.85
    if _FUNDS.match(line.words) and not line.said.owners:
        return 0
    if line.zone in ("none", "standing"):
        return 0.75 if line.mode != "news" and reports(line) else 0
    if _own_deed(line) or _named_thing(line):
        return 0
    rule = {"norm": in_rules, "rules": in_rules, "news": _in_news, "outline": _in_outline, "act": _in_act}.get(line.mode, _in_plan)
    return rule(line)


def _named_thing(line: Candidate) -> bool:
    """A name in a list of names, though a verb is part of it («Công ty cổ phần Đầu tư phát triển Vân Phong;»)."""
    return line.listed and line.said.duty in ("verb", "") and organ.is_organ(line.words) and len(line.words) < _LONG_NAME


def _own_deed(line: Candidate) -> bool:
    """The deed of the document itself («Điều 1. Phê duyệt Đề án ...»)."""
    own = line.place.own
    return own is not None and own.kind == "điều" and judge.act(line.words) and not line.said.owners


def _in_plan(line: Candidate) -> float:
    """Plans, directives, conclusions: a task may stand without an owner."""
    if line.zone == "money":
        return _money(line)
    if line.said.duty == "role":
        return 0.8 if line.zone == "task" else 0
    if line.said.owners and line.said.duty in _FIRM:
        return _SURE[line.said.duty]
    if line.zone in ("target", "aim"):
        return _goal(line)
    if line.said.owners:
        return _SURE[line.said.duty]
    return _unowned(line)


def _unowned(line: Candidate) -> float:
    """No owner in the line itself: the verb, the number or the list it stands in must tell."""
    if judge.name_only(line.words) and not (line.counted and judge.goal(line.words)):
        return 0
    told = line.zone == "task" or line.charge is not None or line.ordered
    if told and judge.modal(line.words) and not judge.done(line.words):
        return 0.7
    if judge.states(line.words):
        return 0
    if judge.opens(line.words) is not None and (line.place.marked or told):
        return 0.9
    if line.zone == "task" and line.place.marked and (judge.as_noun(line.words) or _topic(line)):
        return 0.7
    if judge.goal(line.words) and line.counted and (told or line.due or judge.aims(line.words)):
        return 0.85
    if line.zone == "task" and line.place.marked and line.counted and line.due:
        return 0.7
    firm = line.charge is not None and line.charge.firm
    return 0.6 if firm and line.place.marked and len(line.words) >= _SENTENCE else 0


def _topic(line: Candidate) -> bool:
    """What a study must treat, as a noun: «Các giải pháp về giao thông, cấp nước ...»."""
    return line.study and len(line.words) >= _SENTENCE and ":" not in line.words[:_SENTENCE]


def _goal(line: Candidate) -> float:
    """Among goals: figures, states to reach, and work with a time."""
    if line.counted:
        return 0.9
    opened = judge.opens(line.words) is not None
    if line.due or opened:
        return 0.7
    stated = line.zone == "target" and line.place.marked and len(line.words) >= _SENTENCE
    return 0.6 if stated and not judge.states(line.words) else 0


def _money(line: Candidate) -> float:
    """Funding: only who is charged with providing or planning it."""
    return 0.8 if line.said.owners and line.said.duty in (*_FIRM, "modal", "verb") else 0


def _in_act(line: Candidate) -> float:
    """Decisions: their own deed («Phê duyệt ...») is no task."""
    if line.zone or line.charge is not None or line.ordered:
        return _in_plan(line)
    if line.said.owners and line.said.duty in _FIRM:
        return _SURE[line.said.duty]
    if judge.act(line.words) or judge.states(line.words) or _lays_down(line):
        return 0
    if line.said.owners and line.said.duty in ("verb", "modal"):
        return 0.8
    if judge.goal(line.words) and line.counted and line.due:
        return 0.7
    return 0.7 if line.place.marked and judge.opens(line.words) is not None else 0


def _lays_down(line: Candidate) -> bool:
    """«Ngân hàng Nhà nước quy định các loại giấy tờ ...»: what the decision itself does."""
    at = line.said.verb_at
    return line.said.duty == "verb" and at is not None and judge.enacting(line.words[at - line.place.start :])


def _in_outline(line: Candidate) -> float:
    """Outlines and reports: only the parts that look ahead."""
    return _in_plan(line) if line.zone else 0


def _in_news(line: Candidate) -> float:
    """News: what was asked for or is planned, not what was done."""
    said = line.said
    if judge.done(line.words) and not said.owners:
        return 0
    if said.owners and (said.duty in ("request", "modal", "duty") or _goes_on(line)):
        return 0.8
    if judge.opens(line.words) is not None and not judge.states(line.words) and not judge.done(line.words):
        return 0.75
    return 0.7 if judge.goal(line.words) and (judge.aims(line.words) or said.owners) and line.counted else 0


def _goes_on(line: Candidate) -> bool:
    """«Các đơn vị tiếp tục ...»: still to be done."""
    return line.said.duty == "verb" and "tiếp tục" in line.words and not judge.done(line.words)
