"""Desa & perangkat: the district's villages and their laptops; invite one on paper, answer a request by six words.

Ctrl+N invites. The six words are heard by telephone and typed here; nothing is signed before they agree.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from db.durable import write_atomic
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.usecases.exchange_bundle import JOIN_SUFFIX
from ui import office_village_acts, office_villages, printing
from ui.language import N_, _, n_
from ui.messages import explain
from ui.models.people_list import number_of
from ui.office_desk import OfficeDesk
from ui.office_villages import Asked, LaptopLine, VillageLine, VillagesView
from ui.operations import Operation
from ui.pages.keep_file import keep_file
from ui.pages.village_card import RevokeDialog, VillageCard
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.chip import ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Elided, Wrapped, label
from ui.widgets.layout import STRETCH, column, holder, row
from ui.widgets.preview import PreviewPane
from ui.widgets.stepped import framed
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

RIGHT: Final = 440
NARROW: Final = frozenset({"region", "received"})  # columns that larger text leaves out
NEEDED: Final = Problem(Level.STOP, None, Message(N_("This is needed here.")))
SIX: Final = 6


class VillagesPage(Page):
    """Left the villages, right what is done now: the chosen village, an invitation, or a request."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Villages & laptops"))
        self._desk, self._ways = desk, ways
        self.view: VillagesView | None = None
        self.asked: tuple[Asked, ...] = ()
        self.current: Asked | None = None
        self._shown: VillageLine | None = None
        self._paper: bytes | None = None
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
        self._one, self._inviting, self._answering = (
            self._village_card(),
            self._invite_card(),
            self._answer_card(),
        )
        for card in (self._one, self._inviting, self._answering):
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
        self._go(self._inviting, self.make_button)
        self._paper = None
        self.preview.clear()
        self.preview.hide()
        self.make_button.show()
        for button in (self.save_button, self.stick_button, self.print_button):
            button.hide()
        self.village.setFocus(Qt.FocusReason.OtherFocusReason)

    def invite(self) -> None:
        """Make an invitation and show its paper; the code stands on it and nowhere else."""
        village, person = self.village.text().strip(), self.person.text().strip()
        for field, text in ((self.village_field, village), (self.person_field, person)):
            field.show_problem(None if text else NEEDED)
        if not (village and person):
            return
        self.make_button.setEnabled(False)
        work = self._desk.in_lane(
            lambda office: office_villages.invite(office, village, person, None), owner=self
        )
        work.success(self._invited).finished(lambda: self.make_button.setEnabled(True)).start()

    def save_paper(self) -> None:
        """Keep the invitation as a PDF, to be printed elsewhere."""
        data = self._paper
        if data is not None:
            asked = (_("Save the invitation"), "undangan.pdf", "PDF (*.pdf)")
            keep_file(self, self._desk, self._ways, asked, lambda _office, path: write_atomic(path, data))

    def save_chain(self) -> None:
        """For a laptop without a network: what it needs beside its 26 characters."""
        asked = (_("File for USB…"), f"kabupaten{JOIN_SUFFIX}", f"Desbumi (*{JOIN_SUFFIX})")
        keep_file(self, self._desk, self._ways, asked, office_villages.chain_file)

    def print_paper(self) -> None:
        """The invitation to the printer."""
        data, names = self._paper, printing.printers()
        if data is None:
            return
        if not names:
            told = explain(printing.PrintError("no_printer"))
            self._ways.say("grey", told.happened, told.sentence)
            return
        printer = printing.named_printer(names[0])
        work = Operation(self._desk.worker, lambda _token: printing.print_pdf(data, printer), owner=self)
        work.success(
            lambda _pages: self._ways.say("ok", _("The invitation was sent to the printer."))
        ).start()

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

    def grant(self, out: str = "") -> None:
        """Enrol the laptop, if the six words typed are the six words on its screen."""
        asked, words, region = self.current, self.words.text().strip(), self.region.text().strip()
        if asked is None:
            return
        if len(words.split()) != SIX:
            self.words_field.show_problem(
                _problem(_("Six words are needed; {n} were typed.", n=len(words.split())))
            )
            return
        if asked.file:
            out = (
                out
                or QFileDialog.getSaveFileName(
                    self, _("Answer for the village"), f"jawaban{JOIN_SUFFIX}", ""
                )[0]
            )
            if not out:
                return
            work = self._desk.in_lane(
                lambda office: office_villages.grant_to_file(office, asked, words, region, Path(out)),
                owner=self,
            )
        else:
            work = self._desk.in_lane(
                lambda office: office_villages.grant(office, asked, words, region), owner=self
            )
        self.grant_button.setEnabled(False)
        work.success(self._granted).finished(lambda: self.grant_button.setEnabled(True)).start()

    def _granted(self, place: int) -> None:
        if place:
            self.words_field.show_problem(
                _problem(
                    _("Word {place} is not right. Nothing was signed; let them read it again.", place=place)
                )
            )
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asked = self.current
        self.asked = tuple(one for one in self.asked if one is not asked)
        self.current = None
        self.words.setText("")
        name = asked.village if asked else ""
        self._ways.say(
            "ok", _("{village} has joined. Its laptop fetches the answer at its next try.", village=name)
        )
        self._go(self._one, self.invite_button)
        self.refresh()

    def show_asked(self, asked: tuple[Asked, ...]) -> None:
        """The requests that wait for the six words, the first of them open."""
        self.asked = asked
        if not asked:
            self._ways.say("grey", _("No request waits."), _("The village types its 26 characters first."))
            return
        self.current = asked[0]
        kind = _("a new village") if asked[0].new else _("a further laptop")
        self._who.setText(asked[0].village)
        self._kind.setText(", ".join([kind, n_("{n} request waits", "{n} requests wait", len(asked))]))
        self.region_field.setVisible(asked[0].new)
        self.words_field.show_problem(None)
        self._go(self._answering, self.grant_button)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _invited(self, paper: Rendered) -> None:
        self._paper = paper.pdf
        self.preview.show_pdf(paper.pdf)
        self.preview.show()
        for button in (self.save_button, self.stick_button, self.print_button):
            button.show()
        self.make_button.hide()
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
        if not view.villages and view.founded and self._right.currentWidget() is self._one:
            self._go(self._inviting, self.make_button)

    def _leave(self) -> None:
        self.current = None
        self._go(self._one, self.invite_button)

    def _go(self, card: QWidget, main: Button) -> None:
        """Show a card; its button is the one accent of the page now."""
        self._right.setCurrentWidget(card)
        for button in (self.invite_button, self.make_button, self.grant_button):
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
        self._one.show_village(one, self._desk.clock.now())
        if self.view is not None and self.view.founded:  # before that no village can wait for it
            asked = self._desk.ask(lambda office: office_village_acts.waiting(office, one.id), owner=self)
            asked.success(self._one.show_waiting).start()
        if not self._filling:
            self._leave()

    def _village_card(self) -> VillageCard:
        card = VillageCard()
        card.revoke_asked.connect(self.ask_revoke)
        card.publish_asked.connect(lambda: self._confirm(office_village_acts.publish))
        card.adopt_asked.connect(lambda: self._confirm(office_village_acts.adopt))
        return card

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

    def _invite_card(self) -> QWidget:
        card = Card(_("Invitation on paper"))
        self.village, self.person = LineEdit(_("Example: {text}", text="Desa Sukacontoh")), LineEdit()
        self.village_field = Field(_("Village"), self.village, reserve=False)
        self.person_field = Field(_("Handed to"), self.person, reserve=False)
        self.make_button = Button(_("Make the invitation"), self.invite, icon="file-text")
        self.save_button = Button(_("Save PDF"), self.save_paper, icon="download", dense=True)
        self.print_button = Button(_("Print"), self.print_paper, icon="printer", dense=True)
        self.stick_button = Button(_("File for USB…"), self.save_chain, icon="usb", dense=True)
        self.preview = PreviewPane()
        self.preview.hide()
        hint = Wrapped(
            _("Used once, 14 days. The six words are told by telephone, never written on it."), "small"
        )
        for part in (hint, self.village_field, self.person_field):
            card.body.addWidget(part)
        for button in (self.save_button, self.stick_button, self.print_button):
            button.hide()
        card.body.addLayout(row(STRETCH, self.make_button, gap=10))
        card.body.addLayout(row(self.stick_button, STRETCH, self.save_button, self.print_button, gap=10))
        card.body.addWidget(self.preview, 1)
        card.body.addStretch(0)
        self.person.returnPressed.connect(self.invite)
        return card

    def _answer_card(self) -> QWidget:
        title = label(_("A laptop asks to join"), "h2")
        self._who, self._kind = Elided("", "h1"), label("", "muted")
        self.words = LineEdit(_("word word word word word word"))
        self.words_field = Field(_("The six words, as you hear them"), self.words)
        self.region = LineEdit(_("Example: {text}", text="99.01.01.2001"))
        self.region_field = Field(_("Region code of the village"), self.region, reserve=False)
        self.grant_button = Button(_("Accept this laptop"), self.grant, icon="check")
        hint = Wrapped(
            _("Telephone a number you know. Somebody you know reads the words from the laptop's screen."),
            "small",
        )
        inside = column(
            title, self._who, self._kind, hint, self.words_field, self.region_field, STRETCH, gap=10
        )
        later = Button(_("Not now"), self._leave, kind="quiet", icon="clock")
        card = framed(holder(inside), later, STRETCH, self.grant_button)
        self.words.returnPressed.connect(self.grant)
        return card


def _problem(words: str) -> Problem:
    return Problem(Level.STOP, None, Message(words))
