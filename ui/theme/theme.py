"""The theme in force: tokens and text size, applied to the application as fonts, palette and style sheet.

There is one at a time, since Qt has one style sheet. Widgets that paint themselves ask `current()` when painting.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import FAMILY, base_font, load_fonts
from ui.theme.tokens import NORMAL, THEMES, Tokens

SCALES: Final = (1.0, 1.25, 1.5)
PARTIAL: Final = 0.45  # header, navigation, strip and dense controls grow by this part of the factor


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and text size (1.0, 1.25 or 1.5)."""

    tokens: Tokens = NORMAL
    scale: float = 1.0

    def px(self, size: float) -> int:
        """A length that grows with the text, in px."""
        return round(size * self.scale)

    def dense(self, size: float) -> int:
        """A length that grows by 45 % of the text's growth, in px: bands and small controls."""
        return round(size * (1 + (self.scale - 1) * PARTIAL))

    def font(self, points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The desk's font for self-painting widgets; `points` at 100 %."""
        font = QFont(FAMILY)
        font.setPointSizeF(points * self.scale)
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def color(self, name: str) -> QColor:
        """A token, or a tone's ink, as Qt wants it."""
        return QColor(self.tokens.color(name))


class _InForce:
    theme: Theme = Theme()


def current() -> Theme:
    """The theme in force."""
    return _InForce.theme


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application this look; may be called again at any time."""
    from ui.theme.icons import forget_icons
    from ui.theme.sheet import sheet

    _InForce.theme = theme
    forget_icons()
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(base_font(theme.scale))
    app.setPalette(_palette(theme.tokens))
    app.setStyleSheet(sheet(theme))


def named(name: str, scale: float) -> Theme:
    """The theme of a stored choice; an unknown name or size falls back to the normal one."""
    return Theme(THEMES.get(name, NORMAL), scale if scale in SCALES else 1.0)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.surface,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.PlaceholderText: tokens.off,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.surface,
    }
    palette = QPalette()
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.off))
    return palette
