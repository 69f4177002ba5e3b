"""What stands in the place of the paper while it cannot be made: why not, and each missing value as a yellow box."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desbumi_app.domain.problems import Level, Problem
from ui.language import _, say
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled


class GapBox(QFrame):
    """One missing value: its name in a dashed yellow box, and where to fill it."""

    def __init__(self, words: str, where: str, go: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("part", "gap")
        self.link = Button(where, go, kind="inline")
        self.link.setAccessibleName(f"{words}: {where}")
        line = row(
            label(_("empty: {name}", name=words), "strong", "warn"),
            STRETCH,
            self.link,
            margins=(12, 4, 12, 4),
        )
        self.setLayout(line)


class PaperGaps(QFrame):
    """`show_gaps(title, problems, gaps)`: whole sentences first, then the boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "paperdesk")
        self.boxes: list[GapBox] = []
        self._inside: QVBoxLayout = column(gap=10, margins=(28, 24, 28, 24))
        sheet = QFrame()
        sheet.setProperty("part", "sheet")
        sheet.setLayout(self._inside)
        self.setLayout(column(scrolled(holder(column(sheet, STRETCH, margins=(24, 20, 24, 20))))))

    def show_gaps(self, title: str, problems: Sequence[Problem], gaps: Sequence[GapBox]) -> None:
        """Replace what is shown."""
        clear(self._inside)
        self.boxes = list(gaps)
        self._inside.addWidget(Wrapped(title, "h2"))
        for problem in problems:
            stop = problem.level is Level.STOP
            mark = IconLabel("hand-stop" if stop else "alert-triangle", 20, "danger" if stop else "warn")
            line = row(mark, Wrapped(say(problem.message)), gap=10)
            line.setStretch(1, 1)
            self._inside.addLayout(line)
        for box in gaps:
            self._inside.addWidget(box)

    def sentences(self) -> list[str]:
        """Everything that is said, for tests and readers."""
        return [one.text() for one in self.findChildren(Wrapped)]
