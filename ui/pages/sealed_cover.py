"""Lies over a sealed half after a screen lock, in the place of its fields; whoever typed there asks to see it again.

Where the case book was open the texts lie there as a draft, and its password brings them back; else they wait in memory
until the full lock. No widget of the window holds them meanwhile.
"""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.domain.problems import Problem
from ui.forms.builder import Form
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import STRETCH, column, row


class SealedCover(QWidget):
    """`asked` to show what waits in memory; `opened` once the case book is open. `in_book`: what was typed lies there."""

    asked = Signal()
    opened = Signal()

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__()
        self._desk = desk
        self._over: Sequence[QWidget] = ()
        self.in_book = False
        self._said = Wrapped("")
        self.button = Button("", self.press, dense=True)
        head = row(IconLabel("shield-lock", 18, "accent"), self._said, gap=10)
        head.setStretch(1, 1)
        self.setLayout(column(head, row(self.button, STRETCH), gap=8))
        self.setHidden(True)

    def lie(self, over: Sequence[QWidget], *, in_book: bool = False) -> None:
        """Come in the place of the fields."""
        self._over, self.in_book = over, in_book
        closed = _("Closed by the screen lock.")
        if in_book:
            kept, words = _("What you typed is kept in the case book."), _("Open the case book")
        else:
            kept, words = _("What you typed is still here, and is recorded with the rest."), _("Show it")
        self._said.setText(f"{closed} {kept}")
        self.button.set_text(words)
        self.button.set_icon("shield-lock" if in_book else "eye")
        for one in over:
            one.setHidden(True)
        self.setHidden(False)

    def lift(self) -> None:
        """The fields are there again."""
        self.in_book = False
        self.setHidden(True)
        for one in self._over:
            one.setHidden(False)
        self._over = ()

    def press(self) -> None:
        """Show what waits, or ask for the password of the case book first."""
        if not self.in_book:
            self.asked.emit()
            return
        from ui.pages.open_cases_dialog import OpenCasesDialog

        dialog = OpenCasesDialog(self, self._desk)
        dialog.accepted.connect(self.opened)
        dialog.open()


def uncover_for(problems: Sequence[Problem], held: Collection[str], cover: SealedCover) -> None:
    """What is wrong is told under its field: where that is covered, its half is shown again."""
    if any(one.field in held for one in problems):
        cover.asked.emit()


def taken_out(form: Form) -> dict[str, str]:
    """What stands in a form that says something; the form is empty afterwards, what it had parsed included."""
    texts = {name: text for name, text in form.typed().items() if text.strip()}
    form.fill(dict.fromkeys(form.fields, ""))
    for name in form.fields:
        form.check(name)
    return texts


def ask_for_the_rest(ways: Ways, cover: SealedCover, go_on: Callable[[], object]) -> None:
    """Somebody records while what he typed for case officers lies in the closed book."""
    ways.say(
        "warn",
        _("What you typed for case officers is still closed."),
        _("Open the case book, so that it is recorded too; else it stays there as a draft."),
        jumps=[(_("Open the case book"), cover.press), (_("Record without it"), go_on)],
    )
