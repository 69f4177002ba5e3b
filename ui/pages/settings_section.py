"""One part of the settings: its form, what is wrong in it, its saving and its draft. Knows no page around it."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_settings import TABLE, change_settings
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.from_catalogue import describe, parser
from ui.language import say
from ui.models.draft_half import DraftHalf, Filled, Texts
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.widgets.layout import column

Fields = Sequence[tuple[str, Width]]
GAP: Final = 10
DRAFT: Final = "settings"


class Section(QWidget):
    """`load` fills it, `save` stores what was changed; `saved`, `unchanged` and `refused` (a sentence) tell how it went."""

    saved = Signal()
    unchanged = Signal()
    refused = Signal(str)
    touched = Signal()
    keeps = True  # whether there is something to store; False for a part that is only looked at

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__()
        self.setProperty("part", "scrolled")
        self._desk = desk
        self.dirty = False
        self.undo: Undoable | None = None  # of what was saved last
        self.box: QVBoxLayout = column(gap=GAP, margins=(0, 0, 8, 0))
        self.setLayout(self.box)

    def load(self, view: SettingsView) -> None:
        """Show what is stored; a section whose dialogs read for themselves shows nothing of it."""

    def typed(self) -> Mapping[str, Typed]:
        """What was typed, by field of the settings."""
        return {}

    def jump(self, field: str) -> None:
        """Put the cursor where a value is missing."""

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what is wrong."""

    def touch(self) -> None:
        """Something was typed."""
        self.dirty = True
        self.touched.emit()

    def save(self) -> None:
        """Store it; nothing happens while nothing was changed."""
        if not self.dirty:
            self.unchanged.emit()
            return
        typed, after = dict(self.typed()), self.ending()

        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = with_undo(office, change_settings(office, typed))
            after(office, done[0])
            return done

        work = self._desk.write(store, owner=self).success(lambda answer: self.answered(*answer))
        work.finished(self.rest).start()

    def ending(self) -> Callable[[Office, Saved | Refused], None]:
        """Desk worker, after a save: what becomes of the draft, if the part has one."""
        return lambda _office, _done: None

    def rest(self) -> None:
        """A save is over, also one that failed."""

    def keep(self) -> None:
        """Keep what is typed as a draft, where the part has one: a lock, or a field that was left."""

    def forget(self) -> None:
        """What was typed is not wanted any more."""

    def answered(self, answer: Saved | Refused, undo: Undoable | None = None) -> None:
        """Stored, or why not; `undo` takes it back."""
        if isinstance(answer, Refused):
            self.show_problems(answer.problems)
            self.refused.emit(say(answer.problems[0].message))
            return
        self.dirty, self.undo = False, undo
        self.show_problems(answer.warnings)
        self.saved.emit()


class FormSection(Section):
    """A section whose fields are declared ones of `village_settings`. What was typed and could not be stored is a draft."""

    def __init__(self, desk: OfficeDesk, fields: Fields) -> None:
        super().__init__(desk)
        key = sha256(f"{DRAFT}{type(self).__name__}".encode()).digest()[:16]
        self._half = DraftHalf(DRAFT, key, {}, desk.clock)
        self._shown = self._storing = False
        described = [describe(desk.catalogue, f"{TABLE}.{name}", width=width) for name, width in fields]
        self.form = Form(described, parser(desk.catalogue, desk.today()))
        self._before: Mapping[str, str] = {}
        self.form.changed.connect(self._left)
        for field in self.form.fields.values():
            field.compact()
            field.editor.installEventFilter(self)
        self.box.addWidget(self.form)

    def load(self, view: SettingsView) -> None:
        """Show what is stored."""
        for name, editor in self.form.editors.items():
            editor.set_text(view.texts.get(name.partition(".")[2], ""))
            self.form.fields[name].show_problem(None)
        self._before = self.form.typed()
        self.dirty = False
        read = self._desk.ask(lambda office: self._half.read(office.register, office.operator.id), owner=self)
        read.success(self._take_up).start()

    def texts(self) -> dict[str, str]:
        """What stands in the part now, for a draft."""
        return self.form.typed()

    def put(self, texts: Texts) -> None:
        """What a draft held that differs from what is stored."""
        self.form.fill(texts)

    def keep(self) -> None:
        """As a draft of this user; nothing while it is being stored."""
        if self.dirty and not self._storing:
            filled = self._filled()
            self._desk.keep(
                lambda office: self._half.keep(office.register, office.operator.id, filled)
            ).start()

    def forget(self) -> None:
        """No draft is left."""
        self.dirty = False
        self._desk.keep(
            lambda office: self._half.end(office.register, office.operator.id, shown=True)
        ).start()

    def ending(self) -> Callable[[Office, Saved | Refused], None]:
        """What was refused waits as it was typed."""
        filled, half, self._storing = self._filled(), self._half, True

        def end(office: Office, done: Saved | Refused) -> None:
            if isinstance(done, Refused):
                half.keep(office.register, office.operator.id, filled)
            else:
                half.end(office.register, office.operator.id, shown=True)

        return end

    def rest(self) -> None:
        """From now on what is typed is kept again, also what a full disk refused."""
        self._storing = False

    def _filled(self) -> Filled:
        before = {name: self._before.get(name, "") for name in self.texts()}
        return Filled(self.texts(), before, self._shown)

    def _left(self, _name: str) -> None:
        self.touch()
        self.keep()

    def _take_up(self, texts: Texts) -> None:
        self._shown = True
        other = {name: text for name, text in texts.items() if text != self._before.get(name, "")}
        if other and not self.dirty:
            self.put(other)
            self.touch()

    def typed(self) -> Mapping[str, Typed]:
        """The fields of the form that were changed: what another laptop wrote meanwhile stays."""
        now = self.form.typed()
        return {name.partition(".")[2]: now[name] for name in now if now[name] != self._before.get(name)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key in a field is a change, also before the field is left."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.text().isprintable()
            and event.text()
        ):
            self.touch()
        return super().eventFilter(watched, event)

    def jump(self, field: str) -> None:
        """Into the field, when the form has it."""
        if f"{TABLE}.{field}" in self.form.fields:
            self.form.jump(f"{TABLE}.{field}")

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each under its field."""
        self.form.show_problems(problems)
