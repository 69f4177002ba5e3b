"""Desa & perangkat: the district's villages and their laptops; invite one on paper, answer a request by six words.

Ctrl+N invites. The six words are heard by telephone and typed here; nothing is signed before they agree.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desbumi_app.office import Office
from desbumi_app.usecases.exchange_bundle import JOIN_SUFFIX
from ui import office_village_acts, office_villages
from ui.language import _
from ui.models.people_list import number_of
from ui.office_desk import OfficeDesk
from ui.office_villages import Asked, LaptopLine, VillageLine, VillagesView
from ui.pages.invite_card import InviteCard
from ui.pages.request_card import RequestCard
from ui.pages.village_card import RevokeDialog, VillageCard
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.chip import ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import give_letters
from ui.widgets.layout import row
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

RIGHT: Final = 440
NARROW: Final = frozenset({"region", "received"})  # columns that larger text leaves out


class VillagesPage(Page):
    """Left the villages, right what is done now: the chosen village, an invitation, or a request."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Villages & laptops"))
        self._desk, self._ways = desk, ways
        self.view: VillagesView | None = None
        self._shown: VillageLine | None = None
        self._filling = False
        self._wide = current().scale == 1.0  # larger text leaves room for the names, not for every number
        columns = [
            Column("name", _("Village"), strong=True),
            Column("region", _("Region code"), 150),
            Column("laptops", _("Laptops"), 96, "right"),
            Column("people", _("People"), 96, "right"),
            Column("received", _("Received"), 110, "right"),
            Column("state", _("State"), 190),
        ]
        self.model = ListModel([one for one in columns if self._wide or one.code not in NARROW])
        self.fetch_button = Button(_("Fetch requests"), self.fetch, icon="download")
        self.file_button = Button(_("Request by file…"), self.by_file, icon="usb")
        self.invite_button = Button(_("Invite a village"), self.show_invite, kind="primary", icon="plus")
        self.found_button = Button(
            _("Found the district"), ways.found, kind="primary", icon="building-community"
        )
        self.found_button.hide()
        for button in (self.file_button, self.fetch_button, self.invite_button, self.found_button):
            self.add_to_title(button)
        self._list = Card(flush=True)
        self.table = Table(self.model, _("Villages")).fill_with_rows()
        self.table.selected.connect(self._selected)
        self._empty = EmptyState(
            _("No village yet"),
            _("Invite the first one: the paper goes to the village, the six words by telephone."),
        )
        self._unfounded = EmptyState(
            _("The district is not founded yet"), _("Found it first, once. Then villages can be invited.")
        )
        for part in (self.table, self._empty, self._unfounded):
            self._list.body.addWidget(part)
            part.hide()  # until it is known which of them; together they are higher than a small screen
        self._right = QStackedWidget()
        self._right.setFixedWidth(RIGHT)
        self.one = VillageCard()
        self.invite = InviteCard(desk, ways)
        self.request = RequestCard(desk, ways)
        self.one.revoke_asked.connect(self.ask_revoke)
        self.one.publish_asked.connect(lambda: self._confirm(office_village_acts.publish))
        self.one.adopt_asked.connect(lambda: self._confirm(office_village_acts.adopt))
        self.invite.made.connect(self.refresh)
        self.request.granted.connect(self._granted)
        self.request.put_off.connect(self._leave)
        for card in (self.one, self.invite, self.request):
            self._right.addWidget(card)
        both = row(self._list, self._right, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(both, 1)
        QShortcut(QKeySequence("Ctrl+N"), self, self.show_invite)
        give_letters(self)

    def refresh(self) -> None:
        """Read the villages anew."""
        self._desk.ask(office_villages.look, owner=self).success(self.show_view).start()

    def show_invite(self) -> None:
        """Ask whom the invitation is for."""
        if self.view is None or not self.view.founded:
            return
        self._go(self.invite, self.invite.make_button)
        self.invite.begin()

    def fetch(self) -> None:
        """Look for requests that laptops left at the server."""
        self.fetch_button.setEnabled(False)
        work = self._desk.in_lane(office_villages.requests, owner=self)
        work.success(self.show_asked).finished(lambda: self.fetch_button.setEnabled(True)).start()

    def by_file(self, path: str = "") -> None:
        """A request that came on a stick."""
        path = (
            path
            or QFileDialog.getOpenFileName(self, _("Request by file…"), "", f"Desbumi (*{JOIN_SUFFIX})")[0]
        )
        if path:
            work = self._desk.in_lane(
                lambda office: office_villages.request_in(office, Path(path)), owner=self
            )
            work.success(lambda one: self.show_asked((one,))).start()

    def show_asked(self, asked: tuple[Asked, ...]) -> None:
        """The requests that wait for the six words, the first of them open."""
        if not asked:
            self._ways.say("grey", _("No request waits."), _("The village types its 26 characters first."))
            return
        self._go(self.request, self.request.grant_button)
        self.request.show_asked(asked)

    def _granted(self) -> None:
        if self.request.asked:
            self.show_asked(self.request.asked)
        else:
            self._leave()
        self.refresh()

    def show_view(self, view: VillagesView) -> None:
        """Villages and laptops as they are now."""
        self.view = view
        for button in (self.invite_button, self.fetch_button, self.file_button):
            button.setVisible(view.founded)
        self.found_button.setVisible(not view.founded)
        self.model.set_rows([self._line(one) for one in view.villages])
        inside = self.table if view.villages else self._empty if view.founded else self._unfounded
        for part in (self.table, self._empty, self._unfounded):
            if part is not inside:
                part.hide()  # first: showing lays out at once, and two of them are higher than a small screen
        inside.show()
        self._right.setVisible(view.founded)
        if view.villages:
            self._filling = True  # choosing again after a refresh is nobody's choice
            known = {one.id for one in view.villages}
            if self._shown is not None and self._shown.id in known:
                self.table.select_id(self._shown.id)
            else:
                self.table.selectRow(0)
            self._filling = False
        if not view.villages and view.founded and self._right.currentWidget() is self.one:
            self._go(self.invite, self.invite.make_button)

    def _leave(self) -> None:
        self._go(self.one, self.invite_button)

    def _go(self, card: QWidget, main: Button) -> None:
        """Show a card; its button is the one accent of the page now."""
        self._right.setCurrentWidget(card)
        for button in (self.invite_button, self.invite.make_button, self.request.grant_button):
            button.set_kind("primary" if button is main else "plain")

    def _line(self, one: VillageLine) -> Row:
        active = sum(not laptop.revoked for laptop in one.laptops)
        chip = (
            ChipSpec(_("Sends"), "check", "ok")
            if one.received
            else ChipSpec(_("Nothing received yet"), "clock", "grey")
        )
        cells = {
            "name": Cell(one.name),
            "region": Cell(one.region if one.region != "-" else ""),
            "laptops": Cell(number_of(active)),
            "people": Cell(number_of(one.people)),
            "received": Cell(number_of(one.received)),
            "state": Cell(chip=chip),
        }
        return Row(one.id, tuple(cells[column.code] for column in self.model.columns))

    def _selected(self, ident: bytes) -> None:
        villages = self.view.villages if self.view else ()
        one = next((village for village in villages if village.id == ident), None)
        if one is None:
            return
        self._shown = one
        self.one.show_village(one, self._desk.clock.now())
        if self.view is not None and self.view.founded:  # before that no village can wait for it
            asked = self._desk.ask(lambda office: office_village_acts.waiting(office, one.id), owner=self)
            asked.success(self.one.show_waiting).start()
        if not self._filling:
            self._leave()

    def ask_revoke(self, laptop: LaptopLine) -> None:
        """What it does and does not do; then, with the village's name typed, do it."""
        if self._shown is None:
            return
        dialog = RevokeDialog(self, self._shown.name, laptop.letter or laptop.mark)
        dialog.confirmed.connect(lambda: self._revoke(laptop))
        dialog.open()

    def _revoke(self, laptop: LaptopLine) -> None:
        work = self._desk.in_lane(lambda office: office_village_acts.revoke(office, laptop.id), owner=self)
        said, detail = _("The laptop is revoked."), _("The other laptops hear of it at their next sending.")
        work.success(lambda _epoch: self._ways.say("ok", said, detail)).finished(self.refresh).start()

    def _confirm(self, act: Callable[[Office, bytes], int]) -> None:
        if self._shown is not None:
            village = self._shown.id
            work = self._desk.in_lane(lambda office: act(office, village), owner=self)
            work.success(
                lambda _done: self._ways.say(
                    "ok", _("Confirmed. The village hears of it at its next sending.")
                )
            )
            work.finished(self.refresh).start()
