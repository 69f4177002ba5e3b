"""Records one conversation for information: day, topics, with family or alone. A page's own small sheet."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.undo_save import Undoable, undoable
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.enter_chain import EnterChain
from ui.forms.from_catalogue import describe, parser, said_value
from ui.language import WORDS, _, say
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row

FIELDS: Final[tuple[tuple[str, Width], ...]] = (
    ("counselling.held_on", "half"),
    ("counselling.minutes", "half"),
    ("counselling.with_family", "half"),
    ("counselling.family_present", "half"),
)
COLUMNS: Final = 2
TOPICS: Final = "counselling.topics"


class CounsellingDialog(QDialog):
    """`saved` after it is stored; `undo` takes it back. Esc leaves without storing."""

    saved = Signal()

    def __init__(
        self, parent: QWidget, desk: OfficeDesk, person: bytes, journey: bytes | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._person, self._journey = desk, person, journey
        self.undo: Undoable | None = None
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Record counselling"))
        self.setModal(True)
        self.setMinimumWidth(current().px(620))
        described = [describe(desk.catalogue, name, width=width) for name, width in FIELDS]
        self.form = Form(described, parser(desk.catalogue, desk.today()))
        self.form.fill(
            {
                "counselling.held_on": said_value(
                    desk.catalogue, "counselling.held_on", desk.today().isoformat()
                )
            }
        )
        self.topics = self._topics()
        self._told = Wrapped("", "small", "danger")
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        foot = row(Button(_("Cancel"), self.reject), STRETCH, self.main, gap=12)
        grid = QGridLayout()
        for i, check in enumerate(self.topics.values()):
            grid.addWidget(check, i // COLUMNS, i % COLUMNS)
        self.setLayout(column(
            label(_("Record counselling"), "h1"), self.form, label(_("What was talked about"), "strong"), grid,
            self._told, foot, gap=10, margins=(24, 20, 24, 20),
        ))  # fmt: skip
        self._draft = self._new_draft()
        self._started = self._texts()
        self.form.changed.connect(lambda _name: self._keep())
        for check in self.topics.values():
            check.clicked.connect(lambda *_args: self._keep())
        self._draft.take_up(self._take_up, self)
        chain = EnterChain(self)
        chain.watch([*editors_of(self.form), *self.topics.values()])
        chain.ended.connect(self.main.setFocus)
        PageKeys(self, {"Ctrl+Return": self.record})
        give_letters(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    def reject(self) -> None:
        """Left out on purpose: nothing is kept."""
        self._draft.end()
        super().reject()

    def keep_again(self) -> None:
        """What was recorded is taken back: it waits as it was typed."""
        self._new_draft().keep(self._texts(), self._started)

    def _new_draft(self) -> FormDraft:
        return FormDraft(self._desk, "counselling", self._person, self._person)

    def _texts(self) -> dict[str, str]:
        chosen = ";".join(code for code, check in self.topics.items() if check.isChecked())
        return {**self.form.typed(), TOPICS: chosen}

    def _keep(self) -> None:
        self._draft.keep(self._texts(), self._started)

    def _take_up(self, texts: Mapping[str, str]) -> None:
        self.form.fill(texts)
        for code in texts.get(TOPICS, "").split(";"):
            if code in self.topics:
                self.topics[code].setChecked(True)

    def record(self) -> None:
        """Store it, or say what is missing."""
        chosen = [code for code, check in self.topics.items() if check.isChecked()]
        typed: dict[str, Typed] = {
            name.partition(".")[2]: text for name, text in self.form.typed().items() if text.strip()
        }
        typed["topics"] = chosen
        person, journey = self._person, self._journey

        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = record_counselling(office, person, typed, journey)
            return done, undoable(office, done) if isinstance(done, Saved) else None

        self.main.setEnabled(False)
        work = self._desk.write(store, owner=self).success(lambda answer: self._answered(*answer))
        work.finished(lambda: self.main.setEnabled(True)).start()

    def _answered(self, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Saved):
            self._draft.end()
            self.undo = undo
            self.saved.emit()
            self.accept()
            return
        self.form.show_problems(answer.problems)
        rest = [one for one in answer.problems if one.field not in self.form.fields]
        self._told.setText(_("Choose at least one topic.") if _about_topics(rest) else say_all(rest))

    def _topics(self) -> dict[str, Check]:
        return {
            value.code: Check(value.label.of(WORDS.language))
            for value in self._desk.catalogue.values("counselling_topics").offered
        }


def _about_topics(problems: Sequence[Problem]) -> bool:
    return any(one.field == "counselling.topics" for one in problems)


def say_all(problems: Sequence[Problem]) -> str:
    """The sentences of problems that have no field on this sheet."""
    return " ".join(say(one.message) for one in problems)
