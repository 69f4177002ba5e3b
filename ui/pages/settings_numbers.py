"""Nomor surat: the pattern with a live example, what the series are counted by, and whose they are."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import stops
from desbumi_app.usecases.change_settings import TABLE, number_example, pattern_problems, series_problems
from desbumi_app.usecases.list_series import Laptop
from desbumi_app.usecases.number_letters import GENERAL
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.office_series import Series
from ui.office_settings import SettingsView
from ui.pages.settings_section import Fields, FormSection
from ui.pages.settings_series import LeaseDialog, SeriesDialog
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, hairline, row
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

FIELDS: Final[Fields] = (
    ("number_pattern", "full"), ("village_short", "half"), ("classification", "half"),
    ("series_scheme", "half"), ("series_mode", "half"),
)  # fmt: skip
PIECES: Final = (
    "{kode}",
    "{urut:03}",
    "{singkatan_desa}",
    "{bulan_romawi}",
    "{tahun}",
    "{kode_desa}",
    "{seri}",
)
SHOWN: Final = 3
SOME: Final = 4
IN_A_ROW: Final = 4


class NumbersSection(FormSection):
    """Beginning a series and taking one over happen in a small sheet of their own, at once."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk, FIELDS)
        self.example = label("", "h2")
        self._pieces = QGridLayout()
        self._pieces.setHorizontalSpacing(10)
        self._pieces.addWidget(label(_("Add to the pattern:"), "small"), 0, 0)
        for at, piece in enumerate(PIECES):
            button = Button(piece, partial(self.add, piece), kind="inline")
            self._pieces.addWidget(button, at // IN_A_ROW, 1 + at % IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
        self._pieces.setColumnStretch(IN_A_ROW + 1, 1)
        box = column(
            self._pieces, row(label(_("Next number, for instance:"), "muted"), self.example, STRETCH), gap=6
        )
        self.box.insertLayout(0, box)
        self.model = ListModel([
            Column("name", _("Series"), strong=True), Column("year", _("Year"), 80, "right"),
            Column("last", _("Last number"), 130, "right"), Column("whose", _("Numbers are given by"), 170),
            Column("missing", _("Without a letter"), 230),
        ])  # fmt: skip
        self.table = Table(self.model, _("Number series")).show_rows(SHOWN)
        self.table.setMinimumHeight(current().dense(34) + current().dense(36) * SHOWN)
        self.none = Wrapped(
            _(
                "No letter has been numbered yet. The first one begins at 1, or begin at the number of the agenda book."
            ),
            "muted",
        )
        self.begin = Button(_("Begin a series…"), self._begin, icon="plus", dense=True)
        self.take = Button(_("Take over the chosen one…"), self._take, icon="device-laptop", dense=True)
        self.lend = Button(_("20 numbers for another laptop…"), self._lend, icon="device-laptop", dense=True)
        self.box.addWidget(hairline())
        head = row(label(_("Number series"), "h2"), STRETCH, self.lend, self.take, self.begin, gap=12)
        self.box.addLayout(head)
        self.box.addWidget(self.none)
        self.box.addWidget(self.table)
        self.box.addStretch(1)
        self._series: tuple[Series, ...] = ()
        self._laptops: tuple[Laptop, ...] = ()
        pattern = self.form.editors[f"{TABLE}.number_pattern"].widget
        pattern.textEdited.connect(lambda _text: self._typed())  # type: ignore[attr-defined]  # a LineEdit
        for name in ("series_scheme", "classification"):
            self.form.editors[f"{TABLE}.{name}"].connect(self._exemplify)
        give_letters(self)

    def load(self, view: SettingsView) -> None:
        """Show what is stored."""
        super().load(view)
        self._series = view.series
        self.model.set_rows([
            Row(one.id, (Cell(_said(one)), Cell(str(one.year)), Cell(str(one.last) if one.last else ""), Cell(_whose(one)), _missing(one)))
            for one in view.series
        ])  # fmt: skip
        self.table.setVisible(bool(view.series))
        self.none.setVisible(not view.series)
        self._laptops = view.laptops
        self.take.setVisible(bool(self._others()))
        self.lend.setVisible(bool(view.laptops) and any(_main(one) for one in view.series))
        self._exemplify()

    def typed(self) -> Mapping[str, Typed]:
        """The form; an empty pattern is the usual one."""
        return super().typed()

    def add(self, piece: str) -> None:
        """Put a piece at the cursor of the pattern."""
        line = self.form.editors[f"{TABLE}.number_pattern"].widget
        line.insert(piece)  # type: ignore[attr-defined]  # a LineEdit
        line.setFocus()
        self._typed()

    def _typed(self) -> None:
        self.touch()
        self._exemplify()

    def _exemplify(self) -> None:
        pattern = self.form.editors[f"{TABLE}.number_pattern"].text()
        scheme = self.form.editors[f"{TABLE}.series_scheme"].text()
        classes = self.form.editors[f"{TABLE}.classification"].text()
        found = (*(pattern_problems(pattern) if pattern.strip() else ()), *series_problems(pattern, scheme))
        self.form.fields[f"{TABLE}.number_pattern"].show_problem(next(iter([*stops(found), *found]), None))
        self._desk.ask(
            lambda office: number_example(office, pattern, classification=classes), owner=self
        ).success(self._show_example).start()

    def _show_example(self, words: str) -> None:
        self.example.setText(words or "–")

    def _begin(self) -> None:
        self._sheet(None)

    def _take(self) -> None:
        chosen = next((one for one in self._series if one.id == self.table.current_id()), None)
        others = self._others()
        self._sheet(chosen if chosen in others else others[0])

    def _others(self) -> list[Series]:
        """Series that could be taken over; a block that was lent belongs to a series of this laptop."""
        return [one for one in self._series if not one.mine and "–" not in one.lease]

    def _lend(self) -> None:
        mine = [one for one in self._series if _main(one)]
        chosen = next((one for one in mine if one.id == self.table.current_id()), mine[0])
        sheet = LeaseDialog(self, self._desk, self._laptops, chosen.name)
        sheet.saved.connect(self.saved)
        sheet.open()

    def _sheet(self, series: Series | None) -> None:
        sheet = SeriesDialog(self, self._desk, series)
        sheet.saved.connect(self.saved)
        sheet.open()


def _said(one: Series) -> str:
    name = _("All letters") if one.name == GENERAL else one.name
    return f"{name} ({one.lease})" if one.lease else name


def _main(one: Series) -> bool:
    """Whether this laptop may lend numbers of it: its own series, not a block and not its letter."""
    return one.mine and not one.lease


def _whose(one: Series) -> str:
    if one.mine:
        return _("This laptop")
    return _("Laptop {letter}", letter=one.laptop) if one.laptop else _("Another laptop")


def _missing(one: Series) -> Cell:
    """What the agenda book lacks: the first few numbers, and those on two letters."""
    parts = []
    if one.gaps:
        shown = ", ".join(str(number) for number in one.gaps[:SOME])
        more = len(one.gaps) - SOME
        parts.append(shown + (n_(" and {n} more", " and {n} more", more) if more > 0 else ""))
    if one.twice:
        parts.append(_("twice: {numbers}", numbers=", ".join(str(number) for number in one.twice[:SOME])))
    return Cell("; ".join(parts), icon="alert-triangle", tone="warn") if parts else Cell("–")
