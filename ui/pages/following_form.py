"""Two halves of one form: what the register keeps, and what goes sealed to case officers; with keys for its answers.

Shared by check-in and return. It stores nothing; problems come under their fields.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from desbumi_app.catalogue.when import holds
from desbumi_app.domain.problems import Problem
from ui.forms.builder import Form
from ui.forms.describe import FieldDescription, Width
from ui.forms.enter_chain import EnterChain
from ui.forms.from_catalogue import declared, describe, parser, segmented
from ui.models.following_draft import SEALED
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.sealed_cover import taken_out
from ui.pages.sealed_half import SealedHalf
from ui.theme.theme import current
from ui.widgets.card import Card
from ui.widgets.layout import holder, row, scrolled
from ui.widgets.segment import Segment

ROWS: Final = 8
ROWS_LARGE: Final = 3
YES_NO: Final = {Qt.Key.Key_Y: "yes", Qt.Key.Key_T: "no", Qt.Key.Key_N: "no", Qt.Key.Key_Minus: "unknown"}


class FollowingForm(QObject):
    """`ended` by Enter in the last field; `changed` with the name of a field that was left.

    `held`: texts of the sealed half that wait in memory while it is covered.
    """

    changed = Signal(str)
    ended = Signal()

    def __init__(self, desk: OfficeDesk, page: QWidget, *, drafted: bool) -> None:
        super().__init__(page)
        self.held: dict[str, str] = {}
        self.half = SealedHalf(desk, drafted=drafted)
        self.half.cover.asked.connect(self._show_held)
        self._desk = desk
        self._page = page
        self.forms: list[Form] = []
        self.chain = EnterChain(self)
        self.chain.ended.connect(self.ended)

    def add(self, fields: Sequence[tuple[str, Width]], labels: Mapping[str, str] | None = None) -> Form:
        """A form of declared fields; `labels` are shorter words for narrow places."""
        described = [self._described(name, width, labels or {}) for name, width in fields]
        form = Form(described, parser(self._desk.catalogue, self._desk.today()))
        for field in form.fields.values():
            field.compact()
        if isinstance(grid := form.layout(), QGridLayout):
            grid.setVerticalSpacing(rows())
        form.changed.connect(self._left)
        self.forms.append(form)
        return form

    @property
    def last(self) -> QWidget:
        """The editor behind which the page's own buttons come."""
        return editors_of(self.forms[-1])[-1]

    def watch(self) -> None:
        """Enter goes through all editors in their order, and the answer keys work in all of them."""
        order = [widget for form in self.forms for widget in editors_of(form)]
        self.chain.watch(order)
        for widget in order:
            widget.installEventFilter(self)

    def texts(self, table: str) -> dict[str, str]:
        """What was typed for one table, by field; empty and hidden fields left out."""
        shown = {
            name: text
            for form in self.forms
            for name, text in form.typed().items()
            if text.strip() and not form.fields[name].isHidden() and form.fields[name].isEnabled()
        }
        return {
            name.partition(".")[2]: text
            for name, text in {**shown, **self.held}.items()
            if name.startswith(f"{table}.")
        }

    def field(self, name: str) -> QWidget:
        """The field of a name; KeyError for one that is not here."""
        return next(form.fields[name] for form in self.forms if name in form.fields)

    def has(self, name: str) -> bool:
        """Whether the field stands in this form."""
        return any(name in form.fields for form in self.forms)

    def text(self, name: str) -> str:
        """What is typed into a field now."""
        return next(form.editors[name].text() for form in self.forms if name in form.editors)

    def all_texts(self) -> dict[str, str]:
        """What stands in every field, hidden ones too, by `table.field`: for a draft."""
        return {name: text for form in self.forms for name, text in form.typed().items()} | self.held

    def cover(self) -> None:
        """The screen locks: what was typed into the sealed half leaves the window and waits in `held`."""
        for form in self._sealed():
            self.held |= taken_out(form)
        self.half.say(drafted=False)
        if self.held:
            self.half.cover.lie([*self._sealed(), self.half.said])

    def put_away(self) -> None:
        """What was held lies in the case book, from where its password brings it back."""
        if self.held:
            self.held = {}
            self.half.cover.lie([*self._sealed(), self.half.said], in_book=True)

    def put(self, texts: Mapping[str, str]) -> None:
        """Exactly these texts; whatever is not among them becomes empty. What lies in the closed book stays there."""
        self.held = {}
        if not self.half.cover.in_book:
            self.half.cover.lift()
        for form in self.forms:
            for field in form.fields.values():
                field.show_problem(None)
        self.fill(dict.fromkeys(self.all_texts(), "") | dict(texts))

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts in."""
        for form in self.forms:
            form.fill(texts)

    def show_problems(self, problems: Sequence[Problem]) -> Problem | None:
        """Each under its field; the cursor goes to the first as they stand on the page, in whatever order they were found.

        Returns the first that no field of this page is about.
        """
        for form in self.forms:
            form.show_problems(problems)
        stops = {one.field for one in problems if one.level == "stop"}
        wrong = ((form, name) for form in self.forms for name in form.fields if name in stops)
        if (first := next(wrong, None)) is not None:
            first[0].jump(first[1])
        here = {name for form in self.forms for name in form.fields}
        return next((one for one in problems if one.field not in here), None)

    def show_fitting(self) -> None:
        """Hide the fields whose condition does not hold for what is chosen so far, in whichever form it stands."""
        values = {name: value for form in self.forms for name, value in form.values().items()}
        for form in self.forms:
            for name, shown in form.fields.items():
                one = declared(self._desk.catalogue, name)
                table = name.partition(".")[0]
                if one.when:
                    shown.setVisible(holds(one.when, {key: values.get(f"{table}.{key}") for key in one.when}))

    def answer_key(self, key: int) -> bool:
        """Y, T and - answer the question in focus, else the first open one; True when one was answered."""
        code = YES_NO.get(Qt.Key(key))
        segment = self._question() if code else None
        if segment is None or code is None:
            return False
        segment.set_value(code)
        segment.chosen.emit(code)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer keys on buttons; what is typed into is left alone."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and isinstance(watched, QAbstractButton)
            and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        ):
            return self.answer_key(event.key())
        return super().eventFilter(watched, event)

    def _sealed(self) -> list[Form]:
        return [form for form in self.forms if next(iter(form.fields)).partition(".")[0] in SEALED]

    def _show_held(self) -> None:
        """Whoever typed it asks to see it."""
        texts, self.held = self.held, {}
        self.half.cover.lift()
        self.fill(texts)
        self.show_fitting()

    def _question(self) -> Segment | None:
        """The yes-no question in focus, else the first that is open and in sight."""
        segments = [
            editor.widget
            for form in self.forms
            if not form.isHidden()
            for name, editor in form.editors.items()
            if isinstance(editor.widget, Segment) and self._is_yes_no(name)
            and editor.widget.isEnabled() and not form.fields[name].isHidden()
        ]  # fmt: skip
        focus = QApplication.focusWidget()
        for segment in segments:
            if focus is not None and segment.isAncestorOf(focus):
                return segment
        if isinstance(focus, QLineEdit):
            return None
        return next((segment for segment in segments if segment.value() is None), None)

    def _is_yes_no(self, name: str) -> bool:
        return declared(self._desk.catalogue, name).values == "yes_no_unknown"

    def _left(self, name: str) -> None:
        self.show_fitting()
        self.changed.emit(name)

    def _described(self, name: str, width: Width, labels: Mapping[str, str]) -> FieldDescription:
        made = describe(self._desk.catalogue, name, width=width)
        if self._is_yes_no(name) or name == "check_ins.answer":
            made = segmented(made)
        if made.kind == "note":
            made = replace(made, kind="text")
        made = replace(made, help=("", ""))
        return replace(made, label=(labels[name], labels[name])) if name in labels else made


def rows() -> int:
    """The gap between rows of fields; larger text takes its room from there."""
    return ROWS if current().scale == 1.0 else ROWS_LARGE


def halves(left: Card, right: Card) -> QScrollArea:
    """Both cards beside each other; larger text may scroll them, never the page."""
    both = row(left, right, gap=14)
    both.setStretch(0, 8)
    both.setStretch(1, 5)
    area = scrolled(holder(both))
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return area
