"""What a page says of itself in its head: title, author, date, site name and address; nothing is guessed from the words of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

KEYS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator"),
    "date": ("article:published_time", "datepublished", "pubdate", "dc.date.issued", "dc.date", "date", "publishdate"),
    "sitename": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
}
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")  # "2022-07-19T17:05:00+07:00", "19/07/2022"
TAIL = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")  # "Tên bài - Báo Lao động Thủ đô"
ARTICLES = ("Article", "NewsArticle", "BlogPosting", "WebPage", "Report")


def metadata(tree: HtmlElement) -> dict[str, str]:
    """title, author, date (ISO day), sitename, url; only the keys that the page gives."""
    meta = _meta(tree)
    linked = _linked_data(tree)
    facts = {key: next((meta[name] for name in names if name in meta), "") or linked.get(key, "") for key, names in KEYS.items()}
    facts["title"] = facts["title"] or _title(tree)
    facts["url"] = facts["url"] or next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    facts["date"] = _day(facts["date"])
    if facts["author"].startswith("http"):
        facts["author"] = linked.get("author", "")
    return {key: " ".join(value.split()) for key, value in facts.items() if value.strip()}


def _meta(tree: HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := element.get("content", "").strip()):
            values.setdefault(name.lower(), content)
    return values


def _title(tree: HtmlElement) -> str:
    headings = [heading.text_content().strip() for heading in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return str(headings[0])
    title = tree.find(".//title")
    return TAIL.sub("", str(title.text_content()).strip()) if title is not None else ""


def _linked_data(tree: HtmlElement) -> dict[str, str]:
    """The same facts from schema.org in JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if any(kind in str(node.get("@type", "")) for kind in ARTICLES):
                facts = {
                    "title": node.get("headline"),
                    "author": _name(node.get("author")),
                    "date": node.get("datePublished"),
                    "sitename": _name(node.get("publisher")),
                }
                return {key: value for key, value in facts.items() if isinstance(value, str)}
    return {}


def _nodes(data: object) -> Iterator[dict[str, object]]:
    if isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"))
    elif isinstance(data, list):
        for item in data[:50]:
            yield from _nodes(item)


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        return _name(value.get("name"))
    return value if isinstance(value, str) else ""


def _day(value: str) -> str:
    found = DATE.search(value)
    if not found:
        return ""
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else ""
