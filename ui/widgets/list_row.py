"""Rows of two lines: a job of today, a verb of the home page, a fact beside its drawing."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.widgets.avatar import Disc
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, column, row


class _Pressed(QPushButton):
    """A button whose inside is a layout of labels."""

    def __init__(self, name: str, detail: str, kind: str, on_click: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setAccessibleDescription(detail)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.clicked.connect(lambda *_args: on_click())

    def set_inside(self, box: QHBoxLayout) -> None:
        """Labels that let the press through."""
        self.setLayout(box)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """What the inside needs, since a button only knows its own text."""
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the inside needs at least."""
        inside = self.layout()
        return inside.minimumSize() if inside else super().minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between rows, Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class JobRow(_Pressed):
    """Disc, bold sentence over a muted one, chevron: something that waits for a person."""

    def __init__(
        self,
        sentence: str,
        detail: str,
        on_click: Callable[[], object],
        *,
        icon: str,
        tone: ToneName = "grey",
    ) -> None:
        super().__init__(sentence, detail, "row", on_click)
        words = column(STRETCH, Elided(sentence, "strong"), Elided(detail, "small"), STRETCH, gap=1)
        box = row(Disc(icon, tone), words, IconLabel("chevron-right", 20), gap=14, margins=(16, 6, 16, 6))
        box.setStretch(1, 1)
        self.set_inside(box)


class Verb(_Pressed):
    """A big verb with its key; `main` is the one accent button of the page. At larger text one line only."""

    def __init__(
        self,
        name: str,
        detail: str,
        on_click: Callable[[], object],
        *,
        icon: str,
        key: str,
        main: bool = False,
    ) -> None:
        super().__init__(name, detail, "verbmain" if main else "verb", on_click)
        ink, second = ("on", "on") if main else ("text", "muted")
        words = column(STRETCH, label(name, "strong", ink), gap=1)
        if current().scale == 1.0:
            words.addWidget(label(detail, "small", second))
        words.addStretch(1)
        drawing = IconLabel(icon, 26, "on" if main else "accent")
        box = row(drawing, words, label(key, "small", second), gap=14, margins=(16, 6, 16, 6))
        box.setStretch(1, 1)
        self.set_inside(box)
        # A key acts at once; a button's own shortcut waits for its animation, and the page may be gone by then.
        QShortcut(QKeySequence(key), self, self.click)
        self.setMinimumHeight(current().dense(48))


class Fact(QWidget):
    """A drawing beside a bold line and a muted line; `action` stands at the right."""

    def __init__(
        self,
        first: str,
        second: str = "",
        *,
        icon: str,
        tone: str = "text",
        action: QWidget | None = None,
    ) -> None:
        super().__init__()
        words = column(Elided(first, "strong"), gap=1)
        if second:
            words.addWidget(Elided(second, "small"))
        box = row(IconLabel(icon, 22, tone), words, gap=12)
        box.setStretch(1, 1)
        if action:
            box.addWidget(action)
        self.setLayout(box)
