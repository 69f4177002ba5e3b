"""The bundled Noto Sans in four weights, so that the desk looks the same on every computer."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from ui.assets import font_files

FAMILY: Final = "Noto Sans"
BODY_POINTS: Final = 11.0


@cache
def load_fonts() -> tuple[int, ...]:
    """Hand the bundled fonts to Qt once; returns Qt's ids. Raises RuntimeError when Qt refuses a file."""
    ids = tuple(QFontDatabase.addApplicationFontFromData(QByteArray(data)) for data in font_files())
    if -1 in ids:
        raise RuntimeError("a bundled font could not be read")
    return ids


def base_font(scale: float) -> QFont:
    """The font of running text at this text size."""
    font = QFont(FAMILY)
    font.setPointSizeF(BODY_POINTS * scale)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
