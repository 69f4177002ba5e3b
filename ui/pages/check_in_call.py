"""The form of one check-in: how it went, with whom, when again; beside it the sealed half. Stores nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from desbumi_app.domain.following import NEXT_DAYS
from desbumi_app.domain.problems import Problem
from desbumi_app.usecases.record_check_in import CheckInForm
from ui.forms.describe import Width
from ui.forms.from_catalogue import said_value, word
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.office_following import Followed
from ui.pages.following_form import FollowingForm, halves, rows
from ui.pages.following_head import head_of
from ui.widgets.begins import Begins
from ui.widgets.card import Card
from ui.widgets.field import Field, give_letters
from ui.widgets.layout import column, row
from ui.widgets.segment import Segment

ANSWERS: Final = ("well", "needs_help", "not_reached")
KEYS: Final = {Qt.Key.Key_1: "well", Qt.Key.Key_2: "needs_help", Qt.Key.Key_3: "not_reached"}
RETRY_DAYS: Final = 7
ANSWER: Final = "check_ins.answer"
# What nobody can say who reached nobody.
OF_NEWS: Final = (
    "check_ins.source",
    "check_ins.last_contact_on",
    "check_ins.same_employer",
    "journeys.arrived_on",
)
RENEWAL: Final[Sequence[tuple[str, Width]]] = (
    ("check_ins.renewal", "third"), ("check_ins.renewed_until", "third"), ("check_ins.renewal_agency", "third"),
)  # fmt: skip


class CheckInCall(Begins):
    """`ended` by Enter in the last field; `edited` whenever a field was left or an answer was given."""

    ended = Signal()
    edited = Signal()

    def __init__(self, desk: OfficeDesk, who: Followed, to_file: Callable[[], object]) -> None:
        super().__init__()
        self.who, self._desk = who, desk
        self.form = FollowingForm(desk, self, drafted=who.drafted)
        words = [
            f"{i}  {word(desk.catalogue, 'check_in_answers', code)}" for i, code in enumerate(ANSWERS, 1)
        ]
        self.answers = Segment(_("How did it go?"), list(zip(ANSWERS, words, strict=True)))
        self.days = Segment(
            _("Contact again in"), [(str(n), n_("{n} day", "{n} days", n)) for n in NEXT_DAYS]
        )
        self.area = halves(self._open_half(), self._sealed_half())
        self.setLayout(column(head_of(desk, who, to_file), self.area, gap=12))
        self.answers.chosen.connect(self._answered)
        self.days.chosen.connect(self._again_in)
        self.form.changed.connect(self._changed)
        self.form.ended.connect(self.ended)
        self.form.watch()
        for button in (*self.answers.findChildren(QAbstractButton), *self.days.findChildren(QAbstractButton)):
            button.installEventFilter(self.form)
        self.form.fill({"check_ins.contacted_on": self._today(), "check_ins.channel": "telephone"})
        self._fit()
        self.begin_at(self.answers)

    def answer(self, code: str) -> None:
        """Say how it went, as if its button had been pressed."""
        self.answers.set_value(code)
        self._answered(code)

    def texts(self) -> dict[str, str]:
        """What stands in the form now, for a draft."""
        return {ANSWER: self.answers.value() or "", **self.form.all_texts()}

    def put(self, texts: Mapping[str, str]) -> None:
        """Exactly these texts; what hangs on the answer is open or shut as the answer says."""
        said = texts.get(ANSWER) or None
        self.answers.set_value(said)
        self._open_news(reached=said != "not_reached")
        self.form.put(texts)
        self._fit()

    def typed(self) -> CheckInForm:
        """What stands in the form now, also in a field that was not left yet."""
        call = self.form.texts("check_ins")
        if (said := self.answers.value()) is not None:
            call["answer"] = said
        arrived = self.form.texts("journeys").get("arrived_on", "")
        return CheckInForm(self.who.id, call, self.form.texts("check_in_details"), arrived)

    def show_problems(self, problems: Sequence[Problem]) -> Problem | None:
        """Under their fields; returns the first that belongs to none."""
        wrong = next((one for one in problems if one.field == ANSWER), None)
        self.answer_field.show_problem(wrong)
        other = self.form.show_problems([one for one in problems if one is not wrong])
        if wrong is not None:
            self.answers.setFocus(Qt.FocusReason.OtherFocusReason)
        return other

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 and Y, T, - from anywhere that is not typed into."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        code = KEYS.get(Qt.Key(event.key()))
        if plain and code:
            self.answer(code)
        elif not (plain and self.form.answer_key(event.key())):
            super().keyPressEvent(event)

    def _open_half(self) -> Card:
        card = Card()
        self.answer_field = Field(_("How did it go?"), self.answers, reserve=False)
        first = self.form.add(
            [("check_ins.channel", "short"), ("check_ins.source", "short"), ("check_ins.contacted_on", "short"),
             ("check_ins.last_contact_on", "short")],
            {"check_ins.contacted_on": _("Date"), "check_ins.last_contact_on": _("Last news")},
        )  # fmt: skip
        about: list[tuple[str, Width]] = [("check_ins.same_employer", "half")]
        if self.who.stage == "departed":
            about.append(("journeys.arrived_on", "short"))
        short = {
            "check_ins.same_employer": _("Same employer?"),
            "journeys.arrived_on": _("Arrived abroad on"),
        }
        second = self.form.add(about, short)
        self.renewal = self.form.add(RENEWAL)
        again = self.form.add(
            [("check_ins.next_contact_on", "half")], {"check_ins.next_contact_on": _("or on")}
        )
        line = row(Field(_("Contact again in"), self.days, reserve=False), again, gap=16)
        line.setStretch(1, 1)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        card.body.setSpacing(rows())
        for part in (self.answer_field, first, second, self.renewal):
            card.body.addWidget(part)
        card.body.addLayout(line)
        card.body.addStretch(1)
        give_letters(card)
        return card

    def _sealed_half(self) -> Card:
        card = self.form.half
        card.body.setSpacing(rows())
        first = self.form.add(
            [("check_in_details.condition", "half"), ("check_in_details.papers_held_by", "half")],
            {"check_in_details.papers_held_by": _("Papers held by")},
        )
        second = self.form.add(
            [("check_in_details.wage_as_agreed", "full"), ("check_in_details.note", "full")],
            {"check_in_details.wage_as_agreed": _("Wage as agreed?")},
        )
        card.body.addWidget(first)
        card.body.addWidget(second)
        card.body.addStretch(1)
        give_letters(card)
        return card

    def _answered(self, code: str) -> None:
        self.answer_field.show_problem(None)
        reached = code != "not_reached"
        self._open_news(reached=reached)
        retry = self._day(RETRY_DAYS)
        filled = {} if reached else {"check_ins.next_contact_on": retry}
        if reached and self.form.text("check_ins.next_contact_on") == retry:
            filled = {"check_ins.next_contact_on": ""}
        if reached and not self.form.text("check_ins.last_contact_on"):
            filled |= {"check_ins.last_contact_on": self._today()}
        self.form.fill(filled)
        self.edited.emit()

    def _open_news(self, *, reached: bool) -> None:
        for name in OF_NEWS:
            if self.form.has(name):
                self.form.field(name).setEnabled(reached)

    def _again_in(self, days: str) -> None:
        self.form.fill({"check_ins.next_contact_on": self._day(int(days))})
        self.edited.emit()

    def _changed(self, _name: str) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        self.form.show_fitting()
        moved = self.form.text("check_ins.same_employer") == "no"
        self.renewal.setVisible(moved or bool(self.form.text("check_ins.renewal")))

    def _today(self) -> str:
        return self._day(0)

    def _day(self, days: int) -> str:
        """A day as it is read: what is kept overnight must not mean another day tomorrow."""
        day = self._desk.today() + timedelta(days=days)
        return said_value(self._desk.catalogue, "check_ins.contacted_on", day.isoformat())
