"""Beda isi: one field that two laptops wrote differently, both values kept until a person chooses one and says why.

Nothing is chosen when it opens; 1, 2, 3 choose, Ctrl+Enter settles.
"""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desbumi_app.domain.masks import masked_apart
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.undo_save import Undoable, with_undo
from ui import office_conflicts
from ui.language import N_, WORDS, _, c_, n_
from ui.office_conflicts import AboutPerson, Disputed, VoiceShown
from ui.office_desk import OfficeDesk
from ui.pages.conflict_draft import ConflictDraft, Texts
from ui.pages.following_undo import Told, offer_undo
from ui.theme.theme import current
from ui.values import field_label, is_masked, moment, opaque, options, shown
from ui.ways import Ways
from ui.widgets.avatar import Disc
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.chip import Chip
from ui.widgets.choice_card import Choice, ChoiceCard, OwnChoice
from ui.widgets.differences import spans
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import Elided, IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.stages import stage_chip
from ui.widgets.two_lines import TwoLineList, TwoLines

LIST: Final = 300
OWN: Final = -1
NOT_TYPED: Final = Problem(
    Level.STOP, None, Message(N_("Type the right entry, or choose one of the others."))
)
REASONS: Final = (N_("Telephoned"), N_("As on the identity card"), N_("Typing mistake"))


class ConflictsPage(Page):
    """`settled` tells the stored id of a record whose question was answered."""

    settled = Signal(object)

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__()
        self.setAccessibleName(_("Different entries"))
        self._desk, self._ways = desk, ways
        self._disputes: list[Disputed] = []
        self._done: dict[bytes, Disputed] = {}
        self._now: Disputed | None = None
        self._picked: int | None = None
        self.cards: list[ChoiceCard] = []
        self.own: OwnChoice | None = None
        self.list = TwoLineList(_("Different entries"))
        self.list.chosen.connect(self._open_id)
        self.reason = LineEdit(_("For example: telephoned, her daughter answered"))
        self._kept = ConflictDraft(self, desk, self._texts)
        self.reason.left.connect(lambda _text: self._kept.keep())
        self.reason_field = Field(_("Reason, in a few words"), self.reason, reserve=False)
        self.settle_button = Button(_("Settle"), self.settle, kind="primary", icon="check")
        self.later_button = Button(_("Not now"), self.skip, icon="clock")
        self._stack = QStackedWidget()
        self._question = QWidget()
        self._empty = EmptyState(
            _("No different entries"),
            _("Where two laptops wrote different things, the question stands here."),
        )
        self._stack.addWidget(self._question)
        self._stack.addWidget(self._empty)
        self._left = self._list_card()
        self._build_question()
        both = row(self._left, self._stack, gap=16)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)
        self._keys()
        self._enable()

    def refresh(self) -> None:
        """Read the open questions anew; called at each visit."""
        self._desk.ask(office_conflicts.disputes, owner=self).success(self._show).start()

    def pick(self, at: int) -> None:
        """Choose a value by its place, OWN for one's own; nothing is stored yet."""
        if self._now is None or (at != OWN and at >= len(self.cards)) or (at == OWN and self.own is None):
            return
        self._picked = at
        for i, card in enumerate(self.cards):
            card.set_chosen(chosen=i == at)
        if self.own is not None:
            self.own.set_chosen(chosen=at == OWN)
            if at == OWN and not self.own.editor.hasFocus():
                self.own.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    def settle(self) -> None:
        """Store what was chosen, under the name of who works; refused without a choice or a reason."""
        now, picked, reason = self._now, self._picked, self.reason.text().strip()
        if now is None or picked is None:
            return
        if picked == OWN:
            text = self._own_text()
            if not text:
                self._own_problem(NOT_TYPED)
                return
            store = partial(office_conflicts.settle_typed, disputed=now, text=text, reason=reason)
        else:
            value = now.voices[picked].value
            store = partial(office_conflicts.settle, disputed=now, value=value, reason=reason)
        work = self._desk.write(lambda office: with_undo(office, store(office)), owner=self)
        self.settle_button.setEnabled(False)
        work.success(lambda answer: self._answered(now, *answer)).finished(self._enable).start()

    def skip(self) -> None:
        """Leave the question open and go to the next one; both values stay."""
        self._next()

    def _answered(self, about: Disputed, answer: Saved | Refused, undo: Undoable | None) -> None:
        if isinstance(answer, Refused):
            problem = answer.problems[0]
            if problem.field is not None:
                self._own_problem(problem)
                return
            self.reason_field.show_problem(problem)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._done[about.conflict.id] = about
        self._disputes = [one for one in self._disputes if one.conflict.id != about.conflict.id]
        back = self._kept.end(self.refresh)
        self.settled.emit(about.conflict.record)
        self._ways.saved()
        self._next()
        told: Told = ("ok", _("Settled: {name}", name=about.name), "")
        offer_undo(self._desk, self._ways, undo, told, back)

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self._kept.keep()
        super().hideEvent(event)

    def _texts(self) -> dict[str, str]:
        return {"reason": self.reason.text(), "own": self._own_text()}

    def _take_up(self, texts: Texts) -> None:
        self.reason.setText(texts.get("reason", ""))
        editor, own = self.own.editor if self.own else None, texts.get("own", "")
        if isinstance(editor, Select) and own:
            editor.set_code(own)
        elif isinstance(editor, LineEdit):
            editor.setText(own)

    def _show(self, found: tuple[Disputed, ...]) -> None:
        self._disputes = list(found)
        self._done = {
            ident: one for ident, one in self._done.items() if ident not in {f.conflict.id for f in found}
        }
        keep = self._now and any(one.conflict.id == self._now.conflict.id for one in found)
        if not keep:
            self._next()
        else:
            self._fill_list()

    def _next(self) -> None:
        ids = [one.conflict.id for one in self._disputes]
        if not ids:
            self._now = None
            self._fill_list()
            self._stack.setCurrentWidget(self._empty)
            return
        at = ids.index(self._now.conflict.id) + 1 if self._now and self._now.conflict.id in ids else 0
        self._open(self._disputes[at % len(ids)])

    def _open_id(self, ident: bytes) -> None:
        found = next((one for one in self._disputes if one.conflict.id == ident), None)
        if found is not None:
            self._open(found)

    def _open(self, disputed: Disputed) -> None:
        self._kept.keep()
        self._now, self._picked = disputed, None
        self._stack.setCurrentWidget(self._question)
        self._fill_list()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.setText("")
        self.reason_field.show_problem(None)
        self._fill_head(disputed, None)
        self._fill_choices(disputed)
        self._kept.begin(disputed.conflict.id, disputed.conflict.record, self._take_up)
        self._enable()
        ask = self._desk.ask(lambda office: office_conflicts.open_dispute(office, disputed), owner=self)
        ask.success(lambda about: self._fill_head(disputed, about) if self._now is disputed else None).start()

    def _fill_list(self) -> None:
        lines = [self._line(one, done=True) for one in self._done.values()]
        lines += [self._line(one, done=False) for one in self._disputes]
        self.list.show_rows(lines)
        self.list.choose(self._now.conflict.id if self._now else None)
        done, total = len(self._done), len(lines)
        waiting = n_("{n} question", "{n} questions", total) if total else ""
        said = _("{done} of {total} settled", done=done, total=total) if done else waiting
        self._left.fact.setText(said)
        self._left.setVisible(bool(lines))

    def _line(self, one: Disputed, *, done: bool) -> TwoLines:
        field = field_label(self._desk.catalogue, one.conflict.table, one.conflict.field)
        now = self._now is not None and one.conflict.id == self._now.conflict.id
        side = _("Done") if done else c_("list", "Now") if now else ""
        icon, tone = ("circle-check", "ok") if done else ("arrows-diff", "accent" if now else "warn")
        return TwoLines(one.conflict.id, one.name, field, side, icon, tone)

    def _fill_head(self, disputed: Disputed, about: AboutPerson | None) -> None:
        clear(self._head)
        age = _("{age} years", age=about.age) if about and about.age is not None else ""
        name = ", ".join(part for part in (disputed.name, age) if part)
        second = self._desk.catalogue.table(disputed.conflict.table).label
        words = column(Elided(name, "h2"), gap=1)
        words.addWidget(
            label((about.hamlet if about and about.hamlet else "") or second.of(WORDS.language), "small")
        )
        self._head.addWidget(Disc("user-circle", "grey", 40))
        self._head.addLayout(words, 1)
        if about and about.stage:
            self._head.addWidget(Chip(stage_chip(about.stage)))
        if disputed.person is not None:
            person = disputed.person
            opened = Button(_("Open the file"), lambda: self._ways.person(person), kind="quiet",
                            icon="external-link", dense=True)  # fmt: skip
            self._head.addWidget(opened)
        clear(self._ask_first)
        if about and about.phone:
            number = shown(self._desk.catalogue, "people", "phone", about.phone)
            self._ask_first.addWidget(IconLabel("phone", 18, "accent"))
            self._ask_first.addWidget(label(_("Telephone first: {number}", number=number), "body", "accent"))

    def _fill_choices(self, disputed: Disputed) -> None:
        catalogue, conflict = self._desk.catalogue, disputed.conflict
        name = field_label(catalogue, conflict.table, conflict.field)
        self._title.setText(_("{field}: which one is right?", field=name))
        self._origin.setText(
            n_("Written differently in {n} place", "Written differently in {n} places", len(disputed.voices))
        )
        clear(self._choices)
        values = self._words(disputed)
        places = spans(values[0], values[1]) if len(values) == 2 else ([[]] * len(values))
        self.cards = []
        for i, voice in enumerate(disputed.voices):
            card = ChoiceCard(_choice(disputed, voice, values[i], places[i]), str(i + 1))
            card.picked.connect(lambda i=i: self.pick(i))
            self.cards.append(card)
            self._choices.addWidget(card, i // 2, i % 2)
        self._choices.setColumnStretch(0, 1)
        self._choices.setColumnStretch(1, 1)
        self._fill_own(disputed)

    def _words(self, disputed: Disputed) -> list[str]:
        catalogue, conflict = self._desk.catalogue, disputed.conflict
        raw = [voice.value for voice in disputed.voices]
        if is_masked(catalogue, conflict.table, conflict.field) and all(isinstance(v, str) for v in raw):
            return masked_apart([str(value) for value in raw])
        return [
            _("left empty") if value is None else shown(catalogue, conflict.table, conflict.field, value)
            for value in raw
        ]

    def _fill_own(self, disputed: Disputed) -> None:
        clear(self._own_place)
        self.own = None
        table = self._desk.catalogue.table(disputed.conflict.table)
        one = table.field(disputed.conflict.field) if table.has(disputed.conflict.field) else None
        if one is None or opaque(one):
            return
        offered = options(self._desk.catalogue, one)
        editor: QWidget
        if offered is not None:
            select = Select(offered, empty=_("Choose"))
            select.picked.connect(lambda _code: self.pick(OWN))
            select.picked.connect(lambda _code: self._kept.keep())
            editor = select
        else:
            line = LineEdit(_("The right entry, as you know it"))
            line.textEdited.connect(lambda _text: self.pick(OWN))
            line.returnPressed.connect(self.settle)
            line.left.connect(lambda _text: self._kept.keep())
            editor = line
        self.own = OwnChoice(_("Write it myself"), editor, str(len(disputed.voices) + 1))
        self.own.picked.connect(lambda: self.pick(OWN))
        self._own_place.addWidget(self.own)

    def _own_text(self) -> str:
        editor = self.own.editor if self.own else None
        if isinstance(editor, Select):
            return editor.code() or ""
        return editor.text().strip() if isinstance(editor, LineEdit) else ""

    def _own_problem(self, problem: Problem) -> None:
        self.reason_field.show_problem(problem)
        if self.own is not None:
            self.own.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        self.settle_button.setEnabled(self._picked is not None)
        self.later_button.setEnabled(len(self._disputes) > 1)

    def _list_card(self) -> Card:
        card = Card(_("Different entries"), " ", flush=True)
        card.setFixedWidth(LIST)
        card.body.addWidget(hairline())
        card.body.setSpacing(0)
        card.body.addWidget(self.list, 1)
        hint = row(
            IconLabel("info-circle", 18, "muted"),
            Wrapped(_("Until somebody chooses, both entries are kept. Nothing is lost."), "small"),
            gap=10,
            margins=(14, 8, 14, 14),
        )
        hint.setStretch(1, 1)
        card.body.addLayout(hint)
        return card

    def _build_question(self) -> None:
        self._head: QHBoxLayout = row(gap=12)
        self._ask_first: QHBoxLayout = row(gap=6)
        self._title = Elided("", "h1")
        self._origin = label("", "small")
        self._choices = QGridLayout()
        self._choices.setSpacing(12)
        self._own_place: QVBoxLayout = column()
        quick = row(gap=8)
        self.quick = [self._quick(words) for words in REASONS]
        for button in self.quick:
            quick.addWidget(button)
        quick.addStretch(1)
        asked = row(self._title, self._origin, gap=12)
        asked.setStretch(0, 1)
        inside = column(asked, self._choices, self._own_place, self.reason_field, quick, STRETCH, gap=8,
                        margins=(0, 0, 6, 0))  # fmt: skip
        self._promise = label(_("Recorded under your name; the history keeps both."), "small")
        self._promise.setVisible(current().scale == 1.0)  # at larger text the telephone number is worth more
        foot = row(
            self.later_button,
            self._ask_first,
            STRETCH,
            self._promise,
            self.settle_button,
            gap=16,
        )
        card = Card()
        card.body.setContentsMargins(20, 0, 20, 0)
        card.body.setSpacing(10)
        card.body.addLayout(self._head)
        card.body.addWidget(hairline())
        card.body.addWidget(scrolled(holder(inside)), 1)
        card.body.addWidget(hairline())
        card.body.addLayout(foot)
        self._question.setLayout(column(card))
        give_letters(self._question)

    def _quick(self, words: str) -> Button:
        def take() -> None:
            self.reason.setText(_(words))
            self.reason_field.show_problem(None)

        return Button(_(words), take, dense=True)

    def _keys(self) -> None:
        for i in range(9):
            shortcut = QShortcut(QKeySequence(str(i + 1)), self)
            shortcut.activated.connect(lambda i=i: self.pick(OWN if i == len(self.cards) else i))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.settle)
        self.reason.returnPressed.connect(self.settle)


def _choice(disputed: Disputed, voice: VoiceShown, words: str, places: list[Any]) -> Choice:
    others = sum(not one.here for one in disputed.voices)
    if voice.here:
        origin = _("Written on this laptop")
    elif others > 1:
        origin = _("Written on another laptop ({mark})", mark=voice.device)
    else:
        origin = _("Written on another laptop")
    written = ", ".join(
        part for part in (voice.who or _("Somebody not known here"), moment(voice.at)) if part
    )
    facts = [("user-circle", written, "muted")]
    if voice.reason:
        facts.append(("message", f"“{voice.reason}”", "text"))
    if voice.late:
        facts.append(("alert-triangle", _("The clock of that laptop was wrong"), "warn"))
    return Choice(origin, words, facts, places)
