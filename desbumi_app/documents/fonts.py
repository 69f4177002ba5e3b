"""Registers the shipped fonts with reportlab once, and keeps its unembedded base fonts out of every paper.

The two faces of other scripts are read when a text first needs one: ordinary papers neither wait for them nor carry them.
"""

import io
import re
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from desbumi_app.catalogue.fonts import (
    ARABIC,
    HAN,
    MONO_BOLD,
    PAPER_FONTS,
    SANS,
    SANS_BOLD,
    SANS_ITALIC,
    SERIF,
    SERIF_BOLD,
    SERIF_ITALIC,
    font_bytes,
)
from desbumi_app.documents.arabic import FIRST, LAST, is_right, typed
from desbumi_app.documents.context import Text, plain
from desbumi_app.documents.errors import PaperError

__all__ = [
    "ARABIC",
    "HAN",
    "MONO_BOLD",
    "SANS",
    "SANS_BOLD",
    "SERIF",
    "SERIF_BOLD",
    "check_printable",
    "face_of",
    "latin_only",
    "ready",
    "signs_of",
    "strange",
]

_LATIN = "\u0250"  # everything below that can be typed is in every shipped font, and no font is read for it
_FORM = re.compile(r"^(<..> )<([0-9A-F]{4})>$", re.MULTILINE)  # a row of a table of signs: place, code point
_OWN = range(0xE000, 0xF900)  # code points of nobody, some of them ours


@cache
def ready() -> frozenset[int]:
    """Load the fonts; answers the code points that every text face can print."""
    from reportlab import rl_config
    from reportlab.lib.fonts import addMapping

    rl_config.trustedSchemes = []  # nothing is ever fetched by a paper
    rl_config.trustedHosts = []
    rl_config.useA85 = 0  # streams as bytes: a quarter smaller than as letters
    faces = {name: _load(name) for name in PAPER_FONTS}
    for family, bold, italic in ((SERIF, SERIF_BOLD, SERIF_ITALIC), (SANS, SANS_BOLD, SANS_ITALIC)):
        for is_bold, is_italic, face in ((0, 0, family), (1, 0, bold), (0, 1, italic), (1, 1, bold)):
            addMapping(family, is_bold, is_italic, face)
    addMapping(MONO_BOLD, 0, 0, MONO_BOLD)
    return frozenset(faces[SERIF] & faces[SANS] & faces[SERIF_BOLD] & faces[SANS_BOLD])


def _load(name: str) -> AbstractSet[int]:
    from reportlab.pdfbase import pdfmetrics

    from desbumi_app.documents.measured import MeasuredFont

    font = MeasuredFont(name, io.BytesIO(font_bytes(name)))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def signs_of(name: str) -> AbstractSet[int]:
    """Load the one face of another script; answers the code points it has."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    class Typed(TTFont):  # type: ignore[misc]  # reportlab publishes no types
        """A face whose text is copied as it was typed, not as the joined forms that were drawn."""

        def addObjects(self, doc: Any) -> None:  # noqa: N802
            """Reportlab's objects, with the letters behind the forms in each table of its signs."""
            count = len(self.state[doc].subsets)
            names = [self.getSubsetInternalName(at, doc)[1:] for at in range(count)]
            super().addObjects(doc)
            for inside in names:
                table = doc.idToObject[doc.idToObject["BasicFonts"].dict[inside].ToUnicode.name]
                table.content = _FORM.sub(_as_typed, table.content)

    font = Typed(name, io.BytesIO(font_bytes(name)), asciiReadable=False)
    pdfmetrics.registerFont(font)
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(name, bold, italic, name)
    return frozenset(font.face.charToGlyph)


def _as_typed(row: re.Match[str]) -> str:
    return f"{row[1]}<{typed(int(row[2], 16)).encode('utf-16-be').hex().upper()}>"


def face_of(sign: str) -> str:
    """The face of another script that has this sign; "" for Latin signs and for those that no face has."""
    code = ord(sign)
    if sign < _LATIN or code in ready() or code in _OWN:
        return ""
    name = ARABIC if is_right(sign) or FIRST <= code <= LAST else HAN
    return name if code in signs_of(name) else ""


def latin_only(text: str) -> bool:
    """Whether the ordinary faces print all of it, or nothing does."""
    if text.isascii() or max(text) < _LATIN:
        return True
    return not any(map(face_of, set(text)))


def strange(text: str) -> set[str]:
    """The signs of a text that no shipped face has."""
    if not text or (max(text) < _LATIN and ready().issuperset(map(ord, text))):
        return set()
    signs = ready()
    return {sign for sign in text if ord(sign) not in signs and not face_of(sign)}


def check_printable(facts: object) -> None:
    """Refuse facts with a sign no shipped font has, rather than print an empty box. PaperError `unprintable`."""
    _walk(plain("", facts))


def _walk(value: object) -> None:
    if isinstance(value, Text) and strange(value):
        raise PaperError("unprintable", value.path)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        _walk(one)
