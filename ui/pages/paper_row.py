"""One document of the departure form: name, Ada / Belum / Tak perlu, number, valid until, and the line under them.

A, B and T answer; Enter goes on. A NIK is shown in part until the field is entered.
"""

from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from desbumi_app.catalogue.checklists import ChecklistItem
from desbumi_app.catalogue.parse_dates import render_date
from desbumi_app.catalogue.parse_mrz import parse_mrz
from desbumi_app.domain.masks import mask_nik
from desbumi_app.domain.nik import is_nik
from desbumi_app.domain.problems import Level, Problem
from ui.language import WORDS, _, c_, say
from ui.models.departure import MISSING, NOT_NEEDED, PASSPORT, SEEN
from ui.models.papers import number_kind, read_paper, runs_out
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.inputs import LineEdit, State, set_state
from ui.widgets.labels import IconLabel, Wrapped, label, restyle
from ui.widgets.layout import row
from ui.widgets.segment import Segment

TWO_LINES: Final = 2 * 44 + 1
NOTHING: Final = "–"
NAME_WIDTH: Final = 276
UNTIL_WIDTH: Final = 170
LARGEST: Final = 1.5
_NOTES: Final[dict[Level, tuple[str, str]]] = {
    Level.STOP: ("alert-circle", "danger"),
    Level.WARN: ("alert-triangle", "warn"),
    Level.HINT: ("bulb", "muted"),
}


class MaskedEdit(LineEdit):
    """A number that is shown in part while the cursor is elsewhere; `whole` is what is stored."""

    def __init__(self, *, masked: bool) -> None:
        super().__init__(dense=True)
        self._masked = masked
        self.whole = ""
        self.textEdited.connect(self._edited)

    def put(self, text: str) -> None:
        """Take a number over; shown in part unless the cursor is here."""
        self.whole = text
        self.setText(text if self.hasFocus() or not self._hides() else mask_nik(_digits(text)))

    def focusInEvent(self, event: object) -> None:
        """Whoever types sees what is typed."""
        if self._hides():
            self.setText(self.whole)
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt hands in a QFocusEvent

    def focusOutEvent(self, event: object) -> None:
        """Hidden again when left."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if self._hides():
            self.setText(mask_nik(_digits(self.whole)))

    def _hides(self) -> bool:
        return self._masked and is_nik(_digits(self.whole))

    def _edited(self, text: str) -> None:
        self.whole = text


class RowNote(QWidget):
    """One line, flush right under the day it is about: drawing, sentence, perhaps a better value."""

    accepted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("bulb", 16, "muted")
        self._text = label("", "small")
        self._value = ""
        self._use = Button("", lambda: self.accepted.emit(self._value), kind="inline")
        self.setLayout(row(self._icon, self._text, self._use, gap=6))
        self.show_problem(None)

    def show_problem(self, problem: Problem | None) -> None:
        """Say it, or take no room."""
        self.setVisible(problem is not None)
        if problem is None:
            self._text.setText("")
            return
        icon, tone = _NOTES[problem.level]
        self._icon.show_icon(icon, tone)
        self._text.setText(say(problem.message))
        restyle(self._text, "tone", tone)
        self._value = problem.suggestion or ""
        self._use.setVisible(bool(self._value))
        self._use.set_text(_("Use {value}", value=self._value or NOTHING))

    def said(self) -> str:
        """The sentence on show."""
        return self._text.text()


class PaperRow(QObject):
    """The widgets of one document in a grid; `changed` when it was answered or a field was left."""

    changed = Signal(str)
    answered = Signal(object)
    passport = Signal(object)  # what a passport's two lines say, when a reader typed them into number and day

    def __init__(self, parent: QWidget, item: ChecklistItem, typed: dict[str, str], today: date) -> None:
        super().__init__(parent)
        self.item, self._today = item, today
        self.name = Wrapped(item.name.of(WORDS.language), "strong")
        self.name.setToolTip(item.look.of(WORDS.language))
        self.name.setFixedWidth(name_width())
        self.segment = Segment(self.name.text(), _states())
        self.number = MaskedEdit(masked=number_kind(item) in {"nik", "kk_number"})
        self.until = LineEdit(dense=True)
        self.until.setFixedWidth(current().dense(UNTIL_WIDTH))
        self.note = RowNote()
        self.buttons: list[QAbstractButton] = list(self.segment.findChildren(QAbstractButton))
        for button in self.buttons:
            button.installEventFilter(self)
        self._connect()
        self._name()
        self.fill(typed)

    def fill(self, typed: dict[str, str]) -> None:
        """Show what was entered before."""
        self.segment.set_value(typed.get("status") or None)
        self.number.put(typed.get("number", ""))
        self.until.setText(typed.get("expires_on", ""))
        self._fit()
        self.judge()

    def typed(self) -> dict[str, str]:
        """The texts as typed; {} while nothing was answered."""
        status = self.segment.value()
        if status is None:
            return {}
        found = {"status": status}
        if status == SEEN:
            found |= {
                "number": self.number.whole,
                "expires_on": self.until.text() if runs_out(self.item) else "",
            }
        return found

    def judge(self, rule: Problem | None = None) -> Problem | None:
        """Show the heaviest finding under the row; `rule` is what a rule over the whole form said about the day."""
        about_number, about_day = read_paper(self.item, self.typed(), self._today)
        about_day = about_day or rule
        set_state(self.number, _look(about_number))
        set_state(self.until, _look(about_day))
        found = [one for one in (about_number, about_day) if one]
        heaviest = min(found, key=lambda one: list(Level).index(one.level), default=None)
        self.note.show_problem(heaviest)
        return heaviest

    def add_to(self, grid: QGridLayout, at: int) -> None:
        """Two grid rows: the fields, and the line under the day it is about."""
        for column, widget in enumerate((self.name, self.segment, self.number, self.until)):
            grid.addWidget(widget, at, column)
        grid.addWidget(self.note, at + 1, 1, 1, 3, Qt.AlignmentFlag.AlignRight)

    def editors(self) -> list[QWidget]:
        """What the cursor visits, in order."""
        return [*self.buttons, self.number, self.until]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A, B, T (in English T, N, U for There, Not yet, Unneeded) answer and go on."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not event.modifiers():
            keys = ("ABT" if WORDS.language == "id" else "TNU").lower()
            typed = event.text().lower()
            if typed and typed in keys:
                self._answer((SEEN, MISSING, NOT_NEEDED)[keys.index(typed)])
                return True
        return super().eventFilter(watched, event)

    def _answer(self, status: str) -> None:
        self.segment.set_value(status)
        self._decided()
        last = self.buttons[-1]
        self.answered.emit(last)

    def _connect(self) -> None:
        self.segment.chosen.connect(lambda _code: self._decided())
        for line in (self.number, self.until):
            line.left.connect(lambda _text: self._left())
        self.note.accepted.connect(self._accept)
        if self.item.code == PASSPORT:
            for line in (self.number, self.until):
                line.textEdited.connect(lambda _text: self._read_lines())

    def _read_lines(self) -> None:
        """A reader sends each line with Enter: the first lands in the number, the second in the day."""
        lines = f"{self.number.whole}\n{self.until.text()}".upper()
        if len(lines) < TWO_LINES or not lines.startswith("P"):
            return
        passport, problems = parse_mrz(lines, today=self._today)
        if passport is None:
            self.note.show_problem(problems[0])
            return
        self.number.put(passport.number)
        self.until.setText(render_date(passport.expires))
        self.passport.emit(passport)
        self._left()

    def _decided(self) -> None:
        self._fit()
        self._left()

    def _left(self) -> None:
        self.judge()
        self.changed.emit(self.item.code)

    def _accept(self, text: str) -> None:
        self.until.setText(text)
        self._left()

    def _fit(self) -> None:
        there = self.segment.value() == SEEN
        self.number.setEnabled(there)
        self.number.setPlaceholderText("" if there else NOTHING)
        self.until.setEnabled(there and runs_out(self.item))
        endless = there and not runs_out(self.item)
        self.until.setPlaceholderText(
            _capital(self.item.valid.of(WORDS.language)) if endless else "" if there else NOTHING
        )

    def _name(self) -> None:
        name = self.name.text()
        self.number.setAccessibleName(f"{name}: {_('Number')}")
        self.until.setAccessibleName(f"{name}: {_('Valid until')}")


def name_width() -> int:
    """The room of a paper's name; at the largest text its number needs what it would have grown by."""
    theme = current()
    return theme.dense(NAME_WIDTH) if theme.scale < LARGEST else NAME_WIDTH


def state_width() -> int:
    """The room that Ada / Belum / Tak perlu takes, for the head of the list."""
    probe = Segment("", _states())
    width = probe.sizeHint().width()
    probe.deleteLater()  # it listens to itself: nobody else would let go of it
    return width


def _states() -> list[tuple[str, str]]:
    return [(SEEN, c_("paper", "There")), (MISSING, c_("paper", "Not yet")), (NOT_NEEDED, _("Not needed"))]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _look(problem: Problem | None) -> State:
    looks: dict[Level, State] = {Level.STOP: "error", Level.WARN: "warn"}
    return looks.get(problem.level, "") if problem else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
