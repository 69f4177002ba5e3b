"""A finished paper goes to the printer used last for its kind, or says that there is none and offers a file.

The audit line of the print is committed before the first page goes out.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.note_print import Out, note_print
from desbumi_app.usecases.save_paper import save_paper
from ui import printing
from ui.language import _, n_, say
from ui.messages import explain
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.ways import Ways


class PaperOut(QObject):
    """`done` with the sentence that was said."""

    done = Signal(str)

    def __init__(self, page: QWidget, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(page)
        self._page, self._desk, self._ways = page, desk, ways

    def send(self, data: bytes, kind: str, records: Sequence[bytes] = ()) -> None:
        """Print a paper of this kind; without a printer, ask for a file."""
        names = printing.printers()
        if not names:
            told = explain(printing.PrintError("no_printer"))
            self._ways.say(
                "grey",
                told.happened,
                told.sentence,
                jumps=[(_("Save PDF"), lambda: self.save(data, kind, records))],
            )
            self.done.emit(told.happened)
            return

        def ready(office: Office) -> tuple[str, printing.Offset]:
            known = printing.remembered(office, kind)
            name = known if known in names else names[0]
            note_print(office, kind, Out.PRINTER, records)
            printing.remember(office, kind, name)
            return name, printing.offset_of(office, name)

        self._desk.write(ready, owner=self._page).success(lambda on: self._print(*on, data)).start()

    def save(
        self, data: bytes, kind: str, records: Sequence[bytes] = (), path: str = "", name: str = "surat.pdf"
    ) -> None:
        """Write it into a file the officer chooses."""
        path = path or QFileDialog.getSaveFileName(self._page, _("Save the paper"), name, "PDF (*.pdf)")[0]
        if not path:
            return

        def saved(answer: Path | Refused) -> None:
            if isinstance(answer, Refused):
                self._ways.say("danger", say(answer.problems[0].message))
            else:
                self._said(_("Saved in the file you chose."))

        work = self._desk.write(
            lambda office: save_paper(office, kind, data, Path(path), records), owner=self._page
        )
        work.success(saved).start()

    def _print(self, name: str, offset: printing.Offset, data: bytes) -> None:
        work = Operation(
            self._desk.worker,
            lambda _token: printing.print_pdf(data, printing.named_printer(name), offset),
            owner=self._page,
        )
        work.success(
            lambda n: self._said(
                n_("{n} page sent to {printer}.", "{n} pages sent to {printer}.", n, printer=name)
            )
        ).start()

    def _said(self, words: str) -> None:
        self._ways.say("ok", words)
        self.done.emit(words)
