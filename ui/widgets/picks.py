"""Several of a list: boxes in columns, each reached by Tab and switched by the space bar."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.checks import Check

COLUMNS: Final = 3


class Picks(QWidget):
    """`chosen` after each change; codes in the order of the list."""

    chosen = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self.boxes: dict[str, Check] = {}
        for i, (code, words) in enumerate(options):
            box = Check(words)
            box.clicked.connect(lambda *_args: self.chosen.emit())
            grid.addWidget(box, i // COLUMNS, i % COLUMNS)
            self.boxes[code] = box
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def codes(self) -> list[str]:
        """What is chosen."""
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def set_codes(self, codes: Iterable[str]) -> None:
        """Choose exactly these; unknown codes are ignored."""
        wanted = set(codes)
        for code, box in self.boxes.items():
            box.setChecked(code in wanted)
