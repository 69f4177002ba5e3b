"""The row of places under the header; Alt+1 … go there, F1 helps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.language import _
from ui.theme.icons import draw
from ui.theme.theme import current
from ui.widgets.layout import STRETCH, row

HEIGHT: Final = 45
SIDE: Final = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the program: `build` makes its page at the first visit; `icon` of the navigation."""

    code: str
    words: str
    icon: str
    build: Callable[[], QWidget]


class _Place(QPushButton):
    """Drawing, word, underline when we are there; as wide as its bold word, so that nothing moves."""

    def __init__(self, words: str, icon: str, key: str, *, shown_key: str = "") -> None:
        super().__init__()
        self._words, self._icon, self._shown_key = words, icon, shown_key
        self.setProperty("kind", "row")
        self.setAccessibleName(words)
        self.setToolTip(key)
        # At once: a button's own shortcut waits for its animation, and a key typed meanwhile would go astray.
        QShortcut(QKeySequence(key), self, self.click)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Drawing and bold word with air."""
        return QSize(self._advance() + 2 * current().dense(SIDE), current().dense(HEIGHT) - 1)

    def minimumSizeHint(self) -> QSize:
        """Less air before anything is cut."""
        return QSize(self._advance() + 12, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Painted, since a style sheet cannot keep the width of bold words."""
        del event
        theme, here = current(), self.isChecked()
        painter = QPainter(self)
        colour = "accent" if here else "text" if self.underMouse() else "muted"
        px = theme.dense(18)
        left = (self.width() - self._advance()) / 2
        draw(painter, self._icon, QRectF(round(left), round((self.height() - px) / 2) - 1, px, px), colour)
        painter.setFont(self._font(bold=here))
        painter.setPen(theme.color(colour))
        words = QRectF(left + px + 6, 0, self.width(), self.height() - 3)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._all())
        if here:
            painter.fillRect(QRectF(0, self.height() - 3, self.width(), 3), theme.color("accent"))
        painter.end()

    def _font(self, *, bold: bool) -> QFont:
        return current().font(11, QFont.Weight.DemiBold if bold else QFont.Weight.Medium)

    def _all(self) -> str:
        return f"{self._words}  {self._shown_key}" if self._shown_key else self._words

    def _advance(self) -> int:
        font = current().font(11, QFont.Weight.DemiBold)
        return current().dense(18) + 6 + QFontMetrics(font).horizontalAdvance(self._all())


class Navigation(QFrame):
    """`asked` tells the code of the place somebody wants to go to."""

    asked = Signal(str)
    help_asked = Signal()
    settings_asked = Signal()

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setProperty("part", "navigation")
        self.setAccessibleName(_("Places"))
        self.setFixedHeight(current().dense(HEIGHT))
        self._places: dict[str, _Place] = {}
        for i, entry in enumerate(entries):
            place = _Place(entry.words, entry.icon, f"Alt+{i + 1}")
            place.setAutoExclusive(True)
            place.clicked.connect(lambda *_args, code=entry.code: self.asked.emit(code))
            self._places[entry.code] = place
        places = tuple(self._places.values())
        settings = _Place("", "settings", "Ctrl+,")
        settings.setAccessibleName(_("Settings"))
        settings.setToolTip(_("Settings") + "  Ctrl+,")
        settings.setAutoExclusive(True)
        settings.clicked.connect(lambda *_args: self.settings_asked.emit())
        self._places["settings"] = settings
        helper = _Place(_("Help"), "help-circle", "F1", shown_key="F1")
        helper.setCheckable(False)
        helper.clicked.connect(lambda *_args: self.help_asked.emit())
        margin = 24 - current().dense(SIDE) + 1
        self.setLayout(row(*places, STRETCH, settings, helper, gap=2, margins=(margin, 0, margin, 0)))

    def mark(self, code: str) -> None:
        """Underline where we are; a page that is no place of its own marks nothing new."""
        if code in self._places:
            self._places[code].setChecked(True)
