"""Somebody else signs here: name and passphrase typed on the page, and for the village head a reason. Kept nowhere."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.letter_login import Login
from ui.language import N_, _
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, PasswordEdit, Select
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

NEEDED: Final = Problem(Level.STOP, None, Message(N_("This is needed here.")))


class SignDialog(QDialog):
    """`typed` hands over what was typed once everything is there; Esc leaves without signing."""

    typed = Signal(object)

    def __init__(self, parent: QWidget, title: str, sentence: str, *, users: list[str], reason: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setModal(True)
        self.name = Select([(user, user) for user in users], empty=_("Choose"))
        self.password = PasswordEdit()
        self.reason = LineEdit(_("Why this may be printed"))
        self.name_field = Field(_("User name"), self.name, reserve=False)
        self.password_field = Field(_("Password"), self.password)
        self.reason_field = Field(_("Reason"), self.reason)
        self.reason_field.setVisible(reason)
        self._wants_reason = reason
        self.main = Button(_("Sign"), self.sign, kind="primary", icon="pencil")
        text = Wrapped(sentence, "muted")
        text.setMinimumWidth(current().px(380))
        head = row(IconLabel("user-check", 22, "accent"), label(title, "h2"), STRETCH, gap=12)
        foot = row(STRETCH, Button(_("Do not sign"), self.reject), self.main, gap=12)
        parts = (head, text, self.name_field, self.password_field, self.reason_field, foot)
        self.setLayout(column(*parts, gap=10, margins=(24, 20, 24, 20)))
        self.password.returnPressed.connect(self.reason.setFocus if reason else self.sign)
        self.reason.returnPressed.connect(self.sign)
        give_letters(self)
        self.name.setFocus()

    def sign(self) -> None:
        """Hand over what was typed, or say what is missing; the password leaves the field at once."""
        name = self.name.code() or ""
        wanted = [(self.name_field, name), (self.password_field, self.password.text())]
        if self._wants_reason:
            wanted.append((self.reason_field, self.reason.text().strip()))
        for field, text in wanted:
            field.show_problem(None if text else NEEDED)
        if all(text for _field, text in wanted):
            self.main.setEnabled(False)
            self.typed.emit(Login(name, self.password.wipe(), self.reason.text().strip()))

    def refuse(self, problem: Problem) -> None:
        """Say why it was not accepted; the person may type again."""
        self.main.setEnabled(True)
        self.password_field.show_problem(problem)
        self.password.setFocus()
