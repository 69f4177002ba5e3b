"""A number shown in part beside an eye: a press shows it whole, a second one copies it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.language import _
from ui.widgets.buttons import IconButton
from ui.widgets.labels import Role, label
from ui.widgets.layout import row


class MaskedNumber(QWidget):
    """`number` empty: a dash and no eye. `masked`: what stands there until somebody asks."""

    def __init__(self, title: str, number: str, masked: str, *, role: Role = "body") -> None:
        super().__init__()
        self._title, self._number = title, number
        self.shown = label(masked if number else "–", role)
        unknown = _("not known")
        self.shown.setAccessibleName(f"{title}: {masked if number else unknown}")
        line = row(self.shown, gap=4)
        self.eye: IconButton | None = None
        if number:
            self.eye = IconButton(_("Show {what}", what=title), "eye", self.press)
            line.addWidget(self.eye)
        self.setLayout(line)

    def press(self) -> None:
        """Show it; once it is shown, copy it."""
        if self.eye is None:
            return
        if self.shown.text() == self._number:
            QGuiApplication.clipboard().setText(self._number)
            return
        self.shown.setText(self._number)
        self.shown.setAccessibleName(f"{self._title}: {self._number}")
        self.eye.set_icon("copy")
        words = _("Copy {what}", what=self._title)
        self.eye.setToolTip(words)
        self.eye.setAccessibleName(words)
