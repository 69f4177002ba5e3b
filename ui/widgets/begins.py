"""Where work begins on a page. Not Qt's focus proxy: Tab would then jump over everything that stands before it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Begins(QWidget):
    """A part of the window that gives the cursor on to the place that `begin_at` was told."""

    def __init__(self) -> None:
        super().__init__()
        self.begins_at: QWidget | None = None

    def begin_at(self, part: QWidget) -> None:
        """Let the cursor go to this part when it comes from outside."""
        self.begins_at = part

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Go where work begins."""
        if self.begins_at is None:
            super().setFocus(reason)
        else:
            self.begins_at.setFocus(reason)
