"""Step 4 of an import: what was stored, counted so that it adds up; the rows left out as a workbook; taking it back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from db.durable import write_atomic
from desbumi_app.office import Office
from desbumi_app.usecases.import_apply import Applied
from desbumi_app.usecases.import_history import returned
from ui.language import WORDS, _, say
from ui.models.people_list import number_of
from ui.office_desk import OfficeDesk
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

Told = Callable[[str], object]


class DoneStep(QWidget):
    """`say_saved` is told the name of a file that was written; `take_back` is what Batalkan does."""

    def __init__(
        self, desk: OfficeDesk, job: int, done: Applied, *, say_saved: Told, take_back: Callable[[], object]
    ) -> None:
        super().__init__()
        self._desk, self._job, self._saved = desk, job, say_saved
        self.left_out = Button(_("Save the rows left out as Excel"), self.save, icon="file-spreadsheet")
        self.undo = Button(_("Take this import back"), take_back, icon="arrow-back-up")
        sum_up = _(
            "{rows} rows = {new} new + {filled} completed + {skipped} the same or not decided + {rejected} left out",
            rows=done.rows, new=done.new, filled=done.filled, skipped=done.skipped, rejected=done.rejected,
        )  # fmt: skip
        waiting = [("users", "warn", done.left, _("not decided yet"))] if done.left else []
        box = column(counted([
            ("user-plus", "ok", done.new, _("new people")),
            ("pencil", "info", done.filled, _("people completed")),
            ("equal", "muted", done.skipped - done.left, _("already there")),
            *waiting,
            ("circle-x", "danger", done.rejected, _("left out")),
        ]), Wrapped(sum_up, "muted"), gap=14)  # fmt: skip
        if done.left:
            box.addWidget(
                Wrapped(_("Of these, {n} wait because nobody said who they are.", n=done.left), "muted")
            )
        if done.not_taken:
            said = _("Not taken from the file: {columns}", columns=", ".join(done.not_taken))
            box.addWidget(Wrapped(said, "muted"))
        box.addLayout(row(self.left_out, self.undo, STRETCH, gap=12))
        self.left_out.setEnabled(done.rejected + done.left > 0)
        self.undo.setEnabled(done.txn is not None)
        box.addWidget(Wrapped(_("You can take it back for 30 days, under History of imports."), "muted"))
        box.addStretch(1)
        self.setLayout(box)

    def save(self) -> None:
        """Ask where, then write the workbook."""
        save_left_out(self, self._desk, self._job, self._saved)


def save_left_out(page: QWidget, desk: OfficeDesk, job: int, told: Told) -> None:
    """Ask for a place and write the rows that were left out, each with its reason; names people, so it is audited."""
    name, _filter = QFileDialog.getSaveFileName(
        page, _("Save the rows left out as Excel"), "perlu-dibetulkan.xlsx", "Excel (*.xlsx)"
    )
    if not name:
        return
    path = Path(name)

    def write(office: Office) -> str:
        write_atomic(path, returned(office, job, say, WORDS.language))
        return path.name

    desk.ask(write, owner=page).success(told).start()


def counted(counts: Sequence[tuple[str, str, int, str]]) -> QHBoxLayout:
    """Large numbers beside each other: drawing, tone, number, words."""
    line = row(gap=32)
    for icon, tone, number, words in counts:
        line.addLayout(
            row(IconLabel(icon, 26, tone), label(number_of(number), "num"), label(words, "muted"), gap=10)
        )
    line.addStretch(1)
    return line
