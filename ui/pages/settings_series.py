"""Begins a number series at the agenda book's next number, takes one over after its laptop is gone, lends numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.letter_day import FIELD as DAY_RIGHT
from desbumi_app.office import Office
from desbumi_app.usecases.list_series import Laptop
from desbumi_app.usecases.number_letters import GENERAL
from ui.language import N_, _, say
from ui.office_desk import OfficeDesk
from ui.office_series import Series, begin_series, lease, take_over
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select
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
        self.right = _date_is_right()
        self.main = Button(title, self.store, kind="primary", icon="check")
        foot = row(Button(_("Cancel"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(
            column(
                label(title, "h1"), text, name, self.field, self.right, foot, gap=12, margins=(24, 20, 24, 20)
            )
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

        right = self.right.isChecked()

        def work(office: Office) -> Problem | None:
            if series is None:
                return begin_series(office, name, number, day_right=right)
            return take_over(office, series.id, number, day_right=right)

        self.main.setEnabled(False)
        self._desk.write(work, owner=self).success(self._answered).finished(
            lambda: self.main.setEnabled(True)
        ).start()

    def _answered(self, problem: Problem | None) -> None:
        self.field.show_problem(problem)
        if problem is None:
            self.saved.emit()
            self.accept()
        elif problem.field == DAY_RIGHT:
            self.right.setVisible(True)


class LeaseDialog(QDialog):
    """Twenty numbers of a series of this laptop for another one, which gives them without a network. `saved` then."""

    saved = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, laptops: tuple[Laptop, ...], name: str) -> None:
        super().__init__(parent)
        self._desk, self._laptops, self._name = desk, laptops, name
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("20 numbers for another laptop"))
        self.setModal(True)
        said = Wrapped(
            _("This laptop leaves them out. The other one uses them after both have sent and fetched."),
            "muted",
        )
        said.setMinimumWidth(current().px(420))
        options = [(str(i), _("Laptop {letter}", letter=one.letter or "?")) for i, one in enumerate(laptops)]
        self.laptop = Select(options)
        self.laptop.set_code("0")
        self.told = Wrapped("", "body", "danger")
        self.right = _date_is_right()
        self.main = Button(_("Give 20 numbers"), self.store, kind="primary", icon="check")
        foot = row(Button(_("Cancel"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(
            column(
                label(_("20 numbers for another laptop"), "h1"), said, Field(_("Laptop"), self.laptop), self.told, self.right, foot,
                gap=12, margins=(24, 20, 24, 20),
            )
        )  # fmt: skip
        give_letters(self)

    def store(self) -> None:
        """Give them, or say why not."""
        laptop, name = self._laptops[int(self.laptop.code() or 0)], self._name
        right = self.right.isChecked()

        def answered(problem: Problem | None) -> None:
            if problem is None:
                self.saved.emit()
                self.accept()
                return
            self.told.setText(say(problem.message))
            if problem.field == DAY_RIGHT:
                self.right.setVisible(True)

        def work(office: Office) -> Problem | None:
            return lease(office, laptop, name, day_right=right)

        self._desk.write(work, owner=self).success(answered).start()


def _date_is_right() -> Check:
    """Shown only once the computer's date is doubted."""
    tick = Check(_("The date on this computer is right"))
    tick.setVisible(False)
    return tick
