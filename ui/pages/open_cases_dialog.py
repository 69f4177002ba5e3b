"""After a screen lock the PIN opens the register alone: here the passphrase opens the case book again."""

from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import PasswordEdit
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

NEEDED = Problem(Level.STOP, None, Message(N_("This is needed here.")))


class OpenCasesDialog(QDialog):
    """Accepted once the book is open; Esc leaves it closed."""

    def __init__(self, parent: QWidget, desk: OfficeDesk) -> None:
        super().__init__(parent)
        self._desk = desk
        title, said = _("Open the case book"), _("Your PIN does not open it. Type your own password.")
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        self.setModal(True)
        self.password = PasswordEdit()
        self.field = Field(_("Password"), self.password)
        self.told = Wrapped("", "small", "danger")
        self.main = Button(_("Open"), self.open_book, kind="primary", icon="shield-lock")
        text = Wrapped(said, "muted")
        text.setMinimumWidth(current().px(360))
        head = row(IconLabel("shield-lock", 22, "accent"), label(title, "h2"), STRETCH, gap=12)
        foot = row(STRETCH, Button(_("Leave it closed"), self.reject), self.main, gap=12)
        self.setLayout(column(head, text, self.field, self.told, foot, gap=10, margins=(24, 20, 24, 20)))
        self.password.returnPressed.connect(self.open_book)
        give_letters(self)
        self.password.setFocus()

    def open_book(self) -> None:
        """Try the password; it leaves the field at once."""
        if not self.main.isEnabled():
            return
        self.field.show_problem(None if self.password.text() else NEEDED)
        if not self.password.text():
            return
        typed, session = self.password.wipe(), self._desk.session
        self.main.setEnabled(False)
        work = Operation(self._desk.worker, lambda _token: session.unlock_cases(typed), owner=self)
        work.success(lambda _done: self.accept()).failure(self._failed).start()

    def _failed(self, failure: Explained) -> None:
        self.main.setEnabled(True)
        self.told.setText(f"{failure.happened} {failure.sentence}")
        self.password.setFocus()
