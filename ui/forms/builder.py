"""Draws a form from descriptions: labels above, problems under the field, checked when a field is left.

Enter goes to the next field, Ctrl+Enter presses the main button. What a field means is decided by `parse`, which
the application hands in; the form only shows its answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.dates import partial_date
from ui.forms.describe import FieldDescription, Labels, Parse
from ui.forms.editors import Editor, make_editor
from ui.language import N_, WORDS
from ui.widgets.field import Field, give_letters

SPAN: Final = {"short": 3, "third": 4, "half": 6, "full": 12}
COLUMNS: Final = 12
DAYS: Final = frozenset({"date", "partial_date"})
MISSING: Final = Problem(Level.STOP, None, Message(N_("This is needed. Ask, or leave the step for later.")))
_ORDER: Final = {Level.STOP: 0, Level.WARN: 1, Level.HINT: 2}


class Form(QWidget):
    """`values()` holds what was parsed; `changed` after each field that was left; `submitted` on Ctrl+Enter."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, fields: Sequence[FieldDescription], parse: Parse) -> None:
        super().__init__()
        self._parse = parse
        self._described = {field.name: field for field in fields}
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, Field] = {}
        self._values: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        at_row = at_column = 0
        for field in fields:
            span = SPAN[field.width]
            if at_column + span > COLUMNS:
                at_row, at_column = at_row + 1, 0
            grid.addWidget(self._make(field), at_row, at_column, 1, span, Qt.AlignmentFlag.AlignTop)
            at_column += span
        for i in range(COLUMNS):
            grid.setColumnStretch(i, 1)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submitted.emit)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.submitted.emit)
        give_letters(self)

    def values(self) -> dict[str, Any]:
        """The parsed values of all fields; None where nothing usable was typed."""
        return {name: self._values.get(name) for name in self.fields}

    def typed(self) -> dict[str, str]:
        """The texts as typed, for a draft."""
        return {name: editor.text() for name, editor in self.editors.items()}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts in, for instance from a draft, and check those that are not empty. Unknown names are ignored."""
        for name, text in texts.items():
            if name in self.editors:
                self.editors[name].set_text(text)
                if text:
                    self.check(name)

    def check(self, name: str) -> list[Problem]:
        """Parse one field and show the heaviest problem under it."""
        text = self.editors[name].text()
        value, problems = self._parse(name, text) if text.strip() else (None, ())
        self._values[name] = value
        ordered = sorted(problems, key=lambda problem: _ORDER[problem.level])
        self.fields[name].show_problem(ordered[0] if ordered else None)
        return ordered

    def check_all(self) -> list[Problem]:
        """Parse everything, required fields included; the problems name their fields, stops first."""
        found: list[Problem] = []
        for name, described in self._described.items():
            problems = self.check(name)
            if described.required and not self.editors[name].text().strip():
                self.fields[name].show_problem(MISSING)
                problems = [MISSING]
            found += [problem.about(name) for problem in problems]
        return sorted(found, key=lambda problem: _ORDER[problem.level])

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show what a rule over the whole record found, each under the field it is about."""
        for problem in problems:
            if problem.field in self.fields:
                self.fields[problem.field].show_problem(problem)

    def jump(self, name: str) -> None:
        """Put the cursor into a field; banners use it."""
        self.fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a line goes on to the next field, as in a spreadsheet."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
            if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _make(self, described: FieldDescription) -> Field:
        editor = make_editor(described, said)
        field = Field(said(described.label), editor.widget, help_text=said(described.help))
        name = described.name
        self.editors[name], self.fields[name] = editor, field
        if described.shape in {"line", "select"}:
            editor.widget.installEventFilter(self)
        editor.connect(lambda: self._left(name))
        field.note.accepted.connect(lambda text: self._accept(name, text))
        return field

    def _left(self, name: str) -> None:
        self.check(name)
        self._say_day(name)
        self.changed.emit(name)

    def _say_day(self, name: str) -> None:
        """A day stands there as it was understood: `yesterday` or `+7` in a draft must not mean another day tomorrow."""
        value = self._values.get(name)
        if self._described[name].kind in DAYS and isinstance(value, str):
            self.editors[name].set_text(partial_date(value))

    def _accept(self, name: str, text: str) -> None:
        self.editors[name].set_text(text)
        self._left(name)


def said(labels: Labels) -> str:
    """Content in the language of the window."""
    return labels[0] if WORDS.language == "id" else labels[1] or labels[0]
