"""Round things: a person's initials, and a drawing on a toned disc."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw
from ui.theme.theme import current
from ui.theme.tokens import ToneName


def initials(name: str) -> str:
    """First letters of the first and the last word of a name, in capitals."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Avatar(QWidget):
    """A person's initials; a screen reader passes over it, since the name stands beside it."""

    def __init__(self, name: str, side: int = 64) -> None:
        super().__init__()
        self._letters = initials(name)
        self.setFixedSize(QSize(current().dense(side), current().dense(side)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc and letters."""
        del event
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("softline"), theme.tokens.stroke))
        painter.setBrush(theme.color("soft"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(theme.color("accent"))
        painter.setFont(theme.font(self.width() / theme.scale * 0.27, QFont.Weight.DemiBold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


def paint_disc(painter: QPainter, rect: QRectF, icon: str, tone: ToneName) -> None:
    """A drawing half as large as its toned disc."""
    theme = current()
    look = theme.tokens.tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.edge), theme.tokens.stroke))
    painter.setBrush(QColor(look.ground))
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    side = round(rect.width() * 0.52)
    left, top = rect.center().x() - side / 2, rect.center().y() - side / 2
    draw(painter, icon, QRectF(round(left), round(top), side, side), QColor(look.ink))


class Disc(QWidget):
    """A drawing on a toned disc; the words beside it carry the meaning."""

    def __init__(self, icon: str, tone: ToneName = "grey", side: int = 40) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.setFixedSize(QSize(current().dense(side), current().dense(side)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc and drawing."""
        del event
        painter = QPainter(self)
        paint_disc(painter, QRectF(self.rect()), self._icon, self._tone)
        painter.end()
