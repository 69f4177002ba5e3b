"""Orang: the list of everybody in the book, filtered while typing; ids at once, rows a page at a time.

Shows no NIK and no telephone number. Reading a file is another page.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from desbumi_app.office import Office
from desbumi_app.usecases.find_people import Chosen, PersonLine, find_people, people_page
from ui.forms.from_catalogue import word
from ui.language import _
from ui.models.people_list import FILTERS, chosen, columns, row_of
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, clear, column, holder, row
from ui.widgets.segment import FilterChips
from ui.widgets.table import Table
from ui.widgets.table_model import PAGE, ListModel

DEBOUNCE_MS: Final = 60
EVERYBODY: Final = ""
SEARCH_WIDTH: Final = 230
LETTERS: Final = 13
# At larger text the chips with their counts come first.
SEARCH_SMALL: Final = 170
LETTERS_SMALL: Final = 10
LARGEST: Final = 1.5  # there the filters take two lines


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one question gave: row numbers in order, the first lines, counts of the chips, everybody."""

    rids: "array[int]"
    lines: tuple[PersonLine, ...]
    counts: Mapping[str, int]
    everybody: int
    hamlets: tuple[str, ...]
    countries: tuple[str, ...]


class PeoplePage(Page):
    """`refresh` is called at every visit."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("People"))
        self._desk, self._ways = desk, ways
        self._filter, self._asked = "all", 0
        self._only: Chosen | None = None
        self._rids: array[int] = array("q")
        self._ids: list[bytes | int] = []
        self.add_to_title(Button(_("Import from Excel"), ways.import_people, icon="table-import"))
        add = Button(_("Add a person"), self._add, kind="primary", icon="user-plus")
        self.add_to_title(add)
        self.search = LineEdit(_("Name, NIK, telephone…"), icon="search", dense=True)
        self.search.setAccessibleName(_("Filter the list"))
        self.search.setFixedWidth(SEARCH_WIDTH if current().scale == 1.0 else SEARCH_SMALL)
        self.country, self.hamlet = Select(dense=True), Select(dense=True)
        self.country.setAccessibleName(_("Country"))
        self.hamlet.setAccessibleName(_("Hamlet"))
        options = [(code, _(words), 0) for code, words, _stages in FILTERS]
        self._chips = FilterChips(_("Stage"), options, value=self._filter)
        self._chips.chosen.connect(self._pick)
        self.model = ListModel(columns(), self)
        self.table = Table(self.model, _("People")).fill_with_rows()
        self._foot = label("", "small")
        self._why = Elided("", "strong")
        everybody = Button(
            _("Show everybody"), lambda: self.narrow(None), kind="quiet", icon="users", dense=True
        )
        self._narrowed = holder(
            row(IconLabel("adjustments-horizontal", 18, "accent"), self._why, everybody, gap=8)
        )
        self._narrowed.hide()
        self._stack = QStackedWidget()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()
        self.setFocusProxy(self.search)

    def refresh(self) -> None:
        """Ask the store; an answer to an older question is dropped."""
        self._asked += 1
        asked, text, code = self._asked, self.search.text().strip(), self._filter
        country, hamlet = self.country.code() or None, self.hamlet.code() or None
        today = self._desk.today()
        wanted = chosen(code, today, country, hamlet)
        if self._only is not None:
            countries = wanted.countries or self._only.countries
            wanted = replace(self._only, countries=countries, hamlet=hamlet)

        def look(office: Office) -> _Answer:
            found = find_people(office, text, wanted)
            counts = {
                one: find_people(office, text, chosen(one, today, country, hamlet), limit=0).total
                for one, _words, _stages in FILTERS
            }
            everybody = find_people(office, limit=0)
            hamlets = {
                str(name)
                for row_ in office.register.rows_where("village_settings")
                for name in row_["hamlets"]
            }
            countries = {line.country for line in found.lines if line.country}
            return _Answer(
                found.rids, found.lines, counts, everybody.total, tuple(sorted(hamlets)), tuple(countries)
            )

        self._desk.ask(look, owner=self).success(lambda answer: self._show(asked, answer)).start()

    def narrow(self, only: Chosen | None, sentence: str = "") -> None:
        """Show only these people under a sentence that says so; None shows everybody again."""
        self._only = only
        self._chips.set_value(self._filter if only is None else None)
        self._why.setText(sentence)
        self._narrowed.setVisible(only is not None)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed anywhere filter; Down goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.model.rowCount():
            self.table.setFocus()
            self.table.selectRow(0)
        elif event.text().isprintable() and event.text().strip() and not self.search.hasFocus():
            self.search.setFocus()
            self.search.insert(event.text())
            self._timer.start()
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        narrowing = (self.search, self.country, self.hamlet)
        filters: QLayout = row(self._chips, STRETCH, *narrowing, gap=8)
        if current().scale >= LARGEST:
            filters = column(row(self._chips, STRETCH), row(*narrowing, STRETCH, gap=8), gap=8)
        card = Card(flush=True)
        foot = row(self._foot, STRETCH, margins=(16, 6, 16, 8))
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        card.body.addLayout(foot)
        page = QWidget()
        page.setLayout(column(filters, self._narrowed, card, gap=12))
        self._nobody = Card()
        self._stack.addWidget(page)
        self._stack.addWidget(self._nobody)
        self.body.addWidget(self._stack, 1)
        for select, words in ((self.country, _("All countries")), (self.hamlet, _("All hamlets"))):
            select.setMinimumContentsLength(LETTERS if current().scale == 1.0 else LETTERS_SMALL)
            select.set_options([(EVERYBODY, words)])
            select.set_code(EVERYBODY)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._open_first)
        for select in (self.country, self.hamlet):
            select.picked.connect(lambda _code: self.refresh())
        self.table.opened.connect(self._open)
        self.model.wanted.connect(self._load)

    def _show_chips(self, counts: Mapping[str, int]) -> None:
        for code, _words, _stages in FILTERS:
            self._chips.set_count(code, counts.get(code, 0))

    # -- answers -------------------------------------------------------------------------------------------------

    def _show(self, asked: int, answer: _Answer) -> None:
        if asked != self._asked:
            return
        self._offer(answer)
        self._show_chips(answer.counts)
        self._rids = answer.rids
        self._ids = list(answer.rids)
        for at, line in enumerate(answer.lines):
            self._ids[at] = line.id
        self.model.set_ids(self._ids)
        self._put(0, answer.lines)
        narrowed = len(answer.rids) != answer.everybody
        words = _("{n} people, by name", n=len(answer.rids))
        self._foot.setText(
            _("{n} of {all} people, by name", n=len(answer.rids), all=answer.everybody) if narrowed else words
        )
        if answer.rids:
            self._stack.setCurrentIndex(0)
            return
        self._show_nobody(empty=answer.everybody == 0)

    def _put(self, page: int, lines: Sequence[PersonLine]) -> None:
        today = self._desk.today()
        self.model.put(page, [row_of(line, today, self._country) for line in lines])

    def _load(self, page: int) -> None:
        rids, asked = self._rids[page * PAGE : (page + 1) * PAGE], self._asked

        def arrived(lines: tuple[PersonLine, ...]) -> None:
            if asked != self._asked or len(lines) != len(rids):
                return
            for at, line in enumerate(lines):
                self._ids[page * PAGE + at] = line.id
            self._put(page, lines)

        self._desk.ask(lambda office: people_page(office, rids), owner=self).success(arrived).start()

    def _country(self, code: str) -> str:
        return word(self._desk.catalogue, "countries", code)

    def _offer(self, answer: _Answer) -> None:
        hamlets = [(name, name) for name in answer.hamlets]
        self.hamlet.set_options([(EVERYBODY, _("All hamlets")), *hamlets])
        if self.hamlet.code() is None:
            self.hamlet.set_code(EVERYBODY)
        known = {self.country.itemData(i) for i in range(1, self.country.count())} | set(answer.countries)
        countries = sorted(((code, self._country(code)) for code in known), key=lambda pair: pair[1])
        self.country.set_options([(EVERYBODY, _("All countries")), *countries])
        if self.country.code() is None:
            self.country.set_code(EVERYBODY)

    def _show_nobody(self, *, empty: bool) -> None:
        typed = self.search.text().strip()
        if not empty:
            # The filters stay in sight, so that they can be changed; the list below says that it is empty.
            self._stack.setCurrentIndex(0)
            self._foot.setText(
                _("Nobody fits. Try fewer letters, another filter, or add “{name}”.", name=typed or "…")
            )
            return
        clear(self._nobody.body)
        first = Button(_("Record the first person"), self._add, kind="primary", icon="user-plus")
        self._nobody.body.addWidget(
            EmptyState(
                _("This book is still empty"),
                _("Begin with the person who sits in front of you, or bring an old list from Excel."),
                buttons=[
                    Button(_("Import from Excel"), self._ways.import_people, icon="table-import"),
                    first,
                ],
                foot=_("What you write is only on this laptop until you send it."),
            )
        )
        self._stack.setCurrentIndex(1)

    # -- doing ---------------------------------------------------------------------------------------------------

    def _pick(self, code: str) -> None:
        self._filter = code
        self.narrow(None)

    def _add(self) -> None:
        self._ways.departure(name=self.search.text().strip())

    def _open(self, person: object) -> None:
        if isinstance(person, bytes):
            self._ways.person(person)

    def _open_first(self) -> None:
        if self.model.rowCount() and isinstance(self.model.id_at(0), bytes):
            self._open(self.model.id_at(0))
