"""Catat Berangkat: four steps from the person at the desk to a recorded departure.

A draft is kept, encrypted, whenever a field is left and whenever the page goes out of sight; a lock asks nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from desbumi_app.domain.problems import Level, Problem
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.check_hamlet import hamlets_of
from desbumi_app.usecases.record_departure import Departed, check_departure, record_departure
from ui.dates import clock_time
from ui.forms.from_catalogue import declared
from ui.language import WORDS, _, c_, say
from ui.models import departure_drafts
from ui.models.departure import Typed, from_body
from ui.office_departure import Opened, open_person
from ui.office_desk import KeptDraft, OfficeDesk
from ui.pages.departure_check import CheckStep, Line
from ui.pages.departure_destination import DestinationStep
from ui.pages.departure_documents import DocumentsStep
from ui.pages.departure_done import DepartureDone
from ui.pages.departure_person import PersonStep
from ui.pages.departure_step import DepartureStep
from ui.pages.departure_words import about_list, fact, found_words, summary_lines
from ui.pages.page_keys import PageKeys
from ui.pages.paper_row import LARGEST
from ui.pages.record_step import no_parent
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Page
from ui.widgets.chip import Chip
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.stages import stage_chip
from ui.widgets.tabs import Step, Steps

PERSON, DESTINATION, DOCUMENTS, CHECK = range(4)
JUMPS: Final = 3
STEPS_WIDTH: Final = 200


class DepartureWizard(Page):
    """`person` a stored id, `name` what was searched for in vain, `draft` an unfinished form."""

    def __init__(
        self,
        desk: OfficeDesk,
        ways: Ways,
        *,
        person: bytes | None = None,
        name: str = "",
        draft: KeptDraft | None = None,
    ) -> None:
        super().__init__(_("Record departure"))
        self._desk, self._ways = desk, ways
        self.typed = from_body(draft.key, draft.body) if draft else Typed()
        self._at, self._found, self.recorded = PERSON, list[Problem](), False
        self._asked: Any = None
        self._taken_up = draft is not None
        self._person_step = PersonStep(desk, self.typed)
        self._documents = DocumentsStep(desk, self.typed)
        self._check = CheckStep(desk, self.typed, self._lines)
        self.steps: list[DepartureStep] = [
            self._person_step, DestinationStep(desk, self.typed), self._documents, self._check,
        ]  # fmt: skip
        self._build()
        self._connect()
        self._load_village()
        wanted = person or self.typed.person
        self._show_foot()
        if wanted:
            self._open(wanted, self.typed.step if draft else PERSON)
        else:
            if name:
                self._person_step.write_new(name)
            self.go(self.typed.step)
        if draft:
            jumps = [(_("Start over"), self._start_over)]
            ways.say("info", _("Here is what you had typed before."), jumps=jumps)

    def go(self, step: int) -> None:
        """Show a step; one that lies behind an undecided person is not shown."""
        if self.recorded or (step > PERSON and not self._person_step.decided):
            return
        self.steps[self._at].take()
        self._at = step
        self.typed.step = step
        for other in self.steps:  # only the step in sight asks for room
            policy = QSizePolicy.Policy.Preferred if other is self.steps[step] else QSizePolicy.Policy.Ignored
            other.setSizePolicy(policy, policy)
        self._stack.setCurrentWidget(self.steps[step])
        self._show_foot()
        self._show_steps()
        self._judge()
        self.steps[step].enter()

    def refresh(self) -> None:
        """The page has come in sight: the cursor goes into the step."""
        if not self.recorded:
            self.steps[self._at].enter()

    def next(self) -> None:
        """The main button: check this step and go on, or record."""
        step = self.steps[self._at]
        step.take()
        if self._at == PERSON and not self._person_step.decided:
            self._person_step.search.setFocus()
            return
        stops = [one for one in step.check() if one.level is Level.STOP]
        if self._at == CHECK:
            self._record()
        elif stops:
            self._show_found(stops)
            step.jump(stops[0].field or "")
        else:
            self._keep()
            self.go(self._at + 1)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self.steps[self._at].take()
        self._keep()
        super().hideEvent(event)

    def cover(self) -> None:
        """The screen locks."""
        self.steps[self._at].take()
        self._check.cover_up(keep=not self.recorded)

    def close_kept(self) -> None:
        """Simpan & tutup."""
        self.steps[self._at].take()
        self._keep()
        self._ways.visit("home")

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._chip = row(gap=8)
        if self.title_row is not None:
            self.title_row.insertLayout(1, self._chip)
        self.close_button = Button(_("Save & close"), self.close_kept, icon="x")
        self.add_to_title(self.close_button)
        self._steps = Steps([Step(name) for name in self._names()])
        self._steps.asked.connect(self.go)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
        self._told = column(gap=0)
        self._card = QFrame()
        self._card.setProperty("part", "card")
        self.back = Button(_("Back"), lambda: self.go(max(self._at - 1, 0)), icon="arrow-left")
        self.main = Button("", self.next, kind="primary", icon="arrow-right").icon_right()
        self._kept_at = label("", "small")
        foot = row(self.back, STRETCH, self._kept_at, self.main, gap=14, margins=(20, 8, 20, 8))
        self._inside = column(scrolled(self._stack), gap=0)  # scrolls at larger text, its foot stays
        self._card.setLayout(column(self._inside, hairline(), foot, gap=0, margins=(1, 1, 1, 1)))
        self._card_box = column(self._told, self._card, gap=8)
        self._card_box.setStretch(1, 1)
        self._list = Wrapped("", "small")
        keys = Wrapped(_("Enter: next field. Ctrl+Enter: next step."), "small")
        parts = [fact("list-check", self._list)]
        if current().scale < LARGEST:
            parts.append(fact("keyboard", keys))
        left = holder(column(self._steps, STRETCH, *parts, gap=12))
        for part in (left, self._steps):
            part.setFixedWidth(current().dense(STEPS_WIDTH))
        box = row(left, self._card_box, gap=16)
        box.setStretch(1, 1)
        self.body.addLayout(box, 1)
        self.setTabOrder(self.main, self.back)  # whoever leaves the last field by Tab goes on, not back

    def _connect(self) -> None:
        self._person_step.chosen.connect(lambda person: self._open(person, PERSON))
        self._check.asked.connect(self.go)
        for step in self.steps:
            step.changed.connect(self._left_field)
            step.ended.connect(self.main.setFocus)
        keys: dict[str, Any] = {"Ctrl+Return": self.next}
        keys["Esc"] = lambda: self.back.click() if self.back.isVisible() else self.close_kept()
        keys |= {f"Alt+{i + 1}": lambda i=i: self.go(i) for i in range(len(self.steps))}
        PageKeys(self, keys)

    def _names(self) -> tuple[str, ...]:
        return (c_("step", "Person"), c_("step", "Destination"), c_("step", "Documents"), _("Check & record"))

    # -- the person ------------------------------------------------------------------------------------------------

    def _load_village(self) -> None:
        self._desk.ask(hamlets_of, owner=self).success(self._person_step.offer_hamlets).start()

    def _start_over(self) -> None:
        departure_drafts.drop(self._desk, self.typed)
        self.recorded = True  # nothing of this page is kept any more
        self._ways.departure(self.typed.person)

    def _open(self, person: bytes, step: int) -> None:
        ask = self._desk.ask(lambda office: open_person(office, person), owner=self)
        ask.success(lambda opened: self._opened(opened, step)).start()

    def _opened(self, opened: Opened, step: int) -> None:
        person, typed = dict(opened.file.person), self.typed
        if opened.draft is not None and self._at == PERSON and not self._taken_up:
            self._ways.departure(draft=opened.draft)  # begun before
            return
        if typed.person is None and typed.key and not typed.empty():
            departure_drafts.drop(self._desk, typed)
        typed.person, typed.key = bytes(person["id"]), bytes(person["id"])
        typed.name, typed.stage = str(person["name"] or ""), str(opened.file.derived.stage or "")
        typed.known = {k: str(v) for k, v in person.items() if isinstance(v, str) and v}
        typed.about.pop("name", None)
        self._person_step.show_known(person, opened.line, typed.stage)
        self.go(step)
        if step == PERSON:
            self.main.setFocus()

    # -- what is found ---------------------------------------------------------------------------------------------

    def _left_field(self) -> None:
        self._keep()
        self._show_steps()
        self._judge()

    def _judge(self) -> None:
        """The rules over the whole form, asked on the worker; an answer to what was typed before is dropped."""
        if not self._person_step.decided or self.recorded:
            return
        form = self.typed.form(self._desk.today().isoformat())
        self._asked = asked = self._desk.ask(lambda office: check_departure(office, form), owner=self)
        asked.success(lambda found: self._judged(found) if asked is self._asked else None).start()

    def _judged(self, problems: Sequence[Problem]) -> None:
        before = {one.field or "" for one in self._found}
        self._found = [one for one in problems if not self._not_yet_asked(one)]
        for at, step in enumerate(self.steps):
            step.take_back(before - {one.field for one in self._found})
            step.show_problems([p for p in self._found if at <= self._at and step.owns(p.field or "")])
        self._show_found(self._found)

    def _not_yet_asked(self, problem: Problem) -> bool:
        """Nobody is told of a field that he has not come to: it is empty, in this step or a later one."""
        name = problem.field or ""
        if self._step_of(name) < self._at and problem.level is not Level.STOP:
            return False
        forms = [form for step in self.steps for form in step.forms if name in form.editors]
        return not any(form.editors[name].text().strip() for form in forms) and bool(forms)

    def _show_found(self, problems: Sequence[Problem]) -> None:
        clear(self._told)
        told = [one for one in problems if one.field and self._step_of(one.field) in range(self._at + 1)]
        papers = self._documents.check() if self._at >= DOCUMENTS else []
        told += [one for one in papers if one.field not in {other.field for other in told}]
        stops = sum(one.level is Level.STOP for one in told)
        warns = sum(one.level is Level.WARN for one in told)
        if not stops + warns:
            return
        heavy = [one for one in told if one.level is not Level.HINT][:JUMPS]
        jumps = [(self._title(one.field or ""), partial(self._jump, one.field or "")) for one in heavy]
        banner = Banner("danger" if stops else "warn", found_words(stops, warns), jumps=jumps)
        for button, one in zip(banner.buttons, heavy, strict=True):
            button.setToolTip(say(one.message))
        self._told.addWidget(banner)

    def _step_of(self, name: str) -> int:
        return next((i for i, step in enumerate(self.steps) if step.owns(name)), -1)

    def _title(self, name: str) -> str:
        if name.startswith(("papers.", "journeys.passport")):
            return self._documents.title_of(name)
        return declared(self._desk.catalogue, name).label.of(WORDS.language)

    def _jump(self, name: str) -> None:
        self.go(self._step_of(name))
        self.steps[self._at].jump(name)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _show_steps(self) -> None:
        shown = []
        for i, name in enumerate(self._names()):
            state: Any = "now" if i == self._at else "done" if i < self._furthest() else "todo"
            shown.append(Step(name, self.steps[i].summary() if i <= self._furthest() else "", state))
        self._steps.show_steps(shown)
        name = self.typed.shown_name
        if self.title is not None:
            self.title.setText(" · ".join(part for part in (name, _("Record departure")) if part))
        clear(self._chip)
        if self.typed.stage:
            self._chip.addWidget(Chip(stage_chip(self.typed.stage)))
        self._list.setText(about_list(self.typed.journey.get("route", "")))

    def _furthest(self) -> int:
        return max(self._at, self.typed.step) if self._person_step.decided else PERSON

    def _show_foot(self) -> None:
        words = (_("To destination"), _("To documents"), _("To check & record"), _("Record"))
        self.main.set_text(words[self._at])
        self.main.set_icon("check" if self._at == CHECK else "arrow-right")
        self.back.setVisible(self._at > PERSON)
        margins = (0, 0, 0, 0) if self._at == DOCUMENTS else (20, 14, 20, 8)
        self._inside.setContentsMargins(*margins)

    def _lines(self) -> Sequence[Line]:
        names = self._names()
        answers = [
            (name, value, at)
            for at in (PERSON, DESTINATION)
            for form in self.steps[at].forms
            for name, value in form.values().items()
        ]
        said = summary_lines(self._desk.catalogue, answers)
        return [
            (names[PERSON], self.typed.shown_name, PERSON), *said, (names[DOCUMENTS], self._documents.summary(), DOCUMENTS),
        ]  # fmt: skip

    # -- keeping and recording -------------------------------------------------------------------------------------

    def _keep(self) -> None:
        if self.recorded or self.typed.empty():
            return
        departure_drafts.keep(self._desk, self.typed).success(self._show_kept).start()

    def _show_kept(self, at: datetime) -> None:
        if not no_parent(self._kept_at):
            self._kept_at.setText(_("Draft kept {time}", time=clock_time(at)))

    def _record(self, *, without: bool = False) -> None:
        if not (without or self._check.complete(self._ways, partial(self._record, without=True))):
            return
        for step in self.steps:
            step.take()
        form = self.typed.form(self._desk.today().isoformat())
        self.main.setEnabled(False)
        work = self._desk.write(lambda office: record_departure(office, form), owner=self)
        work.success(self._answered).finished(lambda: self.main.setEnabled(True)).start()

    def _answered(self, answer: Departed | Refused) -> None:
        if isinstance(answer, Refused):
            self._refused(answer.problems)
            return
        self.recorded = True
        departure_drafts.drop(self._desk, self.typed)
        self._ways.saved()
        self._show_done(answer)

    def _refused(self, problems: Sequence[Problem]) -> None:
        stops = [one for one in problems if one.level is Level.STOP]
        self._check.uncover_for(stops)
        for step in self.steps:
            step.show_problems([one for one in stops if step.owns(one.field or "")])
        self._show_found(problems)
        first = next((one for one in stops if self._step_of(one.field or "") >= 0), None)
        if first is not None and first.field:
            self._jump(first.field)
            self.steps[self._at].show_problems([first])

    def _show_done(self, departed: Departed) -> None:
        clear(self._told)
        done = DepartureDone(self._desk, self._ways, self.typed.shown_name, departed)
        done.undone.connect(self._undone)
        person, journey = departed.saved.record, departed.journey
        done.printing.connect(lambda: self._ways.print_for(person, journey))
        done.file.connect(lambda: self._ways.person(person))
        done.next_one.connect(self._ways.departure)
        done.counselling.connect(lambda: self._counsel(person, journey))
        self._card.hide()
        self.close_button.hide()
        self._done = done
        self._card_box.addWidget(done, 1)
        said = zip(self._names(), self.steps, strict=True)
        self._steps.show_steps([Step(name, step.summary(), "done") for name, step in said])
        done.print.setFocus()

    def _counsel(self, person: bytes, journey: bytes) -> None:
        from ui.pages.counselling_dialog import CounsellingDialog

        dialog = CounsellingDialog(self, self._desk, person, journey)
        dialog.saved.connect(lambda: self._done.counselled(dialog.undo))
        dialog.open()

    def _undone(self) -> None:
        """Back in the form with everything as it was; the draft is kept again."""
        self._done.deleteLater()
        self.recorded = False
        self._card.show()
        self.close_button.show()
        self._ways.saved()
        self.go(CHECK)
        self._keep()
