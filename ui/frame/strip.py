"""The quiet band at the bottom: saved, unsent, last sent; text size and language at the right."""

from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QFrame

from ui.dates import ago, clock_time
from ui.frame.looks import LooksRow
from ui.language import _, c_, n_
from ui.session import SendState
from ui.theme.theme import current
from ui.widgets.labels import IconLabel, label
from ui.widgets.layout import STRETCH, clear, divider, row

HEIGHT: Final = 30
AMBER_DAYS: Final = 7
RED_DAYS: Final = 30


class Strip(QFrame):
    """Offline is grey; amber after 7 days unsent, red after 30. A village alone has nobody to send to: no number."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "strip")
        self.setFixedHeight(current().dense(HEIGHT))
        self.looks = LooksRow("strip")
        self._facts = row(gap=6)
        box = row(self._facts, STRETCH, self.looks, gap=6, margins=(24, 0, 20, 0))
        self.setLayout(box)

    def show_state(self, state: SendState, now: datetime) -> None:
        """Say what is saved and what waits."""
        clear(self._facts)
        if state.saved_at:
            self._fact("circle-check", "ok", _("Saved {time}", time=clock_time(state.saved_at)))
        else:
            self._fact("circle-check", "ok", c_("strip", "Ready"))
        self._line()
        if state.alone:
            self._fact("device-laptop", "muted", _("Works alone"))
        elif state.unsent == 0:
            self._fact("cloud", "muted", _("Nothing waits to be sent"))
        else:
            words = n_("{n} change not sent yet", "{n} changes not sent yet", state.unsent)
            self._fact("cloud-off", _tone(state, now), words)
        if state.sent_at:
            self._line()
            self._fact("clock", "muted", _("Last sent: {when}", when=ago(state.sent_at, now)))

    def show_waiting(self) -> None:
        """A save waits until an import is stored; it is done by itself then."""
        clear(self._facts)
        self._fact("clock", "warn", _("Waiting for the import; then saved by itself"))

    def _fact(self, icon: str, tone: str, words: str) -> None:
        self._facts.addWidget(IconLabel(icon, 16, tone))
        self._facts.addWidget(label(words, "small", tone if tone in {"warn", "danger"} else None))

    def _line(self) -> None:
        self._facts.addSpacing(8)
        line = divider()
        line.setFixedHeight(14)
        self._facts.addWidget(line)
        self._facts.addSpacing(8)


def _tone(state: SendState, now: datetime) -> str:
    days = (now - state.sent_at).days if state.sent_at else 0
    return "danger" if days > RED_DAYS else "warn" if days > AMBER_DAYS else "muted"
