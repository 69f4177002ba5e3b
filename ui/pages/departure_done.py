"""After "Catat": it is stored. Ten seconds to take it back, then what belongs to a departure: counsel, clear, print."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.domain.problems import Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.record_departure import Departed
from desbumi_app.usecases.set_clearance import set_clearance
from desbumi_app.usecases.undo_save import SECONDS, Undoable, undo_save, with_undo
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told, offer_undo
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, hairline, holder, row, scrolled


class DepartureDone(Card):
    """`undone` when it was taken back; `counselling`, `printing`, `next_one`, `file` when one of them is wanted."""

    undone = Signal()
    counselling = Signal()
    printing = Signal()
    next_one = Signal()
    file = Signal()

    def __init__(self, desk: OfficeDesk, ways: Ways, name: str, departed: Departed) -> None:
        super().__init__()
        self._desk, self._ways, self.departed = desk, ways, departed
        self._left = round(SECONDS)
        self._until = desk.clock.monotonic() + SECONDS
        self.undo = Button(_("Undo ({n})", n=self._left), self._undo, icon="arrow-back-up")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._second)
        self._timer.start(1000)
        planned, left = (
            _("The plan of {name} to leave is recorded", name=name),
            _("Departure of {name} is recorded", name=name),
        )
        said = column(Wrapped(planned if departed.planned else left, "h1"),
                      Wrapped(_("Stored on this laptop, with one sealed page for case officers."), "muted"), gap=2)  # fmt: skip
        head = row(IconLabel("circle-check", 40, "ok"), said, self.undo, gap=16)
        head.setStretch(1, 1)
        self.body.setSpacing(10)
        self.body.setContentsMargins(20, 8, 20, 8)
        self.body.addLayout(head)
        self._inside = column(gap=10)
        self.body.addWidget(scrolled(holder(self._inside)), 1)  # scrolls at larger text, head and foot stay
        self._warn(departed.saved.warnings)
        self._inside.addWidget(hairline())
        self._inside.addWidget(label(_("What comes next"), "h2"))
        self.counsel = Button(_("Record counselling"), self.counselling.emit, icon="message", kind="plain")
        self.print = Button(_("Print papers"), self.printing.emit, icon="printer", kind="primary")
        self.clear = Button(_("Letters may be printed"), self._clear, icon="shield-lock")
        self.clear.hide()
        self._offers()
        self._inside.addStretch(1)
        foot = row(
            Button(_("Open the file"), self.file.emit, kind="quiet", icon="user-circle"), STRETCH,
            Button(_("Next departure"), self.next_one.emit, icon="plane-departure"),
        )  # fmt: skip
        self.body.addLayout(foot)
        desk.ask(lambda office: office.cases is not None, owner=self).success(self._offer_clearance).start()

    def counselled(self, undo: Undoable | None) -> None:
        """The talk is recorded; it can be taken back."""
        self._ways.saved()
        said = _("Counselling recorded")
        self.counsel.set_text(said)
        again = _("Record counselling")
        told: Told = ("ok", said, "")
        offer_undo(self._desk, self._ways, undo, told, lambda: self.counsel.set_text(again), page=self)

    def _offers(self) -> None:
        offers: Sequence[tuple[Button, str]] = (
            (self.print, _("Checklist and letters for this journey, at Loket.")),
            (self.counsel, _("A letter for the departure asks for counselling, with family or alone.")),
            (
                self.clear,
                _("Say that a case officer has looked at this journey. The reason stays in the case book."),
            ),
        )
        for button, why in offers:
            button.setMinimumWidth(current().dense(240))
            line = row(button, Wrapped(why, "muted"), gap=16, margins=(4, 4, 4, 4))
            line.setStretch(1, 1)
            held = holder(line)
            self._inside.addWidget(held)
            if button is self.clear:
                self._clear_line: QWidget = held
                held.hide()

    def _warn(self, warnings: Sequence[Problem]) -> None:
        shown = column(gap=6)
        for problem in warnings[:5]:
            line = row(IconLabel("alert-triangle", 18, "warn"), Wrapped(say(problem.message)), gap=8)
            line.setStretch(1, 1)
            shown.addLayout(line)
        if warnings:
            self._inside.addWidget(hairline())
            self._inside.addWidget(label(_("To be looked at"), "h2"))
            self._inside.addLayout(shown)

    def _offer_clearance(self, may: bool) -> None:  # noqa: FBT001  (what the question answered)
        self.clear.setVisible(may)
        self._clear_line.setVisible(may)

    def _clear(self) -> None:
        journey = self.departed.journey

        def clear(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            return with_undo(office, set_clearance(office, journey, clear=True))

        self.clear.setEnabled(False)
        self._desk.write(clear, owner=self).success(lambda answer: self._cleared(*answer)).start()

    def _cleared(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Refused):
            self.clear.setEnabled(True)
            self.clear.set_text(say(answer.problems[0].message))
            return
        self.clear.set_icon("check", "ok")
        self.clear.set_text(_("Noted: letters may be printed"))
        told: Told = ("ok", _("Noted: letters may be printed"), "")
        offer_undo(self._desk, self._ways, undo, told, self._offer_clearing, page=self)

    def _offer_clearing(self) -> None:
        """It was taken back: the button offers it again."""
        self.clear.set_icon("shield-lock")
        self.clear.set_text(_("Letters may be printed"))
        self.clear.setEnabled(True)

    def _second(self) -> None:
        self._left -= 1
        self.undo.set_text(_("Undo ({n})", n=self._left))
        if self._left <= 0:
            self._timer.stop()
            self.undo.hide()

    def _undo(self) -> None:
        self._timer.stop()
        self.undo.setEnabled(False)
        one = Undoable(self.departed.saved.txn, self._until)
        self._desk.write(lambda office: undo_save(office, one), owner=self).success(self._taken_back).start()

    def _taken_back(self, answer: int | Refused) -> None:
        if isinstance(answer, Refused):
            self.undo.set_text(say(answer.problems[0].message))
        else:
            self.undone.emit()
