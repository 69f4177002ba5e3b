"""Before a check-in or a return: whom is it about? A search, and beside it who waits longest. Opens nothing itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.usecases.find_people import PersonLine, find_people
from ui import office_following
from ui.language import _, n_
from ui.models.person_words import found, second_line
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, give_letters
from ui.widgets.labels import Wrapped, restyle
from ui.widgets.layout import STRETCH, clear, column, hairline, row
from ui.widgets.list_row import JobRow
from ui.widgets.search_box import SearchBox

RESULTS: Final = 8
SHOWN: Final = 6
SHOWN_LARGE: Final = 5


class FollowingStart(QWidget):
    """`chosen` with a stored id; `added` with a name that nobody in the book has; `queue` to go through all who wait."""

    chosen = Signal(object)
    added = Signal(str)
    queue = Signal()

    def __init__(self, desk: OfficeDesk, question: str, *, waiting: bool) -> None:
        super().__init__()
        self._desk = desk
        self.search = SearchBox(picks=True)
        restyle(self.search, "part", "")
        self.search.asked.connect(self._search)
        self.search.opened.connect(self.chosen)
        self.search.departed.connect(self.chosen)
        self.search.added.connect(self.added)
        left = Card()
        left.body.addWidget(Field(question, self.search, reserve=False))
        left.body.addWidget(Wrapped(_("Type a name, NIK or telephone number."), "muted"))
        left.body.addStretch(1)
        give_letters(left)
        box = row(left, gap=16)
        box.setStretch(0, 1)
        self.begin: Button | None = None
        self._late = Card(_("Past their check-in day"), flush=True)
        self._late.body.setSpacing(0)
        if waiting:
            box.addWidget(self._late)
            box.setStretch(1, 1)
        self._waiting = waiting
        self.setLayout(column(box))
        self.setFocusProxy(self.search)

    def refresh(self) -> None:
        """Ask who waits."""
        if self._waiting:
            self._desk.ask(office_following.overdue, owner=self).success(self._show).start()

    def _show(self, lines: Sequence[PersonLine]) -> None:
        clear(self._late.body)
        self.begin = None
        if not lines:
            said = EmptyState(
                _("Nobody is late"), _("Everybody has been heard of in time."), icon="circle-check"
            )
            self._late.body.addWidget(said)
            return
        for line in lines[: SHOWN if current().scale == 1.0 else SHOWN_LARGE]:
            self._late.body.addWidget(hairline())
            self._late.body.addWidget(self._row(line))
        self._late.body.addStretch(1)
        self._late.body.addWidget(hairline())
        self.begin = Button(_("Begin with the first"), self.queue.emit, kind="primary", icon="phone-call")
        foot = row(STRETCH, self.begin, margins=(16, 10, 16, 12))
        self._late.body.addLayout(foot)

    def _row(self, line: PersonLine) -> JobRow:
        days = (
            (self._desk.today() - date.fromisoformat(line.next_contact_on)).days
            if line.next_contact_on
            else 0
        )
        late = n_("{n} day late", "{n} days late", days)
        second = " · ".join(part for part in (late, second_line(line)) if part)
        return JobRow(
            line.name, second, lambda: self.chosen.emit(line.id), icon="clock-exclamation", tone="warn"
        )

    def _search(self, text: str) -> None:
        if not text:
            return

        def show(answer: Any) -> None:
            self.search.show_found(text, [found(line) for line in answer.lines], answer.total)

        self._desk.ask(lambda office: find_people(office, text, limit=RESULTS), owner=self).success(
            show
        ).start()

    def enter(self) -> None:
        """The cursor goes to the search."""
        self.search.setFocus(Qt.FocusReason.TabFocusReason)
