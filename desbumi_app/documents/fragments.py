"""Markup read once for each pattern of tags and style: layouts and letters repeat them, only their words differ.

The PDF library reads every paragraph with an HTML parser, which took a third of a layout. Words are never kept here.
"""

import re
from functools import lru_cache
from typing import Any

from reportlab.platypus.paragraph import cleanBlockQuotedText
from reportlab.platypus.paraparser import ParaParser

_MARK = re.compile(r"(</?(?:[biu]|br|font)(?: [^<>&]*)?/?>|&#?\w+;)")
_WORDS = "\uffff"  # stands for words; nobody can type it
_PATTERNS = 512


def fragments(markup: str, style: Any) -> list[Any] | None:
    """What reportlab's parser makes of this markup; None when it should read it itself."""
    parts = _MARK.split(cleanBlockQuotedText(markup))
    words = [part for part in parts[::2] if part]
    if not words or style.textTransform or any("<" in part or "&" in part for part in words):
        return None
    parts[::2] = [part and _WORDS for part in parts[::2]]
    read = _pattern("".join(parts), style)
    if read is None or sum(one.text == _WORDS for one in read) != len(words):
        return None
    made, following = [one.clone() for one in read], iter(words)
    for one in made:
        if one.text == _WORDS:
            one.text = next(following)
    return made


@lru_cache(_PATTERNS)
def _pattern(markup: str, style: Any) -> tuple[Any, ...] | None:
    """The fragments of a pattern, or None for one that is more than words and tags."""
    parser = ParaParser()
    parser.caseSensitive = 1
    _, read, bullets = parser.parse(markup, style)
    return None if bullets or read is None else tuple(read)
