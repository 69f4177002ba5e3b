"""Keluarga yang perlu dikunjungi: which families wait for a visit, the day that passed first at the top."""

from datetime import date
from typing import Final

from PySide6.QtGui import QShowEvent

from desbumi_app.usecases.list_visits import VisitLine, list_visits
from ui.dates import short_date
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Wrapped
from ui.widgets.layout import clear
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

WIDTHS: Final = ((260, 180, 230), (160, 190, 180))


class VisitsPage(Page):
    """Enter writes down a visit to the chosen family, Space opens the file."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Families to be visited"))
        self._desk, self._ways = desk, ways
        self.lines: tuple[VisitLine, ...] = ()
        self.add_to_title(Button(_("Back to the start"), lambda: ways.visit("home"), icon="arrow-left"))
        self._card = Card(flush=True)
        self.body.addWidget(self._card, 1)
        self.body.addWidget(
            Wrapped(_("Enter: write down a visit. Space: open the file. Esc: home."), "small")
        )
        PageKeys(self, {"Esc": lambda: ways.visit("home")})
        self._asked: Operation[tuple[VisitLine, ...]] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Ask who waits; an answer that a screen lock has overtaken shows nothing."""
        self._asked = asked = self._desk.ask(list_visits, owner=self)
        asked.success(lambda lines: self._show(lines) if asked is self._asked else None).start()

    def cover(self) -> None:
        """The screen locks: a child's sheet may have named a day; the page is asked again after the PIN."""
        self.lines, self._asked = (), None
        clear(self._card.body)

    def showEvent(self, event: QShowEvent) -> None:
        """Back after a screen lock, by what is open now."""
        super().showEvent(event)
        if self._asked is None:
            self.refresh()

    def _show(self, lines: tuple[VisitLine, ...]) -> None:
        self.lines = lines
        clear(self._card.body)
        if not lines:
            self._card.body.addWidget(EmptyState(
                _("No family waits for a visit"), _("The next visit is written down with a visit, a family card or a child left behind."),
                icon="home-check",
            ))  # fmt: skip
            return
        hamlet, day, wait = WIDTHS[0 if current().scale == 1.0 else 1]
        model = ListModel([
            Column("name", _("Name"), strong=True), Column("hamlet", _("Hamlet"), hamlet),
            Column("day", _("Next visit"), day), Column("wait", _("How long"), wait),
        ])  # fmt: skip
        model.set_rows([self._row(line) for line in lines])
        table = Table(model, _("Families to be visited"))
        model.setParent(table)
        table.opened.connect(lambda person: self._ways.record("visit", person))
        table.peeked.connect(self._ways.person)
        self._card.body.addWidget(table)
        table.select_id(lines[0].person)
        self.begin_at(table)
        table.show()  # what is not in sight yet takes no cursor
        table.setFocus()

    def _row(self, line: VisitLine) -> Row:
        day = date.fromisoformat(line.day)
        left = (day - self._desk.today()).days
        words = n_("{n} day left", "{n} days left", left) if left > 0 else _("today")
        wait = Cell(words, icon="calendar", tone="info")
        if line.state == "late":
            wait = Cell(n_("{n} day late", "{n} days late", -left), icon="clock-exclamation", tone="warn")
        return Row(line.person, (Cell(line.name), Cell(line.hamlet), Cell(short_date(day)), wait))
