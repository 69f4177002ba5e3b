"""Something leaves the book: what for is asked, then it goes into a file that somebody chooses, or to a printer.

The dialog makes nothing itself: it is handed a function that answers with bytes or says why not. Esc lets nothing out.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QWidget

from db.durable import write_atomic
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_list import LEAST_REASON, NO_REASON
from ui import printing
from ui.language import N_, _, n_, say
from ui.messages import Explained, explain
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.pages.page_keys import PageKeys
from ui.pages.user_dialogs import OwnPart
from ui.theme.theme import current
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.progress import Progress
from ui.widgets.segment import Segment

PRINT: Final = "print"
BOOK: Final = "book"
KINDS: Final = {
    "xlsx": (N_("Excel"), N_("Excel workbook (*.xlsx)")),
    "csv": (N_("Text (CSV)"), N_("Text for a spreadsheet (*.csv)")),
    "pdf": (N_("PDF"), N_("PDF (*.pdf)")),
    "json": (N_("Computer data file"), N_("Data file (*.json)")),
    BOOK: (N_("The whole book (Excel)"), N_("Excel workbook (*.xlsx)")),
    PRINT: (N_("Printer"), ""),
}
REASONS: Final = (
    N_("Village meeting"),
    N_("Visits in the hamlet"),
    N_("Report to the district"),
    N_("Asked for by the person"),
)
REASONS_OF_A_PERSON: Final = (
    N_("Asked for by the person"),
    N_("Asked for by the guardian or proxy"),
    N_("Answer to a data request"),
)
T = TypeVar("T")
Make = Callable[[Office, str, str], bytes | Refused]
# (office, reason, the password typed): the whole book
Book = Callable[[Office, str, str], bytes | Refused]


class ExportDialog(QDialog):
    """`done` with a sentence once something has left. `make(office, kind, reason)` runs beside the desk."""

    done_with = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        desk: OfficeDesk,
        make: Make,
        *,
        title: str,
        about: str,
        file: str,
        kinds: Sequence[str],
        reasons: Sequence[str] = REASONS,
        book: Book | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self.own = book, OwnPart()
        self.own.hide()
        self._desk, self._make, self._file = desk, make, file
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(current().px(600))
        self.kind = Segment(_("As"), [(code, _(KINDS[code][0])) for code in kinds], value=kinds[0])
        self.reason = LineEdit(_("In your own words, or press one below"))
        self.reason_field = Field(_("What is it for?"), self.reason)
        self.printer = Select([(name, name) for name in printing.printers()])
        self.printer_field = Field(_("Printer"), self.printer, reserve=False)
        self._told = column()
        self.main = Button("", self.go, kind="primary", icon="download")
        self.close_button = Button(_("Let nothing out"), self.reject)
        self._build(title, about, reasons, several=len(kinds) > 1)
        self.kind.chosen.connect(self._picked)
        self.reason.returnPressed.connect(self.go)
        PageKeys(self, {"Ctrl+Return": self.go})
        give_letters(self)
        self._picked(kinds[0])
        self.reason.setFocus()

    def _build(self, title: str, about: str, reasons: Sequence[str], *, several: bool) -> None:
        self._about = about
        self._said = said = Wrapped(about, "muted")
        said.setMinimumWidth(current().px(540))
        quick = QGridLayout()
        quick.setSpacing(8)
        for at, words in enumerate(reasons):
            quick.addWidget(Button(_(words), self._reason(_(words)), dense=True), at // 2, at % 2)
        warned = Wrapped(
            _(
                "The reason and your name are kept in the book. What leaves it is no longer locked: keep it safe."
            ),
            "small",
        )
        kind_field = Field(_("As"), self.kind, reserve=False)
        kind_field.setVisible(several)
        foot = row(self.close_button, STRETCH, self.main, gap=12)
        parts = (
            label(title, "h1"),
            said,
            kind_field,
            self.printer_field,
            self.reason_field,
            quick,
            self.own,
            warned,
        )
        self._parts = column(*parts, self._told, foot, gap=10, margins=(24, 20, 24, 20))
        self.setLayout(self._parts)

    def ask_above(self, widget: QWidget) -> None:
        """Something else to read or choose, above the reason; at large text it takes the place of what stands there."""
        self._said.setVisible(current().scale == 1.0)
        self._parts.insertWidget(self._parts.indexOf(self.reason_field), widget)

    def go(self) -> None:
        """Ask where to, or print; without a reason the field says so."""
        if not self.main.isEnabled() or not self._has_reason():
            return
        if self.kind.value() == BOOK and self.own.value() is None:
            return
        if self.kind.value() == PRINT:
            self.print_on(self.printer.code() or "")
            return
        kind = self.kind.value() or ""
        path, _filter = QFileDialog.getSaveFileName(
            self,
            _("Where to keep the file"),
            f"{self._file}.{'xlsx' if kind == BOOK else kind}",
            _(KINDS[kind][1]),
        )
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Make it and write it into this file."""
        make, book, kind, reason = self._make, self._book, self.kind.value() or "", self.reason.text()
        typed = self.own.value() if kind == BOOK else ""
        if typed is None:
            return

        def save(office: Office) -> Refused | None:
            whole = kind == BOOK and book is not None
            made = book(office, reason, typed) if whole and book else make(office, kind, reason)
            if isinstance(made, Refused):
                return made
            write_atomic(path, made)
            return None

        self._start(self._desk.in_lane(save, owner=self)).success(self._saved).start()

    def print_on(self, name: str) -> None:
        """Make it and print it on the printer of this name; without one it says what else can be done."""
        if not name:
            told = explain(printing.PrintError("no_printer"))
            self._tell("grey", told.happened, _("Save it as PDF and print it where there is a printer."))
            return
        make, reason = self._make, self.reason.text()

        def paper(office: Office) -> bytes | Refused | tuple[bytes, printing.Offset]:
            made = make(office, PRINT, reason)
            return made if isinstance(made, Refused) else (made, printing.offset_of(office, name))

        def ready(answer: bytes | Refused | tuple[bytes, printing.Offset]) -> None:
            if isinstance(answer, tuple):
                self._print(name, *answer)
            elif isinstance(answer, Refused):
                self._refused(answer)

        self._start(self._desk.in_lane(paper, owner=self)).success(ready).start()

    def _print(self, name: str, data: bytes, offset: printing.Offset) -> None:
        def done(pages: int) -> None:
            self._finish(
                n_("{n} page sent to {printer}.", "{n} pages sent to {printer}.", pages, printer=name)
            )

        work = Operation(
            self._desk.worker,
            lambda _token: printing.print_pdf(data, printing.named_printer(name), offset),
            owner=self,
        )
        self._start(work).success(done).start()

    def _start(self, work: Operation[T]) -> Operation[T]:
        self.main.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Writing…"), cancellable=False))
        return work.failure(self._failed).finished(lambda: self.main.setEnabled(True))

    def _saved(self, refused: Refused | None) -> None:
        if refused is not None:
            self._refused(refused)
        else:
            self._finish(_("Saved in the file you chose."))

    def _finish(self, sentence: str) -> None:
        self.done_with.emit(sentence)
        self.accept()

    def _refused(self, refused: Refused) -> None:
        clear(self._told)
        problem = refused.problems[0]
        if problem.field == "own":
            self.own.show_problem(problem)
        elif problem.field == "reason":
            self.reason_field.show_problem(problem)
            self.reason.setFocus()
        else:
            self._tell("warn", say(problem.message), "")

    def _failed(self, failure: Explained) -> None:
        self._tell("danger", failure.happened, failure.sentence)

    def _tell(self, tone: BannerTone, sentence: str, detail: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail))

    def _has_reason(self) -> bool:
        from desbumi_app.domain.problems import stop

        enough = len(self.reason.text().strip()) >= LEAST_REASON
        self.reason_field.show_problem(None if enough else stop(NO_REASON))
        if not enough:
            self.reason.setFocus()
        return enough

    def _reason(self, words: str) -> Callable[[], None]:
        def put() -> None:
            self.reason.setText(words)
            self.reason_field.show_problem(None)
            self.main.setFocus()

        return put

    def _picked(self, kind: str) -> None:
        printed = kind == PRINT
        self._said.setText(_("Every table of the book, of everybody in it.") if kind == BOOK else self._about)
        self.own.setVisible(kind == BOOK)
        self.printer_field.setVisible(printed and self.printer.count() > 0)
        self.main.set_text(_("Print") if printed else _("Choose the file…"))
        self.main.set_icon("printer" if printed else "download")
        restyle(self.main, "kind", "primary")
