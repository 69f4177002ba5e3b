"""The form of any record of a person: drawn from the declarations, checked while it is filled in, kept as a draft.

Enter goes on, Ctrl+Enter records, Alt+1 … goes to a step, Esc goes back to the file; what was typed is kept. What is for
case officers goes sealed and is drafted only where a case officer works; else it ends with the full lock, as it says.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from desbumi_app.catalogue.notice_text import load_notice
from desbumi_app.catalogue.parse_record import parse_field
from desbumi_app.domain.problems import Level, Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.open_entry import OpenedEntry, open_entry
from desbumi_app.usecases.record_entry import check_entry, record_entry
from desbumi_app.usecases.take_back import MISTAKES, take_back
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.dates import clock_time, month_name
from ui.forms.from_catalogue import declared
from ui.language import WORDS, _, n_, say
from ui.models import record_drafts
from ui.models.form_draft import FormDraft
from ui.models.record import TypedRecord, plans_of, tab_of, table_of, title_of
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.record_cover import RecordCover
from ui.pages.record_step import RecordStep, no_parent
from ui.pages.take_back_dialog import FORM, ask_why, taken_back
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Page
from ui.widgets.chip import Chip
from ui.widgets.field import give_letters
from ui.widgets.labels import label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.stages import stage_chip
from ui.widgets.tabs import Step, Steps

STEPS_WIDTH: Final = 210
JUMPS: Final = 3
ALT_STEPS: Final = 9
READ_OUT: Final = frozenset({"notice", "consent"})


class RecordPage(Page):
    """`typed` names the kind and whom it is about; a draft of the same form is taken up again by itself."""

    def __init__(self, desk: OfficeDesk, ways: Ways, typed: TypedRecord) -> None:
        super().__init__(title_of(desk.catalogue, typed.kind))
        self._desk, self._ways, self.typed = desk, ways, typed
        self._at, self._recorded, self._country = 0, False, ""
        self._cover = RecordCover(self, desk, typed)
        self._found: Sequence[Problem] = ()
        self._values: dict[str, Any] = {}
        self._asked: Any = None
        self._plans = plans_of(desk.catalogue, typed)
        self.steps: list[RecordStep] = []
        self._build()
        keys: dict[str, Any] = {"Ctrl+Return": self.record, "Esc": self.leave}
        keys |= {f"Alt+{i + 1}": partial(self.go, i) for i in range(min(len(self._plans), ALT_STEPS))}
        PageKeys(self, keys)
        self._read()

    def refresh(self) -> None:
        """The page came in sight: the cursor goes into the step."""
        if self.steps and not self._recorded:
            self.steps[self._at].enter()

    def go(self, at: int) -> None:
        """Show a step."""
        if self._recorded or at >= len(self.steps):
            return
        self._take()
        self._at = self.typed.step = at
        for i, step in enumerate(self.steps):
            policy = QSizePolicy.Policy.Preferred if i == at else QSizePolicy.Policy.Ignored
            step.setSizePolicy(policy, policy)
        self._stack.setCurrentWidget(self.steps[at])
        self._show_steps()
        self.steps[at].enter()

    def record(self, *, without: bool = False) -> None:
        """Store it, or say under the fields what is missing; `without` what lies in the closed case book."""
        if self._recorded or not self.steps or not self.main.isEnabled():
            return
        if not (without or self._cover.complete(self._ways, partial(self.record, without=True))):
            return
        self._take()
        form, code = self.typed.form(), self.typed.code

        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = record_entry(office, form)
            if code and isinstance(done, Saved):
                from desbumi_app.usecases.blank_form import note_typed_in

                note_typed_in(office, form.person)
            return with_undo(office, done)

        self.main.setEnabled(False)
        work = self._desk.write(store, owner=self).success(lambda answer: self._answered(*answer))
        work.finished(lambda: None if no_parent(self.main) else self.main.setEnabled(True)).start()

    def leave(self) -> None:
        """Back to the file; what was typed stays a draft."""
        self._keep()
        self._open_file()

    def throw_away(self) -> None:
        """Forget the draft and begin with what is stored."""
        record_drafts.drop(self._desk, self.typed)
        self.typed.texts = dict(self.typed.stored)
        self._cover.forget()
        for step in self.steps:
            step.fill(dict.fromkeys(step.form.fields, "") | self.typed.texts)
        self._left_field()
        self._ways.say("grey", _("The draft is thrown away. What is recorded is unchanged."))

    def cover(self) -> None:
        """The screen locks."""
        self._take()
        self._cover.lie(keep=bool(self.steps) and not self._recorded)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._chip = row(gap=8)
        if self.title_row is not None:
            self.title_row.insertLayout(1, self._chip)
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        self.main.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        self.add_to_title(Button(_("Back to the file"), self.leave, icon="arrow-left"))
        self.add_to_title(self.main)
        self._steps = Steps([])
        self._steps.asked.connect(self.go)
        self._steps.setFixedWidth(current().px(STEPS_WIDTH))
        self._stack = QStackedWidget()
        self._told = column(gap=0)
        self._kept_at = label("", "small")
        keys = _("Enter: next field. Ctrl+Enter: record. Esc: back to the file.")
        foot = row(label(keys, "small"), STRETCH, self._kept_at, gap=14, margins=(20, 8, 20, 8))
        card = QFrame()
        card.setProperty("part", "card")
        card.setLayout(
            column(
                holder(column(self._stack, margins=(20, 12, 12, 4))),
                hairline(),
                foot,
                gap=0,
                margins=(1, 1, 1, 1),
            )
        )
        right = column(self._told, card, gap=8)
        right.setStretch(1, 1)
        beside = scrolled(self._steps)  # many steps scroll at larger text, the page never does
        beside.setFixedWidth(current().px(STEPS_WIDTH) + 8)
        box = row(beside, right, gap=16)
        box.setStretch(1, 1)
        self.body.addLayout(box, 1)
        beside.setHidden(len(self._plans) == 1)

    def _read(self) -> None:
        typed = self.typed

        def read(office: Office) -> tuple[OpenedEntry, dict[str, str], int]:
            self._cover.drafted = office.cases is not None
            opened = open_entry(office, typed.kind, typed.person, typed.record, typed.journey)
            typed.record = opened.record
            return opened, *record_drafts.kept(office, typed)

        self._desk.ask(read, owner=self).success(lambda answer: self._show(*answer)).start()

    def _show(self, opened: OpenedEntry, draft: dict[str, str], step: int) -> None:
        typed = self.typed
        typed.name, self._country, self._values = opened.name, opened.country, dict(opened.values)
        typed.stored, draft = dict(opened.texts), self._cover.readable(draft)
        typed.texts = {**typed.stored, **typed.texts, **draft}
        self.say_title(title_of(self._desk.catalogue, typed.kind), opened.name)
        if opened.stage:
            self._chip.addWidget(Chip(stage_chip(opened.stage)))
        for plan in self._plans:
            words = self._cover.words() if plan.sealed else ""
            made = RecordStep(self._desk, plan, self._parse, words, aloud=typed.kind in READ_OUT)
            made.fill(typed.texts)
            made.changed.connect(self._left_field)
            made.ended.connect(self._ended)
            made.passport.connect(self._passport)
            self._stack.addWidget(made)
            self.steps.append(made)
        self._cover.watch([step for step in self.steps if step.plan.sealed])
        self._offer_taking_back()
        give_letters(self)
        self._fit()
        self.go(min(step, len(self.steps) - 1))
        if draft:
            jumps = [(_("Start over"), self.throw_away)]
            self._ways.say("info", _("Here is what you had typed before."), jumps=jumps)

    def _offer_taking_back(self) -> None:
        """Whatever was recorded by mistake can leave the file again, with a reason."""
        if self.typed.record is None or self.typed.kind not in MISTAKES or self.title_row is None:
            return
        self.mistake = Button(_("Recorded by mistake…"), self.take_back, kind="quiet", icon="arrow-back-up")
        self.title_row.insertWidget(self.title_row.indexOf(self.main) - 1, self.mistake)

    def take_back(self) -> None:
        """Ask why; then the file without the record."""
        typed, record = self.typed, self.typed.record or b""
        ask_why(
            self, self._desk, title_of(self._desk.catalogue, typed.kind),
            lambda office, reason: take_back(office, typed.kind, typed.person, record, reason),
            FormDraft(self._desk, FORM, record, typed.person, where={"kind": typed.kind, "record": record.hex()}),
        ).taken.connect(self._taken_back)  # fmt: skip

    def _taken_back(self, undo: Undoable | None) -> None:
        self._recorded = True
        record_drafts.drop(self._desk, self.typed)
        self._ways.saved()
        self._open_file()
        offer_undo(self._desk, self._ways, undo, taken_back(), self._open_file)

    def _parse(self, name: str, text: str) -> tuple[Any, Sequence[Problem]]:
        catalogue, table = self._desk.catalogue, table_of(name)
        typed = next(
            (
                s.form.values().get(f"{table}.country")
                for s in self.steps
                if f"{table}.country" in s.form.fields
            ),
            None,
        )
        region = (typed or self._country or None) if catalogue.table(table).has("country") else None
        return parse_field(catalogue, declared(catalogue, name), text, self._desk.today(), region=region)

    # -- while it is filled in -----------------------------------------------------------------------------------------

    def _left_field(self) -> None:
        self._take()
        self._fit()
        self._keep()
        self._show_steps()
        self._judge()

    def _ended(self) -> None:
        if self._at + 1 < len(self.steps):
            self.go(self._at + 1)
        else:
            self.main.setFocus()

    def _passport(self, passport: object) -> None:
        del passport
        self._ways.say("ok", _("The passport was read. Compare it with what is filled in."))

    def _take(self) -> None:
        for step in self.steps:
            self.typed.texts |= step.typed(self.typed.stored)

    def _fit(self) -> None:
        values = dict(self._values)
        for step in self.steps:
            values |= step.form.values()
        values |= {f"fixed.{name}": code for name, code in self.typed.about.fixed.items()}
        for step in self.steps:
            step.show_fitting(values)
            if self.typed.kind in READ_OUT:
                step.say(self._read_out(str(values.get("notices.purpose") or "")))

    def _read_out(self, purpose: str) -> str:
        """What is read to the person before the answer is written down; the record keeps which version it was."""
        text = load_notice()
        said = " ".join(label.of(WORDS.language) for label in text.read_out(purpose))
        return _("Read out: {text} (text of {month})", text=said, month=month_name(text.version))

    def _judge(self) -> None:
        """The rules over the whole record, asked on the worker; an answer to what was typed before is dropped."""
        form = self.typed.form()
        self._asked = asked = self._desk.ask(lambda office: check_entry(office, form), owner=self)
        asked.success(lambda found: self._judged(found) if asked is self._asked else None).start()

    def _judged(self, problems: Sequence[Problem]) -> None:
        """While one fills in, nobody is told of a field that he has not come to."""
        shown = [one for one in problems if one.field and self.typed.texts.get(one.field, "").strip()]
        before = {one.field or "" for one in self._found}
        self._found = shown
        for step in self.steps:
            step.take_back(before - {one.field for one in shown})
            step.show_problems(shown)
        self._show_found(shown)

    def _show_found(self, problems: Sequence[Problem]) -> None:
        clear(self._told)
        heavy = [one for one in problems if one.level is not Level.HINT]
        stops = sum(one.level is Level.STOP for one in heavy)
        if not heavy:
            return
        parts = [n_("{n} entry is wrong", "{n} entries are wrong", stops)] if stops else []
        warns = len(heavy) - stops
        parts += [n_("{n} to be checked", "{n} to be checked", warns)] if warns else []
        named = [one for one in heavy if self._step_of(one.field or "") >= 0]
        said = "" if named else " ".join(say(one.message) for one in heavy[:1])
        banner = Banner(
            "danger" if stops else "warn", ", ".join(parts), said,
            jumps=[(self._title(one.field or ""), partial(self._jump, one.field or "")) for one in named[:JUMPS]],
        )  # fmt: skip
        self._told.addWidget(banner)

    def _step_of(self, name: str) -> int:
        return next((i for i, plan in enumerate(self._plans) if name in plan.fields), -1)

    def _title(self, name: str) -> str:
        return declared(self._desk.catalogue, name).label.of(WORDS.language)

    def _jump(self, name: str) -> None:
        self.go(self._step_of(name))
        self.steps[self._at].form.jump(name)

    def _show_steps(self) -> None:
        wrong = {self._step_of(one.field or "") for one in self._found if one.level is Level.STOP}
        changed = {self._step_of(name) for name in self.typed.changed()}
        shown = []
        for i, plan in enumerate(self._plans):
            state: Any = (
                "now" if i == self._at else "wrong" if i in wrong else "done" if i in changed else "todo"
            )
            shown.append(Step(plan.name, plan.detail, state))
        self._steps.show_steps(shown, open_all=True)

    # -- keeping and recording -------------------------------------------------------------------------------------

    def _keep(self) -> None:
        if self._recorded or not self.steps:
            return
        self._take()
        if self.typed.empty():
            record_drafts.drop(self._desk, self.typed)
        else:
            record_drafts.keep(self._desk, self.typed, self._show_kept)

    def _show_kept(self, at: datetime | None) -> None:
        if not no_parent(self._kept_at):
            self._kept_at.setText(_("Draft kept {time}", time=clock_time(at)) if at else "")

    def _answered(self, done: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(done, Refused):
            self._refused(done.problems)
            return
        self._recorded = True
        record_drafts.drop(self._desk, self.typed)
        self._ways.saved()
        (self._ways.forms if self.typed.code else self._open_file)()  # of a pile of papers comes the next
        warned = " ".join(dict.fromkeys(say(one.message) for one in done.warnings if one.level is Level.WARN))
        said = _("{what} recorded", what=title_of(self._desk.catalogue, self.typed.kind))
        told: Told = ("ok", said, warned)
        offer_undo(self._desk, self._ways, undo, told, self._again)

    def _again(self) -> None:
        """Undone: the same form as it was typed."""
        typed, texts = self.typed, {**self.typed.texts, **self.typed.held}
        if typed.code:
            self._ways.typed_in(replace(typed, texts=texts, held={}, sealed_shown=False))
        else:
            self._ways.record(typed.kind, typed.person, typed.record, typed.journey, texts)

    def _refused(self, problems: Sequence[Problem]) -> None:
        self._found = problems
        self._cover.uncover_for(problems)
        for step in self.steps:
            step.show_problems(problems)
        self._show_found(problems)
        self._show_steps()
        stops = [one.field or "" for one in problems if one.level is Level.STOP]
        first = next((name for name in stops if self._step_of(name) >= 0), None)
        if first:
            self._jump(first)
            for step in self.steps:
                step.show_problems(problems)

    def _open_file(self) -> None:
        page = self._ways.person(self.typed.person)
        show_tab = getattr(page, "show_tab", None)
        if callable(show_tab):
            show_tab(tab_of(self.typed.kind))
