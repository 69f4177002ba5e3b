"""Asks why a record is taken back that was made by mistake. The record leaves the file; history and reason stay."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.language import _
from ui.models.draft_half import Texts
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

Act = Callable[[Office, str], Saved | Refused]
FORM = "take_back"
REASON = "reason"


def ask_why(parent: QWidget, desk: OfficeDesk, what: str, act: Act, draft: FormDraft) -> "TakeBackDialog":
    """Open the question over a page."""
    dialog = TakeBackDialog(parent, desk, what, act, draft)
    dialog.open()
    return dialog


def taken_back() -> Told:
    """What is said afterwards."""
    return ("ok", _("Taken back. The history keeps it, with the reason."), "")


class TakeBackDialog(QDialog):
    """`act` is handed the reason; `taken` once it is taken back, with what undoes that. Esc leaves everything as it is.

    `draft` keeps the reason through a lock, in the book that the record lies in.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget, desk: OfficeDesk, what: str, act: Act, draft: FormDraft) -> None:
        super().__init__(parent)
        self._desk, self._act, self._draft = desk, act, draft
        title = _("Take back: {what}", what=what)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.reason = LineEdit(_("For example: recorded for the wrong person"))
        self.reason_field = Field(_("Reason"), self.reason)
        self.main = Button(_("Take back"), self.take, kind="danger", icon="arrow-back-up")
        text = Wrapped(
            _(
                "The record leaves the file and counts no longer. The history keeps it, with your name and this reason."
            ),
            "muted",
        )
        text.setMinimumWidth(current().px(420))
        head = row(IconLabel("arrow-back-up", 22, "danger"), label(title, "h2"), STRETCH, gap=12)
        foot = row(Button(_("Leave it"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(column(head, text, self.reason_field, foot, gap=10, margins=(24, 20, 24, 20)))
        PageKeys(self, {"Ctrl+Return": self.take})
        give_letters(self)
        self.reason.setFocus()
        self.reason.editingFinished.connect(self._keep)
        draft.take_up(self._take_up, self)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    def reject(self) -> None:
        """Left on purpose: nothing is kept."""
        self._draft.end()
        super().reject()

    def take(self) -> None:
        """Take it back, or say why not."""
        reason, act = self.reason.text(), self._act
        self.main.setEnabled(False)
        work = self._desk.write(lambda office: with_undo(office, act(office, reason)), owner=self)
        work.success(lambda answer: self._answered(*answer))
        work.finished(lambda: self.main.setEnabled(True)).start()

    def _keep(self) -> None:
        self._draft.keep({REASON: self.reason.text()}, {REASON: ""})

    def _take_up(self, texts: Texts) -> None:
        if not self.reason.text():
            self.reason.setText(texts.get(REASON, ""))

    def _answered(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Refused):
            self.reason_field.show_problem(answer.problems[0])
            return
        self._draft.end()
        self.taken.emit(undo)
        self.accept()
