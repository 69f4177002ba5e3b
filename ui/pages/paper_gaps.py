"""Why a paper cannot be made, in its place; and each missing value as a yellow box that leads to its question."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desbumi_app.domain.problems import Level, Problem
from ui.language import _, say
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled

LINKS: Final = 132  # three lines and a half: it shows that there are more


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


class GapLinks(QFrame):
    """Under a draft with boxes: one line for each of them, which leads to where it is filled."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[GapBox] = []
        self._inside: QVBoxLayout = column(gap=4, margins=(12, 8, 12, 8))
        self._area = scrolled(holder(self._inside))
        self.setLayout(column(self._area))
        self.hide()

    def show_boxes(self, boxes: Sequence[GapBox]) -> None:
        """Replace the lines; without any, nothing is shown and the paper has the room."""
        clear(self._inside)
        self.boxes = list(boxes)
        for box in boxes:
            self._inside.addWidget(box)
            box.show()  # else it has no height yet when the room is measured
        self.setVisible(bool(boxes))
        inside = self._inside.sizeHint().height() + 2
        self.setFixedHeight(min(inside, current().dense(LINKS)))


class PaperGaps(QFrame):
    """`show_gaps(title, problems, gaps, advice)`: whole sentences first, then the boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "paperdesk")
        self.boxes: list[GapBox] = []
        self._inside: QVBoxLayout = column(gap=10, margins=(28, 24, 28, 24))
        sheet = QFrame()
        sheet.setProperty("part", "sheet")
        sheet.setLayout(self._inside)
        self.setLayout(column(scrolled(holder(column(sheet, STRETCH, margins=(24, 20, 24, 20))))))

    def show_gaps(
        self, title: str, problems: Sequence[Problem], gaps: Sequence[GapBox], advice: str = ""
    ) -> None:
        """Replace what is shown."""
        clear(self._inside)
        self.boxes = list(gaps)
        self._inside.addWidget(Wrapped(title, "h2"))
        if advice:
            self._inside.addWidget(Wrapped(advice, "muted"))
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
