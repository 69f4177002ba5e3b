"""The one window: unlock page, workplace or lock page; text size, colours, language; when to lock.

Its title is always "Desbumi": a window title is visible to everybody who looks at the task bar.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from db.clock import Clock
from ui import language
from ui.door_pause import DoorPause
from ui.frame.looks import LooksRow
from ui.language import _
from ui.locks import Lock, Locks
from ui.messages import sentences
from ui.operations import Operation, Worker
from ui.pages.unlock_page import UnlockPage
from ui.session import Opened, Session
from ui.theme import theme as themes
from ui.theme.focus_ring import FocusRing
from ui.widgets.field import AltWatch, repaint_for_alt

if TYPE_CHECKING:
    from ui.frame.navigation import Entry
    from ui.frame.workplace import Workplace

TICK_MS: Final = 5000
SIZE: Final = (1366, 768)
LOCK_KEY: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
_ACTIVITY: Final = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.MouseMove,
)


class MainWindow(QMainWindow):
    """`entries()` gives the places of the navigation; `looked(theme, language)` tells what to remember."""

    looked = Signal(object, str)
    unlocked = Signal(object)
    locked = Signal()
    screen_locks = Signal()  # before the case book closes
    screen_opened = Signal()  # by the PIN: the register alone

    def __init__(
        self, session: Session, desk: Worker, clock: Clock, *, entries: "Callable[[], Sequence[Entry]]"
    ) -> None:
        super().__init__()
        self.setWindowTitle("Desbumi")
        self.setAnimated(False)  # nothing in it is docked or torn off
        self._session, self._desk, self._clock, self._entries = session, desk, clock, entries
        self._opened: Opened | None = None
        self._pause = DoorPause(clock)
        self._other_book: Callable[[], object] | None = None
        self._restore: Callable[[], object] | None = None
        self.workplace: Workplace | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.locks = Locks(
            clock, on_screen=self._screen_locked, on_full=self._fully_locked, on_open=self._pin_opened
        )
        self._ring = FocusRing(self)
        self._alt = AltWatch(self)
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self.locks.tick)
        self._ticker.start(TICK_MS)
        QShortcut(QKeySequence("Ctrl+L"), self, self.locks.pressed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._state_changed)
        self.resize(*SIZE)
        self._show_door()

    def offer_other_book(
        self, ask: Callable[[], object] | None, restore: Callable[[], object] | None = None
    ) -> None:
        """Let the door ask for another book of this laptop, or for a backup in the place of this one."""
        self._other_book, self._restore = ask, restore
        if self._opened is None:
            self._show_door()

    def change_look(
        self, *, name: str | None = None, scale: float | None = None, words: str | None = None
    ) -> None:
        """Change colours, text size or language at once; what lies open is built anew at the same place."""
        now = themes.current()
        wanted = themes.named(name or now.tokens.name, scale or now.scale)
        if words:
            language.use(words)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            themes.apply(app, wanted)
        self._rebuild()
        self.looked.emit(wanted, language.WORDS.language)

    def show_workplace(self, opened: Opened) -> "Workplace":
        """The book is open: build the frame around the pages."""
        from ui.frame.workplace import Workplace  # behind the door, so not before it shows

        self._opened = opened
        self._watch(everything=True)
        self.workplace = Workplace(
            self._session, self._desk, self._clock, user=opened.user, entries=self._entries()
        )
        self.workplace.header.lock_pressed.connect(self.locks.pressed)
        self.workplace.header.user_pressed.connect(self.locks.lock_fully)
        self._connect_looks(self.workplace.strip.looks)
        Operation.default_failure = self.workplace.tell_failure
        self._show(self.workplace)
        return self.workplace

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and mouse anywhere in the program keep the desk awake."""
        if event.type() in _ACTIVITY:
            self.locks.activity()
        if watched.isWindowType():  # each key comes to its window once, and then to every widget on its way
            repaint_for_alt(event)
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.keyCombination() == LOCK_KEY
            and QApplication.activeModalWidget() is not None
            and watched is QApplication.focusWidget()
        ):
            self.locks.pressed()  # a dialog keeps the window's own shortcut away
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """The letters of the door's fields show while Alt is down, too."""
        super().showEvent(event)
        self._watch(everything=self._opened is not None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before the window goes."""
        self.locks.lock_fully()
        super().closeEvent(event)

    def _watch(self, *, everything: bool) -> None:
        """Watch every event of the program while the book is open; at the door, where each would cost, Alt alone."""
        app, handle = QApplication.instance(), self.windowHandle()
        if isinstance(app, QApplication):
            app.removeEventFilter(self)
            if everything:
                app.installEventFilter(self)
        if handle is not None:
            handle.removeEventFilter(self._alt)
            if not everything:
                handle.installEventFilter(self._alt)

    def _show_door(self) -> UnlockPage:
        door = UnlockPage(
            self._session, self._desk, self._pause, other_book=self._other_book, restore=self._restore
        )
        door.opened.connect(self._door_opened)
        door.recovery_asked.connect(self._show_recovery)
        self._connect_looks(door.looks)
        self._show(door)
        return door

    def _show_recovery(self) -> None:
        from ui.pages.recovery_page import RecoveryPage

        page = RecoveryPage(self._session, self._desk)
        page.opened.connect(self._recovered)
        page.left.connect(self._show_door)
        self._show(page)

    def _recovered(self, opened: Opened, lost_cases: bool) -> None:  # noqa: FBT001  (a signal's argument)
        self._door_opened(opened)
        if self.workplace is not None:
            cases = _("The case book stays closed: a case officer or the case team opens it again.")
            self.workplace.say(
                "ok", _("You have a new password. Keep the sheet where it was."), cases if lost_cases else ""
            )

    def _door_opened(self, opened: Opened) -> None:
        self.locks.opened(opened.user, full_only=opened.full_lock_only)
        workplace = self.show_workplace(opened)
        workplace.visit(next(iter(self._entries())).code)
        if opened.failed:
            workplace.tell_failure(sentences(opened.failed))
        self.unlocked.emit(opened)

    def _put_dialogs_away(self) -> None:
        """Nothing stands over a lock; a form in a dialog keeps its draft when it is hidden."""
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.hide()

    def _screen_locked(self) -> None:
        self._put_dialogs_away()
        self.screen_locks.emit()
        if self._opened is not None:
            self._show_pin(self._opened)
        # Last, so that whatever was typed is kept while the stores are still open.
        Operation(self._desk, lambda _token: self._session.screen_lock()).start()

    def _show_pin(self, opened: Opened) -> None:
        if self.workplace:
            self.workplace.header.search.forget()
        from ui.pages.pin_page import PinPage

        page = PinPage(self._session.place(), opened.user, self.locks, self._clock)
        page.full_lock.connect(self.locks.lock_fully)
        self._show(page, keep=self.workplace)

    def _pin_opened(self) -> None:
        if self.workplace:
            self._show(self.workplace)
            self.workplace.refresh_strip()
            self.screen_opened.emit()

    def _fully_locked(self) -> None:
        self._put_dialogs_away()
        self.locked.emit()
        self._opened, self.workplace = None, None
        Operation.default_failure = None
        self._watch(everything=False)
        door = self._show_door()
        Operation(self._desk, lambda _token: self._session.full_lock()).failure(door.tell_failure).start()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended:
            self.locks.suspended()

    def _rebuild(self) -> None:
        if self.locks.state is Lock.OPEN and self._opened and self.workplace:
            code = self.workplace.places.code() or next(iter(self._entries())).code
            self.show_workplace(self._opened).visit(code)
        elif self.locks.state is Lock.FULL:
            self._show_door()

    def _connect_looks(self, looks: LooksRow) -> None:
        looks.scale_asked.connect(lambda scale: self.change_look(scale=scale))
        looks.colours_asked.connect(lambda name: self.change_look(name=name))
        looks.language_asked.connect(lambda code: self.change_look(words=code))

    def _show(self, page: QWidget, keep: QWidget | None = None) -> None:
        for i in reversed(range(self._stack.count())):
            other = self._stack.widget(i)
            if other is not None and other is not page and other is not keep:
                self._stack.removeWidget(other)
                other.deleteLater()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()
