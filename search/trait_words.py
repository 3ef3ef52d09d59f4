"""What people say for the values of traits: «còn hiệu lực», «đã bị thay thế», «không có nhiệm vụ»."""

from __future__ import annotations

import re

from corpus import text
from corpus.relations import VALIDITY_WORDS
from corpus.relations.traits import NO, YES

_EXPIRED = ("expired", "replaced", "repealed")
TRAITS_SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "validity": {
        **dict.fromkeys(("con", "dang", "co"), ("in_force", "partly")),
        **dict.fromkeys(("het", "khong con"), _EXPIRED),
        **dict.fromkeys(("mot phan", "het mot phan", "con mot phan", "bai bo mot phan", "thay the mot phan"), ("partly",)),
        "chua": ("not_yet",),
        "thay the": ("replaced",),
        **dict.fromkeys(("bai bo", "huy bo"), ("repealed",)),
        **dict.fromkeys(("khong ro", "chua ro"), ("unknown",)),
    },
    "tasks": {"co": (YES,), **dict.fromkeys(("khong", "khong co", "chua co"), (NO,))},
}
"""What people say for the values of a trait, folded, without what is said around it."""

_AROUND = {
    "validity": re.compile(r"^(?:(?:da|bi|duoc) )+| (?:co )?(?:hieu luc|thi hanh)(?: thi hanh)?\b"),
    "tasks": re.compile(r" nhiem vu\b"),
}
_OR = re.compile(r"[,;/]|\b(?:hoac|hay)\b")

WORDS = {state: words.partition(" (")[0] for state, words in VALIDITY_WORDS.items()} | {YES: "có", NO: "không"}
"""The values in words."""


def meant_by(name: str, typed: str) -> tuple[str, ...] | None:
    """The values of a trait that words mean: «còn», «đã bị thay thế», «hết hoặc chưa»; None where one is not understood."""
    parts = (" ".join(part.strip(" .?!").split()) for part in _OR.split(text.fold(typed)))
    found = [TRAITS_SAID[name].get(_AROUND[name].sub("", part)) for part in parts if part]
    return tuple(dict.fromkeys(value for values in found for value in values or ())) if found and None not in found else None
