"""A list of rows of two lines at the left of a page: number or drawing, strong over muted, a word at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.focus_ring import OWN_RING
from ui.theme.icons import draw
from ui.theme.theme import current

ROLE: Final = Qt.ItemDataRole.UserRole + 1
BAR: Final = 4
HEIGHT: Final = 54
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TwoLines:
    """One row. `side` stands small at the right, `number` or `icon` at the left; `tone` colours the drawing."""

    id: Any
    first: str
    second: str = ""
    side: str = ""
    icon: str = ""
    tone: str = "muted"
    number: str = ""

    @property
    def spoken(self) -> str:
        """The row as readers say it."""
        return ", ".join(part for part in (self.number, self.first, self.second, self.side) if part)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[TwoLines, ...] = ()

    def replace(self, rows: Sequence[TwoLines]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.rows[index.row()]
        if role == ROLE:
            return line
        said = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return line.spoken if role in said else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(40, current().dense(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = current(), QRectF(option.rect)
        line = index.data(ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.color("soft"))
            painter.fillRect(QRectF(place.left(), place.top(), BAR, place.height()), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), theme.tokens.stroke))
        painter.drawLine(place.bottomLeft().toPoint(), place.bottomRight().toPoint())
        inside = place.adjusted(14, 0, -12, -1)
        left = self._mark(painter, inside, line, chosen=chosen)
        side = _text(painter, inside, line.side, theme.font(10), "muted", right=True)
        words = inside.adjusted(left, 0, -(side + 8 if side else 0), 0)
        strong = theme.font(11, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium)
        half = words.height() / 2
        if line.second:
            top = QRectF(words.left(), words.top() + 4, words.width(), half - 3)
            _text(painter, top, line.first, strong, "text")
            _text(painter, QRectF(words.left(), words.top() + half, words.width(), half - 5), line.second,
                  theme.font(10), "muted")  # fmt: skip
        else:
            _text(painter, words, line.first, strong, "text")
        painter.restore()

    def _mark(self, painter: QPainter, inside: QRectF, line: TwoLines, *, chosen: bool) -> float:
        theme = current()
        if line.icon:
            px = theme.px(18)
            draw(painter, line.icon,
                 QRectF(round(inside.left()), round(inside.center().y() - px / 2), px, px),
                 theme.color(line.tone))  # fmt: skip
            return px + 12
        if line.number:
            font = theme.font(11, QFont.Weight.DemiBold)
            _text(painter, inside, line.number, font, "accent" if chosen else "muted")
            return theme.px(28)
        return 0


def _text(
    painter: QPainter, place: QRectF, text: str, font: QFont, colour: str, *, right: bool = False
) -> float:
    metrics = QFontMetricsF(font)
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(current().color(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, cut)
    return metrics.horizontalAdvance(cut)


class TwoLineList(QListView):
    """`chosen` tells the id of the row arrows or the mouse went to; Enter tells `opened`."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = _Model()
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setProperty(OWN_RING, True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Replace the rows; keeps the chosen one where it is still there, and tells nobody."""
        before = self.current_id()
        self.selectionModel().blockSignals(True)
        self._rows.replace(rows)
        self.selectionModel().blockSignals(False)
        self.choose(before)

    def rows(self) -> tuple[TwoLines, ...]:
        """What is shown."""
        return self._rows.rows

    def current_id(self) -> Any:
        """The id of the chosen row, or None."""
        index = self.currentIndex()
        return self._rows.rows[index.row()].id if index.isValid() else None

    def choose(self, wanted: Any) -> bool:
        """Mark a row by its id without telling anybody; False when it is not there."""
        at = next((i for i, line in enumerate(self._rows.rows) if line.id == wanted), -1)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._rows.index(at, 0) if at >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        return at >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows as usual."""
        chosen = self.current_id()
        if chosen is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(chosen)
            return
        super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._rows.rows[now.row()].id)
