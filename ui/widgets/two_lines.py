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
MORE: Final = 20  # for one more line of a name
LEFT: Final = 14
RIGHT: Final = 12
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
    wraps: bool = False  # a long name goes on in a second line; the row grows

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
    def __init__(self, parent: QListView, high: int) -> None:
        super().__init__(parent)
        self._list, self._high = parent, high

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        line, theme = index.data(ROLE), current()
        more = 0
        if line.wraps:
            width = self._list.viewport().width() - LEFT - RIGHT - _left(line) - _right(line)
            more = theme.dense(MORE) if _broken(line, width)[1] and line.second else 0
        return QSize(40, theme.dense(self._high) + more)

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
        inside = place.adjusted(LEFT, 0, -RIGHT, -1)
        self._mark(painter, inside, line, chosen=chosen)
        _text(painter, inside, line.side, theme.font(10), "muted", right=True)
        words = inside.adjusted(_left(line), 0, -_right(line), 0)
        strong = theme.font(11, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium)
        said = [(part, strong, "text") for part in _broken(line, words.width()) if part]
        said += [(line.second, theme.font(10), "muted")] if line.second else []
        words = words.adjusted(0, 4, 0, -4) if len(said) > 1 else words
        high = words.height() / len(said)
        for at, (text, font, colour) in enumerate(said):
            _text(
                painter,
                QRectF(words.left(), words.top() + at * high, words.width(), high),
                text,
                font,
                colour,
            )
        painter.restore()

    def _mark(self, painter: QPainter, inside: QRectF, line: TwoLines, *, chosen: bool) -> None:
        theme = current()
        if line.icon:
            px = theme.px(18)
            draw(painter, line.icon,
                 QRectF(round(inside.left()), round(inside.center().y() - px / 2), px, px),
                 theme.color(line.tone))  # fmt: skip
        elif line.number:
            font = theme.font(11, QFont.Weight.DemiBold)
            _text(painter, inside, line.number, font, "accent" if chosen else "muted")


def _left(line: TwoLines) -> float:
    """What drawing or number take."""
    if line.icon:
        return current().px(18) + 12
    return current().px(28) if line.number else 0


def _right(line: TwoLines) -> float:
    """What the word at the right takes."""
    return QFontMetricsF(current().font(10)).horizontalAdvance(line.side) + 8 if line.side else 0


def _broken(line: TwoLines, width: float) -> tuple[str, str]:
    """The name on one line, or on two where it may wrap and is too long; measured as when it is chosen."""
    metrics = QFontMetricsF(current().font(11, QFont.Weight.DemiBold))
    if not line.wraps or metrics.horizontalAdvance(line.first) <= width:
        return line.first, ""
    words = line.first.split(" ")
    fitting = [n for n in range(1, len(words)) if metrics.horizontalAdvance(" ".join(words[:n])) <= width]
    at = max(fitting, default=1)
    return " ".join(words[:at]), " ".join(words[at:])


def _text(
    painter: QPainter, place: QRectF, text: str, font: QFont, colour: str, *, right: bool = False
) -> None:
    metrics = QFontMetricsF(font)
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(current().color(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, cut)


class TwoLineList(QListView):
    """`chosen` tells the id of the row arrows or the mouse went to; Enter tells `opened`."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, high: int = HEIGHT) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = _Model()
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self, high))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setProperty(OWN_RING, True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Replace the rows; keeps the chosen one where it is still there, and tells nobody."""
        before = self.current_id()
        self.setUniformItemSizes(not any(line.wraps for line in rows))
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
        if at >= 0:  # the view was told nothing, so it does not go there by itself
            self.scrollTo(self._rows.index(at, 0))
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
