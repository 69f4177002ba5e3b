"""The two lines at the foot of a passport, typed or sent by a reader that types: read as soon as both are whole.

Check digits decide; a line that was misread says which part, and nothing is filled in.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from desbumi_app.catalogue.parse_mrz import Mrz, parse_mrz
from ui.language import _
from ui.theme.theme import current
from ui.widgets.field import Field
from ui.widgets.inputs import NoteEdit
from ui.widgets.layout import column

LINE: Final = 44


class MrzBox(QWidget):
    """`read` with what the passport says, once both lines add up."""

    read = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._seen = ""
        self.edit = NoteEdit("P<IDN…", lines=2)
        font = QFont("DejaVu Sans Mono")
        font.setPointSizeF(current().font(10).pointSizeF())
        self.edit.setFont(font)
        self.field = Field(
            _("Two lines at the foot of the passport's photo page"), self.edit,
            help_text=_("Scan or type them: number, name and days fill themselves in. Or leave this empty."),
        )  # fmt: skip
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(lambda _text: self._judge(final=True))
        self.setLayout(column(self.field, gap=0))
        self.setFocusProxy(self.edit)

    def _typed(self) -> None:
        self._judge(final=False)

    def _judge(self, *, final: bool) -> None:
        text = self.edit.text().strip()
        whole = sum(len(line.strip()) for line in text.splitlines()) >= 2 * LINE
        if not text:
            self.field.show_problem(None)
        if not text or text == self._seen or not (whole or final):
            return
        passport, problems = parse_mrz(text, today=self._today())
        self._seen = text
        self.field.show_problem(problems[0] if problems else None)
        if passport is not None:
            self.read.emit(passport)


def texts_of(passport: Mrz) -> dict[str, str]:
    """What the passport tells, by the fields that hold it."""
    return {
        "journeys.passport_number": passport.number,
        "journeys.passport_expires_on": passport.expires,
        "people.passport_name": passport.name,
        "people.passport_born_on": passport.born,
    }
