"""The list on the desk: hairlines, no grid, whole rows, chips and warnings painted by one delegate."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme.focus_ring import OWN_RING
from ui.theme.icons import draw
from ui.theme.theme import current
from ui.widgets.chip import paint_chip
from ui.widgets.table_model import CELL_ROLE, Cell, Column, ListModel

ROW: Final = 36
SIDE: Final = 12
BAR: Final = 4
AIR: Final = 8  # above and below wrapped words
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell; what is said about it still comes from DisplayRole."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, bar of the chosen row, value, hairline."""
        theme = current()
        place = QRectF(option.rect)
        model = index.model()
        if isinstance(model, ListModel) and model.is_heading(index.row()):
            title = model.cell(index.row(), index.column())
            _paint_heading(painter, place, title.text if title else "", first=index.column() == 0)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.color("soft"))
            if index.column() == 0:
                painter.fillRect(
                    QRectF(place.left(), place.top(), BAR, place.height()), theme.color("accent")
                )
        painter.setPen(QPen(theme.color("line"), theme.tokens.stroke))
        painter.drawLine(place.bottomLeft().toPoint(), place.bottomRight().toPoint())
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell) and isinstance(model, ListModel):
            inside = place.adjusted(SIDE, 0, -SIDE, -1)
            _paint_cell(painter, inside, cell, model.columns[index.column()])
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are all of one height."""
        del option, index
        return QSize(40, current().dense(ROW))


def _paint_cell(painter: QPainter, place: QRectF, cell: Cell, column: Column) -> None:
    theme = current()
    if cell.chip:
        paint_chip(painter, place, cell.chip)
        return
    weight = QFont.Weight.DemiBold if column.strong else QFont.Weight.Normal
    if cell.tone and cell.tone not in {"muted", "text"}:
        weight = QFont.Weight.Medium
    font = theme.font(11, weight)
    ink = theme.color(cell.tone or ("text" if cell.text else "muted"))
    if cell.icon:
        px = theme.px(18)
        draw(painter, cell.icon, QRectF(round(place.left()), round(place.center().y() - px / 2), px, px), ink)
        place = place.adjusted(px + 6, 0, 0, 0)
    painter.setFont(font)
    painter.setPen(ink)
    if column.wraps:
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, cell.words)
        return
    shown = QFontMetricsF(font).elidedText(cell.words, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_heading(painter: QPainter, place: QRectF, words: str, *, first: bool) -> None:
    """As the head of a table: the first cell names the kind of the rows below, the others its columns."""
    theme = current()
    font = theme.font(11 if first else 10, QFont.Weight.DemiBold)
    painter.save()
    painter.fillRect(place, theme.color("sunk"))
    painter.setPen(QPen(theme.color("line"), theme.tokens.stroke))
    painter.drawLine(place.bottomLeft().toPoint(), place.bottomRight().toPoint())
    painter.setPen(theme.color("text" if first else "muted"))
    painter.setFont(font)
    inside = place.adjusted(SIDE, 0, -SIDE, -1)
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()


class Table(QTableView):
    """Enter or double click opens (`opened` with the id), Space looks quickly (`peeked`); sorting is asked for."""

    opened = Signal(object)
    peeked = Signal(object)
    selected = Signal(object)
    sort_asked = Signal(str, bool)
    columns_asked = Signal()

    def __init__(self, model: ListModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = model
        self._fills = False
        self._may_move = True
        self.setAccessibleName(name)
        self.setProperty(OWN_RING, True)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerWidget(QWidget(self))
        self._dress_headers()
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._tell_selected)

    def _dress_headers(self) -> None:
        rows, head = self.verticalHeader(), self.horizontalHeader()
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda _place: self.columns_asked.emit())
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(current().dense(ROW))
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setFixedHeight(current().dense(34))
        head.setMinimumSectionSize(40)
        head.sectionClicked.connect(self._ask_sort)
        self._sorted: tuple[str, bool] = ("", False)
        self._list.modelReset.connect(self._share_width)
        self._share_width()

    def set_sorted(self, code: str, *, down: bool) -> None:
        """The page has sorted by this column."""
        self._sorted = (code, down)
        self._list.show_sorted(code, down=down)

    def _share_width(self) -> None:
        """One column takes what is left; when nothing is, it keeps its least width and the table moves sideways."""
        head, columns = self.horizontalHeader(), self._list.columns
        needed = sum(current().px(column.width or column.least) for column in columns)
        narrow = self._may_move and needed > self.viewport().width()
        for i, column in enumerate(columns):
            stretches = column.width == 0 and not narrow
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Fixed
            if head.sectionResizeMode(i) is not mode:
                head.setSectionResizeMode(i, mode)
            if not stretches:
                self.setColumnWidth(i, current().px(column.width or column.least))
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if narrow else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.horizontalScrollBarPolicy() is not policy:
            self.setHorizontalScrollBarPolicy(policy)

    def fill_with_rows(self) -> "Table":
        """Let the rows share spare height, so that the last one in sight is whole; returns the table."""
        self._fills = True
        return self

    def room_for_words(self) -> "Table":
        """Make each row as high as the longest text of its wrapping columns needs; returns the table."""
        metrics, line = QFontMetricsF(current().font(11)), current().dense(ROW)
        for row in range(self._list.rowCount()):
            high = float(line)
            for at, column in enumerate(self._list.columns):
                if column.wraps:
                    room = QRectF(0, 0, current().px(column.width) - 2 * SIDE, 1 << 14)
                    said = str(self._list.index(row, at).data() or "")
                    needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), said).height()
                    high = max(high, needed + 2 * AIR)
            self.setRowHeight(row, round(high))
        return self

    def headed_by_rows(self) -> "Table":
        """The rows bring headings of their own, one for each kind; returns the table."""
        self.horizontalHeader().hide()
        return self

    def show_rows(self, count: int) -> "Table":
        """Be exactly as high as `count` rows; for short lists inside a card."""
        self.setFixedHeight(current().dense(34) + count * current().dense(ROW) + 1)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._may_move = False  # a bar would lie over the last row
        return self

    def current_id(self) -> Any:
        """The id of the chosen row, or None."""
        index = self.currentIndex()
        return self._list.id_at(index.row()) if index.isValid() else None

    def select_id(self, wanted: Any) -> bool:
        """Choose a row by its id; False when the list does not have it."""
        row = self._list.row_of(wanted)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self._list.index(row, 0))
        return row >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height among whole rows."""
        super().resizeEvent(event)
        self._share_width()
        base = current().dense(ROW)
        whole = self.viewport().height() // base
        if self._fills and whole:
            self.verticalHeader().setDefaultSectionSize(self.viewport().height() // whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space peeks; everything else as usual."""
        chosen = self.current_id()
        if chosen is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(chosen)
        elif chosen is not None and event.key() == Qt.Key.Key_Space:
            self.peeked.emit(chosen)
        elif _is_typed(event):
            event.ignore()  # the page filters by what is typed; the view would jump about instead
        else:
            super().keyPressEvent(event)

    def place(self) -> tuple[int, int]:
        """Where the list stands: how far it is scrolled, and the chosen row or -1."""
        return self.verticalScrollBar().value(), self.currentIndex().row()

    def go_back_to(self, place: tuple[int, int]) -> None:
        """Stand there again, after the same rows were set anew."""
        scrolled, chosen = place
        if 0 <= chosen < self._list.rowCount():
            self.selectRow(chosen)
        self.verticalScrollBar().setValue(scrolled)

    def _tell_selected(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.selected.emit(self._list.id_at(now.row()))

    def _ask_sort(self, section: int) -> None:
        column = self._list.columns[section]
        if column.sort:
            down = self._sorted == (column.code, False)
            self._sorted = (column.code, down)
            self.sort_asked.emit(column.code, down)


def _is_typed(event: QKeyEvent) -> bool:
    plain = {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.KeypadModifier,
    }
    return event.modifiers() in plain and event.text().isprintable() and bool(event.text().strip())
