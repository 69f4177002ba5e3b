"""Asks for the name of a view that is kept; a name that is there already is written over, and it says so."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import hint, stop
from ui.language import N_, _
from ui.models.list_view import LONGEST_NAME, KeptViews
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row

NO_NAME = N_("Give it a name.")
OVER = N_("There is one of this name: it is replaced.")


class ListKeep(QDialog):
    """`named` with the name."""

    named = Signal(str)

    def __init__(self, parent: QWidget, kept: KeptViews, suggested: str) -> None:
        super().__init__(parent)
        self._kept = kept
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Keep this view"))
        self.setModal(True)
        self.name = LineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setText(suggested)
        self.name.selectAll()
        self.field = Field(_("Name of the view"), self.name)
        said = Wrapped(_("Filters, columns and order are kept for you on this laptop."), "muted")
        said.setMinimumWidth(current().px(380))
        self.main = Button(_("Keep"), self.keep, kind="primary", icon="check")
        foot = row(STRETCH, Button(_("Leave it"), self.reject), self.main, gap=12)
        self.setLayout(
            column(label(_("Keep this view"), "h1"), said, self.field, foot, gap=12, margins=(24, 20, 24, 20))
        )
        self.name.textChanged.connect(self._look)
        self.name.returnPressed.connect(self.keep)
        give_letters(self)
        self._look()
        self.name.setFocus()

    def keep(self) -> None:
        """Hand the name over, or say that one is needed."""
        name = self.name.text().strip()
        if not name:
            self.field.show_problem(stop(NO_NAME))
            return
        self.named.emit(name)
        self.accept()

    def _look(self) -> None:
        there = self._kept.find(self.name.text().strip()) is not None
        self.field.show_problem(hint(OVER) if there else None)
