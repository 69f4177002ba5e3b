"""Check boxes and radio buttons drawn like the rest of the desk, in both themes."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from ui.theme.icons import draw
from ui.theme.theme import current

BOX: Final = 20
GAP: Final = 8


def _size(button: QAbstractButton) -> QSize:
    metrics, lines = button.fontMetrics(), button.text().replace("&&", "&").split("\n")
    word = max(metrics.horizontalAdvance(line) for line in lines)
    high = metrics.lineSpacing() * len(lines) + 6 if len(lines) > 1 else 0
    return QSize(current().px(BOX) + GAP + word + 4, max(current().dense(36), high))


def _edge(button: QAbstractButton) -> QPen:
    theme = current()
    if not button.isEnabled():
        return QPen(theme.color("off"), theme.tokens.stroke, Qt.PenStyle.DashLine)
    return QPen(theme.color("accent" if button.isChecked() else "edge"), 2 if button.isChecked() else 1.5)


def _box(button: QAbstractButton) -> QRectF:
    px = current().px(BOX)
    return QRectF(1, (button.height() - px) // 2, px, px).adjusted(1, 1, -1, -1)


def _word(painter: QPainter, button: QAbstractButton) -> None:
    painter.setPen(current().color("text" if button.isEnabled() else "off"))
    place = QRectF(button.rect()).adjusted(current().px(BOX) + GAP, 0, 0, 0)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, button.text().replace("&&", "&"))


class Check(QCheckBox):
    """A box that can be on or off."""

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        return _size(self)

    def hitButton(self, pos: object) -> bool:
        """The whole widget can be pressed, not only box and letters."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """A filled box with a tick, or an empty one."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _box(self)
        painter.setPen(_edge(self))
        on = self.isChecked()
        painter.setBrush(current().color("accent" if on and self.isEnabled() else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            draw(painter, "check", box.adjusted(2, 2, -2, -2), "on" if self.isEnabled() else "off")
        _word(painter, self)
        painter.end()


class Radio(QRadioButton):
    """One of several; arrows move between those of one parent."""

    def sizeHint(self) -> QSize:
        """Ring, gap and words."""
        return _size(self)

    def hitButton(self, pos: object) -> bool:
        """The whole widget can be pressed, not only ring and letters."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring, with a dot when chosen."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _box(self)
        painter.setPen(_edge(self))
        painter.setBrush(QColor(current().tokens.surface))
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("accent" if self.isEnabled() else "off"))
            painter.drawEllipse(QPointF(box.center()), box.width() * 0.28, box.width() * 0.28)
        _word(painter, self)
        painter.end()
