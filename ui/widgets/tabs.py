"""Tabs with drawing and word, and the steps of a wizard at the left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import draw
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.layout import STRETCH, row

StepState = Literal["todo", "now", "done", "wrong"]

LARGEST: Final = 1.5
RING: Final = 2
INSET: Final = 3
WIDE: Final = 204  # the steps of a wizard


class _Tab(Button):
    """A tab that shows the focus inside its own edges: the card and the tab beside it would cover a ring around it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and a ring two px inside it."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color("accent"), RING))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET), 6, 6)
        painter.end()


class Tabs(QWidget):
    """A row of (code, words, icon); Ctrl+Tab is the page's to give. `changed` tells the code."""

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        drawn = current().scale < LARGEST  # at the largest text the words need the room
        self._icons = {code: icon for code, _words, icon in tabs} if drawn else {}
        self.buttons = {
            code: _Tab(words, self._pick(code), kind="tab", icon=self._icons.get(code))
            for code, words, _icon in tabs
        }
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setProperty("ownring", True)
            button.setAutoExclusive(True)
        self.setLayout(row(*self.buttons.values(), STRETCH, gap=4))
        self.show_tab(tabs[0][0])

    def _pick(self, code: str) -> Callable[[], None]:
        def pressed() -> None:
            self.show_tab(code)
            self.changed.emit(code)

        return pressed

    def show_tab(self, code: str) -> None:
        """Mark a tab without telling anybody."""
        for other, button in self.buttons.items():
            button.setChecked(other == code)
            if other in self._icons:
                button.set_icon(self._icons[other], "accent" if other == code else "muted")
        self._code = code

    def code(self) -> str:
        """The tab on show."""
        return self._code

    def next(self, step: int = 1) -> None:
        """Go to the tab after (or before) this one, round the end."""
        codes = list(self.buttons)
        code = codes[(codes.index(self._code) + step) % len(codes)]
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.buttons[code].setFocus()  # the ring goes along
        self.show_tab(code)
        self.changed.emit(code)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a wizard; `detail` is what was entered, or how much is wrong."""

    name: str
    detail: str = ""
    state: StepState = "todo"


class _StepButton(QPushButton):
    """A step that can be gone back to; painted, since its number stands in a ring."""

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self._number, self._step = number, step
        self.setProperty("kind", "row")
        self.setAccessibleName(step.name)
        self.setAccessibleDescription(step.detail)
        self.setToolTip(step.name)  # where the place is too narrow for it
        self.setEnabled(step.state != "todo")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """200 wide, 52 high."""
        return QSize(200, current().dense(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ring with number or tick; name over detail; soft ground when it is now."""
        del event
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self._step.state == "now"
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        self._ring(painter)
        left = 12 + theme.dense(28) + 12
        two = bool(self._step.detail)
        painter.setPen(theme.color("accent" if now else "muted" if self._step.state == "todo" else "text"))
        painter.setFont(theme.font(11, QFont.Weight.DemiBold if now else QFont.Weight.Normal))
        half = self.height() / 2
        top = QRectF(left, 4 if two else 0, self.width() - left - 4, half - 4 if two else self.height())
        name = painter.fontMetrics().elidedText(
            self._step.name, Qt.TextElideMode.ElideRight, int(top.width())
        )
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, name)
        if two:
            painter.setPen(theme.color("danger" if self._step.state == "wrong" else "muted"))
            painter.setFont(theme.font(10))
            under = QRectF(left, half, self.width() - left - 4, half - 4)
            shown = painter.fontMetrics().elidedText(
                self._step.detail, Qt.TextElideMode.ElideRight, int(under.width())
            )
            painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _ring(self, painter: QPainter) -> None:
        theme = current()
        side = theme.dense(28)
        ring = QRectF(12, (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        state = self._step.state
        ink = {"todo": "edge", "wrong": "danger"}.get(state, "accent")
        painter.setPen(QPen(theme.color(ink), 1 if state == "todo" else 2))
        painter.setBrush(theme.color("accent" if state == "now" else "surface"))
        painter.drawEllipse(ring)
        if state in {"done", "wrong"}:
            px = side * 0.6
            place = QRectF(round(ring.center().x() - px / 2), round(ring.center().y() - px / 2), px, px)
            draw(painter, "check" if state == "done" else "alert-circle", place, ink)
            return
        painter.setPen(theme.color("on" if state == "now" else "muted"))
        painter.setFont(theme.font(11, QFont.Weight.DemiBold))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Steps(QWidget):
    """The steps at the left of a wizard; Alt+1 … Alt+5 belong to the page. `asked` tells the index."""

    asked = Signal(int)

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.setFixedWidth(current().dense(WIDE))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step], *, open_all: bool = False) -> None:
        """Draw the steps anew; `open_all` where each may be gone to at any time."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for i, step in enumerate(steps):
            button = _StepButton(i + 1, step)
            button.setEnabled(open_all or step.state != "todo")
            button.clicked.connect(lambda *_args, i=i: self.asked.emit(i))
            self._box.addWidget(button)
        self._box.addStretch(1)
