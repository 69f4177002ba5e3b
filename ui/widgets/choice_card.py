"""One of several values to choose from: origin, value in large letters, who and when, a key cap. Chosen by a person only."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme.theme import current
from ui.widgets.buttons import literal
from ui.widgets.checks import Radio
from ui.widgets.differences import Span, marked_label
from ui.widgets.labels import Elided, IconLabel, restyle
from ui.widgets.layout import STRETCH, column, hairline, row


@dataclass(frozen=True, slots=True)
class Choice:
    """What a card shows; `facts` are (icon, sentence, tone) under the value, `differing` its marked letters."""

    origin: str
    value: str
    facts: Sequence[tuple[str, str, str]] = ()
    differing: Sequence[Span] = ()


class KeyCap(QLabel):
    """The key that chooses; readers hear it with the card."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setProperty("part", "keycap")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(current().dense(26), current().dense(24))


class ChoiceCard(QFrame):
    """`picked` when its ring or any place of it is pressed; nothing is chosen until then."""

    picked = Signal()

    def __init__(self, choice: Choice, key: str) -> None:
        super().__init__()
        self.setProperty("part", "choice")
        self.setProperty("state", "")
        self.setAccessibleName(f"{choice.origin}: {choice.value}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.radio = Radio(literal(choice.origin))
        self.radio.setAutoExclusive(False)
        self.radio.setAccessibleName(f"{choice.origin}: {choice.value}")
        self.radio.clicked.connect(lambda *_args: self.picked.emit())
        value = marked_label(choice.value, list(choice.differing), "h1")
        value.setWordWrap(True)
        value.setAccessibleName(choice.value)
        head = row(self.radio, STRETCH, KeyCap(key))
        box = column(head, value, 2, hairline(), gap=6, margins=(18, 10, 18, 12))
        for icon, sentence, tone in choice.facts:
            line = row(IconLabel(icon, 18, tone), Elided(sentence, "body", tone), gap=8)
            line.setStretch(1, 1)
            box.addLayout(line)
        box.addStretch(1)
        self.setLayout(box)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this is the one."""
        self.radio.setChecked(chosen)
        restyle(self, "state", "chosen" if chosen else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any place of the card chooses."""
        event.accept()
        self.picked.emit()


class OwnChoice(QFrame):
    """The last choice: write it oneself, in an editor handed in; touching the editor chooses it."""

    picked = Signal()

    def __init__(self, words: str, editor: QWidget, key: str) -> None:
        super().__init__()
        self.setProperty("part", "choice")
        self.setProperty("state", "")
        self.editor = editor
        self.radio = Radio(literal(words))
        self.radio.setAutoExclusive(False)
        self.radio.setAccessibleName(words)
        self.radio.clicked.connect(lambda *_args: self.picked.emit())
        editor.setAccessibleName(words)
        box = row(self.radio, editor, KeyCap(key), gap=10, margins=(18, 8, 18, 8))
        box.setStretch(1, 1)
        self.setLayout(box)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this is the one."""
        self.radio.setChecked(chosen)
        restyle(self, "state", "chosen" if chosen else "")
