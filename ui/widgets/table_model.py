"""The model behind every list: ids now, rows when they are wanted, pages of 50 that a worker delivers.

The number of rows is exact from the start, so the scroll bar and End are true. It never asks the store itself.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.theme.icons import icon
from ui.widgets.chip import ChipSpec

PAGE: Final = 50
KEPT_PAGES: Final = 50
EMPTY: Final = "–"
CELL_ROLE: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
NARROWEST: Final = 230  # of a column that takes what is left: a name stays whole


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: words, and how they look. A chip's words are its own."""

    text: str = ""
    icon: str = ""
    tone: str = ""
    chip: ChipSpec | None = None

    @property
    def words(self) -> str:
        """What is read out and printed; an empty value is a dash."""
        return (self.chip.text if self.chip else self.text) or EMPTY


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in px at 100 %, 0 takes what is left, `least` at least; `sort` is the code the page sorts by.

    `wraps`: long text goes on in more lines; `Table.room_for_words` gives the rows their height.
    """

    code: str
    title: str
    width: int = 0
    align: Literal["left", "right"] = "left"
    strong: bool = False
    sort: bool = False
    wraps: bool = False
    least: int = NARROWEST


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its id; cells in the order of the columns. `heading`: it names what follows and is never chosen."""

    id: Any
    cells: tuple[Cell, ...] = field(default_factory=tuple)
    heading: bool = False


class ListModel(QAbstractTableModel):
    """Ids in order; `wanted(page)` asks for 50 rows, `put` delivers them. Select by id, never by row."""

    wanted = Signal(int)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._ids: Sequence[Any] = ()
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._sorted: tuple[str, bool] = ("", False)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns for the same ids; rows are asked for anew."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def show_sorted(self, code: str, *, down: bool) -> None:
        """Mark the column by which the page has sorted."""
        self._sorted = (code, down)
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_ids(self, ids: Sequence[Any]) -> None:
        """A new list, in order; rows come when they are looked at."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """A short list whose rows are all at hand."""
        self.set_ids([row.id for row in rows])
        for page in range((len(rows) + PAGE - 1) // PAGE):
            self.put(page, rows[page * PAGE : (page + 1) * PAGE])

    def put(self, page: int, rows: Sequence[Row]) -> None:
        """Deliver a page; one that belongs to an older list is ignored."""
        wanted = list(self._ids[page * PAGE : (page + 1) * PAGE])
        if [row.id for row in rows] != wanted:
            return
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        self._asked.discard(page)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if not rows:  # nobody is in the list: there is nothing to paint anew
            return
        last = page * PAGE + len(rows) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))

    def id_at(self, row: int) -> Any:
        """The id of a row."""
        return self._ids[row]

    def row_of(self, wanted: Any) -> int:
        """Where an id stands; -1 when it is not in the list."""
        try:
            return self._ids.index(wanted)
        except ValueError:
            return -1

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell, or None while its page is on its way."""
        page = row // PAGE
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._asked:
                self._asked.add(page)
                self.wanted.emit(page)
            return None
        self._pages.move_to_end(page)
        return rows[row % PAGE].cells[column]

    def is_heading(self, row: int) -> bool:
        """Whether a row that is at hand only names the rows below it."""
        rows = self._pages.get(row // PAGE)
        return rows is not None and rows[row % PAGE].heading

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is passed over by the arrow keys."""
        return Qt.ItemFlag.NoItemFlags if self.is_heading(index.row()) else super().flags(index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Exact."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for each column."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for readers and printing; the cell itself for the delegate."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, CELL_ROLE}:
            return None
        cell = self.cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        title = self._title_above(index) if role == Qt.ItemDataRole.AccessibleTextRole else ""
        return f"{title}{cell.words}" if cell else ""

    def _title_above(self, index: Index) -> str:
        """What a reader says before a value whose column is named by a heading among the rows."""
        if not self.is_heading(0):
            return ""
        for row in range(index.row() - 1, -1, -1):
            if self.is_heading(row):
                cell = self.cell(row, index.column())
                return f"{cell.text}: " if cell and cell.text else ""
        return ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles, aligned like their column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.DecorationRole and self._sorted[0] == column.code:
            return icon("chevron-down" if self._sorted[1] else "chevron-up", 16, "muted")
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Any:
        side = (
            Qt.AlignmentFlag.AlignRight
            if self.columns[column].align == "right"
            else Qt.AlignmentFlag.AlignLeft
        )
        return side | Qt.AlignmentFlag.AlignVCenter
