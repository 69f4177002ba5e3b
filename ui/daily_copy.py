"""Keeps a checked copy of the book on this laptop once a day, without being asked, and then checks who did what.

Silent, and beside the desk. What hinders it is logged and seen where copies are listed: nobody at the desk is stopped for it.
"""

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desbumi_app.office import Office
from desbumi_app.usecases.back_up import keep_daily
from desbumi_app.usecases.check_audit import check_audit
from ui.messages import Explained
from ui.office_desk import OfficeDesk

log = logging.getLogger("desbumi." + __name__)
AFTER_MS: Final = 60_000  # the first minute belongs to whoever waits at the desk


class DailyCopy(QObject):
    """Started whenever the book opens; a second start before the copy was made changes nothing."""

    def __init__(self, desk: OfficeDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.go)

    def start(self, after_ms: int = AFTER_MS) -> None:
        """Soon, if today's copy is not there yet; never for a practice village."""
        if not self._desk.session.place().practice:
            self._timer.start(after_ms)

    def go(self) -> None:
        """Now."""
        self._desk.in_lane(_daily, owner=self).failure(_note).start()


def _daily(office: Office) -> None:
    if keep_daily(office) is not None:
        check_audit(office)


def _note(failure: Explained) -> None:
    log.warning("no daily copy: %s", failure.code)
