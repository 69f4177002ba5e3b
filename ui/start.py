"""Starts the program's window: the office of this computer, or first run when there is none yet.

Called by `desbumi` without arguments; keeps text size, colours and language beside the offices.
"""

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from PySide6.QtWidgets import QMainWindow

from db.clock import Clock, SystemClock
from db.engine import write_atomic
from desbumi_app.office import Files
from ui import language
from ui.app import Start, application, make_window, unforeseen
from ui.compose import Places
from ui.frame.window import MainWindow
from ui.models.new_office import offices_in
from ui.office_session import OfficeSession
from ui.operations import Worker
from ui.theme import theme as themes

log = logging.getLogger("desbumi." + __name__)
LOOKS: Final = "looks.json"
HOME: Final = "DESBUMI_HOME"
SIZE: Final = (1366, 768)


class Program:
    """Holds the window in sight; `root` is the folder of the offices."""

    def __init__(self, root: Path, clock: Clock, desk: Worker) -> None:
        self.root, self.clock, self.desk = root, clock, desk
        self.window: QMainWindow | None = None
        self._places: Places | None = None

    def begin(self) -> QMainWindow:
        """First run, or the door of the office."""
        found = offices_in(self.root)
        return self.open_office(found[0]) if found else self.first_run()

    def open_office(self, files: Files) -> MainWindow:
        """The door of an office."""
        name, scale, words = looks_of(self.root)
        session = OfficeSession(files, self.clock)
        self._places = Places(session, self.clock)
        start = Start(session, self._places, self.clock, words, name, scale, self._remember)
        window = make_window(start, self.desk)
        self._show(window)
        return window

    def first_run(self) -> QMainWindow:
        """The four steps that make an office."""
        from ui.pages.first_run_page import FirstRunPage

        window = QMainWindow()
        window.setWindowTitle("Desbumi")

        def build() -> None:
            page = FirstRunPage(self.root, self.desk, self.clock)
            page.finished.connect(self.open_office)
            page.language_changed.connect(lambda _code: build())
            window.setCentralWidget(page)

        build()
        self._show(window)
        return window

    def end(self) -> None:
        """Join the workers."""
        if self._places is not None:
            self._places.end()
        self.desk.close()

    def _show(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        window.resize(*SIZE)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _remember(self, name: str, scale: float, words: str) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        write_atomic(
            self.root / LOOKS, json.dumps({"colours": name, "scale": scale, "language": words}).encode()
        )


def run(argv: Sequence[str]) -> int:
    """Show the window until it is closed; the exit status of the event loop."""
    import sys

    app = application(argv)
    root = Path(os.environ.get(HOME) or user_data_path("Desbumi", appauthor=False))
    name, scale, words = looks_of(root)
    language.use(words)
    themes.apply(app, themes.named(name, scale))
    sys.excepthook = unforeseen
    program = Program(root, SystemClock(), Worker("desk"))
    program.begin()
    status = app.exec()
    program.end()
    return status


def looks_of(root: Path) -> tuple[str, float, str]:
    """(colours, scale, language) as kept; the usual ones when nothing or nonsense is there."""
    try:
        kept = json.loads((root / LOOKS).read_bytes())
        return str(kept["colours"]), float(kept["scale"]), "en" if kept["language"] == "en" else "id"
    except (OSError, ValueError, KeyError, TypeError):
        return "normal", 1.0, "id"
