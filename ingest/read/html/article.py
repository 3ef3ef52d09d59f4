"""Which blocks of a page are the document: where trafilatura finds the article, widened to all that stands around it in order."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from lxml.html import HtmlElement

from ingest.read.grid import FOOTER, NATION, fold
from ingest.read.html.walk import Found

MOSTLY = 0.95  # share of the article's letters that its container must hold
LONGEST_MENU = 25
MENU = re.compile(r"[☰≡✕×]|menu$", re.I)
LINKED = 0.9  # a block that is all link is a teaser
ALMOST_ALL = 0.75  # an article that makes up this much of the page is the whole page
REACH = 15  # blocks around the article searched for the header and the footer of a document
OPENING = ("dieu ", "chuong ", "muc ", "phan ", "phu luc", "can cu", "quyet dinh", "nghi quyet", "thong bao", "ke hoach")


def select(found: list[Found], *, title: str, markup: HtmlElement) -> list[Found]:
    """The blocks from the title to the end of the article; teasers inside are marked as furniture, not dropped."""
    marked = [replace(one, furniture=one.furniture or _is_teaser(one)) for one in found]
    own = [one for one in marked if not one.furniture]
    article = _article(markup)
    matched = [number for number, one in enumerate(marked) if _said(one, article)]
    size = sum(len(marked[number].block.text) for number in matched)
    if not matched or size >= ALMOST_ALL * sum(len(one.block.text) for one in own):
        return _trimmed(marked)
    first, last = _range(marked, matched)
    return _trimmed(marked[_start(marked, first, title) : _end(marked, last) + 1])


def _is_teaser(one: Found) -> bool:
    text = one.block.text
    if one.linked < LINKED or one.block.cells or len(text) <= 12 or one.block.style == "heading1":
        return False
    return not fold(text).startswith(OPENING)


def _article(markup: HtmlElement) -> str:
    """All that trafilatura takes for the article, as one line; "" where it finds none."""
    from trafilatura import bare_extraction  # half a second to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds too little in is no concern of the person
    document = bare_extraction(deepcopy(markup), include_comments=False, include_tables=True)
    text = getattr(document, "text", None) if document is not None else None
    return _squeezed(str(text or ""))


def _squeezed(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _said(one: Found, article: str) -> bool:
    key = _squeezed(one.block.text.removeprefix("- "))
    return len(key) >= 12 and not one.furniture and key in article


def _range(marked: Sequence[Found], matched: Sequence[int]) -> tuple[int, int]:
    """First and last block of the smallest element that holds nearly all of the article."""
    weights: Counter[HtmlElement] = Counter()
    for number in matched:
        size = len(marked[number].block.text)
        for element in (marked[number].element, *marked[number].element.iterancestors()):
            weights[element] += size
    enough = MOSTLY * max(weights.values())
    container = max((element for element, weight in weights.items() if weight >= enough), key=_depth)
    inside = [number for number, one in enumerate(marked) if _holds(container, one.element)]
    return inside[0], inside[-1]


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _holds(container: HtmlElement, element: HtmlElement) -> bool:
    return element is container or any(ancestor is container for ancestor in element.iterancestors())


def _start(marked: Sequence[Found], first: int, title: str) -> int:
    """Back to the title of the page, or to the header of the document, if it stands before the article."""
    key = _squeezed(title)
    for number in range(first, -1, -1):
        block = marked[number].block
        if block.style == "heading1" or (key and _squeezed(block.text) == key):
            return number if not marked[number].furniture else first
    near = range(max(0, first - REACH), first)
    header = [number for number in near if NATION.search(fold(marked[number].block.text))]
    return _back_to_issuer(marked, header[0]) if header else first


def _back_to_issuer(marked: Sequence[Found], nation: int) -> int:
    """The left column (issuer, number) comes before the national motto: the blocks of the same table."""
    table = next(iter(marked[nation].element.iterancestors("table")), None)
    start = nation
    while table is not None and start and _holds(table, marked[start - 1].element):
        start -= 1
    return start


def _end(marked: Sequence[Found], last: int) -> int:
    """On to the recipients and the signature, if they stand in a table of their own after the article."""
    end = last
    for number in range(last + 1, min(last + 1 + REACH, len(marked))):
        if not marked[number].furniture and FOOTER.search(fold(marked[number].block.text)):
            table = next(iter(marked[number].element.iterancestors("table")), None)
            end = max([number, *(n for n, one in enumerate(marked) if table is not None and n > last and _holds(table, one.element))])
    return end


def _trimmed(selected: Sequence[Found]) -> list[Found]:
    """Without the furniture at both ends, menus of short links among it."""
    start, end = 0, len(selected)
    while start < end and (selected[start].furniture or _is_menu(selected[start])):
        start += 1
    while end > start and (selected[end - 1].furniture or _is_menu(selected[end - 1])):
        end -= 1
    return list(selected[start:end])


def _is_menu(one: Found) -> bool:
    """A short link that stands alone ("Trang chủ"), or a sign for one ("☰ Menu")."""
    text = one.block.text
    return len(text) <= LONGEST_MENU and one.block.style != "heading1" and (one.linked >= LINKED or MENU.match(text) is not None)
