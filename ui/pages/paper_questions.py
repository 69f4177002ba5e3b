"""The questions of one letter at the counter, each with its yellow box while its value is missing."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desbumi_app.domain.problems import Problem
from ui.forms.enter_chain import EnterChain
from ui.language import _
from ui.models.paper_form import DAY_RIGHT, Question, question_for
from ui.office_papers import Relative
from ui.theme.theme import current
from ui.widgets.checks import Check
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select, set_state
from ui.widgets.layout import clear, holder, row

SETTLE_MS: Final = 350
STRANGER: Final = "-"
BODY: Final = 11  # points
CHECK_WORDS: Final = 240  # px the words of a box have in the middle column
NOBODY: Final = "."
# Whose values stand behind which choice: they are asked only when that choice leaves them open.
_PARTIES: Final = (("givers.", "relative"), ("givers2.", "relative2"), ("caregiver.", "caregiver"))


class PaperQuestions(QWidget):
    """`changed` a moment after the last key, so that typing never waits for the preview."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "scrolled")
        self.fields: dict[str, Field] = {}
        self._checks: dict[str, Check] = {}
        self._asked: list[Question] = []
        self._relatives: Sequence[Relative] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 6, 0)
        self._box.setSpacing(8)
        self._chain = EnterChain(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.changed)

    def ask(
        self,
        asked: list[Question],
        relatives: Sequence[Relative],
        choices: Mapping[str, list[tuple[str, str]]],
    ) -> None:
        """Show the questions of another letter. `choices`: what selects offer, by kind of question."""
        self._timer.stop()
        clear(self._box)
        self.fields, self._checks, self._asked, self._relatives = {}, {}, asked, relatives
        before: QWidget | None = None
        for one in asked:
            widget = self._made(one, choices)
            if one.beside and before is not None:
                self._box.removeWidget(before)
                both = row(before, widget, gap=8)
                both.setStretch(0, 3)
                both.setStretch(1, 2)
                widget = holder(both, "scrolled")
            self._box.addWidget(widget)
            before = widget
        self._box.addStretch(1)
        self.allow(DAY_RIGHT, False)  # asked only where the letter doubts it
        self._chain.watch([self.fields[one.key].editor for one in asked if one.key in self.fields])
        give_letters(self)

    def typed(self) -> dict[str, str]:
        """Everything as typed, by key."""
        found = {key: "1" if check.isChecked() else "" for key, check in self._checks.items()}
        for key, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, Select):
                found[key] = editor.code() or ""
            elif isinstance(editor, LineEdit):
                found[key] = editor.text()
        return found

    def relative(self, key: str = "relative") -> Relative | None:
        """The stored relative who was chosen."""
        code = self.typed().get(key, "")
        return self._relatives[int(code)] if code.isdigit() else None

    def show_missing(self, missing: Sequence[str], problems: Sequence[Problem]) -> None:
        """Mark what is empty or wrong at its question; what a stored relative already answers is not asked again."""
        empty = {question_for(key, self._asked) for key in missing}
        wrong = {problem.field: problem for problem in problems}
        typed = self.typed()
        for key, field in self.fields.items():
            field.show_problem(wrong.get(key))
            if key in empty and key not in wrong:
                set_state(field.editor, "warn")
                field.editor.setAccessibleDescription(_("Still empty"))
            if isinstance(field.editor, LineEdit):
                field.editor.setPlaceholderText(_("Still empty") if key in empty else "")
            whose = next((who for start, who in _PARTIES if key.startswith(start)), None)
            if whose is not None:
                stranger = typed.get(whose) == STRANGER
                kept = key in empty or key in wrong or stranger or bool(typed[key])
                field.setVisible(kept or field.editor.hasFocus())

    def allow(self, key: str, wanted: bool) -> None:  # noqa: FBT001  (a fact, not a switch)
        """Show a question only while the letter asks it."""
        asked: QWidget | None = self.fields.get(key) or self._checks.get(key)
        if asked is not None:
            asked.setVisible(wanted)

    def start(self) -> None:
        """Put the cursor into the first question, once the questions just made are in sight."""
        QTimer.singleShot(0, self, lambda: self._chain.go(None))

    def prefer(self, key: str, code: str) -> None:
        """Show what is used while nobody chose: the usual signer."""
        field = self.fields.get(key)
        if field is not None and isinstance(field.editor, Select) and field.editor.code() is None:
            field.editor.set_code(code)

    def jump(self, key: str) -> None:
        """Put the cursor where a value is missing."""
        target: QWidget | None = self.fields.get(key) or self._checks.get(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fill(self, key: str, text: str) -> None:
        """Type something for the officer, for instance from a test or a draft."""
        if key in self._checks:
            self._checks[key].setChecked(text == "1")
        editor = self.fields[key].editor if key in self.fields else None
        if isinstance(editor, Select):
            editor.set_code(text)
        elif isinstance(editor, LineEdit):
            editor.setText(text)
        self._timer.start()

    def _made(self, one: Question, choices: Mapping[str, list[tuple[str, str]]]) -> QWidget:
        if one.kind == "check":
            check = _wrapped_check(one.words)
            check.clicked.connect(lambda *_args: self._timer.start())
            self._checks[one.key] = check
            return check
        editor: QWidget
        if one.kind in choices:
            editor = self._select(choices[one.kind])
        else:
            line = LineEdit(dense=True)
            line.textEdited.connect(lambda _text: self._timer.start())
            editor = line
        field = Field(one.words, editor, reserve=False)
        self.fields[one.key] = field
        return field

    def _select(self, options: list[tuple[str, str]]) -> Select:
        select = Select(options, empty=_("Choose"), dense=True)
        select.picked.connect(lambda _code: self._timer.start())
        return select


def _wrapped_check(words: str) -> Check:
    """A box whose words take as many lines as the narrow column needs."""
    check = Check(words.replace("&", "&&"))
    check.setAccessibleName(words)
    metrics = QFontMetrics(current().font(BODY))  # its own font is the large one only once it is in the page
    lines = wrap(words, max(12, CHECK_WORDS // metrics.averageCharWidth()))
    check.setText("\n".join(lines).replace("&", "&&"))
    if len(lines) > 1:  # the sheet's height of one line would else be all that the layout keeps for it
        check.setStyleSheet(f"min-height: {metrics.lineSpacing() * len(lines) + 6}px")
    check.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return check


def relative_choices(relatives: Sequence[Relative], said: Callable[[str], str]) -> list[tuple[str, str]]:
    """Stored relatives with their relation, then somebody else."""
    known = []
    for i, one in enumerate(relatives):
        words = f"{one.name} ({said(one.relation)})" if one.relation else one.name
        known.append((str(i), words))
    return [*known, (STRANGER, _("Somebody else"))]
