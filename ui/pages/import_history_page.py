"""Riwayat impor: lists that were brought in here, what became of their rows, and taking one back within 30 days."""

from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from desbumi_app.office import Office
from desbumi_app.usecases.import_history import Past, history_everywhere
from desbumi_app.usecases.undo_import import Undone, undo_import, undo_import_of_another
from ui.dates import local, short_date
from ui.language import _, n_
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.operations import Token
from ui.pages.import_done import save_left_out
from ui.ways import Ways
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.dialog import really
from ui.widgets.empty_state import EmptyState
from ui.widgets.layout import clear, column
from ui.widgets.progress import Progress
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

NAMED: Final = 12


class ImportHistoryPage(Page):
    """Enter on a list takes it back, after a question."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("History of imports"))
        self._desk, self._ways = desk, ways
        self._past: dict[int, Past] = {}
        self.table: Table | None = None
        self.left_out = Button(_("Save the rows left out as Excel"), self._save, icon="file-spreadsheet")
        self.undo = Button(_("Take this import back"), self.take_back, icon="arrow-back-up")
        self.back = Button(_("Back to the import"), ways.import_people, icon="arrow-left")
        for button in (self.back, self.left_out, self.undo):
            self.add_to_title(button)
        self._told = column()
        self._card = Card(flush=True)
        self.body.addLayout(self._told)
        self.body.addWidget(self._card, 1)
        self.begin_at(self.back)
        self._enable()
        self.refresh()

    def refresh(self) -> None:
        """Read the lists anew."""
        self._desk.ask(history_everywhere, owner=self).success(self._show).start()

    def take_back(self) -> None:
        """Ask, then take the chosen list back."""
        past = self._chosen()
        if past is None or not past.may_undo:
            return
        sentences = _(
            "{new} new people leave the lists and filled blanks are emptied again. What anybody wrote since stays, and nothing is deleted.",
            new=past.settings.counts.get("new", 0),
        )
        name = _name(past)
        if not really(self, _("Take {file} back?", file=name), sentences,
                      safe=_("Leave it as it is"), destroy=_("Take it back")):  # fmt: skip
            return
        bar = Progress(_("Taking {file} back…", file=name))
        clear(self._card.body)
        self._card.body.addWidget(bar)
        self._card.body.addStretch(1)

        def work(office: Office, token: Token) -> Undone:
            def told(done: int, total: int) -> None:
                token.check()
                token.progress(done, total)

            if past.elsewhere and past.txn is not None:
                return undo_import_of_another(office, past.txn, told)
            return undo_import(office, past.job, told)

        operation = self._desk.long(work, owner=self)
        bar.cancelled.connect(operation.cancel)
        operation.progress(lambda done, total, _text: bar.show_step(done, total))
        operation.success(self._undone).failure(self._failed).finished(self.refresh).start()

    def _undone(self, done: Undone) -> None:
        names = ", ".join(name for _record, name in done.stays[:NAMED])
        more = len(done.stays) - NAMED
        detail = ""
        if done.stays:
            detail = _("Somebody wrote about these people since, so they stay: {names}", names=names)
            detail += f" (+{more})" if more > 0 else ""
        said = n_(
            "Taken back: {n} person left the lists.", "Taken back: {n} people left the lists.", done.people
        )
        self._tell("warn" if done.stays else "ok", said, detail)
        self._ways.saved()

    def _failed(self, failure: Explained) -> None:
        self._tell("danger", failure.happened, failure.do)

    def _save(self) -> None:
        past = self._chosen()
        if past is not None:
            save_left_out(self, self._desk, past.job, self._written)

    def _written(self, name: str) -> None:
        self._tell("ok", _("Saved as {file}. It names people: keep it safe.", file=name))

    def _chosen(self) -> Past | None:
        return self._past.get(self.table.current_id()) if self.table is not None else None

    def _show(self, found: tuple[Past, ...]) -> None:
        self._past = {one.job: one for one in found}
        here = self.isAncestorOf(QApplication.focusWidget() or self)
        clear(self._card.body)
        self.table = None
        if found:
            self._card.body.addWidget(self._list(found), 1)
            self._to_the_list(here=here)
        else:
            self._card.body.addWidget(EmptyState(
                _("No list was brought in here yet"),
                _("Lists that were imported stand here, and can be taken back for 30 days."),
                icon="table-import",
            ))  # fmt: skip
        self._enable()

    def _to_the_list(self, *, here: bool) -> None:
        if self.table is not None:
            self.begin_at(self.table)
            self.table.show()  # what is not in sight yet takes no cursor
            if here:
                self.table.setFocus()

    def _list(self, found: tuple[Past, ...]) -> QWidget:
        model = ListModel([
            Column("at", _("Date"), 130), Column("file", _("File"), strong=True), Column("rows", _("Rows"), 90, "right"),
            Column("new", _("New"), 90, "right"), Column("filled", _("Completed"), 110, "right"),
            Column("left", _("Not taken in"), 110, "right"), Column("undo", _("Can be taken back"), 300),
        ])  # fmt: skip
        model.set_rows([Row(one.job, self._cells(one)) for one in found])
        self.table = Table(model, _("History of imports"))
        model.setParent(self.table)
        self.table.selected.connect(lambda _job: self._enable())
        self.table.opened.connect(lambda _job: self.take_back())
        self.table.selectRow(0)
        return self.table

    def _cells(self, one: Past) -> tuple[Cell, ...]:
        counts = one.settings.counts
        if one.taken_back:
            undo = Cell(_("taken back"), icon="arrow-back-up", tone="muted")
        elif one.may_undo:
            undo = Cell(
                _("until {day}", day=short_date(local(one.undo_until).date())), icon="circle-check", tone="ok"
            )
        else:
            undo = Cell(_("no longer, or it changed nothing"), tone="muted")
        return (
            Cell(short_date(local(one.at).date())), Cell(_name(one)), Cell(_known(one, sum(counts.values()))),
            Cell(str(counts.get("new", 0))), Cell(_known(one, counts.get("filled", 0))), Cell(_known(one, one.left_out)), undo,
        )  # fmt: skip

    def _enable(self) -> None:
        past = self._chosen()
        self.undo.setEnabled(past is not None and past.may_undo)
        self.left_out.setEnabled(past is not None and past.left_out > 0)

    def _tell(self, tone: BannerTone, sentence: str, detail: str = "") -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail))


def _name(past: Past) -> str:
    """The file, or, of a list that another laptop brought in, whose it was."""
    if not past.elsewhere:
        return past.settings.file
    return _("A list from another laptop, by {who}", who=past.by or _("somebody"))


def _known(past: Past, number: int) -> str:
    """Of another laptop's list only the people are known here."""
    return "–" if past.elsewhere else str(number)
