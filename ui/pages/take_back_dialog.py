"""Asks why a record is taken back that was made by mistake. The record leaves the file; history and reason stay."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

Act = Callable[[Office, str], Saved | Refused]


class TakeBackDialog(QDialog):
    """`act` is handed the reason; `taken` once it is taken back. Esc leaves everything as it is."""

    taken = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, what: str, act: Act) -> None:
        super().__init__(parent)
        self._desk, self._act = desk, act
        title = _("Take back: {what}", what=what)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.reason = LineEdit(_("For example: recorded for the wrong person"))
        self.reason_field = Field(_("Reason"), self.reason)
        self.main = Button(_("Take back"), self.take, kind="danger", icon="arrow-back-up")
        text = Wrapped(
            _(
                "The record leaves the file and counts no longer. The history keeps it, with your name and this reason."
            ),
            "muted",
        )
        text.setMinimumWidth(current().px(420))
        head = row(IconLabel("arrow-back-up", 22, "danger"), label(title, "h2"), STRETCH, gap=12)
        foot = row(Button(_("Leave it"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(column(head, text, self.reason_field, foot, gap=10, margins=(24, 20, 24, 20)))
        PageKeys(self, {"Ctrl+Return": self.take})
        give_letters(self)
        self.reason.setFocus()

    def take(self) -> None:
        """Take it back, or say why not."""
        reason, act = self.reason.text(), self._act
        self.main.setEnabled(False)
        work = self._desk.write(lambda office: act(office, reason), owner=self).success(self._answered)
        work.finished(lambda: self.main.setEnabled(True)).start()

    def _answered(self, answer: Saved | Refused) -> None:
        if isinstance(answer, Refused):
            self.reason_field.show_problem(answer.problems[0])
            return
        self.taken.emit()
        self.accept()
