"""The program at rest with the book open at its first page."""

import sys
from pathlib import Path

from tests.bench.painting import FirstPaint


def main() -> None:
    from ui.binding import prepare

    prepare()
    from PySide6.QtCore import QTimer

    from db.clock import SystemClock
    from desbumi_app.office import Files
    from tests.desbumi_app.offices import a_village
    from ui.commands.demo_window import DeskWindow

    with DeskWindow(Files(Path(sys.argv[1]) / "sukacontoh", "sukacontoh"), SystemClock()) as desk:
        watcher = FirstPaint(desk.app, rest=False)
        desk.unlock(a_village().users[0])
        desk.visit("home")
        QTimer.singleShot(800, watcher.end)
        desk.app.exec()


main()
