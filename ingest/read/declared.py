"""Title and author that a file declares, without those that programs make up."""

from __future__ import annotations

import re

# "untitled", "(anonymous)", "Microsoft Word - KH 12.doc", "ke-hoach.docx"
NO_TITLE = re.compile(
    r"^\W*(?:untitled|anonymous|unspecified|microsoft word|document\d*|văn bản\d*)\b\W*$|^microsoft word - |\.\w{3,4}$", re.I
)
# names of machines and of first accounts
NO_AUTHOR = re.compile(
    r"^\W*(?:anonymous|unspecified|unknown|python-docx|admin\w*|user\w*|(?:windows|microsoft office) \w+|pc|hp|dell|asus|acer|lenovo|vaio"
    r"|laptop\S*|desktop\S*|may ?tinh|my computer|\d+)\W*\d*$",
    re.I,
)


def declared(title: str | None, author: str | None) -> dict[str, str]:
    """The two facts under "title" and "author", each only where a person gave it."""
    facts = {"title": (title or "").strip(), "author": (author or "").strip()}
    made_up = {"title": NO_TITLE, "author": NO_AUTHOR}
    return {key: text for key, text in facts.items() if text and not made_up[key].search(text)}
