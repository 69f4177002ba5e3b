"""Catat Pulang: one page for coming home, for leave or for good; then what the person may need now.

Body, mind and unpaid rights go sealed to the case officers. What is typed is kept as a draft; what is offered afterwards
is shown once and kept nowhere.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.record_return import CameHome
from desbumi_app.usecases.undo_save import Undoable
from ui import office_following
from ui.dates import partial_date
from ui.language import N_, _, say
from ui.models.following_draft import RETURN
from ui.office_desk import OfficeDesk
from ui.office_following import Followed
from ui.pages.following_head import head_of
from ui.pages.following_keep import FollowingKeep
from ui.pages.following_start import FollowingStart
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.return_form import ReturnHalves
from ui.theme.tokens import ToneName
from ui.ways import Ways
from ui.widgets.avatar import Disc
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Card, Page
from ui.widgets.chip import Chip
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, hairline, holder, row
from ui.widgets.stages import stage_chip

Offer = tuple[str, ToneName, str, str]
OFFERS: Final[dict[str, Offer]] = {
    "death": ("candle", "grey", N_("Record the death"), N_("With a second person, who confirms it.")),
    "complaint": (
        "message-report", "danger", N_("Offer to record a complaint"),
        N_("Only if the person wants it. A case officer listens, not the desk."),
    ),
    "health": ("first-aid-kit", "warn", N_("Bring to the health post"), N_("Go along, or call the health worker.")),
    "rights": (
        "file-text", "warn", N_("Help with unpaid wages"),
        N_("Keep contract and payslips together; the district office and BP3MI take the claim."),
    ),
    "papers": ("lock-square-rounded", "warn", N_("Help to get the papers back"), N_("Write down who holds them.")),
    "again": ("plane-departure", "info", N_("Before leaving again"), N_("Check passport, contract and insurance.")),
    "empowerment": ("home-check", "plum", N_("Tell about the village's programme"), N_("Groups, training and capital.")),
}  # fmt: skip


class ReturnPage(Page):
    """Of one person, or asks first. `typed`: what an undone return of this person held."""

    def __init__(
        self,
        desk: OfficeDesk,
        ways: Ways,
        *,
        person: bytes | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(_("Record return"))
        self._desk, self._ways, self._person, self._typed = desk, ways, person, typed
        self.halves: ReturnHalves | None = None
        self.kept: FollowingKeep | None = None
        self.record_button = Button(_("Record"), self.record, kind="primary", icon="check")
        self.record_button.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        self.record_button.setVisible(False)
        self.add_to_title(self.record_button)
        self.start = FollowingStart(desk, _("Who came home?"), waiting=False)
        self.start.chosen.connect(self.open)
        self.start.added.connect(self._ways.add_person)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.body.addWidget(self._stack, 1)
        PageKeys(self, {"Ctrl+Return": self.record, "Esc": self.leave})
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def refresh(self) -> None:
        """The page came in sight."""
        if self._person is None:
            self.start.enter()
        elif self.halves is None and self._stack.count() == 1:
            self.open(self._person)

    def leave(self) -> None:
        """Esc: back to where one came from; what was typed stays a draft."""
        if self._person is not None:
            self._ways.person(self._person)
        elif self.halves is not None:
            self._close_form()
            self._put(None)
            self.record_button.setVisible(False)
            self.start.enter()
        elif self.start.search.text():
            self.start.search.forget()
        else:
            self._ways.visit("home")

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        if self.kept is not None:
            self.kept.keep()
        super().hideEvent(event)

    def cover(self) -> None:
        """The screen locks."""
        if self.kept is not None:
            self.kept.cover()

    def open(self, person: bytes) -> None:
        """Ask for one person's file and show the form."""
        ask = self._desk.ask(lambda office: office_following.follow(office, person, "return"), owner=self)
        ask.success(self._show).start()

    def record(self, *, without: bool = False) -> None:
        """Store what is typed, or say under the fields what is missing; `without` what lies in the closed case book."""
        if self.halves is None or self.kept is None or not self.record_button.isEnabled():
            return
        if not (without or self.kept.complete(lambda: self.record(without=True))):
            return
        form, texts, who = self.halves.typed(), self.halves.texts(), self.halves.who
        self.record_button.setEnabled(False)
        work = self._desk.write(lambda office: office_following.save_return(office, form), owner=self)
        work.success(lambda answer: self._answered(who, texts, *answer))
        work.finished(lambda: self.record_button.setEnabled(True)).start()

    def leave_again(self) -> None:
        """Store that the person on leave has left again."""
        if self.halves is None or self.halves.who.leave is None:
            return
        who, texts, leave = self.halves.who, self.halves.texts(), self.halves.who.leave
        typed = self.halves.redeparted.text()
        work = self._desk.write(
            lambda office: office_following.save_redeparture(office, leave, typed), owner=self
        )
        work.success(lambda answer: self._left(who, texts, *answer)).start()

    def _answered(
        self, who: Followed, texts: dict[str, str], done: CameHome | Refused, undo: Undoable | None
    ) -> None:
        if isinstance(done, Refused):
            if self.kept is not None:
                self.kept.uncover_for(done.problems)
            if self.halves is not None and (other := self.halves.show_problems(done.problems)) is not None:
                self._ways.say("warn", say(other.message))
            return
        self._end_draft()
        self._ways.saved()
        self.record_button.setVisible(False)
        self._put(self._after(who, done))
        self._shut.setFocus(Qt.FocusReason.OtherFocusReason)
        warned = " ".join(dict.fromkeys(say(one.message) for one in done.saved.warnings))
        told: Told = ("ok", _("Return of {name} recorded", name=who.name), warned)
        ways = self._ways
        offer_undo(self._desk, ways, undo, told, lambda: ways.came_home(who.id, typed=texts))

    def _left(
        self, who: Followed, texts: dict[str, str], done: Saved | Refused, undo: Undoable | None
    ) -> None:
        if isinstance(done, Refused):
            if self.halves is not None:
                self.halves.redeparted_field.show_problem(done.problems[0])
                self.halves.redeparted.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._end_draft()
        self._ways.saved()
        self._ways.person(who.id)
        ways = self._ways
        told: Told = ("ok", _("{name} has left again", name=who.name), "")
        offer_undo(self._desk, ways, undo, told, lambda: ways.came_home(who.id, typed=texts))

    def _end_draft(self) -> None:
        if self.kept is not None:
            self.kept.end()
        self._close_form()

    def _close_form(self) -> None:
        if self.kept is not None:
            self.kept.keep()
        self.halves = self.kept = None

    def _show(self, who: Followed) -> None:
        self.halves = ReturnHalves(self._desk, who)
        self.halves.ended.connect(lambda: self.record_button.setFocus(Qt.FocusReason.TabFocusReason))
        self.halves.left_again.connect(self.leave_again)
        head = head_of(self._desk, who, lambda: self._ways.person(who.id))
        self._put(holder(column(head, self.halves, gap=12)))
        self.record_button.setVisible(True)
        typed, self._typed = self._typed, None
        self.kept = FollowingKeep(self._desk, self._ways, RETURN, self.halves, typed)
        self.setTabOrder(self.halves.form.last, self.record_button)
        self.halves.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after(self, who: Followed, done: CameHome) -> QWidget:
        card = Card(_("What may be needed now"), flush=True)
        if done.stage:
            card.head.insertWidget(1, Chip(stage_chip(done.stage)))
        card.body.setSpacing(0)
        for code in done.offers:
            icon, tone, first, second = OFFERS[code]
            words = holder(column(label(_(first), "strong"), label(_(second), "small"), gap=1))
            line = row(Disc(icon, tone), words, STRETCH, gap=14, margins=(16, 8, 16, 8))
            card.body.addWidget(hairline())
            card.body.addLayout(line)
        if not done.offers:
            card.body.addWidget(Wrapped(_("Nothing was said that asks for help now."), "muted"))
        card.body.addStretch(1)
        again = _("Visit by {day}", day=partial_date(done.next_contact_on)) if done.next_contact_on else ""
        self._shut = Button(
            _("Open the file"), lambda: self._ways.person(who.id), kind="primary", icon="user-circle"
        )
        card.body.addWidget(hairline())
        card.body.addLayout(row(label(again, "muted"), STRETCH, self._shut, margins=(16, 10, 16, 12)))
        return card

    def _put(self, widget: QWidget | None) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        if widget is not None:
            self._stack.addWidget(widget)
            self._stack.setCurrentWidget(widget)
