"""A quick look at one person of the list: what the list itself knows, without opening the file. Space shuts it again."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desbumi_app.usecases.find_people import PersonLine
from ui.language import _
from ui.models.people_list import COLUMNS, CONDITION_CHIPS, NAME, Names, shown_of, title_of
from ui.theme.theme import current
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.labels import Elided, label
from ui.widgets.layout import STRETCH, column, hairline, row
from ui.widgets.stages import condition_chip, stage_chip


class ListPeek(QDialog):
    """No number of the person stands here, so nothing was read that would have to be noted."""

    def __init__(
        self, parent: QWidget, line: PersonLine, today: date, names: Names, read: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._read = read
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Quick look"))
        self.setModal(True)
        self.setFixedWidth(current().px(440))
        chips = row(gap=8)
        if line.stage:
            chips.addWidget(Chip(stage_chip(line.stage)))
        for condition in line.conditions:
            if condition in CONDITION_CHIPS:
                chips.addWidget(Chip(condition_chip(CONDITION_CHIPS[condition])))
        chips.addStretch(1)
        head = row(Avatar(line.name, 48), column(Elided(line.name, "h2"), chips, gap=6), gap=14)
        head.setStretch(1, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        codes = [code for code in COLUMNS if code not in {NAME, "stage"}]
        for at, (code, shown) in enumerate(zip(codes, shown_of(line, today, names, codes), strict=True)):
            grid.addWidget(label(title_of(code), "muted"), at, 0)
            grid.addWidget(Elided(shown.text or "–"), at, 1)
        self.main = Button(_("Open the file"), self.read, kind="primary", icon="user-circle")
        foot = row(Button(_("Close"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(column(head, hairline(), grid, 4, foot, gap=12, margins=(24, 20, 24, 20)))
        self.main.setFocus()

    def read(self) -> None:
        """Shut this and open the file."""
        self.accept()
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shuts it, Enter opens the file."""
        if event.key() == Qt.Key.Key_Space:
            self.reject()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.read()
        else:
            super().keyPressEvent(event)
