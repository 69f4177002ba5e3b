"""Keys and clicks as an officer makes them, into widgets that a page hands out. Used by the demo; decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from ui.forms.builder import Form
from ui.widgets.segment import Segment


class WaitedInVainError(Exception):
    """Something that should have come into sight did not; `code` for the one failure path."""

    code = "demo_window"


def keys(widget: QWidget, text: str) -> None:
    """Type."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key) -> None:
    """One key."""
    QTest.keyClick(widget, key)


def click(button: QAbstractButton) -> None:
    """The left mouse button in the middle of it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(form: Form, texts: dict[str, str]) -> None:
    """Enter texts and choices by field, with keys; each field is left by Tab, so it is checked as it is for an officer."""
    for name, text in texts.items():
        widget = form.editors[name].widget
        if isinstance(widget, QComboBox):
            widget.setFocus()
            choose(widget, text)
        elif isinstance(widget, Segment):
            form.editors[name].set_text(text)
        elif isinstance(widget, QLineEdit):
            keys(widget, text)
        press(widget, Qt.Key.Key_Tab)


def choose(box: QComboBox, code: str) -> None:
    """Arrow keys until the choice stands there; a list that lacks the code is a mistake of whoever fills."""
    for _ in range(box.count() + 1):
        if box.currentData() == code:
            return
        press(box, Qt.Key.Key_Down)
    raise WaitedInVainError
