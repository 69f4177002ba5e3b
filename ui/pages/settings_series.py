"""Begins a number series at the agenda book's next number, or takes one over after its laptop is gone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.usecases.number_letters import GENERAL, found_series, take_over_series
from ui.language import N_, _
from ui.office_desk import OfficeDesk
from ui.office_settings import Series
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row

WRONG = Problem(Level.STOP, None, Message(N_("Write a number from 1 to 999999."), {}))
MOST = 999_999


class SeriesDialog(QDialog):
    """`saved` after it is stored; without a series a new one begins."""

    saved = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, series: Series | None) -> None:
        super().__init__(parent)
        self._desk, self._series = desk, series
        title = _("Take over this series") if series else _("Begin a series")
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        said = (
            _(
                "Only when the other laptop is gone for good. Look into the agenda book: no number may come twice."
            )
            if series
            else _(
                "For all letters leave the name empty. For one kind of letter write its code, such as L07."
            )
        )
        text = Wrapped(said, "muted")
        text.setMinimumWidth(current().px(420))
        self.name = LineEdit("L07")
        self.number = LineEdit()
        name = Field(_("Only for"), self.name, reserve=False)
        name.setVisible(series is None)
        words = _("Last number in the agenda book") if series else _("Next number in the agenda book")
        self.field = Field(words, self.number)
        self.main = Button(title, self.store, kind="primary", icon="check")
        foot = row(Button(_("Leave out"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(
            column(label(title, "h1"), text, name, self.field, foot, gap=12, margins=(24, 20, 24, 20))
        )
        self.number.returnPressed.connect(self.store)
        give_letters(self)
        self.number.setFocus()

    def store(self) -> None:
        """Store it, or say what is wrong with the number."""
        text, series, name = self.number.text().strip(), self._series, self.name.text().strip() or GENERAL
        least = 0 if series else 1
        if not text.isdecimal() or not least <= int(text) <= MOST:
            self.field.show_problem(WRONG)
            return
        number = int(text)

        def work(office: Office) -> None:
            if series is None:
                found_series(office, name, number)
            else:
                take_over_series(office, series.id, number)

        self.main.setEnabled(False)
        self._desk.write(work, owner=self).success(lambda _none: self._stored()).finished(
            lambda: self.main.setEnabled(True)
        ).start()

    def _stored(self) -> None:
        self.saved.emit()
        self.accept()
