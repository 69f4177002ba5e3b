"""Corrects one sealed record, for case officers. What is typed is kept in the case book only: a lock loses nothing."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from desbumi_app.catalogue.parse_record import parse_field
from desbumi_app.domain.problems import Level, Problem
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.correct_sealed import correct_sealed, open_sealed, take_back_sealed
from desbumi_app.usecases.read_sealed import SealedEntry
from desbumi_app.usecases.record_kinds import RecordKind
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.forms.from_catalogue import declared
from ui.language import N_, WORDS, _, say
from ui.models.draft_half import Texts
from ui.models.form_draft import FormDraft
from ui.models.record import steps_about
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.record_step import RecordStep
from ui.pages.take_back_dialog import FORM, ask_why
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Card, Page
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped
from ui.widgets.layout import row, scrolled
from ui.widgets.tabs import Step, Steps

Whom = tuple[bytes, str]
STEPS_WIDTH: Final = 210
SAID: Final = N_(
    "These answers are for case officers only. What you type is kept in the case book until it is recorded."
)


class SealedForm(Page):
    """`whom`: stored id and name of the person. Ctrl+Enter records, Esc goes back; what was typed stays a draft."""

    def __init__(self, desk: OfficeDesk, ways: Ways, whom: Whom, entry: SealedEntry) -> None:
        super().__init__(f"{desk.catalogue.table(entry.table).label.of(WORDS.language)}: {whom[1]}")
        self._desk, self._ways, self._whom, self._entry = desk, ways, whom, entry
        self._stored: dict[str, str] = {}
        self._at = 0
        self._draft = self._new_draft()
        self._plans = steps_about(desk.catalogue, RecordKind(entry.table, entry.table))
        self.steps: list[RecordStep] = []
        self.mistake = Button(_("Recorded by mistake…"), self.take_back, kind="quiet", icon="arrow-back-up")
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        self.main.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        self.add_to_title(self.mistake)
        self.add_to_title(Button(_("Back to the sealed notes"), self.leave, icon="arrow-left"))
        self.add_to_title(self.main)
        self._steps = Steps([])
        self._steps.asked.connect(self.go)
        self._stack = QStackedWidget()
        self._told = Wrapped("", "small", "danger")
        card = Card()
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._told)
        beside = scrolled(self._steps)
        beside.setFixedWidth(current().px(STEPS_WIDTH) + 8)
        beside.setHidden(len(self._plans) == 1)
        both = row(beside, card, gap=16)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)
        keys: dict[str, Any] = {"Ctrl+Return": self.record, "Esc": self.leave}
        keys |= {f"Alt+{at + 1}": partial(self.go, at) for at in range(len(self._plans))}
        PageKeys(self, keys)
        table, record = entry.table, entry.id
        desk.ask(lambda office: open_sealed(office, table, record), owner=self).success(self._show).start()

    def go(self, at: int) -> None:
        """Show a step."""
        if at >= len(self.steps):
            return
        self._at = at
        self._stack.setCurrentWidget(self.steps[at])
        shown = [
            Step(plan.name, plan.detail, "now" if i == at else "todo") for i, plan in enumerate(self._plans)
        ]
        self._steps.show_steps(shown, open_all=True)
        self.steps[at].enter()

    def record(self) -> None:
        """Store what was changed, or say what is wrong."""
        if not self.steps or not self.main.isEnabled():
            return
        typed = {
            name.partition(".")[2]: text
            for name, text in self._texts().items()
            if text.strip() != self._stored.get(name, "").strip()
        }
        table, record = self._entry.table, self._entry.id
        self.main.setEnabled(False)
        work = self._desk.write(
            lambda office: with_undo(office, correct_sealed(office, table, record, typed)), owner=self
        )
        work.success(lambda answer: self._answered(*answer)).finished(
            lambda: self.main.setEnabled(True)
        ).start()

    def take_back(self) -> None:
        """Ask why; then the notes without this one."""
        table, record = self._entry.table, self._entry.id
        title = self._desk.catalogue.table(table).label.of(WORDS.language)
        ask_why(
            self, self._desk, title, lambda office, reason: take_back_sealed(office, table, record, reason),
            FormDraft(self._desk, FORM, record, self._whom[0], sealed=True),
        ).taken.connect(self._stored_now)  # fmt: skip

    def leave(self) -> None:
        """Back to the notes; what was typed stays a draft."""
        self._keep()
        self._ways.sealed(*self._whom)

    def _show(self, texts: dict[str, str]) -> None:
        self._stored = {f"{self._entry.table}.{name}": text for name, text in texts.items()}
        for plan in self._plans:
            made = RecordStep(self._desk, plan, self._parse, _(SAID))
            made.fill(self._stored)
            made.changed.connect(self._left)
            made.ended.connect(self._ended)
            self._stack.addWidget(made)
            self.steps.append(made)
        give_letters(self)
        self._fit()
        self.go(0)
        self._draft.take_up(self._take_up, self)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another text size: what was typed comes back with the page."""
        self._keep()
        super().hideEvent(event)

    def _keep(self) -> None:
        if self.steps:
            self._draft.keep(self._texts(), self._stored)

    def _left(self) -> None:
        self._fit()
        self._keep()

    def _take_up(self, texts: Texts) -> None:
        self._put(dict.fromkeys(self._stored, "") | dict(texts))
        again = [(_("Start over"), self._start_over)]
        self._ways.say("info", _("Here is what you had typed before."), jumps=again)

    def _start_over(self) -> None:
        self._put(self._stored)
        self._keep()
        self._ways.say("grey", _("The draft is thrown away. What is recorded is unchanged."))

    def _put(self, texts: Texts) -> None:
        for step in self.steps:
            step.fill(texts)
        self._fit()

    def _texts(self) -> dict[str, str]:
        return {name: text for step in self.steps for name, text in step.typed(self._stored).items()}

    def _parse(self, name: str, text: str) -> tuple[Any, Sequence[Problem]]:
        catalogue = self._desk.catalogue
        return parse_field(catalogue, declared(catalogue, name), text, self._desk.today())

    def _fit(self) -> None:
        values: dict[str, Any] = {}
        for step in self.steps:
            values |= step.form.values()
        for step in self.steps:
            step.show_fitting(values)

    def _ended(self) -> None:
        if self._at + 1 < len(self.steps):
            self.go(self._at + 1)
        else:
            self.main.setFocus()

    def _answered(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Saved):
            self._stored_now(undo)
            return
        wrong = {one.field for one in answer.problems if one.level is Level.STOP}
        for at, step in enumerate(self.steps):
            if wrong & set(self._plans[at].fields):
                self.go(at)
            step.show_problems(answer.problems)
        rest = [one for one in answer.problems if one.level is Level.STOP and not one.field]
        self._told.setText(" ".join(say(one.message) for one in rest))

    def _stored_now(self, undo: Undoable | None) -> None:
        texts = self._texts()
        self._ways.saved()
        self._draft.end()
        self._ways.sealed(*self._whom)
        told: Told = ("ok", _("Recorded in the case book."), "")
        offer_undo(self._desk, self._ways, undo, told, partial(self._again, texts))

    def _again(self, texts: Texts) -> None:
        """Undone: the same form as it was typed."""
        self._new_draft().keep(texts, self._stored)
        desk, ways, whom, entry = self._desk, self._ways, self._whom, self._entry
        ways.over(lambda: SealedForm(desk, ways, whom, entry), about=whom[0])

    def _new_draft(self) -> FormDraft:
        return FormDraft(self._desk, "sealed_correct", self._entry.id, self._whom[0], sealed=True)
