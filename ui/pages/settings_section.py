"""One part of the settings: its form, what is wrong in it, and its saving. Knows no page around it."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import Problem
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_settings import TABLE, change_settings
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.from_catalogue import describe, parser
from ui.language import say
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.widgets.layout import column

Fields = Sequence[tuple[str, Width]]
GAP: Final = 10


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
        typed = dict(self.typed())
        work = self._desk.write(lambda office: change_settings(office, typed), owner=self)
        work.success(self.answered).start()

    def answered(self, answer: Saved | Refused) -> None:
        """Stored, or why not."""
        if isinstance(answer, Refused):
            self.show_problems(answer.problems)
            self.refused.emit(say(answer.problems[0].message))
            return
        self.dirty = False
        self.show_problems(answer.warnings)
        self.saved.emit()


class FormSection(Section):
    """A section whose fields are declared ones of `village_settings`."""

    def __init__(self, desk: OfficeDesk, fields: Fields) -> None:
        super().__init__(desk)
        described = [describe(desk.catalogue, f"{TABLE}.{name}", width=width) for name, width in fields]
        self.form = Form(described, parser(desk.catalogue, desk.today()))
        self._before: Mapping[str, str] = {}
        self.form.changed.connect(lambda _name: self.touch())
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
