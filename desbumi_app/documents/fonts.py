"""Registers the shipped fonts with reportlab once, and keeps its unembedded base fonts out of every paper."""

import io
from functools import cache

from desbumi_app.catalogue.fonts import (
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
from desbumi_app.documents.context import Text, plain
from desbumi_app.documents.errors import PaperError

__all__ = ["MONO_BOLD", "SANS", "SANS_BOLD", "SERIF", "SERIF_BOLD", "check_printable", "ready"]


@cache
def ready() -> frozenset[int]:
    """Load the fonts; answers the code points that every text face can print."""
    from reportlab import rl_config
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.trustedSchemes = []  # nothing is ever fetched by a paper
    rl_config.trustedHosts = []
    faces = {}
    for name in PAPER_FONTS:
        font = TTFont(name, io.BytesIO(font_bytes(name)))
        pdfmetrics.registerFont(font)
        faces[name] = set(font.face.charToGlyph)
    for family, bold, italic in ((SERIF, SERIF_BOLD, SERIF_ITALIC), (SANS, SANS_BOLD, SANS_ITALIC)):
        for is_bold, is_italic, face in ((0, 0, family), (1, 0, bold), (0, 1, italic), (1, 1, bold)):
            addMapping(family, is_bold, is_italic, face)
    addMapping(MONO_BOLD, 0, 0, MONO_BOLD)
    return frozenset(faces[SERIF] & faces[SANS] & faces[SERIF_BOLD] & faces[SANS_BOLD])


def check_printable(facts: object) -> None:
    """Refuse facts with a sign no shipped font has, rather than print an empty box. PaperError `unprintable`."""
    _walk(plain("", facts), ready())


def _walk(value: object, signs: frozenset[int]) -> None:
    if isinstance(value, Text) and not signs.issuperset(map(ord, value)):
        raise PaperError("unprintable", value.path)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        _walk(one, signs)
