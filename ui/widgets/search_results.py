"""What drops down under the search box: rows with the match in bold, then "add", then the keys."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.language import _
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip, ChipSpec
from ui.widgets.labels import Elided, label, restyle
from ui.widgets.layout import STRETCH, clear, hairline, row

ROW: Final = 42
SHARE: Final = 0.5  # of the width, at most, that names may take
EDGE: Final = 6
Answer = tuple[str, str, ChipSpec | None, Any]


class _Result(QFrame):
    """One person found."""

    pressed = Signal()

    def __init__(self, typed: str, answer: Answer, room: int) -> None:
        super().__init__()
        name, second, chip, self.id = answer
        self.setProperty("part", "result")
        self.setFixedHeight(current().dense(ROW))
        self.setAccessibleName(f"{name}, {second}" + (f", {chip.text}" if chip else ""))
        cut = _metrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        shown = QLabel(marked(cut, typed))
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setToolTip(escape(name) if cut != name else "")
        shown.setFixedWidth(room)
        box = row(shown, Elided(second, "muted"), gap=12, margins=(12, 0, 10, 0))
        box.setStretch(1, 1)
        if chip:
            box.addWidget(Chip(chip))
        self.setLayout(box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press opens."""
        event.accept()
        self.pressed.emit()


def _key(key: str, does: str) -> QLabel:
    made = label("", "small")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(f"<b>{escape(key)}</b> {escape(does)}")
    return made


def _metrics() -> QFontMetrics:
    return QFontMetrics(current().font(11, QFont.Weight.Bold))  # any part of a name may be the bold one


def room_for(names: Sequence[str], width: int) -> int:
    """The width of the longest name, so that no two look alike, but never more than their share."""
    longest = max((_metrics().horizontalAdvance(name) for name in names), default=0)
    return min(longest + 1, int(width * SHARE))


def marked(name: str, typed: str) -> str:
    """The name as HTML with every typed word in bold; the name itself is never read as HTML."""
    words = [word.casefold() for word in typed.split()]
    parts = []
    for piece in name.split(" "):
        hit = next((w for w in words if piece.casefold().startswith(w)), "")
        cut = len(hit)
        bold = f"<b>{escape(piece[:cut])}</b>" if cut else ""
        parts.append(bold + escape(piece[cut:]))
    return " ".join(parts)


class SearchResults(QFrame):
    """A sheet over the page; the focus stays in the box. `picks`: the page asks who it is, instead of opening files."""

    pressed = Signal()
    add_pressed = Signal()

    def __init__(self, window: QWidget, *, picks: bool = False, adds: bool = True) -> None:
        super().__init__(window)
        self._picks, self._adds = picks, adds
        self.setProperty("part", "dropdown")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._box.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._rows: list[_Result] = []
        self._at = 0
        if not current().tokens.contrast:
            shadow = QGraphicsDropShadowEffect(self)
            shadow.setBlurRadius(28)
            shadow.setOffset(0, 8)
            shadow.setColor(QColor(0, 0, 0, 69))
            self.setGraphicsEffect(shadow)

    def show_found(self, typed: str, answers: Sequence[Answer], total: int, width: int) -> None:
        """Replace the rows in a sheet of this width; the first one is chosen."""
        clear(self._box)
        self.setFixedWidth(width)
        room = room_for([answer[0] for answer in answers], width - 2 * EDGE)
        self._rows = [_Result(typed, answer, room) for answer in answers]
        self._at = 0
        for i, found in enumerate(self._rows):
            found.pressed.connect(lambda i=i: self._press(i))
            self._box.addWidget(found)
        if not self._rows:
            self._box.addLayout(row(label(_("Nobody found"), "muted"), STRETCH, margins=(12, 10, 12, 10)))
        self._box.addWidget(hairline())
        if self._adds:
            self._box.addLayout(self._add_line(typed))
            self._box.addWidget(hairline())
        self._box.addLayout(self._keys(len(answers), total))
        self._mark()

    def _add_line(self, typed: str) -> QHBoxLayout:
        named = any(letter.isalpha() for letter in typed)  # a number is nobody's name
        words = _("Add a new person named “{name}”", name=typed) if named else _("Add a person")
        add = Button(words, self.add_pressed.emit, kind="quiet", icon="user-plus")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return row(add, STRETCH, label("Ctrl+N", "small"), margins=(2, 2, 12, 2))

    def _keys(self, shown: int, total: int) -> QHBoxLayout:
        parts = [_key("↑ ↓", _("choose")), _key("Enter", _("this person") if self._picks else _("open file"))]
        if not self._picks:
            parts.append(_key("Ctrl+Enter", _("record departure")))
        count = label(_("{shown} of {total}", shown=shown, total=total), "small")
        return row(*parts, STRETCH, count, gap=20, margins=(12, 8, 12, 4))

    def current_id(self) -> Any:
        """The id of the chosen row; None when nobody was found."""
        return self._rows[self._at].id if self._rows else None

    def step(self, by: int) -> None:
        """Choose the next or the previous row, round the end."""
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
            self._mark()

    def _press(self, i: int) -> None:
        self._at = i
        self.pressed.emit()

    def _mark(self) -> None:
        for i, found in enumerate(self._rows):
            restyle(found, "state", "chosen" if i == self._at else "")
        if self._rows:
            self.setAccessibleName(self._rows[self._at].accessibleName())
