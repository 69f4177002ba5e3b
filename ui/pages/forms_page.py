"""Formulir kosong: any form of the register to print empty, and a filled one typed in from paper by its code.

The code stands under the title on the paper; a scanner types its QR into the same line.
"""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.add_person import add_person
from desbumi_app.usecases.blank_form import FormName, PaperForm, draw_form, list_forms, read_form_code
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.language import WORDS, _, n_, say
from ui.models.paper_twin import PAGES, kinds_of, offered, typed_from
from ui.models.person_words import found
from ui.models.record import title_of
from ui.office_desk import OfficeDesk
from ui.pages.desk_paper import DeskPaper
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.paper_out import PaperOut
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import clear, column, hairline, holder, row
from ui.widgets.search_box import SearchBox
from ui.widgets.two_lines import TwoLineList, TwoLines

KIND: Final = "blank_form"
LEFT: Final = 400
RESULTS: Final = 8


class FormsPage(Page):
    """Left the code of a filled form and the forms to print, right the chosen one as it will be printed."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Empty forms"))
        self._desk, self._ways = desk, ways
        self._forms: dict[str, FormName] = {}
        self._pdf: bytes | None = None
        self.form: PaperForm | None = None
        self.out = PaperOut(self, desk, ways)
        self.add_to_title(Button(_("Counter"), lambda: ways.visit("desk"), icon="arrow-left", dense=True))
        self.code = LineEdit("0A0K-2R5M-QX7C", dense=True)
        self.code_field = Field(_("Code under the title of the filled form"), self.code, reserve=False)
        self.code.returnPressed.connect(self.read)
        self._told = column(gap=8)
        self.kind: Select | None = None
        self.who: SearchBox | None = None
        self.list = TwoLineList(_("Forms"))
        self.list.chosen.connect(self.show_form)
        self.list.clicked.connect(lambda _index: self.show_form(self.list.current_id()))
        self.paper = DeskPaper()
        self.paper.both.hide()
        self.paper.printed.connect(self.print)
        self.paper.saved.connect(self.save)
        self.paper.reader_button.hide()
        self.paper.redrawn.connect(self._draw)
        both = row(self._left(), self.paper, gap=16)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)
        self.begin_at(self.code)
        PageKeys(self, {"Ctrl+P": self.print})
        self.paper.offer(possible=False, shown=False, again=False)
        desk.ask(list_forms, owner=self).success(self._show).start()

    # -- printing empty ------------------------------------------------------------------------------------------------

    def show_form(self, ident: Any) -> None:
        """Draw a form to look at."""
        if ident in self._forms:
            self.list.choose(ident)
            self._draw()

    def print(self) -> None:
        """The form in sight to the printer, or into a file where there is none."""
        if self._pdf is not None:
            self.out.send(self._pdf, KIND)

    def save(self, path: str = "") -> None:
        """The form in sight into a file."""
        if self._pdf is not None:
            self.out.save(self._pdf, KIND, path=path, name="formulir.pdf")

    def _draw(self) -> None:
        one = self._forms.get(str(self.list.current_id()))
        if one is None:
            return
        sheet = self.paper.sheet.value() or ""
        work = self._desk.ask(
            lambda office: draw_form(office, one.table, one.step, paper=sheet).pdf, owner=self
        )
        work.success(self._drawn).start()

    def _drawn(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.paper.show_sheet(pdf)
        self.paper.offer(possible=True, shown=True, again=False)
        self.paper.say(_("Its code stands under the title."), "muted")

    def _show(self, forms: tuple[FormName, ...]) -> None:
        self._forms = {f"{one.table}/{one.step}": one for one in offered(forms)}
        rows = [
            TwoLines(
                ident,
                one.label.of(WORDS.language),
                n_("{n} entry", "{n} entries", one.fields),
                icon="file-text",
            )
            for ident, one in self._forms.items()
        ]
        self.list.show_rows(rows)
        if rows:
            self.show_form(rows[0].id)

    # -- typing in -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Which form the code stands for."""
        text = self.code.text()
        work = self._desk.ask(lambda office: read_form_code(office, text), owner=self)
        work.success(self._known).start()

    def _known(self, answer: PaperForm | Refused) -> None:
        clear(self._told)
        self.kind = self.who = None
        if isinstance(answer, Refused):
            self.form = None
            self.code_field.show_problem(answer.problems[0])
            return
        self.code_field.show_problem(None)
        self.form = answer
        table = self._desk.catalogue.table(answer.table)
        parts: list[QWidget] = [label(table.label.of(WORDS.language), "strong")]
        if answer.unknown:
            n = len(answer.unknown)
            said = n_(
                "{n} entry of this paper is not known here.",
                "{n} entries of this paper are not known here.",
                n,
            )
            parts.append(Wrapped(said, "small", "warn"))
        kinds = kinds_of(answer.table)
        if len(kinds) > 1:
            self.kind = Select([(one, title_of(self._desk.catalogue, one)) for one in kinds], dense=True)
            self.kind.set_code(kinds[0])
            parts.append(Field(_("What it is"), self.kind, reserve=False))
        self.who = self._search(new=answer.table == "people")
        words = (
            _("Whom it is about; Ctrl+N writes down somebody new")
            if answer.table == "people"
            else _("Whom it is about")
        )
        parts.append(Field(words, self.who, reserve=False))
        for part in parts:
            self._told.addWidget(part)
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self, *, new: bool) -> SearchBox:
        box = SearchBox(picks=True, adds=new)
        box.asked.connect(partial(self._find, box))
        box.opened.connect(self.type_in)
        box.departed.connect(self.type_in)
        if new:
            box.added.connect(self.add)
        return box

    def _find(self, box: SearchBox, text: str) -> None:
        if text:
            work = self._desk.ask(lambda office: find_people(office, text, limit=RESULTS), owner=box)
            work.success(
                lambda answer: box.show_found(text, [found(one) for one in answer.lines], answer.total)
            ).start()

    def add(self, name: str) -> None:
        """Somebody new: the name first, then everything else from the paper."""

        def work(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            return with_undo(office, add_person(office, name))

        def answered(answer: Saved | Refused, undo: Undoable | None) -> None:
            if isinstance(answer, Refused):
                self._ways.say("danger", say(answer.problems[0].message))
                return
            self._ways.saved()
            self.type_in(answer.record)
            told: Told = ("ok", _("{name} recorded", name=name), "")
            offer_undo(self._desk, self._ways, undo, told, self._ways.forms)

        self._desk.write(work, owner=self).success(lambda answer: answered(*answer)).start()

    def type_in(self, person: bytes) -> None:
        """Open the form that takes what is on the paper."""
        form = self.form
        if form is None:
            return
        if kinds := kinds_of(form.table):
            chosen = (self.kind.code() if self.kind else None) or kinds[0]
            self._ways.typed_in(typed_from(form, chosen, person, self.code.text().strip().upper()))
        elif form.table == "check_ins":
            self._ways.check_in(person)
        elif form.table == "returns":
            self._ways.came_home(person)
        elif form.table in PAGES:
            self._sheet(form.table, person)

    def _sheet(self, table: str, person: bytes) -> None:
        from ui.pages.counselling_dialog import CounsellingDialog
        from ui.pages.life_event_dialog import LifeEventDialog

        made = CounsellingDialog if table == "counselling" else LifeEventDialog
        sheet = made(self, self._desk, person)
        talk = table == "counselling"
        said = _("Counselling recorded") if talk else _("The event is recorded.")
        desk, ways = self._desk, self._ways

        def stored(warned: str = "") -> None:
            ways.saved()
            ways.person(person)
            told: Told = ("warn" if warned else "ok", said, warned)
            offer_undo(desk, ways, sheet.undo, told, lambda: ways.person(person))

        sheet.saved.connect(stored)
        sheet.open()

    def _left(self) -> QWidget:
        card = Card(_("Type in a filled form"), flush=True)
        card.setFixedWidth(current().dense(LEFT))
        card.body.setSpacing(0)
        card.body.addWidget(holder(column(self.code_field, self._told, gap=8, margins=(16, 0, 16, 12))))
        card.body.addWidget(hairline())
        card.body.addWidget(holder(column(label(_("Print an empty one"), "h2"), margins=(16, 10, 16, 6))))
        card.body.addWidget(self.list, 1)
        return card
