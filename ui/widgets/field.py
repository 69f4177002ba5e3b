"""A field: label above, editor, and one line below for help or a problem, so that nothing jumps."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desbumi_app.domain.problems import Level, Problem
from ui.language import _, say
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.inputs import State, set_state
from ui.widgets.labels import IconLabel, Wrapped, restyle
from ui.widgets.layout import column, row

_LOOK: Final[dict[Level, tuple[State, str, str]]] = {
    Level.STOP: ("error", "alert-circle", "danger"),
    Level.WARN: ("warn", "alert-triangle", "warn"),
    Level.HINT: ("", "bulb", "muted"),
}
_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class FieldLabel(QLabel):
    """A label whose Alt letter jumps to its editor; the letter is underlined while Alt is held down."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.plain = text
        self.setProperty("role", "strong")

    def set_letter(self, position: int) -> None:
        """Make the letter at this position the one that Alt finds."""
        before, after = self.plain[:position], self.plain[position:]
        self.setText(before.replace("&", "&&") + "&" + after.replace("&", "&&"))

    def sizeHint(self) -> QSize:
        """The words without their hidden mark."""
        return QSize(self.fontMetrics().horizontalAdvance(self.plain) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """A label may be cut, but never push its neighbours."""
        return QSize(min(40, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words; underlined only when it helps. What does not fit ends in dots, and a pointer reads it whole."""
        del event
        alt = QApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.AltModifier
        mark = Qt.TextFlag.TextShowMnemonic if alt else Qt.TextFlag.TextHideMnemonic
        painter = QPainter(self)
        painter.setPen(current().color("text"))
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter) | int(mark)
        painter.drawText(QRect(self.rect()), flags, self.shown())
        painter.end()

    def shown(self) -> str:
        """What of the words stands there, with the hidden mark."""
        mnemonic = int(Qt.TextFlag.TextShowMnemonic)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width(), mnemonic)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole where it is cut."""
        super().resizeEvent(event)
        self.setToolTip("" if self.width() >= self.sizeHint().width() - 2 else self.plain)


class Note(QWidget):
    """The line under an editor: muted help, or drawing and sentence of a problem, and perhaps a better value."""

    accepted = Signal(str)

    def __init__(self, help_text: str = "", *, reserve: bool = True) -> None:
        super().__init__()
        self._help = help_text
        self._icon = IconLabel("bulb", 16, "muted")
        self._text = Wrapped("", "small")
        self._use = Button("", self._accept, kind="inline")
        self._value = ""
        said = row(self._icon, self._text, gap=6)
        said.setStretch(1, 1)
        said.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        # Under the sentence: beside it, a field of a third of the width would break it into seven lines.
        box = column(said, gap=2)
        box.addWidget(self._use, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setLayout(box)
        # Not a minimum height of the widget: that would outrank what two lines need.
        self._reserved = current().px(18) if reserve else 0
        self.show_problem(None)

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong and what to do; None shows the help again."""
        look = _LOOK[problem.level] if problem else ("", "", "muted")
        self._icon.setVisible(bool(problem))
        if problem:
            self._icon.show_icon(look[1], look[2])
        self._text.setText(say(problem.message) if problem else self._help)
        restyle(self._text, "tone", look[2])
        self._value = (problem.suggestion or "") if problem else ""
        self._use.setVisible(bool(self._value))
        self._use.set_text(_("Use {value}", value=self._value or "–"))

    def keep_free(self, height: int) -> None:
        """Keep this much room while there is nothing to say."""
        self._reserved = height
        self.updateGeometry()

    def said(self) -> str:
        """The sentence on show."""
        return self._text.text()

    def minimumSizeHint(self) -> QSize:
        """Room for one line, or for what is said."""
        return super().minimumSizeHint().expandedTo(QSize(0, self._reserved))

    def sizeHint(self) -> QSize:
        """As its least room; it never asks for more."""
        return super().sizeHint().expandedTo(QSize(0, self._reserved))

    def heightForWidth(self, width: int) -> int:
        """The lines that this width needs, at least the one that is kept free."""
        return max(super().heightForWidth(width), self._reserved)

    def _accept(self) -> None:
        self.accepted.emit(self._value)


class Field(QWidget):
    """Label, editor and note as one part of a form; the editor is named for screen readers by its label."""

    def __init__(self, text: str, editor: QWidget, *, help_text: str = "", reserve: bool = True) -> None:
        super().__init__()
        self.editor = editor
        self.label = FieldLabel(text)
        self.label.setBuddy(editor)
        self.note = Note(help_text, reserve=reserve)
        self.problem: Problem | None = None
        editor.setAccessibleName(text)
        editor.setAccessibleDescription(help_text)
        self.setFocusProxy(editor)
        self.setLayout(column(self.label, editor, self.note, gap=4))
        self.note.setVisible(reserve or bool(help_text))
        self._reserve = reserve or bool(help_text)

    def compact(self) -> "Field":
        """Give no room to a note before there is one: for pages where every line counts; returns the field."""
        self._reserve = False
        self.note.keep_free(0)
        self.note.setVisible(self.problem is not None)
        return self

    def show_problem(self, problem: Problem | None) -> None:
        """Mark the editor and say why; None is fine again."""
        self.problem = problem
        set_state(self.editor, _LOOK[problem.level][0] if problem else "")
        self.note.show_problem(problem)
        self.note.setVisible(self._reserve or problem is not None)
        self.editor.setAccessibleDescription(self.note.said())


def repaint_for_alt(event: QEvent) -> None:
    """Repaint the labels when Alt goes down or up, so that their letters can be seen."""
    if isinstance(event, QKeyEvent) and event.type() in _KEYS and event.key() == Qt.Key.Key_Alt:
        for widget in QApplication.allWidgets():
            if isinstance(widget, FieldLabel):
                widget.update()


class AltWatch(QObject):
    """Watches one window for Alt, where nobody watches all of them."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only watches; never swallows a key."""
        repaint_for_alt(event)
        return super().eventFilter(watched, event)


def give_letters(page: QWidget, taken: str = "") -> None:
    """Give every field label of a page its own Alt letter; the first letters of words come first."""
    used = set(taken.lower())
    for field_label in page.findChildren(FieldLabel):
        words = field_label.plain
        starts = [i for i, letter in enumerate(words) if letter.isalpha() and (i == 0 or words[i - 1] == " ")]
        others = [i for i, letter in enumerate(words) if letter.isascii() and letter.isalpha()]
        place = next((i for i in [*starts, *others] if words[i].lower() not in used), None)
        if place is not None:
            used.add(words[place].lower())
            field_label.set_letter(place)
