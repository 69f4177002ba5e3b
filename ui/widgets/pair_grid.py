"""Two records side by side with the result between them: differing letters marked, a ring to choose one side.

A row where nothing is chosen stays as each village has it. Arrows go from row to row, 1 and 2 choose, 0 takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.language import _
from ui.theme.theme import current
from ui.widgets.checks import Radio
from ui.widgets.differences import Span, marked_label
from ui.widgets.labels import Elided, IconLabel, restyle
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled

ROW: Final = 58
NAME: Final = 150
Choice = Literal["", "left", "right"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """One line: (value, who and when) of both sides, and their marked letters. `kept` says what happens to a list."""

    id: str
    name: str
    left: tuple[str, str]
    right: tuple[str, str]
    kept: str = ""
    left_marks: Sequence[Span] = field(default_factory=tuple)
    right_marks: Sequence[Span] = field(default_factory=tuple)

    @property
    def choosable(self) -> bool:
        """Whether one side can be chosen; lists unite by themselves."""
        return not self.kept


class _Line(QFrame):
    """A row of the grid; pressed anywhere it becomes the current one."""

    pressed = Signal()
    picked = Signal(str)

    def __init__(self, data: PairRow, sides: tuple[str, str], *, fixed: bool) -> None:
        super().__init__()
        self.data, self._sides, self.choice, self._fixed = data, sides, "", fixed
        self.setProperty("part", "pairrow")
        self.setProperty("state", "")
        self.setMinimumHeight(current().dense(ROW))
        self.rings: dict[str, Radio] = {}
        self._middle: QVBoxLayout = column(gap=0)
        middle = holder(column(STRETCH, self._middle, STRETCH, margins=(16, 4, 12, 4)), "result-column")
        middle.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        name = Elided(data.name, "strong")
        name.setFixedWidth(current().px(NAME))
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.addWidget(name, 0, 0)
        parts = (("left", data.left, data.left_marks), ("right", data.right, data.right_marks))
        for at, (side, words, marks) in zip((1, 3), parts, strict=True):
            grid.addWidget(self._value(side, words, list(marks), fixed=fixed), 0, at)
        grid.addWidget(middle, 0, 2)
        for at in (1, 2, 3):
            grid.setColumnStretch(at, 1)
        self.choose("")

    def choose(self, side: str) -> None:
        """Show the side taken, or that both stay."""
        self.choice = side
        for name, ring in self.rings.items():
            ring.setChecked(name == side)
        clear(self._middle)
        icon, first, second = self._result()
        words = column(Elided(first, "strong" if side or self.data.kept else "muted"), gap=1)
        if second:
            words.addWidget(Elided(second, "small"))
        line = row(IconLabel(icon, 18, "accent" if side or self.data.kept else "muted"), words, gap=10)
        line.setStretch(1, 1)
        self._middle.addLayout(line)
        self.setAccessibleName(f"{self.data.name}: {first}. {second}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to this row."""
        event.accept()
        self.pressed.emit()

    def _result(self) -> tuple[str, str, str]:
        if self.data.kept:
            return "plus", self.data.kept, _("both stay")
        if self.choice == "left":
            return "arrow-left", self.data.left[0], _("from {village}", village=self._sides[0])
        if self.choice == "right":
            return "arrow-right", self.data.right[0], _("from {village}", village=self._sides[1])
        words = _("Not chosen") if self._fixed else _("Nothing chosen")
        return "equal", words, _("each village keeps its own")

    def _value(self, side: str, words: tuple[str, str], marks: list[Span], *, fixed: bool) -> QWidget:
        value = marked_label(words[0], marks)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        text = column(value, gap=1)
        if words[1]:
            text.addWidget(Elided(words[1], "small"))
        box = row(text, gap=12, margins=(16, 4, 12, 4))
        if self.data.choosable and not fixed:
            ring = Radio("")
            ring.setAutoExclusive(False)
            ring.setAccessibleName(f"{self.data.name}: {words[0]}")
            ring.setFixedWidth(current().px(24))
            ring.clicked.connect(lambda *_args: self.picked.emit(side))
            self.rings[side] = ring
            box.insertWidget(0, ring)
        else:
            box.insertSpacing(0, current().px(24) + 12)
        box.setStretch(1, 1)
        return holder(box)


class PairGrid(QWidget):
    """`changed` after a side was chosen. `choices()` maps the id of a row to "left" or "right"."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownring", True)
        self.setAccessibleName(_("Both records side by side"))
        self._lines: list[_Line] = []
        self._at = -1
        self._fixed = False
        self._box: QVBoxLayout = column(gap=0)
        outer = column(self._box, gap=0)
        outer.addStretch(1)
        self._area: QScrollArea = scrolled(holder(outer))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self._area))

    def show_rows(
        self, rows: Sequence[PairRow], sides: tuple[str, str], *, fixed: bool = False, first: bool = True
    ) -> None:
        """Replace the rows. `fixed`: nothing can be chosen any more; `first`: go to the first row."""
        before = {} if first else self.choices()
        clear(self._box)
        self._lines, self._fixed = [], fixed
        for data in rows:
            line = _Line(data, sides, fixed=fixed)
            at = len(self._lines)
            line.pressed.connect(lambda at=at: self._go(at))
            line.picked.connect(lambda side, at=at: self._picked(at, side))
            if data.id in before:
                line.choose(before[data.id])
            self._lines.append(line)
            self._box.addWidget(line)
        self._at = -1
        self._go(0)

    def choices(self) -> dict[str, str]:
        """What was chosen; rows without a choice are left out."""
        return {line.data.id: line.choice for line in self._lines if line.choice}

    def current_row(self) -> str:
        """The id of the row that 1 and 2 choose in; "" without rows."""
        return self._lines[self._at].data.id if 0 <= self._at < len(self._lines) else ""

    def choose(self, side: str) -> None:
        """Choose a side in the current row ("" takes it back) and go on to the next one that can be chosen."""
        if not (0 <= self._at < len(self._lines)) or self._fixed:
            return
        line = self._lines[self._at]
        if not line.data.choosable:
            return
        line.choose(side)
        self.changed.emit()
        after = next(
            (i for i in range(self._at + 1, len(self._lines)) if self._lines[i].data.choosable), None
        )
        if side and after is not None:
            self._go(after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows between rows; 1, 2 and 0 choose."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        sides = {Qt.Key.Key_1: "left", Qt.Key.Key_2: "right", Qt.Key.Key_0: ""}
        key = Qt.Key(event.key())
        if key in steps:
            self._go(self._at + steps[key])
        elif key in sides:
            self.choose(sides[key])
        else:
            super().keyPressEvent(event)

    def _picked(self, at: int, side: str) -> None:
        self._go(at)
        line = self._lines[at]
        line.choose("" if line.choice == side else side)
        self.changed.emit()

    def _go(self, at: int) -> None:
        if not self._lines:
            return
        self._at = max(0, min(at, len(self._lines) - 1))
        for i, line in enumerate(self._lines):
            restyle(line, "state", "current" if i == self._at and not self._fixed else "")
        self._area.ensureWidgetVisible(self._lines[self._at], 0, 0)


def choice_values(choices: dict[str, str], both: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """The chosen values by field, from the sides and the stored values of both."""
    return {name: both[name][0 if side == "left" else 1] for name, side in choices.items()}
