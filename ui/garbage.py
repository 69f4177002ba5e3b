"""Collects cyclic garbage on the window's thread only.

Closed pages are cycles of widgets and callbacks. Python collects cycles on whatever thread happens to allocate, so a
worker could destroy widgets, and the program ended, seldom and without a trace, with a segmentation fault.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 500


class Collector(QObject):
    """A child of the application; from now on cycles wait for its timer. One is enough."""

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(EVERY_MS)


def collect_due() -> None:
    """Collect the generations that are due by Python's own thresholds; on the window's thread."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, limit) in enumerate(counts) if limit and count > limit]
    if due:
        gc.collect(max(due))
