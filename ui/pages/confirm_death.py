"""Confirms a recorded death: the operator himself when he was not the one who recorded it, else somebody who signs in.

The first try is without a second person; only the rule decides whether one is needed.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.domain.problems import Problem
from desbumi_app.letter_login import Login
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.record_life_event import Second, confirm_death
from desbumi_app.usecases.undo_save import Undoable, undoable
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.pages.sign_dialog import SignDialog
from ui.widgets.dialog import Question


class ConfirmDeath(QObject):
    """`done` once it counts, `undo` takes it back. `question` and `dialog` are what stands in front of the page, for tests too."""

    done = Signal()

    def __init__(self, page: QWidget, desk: OfficeDesk, event: bytes) -> None:
        super().__init__(page)
        self._page, self._desk, self._event = page, desk, event
        self.undo: Undoable | None = None
        self.question: Question | None = None
        self.dialog: SignDialog | None = None

    def begin(self) -> None:
        """Ask first: a confirmed death closes the journey."""
        self.question = Question(
            self._page,
            _("Is this death certain?"),
            _("The journey ends and nobody is called any more. The file and its papers stay."),
            safe=_("Not yet"),
            destroy=_("Confirm"),
            icon="candle",
        )
        self.question.accepted.connect(lambda: self._ask(None))
        self.question.open()

    def _ask(self, second: Second | None) -> None:
        event, cheap = self._event, self._desk.session.cheap

        def confirm(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = confirm_death(office, event, second, cheap=cheap)
            return done, undoable(office, done) if isinstance(done, Saved) else None

        self._desk.write(confirm, owner=self).success(lambda answer: self._answered(*answer)).start()

    def _answered(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Saved):
            self.undo = undo
            if self.dialog is not None:
                self.dialog.accept()
            self.done.emit()
        elif self.dialog is None:
            self._sign()
        else:
            self.dialog.refuse(_first(answer))

    def _sign(self) -> None:
        others = list(self._desk.session.users())[1:]
        sentence = _(
            "Whoever recorded the death cannot confirm it. Somebody else of the office types name and password."
        )
        self.dialog = SignDialog(
            self._page, _("A second person confirms"), sentence, users=others, reason=False
        )
        self.dialog.main.set_text(_("Confirm"))
        self.dialog.typed.connect(self._typed)
        self.dialog.open()

    def _typed(self, login: Login) -> None:
        self._ask(Second(login.login, login.passphrase))


def _first(answer: Refused) -> Problem:
    return answer.problems[0]
