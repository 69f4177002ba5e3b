"""Lapor Diri: one call, one page. 1 to 3 say how it went, Y/T/- answer, Ctrl+Enter records, and the next person comes.

How the worker fares goes sealed to the case officers, whoever types it.
"""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from desbumi_app.outcomes import Refused
from desbumi_app.usecases.record_check_in import CheckedIn
from desbumi_app.usecases.undo_save import Undoable
from ui import office_following
from ui.dates import partial_date
from ui.language import _, n_, say
from ui.office_desk import OfficeDesk
from ui.office_following import Followed, Queue
from ui.pages.check_in_call import CheckInCall
from ui.pages.following_start import FollowingStart
from ui.pages.following_undo import offer_undo
from ui.pages.page_keys import PageKeys
from ui.ways import Ways
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label


class CheckInPage(Page):
    """Of one person, or with `queue` through everybody past the day; without either it asks first."""

    def __init__(
        self, desk: OfficeDesk, ways: Ways, *, person: bytes | None = None, queue: bool = False
    ) -> None:
        super().__init__(_("Check-in"))
        self._desk, self._ways, self._queue = desk, ways, queue
        self._skip: set[bytes] = set()
        self.call: CheckInCall | None = None
        self.waiting = label("", "muted")
        self.skip_button = Button(_("Skip"), self.skip, icon="arrow-right")
        self.record_button = Button(_("Record"), self.record, kind="primary", icon="check")
        self.record_button.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        for part in (self.waiting, self.skip_button, self.record_button):
            self.add_to_title(part)
            part.setVisible(False)
        self.start = FollowingStart(desk, _("Who checks in?"), waiting=True)
        self.start.chosen.connect(self.open)
        self.start.queue.connect(self.go_on)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.body.addWidget(self._stack, 1)
        PageKeys(self, {"Ctrl+Return": self.record})
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._person = person

    def refresh(self) -> None:
        """The page came in sight: begin with whoever it was asked for."""
        if self.call is not None:
            return
        if self._person is not None:
            self.open(self._person)
        elif self._queue:
            self.go_on()
        else:
            self.start.refresh()
            self.start.enter()

    def open(self, person: bytes) -> None:
        """Ask for one person's file and show the form."""
        ask = self._desk.ask(lambda office: office_following.follow(office, person, "check_in"), owner=self)
        ask.success(self._show).start()

    def go_on(self) -> None:
        """The next of everybody past the day."""
        self._queue = True
        skip = frozenset(self._skip)
        ask = self._desk.ask(lambda office: office_following.next_in_queue(office, skip), owner=self)
        ask.success(self._show_next).start()

    def skip(self) -> None:
        """Not now: the next person; nothing is stored."""
        if self.call is not None:
            self._skip.add(self.call.who.id)
        self.go_on()

    def record(self) -> None:
        """Store what is typed, or say under the fields what is missing."""
        if self.call is None or not self.record_button.isEnabled():
            return
        form, who = self.call.typed(), self.call.who
        self.record_button.setEnabled(False)
        work = self._desk.write(lambda office: office_following.save_check_in(office, form), owner=self)
        work.success(lambda answer: self._answered(who, *answer))
        work.finished(lambda: self.record_button.setEnabled(True)).start()

    def _answered(self, who: Followed, done: CheckedIn | Refused, undo: Undoable | None) -> None:
        if isinstance(done, Refused):
            if self.call is not None and (other := self.call.show_problems(done.problems)) is not None:
                self._ways.say("warn", say(other.message))
            return
        self._ways.saved()
        self._skip.add(who.id)
        self.call = None
        if self._queue:
            self.go_on()
        else:
            self._ways.person(who.id)
        self._tell(who, done, undo)

    def _tell(self, who: Followed, done: CheckedIn, undo: Undoable | None) -> None:
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
        back = None if self._queue else lambda: ways.person(ident)
        offer_undo(self._desk, ways, undo, (tone, sentence, detail), back)

    def _show_next(self, queue: Queue) -> None:
        if queue.who is None:
            self.show_end()
            return
        left = n_("{n} person past the day", "{n} people past the day", queue.total)
        late = n_("{n} day late", "{n} days late", queue.days)
        self.waiting.setText(f"{late} · {left}")
        self._show(queue.who)

    def _show(self, who: Followed) -> None:
        self.call = CheckInCall(self._desk, who)
        self.call.ended.connect(lambda: self.record_button.setFocus(Qt.FocusReason.TabFocusReason))
        self._put(self.call)
        self._titles(shown=True)
        self.call.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_end(self) -> None:
        """Nobody is left for today."""
        self.call = None
        back = Button(_("Back to the start"), lambda: self._ways.visit("home"), kind="primary", icon="home")
        said = _("Whoever was skipped or not reached comes again later.")
        self._put(EmptyState(_("Nobody is left for today"), said, icon="circle-check", buttons=[back]))
        self._titles(shown=False)
        QTimer.singleShot(0, back, back.setFocus)

    def _titles(self, *, shown: bool) -> None:
        self.record_button.setVisible(shown)
        self.skip_button.setVisible(shown and self._queue)
        self.waiting.setVisible(shown and self._queue)

    def _put(self, widget: QWidget) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
