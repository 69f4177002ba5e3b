"""Lapor Diri: one call, one page. 1 to 3 say how it went, Y/T/- answer, Ctrl+Enter records and goes on to the next.

How the worker fares goes sealed to the case officers, whoever types it. What is typed is kept as a draft.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desbumi_app.outcomes import Refused
from desbumi_app.usecases.record_check_in import CheckedIn, Overdue
from desbumi_app.usecases.undo_save import Undoable
from ui import office_following
from ui.dates import partial_date
from ui.language import _, n_, say
from ui.models.following_draft import CHECK_IN
from ui.office_desk import OfficeDesk
from ui.office_following import Followed, Queue
from ui.pages.check_in_call import CheckInCall
from ui.pages.following_keep import FollowingKeep
from ui.pages.following_start import FollowingStart
from ui.pages.following_undo import offer_undo
from ui.pages.page_keys import PageKeys
from ui.ways import Ways
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label


class CheckInPage(Page):
    """Of one person, or with `queue` through everybody past the day; without either it asks first.

    `typed`: what an undone check-in of this person held.
    """

    def __init__(
        self,
        desk: OfficeDesk,
        ways: Ways,
        *,
        person: bytes | None = None,
        queue: bool = False,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(_("Record check-in"))
        self._desk, self._ways, self._queue = desk, ways, queue
        self._person, self._typed = person, typed
        self._skip: set[bytes] = set()
        self._between = False  # one of the queue is recorded, the next not yet opened
        self.call: CheckInCall | None = None
        self.kept: FollowingKeep | None = None
        self.waiting = label("", "muted")
        self.skip_button = Button(_("Skip"), self.skip, icon="arrow-right")
        self.skip_button.setText(literal(f"{_('Skip')}  Alt+→"))
        self.record_button = Button(_("Record"), self.main, kind="primary", icon="check")
        for part in (self.waiting, self.skip_button, self.record_button):
            self.add_to_title(part)
            part.setVisible(False)
        self.start = FollowingStart(desk, _("Who checks in?"), waiting=True)
        self.start.chosen.connect(self.open)
        self.start.added.connect(self._ways.add_person)
        self.start.queue.connect(self.go_on)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.body.addWidget(self._stack, 1)
        self.setTabOrder(self.record_button, self.skip_button)
        PageKeys(self, {"Ctrl+Return": self.main, "Alt+Right": self.skip, "Esc": self.leave})
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def refresh(self) -> None:
        """The page came in sight: begin with whoever it was asked for."""
        if self.call is not None or self._between:
            return
        if self._person is not None:
            self.open(self._person)
        elif self._queue:
            self.go_on()
        else:
            self.start.refresh()
            self.start.enter()

    def main(self) -> None:
        """The main button: record, or go on to the next of the queue."""
        if self._between:
            self.go_on()
        else:
            self.record()

    def leave(self) -> None:
        """Esc: back to where one came from; what was typed stays a draft."""
        if self.call is None and self.start.search.text():
            self.start.search.forget()
        elif self._person is not None:
            self._ways.person(self._person)
        elif self.call is not None and not self._queue:
            self._close_call()
            self._put(None)
            self._titles(shown=False)
            self.refresh()
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
        ask = self._desk.ask(lambda office: office_following.follow(office, person, "check_in"), owner=self)
        ask.success(self._show).start()

    def go_on(self) -> None:
        """The next of everybody past the day."""
        self._queue, self._between = True, False
        skip = frozenset(self._skip)
        ask = self._desk.ask(lambda office: office_following.next_in_queue(office, skip), owner=self)
        ask.success(self._show_next).start()

    def skip(self) -> None:
        """Not now: the next person; nothing is stored, what was typed stays a draft."""
        if self.call is None or not self._queue:
            return
        self._skip.add(self.call.who.id)
        self._close_call()
        self.go_on()

    def record(self, *, without: bool = False) -> None:
        """Store what is typed, or say under the fields what is missing; `without` what lies in the closed case book."""
        if self.call is None or self.kept is None or not self.record_button.isEnabled():
            return
        if not (without or self.kept.complete(lambda: self.record(without=True))):
            return
        form, texts, who = self.call.typed(), self.call.texts(), self.call.who
        self.record_button.setEnabled(False)
        work = self._desk.write(lambda office: office_following.save_check_in(office, form), owner=self)
        work.success(lambda answer: self._answered(who, texts, *answer))
        work.finished(lambda: self.record_button.setEnabled(True)).start()

    def _answered(
        self, who: Followed, texts: dict[str, str], done: CheckedIn | Refused, undo: Undoable | None
    ) -> None:
        if isinstance(done, Refused):
            if self.kept is not None:
                self.kept.uncover_for(done.problems)
            if self.call is not None and (other := self.call.show_problems(done.problems)) is not None:
                self._ways.say("warn", say(other.message))
            return
        self._ways.saved()
        self._skip.add(who.id)
        if self.kept is not None:
            self.kept.end()
        self._close_call()
        if self._queue:
            self._rest()
        else:
            self._ways.person(who.id)
        self._tell(who, texts, done, undo)

    def _tell(self, who: Followed, texts: dict[str, str], done: CheckedIn, undo: Undoable | None) -> None:
        again = (
            _("Next contact {day}.", day=partial_date(done.next_contact_on)) if done.next_contact_on else ""
        )
        other = next((say(one.message) for one in done.saved.warnings if one.field is None), "")
        detail = " ".join(
            part for part in (say(done.suggested) if done.suggested else "", other, again) if part
        )
        sentence = _("Check-in of {name} recorded", name=who.name)
        tone: Any = "warn" if done.suggested else "ok"
        ways, ident = self._ways, who.id
        back = (
            (lambda: self._again(ident, texts)) if self._queue else lambda: ways.check_in(ident, typed=texts)
        )
        offer_undo(self._desk, ways, undo, (tone, sentence, detail), back)

    def _again(self, person: bytes, texts: dict[str, str]) -> None:
        """Undone: the same person's form as it was."""
        self._close_call()
        self._skip.discard(person)
        self._typed, self._between = texts, False
        self.open(person)

    # -- what is in sight ------------------------------------------------------------------------------------------

    def _rest(self) -> None:
        """Between two of the queue: the next is opened when somebody goes on, and not before."""
        self._between = True
        skip = frozenset(self._skip)
        ask = self._desk.ask(lambda office: office_following.waits_next(office, skip), owner=self)
        ask.success(self._show_rest).start()

    def _show_rest(self, next_one: Overdue | None) -> None:
        if next_one is None or next_one.line.next_contact_on is None:
            self.show_end()
            return
        if not self._between:
            return
        days = (self._desk.today() - date.fromisoformat(next_one.line.next_contact_on)).days
        self._put(EmptyState(
            _("Next: {name}", name=next_one.line.name), f"{_late(days)} · {_left(next_one.total)}",
            icon="phone-call",
        ))  # fmt: skip
        self._titles(shown=True)
        QTimer.singleShot(0, self.record_button, self.record_button.setFocus)

    def _show_next(self, queue: Queue) -> None:
        if queue.who is None:
            self.show_end()
            return
        self.waiting.setText(f"{_late(queue.days)} · {_left(queue.total)}")
        self._show(queue.who)

    def _show(self, who: Followed) -> None:
        self.call = CheckInCall(self._desk, who, lambda: self._ways.person(who.id))
        self.call.ended.connect(lambda: self.record_button.setFocus(Qt.FocusReason.TabFocusReason))
        self._put(self.call)
        self._titles(shown=True)
        typed, self._typed = self._typed, None
        self.kept = FollowingKeep(self._desk, self._ways, CHECK_IN, self.call, typed)
        self.setTabOrder(self.call.form.last, self.record_button)
        self.setTabOrder(self.record_button, self.skip_button)
        self.call.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_call(self) -> None:
        if self.kept is not None:
            self.kept.keep()
        self.call = self.kept = None

    def show_end(self) -> None:
        """Nobody is left for today."""
        self._close_call()
        back = Button(_("Back to the start"), lambda: self._ways.visit("home"), kind="primary", icon="home")
        said = _("Whoever was skipped or not reached comes again later.")
        self._put(EmptyState(_("Nobody is left for today"), said, icon="circle-check", buttons=[back]))
        self._titles(shown=False)
        QTimer.singleShot(0, back, back.setFocus)

    def _titles(self, *, shown: bool) -> None:
        words = _("Next") if self._between else _("Record")
        self.record_button.set_text(f"{words}  Ctrl+Enter")
        self.record_button.set_icon("arrow-right" if self._between else "check")
        self.record_button.setVisible(shown)
        self.skip_button.setVisible(shown and self._queue and not self._between)
        self.waiting.setVisible(shown and self._queue and not self._between)

    def _put(self, widget: QWidget | None) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        if widget is not None:
            self._stack.addWidget(widget)
            self._stack.setCurrentWidget(widget)


def _late(days: int) -> str:
    return n_("{n} day late", "{n} days late", days)


def _left(total: int) -> str:
    return n_("{n} person past the day", "{n} people past the day", total)
