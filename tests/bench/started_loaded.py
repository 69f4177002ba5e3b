"""The program with a large book open: the list, a search in it, a scroll to its end, and somebody's file."""

import sys
from pathlib import Path

from tests.bench.painting import FirstPaint


def main() -> None:
    from PySide6.QtCore import QTimer

    from db.clock import SystemClock
    from desbumi_app.office import Files
    from tests.bench.village import USER
    from ui.commands.demo_window import DeskWindow

    with DeskWindow(Files(Path(sys.argv[1]), "sukacontoh"), SystemClock(), cheap=True) as desk:
        watcher = FirstPaint(desk.app, rest=False)
        desk.unlock(USER)
        page = desk.visit("people")
        page.table.scrollToBottom()
        desk.settle()
        for text in ("siti", ""):
            page.search.setText(text)
            page.ask()
            desk.settle()
        person = page.model.id_at(0)
        assert isinstance(person, bytes)
        page.ways.person(person)
        desk.settle()
        QTimer.singleShot(800, watcher.end)
        desk.app.exec()


main()
