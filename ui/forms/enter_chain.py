"""Enter goes to the next editor in an order that is given, as in a spreadsheet; Ctrl+Enter is left to the page."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget


class EnterChain(QObject):
    """Watches the editors it was given; after the last one `ended` is told."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._order: list[QWidget] = []

    def watch(self, order: Sequence[QWidget]) -> None:
        """Replace the order; editors that cannot be typed into are passed over."""
        for widget in self._order:
            widget.removeEventFilter(self)
        self._order = list(order)
        for widget in self._order:
            widget.installEventFilter(self)

    def go(self, after: QWidget | None) -> None:
        """Put the cursor into the next usable editor after this one, the first one after None."""
        start = self._order.index(after) + 1 if after in self._order and after is not None else 0
        for widget in self._order[start:]:
            if widget.isEnabled() and widget.isVisible() and _takes_part(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Plain Enter moves on."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and plain_enter(event):
            self.go(watched if isinstance(watched, QWidget) else None)
            return True
        return super().eventFilter(watched, event)


def plain_enter(event: QKeyEvent) -> bool:
    """Enter on either side of the keyboard, without Ctrl or Shift."""
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    return plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def _takes_part(widget: QWidget) -> bool:
    """Of joined buttons only the chosen one, or the first while none is chosen, is stopped at."""
    if not isinstance(widget, QPushButton) or not widget.isCheckable():
        return True
    group = widget.group()
    if group is None or widget.isChecked():
        return True
    return group.checkedButton() is None and group.buttons()[0] is widget
