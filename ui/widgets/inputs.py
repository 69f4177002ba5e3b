"""What is typed into: a line, a password with its eye, a choice from a list, a note of several lines."""

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QPlainTextEdit, QWidget

from ui.language import _
from ui.theme.icons import draw
from ui.theme.theme import current
from ui.widgets.buttons import IconButton
from ui.widgets.labels import restyle

State = Literal["", "error", "warn"]
CHEVRON: Final = 18


def set_state(editor: QWidget, state: State) -> None:
    """Show an editor as wrong ("error"), to be checked ("warn") or plain ("")."""
    restyle(editor, "state", state)


class LineEdit(QLineEdit):
    """One line of text. `left` sends its text when the field is left or Enter is pressed."""

    left = Signal(str)

    def __init__(self, placeholder: str = "", *, icon: str = "", dense: bool = False) -> None:
        super().__init__()
        self._stood = 0
        self.setPlaceholderText(placeholder)
        self._left_icon = icon
        if dense:
            self.setProperty("dense", "true")
        if icon:
            self.setTextMargins(current().px(22), 0, 0, 0)
        self.editingFinished.connect(lambda: self.left.emit(self.text()))

    def setText(self, text: str | None, /) -> None:
        """A text that is longer than its line is read from its beginning, unless somebody is typing in it."""
        super().setText(text)
        if self.window().focusWidget() is not self:
            self._stood = len(text or "")
            self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left, it shows its beginning; typing goes on where it was."""
        self._stood = self.cursorPosition()
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing goes on where it was; a mouse and Tab say by themselves where."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.hasSelectedText():
            self.setCursorPosition(self._stood)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, and its drawing at the left if it has one."""
        super().paintEvent(event)
        if self._left_icon:
            px = current().px(16)
            painter = QPainter(self)
            draw(painter, self._left_icon, QRectF(9, (self.height() - px) // 2, px, px), "muted")
            painter.end()


class PasswordEdit(LineEdit):
    """A hidden line with an eye that can be reached by Tab; tells when Caps Lock seems to be on."""

    caps = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.eye = IconButton(_("Show password"), "eye", self._toggle, colour="muted")
        self.eye.setParent(self)
        self.eye.setCheckable(True)
        self.setTextMargins(0, 0, 32, 0)

    def _toggle(self) -> None:
        shown = self.eye.isChecked()
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if shown else "eye")
        name = _("Hide password") if shown else _("Show password")
        self.eye.setAccessibleName(name)
        self.eye.setToolTip(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right end."""
        super().resizeEvent(event)
        size = self.eye.sizeHint()
        self.eye.setGeometry(
            self.width() - size.width() - 5, (self.height() - size.height()) // 2, size.width(), size.height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital typed without Shift, or a small letter with it, means Caps Lock."""
        letter = event.text()
        if len(letter) == 1 and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(letter.isupper() != shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps.emit(False)
        super().keyPressEvent(event)

    def wipe(self) -> str:
        """Take the text out of the field, the undo history included."""
        text = self.text()
        self.setText("")  # clear() could be undone with Ctrl+Z
        return text


class Select(QComboBox):
    """A choice from a list of (code, words); letters jump; the wheel never changes it by accident."""

    picked = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), *, empty: str = "", dense: bool = False
    ) -> None:
        super().__init__()
        self.setView(QListView())
        self._typed = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPlaceholderText(empty)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        if dense:
            self.setProperty("dense", "true")
        self.set_options(options)
        self.activated.connect(lambda *_args: self.picked.emit(self.code() or ""))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the list; keeps the choice where its code is still offered."""
        before = self.code()
        self.clear()
        for code, words in options:
            self.addItem(words, code)
        self.set_code(before)

    def code(self) -> str | None:
        """The code of the choice; None while nothing is chosen."""
        data = self.currentData()
        return None if data is None else str(data)

    def set_code(self, code: str | None) -> None:
        """Choose by code; an unknown code or None chooses nothing."""
        self.setCurrentIndex(-1 if code is None else self.findData(code))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Letters typed before somewhere else, or for the person before, are no part of a new search."""
        self.view().keyboardSearch("")
        self._typed.invalidate()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters jump, and a space within words ("hong kong") is one of them; alone it opens the list."""
        typing = self._typed.isValid() and self._typed.elapsed() < QApplication.keyboardInputInterval()
        if event.text().isprintable() and event.text():
            self._typed.restart()
        if event.key() != Qt.Key.Key_Space or not typing:
            super().keyPressEvent(event)
            return
        before = self.currentIndex()
        self.view().setCurrentIndex(self.model().index(before, 0))
        self.view().keyboardSearch(" ")
        if (found := self.view().currentIndex().row()) != before:
            self.setCurrentIndex(found)
            self.activated.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, with a chevron in the colour of the text."""
        super().paintEvent(event)
        px = current().px(CHEVRON)
        place = QRectF(self.width() - px - 8, (self.height() - px) // 2, px, px)
        painter = QPainter(self)
        draw(painter, "chevron-down", place, "text" if self.isEnabled() else "off")
        painter.end()


class NoteEdit(QPlainTextEdit):
    """Several lines; Tab leaves it; counts bytes, since the limit of a save is in bytes."""

    left = Signal(str)
    counted = Signal(int)

    def __init__(self, placeholder: str = "", *, lines: int = 3) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._lines = lines
        self.textChanged.connect(lambda: self.counted.emit(len(self.toPlainText().encode())))

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(200, self.fontMetrics().lineSpacing() * self._lines + 22)

    def minimumSizeHint(self) -> QSize:
        """Never lower than its lines."""
        return QSize(80, self.sizeHint().height())

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Replace what is written."""
        self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left, except when only a menu opened."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit(self.toPlainText())

    def changeEvent(self, event: QEvent) -> None:
        """A new font needs new room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
