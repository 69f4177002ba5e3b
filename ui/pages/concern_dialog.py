"""Asks before a case is opened whether it could concern somebody who can open this computer; names lines outside."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.documents.facts import Hotline
from desbumi_app.usecases.ask_concern import QUESTION, Concern
from ui.language import N_, _
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, row

WIDE: Final = 560
NUMBER: Final = 170
ANSWERS: Final = (
    (Concern.YES, N_("Yes, it could")),
    (Concern.UNSURE, N_("Not sure")),
    (Concern.NO, N_("No")),
)


class ConcernDialog(QDialog):
    """`answered` with what was chosen; nothing is chosen beforehand, and Esc leaves everything as it is."""

    answered = Signal(Concern)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Before a case is opened"))
        self.setModal(True)
        self.setMinimumWidth(current().px(WIDE))
        head = row(IconLabel("shield-lock", 22, "accent"), label(_("Before a case is opened"), "h2"), STRETCH)
        said = _("Everybody is asked this. Your answer is not stored.")
        self.answers = {code: Button(_(words)) for code, words in ANSWERS}
        for code, press in self.answers.items():
            press.setAutoDefault(False)
            press.clicked.connect(lambda _checked=False, code=code: self._chosen(code))
        self._body = column(
            Wrapped(_(QUESTION)), Wrapped(said, "muted"), row(*self.answers.values(), STRETCH, gap=12), gap=12
        )
        self._leave = Button(_("Leave it"), self.reject)
        foot = row(self._leave, STRETCH)
        self.setLayout(column(head, self._body, foot, gap=14, margins=(24, 20, 24, 20)))
        PageKeys(self, {"Esc": self.reject})
        give_letters(self)

    def _chosen(self, code: Concern) -> None:
        for press in self.answers.values():
            press.setEnabled(False)
        self.answered.emit(code)

    def show_outside(self, lines: Sequence[Hotline]) -> None:
        """Nothing was written down; who helps outside the village."""
        clear(self._body)
        self.answers = {}
        said = _(
            "No case was opened here. Call one of these outside the village, from a telephone that is safe:"
        )
        self._body.addWidget(Wrapped(said))
        for one in lines:
            number = label(one.number, "strong")
            number.setFixedWidth(current().px(NUMBER))
            line = row(number, Wrapped(one.label), gap=12)
            line.setStretch(1, 1)
            self._body.addLayout(line)
        self._leave.setText(_("Close"))
        self._leave.setFocus()
        self.adjustSize()
