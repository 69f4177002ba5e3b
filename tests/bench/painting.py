"""Tells the moment a window is painted for the first time, and what the process holds when it has come to rest."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

REST_MS = 800


class FirstPaint(QObject):
    """Watches the application; prints `painted`, later the resident size in megabytes, and ends the program."""

    def __init__(self, app, *, rest: bool = True) -> None:
        super().__init__()
        self._app, self._rest, self._seen = app, rest, False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        print("painted", flush=True)
        if self._rest:
            QTimer.singleShot(REST_MS, self.end)

    def end(self) -> None:
        print(resident(), flush=True)
        sys.stdout.flush()
        self._app.quit()


def resident() -> float:
    """Megabytes of this process in memory, shared libraries included."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no resident size")
