"""The mark of the programme: a rice barn with a lit door; drawn, since a picture file would blur."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current


def paint_barn(painter: QPainter, rect: QRectF, wood: QColor, light: QColor) -> None:
    """A barn that fills `rect`, roof, floor, two posts and a sill in one colour, the door in another."""
    w, h, x, y = rect.width(), rect.height(), rect.left(), rect.top()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wood)
    roof = QPainterPath(QPointF(x + 0.06 * w, y + 0.56 * h))
    roof.cubicTo(QPointF(x + 0.06 * w, y + 0.2 * h), QPointF(x + 0.3 * w, y), QPointF(x + 0.5 * w, y))
    roof.cubicTo(
        QPointF(x + 0.7 * w, y), QPointF(x + 0.94 * w, y + 0.2 * h), QPointF(x + 0.94 * w, y + 0.56 * h)
    )
    roof.closeSubpath()
    painter.drawPath(roof)
    painter.drawRect(QRectF(x, y + 0.55 * h, w, 0.1 * h))
    for left in (0.16, 0.75):
        painter.drawRect(QRectF(x + left * w, y + 0.6 * h, 0.09 * w, 0.4 * h))
    painter.drawRect(QRectF(x + 0.1 * w, y + 0.91 * h, 0.8 * w, 0.08 * h))
    painter.setBrush(light)
    door = QRectF(x + 0.41 * w, y + 0.28 * h, 0.18 * w, 0.24 * h)
    painter.drawRoundedRect(door, 0.09 * w, 0.09 * w)


class Logo(QWidget):
    """The barn on a white tile; `side` in px, fixed or growing with the bands."""

    def __init__(self, side: int = 36) -> None:
        super().__init__()
        px = current().dense(side)
        self.setFixedSize(QSize(px, px))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tile and barn."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(self.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(self.rect()), side / 4, side / 4)
        barn = QRectF(side * 0.15, side * 0.15, side * 0.7, side * 0.72)
        paint_barn(painter, barn, current().color("accent"), current().color("gold"))
        painter.end()
