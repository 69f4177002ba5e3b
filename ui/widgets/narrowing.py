"""What a list is narrowed to: chips with counts; at larger text one list, so that the page keeps its width."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.inputs import Select
from ui.widgets.layout import row
from ui.widgets.segment import FilterChips

LETTERS = 18
Options = Sequence[tuple[str, str, int | None]]


class Narrowing(QWidget):
    """`chosen(code)` when somebody chose; options are (code, words, count or None), the first one is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Options) -> None:
        super().__init__()
        self._inside = _chips(name, options) if current().scale == 1.0 else _list(name, options)
        told = self._inside.chosen if isinstance(self._inside, FilterChips) else self._inside.picked
        told.connect(self.chosen)
        self.setLayout(row(self._inside, gap=0))
        self.setFocusProxy(self._inside)

    def set_value(self, code: str) -> None:
        """Show this one as chosen."""
        if isinstance(self._inside, FilterChips):
            self._inside.set_value(code)
        else:
            self._inside.set_code(code)


def _chips(name: str, options: Options) -> FilterChips:
    return FilterChips(name, options, value=options[0][0])


def _list(name: str, options: Options) -> Select:
    said = [(code, words if count is None else f"{words}  {count}") for code, words, count in options]
    select = Select(said, dense=True)
    select.setAccessibleName(name)
    select.setMinimumContentsLength(LETTERS)
    select.set_code(options[0][0])
    return select
