"""The program with a large book open at its list: from the question that a key asks to the list painted anew.

The pause in which the next key may follow is not part of it.
"""

import statistics
import sys
import time
from pathlib import Path

from tests.bench.lists import TYPED
from tests.bench.painting import FirstPaint

ROUNDS = 6  # the first is not counted


def main() -> None:
    from PySide6.QtCore import QEventLoop

    from db.clock import SystemClock
    from desbumi_app.office import Files
    from tests.bench.village import USER
    from ui.commands.demo_window import DeskWindow

    with DeskWindow(Files(Path(sys.argv[1]), "sukacontoh"), SystemClock(), cheap=True) as desk:
        watcher = FirstPaint(desk.app, rest=False)
        desk.unlock(USER)
        page = desk.visit("people")
        desk.settle()
        took = []
        for text in TYPED * ROUNDS:
            page.search.setText(text)
            start = time.perf_counter()
            page.ask()
            while page._shown != page._asked:
                desk.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # as a window waits
            page.table.viewport().repaint()
            took.append((time.perf_counter() - start) * 1_000)
            desk.settle()
        watcher.deleteLater()
    print(statistics.median(took[len(TYPED) :]), flush=True)


main()
