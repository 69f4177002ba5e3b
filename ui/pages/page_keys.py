"""Keys of one page, also where the frame has the same key: the page in sight comes first.

Enter presses the button that has the focus. Works only while its page is visible.
"""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ui.forms.enter_chain import plain_enter

_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_ENTER: Final = {Qt.Key.Key_Enter: Qt.Key.Key_Return}


class PageKeys(QObject):
    """`keys`: "Ctrl+Return" or "Alt+1" -> what it does."""

    def __init__(self, page: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(page)
        self._page = page
        self._keys = {QKeySequence(key).toString(): call for key, call in keys.items()}
        page.installEventFilter(self)
        self._listen(on=page.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the page's keys before anything else does."""
        kind = event.type()
        if watched is self._page and kind in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._listen(on=kind is QEvent.Type.Show)
        elif kind in _KEYS and isinstance(event, QKeyEvent) and self._is_ours():
            return self._key(event)
        return False

    def _listen(self, *, on: bool) -> None:
        app = QApplication.instance()
        if app is None:
            return
        app.removeEventFilter(self)
        if on:
            app.installEventFilter(self)

    def _is_ours(self) -> bool:
        if QApplication.activePopupWidget() is not None:
            return False  # a list of a field is open: its keys are its own
        over = QApplication.activeModalWidget()
        if over is not None and over is not self._page.window():
            return False  # so are those of a dialog, even while the focus has not come to it
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self._page or self._page.isAncestorOf(focus))

    def _key(self, event: QKeyEvent) -> bool:
        call = self._keys.get(_named(event))
        focus = QApplication.focusWidget()
        button = focus if isinstance(focus, QPushButton) and not focus.isCheckable() else None
        if call is None and not (button and plain_enter(event)):
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            if call is not None:
                call()
            elif button is not None:
                button.click()
        return True


def _named(event: QKeyEvent) -> str:
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(modifiers, _ENTER.get(key, key))).toString()
