"""Corrects one sealed record, for case officers. What is typed lives on this screen only: a lock ends it, as it says."""

from typing import Final

from desbumi_app.catalogue.parse_record import parse_field
from desbumi_app.domain.problems import Level, Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.correct_sealed import correct_sealed, fields_of, open_sealed, take_back_sealed
from desbumi_app.usecases.read_sealed import SealedEntry
from ui.forms.builder import Form
from ui.forms.enter_chain import EnterChain
from ui.forms.fitting import three_in_a_row
from ui.forms.from_catalogue import declared
from ui.language import N_, WORDS, _, say
from ui.models.record import ROW, units_of
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.page_keys import PageKeys
from ui.pages.record_step import description
from ui.pages.take_back_dialog import TakeBackDialog
from ui.ways import Ways
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Card, Page
from ui.widgets.field import give_letters
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import column, holder, row, scrolled

Whom = tuple[bytes, str]
SAID: Final = N_(
    "These answers are for case officers only. Until they are recorded they stay on this screen, and are gone when the book is locked."
)


class SealedForm(Page):
    """`whom`: stored id and name of the person. Ctrl+Enter records, Esc goes back without storing."""

    def __init__(self, desk: OfficeDesk, ways: Ways, whom: Whom, entry: SealedEntry) -> None:
        table = desk.catalogue.table(entry.table)
        super().__init__(f"{table.label.of(WORDS.language)}: {whom[1]}")
        self._desk, self._ways, self._whom, self._entry = desk, ways, whom, entry
        self._stored: dict[str, str] = {}
        self.mistake = Button(_("Recorded by mistake…"), self.take_back, kind="quiet", icon="arrow-back-up")
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        self.main.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        self.add_to_title(self.mistake)
        self.add_to_title(Button(_("Back to the sealed notes"), self.leave, icon="arrow-left"))
        self.add_to_title(self.main)
        self._told = Wrapped("", "small", "danger")
        self._box = column(gap=10, margins=(0, 0, 8, 0))
        hint = row(IconLabel("shield-lock", 20, "accent"), Wrapped(_(SAID), "small"), gap=10)
        hint.setStretch(1, 1)
        self._box.addLayout(hint)
        card = Card()
        card.body.addWidget(scrolled(holder(self._box)), 1)
        card.body.addWidget(self._told)
        self.body.addWidget(card, 1)
        self.form: Form | None = None
        PageKeys(self, {"Ctrl+Return": self.record, "Esc": self.leave})
        self._read()

    def record(self) -> None:
        """Store what was changed, or say what is wrong."""
        if self.form is None or not self.main.isEnabled():
            return
        typed = {
            name.partition(".")[2]: text
            for name, text in self.form.typed().items()
            if text.strip() != self._stored.get(name.partition(".")[2], "").strip()
        }
        table, record = self._entry.table, self._entry.id
        self.main.setEnabled(False)
        work = self._desk.write(lambda office: correct_sealed(office, table, record, typed), owner=self)
        work.success(self._answered).finished(lambda: self.main.setEnabled(True)).start()

    def take_back(self) -> None:
        """Ask why; then the notes without this one."""
        table, record = self._entry.table, self._entry.id
        title = self._desk.catalogue.table(table).label.of(WORDS.language)
        dialog = TakeBackDialog(
            self, self._desk, title, lambda office, reason: take_back_sealed(office, table, record, reason)
        )
        dialog.taken.connect(self._stored_now)
        dialog.open()

    def leave(self) -> None:
        """Back to the notes; nothing that was typed is kept."""
        self._ways.sealed(*self._whom)

    def _read(self) -> None:
        table, record = self._entry.table, self._entry.id

        def read(office: Office) -> tuple[dict[str, str], list[str]]:
            texts = dict(open_sealed(office, table, record))
            return texts, [f"{table}.{one.name}" for one in fields_of(office, table)]

        self._desk.ask(read, owner=self).success(lambda answer: self._show(*answer)).start()

    def _show(self, texts: dict[str, str], names: list[str]) -> None:
        self._stored, catalogue, today = texts, self._desk.catalogue, self._desk.today()
        self.form = Form(
            [description(self._desk, name) for name in names],
            lambda name, text: parse_field(catalogue, declared(catalogue, name), text, today),
        )
        wide = {name for name in names if units_of(catalogue, declared(catalogue, name)) >= ROW}
        three_in_a_row(self.form, names, wide)
        self._box.addWidget(self.form)
        self._box.addStretch(1)
        self.form.fill({f"{self._entry.table}.{name}": text for name, text in texts.items()})
        self._chain = EnterChain(self)
        self._chain.watch(editors_of(self.form))
        self._chain.ended.connect(self.main.setFocus)
        give_letters(self)
        self._chain.go(None)

    def _answered(self, answer: Saved | Refused) -> None:
        if isinstance(answer, Saved):
            self._stored_now()
            return
        if self.form is not None:
            self.form.show_problems(answer.problems)
        rest: list[Problem] = [one for one in answer.problems if one.level is Level.STOP and not one.field]
        self._told.setText(" ".join(say(one.message) for one in rest))

    def _stored_now(self) -> None:
        self._ways.saved()
        self.leave()
        self._ways.say("ok", _("Recorded in the case book."))
