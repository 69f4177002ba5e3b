"""Impor dari Excel: choose a file, see what would happen to every row, apply in one go, see what was stored.

Reading and applying run beside the desk; nothing is stored before "Impor". Special data of foreign files is not read.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.office import Office
from desbumi_app.usecases.import_residents import Imported, Plan, import_residents, read_residents
from ui.language import _, n_, say
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import clear, column, hairline, row
from ui.widgets.progress import Progress
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

SHOWN: Final = 200


class ImportPage(Page):
    """`open_file` is what the button does after a file was chosen."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Import from Excel"))
        self._desk, self._ways = desk, ways
        self._plan: Plan | None = None
        self.back = Button(_("Back to the list"), lambda: ways.visit("people"), icon="arrow-left")
        self.main = Button(_("Choose a file"), self.choose, kind="primary", icon="table-import")
        self.add_to_title(self.back)
        self.add_to_title(self.main)
        self._told = column()
        self._card = Card()
        self._card.body.addWidget(self._first())
        self.body.addLayout(self._told)
        self.body.addWidget(self._card, 1)
        self.setFocusProxy(self.main)

    def choose(self) -> None:
        """Ask for a file; nothing happens when none is chosen."""
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a list"), "", "Excel, CSV (*.xlsx *.ods *.csv)"
        )
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Read and judge every row; nothing is stored."""
        self._busy(_("Reading {file}…", file=path.name))

        def read(office: Office) -> Plan | WorkbookError:
            try:
                return read_residents(office, path)
            except WorkbookError as error:
                return error

        self._desk.in_lane(read, owner=self).success(self._read).failure(self._failed).start()

    def apply(self) -> None:
        """Store the good rows in one transaction."""
        plan = self._plan
        if plan is None:
            return
        self._busy(_("Storing {n} rows…", n=len(plan.rows) - len(plan.rejected)))
        operation = self._desk.in_lane(lambda office: import_residents(office, plan), owner=self)
        operation.success(self._stored).failure(self._not_stored).start()

    # -- states ----------------------------------------------------------------------------------------------------

    def _first(self) -> QWidget:
        return EmptyState(
            _("Bring in an old list"),
            _(
                "A population list from OpenSID or your own Excel. You see every row before anything is stored."
            ),
            foot=_("Disability, pregnancy and birth control in foreign files are never read."),
        )

    def _busy(self, words: str) -> None:
        clear(self._told)
        clear(self._card.body)
        self.main.setEnabled(False)
        self._card.body.addStretch(1)
        self._card.body.addWidget(Progress(words, cancellable=False))
        self._card.body.addStretch(1)

    def _judged(self, plan: Plan) -> None:
        self._plan = plan
        clear(self._card.body)
        good = len(plan.rows) - len(plan.rejected)
        doubtful = sum(1 for one in plan.rows if one.problems and one.verdict is not Verdict.REJECTED)
        self._counts((
            ("circle-check", "ok", good - doubtful, _("rows are good")),
            ("alert-triangle", "warn", doubtful, _("rows are to be checked later")),
            ("circle-x", "danger", len(plan.rejected), _("rows are left out")),
        ))  # fmt: skip
        if plan.not_taken:
            said = _("Not taken from the file: {columns}", columns=", ".join(plan.not_taken))
            self._card.body.addWidget(Wrapped(said, "muted"))
        self._card.body.addWidget(hairline())
        self._card.body.addWidget(self._table(plan), 1)
        self._main(n_("Import {n} row", "Import {n} rows", good), self.apply, enabled=good > 0)

    def _stored(self, done: Imported) -> None:
        self._plan = None
        clear(self._card.body)
        clear(self._told)
        self._told.addWidget(Banner("ok", _("The list is in the book: {n} rows read", n=done.rows)))
        self._counts((
            ("user-plus", "ok", done.new, _("new people")),
            ("pencil", "info", done.filled, _("people completed")),
            ("equal", "muted", done.skipped, _("were already the same")),
            ("circle-x", "danger", done.rejected, _("left out")),
        ))  # fmt: skip
        self._card.body.addStretch(1)
        self._main(_("Look at the list"), lambda: self._ways.visit("people"))
        self._ways.saved()

    def _read(self, answer: Plan | WorkbookError) -> None:
        if isinstance(answer, Plan):
            self._judged(answer)
            return
        self._again(say(answer.message), _("Choose another file, or save it anew in Excel."))

    def _failed(self, failure: Explained) -> None:
        self._again(failure.happened, failure.do)

    def _again(self, sentence: str, advice: str) -> None:
        clear(self._card.body)
        self._card.body.addWidget(self._first())
        self._tell(sentence, advice)
        self._main(_("Choose another file"), self.choose)

    def _not_stored(self, failure: Explained) -> None:
        if self._plan is not None:
            self._judged(self._plan)
        self._tell(failure.happened, failure.do)

    # -- parts -----------------------------------------------------------------------------------------------------

    def _tell(self, sentence: str, advice: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner("danger", sentence, _("Nothing was stored.") + " " + advice))

    def _main(self, words: str, does: object, *, enabled: bool = True) -> None:
        self.main.clicked.disconnect()
        self.main.clicked.connect(lambda *_args: does())  # type: ignore[operator]  # one of this page's own methods
        self.main.set_text(words)
        self.main.setEnabled(enabled)
        self.main.setFocus()

    def _counts(self, counts: Sequence[tuple[str, str, int, str]]) -> None:
        line = row(gap=32)
        for icon, tone, number, words in counts:
            shown = f"{number:,}".replace(",", ".")
            line.addLayout(row(IconLabel(icon, 26, tone), label(shown, "num"), label(words, "muted"), gap=10))
        line.addStretch(1)
        self._card.body.addLayout(line)

    def _table(self, plan: Plan) -> Table:
        columns = [
            Column("row", _("Row"), 70, "right"),
            Column("name", _("Name"), 300, strong=True),
            Column("verdict", _("Verdict"), 170),
            Column("why", _("What to look at")),
        ]
        model = ListModel(columns)
        ordered = sorted(
            plan.rows, key=lambda one: (one.verdict is not Verdict.REJECTED, not one.problems, one.number)
        )
        rows = []
        for one in ordered[:SHOWN]:
            icon, tone, words = ("circle-x", "danger", _("left out")) if one.verdict is Verdict.REJECTED else (
                ("alert-triangle", "warn", _("check later")) if one.problems else ("circle-check", "ok", _("good")))  # fmt: skip
            why = " ".join(say(problem.message) for problem in one.problems[:2])
            rows.append(Row(one.number, (
                Cell(str(one.number)), Cell(str(one.values.get("name") or "")), Cell(words, icon=icon, tone=tone), Cell(why),
            )))  # fmt: skip
        model.set_rows(rows)
        table = Table(model, _("Rows of the file"))
        model.setParent(table)
        return table
