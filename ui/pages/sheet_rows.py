"""The four rows of a recovery sheet, typed from paper: each is checked when it is complete, and leads to the next."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _
from ui.models.new_office import ROW_NAMES
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit

ROWS: Final = 4
LETTERS: Final = 16
SLIP: Final = Problem(
    Level.STOP, None, Message(N_("Something is different from the paper. Compare letter by letter."))
)
SHORT: Final = Problem(Level.STOP, None, Message(N_("A row has 16 letters and digits.")))
RIGHT: Final = Problem(Level.HINT, None, Message(N_("This row is right.")))


class SheetRows(QWidget):
    """`complete` when the last row is typed. Nothing typed here is kept."""

    complete = Signal()

    def __init__(self, is_right: Callable[[int, str], bool]) -> None:
        super().__init__()
        self._is_right = is_right
        self.rows = [LineEdit("XXXX XXXX XXXX XXXX") for _row in range(ROWS)]
        self.fields = [
            Field(_("Row {n}", n=ROW_NAMES[number]), edit) for number, edit in enumerate(self.rows)
        ]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        for number, field in enumerate(self.fields):
            grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number % 2, 1)
        self.setLayout(grid)
        for number, edit in enumerate(self.rows):
            edit.textEdited.connect(partial(self._typed, number))
            edit.returnPressed.connect(partial(self._go_on, number))
        self.setFocusProxy(self.rows[0])

    def texts(self) -> Sequence[str]:
        """The rows as typed."""
        return [edit.text() for edit in self.rows]

    def check(self) -> bool:
        """Whether all four rows are right; says under each what is not."""
        right = [self.check_row(number) for number in range(ROWS)]
        return all(right)

    def check_row(self, number: int) -> bool:
        """Look at one row."""
        letters = _letters(self.rows[number].text())
        right = self._is_right(number, self.rows[number].text())
        self.fields[number].show_problem(RIGHT if right else SHORT if len(letters) < LETTERS else SLIP)
        return right

    def wipe(self) -> None:
        """Forget what was typed."""
        for edit in self.rows:
            edit.setText("")

    def _typed(self, number: int, text: str) -> None:
        self.fields[number].show_problem(None)
        if len(_letters(text)) >= LETTERS and self.check_row(number):
            self._go_on(number)

    def _go_on(self, number: int) -> None:
        if number + 1 < ROWS:
            self.rows[number + 1].setFocus()
        else:
            self.complete.emit()


def _letters(text: str) -> str:
    return "".join(text.replace("-", " ").split())
