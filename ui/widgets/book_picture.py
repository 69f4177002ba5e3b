"""The drawing of an empty page: the village book, a barn in it, and a dashed path to a plane."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw
from ui.theme.theme import current
from ui.widgets.logo import paint_barn

WIDTH: Final = 260
HEIGHT: Final = 190


class BookPicture(QWidget):
    """Decoration; a screen reader passes over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(WIDTH, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, book, barn, path, plane."""
        del event
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.soft))
        painter.drawEllipse(QRectF(12, 10, 218, 174))
        self._book(painter, QColor(tokens.accent), QColor(tokens.softline))
        paint_barn(painter, QRectF(136, 90, 42, 42), QColor(tokens.accent), QColor(tokens.gold))
        self._path(painter, QColor(tokens.clay))
        draw(painter, "plane", QRectF(226, 20, 36, 36), QColor(tokens.clay))
        painter.end()

    def _book(self, painter: QPainter, ink: QColor, faint: QColor) -> None:
        pen = QPen(ink, 3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(QColor("white"))
        for sign in (-1, 1):
            leaf = QPainterPath(QPointF(121, 84))
            leaf.cubicTo(
                QPointF(121 + sign * 20, 70), QPointF(121 + sign * 50, 70), QPointF(121 + sign * 73, 77)
            )
            leaf.lineTo(QPointF(121 + sign * 73, 150))
            leaf.cubicTo(QPointF(121 + sign * 50, 143), QPointF(121 + sign * 20, 143), QPointF(121, 158))
            leaf.closeSubpath()
            painter.drawPath(leaf)
        painter.setPen(QPen(faint, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for i in range(3):
            painter.drawLine(QPointF(63, 94 + 15 * i), QPointF(104, 97 + 15 * i))

    def _path(self, painter: QPainter, ink: QColor) -> None:
        pen = QPen(ink, 3, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([3.5, 2.6])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        way = QPainterPath(QPointF(160, 82))
        way.cubicTo(QPointF(168, 50), QPointF(194, 36), QPointF(226, 37))
        painter.drawPath(way)
