"""Records what happened outside of journeys and calls: moved, withdrew, could not depart, lost from sight, died.

A death asks for a second person of the office; without one it is kept, and counts only when somebody confirms it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.catalogue.regions import Region, load_regions
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.record_life_event import EventForm, Second, record_life_event
from desbumi_app.usecases.undo_save import Undoable, undoable
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.enter_chain import EnterChain
from ui.forms.from_catalogue import choices_of, declared, describe, parser, said_value
from ui.language import N_, WORDS, _, say
from ui.messages import Explained
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, PasswordEdit, Select
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row

DIED, MOVED = "died", "moved"
KIND: Final = "kind"
MOVED_TO, VILLAGE = "moved_to", "village"
DEBOUNCE_MS: Final = 120
VILLAGES: Final = 4
CHOOSE: Final = Problem(Level.STOP, None, Message(N_("Choose what happened.")))
# Which fields belong to which event; the others stay empty.
FIELDS: Final[dict[str, tuple[tuple[str, Width], ...]]] = {
    "interested": (("occurred_on", "half"),),
    "withdrew": (("occurred_on", "half"), ("reason", "half")),
    "stopped": (("occurred_on", "half"), ("reason", "half"), ("place", "full")),
    "failed": (("occurred_on", "half"), ("reason", "half")),
    "lost_contact": (("occurred_on", "half"),),
    MOVED: (("occurred_on", "half"),),
    DIED: (("occurred_on", "half"), ("country", "half"), ("source_document", "full")),
}


class LifeEventDialog(QDialog):
    """`saved` after it is stored, with what to say about it; `undo` takes it back. Esc leaves without storing."""

    saved = Signal(str)

    def __init__(self, parent: QWidget, desk: OfficeDesk, person: bytes, kind: str = "") -> None:
        super().__init__(parent)
        self._desk, self._person = desk, person
        self.moved_to = ""
        self.undo: Undoable | None = None
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Record an event"))
        self.setModal(True)
        self.setMinimumWidth(current().px(620))
        at = 0 if WORDS.language == "id" else 1
        kinds = choices_of(desk.catalogue, declared(desk.catalogue, "life_events.kind"))
        self.kind = Select([(code, labels[at]) for code, labels in kinds], empty=_("Choose"))
        self.kind_field = Field(_("What happened"), self.kind)
        self.form: Form | None = None
        self._fields = column()
        self.village = LineEdit(_("Type three letters of its name"), icon="search")
        self.villages = column(gap=4)
        self._where = holder(
            column(Field(_("To which village"), self.village, reserve=False), self.villages, gap=4)
        )
        self._second = self._second_person()
        self._told = Wrapped("", "small", "danger")
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        foot = row(Button(_("Cancel"), self.reject), STRETCH, self.main, gap=12)
        self.setLayout(column(
            label(_("Record an event"), "h1"), self.kind_field, self._fields, self._where, self._second,
            self._told, foot, gap=8, margins=(24, 20, 24, 20),
        ))  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._look_for_villages)
        self.village.textEdited.connect(lambda _text: self._timer.start())
        self.kind.picked.connect(self.choose)
        # A dialog that is opened for one kind of event says nothing about what was begun in another.
        self._opened_for = kind
        self._draft = self._new_draft()
        PageKeys(self, {"Ctrl+Return": self.record})
        self.kind.set_code(kind or None)
        self.choose(kind)
        give_letters(self)
        self._started = self._texts()
        self._draft.take_up(self._take_up, self)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock: what is typed right now is kept too; a password never."""
        self._keep()
        super().hideEvent(event)

    def reject(self) -> None:
        """Cancelled on purpose: nothing is kept."""
        self._draft.end()
        super().reject()

    def keep_again(self) -> None:
        """What was recorded is taken back: it waits as it was typed, without the second person's password."""
        self._new_draft().keep(self._texts(), self._started)

    def _new_draft(self) -> FormDraft:
        return FormDraft(self._desk, "life_event", self._person + self._opened_for.encode(), self._person)

    def _texts(self) -> dict[str, str]:
        if self.form is None:
            return {}
        where = {MOVED_TO: self.moved_to, VILLAGE: self.village.text()} if self.moved_to else {}
        return {KIND: self.kind.code() or "", **self.form.typed(), **where}

    def _keep(self) -> None:
        self._draft.keep(self._texts(), self._started)

    def _take_up(self, texts: Mapping[str, str]) -> None:
        kind = texts.get(KIND, "")
        if kind in FIELDS:
            self.kind.set_code(kind)
            self.choose(kind)
            if self.form is not None:
                self.form.fill(texts)
            self.moved_to = texts.get(MOVED_TO, "")
            self.village.setText(texts.get(VILLAGE, ""))

    def choose(self, kind: str) -> None:
        """Show what this kind of event asks."""
        self.kind_field.show_problem(None)
        clear(self._fields)
        self.form = None
        if kind:
            desk = self._desk
            described = [
                describe(desk.catalogue, f"life_events.{name}", width=width) for name, width in FIELDS[kind]
            ]
            self.form = Form(described, parser(desk.catalogue, desk.today()))
            today = said_value(desk.catalogue, "life_events.occurred_on", desk.today().isoformat())
            self.form.fill({"life_events.occurred_on": today})
            self._fields.addWidget(self.form)
            self.form.changed.connect(lambda _name: self._keep())
            chain = EnterChain(self.form)
            chain.watch(editors_of(self.form))
            chain.ended.connect(self._after_form)
        self._where.setVisible(kind == MOVED)
        self._second.setVisible(kind == DIED)
        self._told.setText("")
        self.adjustSize()

    def record(self) -> None:
        """Store it, or say what is missing."""
        kind, form = self.kind.code() or "", self.form
        if form is None:
            self.kind_field.show_problem(CHOOSE)
            return
        if any(problem.level is Level.STOP for problem in form.check_all()):
            return
        typed: dict[str, Typed] = {
            name.partition(".")[2]: text for name, text in form.typed().items() if text.strip()
        }
        typed["kind"] = kind
        if kind == MOVED and self.moved_to:
            typed["moved_to"] = self.moved_to
        event, cheap = (
            EventForm(self._person, typed, second=self._typed_second(kind)),
            self._desk.session.cheap,
        )

        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = record_life_event(office, event, cheap=cheap)
            return done, undoable(office, done) if isinstance(done, Saved) else None

        self.main.setEnabled(False)
        self._told.setText("")
        work = self._desk.write(store, owner=self).success(lambda answer: self._answered(*answer))
        work.failure(self._failed)
        work.finished(lambda: self.main.setEnabled(True)).start()

    def choose_village(self, region: Region) -> None:
        """To this village."""
        self.moved_to = region.code
        self.village.setText(region.path)
        clear(self.villages)
        self._keep()
        self.main.setFocus()

    # -- parts -----------------------------------------------------------------------------------------------------

    def _second_person(self) -> QWidget:
        others = list(self._desk.session.users())[1:]
        self.login = Select([(user, user) for user in others], empty=_("Choose"))
        self.password = PasswordEdit()
        self.password_field = Field(_("Password"), self.password)
        said = Wrapped(
            _(
                "A death is confirmed by two. Is somebody else of the office here? "
                "If not, record it now: it counts once somebody else has confirmed it."
            ),
            "muted",
        )
        said.setMinimumWidth(current().px(560))
        line = row(Field(_("Second person"), self.login), self.password_field, gap=16)
        return holder(column(hairline(), said, line, gap=8))

    def _typed_second(self, kind: str) -> Second | None:
        login, password = self.login.code() or "", self.password.wipe()
        return Second(login, password) if kind == DIED and login and password else None

    def _after_form(self) -> None:
        shown = next((one for one in (self.village, self.login) if one.isVisible()), None)
        (shown or self.main).setFocus()

    def _look_for_villages(self) -> None:
        typed, self.moved_to = self.village.text(), ""
        self._desk.ask(lambda _office: load_regions().villages(typed, limit=VILLAGES), owner=self).success(
            self._offer
        ).start()

    def _offer(self, regions: tuple[Region, ...]) -> None:
        clear(self.villages)
        for region in regions:
            button = Button(
                region.path, partial(self.choose_village, region), dense=True, icon="building-community"
            )
            self.villages.addLayout(row(button, STRETCH))
        self.adjustSize()

    # -- answers ---------------------------------------------------------------------------------------------------

    def _answered(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Saved):
            self._draft.end()
            self.undo = undo
            warned = " ".join(say(one.message) for one in answer.warnings)
            self.saved.emit(warned)
            self.accept()
            return
        rest = list(answer.problems)
        if self.form is not None:
            self.form.show_problems(answer.problems)
            rest = [one for one in rest if one.field not in self.form.fields]
        second = next((one for one in rest if one.field == "second"), None)
        self.password_field.show_problem(second)
        self._told.setText(
            " ".join(say(one.message) for one in rest if one is not second and one.level is Level.STOP)
        )

    def _failed(self, failure: Explained) -> None:
        self._told.setText(f"{failure.happened} {failure.sentence}")
