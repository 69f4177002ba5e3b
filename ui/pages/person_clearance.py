"""For case officers, beside the file: whether the letters of the journey may be printed, said and taken back at any time.

The desk reads one word of it; why it is empty stays in the case book.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import journey_now
from desbumi_app.usecases.read_person import PersonFile
from desbumi_app.usecases.set_clearance import set_clearance
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.language import _, say
from ui.models.today import PREPARING
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import offer_undo
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Wrapped
from ui.widgets.list_row import Fact


class ClearanceCard(QWidget):
    """Empty for who has no case key, and for who prepares no journey; `again` shows the file anew."""

    def __init__(self, desk: OfficeDesk, ways: Ways, file: PersonFile, again: Callable[[], object]) -> None:
        super().__init__()
        self._desk, self._ways, self._again = desk, ways, again
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.button: Button | None = None
        self._told = Wrapped("", "small", "danger")
        journey = journey_now(file.related, file.derived)
        if journey.get("id") and file.derived.stage in PREPARING:
            record, clear = bytes(journey["id"]), journey["clearance"] == "clear"
            asked = desk.ask(lambda office: office.cases is not None, owner=self)
            asked.success(lambda may: self._show(record, clear=clear) if may else None).start()

    def _show(self, journey: bytes, *, clear: bool) -> None:
        card = Card(_("Case officer's word"))
        first = _("Letters may be printed") if clear else _("Not said yet")
        second = _("For this journey.")
        card.body.addWidget(Fact(first, second, icon="shield-lock", tone="ok" if clear else "grey"))
        words = _("Take the word back") if clear else _("Letters may be printed")
        self.button = Button(words, partial(self._say, journey, clear=not clear), dense=True)
        card.body.addWidget(self.button)
        card.body.addWidget(self._told)
        self._told.hide()
        self._box.addWidget(card)

    def _say(self, journey: bytes, *, clear: bool) -> None:
        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            return with_undo(office, set_clearance(office, journey, clear=clear))

        done = self._desk.write(store, owner=self)
        done.success(lambda answer: self._said(*answer, clear=clear)).start()

    def _said(self, answer: Saved | Refused, undo: Undoable | None, *, clear: bool) -> None:
        if isinstance(answer, Refused):
            self._told.setText(say(answer.problems[0].message))
            self._told.show()
            return
        said = (
            _("Noted: letters may be printed") if clear else _("Taken back: letters wait for a case officer.")
        )
        self._ways.saved()
        offer_undo(self._desk, self._ways, undo, ("ok", said, ""), self._again)
        self._again()
