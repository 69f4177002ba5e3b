"""How a list is arranged: which columns, ordered by which. Opened by a right press on the head, a button or a key."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from ui.language import _
from ui.models.people_list import COLUMNS, NAME, title_of, usual
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import Select
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.segment import Segment

IN_A_ROW: Final = 3
UP, DOWN = "up", "down"


class ListColumns(QDialog):
    """`arranged` with the column codes in their order, the code to sort by, and whether downwards."""

    arranged = Signal(object, str, bool)

    def __init__(self, parent: QWidget, chosen: Sequence[str], sort: str, *, down: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Arrange the list"))
        self.setModal(True)
        self.checks = {code: Check(title_of(code)) for code in COLUMNS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, (code, check) in enumerate(self.checks.items()):
            check.setChecked(code in chosen)
            grid.addWidget(check, at // IN_A_ROW, at % IN_A_ROW)
        self.checks[NAME].setChecked(True)
        self.checks[NAME].setEnabled(False)
        self.sort = Select([(code, title_of(code)) for code in COLUMNS])
        self.sort.set_code(sort)
        self.way = Segment(
            _("Order"), [(UP, _("Smallest first")), (DOWN, _("Greatest first"))], value=DOWN if down else UP
        )
        self.main = Button(_("Show it so"), self.arrange, kind="primary", icon="check")
        usual_button = Button(_("As usual"), self.as_usual, kind="quiet", icon="arrow-back-up")
        said = Wrapped(_("Choose what stands in the list. It is printed and exported the same way."), "muted")
        said.setMinimumWidth(current().px(420))
        order = row(
            Field(_("In the order of"), self.sort, reserve=False),
            Field(_("Direction"), self.way, reserve=False),
            STRETCH,
            gap=16,
        )
        foot = row(usual_button, STRETCH, Button(_("Leave it"), self.reject), self.main, gap=12)
        parts = (label(_("Arrange the list"), "h1"), said, grid, order, 4, foot)
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 20)))
        PageKeys(self, {"Ctrl+Return": self.arrange})
        give_letters(self)
        self.checks[COLUMNS[1]].setFocus()

    def as_usual(self) -> None:
        """The columns nobody has chosen, by name."""
        for code, check in self.checks.items():
            check.setChecked(code in usual())
        self.sort.set_code(NAME)
        self.way.set_value(UP)

    def arrange(self) -> None:
        """Hand over what was chosen; the usual columns as none, so that they follow the size of the text."""
        codes = tuple(code for code, check in self.checks.items() if check.isChecked())
        chosen = () if codes == usual() else codes
        self.arranged.emit(chosen, self.sort.code() or NAME, self.way.value() == DOWN)
        self.accept()
