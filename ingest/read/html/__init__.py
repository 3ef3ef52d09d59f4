"""HTML: the document or the article of a page, complete and in order, without the furniture of the site around it."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from corpus.document import Reading
from ingest.read.decode import decode
from ingest.read.failures import failure
from ingest.read.html.article import select
from ingest.read.html.metadata import metadata
from ingest.read.html.walk import walk
from ingest.read.source import Source

# <meta charset="windows-1258">, <meta http-equiv=… content="text/html; charset=utf-8">, <?xml encoding="…"?>
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{3,20})""", re.I)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
DEEPEST = 250  # elements nested deeper than this are no page that a person made


def read(source: Source) -> Reading:
    """Blocks of the article, teasers inside it marked as furniture; menus and the like around it left out."""
    tree = _tree(source)
    facts = metadata(tree)
    selected = select(walk(tree), title=facts.get("title", ""), markup=tree)
    return Reading(
        "html",
        tuple(found.block for found in selected),
        metadata=facts,
        furniture=tuple(number for number, found in enumerate(selected) if found.furniture),
    )


def _tree(source: Source) -> HtmlElement:
    declared = CHARSET.search(source.data[:4096])
    text = decode(source.data, declared[1].decode("ascii") if declared else "").replace("\x00", "")
    try:
        parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        tree = lxml.html.document_fromstring(XML_DECLARATION.sub("", text), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as exc:
        raise failure("broken", source.name) from exc
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise failure("broken", source.name)  # nested thousands deep: libxml2 gave up in the middle
    _flatten(tree)
    return tree


def _flatten(tree: HtmlElement) -> None:
    """Take out the tags (never the words) nested deeper than we walk."""
    for element in tree.xpath(f"//*[count(ancestor::*) = {DEEPEST}]"):
        words = element.text_content()
        for child in list(element):
            element.remove(child)
        element.text = words
