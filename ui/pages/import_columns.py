"""Step 2 of an import: which sheet, which row names the columns, and what each column of the file becomes.

Columns of special data are shown as not taken and cannot be chosen.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desbumi_app.usecases.import_look import Guess, Layout, SheetLook, targets
from desbumi_app.usecases.import_staged import Same
from ui.language import WORDS, _
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.inputs import Select
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled
from ui.widgets.segment import Segment
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

NOT_TAKEN: Final = "-"
SAMPLE_ROWS: Final = 3
SAMPLE_COLUMNS: Final = 6


class ColumnsStep(QWidget):
    """`looked` tells (sheet, header row) when the officer wants another part of the file."""

    looked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._sheets: tuple[SheetLook, ...] = ()
        self._at = 0
        self.sheet, self.header = Select(dense=True), Select(dense=True)
        self.sheet.picked.connect(lambda _code: self._moved(to_sheet=True))
        self.header.picked.connect(lambda _code: self._moved(to_sheet=False))
        self.respell = Check(_("Write names in CAPITALS as Siti Aminah"))
        self.same = Segment(
            _("Who is already there"),
            [("fill", _("Fill blanks")), ("skip", _("Leave out")), ("new", _("Record as new"))],
            value="fill",
        )
        self.choices: dict[int, Select] = {}
        self._preview = column()
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(14)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        for widget, name in ((self.sheet, _("Sheet")), (self.header, _("The column names stand in row"))):
            widget.setAccessibleName(name)
        head = row(
            label(_("Sheet"), "strong"), self.sheet, 12,
            label(_("The column names stand in row"), "strong"), self.header, STRETCH,
        )  # fmt: skip
        foot = row(self.respell, STRETCH, label(_("Who is already there"), "strong"), self.same)
        self.setLayout(column(head, self._preview, scrolled(holder(self._rows)), foot, gap=10))

    def show_sheets(self, sheets: Sequence[SheetLook]) -> None:
        """The sheets of the file."""
        self._sheets = tuple(sheets)
        self.sheet.set_options([(str(one.at), one.name or _("The file")) for one in sheets])
        self.sheet.setEnabled(len(sheets) > 1)

    def show_guess(self, sheet: SheetLook, guesses: Sequence[Guess], layout: Layout) -> None:
        """The columns of one sheet as they were guessed or remembered."""
        self._at = sheet.at
        self.sheet.set_code(str(sheet.at))
        self.header.set_options([(str(at), str(at + 1)) for at in range(min(15, len(sheet.rows)))])
        self.header.set_code(str(layout.header))
        self.respell.setChecked(layout.respell)
        self.same.set_value(layout.same.value)
        self._show_preview(sheet, layout.header)
        self._show_columns(guesses)

    def chosen(self) -> Layout:
        """What stands here now."""
        columns = {
            at: code
            for at, select in self.choices.items()
            if (code := select.code()) not in (None, NOT_TAKEN)
        }
        return Layout(
            self._at, int(self.header.code() or 0), columns, self.respell.isChecked(), Same(self.same.value() or "fill")
        )  # fmt: skip

    def names_a_person(self) -> bool:
        """Whether a column is the name: without one no row can be taken."""
        return "name" in self.chosen().columns.values()

    def twice(self) -> str:
        """A field that two columns claim, in words; empty when there is none."""
        taken: set[str] = set()
        for code in self.chosen().columns.values():
            if code in taken:
                return targets().field(code).label.of(WORDS.language)
            taken.add(code)
        return ""

    def _moved(self, *, to_sheet: bool) -> None:
        at = int(self.sheet.code() or 0)
        sheet = next(one for one in self._sheets if one.at == at)
        header = (sheet.header or 0) if to_sheet else int(self.header.code() or 0)
        self.looked.emit(at, header)

    def _show_preview(self, sheet: SheetLook, header: int) -> None:
        clear(self._preview)
        width = min(SAMPLE_COLUMNS, max((len(one) for one in sheet.rows), default=1))
        head = sheet.rows[header] if header < len(sheet.rows) else ()
        columns = [Column(str(at), head[at] if at < len(head) else "") for at in range(width)]
        model = ListModel([Column("n", _("Row"), 60, "right"), *columns])
        few = SAMPLE_ROWS if current().scale == 1.0 else 1
        under = list(enumerate(sheet.rows, start=1))[header + 1 : header + 1 + few]
        model.set_rows([
            Row(n, (Cell(str(n)), *(Cell(one[at] if at < len(one) else "") for at in range(width)))) for n, one in under
        ])  # fmt: skip
        table = Table(model, _("First rows of the sheet")).show_rows(max(1, len(under)))
        model.setParent(table)
        self._preview.addWidget(table)

    def _show_columns(self, guesses: Sequence[Guess]) -> None:
        clear(self._rows)
        self.choices = {}
        options = [(NOT_TAKEN, _("(not taken)")), *_options()]
        for at, one in enumerate(guess for guess in guesses if guess.title or guess.samples):
            title = Elided(one.title or _("Column {n}", n=one.at + 1), "strong")
            title.setFixedWidth(current().px(230))
            self._rows.addWidget(title, at, 0)
            self._rows.addWidget(Elided(" · ".join(one.samples) or "–", "muted"), at, 1)
            self._rows.addLayout(self._choice(one, options), at, 2)
        self._rows.setRowStretch(len(guesses) + 1, 1)

    def _choice(self, one: Guess, options: Sequence[tuple[str, str]]) -> QHBoxLayout:
        if one.refused:
            return row(
                IconLabel("shield-lock", 18, "muted"), label(_("left out on purpose"), "muted"), STRETCH
            )
        select = Select(options, dense=True)
        select.setFixedWidth(current().px(300))
        select.setAccessibleName(one.title)
        select.set_code(NOT_TAKEN if one.ask else one.field or NOT_TAKEN)
        self.choices[one.at] = select
        if not one.ask:
            icon, tone = ("circle-check", "ok") if one.field else ("x", "muted")
            return row(STRETCH, IconLabel(icon, 18, tone), select)
        words = targets().field(one.field).label.of(WORDS.language)
        perhaps = Button(_("Is it {field}?", field=words), kind="link", dense=True)
        perhaps.clicked.connect(lambda *_args: select.set_code(one.field))
        return row(STRETCH, perhaps, IconLabel("alert-triangle", 18, "warn"), select)


def _options() -> list[tuple[str, str]]:
    language = WORDS.language
    return [
        (one.name, one.label.of(language) if "." not in one.name else f"{one.table.of(language)}: {one.label.of(language)}")
        for one in targets().offered()
    ]  # fmt: skip
