"""The real window of one laptop, driven by keys as an officer drives it, and pictures of what is in sight.

Used by the demo and by `screenshot`. It knows no page's inside: whoever fills a page hands in its widgets.
"""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QRect,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from db.clock import Clock
from desbumi_app.bootstrap import NewUser
from desbumi_app.office import Files
from ui import language
from ui.app import Start, application, make_window
from ui.commands.demo_typing import WaitedInVainError, keys, press
from ui.commands.screenshot import SIZE
from ui.compose import Places
from ui.frame.workplace import Workplace
from ui.office_session import OfficeSession
from ui.operations import Operation, Worker
from ui.pages.unlock_page import UnlockPage
from ui.theme import theme as themes

PATIENCE: Final = 30.0
LOOK_AGAIN_MS: Final = 20


class DeskWindow:
    """A window on one office. Use as a context; it locks and closes at the end."""

    def __init__(
        self, files: Files, clock: Clock, *, words: str = "id", scale: float = 1.0, cheap: bool = False
    ) -> None:
        self.app: QApplication = application(["desbumi"])
        qInstallMessageHandler(_without_platform)
        language.use(words)
        themes.apply(self.app, themes.named("normal", scale))
        self.session = OfficeSession(files, clock, cheap=cheap)
        self.worker = Worker("desk")
        self.places = Places(self.session, clock)
        self.window = make_window(Start(self.session, self.places, clock), self.worker)
        self.window.resize(SIZE)
        self.window.show()
        self.awake()
        self.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.close()
        self.settle()
        self.places.end()
        self.worker.close()
        Operation.default_failure = None
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        # Here, on the thread of the widgets, not later on whatever thread allocates next.
        gc.collect()

    @property
    def workplace(self) -> Workplace:
        """The open book."""
        self.until(lambda: self.window.workplace is not None)
        assert self.window.workplace is not None
        return self.window.workplace

    def awake(self) -> None:
        """The window in front, so that keys reach it; offscreen nothing else ever asks for that."""
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is not None)

    def unlock(self, user: NewUser) -> Workplace:
        """Type user and passphrase at the door; leave today's PIN out, as its page offers."""
        door = self.find(UnlockPage)
        door.name.setText(user.login)
        keys(door.password, user.passphrase)
        press(door.password, Qt.Key.Key_Return)
        workplace = self.workplace
        by_itself = self.places.ways_of(self.window, self.worker).auto
        if by_itself is not None:
            by_itself.stop()  # here somebody presses the button and counts what goes
        self.settle()
        return workplace

    def visit(self, place: str) -> QWidget:
        """Go to a place of the navigation and wait until it has what it shows."""
        page = self.workplace.visit(place)
        self.settle()
        return page

    def over(self, page: type[Any]) -> Any:
        """Show a page that is no place of its own."""
        desk = self.places.desk
        assert desk is not None
        ways = self.places.ways_of(self.window, self.worker)
        shown = ways.over(lambda: page(desk, ways))
        self.settle()
        return shown

    def search(self, text: str, *, depart: bool = False) -> None:
        """Type into the search box; Enter opens the first found, Ctrl+Enter records a departure."""
        box = self.workplace.header.search
        box.setFocus()
        keys(box, text)
        self.until(lambda: any(child.isVisible() for child in self._dropdowns()))
        self.settle()
        modifier = Qt.KeyboardModifier.ControlModifier if depart else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(box, Qt.Key.Key_Return, modifier)
        self.settle()

    def _dropdowns(self) -> Sequence[QWidget]:
        from ui.widgets.search_results import SearchResults

        return self.window.findChildren(SearchResults)

    def find(self, kind: type[Any]) -> Any:
        """The visible widget of a class, waited for."""
        self.until(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the window work until something holds; WaitedInVainError after half a minute."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise WaitedInVainError
            QTest.qWait(5)

    def settle(self, rounds: int = 3) -> None:
        """Wait until the worker has answered everything that was asked, and what the answers asked in turn."""
        for _ in range(rounds):
            QTest.qWait(1)
            answered: list[bool] = []
            self.worker.submit(lambda answered=answered: self.worker.answer(lambda: answered.append(True)))  # type: ignore[misc]
            self.until(lambda answered=answered: bool(answered))  # type: ignore[misc]
        QTest.qWait(1)

    def send(self, picture: Path) -> "tuple[int, int]":
        """Send & fetch by Ctrl+Enter, and a picture: how many saves waited before, and how many of them were sent.

        A round may send more than waited: a sealed step that it moves into the case book is taken off the register's list.
        WaitedInVainError when the relay could not be reached, or when something still waits.
        """
        from ui.pages.send_page import SendPage

        page = self.visit("send")
        assert isinstance(page, SendPage)
        self.until(lambda: page.view is not None and page.send_button.isEnabled())
        assert page.view is not None
        before, tries = page.view.total, len(page.view.tries)
        self.awake()
        page.send_button.setFocus()
        QTest.keyClick(page.send_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: page.view is not None and len(page.view.tries) > tries)
        self.picture(picture)
        if page.view.tries[0].code:
            raise WaitedInVainError
        return before, min(page.view.tries[0].sent, before) - page.view.total

    def into_file(self, asks: Callable[[], None], path: Path) -> None:
        """Do what asks for a file, and type its name into the dialog that comes; WaitedInVainError when none does."""
        end = time.monotonic() + PATIENCE
        typed: list[QFileDialog] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                if not typed and time.monotonic() < end:
                    QTimer.singleShot(LOOK_AGAIN_MS, answer)
                return
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            if line is None or time.monotonic() > end:
                dialog.reject()
                return
            if not typed:
                typed.append(dialog)
                keys(line, str(path))
            # The list of names that may be meant closes first, then the dialog.
            press(QApplication.activePopupWidget() or line, Qt.Key.Key_Return)
            QTimer.singleShot(LOOK_AGAIN_MS, answer)

        QTimer.singleShot(0, answer)
        asks()
        if not typed:
            raise WaitedInVainError
        if QApplication.activeModalWidget() is None:
            self.awake()

    def picture(self, file: Path) -> Path:
        """What is in sight now, as a file: the window, and over it the dialog that waits for an answer."""
        self.settle()
        shown = self.window.grab()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            _lay_over(shown, dialog.grab())
        if not shown.save(str(file)):
            raise OSError(f"could not write {file.name}")
        return file


def _lay_over(shown: QPixmap, dialog: QPixmap) -> None:
    """The dialog in the middle, with the thin edge that a desktop gives it."""
    place = QRect(dialog.rect())
    place.moveCenter(shown.rect().center())
    painter = QPainter(shown)
    painter.drawPixmap(place, dialog)
    painter.setPen(themes.current().color("text"))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def _without_platform(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """What the offscreen platform says about itself, whatever a program does, is left out."""
    if "This plugin does not support" not in text and kind is not QtMsgType.QtDebugMsg:
        print(text, file=sys.stderr)
