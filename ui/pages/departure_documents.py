"""Step 3, Dokumen: the papers that the checklist asks of this journey, in sheets that fit the page.

It says what is there and what is missing; it calls nobody ready and forbids nothing.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QWidget

from desbumi_app.catalogue.parse_mrz import Mrz
from desbumi_app.domain.problems import Problem
from ui.language import N_, _
from ui.models.departure import PASSPORT, SEEN, Typed
from ui.models.papers import Sheet, sheets_for
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import DepartureStep
from ui.pages.paper_row import UNTIL_WIDTH, PaperRow, name_width, state_width
from ui.theme.theme import current
from ui.widgets.labels import label
from ui.widgets.layout import STRETCH, clear, column, holder, scrolled
from ui.widgets.tabs import Tabs

GAP: Final = 12
NAMES: Final = {
    "identity": N_("Self and family"),
    "skills": N_("Skills and contract"),
    "travel": N_("Travel and insurance"),
}


class DocumentsStep(DepartureStep):
    """Rows are made anew when route, country or marital status have changed; answers are kept."""

    def __init__(self, desk: OfficeDesk, typed: Typed) -> None:
        super().__init__(desk, typed)
        self.rows: dict[str, PaperRow] = {}
        self._asked: tuple[str, str, str] | None = None
        self._rule: Problem | None = None
        self._sheets: Sequence[Sheet] = ()
        self._tabs: Tabs | None = None
        self._stack = QStackedWidget()
        self._box = column(gap=0)
        self.setLayout(self._box)
        self.chain.ended.disconnect(self.ended)
        self.chain.ended.connect(self._sheet_ended)

    def enter(self) -> None:
        """Ask for the papers of this journey."""
        self._make()
        self.chain.go(None)

    def take(self) -> None:
        """Hand over all rows; papers of a route chosen earlier are kept too."""
        for item, paper in self.rows.items():
            typed = paper.typed()
            if typed:
                self.typed.papers[item] = typed
            else:
                self.typed.papers.pop(item, None)

    def check(self) -> list[Problem]:
        """The findings of all rows, named papers.<code>."""
        self._make()
        found = []
        for item, paper in self.rows.items():
            problem = paper.judge(self._rule if item == PASSPORT else None)
            if problem:
                found.append(problem.about(f"papers.{item}"))
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Rules about the passport are shown at its row."""
        about = [one for one in problems if (one.field or "").startswith("journeys.passport")]
        self._rule = about[0] if about else None
        if PASSPORT in self.rows:
            self.rows[PASSPORT].judge(self._rule)

    def owns(self, name: str) -> bool:
        """Papers, and what the passport says of the journey."""
        return name.startswith(("papers.", "journeys.passport"))

    def jump(self, name: str) -> None:
        """Show the sheet of a paper and go into it."""
        code = PASSPORT if name.startswith("journeys.passport") else name.partition(".")[2]
        for i, sheet in enumerate(self._sheets):
            if any(item.code == code for item in sheet.items):
                self._show_sheet(i)
                paper = self.rows[code]
                (paper.until if paper.until.isEnabled() else paper.buttons[0]).setFocus(
                    Qt.FocusReason.ShortcutFocusReason
                )

    def summary(self) -> str:
        """How many of the papers are there."""
        there = sum(1 for paper in self.rows.values() if paper.segment.value() == SEEN)
        return _("{there} of {all} there", there=there, all=len(self.rows)) if self.rows else ""

    def title_of(self, name: str) -> str:
        """The name of a paper, for the banner."""
        code = PASSPORT if name.startswith("journeys.passport") else name.partition(".")[2]
        return self.rows[code].name.text() if code in self.rows else ""

    def _make(self) -> None:
        journey = self.typed.journey
        asked = (journey.get("route", ""), journey.get("country", ""), self.typed.marital_status())
        if asked == self._asked:
            return
        self.take()
        self._asked, self.rows = asked, {}
        self._sheets = sheets_for(*asked)
        clear(self._box)
        self._stack = QStackedWidget()
        for sheet in self._sheets:
            self._stack.addWidget(scrolled(self._sheet(sheet)))
        self._tabs = Tabs(
            [(str(i), self._sheet_name(sheet), _icon(sheet)) for i, sheet in enumerate(self._sheets)]
        )
        self._tabs.changed.connect(lambda code: self._show_sheet(int(code)))
        self._box.addWidget(_padded(self._tabs))
        self._box.addWidget(_head())
        self._box.addWidget(self._stack, 1)
        self._stack.show()  # made while the step is in sight it would show itself only later, and take no focus now
        self._show_sheet(0)

    def _sheet(self, sheet: Sheet) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(2)
        grid.setContentsMargins(20, 6, 20, 0)
        for i, item in enumerate(sheet.items):
            paper = PaperRow(self, item, self._first(item.code), self.desk.today())
            paper.changed.connect(lambda _code: self._paper_left())
            paper.answered.connect(self.chain.go)
            paper.passport.connect(self._passport_read)
            paper.add_to(grid, 2 * i)
            self.rows[item.code] = paper
        _columns(grid)
        inside = holder(column(grid, STRETCH, gap=0))
        inside.setProperty("part", "scrolled")
        return inside

    def _first(self, code: str) -> dict[str, str]:
        """What was entered before; the numbers of card and family card are known from the person."""
        typed = dict(self.typed.papers.get(code, {}))
        known = {**self.typed.known, **{k: v for k, v in self.typed.about.items() if v}}
        source = {"id_card": "nik", "family_card": "kk_number"}.get(code)
        if source and not typed.get("number"):
            typed["number"] = known.get(source, "")
        return typed

    def _passport_read(self, passport: Mrz) -> None:
        """Name and birth date of the passport go with the person; they are compared with the card, never put in its place."""
        self.typed.about["passport_name"] = passport.name
        self.typed.about["passport_born_on"] = passport.born

    def _paper_left(self) -> None:
        self.take()
        if self._tabs is not None:
            for i, sheet in enumerate(self._sheets):
                self._tabs.buttons[str(i)].set_text(self._sheet_name(sheet))
        self.changed.emit()

    def _show_sheet(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if self._tabs is not None:
            self._tabs.show_tab(str(at))
        self.chain.watch(
            [widget for item in self._sheets[at].items for widget in self.rows[item.code].editors()]
        )

    def _sheet_ended(self) -> None:
        at = self._stack.currentIndex()
        if at + 1 < len(self._sheets):
            self._show_sheet(at + 1)
            self.chain.go(None)
        else:
            self.ended.emit()

    def _sheet_name(self, sheet: Sheet) -> str:
        answered = sum(
            1 for item in sheet.items if item.code in self.rows and self.rows[item.code].segment.value()
        )
        return f"{_(NAMES[sheet.groups[0]])}  {answered}/{len(sheet.items)}"


def _icon(sheet: Sheet) -> str:
    return {"identity": "id", "skills": "file-certificate", "contract": "file-text"}.get(
        sheet.groups[0], "plane"
    )


def _padded(widget: QWidget) -> QWidget:
    return holder(column(widget, margins=(12, 0, 12, 0)))


def _columns(grid: QGridLayout) -> None:
    theme = current()
    grid.setColumnMinimumWidth(0, name_width())
    grid.setColumnMinimumWidth(1, state_width())
    grid.setColumnStretch(2, 1)
    grid.setColumnMinimumWidth(3, theme.dense(UNTIL_WIDTH))


def _head() -> QWidget:
    head = QFrame()
    head.setProperty("part", "tablehead")
    grid = QGridLayout(head)
    grid.setContentsMargins(20, 0, 20, 0)
    grid.setHorizontalSpacing(GAP)
    head.setFixedHeight(current().dense(30))
    for at, words in enumerate((_("Document"), _("State"), _("Number"), _("Valid until"))):
        grid.addWidget(label(words, "smallstrong"), 0, at)
    _columns(grid)
    return head
