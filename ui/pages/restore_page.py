"""Putting a backup in the place of the book, at the door: which one, how it opens, what is lost, then the decision.

Until the last button nothing changes. A backup that does not open leads back to its step with the reason.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from desbumi_app.backup_folder import FoundBackup
from desbumi_app.usecases.prepare_restore import Prepared
from desbumi_app.usecases.restore_backup import Restored
from ui.language import _
from ui.messages import Explained
from ui.office_restore import Restorer
from ui.operations import Operation, Worker
from ui.pages.page_keys import PageKeys
from ui.pages.restore_parts import ChoosePart, LossPart, OpenPart
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Page
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, clear, column, holder
from ui.widgets.logo import Logo
from ui.widgets.progress import Progress
from ui.widgets.stepped import framed, stepped
from ui.widgets.tabs import Step, Steps

CHOOSE, OPEN, LOSS, DONE = range(4)


class RestorePage(Page):
    """`finished` tells the Files of the restored book; `left` that somebody gives up."""

    finished = Signal(object)
    left = Signal()

    def __init__(self, restorer: Restorer, worker: Worker) -> None:
        super().__init__(_("Restore a backup"))
        self._restorer, self._worker = restorer, worker
        self._at = CHOOSE
        self._backup: FoundBackup | None = None
        self._ready: Prepared | None = None
        self._done: Restored | None = None
        if self.title_row is not None:
            self.title_row.insertWidget(0, Logo())
        self.choose, self.open = ChoosePart(), OpenPart(restorer.row_is_right)
        self.loss, self._end = LossPart(), column(gap=10)
        self._steps, self._told, self._stack = Steps([]), column(), QStackedWidget()
        for part in (self.choose, self.open, self.loss, holder(self._end)):
            self._stack.addWidget(part)
        self.back = Button(_("Back"), self.go_back, icon="arrow-left")
        self.main = Button(_("Next step"), self.next, kind="primary")
        self._build()
        self.choose.chosen.connect(self.take)
        self.choose.search_asked.connect(self.search)
        self.open.entered.connect(self.next)
        PageKeys(self, {"Ctrl+Return": self.next, "Esc": self.go_back})
        give_letters(self)
        self.go(CHOOSE)
        self._look(None)

    def go(self, step: int) -> None:
        """Show a step."""
        self._at = step
        self._stack.setCurrentIndex(step)
        clear(self._told)
        names = (_("Which backup"), _("Open it"), _("What changes"), _("Done"))
        self._steps.show_steps([
            Step(name, "", "now" if i == step else "done" if i < step else "todo") for i, name in enumerate(names)
        ])  # fmt: skip
        self.back.setVisible(step < DONE)
        self.back.set_text(_("Back") if step else _("Leave"))
        self.main.setVisible(step != CHOOSE)
        words = {OPEN: _("Open the backup"), LOSS: _("Put this backup in place"), DONE: _("Open the book")}
        self.main.set_text(words.get(step, ""))
        self._busy(busy=False)

    def next(self) -> None:
        """The main button."""
        if self._at == OPEN:
            self._prepare()
        elif self._at == LOSS:
            self._put()
        elif self._at == DONE and self._done is not None:
            self.finished.emit(self._done.files)

    def go_back(self) -> None:
        """One step back; from the first one out. What was prepared is removed."""
        if not self.back.isEnabled() or self._at == DONE:
            return
        if self._at == CHOOSE:
            self._forget()
            self.left.emit()
            return
        if self._at == LOSS:
            self._forget()
        self.go(self._at - 1)

    def search(self) -> None:
        """Ask for the folder."""
        folder = QFileDialog.getExistingDirectory(self, _("Choose the folder of the backup"))
        if folder:
            self.search_in(Path(folder))

    def search_in(self, folder: Path) -> None:
        """Show the backups of a folder."""
        self._look(folder)

    def take(self, backup: FoundBackup) -> None:
        """This one."""
        self._backup = backup
        self.go(OPEN)
        self.open.begin(backup)

    def _look(self, folder: Path | None) -> None:
        restorer, where = self._restorer, _("on this laptop") if folder is None else _("in this folder")
        look = Operation(
            self._worker,
            lambda _token: restorer.here() if folder is None else restorer.there(folder),
            owner=self,
        )
        look.success(lambda found: self.choose.show_backups(found, where, restorer.clock.now()))
        look.failure(self._failed).start()

    def _prepare(self) -> None:
        backup, secret = self._backup, self.open.secret()
        if backup is None or secret is None:
            return
        self._busy(busy=True, words=_("Opening and checking the backup…"))
        work = Operation(self._worker, lambda _token: self._restorer.prepare(backup, secret), owner=self)
        work.success(self._show_loss).failure(self._failed).start()

    def _show_loss(self, ready: Prepared) -> None:
        self._ready = ready
        self.open.wipe()
        self.loss.show_ready(ready)
        self.go(LOSS)
        first = next(iter(self.loss.numbers.values()), None)
        (first or self.main).setFocus()

    def _put(self) -> None:
        ready, agenda = self._ready, self.loss.agenda()
        if ready is None or agenda is None:
            return
        self._busy(busy=True, words=_("Putting the backup in place…"))
        work = Operation(self._worker, lambda _token: self._restorer.put(ready, agenda), owner=self)
        work.success(self._show_done).failure(self._failed).start()

    def _show_done(self, done: Restored) -> None:
        self._done, self._ready = done, None
        clear(self._end)
        self._end.addWidget(Banner("ok", _("The book is back.")))
        if done.aside is not None:
            aside = _(
                "The files of before lie in {folder}. Keep them until you are sure.", folder=done.aside.name
            )
            self._end.addWidget(Wrapped(aside))
        for key, numbers in done.gaps:
            said = _(
                "Numbers of {series} that this book does not know: {numbers}. They are never given again; "
                "compare with the agenda book.",
                series=key,
                numbers=_span(numbers),
            )
            self._end.addWidget(Wrapped(said))
        self._end.addStretch(1)
        self.go(DONE)
        self.main.setFocus()

    def _failed(self, failure: Explained) -> None:
        self._busy(busy=False)
        self._told.addWidget(Banner("danger", failure.happened, failure.sentence))

    def _forget(self) -> None:
        self._ready = None
        Operation(self._worker, lambda _token: self._restorer.forget(), owner=self).start()

    def _busy(self, *, busy: bool, words: str = "") -> None:
        for part in (self.back, self.main, self._stack):
            part.setEnabled(not busy)
        clear(self._told)
        if busy:
            self._told.addWidget(Progress(words, cancellable=False))

    def _build(self) -> None:
        card = framed(self._stack, self.back, STRETCH, self.main)
        self.body.addLayout(stepped(self._steps, self._told, card), 1)


def _span(numbers: tuple[int, ...]) -> str:
    """4, or 4 to 7."""
    if len(numbers) == 1:
        return str(numbers[0])
    return _("{first} to {last}", first=numbers[0], last=numbers[-1])
