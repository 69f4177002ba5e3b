"""The scene of unlock and lock: hills, a low sun, two barns and a woven band. Shows nothing about anybody."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.logo import paint_barn

FAR: Final = "#0F4D42"
NEAR: Final = "#12594B"
FIELD: Final = "#0D473C"
NIGHT: Final = "#08302A"
BAND: Final = 26
DIAMOND: Final = 26

# Each hill: start height above the ground line, then cubic curves as fractions of the width and px of height.
_Curve = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
_FAR: Final[tuple[_Curve, ...]] = (
    ((0.07, 90), (0.07, 165), (0.15, 165)),
    ((0.27, 165), (0.28, 255), (0.40, 255)),
    ((0.50, 255), (0.50, 150), (0.63, 150)),
    ((0.72, 150), (0.78, 175), (0.84, 175)),
    ((0.91, 175), (0.93, 132), (1.0, 130)),
)
_NEAR: Final[tuple[_Curve, ...]] = (
    ((0.08, 150), (0.10, 100), (0.22, 100)),
    ((0.34, 100), (0.38, 120), (0.53, 120)),
    ((0.66, 120), (0.66, 95), (0.79, 95)),
    ((0.89, 95), (0.92, 130), (1.0, 130)),
)
_FIELD: Final[tuple[_Curve, ...]] = (
    ((0.12, 60), (0.18, 85), (0.30, 85)),
    ((0.45, 85), (0.48, 48), (0.63, 48)),
    ((0.78, 48), (0.86, 70), (1.0, 70)),
)


class Scene(QWidget):
    """A ground for the lock pages; in high contrast only the plain top colour and the band."""

    def __init__(self, *, sun: float = 0.76) -> None:
        super().__init__()
        self._sun = sun

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sky, sun, three hills, barns, band."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), current().color("top"))
        if not current().tokens.contrast:
            self._landscape(painter)
        self._band(painter)
        painter.end()

    def _landscape(self, painter: QPainter) -> None:
        width, ground = float(self.width()), float(self.height() - BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("gold"))
        centre = QPointF(width * self._sun, ground - 205)
        if self._sun < 0.8:
            self._hill(painter, FAR, 60, _FAR)
            painter.setBrush(current().color("gold"))
            painter.drawEllipse(centre, 44, 44)
            painter.save()
            painter.setClipRect(QRectF(centre.x() - 46, ground - 178, 110, 60))
            self._hill(painter, FAR, 60, _FAR)
            painter.restore()
        self._hill(painter, NEAR, 150, _NEAR)
        self._hill(painter, FIELD, 60, _FIELD)
        left = min(width * 0.18, 240.0)
        painter.save()
        paint_barn(painter, QRectF(left, ground - 58, 53, 60), QColor(NIGHT), current().color("gold"))
        paint_barn(painter, QRectF(left + 60, ground - 42, 39, 44), QColor(NIGHT), current().color("gold"))
        painter.restore()

    def _hill(self, painter: QPainter, colour: str, start: float, curves: tuple[_Curve, ...]) -> None:
        width, ground = float(self.width()), float(self.height() - BAND)
        path = QPainterPath(QPointF(0, ground - start))
        for one, two, end in curves:
            path.cubicTo(*(QPointF(x * width, ground - y) for x, y in (one, two, end)))
        path.lineTo(QPointF(width, ground))
        path.lineTo(QPointF(0, ground))
        path.closeSubpath()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPath(path)

    def _band(self, painter: QPainter) -> None:
        top = self.height() - BAND
        night = QColor(NIGHT) if not current().tokens.contrast else QColor("black")
        painter.fillRect(QRectF(0, top, self.width(), BAND), night)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = top + BAND / 2
        for i in range(self.width() // DIAMOND + 1):
            x = DIAMOND / 2 + DIAMOND * i
            for half, colour in ((1.0, current().color("gold" if i % 2 == 0 else "clay")), (0.45, night)):
                a, b = 13 * half, 9 * half
                painter.setBrush(colour)
                corners = [(x - a, middle), (x, middle - b), (x + a, middle), (x, middle + b)]
                painter.drawPolygon(QPolygonF([QPointF(p, q) for p, q in corners]))
