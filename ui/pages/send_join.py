"""Joining a district: 26 characters from the paper, then six words read out by telephone, then the answer.

Everything works before it; changes wait in the book until then.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.usecases.accept_grant import Joined
from desbumi_app.usecases.exchange_bundle import JOIN_SUFFIX
from ui import office_sync
from ui.language import _
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, row

COLUMNS: Final = 3
GROUPS: Final = "XXXX-XXXX-XXXXX-XXXX-XXXX-XXXXX"  # as the paper writes them
TEXT: Final = 400  # px, the inside of the column at the right of the page


class SendJoin(Card):
    """`asked` after a request was left, `joined` with the district's name."""

    asked = Signal()
    joined = Signal(str)

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(_("Join the district"))
        self._desk = desk
        self.code = LineEdit(GROUPS)
        self.address = LineEdit("https://")
        self.code_field = Field(_("Code on the invitation"), self.code, reserve=False)
        self.address_field = Field(_("Address of the district"), self.address, reserve=False)
        self.ask_button = Button(_("Ask to join"), self.ask, kind="primary", icon="send")
        self.file_button = Button(_("By file…"), self.by_file, kind="quiet", icon="usb", dense=True)
        self.answer_button = Button(_("Fetch the answer"), self.take, kind="primary", icon="download")
        self._words = QGridLayout()
        self._words.setSpacing(8)
        self._told = Wrapped("", "small")
        self._inside: QVBoxLayout = self.body
        self._hint = Wrapped(
            _("Everything works without it. Changes wait here and are sent after joining."), "small"
        )
        self._read_out = Wrapped(
            _("Read these six words to the district by telephone. They are never on paper."), "small"
        )
        for text in (self._hint, self._read_out, self._told):
            text.setMinimumWidth(
                TEXT
            )  # else the first layout takes them for tall and narrow, and the page for too high
        for part in (self._hint, self.code_field, self.address_field, self._read_out):
            self.body.addWidget(part)
        self.body.addLayout(self._words)
        self.body.addWidget(self._told)
        self.body.addLayout(row(self.file_button, STRETCH, self.ask_button, self.answer_button, gap=10))
        self.body.addStretch(1)
        self.show_words((), "")
        self.code.returnPressed.connect(self.ask)

    def show_words(self, words: Sequence[str], address: str) -> None:
        """Show the six words of a request, or ask for the code."""
        waits = bool(words)
        for part in (self._hint, self.code_field, self.address_field, self.ask_button):
            part.setVisible(not waits)
        for part in (self._read_out, self.answer_button):
            part.setVisible(waits)
        if address and not self.address.text():
            self.address.setText(address)
        clear(self._words)
        for i, word in enumerate(words):
            shown = label(f"{i + 1}  {word}")
            shown.setProperty("part", "word")
            self._words.addWidget(shown, i // COLUMNS, i % COLUMNS)

    def ask(self) -> None:
        """Leave the request at the district's server."""
        code, address = self.code.text().strip(), self.address.text().strip()
        self.code_field.show_problem(None)
        self._busy(busy=True)
        work = self._desk.in_lane(lambda office: office_sync.ask_to_join(office, code, address), owner=self)
        work.success(lambda _words: self.asked.emit()).failure(self._refused)
        work.finished(lambda: self._busy(busy=False)).start()

    def take(self) -> None:
        """Look whether the district has answered."""
        self._busy(busy=True)
        work = self._desk.in_lane(office_sync.take_answer, owner=self)
        work.success(self._done).failure(self._waits).finished(lambda: self._busy(busy=False)).start()

    def by_file(self, path: str = "", out: str = "") -> None:
        """Without a network: the district's file first, its answer later."""
        kinds = f"Desbumi (*{JOIN_SUFFIX})"
        path = path or QFileDialog.getOpenFileName(self, _("File of the district"), "", kinds)[0]
        if not path:
            return
        if self.answer_button.isVisible():
            work = self._desk.in_lane(
                lambda office: office_sync.take_answer_file(office, Path(path)), owner=self
            )
            work.success(self._done).failure(self._waits).start()
            return
        out = (
            out
            or QFileDialog.getSaveFileName(
                self, _("Request for the district"), f"permintaan{JOIN_SUFFIX}", kinds
            )[0]
        )
        if out:
            code = self.code.text().strip()
            asked = self._desk.in_lane(
                lambda office: office_sync.ask_by_file(office, code, Path(path), Path(out)), owner=self
            )
            asked.success(lambda _words: self.asked.emit()).failure(self._refused).start()

    def _done(self, joined: Joined) -> None:
        self.joined.emit(joined.district)

    def _refused(self, failure: Explained) -> None:
        self.code_field.show_problem(Problem(Level.STOP, None, Message(failure.happened)))
        self._told.setText(failure.sentence)

    def _waits(self, failure: Explained) -> None:
        self._told.setText(f"{failure.happened} {failure.sentence}")

    def _busy(self, *, busy: bool) -> None:
        for button in (self.ask_button, self.answer_button, self.file_button):
            button.setEnabled(not busy)
