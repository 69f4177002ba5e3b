"""A typist: posts key events to the window in front and reads what is shown. Nothing here sets a value or calls a slot.

Keys go the way of the platform's own, to the window and from there to whatever has the focus; a filter on the
application counts those that arrive at a window, so a key that was handed to a widget would not count and would be seen.
"""

import threading
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from tests.desbumi_app.offices import RecordedClock
from ui.app import Start, make_window
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.operations import Operation, Worker

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta}
PATIENCE = 120.0
# Longer than the pause after which a search asks.
PAUSE_MS = 90


class KeyCounter(QObject):
    """Counts presses as they arrive at windows; Ctrl and Alt are counted with the key they go with.

    Every press begins as the question whether somebody wants to keep it from being a shortcut; a press that is a shortcut
    goes no further.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.count, self._app = 0, app

    def watch(self):
        """Stand before the filters of the pages, which keep some keys for themselves."""
        self._app.installEventFilter(self)

    def eventFilter(self, watched, event):
        arrived = event.type() is QEvent.Type.ShortcutOverride and isinstance(watched, QWindow)
        if arrived and isinstance(event, QKeyEvent) and event.spontaneous() and event.key() not in MODIFIERS:
            self.count += 1
        return False


class Desk:
    """The real window of a book, and the way to wait for it."""

    def __init__(self, files, clock=None, *, cheap=True):
        self.clock, self.worker = clock or RecordedClock(), Worker("desk")
        self.session = OfficeSession(files, self.clock, cheap=cheap)
        self.places = Places(self.session, self.clock)
        self.window = make_window(Start(self.session, self.places, self.clock), self.worker)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()

    def settle(self):
        for _round in range(3):
            done = threading.Event()
            self.worker.submit(done.set)
            while not done.wait(0.002):
                QCoreApplication.processEvents()
            QCoreApplication.processEvents()

    def close(self):
        self.window.close()
        self.settle()
        self.places.end()
        assert self.worker.close()
        Operation.default_failure = None
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Typist:
    """`settle` waits until the program has answered everything so far."""

    def __init__(self, app, settle):
        self._counter, self._settle = KeyCounter(app), settle
        self._posted = 0

    @property
    def keys(self):
        """Presses since the last job began."""
        return self._counter.count

    def begin(self):
        self._counter.count = self._posted = 0

    def press(self, key, modifier=NONE):
        self._send(key, modifier)
        self._settle()

    def type(self, text):
        for sign in text:
            self._send(sign, NONE)

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def main(self):
        """The main button of the page."""
        self.press(Qt.Key.Key_Return, CTRL)

    def tab(self, times=1):
        for _time in range(times):
            self.press(Qt.Key.Key_Tab)

    def tab_to(self, words, most=40):
        """Tab until the focus stands on a button with these words."""
        for _time in range(most):
            if words in focused():
                return
            self.tab()
        raise AssertionError(f"{words!r} is not reached by Tab; the focus is on {focused()!r}")

    def search(self, name, modifier=NONE):
        """Type a name until its owner is the first that was found, then Enter."""
        for at, letter in enumerate(name.lower(), start=1):
            self.type(letter)
            if at >= 3:
                QTest.qWait(PAUSE_MS)
                self._settle()
                if first_found().startswith(f"{name},"):
                    break
        assert first_found().startswith(f"{name},"), shown()
        self.press(Qt.Key.Key_Return, modifier)

    def choose_file(self, path):
        """Enter on a button that asks for a file; its name is typed when the dialog has come."""
        QTimer.singleShot(0, lambda: self._name_file(str(path)))
        self.press(Qt.Key.Key_Return)

    def _name_file(self, name):
        if not isinstance(QApplication.activeWindow(), QFileDialog):
            QTimer.singleShot(20, lambda: self._name_file(name))
            return
        self.type(name)
        self._close_file_dialog(name)

    def _close_file_dialog(self, name):
        """The list of names that may be meant closes first, then the dialog."""
        if isinstance(QApplication.activeModalWidget(), QFileDialog):
            self._send(Qt.Key.Key_Return, NONE)
            QTimer.singleShot(20, lambda: self._close_file_dialog(name))

    def until(self, shows):
        """Wait until something is shown."""
        end = time.monotonic() + PATIENCE
        while not shows():
            assert time.monotonic() < end, shown()
            QTest.qWait(20)
        self._settle()

    def until_shown(self, words):
        self.until(lambda: words in shown())

    def _send(self, key, modifier):
        window = QGuiApplication.focusWindow() or _brought_to_front()
        self._posted += 1
        self._counter.watch()
        QTest.keyClick(window, key, modifier)
        assert self._counter.count == self._posted, f"{self._counter.count} keys arrived of {self._posted}"


def _brought_to_front():
    """What a desktop does when a dialog has closed, and the offscreen platform does not."""
    for one in QApplication.topLevelWidgets():
        if one.isVisible():
            one.activateWindow()
    QCoreApplication.processEvents()
    window = QGuiApplication.focusWindow()
    assert window is not None, "no window has the keyboard"
    return window


def focused():
    """What a screen reader says of the place where the cursor is."""
    widget = QApplication.focusWidget()
    if widget is None:
        return ""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")


def typed_into():
    """The text of the field with the cursor."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLineEdit) else ""


def first_found():
    """The first row of the answers under a search box, as it is read aloud."""
    for one in _in_sight(QWidget):
        if one.property("part") == "dropdown":
            return one.accessibleName()
    return ""


def shown():
    """All words in sight: labels, buttons, banners and the rows of lists."""
    parts = [one.text() for one in (*_in_sight(QLabel), *_in_sight(QPushButton))]
    parts += [one.accessibleName() for one in _in_sight(QWidget) if one.property("part") == "banner"]
    for view in _in_sight(QAbstractItemView):
        model = view.model()
        if model is not None:
            parts += [str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), 20))
                      for column in range(model.columnCount())]  # fmt: skip
    return " | ".join(part for part in parts if part)


def _in_sight(kind):
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [one for top in tops for one in top.findChildren(kind) if one.isVisible()]
