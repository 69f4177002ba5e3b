"""Starts the program's window: the office of this computer, or first run when there is none yet.

Called by `desbumi` without arguments; keeps text size, colours and language beside the offices.
"""

import json
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_data_path
from PySide6.QtWidgets import QMainWindow, QWidget

from db.clock import Clock, SystemClock
from db.durable import write_atomic
from db.errors import StoreError
from desbumi_app.files import Files, offices_in
from ui import language
from ui.app import Start, application, make_window, unforeseen
from ui.compose import Places
from ui.messages import Explained, explain
from ui.office_session import OfficeSession
from ui.operations import Operation, Worker
from ui.theme import theme as themes
from ui.theme.focus_ring import FocusRing

if TYPE_CHECKING:
    from db.boxes import Cost
    from ui.pages.first_run_page import FirstRunPage

log = logging.getLogger("desbumi." + __name__)
LOOKS: Final = "looks.json"
HOME: Final = "DESBUMI_HOME"
SIZE: Final = (1366, 768)


class Program:
    """Holds the window in sight; `root` is the folder of the offices."""

    def __init__(self, root: Path, clock: Clock, desk: Worker, *, cost: "Cost | None" = None) -> None:
        self.root, self.clock, self.desk, self.cost = root, clock, desk, cost
        self.window: QMainWindow | None = None
        self._places: Places | None = None

    def begin(self) -> QMainWindow:
        """First run, the door of the only office, or the question which one."""
        found = offices_in(self.root)
        if not found:
            return self.first_run()
        return self.open_office(found[0]) if len(found) == 1 else self.choose()

    def open_office(self, files: Files, first: str = "") -> QMainWindow:
        """The door of an office; `first` is the place to go to after unlocking. One that cannot be read is told."""
        name, scale, words = looks_of(self.root)
        session = OfficeSession(files, self.clock)
        try:
            session.place()
        except StoreError as error:
            return self.choose(explain(error))
        if self._places is not None:
            self._places.end()
        self._places = Places(session, self.clock)
        start = Start(
            session, self._places, self.clock, words, name, scale, self._remember,
            other_book=self.choose, restore=lambda: self.restore(files),
        )  # fmt: skip
        window = make_window(start, self.desk)
        if first:
            window.unlocked.connect(lambda _opened: window.workplace and window.workplace.visit(first))
        self._show(window)
        return window

    def choose(self, failure: Explained | None = None) -> QMainWindow:
        """Ask which book; `failure` says why one could not be opened."""
        from ui.pages.books_page import BooksPage

        page = BooksPage(offices_in(self.root), failure)
        page.chosen.connect(self.open_office)
        page.new.connect(self.first_run)
        page.restore.connect(self.restore)
        window = _bare(page)
        self._show(window)
        page.setFocus()
        return window

    def restore(self, files: Files | None = None) -> QMainWindow:
        """Put a backup in the place of a book, or bring one to a laptop without."""
        from db.boxes import PRODUCTION
        from ui.office_restore import Restorer
        from ui.pages.restore_page import RestorePage

        cost = self.cost or PRODUCTION
        page = RestorePage(Restorer(self.root, self.clock, files, cost=cost), self.desk)
        page.finished.connect(self.open_office)
        page.left.connect(self.begin if files is None else lambda: self.open_office(files))
        window = _bare(page)
        self._show(window)
        page.setFocus()
        return window

    def first_run(self) -> QMainWindow:
        """The four steps that make an office, or the practice village."""
        from ui.pages.first_run_page import FirstRunPage

        window = _bare(None)

        def build() -> None:
            page = FirstRunPage(self.root, self.desk, self.clock)
            page.finished.connect(lambda files: self.open_office(files, "send" if page.asked.joins else ""))
            page.language_changed.connect(lambda code: self._speak(code, build))
            page.practice.connect(lambda: self._practise(page))
            page.kind.restore_asked.connect(self.restore)
            window.setCentralWidget(page)

        build()
        self._show(window)
        return window

    def _practise(self, page: "FirstRunPage") -> None:
        from desbumi_app.sample.practice import make_practice
        from desbumi_app.sample.practice_name import NAME

        folder, clock = self.root / NAME, self.clock
        if Files(folder, NAME).there:
            self.open_office(Files(folder, NAME))
            return
        made = Operation(self.desk, lambda _token: make_practice(folder, clock), owner=page)
        made.success(self.open_office).failure(page.tell_failure).start()

    def _speak(self, code: str, build: Callable[[], None]) -> None:
        name, scale, _words = looks_of(self.root)
        self._remember(name, scale, code)
        build()

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


def _bare(page: QWidget | None) -> QMainWindow:
    """A window without a book."""
    window = QMainWindow()
    window.setWindowTitle("Desbumi")
    ring = FocusRing(window)
    ring.setParent(window)
    if page is not None:
        window.setCentralWidget(page)
    return window


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
    program.desk.submit(_fetch_what_lies_behind_the_door)
    status = app.exec()
    program.end()
    return status


def _fetch_what_lies_behind_the_door() -> None:
    """Desk worker, while somebody types the password: so that opening does not wait for the disk."""
    import desbumi_app.bootstrap
    import desbumi_app.usecases.move_drops  # noqa: F401


def looks_of(root: Path) -> tuple[str, float, str]:
    """(colours, scale, language) as kept; the usual ones when nothing or nonsense is there."""
    try:
        kept = json.loads((root / LOOKS).read_bytes())
        return str(kept["colours"]), float(kept["scale"]), "en" if kept["language"] == "en" else "id"
    except (OSError, ValueError, KeyError, TypeError):
        return "normal", 1.0, "id"
