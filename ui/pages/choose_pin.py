"""Choosing the six digits for this working session; asked once after unlocking, may be left out."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _
from ui.locks import PIN_LENGTH, Locks
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import PasswordEdit
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, column, row

UNFIT: Final = Problem(Level.STOP, None, Message(N_("Use 6 digits that are not all the same.")))
UNEQUAL: Final = Problem(Level.STOP, None, Message(N_("The two PINs are not equal.")))


class ChoosePin(Card):
    """`done` when a PIN is set or left out; without one every lock asks for the password."""

    done = Signal()

    def __init__(self, locks: Locks) -> None:
        super().__init__(_("PIN for today"))
        self._locks = locks
        self.first, self.second = PasswordEdit(), PasswordEdit()
        for editor in (self.first, self.second):
            editor.setMaxLength(PIN_LENGTH)
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.first_field = Field(_("New PIN, 6 digits"), self.first)
        self.second_field = Field(_("The same PIN again"), self.second)
        said = _("Opens the locked screen quickly. It is never stored and ends when Desbumi is closed.")
        self.main = Button(_("Use this PIN"), self.choose, kind="primary", icon="check")
        later = Button(_("Without PIN"), self.done.emit, kind="quiet")
        fields = QWidget()
        fields.setLayout(column(self.first_field, self.second_field, gap=4))
        for part in (Wrapped(said, "muted"), fields):
            self.body.addWidget(part)
        self.body.addLayout(row(later, STRETCH, self.main))
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.choose)
        self.setFocusProxy(self.first)
        give_letters(self)

    def choose(self) -> None:
        """Check both entries and set the PIN."""
        one, two = self.first.text(), self.second.text()
        self.first_field.show_problem(None)
        self.second_field.show_problem(UNEQUAL if one != two else None)
        if one != two:
            return
        try:
            self._locks.set_pin(one)
        except ValueError:
            self.first_field.show_problem(UNFIT)
            return
        self.first.wipe()
        self.second.wipe()
        self.done.emit()
