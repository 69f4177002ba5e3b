"""Sends and fetches by itself while the book is open and the village belongs to a district. Without a network it is silent.

Beside the desk, like the button on the page; what is younger than 15 s waits, for it may still be undone.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desbumi_app.send_history import Try
from ui import office_sync
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.operations import Operation

FIRST_MS: Final = 20_000  # let the officer begin before the network is asked
EVERY_MS: Final = 15 * 60_000
# The book was locked meanwhile, or somebody stopped it; the next round goes on where this one ended.
_ENDED: Final = frozenset({"closed", "stopped"})


class AutoSend(QObject):
    """`sent` after a round that reached the district, `failed` once for each new kind of failure."""

    sent = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: OfficeDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._running: Operation[Try | None] | None = None
        self._told, self._rounds = "", 0
        self._open = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.go)

    def start(self, first_ms: int = FIRST_MS) -> None:
        """From now on; called when the book opens."""
        self._told, self._open = "", True
        self._timer.start(first_ms)

    @property
    def waits(self) -> bool:
        """Whether another round will come by itself."""
        return self._timer.isActive()

    @property
    def rounds(self) -> int:
        """How many rounds have ended, whatever came of them."""
        return self._rounds

    def stop(self) -> None:
        """Called when the book locks: a running round ends at its next boundary."""
        self._open = False
        self._timer.stop()
        if self._running is not None:
            self._running.cancel()

    def go(self) -> None:
        """One round now, unless one is running."""
        if self._running is not None:
            return
        held: list[Operation[Try | None]] = []
        work = self._desk.in_lane(
            lambda office: office_sync.send_quietly(office, lambda: held[0].token.cancelled), owner=self
        )
        held.append(work)
        self._running = work
        work.success(self._done).failure(self._failed).finished(self._over).start()

    def _done(self, tried: Try | None) -> None:
        if tried is not None and not tried.code:
            self._told = ""
            self.sent.emit(tried)

    def _failed(self, failure: Explained) -> None:
        if not self._open or failure.code in _ENDED or failure.code == self._told:
            return
        self._told = failure.code
        self.failed.emit(failure)

    def _over(self) -> None:
        cut = self._running is not None and self._running.token.cancelled
        self._running = None
        self._rounds += 1
        if self._open:  # opened again while a round of before the lock was ending: that one was cut
            self._timer.start(FIRST_MS if cut else EVERY_MS)
