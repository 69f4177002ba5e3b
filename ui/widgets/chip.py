"""A chip: drawing and word in a tone, as a widget and as paint that table cells share."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import draw
from ui.theme.theme import Theme, current
from ui.theme.tokens import ToneName

HEIGHT: Final = 26
ICON: Final = 16
SIDE: Final = 10
GAP: Final = 6


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """What a chip shows; the word alone must be enough."""

    text: str
    icon: str
    tone: ToneName


def chip_font(theme: Theme) -> QFont:
    """The font of chips."""
    return theme.font(10, QFont.Weight.Medium)


def chip_size(spec: ChipSpec) -> QSize:
    """The room a chip takes in the theme in force."""
    theme = current()
    word = QFontMetricsF(chip_font(theme)).horizontalAdvance(spec.text)
    return QSize(round(word) + theme.px(ICON) + GAP + 2 * SIDE + 2, theme.dense(HEIGHT))


def paint_chip(painter: QPainter, rect: QRectF, spec: ChipSpec) -> None:
    """Paint a chip at the left of `rect`, centred in its height."""
    theme = current()
    tone = theme.tokens.tone(spec.tone)
    wanted = chip_size(spec)
    size = QSize(min(wanted.width(), int(rect.width())), wanted.height())
    pen = theme.tokens.stroke
    top = rect.top() + (rect.height() - size.height()) / 2
    body = QRectF(rect.left(), round(top), size.width(), size.height()).adjusted(
        pen / 2, pen / 2, -pen / 2, -pen / 2
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tone.edge), pen))
    painter.setBrush(QColor(tone.ground))
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
    _paint_word(painter, body, spec, QColor(tone.ink))
    painter.restore()


def _paint_word(painter: QPainter, body: QRectF, spec: ChipSpec, ink: QColor) -> None:
    theme = current()
    px = theme.px(ICON)
    place = QRectF(round(body.left() + SIDE), round(body.center().y() - px / 2), px, px)
    draw(painter, spec.icon, place, ink)
    painter.setFont(chip_font(theme))
    painter.setPen(ink)
    word = QRectF(place.right() + GAP, body.top(), body.right() - place.right() - GAP - 4, body.height())
    text = QFontMetricsF(painter.font()).elidedText(spec.text, Qt.TextElideMode.ElideRight, word.width() + 1)
    painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Chip(QWidget):
    """A chip on a page; not pressable."""

    def __init__(self, spec: ChipSpec) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_spec(spec)

    def show_spec(self, spec: ChipSpec) -> None:
        """Change what the chip says."""
        self._spec = spec
        self.setAccessibleName(spec.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as drawing and word."""
        return chip_size(self._spec)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The same paint as in a table cell."""
        del event
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._spec)
        painter.end()
