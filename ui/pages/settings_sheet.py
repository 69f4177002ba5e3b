"""One part of the settings over the page that needs it: stored, closed, and the page goes on where it was."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QWidget

from ui import office_settings, printing
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.page_keys import PageKeys
from ui.pages.settings_sections import SECTIONS
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import column, row, scrolled

WIDTH: Final = 1000
HEIGHT: Final = 560


class SettingsSheet(QDialog):
    """`saved` after it is stored; Esc leaves without storing. `field`: where the cursor goes."""

    saved = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, code: str, field: str = "") -> None:
        super().__init__(parent)
        title, make = next((words, made) for name, words, _what, _icon, made in SECTIONS if name == code)
        self._field = field
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_(title))
        self.setModal(True)
        self.section = make(desk)
        self.section.saved.connect(self._stored)
        self.section.unchanged.connect(self._stored)
        self.section.refused.connect(self._refused)
        self.said = Wrapped("", "body", "danger")
        self.main = Button(
            _("Save and go on with the letter"), self.section.save, kind="primary", icon="check"
        )
        foot = row(self.said, Button(_("Cancel"), self.reject), self.main, gap=12)
        foot.setStretch(0, 1)
        area = scrolled(self.section)
        box = column(label(_(title), "h1"), area, foot, gap=12, margins=(24, 20, 24, 20))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.resize(current().dense(WIDTH), current().dense(HEIGHT))
        PageKeys(self, {"Ctrl+Return": self.section.save})
        names = tuple(printing.printers())
        desk.ask(lambda office: office_settings.look(office, names), owner=self).success(self._show).start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock: what is typed waits as a draft."""
        self.section.keep()
        super().hideEvent(event)

    def reject(self) -> None:
        """Left on purpose: nothing is kept."""
        self.section.forget()
        super().reject()

    def _show(self, view: SettingsView) -> None:
        self.section.load(view)
        self.section.jump(self._field)

    def _refused(self, words: str) -> None:
        self.said.setText(words)

    def _stored(self) -> None:
        self.saved.emit()
        self.accept()
