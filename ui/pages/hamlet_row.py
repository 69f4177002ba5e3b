"""One row of a census sheet as a line of fields: Enter moves on, short codes move on by themselves, = repeats the row above.

It only collects texts; the page judges and stores them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desbumi_app.usecases.type_in_sheet import (
    BORN,
    COUNTRY,
    DEPARTED,
    FIELDS,
    HEAD,
    JOB,
    NAME,
    NIK,
    PHONE,
    RETURNED,
    SEX,
    from_nik,
)
from ui.language import N_, _
from ui.theme.theme import current
from ui.widgets.inputs import LineEdit, State, set_state
from ui.widgets.labels import label

AGAIN: Final = "="
TITLES: Final = {
    HEAD: N_("Head of household"), NAME: N_("Name"), NIK: "NIK", SEX: N_("M/F"), BORN: N_("Born"), COUNTRY: N_("Country"),
    DEPARTED: N_("Departed"), RETURNED: N_("Came home"), JOB: N_("Job"), PHONE: N_("Family's phone"),
}  # fmt: skip
SHARES: Final = {
    HEAD: 5,
    NAME: 5,
    NIK: 5,
    SEX: 1,
    BORN: 3,
    COUNTRY: 2,
    DEPARTED: 3,
    RETURNED: 3,
    JOB: 1,
    PHONE: 4,
}
# So many letters and the field is full: the next one has the keyboard without Enter.
FULL: Final = {NIK: 16, SEX: 1, COUNTRY: 2, JOB: 1}


class _Cell(LineEdit):
    """A field that knows the key for "as above"."""

    again = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """= in an empty field repeats; up goes to nothing here."""
        if event.text() == AGAIN and not self.text():
            self.again.emit()
        else:
            super().keyPressEvent(event)


class HamletRow(QWidget):
    """`moved` is sent when a field was left forwards, `finished` when Enter was pressed in the last one."""

    moved = Signal()
    finished = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._above: dict[str, str] = {}
        self.cells: dict[str, _Cell] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        for at, name in enumerate(FIELDS):
            cell = self.cells[name] = _Cell()
            title = TITLES[name] if name == NIK else _(TITLES[name])
            cell.setAccessibleName(title)
            cell.setMinimumWidth(current().dense(34))
            cell.returnPressed.connect(lambda one=name: self._next(one))
            cell.textEdited.connect(lambda text, one=name: self._typed(one, text))
            cell.again.connect(lambda one=name: self._repeat(one))
            grid.addWidget(label(title, "small"), 0, at)
            grid.addWidget(cell, 1, at)
            grid.setColumnStretch(at, SHARES[name])
        self.setLayout(grid)
        self.setFocusProxy(self.cells[HEAD])

    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: cell.text().strip() for name, cell in self.cells.items()}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields: a row that was kept, or one to correct."""
        for name, cell in self.cells.items():
            cell.setText(texts.get(name, ""))

    def next_row(self) -> None:
        """Empty the fields; this row is now the one above."""
        self._above = self.texts()
        self.fill({})
        self.mark({})
        self.cells[HEAD].setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, states: Mapping[str, State]) -> None:
        """Show which fields are wrong or to be checked."""
        for name, cell in self.cells.items():
            set_state(cell, states.get(name, ""))

    def go_to(self, name: str) -> None:
        """Give a field the keyboard."""
        self.cells[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.cells[name].selectAll()

    def _typed(self, name: str, text: str) -> None:
        if name == SEX:
            self.cells[SEX].setText(text.upper())
        if FULL.get(name) == len(text.strip()):
            self._next(name)

    def _repeat(self, name: str) -> None:
        self.cells[name].setText(self._above.get(name, ""))
        self._next(name)

    def _next(self, name: str) -> None:
        after = FIELDS[FIELDS.index(name) + 1 :]
        if name == NIK:
            sex, born = from_nik(self.cells[NIK].text().strip(), self._today)
            for field, text in ((SEX, sex), (BORN, born)):
                if text and not self.cells[field].text():
                    self.cells[field].setText(text)
            if sex and born:
                after = FIELDS[FIELDS.index(COUNTRY) :]
        if not after:
            self.finished.emit()
            return
        self.go_to(after[0])
        self.moved.emit()
