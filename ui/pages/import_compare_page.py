"""Daftar selisih: the register beside an official placement extract; looked at, printed, exported, never merged."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.documents.listing import Heading, ListSheet, Shown
from desbumi_app.domain.masks import mask_nik
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.compare_extract import Compared, Entry, Standing, compare_extract, is_day
from desbumi_app.usecases.export_list import Form, export_list
from ui.dates import short_date
from ui.language import N_, _, say
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.operations import Token
from ui.pages.import_page import FILES
from ui.values import shown
from ui.ways import Ways
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.narrowing import Narrowing
from ui.widgets.progress import Progress
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

WORDS: Final = {
    Standing.PERHAPS: (N_("Perhaps the same"), "help-circle", "warn"),
    Standing.DIFFERS: (N_("In both, not equal"), "arrows-diff", "warn"),
    Standing.ONLY_THERE: (N_("Only in the extract"), "external-link", "info"),
    Standing.ONLY_HERE: (N_("Only in our book"), "home", "info"),
    Standing.SAME: (N_("In both, equal"), "circle-check", "ok"),
}
HEADS: Final = (
    N_("Standing"), N_("Name"), N_("NIK"), N_("Country: extract"), N_("Country: ours"), N_("Letter: extract"),
    N_("Letter: ours"), N_("Contract: extract"), N_("Contract: ours"),
)  # fmt: skip


class ComparePage(Page):
    """Enter on a line opens the person's file, where somebody may correct it."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Compare with an official list"))
        self._desk, self._ways = desk, ways
        self.found: tuple[Compared, ...] = ()
        self.view = ""
        self.table: Table | None = None
        self._file = ""
        self.out = Button(_("Print or export"), self.export, icon="printer")
        self.back = Button(_("Back to the import"), ways.import_people, icon="arrow-left")
        self.main = Button(_("Choose a file"), self.choose, kind="primary", icon="table-import")
        for button in (self.out, self.back, self.main):
            self.add_to_title(button)
        self.out.setEnabled(False)
        self._told = column()
        self._card = Card()
        self.body.addLayout(self._told)
        self.body.addWidget(self._card, 1)
        self.begin_at(self.main)
        self._first()

    def choose(self) -> None:
        """Ask for a file; nothing happens when none is chosen."""
        path, _filter = QFileDialog.getOpenFileName(self, _("Choose a list"), "", FILES)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Compare; nothing is stored."""
        clear(self._told)
        clear(self._card.body)
        self._file = path.name
        bar = Progress(_("Comparing {file}…", file=path.name))
        self._card.body.addWidget(bar)
        self._card.body.addStretch(1)

        def work(office: Office, token: Token) -> tuple[Compared, ...] | WorkbookError:
            def told(done: int, total: int) -> None:
                token.check()
                token.progress(done, total)

            try:
                return compare_extract(office, path, told)
            except WorkbookError as error:
                return error

        operation = self._desk.long(work, owner=self)
        bar.cancelled.connect(lambda: operation.finished(self._first).cancel())
        operation.progress(lambda done, total, _text: bar.show_step(done, total))
        operation.success(self._show).failure(self._failed).start()

    def narrow(self, view: str) -> None:
        """Show the lines of one standing; "" shows all."""
        self.view = view
        self._fill()

    def lines(self) -> list[Compared]:
        """What is shown, in the order shown."""
        return [one for one in self.found if not self.view or one.standing == self.view]

    def export(self) -> None:
        """Print or write exactly what is shown; asks what for."""
        from ui.pages.export_dialog import ExportDialog

        lines = self.lines()
        sheet = self._sheet(lines)
        people = [one.person for one in lines if one.person is not None]

        def make(office: Office, kind: str, reason: str) -> bytes | Refused:
            return export_list(office, sheet, people, Form(kind), reason)

        dialog = ExportDialog(
            self, self._desk, make, title=_("Print or export"), about=sheet.about, file="daftar-selisih",
            kinds=("print", "pdf", "xlsx", "csv"),
        )  # fmt: skip
        dialog.done_with.connect(lambda said: self._tell("ok", said))
        dialog.open()

    # -- states ------------------------------------------------------------------------------------------------------

    def _first(self, icon: str | None = None) -> None:
        clear(self._card.body)
        self._card.body.addWidget(EmptyState(
            _("Compare with an official list"),
            _("An extract of placements with NIK, name, country, letter and contract date. You see who stands in both lists, only here or only there."),
            icon=icon, foot=_("Nothing is changed and nobody is merged."),
        ), 1)  # fmt: skip

    def _failed(self, failure: Explained) -> None:
        self._first("arrows-diff")
        self._tell("danger", failure.happened, failure.do)

    def _show(self, found: tuple[Compared, ...] | WorkbookError) -> None:
        if isinstance(found, WorkbookError):
            self._first("arrows-diff")
            self._tell("danger", say(found.message), _("Choose another file, or save it anew in Excel."))
            return
        self.found, self.view = found, ""
        clear(self._card.body)
        counts = {one: sum(1 for line in found if line.standing is one) for one in Standing}
        chips = Narrowing(
            _("Standing"),
            [("", _("All"), len(found)), *((one.value, _(WORDS[one][0]), counts[one]) for one in WORDS)],
        )
        chips.chosen.connect(self.narrow)
        self._card.body.addLayout(row(chips, STRETCH))
        widths = (180, 0, 155, 120, 120, 120, 120, 130, 130)
        model = ListModel([
            Column(str(at), _(head), widths[at], strong=at == 1) for at, head in enumerate(HEADS)
        ])  # fmt: skip
        self.table = Table(model, _("Compare with an official list"))
        model.setParent(self.table)
        self.table.opened.connect(self._open)
        self._card.body.addWidget(self.table, 1)
        self._fill()
        self.out.setEnabled(bool(found))
        self.table.setFocus()

    def _fill(self) -> None:
        if self.table is None:
            return
        model = self.table.model()
        rows = []
        for at, one in enumerate(self.lines()):
            _words, icon, tone = WORDS[one.standing]
            first, *rest = self._cells(one)
            rows.append(
                Row((at, one.person), (Cell(first, icon=icon, tone=tone), *(Cell(text) for text in rest)))
            )
        if isinstance(model, ListModel):
            model.set_rows(rows)

    def _open(self, chosen: tuple[int, bytes | None]) -> None:
        if chosen[1] is not None:
            self._ways.person(chosen[1])

    def _cells(self, one: Compared, *, whole: bool = False) -> list[str]:
        there, here = one.there, one.here
        name, nik = there.name or here.name, there.nik or here.nik
        if there.name and here.name and there.name.casefold() != here.name.casefold():
            name = f"{there.name} / {here.name}"
        return [
            _(WORDS[one.standing][0]), name, nik if whole else mask_nik(nik), self._country(there), self._country(here),
            there.letter, here.letter, _day(there), _day(here),
        ]  # fmt: skip

    def _country(self, entry: Entry) -> str:
        return shown(self._desk.catalogue, "journeys", "country", entry.country) if entry.country else ""

    def _sheet(self, lines: list[Compared]) -> ListSheet:
        about = _("{n} lines; the extract is {file}.", n=len(lines), file=self._file)
        rows = []
        for one in lines:
            texts = self._cells(one, whole=True)  # who compares papers needs the number; audited
            days = {7: is_day(one.there.contract), 8: is_day(one.here.contract)}
            rows.append(tuple(Shown(text, days.get(at)) for at, text in enumerate(texts)))
        return ListSheet(_("Difference list"), about, tuple(Heading(_(head)) for head in HEADS), rows)

    def _tell(self, tone: BannerTone, sentence: str, detail: str = "") -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail))


def _day(entry: Entry) -> str:
    day = is_day(entry.contract)
    return short_date(day) if day is not None else entry.contract
