"""The one search box of the window: finds, and offers to add who is not found. The typing never waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.language import _
from ui.theme.theme import current
from ui.widgets.chip import ChipSpec
from ui.widgets.inputs import LineEdit
from ui.widgets.search_results import SearchResults

DEBOUNCE_MS: Final = 60
LIMIT: Final = 8
WIDE: Final = 760  # so that birth day and hamlet stand whole beside a long name
BESIDE: Final = 24
ADD_KEY: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_N)


@dataclass(frozen=True, slots=True)
class Found:
    """One person found: name, a muted second part (birth day and hamlet), the chip of the stage."""

    id: Any
    name: str
    second: str
    chip: ChipSpec | None = None


class SearchBox(LineEdit):
    """`asked(text)` wants an answer by `show_found`; Enter opens, Ctrl+Enter departs, Ctrl+N adds.

    `picks`: the page asks who it is, so that Enter chooses; `adds`: whether somebody new may be the answer.
    """

    asked = Signal(str)
    opened = Signal(object)
    departed = Signal(object)
    added = Signal(str)

    def __init__(self, *, picks: bool = False, adds: bool = True) -> None:
        super().__init__(_("Search name, NIK, phone, country…"), icon="search")
        self.setProperty("part", "search")
        self.setProperty("ownring", True)
        self.setAccessibleName(_("Search"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textEdited.connect(self._edited)
        self._picks, self._adds = picks, adds
        self._results: SearchResults | None = None

    def show_found(self, text: str, found: Sequence[Found], total: int) -> None:
        """Drop the answer down; one to older text, or to a page that was left, is ignored."""
        if text != self.text().strip() or not text or not self.isVisible():
            return
        results, room = self._dropdown(), self.window().width() - 2 * BESIDE
        wide = max(self.width(), min(current().px(WIDE), room))
        results.show_found(text, [(f.name, f.second, f.chip, f.id) for f in found[:LIMIT]], total, wide)
        results.adjustSize()
        place = self.mapTo(self.window(), QPoint(0, self.height() + 6))
        results.move(max(min(place.x(), room + BESIDE - wide), 0), place.y())
        results.show()
        results.raise_()

    def close_results(self) -> None:
        """Take the dropdown away and keep the text."""
        self._timer.stop()
        if self._results:
            self._results.hide()

    def forget(self) -> None:
        """Empty the box and its answers: at a lock nothing of a search stays in sight."""
        self.close_results()
        self.clear()
        if self._results:
            self._results.deleteLater()
            self._results = None

    def event(self, event: QEvent) -> bool:
        """While answers are shown, Ctrl+N adds who was typed here, whatever it does on the page below."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.keyCombination() == ADD_KEY
            and self._results is not None
            and self._results.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter opens, Ctrl+Enter records a departure, Ctrl+N adds, Esc goes back."""
        results = self._results if self._results and self._results.isVisible() else None
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if results and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            results.step(1 if key == Qt.Key.Key_Down else -1)
        elif results and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(depart=ctrl)
        elif results and event.keyCombination() == ADD_KEY:
            self._add()
        elif key == Qt.Key.Key_Escape and self.text():
            self.forget()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dropdown goes when the window changes its size."""
        if event.type() is QEvent.Type.Resize:
            self.close_results()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Answers lie over the window: they go with the page of their box."""
        self.close_results()
        super().hideEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  (Qt's signature)
        """Tab leaves the box and its answers."""
        self.close_results()
        return super().focusNextPrevChild(forward)

    def _edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self.close_results()

    def _dropdown(self) -> SearchResults:
        if self._results is None:
            window: QWidget = self.window()
            self._results = SearchResults(window, picks=self._picks, adds=self._adds)
            self._results.pressed.connect(lambda: self._choose(depart=False))
            self._results.add_pressed.connect(self._add)
            window.installEventFilter(self)
        return self._results

    def _choose(self, *, depart: bool) -> None:
        results = self._dropdown()
        chosen = results.current_id()
        if chosen is None:
            self._add()
            return
        self.forget()
        (self.departed if depart else self.opened).emit(chosen)

    def _add(self) -> None:
        if not self._adds:
            return  # what was typed stays, to be typed differently
        text = self.text().strip()
        self.forget()
        self.added.emit(text)
