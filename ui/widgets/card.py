"""A card: title at the left, one quiet fact at the right, a body; and the page it lies on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme.theme import current
from ui.widgets.begins import Begins
from ui.widgets.labels import Elided, label
from ui.widgets.layout import STRETCH, column, row


class Card(QFrame):
    """A white sheet with a thin edge; cards never lie in cards. `flush` lets rows reach the edges."""

    def __init__(self, title: str = "", fact: str = "", *, flush: bool = False) -> None:
        super().__init__()
        self.setProperty("part", "card")
        side = 0 if flush else 16
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.body.setContentsMargins(side, 0, side, 0)
        self.fact = label(fact, "small")
        outer = column(gap=8, margins=(1, 10 if title else 1, 1, 1 if flush else 14))
        if title:
            self.title: QLabel = label(title, "h2")
            self.head: QHBoxLayout = row(self.title, STRETCH, self.fact, margins=(16, 0, 16, 0))
            outer.addLayout(self.head)
        elif not flush:
            outer.setContentsMargins(1, 14, 1, 14)
        outer.addLayout(self.body, 1)
        self.setLayout(outer)


class Page(Begins):
    """What every page starts from: margins of the desk, a title row, buttons at its right."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("part", "page")
        self.setAccessibleName(title)
        self.body = column(gap=14, margins=(24, 14, 24, 16))
        self.title_row: QHBoxLayout | None = None
        if title:
            self.title: Elided | None = Elided(title, "h1")
            self._under: Elided | None = None
            self._title_lines = column(self.title, gap=0)
            self.title_row = row(self._title_lines, STRETCH, gap=12)
            self.body.addLayout(self.title_row)
        self.setLayout(self.body)

    def say_title(self, first: str, second: str) -> None:
        """`second · first` in one line; at larger text the second, such as a name, stands under the first."""
        if self.title is None:
            raise ValueError("this page has no title row")
        if current().scale == 1.0:
            self.title.setText(f"{second} · {first}")
            return
        self.title.setText(first)
        if self._under is None:
            self._under = Elided("", "muted")
            self._title_lines.addWidget(self._under)
        self._under.setText(second)

    def add_to_title(self, widget: QWidget) -> None:
        """Put a button or fact at the right end of the title row; the main button comes last."""
        if self.title_row is None:
            raise ValueError("this page has no title row")
        self.title_row.addWidget(widget)
