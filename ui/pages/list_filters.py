"""The two lines over the list of people: chips with counts and the search; four selects, kept views, the arranging.

Knows what is chosen and says so; asks nothing itself.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.usecases.find_people import Chosen
from ui.language import _
from ui.models.list_view import KeptViews, ListView
from ui.models.people_list import FILTERS
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.segment import FilterChips

DEBOUNCE_MS: Final = 40
EVERYBODY: Final = ""
SEARCH_WIDTH: Final = 330
SEARCH_SMALL: Final = 240
LETTERS: Final = 13
LETTERS_SMALL: Final = 10
KEEP: Final = "\0keep"  # no view can have this name
FORGET: Final = "\0forget"


class ListFilters(QWidget):
    """`changed` after a choice or a short pause in typing; `view_picked`, `keep_asked`, `forget_asked`, `arrange_asked`."""

    changed = Signal()
    view_picked = Signal(str)
    keep_asked = Signal()
    forget_asked = Signal(str)
    arrange_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        small = current().scale > 1.0
        self.search = LineEdit(_("Name, NIK, telephone, country…"), icon="search", dense=True)
        self.search.setAccessibleName(_("Filter the list"))
        self.search.setFixedWidth(SEARCH_SMALL if small else SEARCH_WIDTH)
        self.chips = FilterChips(
            _("Stage"), [(code, _(words), None) for code, words, _s in FILTERS], value="all"
        )
        self.country, self.hamlet, self.sex, self.route = (Select(dense=True) for _i in range(4))
        self.views = Select(dense=True)
        self._words = (
            (self.country, _("Country"), _("All countries")),
            (self.hamlet, _("Hamlet"), _("All hamlets")),
            (self.sex, _("Sex"), _("Either sex")),
            (self.route, _("Route"), _("All routes")),
        )
        for select, name, everybody in self._words:
            select.setAccessibleName(name)
            select.setMinimumContentsLength(LETTERS_SMALL if small else LETTERS)
            select.set_options([(EVERYBODY, everybody)])
            select.set_code(EVERYBODY)
            select.picked.connect(lambda _code: self.changed.emit())
        self.views.setAccessibleName(_("Kept views"))
        self.views.setMinimumContentsLength(LETTERS_SMALL if small else LETTERS)
        self.views.picked.connect(self._view)
        self.arrange = Button(
            _("Columns…"), self.arrange_asked.emit, icon="adjustments-horizontal", dense=True
        )
        self.arrange.setToolTip("Ctrl+K")
        self.chip = "all"
        self._picked_view = ""
        self.chips.chosen.connect(self._chip)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.changed)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        first = row(self.chips, STRETCH, self.search)
        second = row(*(select for select, _n, _e in self._words), STRETCH, self.views, self.arrange, gap=8)
        self.setLayout(column(first, second, gap=8))
        self.show_views(KeptViews(), "")

    def type(self, text: str) -> None:
        """Letters that were typed elsewhere on the page."""
        self.search.setFocus()
        self.search.insert(text)
        self._timer.start()

    def text(self) -> str:
        """What is typed."""
        return self.search.text().strip()

    def selects(self) -> Chosen:
        """What the four selects choose."""
        country = self.country.code()
        return Chosen(
            countries=frozenset({country}) if country else frozenset(),
            hamlet=self.hamlet.code() or None,
            sex=self.sex.code() or None,
            route=self.route.code() or None,
        )

    def narrowed(self) -> bool:
        """Whether anything but a search leaves people out."""
        return self.chip != "all" or self.selects() != Chosen()

    def offer(self, select: Select, options: Sequence[tuple[str, str]]) -> None:
        """What one of the selects can choose; what is chosen stays."""
        everybody = next(words for one, _name, words in self._words if one is select)
        chosen = select.code() or EVERYBODY
        known = {code for code, _words in options}
        more = [(chosen, chosen)] if chosen and chosen not in known else []
        select.set_options([(EVERYBODY, everybody), *options, *more])
        select.set_code(chosen)

    def show_counts(self, counts: Mapping[str, int] | None) -> None:
        """The numbers of the chips; none while nobody knows them."""
        for code, _words, _stages in FILTERS:
            self.chips.set_count(code, None if counts is None else counts.get(code, 0))

    def view(self) -> ListView:
        """What is chosen here, as a view without columns and order."""
        return ListView(
            chip=self.chip,
            country=self.country.code() or "",
            hamlet=self.hamlet.code() or "",
            sex=self.sex.code() or "",
            route=self.route.code() or "",
        )

    def show_view(self, view: ListView) -> None:
        """Choose what a view chooses, and forget what was typed; tells nobody."""
        self.search.clear()
        self.show_chip(view.chip)
        for select, code in (
            (self.country, view.country), (self.hamlet, view.hamlet), (self.sex, view.sex), (self.route, view.route),
        ):  # fmt: skip
            if select.findData(code) < 0:
                select.addItem(code, code)
            select.set_code(code)

    def show_chip(self, code: str | None) -> None:
        """Press a chip, or none while the list is narrowed by something else."""
        self.chip = code or "all"
        self.chips.set_value(code)

    def show_views(self, kept: KeptViews, shown: str) -> None:
        """The views with a name, and what can be done with them."""
        named = [(one.name, one.name) for one in kept.named]
        ways = [(KEEP, _("Keep this view…"))]
        if shown:
            ways.append((FORGET, _("Forget “{name}”", name=shown)))
        self.views.set_options([(EVERYBODY, _("Usual view")), *named, *ways])
        self._picked_view = shown
        self.views.set_code(shown)

    def _chip(self, code: str) -> None:
        self.chip = code
        self.changed.emit()

    def _view(self, code: str) -> None:
        before = self._picked_view
        if code in {KEEP, FORGET}:
            self.views.set_code(before)
            if code == KEEP:
                self.keep_asked.emit()
            else:
                self.forget_asked.emit(before)
            return
        self._picked_view = code
        self.view_picked.emit(code)
