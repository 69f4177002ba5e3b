"""Begins a number series at the agenda book's next number, takes one over after its laptop is gone, lends numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.usecases.list_series import Laptop
from desbumi_app.usecases.number_letters import GENERAL, found_series, take_over_series
from ui.language import N_, _
from ui.office_desk import OfficeDesk
from ui.office_series import Series, lease
from ui.theme.theme import current
from ui.widgets.buttons import Button
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
        self.main = Button(_("Give 20 numbers"), self.store, kind="primary", icon="check")
        foot = row(Button(_("Leave out"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(
            column(
                label(_("20 numbers for another laptop"), "h1"), said, Field(_("Laptop"), self.laptop), self.told, foot,
                gap=12, margins=(24, 20, 24, 20),
            )
        )  # fmt: skip
        give_letters(self)

    def store(self) -> None:
        """Give them, or say why not."""
        laptop, name = self._laptops[int(self.laptop.code() or 0)], self._name

        def answered(block: str) -> None:
            if block:
                self.saved.emit()
                self.accept()
            else:
                self.told.setText(_("This laptop does not give the numbers of this series."))

        self._desk.write(lambda office: lease(office, laptop, name), owner=self).success(answered).start()
