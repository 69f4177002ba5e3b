"""Orang: the list of everybody in the book, filtered while typing; ids at once, rows a page at a time.

Shows no NIK and no telephone number. Reading a file is another page.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedWidget, QWidget

from desbumi_app.office import Office
from desbumi_app.usecases.find_people import (
    Chosen,
    Occurring,
    Overview,
    PersonLine,
    look_over,
    occurring,
    people_page,
)
from ui.forms.from_catalogue import choices_of, declared
from ui.language import _
from ui.messages import Explained
from ui.models.list_ids import ListIds
from ui.models.list_view import KeptViews, ListView, keep_views, kept_views
from ui.models.people_list import (
    NAME,
    chosen,
    columns,
    counts_of,
    names_of,
    number_of,
    order_of,
    row_of,
    title_of,
    usual,
)
from ui.office_desk import OfficeDesk
from ui.pages import list_states
from ui.pages.list_filters import ListFilters
from ui.pages.list_out import ListOut
from ui.pages.page_keys import PageKeys
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, clear, column, holder, row
from ui.widgets.table import Table
from ui.widgets.table_model import PAGE, ListModel

LIST, EMPTY = 0, 1
_NOTHING: Final = Occurring((), ())


@dataclass(frozen=True, slots=True)
class _Choices:
    """Asked at a visit: what the selects offer, and the views this user has kept."""

    occurring: Occurring
    kept: KeptViews


class PeoplePage(Page):
    """`refresh` is called at every visit."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("People"))
        self._desk, self._ways = desk, ways
        self._asked = self._shown = 0
        self._only: Chosen | None = None
        self._rids: array[int] = array("q")
        self._ids = ListIds(self._rids)
        self._lines: dict[bytes, PersonLine] = {}
        self._occurring, self.kept = _NOTHING, KeptViews()
        self.arrangement = ListView()
        self.names = names_of(desk.catalogue)
        self._ways_in = list_states.entries(ways, self._add, _("Add a person"))
        for button in self._ways_in:
            self.add_to_title(button)
        filters = self.filters = ListFilters()
        self.search, self.country, self.hamlet = filters.search, filters.country, filters.hamlet
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
        self.out = ListOut(self)
        self._stack, self._inside = QStackedWidget(), QStackedWidget()
        self._build()
        self._connect()
        self.begin_at(self.search)

    @property
    def desk(self) -> OfficeDesk:
        """The ways to the office."""
        return self._desk

    @property
    def ways(self) -> Ways:
        """The ways to other pages."""
        return self._ways

    def codes(self) -> tuple[str, ...]:
        """The columns in sight."""
        return self.arrangement.columns or usual()

    def rids(self) -> "array[int]":
        """Everybody in the list, in its order."""
        return self._rids

    def said(self) -> str:
        """The line under the list: how many of how many, in which order."""
        return self._foot.text()

    def narrowed_to(self) -> str:
        """Why only some people are shown, in the words that stand above the list; "" when nothing narrows it."""
        return self._why.text() if self._only is not None else ""

    def line_of(self, person: object) -> PersonLine | None:
        """A line that is in sight."""
        return self._lines.get(person) if isinstance(person, bytes) else None

    # -- asking --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The page came in sight: what can be chosen may have changed too."""
        self.ask()

        def look(office: Office) -> _Choices:
            return _Choices(occurring(office), kept_views(office))

        self._desk.ask(look, owner=self).success(self._offer).start()

    def ask(self) -> None:
        """Ask the store; an answer to an older question is dropped."""
        self._asked += 1
        asked, text, today = self._asked, self.filters.text(), self._desk.today()
        wanted = chosen(self.filters.chip, today, self.filters.selects())
        if self._only is not None:
            wanted = replace(
                self._only,
                countries=wanted.countries or self._only.countries,
                **{
                    name: getattr(wanted, name) or getattr(self._only, name)
                    for name in ("hamlet", "sex", "route")
                },
            )
        order = order_of(
            self.arrangement.sort,
            down=self.arrangement.down,
            countries=self._occurring.countries,
            hamlets=self._occurring.hamlets,
            names=self.names,
        )
        due = wanted.contact_due_by or today.isoformat()
        work = self._desk.ask(lambda office: look_over(office, text, wanted, due, order), owner=self)
        work.success(lambda answer: self._show(asked, answer)).failure(self.failed).start()

    def narrow(self, only: Chosen | None, sentence: str = "") -> None:
        """Show only these people under a sentence that says so; None shows everybody again."""
        self._only = only
        self.filters.show_view(ListView())
        self.filters.show_chip("all" if only is None else None)
        self._why.setText(sentence)
        self._narrowed.setVisible(only is not None)
        self.ask()

    def arrange(self, codes: Sequence[str], sort: str, *, down: bool) -> None:
        """Show these columns in this order, and remember it for this user."""
        self.arrangement = replace(self.arrangement, columns=tuple(codes), sort=sort, down=down)
        self._dress()
        self.ask()
        kept = replace(self.kept, last=self.arrangement)
        self._keep(kept, self.filters.views.code() or "")

    def use_view(self, name: str) -> None:
        """Show a kept view, "" the usual one."""
        view = self.kept.find(name) or ListView()
        self._only = None
        self._narrowed.hide()
        self.arrangement = ListView(columns=view.columns, sort=view.sort, down=view.down)
        self.filters.show_view(view)
        self.filters.show_views(self.kept, name if self.kept.find(name) else "")
        self._dress()
        self.ask()

    def keep_view(self, name: str) -> None:
        """Keep what is shown now under a name."""
        here = self.arrangement
        view = replace(self.filters.view(), name=name, columns=here.columns, sort=here.sort, down=here.down)
        self._keep(self.kept.with_view(view), name)

    def forget_view(self, name: str) -> None:
        """Forget a kept view; what is shown stays."""
        self._keep(self.kept.without(name), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed anywhere filter; Down goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
        elif event.text().isprintable() and event.text().strip() and not self.search.hasFocus():
            self.filters.type(event.text())
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        card = Card(flush=True)
        card.body.setSpacing(0)
        self._nothing = QWidget()
        self._nothing.setLayout(column())
        self._inside.addWidget(self.table)
        self._inside.addWidget(self._nothing)
        foot = row(self._foot, STRETCH, *self.out.buttons(), gap=8, margins=(16, 4, 12, 6))
        card.body.addWidget(self._inside, 1)
        card.body.addLayout(foot)
        page = QWidget()
        page.setLayout(column(self.filters, self._narrowed, card, gap=10))
        self._nobody = Card()
        self._stack.addWidget(page)
        self._stack.addWidget(self._nobody)
        self.body.addWidget(self._stack, 1)
        sexes = choices_of(self._desk.catalogue, declared(self._desk.catalogue, "people.sex"))
        self.filters.offer(self.filters.sex, [(code, self.names.sex(code)) for code, _labels in sexes])
        routes = [one.code for one in self._desk.catalogue.values("routes").offered if one.code != "unknown"]
        self.filters.offer(self.filters.route, [(code, self.names.route(code)) for code in routes])

    def _connect(self) -> None:
        filters, table = self.filters, self.table
        filters.changed.connect(self._filtered)
        filters.view_picked.connect(self.use_view)
        filters.keep_asked.connect(self.out.keep)
        filters.forget_asked.connect(self.forget_view)
        filters.arrange_asked.connect(self.out.arrange)
        filters.search.returnPressed.connect(self._open_first)
        table.opened.connect(self._open)
        table.peeked.connect(self.out.peek)
        table.columns_asked.connect(self.out.arrange)
        table.sort_asked.connect(lambda code, down: self.arrange(self.arrangement.columns, code, down=down))
        self.model.wanted.connect(self._load)
        PageKeys(self, {"Ctrl+P": self.out.print, "Ctrl+E": self.out.export, "Ctrl+K": self.out.arrange})

    def _filtered(self) -> None:
        """Somebody chose or typed; a chip ends what the home page had narrowed to."""
        if self._only is not None and self.filters.chips.value() is not None:
            self._only = None
            self._narrowed.hide()
        self.ask()

    def _dress(self) -> None:
        self.model.set_columns(columns(self.arrangement.columns))
        self.table.set_sorted(self.arrangement.sort, down=self.arrangement.down)

    # -- answers -------------------------------------------------------------------------------------------------

    def _offer(self, choices: _Choices) -> None:
        first = self.kept == KeptViews() and choices.kept != KeptViews()
        self.kept = choices.kept
        self._occurring = choices.occurring
        hamlets = [(name, name) for name in choices.occurring.hamlets]
        self.filters.offer(self.hamlet, hamlets)
        countries = [(code, self.names.country(code)) for code in choices.occurring.countries]
        self.filters.offer(self.country, sorted(countries, key=lambda pair: pair[1]))
        self.filters.show_views(self.kept, self.filters.views.code() or "")
        last = self.kept.last
        if first and (last.columns, last.sort, last.down) != ((), NAME, False):
            self.arrangement = last
            self._dress()
            self.ask()

    def _show(self, asked: int, answer: Overview) -> None:
        if asked == self._asked:
            self.answer(answer)

    def answer(self, answer: Overview) -> None:
        """Show what the store answered: the list, or why nobody is in it."""
        self._shown = self._asked
        self.filters.show_counts(counts_of(answer))
        found = answer.found
        same, place = self._rids == found.rids, self.table.place()
        self._rids, self._ids, self._lines = found.rids, ListIds(found.rids), {}
        for at, line in enumerate(found.lines):
            self._ids.put(at, line.id)
        self.model.set_ids(self._ids)
        self._put(0, found.lines)
        if same:
            self.table.go_back_to(place)  # whoever comes back from a file goes on where the list was left
        self._say(found.total, answer.everybody)
        self.out.enable(some=bool(found.total))
        self._stack.setCurrentIndex(LIST if answer.everybody else EMPTY)
        for button in self._ways_in:  # an empty book has them in its middle
            button.setVisible(bool(answer.everybody))
        self._inside.setCurrentIndex(0 if found.total else 1)
        self.begin_at(self.search)
        if not answer.everybody:
            self._show_empty()
        elif not found.total:
            self._show_nobody(answer)

    def _say(self, shown: int, everybody: int) -> None:
        sort = self.arrangement.sort
        by = _("by name") if sort == NAME else _("by “{column}”", column=title_of(sort))
        words = _("{n} people, {by}", n=number_of(shown), by=by)
        narrowed = _("{n} of {all} people, {by}", n=number_of(shown), all=number_of(everybody), by=by)
        self._foot.setText(narrowed if shown != everybody else words)

    def _put(self, page: int, lines: Sequence[PersonLine]) -> None:
        today, codes = self._desk.today(), self.codes()
        self._lines |= {line.id: line for line in lines}
        self.model.put(page, [row_of(line, today, self.names, codes) for line in lines])

    def _load(self, page: int) -> None:
        rids, shown = self._rids[page * PAGE : (page + 1) * PAGE], self._shown

        def arrived(lines: tuple[PersonLine, ...]) -> None:
            if shown != self._shown or len(lines) != len(rids):
                return
            for at, line in enumerate(lines):
                self._ids.put(page * PAGE + at, line.id)
            self._put(page, lines)

        self._desk.ask(lambda office: people_page(office, rids), owner=self).success(arrived).start()

    def failed(self, failure: Explained) -> None:
        """Say that the list could not be read, and offer to try again."""
        self._inside.setCurrentIndex(1)
        self._stack.setCurrentIndex(LIST)
        self._foot.setText("")
        self.filters.show_counts(None)
        self.out.enable(some=False)
        again = Button(_("Try again"), self.refresh, icon="arrow-back-up", dense=True)
        _fill(self._nothing.layout(), list_states.failed(failure, again))

    def _show_nobody(self, answer: Overview) -> None:
        typed, buttons = self.filters.text(), []
        self._foot.setText(
            _("Nobody fits. Try fewer letters, another filter, or add “{name}”.", name=typed or "…")
        )
        if self.filters.narrowed() or self._only is not None:
            buttons.append(Button(_("Without filters"), self._unfiltered, icon="users", dense=True))
        if typed:
            buttons.append(Button(_("Add “{name}”", name=typed), self._add, icon="user-plus", dense=True))
        elsewhere = sum(answer.stages.values())
        _fill(
            self._nothing.layout(),
            list_states.nobody(typed, number_of(elsewhere) if elsewhere else "", buttons),
        )

    def _show_empty(self) -> None:
        entries = list_states.entries(self._ways, self._add, _("Record the first person"))
        _fill(self._nobody.body, list_states.empty(entries))
        self.begin_at(entries[-1])
        if self.isAncestorOf(QApplication.focusWidget() or self):
            entries[-1].setFocus()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _keep(self, kept: KeptViews, shown: str) -> None:
        self.kept = kept
        self.filters.show_views(kept, shown)
        self._desk.ask(lambda office: keep_views(office, kept), owner=self).start()

    def _unfiltered(self) -> None:
        typed = self.search.text()
        self._only = None
        self._narrowed.hide()
        self.filters.show_view(ListView())
        self.search.setText(typed)
        self.ask()
        self.search.setFocus()

    def _add(self) -> None:
        self._ways.add_person(self.filters.text())

    def _open(self, person: object) -> None:
        if isinstance(person, bytes):
            self._ways.person(person)

    def _open_first(self) -> None:
        if self.model.rowCount() and isinstance(self.model.id_at(0), bytes):
            self._open(self.model.id_at(0))


def _fill(box: QLayout | None, state: QWidget) -> None:
    if box is not None:
        clear(box)
        box.addWidget(state)
