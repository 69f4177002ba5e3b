"""One issued letter at the right of the letters page: what is known of it, and what can still be done with it.

Handing over and cancelling ask for one line in place, which is kept as a draft; nothing here prints without an audit line.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from desbumi_app.domain.letter_life import Step, steps_from
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.keep_draft import DraftLine
from desbumi_app.usecases.list_letters import LetterLine
from ui.language import WORDS, _, n_, say
from ui.models.draft_half import Texts
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.office_letters import LettersView, Missing
from ui.theme.theme import current
from ui.values import day
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled

WIDTH: Final = 380
NAMES: Final = 116
REPRINT: Final = "reprint"
SHARE: Final = "share"
HAND_OVER: Final = "hand_over"
CANCEL: Final = "cancel"
EXPLAIN: Final = "explain"
CERTIFY: Final = "certify"
GO_ON: Final = "go_on"
VIEW: Final = "view"
CHECK: Final = "check"
DISCARD: Final = "discard"
DRAFT: Final = "letter_line"
LINE: Final = "line"


class LetterDetail(Card):
    """`asked(what, text)`: what shall be done with the chosen letter or number, with the line that was typed for it."""

    asked = Signal(str, str)
    person_asked = Signal(object)

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__()
        self._desk = desk
        self._about, self._person = b"", b""
        self._draft: FormDraft | None = None
        self.setFixedWidth(current().dense(WIDTH))
        self._inside: QVBoxLayout = column(gap=8)
        self.body.addWidget(scrolled(holder(self._inside)), 1)
        self.line = LineEdit()
        self.field: Field | None = None
        self.buttons: dict[str, Button] = {}
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._begin()
        self._inside.addWidget(
            EmptyState(_("No letter chosen"), _("Choose one at the left."), icon="file-certificate"), 1
        )

    def show_letter(self, one: LetterLine, view: LettersView) -> None:
        """A letter with its facts and the steps that are left."""
        self._begin(one.id, one.person or b"")
        template = view.titles.get(one.template)
        title = template.title.of(WORDS.language) if template else one.template
        self._inside.addWidget(Wrapped(title, "h2"))
        facts = [
            (_("Number"), one.number), (_("For"), one.who), (_("Date"), day(one.issued_on)),
            (_("Valid until"), day(one.valid_until)), (_("Code in the footer"), one.code),
        ]  # fmt: skip
        if one.handed_on:
            facts.append((_("Handed over"), f"{day(one.handed_on)}, {one.handed_to}"))
        if one.void_reason:
            facts.append((_("Cancelled because"), one.void_reason))
        if one.copies:
            facts.append((_("Copies"), n_("{n} copy printed", "{n} copies printed", one.copies)))
        if one.by_hand:
            facts.append((_("Remark"), _("Number from the paper book")))
        for words, value in facts:
            self._fact(words, value)
        self._inside.addWidget(hairline())
        self._offer(one)
        self._inside.addStretch(1)

    def show_missing(self, one: Missing) -> None:
        """A number that no letter has."""
        self._begin(f"{one.name}/{one.mark}/{one.year}/{one.serial}".encode())
        self._inside.addWidget(Wrapped(_("Number {number} has no letter", number=one.shown), "h2"))
        if one.reason:
            self._inside.addWidget(Wrapped(one.reason, "body"))
        else:
            said = _("It is never given again. Write down why it was not used, as the agenda book wants it.")
            self._inside.addWidget(Wrapped(said, "muted"))
            self._ask(_("Why it was not used"), _("Write it down"), EXPLAIN)
        self._inside.addStretch(1)

    def show_draft(self, one: DraftLine, title: str) -> None:
        """A draft: who wrote and who checked it, and the way on."""
        self._begin(one.id)
        self._inside.addWidget(Wrapped(title, "h2"))
        checked = f"{one.checked_by}, {day(one.checked_on)}" if one.checked_on else _("not yet")
        for words, value in (
            (_("For"), one.who),
            (_("Written by"), one.drafted_by),
            (_("Checked by"), checked),
        ):
            self._fact(words, value)
        self._inside.addWidget(hairline())
        steps = steps_from(one.state)
        self._button(
            GO_ON, _("Go on at the counter"), "printer", lambda: self.asked.emit(GO_ON, ""), main=True
        )
        if Step.CHECK in steps:
            self._button(CHECK, _("I have checked it"), "clipboard-check", lambda: self.asked.emit(CHECK, ""))
        if Step.DISCARD in steps:
            self._button(DISCARD, _("Put aside…"), "circle-x", lambda: self._ask_again(DISCARD), danger=True)
        self._room = column(gap=8)
        self._inside.addLayout(self._room)
        self._inside.addStretch(1)

    def done(self) -> None:
        """What was asked for is stored; its line is no draft any more."""
        if self._draft is not None:
            self._draft.end()
            self._draft = None

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    def _keep(self) -> None:
        if self._draft is not None:
            self._draft.keep({LINE: self.line.text()}, {LINE: ""})

    def refuse(self, refused: Refused) -> None:
        """Say why not, under the line that was typed."""
        if self.field is not None:
            self.field.show_problem(refused.problems[0])
        else:
            self._inside.addWidget(Wrapped(say(refused.problems[0].message), "body", "danger"))

    def _fact(self, words: str, value: str) -> None:
        name = label(words, "small")
        name.setFixedWidth(current().px(NAMES))
        line = row(name, gap=8)
        line.addWidget(Wrapped(value or "–", "strong"), 1)
        self._inside.addLayout(line)

    def _offer(self, one: LetterLine) -> None:
        words = (
            _("Print its cancellation") if one.state == "void" else _("Print copy no. {n}", n=one.copies + 1)
        )
        self._button(REPRINT, words, "printer", lambda: self.asked.emit(REPRINT, ""), main=True)
        self._button(VIEW, _("Look at it"), "eye", lambda: self.asked.emit(VIEW, ""))
        steps = steps_from(one.state)
        if Step.CANCEL in steps:
            self._button(SHARE, _("Copy for a message…"), "send", lambda: self._ask_again(SHARE))
        if Step.HAND_OVER in steps:
            self._button(HAND_OVER, _("Handed over…"), "user-check", lambda: self._ask_again(HAND_OVER))
        if one.person:
            self._button(
                "person", _("Open the file"), "user-circle", lambda: self.person_asked.emit(one.person)
            )
        if Step.CANCEL in steps:
            words = _("Electronic signature (kept)…") if one.certified else _("Electronic signature…")
            self._button(CERTIFY, words, "pencil", lambda: self.asked.emit(CERTIFY, ""))
            self._button(
                CANCEL, _("Cancel this letter…"), "circle-x", lambda: self._ask_again(CANCEL), danger=True
            )
        self._room = column(gap=8)
        self._inside.addLayout(self._room)

    def _ask_again(self, what: str) -> None:
        """One line in the place of the other buttons; Enter or its button does it, the same button again takes it back."""
        asking = self._room.count() > 0
        self._rest()
        clear(self._room)
        self.buttons.pop("go", None)
        for code, button in self.buttons.items():
            button.setVisible(asking or code == what)
        if asking:
            return
        words = {
            SHARE: (_("For whom the copy is"), _("Save the copy")),
            HAND_OVER: (_("Who took it"), _("Note it")),
            DISCARD: (_("Why it is put aside"), _("Put the draft aside")),
            CANCEL: (_("Why it is cancelled; this stands on the paper"), _("Cancel the letter for good")),
        }[what]
        self._room.addWidget(holder(self._asking(*words, what)))
        self.line.setFocus()

    def _ask(self, question: str, button: str, what: str) -> None:
        self._inside.addWidget(holder(self._asking(question, button, what)))

    def _asking(self, question: str, button: str, what: str) -> QVBoxLayout:
        self.line = LineEdit()
        self.field = Field(question, self.line)
        go = Button(
            button,
            lambda: self.asked.emit(what, self.line.text()),
            kind="danger" if what in (CANCEL, DISCARD) else "plain",
        )
        self.line.returnPressed.connect(go.click)
        self.line.left.connect(lambda _text: self._keep())
        self._draft = draft = FormDraft(self._desk, DRAFT, self._about + what.encode(), self._person)
        draft.take_up(lambda texts: self._take_up(draft, texts), self)
        self.buttons["go"] = go
        return column(self.field, row(STRETCH, go), gap=6)

    def _button(
        self,
        code: str,
        words: str,
        icon: str,
        go: Callable[[], object],
        *,
        main: bool = False,
        danger: bool = False,
    ) -> None:
        button = Button(
            words, go, kind="primary" if main else "danger" if danger else "plain", icon=icon, dense=True
        )
        self.buttons[code] = button
        self._inside.addWidget(button)

    def _take_up(self, draft: FormDraft, texts: Texts) -> None:
        if draft is self._draft and not self.line.text():
            self.line.setText(texts.get(LINE, ""))

    def _rest(self) -> None:
        """Another line, or none: what was typed stays a draft."""
        self._keep()
        self._draft = None

    def _begin(self, about: bytes = b"", person: bytes = b"") -> None:
        self._rest()
        self._about, self._person = about, person
        clear(self._inside)
        self.buttons, self.field = {}, None
