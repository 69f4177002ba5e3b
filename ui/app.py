"""Starts the window: fonts, look, language, one desk worker; and the last net for what nobody foresaw."""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from db.clock import Clock, SystemClock
from ui import language
from ui.constants import keep_constants_alive
from ui.frame.window import MainWindow
from ui.garbage import Collector
from ui.language import _
from ui.messages import Explained
from ui.operations import Operation, Worker
from ui.session import Session
from ui.theme import theme as themes

if TYPE_CHECKING:
    from ui.frame.navigation import Entry

log = logging.getLogger("desbumi." + __name__)

# Letters that jump in a list belong together for this long: whoever looks for each key must reach Malaysia, not Yemen.
SLOW_TYPING_MS: Final = 2000
EntriesOf = Callable[[MainWindow, Worker], "Sequence[Entry]"]


@dataclass(frozen=True, slots=True)
class Start:
    """What the composition root hands to the window; `remember(theme name, scale, language)` keeps the looks.

    `other_book` asks which book to open instead; None where there is no choice.
    `restore` puts a backup in the place of this book.
    """

    session: Session
    entries: EntriesOf
    clock: Clock = field(default_factory=SystemClock)
    language: str = "id"
    colours: str = "normal"
    scale: float = 1.0
    remember: Callable[[str, float, str], object] = lambda _name, _scale, _language: None
    other_book: Callable[[], object] | None = None
    restore: Callable[[], object] | None = None


def application(argv: Sequence[str]) -> QApplication:
    """The one QApplication, sharp on every screen."""
    keep_constants_alive()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setApplicationName("Desbumi")
    app = QApplication(list(argv))
    app.setKeyboardInputInterval(SLOW_TYPING_MS)
    Collector(app)
    return app


def run(argv: Sequence[str], start: Start) -> int:
    """Show the window until it is closed; the exit status of the event loop."""
    app = application(argv)
    language.use(start.language)
    themes.apply(app, themes.named(start.colours, start.scale))
    sys.excepthook = unforeseen
    desk = Worker("desk")
    window = make_window(start, desk)
    window.show()
    status = app.exec()
    desk.close()
    return status


def make_window(start: Start, desk: Worker) -> MainWindow:
    """The window on its worker, not yet shown."""
    held: list[MainWindow] = []
    window = MainWindow(start.session, desk, start.clock, entries=lambda: start.entries(held[0], desk))
    held.append(window)
    window.offer_other_book(start.other_book, start.restore)
    window.looked.connect(lambda look, words: start.remember(look.tokens.name, look.scale, words))
    return window


def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An exception that reached the event loop: log a report without values, tell the person a code."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    from desbumi_app.explanations import fingerprint, redacted_report
    from desbumi_app.known_failures import SAFE

    code = fingerprint(error)
    log.error("unforeseen\n%s", redacted_report(error))
    tell = Operation.default_failure
    if tell is not None:
        happened = _("Something unexpected happened (code {code}).", code=code)
        do = _("Try once more. If it happens again, write down the code and call the district.")
        tell(Explained(code, happened, _(SAFE), do))
