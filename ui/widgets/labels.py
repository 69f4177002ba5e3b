"""Text on the desk by role: h1, h2, strong, small …; wrapped text that is never clipped; names that give way."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.icons import pixmap
from ui.theme.theme import current

Role = Literal["display", "num", "h1", "lead", "h2", "body", "strong", "muted", "small", "smallstrong"]
ELLIPSIS_ROOM = 6  # letters of a long name that always stay visible


def label(text: str, role: Role = "body", tone: str | None = None) -> QLabel:
    """One line of text; `tone` is a colour token such as "muted", "danger" or "toptext"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    _dress(made, role, tone)
    return made


def _dress(made: QLabel, role: Role, tone: str | None) -> None:
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)


class Wrapped(QLabel):
    """Running text that takes as many lines as it needs; its layout is told the height it has at its width."""

    def __init__(self, text: str, role: Role = "body", tone: str | None = None) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        _dress(self, role, tone)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that this width needs, also inside nested layouts, which forget to ask."""
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        """New words need new room at the same width."""
        super().setText(text)
        self._fit()

    def _fit(self) -> None:
        # QLabel.heightForWidth never answers less than the minimum that was set before, so it is measured here.
        room = QRect(0, 0, max(self.width(), 1), 1 << 14)
        needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text()).height()
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)


class Elided(QLabel):
    """A name that may be longer than its place: ends in …, the whole text is in the tooltip and for readers."""

    def __init__(self, text: str, role: Role = "body", tone: str | None = None) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        _dress(self, role, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters, so that a long name never widens a page."""
        room = self.fontMetrics().averageCharWidth() * ELLIPSIS_ROOM
        return QSize(min(room, super().sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        del event
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class IconLabel(QLabel):
    """A drawing without meaning of its own, beside words that carry it."""

    def __init__(self, name: str, size: int = 20, colour: str = "text") -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(current().px(size), current().px(size))
        self.show_icon(name, colour)

    def show_icon(self, name: str, colour: str = "text") -> None:
        """Change the drawing; `colour` is a token or tone name."""
        theme = current()
        picture = pixmap(name, theme.px(self._size), theme.tokens.color(colour), self.devicePixelRatioF())
        self.setPixmap(picture)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
