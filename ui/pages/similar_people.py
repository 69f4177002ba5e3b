"""Who may be the same person as somebody whose name is being typed, told from the third letter.

In every place where a person can be written down. Nobody is ever united here; a press opens what is in the book.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desbumi_app.usecases.find_people import PersonLine
from desbumi_app.usecases.find_twins import find_twins
from ui.language import _
from ui.models.person_words import second_line
from ui.office_desk import OfficeDesk
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import STRETCH, clear, column, row

FROM: Final = 3
DEBOUNCE_MS: Final = 150


class SimilarPeople(QWidget):
    """`chosen` with the stored id of somebody who is in the book already; takes no room while nobody is alike."""

    chosen = Signal(object)

    def __init__(self, desk: OfficeDesk, most: int = 2) -> None:
        super().__init__()
        self._desk, self._most, self._text = desk, most, ""
        self._box = column(gap=2)
        self.setLayout(self._box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._look)
        self.hide()

    def watch(self, line: QLineEdit) -> None:
        """Look whenever this name is typed in."""
        line.textEdited.connect(self._typed)

    def look_for(self, name: str) -> None:
        """Look for a name that was put in, not typed."""
        self._typed(name)

    def forget(self) -> None:
        """Another person is begun."""
        self._typed("")

    def _typed(self, text: str) -> None:
        self._text = text.strip()
        if len(self._text) < FROM:
            self._timer.stop()
            self._show(self._text, ())
        else:
            self._timer.start()

    def _look(self) -> None:
        text, most = self._text, self._most
        ask = self._desk.ask(lambda office: find_twins(office, text, most), owner=self)
        ask.success(partial(self._show, text)).start()

    def _show(self, text: str, lines: Sequence[PersonLine]) -> None:
        if text != self._text:
            return  # an answer to what was typed before
        clear(self._box)
        self.setVisible(bool(lines))
        if not lines:
            return
        head = row(
            IconLabel("users", 18, "warn"), Wrapped(_("Perhaps already in the book:"), "small", "warn"), gap=6
        )
        head.setStretch(1, 1)
        self._box.addLayout(head)
        for line in lines[: self._most]:
            words = ", ".join(part for part in (line.name, second_line(line)) if part)
            button = Button(
                words, partial(self.chosen.emit, line.id), kind="quiet", dense=True, icon="user-check"
            )
            self._box.addLayout(row(button, STRETCH))
