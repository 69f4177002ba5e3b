"""A laptop's request to join, answered by the six words that somebody reads out; nothing is signed before they agree."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.usecases.exchange_bundle import JOIN_SUFFIX
from ui import office_villages
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.office_villages import Asked
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Elided, Wrapped, label
from ui.widgets.layout import STRETCH, column, holder
from ui.widgets.stepped import framed

SIX: Final = 6


class RequestCard(QWidget):
    """The first of the requests that wait. `granted`: it was let in; `put_off`: not now. `asked` holds those left."""

    granted = Signal()
    put_off = Signal()

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__()
        self._desk, self._ways = desk, ways
        self.asked: tuple[Asked, ...] = ()
        self._shown: Asked | None = None
        self.village, self._kind = Elided("", "h1"), label("", "muted")
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
            label(_("A laptop asks to join"), "h2"),
            self.village,
            self._kind,
            hint,
            self.words_field,
            self.region_field,
            STRETCH,
            gap=10,
        )
        later = Button(_("Not now"), self.put_off.emit, kind="quiet", icon="clock")
        self.setLayout(column(framed(holder(inside), later, STRETCH, self.grant_button)))
        self.words.returnPressed.connect(self.grant)

    def show_asked(self, asked: tuple[Asked, ...]) -> None:
        """These wait, at least one; the first of them is to be answered."""
        first = asked[0]
        if (
            self._shown is None or self._shown.request != first.request
        ):  # what was typed for the same one stays
            for editor in (self.words, self.region):
                editor.setText("")
        self.asked, self._shown = asked, first
        kind = _("a new village") if first.new else _("a further laptop")
        self.village.setText(first.village)
        self._kind.setText(", ".join([kind, n_("{n} request waits", "{n} requests wait", len(asked))]))
        self.region_field.setVisible(first.new)
        self.words_field.show_problem(None)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def grant(self, out: str = "") -> None:
        """Enrol the laptop, if the six words typed are the six words on its screen. `out`: the answer's file, if chosen."""
        if not self.asked or not self.grant_button.isEnabled():
            return
        asked, words, region = self.asked[0], self.words.text().strip(), self.region.text().strip()
        typed = len(words.split())
        if typed != SIX:
            self._refuse(_("Six words are needed; {n} were typed.", n=typed))
            return
        if asked.file:
            out = out or self._where()
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
        work.success(lambda place: self._answered(asked, place))
        work.finished(lambda: self.grant_button.setEnabled(True)).start()

    def _where(self) -> str:
        return QFileDialog.getSaveFileName(self, _("Answer for the village"), f"jawaban{JOIN_SUFFIX}", "")[0]

    def _answered(self, asked: Asked, place: int) -> None:
        if place:
            self._refuse(
                _("Word {place} is not right. Nothing was signed; let them read it again.", place=place)
            )
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.asked = tuple(one for one in self.asked if one is not asked)
        self._ways.say(
            "ok",
            _("{village} has joined. Its laptop fetches the answer at its next try.", village=asked.village),
        )
        self.granted.emit()

    def _refuse(self, words: str) -> None:
        self.words_field.show_problem(Problem(Level.STOP, None, Message(words)))
