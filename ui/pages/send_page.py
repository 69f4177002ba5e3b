"""Kirim & ambil data: what waits, what was sent and fetched, by network or by stick. Offline is grey and loses nothing.

A change leaves the queue only when the other side's receipt is here.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desbumi_app.send_history import Try
from ui import office_sync
from ui.dates import ago
from ui.language import N_, WORDS, _, n_
from ui.messages import Explained, sentences
from ui.office_desk import OfficeDesk
from ui.office_sync import NO_NETWORK, SendView, Waiting, alike
from ui.operations import Operation
from ui.pages.send_join import SendJoin
from ui.pages.send_needs import fill_needs
from ui.theme.theme import SCALES, current
from ui.theme.tokens import ToneName
from ui.values import moment
from ui.ways import Ways
from ui.widgets.avatar import Disc
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.checks import Check
from ui.widgets.chip import Chip, ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import clear, column, row, scrolled
from ui.widgets.progress import Progress
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

RIGHT: Final = 440
_ICONS: Final = {
    "people": "user-circle", "journeys": "plane-departure", "check_ins": "phone-call", "returns": "plane-arrival",
    "letters": "file-certificate", "documents": "files", "links": "git-merge", "users": "users",
}  # fmt: skip
_WAYS: Final = {
    "network": (N_("Network"), "wifi"),
    "usb_out": (N_("To USB"), "usb"),
    "usb_in": (N_("From USB"), "usb"),
}
_STEPS: Final = (
    N_("Plug in the USB stick, press Save to USB."),
    N_("Wait until it says that it may be pulled out."),
    N_("Take it to the district. What is on it is locked."),
)


class SendPage(Page):
    """Sending runs beside the desk; one can go on working."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Send & fetch data"))
        self._desk, self._ways = desk, ways
        self._running: Operation[Try] | None = None
        self.view: SendView | None = None
        self.send_button = Button(_("Send now"), self.send, kind="primary", icon="cloud-upload")
        self.out_button = Button(_("Save to USB…"), self.to_usb, icon="usb")
        self.in_button = Button(_("Take from USB…"), self.from_usb, icon="usb")
        self.state = label("", "h1")
        self._second = Wrapped("", "muted")
        self._third = Wrapped("", "muted")
        self._mark: QHBoxLayout = row()
        self._chip: QHBoxLayout = row()
        self._busy: QVBoxLayout = column()
        columns = [
            Column("what", _("Change"), strong=True), Column("who", _("Who"), 150), Column("when", _("When"), 172),
            Column("state", _("State"), 136),
        ]  # fmt: skip
        # All of them wait: at the largest text the change itself needs the room.
        self._columns = len(columns) if current().scale < max(SCALES) else len(columns) - 1
        self.queue = ListModel(columns[: self._columns])
        self.history = ListModel([
            Column("when", _("When"), 170), Column("way", _("Way"), 150), Column("result", _("Outcome")),
        ])  # fmt: skip
        self.join = SendJoin(desk)
        self.join.asked.connect(self.refresh)
        self.join.joined.connect(self._joined)
        self.by_itself = Check(_("Send by itself when there is a network"))
        self.by_itself.clicked.connect(self._choose_way)
        ways.when_sent(self._sent_by_itself)
        self.body.addWidget(self._top())
        below = row(self._left(), self._right(), gap=16)
        below.setStretch(0, 1)
        self.body.addLayout(below, 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send)
        self.begin_at(self.send_button)
        unknown = (self._queue_empty, self._history_empty, self._queue_table, self._history_table)
        for part in (self.join, self._usb, self.by_itself, self._needs_card, *unknown):
            part.hide()  # until the state is known; together they are higher than a small screen

    def refresh(self) -> None:
        """Read the state anew; called at each visit and after every attempt."""
        self._desk.ask(office_sync.look, owner=self).success(self._show).start()

    def send(self) -> None:
        """One round with the district's server, beside the desk."""
        if self._running is not None or not self.send_button.isEnabled():
            return
        held: list[Operation[Try]] = []
        work = self._desk.in_lane(
            lambda office: office_sync.send_now(office, lambda: held[0].token.cancelled), owner=self
        )
        held.append(work)
        self._start(work, _("Sending and fetching…"))
        work.success(self._sent).failure(self._failed).finished(self._over).start()

    def _choose_way(self, by_itself: bool) -> None:  # noqa: FBT001  (a signal's argument)
        self._desk.ask(lambda office: office_sync.set_by_hand(office, not by_itself), owner=self).start()

    def _sent_by_itself(self, _tried: object) -> None:
        if self._running is None:
            self.refresh()

    def to_usb(self, path: str = "") -> None:
        """Write everything that waits, and what the other side needs, to a stick."""
        name = office_sync.bundle_name(self._desk.session.files.name, self._desk.today().isoformat())
        path = path or QFileDialog.getSaveFileName(self, _("Save to USB"), name, "Desbumi (*.desbumi)")[0]
        if not path:
            return
        work = self._desk.in_lane(lambda office: office_sync.to_stick(office, Path(path)), owner=self)
        work.success(self._written).finished(self._over).start()

    def from_usb(self, path: str = "") -> None:
        """Take in what lies on a stick."""
        path = path or QFileDialog.getOpenFileName(self, _("Take from USB"), "", "Desbumi (*.desbumi)")[0]
        if not path:
            return
        work = self._desk.in_lane(lambda office: office_sync.from_stick(office, Path(path)), owner=self)
        self._start(work, _("Taking in…"))
        work.success(self._taken).finished(self._over).start()

    def _start(self, work: Operation[Try], sentence: str) -> None:
        self._running = work
        self.send_button.setEnabled(False)
        for part in (self._second, self._third, self.by_itself):
            part.hide()  # the progress stands in their place: a small screen has no room for both
        progress = Progress(sentence)
        progress.cancelled.connect(work.cancel)
        clear(self._busy)
        self._busy.addWidget(progress)

    def _over(self) -> None:
        self._running = None
        clear(self._busy)
        self._second.show()
        self._third.show()
        self.refresh()
        self._ways.saved()

    def _sent(self, tried: Try) -> None:
        if tried.code in NO_NETWORK:
            told = sentences(tried.code)
            self._ways.say("grey", told.happened, told.sentence)
        else:
            self._ways.say("ok", _result(tried))

    def _failed(self, failure: Explained) -> None:
        self._ways.say("warn", failure.happened, failure.sentence)

    def _written(self, size: int) -> None:
        words = _("Saved, {size} kB. The stick may be pulled out.", size=max(1, round(size / 1000)))
        self._ways.say("ok", words, _("The changes stay in the queue until the district's receipt is back."))

    def _taken(self, tried: Try) -> None:
        if tried.code:
            told = sentences(tried.code)
            self._ways.say("warn", told.happened, told.sentence)
        else:
            self._ways.say("ok", _result(tried))

    def _joined(self, district: str) -> None:
        self._ways.say("ok", _("This village belongs to {district} now.", district=district))
        self.refresh()

    def _show(self, view: SendView) -> None:
        self.view = view
        self._show_state(view)
        self.queue.set_rows([
            Row(i, (Cell(self._what(one) + (f" ({many})" if many > 1 else ""), _ICONS.get(one.table, "pencil")), Cell(one.who), Cell(moment(one.at)),
                    Cell(chip=ChipSpec(_("Waiting"), "clock", "grey")))[: self._columns])
            for i, (one, many) in enumerate(alike(view.waiting))
        ])  # fmt: skip
        self.history.set_rows([
            Row(i, (Cell(moment(one.at)), Cell(_(_WAYS[one.way][0]), _WAYS[one.way][1]), _outcome(one)))
            for i, one in enumerate(view.tries)
        ])  # fmt: skip
        self._queue_card.title.setText(_("Waiting to be sent: {n}", n=view.total))
        packed = n_("{n} already packed", "{n} already packed", view.packed) if view.packed else ""
        more = view.total - view.packed - len(view.waiting)
        rest = n_("and {n} more", "and {n} more", more) if more > 0 else ""
        self._queue_card.fact.setText(", ".join(part for part in (packed, rest) if part))
        _one_of(self._queue_table, self._queue_empty, first=bool(view.waiting))
        _one_of(self._history_table, self._history_empty, first=bool(view.tries))
        self._show_needs(view)
        self._needs_card.setVisible(view.joined or bool(view.conflicts or view.odd))
        _one_of(self._usb, self.join, first=view.joined)
        self.by_itself.setVisible(view.joined)
        self.by_itself.setChecked(not view.by_hand)
        self.join.show_words(view.words, view.address)
        for button in (self.send_button, self.out_button, self.in_button):
            button.setEnabled(view.joined and self._running is None)
        self.send_button.set_kind("primary" if view.joined else "plain")

    def _show_state(self, view: SendView) -> None:
        state, icon, tone, chip = _state(view)
        self.state.setText(state)
        clear(self._mark)
        self._mark.addWidget(Disc(icon, tone, 64))
        clear(self._chip)
        self._chip.addWidget(Chip(chip))
        self._second.setText(_("All work goes on and is safe on this laptop."))
        last = (
            _("Last success {when} ({ago}).", when=moment(view.sent_at.isoformat()),
              ago=ago(view.sent_at, self._desk.clock.now()))
            if view.sent_at
            else _("Nothing was sent from this laptop yet.")
        )  # fmt: skip
        self._third.setText(last)

    def _show_needs(self, view: SendView) -> None:
        look = Button(_("Look"), self._conflicts, dense=True) if view.conflicts else None
        fill_needs(self._needs, view, look)

    def _conflicts(self) -> None:
        from ui.pages.conflicts_page import ConflictsPage

        self._ways.over(lambda: ConflictsPage(self._desk, self._ways), "send")

    def _what(self, one: Waiting) -> str:
        table = self._desk.catalogue.table(one.table).label.of(WORDS.language) if one.table else ""
        return ": ".join(part for part in (one.name, table) if part) or _("A change")

    def _top(self) -> Card:
        last = row(self._chip, self._third, gap=12)
        last.setStretch(1, 1)
        words = column(self.state, self._second, last, gap=3)
        words.addWidget(self.by_itself)
        words.addLayout(self._busy)
        top = row(
            self._mark, words, self.in_button, self.out_button, self.send_button, gap=12, margins=(4, 0, 4, 0)
        )
        top.setStretch(1, 1)
        card = Card()
        card.body.addLayout(top)
        return card

    def _left(self) -> QWidget:
        self._queue_card, self._history_card = (
            Card(_("Waiting to be sent: {n}", n=0), " ", flush=True),
            Card(_("History"), flush=True),
        )
        self._queue_table = Table(self.queue, _("Waiting to be sent")).fill_with_rows()
        self._history_table = Table(self.history, _("History")).fill_with_rows()
        self._queue_empty = EmptyState(
            _("Everything is sent"), _("New changes stand here until they are received."), icon="cloud"
        )
        self._history_empty = EmptyState(
            _("No attempt yet"), _("Every sending and fetching stands here."), icon="history"
        )
        for card, table, empty in (
            (self._queue_card, self._queue_table, self._queue_empty),
            (self._history_card, self._history_table, self._history_empty),
        ):
            table.setMinimumHeight(current().dense(34) + current().dense(36))
            table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            card.body.addWidget(table, 1)
            card.body.addWidget(empty, 1)
        held = QWidget()
        box = column(self._queue_card, self._history_card, gap=12)
        box.setStretch(0, 1)
        box.setStretch(1, 1)
        held.setLayout(box)
        return scrolled(held)

    def _right(self) -> QWidget:
        self._needs_card = needs = Card(_("Needs you"))
        self._needs: QVBoxLayout = column(gap=6)
        needs.body.addLayout(self._needs)
        self._usb = Card(_("By USB, without a network"))
        for i, words in enumerate(_STEPS):
            line = row(label(str(i + 1), "strong", "accent"), Wrapped(_(words), "muted"), gap=14)
            line.setStretch(1, 1)
            self._usb.body.addLayout(line)
        self._usb.body.addStretch(1)
        held = QWidget()
        box = column(needs, self.join, self._usb, gap=12)
        box.setStretch(1, 1)
        box.setStretch(2, 1)
        held.setLayout(box)
        area = scrolled(held)
        area.setFixedWidth(current().dense(RIGHT))
        return area


def _one_of(one: QWidget, other: QWidget, *, first: bool) -> None:
    """Show one of two; what goes is hidden before, since a moment of both would make a small window grow for good."""
    shown, gone = (one, other) if first else (other, one)
    gone.hide()
    shown.show()


def _state(view: SendView) -> tuple[str, str, ToneName, ChipSpec]:
    fine = ChipSpec(_("That is fine"), "circle-check", "grey")
    if not view.joined:
        return _("Works alone"), "device-laptop", "grey", fine
    if view.offline and view.total:
        return _("Waits for the network"), "cloud-off", "grey", fine
    if view.total:
        words = n_("{n} change waits", "{n} changes wait", view.total)
        return words, "cloud", "grey", fine
    return _("Everything is sent"), "cloud", "ok", ChipSpec(_("Up to date"), "circle-check", "ok")


def _result(tried: Try) -> str:
    return _("Sent {sent}, received {received}", sent=tried.sent, received=tried.received)


def _outcome(tried: Try) -> Cell:
    if tried.code:
        return Cell(sentences(tried.code).happened, "circle-x", "muted")
    if tried.way == "usb_out":
        return Cell(n_("{n} change written", "{n} changes written", tried.sent), "circle-check", "ok")
    return Cell(_result(tried), "circle-check", "ok")
