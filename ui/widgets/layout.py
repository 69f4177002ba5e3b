"""Rows, columns and lines with the desk's spacing, so that pages read as what they show."""

from collections.abc import Iterable
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

STRETCH: Final = "stretch"
AROUND: Final = 40  # px of what stands above and below a field that are brought into sight with it
Part = QWidget | QLayout | int | str
Margins = tuple[int, int, int, int]
L = TypeVar("L", QHBoxLayout, QVBoxLayout)


def row(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other: widgets, layouts, px of air, or STRETCH."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts under each other: widgets, layouts, px of air, or STRETCH."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(box: L, parts: Iterable[Part], gap: int, margins: Margins) -> L:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        elif isinstance(part, int):
            box.addSpacing(part)
        else:
            box.addStretch(1)
    return box


def holder(layout: QLayout, part: str = "") -> QWidget:
    """A plain widget around a layout."""
    made = QWidget()
    if part:
        made.setProperty("part", part)
    made.setLayout(layout)
    return made


def hairline() -> QFrame:
    """A thin line between rows of one card."""
    return _line("hairline")


def divider() -> QFrame:
    """A thin upright line between facts of one row."""
    return _line("divider")


def _line(part: str) -> QFrame:
    made = QFrame()
    made.setProperty("part", part)
    return made


class _Inside(QScrollArea):
    """Brings whatever gets the focus into sight, however it got it: Tab, Enter, a letter, a jump from a banner."""

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, AROUND)


def scrolled(widget: QWidget, *, keys: bool = False) -> QScrollArea:
    """A card's inside that may scroll at large text; the page itself never does.

    `keys`: it holds nothing that takes the focus, so it takes it itself and arrows scroll.
    """
    area = _Inside()
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if keys else Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    widget.setProperty("part", "scrolled")
    area.setWidget(widget)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
