"""Buku surat: drafts, every issued letter with its state, numbers without a letter, copies, handing over, cancelling.

A letter is never deleted here; a number is never given again.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from desbumi_app.documents.render import Rendered
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.agenda_book import GAP
from desbumi_app.usecases.copy_for_phone import copy_for_phone
from desbumi_app.usecases.hand_over_letter import hand_over_letter
from desbumi_app.usecases.keep_draft import DraftLine, check_draft, discard_draft
from desbumi_app.usecases.list_letters import LetterLine
from desbumi_app.usecases.print_books import Period, print_agenda_book, print_expedition_book
from desbumi_app.usecases.reprint_letter import reprint_letter
from desbumi_app.usecases.undo_save import Undoable, undoable
from desbumi_app.usecases.view_letter import view_letter
from desbumi_app.usecases.void_letter import Voided, void_letter
from ui import office_letters
from ui.language import WORDS, _, say
from ui.office_desk import OfficeDesk
from ui.office_letters import ALL, DRAFT, GONE, OPEN, PAST, VOID, LettersView, Missing
from ui.pages.following_undo import Told, offer_undo
from ui.pages.letters_detail import (
    CANCEL,
    CERTIFY,
    CHECK,
    DISCARD,
    EXPLAIN,
    GO_ON,
    HAND_OVER,
    REPRINT,
    SHARE,
    VIEW,
    LetterDetail,
)
from ui.paper_out import PaperOut
from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.values import day
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.chip import ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.layout import STRETCH, row
from ui.widgets.segment import FilterChips
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

PAUSE_MS: Final = 150
NARROW: Final = frozenset({"date"})  # larger text leaves it out; the letter at the right has it
YEAR_WIDTH: Final = 110
SEARCH_WIDTH: Final = 260
_STATES: Final[dict[str, tuple[str, ToneName]]] = {
    DRAFT: ("pencil", "grey"), "checked": ("clipboard-check", "info"), OPEN: ("file-certificate", "info"), GONE: ("circle-check", "ok"), PAST: ("clock", "grey"),
    VOID: ("circle-x", "grey"), GAP: ("alert-triangle", "warn"), "unused": ("circle-x", "grey"),
}  # fmt: skip


class LettersPage(Page):
    """Left the book, right the chosen letter."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Book of letters"))
        self._desk, self._ways = desk, ways
        self.view: LettersView | None = None
        self._chosen: LetterLine | Missing | DraftLine | None = None
        self.out = PaperOut(self, desk, ways)
        self.search = LineEdit(_("Number, first name or footer code"), icon="search", dense=True)
        self.search.setAccessibleName(_("Find a letter"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.year = Select([], dense=True)
        self.year.setAccessibleName(_("Year"))
        self.year.setFixedWidth(YEAR_WIDTH)
        names = ((ALL, _("All")), (DRAFT, _("Drafts")), (OPEN, _("Signed")), (GONE, _("Handed over")), (PAST, _("Expired")),
                 (VOID, _("Cancelled")), (GAP, _("No letter")))  # fmt: skip
        self.filter = FilterChips(_("State"), [(code, words, None) for code, words in names], value=ALL)
        self.agenda_button = Button(_("Agenda book"), self.print_agenda, icon="printer", dense=True)
        self.expedition_button = Button(
            _("Expedition book"), self.print_expedition, icon="printer", dense=True
        )
        self.add_to_title(Button(_("Counter"), lambda: ways.visit("desk"), icon="arrow-left", dense=True))
        self.add_to_title(self.search)
        self.add_to_title(self.year)
        self.add_to_title(self.agenda_button)
        self.add_to_title(self.expedition_button)
        large = current().scale > 1.0
        columns = [
            Column("number", _("Number"), strong=True, least=175), Column("date", _("Date"), 120),
            Column("kind", _("Letter"), 110 if large else 220), Column("who", _("For"), 112 if large else 124),
            Column("state", _("State"), 165),
        ]  # fmt: skip
        self._columns = [one.code for one in columns if current().scale == 1.0 or one.code not in NARROW]
        self.model = ListModel([one for one in columns if one.code in self._columns])
        self.table = Table(self.model, _("Book of letters")).fill_with_rows()
        self.empty = EmptyState(
            _("The book of letters is still empty"),
            _("Letters stand here as soon as they have a number."),
            buttons=[
                Button(_("Go to the counter"), lambda: ways.visit("desk"), kind="primary", icon="printer")
            ],
        )
        left = Card(flush=True)
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self.empty, 1)
        self.empty.hide()  # until the book was read nobody knows
        self.detail = LetterDetail(desk)
        both = row(left, self.detail, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(row(self.filter, STRETCH))
        self.body.addLayout(both, 1)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read the book anew."""
        year, typed = self.year.code(), self.search.text().strip()
        work = self._desk.ask(
            lambda office: office_letters.look(office, int(year) if year else None, typed), owner=self
        )
        work.success(self._show).start()

    def print_agenda(self) -> None:
        """The agenda book of the year in sight."""
        self._book("agenda_book", print_agenda_book)

    def print_expedition(self) -> None:
        """The expedition book of the year in sight, with room to sign for letters nobody took yet."""
        self._book(
            "expedition_book", lambda office, period: print_expedition_book(office, period, waiting=True)
        )

    def _book(self, kind: str, make: Callable[[Office, Period], Rendered]) -> None:
        year = int(self.year.code() or self._desk.today().year)
        work = self._desk.write(lambda office: make(office, Period.year(year)), owner=self)
        work.success(lambda paper: self.out.send(paper.pdf, kind)).start()

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.refresh)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.year.picked.connect(lambda _code: self.refresh())
        self.filter.chosen.connect(lambda _code: self._fill())
        self.table.selected.connect(self._selected)
        self.detail.asked.connect(self._do)
        self.detail.person_asked.connect(self._ways.person)
        QShortcut(QKeySequence("Ctrl+P"), self, lambda: self._do(REPRINT, ""))
        self.begin_at(self.search)

    def _show(self, view: LettersView) -> None:
        self.view = view
        self.year.set_options([(str(one), str(one)) for one in view.years])
        self.year.set_code(str(view.year))
        for code, count in view.counts().items():
            self.filter.set_count(code, count)
        self._fill()

    def _fill(self) -> None:
        view = self.view
        if view is None:
            return
        code = self.filter.value() or ALL
        rows = [self._draft_row(one) for one in view.drafts] if code in (ALL, DRAFT) else []
        rows += [self._row(one) for one in view.letters if view.fits(one, code)]
        if code in (ALL, GAP):
            rows += [self._missing_row(one) for one in view.missing]
        self.model.set_rows(rows)
        none = not view.letters and not view.missing and not view.drafts and not self.search.text().strip()
        gone, shown = (self.table, self.empty) if none else (self.empty, self.table)
        gone.hide()  # first, so that the window never grows for both
        shown.show()
        if self._chosen is None or not self.table.select_id(_id(self._chosen)):
            self._chosen = None
            self.detail.show_nothing()
            if rows:
                self.table.select_id(rows[0].id)
        else:
            self._selected(_id(self._chosen))

    def _title(self, template: str) -> str:
        found = self.view.titles.get(template) if self.view else None
        return found.title.of(WORDS.language) if found else template

    def _draft_row(self, one: DraftLine) -> Row:
        return self._cells(one.id, {
            "number": Cell(_("No number yet")), "kind": Cell(self._title(one.template)), "who": Cell(one.who),
            "state": Cell(chip=self._chip(one.state)),
        })  # fmt: skip

    def _row(self, one: LetterLine) -> Row:
        title = self._title(one.template)
        return self._cells(one.id, {
            "number": Cell(one.number), "date": Cell(day(one.issued_on)), "kind": Cell(title), "who": Cell(one.who),
            "state": Cell(chip=self._chip(one.shown)),
        })  # fmt: skip

    def _missing_row(self, one: Missing) -> Row:
        icon, tone = _STATES["unused" if one.reason else GAP]
        words = _("Number not used") if one.reason else _("No letter")
        return self._cells(_id(one), {
            "number": Cell(one.shown), "kind": Cell(one.reason or _("Why is not written down yet")),
            "state": Cell(chip=ChipSpec(words, icon, tone)),
        })  # fmt: skip

    def _cells(self, ident: object, cells: dict[str, Cell]) -> Row:
        return Row(ident, tuple(cells.get(code, Cell()) for code in self._columns))

    def _chip(self, state: str) -> ChipSpec:
        icon, tone = _STATES.get(state, ("file-text", "grey"))
        values = self._desk.catalogue.values("letter_states")
        return ChipSpec(_("Expired") if state == PAST else values.word(state, WORDS.language), icon, tone)

    def _selected(self, ident: object) -> None:
        view = self.view
        if view is None:
            return
        letter = next((one for one in view.letters if one.id == ident), None)
        missing = next((one for one in view.missing if _id(one) == ident), None)
        draft = next((one for one in view.drafts if one.id == ident), None)
        self._chosen = letter or missing or draft
        if letter is not None:
            self.detail.show_letter(letter, view)
        elif missing is not None:
            self.detail.show_missing(missing)
        elif draft is not None:
            self.detail.show_draft(draft, self._title(draft.template))

    def _do(self, what: str, text: str) -> None:
        one = self._chosen
        if isinstance(one, Missing):
            if what == EXPLAIN:
                self._write(lambda office: office_letters.explain(office, one, text), _("Written down."))
        elif isinstance(one, DraftLine):
            self._do_draft(one, what, text)
        elif one is not None and what == VIEW:
            self._look(one)
        elif one is not None and what == REPRINT:
            self._reprint(one)
        elif one is not None and what == CERTIFY:
            self._certify(one)
        elif one is not None and what == SHARE:
            self._share(one, text)
        elif one is not None and what == HAND_OVER:
            self._write(lambda office: hand_over_letter(office, one.id, text), _("Noted who took it."))
        elif one is not None and what == CANCEL:
            said = _(
                "The letter is cancelled. What a phone answers changes when the district has published it."
            )
            self._write(lambda office: void_letter(office, one.id, text), said)

    def _do_draft(self, one: DraftLine, what: str, text: str) -> None:
        if what == GO_ON:
            self._ways.draft(one.id)
        elif what == CHECK:
            self._write(lambda office: check_draft(office, one.id), _("Noted: the draft was checked."))
        elif what == DISCARD:
            self._write(lambda office: discard_draft(office, one.id, text), _("The draft is put aside."))

    def _write(self, work: Callable[[Office], Saved | Voided | Refused], said: str) -> None:
        def store(office: Office) -> tuple[Saved | Voided | Refused, Undoable | None]:
            done = work(office)  # a letter that was cancelled stays so
            return done, undoable(office, done) if isinstance(done, Saved) else None

        def answered(answer: Saved | Voided | Refused, undo: Undoable | None) -> None:
            if isinstance(answer, Refused):
                self.detail.refuse(answer)
                return
            self.detail.done()
            warned = answer.warnings if isinstance(answer, Saved) else ()
            told: Told = ("ok", said, " ".join(say(one.message) for one in warned))
            offer_undo(self._desk, self._ways, undo, told, self.refresh, page=self)
            self._ways.saved()
            self.refresh()

        self._desk.write(store, owner=self).success(lambda answer: answered(*answer)).start()

    def _certify(self, one: LetterLine) -> None:
        from ui.pages.letters_certify import CertifyDialog

        sheet = CertifyDialog(self, self._desk, one.id, kept=one.certified)
        sheet.taken.connect(self.refresh)
        sheet.open()

    def _share(self, one: LetterLine, for_whom: str) -> None:
        """A copy without card numbers and without QR, as a file for a message."""

        def answered(answer: Rendered | Refused) -> None:
            if isinstance(answer, Refused):
                self.detail.refuse(answer)
            else:
                self.detail.done()
                self.out.save(answer.pdf, "copy_for_phone", (one.id,), name="salinan.pdf")

        self._desk.write(lambda office: copy_for_phone(office, one.id, for_whom), owner=self).success(
            answered
        ).start()

    def _look(self, one: LetterLine) -> None:
        """The archived paper on the screen."""

        def answered(answer: Rendered | Refused) -> None:
            if isinstance(answer, Refused):
                self.detail.refuse(answer)
                return
            from ui.pages.letter_view import LetterView

            LetterView(self, one.number or self._title(one.template), answer.pdf).open()

        self._desk.ask(lambda office: view_letter(office, one.id), owner=self).success(answered).start()

    def _reprint(self, one: LetterLine) -> None:
        reason = _("printed again from the book of letters")

        def answered(answer: Rendered | Refused) -> None:
            if isinstance(answer, Refused):
                self.detail.refuse(answer)
                return
            self.out.send(answer.pdf, one.template, (one.id,))
            self.refresh()

        self._desk.write(lambda office: reprint_letter(office, one.id, reason), owner=self).success(
            answered
        ).start()


def _id(one: LetterLine | Missing | DraftLine) -> object:
    return one.id if not isinstance(one, Missing) else ("missing", one.name, one.mark, one.serial)
