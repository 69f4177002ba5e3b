"""Buku permohonan: requests about one's own data and withdrawn consents, by when each is due. Enter opens its form."""

from datetime import datetime
from typing import Final

from desbumi_app.usecases.list_requests import RequestLine, list_requests
from ui.dates import day_and_time, partial_date
from ui.forms.from_catalogue import word
from ui.language import _, c_
from ui.office_desk import OfficeDesk
from ui.pages.page_keys import PageKeys
from ui.theme.tokens import ToneName
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.layout import clear
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

TONES: Final[dict[str, tuple[str, ToneName]]] = {
    "late": ("clock-exclamation", "danger"), "soon": ("clock-exclamation", "warn"), "open": ("clock", "grey"),
}  # fmt: skip


class RequestsPage(Page):
    """The whole book, what is due first at the top."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Book of requests"))
        self._desk, self._ways = desk, ways
        self.lines: tuple[RequestLine, ...] = ()
        self.add_to_title(Button(_("Back to the start"), lambda: ways.visit("home"), icon="arrow-left"))
        self._card = Card(flush=True)
        self.body.addWidget(self._card, 1)
        PageKeys(self, {"Esc": lambda: ways.visit("home")})
        desk.ask(list_requests, owner=self).success(self._show).start()

    def _show(self, lines: tuple[RequestLine, ...]) -> None:
        self.lines = lines
        clear(self._card.body)
        if not lines:
            self._card.body.addWidget(EmptyState(
                _("Nobody has asked yet"), _("A request is recorded in the file of the person who asks, under Own data."),
                icon="inbox",
            ))  # fmt: skip
            return
        model = ListModel([
            Column("name", _("Name"), strong=True), Column("what", c_("notice", "Kind"), 200),
            Column("purpose", _("Purpose"), 210), Column("due", _("Answer by"), 290), Column("end", _("Answer"), 220),
        ])  # fmt: skip
        model.set_rows([self._row(line) for line in lines])
        table = Table(model, _("Book of requests"))
        model.setParent(table)
        table.opened.connect(self._open)
        self._card.body.addWidget(table)
        self.begin_at(table)
        table.show()  # what is not in sight yet takes no cursor
        table.select_id(lines[0].record)
        table.setFocus()

    def _row(self, line: RequestLine) -> Row:
        catalogue = self._desk.catalogue
        due = day_and_time(datetime.fromisoformat(line.due_at))
        look = TONES.get(line.urgency)
        end = word(catalogue, "request_outcomes", line.outcome)
        if line.closed_on:
            end = " · ".join(part for part in (end, partial_date(line.closed_on)) if part)
        return Row(line.record, (
            Cell(line.name), Cell(word(catalogue, "data_requests", line.what)), Cell(word(catalogue, "purposes", line.purpose)),
            Cell(due, icon=look[0], tone=look[1]) if look else Cell(due), Cell(end),
        ))  # fmt: skip

    def _open(self, record: object) -> None:
        line = next((one for one in self.lines if one.record == record), None)
        if line is not None:
            self._ways.record(line.kind, line.person, line.record)
