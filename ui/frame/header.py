"""The dark band at the top: whose book, the search box, who works, Kunci."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.language import _
from ui.session import Place
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import Elided, label
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.logo import Logo
from ui.widgets.search_box import SearchBox

HEIGHT: Final = 56
SEARCH: Final = 560
NARROW: Final = 260
USER: Final = 170  # px at 100 % for the name of who works


class Header(QFrame):
    """The search box stays in the middle of the window whatever the names beside it."""

    lock_pressed = Signal()
    user_pressed = Signal()

    def __init__(self, place: Place, user: str) -> None:
        super().__init__()
        self.setProperty("part", "header")
        self.setFixedHeight(current().dense(HEIGHT))
        self.search = SearchBox()
        names = column(
            STRETCH,
            Elided(place.name, "strong", "toptext"),
            Elided(place.above, "small", "topmuted"),
            STRETCH,
            gap=1,
        )
        left = row(Logo(), names, gap=12)
        left.setStretch(1, 1)
        metrics = QFontMetrics(current().font(11, QFont.Weight.Medium))
        shown = metrics.elidedText(user, Qt.TextElideMode.ElideRight, current().dense(USER))
        self.user = Button(shown, self.user_pressed.emit, kind="toplink", icon="user-circle")
        self.user.setAccessibleName(_("User: {name}", name=user))
        self.lock = Button(_("Lock"), self.lock_pressed.emit, kind="top", icon="lock")
        self.lock.setToolTip("Ctrl+L")
        key = label("Ctrl+F", "small", "topmuted")
        right = row(key, STRETCH, self.user, self.lock, gap=12)
        self._right = _half(right)
        box = row(_half(left), self.search, self._right, gap=12, margins=(24, 0, 24, 0))
        box.setStretch(0, 1)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.setTabOrder(self.search, self.user)
        self.setTabOrder(self.user, self.lock)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the search box what the names leave, at most its full width, always in the middle."""
        super().resizeEvent(event)
        inside = self._right.layout()
        beside = inside.sizeHint().width() if inside else 0
        left_over = event.size().width() - 2 * (24 + 12 + beside)
        self.search.setFixedWidth(max(NARROW, min(current().dense(SEARCH), left_over)))


def _half(layout: QHBoxLayout) -> QWidget:
    side = QWidget()
    side.setLayout(layout)
    side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return side
