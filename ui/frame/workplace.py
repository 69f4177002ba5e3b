"""The open book: header, navigation, pages, strip, and the place where a failure is told."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.clock import Clock
from ui.dates import partial_date
from ui.frame.header import Header
from ui.frame.navigation import Entry, Navigation
from ui.frame.places import Places, put_cursor
from ui.frame.strip import Strip
from ui.language import _
from ui.messages import Explained
from ui.operations import Operation, Worker
from ui.session import PersonFound, Session
from ui.widgets.banner import Banner, BannerTone, Jump
from ui.widgets.search_box import Found
from ui.widgets.stages import stage_chip

SEARCH_LIMIT: Final = 8


class Workplace(QWidget):
    """Built when the book opens, thrown away when it locks fully. Pages get what they need from their builder."""

    person_opened = Signal(object)
    departure_asked = Signal(object)
    person_added = Signal(str)
    help_asked = Signal(str)
    settings_asked = Signal()

    def __init__(
        self, session: Session, desk: Worker, clock: Clock, *, user: str, entries: Sequence[Entry]
    ) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self._session, self._desk, self._clock = session, desk, clock
        self.header = Header(session.place(), user)
        self.navigation = Navigation(entries)
        self.places = Places(entries)
        self.strip = Strip()
        self._told: Banner | None = None
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._box.setContentsMargins(0, 0, 0, 0)
        for part in (self.header, self.navigation):
            self._box.addWidget(part)
        self._notice = QVBoxLayout()
        self._notice.setContentsMargins(24, 0, 24, 0)
        self._box.addLayout(self._notice)
        self._box.addWidget(self.places, 1)
        self._box.addWidget(self.strip)
        self._connect()
        self.refresh_strip()

    def visit(self, code: str) -> QWidget:
        """Go to a place."""
        self.tell(None)
        self.header.search.close_results()
        page = self.places.visit(code)
        self.navigation.mark(code)
        if getattr(page, "begins_at", None) is not None:
            put_cursor(page)
        return page

    def tell(self, banner: Banner | None) -> None:
        """Show one message above the page, in place of an earlier one; None takes it away."""
        if self._told is not None:
            self._notice.removeWidget(self._told)
            self._told.hide()  # at once: until it is deleted it would lie over the next page
            self._told.deleteLater()
        self._told, self._offers = banner, False
        self._notice.setContentsMargins(24, 12 if banner else 0, 24, 0)
        if banner:
            self._notice.addWidget(banner)

    def say(self, tone: BannerTone, sentence: str, detail: str = "", *, jumps: Sequence[Jump] = ()) -> None:
        """Show one message above the page."""
        self.tell(Banner(tone, sentence, detail, jumps=[*jumps, (_("Close"), lambda: self.tell(None))]))
        self._offers = bool(jumps)

    def cover(self) -> None:
        """The screen locks: a message whose buttons may hold what was typed goes; one that only says something stays."""
        if self._offers:
            self.tell(None)

    def tell_failure(self, failure: Explained) -> None:
        """Say what happened, whether the data is safe, what to do."""
        self.say("danger", failure.happened, failure.sentence)

    def refresh_strip(self) -> None:
        """Ask for the state of saving and sending and show it."""
        operation = Operation(self._desk, lambda _token: self._session.send_state(), owner=self)
        operation.success(lambda state: self.strip.show_state(state, self._clock.now())).start()

    def _connect(self) -> None:
        self.navigation.asked.connect(self.visit)
        self.navigation.help_asked.connect(lambda: self.help_asked.emit(self.places.code()))
        self.navigation.settings_asked.connect(self.settings_asked)
        search = self.header.search
        search.asked.connect(self._search)
        search.opened.connect(self.person_opened)
        search.departed.connect(self.departure_asked)
        search.added.connect(self.person_added)
        QShortcut(QKeySequence("Ctrl+F"), self, search.setFocus)

    def _search(self, text: str) -> None:
        if not text:
            return
        operation = Operation(
            self._desk, lambda _token: self._session.search_people(text, SEARCH_LIMIT), owner=self
        )
        operation.success(
            lambda answer: self.header.search.show_found(text, [_found(p) for p in answer[0]], answer[1])
        ).start()


def _found(person: PersonFound) -> Found:
    age = _("{age} y", age=person.age) if person.age is not None else ""
    born = _("born {day}", day=partial_date(person.born_on)) if person.born_on else age
    second = " · ".join(part for part in (born, person.hamlet) if part)
    return Found(person.id, person.name, second, stage_chip(person.stage) if person.stage else None)
