"""Impor dari Excel in four steps: file, columns, rows, result. Nothing is in the book before "Impor".

Reading and storing run beside the desk, with a bar and a way to stop; a stopped import leaves nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from db.durable import write_atomic
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.office import Office
from desbumi_app.usecases import import_decide, import_history, import_look
from desbumi_app.usecases.import_apply import Applied, apply_list
from desbumi_app.usecases.import_look import Guess, Layout, SheetLook
from desbumi_app.usecases.import_read import read_list
from desbumi_app.usecases.import_staged import Settings
from desbumi_app.usecases.import_template import import_template
from ui.language import _, n_, say
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.operations import Operation, Token
from ui.pages.import_columns import ColumnsStep
from ui.pages.import_done import DoneStep
from ui.pages.import_rows import RowsStep
from ui.pages.page_keys import PageKeys
from ui.ways import Ways
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Wrapped
from ui.widgets.layout import clear, column
from ui.widgets.progress import Progress

FILES: Final = "Excel, OpenDocument, CSV (*.xlsx *.xlsm *.xls *.ods *.csv *.txt)"
T = TypeVar("T")
Looked = tuple[tuple[SheetLook, ...], SheetLook, tuple[Guess, ...], Layout]


class ImportPage(Page):
    """`open_file` is what the button does after a file was chosen, or dropped here."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Import from Excel"))
        self._desk, self._ways = desk, ways
        self._path: Path | None = None
        self._looked: Looked | None = None
        self.job: int | None = None
        self.columns: ColumnsStep | None = None
        self.rows: RowsStep | None = None
        self.done: DoneStep | None = None
        self.progress: Progress | None = None
        self.back = Button(_("Back to the list"), lambda: ways.visit("people"), icon="arrow-left")
        self.main = Button(_("Choose a file"), self.choose, kind="primary", icon="table-import")
        for button in (self.back, self.main):
            self.add_to_title(button)
        self._told = column()
        self._card = Card()
        self.body.addLayout(self._told)
        self.body.addWidget(self._card, 1)
        self.begin_at(self.main)
        self.setAcceptDrops(True)
        PageKeys(self, {"Ctrl+Return": self.main.click, "Esc": self._leave})
        self._put(self._first())
        desk.in_lane(_waiting, owner=self).success(self._offer).start()

    # -- step 1: the file --------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file; nothing happens when none is chosen."""
        path, _filter = QFileDialog.getOpenFileName(self, _("Choose a list"), "", FILES)
        if path:
            self.open_file(Path(path))

    def _leave(self) -> None:
        """Esc: back to the list; what was read waits and is offered again, and what is being stored is not left alone."""
        if self.progress is None:
            self._ways.visit("people")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped here."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def open_file(self, path: Path, at: int | None = None, header: int | None = None) -> None:
        """Look at the sheets and columns of a file; nothing is stored."""
        self._path = path
        self._busy(_("Reading {file}…", file=path.name))

        def read(office: Office) -> Looked | WorkbookError:
            try:
                sheets = import_look.look(office, path)
            except WorkbookError as error:
                return error
            sheet = next((one for one in sheets if one.at == at), None) or import_look.best(sheets)
            head = header if header is not None else sheet.header or 0
            return sheets, sheet, *import_look.guess(office, sheet, head)

        self._desk.in_lane(read, owner=self).success(self._show_columns).failure(self._failed).start()

    def _offer(self, found: tuple[tuple[int, Settings], ...]) -> None:
        """A list that was read and never stored: the window was closed, or the power went."""
        if not found or self._path is not None:
            return
        job, settings = found[0]
        self._put(self._first("table-import"))
        self._tell(
            "info", _("{file} was read and is not stored yet.", file=settings.file),
            _("Go on where you stopped, or give it up; then nothing of it stays."),
            (_("Go on"), lambda: self._resume(job)), (_("Give it up"), lambda: self._drop(job)),
        )  # fmt: skip

    def _resume(self, job: int) -> None:
        self._path = Path("-")
        self._judged(job)

    def _drop(self, job: int) -> None:
        clear(self._told)
        self._desk.in_lane(lambda office: import_decide.give_up(office, job), owner=self).start()

    def save_template(self) -> None:
        """An empty list for whoever has none yet, into a file of one's choice."""
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Empty list to fill in"), "daftar-warga.xlsx", "Excel (*.xlsx)"
        )
        if not name:
            return

        def write(office: Office) -> str:
            write_atomic(Path(name), import_template(office), private=False)
            return Path(name).name

        said = _("Fill it in with Excel, then choose it here. It holds nobody yet.")
        self._desk.ask(write, owner=self).success(
            lambda file: self._tell("ok", _("Saved as {file}.", file=file), said)
        ).start()

    # -- step 2: columns ---------------------------------------------------------------------------------------------

    def _show_columns(self, found: Looked | WorkbookError) -> None:
        if isinstance(found, WorkbookError):
            self._again(say(found.message), _("Choose another file, or save it anew in Excel."))
            return
        self._looked = found
        sheets, sheet, guesses, layout = found
        self.columns = ColumnsStep()
        self.columns.show_sheets(sheets)
        self.columns.show_guess(sheet, guesses, layout)
        self.columns.looked.connect(self._look_again)
        clear(self._told)
        if sheet.header is None:
            self._tell(
                "warn",
                _("No row with column names was found."),
                _("Choose the row, or say for each column what it is."),
            )
        elif any(one.ask for one in guesses):
            self._tell(
                "info", _("Please check the columns with a triangle."), _("The program is not sure of them.")
            )
        self._put(self.columns)
        self._main(_("Check the rows"), self._read)

    def _look_again(self, at: int, header: int) -> None:
        if self._path is not None:
            self.open_file(self._path, at, header)

    def _read(self) -> None:
        path, columns = self._path, self.columns
        if path is None or columns is None:
            return
        if not columns.names_a_person():
            self._tell(
                "danger", _("No column is the name."), _("Say which column holds the name of the person.")
            )
            return
        if twice := columns.twice():
            self._tell("danger", _("Two columns are {field}.", field=twice), _("Take one of them away."))
            return
        layout = columns.chosen()

        def read(office: Office, token: Token) -> int | WorkbookError:
            try:
                return read_list(office, path, layout, _through(token))
            except WorkbookError as error:
                return error

        self._long(_("Reading {file}…", file=path.name), read, self._was_read, self._failed)

    def _was_read(self, found: int | WorkbookError) -> None:
        if isinstance(found, WorkbookError):
            self._again(say(found.message), _("Choose another file, or save it anew in Excel."))
        else:
            self._judged(found)

    # -- step 3: rows ------------------------------------------------------------------------------------------------

    def _judged(self, job: int) -> None:
        self.job, self.progress = job, None
        self._desk.ask(lambda office: import_decide.overview(office, job), owner=self).success(
            self._show_rows
        ).start()

    def _show_rows(self, found: import_decide.Overview) -> None:
        clear(self._told)
        self.rows = RowsStep(self._desk, found)
        self.rows.changed.connect(self._recount)
        box = column(gap=10)
        if found.settings.not_taken or found.settings.merged:
            notes = (
                [_("Not taken from the file: {columns}", columns=", ".join(found.settings.not_taken))]
                if found.settings.not_taken
                else []
            )
            notes += [_("Merged cells count for every row they cover.")] if found.settings.merged else []
            box.addWidget(Wrapped("  ".join(notes), "muted"))
        box.addWidget(self.rows, 1)
        holder = QWidget()
        holder.setLayout(box)
        self._put(holder)
        self._main("", self.apply)
        self._count(found)
        self.rows.setFocus()

    def _recount(self) -> None:
        job = self.job
        if job is not None:
            self._desk.ask(lambda office: import_decide.overview(office, job), owner=self).success(
                self._count
            ).start()

    def _count(self, found: import_decide.Overview) -> None:
        good = found.counts["all"] - found.counts["rejected"]
        self.main.set_text(n_("Import {n} row", "Import {n} rows", good))
        self.main.setEnabled(good > 0)
        if self.rows is not None:
            self.rows.show_counts(found)

    def apply(self) -> None:
        """Store the rows in one transaction."""
        job = self.job
        if job is None:
            return
        self._long(
            _("Storing the list…"), lambda office, token: apply_list(office, job, _through(token)),
            self._stored, self._not_stored, storing=True,
        )  # fmt: skip

    # -- step 4: done ------------------------------------------------------------------------------------------------

    def _stored(self, done: Applied) -> None:
        clear(self._told)
        job, self.job, self.rows = self.job, None, None
        self._tell("ok", _("The list is in the book: {n} rows read", n=done.rows))
        self.done = DoneStep(
            self._desk, job or 0, done, take_back=self._ways.import_history,
            say_saved=lambda name: self._tell("ok", _("Saved as {file}. It names people: keep it safe.", file=name)),
        )  # fmt: skip
        self._put(self.done)
        self._main(_("Look at the list"), lambda: self._ways.visit("people"))
        self.main.set_icon("users")
        self.back.hide()  # it would do the same
        self._ways.saved()

    def _not_stored(self, failure: Explained) -> None:
        self._ways.saved()
        if self.job is not None:
            self._judged(self.job)
        self._tell("danger", failure.happened, _("Nothing was stored.") + " " + failure.do)

    # -- states ------------------------------------------------------------------------------------------------------

    def _first(self, icon: str | None = None) -> QWidget:
        """With an icon instead of the book when something is told above, so that all of it fits."""
        return EmptyState(
            _("Bring in an old list"),
            _(
                "A population list from OpenSID or your own Excel. You see every row before anything is stored."
            ),
            icon=icon,
            foot=_("Disability, pregnancy and birth control in foreign files are never read."),
            buttons=[
                Button(_("History of imports"), self._ways.import_history, icon="history"),
                Button(_("Compare with an official list"), self._ways.compare_extract, icon="arrows-diff"),
                Button(_("Hamlet sheet"), self._ways.hamlet_sheet, icon="list-check"),
                Button(_("Empty list to fill in"), self.save_template, icon="file-spreadsheet"),
            ],
        )

    def _busy(self, words: str, *, stop: Callable[[], object] | None = None) -> None:
        clear(self._told)
        self.main.setEnabled(False)
        self.progress = Progress(words, cancellable=stop is not None)
        if stop is not None:
            self.progress.cancelled.connect(stop)
        self._put(self.progress)

    def _long(
        self,
        words: str,
        fn: Callable[[Office, Token], T],
        then: Callable[[T], object],
        failed: Callable[[Explained], object],
        *,
        storing: bool = False,
    ) -> None:
        """Beside the desk, with a bar and a way to stop."""
        begin = self._desk.storing if storing else self._desk.long
        operation: Operation[T] = begin(fn, owner=self)

        def stop() -> None:
            operation.cancel()
            operation.finished(self._stopped)

        self._busy(words, stop=stop)
        operation.success(then).failure(failed)
        operation.progress(self._step)
        operation.start()

    def _step(self, done: int, total: int, _text: str) -> None:
        if self.progress is not None:
            self.progress.show_step(done, total)

    def _stopped(self) -> None:
        if self.progress is None:
            return
        self._start_again()
        self._tell("info", _("Stopped. Nothing was stored."))

    def _failed(self, failure: Explained) -> None:
        self._again(failure.happened, failure.do)

    def _again(self, sentence: str, advice: str) -> None:
        self._start_again()
        self._tell("danger", sentence, _("Nothing was stored.") + " " + advice)

    def _start_again(self) -> None:
        job, self.job, self.progress = self.job, None, None
        if job is not None:
            self._drop(job)
        self._put(self._first("table-import"))
        self._main(_("Choose another file"), self.choose)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _put(self, widget: QWidget) -> None:
        clear(self._card.body)
        centred = isinstance(widget, Progress)
        if centred:
            self._card.body.addStretch(1)
        self._card.body.addWidget(widget, 0 if centred else 1)
        if centred:
            self._card.body.addStretch(1)

    def _tell(
        self, tone: BannerTone, sentence: str, detail: str = "", *jumps: tuple[str, Callable[[], object]]
    ) -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail, jumps=jumps))

    def _main(self, words: str, does: Callable[[], object]) -> None:
        self.progress = None
        self.main.clicked.disconnect()
        self.main.clicked.connect(lambda *_args: does())
        self.main.set_text(words)
        self.main.setEnabled(True)
        self.main.setFocus()


def _waiting(office: Office) -> tuple[tuple[int, Settings], ...]:
    import_history.sweep(office)
    return import_history.waiting(office)


def _through(token: Token) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        token.check()
        token.progress(done, total)

    return told
