"""The left column of the counter: find who stands there; below, who was here today. Nothing of it is stored."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from desbumi_app.usecases.find_people import PersonLine
from ui import office_papers
from ui.dates import clock_time
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.inputs import LineEdit
from ui.widgets.layout import column, hairline, holder
from ui.widgets.two_lines import TwoLineList, TwoLines

WIDTH: Final = 250
PAUSE_MS: Final = 60
LEAST: Final = 36


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who was at the counter today: what the row says."""

    person: bytes
    name: str
    what: str
    at: datetime


class _GuestSearch(LineEdit):
    """Down goes to the list, Enter takes the first."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow down leaves the line."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)


class DeskGuests(Card):
    """`picked` tells the stored id of a person; `nobody` only asks; `stranger` has no register entry.

    The others lead to the book of letters with its drafts, a group, empty forms, and to checking a letter.
    """

    picked = Signal(object)
    nobody = Signal()
    stranger = Signal()
    book = Signal()
    group = Signal()
    check = Signal()
    forms = Signal()

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(_("Guests today"), " ", flush=True)
        self.setFixedWidth(current().dense(WIDTH))
        self._desk = desk
        self._seen: list[Seen] = []
        self._found: tuple[PersonLine, ...] = ()
        self.search = _GuestSearch(_("Name, NIK, telephone"), icon="search", dense=True)
        self.search.setAccessibleName(_("Find a guest"))
        self.list = TwoLineList(_("Guests"))
        self.list.setMinimumHeight(LEAST)  # gives way to a message above the page
        new = Button(_("New guest"), self.stranger.emit, icon="user-plus", dense=True).with_key("Ctrl+N")
        nameless = Button(_("Only a checklist"), self.nobody.emit, icon="list-check", dense=True)
        self.body.setSpacing(0)
        self.body.addWidget(holder(column(self.search, new, nameless, gap=8, margins=(14, 0, 14, 10))))
        self.body.addWidget(hairline())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(hairline())
        self.body.addWidget(holder(self._ways()))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._find)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._first)
        self.search.down.connect(self._to_list)
        self.list.opened.connect(self._pick)
        self.list.clicked.connect(lambda _index: self._pick(self.list.current_id()))
        self._show()

    def _ways(self) -> QVBoxLayout:
        """Where else one can go from here."""
        ways = (
            (_("Book of letters, drafts"), self.book, "book"), (_("A group"), self.group, "users-group"),
            (_("Empty forms"), self.forms, "file-text"), (_("Check a letter"), self.check, "shield-lock"),
        )  # fmt: skip
        made = [
            Button(words, signal.emit, kind="quiet", icon=icon, dense=True) for words, signal, icon in ways
        ]
        return column(*made, gap=0, margins=(6, 4, 6, 6))

    def remember(self, person: bytes, name: str, what: str = "") -> None:
        """Put somebody on top of today's guests, with what he got."""
        before = next((one for one in self._seen if one.person == person), None)
        kept = before or Seen(person, name, what, self._desk.clock.now())
        kept = replace(kept, name=name, what=what or kept.what)
        self._seen = [kept, *(one for one in self._seen if one.person != person)]
        self._found = ()
        self.search.setText("")
        self._show()
        self.list.choose(person)

    def _find(self) -> None:
        text = self.search.text().strip()
        if not text:
            self._found = ()
            self._show()
            return
        ask = self._desk.ask(lambda office: office_papers.find_guests(office, text), owner=self)
        ask.success(lambda found: self._answer(text, found)).start()

    def _answer(self, text: str, found: tuple[PersonLine, ...]) -> None:
        if text == self.search.text().strip():
            self._found = found
            self._show(nobody=not found)

    def _show(self, *, nobody: bool = False) -> None:
        if self._found or nobody:
            self.fact.setText(n_("{n} found", "{n} found", len(self._found)))
            self.list.show_rows([_found_row(one) for one in self._found])
            return
        self.fact.setText(n_("{n} guest", "{n} guests", len(self._seen)) if self._seen else "")
        total = len(self._seen)
        rows = [
            TwoLines(one.person, one.name, one.what, clock_time(one.at), number=str(total - i), wraps=True)
            for i, one in enumerate(self._seen)
        ]
        self.list.show_rows(rows)

    def _first(self) -> None:
        if self._found:
            self._pick(self._found[0].id)
        else:
            self._find()

    def _to_list(self) -> None:
        rows = self.list.rows()
        if rows:
            self.list.choose(rows[0].id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, person: bytes | None) -> None:
        if person is not None:
            self.picked.emit(person)


def _found_row(one: PersonLine) -> TwoLines:
    age = _("{age} y", age=one.ages[0]) if one.ages else ""
    return TwoLines(
        one.id,
        one.name,
        " · ".join(part for part in (age, one.hamlet) if part),
        icon="user-circle",
        wraps=True,
    )
