"""A paper that exists once: its rows on screen, saved or printed, and two groups typed back before anything goes on."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from db.durable import write_atomic
from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _
from ui.messages import Explained
from ui.models.new_office import GROUP, ROW_NAMES, group_of
from ui.operations import Operation, Worker
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, row

OTHER_GROUP: Final = Problem(
    Level.STOP, None, Message(N_("This is not what stands on the sheet. Look again at the paper."))
)


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What exists once: the rows, the mark by which sheet and screen are compared, and `pdf()`, drawn on the worker."""

    rows: tuple[str, ...] = field(repr=False)
    mark: str
    pdf: Callable[[], bytes]


class KeptSheet(QWidget):
    """`is_kept` says whether the sheet may be left."""

    kept = Signal()

    def __init__(self, worker: Worker, paper: OnPaper, *, said: str, file: str) -> None:
        super().__init__()
        rows, pdf = paper.rows, paper.pdf
        self._worker, self._rows, self._pdf, self._file = worker, rows, pdf, file
        self.stored = False
        self.wanted = [
            divmod(number, GROUP) for number in secrets.SystemRandom().sample(range(len(rows) * GROUP), 2)
        ]
        self._told = column()
        self.save = Button(_("Save as PDF"), self._ask_where, icon="download")
        self.print = Button(_("Print"), self._print, icon="printer")
        names = [_("Row {row}, group {group}", row=ROW_NAMES[r], group=g + 1) for r, g in self.wanted]
        self.groups = [LineEdit(), LineEdit()]
        self.fields = [Field(name, edit) for name, edit in zip(names, self.groups, strict=True)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        for number in range(len(rows)):
            grid.addWidget(label(_("Row {n}", n=ROW_NAMES[number]), "muted"), number, 0)
            for group in range(GROUP):
                grid.addWidget(label(group_of(rows, number, group), "h1"), number, group + 1)
        grid.setColumnStretch(GROUP + 1, 1)
        mark = label(_("Mark of the sheet: {mark}", mark=paper.mark), "small")
        self.setLayout(column(
            Wrapped(said), self._told, grid, row(self.save, self.print, STRETCH, mark), hairline(),
            label(_("Type two groups from the paper"), "strong"), row(*self.fields, STRETCH, gap=16), STRETCH, gap=10,
        ))  # fmt: skip
        self.groups[0].returnPressed.connect(self.groups[1].setFocus)
        self.setFocusProxy(self.save)

    def is_kept(self) -> bool:
        """Whether it was saved or printed and both groups are right; says what is missing."""
        if not self.stored:
            self._tell(Banner("warn", _("First save or print the sheet.")))
            return False
        right = []
        for (number, group), edit, shown in zip(self.wanted, self.groups, self.fields, strict=True):
            same = edit.text().strip().upper() == group_of(self._rows, number, group)
            shown.show_problem(None if same else OTHER_GROUP)
            right.append(same)
        return all(right)

    def save_to(self, path: Path) -> None:
        """Write the paper there and nowhere else."""
        self._keep(lambda: write_atomic(path, self._pdf()))

    def _ask_where(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(self, _("Save the sheet"), self._file, "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def _print(self) -> None:
        def print_it() -> object:
            from ui.printing import PrintError, named_printer, print_pdf, printers

            names = printers()
            if not names:
                raise PrintError("no_printer")
            return print_pdf(self._pdf(), named_printer(names[0]))

        self._keep(print_it)

    def _keep(self, work: Callable[[], object]) -> None:
        Operation(self._worker, lambda _token: work(), owner=self).success(self._done).failure(
            self._failed
        ).start()

    def _done(self, _answer: object) -> None:
        self.stored = True
        self._tell(Banner("ok", _("The sheet is kept. Now type two groups from it.")))
        self.groups[0].setFocus()
        self.kept.emit()

    def _failed(self, failure: Explained) -> None:
        self._tell(Banner("danger", failure.happened, failure.sentence))

    def _tell(self, banner: Banner) -> None:
        clear(self._told)
        self._told.addWidget(banner)
