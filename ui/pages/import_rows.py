"""Step 3 of an import: every row with its verdict, narrowed by verdict, corrected in place; questions answered.

Enter goes from the list to the cells of the row and back; nothing is stored in the book here.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.office import Office
from desbumi_app.usecases import import_decide
from desbumi_app.usecases.import_history import reason
from desbumi_app.usecases.import_look import targets
from desbumi_app.usecases.import_read import LIKELY_TWIN
from desbumi_app.usecases.import_staged import LIKELY, SURE, Line
from ui.dates import partial_date
from ui.language import WORDS, _, say
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.theme.theme import current
from ui.widgets.begins import Begins
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled
from ui.widgets.segment import FilterChips
from ui.widgets.table import Table
from ui.widgets.table_model import PAGE, Cell, Column, ListModel, Row

EDITED: Final = 4
# So many cells of a row stand beside the known person whom it may mean.
ASIDE: Final = 7
PANEL: Final = 148
T = TypeVar("T")
VIEWS: Final = ("all", "good", "look", "rejected", "there", "twins")


class RowsStep(Begins):
    """`changed` is sent when counts may be others; `shown` when a view has been read."""

    changed = Signal()
    shown = Signal()

    def __init__(self, desk: OfficeDesk, found: import_decide.Overview) -> None:
        super().__init__()
        self._desk, self._job, self._settings = desk, found.job, found.settings
        self._line: Line | None = None
        self._every = False
        self.view = "twins" if found.counts["twins"] else "rejected" if found.counts["rejected"] else "all"
        words = {
            "all": _("All"), "good": _("Good"), "look": _("To check"), "rejected": _("Left out"),
            "there": _("Already there"), "twins": _("Same name"),
        }  # fmt: skip
        self.chips = FilterChips(
            _("Rows"), [(code, words[code], found.counts[code]) for code in VIEWS], value=self.view
        )
        self.chips.chosen.connect(self.narrow)
        self.model = ListModel([
            Column("row", _("Row"), 70, "right"), Column("name", _("Name"), 300, strong=True),
            Column("verdict", _("Verdict"), 215), Column("why", _("What to look at")),
        ], self)  # fmt: skip
        self.model.wanted.connect(self._page)
        self.table = Table(self.model, _("Rows of the file"))
        self.table.selected.connect(self._select)
        self.table.opened.connect(lambda _n: self._into_cells())
        self.editors: dict[str, LineEdit] = {}
        self._panel = column(gap=6)
        # Of one height, so that nothing jumps from row to row and long reasons never widen the window.
        about = scrolled(holder(self._panel))
        about.setFixedHeight(current().dense(PANEL))
        box = column(row(self.chips, STRETCH), gap=10)
        box.addWidget(self.table, 1)
        box.addWidget(about)
        self.setLayout(box)
        self.begin_at(self.table)
        for key, decided in (("S", "same"), ("B", "new")):
            QShortcut(QKeySequence(key), self.table, lambda one=decided: self._decide(one))
        QShortcut(QKeySequence("L"), self.table, self._show_every)
        self.narrow(self.view)

    def narrow(self, view: str) -> None:
        """Show the rows of one view."""
        self.view = view
        job = self._job
        self._ask(lambda office: import_decide.numbers(office, job, view)).success(self._show).start()

    def show_counts(self, found: import_decide.Overview) -> None:
        """New counts behind the filters."""
        for code in VIEWS:
            self.chips.set_count(code, found.counts[code])

    def _ask(self, fn: Callable[[Office], T]) -> Operation[T]:
        return self._desk.ask(fn, owner=self)

    def _show(self, numbers: "array[int]") -> None:
        self.model.set_ids(list(numbers))
        if len(numbers):
            self.table.selectRow(0)
        else:
            clear(self._panel)
            self._panel.addWidget(label(_("No row here."), "muted"))
        self.shown.emit()

    def _page(self, page: int) -> None:
        job, wanted = (
            self._job,
            [
                self.model.id_at(at)
                for at in range(page * PAGE, min((page + 1) * PAGE, self.model.rowCount()))
            ],
        )

        def read(office: Office) -> list[Row]:
            return [_row(office, one) for one in import_decide.lines(office, job, wanted)]

        self._ask(read).success(lambda rows: self.model.put(page, rows)).start()

    def _select(self, number: int) -> None:
        job = self._job

        def read(office: Office) -> tuple[Line, list[str], str]:
            line = import_decide.lines(office, job, [number])[0]
            rest = [one for one in line.row.problems if one.message.msgid != LIKELY_TWIN]  # asked beside it
            said = [reason(office, one, say, WORDS.language) for one in rest]
            twin = import_decide.twin_of(office, line)
            about = (
                ""
                if twin is None
                else " · ".join(
                    partial_date(str(twin[key])) for key in ("name", "born_on", "hamlet") if twin[key]
                )
            )
            return line, said, about

        self._ask(read).success(lambda found: self._details(*found)).start()

    # -- one row -----------------------------------------------------------------------------------------------------

    def _details(self, line: Line, said: Sequence[str], twin: str) -> None:
        if self.table.current_id() != line.row.number:
            return
        self._line = line
        clear(self._panel)
        self.editors = {}
        self._panel.addWidget(Wrapped("  ".join(_told(line, said)), "body"))
        if line.found == LIKELY and line.row.verdict is not Verdict.REJECTED:
            self._panel.addLayout(self._question(line, twin))
        self._panel.addLayout(self._cells(line))
        self._panel.addStretch(1)

    def _question(self, line: Line, twin: str) -> QVBoxLayout:
        """Who it may be and the answers; at larger text these stand under the words."""
        known = (
            _("Already there: {who}", who=twin) if twin else _("Stands in row {n} too", n=line.earlier or 0)
        )
        done = {"same": _("You said: the same person."), "new": _("You said: somebody else.")}.get(
            line.decided, ""
        )
        words = (label(known, "strong"), label(done, "muted"))
        answers = [
            Button(_("The same person (S)"), lambda: self._decide("same"), icon="equal", dense=True),
            Button(_("Somebody else (B)"), lambda: self._decide("new"), icon="user-plus", dense=True),
        ]
        if self.view == "twins":
            answers.append(
                Button(_("All of these are somebody else"), self._all_new, kind="quiet", dense=True)
            )
        if current().scale == 1.0:
            return column(row(*words, STRETCH, *answers))
        return column(row(*words, STRETCH), row(*answers, STRETCH), gap=4)

    def _cells(self, line: Line) -> QGridLayout:
        """The doubtful cells and the name; the other ones of the row when they are asked for."""
        fields = self._settings.fields
        doubtful = [one.field for one in line.row.problems if one.field in fields]
        first = [] if line.undecided else ["name"]
        few = [*(one for one in doubtful if not line.undecided or one != "name"), *first]
        shown = list(dict.fromkeys([*few[:EDITED], *(fields if self._every else ())]))
        box = QGridLayout()
        box.setHorizontalSpacing(12)
        box.setVerticalSpacing(4)
        for at, name in enumerate(shown):
            box.addWidget(self._editor(name, line.cells[fields.index(name)].text), at // EDITED, at % EDITED)
        if len(shown) < len(fields):
            more = Button(_("Other columns (L)"), self._show_every, kind="quiet", dense=True)
            box.addWidget(more, 0, EDITED, Qt.AlignmentFlag.AlignBottom)
        box.setColumnStretch(EDITED + 1, 1)
        return box

    def _editor(self, name: str, text: str) -> Field:
        editor = LineEdit()
        editor.setText(text)
        editor.setMinimumWidth(current().px(230))
        editor.returnPressed.connect(lambda: self._corrected(name))
        self.editors[name] = editor
        return Field(targets().field(name).label.of(WORDS.language), editor, reserve=False)

    def _show_every(self) -> None:
        """From now on every cell of a row stands below the list, those to look at first."""
        self._every = True
        if self._line is not None:
            self._select(self._line.row.number)

    def _into_cells(self) -> None:
        editor = next(iter(self.editors.values()), None)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.selectAll()

    def _corrected(self, name: str) -> None:
        line = self._line
        if line is None:
            return
        text, job, number = self.editors[name].text(), self._job, line.row.number
        self.table.setFocus()

        def write(office: Office) -> Row:
            return _row(office, import_decide.correct(office, job, number, name, text))

        self._ask(write).success(self._written).start()

    def _decide(self, decided: str) -> None:
        line, job = self._line, self._job
        if line is None or line.found != LIKELY:
            return
        number = line.row.number

        def write(office: Office) -> Row:
            import_decide.decide(office, job, [number], decided)
            return _row(office, import_decide.lines(office, job, [number])[0])

        self._ask(write).success(self._written).start()

    def _all_new(self) -> None:
        job, numbers = self._job, [self.model.id_at(at) for at in range(self.model.rowCount())]
        work = self._ask(lambda office: import_decide.decide(office, job, numbers, "new"))
        work.success(self._all_said).start()

    def _all_said(self, _none: None) -> None:
        self.narrow(self.view)
        self.changed.emit()

    def _written(self, written: Row) -> None:
        """The row as it is judged now, in its place; the next one is chosen."""
        at = self.model.row_of(written.id)
        self._page(at // PAGE)
        if at + 1 < self.model.rowCount():
            self.table.selectRow(at + 1)
        else:
            self._select(written.id)
        self.changed.emit()


def _told(line: Line, said: Sequence[str]) -> list[str]:
    """What stands in the file, and what is to be looked at."""
    if line.undecided or line.decided:
        cells = [cell.text for cell in line.cells if cell.text and cell.text != "-"]
        return [_("In the file: {name}.", name=" · ".join(cells[:ASIDE])), *said]
    told = list(said) or [_("This row is good.")]
    return [_("In the file: {name}.", name=line.said), *told] if line.said else told


def _row(office: Office, line: Line) -> Row:
    verdict = line.row.verdict
    if verdict is Verdict.REJECTED:
        shown = Cell(_("left out"), icon="circle-x", tone="danger")
    elif line.undecided:
        shown = Cell(_("please decide"), icon="alert-triangle", tone="warn")
    elif verdict is Verdict.LOOK:
        shown = Cell(_("check later"), icon="alert-triangle", tone="warn")
    else:
        shown = Cell(_("good"), icon="circle-check", tone="ok")
    why = [reason(office, one, say, WORDS.language) for one in line.row.problems[:2]]
    if line.found == SURE:
        why.insert(0, _("Already there.") if line.twin else _("Stands in row {n} too.", n=line.earlier or 0))
    name = str(line.row.values.get("name") or (line.cells[0].text if line.cells else ""))
    return Row(line.row.number, (Cell(str(line.row.number)), Cell(name), shown, Cell(" ".join(why))))
